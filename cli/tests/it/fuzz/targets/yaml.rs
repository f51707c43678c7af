//! YAML documents and the front matter of Markdown.

use tickmark::document::{
    Document, Limits, Node, Value, parse_yaml, parse_yaml_by_events, split_front_matter,
};
use tickmark::finding::Problem;
use tickmark::place::{FileId, Span, Spanned};

const FILE: FileId = FileId(0);

/// Every place lies in the file and in the place around it; the quick reader and the one for all of
/// YAML read the same; a tree that is written out again is read as the same tree.
pub(super) fn document(bytes: &[u8]) {
    let (document, problems) = Document::from_yaml(FILE, bytes);
    places_lie_within(&problems, bytes.len());
    let Ok(text) = std::str::from_utf8(bytes) else {
        assert!(document.root.is_none() && !problems.is_empty(), "what is no text is no document");
        return;
    };
    assert_eq!(document.sound, problems.is_empty());
    comments_stand_where_they_say(text, &document.comments, "#");
    let slow = parse_yaml_by_events(FILE, text, 0, &Limits::DEFAULT);
    assert_eq!((&document.root, &document.comments), (&slow.root, &slow.comments), "both ways of reading");
    assert_eq!(problems, slow.problems, "both ways of reading");
    let Some(root) = &document.root else { return };
    lies_within(text, root, Span::new(0, text.len()));
    let mut written = String::new();
    if write(root, &mut written) {
        let again = parse_yaml(FILE, &written, 0, &Limits::DEFAULT);
        assert_eq!(again.problems, [], "{written}");
        let same = again.root.as_ref().is_some_and(|again| is_same(root, again));
        assert!(same, "{root:#?}\nwas written as\n{written}\nand read as\n{:#?}", again.root);
    }
}

/// The two parts are the file but for the lines between them, the tree is the one of the YAML alone,
/// moved to its place, and every comment stands where it says.
pub(super) fn front_matter(bytes: &[u8]) {
    let parts = split_front_matter(bytes);
    assert_eq!(parts.body.end as usize, bytes.len());
    let (document, problems) = Document::from_markdown(FILE, bytes);
    places_lie_within(&problems, bytes.len());
    assert_eq!(document.body, Some(parts.body));
    let Some(yaml) = parts.yaml else {
        assert_eq!((parts.body.start, document.root), (0, None));
        return;
    };
    let fences = [&bytes[..yaml.start as usize], &bytes[yaml.end as usize..parts.body.start as usize]];
    for fence in fences {
        let line = fence.strip_prefix(b"\xef\xbb\xbf").unwrap_or(fence).trim_ascii_end();
        assert_eq!(line, b"---", "{fence:?}");
    }
    let (alone, of_yaml) = Document::from_yaml(FILE, &bytes[yaml.range()]);
    let moved = alone.root.map(|root| moved(root, yaml.start as usize));
    assert_eq!(document.root, moved);
    assert!(problems.len() >= of_yaml.len());
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (above, below): (Vec<_>, Vec<_>) =
            document.comments.iter().cloned().partition(|comment| comment.span.start < parts.body.start);
        comments_stand_where_they_say(text, &above, "#");
        comments_stand_where_they_say(text, &below, "<!--");
    }
}

fn places_lie_within(problems: &[Problem], length: usize) {
    for problem in problems {
        let Span { start, end } = problem.location.span;
        assert!(start <= end && end as usize <= length, "{problem:?} of {length} bytes");
    }
}

fn comments_stand_where_they_say(text: &str, comments: &[Spanned<String>], sign: &str) {
    for comment in comments {
        let shown = text.get(comment.span.range()).expect("a comment at whole characters");
        let inside = shown.strip_prefix(sign).expect("a comment begins with its sign");
        assert!(inside.contains(comment.value.as_str()), "{comment:?} in {shown:?}");
    }
}

fn lies_within(text: &str, node: &Node, around: Span) {
    let Span { start, end } = node.span;
    assert!(around.start <= start && start <= end && end <= around.end, "{:?} in {around:?}", node.span);
    assert!(text.get(node.span.range()).is_some(), "{:?} cuts a character", node.span);
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::Sequence(items) => {
            for item in items {
                lies_within(text, item, node.span);
            }
        }
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                let key = entry.key.span;
                assert!(around.start <= key.start && key.end <= around.end, "{key:?}");
                assert!(text.get(key.range()).is_some(), "{key:?} cuts a character");
                assert_eq!(mapping.get(&entry.key.value), Some(&entry.value), "a key finds its value");
                lies_within(text, &entry.value, node.span);
            }
        }
    }
}

/// Writes a tree on one line, every text in quotes; false where a key is too long for that.
fn write(node: &Node, out: &mut String) -> bool {
    /// A key on one line has at most so many characters.
    const KEY: usize = 1024;
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Scalar(scalar) => quoted(&scalar.text, out),
        Value::Sequence(items) => {
            out.push('[');
            for item in items {
                if !write(item, out) {
                    return false;
                }
                out.push_str(", ");
            }
            out.push(']');
        }
        Value::Mapping(mapping) => {
            out.push('{');
            for entry in &mapping.entries {
                let before = out.len();
                quoted(&entry.key.value, out);
                if out.len() - before > KEY {
                    return false;
                }
                out.push_str(": ");
                if !write(&entry.value, out) {
                    return false;
                }
                out.push_str(", ");
            }
            out.push('}');
        }
    }
    true
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => out.extend(format!("\\U{:08X}", u32::from(c)).chars()),
        }
    }
    out.push('"');
}

/// The same but for places and quotes.
fn is_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => a.text == b.text,
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            let pairs = a.entries.iter().zip(&b.entries);
            a.entries.len() == b.entries.len()
                && pairs.into_iter().all(|(a, b)| a.key.value == b.key.value && is_same(&a.value, &b.value))
        }
        (Value::Null | Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_), _) => false,
    }
}

fn moved(mut node: Node, offset: usize) -> Node {
    node.span = node.span.shifted(offset);
    match node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::Sequence(items) => {
            node.value = Value::Sequence(items.into_iter().map(|item| moved(item, offset)).collect());
        }
        Value::Mapping(mut mapping) => {
            for entry in &mut mapping.entries {
                entry.key.span = entry.key.span.shifted(offset);
                entry.value = moved(entry.value.clone(), offset);
            }
            node.value = Value::Mapping(mapping);
        }
    }
    node
}

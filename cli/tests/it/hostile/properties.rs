//! Random bytes: nothing panics, and every place that is named lies in the text.

use proptest::prelude::*;
use tickmark::document::{Document, Node, Value, split_front_matter};
use tickmark::finding::Problem;
use tickmark::model::Table;
use tickmark::place::{FileId, RepoPath, Span};
use tickmark::text::{LineIndex, did_you_mean, visible};

/// Pieces out of which mistakes are made.
const PIECES: [&str; 40] = [
    "a",
    "id",
    "x-a",
    ": ",
    ":",
    "\n",
    "\r\n",
    "\r",
    "\n  ",
    "\n\t",
    " ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "|",
    ">",
    "|+2",
    "#",
    " # ",
    "&a",
    "*a",
    "!!str ",
    "%YAML 1.2",
    "---",
    "\n---\n",
    "...",
    "<<",
    "\\",
    "\\u0000",
    "ü",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "漢",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..60).prop_map(|pieces| pieces.concat())
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        text().prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..200),
        (text(), any::<u8>(), any::<prop::sample::Index>()).prop_map(|(text, byte, at)| {
            let mut bytes = text.into_bytes();
            let at = if bytes.is_empty() { 0 } else { at.index(bytes.len()) };
            bytes.insert(at, byte);
            bytes
        }),
    ]
}

/// The bytes of a span, which lie in the file and, where it is text, between characters.
fn inside(span: Span, bytes: &[u8]) -> Result<(), TestCaseError> {
    prop_assert!(span.start <= span.end && span.end as usize <= bytes.len(), "{span:?} of {}", bytes.len());
    if let Ok(text) = std::str::from_utf8(bytes) {
        let cut = !text.is_char_boundary(span.start as usize) || !text.is_char_boundary(span.end as usize);
        prop_assert!(!cut, "{span:?} cuts a character of {text:?}");
    }
    let index = LineIndex::new(bytes);
    let (start, end) = (index.locate(span.start), index.locate(span.end));
    prop_assert!(start.line >= 1 && start.column >= 1 && start <= end);
    Ok(())
}

fn every_node(node: &Node, within: Span, bytes: &[u8]) -> Result<(), TestCaseError> {
    inside(node.span, bytes)?;
    prop_assert!(
        within.start <= node.span.start && node.span.end <= within.end,
        "{:?} in {within:?}",
        node.span
    );
    match &node.value {
        Value::Null | Value::Scalar(_) => Ok(()),
        Value::Sequence(items) => items.iter().try_for_each(|item| every_node(item, node.span, bytes)),
        Value::Mapping(mapping) => mapping.entries.iter().try_for_each(|entry| {
            inside(entry.key.span, bytes)?;
            prop_assert_eq!(mapping.get(&entry.key.value), Some(&entry.value));
            every_node(&entry.value, node.span, bytes)
        }),
    }
}

fn check(document: &Document, problems: &[Problem], bytes: &[u8]) -> Result<(), TestCaseError> {
    let whole = Span::new(0, bytes.len());
    document.root.iter().try_for_each(|root| every_node(root, whole, bytes))?;
    document.comments.iter().try_for_each(|comment| inside(comment.span, bytes))?;
    document.body.iter().try_for_each(|body| inside(*body, bytes))?;
    // A byte that is not UTF-8 is pointed at as it is.
    problems.iter().try_for_each(|problem| inside(problem.location.span, bytes))?;
    prop_assert!(document.sound || !problems.is_empty());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn yaml_of_any_bytes_has_its_spans_in_the_file(bytes in bytes()) {
        let (document, problems) = Document::from_yaml(FileId(0), &bytes);
        check(&document, &problems, &bytes)?;
    }

    #[test]
    fn markdown_of_any_bytes_has_its_spans_in_the_file(bytes in bytes(), fence in any::<bool>()) {
        let bytes = if fence { [b"---\n", bytes.as_slice(), b"\n---\nprose"].concat() } else { bytes };
        let (document, problems) = Document::from_markdown(FileId(0), &bytes);
        check(&document, &problems, &bytes)?;
        let parts = split_front_matter(&bytes);
        inside(parts.body, &bytes)?;
    }

    #[test]
    fn a_table_of_any_bytes_has_a_cell_for_each_column(bytes in bytes()) {
        let table = Table::read(FileId(0), &bytes);
        prop_assert_eq!(table.rows().count(), table.rows().len());
        for row in table.rows() {
            prop_assert!(row.offset as usize <= bytes.len());
            (0..=table.columns().len()).for_each(|column| assert!(row.cell(column).len() <= bytes.len()));
        }
    }

    #[test]
    fn any_text_becomes_harmless_and_is_placed(text in ".{0,80}", offset in 0..200_u32) {
        prop_assert!(!visible(&text).chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        let index = LineIndex::new(text.as_bytes());
        prop_assert!(index.locate(offset).line >= 1);
        let _ = did_you_mean(&text, ["quarterly", &text]);
    }

    #[test]
    fn a_column_far_out_is_counted_like_a_near_one(parts in prop::collection::vec("[aü漢\n]{0,900}", 1..6), at in any::<prop::sample::Index>()) {
        let text = parts.concat();
        let mut offset = at.index(text.len() + 1);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line = before.rsplit('\n').next().unwrap_or(before);
        let place = LineIndex::new(text.as_bytes()).locate(offset as u32);
        prop_assert_eq!(place.column as usize, line.chars().count() + 1);
        prop_assert_eq!(place.line as usize, before.matches('\n').count() + 1);
    }

    #[test]
    fn any_path_is_joined_inside_or_not_at_all(path in "[a./\\\\:~ ü\u{0}-]{0,20}") {
        let path = RepoPath::new(&path);
        let _ = (path.folder(), path.name(), path.stem(), path.extension());
        prop_assert!(path.parts().count() <= path.as_str().len() + 1);
    }
}

//! What is escaped for programs: XML, JSON, CSV, TSV, YAML, URIs, shells, logs, terminals, names of files.

use std::collections::BTreeSet;

use tickmark::document::{Limits, Node, parse_yaml};
use tickmark::place::FileId;
use tickmark::text::{escape, is_hidden, visible};

/// What the reader of each format reads is the text as it may be shown, and nothing in it does anything.
pub(super) fn machine(bytes: &[u8]) {
    let text = super::text(bytes);
    let shown = visible(&text);
    assert!(!shown.contains(is_hidden), "{shown:?} moves a cursor");
    assert_eq!(visible(&shown), shown, "made visible twice");
    xml(&text, &shown);
    json(&text);
    csv(&text, &shown);
    let tsv = escape::tsv(&text);
    assert!(!tsv.contains(['\t', '\n', '\r']) && !tsv.contains(is_hidden), "{tsv:?}");
    assert_eq!(undone(&escape::uri(&text)), text, "a path");
    log(&text, &shown);
    shell(&text);
    file_name(&text);
    yaml(&text);
}

fn xml(text: &str, shown: &str) {
    let escaped = escape::xml(text);
    speaks_to_no_runner(&escaped);
    let document = format!("<a b=\"{escaped}\">{escaped}</a>");
    let read = roxmltree::Document::parse(&document).expect("well-formed XML");
    let root = read.root_element();
    let expected = shown.replace('\u{fffe}', "<U+FFFE>").replace('\u{ffff}', "<U+FFFF>");
    assert_eq!(root.attribute("b"), Some(expected.as_str()));
    assert_eq!(root.text().unwrap_or_default(), expected);
    assert!(!root.children().any(|child| child.is_element()));
}

fn json(text: &str) {
    let value = serde_json::json!({ text: [text] });
    for plain in [value.to_string(), serde_json::to_string_pretty(&value).expect("JSON")] {
        let escaped = escape::json(&plain);
        assert!(!escaped.contains("##["), "{escaped}");
        assert!(!escaped.contains(|c: char| c != '\n' && is_hidden(c)), "{escaped:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).expect("JSON"), value);
    }
}

fn csv(text: &str, shown: &str) {
    let line = format!("{},{}\n", escape::csv(text), escape::csv("x"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(line.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert_eq!((rows.len(), rows[0].len()), (1, 2), "{line:?}");
    let cell = &rows[0][0];
    assert!(cell == shown || cell.strip_prefix('\'') == Some(shown), "{cell:?}");
    let first = cell.trim_start().chars().next();
    assert!(!matches!(first, Some('=' | '+' | '-' | '@')), "{cell:?} is a formula");
    assert!(!cell.starts_with(['\t', '\r', '\n']), "{cell:?} is a formula to some");
}

fn log(text: &str, shown: &str) {
    let silenced = escape::silenced(text);
    speaks_to_no_runner(&silenced);
    let message = escape::command_message(text);
    assert!(!message.contains(['\n', '\r']), "{message:?}");
    speaks_to_no_runner(&undone(&message));
    assert_eq!(undone(&message), escape::silenced(shown), "a message");
    let property = escape::command_property(text);
    assert!(!property.contains(['\n', '\r', ':', ',']), "{property:?}");
    assert_eq!(undone(&property), escape::silenced(shown), "a property");
}

/// No line that a runner obeys.
fn speaks_to_no_runner(text: &str) {
    assert!(!text.contains("##["), "{text:?}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text:?}");
}

/// Takes percent signs back.
fn undone(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        let digits = (first == b'%').then(|| std::str::from_utf8(&behind[..2]).expect("two digits"));
        bytes.push(digits.map_or(first, |digits| u8::from_str_radix(digits, 16).expect("two digits")));
        rest = &rest[if digits.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8(bytes).expect("text")
}

/// A shell of POSIX reads one word, which is the text on one line.
fn shell(text: &str) {
    let word = escape::shell(text);
    let mut read = String::new();
    let mut quoted = false;
    let mut rest = word.chars();
    while let Some(c) = rest.next() {
        match c {
            '\'' => quoted = !quoted,
            _ if quoted => read.push(c),
            '\\' => read.extend(rest.next()),
            c => {
                let plain = c.is_ascii_alphanumeric() || "/.-_+,%".contains(c);
                assert!(plain, "{c:?} means something to a shell in {word:?}");
                read.push(c);
            }
        }
    }
    assert!(!quoted && !word.is_empty() && !word.starts_with('-'), "{word:?}");
    let shown = visible(&text.replace("\r\n", "\n").replace('\r', "\n")).replace(['\n', '\t'], " ");
    assert_eq!(read, shown);
}

fn file_name(text: &str) {
    let mut taken = BTreeSet::new();
    let names = [escape::file_name(text, &mut taken), escape::file_name(text, &mut taken)];
    for name in &names {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-~".contains(c);
        assert!(!name.is_empty() && name.chars().all(plain) && name.len() < 100, "{name:?}");
        assert!(!name.starts_with('.') && !name.ends_with('.'), "{name:?}");
        let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
        assert!(!["CON", "PRN", "AUX", "NUL", "COM1", "LPT9"].contains(&stem.as_str()), "{name:?}");
    }
    assert!(!names[0].eq_ignore_ascii_case(&names[1]));
}

/// Our YAML is read as the text by our own reader and by another one; a text with a character that no
/// file may hold is refused, never read as another text.
fn yaml(text: &str) {
    let written = format!("a: {}\nb: [{}, x]\n", escape::scalar(text), escape::flow(text));
    assert_eq!(written.lines().count(), 2, "{written:?}");
    let parsed = parse_yaml(FileId(0), &written, 0, &Limits::DEFAULT);
    let may_stand = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    if text.chars().all(may_stand) {
        assert_eq!(parsed.problems, [], "{written}");
    } else {
        assert!(!parsed.problems.is_empty(), "{written:?}");
        return;
    }
    let root = parsed.root.expect("a mapping");
    assert_eq!(root.get("a").and_then(Node::as_text), Some(text), "{written:?}");
    let list = root.get("b").and_then(Node::as_sequence).expect("a list");
    assert_eq!((list.len(), list[0].as_text()), (2, Some(text)), "{written:?}");
    let other: serde_json::Value = serde_yaml::from_str(&written).expect("YAML to another reader");
    assert_eq!(other, serde_json::json!({"a": text, "b": [text, "x"]}), "{written:?}");
}

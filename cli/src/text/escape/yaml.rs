//! YAML that we write: text as a scalar that reads back as the same text, here and everywhere.

use std::fmt::Write as _;

use crate::text::is_hidden;

/// A text as a scalar in a block: plain where that can be, else in quotes, always on one line.
pub fn scalar(text: &str) -> String {
    // `1e3`, `0x1F`, `08`, dates and, in YAML 1.1, `no` are text to us and something else to others.
    let is_word = text.starts_with(|c: char| c.is_alphabetic());
    let is_answer = ["y", "n", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let plain = serde_yaml::to_string(text).is_ok_and(|yaml| yaml.trim_end() == text);
    let shown = !text.contains(is_odd) && !text.contains(['\n', '{', '}', '[', ']']);
    if is_word && !is_answer && plain && shown {
        return text.to_owned();
    }
    quoted(text)
}

/// A text as a scalar in braces or brackets, where commas and brackets would end it.
pub fn flow(text: &str) -> String {
    let inert = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '@' | '-' | '_' | '+' | '/');
    if text.chars().all(inert) { scalar(text) } else { quoted(text) }
}

/// JSON is the part of YAML in which text is written in one way. What is not seen, and what some readers
/// take for the end of a line or refuse, stands there by its number.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !json.contains(is_odd) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        // Writing to a String cannot fail.
        let _ = match u32::from(c) {
            _ if !is_odd(c) => write!(out, "{c}"),
            number @ 0..=0xffff => write!(out, "\\u{number:04x}"),
            number => write!(out, "\\U{number:08x}"),
        };
    }
    out
}

/// True for what no reader of YAML should meet as it is.
fn is_odd(c: char) -> bool {
    is_hidden(c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{flow, scalar};

    #[test]
    fn what_others_would_read_as_something_else_stands_in_quotes() {
        let texts = ["Okta export", "no", "2026", "1e3", "a: b", "- x", "a #b", "", "x, y", "[a]", "--to"];
        assert_eq!(
            texts.map(scalar),
            [
                "Okta export",
                "\"no\"",
                "\"2026\"",
                "\"1e3\"",
                "\"a: b\"",
                "\"- x\"",
                "\"a #b\"",
                "\"\"",
                "x, y",
                "\"[a]\"",
                "\"--to\""
            ]
        );
        assert_eq!(["x, y", "a/b", "it's"].map(flow), ["\"x, y\"", "a/b", "\"it's\""]);
    }

    #[test]
    fn what_is_not_seen_stands_there_by_its_number() {
        let texts = ["a\u{202e}b", "a\u{85}b", "x\u{ffff}", "\u{feff}", "a\u{e0041}", "a\tb"];
        assert_eq!(
            texts.map(flow),
            [
                r#""a\u202eb""#,
                r#""a\u0085b""#,
                r#""x\uffff""#,
                r#""\ufeff""#,
                r#""a\U000e0041""#,
                r#""a\tb""#
            ]
        );
        assert_eq!(texts.map(scalar), texts.map(flow));
    }

    proptest! {
        #[test]
        fn whatever_is_written_reads_back(text in "[^\\p{C}]{0,40}") {
            let read: std::collections::BTreeMap<String, Vec<String>> =
                serde_yaml::from_str(&format!("a: [{}]\nb:\n  - {}\n", flow(&text), scalar(&text))).unwrap();
            prop_assert_eq!(&read["a"], std::slice::from_ref(&text));
            prop_assert_eq!(&read["b"], &[text]);
        }
    }
}

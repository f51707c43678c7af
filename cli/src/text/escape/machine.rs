//! Text from users inside what programs read: JSON, XML, URIs, workflow commands, a workflow's log.
//!
//! A build log is read by a program as well. GitHub's runner obeys a line that starts with `::`,
//! leading white space or not, and one that holds `##[` anywhere. What is written here holds
//! neither, so that any format may be printed to such a log.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::text::{is_hidden, visible};

/// JSON in which nothing moves a cursor, reorders a line or speaks to a runner: such characters are
/// written as `\uXXXX`. It reads back as the same value.
pub fn json(json: &str) -> String {
    let mut text = String::with_capacity(json.len() + 1);
    let mut units = [0; 2];
    for (at, c) in json.char_indices() {
        let speaks = c == '#' && json[at..].starts_with("##[");
        if speaks || (c != '\n' && is_hidden(c)) {
            for unit in c.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Text or an attribute's value in XML 1.0. What XML cannot hold is made visible first.
pub fn xml(text: &str) -> String {
    let shown = visible(text);
    let mut out = String::with_capacity(shown.len() + 8);
    let mut starts = true;
    for (at, c) in shown.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '#' if shown[at..].starts_with("##[") => out.push_str("&#35;"),
            ':' if starts && shown[at..].starts_with("::") => out.push_str("&#58;"),
            // The two that are characters to Unicode and none to XML.
            '\u{fffe}' | '\u{ffff}' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "&lt;U+{:04X}&gt;", u32::from(c));
            }
            _ => out.push(c),
        }
        starts = c == '\n' || (starts && c.is_whitespace());
    }
    out
}

/// A cell between tabs: one line without tabs, and nothing in it that moves a cursor.
pub fn tsv(text: &str) -> String {
    visible(&text.replace(['\t', '\n', '\r'], " ")).into_owned()
}

/// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` is
/// percent-encoded, so that no first part is taken for a scheme.
pub fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 8);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The message of a workflow command: one line, whatever it holds.
pub fn command_message(text: &str) -> String {
    let shown = silenced(&visible(text)).into_owned();
    shown.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
pub fn command_property(text: &str) -> String {
    command_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text for people that no runner obeys: `::` at the start of a line and `##[` are taken apart.
///
/// With a space that is seen: some runners compare as people read, where what has no width is
/// nothing.
pub fn silenced(text: &str) -> Cow<'_, str> {
    let obeyed = |line: &str| line.trim_start().starts_with("::");
    if !text.contains("##[") && !text.lines().any(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive('\n') {
        if obeyed(line) {
            let (before, after) = line.split_at(line.len() - line.trim_start().len() + 1);
            out.push_str(before);
            out.push(' ');
            out.push_str(after);
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out.replace("##[", "## ["))
}

#[cfg(test)]
mod tests {
    use super::{command_message, command_property, json, silenced, uri, xml};

    #[test]
    fn json_reads_back_as_it_was_and_speaks_to_no_runner() {
        let value = serde_json::json!({"a": "##[error]\u{202e} ###[x] \u{1b}"});
        let text = json(&value.to_string());
        assert_eq!(text, r###"{"a":"\u0023#[error]\u202e #\u0023#[x] \u001b"}"###);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(value));
    }

    #[test]
    fn xml_holds_what_it_is_given() {
        assert_eq!(
            xml("<a b=\"c\"> & ]]> \u{0}\u{ffff}\n ::error::x ##[error]y a::b"),
            "&lt;a b=&quot;c&quot;&gt; &amp; ]]&gt; &lt;U+0000&gt;&lt;U+FFFF&gt;&#10; &#58;:error::x &#35;#[error]y a::b"
        );
    }

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(uri("evidence/A:1/ü b%.yaml"), "evidence/A%3A1/%C3%BC%20b%25.yaml");
        assert_eq!(uri("a?b#c//d"), "a%3Fb%23c//d");
    }

    #[test]
    fn a_workflow_command_stays_one_command() {
        assert_eq!(command_message("100%\r\n::error::x"), "100%25<U+000D>%0A: :error::x");
        assert_eq!(command_message("##[group]%0A"), "## [group]%250A");
        assert_eq!(command_property("a:b,c"), "a%3Ab%2Cc");
    }

    #[test]
    fn a_log_obeys_no_user() {
        assert_eq!(silenced("a ::error::x\n"), "a ::error::x\n");
        assert_eq!(silenced("\u{a0} ::error::x\n##[error]y\n"), "\u{a0} : :error::x\n## [error]y\n");
        assert_eq!(silenced("###[x"), "### [x");
    }
}

//! What an editor holds of one file.

use serde::Deserialize;

use crate::command::lsp::messages::Range;
use crate::editor::{Encoding, Positions};
use crate::place::RepoPath;

const MARK: &str = "\u{feff}";

/// An open file.
#[derive(Debug)]
pub(super) struct Buffer {
    /// Where it lies below the root, if it does.
    pub(super) path: Option<RepoPath>,
    /// The text, as the editor shows it.
    pub(super) text: String,
    /// The editor's number for it.
    pub(super) version: i64,
}

/// One change of a text; without a range it is all of it.
#[derive(Debug, Deserialize)]
pub(super) struct TextChange {
    range: Option<Range>,
    text: String,
}

impl Buffer {
    /// Applies changes in their order.
    pub(super) fn change(&mut self, changes: Vec<TextChange>, encoding: Encoding) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                continue;
            };
            let lines = Positions::new(self.text.as_bytes(), encoding, false);
            let (start, end) = (lines.offset(range.start.into()), lines.offset(range.end.into()));
            self.text.replace_range(start..end.max(start), &change.text);
        }
    }

    /// The bytes that saving would write; `None` when they are those on disk. Editors hide a byte
    /// order mark, and show one kind of line end and a sign for what is no text: none of this is a
    /// change.
    pub(super) fn bytes_over(&self, disk: Option<&[u8]>) -> Option<Vec<u8>> {
        let Some(disk) = disk else { return Some(self.text.clone().into_bytes()) };
        let shown = String::from_utf8_lossy(disk);
        if lines(&shown).eq(lines(&self.text)) {
            return None;
        }
        let mark = if shown.starts_with(MARK) && !self.hides_no_mark() { MARK } else { "" };
        Some(format!("{mark}{}", self.text).into_bytes())
    }

    /// True for an editor that shows a byte order mark as a character.
    pub(super) fn hides_no_mark(&self) -> bool {
        self.text.starts_with(MARK)
    }
}

/// The lines of a text without their ends.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.strip_prefix(MARK).unwrap_or(text).split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

#[cfg(test)]
mod tests {
    use super::{Buffer, TextChange};
    use crate::editor::Encoding;

    fn buffer(text: &str) -> Buffer {
        Buffer { path: None, text: text.to_owned(), version: 1 }
    }

    #[test]
    fn changes_are_applied_one_after_another_in_the_units_of_the_editor() {
        let changes = r#"[
            {"range": {"start": {"line": 1, "character": 3}, "end": {"line": 1, "character": 5}}, "text": "漢"},
            {"range": {"start": {"line": 1, "character": 4}, "end": {"line": 1, "character": 4}}, "text": "!\n"},
            {"range": {"start": {"line": 9, "character": 0}, "end": {"line": 9, "character": 0}}, "text": "end"},
            {"range": {"start": {"line": 0, "character": 4}, "end": {"line": 0, "character": 1}}, "text": "?"}
        ]"#;
        let changes: Vec<TextChange> = serde_json::from_str(changes).expect("changes");
        let mut buffer = buffer("a: é\r\nb: 🤖x\r\n");
        buffer.change(changes, Encoding::Utf16);
        assert_eq!(buffer.text, "a: é?\r\nb: 漢!\nx\r\nend");
    }

    #[test]
    fn what_an_editor_hides_is_no_change() {
        let disk = b"\xef\xbb\xbfid: x\r\nname: \xff\n";
        assert_eq!(buffer("id: x\nname: \u{fffd}\n").bytes_over(Some(disk)), None);
        let changed = buffer("id: y\n").bytes_over(Some(disk));
        assert_eq!(changed.as_deref(), Some("\u{feff}id: y\n".as_bytes()));
        assert_eq!(buffer("x").bytes_over(None).as_deref(), Some(b"x".as_slice()));
    }
}

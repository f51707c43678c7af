//! Bytes of a file to the lines and columns of an editor, and back.

use crate::document::split_front_matter;
use crate::place::Span;

/// In which units an editor counts columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16; what every editor knows.
    #[default]
    Utf16,
    /// Unicode characters.
    Utf32,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A place as an editor counts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// From 0.
    pub line: u32,
    /// From 0, in units of the encoding.
    pub character: u32,
}

/// The lines of one file.
///
/// A line ends with LF, CRLF or CR. A byte order mark is hidden by editors and no column; where the
/// editor itself sent one, it is a character. Bytes that are no UTF-8 count as the one replacement
/// character that editors show for them.
#[derive(Debug)]
pub struct Positions<'a> {
    bytes: &'a [u8],
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'a> Positions<'a> {
    /// Finds the lines; `mark_hidden` says that a byte order mark is not seen by the editor.
    pub fn new(bytes: &'a [u8], encoding: Encoding, mark_hidden: bool) -> Self {
        let mark = mark_hidden && bytes.starts_with(b"\xef\xbb\xbf");
        let mut starts = vec![if mark { 3 } else { 0 }];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { bytes, starts, encoding }
    }

    /// The position of a byte at which a character begins.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        let line = self.starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = self.starts[line].min(offset);
        let character = self.width(&self.bytes[start..offset]);
        Position { line: line as u32, character: character as u32 }
    }

    /// The byte of a position. Behind the end of a line is its end, behind the last line the end of
    /// the file, inside a character its start.
    pub fn offset(&self, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return self.bytes.len() };
        let next = self.starts.get(line + 1).copied().unwrap_or(self.bytes.len());
        let content = trim_line_end(&self.bytes[start..next], line + 1 < self.starts.len());
        let (mut at, mut left) = (start, position.character as usize);
        for chunk in content.utf8_chunks() {
            for c in chunk.valid().chars() {
                let width = self.encoding.width(c);
                if left < width {
                    return at;
                }
                left -= width;
                at += c.len_utf8();
            }
            if !chunk.invalid().is_empty() {
                let width = self.encoding.width(char::REPLACEMENT_CHARACTER);
                if left < width {
                    return at;
                }
                left -= width;
                at += chunk.invalid().len();
            }
        }
        at
    }

    /// The bytes of the line that holds a byte, without its end.
    pub fn line_of(&self, offset: usize) -> Span {
        let line = self.starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = self.starts[line];
        let next = self.starts.get(line + 1).copied().unwrap_or(self.bytes.len());
        let content = trim_line_end(&self.bytes[start..next], line + 1 < self.starts.len());
        Span::new(start, start + content.len())
    }

    fn width(&self, bytes: &[u8]) -> usize {
        let mut width = 0;
        for chunk in bytes.utf8_chunks() {
            width += chunk.valid().chars().map(|c| self.encoding.width(c)).sum::<usize>();
            if !chunk.invalid().is_empty() {
                width += self.encoding.width(char::REPLACEMENT_CHARACTER);
            }
        }
        width
    }
}

fn trim_line_end(line: &[u8], has_end: bool) -> &[u8] {
    if !has_end {
        return line;
    }
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The part of a file that is YAML: all of it, or the front matter of a Markdown file. Front matter
/// that is not closed yet reaches to the end.
pub fn yaml_of(bytes: &[u8], markdown: bool) -> Option<Span> {
    let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    if !markdown {
        return Some(Span::new(start, bytes.len()));
    }
    if let Some(yaml) = split_front_matter(bytes).yaml {
        return Some(yaml);
    }
    let line = bytes[start..].split_inclusive(|&byte| byte == b'\n').next()?;
    (line.trim_ascii_end() == b"---").then(|| Span::new(start + line.len(), bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Position, Positions};

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_are_counted_in_the_units_of_the_editor() {
        let text = "a: é漢🤖x\r\nb: y\rc: z\n";
        let x = text.find('x').expect("it is there");
        let found = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32].map(|encoding| {
            let positions = Positions::new(text.as_bytes(), encoding, true);
            let position = positions.position(x);
            assert_eq!(positions.offset(position), x);
            position
        });
        assert_eq!(found, [at(0, 12), at(0, 7), at(0, 6)]);
        let positions = Positions::new(text.as_bytes(), Encoding::Utf16, true);
        let of = |word: &str| positions.position(text.find(word).expect("it is there"));
        assert_eq!([of("b"), of("y"), of("c: z")], [at(1, 0), at(1, 3), at(2, 0)]);
    }

    #[test]
    fn a_position_that_cannot_be_is_moved_to_one_that_can() {
        let text = "a🤖\r\nb\n";
        let positions = Positions::new(text.as_bytes(), Encoding::Utf16, true);
        let offsets = [at(0, 2), at(0, 99), at(1, 99), at(2, 0), at(9, 9)].map(|at| positions.offset(at));
        assert_eq!(offsets, [1, 5, 8, 9, 9]);
    }

    #[test]
    fn a_byte_order_mark_is_a_column_only_for_an_editor_that_sent_it() {
        let text = "\u{feff}id: x\n";
        let [hidden, seen] =
            [true, false].map(|hidden| Positions::new(text.as_bytes(), Encoding::Utf16, hidden));
        assert_eq!([hidden.position(3), seen.position(3)], [at(0, 0), at(0, 1)]);
        assert_eq!([hidden.offset(at(0, 0)), seen.offset(at(0, 0))], [3, 0]);
        assert_eq!(hidden.position(0), at(0, 0));
    }

    #[test]
    fn bytes_that_are_no_text_count_as_one_character() {
        let bytes = b"a\xff\xfeb\n";
        let positions = Positions::new(bytes, Encoding::Utf16, true);
        assert_eq!((positions.position(3), positions.offset(at(0, 3))), (at(0, 3), 3));
    }
}

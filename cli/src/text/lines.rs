//! Byte offsets to lines and columns.

use std::cell::OnceCell;

/// A place as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1.
    pub line: u32,
    /// From 1, in Unicode characters.
    pub column: u32,
}

/// The starts of a file's lines.
#[derive(Debug)]
pub struct LineIndex<'a> {
    bytes: &'a [u8],
    starts: Vec<u32>,
    /// For each stretch of [`STRETCH`] bytes, the characters of the file before it: a column far out
    /// in a long line is found without counting all that stands before it.
    counts: OnceCell<Vec<u32>>,
}

/// How many bytes are counted one by one, at most.
const STRETCH: usize = 1024;

impl<'a> LineIndex<'a> {
    /// Finds the line starts.
    pub fn new(bytes: &'a [u8]) -> Self {
        let ends = bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect();
        Self { bytes, starts, counts: OnceCell::new() }
    }

    /// The line and column of a byte; an offset behind the end is the end.
    ///
    /// A byte order mark is no column. Of bytes that are not UTF-8, those that look like the middle of a
    /// character are no column.
    pub fn locate(&self, offset: u32) -> LineColumn {
        let offset = offset.min(self.bytes.len() as u32);
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts[line - 1] as usize;
        let bom = if start == 0 && self.bytes.starts_with(BOM) { BOM.len().min(offset as usize) } else { 0 };
        let column = self.characters(start + bom, offset as usize) + 1;
        LineColumn { line: line as u32, column }
    }

    /// How many characters start between two bytes.
    fn characters(&self, from: usize, to: usize) -> u32 {
        if to - from <= STRETCH {
            return count_characters(&self.bytes[from..to]);
        }
        let counts = self.counts.get_or_init(|| {
            let stretches = self.bytes.chunks(STRETCH);
            let sums = stretches.scan(0, |sum, stretch| {
                let before = *sum;
                *sum += count_characters(stretch);
                Some(before)
            });
            sums.collect()
        });
        let up_to = |at: usize| {
            let stretch = at / STRETCH;
            let before = counts.get(stretch).copied().unwrap_or_default();
            before + count_characters(&self.bytes[stretch * STRETCH..at])
        };
        up_to(to) - up_to(from)
    }

    /// The byte at which a line (from 1) starts; the end of the file for a line behind it.
    pub fn start(&self, line: u32) -> u32 {
        self.starts.get(line as usize - 1).copied().unwrap_or(self.bytes.len() as u32)
    }

    /// How many lines there are; behind a last line feed there is one more, which is empty.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The bytes of a line (from 1), without its line end.
    pub fn line(&self, line: u32) -> &'a [u8] {
        let index = line as usize - 1;
        let Some(&start) = self.starts.get(index) else { return &[] };
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |&next| next as usize - 1);
        let bytes = &self.bytes[start as usize..end];
        bytes.strip_suffix(b"\r").unwrap_or(bytes)
    }
}

/// Every byte that starts a character, or stands where none can start: bytes between `0x80` and
/// `0xbf` continue one.
fn count_characters(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| !(0x80..0xc0).contains(&byte)).count() as u32
}

/// A byte order mark.
const BOM: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    use super::{LineColumn, LineIndex};

    #[test]
    fn columns_count_characters_after_multi_byte_text() {
        let index = LineIndex::new("a: é\nü: 漢x\n".as_bytes());
        let x = "a: é\nü: 漢".len() as u32;
        assert_eq!(index.locate(x), LineColumn { line: 2, column: 5 });
        assert_eq!(index.locate(0), LineColumn { line: 1, column: 1 });
        assert_eq!(index.locate(999), LineColumn { line: 3, column: 1 });
    }

    #[test]
    fn a_byte_order_mark_and_crlf_move_no_column() {
        let index = LineIndex::new(b"\xef\xbb\xbfid: x\r\nb: y\r\n");
        assert_eq!(index.locate(3), LineColumn { line: 1, column: 1 });
        assert_eq!(index.line(1), b"\xef\xbb\xbfid: x");
        assert_eq!(index.locate(10), LineColumn { line: 2, column: 1 });
    }
}

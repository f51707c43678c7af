//! A few lines of a file, made harmless, with spans that still fit.

use std::ops::Range;

use crate::place::Span;
use crate::text::{LineIndex, is_hidden};

/// The lines that some spans of a file are on.
///
/// What could move a cursor or reorder a line, and every byte that is not UTF-8, is one `�`: the
/// columns stay those of the file.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The text, with LF between its lines.
    pub(super) text: String,
    /// The number of its first line.
    pub(super) first_line: usize,
    /// Bytes of the file with the bytes of `text` that show them, in order.
    marks: Vec<(u32, usize)>,
}

/// Longer runs are shown by their first line.
const LINES: u32 = 4;

impl Excerpt {
    /// Cuts out the lines of `spans`; `None` without a span.
    pub(super) fn of(index: &LineIndex<'_>, spans: &[Span]) -> Option<Self> {
        let first = spans.iter().map(|span| index.locate(span.start).line).min()?;
        let last = spans.iter().map(|span| index.locate(shortened(index, *span).end).line).max()?;
        let mut excerpt = Self { text: String::new(), first_line: first as usize, marks: Vec::new() };
        for line in first..=last {
            excerpt.push(index.start(line), index.line(line));
        }
        Some(excerpt)
    }

    /// Where a span of the file is in the text.
    pub(super) fn range(&self, index: &LineIndex<'_>, span: Span) -> Range<usize> {
        let span = shortened(index, span);
        let start = self.shown(span.start);
        start..self.shown(span.end).max(start)
    }

    fn shown(&self, offset: u32) -> usize {
        let behind = self.marks.partition_point(|(original, _)| *original <= offset);
        behind.checked_sub(1).map_or(0, |mark| self.marks[mark].1)
    }

    fn push(&mut self, start: u32, line: &[u8]) {
        let bom = if start == 0 && line.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut offset = start + bom;
        for chunk in line[bom as usize..].utf8_chunks() {
            for c in chunk.valid().chars() {
                self.marks.push((offset, self.text.len()));
                self.text.push(harmless(c));
                offset += c.len_utf8() as u32;
            }
            for _ in chunk.invalid() {
                self.marks.push((offset, self.text.len()));
                self.text.push('\u{fffd}');
                offset += 1;
            }
        }
        self.marks.push((offset, self.text.len()));
        self.text.push('\n');
    }
}

fn harmless(c: char) -> char {
    if is_hidden(c) { '\u{fffd}' } else { c }
}

/// A run over many lines ends with its first one.
fn shortened(index: &LineIndex<'_>, span: Span) -> Span {
    let (first, last) = (index.locate(span.start).line, index.locate(span.end).line);
    if last - first < LINES {
        return span;
    }
    let length = index.line(first).trim_ascii_end().len() as u32;
    Span { start: span.start, end: (index.start(first) + length).max(span.start) }
}

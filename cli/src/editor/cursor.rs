//! Where a cursor stands in YAML that is being typed.
//!
//! In: the text of a file up to where it can be read, however broken, and a byte. Out: the [`Ask`]s
//! that could be meant there: the way from the root, and whether a key or a value is wanted. The
//! text is read line by line by its indentation; a parser would refuse most of what is typed.

mod flow;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::place::Span;
use crate::schema::Step;

/// What could be written at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// A key of the mapping at the end of the steps.
    Key,
    /// The value at the end of the steps.
    Value,
}

/// One reading of where the cursor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask<'a> {
    /// The way from the root.
    pub steps: Vec<Step<'a>>,
    /// A key or a value.
    pub slot: Slot,
    /// The keys that the mapping has already, for [`Slot::Key`].
    pub taken: BTreeSet<&'a str>,
}

/// Where a cursor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cursor<'a> {
    /// In a comment; what stands between its `#` and the cursor.
    Comment(&'a str),
    /// At a key or value, and what of it is typed.
    Asks {
        /// The readings, the likeliest first.
        asks: Vec<Ask<'a>>,
        /// What is typed of it, up to the cursor.
        typed: Span,
        /// True inside `{}` or `[]`.
        flow: bool,
    },
    /// In a text where nothing is named: a block of prose.
    Prose,
}

impl<'a> Cursor<'a> {
    /// Finds where `offset` stands in the YAML at `yaml` of a text.
    pub fn find(text: &'a str, yaml: Span, offset: usize) -> Option<Self> {
        let range = yaml.range();
        if offset < range.start || offset > range.end || !text.is_char_boundary(offset) {
            return None;
        }
        let text = text.get(..range.end)?;
        let mut scan = Scan {
            text,
            cursor: offset,
            blocks: Vec::new(),
            keys: Vec::new(),
            next: 0,
            found: None,
            frames: [None; 2],
        };
        let mut at = range.start;
        while at <= text.len() {
            let next = scan.line(at);
            if next <= at {
                break;
            }
            at = next;
        }
        let mut found = scan.found?;
        if let Cursor::Asks { asks, .. } = &mut found {
            for (ask, frame) in asks.iter_mut().zip(scan.frames) {
                let own = scan.keys.iter().filter(|key| Some(key.frame) == frame);
                ask.taken = own.filter(|key| !key.holds_cursor).map(|key| key.text).collect();
            }
        }
        Some(found)
    }
}

/// An open block collection.
struct Block<'a> {
    indent: usize,
    frame: usize,
    /// The key whose value is being read; `None` for a list.
    key: Option<&'a str>,
    list: bool,
}

/// A key that was met.
struct Key<'a> {
    frame: usize,
    text: &'a str,
    holds_cursor: bool,
}

struct Scan<'a> {
    text: &'a str,
    cursor: usize,
    blocks: Vec<Block<'a>>,
    keys: Vec<Key<'a>>,
    next: usize,
    found: Option<Cursor<'a>>,
    /// The mappings whose keys the first and second reading ask for.
    frames: [Option<usize>; 2],
}

impl<'a> Scan<'a> {
    /// Reads the line that starts at `start`; gives the start of the next one to read.
    fn line(&mut self, start: usize) -> usize {
        let end = self.line_end(start);
        let mut at = start + self.blanks(start, end);
        let rest = &self.text[at..end];
        if rest.is_empty() || rest.starts_with('#') {
            if (start..=end).contains(&self.cursor) {
                if self.cursor > at && rest.starts_with('#') {
                    self.found = Some(Cursor::Comment(&self.text[at + 1..self.cursor]));
                } else {
                    self.bare(self.cursor - start, self.cursor);
                }
            }
            return self.after(end);
        }
        while let Some(width) = self.marker(at, end) {
            self.open_item(at - start);
            let inside = at + width;
            if (at + 1..=inside).contains(&self.cursor) && inside == end {
                self.bare(self.cursor - start, self.cursor);
                return self.after(end);
            }
            at = inside;
        }
        if at >= end {
            return self.after(end);
        }
        self.content(start, at, end)
    }

    /// A key with its value, or a value alone.
    fn content(&mut self, start: usize, at: usize, end: usize) -> usize {
        if self.text[at..end].starts_with(['{', '[']) {
            return self.flow(at, at - start);
        }
        let Some(colon) = key_end(&self.text[at..end]).map(|length| at + length) else {
            if (at..=end).contains(&self.cursor) {
                if let Some(comment) = self.comment_before_cursor(at, end) {
                    self.found = Some(comment);
                } else {
                    self.bare(at - start, at);
                }
            }
            return self.after(end);
        };
        let key = unquoted(&self.text[at..colon]);
        let frame = self.open_key(at - start, key);
        let holds_cursor = (at..=colon).contains(&self.cursor);
        self.keys.push(Key { frame, text: key, holds_cursor });
        if holds_cursor {
            let steps = self.steps_without_key();
            self.answer(vec![(steps, Slot::Key, Some(frame))], at, false);
        }
        self.value(at - start, colon + 1, end)
    }

    /// What stands behind a key's colon.
    fn value(&mut self, indent: usize, colon: usize, end: usize) -> usize {
        let at = colon + self.blanks(colon, end);
        let rest = &self.text[at..end];
        if rest.starts_with(['|', '>']) {
            return self.prose(indent, end);
        }
        if rest.starts_with(['{', '[']) {
            if (colon + 1..at).contains(&self.cursor) {
                let steps = self.steps();
                self.answer(vec![(steps, Slot::Value, None)], self.cursor, false);
            }
            return self.flow(at, indent);
        }
        // The cursor right behind the colon belongs to the key; a value begins after a blank.
        if (colon..=end).contains(&self.cursor) && self.found.is_none() {
            if let Some(comment) = self.comment_before_cursor(colon, end) {
                self.found = Some(comment);
            } else {
                let from = at.min(self.cursor);
                let steps = self.steps();
                self.answer(
                    vec![(steps, Slot::Value, None)],
                    from + quote(&self.text[from..self.cursor]),
                    false,
                );
            }
        }
        self.after(end)
    }

    /// A word without a colon, or nothing yet, at a column: a key of the mapping there, or the value
    /// of what stands above.
    fn bare(&mut self, column: usize, from: usize) {
        let mut depth = self.blocks.len();
        while depth > 0 && self.blocks[depth - 1].indent > column {
            depth -= 1;
        }
        if depth > 0 && self.blocks[depth - 1].list && self.blocks[depth - 1].indent == column {
            depth -= 1;
        }
        let sibling = depth > 0 && !self.blocks[depth - 1].list && self.blocks[depth - 1].indent == column;
        let mut steps = self.steps_to(depth);
        let mut readings = Vec::new();
        if sibling || depth == 0 {
            if sibling {
                steps.pop();
            }
            let frame = depth.checked_sub(1).map(|index| self.blocks[index].frame).filter(|_| sibling);
            readings.push((steps, Slot::Key, frame));
        } else {
            readings.push((steps.clone(), Slot::Value, None));
            readings.push((steps, Slot::Key, None));
        }
        self.answer(readings, from + quote(&self.text[from..self.cursor]), false);
    }

    /// Passes a block of prose below a key at `indent`.
    fn prose(&mut self, indent: usize, end: usize) -> usize {
        if self.cursor == end && self.found.is_none() {
            self.found = Some(Cursor::Prose);
        }
        let mut at = self.after(end);
        while at < self.text.len() {
            let end = self.line_end(at);
            let blanks = self.blanks(at, end);
            if at + blanks < end && blanks <= indent {
                break;
            }
            if (at..=end).contains(&self.cursor) {
                self.found = Some(Cursor::Prose);
            }
            at = self.after(end);
        }
        at
    }

    fn answer(&mut self, readings: Vec<(Vec<Step<'a>>, Slot, Option<usize>)>, from: usize, flow: bool) {
        let from = from.min(self.cursor);
        for (place, reading) in self.frames.iter_mut().zip(&readings) {
            *place = reading.2;
        }
        let ask = |(steps, slot, _)| Ask { steps, slot, taken: BTreeSet::new() };
        let asks = readings.into_iter().map(ask).collect();
        self.found = Some(Cursor::Asks { asks, typed: Span::new(from, self.cursor), flow });
    }

    /// `- ` at a byte: how many bytes to what follows it.
    fn marker(&self, at: usize, end: usize) -> Option<usize> {
        let rest = self.text[at..end].strip_prefix('-')?;
        let blanks = self.blanks(at + 1, end);
        (rest.is_empty() || blanks > 0).then_some(1 + blanks)
    }

    fn open_item(&mut self, column: usize) {
        self.blocks.retain(|block| block.indent <= column);
        if !self.blocks.last().is_some_and(|block| block.list && block.indent == column) {
            self.next += 1;
            self.blocks.push(Block { indent: column, frame: self.next, key: None, list: true });
        }
    }

    fn open_key(&mut self, column: usize, key: &'a str) -> usize {
        self.blocks.retain(|block| block.indent <= column);
        // A list may stand at the column of the key that it belongs to.
        if self.blocks.last().is_some_and(|block| block.list && block.indent == column) {
            self.blocks.pop();
        }
        if let Some(block) = self.blocks.last_mut().filter(|block| !block.list && block.indent == column) {
            block.key = Some(key);
            return block.frame;
        }
        self.next += 1;
        self.blocks.push(Block { indent: column, frame: self.next, key: Some(key), list: false });
        self.next
    }

    fn steps(&self) -> Vec<Step<'a>> {
        self.steps_to(self.blocks.len())
    }

    fn steps_to(&self, depth: usize) -> Vec<Step<'a>> {
        self.blocks[..depth].iter().map(|block| block.key.map_or(Step::Item, Step::Key)).collect()
    }

    fn steps_without_key(&self) -> Vec<Step<'a>> {
        self.steps_to(self.blocks.len().saturating_sub(1))
    }

    fn comment_before_cursor(&self, from: usize, end: usize) -> Option<Cursor<'a>> {
        let line = &self.text[from..end];
        let start = from + comment_start(line)?;
        (start < self.cursor).then(|| Cursor::Comment(&self.text[start + 1..self.cursor]))
    }

    fn blanks(&self, start: usize, end: usize) -> usize {
        self.text[start..end].bytes().take_while(|byte| *byte == b' ').count()
    }

    fn line_end(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let length = rest.find('\n').unwrap_or(rest.len());
        start + rest[..length].trim_end_matches('\r').len()
    }

    fn after(&self, end: usize) -> usize {
        self.text[end..].find('\n').map_or(self.text.len() + 1, |length| end + length + 1)
    }
}

/// How long the key at the start of a line is, up to its colon.
fn key_end(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    if let Some(mark) = bytes.first().filter(|byte| matches!(byte, b'"' | b'\'')) {
        let close = 1 + bytes[1..].iter().position(|byte| byte == mark)?;
        return (bytes.get(close + 1) == Some(&b':')).then_some(close + 1);
    }
    let colon = line.match_indices(':').map(|(at, _)| at);
    let mut colons = colon.filter(|at| bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace));
    let first = colons.next()?;
    (first > 0 && comment_start(&line[..first]).is_none()).then_some(first)
}

/// Where a comment begins in a line: a `#` behind a blank, outside quotes.
fn comment_start(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in line.bytes().enumerate() {
        match (quote, byte) {
            (None, b'#') if before == b' ' => return Some(at),
            (None, b'"' | b'\'') if before == b' ' => quote = Some(byte),
            (Some(mark), _) if mark == byte => quote = None,
            _ => {}
        }
        before = byte;
    }
    None
}

fn unquoted(key: &str) -> &str {
    let inside = key.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
    inside.unwrap_or(key)
}

/// 1 when a text begins with a quote that is not closed yet.
fn quote(typed: &str) -> usize {
    usize::from(typed.starts_with(['"', '\'']))
}

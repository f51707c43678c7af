//! Collections in brackets: `[a, b]`, `{a: b}`.

use super::{LONGEST_KEY, Reader, begins_plain};
use crate::document::{Entry, Mapping, Node, Style, Value};
use crate::place::Spanned;

impl Reader<'_> {
    /// The next sign of a collection in brackets; its lines stand deeper than what it belongs to.
    fn after_lines(&self, at: usize) -> Option<usize> {
        let mut start = self.after_blanks(at);
        while self.byte(start)? == b'\n' {
            let line = start + 1;
            start = self.after_blanks(line);
            if start - line <= self.around {
                return None;
            }
        }
        Some(start)
    }

    /// A collection in brackets, and where it ends.
    pub(super) fn flow(&mut self, start: usize) -> Option<(Node, usize)> {
        self.deeper(|reader| match reader.byte(start)? {
            b'[' => reader.flow_sequence(start),
            _ => reader.flow_mapping(start),
        })
    }

    fn flow_sequence(&mut self, start: usize) -> Option<(Node, usize)> {
        let mut items = Vec::new();
        let mut at = self.after_lines(start + 1)?;
        if self.byte(at) != Some(b']') {
            loop {
                let (item, end) = self.in_flow(at)?;
                items.push(item);
                at = self.after_lines(end)?;
                match self.byte(at)? {
                    b',' => at = self.after_lines(at + 1)?,
                    b']' => break,
                    _ => return None,
                }
            }
        }
        Some((Node { span: self.span(start, at + 1), value: Value::Sequence(items) }, at + 1))
    }

    fn flow_mapping(&mut self, start: usize) -> Option<(Node, usize)> {
        let mut mapping = Mapping::default();
        let mut at = self.after_lines(start + 1)?;
        if self.byte(at) != Some(b'}') {
            loop {
                let (key, end) = self.in_flow(at)?;
                let Value::Scalar(scalar) = key.value else { return None };
                let merge = scalar.style == Style::Plain && &*scalar.text == "<<";
                let followed = self.byte(end) == Some(b':') && self.byte(end + 1) == Some(b' ');
                if merge || !followed || end - at > LONGEST_KEY || mapping.entry(&scalar.text).is_some() {
                    return None;
                }
                let (value, end) = self.in_flow(self.after_blanks(end + 1))?;
                mapping.push(Entry { key: Spanned::new(scalar.text, key.span), value });
                at = self.after_lines(end)?;
                match self.byte(at)? {
                    b',' => at = self.after_lines(at + 1)?,
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        Some((Node { span: self.span(start, at + 1), value: Value::Mapping(mapping) }, at + 1))
    }

    fn in_flow(&mut self, start: usize) -> Option<(Node, usize)> {
        match self.byte(start)? {
            b'[' | b'{' => self.flow(start),
            b'"' | b'\'' => {
                let (text, end) = self.quoted(start)?;
                Some((self.scalar(text, Style::Quoted, start, end)?, end))
            }
            _ => {
                let text = self.plain_in_flow(start)?;
                let end = start + text.len();
                Some((self.scalar(text.into(), Style::Plain, start, end)?, end))
            }
        }
    }

    /// A plain text within brackets; it ends on its line, before a sign of its collection.
    fn plain_in_flow(&self, start: usize) -> Option<&str> {
        let rest = &self.text.as_bytes()[start..];
        let is_sign = |byte: u8| matches!(byte, b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}');
        let after = |at: usize| rest.get(at + 1).copied().unwrap_or(b'\n');
        if !begins_plain(rest[0]) && (rest[0] != b'-' || is_sign(after(0))) {
            return None;
        }
        let ends = |(at, &byte): (usize, &u8)| match byte {
            b':' => is_sign(after(at)),
            b'#' => at > 0 && rest[at - 1] == b' ',
            other => other != b' ' && is_sign(other),
        };
        let length = rest.iter().enumerate().position(ends)?;
        let text = &self.text[start..start + length];
        let text = match rest[length] {
            b',' | b']' | b'}' => text.trim_end_matches(' '),
            // Before a `:`, a blank would belong to neither.
            b':' if !text.ends_with(' ') => text,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

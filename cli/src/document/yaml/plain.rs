//! The YAML that people write, read in one pass over its bytes.
//!
//! Block mappings and sequences, texts on one line, `|` and `>`, flow collections,
//! comments. Whatever is not plainly that ends with `None`, and the event parser decides: about every
//! fault, about its place and its words, and about the rest of YAML. What is read here is read as
//! the event parser reads it, span for span; a test holds the two against each other.

mod block;
mod flow;

use crate::document::yaml::{Limits, is_null, is_refused};
use crate::document::{Entry, Mapping, Node, Scalar, Style, Value};
use crate::place::{Span, Spanned};

/// A tree with the comments beside it.
pub(super) type Plain = (Node, Vec<Spanned<String>>);

/// Reads a document; `None` when it is not plain, which says nothing about whether it is right.
pub(super) fn read(text: &str, offset: usize, limits: &Limits) -> Option<Plain> {
    if !text.bytes().all(|byte| byte == b'\n' || (b' '..0x7f).contains(&byte) || byte >= 0x80) {
        return None;
    }
    if !text.is_ascii() && text.chars().any(is_no_plain_letter) {
        return None;
    }
    let at = text.strip_prefix("---\n").map_or(0, |_| 4);
    let mut reader = Reader { text, at, offset, limits, nodes: 0, depth: 0, around: 0, comments: Vec::new() };
    let line = reader.next_line()?;
    let root = reader.block(line)?;
    reader.next_line().is_none().then_some((root, reader.comments)).filter(|_| reader.nodes <= limits.nodes)
}

/// Letters that YAML counts as a line break, a byte order mark or no letter at all.
fn is_no_plain_letter(c: char) -> bool {
    is_refused(c) || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// A line with something on it.
#[derive(Clone, Copy)]
struct Line {
    /// Blanks before it.
    indent: usize,
    /// Where its text begins.
    start: usize,
}

/// What follows an entry of a collection.
enum Next {
    /// A line with the same indentation.
    Line(Line),
    /// The collection ends.
    End,
}

struct Reader<'t> {
    text: &'t str,
    /// How far the text is read.
    at: usize,
    offset: usize,
    limits: &'t Limits,
    nodes: usize,
    depth: usize,
    /// The indentation of what a collection in brackets belongs to.
    around: usize,
    comments: Vec<Spanned<String>>,
}

impl Reader<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(start, end).shifted(self.offset)
    }

    /// The end of the line that `at` is on.
    fn line_end(&self, at: usize) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[at..]).map_or(self.text.len(), |length| at + length)
    }

    fn after_blanks(&self, at: usize) -> usize {
        let blanks = self.text.as_bytes()[at..].iter().take_while(|&&byte| byte == b' ').count();
        at + blanks
    }

    /// The next line with something on it, from a place where a line begins; comments are kept.
    fn next_line(&mut self) -> Option<Line> {
        loop {
            let start = self.after_blanks(self.at);
            match self.byte(start)? {
                b'\n' => self.at = start + 1,
                b'#' => self.comment(start),
                _ => return Some(Line { indent: start - self.at, start }),
            }
        }
    }

    /// Takes the rest of a line as a comment.
    fn comment(&mut self, start: usize) {
        let end = self.line_end(start);
        let line = self.text[start..end].trim_end();
        let span = self.span(start, start + line.len());
        self.comments.push(Spanned::new(line[1..].to_owned(), span));
        self.at = (end + 1).min(self.text.len());
    }

    /// Goes to the next line, over blanks and a comment.
    fn end_line(&mut self, at: usize) -> Option<()> {
        let start = self.after_blanks(at);
        match self.byte(start) {
            None => self.at = start,
            Some(b'\n') => self.at = start + 1,
            Some(b'#') if start > at => self.comment(start),
            Some(_) => return None,
        }
        Some(())
    }

    fn count(&mut self) -> Option<()> {
        self.nodes += 1;
        (self.nodes <= self.limits.nodes).then_some(())
    }

    /// One level down; the event parser says when that is too deep.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        self.count()?;
        self.depth += 1;
        let read = if self.depth < self.limits.depth { read(self) } else { None };
        self.depth -= 1;
        read
    }

    /// The collection that begins at a line, or within one.
    fn block(&mut self, line: Line) -> Option<Node> {
        if self.is_item(line.start) {
            self.deeper(|reader| reader.sequence(line, line.start))
        } else {
            self.deeper(|reader| reader.mapping(line))
        }
    }

    fn is_item(&self, at: usize) -> bool {
        self.byte(at) == Some(b'-') && matches!(self.byte(at + 1), None | Some(b' ' | b'\n'))
    }

    fn mapping(&mut self, first: Line) -> Option<Node> {
        let mut mapping = Mapping::default();
        let mut end = first.start;
        let mut line = first;
        loop {
            let key = self.key(line.start)?;
            self.count()?;
            if mapping.entry(&key.value).is_some() {
                return None;
            }
            let colon = key.span.end as usize - self.offset;
            let value = self.value(colon + 1, line.indent, Some(colon))?;
            end = end.max(colon).max(value.span.end as usize - self.offset);
            mapping.push(Entry { key, value });
            match self.peek(first.indent)? {
                Next::Line(next) if !self.is_item(next.start) => line = next,
                Next::Line(_) | Next::End => break,
            }
        }
        Some(Node { span: self.span(first.start, end), value: Value::Mapping(mapping) })
    }

    /// What follows in a collection with this indentation; `None` where a line stands too deep.
    fn peek(&mut self, indent: usize) -> Option<Next> {
        match self.next_line() {
            Some(line) if line.indent > indent => None,
            Some(line) if line.indent == indent => Some(Next::Line(line)),
            Some(_) | None => Some(Next::End),
        }
    }

    /// A sequence whose span begins at `start`.
    fn sequence(&mut self, first: Line, start: usize) -> Option<Node> {
        let mut items = Vec::new();
        let mut line = first;
        loop {
            items.push(self.item(line)?);
            match self.peek(first.indent)? {
                Next::Line(next) if self.is_item(next.start) => line = next,
                // In a mapping, its next key stands where the signs of a sequence do.
                Next::Line(_) | Next::End => break,
            }
        }
        let end = items.last().map_or(0, |item| item.span.end as usize - self.offset).max(start);
        Some(Node { span: self.span(start, end), value: Value::Sequence(items) })
    }

    /// What stands behind a `-`; a collection may begin on its line.
    fn item(&mut self, line: Line) -> Option<Node> {
        let start = self.after_blanks(line.start + 1);
        let inner = Line { indent: line.indent + (start - line.start), start };
        if self.is_item(start) || self.key(start).is_some() {
            return self.block(inner);
        }
        self.value(line.start + 1, line.indent, None)
    }

    /// A key at the start of a line, without the `:` behind it.
    fn key(&self, start: usize) -> Option<Spanned<Box<str>>> {
        let (text, end) = match self.byte(start)? {
            b'"' | b'\'' => self.quoted(start)?,
            first if begins_plain(first) => {
                let line = &self.text[start..self.line_end(start)];
                let colon = line.find(": ").or_else(|| line.strip_suffix(':').map(str::len))?;
                let text = &line[..colon];
                let special = is_null(text) || text == "<<" || text.starts_with("...");
                if special || text.ends_with(' ') || text.contains(" #") {
                    return None;
                }
                (text.into(), start + colon)
            }
            _ => return None,
        };
        let followed =
            self.byte(end) == Some(b':') && matches!(self.byte(end + 1), None | Some(b' ' | b'\n'));
        // The event parser looks no further than this for the sign behind a key.
        if !followed || end - start > LONGEST_KEY {
            return None;
        }
        Some(Spanned::new(text, self.span(start, end)))
    }

    /// What stands behind a `:` or `-`, on its line or below it. `key` is where the key of a mapping
    /// ends; there, nothing is null, and a sequence may stand no deeper than the key.
    fn value(&mut self, at: usize, indent: usize, key: Option<usize>) -> Option<Node> {
        let start = self.after_blanks(at);
        match self.byte(start) {
            None | Some(b'\n') => {}
            Some(b'#') if start > at => {}
            Some(b'|' | b'>') => return self.text_block(start, indent),
            Some(_) => {
                self.around = indent;
                let (node, end) = self.on_one_line(start)?;
                self.end_line(end)?;
                return Some(node);
            }
        }
        self.end_line(at)?;
        match self.next_line() {
            Some(line) if line.indent > indent => self.block(line),
            Some(line) if line.indent == indent && key.is_some() && self.is_item(line.start) => {
                let start = self.after_blanks(line.start + 1);
                let on_its_line = !matches!(self.byte(start), None | Some(b'\n' | b'#'));
                if on_its_line { self.deeper(|reader| reader.sequence(line, start)) } else { None }
            }
            _ => {
                // An item that is not there is the event parser's: where it is not, depends on blanks.
                let nothing = key?;
                self.count()?;
                Some(Node { span: self.span(nothing, nothing), value: Value::Null })
            }
        }
    }

    fn on_one_line(&mut self, start: usize) -> Option<(Node, usize)> {
        match self.byte(start)? {
            b'[' | b'{' => self.flow(start),
            b'"' | b'\'' => {
                let (text, end) = self.quoted(start)?;
                Some((self.scalar(text, Style::Quoted, start, end)?, end))
            }
            first => {
                let line = &self.text[start..self.line_end(start)];
                let text = line.split_once(" #").map_or(line, |(text, _)| text).trim_end_matches(' ');
                let follows = matches!(self.byte(start + 1), None | Some(b' ' | b'\n'));
                let begins = begins_plain(first) || first == b'-' && !follows;
                if !begins || text.contains(": ") || text.ends_with(':') || text == "---" || text == "..." {
                    return None;
                }
                let end = start + text.len();
                Some((self.scalar(text.into(), Style::Plain, start, end)?, end))
            }
        }
    }

    fn scalar(&mut self, text: Box<str>, style: Style, start: usize, end: usize) -> Option<Node> {
        self.count()?;
        if text.len() > self.limits.scalar {
            return None;
        }
        let null = style == Style::Plain && is_null(&text);
        let value = if null { Value::Null } else { Value::Scalar(Scalar { text, style }) };
        Some(Node { span: self.span(start, end), value })
    }

    /// A quoted text on one line, and where it ends. Escapes are the event parser's.
    fn quoted(&self, start: usize) -> Option<(Box<str>, usize)> {
        let inside = &self.text[start + 1..];
        if self.byte(start) == Some(b'"') {
            let length = memchr::memchr3(b'"', b'\\', b'\n', inside.as_bytes())?;
            let closed = inside.as_bytes()[length] == b'"';
            return closed.then(|| (inside[..length].into(), start + length + 2));
        }
        let mut text = String::new();
        let mut at = 0;
        loop {
            let end = at + memchr::memchr2(b'\'', b'\n', &inside.as_bytes()[at..])?;
            text.push_str(&inside[at..end]);
            match (inside.as_bytes()[end], inside.as_bytes().get(end + 1)) {
                (b'\n', _) => return None,
                (_, Some(b'\'')) => text.push('\''),
                _ => return Some((text.into(), start + end + 2)),
            }
            at = end + 2;
        }
    }
}

/// The longest key in bytes; the event parser gives up at 1,024 characters.
const LONGEST_KEY: usize = 1000;

/// True for what begins a plain text and can begin nothing else.
fn begins_plain(first: u8) -> bool {
    !matches!(
        first,
        b' ' | b'\n'
            | b'-'
            | b'?'
            | b':'
            | b','
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'&'
            | b'*'
            | b'!'
            | b'|'
            | b'>'
            | b'\''
            | b'"'
            | b'%'
            | b'@'
            | b'`'
    )
}

#[cfg(test)]
mod tests;

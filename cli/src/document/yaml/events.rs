//! YAML events to a tree: every file that is not plain, and every fault with its place.

use granit_parser::{Event, Options, Parser, ScalarStyle};

use crate::document::yaml::{Limits, Parsed, is_null, is_refused};
use crate::document::{Entry, Mapping, Node, Scalar, Style, Value};
use crate::finding::{Problem, ProblemKind};
use crate::place::{FileId, Location, Span, Spanned};

/// Reads a document that starts `offset` bytes into its file.
pub(super) fn read(file: FileId, text: &str, offset: usize, limits: &Limits) -> Parsed {
    let mut builder = Builder { file, text, offset, limits, nodes: 0, parsed: Parsed::default() };
    builder.parsed.root = match builder.run() {
        Ok(root) => root,
        Err(problem) => {
            builder.parsed.problems.push(problem);
            None
        }
    };
    builder.parsed
}

/// An open collection.
enum Frame {
    Sequence { span: Span, items: Vec<Node> },
    Mapping { span: Span, mapping: Mapping, key: Option<Key>, end: u32 },
}

/// A key that waits for its value; a repeated one is read and dropped.
struct Key {
    text: Spanned<Box<str>>,
    repeated: bool,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    offset: usize,
    limits: &'a Limits,
    nodes: usize,
    parsed: Parsed,
}

impl Builder<'_> {
    fn run(&mut self) -> Result<Option<Node>, Problem> {
        self.refuse_control_characters()?;
        let text = self.text;
        let mut frames: Vec<Frame> = Vec::new();
        let mut root: Option<Node> = None;
        let mut documents = 0;
        let mut parser = Parser::new_from_str_with_options(text, self.options());
        while let Some(next) = parser.next_event() {
            let (event, span) = next.map_err(|error| self.syntax(&error))?;
            let span = self.span(span.start.byte_offset(), span.end.byte_offset());
            let done = match event {
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => None,
                Event::DocumentStart(_, version) => {
                    documents += 1;
                    self.begin(documents, version.is_some(), span)?;
                    None
                }
                Event::Comment(..) => {
                    self.comment(span);
                    None
                }
                Event::Anchor(..) => return Err(self.refuse(span, "an anchor", "write the value out")),
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    return Err(self.refuse(span, "an alias", "write the value out"));
                }
                Event::Scalar(text, style, _, tag) => {
                    if tag.is_some() {
                        return Err(self.refuse(span, "a tag", "remove the tag"));
                    }
                    self.scalar(&text, style, span, &mut frames)?
                }
                Event::SequenceStart(_, _, tag) => {
                    self.open(span, tag.is_some(), &frames)?;
                    frames.push(Frame::Sequence { span, items: Vec::new() });
                    None
                }
                Event::MappingStart(_, _, tag) => {
                    self.open(span, tag.is_some(), &frames)?;
                    frames.push(Frame::Mapping {
                        span,
                        mapping: Mapping::default(),
                        key: None,
                        end: span.start,
                    });
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => frames.pop().map(|frame| close(frame, span)),
                other => return Err(self.refuse(span, &format!("`{other:?}`"), "remove it")),
            };
            if let Some(node) = done {
                put(node, &mut frames, &mut root);
            }
        }
        Ok(root)
    }

    /// Takes a comment as it stands in the file: the span begins with its `#`, the text ends where
    /// the span ends, whatever the line ends with.
    fn comment(&mut self, span: Span) {
        let start = (span.start as usize).saturating_sub(self.offset).min(self.text.len());
        let sign = self.text[..start].strip_suffix('#').map_or(start, str::len);
        let line = self.text[sign..].lines().next().unwrap_or_default().trim_end();
        let text = line.strip_prefix('#').unwrap_or(line).to_owned();
        let span = self.span(Some(sign), Some(sign + line.len()));
        self.parsed.comments.push(Spanned::new(text, span));
    }

    fn options(&self) -> Options {
        let mut options = Options::default();
        options.emit_anchor_events = true;
        options.emit_unresolved_aliases = true;
        options.max_buffered_comment_events = usize::MAX;
        options.flow_nesting_limit = self.limits.depth + 1;
        options.block_nesting_limit = self.limits.depth + 1;
        options
    }

    /// One document in a file, and no directive before it.
    fn begin(&self, number: usize, versioned: bool, span: Span) -> Result<(), Problem> {
        if number > 1 {
            return Err(self.refuse(span, "a second document", "keep one document in a file"));
        }
        match self.directive(versioned, span) {
            Some(span) => Err(self.refuse(span, "a directive", "remove the line")),
            None => Ok(()),
        }
    }

    /// Makes a scalar node, or takes the scalar as the key that the open mapping waits for.
    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        span: Span,
        frames: &mut [Frame],
    ) -> Result<Option<Node>, Problem> {
        self.count(span)?;
        if text.len() > self.limits.scalar {
            return Err(self.refuse(span, "a text of over 1 MiB", "keep long texts in a file of their own"));
        }
        if let Some(c) = text.chars().find(|&c| is_refused(c)) {
            let what = format!("the control character U+{:04X}", u32::from(c));
            return Err(self.refuse(span, &what, "remove it; escaped, it is refused as well"));
        }
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
        };
        if let Some(Frame::Mapping { mapping, key: key @ None, .. }) = frames.last_mut() {
            if style == Style::Plain && text == "<<" {
                return Err(self.refuse(span, "a merge key", "write the entries out"));
            }
            if style == Style::Plain && is_null(text) {
                return Err(self.refuse(span, "an empty key", "use a text as the key"));
            }
            let first = mapping.entry(text).map(|entry| entry.key.span);
            *key = Some(Key { text: Spanned::new(text.into(), span), repeated: first.is_some() });
            if let Some(first) = first {
                let kind = ProblemKind::DuplicateKey { key: text.to_owned(), first };
                self.problem(span, kind);
            }
            return Ok(None);
        }
        let null = style == Style::Plain && is_null(text);
        let value = if null { Value::Null } else { Value::Scalar(Scalar { text: text.into(), style }) };
        Ok(Some(Node { span, value }))
    }

    fn open(&mut self, span: Span, tagged: bool, frames: &[Frame]) -> Result<(), Problem> {
        self.count(span)?;
        if tagged {
            return Err(self.refuse(span, "a tag", "remove the tag"));
        }
        if frames.len() >= self.limits.depth {
            return Err(self.refuse(span, "nesting deeper than 64", "flatten it"));
        }
        if matches!(frames.last(), Some(Frame::Mapping { key: None, .. })) {
            return Err(self.refuse(span, "a key that is no text", "use a text as the key"));
        }
        Ok(())
    }

    fn count(&mut self, span: Span) -> Result<(), Problem> {
        self.refuse_tabs_before(span)?;
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(self.refuse(span, "a file of more than 100,000 values", "split the file"));
        }
        Ok(())
    }

    /// A tab that indents means a different depth to every tool, and most refuse it.
    fn refuse_tabs_before(&self, span: Span) -> Result<(), Problem> {
        let start = (span.start as usize).saturating_sub(self.offset).min(self.text.len());
        let before = &self.text.as_bytes()[..start];
        let blanks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let indent = start - blanks;
        let tab = before[indent..].iter().position(|&byte| byte == b'\t');
        match tab {
            Some(tab) if indent == 0 || before[indent - 1] == b'\n' => {
                let tab = self.span(Some(indent + tab), Some(indent + tab + 1));
                Err(self.refuse(tab, "a tab as indentation", "indent with spaces"))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The first directive before a document; the parser names none but `%YAML`.
    fn directive(&self, versioned: bool, document: Span) -> Option<Span> {
        let end = (document.start as usize).saturating_sub(self.offset).min(self.text.len());
        let mut at = 0;
        for line in self.text[..end].split_inclusive('\n') {
            if line.trim_start_matches('\u{feff}').starts_with('%') {
                return Some(self.span(Some(at), Some(at + line.trim_end().len())));
            }
            at += line.len();
        }
        versioned.then_some(document)
    }

    /// NUL and control characters never belong in a text file; the parser would let some through.
    fn refuse_control_characters(&self) -> Result<(), Problem> {
        match self.text.char_indices().find(|&(at, c)| is_refused(c) && !(at == 0 && c == '\u{feff}')) {
            None => Ok(()),
            Some((at, c)) => {
                let span = self.span(Some(at), Some(at + c.len_utf8()));
                let what = format!("the control character U+{:04X}", u32::from(c));
                Err(self.refuse(span, &what, "remove it"))
            }
        }
    }

    fn syntax(&self, error: &granit_parser::ScanError) -> Problem {
        let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
        let (message, help) = in_words(&error.info());
        let kind = ProblemKind::YamlSyntax { message, help: help.map(str::to_owned) };
        Problem { location: Location { file: self.file, span: self.span(Some(at), Some(end)) }, kind }
    }

    fn refuse(&self, span: Span, what: &str, help: &str) -> Problem {
        let kind = ProblemKind::YamlSyntax {
            message: format!("{what} is not accepted here"),
            help: Some(help.to_owned()),
        };
        Problem { location: Location { file: self.file, span }, kind }
    }

    fn problem(&mut self, span: Span, kind: ProblemKind) {
        self.parsed.problems.push(Problem { location: Location { file: self.file, span }, kind });
    }

    fn span(&self, start: Option<usize>, end: Option<usize>) -> Span {
        let start = start.unwrap_or(self.text.len());
        Span::new(start, end.unwrap_or(start)).shifted(self.offset)
    }
}

/// What the parser says, where people say it in another way, and what to do about it.
fn in_words(info: &str) -> (String, Option<&'static str>) {
    const WORDS: [(&str, &str, &str); 5] = [
        ("simple key expected ':'", "a key without its `:`", "write `key: value` on one line"),
        ("mapping values are not allowed in this context", "a `:` within a value", "put the value in quotes"),
        ("recursion limit exceeded", "nesting deeper than 64 is not accepted here", "flatten it"),
        ("tabs disallowed", "a tab as indentation is not accepted here", "indent with spaces"),
        ("unclosed quote", "a quote that is never closed", "close it, or write the text without quotes"),
    ];
    if let Some((_, message, help)) = WORDS.iter().find(|(said, _, _)| info.starts_with(said)) {
        return ((*message).to_owned(), Some(help));
    }
    match info.strip_prefix("unexpected character: `").and_then(|rest| rest.strip_suffix('\'')) {
        Some(sign) if sign != "`" => {
            (format!("`{sign}` cannot begin a text"), Some("put the text in quotes"))
        }
        Some(_) => ("a backtick cannot begin a text".to_owned(), Some("put the text in quotes")),
        None => (info.to_owned(), None),
    }
}

/// Puts a finished node where it belongs.
fn put(node: Node, frames: &mut [Frame], root: &mut Option<Node>) {
    match frames.last_mut() {
        None => *root = Some(node),
        Some(Frame::Sequence { items, .. }) => items.push(node),
        Some(Frame::Mapping { mapping, key, end, .. }) => {
            // A repeated entry is dropped, but its bytes are still the mapping's.
            *end = key.as_ref().map_or(0, |key| key.text.span.end).max(node.span.end);
            if let Some(key) = key.take().filter(|key| !key.repeated) {
                mapping.push(Entry { key: key.text, value: node });
            }
        }
    }
}

fn close(frame: Frame, end: Span) -> Node {
    match frame {
        Frame::Sequence { span, items } => {
            let inside = items.last().map(|node| node.span.end);
            Node { span: covering(span, end, inside), value: Value::Sequence(items) }
        }
        Frame::Mapping { span, mapping, end: inside, .. } => {
            Node { span: covering(span, end, Some(inside)), value: Value::Mapping(mapping) }
        }
    }
}

/// A flow collection ends at its bracket; a block collection at its last item, not at the line
/// after it where the parser notices the end.
fn covering(start: Span, end: Span, inside: Option<u32>) -> Span {
    let end = if end.is_empty() { inside.unwrap_or(start.end) } else { end.end };
    Span { start: start.start, end: end.max(start.start) }
}

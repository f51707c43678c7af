//! Bytes to a spanned YAML tree; Markdown to front matter and body.
//!
//! In: the bytes of one file. Out: a [`Document`] and the [`Problem`]s met on the way. No meaning
//! yet: which keys a file may have is `schema`'s business, what they say is `model`'s.
//!
//! Scalars stay text. `8.10`, `no` and `2026` are what the author wrote; only the schema decides
//! whether a number or a truth value was wanted there.

mod body;
mod front_matter;
mod node;
mod yaml;

pub use front_matter::split_front_matter;
pub use node::{Entry, Mapping, Node, Scalar, Style, Value};
pub use yaml::{Limits, Parsed, parse_yaml, parse_yaml_by_events};

use crate::finding::{Problem, ProblemKind};
use crate::place::{FileId, Location, Span, Spanned};

/// One file as a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file it was read from.
    pub file: FileId,
    /// The YAML value; for Markdown, its front matter. `None` when there is none to read.
    pub root: Option<Node>,
    /// Comments in the order of the file, without their sign; a span begins with the sign and ends
    /// where the text ends. For Markdown also those of the body, `<!-- … -->` on one line.
    pub comments: Vec<Spanned<String>>,
    /// False when tools differ in what the file says: a key stands twice. The first one is in the tree.
    pub sound: bool,
    /// For Markdown: the bytes after the front matter.
    pub body: Option<Span>,
}

impl Document {
    /// Reads a YAML file.
    pub fn from_yaml(file: FileId, bytes: &[u8]) -> (Self, Vec<Problem>) {
        Self::read(file, bytes, 0, None)
    }

    /// Reads a Markdown file: its front matter becomes the tree, the rest is the body.
    pub fn from_markdown(file: FileId, bytes: &[u8]) -> (Self, Vec<Problem>) {
        let parts = split_front_matter(bytes);
        let comments = body::comments(bytes, parts.body);
        if let Some(yaml) = parts.yaml {
            let (mut document, mut problems) =
                Self::read(file, &bytes[yaml.range()], yaml.start as usize, Some(parts.body));
            document.comments.extend(comments);
            problems.extend(utf8(file, &bytes[parts.body.range()], parts.body.start as usize).err());
            return (document, problems);
        }
        let problems = utf8(file, bytes, 0).err().into_iter().collect();
        (Self { file, root: None, comments, sound: true, body: Some(parts.body) }, problems)
    }

    fn read(file: FileId, bytes: &[u8], offset: usize, body: Option<Span>) -> (Self, Vec<Problem>) {
        let empty = |body| Self { file, root: None, comments: Vec::new(), sound: false, body };
        let text = match utf8(file, bytes, offset) {
            Ok(text) => text,
            Err(problem) => return (empty(body), vec![problem]),
        };
        let parsed = parse_yaml(file, text, offset, &Limits::DEFAULT);
        let sound = parsed.problems.is_empty();
        let document = Self { file, root: parsed.root, comments: parsed.comments, sound, body };
        (document, parsed.problems)
    }
}

fn utf8(file: FileId, bytes: &[u8], offset: usize) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| {
        let at = offset + error.valid_up_to();
        let kind = ProblemKind::NotUtf8 { byte: bytes.get(error.valid_up_to()).copied().unwrap_or_default() };
        Problem { location: Location { file, span: Span::new(at, at + 1) }, kind }
    })
}

//! YAML text to a tree, within limits.
//!
//! The accepted YAML is the part that means the same to everybody: one document, text keys, no
//! anchors, aliases, tags or directives. What is refused is named with its place. A duplicate key
//! is a problem and the first one counts, so that the rest of the file can still be judged.
//!
//! Most files are plain and without a fault: [`plain`] reads those in one pass. [`events`] reads all
//! YAML there is, and alone says what is wrong with it.

mod events;
mod plain;

use crate::document::Node;
use crate::finding::{Problem, ProblemKind};
use crate::place::{FileId, Location, Spanned};

/// How much one file may hold. One table for every reader of YAML.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Nested collections.
    pub depth: usize,
    /// Bytes of the file.
    pub bytes: usize,
    /// Scalars and collections.
    pub nodes: usize,
    /// Bytes of one scalar.
    pub scalar: usize,
}

impl Limits {
    /// The limits for every file of a repository.
    pub const DEFAULT: Self = Self { depth: 64, bytes: 4 << 20, nodes: 100_000, scalar: 1 << 20 };
}

/// What parsing gave.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The tree; `None` when the file is empty or its YAML is broken.
    pub root: Option<Node>,
    /// Comments, without their `#`; the span begins with it.
    pub comments: Vec<Spanned<String>>,
    /// What was met on the way.
    pub problems: Vec<Problem>,
}

/// Parses one YAML document that starts `offset` bytes into its file.
pub fn parse_yaml(file: FileId, text: &str, offset: usize, limits: &Limits) -> Parsed {
    if text.len() > limits.bytes {
        let kind = ProblemKind::FileTooLarge { bytes: text.len() as u64, limit: limits.bytes as u64 };
        let problem = Problem { location: Location::start_of(file), kind };
        return Parsed { problems: vec![problem], ..Parsed::default() };
    }
    match plain::read(text, offset, limits) {
        Some((root, comments)) => Parsed { root: Some(root), comments, problems: Vec::new() },
        None => events::read(file, text, offset, limits),
    }
}

/// The same, without the quick way for plain files: what both read must be the same.
pub fn parse_yaml_by_events(file: FileId, text: &str, offset: usize, limits: &Limits) -> Parsed {
    events::read(file, text, offset, limits)
}

/// What YAML's core schema reads as null when it is written plain.
fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn is_refused(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

#[cfg(test)]
mod tests;

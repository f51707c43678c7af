//! What the repository holds as rows of tables, and rows as what it should hold.
//!
//! In: the YAML trees of one kind of file, or a table that somebody sends. Out: a [`Sheet`](crate::sheet::Sheet) with a
//! column for each key that is in use, or new texts of files in which nothing but the cells' values
//! changes. Both ways go through one list of fields ([`Shape`]) and one way to write a value into a
//! cell (`cell`), so that what was written is read back as what it was. Reading and writing files
//! are other people's business.
//!
//! To add a field: its line in `shape`; a test holds the lists against the schemas.

mod cell;
mod columns;
mod days;
mod decode;
mod items;
mod merge;
mod rows;
mod shape;
mod take;
mod value;
mod words;

pub use columns::{By, Column};
pub use days::Order;
pub use decode::Names;
pub use items::{Items, items, take_items};
pub use rows::{RowsError, beside, sheet};
pub use shape::{SHAPES, Shape};
pub use take::{Change, Fault, Options, TakeError, Taken, take};

use crate::document::{Document, Node};
use crate::place::{FileId, RepoPath};

/// A file of the repository, read.
#[derive(Debug, Clone)]
pub struct OnFile {
    /// Where it stands.
    pub path: RepoPath,
    /// Its text.
    pub text: String,
    /// Its tree; `None` when its YAML cannot be read.
    pub root: Option<Node>,
}

impl OnFile {
    /// Reads a file.
    pub fn read(path: RepoPath, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let root = tree(&text).filter(|_| text.as_bytes() == bytes);
        Self { path, text, root }
    }
}

/// The tree of a text in which nothing is broken.
fn tree(text: &str) -> Option<Node> {
    let (document, problems) = Document::from_yaml(FileId(0), text.as_bytes());
    document.root.filter(|_| document.sound && problems.is_empty())
}

#[cfg(test)]
mod tests;

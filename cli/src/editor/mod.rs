//! What an editor asks about a place in a file, answered from the values that are already there.
//!
//! In: a [`View`] of the repository as it is being typed, and a byte in one of its files. Out:
//! plain values: what stands there, where it is defined, who names it, what may be written, which
//! edits would rename or repair it. No protocol, no lines and columns but those of [`Positions`],
//! and nothing is read or written here.

mod card;
mod complete;
mod cursor;
mod hover;
mod names;
mod navigate;
mod position;
mod rename;
mod repair;
#[cfg(test)]
mod tests;
mod thing;

pub use card::{Card, Linked, cards, ids as card_ids};
pub use complete::{Completion, CompletionKind, complete};
pub use cursor::{Ask, Cursor, Slot};
pub use hover::{Hover, Piece, hover};
pub use names::{Named, named_by_key, named_by_value};
pub use navigate::{Symbol, definition, references, symbols, symbols_named};
pub use position::{Encoding, Position, Positions, yaml_of};
pub use rename::{Change, Refused, Target, prepare, rename};
pub use repair::{Repair, fix_all, repairs};
pub use thing::{Mention, Role, Sort, Thing, mentions};

use std::collections::BTreeSet;

use crate::assess::Assessment;
use crate::calendar::Date;
use crate::document::Document;
use crate::finding::Finding;
use crate::history::Trail;
use crate::kind::Kind;
use crate::model::Register;
use crate::place::{FileId, RepoPath};

/// The repository as it is being typed.
pub struct View<'a> {
    /// Every entity.
    pub register: &'a Register,
    /// The tree of each file by its number; the last one that could be read where typing has broken it.
    pub documents: Vec<Option<&'a Document>>,
    /// The bytes of each file by its number; empty where they are not kept.
    pub sources: Vec<&'a [u8]>,
    /// Files whose tree is older than their bytes.
    pub broken: &'a BTreeSet<FileId>,
    /// Every place where something with an id is defined or named, by place.
    pub mentions: &'a [Mention],
    /// The occurrences of the window.
    pub assessment: &'a Assessment,
    /// What the rules say.
    pub findings: &'a [Finding],
    /// The history; `None` without Git or without a commit.
    pub trail: Option<&'a Trail>,
    /// Which day "today" is.
    pub as_of: Date,
}

impl<'a> View<'a> {
    /// The kind of a file, if its place has a schema.
    fn kind(&self, file: FileId) -> Option<Kind> {
        self.register.files.get(file.index())?.place.kind()
    }

    fn document(&self, file: FileId) -> Option<&'a Document> {
        self.documents.get(file.index()).copied().flatten()
    }

    fn source(&self, file: FileId) -> &'a [u8] {
        self.sources.get(file.index()).copied().unwrap_or_default()
    }

    /// What stands at a byte: the smallest mention that holds it. Its end counts, as a cursor may
    /// stand there.
    fn mention_at(&self, file: FileId, offset: usize) -> Option<&'a Mention> {
        if self.broken.contains(&file) {
            return None;
        }
        let here =
            self.mentions.iter().filter(|mention| mention.at.file == file && !mention.at.span.is_empty());
        here.filter(|mention| {
            let span = mention.at.span;
            span.start as usize <= offset && offset <= span.end as usize
        })
        .min_by_key(|mention| mention.at.span.end - mention.at.span.start)
    }

    /// True for a file that may not be changed any more: a record or an extraction, or a file that
    /// belongs to one, that the main line holds.
    pub fn has_landed(&self, path: &RepoPath) -> bool {
        if !path.is_below("evidence") {
            return false;
        }
        let Some(trail) = self.trail else { return false };
        trail.before_the_cut.contains_key(path)
            || trail.line.iter().any(|commit| {
                let found = commit.changes.binary_search_by(|change| change.path.cmp(path));
                found.is_ok_and(|index| commit.changes[index].after.is_some())
            })
    }
}

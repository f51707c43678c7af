//! Byte offsets of a report's findings to lines and columns.

use std::collections::BTreeMap;

use crate::place::{FileId, Location, RepoPath};
use crate::source::Snapshot;
use crate::text::{LineColumn, LineIndex};

/// The lines of every file that a report speaks of; each file is indexed once.
#[derive(Debug)]
pub struct Places<'a> {
    snapshot: &'a Snapshot,
    indices: BTreeMap<FileId, LineIndex<'a>>,
}

/// Where something starts and ends, as people count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The first character.
    pub start: LineColumn,
    /// One behind the last.
    pub end: LineColumn,
}

impl<'a> Places<'a> {
    /// Starts with no file indexed.
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, indices: BTreeMap::new() }
    }

    /// The lines and columns of a location. A file whose bytes were not kept has one line.
    pub fn region(&mut self, location: Location) -> Region {
        let index = self.index(location.file);
        Region { start: index.locate(location.span.start), end: index.locate(location.span.end) }
    }

    /// The lines of a file.
    pub fn index(&mut self, file: FileId) -> &LineIndex<'a> {
        let bytes = bytes(self.snapshot, file);
        self.indices.entry(file).or_insert_with(|| LineIndex::new(bytes))
    }

    /// The path of a file; empty for one that is not of this snapshot.
    pub fn path(&self, file: FileId) -> &'a str {
        self.snapshot.files.get(file.index()).map_or("", |file| RepoPath::as_str(&file.path))
    }
}

/// The bytes of a file as they may be shown, as far as they were kept.
pub(super) fn bytes(snapshot: &Snapshot, file: FileId) -> &[u8] {
    let file = snapshot.files.get(file.index());
    file.and_then(|file| file.shown.as_deref().or(file.bytes.as_deref())).unwrap_or_default()
}

//! What the next commit would hold, by name.
//!
//! In: an index file. Out: its entries, and below a compliance root the paths to read. Nothing is
//! asked of the disk: flags that speak about the work tree (skip-worktree, assume-unchanged) have
//! no say, and a path that is only announced (`git add -N`) has no content.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::git::discover::read_if_there;
use crate::git::tree::{Mode, Slot};
use crate::git::{GitError, index_file};
use crate::place::RepoPath;
use crate::source::{FOLDERS, Form, PATH_BYTES, UnsafeName, fault_of, printable};

/// The bits of an entry's flags that number the sides of a conflict (gitformat-index).
const SIDE: u16 = 0x3000;
/// The bit of an entry's extended flags that says that it is announced only.
const ANNOUNCED: u16 = 0x2000;

/// How many conflicts are named one by one.
const NAMED: usize = 5;

/// The entries of an index, in the order of their paths.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    path: Vec<u8>,
    slot: Slot,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Staged,
    /// Its content is not staged: `git add -N`.
    Announced,
    /// One side of a conflict.
    Conflict,
}

/// Paths below a root and what they lead to, and the names among them that are not safe.
type Names = (Vec<(RepoPath, Slot)>, Vec<UnsafeName>);

impl Index {
    /// Reads an index; one that is not there is empty.
    pub(super) fn read(path: &Path) -> Result<Self, GitError> {
        let failed = |because: &str| GitError::Index { path: path.to_owned(), because: because.to_owned() };
        let bytes = read_if_there(path)?;
        let found = bytes.map(|bytes| index_file::parse(&bytes)).transpose();
        let found = found.map_err(|because| failed(&because))?.unwrap_or_default();
        let mut entries = Vec::with_capacity(found.len());
        for entry in found {
            let state = match (entry.flags & SIDE, entry.extended & ANNOUNCED) {
                (0, 0) => State::Staged,
                (0, _) => State::Announced,
                _ => State::Conflict,
            };
            let mode = Mode::of(entry.mode);
            if mode == Mode::Folder {
                return Err(failed("an entry stands for a whole folder: it is sparse"));
            }
            entries.push(Entry { path: entry.path, slot: Slot { mode, id: entry.id }, state });
        }
        let index = Self { path: path.to_owned(), entries };
        index.check().map_err(|because| failed(&because))?;
        Ok(index)
    }

    /// Refuses what Git could not make a tree of: paths out of order, a path twice, a path below a
    /// file.
    fn check(&self) -> Result<(), String> {
        let mut files: BTreeSet<&[u8]> = BTreeSet::new();
        for pair in self.entries.windows(2) {
            let (a, b) = (&pair[0], &pair[1]);
            let sides = a.state == State::Conflict && b.state == State::Conflict;
            if a.path > b.path || (a.path == b.path && !sides) {
                return Err(format!("`{}` stands there twice or out of order", printable(&b.path)));
            }
            // Only a path that the next one continues can be a folder to anybody.
            if a.state == State::Staged && b.path.starts_with(&a.path) {
                files.insert(&a.path);
            }
        }
        if files.is_empty() {
            return Ok(());
        }
        let above = |path: &'_ [u8]| {
            let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
            ends.map(|(end, _)| end).find(|&end| files.contains(&path[..end]))
        };
        let both = self.entries.iter().find_map(|entry| Some(&entry.path[..above(&entry.path)?]));
        match both {
            Some(both) => Err(format!("`{}` is a file and a folder there", printable(both))),
            None => Ok(()),
        }
    }

    /// True when a file is staged under this path, or in conflict.
    pub fn names(&self, path: &str) -> bool {
        let at = self.entries.partition_point(|entry| entry.path.as_slice() < path.as_bytes());
        let found = self.entries.get(at).filter(|entry| entry.path == path.as_bytes());
        found.is_some_and(|entry| entry.slot.mode == Mode::File && entry.state != State::Announced)
    }

    /// The entries of the folders that are read, with their paths below the root.
    fn inside(&self, root: &str) -> impl Iterator<Item = (&[u8], &Entry)> {
        let root = if root.is_empty() { String::new() } else { format!("{root}/") };
        let is_read = |path: &[u8]| {
            FOLDERS.iter().any(|folder| {
                path.strip_prefix(folder.as_bytes()).is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
            })
        };
        let start = self.entries.partition_point(|entry| entry.path.as_slice() < root.as_bytes());
        let paths = self.entries[start..]
            .iter()
            .map_while(move |entry| entry.path.strip_prefix(root.as_bytes()).map(|path| (path, entry)));
        paths.filter(move |(path, _)| is_read(path))
    }

    /// The paths below the root that are known to Git and not in conflict.
    pub(super) fn tracked(&self, root: &str) -> Vec<(RepoPath, Form)> {
        let known = self.inside(root).filter(|(_, entry)| entry.state != State::Conflict);
        known
            .filter_map(|(path, entry)| {
                Some((RepoPath::new(std::str::from_utf8(path).ok()?), entry.slot.mode.form()?))
            })
            .collect()
    }

    /// What is staged below the root, in byte order.
    pub(super) fn below(&self, root: &str) -> Result<Names, GitError> {
        self.refuse_conflicts(root)?;
        let (mut names, mut refused) = (Vec::new(), BTreeSet::new());
        for (path, entry) in self.inside(root).filter(|(_, entry)| entry.state == State::Staged) {
            match (unsafe_part(path), std::str::from_utf8(path)) {
                (None, Ok(path)) => names.push((RepoPath::new(path), entry.slot)),
                (part, _) => {
                    let (path, because) = part.unwrap_or((path, "not UTF-8"));
                    refused.insert(UnsafeName::new(printable(path), because));
                }
            }
        }
        Ok((names, refused.into_iter().collect()))
    }

    fn refuse_conflicts(&self, root: &str) -> Result<(), GitError> {
        let conflicts = self.inside(root).filter(|(_, entry)| entry.state == State::Conflict);
        let mut paths: Vec<String> = conflicts.map(|(path, _)| format!("`{}`", printable(path))).collect();
        paths.dedup();
        let count = paths.len();
        if count > NAMED {
            paths.truncate(NAMED);
            paths.push("…".to_owned());
        }
        if count > 0 { Err(GitError::Unmerged { count, paths }) } else { Ok(()) }
    }
}

impl std::fmt::Display for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.path.display().fmt(f)
    }
}

/// The path up to its first part that is not safe, and why: what lies below it is not looked at.
fn unsafe_part(path: &[u8]) -> Option<(&[u8], &'static str)> {
    let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(end, _)| end);
    let mut start = 0;
    for end in ends.chain([path.len()]) {
        let because = fault_of(&path[start..end]).or((end > PATH_BYTES).then_some("too long"));
        if let Some(because) = because {
            return Some((&path[..end], because));
        }
        start = end + 1;
    }
    None
}

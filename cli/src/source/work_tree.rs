//! The files on disk.
//!
//! In: the compliance root and the paths that the index names. Out: a [`Snapshot`]. Only
//! `policies/`, `evidence/` and `templates/` are entered, links are never followed, and what a
//! `.gitignore` of the tree leaves out is left out, unless the index holds it. Nothing outside the
//! work tree is read: no global ignore file, no configuration.
#![expect(clippy::disallowed_methods, reason = "the one reader of the work tree")]

use std::fs::{self, DirEntry, File};
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::place::{Origin, RepoPath};
use crate::source::ignored::Ignored;
use crate::source::{
    FOLDERS, Form, KEPT_BYTES, PATH_BYTES, Snapshot, SourceFile, UnsafeName, digest, fault_of, notes_on,
    printable,
};

/// How much is read at once.
const SMALL: usize = 1 << 16;
/// [`KEPT_BYTES`] as a length.
const KEPT: usize = KEPT_BYTES as usize;

/// The work tree could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A folder could not be listed.
    #[error("cannot list the files below `{root}`: {because}")]
    List {
        /// The compliance root.
        root: String,
        /// The system's reason; it names the folder.
        because: String,
    },
    /// A file could not be read.
    #[error("cannot read `{path}`: {source}")]
    Read {
        /// The file, relative to the compliance root.
        path: String,
        /// The system's reason.
        source: io::Error,
    },
}

/// Reads every file of `policies/`, `evidence/` and `templates/` below `root`.
///
/// `tracked` are the paths that the index holds, relative to `root`, and what they are there: they
/// count although a `.gitignore` covers them. Symbolic links, submodules and nested repositories are listed, not
/// entered.
pub fn read_work_tree(
    root: &Path,
    tracked: &[(RepoPath, Form)],
    origin: Origin,
) -> Result<Snapshot, SourceError> {
    let mut listing = list(root)?;
    listing.names.par_sort_unstable();
    add_tracked(root, tracked, &mut listing)?;
    let names = &listing.names;
    let (notes, files) =
        rayon::join(|| notes_on(names.iter().map(|(path, _)| path)), || read_all(root, names));
    let mut unsafe_names = listing.refused;
    unsafe_names.extend(notes);
    unsafe_names.sort();
    unsafe_names.dedup();
    Ok(Snapshot { origin, files: files?, unsafe_names, lost: Vec::new() })
}

/// What a walk met.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: Vec<(RepoPath, Form)>,
    pub(super) refused: Vec<UnsafeName>,
}

/// Lists every folder, level by level: those of one level at the same time.
fn list(root: &Path) -> Result<Listing, SourceError> {
    let mut listing = Listing::default();
    let ignored = Arc::new(Ignored::at(root, &mut listing));
    let mut level = vec![Folder { on_disk: root.to_owned(), path: None, ignored }];
    while !level.is_empty() {
        let met: Vec<Met> = level.par_iter().map(|folder| folder.list(root)).collect::<Result<_, _>>()?;
        level.clear();
        for Met { listing: found, folders } in met {
            listing.names.extend(found.names);
            listing.refused.extend(found.refused);
            level.extend(folders);
        }
    }
    Ok(listing)
}

/// A folder that the walk enters.
struct Folder {
    on_disk: PathBuf,
    /// Its path below the root; `None` for the root itself.
    path: Option<RepoPath>,
    /// What counts in it, short of its own `.gitignore`; the root's is in it.
    ignored: Arc<Ignored>,
}

/// What one folder holds.
#[derive(Default)]
struct Met {
    listing: Listing,
    folders: Vec<Folder>,
}

impl Folder {
    fn list(&self, root: &Path) -> Result<Met, SourceError> {
        let failed = |error: &io::Error| SourceError::List {
            root: printable(root.as_os_str().as_encoded_bytes()),
            because: format!("{}: {error}", printable(self.on_disk.as_os_str().as_encoded_bytes())),
        };
        let entries = fs::read_dir(&self.on_disk).and_then(Iterator::collect::<io::Result<Vec<DirEntry>>>);
        let entries = entries.map_err(|error| failed(&error))?;
        let holds = |name: &str| entries.iter().any(|entry| entry.file_name() == name);
        let mut met = Met::default();
        let mut ignored = Arc::clone(&self.ignored);
        if let Some(path) = &self.path {
            // A repository inside the repository: Git would list it as a submodule.
            if holds(".git") {
                met.listing.names.push((path.clone(), Form::Submodule));
                return Ok(met);
            }
            if holds(".gitignore") {
                ignored = Arc::new(ignored.below(root, &self.on_disk, &mut met.listing));
            }
        }
        for entry in &entries {
            let kind = entry.file_type().map_err(|error| failed(&error))?;
            self.admit(entry, kind, &ignored, &mut met);
        }
        Ok(met)
    }

    /// Notes one entry.
    fn admit(&self, entry: &DirEntry, kind: fs::FileType, ignored: &Arc<Ignored>, met: &mut Met) {
        let name = entry.file_name();
        let is_watched = self.path.is_some() || FOLDERS.iter().any(|folder| name == *folder);
        if !is_watched || name.eq_ignore_ascii_case(".git") {
            return;
        }
        let path = match self.below(name.as_encoded_bytes()) {
            Ok(path) => path,
            Err(refused) => return met.listing.refused.push(refused),
        };
        let on_disk = self.on_disk.join(&name);
        if ignored.covers(&on_disk, kind.is_dir()) {
            return;
        }
        match Shape::of(kind) {
            Shape::Folder => {
                met.folders.push(Folder { on_disk, path: Some(path), ignored: Arc::clone(ignored) });
            }
            Shape::Named(form) => met.listing.names.push((path, form)),
            Shape::Other => {
                let path = printable(path.as_str().as_bytes());
                met.listing.refused.push(UnsafeName::new(path, "a device, pipe or socket"));
            }
        }
    }

    /// The path of an entry, or why it cannot be one.
    fn below(&self, name: &[u8]) -> Result<RepoPath, UnsafeName> {
        let folder = self.path.as_ref().map_or("", RepoPath::as_str);
        let refused = |because: &str| {
            let whole = [folder.as_bytes(), name].join(&b'/');
            UnsafeName::new(printable(whole.strip_prefix(b"/").unwrap_or(&whole)), because)
        };
        if folder.len() + 1 + name.len() > PATH_BYTES {
            return Err(refused("too long"));
        }
        if let Some(because) = fault_of(name) {
            return Err(refused(because));
        }
        let name = std::str::from_utf8(name).map_err(|_| refused("not UTF-8"))?;
        Ok(self.path.as_ref().map_or_else(|| RepoPath::new(name), |folder| folder.join(name)))
    }
}

/// Adds what the index holds and the walk left out because it is ignored; the names are sorted, before
/// and after.
fn add_tracked(root: &Path, tracked: &[(RepoPath, Form)], listing: &mut Listing) -> Result<(), SourceError> {
    let known = std::mem::take(&mut listing.names);
    let mut added = Vec::new();
    // Both are sorted: what the index holds is found, as a rule, behind what was found last.
    let mut near = 0;
    for (path, form) in tracked {
        let watched = FOLDERS.iter().any(|folder| path.as_str() == *folder || path.is_below(folder));
        let found = known.get(near).filter(|(known, _)| known == path).map(|_| near);
        let found = found.or_else(|| known.binary_search_by(|(known, _)| known.cmp(path)).ok());
        near = found.map_or(near, |found| found + 1);
        if !watched || found.is_some() || path.parts().any(|part| fault_of(part.as_bytes()).is_some()) {
            continue;
        }
        match shape_on_disk(root, path)? {
            Some(Shape::Named(form)) => added.push((path.clone(), form)),
            // A submodule that is not checked out is an empty folder.
            Some(Shape::Folder) if *form == Form::Submodule => added.push((path.clone(), *form)),
            Some(Shape::Folder | Shape::Other) | None => {}
        }
    }
    listing.names = known;
    if !added.is_empty() {
        listing.names.extend(added);
        listing.names.sort_unstable();
        listing.names.dedup();
    }
    Ok(())
}

/// True when a file lies on disk that no snapshot need hold: it is ignored, or not staged. Looks at
/// its name only. What the disk cannot answer (a name that is too long for it) is a no, because the
/// answer only chooses the words of a help.
pub fn is_on_disk(root: &Path, path: &RepoPath) -> bool {
    shape_on_disk(root, path).is_ok_and(|shape| shape == Some(Shape::Named(Form::File)))
}

/// What a path is on disk; `None` when it is gone, or when it is reached through a link only.
fn shape_on_disk(root: &Path, path: &RepoPath) -> Result<Option<Shape>, SourceError> {
    let mut place = root.to_owned();
    let mut shape = None;
    for part in path.parts() {
        if shape.is_some_and(|shape| shape != Shape::Folder) {
            return Ok(None);
        }
        place.push(part);
        let metadata = match fs::symlink_metadata(&place) {
            Ok(metadata) => metadata,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(source) => return Err(SourceError::Read { path: path.to_string(), source }),
        };
        shape = Some(match Shape::of(metadata.file_type()) {
            Shape::Folder if fs::symlink_metadata(place.join(".git")).is_ok() => {
                Shape::Named(Form::Submodule)
            }
            shape => shape,
        });
    }
    Ok(shape)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What a name on disk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Folder,
    Named(Form),
    Other,
}

impl Shape {
    fn of(kind: fs::FileType) -> Self {
        if kind.is_symlink() {
            Self::Named(Form::Symlink)
        } else if kind.is_dir() {
            Self::Folder
        } else if kind.is_file() {
            Self::Named(Form::File)
        } else {
            Self::Other
        }
    }
}

/// Reads every file; one buffer a thread holds what is not kept.
fn read_all(root: &Path, names: &[(RepoPath, Form)]) -> Result<Vec<SourceFile>, SourceError> {
    let with = |buffer: &mut Vec<u8>, (path, form): &(RepoPath, Form)| read(root, path, *form, buffer);
    names.par_iter().map_init(Vec::new, with).collect()
}

fn read(root: &Path, path: &RepoPath, form: Form, buffer: &mut Vec<u8>) -> Result<SourceFile, SourceError> {
    if form != Form::File {
        return Ok(SourceFile::irregular(path.clone(), form, None));
    }
    let failed = |source| SourceError::Read { path: path.to_string(), source };
    let mut file = File::open(root.join(path.as_str())).map_err(failed)?;
    let Some(length) = fill(&mut file, buffer).map_err(failed)? else {
        let expected = file.metadata().map_err(failed)?.len();
        file.rewind().map_err(failed)?;
        return SourceFile::large(path.clone(), expected, None, |look| digest(&mut file, look))
            .map_err(failed);
    };
    Ok(SourceFile::regular(path.clone(), &buffer[..length], None))
}

/// Reads a file to its end and gives its length; `None` when it is larger than what is held.
///
/// Most files are small: they are opened, read once and closed, and nothing is asked about them.
fn fill(file: &mut impl io::Read, buffer: &mut Vec<u8>) -> io::Result<Option<usize>> {
    let mut length = 0;
    loop {
        if length == buffer.len() {
            buffer.resize((2 * length).max(SMALL), 0);
        }
        let room = buffer.len() - length;
        match file.read(&mut buffer[length..]) {
            // Of a regular file a read gives less than there is room for only where it ends.
            Ok(count) if count < room => return Ok(Some(length + count).filter(|&all| all <= KEPT)),
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if length > KEPT {
            return Ok(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, SMALL, fill};

    #[test]
    fn a_file_is_read_to_its_end_whatever_was_read_before_and_a_large_one_is_not_held() {
        let sizes = [0, 1, SMALL - 1, SMALL, SMALL + 1, KEPT - 1, KEPT, KEPT + 1, 3 * KEPT];
        let bytes: Vec<u8> = (0..3 * KEPT).map(|at| (at % 251) as u8).collect();
        let mut used = Vec::new();
        for size in sizes.into_iter().chain(sizes.into_iter().rev()) {
            for buffer in [&mut used, &mut Vec::new()] {
                let length = fill(&mut &bytes[..size], buffer).expect("bytes");
                assert_eq!(length, (size <= KEPT).then_some(size));
                assert!(length.is_none_or(|length| buffer[..length] == bytes[..size]), "{size}");
            }
        }
    }
}

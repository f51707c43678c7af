//! The files on disk.
//!
//! In: the compliance root and the paths that the index names. Out: a [`Snapshot`]. Only
//! `policies/`, `evidence/` and `templates/` are entered, links are never followed, and what a
//! `.gitignore` of the tree leaves out is left out, unless the index holds it. Nothing outside the
//! work tree is read: no global ignore file, no configuration.
#![expect(clippy::disallowed_methods, reason = "the one reader of the work tree")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use rayon::prelude::*;

use crate::place::{Origin, RepoPath};
use crate::source::ignored::Ignored;
use crate::source::{
    FOLDERS, Form, KEPT_BYTES, PATH_BYTES, Snapshot, SourceFile, UnsafeName, digest, fault_of, notes_on,
    printable,
};

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
    add_tracked(root, tracked, &mut listing)?;
    listing.names.sort();
    listing.names.dedup();
    let mut unsafe_names = listing.refused;
    unsafe_names.extend(notes_on(listing.names.iter().map(|(path, _)| path)));
    unsafe_names.sort();
    unsafe_names.dedup();
    let files =
        listing.names.into_par_iter().map(|(path, form)| read(root, path, form)).collect::<Result<_, _>>()?;
    Ok(Snapshot { origin, files, unsafe_names })
}

/// What a walk met.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: Vec<(RepoPath, Form)>,
    pub(super) refused: Vec<UnsafeName>,
}

fn list(root: &Path) -> Result<Listing, SourceError> {
    let mut listing = Listing::default();
    let ignored = Mutex::new(Ignored::at(root, &mut listing));
    let met = Arc::new(Mutex::new(listing));
    let filter = {
        let (met, root) = (Arc::clone(&met), root.to_owned());
        move |entry: &DirEntry| {
            let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
            let mut ignored = ignored.lock().unwrap_or_else(PoisonError::into_inner);
            admit(&root, entry, &mut ignored, &mut met)
        }
    };
    // The walker would follow a link at `.gitignore`, and read a device behind it for ever.
    let walk =
        WalkBuilder::new(root).standard_filters(false).follow_links(false).filter_entry(filter).build();
    let failed = |error: &ignore::Error| SourceError::List {
        root: printable(root.as_os_str().as_encoded_bytes()),
        because: error.to_string(),
    };
    for entry in walk {
        // The filter has kept what there is to keep.
        entry.map_err(|error| failed(&error))?;
    }
    let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *met))
}

/// Notes one entry; true when the walk shall enter it.
fn admit(root: &Path, entry: &DirEntry, ignored: &mut Ignored, met: &mut Listing) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    let name = entry.file_name();
    if entry.depth() == 1 && !FOLDERS.iter().any(|folder| name == *folder) {
        return false;
    }
    if name.eq_ignore_ascii_case(".git") {
        return false;
    }
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let path = match repo_path(below) {
        Ok(path) => path,
        Err(refused) => {
            met.refused.push(refused);
            return false;
        }
    };
    let Some(kind) = entry.file_type() else { return false };
    if ignored.covers(entry.path(), kind.is_dir()) {
        return false;
    }
    match Shape::of(kind, entry.path()) {
        Shape::Folder => {
            ignored.enter(root, entry.path(), met);
            return true;
        }
        Shape::Named(form) => met.names.push((path, form)),
        Shape::Other => {
            let path = printable(path.as_str().as_bytes());
            met.refused.push(UnsafeName::new(path, "a device, pipe or socket"));
        }
    }
    false
}

/// Turns a path of the file system into ours, or says why it cannot be.
fn repo_path(below: &Path) -> Result<RepoPath, UnsafeName> {
    let parts: Vec<&[u8]> = below.iter().map(std::ffi::OsStr::as_encoded_bytes).collect();
    let whole = parts.join(&b'/');
    let refused = |because: &str| UnsafeName::new(printable(&whole), because);
    if whole.len() > PATH_BYTES {
        return Err(refused("too long"));
    }
    if let Some(because) = parts.iter().find_map(|part| fault_of(part)) {
        return Err(refused(because));
    }
    std::str::from_utf8(&whole).map(RepoPath::new).map_err(|_| refused("not UTF-8"))
}

/// Adds what the index holds and the walk left out because it is ignored.
fn add_tracked(root: &Path, tracked: &[(RepoPath, Form)], listing: &mut Listing) -> Result<(), SourceError> {
    let known: BTreeSet<RepoPath> = listing.names.iter().map(|(path, _)| path.clone()).collect();
    for (path, form) in tracked {
        let watched = FOLDERS.iter().any(|folder| path.as_str() == *folder || path.is_below(folder));
        if !watched || known.contains(path) || path.parts().any(|part| fault_of(part.as_bytes()).is_some()) {
            continue;
        }
        match shape_on_disk(root, path)? {
            Some(Shape::Named(form)) => listing.names.push((path.clone(), form)),
            // A submodule that is not checked out is an empty folder.
            Some(Shape::Folder) if *form == Form::Submodule => listing.names.push((path.clone(), *form)),
            Some(Shape::Folder | Shape::Other) | None => {}
        }
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
        shape = Some(Shape::of(metadata.file_type(), &place));
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
    fn of(kind: fs::FileType, place: &Path) -> Self {
        if kind.is_symlink() {
            Self::Named(Form::Symlink)
        } else if kind.is_dir() {
            // A repository inside the repository: Git would list it as a submodule.
            match fs::symlink_metadata(place.join(".git")) {
                Ok(_) => Self::Named(Form::Submodule),
                Err(_) => Self::Folder,
            }
        } else if kind.is_file() {
            Self::Named(Form::File)
        } else {
            Self::Other
        }
    }
}

fn read(root: &Path, path: RepoPath, form: Form) -> Result<SourceFile, SourceError> {
    if form != Form::File {
        return Ok(SourceFile::irregular(path, form, None));
    }
    let on_disk: PathBuf = path.parts().fold(root.to_owned(), |place, part| place.join(part));
    let failed = |source| SourceError::Read { path: path.to_string(), source };
    let mut file = File::open(&on_disk).map_err(failed)?;
    let expected = file.metadata().map_err(failed)?.len();
    if expected > KEPT_BYTES {
        return SourceFile::large(path.clone(), expected, None, |look| digest(&mut file, look))
            .map_err(failed);
    }
    let mut content = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    file.read_to_end(&mut content).map_err(failed)?;
    Ok(SourceFile::regular(path, content, None))
}

//! Branches, tags and HEAD, as files.
//!
//! In: the folders of a repository and the name of a reference. Out: the id to which it leads.
//! Loose files count before `packed-refs`, as with Git; symbolic references are followed a few
//! steps; a link of the file system never is. What is damaged is an error with its place, not a
//! reference that does not exist.
#![expect(clippy::disallowed_methods, reason = "reads the files that references are")]

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::git::GitError;
use crate::git::discover::{Located, read_if_there};
use crate::git::packed::Packed;
use crate::place::CommitId;
use crate::source::printable;

/// A reference, followed to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// The name at the end: `refs/heads/main` for HEAD.
    pub(super) name: String,
    /// The object that it names.
    pub(super) id: [u8; 20],
}

/// How many symbolic references may stand one behind another, as with Git.
const STEPS: usize = 5;

/// References are short; of a longer file (`FETCH_HEAD`) the first line is read.
const LONGEST: u64 = 4096;

/// References that each work tree has for itself.
const OWN: [&str; 3] = ["refs/bisect/", "refs/rewritten/", "refs/worktree/"];

/// The references of one repository.
pub(super) struct References<'l> {
    located: &'l Located,
    /// Read when a loose file is not there: a repository may hold a great many tags.
    packed: OnceCell<Packed>,
}

/// What a loose file says.
enum Loose {
    Id([u8; 20]),
    Symbolic(String),
}

impl<'l> References<'l> {
    pub(super) fn new(located: &'l Located) -> Self {
        Self { located, packed: OnceCell::new() }
    }

    fn packed(&self) -> Result<&Packed, GitError> {
        if let Some(packed) = self.packed.get() {
            return Ok(packed);
        }
        let path = self.located.common_dir.join("packed-refs");
        let packed = Packed::parse(read_if_there(&path)?.unwrap_or_default())
            .map_err(|because| GitError::Damaged { path, because })?;
        Ok(self.packed.get_or_init(|| packed))
    }

    /// Follows a full name, `HEAD` or `refs/heads/main`, to its object; `None` when there is none.
    pub(super) fn find(&self, name: &str) -> Result<Option<Reference>, GitError> {
        let mut name = name.to_owned();
        for _ in 0..=STEPS {
            if !is_valid(name.as_bytes()) {
                return Ok(None);
            }
            match self.loose(&name)? {
                Some(Loose::Id(id)) => return Ok(Some(Reference { name, id })),
                Some(Loose::Symbolic(target)) => name = target,
                None => {
                    let id = self.packed()?.find(name.as_bytes());
                    return Ok(id.map(|id| Reference { name, id }));
                }
            }
        }
        let because = format!("more than {STEPS} symbolic references lead from one to the next");
        Err(GitError::Reference { name, because })
    }

    /// The names below a folder (`refs/`, `refs/replace/`), sorted, as bytes.
    pub(super) fn names(&self, folder: &str) -> Result<BTreeSet<Vec<u8>>, GitError> {
        let mut names: BTreeSet<Vec<u8>> = self
            .packed()?
            .names()
            .filter(|name| name.starts_with(folder.as_bytes()))
            .map(<[u8]>::to_vec)
            .collect();
        let top = folder.trim_end_matches('/');
        let mut waiting = vec![(self.located.common_dir.join(top), top.as_bytes().to_vec())];
        while let Some((place, above)) = waiting.pop() {
            let failed = |source| GitError::Read { path: place.clone(), source };
            let entries = match fs::read_dir(&place) {
                Ok(entries) => entries,
                Err(error) if is_absent(&error) => continue,
                Err(error) => return Err(failed(error)),
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let kind = entry.file_type().map_err(failed)?;
                let name = [above.as_slice(), b"/", entry.file_name().as_encoded_bytes()].concat();
                if kind.is_dir() {
                    waiting.push((entry.path(), name));
                } else if kind.is_symlink() && fs::metadata(entry.path()).is_ok_and(|at| at.is_dir()) {
                    return Err(linked(&entry.path()));
                } else if is_valid(&name) {
                    names.insert(name);
                }
            }
        }
        Ok(names)
    }

    fn loose(&self, name: &str) -> Result<Option<Loose>, GitError> {
        let own = !name.contains('/') || OWN.iter().any(|folder| name.starts_with(folder));
        let base = if own { &self.located.git_dir } else { &self.located.common_dir };
        let Some(path) = place_of(base, name)? else { return Ok(None) };
        let failed = |source| GitError::Read { path: path.clone(), source };
        let kind = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        if kind.is_symlink() {
            // Long ago, Git kept symbolic references as links; what they name is text all the same.
            let target = fs::read_link(&path).map_err(failed)?;
            let target =
                target.to_str().filter(|name| name.starts_with("refs/") && is_valid(name.as_bytes()));
            return target.map(|name| Some(Loose::Symbolic(name.to_owned()))).ok_or_else(|| linked(&path));
        }
        // A folder where the file would be: `refs/heads/topic/…` was there once.
        if kind.is_dir() {
            return Ok(None);
        }
        if !kind.is_file() {
            return Err(GitError::Damaged { path, because: "it is no file".to_owned() });
        }
        let mut bytes = Vec::new();
        let file = File::open(&path).map_err(failed)?;
        file.take(LONGEST).read_to_end(&mut bytes).map_err(failed)?;
        parse(&bytes).map(Some).map_err(|because| GitError::Damaged { path, because })
    }
}

/// Where a reference's file is, unless a folder above it is none.
fn place_of(base: &Path, name: &str) -> Result<Option<PathBuf>, GitError> {
    let mut path = base.to_owned();
    let mut parts = name.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        if parts.peek().is_none() {
            break;
        }
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => return Err(linked(&path)),
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Ok(None),
            Err(error) if is_absent(&error) => return Ok(None),
            Err(source) => return Err(GitError::Read { path, source }),
        }
    }
    Ok(Some(path))
}

fn linked(path: &Path) -> GitError {
    let because = "it is a symbolic link, and references are not followed through links".to_owned();
    GitError::Damaged { path: path.to_owned(), because }
}

fn parse(bytes: &[u8]) -> Result<Loose, String> {
    if let Some(target) = bytes.strip_prefix(b"ref:") {
        let target = target.trim_ascii();
        return match std::str::from_utf8(target) {
            Ok(name) if name.starts_with("refs/") && is_valid(target) => Ok(Loose::Symbolic(name.to_owned())),
            _ => Err(format!("it leads to `{}`, which is no reference", printable(target))),
        };
    }
    let ends = bytes.get(40).is_none_or(u8::is_ascii_whitespace);
    let id = bytes.get(..40).filter(|_| ends).and_then(read_id);
    id.map(Loose::Id).ok_or_else(|| "it is neither an object id nor `ref: NAME`".to_owned())
}

/// Reads 40 hexadecimal digits; the id of nothing, all zeros, is none.
pub(super) fn read_id(digits: &[u8]) -> Option<[u8; 20]> {
    let id: CommitId = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(id.0).filter(|id| *id != [0; 20])
}

/// True for a name that Git can give a reference (git-check-ref-format): below `refs/`, or one of
/// those at the top, in capitals.
pub(super) fn is_valid(name: &[u8]) -> bool {
    let forbidden = |byte: u8| byte.is_ascii_control() || b" ~^:?*[\\".contains(&byte);
    let part = |part: &[u8]| !part.is_empty() && !part.starts_with(b".") && !part.ends_with(b".lock");
    let pair = |two: &[u8]| name.windows(2).any(|pair| pair == two);
    let at_the_top = || name.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    (name.starts_with(b"refs/") || at_the_top())
        && name.split(|&byte| byte == b'/').all(part)
        && !name.iter().copied().any(forbidden)
        && !pair(b"..")
        && !pair(b"@{")
        && !name.ends_with(b".")
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

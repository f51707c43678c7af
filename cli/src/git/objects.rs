//! The one reader of object bytes.
//!
//! In: an id. Out: the object's bytes, whose hash libgit2 has compared with the id. Replacement
//! references and grafts have no say. Everything else in `git` reads through [`Objects`], so that
//! a faster reader can take its place here.

use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Odb, OdbObject, Oid};
use rayon::prelude::*;
use sha1::Digest as _;

use crate::git::GitError;
use crate::place::Sha256;
use crate::source::digest;

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ObjectKind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl ObjectKind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }
}

/// An object's bytes, lent by the reader.
pub(super) struct Object<'o> {
    inner: OdbObject<'o>,
    pub(super) kind: ObjectKind,
}

impl Object<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        self.inner.data()
    }
}

/// The object database of one repository. It stays on its thread; a second thread opens its own.
pub(super) struct Objects {
    odb: Odb<'static>,
    common_dir: PathBuf,
}

impl Objects {
    /// Opens the objects of a Git directory, with those it borrows from other repositories.
    pub(super) fn open(common_dir: &Path) -> Result<Self, GitError> {
        let path = common_dir.join("objects");
        let failed = |because: String| GitError::Open { path: common_dir.to_owned(), because };
        let text = path.to_str().ok_or_else(|| failed("its path is not UTF-8".to_owned()))?;
        let odb = Odb::new().and_then(|odb| odb.add_disk_alternate(text).map(|()| odb));
        odb.map(|odb| Self { odb, common_dir: common_dir.to_owned() })
            .map_err(|error| failed(error.message().to_owned()))
    }

    /// Reads an object of any kind.
    pub(super) fn read(&self, id: [u8; 20]) -> Result<Object<'_>, GitError> {
        self.read_as("object", id)
    }

    /// Reads an object that must be of one kind.
    pub(super) fn expect(&self, kind: ObjectKind, id: [u8; 20]) -> Result<Object<'_>, GitError> {
        let object = self.read_as(kind.word(), id)?;
        if object.kind == kind {
            return Ok(object);
        }
        let because = format!("it is a {}", object.kind.word());
        Err(GitError::ObjectDamaged { kind: kind.word(), id: hex(id), because })
    }

    /// Does `work` for runs of `items` of at most `share`, with the first item's place; keeps the
    /// order. More than one run goes to more threads, each with a reader of its own.
    pub(super) fn in_shares<T: Sync, R: Send>(
        &self,
        items: &[T],
        share: usize,
        work: impl Fn(&Self, usize, &[T]) -> Result<R, GitError> + Sync,
    ) -> Result<Vec<R>, GitError> {
        if items.len() <= share {
            return Ok(vec![work(self, 0, items)?]);
        }
        let common_dir = self.common_dir.as_path();
        let shares = items.par_chunks(share).enumerate();
        let done = shares.map_init(
            || Self::open(common_dir),
            |objects, (number, items)| match objects {
                Ok(objects) => work(objects, number * share, items),
                // The error stays with the thread; opening again tells it to the caller.
                Err(_) => work(&Self::open(common_dir)?, number * share, items),
            },
        );
        done.collect()
    }

    /// The size of an object, without reading it.
    pub(super) fn size(&self, word: &'static str, id: [u8; 20]) -> Result<u64, GitError> {
        let header = oid(id).and_then(|oid| self.odb.read_header(oid));
        header.map(|(size, _)| size as u64).map_err(|error| failed(&error, word, id))
    }

    /// Digests a blob without holding it, as far as it lies loose: the library reads what is packed
    /// only as a whole.
    ///
    /// `look` sees every piece on its way.
    pub(super) fn digest(
        &self,
        id: [u8; 20],
        look: &mut dyn FnMut(&[u8]),
    ) -> Result<(u64, Sha256), GitError> {
        let word = ObjectKind::Blob.word();
        let Ok((mut stream, size, ObjectType::Blob)) = oid(id).and_then(|oid| self.odb.reader(oid)) else {
            let object = self.expect(ObjectKind::Blob, id)?;
            look(object.bytes());
            return Ok((object.bytes().len() as u64, Sha256::of(object.bytes())));
        };
        let damaged = |because: String| GitError::ObjectDamaged { kind: word, id: hex(id), because };
        let mut hasher = sha1::Sha1::new();
        hasher.update(format!("blob {size}\0"));
        let digested = digest(&mut stream, &mut |piece: &[u8]| {
            hasher.update(piece);
            look(piece);
        });
        let (read, sha256) = digested.map_err(|error| damaged(error.to_string()))?;
        // The library compares what it reads as a whole; a stream is for us to compare.
        if hasher.finalize()[..] != id || read != size as u64 {
            return Err(GitError::ObjectMismatch { kind: word, id: hex(id) });
        }
        Ok((read, sha256))
    }

    fn read_as(&self, word: &'static str, id: [u8; 20]) -> Result<Object<'_>, GitError> {
        let inner = oid(id).and_then(|oid| self.odb.read(oid)).map_err(|error| failed(&error, word, id))?;
        let kind = match inner.kind() {
            ObjectType::Commit => ObjectKind::Commit,
            ObjectType::Tree => ObjectKind::Tree,
            ObjectType::Blob => ObjectKind::Blob,
            ObjectType::Tag => ObjectKind::Tag,
            ObjectType::Any => {
                let because = "it is of no known kind".to_owned();
                return Err(GitError::ObjectDamaged { kind: word, id: hex(id), because });
            }
        };
        Ok(Object { inner, kind })
    }

    /// The id that begins with these hexadecimal digits; `None` when there is none.
    pub(super) fn find_by_prefix(&self, digits: &str) -> Result<Option<[u8; 20]>, GitError> {
        let found = Oid::from_str(digits).and_then(|oid| self.odb.exists_prefix(oid, digits.len()));
        match found {
            Ok(oid) => Ok(bytes_of(oid)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) if error.code() == ErrorCode::Ambiguous => {
                Err(GitError::AmbiguousRevision { revision: digits.to_owned() })
            }
            Err(error) => {
                let because = error.message().to_owned();
                Err(GitError::ObjectDamaged { kind: "object", id: digits.to_owned(), because })
            }
        }
    }
}

fn failed(error: &git2::Error, word: &'static str, id: [u8; 20]) -> GitError {
    match error.code() {
        ErrorCode::NotFound => GitError::ObjectMissing { kind: word, id: hex(id) },
        ErrorCode::HashsumMismatch => GitError::ObjectMismatch { kind: word, id: hex(id) },
        _ => GitError::ObjectUnreadable { kind: word, id: hex(id), because: error.message().to_owned() },
    }
}

/// An id of the Git library as ours; only SHA-1 repositories are opened.
fn bytes_of(oid: Oid) -> Option<[u8; 20]> {
    oid.as_bytes().get(..20)?.try_into().ok()
}

fn oid(id: [u8; 20]) -> Result<Oid, git2::Error> {
    Oid::from_bytes(&id)
}

fn hex(id: [u8; 20]) -> String {
    crate::place::CommitId(id).to_string()
}

//! The one reader of object bytes.
//!
//! In: an id. Out: the object's bytes, whose hash was compared with the id. What lies in packs is read
//! by [`Packs`]; what lies loose, and what is wrong with a repository that has an object nowhere, is
//! for libgit2 to say. Replacement references and grafts have no say. Everything else in `git` reads
//! through [`Objects`].

use std::cell::{OnceCell, RefCell};
use std::io::{self, Read as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use git2::{ErrorCode, ObjectType, Odb, Oid};

use crate::git::GitError;
use crate::git::hash::{self, Pieces};
use crate::git::pack::{Fault, Packs, Shelf, Stamp};
use crate::place::Sha256;

/// How many runs of work a thread gets, so that none waits long for another.
const RUNS: usize = 4;

/// No run is longer: its results are held until the others are done.
const MOST: usize = 4096;

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

/// An object's bytes, shared with the reader.
pub(super) struct Object {
    bytes: Rc<Vec<u8>>,
    pub(super) kind: ObjectKind,
    /// True when it was read in a file of its own, and not out of a pack.
    pub(super) loose: bool,
}

impl Object {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn into_bytes(self) -> Rc<Vec<u8>> {
        self.bytes
    }
}

/// The object database of one repository. It stays on its thread; a second thread has its own, over
/// the same packs.
pub(super) struct Objects {
    common_dir: PathBuf,
    packs: RefCell<Packs>,
    /// libgit2's, from when it is first needed.
    odb: OnceCell<Odb<'static>>,
}

impl Objects {
    /// Opens the objects of a Git directory, with those it borrows from other repositories.
    pub(super) fn open(common_dir: &Path, shelf: &Arc<Shelf>) -> Self {
        let packs = RefCell::new(Packs::new(Arc::clone(shelf)));
        Self { common_dir: common_dir.to_owned(), packs, odb: OnceCell::new() }
    }

    fn odb(&self) -> Result<&Odb<'static>, GitError> {
        if let Some(odb) = self.odb.get() {
            return Ok(odb);
        }
        let path = self.common_dir.join("objects");
        let failed = |because: String| GitError::Open { path: self.common_dir.clone(), because };
        let text = path.to_str().ok_or_else(|| failed("its path is not UTF-8".to_owned()))?;
        let odb = Odb::new().and_then(|odb| odb.add_disk_alternate(text).map(|()| odb));
        let odb = odb.map_err(|error| failed(error.message().to_owned()))?;
        Ok(self.odb.get_or_init(|| odb))
    }

    /// Reads an object of any kind.
    pub(super) fn read(&self, id: [u8; 20]) -> Result<Object, GitError> {
        self.read_as("object", id)
    }

    /// Reads an object that must be of one kind.
    pub(super) fn expect(&self, kind: ObjectKind, id: [u8; 20]) -> Result<Object, GitError> {
        let object = self.read_as(kind.word(), id)?;
        if object.kind == kind {
            return Ok(object);
        }
        let because = format!("it is a {}", object.kind.word());
        Err(GitError::ObjectDamaged { kind: kind.word(), id: hex(id), because })
    }

    /// Does `work` for runs of `items`, with the first item's place; keeps the order. A run is about as
    /// long as gives every thread a few, but at least `least`; every further thread has a reader of its
    /// own.
    pub(super) fn in_shares<T: Sync, R: Send>(
        &self,
        items: &[T],
        least: usize,
        work: impl Fn(&Self, usize, &[T]) -> Result<R, GitError> + Sync,
    ) -> Result<Vec<R>, GitError> {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        let share = items.len().div_ceil(cores * RUNS).clamp(least, MOST);
        let count = items.len().div_ceil(share);
        if cores == 1 || count <= 1 {
            return Ok(vec![work(self, 0, items)?]);
        }
        let packs = Arc::clone(self.packs.borrow().shelf());
        let (next, work, common_dir) = (AtomicUsize::new(0), &work, self.common_dir.as_path());
        let take = |objects: &Self| {
            let mut done = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= count {
                    return done;
                }
                let start = number * share;
                let run = &items[start..items.len().min(start + share)];
                done.push((number, work(objects, start, run)));
            }
        };
        let mut done: Vec<(usize, Result<R, GitError>)> = std::thread::scope(|threads| {
            let others: Vec<_> = (1..cores.min(count))
                .map(|_| threads.spawn(|| take(&Self::open(common_dir, &packs))))
                .collect();
            let mut done = take(self);
            for other in others {
                done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            done
        });
        done.sort_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, result)| result).collect()
    }

    /// True when an object is there, be it damaged.
    pub(super) fn holds(&self, id: [u8; 20]) -> bool {
        let loose = |odb: &Odb<'_>| oid(id).is_ok_and(|oid| odb.exists(oid));
        self.packs.borrow_mut().holds(&id) || self.odb().is_ok_and(loose)
    }

    /// The size of an object, without reading it.
    pub(super) fn size(&self, word: &'static str, id: [u8; 20]) -> Result<u64, GitError> {
        if let Some(Ok(size)) = self.packs.borrow_mut().size(&id) {
            return Ok(size);
        }
        self.note(id);
        let odb = self.odb()?;
        let header = oid(id).and_then(|oid| odb.read_header(oid));
        header.map(|(size, _)| size as u64).map_err(|error| failed(&error, word, id))
    }

    /// True when a pack holds the object.
    pub(super) fn is_packed(&self, id: [u8; 20]) -> bool {
        self.packs.borrow().holds(&id)
    }

    /// Where among the packs an object stands; what no pack holds stands first.
    pub(super) fn position(&self, id: [u8; 20]) -> Option<(usize, u64)> {
        self.packs.borrow().position(&id)
    }

    /// The packs that this run opened, each with what tells that it stayed as it was; `None` when packs
    /// came or went meanwhile.
    pub(super) fn stamps(&self) -> Option<Vec<Stamp>> {
        self.packs.borrow().shelf().stamps()
    }

    /// The files of single objects that were read, each with what tells that it stayed as it was; `None`
    /// when one lies in another repository.
    pub(super) fn loose(&self) -> Option<Vec<Stamp>> {
        self.packs.borrow().shelf().loose()
    }

    /// Notes that no pack had an object.
    fn note(&self, id: [u8; 20]) {
        let name = hex(id);
        let file = self.common_dir.join("objects").join(&name[..2]).join(&name[2..]);
        self.packs.borrow().shelf().note(file);
    }

    /// Digests a blob without holding it.
    ///
    /// `look` sees every piece on its way.
    pub(super) fn digest(
        &self,
        id: [u8; 20],
        look: &mut dyn FnMut(&[u8]),
    ) -> Result<(u64, Sha256), GitError> {
        let word = ObjectKind::Blob.word();
        let mut pieces: Option<(u64, Pieces)> = None;
        let poured = self.packs.borrow_mut().pour(&id, &mut |kind, size, piece| {
            if kind == ObjectKind::Blob {
                pieces.get_or_insert_with(|| (size, Pieces::new(size))).1.push(piece);
                look(piece);
            }
        });
        match (poured, pieces) {
            (Some(Ok(())), Some((size, pieces))) => {
                let sha256 = pieces.finish(id).map_err(|wrong| wrong.with(word, hex(id)))?;
                Ok((size, sha256))
            }
            (Some(Err(fault)), _) => Err(faulty(fault, word, id)),
            // Small, not packed, or no blob.
            (Some(Ok(())) | None, _) => self.digest_loose(id, look),
        }
    }

    fn digest_loose(&self, id: [u8; 20], look: &mut dyn FnMut(&[u8])) -> Result<(u64, Sha256), GitError> {
        let word = ObjectKind::Blob.word();
        self.note(id);
        let odb = self.odb()?;
        let Ok((mut stream, size, ObjectType::Blob)) = oid(id).and_then(|oid| odb.reader(oid)) else {
            let object = self.expect(ObjectKind::Blob, id)?;
            look(object.bytes());
            return Ok((object.bytes().len() as u64, Sha256::of(object.bytes())));
        };
        let unreadable = |because: String| GitError::ObjectUnreadable { kind: word, id: hex(id), because };
        // The library compares what it reads as a whole; a stream is for us to compare.
        let mut pieces = Pieces::new(size as u64);
        let (mut read, mut buffer) = (0, vec![0; 1 << 16]);
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    pieces.push(&buffer[..count]);
                    look(&buffer[..count]);
                    read += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error.to_string())),
            }
        }
        let sha256 = pieces.finish(id).map_err(|wrong| wrong.with(word, hex(id)))?;
        Ok((read, sha256))
    }

    /// Reads a blob that is not larger than a limit; `None` of one that is.
    pub(super) fn blob_within(&self, id: [u8; 20], limit: u64) -> Result<Option<Object>, GitError> {
        let kind = ObjectKind::Blob;
        let packed = self.packs.borrow_mut().read_within(&id, limit);
        match packed {
            Some(Ok(None)) => Ok(None),
            Some(Ok(Some((found, bytes)))) if found == kind => {
                checked(kind.word(), id, found, bytes).map(Some)
            }
            // Loose, damaged or no blob: read with all that there is to say about it.
            Some(Ok(Some(_)) | Err(_)) | None if self.size(kind.word(), id)? > limit => Ok(None),
            Some(Ok(Some(_)) | Err(_)) | None => self.expect(kind, id).map(Some),
        }
    }

    fn read_as(&self, word: &'static str, id: [u8; 20]) -> Result<Object, GitError> {
        let fault = match self.packs.borrow_mut().read(&id) {
            Some(Ok((kind, bytes))) => return checked(word, id, kind, bytes),
            // The library would hold it.
            Some(Err(fault @ Fault::TooLarge(_))) => return Err(faulty(fault, word, id)),
            Some(Err(fault)) => Some(fault),
            None => None,
        };
        // A copy that lies loose may be whole.
        match (self.read_loose(word, id), fault) {
            (Ok(object), _) => Ok(object),
            (Err(_), Some(fault)) => Err(faulty(fault, word, id)),
            (Err(error), None) => Err(error),
        }
    }

    fn read_loose(&self, word: &'static str, id: [u8; 20]) -> Result<Object, GitError> {
        self.note(id);
        let odb = self.odb()?;
        let inner = oid(id).and_then(|oid| odb.read(oid)).map_err(|error| failed(&error, word, id))?;
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
        Ok(Object { bytes: Rc::new(inner.data().to_vec()), kind, loose: true })
    }

    /// The id that begins with these hexadecimal digits; `None` when there is none.
    pub(super) fn find_by_prefix(&self, digits: &str) -> Result<Option<[u8; 20]>, GitError> {
        let odb = self.odb()?;
        let found = Oid::from_str(digits).and_then(|oid| odb.exists_prefix(oid, digits.len()));
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

/// An object out of a pack, compared with its id.
fn checked(
    word: &'static str,
    id: [u8; 20],
    kind: ObjectKind,
    bytes: Rc<Vec<u8>>,
) -> Result<Object, GitError> {
    let compared = match kind {
        // Looked at more closely by who reads it, if its names ask for that.
        ObjectKind::Tree => hash::compare(kind, &bytes, id),
        ObjectKind::Blob => hash::check_file(&bytes, id),
        ObjectKind::Commit | ObjectKind::Tag => hash::check(kind, &bytes, id),
    };
    compared.map(|()| Object { bytes, kind, loose: false }).map_err(|wrong| wrong.with(word, hex(id)))
}

fn faulty(fault: Fault, word: &'static str, id: [u8; 20]) -> GitError {
    match fault {
        Fault::Damaged(because) => GitError::ObjectUnreadable { kind: word, id: hex(id), because },
        Fault::TooLarge(size) => GitError::ObjectTooLarge { kind: word, id: hex(id), size },
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

//! Bytes compared with the id that names them.
//!
//! An id is a SHA-1 over kind, size and bytes. Two objects of one id can be made, by who chooses a
//! hundred bytes or so of each freely; what is made that way shows it, and is refused as Git refuses
//! it. That costs several times the hash itself. A tree whose names are all plain text is spared it:
//! every known way needs differences in word after word, up to the highest bits, and between two ids
//! of twenty bytes stands text. So is a file that is ASCII from end to end: one that shares its id would
//! have those bits somewhere, and be refused for itself. So are large files, which records name by
//! their SHA-256.

use sha1::Digest as _;
use sha1_checked::CollisionResult;

use crate::git::GitError;
use crate::git::objects::ObjectKind;
use crate::place::Sha256;

/// What is wrong with an object.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wrong {
    /// Its bytes are not those that its id names.
    Mismatch,
    /// Its bytes are made so that others have the same id.
    Collision,
}

impl Wrong {
    /// The error for an object.
    pub(super) fn with(self, kind: &'static str, id: String) -> GitError {
        match self {
            Self::Mismatch => GitError::ObjectMismatch { kind, id },
            Self::Collision => {
                let because = "its bytes are made so that others have the same id".to_owned();
                GitError::ObjectUnreadable { kind, id, because }
            }
        }
    }
}

/// Compares a whole file with its id, and looks for a collision where there can be one.
pub(super) fn check_file(bytes: &[u8], id: [u8; 20]) -> Result<(), Wrong> {
    if bytes.is_ascii() { compare(ObjectKind::Blob, bytes, id) } else { check(ObjectKind::Blob, bytes, id) }
}

/// Compares a whole object with its id, and looks for a collision.
pub(super) fn check(kind: ObjectKind, bytes: &[u8], id: [u8; 20]) -> Result<(), Wrong> {
    let mut hasher = sha1_checked::Sha1::new();
    hasher.update(head(kind, bytes.len() as u64));
    hasher.update(bytes);
    match hasher.try_finalize() {
        CollisionResult::Ok(hash) if hash[..] == id => Ok(()),
        CollisionResult::Ok(_) => Err(Wrong::Mismatch),
        CollisionResult::Mitigated(_) | CollisionResult::Collision(_) => Err(Wrong::Collision),
    }
}

/// Compares a whole object with its id, and no more.
pub(super) fn compare(kind: ObjectKind, bytes: &[u8], id: [u8; 20]) -> Result<(), Wrong> {
    let mut hasher = sha1::Sha1::new();
    hasher.update(head(kind, bytes.len() as u64));
    hasher.update(bytes);
    if hasher.finalize()[..] == id { Ok(()) } else { Err(Wrong::Mismatch) }
}

/// The id that an object with these bytes has.
pub(super) fn id(kind: ObjectKind, bytes: &[u8]) -> [u8; 20] {
    let mut hasher = sha1::Sha1::new();
    hasher.update(head(kind, bytes.len() as u64));
    hasher.update(bytes);
    hasher.finalize().into()
}

fn head(kind: ObjectKind, size: u64) -> String {
    format!("{} {size}\0", kind.word())
}

/// A file that is read piece by piece: its id and its digest.
pub(super) struct Pieces {
    id: sha1::Sha1,
    digest: sha2::Sha256,
}

impl Pieces {
    /// Begins a file of this size.
    pub(super) fn new(size: u64) -> Self {
        let mut id = sha1::Sha1::new();
        id.update(head(ObjectKind::Blob, size));
        Self { id, digest: sha2::Sha256::default() }
    }

    pub(super) fn push(&mut self, piece: &[u8]) {
        sha1::Digest::update(&mut self.id, piece);
        sha2::Digest::update(&mut self.digest, piece);
    }

    /// The digest, if the bytes are those that the id names.
    pub(super) fn finish(self, id: [u8; 20]) -> Result<Sha256, Wrong> {
        if self.id.finalize()[..] != id {
            return Err(Wrong::Mismatch);
        }
        Ok(Sha256(sha2::Digest::finalize(self.digest).into()))
    }
}

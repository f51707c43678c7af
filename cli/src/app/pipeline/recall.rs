//! What earlier runs left of the history in the user's cache: facts that ids settle, which signatures fit, and
//! what versions of records say. With it or without it, the outcome is the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::{AppError, Scope, Shelf};
use crate::git::Repository;
use crate::history::{Proofs, Trail};
use crate::place::{BlobId, CommitId};
use crate::trust::{Auditor, Readings, Trust};

/// The history of one repository below one root.
const WALKS: Shelf = Shelf { name: "walks", form: 1 };

/// By which keys commits of one repository are signed.
const SIGNED: Shelf = Shelf { name: "signed", form: 1 };

/// What the versions of records of one repository say.
const READINGS: Shelf = Shelf { name: "readings", form: 1 };

/// So many signatures or readings are worth another entry.
const WORTH: usize = 64;

/// Walks the history up to a commit; blobs that are `at_hand` are not read once more.
pub(in crate::app) fn trail(
    scope: &Scope,
    repository: &Repository,
    commit: CommitId,
    at_hand: &BTreeMap<BlobId, Arc<[u8]>>,
) -> Result<Trail, AppError> {
    let key = key(scope, repository);
    repository.remember(scope.cache.get(WALKS, &key), scope.cache.is_on());
    let trail = repository.trail_with(commit, &scope.prefix, at_hand)?;
    if scope.cache.is_on()
        && let Some(learnt) = repository.learnt()
    {
        scope.cache.put(WALKS, &key, &learnt);
    }
    Ok(trail)
}

/// Says what the signatures of a history are good for.
pub(super) fn trusting<R>(
    scope: &Scope,
    trail: &Trail,
    zone: &crate::calendar::CompanyZone,
    auditor: &Auditor,
    look: impl FnOnce(&Trust<'_>) -> R,
) -> Result<R, AppError> {
    let repository = scope.repository()?;
    let seen: Vec<CommitId> = auditor.seen.iter().copied().collect();
    let mut proofs = repository.proofs(trail, &seen)?;
    let key = key(scope, repository);
    proofs.signed = scope.cache.get(SIGNED, &key).and_then(|bytes| read(&bytes)).unwrap_or_default();
    let known = scope.cache.get(READINGS, &key).and_then(|bytes| Readings::from_bytes(&bytes));
    let trust = Trust::knowing(trail, &proofs, zone, auditor, known.unwrap_or_default());
    let found = look(&trust);
    if scope.cache.is_on() {
        leave(scope, &key, &proofs, &trust);
    }
    Ok(found)
}

/// Leaves by which keys commits are signed and what versions of records say, where enough of it is new.
fn leave(scope: &Scope, key: &[u8], proofs: &Proofs, trust: &Trust<'_>) {
    let fresh: Vec<_> = trust.signed().filter(|(commit, _)| !proofs.signed.contains_key(commit)).collect();
    if fresh.len() >= WORTH {
        let known = proofs.signed.iter().map(|(commit, key)| (*commit, &**key));
        scope.cache.put(SIGNED, key, &write(known.chain(fresh).collect()));
    }
    if let Some(readings) = trust.learnt(WORTH) {
        scope.cache.put(READINGS, key, &readings.to_bytes());
    }
}

/// Entries of one repository lie side by side; what they say is of ids, which no other repository has.
fn key(scope: &Scope, repository: &Repository) -> Vec<u8> {
    [repository.common_dir().as_os_str().as_encoded_bytes(), b"\0", scope.prefix.as_bytes()].concat()
}

/// Keys, each with its length in two bytes; then for each the number of its commits, and these.
fn write(signed: BTreeMap<CommitId, &[u8]>) -> Vec<u8> {
    let mut by_key: BTreeMap<&[u8], Vec<CommitId>> = BTreeMap::new();
    for (commit, key) in signed {
        by_key.entry(key).or_default().push(commit);
    }
    let mut to = Vec::new();
    for (key, commits) in by_key {
        let (Ok(length), Ok(count)) = (u16::try_from(key.len()), u32::try_from(commits.len())) else {
            continue;
        };
        to.extend_from_slice(&length.to_le_bytes());
        to.extend_from_slice(key);
        to.extend_from_slice(&count.to_le_bytes());
        for commit in commits {
            to.extend_from_slice(&commit.0);
        }
    }
    to
}

fn read(mut bytes: &[u8]) -> Option<BTreeMap<CommitId, Arc<[u8]>>> {
    let mut signed = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk()?;
        let (key, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        let (count, rest) = rest.split_first_chunk()?;
        let count = usize::try_from(u32::from_le_bytes(*count)).ok()?;
        let (commits, rest) = rest.split_at_checked(count.checked_mul(20)?)?;
        let key: Arc<[u8]> = Arc::from(key);
        let commits = commits.chunks_exact(20).filter_map(|id| id.try_into().ok());
        signed.extend(commits.map(|id| (CommitId(id), Arc::clone(&key))));
        bytes = rest;
    }
    Some(signed.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{read, write};
    use crate::place::CommitId;

    #[test]
    fn which_commits_are_signed_by_which_key_is_read_as_it_was_written_and_never_in_part() {
        let commit = |number: u8| CommitId([number; 20]);
        let signed: BTreeMap<CommitId, &[u8]> =
            [(commit(1), &b"first"[..]), (commit(2), b"second key"), (commit(3), b"first")].into();
        let bytes = write(signed.clone());
        let back = read(&bytes).expect("it reads");
        let back: BTreeMap<CommitId, &[u8]> = back.iter().map(|(commit, key)| (*commit, &**key)).collect();
        assert_eq!(back, signed);
        let whole: Vec<usize> = (0..=bytes.len()).filter(|&end| read(&bytes[..end]).is_some()).collect();
        // Nothing, the first key with its commits, both.
        assert_eq!(whole, [0, 51, bytes.len()]);
    }
}

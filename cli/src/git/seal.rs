//! What tells that all that a run read of a repository still lies there as it did, without reading it.
//!
//! Packs and files of single objects are told by which files they are, their size and times (see
//! `pack::Stamp`). What Git would put in an object's place is part of it, as it is part of what is told.

use std::path::Path;

use crate::git::known::form::{Reader, put_bytes, put_number};
use crate::git::objects::Objects;
use crate::git::pack::Stamp;
use crate::git::{GitError, Repository};

/// Seals what was read so far; `None` for a history that is cut, when packs came or went, and when something
/// was read that lies elsewhere.
pub(super) fn of(repository: &Repository) -> Result<Option<Vec<u8>>, GitError> {
    let objects = repository.objects()?;
    let (Some(mut seal), Some(loose)) = (around(repository, &objects)?, objects.loose()) else {
        return Ok(None);
    };
    put_number(&mut seal, loose.len());
    for stamp in loose {
        stamp.put(&mut seal);
    }
    Ok(Some(seal))
}

/// True when everything under a seal lies there as it did.
pub(super) fn holds(repository: &Repository, seal: &[u8]) -> Result<bool, GitError> {
    let objects = repository.objects()?;
    let Some(rest) = around(repository, &objects)?.and_then(|around| seal.strip_prefix(&around[..])) else {
        return Ok(false);
    };
    let mut from = Reader { rest };
    let mut loose = || {
        for _ in 0..from.number()? {
            Stamp::read(&mut from).filter(Stamp::still_is)?;
        }
        from.rest.is_empty().then_some(())
    };
    Ok(loose().is_some())
}

/// The packs, and what has no say but is told.
fn around(repository: &Repository, objects: &Objects) -> Result<Option<Vec<u8>>, GitError> {
    let Some(mut packs) = objects.stamps().filter(|_| repository.cuts.is_empty()) else { return Ok(None) };
    packs.sort();
    let substitutes = repository.ignored_substitutes()?;
    let mut to = Vec::new();
    put_number(&mut to, packs.len());
    for stamp in &packs {
        stamp.put(&mut to);
    }
    put_number(&mut to, substitutes.len());
    for one in &substitutes {
        put_bytes(&mut to, one.as_bytes());
    }
    Ok(Some(to))
}

impl Stamp {
    /// Writes it as bytes.
    pub(super) fn put(&self, to: &mut Vec<u8>) {
        put_bytes(to, &self.path);
        self.numbers.iter().for_each(|number| to.extend_from_slice(&number.to_le_bytes()));
    }

    /// Reads it again.
    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let path = from.bytes()?.to_vec();
        let mut numbers = [0; Self::NUMBERS];
        for number in &mut numbers {
            *number = u64::from_le_bytes(from.take::<8>()?);
        }
        Some(Self { path, numbers })
    }

    /// True when the file of a single object is still the same one.
    fn still_is(&self) -> bool {
        let path = std::str::from_utf8(&self.path).ok().map(Path::new);
        path.and_then(Self::of_one).as_ref() == Some(self)
    }
}

//! An answer that was given before, for whoever asks the same of the same commit.
//!
//! A report over a commit is settled by the commit, the question and the day. It is given again only while
//! everything that was read for it lies in the repository as it did ([`Repository::is_sealed_by`]), so that a
//! store that was damaged or tampered with meanwhile is looked at.
//!
//! [`Repository::is_sealed_by`]: crate::git::Repository::is_sealed_by

use std::fmt::Debug;

use crate::app::pipeline::Judged;
use crate::app::{Scope, Shelf};
use crate::calendar::CompanyZone;

/// What was answered.
const ANSWERS: Shelf = Shelf { name: "answers", form: 1 };

/// A question about a commit.
pub struct Question<'s> {
    scope: &'s Scope,
    key: Vec<u8>,
    /// True when the answer is about today.
    today: bool,
}

impl<'s> Question<'s> {
    /// Asks what `words` say, which must be everything that the answer depends on beside the commit and the
    /// day; `None` where nothing is kept.
    pub fn of(scope: &'s Scope, words: &impl Debug) -> Option<Self> {
        let (revision, repository) = (scope.revision.as_ref()?, scope.repository.as_ref()?);
        if !scope.cache.is_on() {
            return None;
        }
        let place = repository.common_dir().as_os_str().as_encoded_bytes();
        let said = format!("{:?} {revision:?} {:?} {words:?}", scope.prefix, scope.as_of);
        let today = scope.as_of.is_none() && revision.tag.is_none();
        Some(Self { scope, key: [place, b"\0", said.as_bytes()].concat(), today })
    }

    /// The answer, if it was given before and nothing has changed since.
    pub fn answered(&self) -> Option<String> {
        let entry = self.scope.cache.get(ANSWERS, &self.key)?;
        let (seal, rest) = part(&entry)?;
        let (zone, rest) = part(rest)?;
        let (day, text) = part(rest)?;
        if self.today {
            let zone = CompanyZone::parse(std::str::from_utf8(zone).ok()?).ok()?;
            if zone.date_of(self.scope.now).to_string().as_bytes() != day {
                return None;
            }
        }
        let repository = self.scope.repository.as_ref()?;
        repository.is_sealed_by(seal).then(|| String::from_utf8(text.to_vec()).ok()).flatten()
    }

    /// Keeps the answer to it.
    pub fn answer(&self, judged: &Judged, text: &str) {
        let Some(seal) = self.scope.repository.as_ref().and_then(crate::git::Repository::seal) else {
            return;
        };
        let (zone, day) = (judged.loaded.zone(), judged.as_of.to_string());
        let mut entry = Vec::new();
        for bytes in [&seal[..], zone.name().as_bytes(), day.as_bytes()] {
            entry.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
            entry.extend_from_slice(bytes);
        }
        entry.extend_from_slice(text.as_bytes());
        self.scope.cache.put(ANSWERS, &self.key, &entry);
    }
}

/// Bytes behind their length, and what follows.
fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

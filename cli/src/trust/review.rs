//! G3: a second person's key on the same bytes.

use std::collections::BTreeSet;

use crate::signature::ssh::Namespace;
use crate::signature::statement::{Outcome, Review};
use crate::trust::authority::{Filed, Performed};
use crate::trust::signer::{Key, Signed};
use crate::trust::versions::{Course, below};
use crate::trust::{Reason, Trust};

/// The reviewer's signature.
#[derive(Debug)]
pub(super) struct Reviewed {
    /// The place from which on it counts.
    pub(super) place: usize,
    pub(super) key: Key,
    is_newest: bool,
}

pub(super) fn judge(
    trust: &Trust<'_>,
    course: &Course<'_>,
    performed: &Performed,
    reasons: &mut BTreeSet<Reason>,
) -> Option<Reviewed> {
    let mut search = Search { trust, course, performed, found: Vec::new(), faults: BTreeSet::new() };
    let changed = review_changed(trust, course);
    let record = search.record();
    if course.reviewer().is_some() && course.reviewer() == course.performer() {
        reasons.insert(Reason::SelfReview);
    } else {
        search.commits();
    }
    let Search { mut found, mut faults, .. } = search;
    let rejected = faults.contains(&Reason::ReviewRejected);
    if changed || rejected {
        found.clear();
    }
    reasons.extend(changed.then_some(Reason::ReviewChanged));
    // The earliest is the first that an outside time can cover.
    let newest = found.iter().any(|reviewed| reviewed.is_newest);
    if let Some(best) = found.into_iter().min_by_key(|reviewed| reviewed.place) {
        if !newest {
            reasons.insert(Reason::ReviewedBytesNotNewest);
        }
        return Some(best);
    }
    // A signature that cannot be verified decides only where the grade below is reached.
    let has_key = performed.by.is_some();
    if faults.remove(&Reason::SignatureUnsupported) && has_key {
        reasons.insert(Reason::SignatureUnsupported);
    }
    if faults.is_empty() && !record && !changed && !reasons.contains(&Reason::SelfReview) {
        faults.insert(Reason::NoReview);
    }
    reasons.extend(faults);
    None
}

struct Search<'s, 't> {
    trust: &'s Trust<'t>,
    course: &'s Course<'s>,
    performed: &'s Performed,
    found: Vec<Reviewed>,
    faults: BTreeSet<Reason>,
}

impl Search<'_, '_> {
    /// (a) the reviewer's merge that took over a version which names him, and (c) his commit that brought one.
    fn commits(&mut self) {
        let Some(reviewer) = self.course.reviewer() else { return };
        for version in
            self.course.versions.iter().filter(|version| version.names.as_deref() == Some(reviewer))
        {
            let brought = version.brought.iter().filter(|bringing| !bringing.merge);
            for bringing in brought {
                self.weigh(
                    reviewer,
                    self.trust.chain.signed(bringing.commit),
                    bringing.place,
                    version.is_newest,
                );
            }
            for &place in &version.landed {
                let commit = &self.trust.trail.line[place];
                let by_itself = version.brought.iter().any(|bringing| bringing.commit == commit.id);
                if commit.is_merge() && !by_itself {
                    self.weigh(reviewer, self.trust.chain.signed(commit.id), place, version.is_newest);
                }
            }
        }
    }

    /// One signature that counts if it is the reviewer's.
    fn weigh(&mut self, reviewer: &str, signed: &Signed, place: usize, is_newest: bool) {
        if place > self.trust.chain.sound_until {
            return;
        }
        match (signed, signed.person()) {
            (Signed::Unsupported, _) => drop(self.faults.insert(Reason::SignatureUnsupported)),
            (_, Some((key, person))) if person == reviewer => {
                if self.performed.keys.contains(key) {
                    self.faults.insert(Reason::SelfReview);
                } else {
                    self.found.push(Reviewed { place, key: key.clone(), is_newest });
                }
            }
            // The performer's own key on his own record says nothing about a review.
            (_, Some((_, person))) if Some(person) == self.course.performer() => {}
            (_, Some(_)) => drop(self.faults.insert(Reason::ReviewerNotSigner)),
            (Signed::By { .. } | Signed::Not(_) | Signed::Refused(..), None) => {}
        }
    }

    /// (b) the review record with the highest number. True when there is one.
    fn record(&mut self) -> bool {
        let stem = format!("{}.review", self.course.stem());
        let Some(filed) = Filed::highest(self.trust, &stem) else { return false };
        if let Err(fault) = self.read(&filed) {
            self.faults.insert(fault);
        }
        true
    }

    fn read(&mut self, filed: &Filed<'_>) -> Result<(), Reason> {
        let (place, signed) =
            filed.verify(self.trust, Namespace::Review).ok_or(Reason::ReviewSignatureBad)?;
        let key = match &signed {
            Signed::By { key, .. } => key,
            Signed::Not(_) | Signed::Refused(..) => return Err(Reason::ReviewSignatureBad),
            Signed::Unsupported => return Err(Reason::SignatureUnsupported),
        };
        let review = Review::read(filed.bytes).map_err(|_| Reason::ReviewMalformed)?;
        let version = self.course.versions.iter().find(|version| version.sha256 == review.sha256);
        let version = version.filter(|version| !version.landed.is_empty());
        let version = version.filter(|_| review.record == *self.course.path);
        let version = version.ok_or(Reason::ReviewOfOtherBytes)?;
        match review.outcome {
            Outcome::Accepted => {}
            Outcome::Rejected => return Err(Reason::ReviewRejected),
        }
        let person = signed.person().map(|(_, person)| person).ok_or(Reason::ReviewerNotSigner)?;
        if Some(person) == self.course.performer() || self.performed.keys.contains(key) {
            return Err(Reason::SelfReview);
        }
        if self.course.reviewer().is_some_and(|reviewer| reviewer != person) {
            return Err(Reason::ReviewerNotSigner);
        }
        // Where the chain is broken before it, it does not count.
        if place <= self.trust.chain.sound_until {
            self.found.push(Reviewed { place, key: key.clone(), is_newest: version.is_newest });
            return Ok(());
        }
        Err(Reason::NoReview)
    }
}

/// Whether a review record that had landed, or its signature, was changed or is gone.
fn review_changed(trust: &Trust<'_>, course: &Course<'_>) -> bool {
    let stem = format!("{}.review", course.stem());
    below(&trust.touches, &stem).any(|(rest, states)| {
        (rest.is_empty() || rest.starts_with('.'))
            && states.iter().filter(|(place, _)| *place > trust.root).any(|(place, _)| {
                let before = states.iter().rev().find(|(other, _)| other < place);
                before.is_some_and(|(_, blob)| blob.is_some())
            })
    })
}

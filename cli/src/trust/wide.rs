//! What speaks against every record at once: a history that is cut, rewritten or not the agreed one.

use std::collections::{BTreeMap, BTreeSet};

use crate::history::{Proofs, Trail};
use crate::place::CommitId;
use crate::trust::outside::Anchors;
use crate::trust::{Auditor, Reason, Rewritten};

/// Reasons of every record, and entries for `integrity`.
#[derive(Debug, Default)]
pub(super) struct Wide {
    pub(super) reasons: BTreeSet<Reason>,
    pub(super) integrity: BTreeSet<String>,
    /// Commits that are remembered and not on the line.
    pub(super) rewritten: Vec<Rewritten>,
}

impl Wide {
    pub(super) fn of(
        trail: &Trail,
        proofs: &Proofs,
        places: &BTreeMap<CommitId, usize>,
        auditor: &Auditor,
        anchors: &Anchors,
        root: usize,
    ) -> Self {
        let mut wide = Self::default();
        if trail.shallow || !trail.complete && !trail.lost {
            let oldest = trail.line.first().map(|commit| commit.id.to_string());
            wide.say(Reason::Shallow, &oldest.unwrap_or_default());
        }
        wide.root(trail, places, auditor);
        for id in auditor.seen.iter().copied().chain(anchors.remembered()) {
            if places.contains_key(&id) {
                continue;
            }
            if trail.sides.contains_key(&id) {
                wide.contradict(Reason::MainlineSwitched, &id.to_string());
            } else if auditor.by_revision && proofs.ahead.contains(&id) {
                wide.integrity.insert(format!("OLDER_THAN_SEEN {id}"));
            } else if trail.complete || proofs.ahead.contains(&id) {
                // In a history that is cut it may lie before the cut.
                wide.contradict(Reason::HistoryRewritten, &id.to_string());
            }
        }
        wide.integrity.extend(anchors.invalid.iter().map(|path| format!("ANCHOR_INVALID {path}")));
        wide.objects(trail, proofs, places, root);
        wide
    }

    fn say(&mut self, reason: Reason, subject: &str) {
        self.reasons.insert(reason);
        self.integrity.insert(format!("{} {subject}", reason.code()));
    }

    fn contradict(&mut self, reason: Reason, commit: &str) {
        self.say(reason, commit);
        if self.rewritten.iter().all(|one| one.commit != commit) {
            self.rewritten.push(Rewritten { reason, commit: commit.to_owned(), file: None });
        }
    }

    /// An agreed root must be on the line; where the line is cut it may lie before the cut.
    fn root(&mut self, trail: &Trail, places: &BTreeMap<CommitId, usize>, auditor: &Auditor) {
        let Some(root) = &auditor.root else { return };
        match root.parse::<CommitId>() {
            Ok(id) if places.contains_key(&id) => {}
            Ok(id) if !trail.complete && !trail.sides.contains_key(&id) => {}
            Ok(_) | Err(_) => self.contradict(Reason::RootNotOnLine, root),
        }
    }

    /// What reading the objects met; of malformed commits those from the root on.
    fn objects(&mut self, trail: &Trail, proofs: &Proofs, places: &BTreeMap<CommitId, usize>, root: usize) {
        self.integrity.extend(proofs.lost.iter().cloned());
        for entry in trail.integrity.iter().chain(&proofs.lost) {
            let (code, subject) = entry.split_once(' ').unwrap_or((entry, ""));
            match code {
                "COMMIT_MALFORMED" => {
                    let place = subject.parse().ok().and_then(|id: CommitId| places.get(&id).copied());
                    if place.is_none_or(|place| place >= root) {
                        self.reasons.insert(Reason::CommitMalformed);
                    }
                }
                "TREE_AMBIGUOUS" => drop(self.reasons.insert(Reason::TreeAmbiguous)),
                "OBJECT_HASH_MISMATCH" => drop(self.reasons.insert(Reason::ObjectHashMismatch)),
                "OBJECT_MISSING" => drop(self.reasons.insert(Reason::ObjectMissing)),
                "PATH_UNSAFE" => drop(self.reasons.insert(Reason::PathUnsafe)),
                _ => {}
            }
        }
    }
}

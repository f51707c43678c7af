//! G2: the chain of signed commits, and the performer's signature on the record.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rayon::prelude::*;

use crate::history::{Proofs, Trail};
use crate::place::CommitId;
use crate::signature::ssh::{Namespace, RevokedKeys};
use crate::signature::statement::Performed as Statement;
use crate::trust::policy::Policies;
use crate::trust::signer::{self, Key, Signed};
use crate::trust::versions::{Course, below, bytes};
use crate::trust::{Reason, Trust};

/// Every signature on the line and on commits that brought records, verified once.
pub(super) struct Chain {
    signed: BTreeMap<CommitId, Signed>,
    line: Vec<CommitId>,
    /// Why commits after the root do not verify: for each reason the first place; `None` for a signature
    /// of a kind that is not verified.
    faults: BTreeMap<Option<Reason>, usize>,
    root: usize,
    /// The last place up to which every commit after the root verifies.
    pub(super) sound_until: usize,
    pub(super) revoked: RevokedKeys,
}

const UNSIGNED: Signed = Signed::Not(Reason::Unsigned);

impl Chain {
    pub(super) fn verify(
        trail: &Trail,
        proofs: &Proofs,
        places: &BTreeMap<CommitId, usize>,
        policies: &Policies,
        root: usize,
    ) -> Self {
        let revoked = policies.at_head().revoked.clone();
        let unread = Signed::Not(Reason::SignatureBad);
        let of = |(&id, raw): (&CommitId, &std::sync::Arc<[u8]>)| {
            let place = match places.get(&id) {
                Some(place) => *place,
                None => *trail.sides.get(&id)? as usize,
            };
            let signed = match date_of(raw, b"committer ") {
                Some(at) => {
                    let known = proofs.signed.get(&id).map(|key| &**key);
                    signer::of_commit(raw, known, at, policies.of(place), &revoked)
                }
                None => unread.clone(),
            };
            Some((id, signed))
        };
        let raw: Vec<_> = proofs.commits.iter().collect();
        let signed: BTreeMap<CommitId, Signed> = raw.into_par_iter().filter_map(of).collect();
        let line: Vec<CommitId> = trail.line.iter().map(|commit| commit.id).collect();
        let verifies = |id: &CommitId| signed.get(id).is_some_and(Signed::verifies);
        let sound = line.iter().skip(root + 1).take_while(|id| verifies(id)).count();
        let mut faults = BTreeMap::new();
        for (place, id) in line.iter().enumerate().skip(root + 1) {
            let fault = match signed.get(id).unwrap_or(&UNSIGNED) {
                Signed::By { .. } => continue,
                Signed::Not(cause) | Signed::Refused(_, cause) => Some(*cause),
                Signed::Unsupported => None,
            };
            faults.entry(fault).or_insert(place);
        }
        Self { signed, line, faults, root, sound_until: root + sound, revoked }
    }

    pub(super) fn signed(&self, commit: CommitId) -> &Signed {
        self.signed.get(&commit).unwrap_or(&UNSIGNED)
    }

    /// The commits whose SSH signature fits, each with the bytes of its key.
    pub(super) fn fitting(&self) -> impl Iterator<Item = (CommitId, &[u8])> {
        self.signed.iter().filter_map(|(id, signed)| match signed {
            Signed::By { key: Key::Ssh(key), .. } | Signed::Refused(Key::Ssh(key), _) => {
                Some((*id, key.blob()))
            }
            Signed::By { .. } | Signed::Refused(..) | Signed::Not(_) | Signed::Unsupported => None,
        })
    }

    /// The keys of the chain after the root, each with its place.
    pub(super) fn keys(&self) -> impl Iterator<Item = (usize, &Key)> {
        let after = self.line.iter().enumerate().skip(self.root + 1);
        after.filter_map(|(place, id)| match self.signed(*id) {
            Signed::By { key, .. } => Some((place, key)),
            Signed::Not(_) | Signed::Refused(..) | Signed::Unsupported => None,
        })
    }

    /// Why the chain does not hold up to a place.
    fn broken(&self, to: usize, reasons: &mut BTreeSet<Reason>) {
        let before = || self.faults.iter().filter(|(_, place)| **place <= to).map(|(fault, _)| *fault);
        let causes: BTreeSet<Reason> = before().flatten().collect();
        if !causes.is_empty() {
            reasons.insert(Reason::AuthorityBroken);
            reasons.extend(causes);
        } else if before().any(|fault| fault.is_none()) {
            reasons.insert(Reason::SignatureUnsupported);
        }
    }
}

/// The date behind a person in the headers of a commit or tag: `committer `, `tagger `.
pub(super) fn date_of(raw: &[u8], header: &[u8]) -> Option<Timestamp> {
    let line = raw.split(|&byte| byte == b'\n').take_while(|line| !line.is_empty());
    let line = line.into_iter().find_map(|line| line.strip_prefix(header))?;
    let after = line.iter().rposition(|&byte| byte == b'>')?;
    let date = std::str::from_utf8(line.get(after + 1..)?).ok()?;
    Timestamp::from_second(date.split_ascii_whitespace().next()?.parse().ok()?).ok()
}

/// What is known of the performer's signature.
#[derive(Debug, Default)]
pub(super) struct Performed {
    /// The place from which on it counts, and the key; `None` when there is none.
    pub(super) by: Option<(usize, Key)>,
    /// Every key with which the performer signed a version of the record.
    pub(super) keys: BTreeSet<Key>,
}

/// One signature by the performer.
struct Signing {
    place: usize,
    key: Key,
    is_newest: bool,
}

pub(super) fn judge(trust: &Trust<'_>, course: &Course<'_>, reasons: &mut BTreeSet<Reason>) -> Performed {
    let (mut found, faults) = on_commits(trust, course);
    found.extend(on_statement(trust, course));
    let keys = found.iter().map(|signing| signing.key.clone()).collect();
    let sound = || found.iter().filter(|signing| signing.place <= trust.chain.sound_until);
    let best = sound().min_by_key(|signing| signing.place);
    if let Some(best) = best {
        if !sound().any(|signing| signing.is_newest) {
            reasons.insert(Reason::SignedBytesNotNewest);
        }
        return Performed { by: Some((best.place, best.key.clone())), keys };
    }
    let first = found.iter().map(|signing| signing.place).min();
    trust.chain.broken(first.unwrap_or(course.newest), reasons);
    if first.is_none() {
        let broken = reasons.contains(&Reason::AuthorityBroken);
        reasons.extend(faults.filter(|fault| !broken || *fault != Reason::SignatureUnsupported));
        if broken && faults == Some(Reason::SignatureUnsupported) {
            reasons.insert(Reason::PerformerUnsigned);
        }
    }
    Performed { by: None, keys }
}

/// The performer's signatures on commits that brought a version, else why there is none.
fn on_commits(trust: &Trust<'_>, course: &Course<'_>) -> (Vec<Signing>, Option<Reason>) {
    let mut found = Vec::new();
    let mut faults = BTreeSet::new();
    for version in &course.versions {
        // What no parent of a merge has was written by nobody who signed it.
        for bringing in version.brought.iter().filter(|bringing| !bringing.merge) {
            let signed = trust.chain.signed(bringing.commit);
            match (signed.person(), signed) {
                (Some((key, person)), _) if course.performer() == Some(person) => found.push(Signing {
                    place: bringing.place,
                    key: key.clone(),
                    is_newest: version.is_newest,
                }),
                (_, Signed::By { persons, .. }) => {
                    let one_of = course.performer().is_some_and(|by| persons.contains(by));
                    faults.insert(if one_of { Fault::TwoNames } else { Fault::Other });
                }
                (_, Signed::Unsupported) => drop(faults.insert(Fault::Unsupported)),
                (_, Signed::Not(_) | Signed::Refused(..)) => drop(faults.insert(Fault::Unsigned)),
            }
        }
    }
    let fault = match faults.first() {
        Some(Fault::Unsupported) => Reason::SignatureUnsupported,
        Some(Fault::TwoNames) => Reason::KeyUnderTwoNames,
        Some(Fault::Other) => Reason::PerformerNotSigner,
        Some(Fault::Unsigned) => Reason::PerformerUnsigned,
        None => Reason::IntroducedInMerge,
    };
    (found, Some(fault))
}

/// Why no commit speaks for the performer; the first one that there is, is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    Unsupported,
    TwoNames,
    Other,
    Unsigned,
}

/// A statement of the performer's over a version.
fn on_statement(trust: &Trust<'_>, course: &Course<'_>) -> Option<Signing> {
    let statement = Filed::highest(trust, &format!("{}.performed", course.stem()))?;
    let (place, signed) = statement.verify(trust, Namespace::Performed)?;
    let (key, person) = signed.person()?;
    let says = Statement::read(statement.bytes).ok()?;
    let version = course.versions.iter().find(|version| version.sha256 == says.sha256)?;
    let fits =
        says.record == *course.path && course.performer() == Some(person) && !version.landed.is_empty();
    fits.then(|| Signing { place, key: key.clone(), is_newest: version.is_newest })
}

/// A statement that lies beside a record at the judged commit.
pub(super) struct Filed<'t> {
    pub(super) bytes: &'t [u8],
    path: String,
}

impl<'t> Filed<'t> {
    /// The one with the highest number: `2026-Q1.review`, `.review.2`, `.review.3`.
    pub(super) fn highest(trust: &'t Trust<'_>, stem: &str) -> Option<Self> {
        let present = below(&trust.touches, stem).filter_map(|(rest, states)| {
            Some((number_of(rest)?, format!("{stem}{rest}"), states.last()?.1?))
        });
        let (_, path, blob) = present.max()?;
        Some(Self { bytes: bytes(trust, blob)?, path })
    }

    /// The one at a path; `None` when it is gone.
    pub(super) fn at(trust: &'t Trust<'_>, path: &str) -> Option<Self> {
        let blob = trust.touches.get(path)?.last()?.1?;
        Some(Self { bytes: bytes(trust, blob)?, path: path.to_owned() })
    }

    /// Its signature, judged at the first commit of the line that holds it; `None` when there is none.
    pub(super) fn verify(&self, trust: &Trust<'_>, namespace: Namespace) -> Option<(usize, Signed)> {
        let states = trust.touches.get(format!("{}.sig", self.path).as_str())?;
        let blob = states.last()?.1?;
        let (place, _) = states.iter().find(|(_, held)| *held == Some(blob))?;
        let (place, at) = (*place, trust.date(*place));
        let policy = trust.policies.of(place);
        let armored = bytes(trust, blob)?;
        Some((place, signer::of_bytes(self.bytes, armored, namespace, at, policy, &trust.chain.revoked)))
    }
}

/// The number behind a statement's name: none is 1, and 1 is not written.
fn number_of(rest: &str) -> Option<u32> {
    if rest.is_empty() {
        return Some(1);
    }
    let digits = rest.strip_prefix('.')?;
    digits.parse().ok().filter(|number: &u32| *number > 1 && number.to_string() == digits)
}

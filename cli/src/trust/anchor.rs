//! G4 and G5: clocks outside, and somebody else's memory.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Span, Timestamp};

use crate::history::{Proofs, Trail};
use crate::kind::Place;
use crate::place::{BlobId, CommitId, RepoPath, Sha256};
use crate::signature::ssh::{self, Namespace, SshKey};
use crate::signature::statement::{SeenCommit, Witness};
use crate::signature::{Verdict, timestamp};
use crate::trust::authority::Performed;
use crate::trust::review::Reviewed;
use crate::trust::signer::Key;
use crate::trust::versions::Course;
use crate::trust::{Auditor, Reason, SKEW_SECONDS, Trust, Witnessed, later};

/// How many days after the last one a record may land an outside time still counts.
const ANCHORED_WITHIN_DAYS: i32 = 31;

/// A valid time stamp over a tag that names a commit.
#[derive(Debug)]
pub(super) struct Anchor {
    /// The file of the time stamp.
    pub(super) path: RepoPath,
    /// The outside time.
    pub(super) at: Timestamp,
    /// The commit that the tag names, and its place on the line.
    pub(super) commit: CommitId,
    place: Option<usize>,
    operator: Sha256,
    /// The places of the line whose trees hold it: from, to and without the second.
    held: (usize, usize),
    pub(super) at_head: bool,
}

/// A valid witness note.
#[derive(Debug)]
struct Note {
    commit: CommitId,
    place: Option<usize>,
}

/// Time stamps and notes of a history.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    stamps: Vec<Anchor>,
    notes: Vec<Note>,
    /// Files at the judged commit that prove nothing.
    pub(super) invalid: BTreeSet<RepoPath>,
}

impl Anchors {
    pub(super) fn read(
        trail: &Trail,
        proofs: &Proofs,
        places: &BTreeMap<CommitId, usize>,
        auditor: &Auditor,
    ) -> Self {
        let mut anchors = Self::default();
        let length = trail.line.len();
        for pair in pairs(trail) {
            let at_head = pair.held.1 == length;
            let bytes = |blob: Option<BlobId>| proofs.blobs.get(&blob?).map(|bytes| &**bytes);
            let (said, proof) = (bytes(pair.said), bytes(pair.proof));
            let valid = match (said, proof) {
                (Some(said), Some(proof)) if pair.is_note => {
                    let note = read_note(said, proof, trail, places, auditor);
                    note.map(|note| anchors.notes.extend(at_head.then_some(note)))
                }
                (Some(tag), Some(token)) => read_anchor(&pair, tag, token, places, auditor, at_head)
                    .map(|anchor| anchors.stamps.push(anchor)),
                _ => None,
            };
            if valid.is_none() && at_head {
                let path = if pair.proof.is_some() { pair.proof_path() } else { pair.said_path() };
                anchors.invalid.insert(path);
            }
        }
        anchors
    }

    /// The time stamps at the judged commit that cover a place of the line.
    pub(super) fn covering(&self, place: usize) -> impl Iterator<Item = &Anchor> {
        let at_head = self.stamps.iter().filter(|anchor| anchor.at_head);
        at_head.filter(move |anchor| anchor.place.is_some_and(|covers| covers >= place))
    }

    /// The time stamps that the tree of a place of the line holds.
    pub(super) fn held_at(&self, place: usize) -> impl Iterator<Item = &Anchor> {
        self.stamps.iter().filter(move |anchor| anchor.held.0 <= place && place < anchor.held.1)
    }

    /// The commits that valid time stamps and notes at the judged commit remember.
    pub(super) fn remembered(&self) -> impl Iterator<Item = CommitId> {
        let stamped = self.stamps.iter().filter(|anchor| anchor.at_head).map(|anchor| anchor.commit);
        stamped.chain(self.notes.iter().map(|note| note.commit))
    }
}

/// Two files that belong together, and the places of the line that hold both as they are.
struct Pair {
    stem: String,
    is_note: bool,
    said: Option<BlobId>,
    proof: Option<BlobId>,
    held: (usize, usize),
}

impl Pair {
    fn said_path(&self) -> RepoPath {
        RepoPath::new(format!("{}.{}", self.stem, if self.is_note { "note" } else { "tag" }))
    }

    fn proof_path(&self) -> RepoPath {
        RepoPath::new(format!("{}.{}", self.stem, if self.is_note { "note.sig" } else { "tsr" }))
    }
}

/// What was said and its proof, in every state that the line held.
fn pairs(trail: &Trail) -> Vec<Pair> {
    let mut open: BTreeMap<(String, bool), Pair> = BTreeMap::new();
    let mut closed = Vec::new();
    for (place, commit) in trail.line.iter().enumerate() {
        let old = trail.before_the_cut.iter().filter(|_| place == 0);
        let old = old.map(|(path, blob)| (path, Some(*blob)));
        let new = commit.changes.iter().map(|change| (&change.path, change.after));
        for (path, blob) in old.chain(new).filter(|(path, _)| Place::of(path) == Place::Anchor) {
            let Some((stem, is_note, is_proof)) = part_of(path) else { continue };
            let blob = blob.filter(|_| !trail.not_files.contains(&(commit.id, path.clone())));
            let key = (stem.to_owned(), is_note);
            let (mut said, mut proof) = (None, None);
            if let Some(mut before) = open.remove(&key) {
                (said, proof) = (before.said, before.proof);
                before.held.1 = place;
                if before.held.0 < place {
                    closed.push(before);
                }
            }
            *(if is_proof { &mut proof } else { &mut said }) = blob;
            if said.is_some() || proof.is_some() {
                let held = (place, trail.line.len());
                open.insert(key, Pair { stem: stem.to_owned(), is_note, said, proof, held });
            }
        }
    }
    closed.extend(open.into_values());
    closed
}

/// The name that two files share, whether they are a note, and whether this one is the proof.
fn part_of(path: &RepoPath) -> Option<(&str, bool, bool)> {
    let path = path.as_str();
    let ends =
        [(".note.sig", true, true), (".note", true, false), (".tsr", false, true), (".tag", false, false)];
    ends.into_iter().find_map(|(end, is_note, is_proof)| Some((path.strip_suffix(end)?, is_note, is_proof)))
}

fn read_anchor(
    pair: &Pair,
    tag: &[u8],
    token: &[u8],
    places: &BTreeMap<CommitId, usize>,
    auditor: &Auditor,
    at_head: bool,
) -> Option<Anchor> {
    let commit = named_by(tag)?;
    let stamp = timestamp::verify(token, tag, &auditor.stamps).ok()?;
    Some(Anchor {
        path: pair.proof_path(),
        at: stamp.at,
        commit,
        place: places.get(&commit).copied(),
        operator: stamp.root,
        held: pair.held,
        at_head,
    })
}

/// The commit that the bytes of a tag object name.
fn named_by(tag: &[u8]) -> Option<CommitId> {
    let rest = tag.strip_prefix(b"object ")?;
    let id = std::str::from_utf8(rest.get(..40)?).ok()?;
    rest.get(40..)?.starts_with(b"\ntype commit\ntag ").then_some(())?;
    id.parse().ok()
}

fn read_note(
    said: &[u8],
    armored: &[u8],
    trail: &Trail,
    places: &BTreeMap<CommitId, usize>,
    auditor: &Auditor,
) -> Option<Note> {
    let key: SshKey = match ssh::verify(armored, Namespace::Witness, said) {
        Verdict::Valid(key) => key,
        Verdict::Bad(_) | Verdict::Refused(_) | Verdict::Unsupported(_) => return None,
    };
    let note = Witness::read(said).ok()?;
    auditor.witness.fitting(&key, Namespace::Witness, note.time).next()?;
    let SeenCommit::Sha1(commit) = note.commit else { return None };
    let place = places.get(&commit).copied();
    // Of a commit of the line it must tell the place as well.
    let count = place.map(|place| place as u64 + 1).filter(|_| trail.complete);
    count.is_none_or(|count| count == note.count).then_some(Note { commit, place })
}

/// G4 and G5.
pub(super) fn judge(
    trust: &Trust<'_>,
    course: &Course<'_>,
    performed: &Performed,
    reviewed: Option<&Reviewed>,
    reasons: &mut BTreeSet<Reason>,
) -> Option<Witnessed> {
    let signed = performed.by.as_ref().map(|(place, _)| *place);
    let rests_on = signed.into_iter().chain(reviewed.map(|reviewed| reviewed.place));
    let covered = rests_on.fold(course.first, usize::max);
    let anchors: Vec<&Anchor> = trust.anchors.covering(covered).collect();
    let Some(earliest) = anchors.iter().map(|anchor| anchor.at).min() else {
        reasons.insert(Reason::NotAnchored);
        return None;
    };
    if is_late(trust, course, earliest) {
        reasons.insert(Reason::AnchoredLate);
    }
    if trust.date(course.first) > later(earliest, SKEW_SECONDS) {
        reasons.insert(Reason::DatedAfterAnchor);
    }
    let own = performed.by.iter().map(|(_, key)| key).chain(reviewed.map(|reviewed| &reviewed.key));
    let chain = trust.chain.keys(covered).filter_map(|(place, key)| {
        let times = trust.anchors.covering(place).map(|anchor| anchor.at);
        Some((times.min()?, key))
    });
    if own.map(|key| (earliest, key)).chain(chain).any(|(at, key)| has_ended(trust, key, at)) {
        reasons.insert(Reason::KeyEndedBeforeAnchor);
    }
    if Reason::grade(reasons) > crate::trust::Grade::G3 {
        let in_time = anchors.iter().filter(|anchor| !is_late(trust, course, anchor.at));
        if in_time.map(|anchor| anchor.operator).collect::<BTreeSet<_>>().len() < 2 {
            reasons.insert(Reason::OneOperator);
        }
        let remembers = |note: &Note| note.place.is_some_and(|place| place >= course.first);
        if !trust.anchors.notes.iter().any(remembers) {
            reasons.insert(Reason::NotWitnessed);
        }
    }
    let paths: BTreeSet<RepoPath> = anchors.iter().map(|anchor| anchor.path.clone()).collect();
    Some(Witnessed {
        from: trust.anchors.held_at(course.first).map(|anchor| anchor.at).max(),
        to: earliest,
        anchors: paths.into_iter().collect(),
    })
}

/// Whether an outside time is more than 31 days after the last day on which the record could land.
fn is_late(trust: &Trust<'_>, course: &Course<'_>, at: Timestamp) -> bool {
    let Some(performed) = course.performed else { return false };
    let last = trust.policies.of(course.first).recorded_within.after(performed);
    let last = last.checked_add(Span::new().days(ANCHORED_WITHIN_DAYS)).unwrap_or(last);
    trust.zone.end_of(last).is_some_and(|end| at >= end)
}

/// Whether a key had ended by an instant, by the policy at the judged commit. One that is not listed
/// there any more says nothing of its end, and is not given the benefit of the doubt.
fn has_ended(trust: &Trust<'_>, key: &Key, at: Timestamp) -> bool {
    let policy = trust.policies.at_head();
    match key {
        Key::Ssh(key) => {
            let lines = policy.signers.lines().iter().filter(|line| line.key() == key);
            lines.into_iter().all(|line| line.valid_before().is_some_and(|end| end < at))
        }
        Key::OpenPgp(key) => !policy.certificates.iter().any(|one| one.standing(key, at).is_ok()),
    }
}

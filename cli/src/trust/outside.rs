//! What stands outside of the company's own clocks and keys: time stamps and witness notes.
//!
//! In: the files below `evidence/anchors/` in every state that the main line held, and what the
//! [`Auditor`] knows. Out: for the grades the outside times and remembered commits of each place of
//! the line; for people a [`Listed`] of each file at the judged commit, with why it proves nothing.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::history::{Proofs, Trail};
use crate::kind::Place;
use crate::place::{BlobId, CommitId, RepoPath, Sha256};
use crate::signature::ssh::{self, Namespace};
use crate::signature::statement::{SeenCommit, Witness};
use crate::signature::timestamp::{self, StampFault};
use crate::signature::{Unsupported, Verdict};
use crate::trust::forge::{Forges, Operator};
use crate::trust::listed::{AnchorFault, Kind, Listed, Standing};
use crate::trust::{Auditor, Trust, commit_named_by};

/// A valid time stamp over a tag that names a commit.
#[derive(Debug)]
pub(super) struct Anchor {
    /// The file of the time stamp.
    path: RepoPath,
    /// The outside time.
    pub(super) at: Timestamp,
    /// The commit that the tag names, and its place on the line.
    commit: CommitId,
    place: Option<usize>,
    operator: Sha256,
    called: String,
    /// The places of the line whose trees hold it: from, to and without the second.
    held: (usize, usize),
    at_head: bool,
}

/// A valid witness note.
#[derive(Debug)]
pub(super) struct Note {
    commit: CommitId,
    pub(super) place: Option<usize>,
    at: Timestamp,
    key: String,
}

/// An outside time that covers a place of the line.
#[derive(Debug)]
pub(super) struct Covering {
    pub(super) at: Timestamp,
    pub(super) operator: Operator,
    /// The path of a time stamp, or the id of a commit that a forge signed.
    pub(super) named: String,
}

/// Time stamps, notes and forges of a history.
#[derive(Debug)]
pub(super) struct Anchors {
    stamps: Vec<Anchor>,
    pub(super) notes: Vec<Note>,
    pub(super) forges: Forges,
    /// For each place of the line, the first outside time that covers it.
    earliest: Vec<Option<Timestamp>>,
    /// Files at the judged commit that prove nothing.
    pub(super) invalid: BTreeSet<RepoPath>,
    pub(super) listed: Vec<Listed>,
}

impl Anchors {
    pub(super) fn read(
        trail: &Trail,
        proofs: &Proofs,
        places: &BTreeMap<CommitId, usize>,
        auditor: &Auditor,
    ) -> Self {
        let desk = Desk { trail, places, auditor };
        let forges = Forges::read(trail, proofs, &auditor.forges);
        let length = trail.line.len();
        let (mut stamps, mut notes, mut listed) = (Vec::new(), Vec::new(), Vec::new());
        let mut invalid = BTreeSet::new();
        for pair in pairs(trail) {
            let at_head = pair.held.1 == length;
            let bytes = |blob: Option<BlobId>| proofs.blobs.get(&blob?).map(|bytes| &**bytes);
            let (said, proof) = (bytes(pair.said), bytes(pair.proof));
            let judged = match (said, proof) {
                (Some(said), Some(proof)) if pair.is_note => desk.note(said, proof).map(Proof::Note),
                (Some(said), Some(proof)) => desk.stamp(&pair, said, proof, at_head).map(Proof::Stamp),
                (Some(_), None) => Err(AnchorFault::Alone(pair.proof_path())),
                (None, _) => Err(AnchorFault::Alone(pair.said_path())),
            };
            if at_head {
                let commit = said.and_then(|said| pair.commit_of(said));
                listed.push(desk.listed(&pair, commit, &judged));
                if judged.is_err() {
                    invalid.insert(pair.path());
                }
            }
            match judged {
                Ok(Proof::Stamp(stamp)) => stamps.push(stamp),
                // Only what the judged commit holds is remembered.
                Ok(Proof::Note(note)) => notes.extend(at_head.then_some(note)),
                Err(_) => {}
            }
        }
        listed.sort_by(|a: &Listed, b: &Listed| a.path.cmp(&b.path));
        let earliest = earliest(length, &stamps, &forges);
        Self { stamps, notes, forges, earliest, invalid, listed }
    }

    /// The outside times that cover a place of the line: every time stamp at the judged commit, and
    /// of each forge the first.
    pub(super) fn covering(&self, place: usize) -> impl Iterator<Item = Covering> {
        let at_head = self.stamps.iter().filter(|anchor| anchor.at_head);
        let stamps = at_head.filter(move |anchor| anchor.place.is_some_and(|covers| covers >= place));
        let stamps = stamps.map(|anchor| Covering {
            at: anchor.at,
            operator: Operator::Authority(anchor.operator),
            named: anchor.path.to_string(),
        });
        stamps.chain(self.forges.covering(place))
    }

    /// The first outside time that covers a place of the line.
    pub(super) fn earliest(&self, place: usize) -> Option<Timestamp> {
        self.earliest.get(place).copied().flatten()
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

/// The tags that the judged commit keeps for time stamps: the file, its bytes, the commit that it names.
pub(super) fn tags_at_head<'t>(trust: &'t Trust<'_>) -> impl Iterator<Item = (RepoPath, &'t [u8], CommitId)> {
    let length = trust.trail.line.len();
    let pairs = pairs(trust.trail).into_iter().filter(move |pair| pair.held.1 == length && !pair.is_note);
    pairs.filter_map(|pair| {
        let tag = trust.proofs.blobs.get(&pair.said?)?;
        Some((pair.said_path(), &**tag, commit_named_by(tag)?))
    })
}

/// For each place of the line, the first time of what covers it.
fn earliest(length: usize, stamps: &[Anchor], forges: &Forges) -> Vec<Option<Timestamp>> {
    let mut times: Vec<Option<Timestamp>> = vec![None; length];
    let mut covers = |place: usize, at: Timestamp| {
        if let Some(time) = times.get_mut(place) {
            *time = Some(time.map_or(at, |other| other.min(at)));
        }
    };
    for anchor in stamps.iter().filter(|anchor| anchor.at_head) {
        anchor.place.iter().for_each(|place| covers(*place, anchor.at));
    }
    forges.times().for_each(|(place, at)| covers(place, at));
    let mut best = None;
    for time in times.iter_mut().rev() {
        best = [best, *time].into_iter().flatten().min();
        *time = best;
    }
    times
}

enum Proof {
    Stamp(Anchor),
    Note(Note),
}

/// What every file is judged by.
struct Desk<'a> {
    trail: &'a Trail,
    places: &'a BTreeMap<CommitId, usize>,
    auditor: &'a Auditor,
}

impl Desk<'_> {
    fn stamp(&self, pair: &Pair, tag: &[u8], token: &[u8], at_head: bool) -> Result<Anchor, AnchorFault> {
        let commit = commit_named_by(tag).ok_or(AnchorFault::NoTag)?;
        let roots = &self.auditor.stamps;
        let stamp = timestamp::verify(token, tag, roots).map_err(|fault| match fault {
            StampFault::NotPinned if roots.is_empty() => AnchorFault::NoRoots,
            other => AnchorFault::Stamp(other),
        })?;
        Ok(Anchor {
            path: pair.proof_path(),
            at: stamp.at,
            commit,
            place: self.places.get(&commit).copied(),
            operator: stamp.root,
            called: stamp.operator,
            held: pair.held,
            at_head,
        })
    }

    fn note(&self, said: &[u8], armored: &[u8]) -> Result<Note, AnchorFault> {
        let key = match ssh::verify(armored, Namespace::Witness, said) {
            Verdict::Valid(key) => key,
            Verdict::Bad(fault) => return Err(AnchorFault::Signature(fault)),
            Verdict::Refused(refusal) => return Err(AnchorFault::Key(refusal)),
            Verdict::Unsupported(what) => return Err(AnchorFault::Unsupported(what)),
        };
        let note = Witness::read(said).map_err(AnchorFault::Statement)?;
        let witness = &self.auditor.witness;
        if witness.lines().is_empty() {
            return Err(AnchorFault::NoWitness);
        }
        let known = witness.fitting(&key, Namespace::Witness, note.time).next();
        known.ok_or(AnchorFault::OtherKey)?;
        let SeenCommit::Sha1(commit) = note.commit else {
            return Err(AnchorFault::Unsupported(Unsupported::Algorithm("SHA-256 object id".to_owned())));
        };
        let place = self.places.get(&commit).copied();
        // Of a commit of the line it must tell the place as well.
        let count = place.map(|place| place as u64 + 1).filter(|_| self.trail.complete);
        match count {
            Some(count) if count != note.count => Err(AnchorFault::Count { says: note.count, is: count }),
            _ => Ok(Note { commit, place, at: note.time, key: key.fingerprint().to_string() }),
        }
    }

    fn listed(&self, pair: &Pair, commit: Option<CommitId>, judged: &Result<Proof, AnchorFault>) -> Listed {
        let (at, operator, fault) = match judged {
            Ok(Proof::Stamp(stamp)) => (Some(stamp.at), Some(stamp.called.clone()), None),
            Ok(Proof::Note(note)) => (Some(note.at), Some(note.key.clone()), None),
            Err(fault) => (None, None, Some(fault.clone())),
        };
        let place = commit.and_then(|commit| self.places.get(&commit).copied());
        let elsewhere = || match commit {
            Some(_) if place.is_some() => None,
            Some(id) if self.trail.sides.contains_key(&id) => Some(AnchorFault::Switched),
            Some(_) if !self.trail.complete => Some(AnchorFault::Cut),
            Some(_) | None => Some(AnchorFault::Rewritten),
        };
        Listed {
            path: pair.path(),
            kind: if pair.is_note { Kind::Note } else { Kind::Stamp },
            commit,
            covers: place.map(|place| place + 1),
            at,
            operator,
            standing: fault.or_else(elsewhere).map_or(Standing::Valid, Standing::of),
        }
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
    /// The commit that a tag or a note names, whatever its proof is worth.
    fn commit_of(&self, said: &[u8]) -> Option<CommitId> {
        if !self.is_note {
            return commit_named_by(said);
        }
        match Witness::read(said).ok()?.commit {
            SeenCommit::Sha1(commit) => Some(commit),
            SeenCommit::Sha256(_) => None,
        }
    }

    fn said_path(&self) -> RepoPath {
        RepoPath::new(format!("{}.{}", self.stem, if self.is_note { "note" } else { "tag" }))
    }

    fn proof_path(&self) -> RepoPath {
        RepoPath::new(format!("{}.{}", self.stem, if self.is_note { "note.sig" } else { "tsr" }))
    }

    /// The proof, where there is one.
    fn path(&self) -> RepoPath {
        if self.proof.is_some() { self.proof_path() } else { self.said_path() }
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

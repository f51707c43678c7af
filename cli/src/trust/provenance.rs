//! What the signatures and memories of a history prove, for the rules: the facts that grades are made
//! of, told once for each cause and not once for each record.
//!
//! In: [`Trust`]. Out: [`Provenance`]. Commits up to the trust root are not in it: the root is taken
//! as it stands.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::kind::{Kind, Place};
use crate::model;
use crate::place::{BlobId, CommitId, RepoPath};
use crate::signature::ssh::Namespace;
use crate::trust::authority::{Filed, date_of};
use crate::trust::signer::{self, Signed};
use crate::trust::standing::SignatureStanding;
use crate::trust::versions::{Course, bytes as bytes_of};
use crate::trust::{Reason, Trust, outside};

/// What can be told of a history's signatures.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The commits after the root that are judged: those of the line, oldest first, then those beside it
    /// that brought a record that is on file.
    pub commits: Vec<Proof>,
    /// The records on file that landed after the root, by path.
    pub records: Vec<Landed>,
    /// From which place of the line on commits are judged by a policy that lists a key; `None` when no
    /// key is on file at the judged commit either.
    pub keys_since: Option<usize>,
    /// The commit that first listed a key: as a root it would have nothing unsigned before it.
    pub first_keys: Option<CommitId>,
    /// Commits that somebody remembers, and that the line does not hold.
    pub rewritten: Vec<Rewritten>,
    /// The tag that was asked for, and those that the repository keeps for its time stamps.
    pub tags: Vec<Sealed>,
    /// Signatures of statements at the judged commit that prove nothing.
    pub statements: Vec<(RepoPath, SignatureStanding)>,
}

/// A commit and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The commit.
    pub commit: CommitId,
    /// Its place on the line, or that of the merge that brought it in.
    pub place: usize,
    /// False for a commit beside the line.
    pub on_line: bool,
    /// Its committer date.
    pub at: Timestamp,
    /// What became of its signature.
    pub standing: SignatureStanding,
}

/// A record on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landed {
    /// Its path.
    pub path: RepoPath,
    /// The place of the line at which it landed.
    pub place: usize,
    /// Who answers for its bytes.
    pub by: Bringer,
}

/// Who answers for the bytes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bringer {
    /// A commit or a statement whose signature stands, or was not looked at: no key is on file.
    Somebody,
    /// No commit that brought them is signed.
    Nobody,
    /// A signature that does not count; told with the commit.
    Refused,
    /// They came to be in this merge: no parent has them.
    Merge(CommitId),
}

/// A commit that is remembered and not on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// `HISTORY_REWRITTEN`, `MAINLINE_SWITCHED` or `ROOT_NOT_ON_LINE`.
    pub reason: Reason,
    /// The commit, as it is remembered.
    pub commit: String,
    /// The file that remembers it; `None` for what the auditor or the programme says.
    pub file: Option<RepoPath>,
}

/// A tag and its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The tag's name, or the path of the file that keeps it.
    pub name: String,
    /// The file that keeps it; `None` for the tag that was asked for.
    pub file: Option<RepoPath>,
    /// `TAG_LIGHTWEIGHT` or `TAG_NAME_DIFFERS`, as `integrity` has it.
    pub fault: Option<&'static str>,
    /// What became of its signature.
    pub standing: SignatureStanding,
}

impl Provenance {
    /// Gathers what the rules look at.
    pub fn of(trust: &Trust<'_>) -> Self {
        let lists_keys = |place: &usize| trust.policies.of(*place).lists_keys();
        let length = trust.trail.line.len();
        let mut keys_since = (trust.root + 1..length).find(lists_keys);
        if keys_since.is_none() && trust.policies.at_head().lists_keys() {
            keys_since = Some(length);
        }
        let first_keys = keys_since.and_then(|place| trust.trail.line.get(place.checked_sub(1)?));
        let records = records(trust, keys_since.is_some());
        Self {
            commits: commits(trust, &records),
            records,
            keys_since,
            first_keys: first_keys.map(|commit| commit.id),
            rewritten: rewritten(trust),
            tags: trust.tag().into_iter().chain(kept_tags(trust)).collect(),
            statements: statements(trust),
        }
    }

    /// How many records on file landed at a place or after it.
    pub fn resting_on(&self, place: usize) -> usize {
        self.records.iter().filter(|record| record.place >= place).count()
    }
}

/// Every record on file that landed after the root.
fn landings<'t>(trust: &'t Trust<'_>) -> impl Iterator<Item = Landed> + 't {
    trust.touches.iter().filter_map(|(path, states)| {
        let path = RepoPath::new(*path);
        let (_, blob) = states.last()?;
        blob.filter(|_| Place::of(&path) == Place::Known(Kind::Evidence))?;
        let (place, _) = states.iter().find(|(_, blob)| blob.is_some())?;
        (*place > trust.root).then_some(Landed { path, place: *place, by: Bringer::Somebody })
    })
}

fn records(trust: &Trust<'_>, keys: bool) -> Vec<Landed> {
    landings(trust).map(|landed| Landed { by: bringer(trust, &landed.path, keys), ..landed }).collect()
}

/// The bytes that are on file at a path.
fn newest(trust: &Trust<'_>, path: &RepoPath) -> Option<BlobId> {
    trust.touches.get(path.as_str())?.last()?.1
}

/// Who answers for the bytes on file; without `keys` on file only whether a merge made them up.
fn bringer(trust: &Trust<'_>, path: &RepoPath, keys: bool) -> Bringer {
    let Some(blob) = newest(trust, path) else { return Bringer::Somebody };
    let brought = trust.trail.brought.get(path).map_or(&[][..], Vec::as_slice);
    let newest = brought.iter().filter(|one| one.blob == blob);
    let mut own = newest.filter(|one| !one.merge).map(|one| trust.chain.signed(one.commit));
    let statement = || Filed::highest(trust, &format!("{}.performed", stem(path)));
    let stated = || statement().and_then(|filed| filed.verify(trust, Namespace::Performed));
    if own.any(|signed| !keys || signed.verifies()) || stated().is_some_and(|(_, signed)| signed.verifies()) {
        return Bringer::Somebody;
    }
    // An earlier version that the newest completes may be the one that was signed.
    let bytes = bytes_of(trust, blob);
    let Some(record) = bytes.and_then(|bytes| model::read_record(path, bytes)) else {
        return Bringer::Somebody;
    };
    let Some(course) = Course::of(trust, &record) else { return Bringer::Somebody };
    let all = || course.versions.iter().flat_map(|version| &version.brought);
    let signed: Vec<&Signed> =
        all().filter(|one| !one.merge).map(|one| trust.chain.signed(one.commit)).collect();
    if signed.iter().any(|signed| !keys || signed.verifies()) {
        Bringer::Somebody
    } else if signed.is_empty() {
        all().next().map_or(Bringer::Somebody, |one| Bringer::Merge(one.commit))
    } else if signed.iter().all(|signed| **signed == Signed::Not(Reason::Unsigned)) {
        Bringer::Nobody
    } else {
        Bringer::Refused
    }
}

fn stem(path: &RepoPath) -> String {
    model::record_folder(path).to_string()
}

fn commits(trust: &Trust<'_>, records: &[Landed]) -> Vec<Proof> {
    let proof = |commit: CommitId, place: usize, on_line: bool, at: Timestamp| {
        let standing = SignatureStanding::of(trust.chain.signed(commit), trust.policies.of(place));
        Proof { commit, place, on_line, at, standing }
    };
    let line = trust.trail.line.iter().enumerate().skip(trust.root + 1);
    let line = line.map(|(place, commit)| proof(commit.id, place, true, commit.committer.at));
    let mut beside = BTreeSet::new();
    for record in records {
        let blob = newest(trust, &record.path);
        let brought = trust.trail.brought.get(&record.path).into_iter().flatten();
        for one in brought.filter(|one| Some(one.blob) == blob && !one.merge) {
            if let Some(place) = trust.trail.sides.get(&one.commit) {
                beside.insert((*place as usize, one.commit));
            }
        }
    }
    let beside = beside.into_iter().map(|(place, commit)| {
        let raw = trust.proofs.commits.get(&commit).map(|raw| &**raw).unwrap_or_default();
        let at = date_of(raw, b"committer ").unwrap_or(Timestamp::UNIX_EPOCH);
        proof(commit, place, false, at)
    });
    line.chain(beside).collect()
}

/// What the auditor, the programme and the files of the judged commit remember.
fn rewritten(trust: &Trust<'_>) -> Vec<Rewritten> {
    let mut found = trust.wide.rewritten.clone();
    for (path, _, commit) in outside::tags_at_head(trust) {
        let reason = if trust.places.contains_key(&commit) || trust.proofs.ahead.contains(&commit) {
            continue;
        } else if trust.trail.sides.contains_key(&commit) {
            Reason::MainlineSwitched
        } else {
            Reason::HistoryRewritten
        };
        let commit = commit.to_string();
        // A time stamp over it that is valid has said so already; the file is the better place.
        found.retain(|one| one.commit != commit);
        found.push(Rewritten { reason, commit, file: Some(path) });
    }
    found.sort_by(|a, b| (&a.file, &a.commit).cmp(&(&b.file, &b.commit)));
    found
}

/// The tags that the judged commit keeps for time stamps, each judged by the policy of the commit that
/// it names.
fn kept_tags(trust: &Trust<'_>) -> Vec<Sealed> {
    let sealed = |(path, raw, commit): (RepoPath, &[u8], CommitId)| Sealed {
        name: path.to_string(),
        standing: trust.seal(raw, trust.places.get(&commit).copied()),
        file: Some(path),
        fault: None,
    };
    outside::tags_at_head(trust).map(sealed).collect()
}

/// Signatures of reviews and of performers that prove nothing.
fn statements(trust: &Trust<'_>) -> Vec<(RepoPath, SignatureStanding)> {
    let mut found = Vec::new();
    for (path, states) in &trust.touches {
        let Some(said) = path.strip_suffix(".sig") else { continue };
        if states.last().is_none_or(|(_, blob)| blob.is_none()) {
            continue;
        }
        let namespace = if said.contains(".review") { Namespace::Review } else { Namespace::Performed };
        let Some((place, signed)) = Filed::at(trust, said).and_then(|filed| filed.verify(trust, namespace))
        else {
            continue;
        };
        let standing = SignatureStanding::of(&signed, trust.policies.of(place));
        if !standing.verifies() {
            found.push((RepoPath::new(*path), standing));
        }
    }
    found
}

impl Trust<'_> {
    /// The tag that was asked for, and what became of its signature.
    pub fn tag(&self) -> Option<Sealed> {
        let tag = self.trail.tag.as_ref()?;
        let fault = match &tag.name_inside {
            _ if tag.object.is_none() => Some("TAG_LIGHTWEIGHT"),
            Some(inside) if *inside == tag.name => None,
            Some(_) | None => Some("TAG_NAME_DIFFERS"),
        };
        let place = self.places.get(&tag.commit).copied();
        Some(Sealed { name: tag.name.clone(), file: None, fault, standing: self.seal(&tag.raw, place) })
    }

    /// Verifies the signature of a tag by the policy in the tree of the commit that it names, at the
    /// tagger's date.
    fn seal(&self, raw: &[u8], place: Option<usize>) -> SignatureStanding {
        let policy = self.policies.in_tree_of(place);
        let at = date_of(raw, b"tagger ").or_else(|| place.map(|place| self.date(place)));
        let signed = match at {
            Some(at) => signer::of_tag(raw, at, policy, &self.chain.revoked),
            None => Signed::Not(Reason::SignatureBad),
        };
        SignatureStanding::of(&signed, policy)
    }
}

//! How far each record's date and names can be believed: grades, each with its reasons.
//!
//! In: the [`Trail`] and its [`Proofs`], the programme's time zone, and what the [`Auditor`] knows that
//! the repository does not. Out: for each record a [`Graded`], and entries for `integrity`. Nothing
//! here reads files or a clock. One file for each level: `altered` (X), `landing` (G1), `authority`
//! (G2), `review` (G3), `anchor` (G4 and G5), `wide` what speaks against every record; `policy` says by
//! whose keys a commit is judged, `versions` which bytes of a record count,
//! `readings` what they say, `outside` and `forge` what
//! clocks and witnesses say. `provenance` tells the same facts to the rules, once for each cause.

mod altered;
mod anchor;
mod authority;
mod forge;
mod landing;
mod listed;
mod outside;
mod policy;
mod provenance;
mod readings;
mod reason;
mod review;
mod signer;
mod standing;
mod versions;
mod wide;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use jiff::Timestamp;

pub use forge::ForgeListed;
pub use listed::{AnchorFault, Kind as AnchorKind, Listed, Outside, Standing};
pub use provenance::{Bringer, Landed, Proof, Provenance, Rewritten, Sealed};
pub use readings::{Edited, Readings};
pub use reason::{Grade, Reason};
pub use standing::SignatureStanding;

use crate::calendar::CompanyZone;
use crate::history::{Proofs, Trail};
use crate::model::{FileFact, Record};
use crate::place::{CommitId, Form};
use crate::signature::openpgp::Certificate;
use crate::signature::ssh::AllowedSigners;
use crate::signature::timestamp::Roots;

use authority::Chain;
use outside::Anchors;
use policy::Policies;
use versions::Course;

/// How many seconds clocks may differ.
const SKEW_SECONDS: i64 = 300;

/// What the auditor knows, and the repository cannot say of itself.
#[derive(Debug, Clone, Default)]
pub struct Auditor {
    /// The trust root that was agreed, as written; `None` for the oldest commit.
    pub root: Option<String>,
    /// Commits of the main line that he has seen.
    pub seen: BTreeSet<CommitId>,
    /// Roots of authorities for time stamps.
    pub stamps: Roots,
    /// Keys with which forges sign what is merged on the web; one list is one forge.
    pub forges: Vec<Vec<Certificate>>,
    /// Keys of witnesses.
    pub witness: AllowedSigners,
    /// True when a revision was asked for: then it may be older than what was seen.
    pub by_revision: bool,
}

/// A grade, why it is no better, and what is known of the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// The grade.
    pub grade: Grade,
    /// Every predicate that fails, by code.
    pub reasons: BTreeSet<Reason>,
    /// The interval in which it came to exist by clocks outside, from G4 on.
    pub witnessed: Option<Witnessed>,
}

impl Graded {
    /// A grade by reasons alone.
    pub fn by(reasons: BTreeSet<Reason>) -> Self {
        Self { grade: Reason::grade(&reasons), reasons, witnessed: None }
    }

    /// The same with one more reason.
    #[must_use]
    pub fn and(mut self, reason: Reason) -> Self {
        self.reasons.insert(reason);
        let witnessed = self.witnessed;
        let graded = Self::by(self.reasons);
        Self { witnessed: witnessed.filter(|_| graded.grade >= Grade::G4), ..graded }
    }
}

/// Between which outside times a record came to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witnessed {
    /// Not before; `None` when no clock bounds it.
    pub from: Option<Timestamp>,
    /// Not after.
    pub to: Timestamp,
    /// What covers it: paths of time stamps, and ids of commits that a forge signed.
    pub anchors: Vec<String>,
}

/// Which root grades rest on, and how many commits the auditor had seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The root; `None` when there is no commit.
    pub root: Option<CommitId>,
    /// True when it was agreed and not just the oldest commit.
    pub agreed: bool,
    /// How many seen commits were given.
    pub seen: usize,
    /// How many roots of authorities for time stamps were given.
    pub stamps: usize,
    /// How many forges whose keys were given.
    pub forges: usize,
    /// How many keys of witnesses were given.
    pub witnesses: usize,
    /// The tag that was asked for, with what became of its signature.
    pub tag: Option<Sealed>,
}

impl Ground {
    /// What the grades rest on, in one line.
    pub fn words(&self) -> String {
        let root = match self.root {
            Some(root) if self.agreed => format!("root: {}", root.short()),
            Some(root) => format!("root: not agreed (the oldest commit, {})", root.short()),
            None => "root: not agreed".to_owned(),
        };
        let commits = if self.seen == 1 { "commit" } else { "commits" };
        let clocks = if self.stamps == 1 { "root of a clock" } else { "roots of clocks" };
        let mut words = format!("{root} · {} {commits} seen before · {} {clocks}", self.seen, self.stamps);
        for (number, one, many) in
            [(self.forges, "forge", "forges"), (self.witnesses, "key of a witness", "keys of witnesses")]
        {
            if number > 0 {
                // Writing to a String cannot fail.
                let _ = write!(words, " · {number} {}", if number == 1 { one } else { many });
            }
        }
        words
    }
}

/// Everything that grades of one history have in common, worked out once.
pub struct Trust<'a> {
    trail: &'a Trail,
    proofs: &'a Proofs,
    zone: &'a CompanyZone,
    /// The place of the trust root on the line.
    root: usize,
    places: BTreeMap<CommitId, usize>,
    policies: Policies,
    chain: Chain,
    anchors: Anchors,
    /// The first place of the line whose key had ended before the outside time that covers it.
    first_ended: Option<usize>,
    /// For each place of the line, the latest date before it that counts.
    latest: Vec<Option<Timestamp>>,
    touches: versions::Touches<'a>,
    /// What an earlier run left of them.
    known: Readings,
    readings: OnceLock<Readings>,
    wide: wide::Wide,
    ground: Ground,
}

impl<'a> Trust<'a> {
    /// Verifies what all grades rest on.
    pub fn new(trail: &'a Trail, proofs: &'a Proofs, zone: &'a CompanyZone, auditor: &Auditor) -> Self {
        Self::knowing(trail, proofs, zone, auditor, Readings::default())
    }

    /// The same, where an earlier run left what versions of records say.
    pub fn knowing(
        trail: &'a Trail,
        proofs: &'a Proofs,
        zone: &'a CompanyZone,
        auditor: &Auditor,
        known: Readings,
    ) -> Self {
        let places: BTreeMap<CommitId, usize> =
            trail.line.iter().enumerate().map(|(place, commit)| (commit.id, place)).collect();
        let asked = auditor.root.as_ref().map(|text| text.parse::<CommitId>().ok());
        let found = asked.flatten().and_then(|id| places.get(&id).copied());
        let root = found.unwrap_or(0);
        let policies = Policies::follow(trail, proofs, root);
        let chain = Chain::verify(trail, proofs, &places, &policies, root);
        let anchors = Anchors::read(trail, proofs, &places, auditor);
        let first_ended = anchor::first_ended(&chain, &anchors, &policies);
        let wide = wide::Wide::of(trail, proofs, &places, auditor, &anchors, root);
        let ground = Ground {
            root: trail.line.get(root).map(|commit| commit.id),
            agreed: found.is_some(),
            seen: auditor.seen.len(),
            stamps: auditor.stamps.len(),
            forges: auditor.forges.len(),
            witnesses: auditor.witness.lines().len(),
            tag: None,
        };
        let touches = versions::touches(trail);
        let latest = landing::latest(trail, &anchors, root);
        let mut trust = Self {
            trail,
            proofs,
            zone,
            root,
            places,
            policies,
            chain,
            anchors,
            first_ended,
            latest,
            touches,
            known,
            readings: OnceLock::new(),
            wide,
            ground,
        };
        trust.ground.tag = trust.tag();
        trust
    }

    /// What became of the signature of a commit of the line; `None` at the root and before it, where
    /// nothing is verified.
    pub fn signature(&self, commit: CommitId) -> Option<SignatureStanding> {
        let place = *self.places.get(&commit).filter(|place| **place > self.root)?;
        Some(SignatureStanding::of(self.chain.signed(commit), self.policies.of(place)))
    }

    /// The commits whose SSH signature fits their bytes, each with the bytes of the key that made it; whose
    /// key that is has no say here.
    pub fn signed(&self) -> impl Iterator<Item = (CommitId, &[u8])> {
        self.chain.fitting()
    }

    /// What the versions of records say. It is read when it is first asked for, on all cores: whoever asks
    /// for grades on several threads asks for this before.
    pub fn readings(&self) -> &Readings {
        self.readings.get_or_init(|| Readings::of(self.trail, self.proofs, &self.known))
    }

    /// What they say beyond what was known, with that; `None` when it is less than `worth` so many facts.
    pub fn learnt(&self, worth: usize) -> Option<Readings> {
        let readings = self.readings.get().filter(|readings| readings.beyond(&self.known) >= worth)?;
        Some(self.known.clone().and(readings))
    }

    /// Which root, and what was known beside the repository.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// What clocks and witnesses outside say of the history.
    pub fn outside(&self) -> Outside {
        let against = |entry: &&String| {
            let code = entry.split(' ').next().unwrap_or_default();
            Reason::ALL.iter().any(|reason| reason.code() == code && reason.speaks_against())
        };
        Outside {
            ground: self.ground.clone(),
            length: self.trail.line.len(),
            anchors: self.anchors.listed.clone(),
            forges: self.anchors.forges.listed.clone(),
            against: self.wide.integrity.iter().filter(against).cloned().collect(),
        }
    }

    /// Entries for `integrity`, `CODE subject`.
    pub fn integrity(&self) -> impl Iterator<Item = &String> {
        self.wide.integrity.iter()
    }

    /// Grades a record. `altering` are the main-line commits whose edits changed what it said, `file`
    /// finds a file of the judged tree.
    pub fn grade<'f>(
        &self,
        record: &Record,
        altering: impl IntoIterator<Item = CommitId>,
        file: impl Fn(&str) -> Option<&'f FileFact>,
    ) -> Graded {
        let mut reasons = self.wide.reasons.clone();
        let Some(course) = Course::of(self, record) else {
            // It landed before the history is cut, or it is not committed.
            return Graded::by(reasons);
        };
        altered::judge(self, &course, altering, &file, &mut reasons);
        landing::judge(self, &course, &mut reasons);
        let performed = authority::judge(self, &course, &mut reasons);
        let reviewed = review::judge(self, &course, &performed, &mut reasons);
        let witnessed = anchor::judge(self, &course, &performed, reviewed.as_ref(), &mut reasons);
        Reason::keep_proved(&mut reasons);
        let graded = Graded::by(reasons);
        Graded { witnessed: witnessed.filter(|_| graded.grade >= Grade::G4), ..graded }
    }

    fn date(&self, place: usize) -> Timestamp {
        self.trail.line[place].committer.at
    }
}

impl std::fmt::Debug for Trust<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trust").field("ground", &self.ground).finish_non_exhaustive()
    }
}

/// The commit that the bytes of an annotated tag name.
pub fn commit_named_by(tag: &[u8]) -> Option<CommitId> {
    let rest = tag.strip_prefix(b"object ")?;
    let id = std::str::from_utf8(rest.get(..40)?).ok()?;
    rest.get(40..)?.starts_with(b"\ntype commit\ntag ").then_some(())?;
    id.parse().ok()
}

/// An instant this many seconds later; saturates.
fn later(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(at.as_second().saturating_add(seconds)).unwrap_or(if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// True when a form is no regular file.
fn is_no_file(form: Form) -> bool {
    match form {
        Form::File => false,
        Form::Symlink | Form::Submodule => true,
    }
}

#[cfg(test)]
mod tests;

//! Register, trail and calendar meet here, once: every derived fact about every occurrence.
//!
//! In: the [`Register`](crate::model::Register) at a revision, the [`Trail`](crate::history::Trail)
//! up to it, a window and the as-of day. Out: an [`Assessment`]. The linter's "missing" and the
//! packet's "missing" are the same field of it. No finding is made here and nothing is printed.

mod acknowledgement;
mod agenda;
mod approval;
mod assurance;
mod clocks;
mod compare;
mod coverage;
mod crosswalk;
mod days;
mod dry_run;
mod edits;
mod expect;
mod exposure;
mod flags;
mod gaps;
mod holding;
mod line;
mod plan;
mod reviewing;
mod run;
mod soa;
mod strength;
mod using;
mod value;
mod weakening;

#[cfg(test)]
mod tests;

pub use acknowledgement::Acknowledgement;
pub use agenda::{Duty, DutyKind, Urgency, agenda};
pub use approval::{ChangedSince, OtherDecision, Pasts, PolicyPast, SoaPast, pasts};
pub use assurance::{Unspoken, unspoken};
pub use clocks::{Clock, ClockState, clocks, clocks_of};
pub use compare::{
    Area, Comparison, Concern, ConcernKind, Cover, CoverKind, Delta, Edited, EditedHow, EvidenceChanges,
    Fate, Looker, OtherFile, Prose, State, act, concerns, control_shifts, lookers, policy_shifts, prose,
    rated, renamed, risk_shifts, vendor_shifts,
};
pub use coverage::{Claimant, Coverage, Covered, Latest, Standing, Tally};
pub use crosswalk::{Bond, Crossed, Crossing, Difference, Side, Suggestion, Walk};
pub use days::effective_days;
pub use dry_run::{Answered, DryRun, Trial, Trouble, dry_run};
pub use exposure::{
    Acceptability, Exposure, Exposures, Lean, LeanStanding, MatrixLine, Move, Movement, Rated, RiskCount,
    RiskShift, Support, movements,
};
pub use gaps::{Beginning, Gap, GapArea, Gaps, GapsInput, Measure, Part, Remedy, answered_clauses, gaps};
pub use holding::Holding;
pub use plan::{Held, Known, Plan, Step, StepState, plan};
pub use reviewing::{Reviewing, SameMinute, Spread, days_in_words, span_in_words};
pub use run::{Input, assess};
pub use soa::{Applicability, SoaChange, SoaEntry, SoaRemark, SoaShift, SoaStatus, soa_changes};
pub use strength::{Definition, Shift, Weight, shifts};
pub use using::{Lead, Reached, Using, answered, reached};
pub use weakening::{Since, Weakening};

use std::collections::BTreeMap;

use crate::calendar::{Cadence, Date, DayRun, Period, Timestamp, When, Window};
use crate::place::{BlobId, CommitId, RepoPath};
use crate::trust::{Graded, Ground, SignatureStanding};

/// What there is to say about an occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OccurrenceStatus {
    /// It operated.
    Operated,
    /// It operated with deviations.
    Exception,
    /// It did not work, or was not done.
    Failed,
    /// The review that the programme asks for is not there.
    Unreviewed,
    /// The record says so.
    Pending,
    /// The population of the period is empty.
    NoEvents,
    /// Not due yet.
    Upcoming,
    /// Due, and within grace.
    Overdue,
    /// Due, grace is over, and there is no record.
    Missing,
    /// The history is cut before it.
    Unknown,
}

impl OccurrenceStatus {
    /// Every status, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Operated,
        Self::Exception,
        Self::Failed,
        Self::Unreviewed,
        Self::Pending,
        Self::NoEvents,
        Self::Upcoming,
        Self::Overdue,
        Self::Missing,
        Self::Unknown,
    ];

    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Operated => "operated",
            Self::Exception => "exception",
            Self::Failed => "failed",
            Self::Unreviewed => "unreviewed",
            Self::Pending => "pending",
            Self::NoEvents => "no-events",
            Self::Upcoming => "upcoming",
            Self::Overdue => "overdue",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }

    /// True when there is something on file.
    pub fn is_on_file(self) -> bool {
        match self {
            Self::Operated
            | Self::Exception
            | Self::Failed
            | Self::Unreviewed
            | Self::Pending
            | Self::NoEvents => true,
            Self::Upcoming | Self::Overdue | Self::Missing | Self::Unknown => false,
        }
    }
}

/// What else is true of an occurrence. Ordered by its word, as the contract wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Landed more than `recorded_within` after it was performed.
    AfterTheFact,
    /// Edited after landing, and some edit changed what it said.
    Altered,
    /// … by a commit after due and grace.
    AlteredAfterClose,
    /// Edited after landing, and every edit only added.
    Completed,
    /// A completing edit after due and grace changed the result.
    CompletedAfterClose,
    /// Due before the control's definition landed.
    DefinitionLandedLater,
    /// A record of it is gone.
    DeletedLater,
    /// Performed before the period starts.
    Early,
    /// It lacks something that it should hold.
    Incomplete,
    /// Landed before the day on which it says it was performed.
    LandedBeforePerformed,
    /// Performed after it was due.
    Late,
    /// The same bytes or words as the occurrence before.
    SameAsPrevious,
}

impl Flag {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::AfterTheFact => "after-the-fact",
            Self::Altered => "altered",
            Self::AlteredAfterClose => "altered-after-close",
            Self::Completed => "completed",
            Self::CompletedAfterClose => "completed-after-close",
            Self::DefinitionLandedLater => "definition-landed-later",
            Self::DeletedLater => "deleted-later",
            Self::Early => "early",
            Self::Incomplete => "incomplete",
            Self::LandedBeforePerformed => "landed-before-performed",
            Self::Late => "late",
            Self::SameAsPrevious => "same-as-previous",
        }
    }
}

/// Why an occurrence is incomplete.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// The record names no artifact.
    NoArtifact,
    /// A file artifact is not there.
    ArtifactAbsent(String),
    /// A file artifact has no digest.
    ArtifactWithoutDigest(String),
    /// A file artifact has other bytes than its digest says.
    ArtifactChanged(String),
    /// No artifact answers a named entry of the control's `evidence:`.
    Unanswered(String),
    /// There is no extraction of the population for the period.
    NoExtraction,
    /// The extraction's CSV differs from its `sha256` or `rows`.
    ExtractionDiffers,
    /// The record's `population` differs from the extraction.
    PopulationDiffers,
    /// A tested key is no row of the extraction.
    TestedUnknown(String),
    /// A row, or a chosen item, was not tested.
    NotTested(String),
    /// Fewer items were tested than the sample's size.
    SampleTooSmall,
}

impl Lack {
    /// What is lacking, as a phrase; names of users as they are.
    pub fn words(&self) -> String {
        match self {
            Self::NoArtifact => "no artifact".to_owned(),
            Self::ArtifactAbsent(file) => format!("artifact {file}: not there"),
            Self::ArtifactWithoutDigest(file) => format!("artifact {file}: no sha256"),
            Self::ArtifactChanged(file) => format!("artifact {file}: other bytes than its sha256"),
            Self::Unanswered(name) => format!("no artifact for {name}"),
            Self::NoExtraction => "no extraction of the population".to_owned(),
            Self::ExtractionDiffers => "the extraction differs from its sha256 or rows".to_owned(),
            Self::PopulationDiffers => "the population differs from the extraction".to_owned(),
            Self::TestedUnknown(key) => format!("tested {key} is no row of the population"),
            Self::NotTested(key) => format!("{key} was not tested"),
            Self::SampleTooSmall => "fewer items tested than the sample's size".to_owned(),
        }
    }
}

/// Whether an edit kept everything that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditKind {
    /// Everything still stands; something was added.
    Completing,
    /// Something was changed or taken away.
    Altering,
}

impl EditKind {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Completing => "completing",
            Self::Altering => "altering",
        }
    }
}

/// A change of a record, or of its folder, after it landed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordEdit {
    /// The main-line commit.
    pub commit: CommitId,
    /// Its committer date.
    pub at: Timestamp,
    /// The committer's offset from UTC, in minutes.
    pub offset_minutes: i32,
    /// The day that counts.
    pub day: Date,
    /// The commit's author.
    pub by: String,
    /// Whether everything still stood.
    pub kind: EditKind,
    /// True when the record's `result` is not the same before and after.
    pub result_changed: bool,
    /// True when it names another reviewer than before, or one for the first time.
    pub reviewer_changed: bool,
}

/// A commit and its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The commit.
    pub commit: CommitId,
    /// Its committer date.
    pub at: Timestamp,
    /// The committer's offset from UTC, in minutes.
    pub offset_minutes: i32,
    /// For a main-line commit: the day that counts.
    pub day: Option<Date>,
}

/// Who, and when, as written and as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The person's short name.
    pub by: Option<String>,
    /// When, as written.
    pub at: Option<String>,
    /// When, as understood.
    pub when: Option<When>,
    /// The civil date in the company's zone.
    pub on: Option<Date>,
}

/// One occurrence that was expected of a control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The period.
    pub period: Period,
    /// The day it falls due.
    pub due: Date,
    /// The last day of grace.
    pub grace_ends: Date,
    /// The status.
    pub status: OccurrenceStatus,
    /// Flags, sorted by word.
    pub flags: Vec<Flag>,
    /// The path of the record that counts.
    pub path: Option<RepoPath>,
    /// The blob of that record at the revision.
    pub blob: Option<BlobId>,
    /// The other records of the occurrence, by path.
    pub others: Vec<RepoPath>,
    /// Who performed it, and when.
    pub performed: Option<Claimed>,
    /// Who reviewed it, and when.
    pub reviewed: Option<Claimed>,
    /// Where the record first came into the history.
    pub committed: Option<Stamp>,
    /// The first main-line commit that holds it.
    pub landed: Option<Stamp>,
    /// Edits after landing, oldest first.
    pub edits: Vec<RecordEdit>,
    /// What it lacks.
    pub lacks: Vec<Lack>,
    /// The rows of the population's extraction, if there is one.
    pub population_rows: Option<u64>,
    /// The path of the extraction.
    pub extraction: Option<RepoPath>,
    /// The ids of exceptions that the record names.
    pub exceptions: Vec<String>,
    /// Items that missed the control's deadline, by key.
    pub missed_deadline: Vec<String>,
    /// Records of the occurrence that are gone, by path.
    pub deleted: Vec<RepoPath>,
    /// The record of the occurrence before, when this one repeats it.
    pub same_as: Option<RepoPath>,
    /// The reviewer that the control named on the due date.
    pub expected_reviewer: Option<String>,
    /// How far its date and names can be believed; `None` when nothing is graded, or there never was a
    /// record.
    pub graded: Option<Graded>,
}

impl Occurrence {
    /// True when a flag is set.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// True when it is on file and counts as on time.
    pub fn is_on_time(&self) -> bool {
        self.status.is_on_file() && !self.has(Flag::Late) && !self.has(Flag::CompletedAfterClose)
    }
}

/// A run of days on which one cadence was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// First day; `None` when the history is cut before it.
    pub from: Option<Date>,
    /// Last day; `None` while it still is.
    pub to: Option<Date>,
    /// The cadence.
    pub cadence: Cadence,
    /// The commit that brought it; `None` for what is not committed yet.
    pub commit: Option<CommitId>,
}

/// A record that belongs to no expected occurrence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stray {
    /// The record.
    pub path: RepoPath,
    /// Its period, as far as it can be told.
    pub period: Option<String>,
}

/// Everything about one control in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlAssessment {
    /// The control.
    pub id: String,
    /// Its cadence at the revision, else the last one.
    pub cadence: Cadence,
    /// The cadences in force, one after another, over the whole history.
    pub in_force: Vec<InForce>,
    /// The first day on which it was active, [`Date::MIN`] where the history is cut before it; `None`
    /// when it never was.
    pub active_from: Option<Date>,
    /// Expected occurrences, by due date.
    pub occurrences: Vec<Occurrence>,
    /// Days on which it was active and that lie in no expected period.
    pub uncovered: Vec<DayRun>,
    /// Records that belong to no expected occurrence.
    pub strays: Vec<Stray>,
    /// What it asks for less of than when the window began.
    pub weakenings: Vec<Weakening>,
}

/// How many occurrences there are of each sort.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// All but upcoming.
    pub expected: usize,
    /// With something on file.
    pub on_file: usize,
    /// On file, not late, and not completed after close.
    pub on_time: usize,
    /// By status, zeros left out, in the order of [`OccurrenceStatus::ALL`].
    pub by_status: Vec<(OccurrenceStatus, usize)>,
}

impl Counts {
    /// Counts occurrences.
    pub fn of<'a>(occurrences: impl IntoIterator<Item = &'a Occurrence>) -> Self {
        let mut counts = Self::default();
        let mut by_status = OccurrenceStatus::ALL.map(|status| (status, 0));
        for occurrence in occurrences {
            counts.expected += usize::from(occurrence.status != OccurrenceStatus::Upcoming);
            counts.on_file += usize::from(occurrence.status.is_on_file());
            counts.on_time += usize::from(occurrence.is_on_time());
            for entry in by_status.iter_mut().filter(|(status, _)| *status == occurrence.status) {
                entry.1 += 1;
            }
        }
        counts.by_status = by_status.into_iter().filter(|(_, count)| *count > 0).collect();
        counts
    }
}

/// Every derived fact about a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The window.
    pub window: Window,
    /// Which day "today" is.
    pub as_of: Date,
    /// The judged commit; `None` without history.
    pub commit: Option<CommitId>,
    /// False when the history is cut.
    pub complete: bool,
    /// Findings about the history as a whole, `CODE subject`, sorted.
    pub integrity: Vec<String>,
    /// What the grades rest on; `None` when nothing is graded.
    pub ground: Option<Ground>,
    /// What became of the signature of each commit at which a record landed; empty when nothing is
    /// graded, and without those that no root vouches for.
    pub signers: BTreeMap<CommitId, SignatureStanding>,
    /// The controls, by id.
    pub controls: Vec<ControlAssessment>,
}

impl Assessment {
    /// The counts over all controls.
    pub fn counts(&self) -> Counts {
        Counts::of(self.controls.iter().flat_map(|control| &control.occurrences))
    }

    /// How reviews went, over all controls, in numbers.
    pub fn reviewing(&self) -> Reviewing {
        Reviewing::of(&self.controls)
    }

    /// One control.
    pub fn control(&self, id: &str) -> Option<&ControlAssessment> {
        self.controls.iter().find(|control| control.id == id)
    }
}

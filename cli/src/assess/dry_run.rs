//! The dry run: does a real period of evidence exist for the controls that carry most?
//!
//! In: the register, an [`Assessment`] over the period, and what each control answers. Out: one
//! [`Trial`] for each of the controls that answer most. What is on file now says little about a
//! window; what was on file each time says all there is to say.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assessment, Counts, Flag, OccurrenceStatus};
use crate::calendar::{Date, Window};
use crate::model::{Control, Register};

/// What a control answers of the framework that is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answered {
    /// Requirements that it claims.
    pub claimed: BTreeSet<String>,
    /// Requirements that a crosswalk leads to from what it claims.
    pub suggested: BTreeSet<String>,
}

impl Answered {
    fn weight(&self) -> usize {
        self.claimed.len() + self.suggested.len()
    }
}

/// One control in the dry run.
#[derive(Debug, Clone)]
pub struct Trial<'a> {
    /// The control.
    pub control: &'a Control,
    /// What it answers.
    pub answered: Answered,
    /// Its occurrences in the period.
    pub counts: Counts,
    /// The periods of each sort of trouble, the worst sort first; sorts without one are left out.
    pub troubles: Vec<(Trouble, Vec<String>)>,
    /// The first day on which it was in force, where that lies after the period's first.
    pub since: Option<Date>,
}

/// What keeps an occurrence from being shown as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Nothing is on file, and grace is over.
    Missing,
    /// It failed, or was not done.
    Failed,
    /// The history is cut before it.
    Unknown,
    /// It was due, and grace still runs.
    Overdue,
    /// Done after it was due.
    Late,
    /// On file, without a result.
    Pending,
    /// On file, without the second look.
    Unreviewed,
    /// On file, with a deviation.
    Exception,
    /// Committed long after it was done.
    AfterTheFact,
    /// Changed or deleted after it landed.
    Altered,
    /// On file, without all that it should hold.
    Incomplete,
}

impl Trouble {
    /// Every trouble, the worst first.
    pub const ALL: [Self; 11] = [
        Self::Missing,
        Self::Failed,
        Self::Unknown,
        Self::Overdue,
        Self::Late,
        Self::Pending,
        Self::Unreviewed,
        Self::Exception,
        Self::AfterTheFact,
        Self::Altered,
        Self::Incomplete,
    ];

    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Overdue => "overdue",
            Self::Late => "late",
            Self::Pending => "pending",
            Self::Unreviewed => "unreviewed",
            Self::Exception => "exception",
            Self::AfterTheFact => "after-the-fact",
            Self::Altered => "altered",
            Self::Incomplete => "incomplete",
        }
    }

    fn is_of(self, one: &crate::assess::Occurrence) -> bool {
        match self {
            Self::Missing => one.status == OccurrenceStatus::Missing,
            Self::Failed => one.status == OccurrenceStatus::Failed,
            Self::Unknown => one.status == OccurrenceStatus::Unknown,
            Self::Overdue => one.status == OccurrenceStatus::Overdue,
            Self::Late => one.has(Flag::Late),
            Self::Pending => one.status == OccurrenceStatus::Pending,
            Self::Unreviewed => one.status == OccurrenceStatus::Unreviewed,
            Self::Exception => one.status == OccurrenceStatus::Exception,
            Self::AfterTheFact => one.has(Flag::AfterTheFact),
            Self::Altered => one.has(Flag::Altered) || one.has(Flag::DeletedLater),
            Self::Incomplete => one.has(Flag::Incomplete),
        }
    }
}

/// The controls that carry most, over a real period.
#[derive(Debug, Clone)]
pub struct DryRun<'a> {
    /// The period.
    pub window: Window,
    /// The controls, those that answer most first.
    pub trials: Vec<Trial<'a>>,
    /// How many controls answer anything at all.
    pub of: usize,
}

impl DryRun<'_> {
    /// What all of its controls have.
    pub fn totals(&self) -> (usize, usize, usize) {
        let sum = |count: fn(&Counts) -> usize| self.trials.iter().map(|trial| count(&trial.counts)).sum();
        (sum(|counts| counts.expected), sum(|counts| counts.on_file), sum(|counts| counts.on_time))
    }

    /// The controls whose every occurrence can be shown as it should; what was never due shows nothing.
    pub fn clean(&self) -> usize {
        self.trials.iter().filter(|trial| trial.is_clean()).count()
    }
}

impl Trial<'_> {
    /// True when something fell due, it was in force throughout, and nothing is wrong with any of it.
    pub fn is_clean(&self) -> bool {
        self.counts.expected > 0 && self.troubles.is_empty() && self.since.is_none()
    }
}

/// Picks the controls in force that answer most (then those that treat more risks, then by id), and
/// looks at each over the assessment's window.
pub fn dry_run<'a>(
    register: &'a Register,
    assessment: &Assessment,
    answered: &BTreeMap<String, Answered>,
    most: usize,
) -> DryRun<'a> {
    let risks = |id: &str| {
        register.risks.by_id().filter(|risk| risk.controls.iter().any(|control| **control == *id)).count()
    };
    let mut all: Vec<(&Control, &Answered)> = answered
        .iter()
        .filter(|(_, answered)| answered.weight() > 0)
        .filter_map(|(id, answered)| Some((register.controls.get(id)?, answered)))
        .filter(|(control, _)| control.is_active())
        .collect();
    all.sort_by_cached_key(|(control, answered)| {
        let weight = (answered.weight(), risks(&control.id));
        (std::cmp::Reverse(weight), control.id.value.clone())
    });
    let of = all.len();
    let trials = all.into_iter().take(most);
    DryRun {
        window: assessment.window,
        trials: trials.map(|(control, answered)| trial(control, answered, assessment)).collect(),
        of,
    }
}

fn trial<'a>(control: &'a Control, answered: &Answered, assessment: &Assessment) -> Trial<'a> {
    let assessed = assessment.control(&control.id);
    let occurrences = assessed.map_or(&[][..], |assessed| &assessed.occurrences);
    let with = |trouble: Trouble| {
        let periods = occurrences.iter().filter(|one| trouble.is_of(one)).map(|one| one.period.name.clone());
        (trouble, periods.collect::<Vec<String>>())
    };
    let troubles = Trouble::ALL.map(with);
    Trial {
        control,
        answered: answered.clone(),
        counts: Counts::of(occurrences),
        troubles: troubles.into_iter().filter(|(_, periods)| !periods.is_empty()).collect(),
        since: assessed.and_then(|assessed| assessed.active_from).filter(|day| *day > assessment.window.from),
    }
}

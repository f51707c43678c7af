//! What a control asks for less of than when the window began.
//!
//! The definition in force on the eve of the window is what today's is held against; for a control
//! that came later, the first one that was active. A change that was taken back inside the window
//! leaves nothing here: the occurrences of that time are judged by what was in force then.

use crate::assess::line::{Step, Timeline};
use crate::assess::strength::{Definition, Shift, Weight, shifts};
use crate::calendar::{Date, Duration, Window};
use crate::history::Trail;
use crate::model::Control;
use crate::place::CommitId;

/// Since when something holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The day that counts.
    pub day: Date,
    /// The main-line commit; `None` for what is not committed yet.
    pub commit: Option<CommitId>,
    /// Its author.
    pub by: String,
}

/// A field that asks for less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakening {
    /// The field, before and after.
    pub shift: Shift,
    /// The day whose definition is compared with.
    pub compared: Date,
    /// Since when it has asked for less.
    pub since: Since,
}

/// Compares the definition that a window began with and the last one.
pub(super) fn weakenings(
    timeline: &Timeline,
    window: Window,
    trail: &Trail,
    grace: impl Fn(&Control) -> Duration,
) -> Vec<Weakening> {
    let steps = timeline.steps();
    let eve = window.from.yesterday().unwrap_or(Date::MIN);
    let Some(base) = base(&steps, eve) else { return Vec::new() };
    let (first, later) = (&steps[base], &steps[base + 1..]);
    let compared = first.day.max(eve);
    let weaker = |step: &Step| match (&first.definition, &step.definition) {
        (Some(old), Some(new)) => {
            let (old_grace, new_grace) = (grace(&old.control), grace(&new.control));
            less(
                Definition { control: &old.control, since: Some(old.since), grace: old_grace },
                Definition { control: &new.control, since: Some(new.since), grace: new_grace },
            )
        }
        (Some(old), None) => vec![gone(&old.control)],
        (None, _) => Vec::new(),
    };
    let Some(newest) = later.last() else { return Vec::new() };
    let since = |field: &str| {
        let has = |step: &&Step| weaker(step).iter().any(|one| one.field == field);
        let run = later.iter().rev().take_while(has).last();
        Since::of(run.unwrap_or(newest).day, run.unwrap_or(newest).commit, trail)
    };
    let now = weaker(newest);
    now.into_iter().map(|shift| Weakening { compared, since: since(shift.field), shift }).collect()
}

/// The version that counted on a day if it was active, else the first active one after it.
fn base(steps: &[Step], eve: Date) -> Option<usize> {
    let active = |step: &Step| step.definition.as_ref().is_some_and(|one| one.control.is_active());
    let counted = steps.iter().rposition(|step| step.day <= eve).unwrap_or_default();
    (counted..steps.len()).find(|&index| active(&steps[index]))
}

/// What asks for less. A control that is no longer active obliges to nothing, whatever else it says.
fn less(old: Definition<'_>, new: Definition<'_>) -> Vec<Shift> {
    let weaker: Vec<Shift> =
        shifts(old, new).into_iter().filter(|one| one.weight == Weight::Weaker).collect();
    match weaker.iter().find(|one| one.field == "status") {
        Some(status) => vec![status.clone()],
        None => weaker,
    }
}

/// A control whose file is gone.
fn gone(control: &Control) -> Shift {
    let before = control.status.word().to_owned();
    Shift { field: "status", before, after: String::new(), weight: Weight::Weaker, span: None }
}

impl Since {
    /// Names the author of a commit of the main line.
    pub(super) fn of(day: Date, commit: Option<CommitId>, trail: &Trail) -> Self {
        let found = commit.and_then(|id| trail.line.iter().find(|one| one.id == id));
        Self { day, commit, by: found.map(|commit| commit.author.name.clone()).unwrap_or_default() }
    }
}

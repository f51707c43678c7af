//! Management reviews, nonconformities and corrective action (ISO/IEC 27001 9.3, 10.2).

use serde::Serialize;

use crate::model::{ManagementReview, Nonconformity, NonconformityStatus, ReviewDecision, ReviewInput};
use crate::packet::sources::{FileRef, Signed, Sources, TaskState, day, text};

/// One management review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewView {
    /// `MR-2026`
    pub id: String,
    /// The day.
    pub held: String,
    /// Who took part.
    pub present: String,
    /// Every input that 9.3.2 asks for, in its order.
    pub inputs: Vec<InputView>,
    /// How many inputs have nothing recorded.
    pub missing: usize,
    /// What was decided.
    pub decisions: Vec<DecisionView>,
    /// What stands for the list of decisions when it is empty.
    pub no_decisions: &'static str,
    /// The record.
    pub file: FileRef,
}

/// One input of a management review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputView {
    /// `9.3.2 a`
    pub clause: &'static str,
    /// What is looked at.
    pub title: &'static str,
    /// What was said; empty when nothing is recorded.
    pub said: String,
}

/// One decision of a management review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionView {
    /// Its id.
    pub id: String,
    /// What was decided, and where it stands.
    pub task: TaskState,
}

/// One nonconformity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NonconformityView {
    /// `NC-03`
    pub id: String,
    /// `major` or `minor`.
    pub grade: String,
    /// The day on which it was found.
    pub found_on: String,
    /// The audit, review or incident.
    pub found_in: String,
    /// Who found it.
    pub found_by: String,
    /// What is not met: requirements and controls.
    pub against: String,
    /// What is not met, in words.
    pub what: String,
    /// What was done at once (10.2 a).
    pub contained: Option<TaskState>,
    /// Why it happened (10.2 b).
    pub cause: String,
    /// Whether the like exists elsewhere (10.2 b).
    pub similar: String,
    /// The corrective action (10.2 c).
    pub action: Option<TaskState>,
    /// Whether it worked (10.2 d): `yes`, `no`, or `not checked`.
    pub effective: &'static str,
    /// Who checked, and when.
    pub checked: Option<Signed>,
    /// How, and what was seen.
    pub how: String,
    /// `open` or `closed`.
    pub status: &'static str,
    /// What 10.2 asks for and is not there, in words.
    pub gaps: Vec<&'static str>,
    /// The record.
    pub file: FileRef,
}

/// The management reviews, oldest first.
pub(crate) fn management_reviews(sources: &Sources<'_>) -> Vec<ReviewView> {
    let mut reviews: Vec<&ManagementReview> = sources.register.management_reviews.by_id().collect();
    reviews.sort_by_key(|review| review.held.map(|held| held.value));
    reviews.into_iter().map(|review| review_view(sources, review)).collect()
}

fn review_view(sources: &Sources<'_>, review: &ManagementReview) -> ReviewView {
    let input = |input: ReviewInput| InputView {
        clause: input.clause(),
        title: input.title(),
        said: review.input(input).map(|said| said.trim().to_owned()).unwrap_or_default(),
    };
    let decision = |decision: &ReviewDecision| DecisionView {
        id: text(decision.id.as_ref()),
        task: sources.task(&decision.task),
    };
    ReviewView {
        id: review.id.value.clone(),
        held: day(review.held.map(|held| held.value)),
        present: sources.names(&review.present),
        inputs: ReviewInput::ALL.into_iter().map(input).collect(),
        missing: review.missing().count(),
        decisions: review.decisions.iter().flatten().map(decision).collect(),
        no_decisions: match &review.decisions {
            Some(_) => "The record states that nothing was decided.",
            None => "The record does not say what was decided.",
        },
        file: sources.file(&review.path),
    }
}

/// The nonconformities, by id.
pub(super) fn nonconformities(sources: &Sources<'_>) -> Vec<NonconformityView> {
    sources.register.nonconformities.by_id().map(|one| nonconformity_view(sources, one)).collect()
}

fn nonconformity_view(sources: &Sources<'_>, one: &Nonconformity) -> NonconformityView {
    let found = one.found.as_ref();
    let effective = one.effective.as_ref();
    let requirements = one.against.pairs().map(|(framework, id)| format!("{} {}", framework.value, id.value));
    let controls = one.controls.iter().map(|control| control.value.clone());
    NonconformityView {
        id: one.id.value.clone(),
        grade: text(one.grade.as_ref()),
        found_on: sources.day(found.and_then(|found| found.at.as_ref())),
        found_in: found.map(|found| text(found.within.as_ref())).unwrap_or_default(),
        found_by: found.map(|found| sources.named(found.by.as_ref())).unwrap_or_default(),
        against: requirements.chain(controls).collect::<Vec<_>>().join(", "),
        what: text(one.what.as_ref()),
        contained: one.contained.as_ref().map(|task| sources.task(task)),
        cause: text(one.cause.as_ref()),
        similar: text(one.similar.as_ref()),
        action: one.action.as_ref().map(|task| sources.task(task)),
        effective: match effective.and_then(|effective| effective.checked) {
            Some(checked) if checked.value => "yes",
            Some(_) => "no",
            None => "not checked",
        },
        checked: effective.map(|effective| Signed {
            by: sources.named(effective.by.as_ref()),
            on: sources.day(effective.at.as_ref()),
        }),
        how: effective.map(|effective| text(effective.how.as_ref())).unwrap_or_default(),
        status: one.status.word(),
        gaps: gaps(one),
        file: sources.file(&one.path),
    }
}

/// What 10.2 asks for and a closed nonconformity must have; an open one may still be waiting.
fn gaps(one: &Nonconformity) -> Vec<&'static str> {
    let closed = one.status == NonconformityStatus::Closed;
    let done = one.action.as_ref().is_some_and(|action| action.done.is_some());
    let checked = one.effective.as_ref().and_then(|effective| effective.checked);
    let asked = [
        (one.cause.is_none(), "no cause (10.2 b)"),
        (one.similar.is_none(), "not said whether the like exists elsewhere (10.2 b)"),
        (one.action.is_none(), "no corrective action (10.2 c)"),
        (closed && !done, "closed before the action was done (10.2 c)"),
        (closed && checked.is_none(), "closed without a check of effectiveness (10.2 d)"),
    ];
    asked.into_iter().filter(|(missing, _)| *missing).map(|(_, words)| words).collect()
}

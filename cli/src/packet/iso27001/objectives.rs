//! Objectives and what was measured (ISO/IEC 27001 6.2, 9.1).

use serde::Serialize;

use crate::model::{Measurement, Objective};
use crate::packet::sources::{FileRef, Signed, Sources, day, list, text};

/// The objectives and what was measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectivesPage {
    /// The title.
    pub title: String,
    /// The version.
    pub version: String,
    /// Who approved them, and when.
    pub approved: Option<Signed>,
    /// The file.
    pub file: FileRef,
    /// The objectives, in the order of the file.
    pub objectives: Vec<ObjectiveView>,
}

/// One objective.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectiveView {
    /// Its id.
    pub id: String,
    /// What is to be reached.
    pub what: String,
    /// How it is measured.
    pub measure: String,
    /// The value that counts as reached.
    pub target: String,
    /// Who answers for it.
    pub owner: String,
    /// What is done to get there.
    pub plan: String,
    /// What it takes.
    pub resources: String,
    /// By when.
    pub due: String,
    /// How the result is evaluated.
    pub evaluated: String,
    /// `open`, `reached`, `missed` or `dropped`; empty when the file does not say.
    pub status: String,
    /// What was measured so far.
    pub results: Vec<ResultView>,
}

/// One measurement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultView {
    /// The period measured.
    pub period: String,
    /// The day of the measurement.
    pub on: String,
    /// Who measured.
    pub by: String,
    /// The value, as written.
    pub value: String,
    /// What explains it.
    pub note: String,
}

/// The objectives; `None` when there is no file.
pub(super) fn objectives(sources: &Sources<'_>) -> Option<ObjectivesPage> {
    let objectives = sources.register.objectives.as_ref()?;
    Some(ObjectivesPage {
        title: text(objectives.title.as_ref()),
        version: text(objectives.version.as_ref()),
        approved: sources.signed(objectives.approved.as_ref()),
        file: sources.file(&objectives.path),
        objectives: objectives
            .objectives
            .iter()
            .map(|objective| objective_view(sources, objective))
            .collect(),
    })
}

fn objective_view(sources: &Sources<'_>, objective: &Objective) -> ObjectiveView {
    let result = |result: &Measurement| ResultView {
        period: text(result.period.as_ref()),
        on: day(result.at.map(|at| at.value)),
        by: sources.named(result.by.as_ref()),
        value: text(result.value.as_ref()),
        note: text(result.note.as_ref()),
    };
    ObjectiveView {
        id: objective.id.value.clone(),
        what: text(objective.what.as_ref()),
        measure: text(objective.measure.as_ref()),
        target: text(objective.target.as_ref()),
        owner: sources.responsible(objective.owner.as_ref()),
        plan: list(&objective.plan),
        resources: text(objective.resources.as_ref()),
        due: day(objective.due.map(|due| due.value)),
        evaluated: text(objective.evaluated.as_ref()),
        status: text(objective.status.as_ref()),
        results: objective.results.iter().map(result).collect(),
    }
}

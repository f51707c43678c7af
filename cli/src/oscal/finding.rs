//! Whether an objective is satisfied, by what is on file, and why.
//!
//! OSCAL knows `satisfied` and `not-satisfied`. Satisfied is said only where everything that is
//! needed to say it is there: a control in force claims the requirement, every occurrence that fell
//! due in the window is on file and decided, without deviations, and the history is whole. What
//! cannot be told yet, or cannot be told at all, is not satisfied, with the reason `other`.

use std::collections::BTreeSet;

use crate::assess::{ControlAssessment, Covered, Flag, Lack, Occurrence, OccurrenceStatus};
use crate::interop::oscal::fields::one_line;
use crate::model::Status;
use crate::oscal::desk::{Desk, shown, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::{Subject, observation};
use crate::place::RepoPath;
use crate::trust::Grade;

/// Why an objective is not satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Verdict {
    /// What speaks against it.
    against: Vec<String>,
    /// What is not known.
    unknown: Vec<String>,
    /// What does not decide, and should be known.
    remarks: Vec<String>,
}

/// The objective of a requirement, as a part.
pub(super) fn objective_id(token: &str) -> String {
    format!("{token}_obj")
}

/// An objective that is defined in the document: OSCAL's findings are about objectives.
pub(super) fn objective(token: &str, covered: &Covered<'_>) -> Object {
    let id = covered.requirement.id.value.as_str();
    let title = one_line(text(covered.requirement.title.as_ref()));
    let controls: Vec<String> = covered.controls.iter().map(|one| one_line(&one.control.id)).collect();
    let by = if controls.is_empty() { "no control".to_owned() } else { controls.join(", ") };
    let part = Object::new()
        .with("id", objective_id(token))
        .with("name", "assessment-objective")
        .with("props", Props::new().known("label", id))
        .with("prose", format!("{}: what is claimed by {by} was done each time it was due.", one_line(id)));
    Object::new()
        .with("control-id", token)
        .with("description", if title.is_empty() { one_line(id) } else { title })
        .with("parts", vec![part])
}

/// A finding on a requirement.
pub(super) fn finding(desk: &Desk<'_>, subject: &Subject<'_>, token: &str, covered: &Covered<'_>) -> Object {
    let verdict = Verdict::of(subject, covered);
    let id = covered.requirement.id.value.as_str();
    let title = one_line(text(covered.requirement.title.as_ref()));
    let about = if title.is_empty() { shown(id) } else { format!("{}: {title}", one_line(id)) };
    let assessed = assessed(subject, covered);
    let observations: Vec<Object> = assessed
        .iter()
        .flat_map(|control| seen(control).map(|one| observation::uuid(desk, &control.id, one)))
        .map(|uuid| Object::new().with("observation-uuid", uuid))
        .collect();
    let target = Object::new()
        .with("type", "objective-id")
        .with("target-id", objective_id(token))
        .with("props", Props::new().fact("requirement", id))
        .with("status", verdict.status());
    Object::new()
        .with("uuid", desk.uuid("finding", &[&subject.id(), id]))
        .with("title", about)
        .with("description", verdict.description())
        .with("props", props(covered, &assessed))
        .with("target", target)
        .with("implementation-statement-uuid", desk.uuid("requirement", &[&subject.framework.id, id]))
        .with("related-observations", observations)
        .with("related-risks", risks(desk, &assessed))
}

/// The occurrences that are observed: those that are not due yet are told of the result as a whole.
pub(super) fn seen(control: &ControlAssessment) -> impl Iterator<Item = &Occurrence> {
    control.occurrences.iter().filter(|one| one.status != OccurrenceStatus::Upcoming)
}

fn assessed<'a>(subject: &Subject<'a>, covered: &Covered<'_>) -> Vec<&'a ControlAssessment> {
    covered.controls.iter().filter_map(|one| subject.assessment.control(&one.control.id)).collect()
}

fn risks(desk: &Desk<'_>, assessed: &[&ControlAssessment]) -> Vec<Object> {
    let occurrences = assessed.iter().flat_map(|control| seen(control));
    let mut uuids = BTreeSet::new();
    for one in occurrences {
        let path = one.path.as_ref().map_or("", RepoPath::as_str);
        uuids.extend(one.exceptions.iter().map(|id| desk.uuid("risk", &["exception", path, id])));
    }
    uuids.into_iter().map(|uuid| Object::new().with("risk-uuid", uuid)).collect()
}

fn props(covered: &Covered<'_>, assessed: &[&ControlAssessment]) -> Props {
    let grades = assessed.iter().flat_map(|control| &control.occurrences);
    let lowest = grades.filter_map(|one| one.graded.as_ref()).map(|graded| graded.grade).min();
    let uncovered = assessed.iter().flat_map(|control| {
        control.uncovered.iter().map(|run| format!("{} {}..{}", control.id, run.from, run.to))
    });
    let on = |status| covered.with(status).map(|one| one.control.id.value.as_str());
    Props::new()
        .facts("control", on(Status::Active))
        .facts("draft-control", on(Status::Draft))
        .facts("retired-control", on(Status::Retired))
        .facts("policy", covered.policies.iter().map(|policy| policy.id.value.as_str()))
        .fact("lowest-grade", lowest.map_or("", Grade::word))
        .facts("uncovered", uncovered)
        .facts("stray-record", assessed.iter().flat_map(|one| &one.strays).map(|stray| stray.path.as_str()))
}

impl Verdict {
    fn of(subject: &Subject<'_>, covered: &Covered<'_>) -> Self {
        let mut verdict = Self::default();
        if !subject.assessment.complete {
            verdict.unknown.push("the history here is cut".to_owned());
        }
        if !covered.is_covered() {
            verdict.unknown.push("no control in force claims it".to_owned());
        }
        if subject.assessment.as_of < subject.window.to {
            verdict.unknown.push(format!("the window is open until {}", subject.window.to));
        }
        for claimant in &covered.controls {
            let control = claimant.control;
            let assessed = subject.assessment.control(&control.id);
            let nothing = assessed.is_none_or(|control| control.occurrences.is_empty());
            if nothing && control.is_active() {
                verdict.unknown.push(format!("{}: nothing fell due in the window", control.id.value));
            }
            for one in assessed.iter().flat_map(|control| &control.occurrences) {
                verdict.weigh(&control.id, one);
            }
            for run in assessed.iter().flat_map(|control| &control.uncovered) {
                let days =
                    format!("{}: {}..{} lies in no period that fell due", control.id.value, run.from, run.to);
                verdict.remarks.push(days);
            }
        }
        verdict
    }

    fn weigh(&mut self, control: &str, one: &Occurrence) {
        let said = format!("{control} in {}: {}", one.period.name, observation::words(one));
        match one.status {
            OccurrenceStatus::Operated | OccurrenceStatus::NoEvents => {}
            OccurrenceStatus::Exception | OccurrenceStatus::Failed | OccurrenceStatus::Missing => {
                self.against.push(said);
            }
            OccurrenceStatus::Unreviewed
            | OccurrenceStatus::Pending
            | OccurrenceStatus::Upcoming
            | OccurrenceStatus::Overdue
            | OccurrenceStatus::Unknown => self.unknown.push(said),
        }
        let place = format!("{control} in {}", one.period.name);
        match one.graded.as_ref().map(|graded| graded.grade) {
            Some(Grade::Contradicted) => {
                self.against.push(format!("{place}: the repository itself speaks against the record"));
            }
            Some(Grade::Unknown) => {
                self.unknown.push(format!("{place}: its grade cannot be established here"));
            }
            None if one.path.is_some() => self.unknown.push(format!("{place}: the record is not graded")),
            Some(Grade::G0 | Grade::G1 | Grade::G2 | Grade::G3 | Grade::G4 | Grade::G5) | None => {}
        }
        if one.has(Flag::Incomplete) {
            let lacks: Vec<String> = one.lacks.iter().map(Lack::words).collect();
            self.unknown.push(format!("{place}: the record lacks something ({})", lacks.join("; ")));
        }
        let told = [Flag::Late, Flag::AfterTheFact, Flag::CompletedAfterClose, Flag::SameAsPrevious];
        for flag in told.into_iter().filter(|flag| one.has(*flag)) {
            self.remarks.push(format!("{place}: {}", flag.word()));
        }
    }

    fn is_satisfied(&self) -> bool {
        self.against.is_empty() && self.unknown.is_empty()
    }

    fn status(&self) -> Object {
        let (state, reason) = match (self.is_satisfied(), self.against.is_empty()) {
            (true, _) => ("satisfied", "pass"),
            (false, false) => ("not-satisfied", "fail"),
            (false, true) => ("not-satisfied", "other"),
        };
        let lines = self.against.iter().chain(&self.unknown).chain(&self.remarks);
        let remarks: Vec<String> = lines.map(|line| format!("{}.", one_line(line))).collect();
        Object::new().with("state", state).with("reason", reason).with("remarks", remarks.join("\n"))
    }

    fn description(&self) -> &'static str {
        match (self.is_satisfied(), self.against.is_empty()) {
            (true, _) => {
                "Every occurrence that fell due in the window is on file and operated. Worked out from the records; no auditor's opinion."
            }
            (false, false) => {
                "Something speaks against it. Worked out from the records; no auditor's opinion."
            }
            (false, true) => {
                "It cannot be told that it is satisfied. Worked out from the records; no auditor's opinion."
            }
        }
    }
}

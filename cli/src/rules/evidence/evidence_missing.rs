//! `evidence-missing`.

use crate::assess::{ControlAssessment, Occurrence, OccurrenceStatus};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-missing",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A control was due, grace is over, and there is no record.",
        fixable: false,
        history: false,
        page: include_str!("evidence_missing.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    if occurrence.status != OccurrenceStatus::Missing {
        return;
    }
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let (file, span) = facts.cadence_of(id);
    let note = format!("it was due on {} and grace ended on {}", occurrence.due, occurrence.grace_ends);
    let mut finding =
        facts.at(&RULE, file, span, format!("`{id}` has no record for {period}")).subject(id).note(note);
    if let (Some(rows), Some(extraction)) = (occurrence.population_rows, &occurrence.extraction) {
        finding = finding.note(format!("`{extraction}` has {}", count(rows, "row")));
    } else if control.cadence.is_on_event() {
        finding = finding.note("if nothing happened, an extraction without rows says so");
    }
    if !facts.register.controls.has(id) {
        finding = finding.note(format!("the file of `{id}` is gone, and what fell due before stays due"));
    }
    let help = format!("write what was done to `evidence/{id}/{period}.yaml` and commit it");
    out.push(finding.help(help));
}

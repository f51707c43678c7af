//! `evidence-overdue`.

use crate::assess::{ControlAssessment, Occurrence, OccurrenceStatus};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-overdue",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "A control was due, grace runs, and there is no record yet.",
        fixable: false,
        history: false,
        page: include_str!("evidence_overdue.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    if occurrence.status != OccurrenceStatus::Overdue {
        return;
    }
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let (file, span) = facts.cadence_of(id);
    let help = format!("write what was done to `evidence/{id}/{period}.yaml` and commit it");
    out.push(
        facts
            .at(&RULE, file, span, format!("`{id}` has no record for {period} yet"))
            .subject(id)
            .note(format!("it was due on {} and grace ends on {}", occurrence.due, occurrence.grace_ends))
            .help(help),
    );
}

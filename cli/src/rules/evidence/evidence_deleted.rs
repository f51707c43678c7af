//! `evidence-deleted`.

use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-deleted",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A record was on the main line and is gone.",
        fixable: false,
        history: true,
        page: include_str!("evidence_deleted.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    if !occurrence.has(Flag::DeletedLater) {
        return;
    }
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let (file, span) = facts.cadence_of(id);
    for path in &occurrence.deleted {
        let message = format!("`{path}`, a record of `{id}` for {period}, is gone");
        out.push(
            facts
                .at(&RULE, file, span, message)
                .subject(path.as_str())
                .note(format!("`git log -- {path}` shows who removed it"))
                .help("bring it back, and correct it with a second record beside it"),
        );
    }
}

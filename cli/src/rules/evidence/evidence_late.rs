//! `evidence-late`.

use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::facts::performed_span;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-late",
        group: Group::Evidence,
        level: Level::Note,
        summary: "A control was performed after it was due.",
        fixable: false,
        history: false,
        page: include_str!("evidence_late.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) = record.filter(|_| occurrence.has(Flag::Late)) else { return };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let Some(on) = occurrence.performed.as_ref().and_then(|performed| performed.on) else { return };
    let due = if control.cadence.is_on_event() { occurrence.grace_ends } else { occurrence.due };
    out.push(
        facts
            .at(
                &RULE,
                record.file,
                performed_span(record),
                format!("`{id}` for {period} was performed on {on} and due by {due}"),
            )
            .subject(record.path.as_str())
            .help("leave the day as it is, and add why it was late as `x-late:`; adding changes nothing that was said"),
    );
}

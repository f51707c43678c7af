//! `committed-before-performed`.

use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::facts::performed_span;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "committed-before-performed",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A record was on the main line before the work it tells of.",
        fixable: false,
        history: true,
        page: include_str!("committed_before_performed.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) = record.filter(|_| occurrence.has(Flag::LandedBeforePerformed)) else { return };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let landed = occurrence.landed.as_ref().and_then(|landed| landed.day);
    let on = occurrence.performed.as_ref().and_then(|performed| performed.on);
    let (Some(landed), Some(on)) = (landed, on) else { return };
    let message = format!("on the main line on {landed}, and performed only on {on}");
    out.push(
        facts
            .at(&RULE, record.file, performed_span(record), message)
            .subject(record.path.as_str())
            .note(format!("the record of `{id}` for {period} was there before the work was done"))
            .help(format!("correct the day with a second record, `{}`", facts.correction(record))),
    );
}

//! `evidence-after-the-fact`.

use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::calendar::Date;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::facts::performed_span;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "evidence-after-the-fact",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "A record reached the main line long after the work it tells of.",
        fixable: false,
        history: true,
        page: include_str!("evidence_after_the_fact.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) = record.filter(|_| occurrence.has(Flag::AfterTheFact)) else { return };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let (Some(on), Some(landed)) =
        (occurrence.performed.as_ref().and_then(|performed| performed.on), landed(occurrence))
    else {
        return;
    };
    let within =
        facts.program().map_or_else(|| "7d".to_owned(), |program| program.recorded_within.to_string());
    let message = format!("performed on {on}, and on the main line only on {landed}");
    out.push(
        facts
            .at(&RULE, record.file, performed_span(record), message)
            .subject(record.path.as_str())
            .note(format!("records of this programme land within {within} (`defaults.recorded_within`)"))
            .note(format!("nothing shows that `{id}` operated in {period} before the record was there"))
            .help("keep the record as it is, and add what else shows the day to its folder and `artifacts`"),
    );
}

fn landed(occurrence: &Occurrence) -> Option<Date> {
    occurrence.landed.as_ref()?.day
}

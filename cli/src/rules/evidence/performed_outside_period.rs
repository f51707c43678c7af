//! `performed-outside-period`.

use crate::calendar::Period;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Record;
use crate::rules::facts::performed_span;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "performed-outside-period",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "A control was performed before the period that its record is for.",
        fixable: false,
        history: false,
        page: include_str!("performed_outside_period.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    let fiscal = facts.program().map(|program| program.fiscal).unwrap_or_default();
    let period = record.period.as_ref().and_then(|period| Period::parse(period, fiscal));
    let (Some(period), Some(on)) = (period, facts.day_of(record.performed.as_ref())) else { return };
    if on >= period.start || facts.is_superseded(record) {
        return;
    }
    let message = format!("performed on {on}, before {} began on {}", period.name, period.start);
    let finding = facts.at(&RULE, record.file, performed_span(record), message).subject(record.path.as_str());
    let help = "correct the day or the period; work done early counts for the period in which it was done";
    out.push(facts.corrected(finding, record).help(help));
}

//! `pass-with-exceptions`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Outcome, Record};
use crate::place::Location;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "pass-with-exceptions",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A record says `pass` and tells of something that did not.",
        fixable: false,
        history: false,
        page: include_str!("pass_with_exceptions.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if record.result.value != Outcome::Pass || facts.is_superseded(record) {
        return;
    }
    let exception = record
        .exceptions
        .first()
        .map(|exception| (exception.id.span, format!("the exception `{}`", exception.id.value)));
    let tested = record.tested.iter().find(|tested| !tested.passed());
    let tested =
        tested.map(|tested| (tested.key.span, format!("an item that did not pass, `{}`", tested.key.value)));
    let Some((span, what)) = exception.or(tested) else { return };
    let finding = facts
        .at(&RULE, record.file, record.result.span, format!("`pass` beside {what}"))
        .subject(record.path.as_str())
        .related(Location { file: record.file, span }, "this did not pass")
        .note("the occurrence counts as `exception`, whatever the record says");
    out.push(facts.corrected(finding, record).help("write `result: exception`"));
}

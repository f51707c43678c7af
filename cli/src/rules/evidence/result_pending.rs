//! `result-pending`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Outcome, Record};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "result-pending",
        group: Group::Evidence,
        level: Level::Note,
        summary: "A record that still waits for its result.",
        fixable: false,
        history: false,
        page: include_str!("result_pending.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if record.result.value == Outcome::Pending && !facts.is_superseded(record) {
        out.push(
            facts
                .at(&RULE, record.file, record.result.span, "the result is still `pending`")
                .subject(record.path.as_str())
                .help("write `pass`, `exception`, `fail` or `not-performed` once it is known"),
        );
    }
}

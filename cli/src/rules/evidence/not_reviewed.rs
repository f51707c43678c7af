//! `not-reviewed`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Outcome, Record, ReviewRule};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "not-reviewed",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "A record that nobody has reviewed.",
        fixable: false,
        history: false,
        page: include_str!("not_reviewed.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    let review = facts.program().map(|program| program.review).unwrap_or_default();
    let asks = match record.result.value {
        Outcome::Pass | Outcome::Exception => review != ReviewRule::None,
        Outcome::Fail | Outcome::Pending | Outcome::NotPerformed => false,
    };
    if !asks || record.reviewer().is_some() || facts.is_superseded(record) {
        return;
    }
    let named = facts.control_of(record).and_then(|control| control.reviewer.as_ref());
    let who = named.map_or_else(|| "PERSON".to_owned(), |named| named.value.clone());
    let who = if facts.program().is_some_and(|program| program.team(&who).is_some()) {
        "PERSON".to_owned()
    } else {
        who
    };
    out.push(
        facts
            .at(
                &RULE,
                record.file,
                record.result.span,
                format!("`{}` is said by one person only", record.result.value.word()),
            )
            .subject(record.path.as_str())
            .note("until somebody reviews it, the occurrence stays `unreviewed`")
            .help(format!("after the review add `reviewed: {{by: {who}, at: DATE}}`")),
    );
}

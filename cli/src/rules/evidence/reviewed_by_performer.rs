//! `reviewed-by-performer`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Record, ReviewRule};
use crate::place::Location;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "reviewed-by-performer",
        group: Group::Evidence,
        level: Level::Error,
        summary: "The same person performed and reviewed.",
        fixable: false,
        history: false,
        page: include_str!("reviewed_by_performer.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    let four_eyes = facts.program().is_none_or(|program| program.review == ReviewRule::FourEyes);
    let (Some(performer), Some(reviewer)) = (record.performer(), record.reviewer()) else { return };
    if !four_eyes || performer.value != reviewer.value || facts.is_superseded(record) {
        return;
    }
    let named = facts.control_of(record).and_then(|control| control.reviewer.as_ref());
    let help = match named.filter(|named| named.value != performer.value) {
        Some(named) => format!("let `{}` review it, as `{}` says", named.value, record.control.value),
        None => "let somebody else review it and name that person".to_owned(),
    };
    let finding = facts
        .at(&RULE, record.file, reviewer.span, format!("`{}` reviewed their own work", reviewer.value))
        .subject(record.path.as_str())
        .related(Location { file: record.file, span: performer.span }, "performed by the same person")
        .note("this programme asks for four eyes (`defaults.review`)");
    out.push(facts.corrected(finding, record).help(help));
}

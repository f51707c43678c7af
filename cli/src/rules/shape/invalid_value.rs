//! `invalid-value`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "invalid-value",
        group: Group::Shape,
        level: Level::Error,
        summary: "A value that the field cannot have.",
        fixable: false,
        history: false,
        page: include_str!("invalid_value.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::InvalidValue { value, expected, allowed } = &problem.kind else { return };
    let message = if value.is_empty() {
        format!("nothing stands here, expected {expected}")
    } else {
        format!("`{value}` is not {expected}")
    };
    let finding = facts.at(&RULE, problem.location.file, problem.location.span, message);
    let help = match did_you_mean(value, allowed.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write {expected}"),
    };
    out.push(finding.help(help));
}

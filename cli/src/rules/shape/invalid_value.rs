//! `invalid-value`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::words::{Meant, as_yaml, misspelt, same_letters};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "invalid-value",
        group: Group::Shape,
        level: Level::Error,
        summary: "A value that the field cannot have.",
        fixable: true,
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
    out.push(match misspelt(value, allowed.iter().map(String::as_str)) {
        Some(Meant { word, .. }) if same_letters(word, value) => {
            finding.help(format!("write `{word}`")).fix(problem.location, as_yaml(word))
        }
        Some(Meant { word, .. }) => finding.help(format!("did you mean `{word}`?")).fix_unsafe(
            problem.location,
            as_yaml(word),
            "another value may have been meant",
        ),
        None => finding.help(format!("write {expected}")),
    });
}

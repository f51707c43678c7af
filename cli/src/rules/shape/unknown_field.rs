//! `unknown-field`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::words::{Meant, as_yaml, misspelt, ticked};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-field",
        group: Group::Shape,
        level: Level::Error,
        summary: "A key that the file may not have.",
        fixable: true,
        history: false,
        page: include_str!("unknown_field.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::UnknownField { field, allowed } = &problem.kind else { return };
    let finding =
        facts.at(&RULE, problem.location.file, problem.location.span, format!("unknown field `{field}`"));
    out.push(match misspelt(field, allowed.iter().map(String::as_str)) {
        Some(Meant { word, sure: true }) => {
            finding.help(format!("write `{word}`")).fix(problem.location, as_yaml(word))
        }
        Some(Meant { word, sure: false }) => finding.help(format!("did you mean `{word}`?")).fix_unsafe(
            problem.location,
            as_yaml(word),
            "another field may have been meant",
        ),
        None if allowed.is_empty() => finding.help("remove it; no field is known here"),
        None => finding
            .note(format!("known here are {}", ticked(allowed.iter().map(String::as_str), 24)))
            .help(format!("remove it, or name it `x-{field}` to keep it as your own")),
    });
}

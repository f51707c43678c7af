//! `wrong-type`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "wrong-type",
        group: Group::Shape,
        level: Level::Error,
        summary: "A value of another type than the field holds.",
        fixable: false,
        history: false,
        page: include_str!("wrong_type.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::WrongType { field, expected, found } = &problem.kind else { return };
    let message = match field {
        Some(field) => format!("expected {expected} in `{field}`, found {found}"),
        None => format!("expected {expected}, found {found}"),
    };
    let finding = facts.at(&RULE, problem.location.file, problem.location.span, message);
    out.push(finding.help(format!("write {expected} here")));
}

//! `ambiguous-number`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "ambiguous-number",
        group: Group::Shape,
        level: Level::Note,
        summary: "An unquoted id or version that other tools shorten.",
        fixable: true,
        history: false,
        page: include_str!("ambiguous_number.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::AmbiguousNumber { text, read_as } = &problem.kind else { return };
    let message = format!("other tools read `{text}` as {read_as}");
    out.push(
        facts
            .at(&RULE, problem.location.file, problem.location.span, message)
            .note("tickmark keeps it as it is written")
            .help(format!("put it in quotes: `\"{text}\"`"))
            .fix(problem.location, format!("\"{text}\"")),
    );
}

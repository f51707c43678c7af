//! `word-as-boolean`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "word-as-boolean",
        group: Group::Shape,
        level: Level::Note,
        summary: "`yes` or `no` where other tools want `true` or `false`.",
        fixable: true,
        history: false,
        page: include_str!("word_as_boolean.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::WordAsBoolean { word, meaning } = &problem.kind else { return };
    let message = format!("`{word}` is read as `{meaning}`");
    out.push(
        facts
            .at(&RULE, problem.location.file, problem.location.span, message)
            .note("YAML 1.2 tools read the word as text")
            .help(format!("write `{meaning}`"))
            .fix(problem.location, meaning.to_string()),
    );
}

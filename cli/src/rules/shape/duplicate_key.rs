//! `duplicate-key`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::place::Location;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "duplicate-key",
        group: Group::Shape,
        level: Level::Error,
        summary: "The same key twice in one mapping.",
        fixable: false,
        history: false,
        page: include_str!("duplicate_key.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::DuplicateKey { key, first } = &problem.kind else { return };
    let message = format!("the key `{key}` stands here for the second time");
    out.push(
        facts
            .at(&RULE, problem.location.file, problem.location.span, message)
            .related(
                Location { file: problem.location.file, span: *first },
                "here for the first time; this one counts",
            )
            .help("keep one of the two"),
    );
}

//! `not-utf8`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "not-utf8",
        group: Group::Shape,
        level: Level::Error,
        summary: "A text file that is not UTF-8.",
        fixable: false,
        history: false,
        page: include_str!("not_utf8.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::NotUtf8 { byte } = &problem.kind else { return };
    let message = format!("the byte 0x{byte:02x} is not UTF-8");
    out.push(
        facts
            .at(&RULE, problem.location.file, problem.location.span, message)
            .note("nothing in the file was judged")
            .help("save the file as UTF-8"),
    );
}

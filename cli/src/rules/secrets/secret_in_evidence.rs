//! `secret-in-evidence`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::held::naming_of;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "secret-in-evidence",
        group: Group::Secrets,
        level: Level::Error,
        summary: "A file holds what looks like a key, a token or a password.",
        fixable: false,
        history: false,
        page: include_str!("secret_in_evidence.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::Secret { shape, start, byte } = &problem.kind else { return };
    let file = problem.location.file;
    let path = facts.register.path(file);
    let message = if start.is_empty() {
        format!("{shape} stands in `{path}`")
    } else {
        format!("{shape} stands in `{path}`, `{start}…`")
    };
    let mut finding = facts
        .at(&RULE, file, problem.location.span, message)
        .subject(path.as_str())
        .note("it is known by its shape, which may be wrong; whoever can read this repository can read it");
    if let Some(byte) = byte {
        finding = finding.note(format!("the file is too large for lines; it begins at byte {byte}"));
    }
    if let Some(place) = naming_of(facts.register, path) {
        finding = finding.related(place, "this names the file");
    }
    out.push(finding.help(
        "withdraw it where it was issued first, as the history keeps it; then take the evidence again without it",
    ));
}

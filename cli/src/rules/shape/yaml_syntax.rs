//! `yaml-syntax`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "yaml-syntax",
        group: Group::Shape,
        level: Level::Error,
        summary: "A file is not YAML, or uses a part of YAML that is not accepted.",
        fixable: false,
        history: false,
        page: include_str!("yaml_syntax.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    if let ProblemKind::YamlSyntax { message, help } = &problem.kind {
        let finding = facts.at(&RULE, problem.location.file, problem.location.span, message.as_str());
        out.push(finding.maybe_help(help.clone().or_else(|| quotes(message))));
    }
}

/// The usual slip: a text with a colon and a space in it.
fn quotes(message: &str) -> Option<String> {
    message
        .starts_with("mapping values are not allowed")
        .then(|| "put the text in quotes: it holds `: `".to_owned())
}

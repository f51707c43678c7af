//! `missing-field`.

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "missing-field",
        group: Group::Shape,
        level: Level::Error,
        summary: "A field that must be there is not.",
        fixable: false,
        history: false,
        page: include_str!("missing_field.md"),
    },
    checks: &[Check::Problem(check)],
};

fn check(facts: &Facts<'_>, problem: &Problem, out: &mut Vec<Finding>) {
    let ProblemKind::MissingField { field, about } = &problem.kind else { return };
    let message = format!("`{field}` is missing");
    let mut finding = facts.at(&RULE, problem.location.file, problem.location.span, message);
    finding.notes.extend(about.as_deref().map(phrase));
    out.push(finding.help(format!("add `{field}:` here")));
}

/// The first sentence of a schema's description, as a phrase.
fn phrase(about: &str) -> String {
    let sentence = about.split(". ").next().unwrap_or(about).trim().trim_end_matches('.');
    let mut characters = sentence.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.to_owned(),
    }
}

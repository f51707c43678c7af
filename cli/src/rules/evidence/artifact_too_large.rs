//! `artifact-too-large`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Form;
use crate::rules::held::Held;
use crate::rules::words::mebibytes;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "artifact-too-large",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "An artifact over 5 MiB.",
        fixable: false,
        history: false,
        page: include_str!("artifact_too_large.md"),
    },
    checks: &[Check::Artifact(check)],
};

/// What a repository carries for good without every clone feeling it.
const LIMIT: u64 = 5 << 20;

fn check(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    let Some(name) = held.file_name() else { return };
    let Some(fact) = held.fact.filter(|fact| fact.form == Form::File && fact.size > LIMIT) else { return };
    let message = format!("`{}` has {}", name.value, mebibytes(fact.size));
    out.push(
        facts
            .at(&RULE, held.file, name.span, message)
            .subject(held.path.as_str())
            .note(format!("every clone carries it for ever; over {} is much", mebibytes(LIMIT)))
            .help("keep it elsewhere and name it by `url:` and `sha256:`"),
    );
}

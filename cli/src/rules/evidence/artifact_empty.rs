//! `artifact-empty`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Form;
use crate::rules::held::Held;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "artifact-empty",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "An artifact without a single byte.",
        fixable: false,
        history: false,
        page: include_str!("artifact_empty.md"),
    },
    checks: &[Check::Artifact(check)],
};

fn check(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    let Some(name) = held.file_name() else { return };
    // Without a digest its bytes were not to be had.
    if held.fact.is_some_and(|fact| fact.form == Form::File && fact.size == 0 && fact.sha256.is_some()) {
        let finding = facts.at(&RULE, held.file, name.span, format!("`{}` is empty", name.value));
        out.push(
            finding
                .subject(held.path.as_str())
                .note("an export that failed often leaves an empty file")
                .help("export it again, or say in the file that there was nothing"),
        );
    }
}

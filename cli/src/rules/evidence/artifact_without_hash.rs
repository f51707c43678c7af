//! `artifact-without-hash`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::held::Held;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "artifact-without-hash",
        group: Group::Evidence,
        level: Level::Error,
        summary: "An artifact without the digest that fixes its bytes.",
        fixable: false,
        history: false,
        page: include_str!("artifact_without_hash.md"),
    },
    checks: &[Check::Artifact(check)],
};

fn check(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    if held.artifact.sha256.is_some() {
        return;
    }
    let name = held.name();
    let digest = held.lies_at().and_then(|path| facts.register.file(path.as_str())?.sha256);
    let finding = facts.at(&RULE, held.file, name.span, format!("`{}` has no digest", name.value));
    out.push(finding.subject(held.path.as_str()).help(match digest {
        Some(digest) => format!("add `sha256: {digest}`"),
        None => "add `sha256:` with the digest of its bytes".to_owned(),
    }));
}

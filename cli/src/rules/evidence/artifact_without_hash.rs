//! `artifact-without-hash`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::place::{Location, Span};
use crate::rules::held::Held;
use crate::rules::layout;
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
    let digest = held.fact.and_then(|fact| fact.sha256);
    let finding = facts.at(&RULE, held.file, name.span, format!("`{}` has no digest", name.value));
    let finding = finding.subject(held.path.as_str());
    let Some(digest) = digest else {
        out.push(finding.help("add `sha256:` with the digest of its bytes"));
        return;
    };
    let finding = finding.help(format!("add `sha256: {digest}`"));
    let entry = layout::key_behind(facts.source(held.file), name.span, &format!("sha256: {digest}"));
    out.push(match entry {
        Some((at, text)) => {
            let place = Location { file: held.file, span: Span::at(at) };
            finding.fix_unsafe(place, text, "it vouches for the bytes that lie there now")
        }
        None => finding,
    });
}

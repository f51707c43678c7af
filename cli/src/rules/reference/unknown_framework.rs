//! `unknown-framework`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-framework",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a framework that is neither built in nor in the repository.",
        fixable: true,
        history: false,
        page: include_str!("unknown_framework.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    let id = naming.text.as_str();
    let frameworks = &facts.register.frameworks;
    if naming.named != Named::Framework || frameworks.contains_key(id) || facts.built_in.contains(&id) {
        return;
    }
    let own = frameworks.keys().map(String::as_str).filter(|id| !facts.built_in.contains(id));
    let names: Vec<&str> = facts.built_in.iter().copied().chain(own).collect();
    let finding = facts.at(&RULE, naming.file, naming.text.span, format!("there is no framework `{id}`"));
    let otherwise = format!("write its catalog as `policies/frameworks/{id}.yaml`, or correct the id");
    let meant = meant(id, names.iter().copied());
    let mut finding = suggest(finding.subject(naming.by), naming.place(), meant.as_ref(), otherwise);
    finding.notes.extend(known("frameworks", &names));
    out.push(finding);
}

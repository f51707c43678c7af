//! `unknown-policy`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-policy",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a policy that does not exist.",
        fixable: true,
        history: false,
        page: include_str!("unknown_policy.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    if naming.named != Named::Policy || facts.register.policies.has(naming.text) {
        return;
    }
    let id = naming.text.as_str();
    let names: Vec<&str> = facts.register.policies.names().collect();
    let finding =
        facts.at(&RULE, naming.file, naming.text.span, format!("there is no policy `{id}`")).subject(id);
    let otherwise = format!("write `policies/{id}.md`, or correct the id");
    let mut finding = suggest(finding, naming.place(), meant(id, names.iter().copied()).as_ref(), otherwise);
    finding.notes.extend(known("policies", &names));
    out.push(finding);
}

//! `unknown-population`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-population",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a population that does not exist.",
        fixable: true,
        history: false,
        page: include_str!("unknown_population.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    if naming.named != Named::Population || facts.register.populations.has(naming.text) {
        return;
    }
    let id = naming.text.as_str();
    let names: Vec<&str> = facts.register.populations.names().collect();
    let finding =
        facts.at(&RULE, naming.file, naming.text.span, format!("there is no population `{id}`")).subject(id);
    let otherwise = format!("write `policies/populations/{id}.yaml`, or correct the id");
    let mut finding = suggest(finding, naming.place(), meant(id, names.iter().copied()).as_ref(), otherwise);
    finding.notes.extend(known("populations", &names));
    out.push(finding);
}

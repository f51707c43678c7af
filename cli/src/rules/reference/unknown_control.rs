//! `unknown-control`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-control",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a control that does not exist.",
        fixable: true,
        history: false,
        page: include_str!("unknown_control.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    if naming.named != Named::Control || is_there(facts, naming.text) {
        return;
    }
    let id = naming.text.as_str();
    let names: Vec<&str> =
        facts.register.controls.names().chain(facts.register.half_read_controls.names()).collect();
    let finding =
        facts.at(&RULE, naming.file, naming.text.span, format!("there is no control `{id}`")).subject(id);
    let otherwise = format!("write `policies/controls/{id}.yaml`, or correct the id");
    let mut finding = suggest(finding, naming.place(), meant(id, names.iter().copied()).as_ref(), otherwise);
    finding.notes.extend(known("controls", &names));
    out.push(finding);
}

/// A control whose cadence cannot be read is there all the same.
fn is_there(facts: &Facts<'_>, id: &str) -> bool {
    facts.register.controls.has(id) || facts.register.half_read_controls.has(id)
}

//! `unknown-audit`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-audit",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of an audit, a review or an incident that is not on file.",
        fixable: true,
        history: false,
        page: include_str!("unknown_audit.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    let register = facts.register;
    let audits = register.program.iter().flat_map(|program| &program.audits);
    let audits: Vec<&str> = audits.map(|audit| audit.id.as_str()).collect();
    let (names, what, otherwise) = match naming.named {
        Named::Audit => (audits, "audit", "add it under `audits` in `policies/program.yaml`"),
        Named::Occasion => {
            let held = register.internal_audits.names().chain(register.management_reviews.names());
            let all = held.chain(register.incidents.names()).chain(audits);
            (all.collect(), "audit, review or incident", "put it on file first")
        }
        Named::Owner
        | Named::Person { .. }
        | Named::Control
        | Named::Risk
        | Named::Framework
        | Named::Requirement { .. }
        | Named::Population
        | Named::Policy
        | Named::Vendor
        | Named::Asset => return,
    };
    let id = naming.text.as_str();
    if names.contains(&id) {
        return;
    }
    let message = format!("there is no {what} `{id}`");
    let finding = facts.at(&RULE, naming.file, naming.text.span, message).subject(naming.by);
    let otherwise = format!("{otherwise}, or correct the id");
    let mut finding = suggest(finding, naming.place(), meant(id, names.iter().copied()).as_ref(), otherwise);
    finding.notes.extend(known("audits", &names).filter(|_| naming.named == Named::Audit));
    out.push(finding);
}

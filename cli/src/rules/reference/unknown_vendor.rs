//! `unknown-vendor`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-vendor",
        group: Group::Reference,
        level: Level::Error,
        summary: "The id of a vendor that is not in the register.",
        fixable: true,
        history: false,
        page: include_str!("unknown_vendor.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    if naming.named != Named::Vendor
        || facts.register.vendors.iter().any(|vendor| vendor.id.value == naming.text.value)
    {
        return;
    }
    let id = naming.text.as_str();
    let names: Vec<&str> = facts.register.vendors.iter().map(|vendor| vendor.id.as_str()).collect();
    let finding =
        facts.at(&RULE, naming.file, naming.text.span, format!("there is no vendor `{id}`")).subject(id);
    let otherwise = format!("add `{id}` to `policies/registers/vendors.yaml`, or correct the id");
    let mut finding = suggest(finding, naming.place(), meant(id, names.iter().copied()).as_ref(), otherwise);
    finding.notes.extend(known("vendors", &names));
    out.push(finding);
}

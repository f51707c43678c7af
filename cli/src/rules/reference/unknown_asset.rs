//! `unknown-asset`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::naming::{Named, Naming};
use crate::rules::words::{known, meant, suggest};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-asset",
        group: Group::Reference,
        level: Level::Warning,
        summary: "The id of an asset or a system that is not in the registers.",
        fixable: true,
        history: false,
        page: include_str!("unknown_asset.md"),
    },
    checks: &[Check::Naming(check)],
};

fn check(facts: &Facts<'_>, naming: &Naming<'_>, out: &mut Vec<Finding>) {
    let register = facts.register;
    let id = naming.text.as_str();
    // Without a register nothing says which assets there are.
    if naming.named != Named::Asset || register.assets.is_empty() {
        return;
    }
    if register.asset(id).is_some() || register.vendor(id).is_some() {
        return;
    }
    let names: Vec<&str> = register.assets.iter().map(|asset| asset.id.as_str()).collect();
    let vendors = register.vendors.iter().map(|vendor| vendor.id.as_str());
    let all: Vec<&str> = names.iter().copied().chain(vendors).collect();
    let message = format!("no asset and no vendor is called `{id}`");
    let finding = facts.at(&RULE, naming.file, naming.text.span, message).subject(id);
    let otherwise = format!("add `{id}` to `policies/registers/assets.yaml`, or correct the id");
    let mut finding = suggest(finding, naming.place(), meant(id, all.iter().copied()).as_ref(), otherwise);
    finding.notes.extend(known("assets", &names));
    out.push(finding);
}

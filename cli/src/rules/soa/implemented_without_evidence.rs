//! `implemented-without-evidence`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Soa};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "implemented-without-evidence",
        group: Group::Soa,
        level: Level::Warning,
        summary: "A requirement is said to be implemented, and no record shows it.",
        fixable: false,
        history: false,
        page: include_str!("implemented_without_evidence.md"),
    },
    checks: &[Check::Soa(check)],
};

fn check(facts: &Facts<'_>, soa: &Soa, out: &mut Vec<Finding>) {
    let register = facts.register;
    for decision in soa.decisions.values() {
        let Some(status) = decision.status.as_ref().filter(|status| ***status == *"implemented") else {
            continue;
        };
        let id = decision.requirement.as_str();
        let names = |control: &&Control| control.is_active() && control.satisfies.names(&soa.framework, id);
        let controls: Vec<&Control> = register.controls.by_id().filter(names).collect();
        if decision.excludes()
            || controls.iter().any(|control| register.records_of(&control.id).next().is_some())
        {
            continue;
        }
        let note = if controls.is_empty() {
            "no active control claims it".to_owned()
        } else {
            let ids = controls.iter().map(|control| control.id.as_str());
            format!(
                "there is no record of {}, which {} it",
                ticked(ids, 6),
                if controls.len() == 1 { "claims" } else { "claim" }
            )
        };
        let message = format!("`{id}` is said to be implemented, and no record shows it");
        out.push(facts.at(&RULE, soa.file, status.span, message).subject(id).note(note).help(
            "name it in the `satisfies` of a control that leaves records, or write `planned` with a `due` day",
        ));
    }
}

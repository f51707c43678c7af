//! `excluded-but-used`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Soa};
use crate::place::Location;
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "excluded-but-used",
        group: Group::Soa,
        level: Level::Error,
        summary: "A requirement is excluded, and an active control meets it.",
        fixable: false,
        history: false,
        page: include_str!("excluded_but_used.md"),
    },
    checks: &[Check::Soa(check)],
};

fn check(facts: &Facts<'_>, soa: &Soa, out: &mut Vec<Finding>) {
    for decision in soa.decisions.values() {
        let Some(applies) = decision.applies.filter(|applies| !applies.value) else { continue };
        let id = decision.requirement.as_str();
        let controls = facts.register.controls.by_id().filter(|control| control.is_active());
        let used: Vec<&Control> =
            controls.filter(|control| control.satisfies.names(&soa.framework, id)).collect();
        let Some(first) = used.first() else { continue };
        let claim = first
            .satisfies
            .of(&soa.framework)
            .find(|claimed| ***claimed == *id)
            .map_or(first.id.span, |claim| claim.span);
        let ids = ticked(used.iter().map(|control| control.id.as_str()), 5);
        let verb = if used.len() == 1 { "meets" } else { "meet" };
        out.push(
            facts
                .at(&RULE, soa.file, applies.span, format!("`{id}` is excluded, and {ids} {verb} it"))
                .subject(id)
                .related(Location { file: first.file, span: claim }, "named here")
                .help("take the exclusion out, or the requirement out of `satisfies`"),
        );
    }
}

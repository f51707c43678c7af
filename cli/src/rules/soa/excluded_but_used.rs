//! `excluded-but-used`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Risk, Soa, Status};
use crate::place::Location;
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "excluded-but-used",
        group: Group::Soa,
        level: Level::Error,
        summary: "A requirement is excluded, and a control meets it or is to treat a risk by it.",
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
        let claims = |control: &&Control| control.satisfies.names(&soa.framework, id);
        let claiming: Vec<&Control> = facts.register.controls.by_id().filter(claims).collect();
        let used: Vec<&Control> = claiming.iter().copied().filter(|control| control.is_active()).collect();
        let (first, because) = if let Some(first) = used.first() {
            let ids = ticked(used.iter().map(|control| control.id.as_str()), 5);
            let verb = if used.len() == 1 { "meets" } else { "meet" };
            (*first, format!("{ids} {verb} it"))
        } else {
            let drafts = claiming.iter().filter(|control| control.status == Status::Draft);
            let treating = drafts.map(|control| (*control, treated(facts, control)));
            let Some((first, risks)) = treating.into_iter().find(|(_, risks)| !risks.is_empty()) else {
                continue;
            };
            let risks = ticked(risks, 5);
            (first, format!("`{}`, a draft that is to treat {risks}, claims it", first.id.value))
        };
        let claim = first
            .satisfies
            .of(&soa.framework)
            .find(|claimed| ***claimed == *id)
            .map_or(first.id.span, |claim| claim.span);
        out.push(
            facts
                .at(&RULE, soa.file, applies.span, format!("`{id}` is excluded, and {because}"))
                .subject(id)
                .related(Location { file: first.file, span: claim }, "named here")
                .help("take the exclusion out, or the requirement out of `satisfies`"),
        );
    }
}

/// The risks that a control treats, or is to treat, said by either.
fn treated<'a>(facts: &Facts<'a>, control: &Control) -> Vec<&'a str> {
    let treats = |risk: &&Risk| {
        control.mitigates.iter().any(|id| **id == *risk.id)
            || risk.controls.iter().any(|id| **id == *control.id)
    };
    facts.register.risks.by_id().filter(treats).map(|risk| risk.id.as_str()).collect()
}

//! `duplicate-id`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Entity, Ids, Register};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "duplicate-id",
        group: Group::Shape,
        level: Level::Error,
        summary: "Two files with the same id.",
        fixable: false,
        history: false,
        page: include_str!("duplicate_id.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let controls = register.controls.all().iter().chain(register.half_read_controls.all());
    pairs(facts, &Ids::new(controls.cloned().collect()), "control", out);
    pairs(facts, &register.risks, "risk", out);
    pairs(facts, &register.populations, "population", out);
    pairs(facts, &register.policies, "policy", out);
    pairs(facts, &register.isms_documents, "document", out);
    pairs(facts, &register.incidents, "incident", out);
    pairs(facts, &register.internal_audits, "internal audit", out);
    pairs(facts, &register.management_reviews, "management review", out);
    pairs(facts, &register.nonconformities, "nonconformity", out);
}

/// Says it at both places: either of the two may be the one to change.
fn pairs<T: Entity>(facts: &Facts<'_>, entities: &Ids<T>, what: &str, out: &mut Vec<Finding>) {
    for (first, second) in entities.duplicates() {
        for (here, there) in [(first, second), (second, first)] {
            let id = &here.id().value;
            let other = facts.register.path(there.file());
            let message = format!("the id `{id}` is also that of the {what} in `{other}`");
            out.push(
                facts
                    .at(&RULE, here.file(), here.id().span, message)
                    .subject(id.as_str())
                    .related(there.place(), "the other one")
                    .help("give one of the two another id"),
            );
        }
    }
}

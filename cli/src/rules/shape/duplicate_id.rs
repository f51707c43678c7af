//! `duplicate-id`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Entity, Framework, Ids, Register};
use crate::place::Location;
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
    for second in &register.repeated_frameworks {
        let first = register.frameworks.get(second.id.as_str());
        if let Some((first, second)) = first.and_then(place).zip(place(second)) {
            both(facts, first, second, "framework", out);
        }
    }
}

/// Where a framework of the repository has its id; a built-in one stands in no file.
fn place(framework: &Framework) -> Option<(Location, &str)> {
    let file = framework.file?;
    Some((Location { file, span: framework.id.span }, framework.id.as_str()))
}

fn pairs<T: Entity>(facts: &Facts<'_>, entities: &Ids<T>, what: &str, out: &mut Vec<Finding>) {
    for (first, second) in entities.duplicates() {
        let place = |entity: &T| entity.place();
        both(facts, (place(first), first.id().as_str()), (place(second), second.id().as_str()), what, out);
    }
}

/// Says it at both places: either of the two may be the one to change.
fn both(
    facts: &Facts<'_>,
    first: (Location, &str),
    second: (Location, &str),
    what: &str,
    out: &mut Vec<Finding>,
) {
    for ((here, id), (there, _)) in [(first, second), (second, first)] {
        let other = facts.register.path(there.file);
        let message = format!("the id `{id}` is also that of the {what} in `{other}`");
        out.push(
            facts
                .at(&RULE, here.file, here.span, message)
                .subject(id)
                .related(there, "the other one")
                .help("give one of the two another id"),
        );
    }
}

//! `clause-excluded`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Soa;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "clause-excluded",
        group: Group::Soa,
        level: Level::Error,
        summary: "A requirement is excluded that can never be excluded.",
        fixable: false,
        history: false,
        page: include_str!("clause_excluded.md"),
    },
    checks: &[Check::Soa(check)],
};

fn check(facts: &Facts<'_>, soa: &Soa, out: &mut Vec<Finding>) {
    let Some(framework) = facts.register.frameworks.get(soa.framework.as_str()) else { return };
    for decision in soa.decisions.values() {
        let Some(applies) = decision.applies.filter(|applies| !applies.value) else { continue };
        let id = decision.requirement.as_str();
        if framework.requirement(id).is_some_and(|requirement| !requirement.excludable) {
            let message = format!("`{id}` of `{}` can never be excluded", framework.id.value);
            let finding = facts.at(&RULE, soa.file, applies.span, message).subject(id);
            let finding = if *framework.id == *"iso27001" {
                finding.note("only the controls of Annex A may be (ISO/IEC 27001, 1 Scope)")
            } else {
                finding
            };
            out.push(finding.help("take the decision out and meet the requirement"));
        }
    }
}

//! `exclusion-without-reason`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Soa;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "exclusion-without-reason",
        group: Group::Soa,
        level: Level::Error,
        summary: "A requirement is excluded and nobody says why.",
        fixable: false,
        history: false,
        page: include_str!("exclusion_without_reason.md"),
    },
    checks: &[Check::Soa(check)],
};

fn check(facts: &Facts<'_>, soa: &Soa, out: &mut Vec<Finding>) {
    for decision in soa.decisions.values().filter(|decision| decision.excludes()) {
        if decision.because.iter().all(|reason| reason.trim().is_empty()) {
            let id = decision.requirement.as_str();
            let finding = facts.at(
                &RULE,
                soa.file,
                decision.requirement.span,
                format!("`{id}` is excluded without a reason"),
            );
            out.push(finding.subject(id).help("add `because:` with the reason that an auditor will read"));
        }
    }
}

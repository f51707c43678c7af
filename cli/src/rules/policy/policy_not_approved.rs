//! `policy-not-approved`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Policy;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "policy-not-approved",
        group: Group::Policy,
        level: Level::Warning,
        summary: "A policy that nobody has approved.",
        fixable: false,
        history: false,
        page: include_str!("policy_not_approved.md"),
    },
    checks: &[Check::Policy(check)],
};

fn check(facts: &Facts<'_>, policy: &Policy, out: &mut Vec<Finding>) {
    let by = policy.approved.as_ref().and_then(|act| act.by.as_ref());
    let at = facts.day_of(policy.approved.as_ref());
    if by.is_some() && at.is_some() {
        return;
    }
    let message = format!("nobody has approved `{}`", policy.id.value);
    let finding = facts.at(&RULE, policy.file, policy.id.span, message).subject(policy.id.as_str());
    out.push(finding.help("add `approved: {by: PERSON, at: DATE}` once management has approved it"));
}

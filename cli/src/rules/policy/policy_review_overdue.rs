//! `policy-review-overdue`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Policy;
use crate::place::Location;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "policy-review-overdue",
        group: Group::Policy,
        level: Level::Warning,
        summary: "A policy was not looked at as often as it says itself.",
        fixable: false,
        history: false,
        page: include_str!("policy_review_overdue.md"),
    },
    checks: &[Check::Policy(check)],
};

fn check(facts: &Facts<'_>, policy: &Policy, out: &mut Vec<Finding>) {
    let (Some(every), Some(approved)) = (policy.review, facts.day_of(policy.approved.as_ref())) else {
        return;
    };
    let next = every.value.length().after(approved);
    if next >= facts.as_of {
        return;
    }
    let at = policy.approved.as_ref().and_then(|act| act.at.as_ref());
    let span = at.map_or(policy.id.span, |at| at.text.span);
    out.push(
        facts
            .at(&RULE, policy.file, span, format!("`{}` was to be reviewed by {next}", policy.id.value))
            .subject(policy.id.as_str())
            .related(Location { file: policy.file, span: every.span }, "how often it is reviewed")
            .help("review it, and let `approved` say who approved it anew and when"),
    );
}

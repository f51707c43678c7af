//! `policy-version-not-raised`.

use crate::assess::PolicyPast;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::words::since;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "policy-version-not-raised",
        group: Group::Policy,
        level: Level::Warning,
        summary: "A policy's text changed, and its version did not.",
        fixable: false,
        history: true,
        page: include_str!("policy_version_not_raised.md"),
    },
    checks: &[Check::PolicyPast(check)],
};

fn check(facts: &Facts<'_>, past: &PolicyPast<'_>, out: &mut Vec<Finding>) {
    let policy = past.policy;
    let (Some(unraised), Some(version)) = (&past.unraised, &policy.version) else { return };
    let message =
        format!("version `{}` of `{}` stands for more than one text", version.value, policy.id.value);
    out.push(
        facts
            .at(&RULE, policy.file, version.span, message)
            .subject(policy.id.as_str())
            .note(since(unraised))
            .help("raise `version`, and have the new text approved"),
    );
}

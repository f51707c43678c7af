//! `policy-changed-since-approval`.

use crate::assess::{ChangedSince, PolicyPast};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::words::{since, ticked};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "policy-changed-since-approval",
        group: Group::Policy,
        level: Level::Error,
        summary: "The text on file is not the one that was approved.",
        fixable: false,
        history: true,
        page: include_str!("policy_changed_since_approval.md"),
    },
    checks: &[Check::PolicyPast(check)],
};

fn check(facts: &Facts<'_>, past: &PolicyPast<'_>, out: &mut Vec<Finding>) {
    let policy = past.policy;
    let (Some(changed), Some(approved)) = (&past.changed, &policy.approved) else { return };
    let by = approved.by.as_ref();
    let span = approved.at.as_ref().map(|at| at.text.span).or_else(|| by.map(|by| by.span));
    let day = approved.at.as_ref().map(|at| format!(" on {}", at.text.value)).unwrap_or_default();
    let who = by.map_or_else(|| "it was approved".to_owned(), |by| format!("`{}` approved it", by.value));
    let message = format!("`{}` was changed after {who}{day}", policy.id.value);
    out.push(
        facts
            .at(&RULE, policy.file, span.unwrap_or(policy.id.span), message)
            .subject(policy.id.as_str())
            .note(what(changed))
            .note(since(&changed.first))
            .help("have this text approved, and write who did and when; or go back to the text that was approved"),
    );
}

/// What is different, and since which commit.
fn what(changed: &ChangedSince) -> String {
    let fields = (!changed.fields.is_empty()).then(|| ticked(changed.fields.iter().map(String::as_str), 6));
    let what = match (changed.prose, fields) {
        (true, Some(fields)) => format!("the prose and {fields} are"),
        (false, Some(fields)) if changed.fields.len() == 1 => format!("{fields} is"),
        (false, Some(fields)) => format!("{fields} are"),
        (_, None) => "the prose is".to_owned(),
    };
    match changed.approved.commit {
        Some(commit) => format!("{what} not as in commit {}, which carried the approval", commit.short()),
        None => format!("{what} not as when it was approved"),
    }
}

//! `soa-changed-since-approval`.

use crate::assess::SoaPast;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::words::since;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "soa-changed-since-approval",
        group: Group::Soa,
        level: Level::Warning,
        summary: "The decisions on file are not those that were approved.",
        fixable: false,
        history: true,
        page: include_str!("soa_changed_since_approval.md"),
    },
    checks: &[Check::SoaPast(check)],
};

fn check(facts: &Facts<'_>, past: &SoaPast<'_>, out: &mut Vec<Finding>) {
    let soa = past.soa;
    let (Some(changed), Some(approved)) = (&past.changed, &soa.approved) else { return };
    let by = approved.by.as_ref();
    let span = approved.at.as_ref().map(|at| at.text.span).or_else(|| by.map(|by| by.span));
    let day = approved.at.as_ref().map(|at| format!(" on {}", at.text.value)).unwrap_or_default();
    let who =
        by.map_or_else(|| "they were approved".to_owned(), |by| format!("`{}` approved them", by.value));
    let message = format!("the decisions on `{}` were changed after {who}{day}", *soa.framework);
    out.push(
        facts
            .at(&RULE, soa.file, span.unwrap_or(soa.framework.span), message)
            .subject(soa.framework.as_str())
            .note(since(&changed.first))
            .help("have the statement approved as it is now, and write who did and when"),
    );
}

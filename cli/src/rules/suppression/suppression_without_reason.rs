//! `suppression-without-reason`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::suppress::{Extent, Suppression};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "suppression-without-reason",
        group: Group::Suppression,
        level: Level::Error,
        summary: "A finding is set aside, or a rule lowered, and nobody says why.",
        fixable: false,
        history: false,
        page: include_str!("suppression_without_reason.md"),
    },
    checks: &[Check::Suppression(check)],
};

fn check(facts: &Facts<'_>, suppression: &Suppression<'_>, out: &mut Vec<Finding>) {
    if !suppression.because.is_empty() || suppression.rules.is_empty() {
        return;
    }
    let rules = ticked(suppression.rules.iter().map(|rule| rule.as_str()), 5);
    let (message, help) = match suppression.extent {
        Extent::Lowered => (format!("{rules} is lowered without a reason"), "add `because:`"),
        Extent::Everywhere => (format!("{rules} is off without a reason"), "add `because:`"),
        Extent::Line(_) | Extent::Nothing => (
            format!("{rules} is set aside without a reason"),
            "write the reason behind the bracket, after `until=DATE` if there is one",
        ),
    };
    let finding = facts.at(&RULE, suppression.file, suppression.span, message);
    let finding = match suppression.extent {
        Extent::Lowered => finding,
        Extent::Everywhere | Extent::Line(_) | Extent::Nothing => {
            finding.note("without a reason it sets nothing aside")
        }
    };
    out.push(finding.help(help));
}

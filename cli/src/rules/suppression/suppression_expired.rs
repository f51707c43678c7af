//! `suppression-expired`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::suppress::{Suppression, Until};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "suppression-expired",
        group: Group::Suppression,
        level: Level::Error,
        summary: "A finding was set aside until a day that is over.",
        fixable: false,
        history: false,
        page: include_str!("suppression_expired.md"),
    },
    checks: &[Check::Suppression(check)],
};

fn check(facts: &Facts<'_>, suppression: &Suppression<'_>, out: &mut Vec<Finding>) {
    // In `program.yaml` the schema says what is no date.
    let told = suppression.setting.is_some() && matches!(suppression.until, Until::Unreadable(_));
    if told || !suppression.is_over(facts.as_of) {
        return;
    }
    let rules = ticked(suppression.rules.iter().map(|rule| rule.as_str()), 5);
    let message = match &suppression.until {
        Until::Open => return,
        Until::Day(day) => format!("{rules} was set aside until {day}"),
        Until::Unreadable(text) => format!("`until={text}` is no date"),
    };
    let help = match &suppression.until {
        Until::Open | Until::Day(_) => {
            "put right what it hides and take it out, or decide anew with a new day"
        }
        Until::Unreadable(_) => "write a date like `until=2026-09-30`",
    };
    out.push(
        facts
            .at(&RULE, suppression.file, suppression.until_span, message)
            .note("it sets nothing aside any more")
            .help(help),
    );
}

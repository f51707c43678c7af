//! `suppression-unused`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::suppress::Suppression;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "suppression-unused",
        group: Group::Suppression,
        level: Level::Warning,
        summary: "A suppression that has nothing to set aside.",
        fixable: false,
        history: false,
        page: include_str!("suppression_unused.md"),
    },
    checks: &[Check::Suppression(check)],
};

fn check(facts: &Facts<'_>, suppression: &Suppression<'_>, out: &mut Vec<Finding>) {
    for rule in &suppression.unused {
        let message = format!("`{}` has nothing to set aside here", rule.value);
        let message = if suppression.setting.is_some() {
            format!("`{}` has nothing to set aside", rule.value)
        } else {
            message
        };
        let finding = facts.at(&RULE, suppression.file, rule.span, message);
        out.push(finding.help("take it out; it would hide the next finding unseen"));
    }
}

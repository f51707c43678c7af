//! `unknown-rule`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Register, Text};
use crate::place::Location;
use crate::rules::suppress::{Extent, Suppression, names};
use crate::rules::{Check, Facts, Rule};
use crate::rules::{RULES, find};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unknown-rule",
        group: Group::Suppression,
        level: Level::Error,
        summary: "A suppression or a setting names no rule, or one that does not exist.",
        fixable: false,
        history: false,
        page: include_str!("unknown_rule.md"),
    },
    checks: &[Check::Suppression(suppression), Check::Register(settings)],
};

fn suppression(facts: &Facts<'_>, suppression: &Suppression<'_>, out: &mut Vec<Finding>) {
    if suppression.extent == Extent::Nothing {
        let finding = facts.at(&RULE, suppression.file, suppression.span, "this comment names no rule");
        out.push(
            finding.note("it sets nothing aside").help("write `tickmark: ignore[RULE] until=DATE reason`"),
        );
    }
    let inline = suppression.setting.is_none();
    for rule in suppression.rules.iter().filter(|rule| inline && find(rule).is_none()) {
        let finding =
            facts.at(&RULE, suppression.file, rule.span, format!("there is no rule `{}`", rule.value));
        out.push(if names(rule).is_empty() {
            suggested(finding, rule, RULES.iter().map(|rule| rule.meta.name))
        } else {
            finding
                .note("it is a group of rules; a group can only be set in `lint.rules`")
                .help("name the rule: `tickmark lint` prints it behind the level")
        });
    }
}

fn settings(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = &register.program else { return };
    let rules = program.rules.iter().map(|setting| &setting.rule);
    for rule in rules.filter(|rule| names(rule).is_empty()) {
        let finding = facts.at(&RULE, program.file, rule.span, format!("there is no rule `{}`", rule.value));
        let known = RULES.iter().flat_map(|rule| [rule.meta.name, rule.meta.group.name()]);
        out.push(suggested(finding, rule, known));
    }
}

/// A name that is put right begins to set findings aside: nobody but its author can want that.
fn suggested(finding: Finding, rule: &Text, known: impl Iterator<Item = &'static str>) -> Finding {
    match did_you_mean(rule, known) {
        Some(meant) => {
            let place = Location { file: finding.place.file, span: rule.span };
            finding.help(format!("did you mean `{meant}`?")).fix_unsafe(
                place,
                meant,
                "it begins to set findings aside",
            )
        }
        None => finding.help("list the rules: `tickmark explain`"),
    }
}

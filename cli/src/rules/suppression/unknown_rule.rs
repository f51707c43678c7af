//! `unknown-rule`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Register, Text};
use crate::place::FileId;
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
        out.push(unknown(facts, suppression.file, rule));
    }
}

fn settings(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = &register.program else { return };
    let rules = program.rules.iter().map(|setting| &setting.rule);
    out.extend(rules.filter(|rule| names(rule).is_empty()).map(|rule| unknown(facts, program.file, rule)));
}

fn unknown(facts: &Facts<'_>, file: FileId, rule: &Text) -> Finding {
    let finding = facts.at(&RULE, file, rule.span, format!("there is no rule `{}`", rule.value));
    match did_you_mean(rule, RULES.iter().map(|rule| rule.meta.name)) {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.help("list the rules: `tickmark explain`"),
    }
}

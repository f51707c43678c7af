//! `treatment-overdue`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Risk;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "treatment-overdue",
        group: Group::Risk,
        level: Level::Warning,
        summary: "The plan of a risk was to be done by now.",
        fixable: false,
        history: false,
        page: include_str!("treatment_overdue.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let Some(plan) = risk.plan.as_ref().filter(|plan| plan.done.is_none()) else { return };
    let Some(due) = plan.due.filter(|due| due.value < facts.as_of) else { return };
    let message = format!("the plan of `{}` was due on {}", risk.id.value, due.value);
    let finding = facts.at(&RULE, risk.file, due.span, message).subject(risk.id.as_str());
    let finding = match &plan.what {
        Some(what) => finding.note(format!("what is to be done: {}", what.trim())),
        None => finding,
    };
    out.push(finding.help("add the day on which it was `done`, or have the new day approved with the plan"));
}

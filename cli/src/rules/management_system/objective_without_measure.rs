//! `objective-without-measure`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Objective, Objectives, Register};
use crate::rules::words::joined;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "objective-without-measure",
        group: Group::ManagementSystem,
        level: Level::Warning,
        summary: "An objective of which nobody could say whether it was reached.",
        fixable: false,
        history: false,
        page: include_str!("objective_without_measure.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    if let Some(objectives) = &register.objectives {
        out.extend(objectives.objectives.iter().filter_map(|objective| judge(facts, objectives, objective)));
    }
}

fn judge(facts: &Facts<'_>, objectives: &Objectives, objective: &Objective) -> Option<Finding> {
    let id = objective.id.as_str();
    let dropped = objective.status.as_ref().is_some_and(|status| **status == *"dropped");
    let asked = [("measure", objective.measure.is_none()), ("target", objective.target.is_none())];
    let missing: Vec<String> =
        asked.into_iter().filter(|(_, missing)| *missing).map(|(key, _)| format!("`{key}`")).collect();
    if missing.is_empty() || dropped {
        return None;
    }
    let beside = [
        ("owner", objective.owner.is_none()),
        ("plan", objective.plan.is_empty()),
        ("resources", objective.resources.is_none()),
        ("due", objective.due.is_none()),
        ("evaluated", objective.evaluated.is_none()),
    ];
    let beside: Vec<String> =
        beside.into_iter().filter(|(_, missing)| *missing).map(|(key, _)| format!("`{key}`")).collect();
    let message = format!("`{id}` cannot be judged: it has no {}", joined(&missing, "and no"));
    let finding = facts.at(&RULE, objectives.file, objective.id.span, message).subject(id);
    let finding = if beside.is_empty() {
        finding
    } else {
        finding.note(format!("ISO/IEC 27001 6.2 asks for {} too", joined(&beside, "and")))
    };
    Some(finding.help("say what is counted, and which value counts as reached"))
}

//! `mitigated-by-nothing`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Control, Risk, Status};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "mitigated-by-nothing",
        group: Group::Risk,
        level: Level::Warning,
        summary: "A risk that is to be mitigated, and no active control does.",
        fixable: false,
        history: false,
        page: include_str!("mitigated_by_nothing.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let Some(treatment) = risk.treatment.as_ref().filter(|treatment| ***treatment == *"mitigate") else {
        return;
    };
    let controls = &facts.register.controls;
    let named = risk.controls.iter().any(|id| controls.get(id).is_some_and(Control::is_active));
    let treats = |control: &Control| {
        control.is_active() && control.mitigates.iter().any(|id| id.value == risk.id.value)
    };
    let planned = risk.plan.as_ref().is_some_and(|plan| plan.done.is_none());
    if named || controls.by_id().any(treats) || planned {
        return;
    }
    let message = format!("no active control mitigates `{}`", risk.id.value);
    let finding = facts.at(&RULE, risk.file, treatment.span, message).subject(risk.id.as_str());
    let drafts = |control: &&Control| {
        control.status == Status::Draft && control.mitigates.iter().any(|id| id.value == risk.id.value)
    };
    let drafts =
        controls.by_id().filter(drafts).chain(risk.controls.iter().filter_map(|id| controls.get(id)));
    let drafts: BTreeSet<&str> =
        drafts.filter(|control| control.status == Status::Draft).map(|control| control.id.as_str()).collect();
    let finding = if drafts.is_empty() {
        finding
    } else {
        finding.note(format!("drafts that would: {}", ticked(drafts, 5)))
    };
    out.push(
        finding.help("name the controls in `controls`, write a `plan`, or treat the risk in another way"),
    );
}

//! `relies-on-failed-control`.

use crate::assess::{Lean, LeanStanding};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Risk;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "relies-on-failed-control",
        group: Group::Risk,
        level: Level::Note,
        summary: "A risk leans on a control that failed, or was not done, when last due.",
        fixable: false,
        history: false,
        page: include_str!("relies_on_failed_control.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let Some(assessment) = facts.assessment else { return };
    for id in &risk.controls {
        let lean = Lean::of(facts.register, assessment, id);
        let how = match lean.standing {
            LeanStanding::Failed => "failed",
            LeanStanding::Missing => "has no record",
            LeanStanding::Works
            | LeanStanding::NotDueYet
            | LeanStanding::NotInForce
            | LeanStanding::NotThere => continue,
        };
        let Some(period) = lean.period else { continue };
        let message = format!("`{}` relies on `{}`, which {how} for {period}", risk.id.value, id.value);
        out.push(
            facts
                .at(&RULE, risk.file, id.span, message)
                .subject(risk.id.as_str())
                .note("while a control does not work, the rating with controls may be too low")
                .help("look at `residual` again, or set the control right"),
        );
    }
}

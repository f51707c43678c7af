//! `residual-above-inherent`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Risk;
use crate::place::Location;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "residual-above-inherent",
        group: Group::Risk,
        level: Level::Error,
        summary: "A risk that is rated higher with its controls than without.",
        fixable: false,
        history: false,
        page: include_str!("residual_above_inherent.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let (Some(inherent), Some(residual)) = (risk.inherent, risk.residual) else { return };
    for (after, before, what) in [
        (residual.likelihood, inherent.likelihood, "likelihood"),
        (residual.impact, inherent.impact, "impact"),
    ] {
        if after.value > before.value {
            let message = format!(
                "the {what} of `{}` rises from {} to {} with its controls",
                risk.id.value, before.value, after.value
            );
            out.push(
                facts
                    .at(&RULE, risk.file, after.span, message)
                    .subject(risk.id.as_str())
                    .related(Location { file: risk.file, span: before.span }, "without controls")
                    .help("correct the one that is wrong; a control that makes it worse is not a treatment"),
            );
        }
    }
}

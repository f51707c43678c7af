//! `acceptance-expired`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Risk;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "acceptance-expired",
        group: Group::Risk,
        level: Level::Error,
        summary: "The acceptance of a risk has run out.",
        fixable: false,
        history: false,
        page: include_str!("acceptance_expired.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let until = risk.acceptance.as_ref().and_then(|acceptance| acceptance.until);
    let Some(until) = until.filter(|until| until.value < facts.as_of) else { return };
    let message = format!("the acceptance of `{}` ended on {}", risk.id.value, until.value);
    let finding = facts.at(&RULE, risk.file, until.span, message).subject(risk.id.as_str());
    let because = risk.acceptance.as_ref().and_then(|acceptance| acceptance.because.as_ref());
    let finding = match because {
        Some(because) => finding.note(format!("it was accepted because: {}", because.trim())),
        None => finding,
    };
    out.push(finding.help("accept the risk again with a new day, or treat it"));
}

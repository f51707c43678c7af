//! `accepted-below-authority`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Method, Risk};
use crate::rules::words::ticked;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "accepted-below-authority",
        group: Group::Risk,
        level: Level::Error,
        summary: "A risk was accepted by somebody who may not accept one of its level.",
        fixable: false,
        history: false,
        page: include_str!("accepted_below_authority.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let Some(by) = risk.acceptance.as_ref().and_then(|acceptance| acceptance.act.by.as_ref()) else { return };
    let built_in = Method::default();
    let method = facts.register.method.as_ref().unwrap_or(&built_in);
    let Some(level) = risk.residual.or(risk.inherent).and_then(|rating| method.level_of(rating)) else {
        return;
    };
    let owner = risk.owner.as_ref().map(|owner| owner.as_str());
    if level.may_accept(by, owner, facts.program()) != Some(false) {
        return;
    }
    let names = ticked(level.accepted_by.iter().map(|name| name.as_str()), 6);
    let message =
        format!("`{}` accepted `{}`, which is {}", by.value, risk.id.value, level.title().to_lowercase());
    out.push(
        facts
            .at(&RULE, risk.file, by.span, message)
            .subject(risk.id.as_str())
            .note(format!("by the method {names} may accept a risk of this level"))
            .help("have it accepted by one of them, or bring the risk down first"),
    );
}

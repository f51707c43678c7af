//! `risk-review-overdue`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Method, Risk};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "risk-review-overdue",
        group: Group::Risk,
        level: Level::Warning,
        summary: "A risk was not looked at as often as the risk method asks.",
        fixable: false,
        history: false,
        page: include_str!("risk_review_overdue.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let Some(reviewed) = facts.day_of(risk.reviewed.as_ref()) else { return };
    let built_in = Method::default();
    let method = facts.register.method.as_ref().unwrap_or(&built_in);
    let level = risk.residual.or(risk.inherent).and_then(|rating| method.level_of(rating));
    let Some(every) = method.review_of(level) else { return };
    let next = every.length().after(reviewed);
    if next >= facts.as_of {
        return;
    }
    let at = risk.reviewed.as_ref().and_then(|act| act.at.as_ref());
    let span = at.map_or(risk.id.span, |at| at.text.span);
    let message = format!("`{}` was to be reviewed again by {next}", risk.id.value);
    let finding = facts.at(&RULE, risk.file, span, message).subject(risk.id.as_str());
    let finding = match level {
        Some(level) => finding.note(format!(
            "the risk is {}, and the method asks for a review {every}",
            level.title().to_lowercase()
        )),
        None => finding.note(format!("the method asks for a review {every}")),
    };
    out.push(finding.help("look at the risk again and update `reviewed`"));
}

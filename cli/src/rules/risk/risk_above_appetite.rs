//! `risk-above-appetite`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Method, Risk};
use crate::place::Span;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "risk-above-appetite",
        group: Group::Risk,
        level: Level::Warning,
        summary: "A risk above the appetite that nobody accepted and no plan brings down.",
        fixable: false,
        history: false,
        page: include_str!("risk_above_appetite.md"),
    },
    checks: &[Check::Risk(check)],
};

fn check(facts: &Facts<'_>, risk: &Risk, out: &mut Vec<Finding>) {
    let Some(rating) = risk.residual.or(risk.inherent) else { return };
    let built_in = Method::default();
    let method = facts.register.method.as_ref().unwrap_or(&built_in);
    if method.above_appetite(rating) != Some(true) {
        return;
    }
    // An acceptance that is over, and a plan that is late, have rules of their own.
    let planned = risk.plan.as_ref().is_some_and(|plan| plan.done.is_none() && plan.due.is_some());
    if risk.acceptance.is_some() || planned {
        return;
    }
    let level =
        method.level_of(rating).map_or_else(|| "too high".to_owned(), |level| level.title().to_lowercase());
    let appetite = method.appetite.as_ref().map_or("", |appetite| appetite.as_str());
    let (likelihood, impact) = (rating.likelihood.span, rating.impact.span);
    let span = Span { start: likelihood.start.min(impact.start), end: likelihood.end.max(impact.end) };
    let message = format!("`{}` is {level}, above the appetite `{appetite}`", risk.id.value);
    let finding = facts.at(&RULE, risk.file, span, message).subject(risk.id.as_str());
    let finding = match risk.residual {
        Some(_) => finding.note("that is the rating with its controls"),
        None => finding.note("it has no `residual` rating, so the one without controls counts"),
    };
    out.push(
        finding.help("plan how it comes down, with a day in `plan`; or have it accepted in `acceptance`"),
    );
}

//! `window-gap`.

use crate::calendar::{DayRun, Window};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Audit, Program, Register};
use crate::place::Location;
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "window-gap",
        group: Group::Audit,
        level: Level::Warning,
        summary: "Days between two audits of a framework that neither covers.",
        fixable: false,
        history: false,
        page: include_str!("window_gap.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let Some(program) = &register.program else { return };
    out.extend(program.audits.iter().filter_map(|audit| judge(facts, program, audit)));
}

fn judge(facts: &Facts<'_>, program: &Program, audit: &Audit) -> Option<Finding> {
    let window = audit.window.as_ref().filter(|window| is_long(window.value))?;
    let before = predecessor(program, audit)?;
    let earlier = before.window.as_ref().filter(|window| is_long(window.value))?;
    let first = earlier.to.tomorrow().ok()?;
    let last = window.from.yesterday().ok().filter(|last| first <= *last)?;
    let days = u64::try_from(DayRun { from: first, to: last }.days()).unwrap_or_default();
    let message = format!(
        "{} between `{}` and `{}` are in no window: {first}..{last}",
        count(days, "day"),
        *before.id,
        *audit.id
    );
    let place = Location { file: program.file, span: earlier.span };
    Some(
        facts
            .at(&RULE, program.file, window.span, message)
            .subject(audit.id.as_str())
            .related(place, "the window before ends here")
            .note("a reader of two reports asks what happened between them; a bridge letter is usual for some three months, and nobody tests it")
            .help(format!("let the window start on {first}, or agree with the auditor how the days are spoken for")),
    )
}

/// The audit that it says it follows; else the latest earlier one of its framework and type.
fn predecessor<'a>(program: &'a Program, audit: &Audit) -> Option<&'a Audit> {
    if let Some(named) = &audit.previous {
        return program.audit(named);
    }
    let from = audit.window.as_ref()?.from;
    let kind = |one: &Audit| one.kind.as_ref().map(|kind| kind.value);
    let framework = |one: &Audit| one.framework.as_ref().map(|framework| framework.value.clone());
    let alike = |one: &&Audit| kind(one) == kind(audit) && framework(one) == framework(audit);
    let ended = program.audits.iter().filter(alike).filter_map(|one| Some((one.window.as_ref()?.to, one)));
    ended.filter(|(to, _)| *to < from).max_by_key(|(to, _)| *to).map(|(_, one)| one)
}

/// True for an audit over time; one on a day leaves no gap.
fn is_long(window: Window) -> bool {
    window.from < window.to
}

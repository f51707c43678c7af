//! `subservice-report-gap`.

use crate::assess::unspoken;
use crate::calendar::Window;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Inclusion, Register, Subservice};
use crate::place::Location;
use crate::rules::words::count;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "subservice-report-gap",
        group: Group::SystemDescription,
        level: Level::Warning,
        summary: "Days of the window for which nothing speaks for a carved-out subservice organisation.",
        fixable: false,
        history: false,
        page: include_str!("subservice_report_gap.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let (Some(system), Some(assessment)) = (&register.system, facts.assessment) else { return };
    let whole = audited(facts, assessment.window);
    let Some(window) = Window::new(whole.from, whole.to.min(facts.as_of)) else { return };
    for subservice in &system.subservice {
        let inclusive = subservice.method.is_some_and(|method| method.value == Inclusion::Inclusive);
        if !inclusive {
            let place = Location { file: system.file, span: subservice.vendor.span };
            out.extend(judge(facts, subservice, place, window));
        }
    }
}

/// The window of the newest SOC 2 audit that has begun and touches this one; else this one.
fn audited(facts: &Facts<'_>, lint: Window) -> Window {
    let audits = facts.program().into_iter().flat_map(|program| &program.audits);
    let soc2 =
        audits.filter(|audit| audit.framework.as_ref().is_some_and(|framework| **framework == *"soc2"));
    let windows = soc2.filter_map(|audit| audit.window.as_ref()).map(|window| window.value);
    let touching = windows.filter(|one| one.from <= facts.as_of && one.to >= lint.from && one.from < one.to);
    touching.max_by_key(|one| (one.to, one.from)).unwrap_or(lint)
}

fn judge(facts: &Facts<'_>, subservice: &Subservice, place: Location, window: Window) -> Option<Finding> {
    // A vendor that is not in the register is another rule's business.
    let vendor = facts.register.vendor(&subservice.vendor)?;
    let id = vendor.id.as_str();
    let open = unspoken(vendor, window).nothing;
    let first = open.first()?;
    let days: u64 = open.iter().map(|run| u64::try_from(run.days()).unwrap_or_default()).sum();
    let message = if vendor.assurance.is_empty() {
        format!("nothing speaks for `{id}`: no report, no certificate")
    } else {
        let more = if open.len() > 1 { ", and later" } else { "" };
        format!(
            "nothing speaks for `{id}` on {} of the window: {}..{}{more}",
            count(days, "day"),
            first.from,
            first.to
        )
    };
    let newest = vendor.assurance.iter().max_by_key(|one| one.last_day());
    let there = newest.map_or(vendor.id.span, |one| one.report.span);
    Some(
        facts
            .at(&RULE, vendor.file, there, message)
            .subject(id)
            .related(place, "the description leaves its controls out")
            .note(format!("the window is looked at from {} to {}", window.from, window.to))
            .help("ask for the next report, or for a bridge letter, and enter it under `assurance`"),
    )
}

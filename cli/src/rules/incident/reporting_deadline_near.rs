//! `reporting-deadline-near`.

use crate::assess::{ClockState, clocks};
use crate::calendar::{CompanyZone, Duration};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::incident::{basis, span_of};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "reporting-deadline-near",
        group: Group::Incident,
        level: Level::Note,
        summary: "A report of an incident is due within a week.",
        fixable: false,
        history: false,
        page: include_str!("reporting_deadline_near.md"),
    },
    checks: &[Check::Register(check)],
};

/// How far ahead is near: long enough to write the one-month reports.
const NEAR: Duration = Duration::days(7);

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let zone = facts.program().map_or_else(CompanyZone::utc, |program| program.zone.clone());
    let near = |day| day <= NEAR.after(facts.as_of);
    for clock in clocks(register, facts.as_of) {
        let (ClockState::Running, Some(limit)) = (clock.state, clock.limit) else { continue };
        if !clock.day(&zone).is_some_and(near) {
            continue;
        }
        let message = format!("the {} is due by {}", clock.title(), zone.shown(limit));
        out.push(
            facts
                .at(&RULE, clock.incident.file, span_of(&clock), message)
                .subject(clock.incident.id.as_str())
                .note(basis(&clock))
                .help("send it and enter it under `reported`, or write `reported: []` if none was due"),
        );
    }
}

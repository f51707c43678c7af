//! `reporting-deadline-missed`.

use crate::assess::{Clock, ClockState, clocks};
use crate::calendar::CompanyZone;
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Register;
use crate::rules::incident::{basis, span_of};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "reporting-deadline-missed",
        group: Group::Incident,
        level: Level::Warning,
        summary: "A report of an incident was sent after its limit, or its limit is over.",
        fixable: false,
        history: false,
        page: include_str!("reporting_deadline_missed.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let zone = facts.program().map_or_else(CompanyZone::utc, |program| program.zone.clone());
    for clock in clocks(register, facts.as_of) {
        let limit = clock.limit.map(|limit| zone.shown(limit)).unwrap_or_default();
        match clock.state {
            ClockState::Late => {
                let message = format!("the {} was sent after its limit of {limit}", clock.title());
                let help = "say in the report's `note` why it was late; an auditor and the authority ask";
                out.push(found(facts, &clock, message, help));
            }
            ClockState::Missed => {
                let message = format!("the {} was due by {limit}, and no report is recorded", clock.title());
                let help = "send it and enter it under `reported`, or write `reported: []` if none was due";
                out.push(found(facts, &clock, message, help));
            }
            ClockState::InTime | ClockState::Running | ClockState::NotStarted | ClockState::CannotTell => {}
        }
    }
}

fn found(facts: &Facts<'_>, clock: &Clock<'_>, message: String, help: &str) -> Finding {
    let incident = clock.incident;
    facts
        .at(&RULE, incident.file, span_of(clock), message)
        .subject(incident.id.as_str())
        .note(basis(clock))
        .help(help)
}

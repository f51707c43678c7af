//! `stray-period`.

use crate::assess::{ControlAssessment, Stray};
use crate::calendar::{Period, Rhythm};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Record;
use crate::place::Location;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "stray-period",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A record for a period in which its control was not expected to operate.",
        fixable: false,
        history: false,
        page: include_str!("stray_period.md"),
    },
    checks: &[Check::Assessed(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, out: &mut Vec<Finding>) {
    let id = control.id.as_str();
    for stray in &control.strays {
        let Some(record) = facts.record(stray.path.as_str()).filter(|record| is_readable(facts, record))
        else {
            continue;
        };
        let span = record.period.as_ref().map_or(record.control.span, |period| period.span);
        let finding =
            facts.at(&RULE, record.file, span, message(control, stray)).subject(record.path.as_str());
        let (file, cadence) = facts.cadence_of(id);
        let finding =
            finding.related(Location { file, span: cadence }, format!("`{id}` is {} here", control.cadence));
        out.push(finding.help(help(facts, control, record)));
    }
}

/// A text that is no period at all is `invalid-value`.
fn is_readable(facts: &Facts<'_>, record: &Record) -> bool {
    let fiscal = facts.program().map(|program| program.fiscal).unwrap_or_default();
    record.period.as_ref().is_none_or(|period| Period::parse(period, fiscal).is_some())
}

fn message(control: &ControlAssessment, stray: &Stray) -> String {
    match &stray.period {
        None => format!("no period of `{}` holds this record", control.id),
        Some(period) => format!("`{}` was not expected to operate for `{period}`", control.id),
    }
}

/// The period that was meant: the one of the control's rhythm around the day it was performed.
fn help(facts: &Facts<'_>, control: &ControlAssessment, record: &Record) -> String {
    let fiscal = facts.program().map(|program| program.fiscal).unwrap_or_default();
    let anchor = control.in_force.first().and_then(|first| first.from).unwrap_or(facts.as_of);
    let around = facts.day_of(record.performed.as_ref());
    let meant = around.and_then(|day| Rhythm::of(control.cadence, anchor).containing(day, fiscal));
    let written = record.period.as_ref().map(|period| period.value.as_str());
    match meant {
        Some(meant) if Some(meant.name.as_str()) != written => {
            format!("write `period: {}` if that is the one that was meant", meant.name)
        }
        _ => {
            format!("correct the period, or `since` and `status` of `{}` if it did operate then", control.id)
        }
    }
}

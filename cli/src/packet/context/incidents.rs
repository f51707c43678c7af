//! Incidents, and the clocks that ran.

use serde::Serialize;

use crate::assess::{Clock, clocks_of};
use crate::calendar::{CompanyZone, Date, When};
use crate::model::{Incident, Moment};
use crate::packet::context::Desk;
use crate::packet::sources::{FileRef, TaskState, list, text};

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncidentView {
    /// `INC-2026-02`
    pub id: String,
    /// What happened.
    pub what: String,
    /// When it began, as written.
    pub began: String,
    /// When we noticed, as written.
    pub aware: String,
    /// When it was classified as significant or major, as written; empty when it was not.
    pub classified: String,
    /// When it was over, as written; empty while it lasts.
    pub ended: String,
    /// From its beginning to our notice: `2 min`; empty when that cannot be told.
    pub noticed_after: String,
    /// From its beginning to its end.
    pub lasted: String,
    /// From 1, the worst; `null` when the record does not say.
    pub severity: Option<u64>,
    /// The SOC 2 criteria that it touches.
    pub criteria: Vec<String>,
    /// `yes`, `no`, or `not said`.
    pub personal_data: &'static str,
    /// Who and what was affected.
    pub effect: String,
    /// The root cause.
    pub cause: String,
    /// The controls that failed or were missing.
    pub controls: String,
    /// The risks that came true.
    pub risks: String,
    /// What was done and what follows.
    pub actions: Vec<TaskState>,
    /// What the record says about reports: how many, that none was due, or nothing.
    pub reports: String,
    /// The reports that were made and those that are owed, each against its limit.
    pub clocks: Vec<ClockView>,
    /// Its file.
    pub file: FileRef,
}

/// A report against its limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockView {
    /// The framework: `nis2`.
    pub under: String,
    /// Which report.
    pub what: String,
    /// To whom.
    pub to: String,
    /// When it was sent, as written; empty when it was not.
    pub at: String,
    /// The limit, RFC 3339 in UTC; empty where there is none, or where it cannot be told.
    pub limit: String,
    /// The same on the company's clock: `2026-05-21 10:06`.
    pub limit_shown: String,
    /// The article that sets the limit; empty for reports without one.
    pub article: &'static str,
    /// What the limit runs from, and how far, in words.
    pub basis: &'static str,
    /// `in time`, `late`, `missed`, `running`, `not started`, `cannot be told`.
    pub state: &'static str,
    /// A reference number, or the reason for a late report.
    pub note: String,
}

/// The incidents that touch the window, by id.
pub(super) fn incidents(desk: &Desk<'_>) -> Vec<IncidentView> {
    let window = desk.material.assessment.window;
    let days = |incident: &Incident| -> Vec<Date> {
        let moments = [&incident.began, &incident.aware, &incident.ended];
        moments
            .into_iter()
            .flatten()
            .filter_map(|at| at.when)
            .map(|when| when.date(&desk.program.zone))
            .collect()
    };
    let touches = |incident: &&Incident| {
        let days = days(incident);
        if desk.is_about_a_day() {
            return days.iter().all(|day| *day <= window.to);
        }
        let (first, last) = (days.iter().min(), days.iter().max());
        match (first, last) {
            (Some(first), Some(last)) => {
                *first <= window.to && (window.from <= *last || incident.ended.is_none())
            }
            _ => true,
        }
    };
    desk.material.register.incidents.by_id().filter(touches).map(|incident| view(desk, incident)).collect()
}

fn view(desk: &Desk<'_>, incident: &Incident) -> IncidentView {
    let zone = &desk.program.zone;
    let written = |at: &Option<Moment>| at.as_ref().map(|at| at.text.value.clone()).unwrap_or_default();
    IncidentView {
        id: incident.id.value.clone(),
        what: text(incident.what.as_ref()),
        began: written(&incident.began),
        aware: written(&incident.aware),
        classified: written(&incident.classified),
        ended: written(&incident.ended),
        noticed_after: between(incident.began.as_ref(), incident.aware.as_ref()),
        lasted: between(incident.began.as_ref(), incident.ended.as_ref()),
        severity: incident.severity.map(|severity| severity.value),
        criteria: incident.criteria.iter().map(|id| id.value.clone()).collect(),
        personal_data: match incident.personal_data.map(|flag| flag.value) {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not said",
        },
        effect: text(incident.effect.as_ref()),
        cause: text(incident.cause.as_ref()),
        controls: list(&incident.controls),
        risks: list(&incident.risks),
        actions: incident.actions.iter().map(|action| desk.sources.task(action)).collect(),
        reports: match incident.reported.as_deref() {
            None => "The record does not say whether a report was due.".to_owned(),
            Some([]) => "The record states that no report was due.".to_owned(),
            Some(reports) => {
                format!("{} recorded.", crate::packet::sources::count(reports.len(), "report", "reports"))
            }
        },
        clocks: clocks_of(desk.material.register, incident, desk.material.as_of)
            .iter()
            .map(|one| clock(one, zone))
            .collect(),
        file: desk.sources.file(&incident.path),
    }
}

fn between(from: Option<&Moment>, to: Option<&Moment>) -> String {
    let instant = |at: Option<&Moment>| match at?.when? {
        When::Moment(instant) => Some(instant),
        When::Day(_) => None,
    };
    let (Some(from), Some(to)) = (instant(from), instant(to)) else { return String::new() };
    let minutes = to.as_second().saturating_sub(from.as_second()) / 60;
    match minutes {
        ..0 => String::new(),
        0..120 => format!("{minutes} min"),
        120..2880 => format!("{} h {} min", minutes / 60, minutes % 60),
        _ => format!("{} d {} h", minutes / 1440, minutes % 1440 / 60),
    }
}

fn clock(clock: &Clock<'_>, zone: &CompanyZone) -> ClockView {
    let report = clock.report;
    ClockView {
        under: clock.under.clone(),
        what: clock.what.clone(),
        to: text(report.and_then(|report| report.to.as_ref())),
        at: report.and_then(|report| report.at.as_ref()).map(|at| at.text.value.clone()).unwrap_or_default(),
        limit: clock.limit.map(|limit| limit.to_string()).unwrap_or_default(),
        limit_shown: clock.limit.map(|limit| zone.shown(limit)).unwrap_or_default(),
        article: clock.article,
        basis: clock.basis,
        state: clock.state.word(),
        note: text(report.and_then(|report| report.note.as_ref())),
    }
}

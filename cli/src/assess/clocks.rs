//! Incident reporting clocks: which reports an incident owes, by when, and where each stands.
//!
//! In: an incident, the frameworks in scope, the zone, the as-of day. Out: a [`Clock`] for each
//! report. A clock runs where the record names a report under its framework, or where the framework
//! is in scope and the record says that the incident is of the sort that has to be reported
//! (`classified` for NIS2 and DORA, `personal_data` for the GDPR). `reported: []` states that none
//! was due, and then none runs.
//!
//! Sources: Directive (EU) 2022/2555 Art. 23(4); Delegated Regulation (EU) 2025/301 Art. 5; Regulation
//! (EU) 2016/679 Art. 33(1).

mod limit;

use crate::assess::clocks::limit::{Between, Days, Given, given};
use crate::calendar::{CompanyZone, Date, Timestamp, When};
use crate::model::{Incident, Moment, Register, Report};

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockState {
    /// Sent before its limit.
    InTime,
    /// Sent after its limit.
    Late,
    /// Not sent, and the day of its limit is over.
    Missed,
    /// Not sent, and its limit is still ahead.
    Running,
    /// Not sent, and the event from which it runs has not happened.
    NotStarted,
    /// What is written down does not say enough.
    CannotTell,
}

impl ClockState {
    /// The words for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::InTime => "in time",
            Self::Late => "late",
            Self::Missed => "missed",
            Self::Running => "running",
            Self::NotStarted => "not started",
            Self::CannotTell => "cannot be told",
        }
    }
}

/// A report that an incident owes, or that was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// The framework that asks for it: `nis2`.
    pub under: String,
    /// Which report: `early-warning`.
    pub what: String,
    /// The article that sets the limit; empty for reports without one.
    pub article: &'static str,
    /// The report, if it was made.
    pub report: Option<&'a Report>,
    /// The limit; `None` where none can be told.
    pub limit: Option<Timestamp>,
    /// What the limit runs from, and how far, in words; empty where there is none.
    pub basis: &'static str,
    /// Where it stands.
    pub state: ClockState,
}

impl Clock<'_> {
    /// The civil day of the limit.
    pub fn day(&self, zone: &CompanyZone) -> Option<Date> {
        self.limit.map(|limit| zone.date_of(limit))
    }

    /// True while somebody has to act.
    pub fn is_open(&self) -> bool {
        match self.state {
            ClockState::Missed | ClockState::Running => true,
            ClockState::InTime | ClockState::Late | ClockState::NotStarted | ClockState::CannotTell => false,
        }
    }

    /// `NIS2 early warning`
    pub fn title(&self) -> String {
        let framework = match self.under.as_str() {
            "nis2" => "NIS2",
            "dora" => "DORA",
            "gdpr" => "GDPR",
            other => other,
        };
        let report = match self.what.as_str() {
            "initial" | "intermediate" | "progress" | "final" => " report",
            _ => "",
        };
        format!("{framework} {}{report}", self.what.replace('-', " "))
    }
}

/// The reports of a framework with limits, in the order in which they are made.
const CHAINS: [(&str, &[&str]); 3] = [
    ("nis2", &["early-warning", "notification", "final"]),
    ("dora", &["initial", "intermediate", "final"]),
    ("gdpr", &["notification"]),
];

/// The clocks of every incident, by incident, framework and report.
pub fn clocks(register: &Register, as_of: Date) -> Vec<Clock<'_>> {
    register.incidents.by_id().flat_map(|incident| clocks_of(register, incident, as_of)).collect()
}

/// The clocks of one incident: those that run by law, then reports without a limit.
pub fn clocks_of<'a>(register: &'a Register, incident: &'a Incident, as_of: Date) -> Vec<Clock<'a>> {
    let zone = register.program.as_ref().map_or_else(CompanyZone::utc, |program| program.zone.clone());
    let in_scope = |id: &str| register.program.as_ref().is_some_and(|program| program.scope(id).is_some());
    let holidays: Vec<Date> =
        register.program.iter().flat_map(|program| &program.bank_holidays).map(|day| day.value).collect();
    let days = Days { zone: &zone, holidays: &holidays, essential: in_scope("nis2") };
    let desk = Desk { incident, zone: &zone, as_of, days };
    let mut found = Vec::new();
    for (framework, chain) in CHAINS {
        if runs(incident, framework, in_scope(framework)) {
            found.extend(chain.iter().map(|what| desk.clock(framework, what)));
        }
    }
    let known = |report: &&Report| {
        let is = |clock: &Clock<'_>| clock.report.is_some_and(|other| std::ptr::eq(other, *report));
        !found.iter().any(is)
    };
    let others: Vec<Clock<'a>> =
        incident.reported.iter().flatten().filter(known).map(|report| unlimited(incident, report)).collect();
    found.extend(others);
    found
}

/// Whether a framework's clocks run for an incident.
fn runs(incident: &Incident, framework: &str, in_scope: bool) -> bool {
    let under = |report: &Report| report.under.as_ref().is_some_and(|under| **under == *framework);
    match incident.reported.as_deref() {
        Some([]) => false,
        Some(reports) if reports.iter().any(under) => true,
        Some(_) | None => {
            let of_the_sort = match framework {
                "gdpr" => incident.personal_data.is_some_and(|flag| flag.value),
                _ => incident.classified.is_some(),
            };
            in_scope && of_the_sort
        }
    }
}

/// A report for which no limit is computed.
fn unlimited<'a>(incident: &'a Incident, report: &'a Report) -> Clock<'a> {
    let text = |text: &Option<crate::model::Text>| text.as_ref().map(|text| text.value.clone());
    Clock {
        incident,
        under: text(&report.under).unwrap_or_default(),
        what: text(&report.what).unwrap_or_default(),
        article: "",
        report: Some(report),
        limit: None,
        basis: "",
        state: ClockState::CannotTell,
    }
}

/// What limits are computed from.
struct Desk<'a, 'z> {
    incident: &'a Incident,
    zone: &'z CompanyZone,
    as_of: Date,
    days: Days<'z>,
}

impl<'a> Desk<'a, '_> {
    fn clock(&self, framework: &str, what: &str) -> Clock<'a> {
        let report = self.incident.report(framework, what);
        let given = self.limit(framework, what);
        let limit = given.as_ref().and_then(|given| given.limit);
        let sent = report.and_then(|report| self.instant(report.at.as_ref()));
        let state = match (report, limit, sent) {
            (Some(_), Some(limit), Some(sent)) if sent.to <= limit.from => ClockState::InTime,
            (Some(_), Some(limit), Some(sent)) if sent.from > limit.to => ClockState::Late,
            (None, Some(limit), _) if self.zone.date_of(limit.to) < self.as_of => ClockState::Missed,
            (None, Some(_), _) => ClockState::Running,
            (None, None, _) if given.is_some_and(|given| given.waits) => ClockState::NotStarted,
            (Some(_), _, _) | (None, None, _) => ClockState::CannotTell,
        };
        Clock {
            incident: self.incident,
            under: framework.to_owned(),
            what: what.to_owned(),
            article: given.map_or("", |given| given.article),
            report,
            limit: limit.map(|limit| limit.from),
            basis: given.map_or("", |given| given.basis),
            state,
        }
    }

    fn limit(&self, framework: &str, what: &str) -> Option<Given> {
        let event = |moment: Option<&Moment>| self.instant(moment);
        let is = |text: Option<&crate::model::Text>, word: &str| text.is_some_and(|text| **text == *word);
        // Where a report was made twice, what follows runs from the last one.
        let sent = |what: &str| {
            let reports = self.incident.reported.iter().flatten();
            let mut of =
                reports.filter(|one| is(one.under.as_ref(), framework) && is(one.what.as_ref(), what));
            self.instant(of.next_back()?.at.as_ref())
        };
        let events = limit::Events {
            aware: event(self.incident.aware.as_ref()),
            classified: event(self.incident.classified.as_ref()),
            ended: event(self.incident.ended.as_ref()),
            first: sent(if framework == "dora" { "initial" } else { "notification" }),
            second: sent(if framework == "dora" { "intermediate" } else { "progress" }),
        };
        given(framework, what, &events, &self.days)
    }

    /// A moment; a day is all of it.
    fn instant(&self, moment: Option<&Moment>) -> Option<Between> {
        match moment?.when? {
            When::Moment(instant) => Some(Between { from: instant, to: instant }),
            When::Day(day) => Some(Between { from: self.zone.start_of(day)?, to: self.zone.end_of(day)? }),
        }
    }
}

#[cfg(test)]
mod tests;

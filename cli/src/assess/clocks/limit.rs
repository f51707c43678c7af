//! How long after which event a report is due.

use jiff::civil::Weekday;
use jiff::{Span, ToSpan as _};

use crate::calendar::{CompanyZone, Date, Timestamp};

/// An instant as far as it is known: a day that is written without its hour is all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Between {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// What clocks run from.
pub(super) struct Events {
    pub(super) aware: Option<Between>,
    pub(super) classified: Option<Between>,
    pub(super) ended: Option<Between>,
    /// The report from which the next one runs: NIS2's notification, DORA's initial one.
    pub(super) first: Option<Between>,
    /// NIS2's progress report, DORA's intermediate one.
    pub(super) second: Option<Between>,
}

/// A limit with what it rests on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub(super) article: &'static str,
    pub(super) basis: &'static str,
    pub(super) limit: Option<Between>,
    /// The event has not happened yet, which is no lack of the record.
    pub(super) waits: bool,
}

/// The days on which limits fall.
pub(super) struct Days<'a> {
    /// The company's clock.
    pub(super) zone: &'a CompanyZone,
    /// Bank holidays where the company reports; none are known here but those that the programme names.
    pub(super) holidays: &'a [Date],
    /// Essential or important under NIS2: of DORA's reports only the final one waits for a working day.
    pub(super) essential: bool,
}

/// The limit of a report; `None` for one that has none.
pub(super) fn given(framework: &str, what: &str, events: &Events, days: &Days<'_>) -> Option<Given> {
    let zone = days.zone;
    let unless_essential = |limit| if days.essential { limit } else { days.working(limit) };
    let set = |article, basis, limit, waits| Some(Given { article, basis, limit, waits });
    match (framework, what) {
        ("nis2", "early-warning") => {
            set("Art. 23(4)(a)", "24 hours after becoming aware", after(events.aware, 24.hours()), false)
        }
        ("nis2", "notification") => {
            set("Art. 23(4)(b)", "72 hours after becoming aware", after(events.aware, 72.hours()), false)
        }
        // While the incident lasts, a progress report takes the final one's place.
        ("nis2", "final") if events.second.is_some() => set(
            "Art. 23(4)(e)",
            "one month after the incident was handled",
            a_month(events.ended, zone),
            events.ended.is_none(),
        ),
        ("nis2", "final") => set(
            "Art. 23(4)(d)",
            "one month after the notification",
            a_month(events.first, zone),
            events.first.is_none(),
        ),
        ("gdpr", "notification") => {
            set("Art. 33(1)", "72 hours after becoming aware", after(events.aware, 72.hours()), false)
        }
        ("dora", "initial") => {
            let limit = initial(events).map(unless_essential);
            let basis = "4 hours after classification as major, at most 24 hours after becoming aware";
            set("Art. 19(4)(a)", basis, limit, false)
        }
        ("dora", "intermediate") => {
            let limit = after(events.first, 72.hours()).map(unless_essential);
            set("Art. 19(4)(b)", "72 hours after the initial notification", limit, events.first.is_none())
        }
        ("dora", "final") => {
            let limit = a_month(events.second, zone).map(|limit| days.working(limit));
            set(
                "Art. 19(4)(c)",
                "one month after the last intermediate report",
                limit,
                events.second.is_none(),
            )
        }
        _ => None,
    }
}

/// Classified later than a day after awareness: four hours from then (2025/301 Art. 5(2)).
fn initial(events: &Events) -> Option<Between> {
    let at_most = after(events.aware, 24.hours());
    let Some(classified) = events.classified else { return at_most };
    let own = after(Some(classified), 4.hours())?;
    match at_most {
        Some(at_most) if classified.from <= at_most.to => {
            Some(Between { from: own.from.min(at_most.from), to: own.to.min(at_most.to) })
        }
        Some(_) | None => Some(own),
    }
}

fn after(event: Option<Between>, span: Span) -> Option<Between> {
    let event = event?;
    Some(Between { from: event.from.checked_add(span).ok()?, to: event.to.checked_add(span).ok()? })
}

/// A calendar month later on the company's clock, clipped to the month's last day.
fn a_month(event: Option<Between>, zone: &CompanyZone) -> Option<Between> {
    let event = event?;
    Some(Between { from: zone.a_month_after(event.from)?, to: zone.a_month_after(event.to)? })
}

impl Days<'_> {
    /// A limit on a weekend or a bank holiday moves to noon of the next working day (2025/301 Art. 5(4)).
    fn working(&self, limit: Between) -> Between {
        let moved = |at: Timestamp| {
            let day = self.zone.date_of(at);
            if self.is_working(day) {
                return at;
            }
            let mut later = day.series(1.days()).skip(1);
            later.find(|day| self.is_working(*day)).and_then(|day| self.zone.noon_of(day)).unwrap_or(at)
        };
        Between { from: moved(limit.from), to: moved(limit.to) }
    }

    fn is_working(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&day)
    }
}

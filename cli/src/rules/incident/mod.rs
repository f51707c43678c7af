//! Incidents and their reporting clocks.

use crate::assess::Clock;
use crate::place::Span;

pub(super) mod incident_without_cause;
pub(super) mod reporting_deadline_missed;
pub(super) mod reporting_deadline_near;

/// The smallest text that a clock is about: when the report was sent, else the event that set it off.
fn span_of(clock: &Clock<'_>) -> Span {
    let incident = clock.incident;
    let sent = clock.report.and_then(|report| report.at.as_ref());
    let event = if clock.under == "dora" { incident.classified.as_ref() } else { None };
    let moment = sent.or(event).or(incident.aware.as_ref());
    moment.map_or(incident.id.span, |moment| moment.text.span)
}

/// `NIS2 Art. 23(4)(a): 24 hours after becoming aware`.
fn basis(clock: &Clock<'_>) -> String {
    let framework = clock.title();
    let framework = framework.split(' ').next().unwrap_or_default();
    format!("{framework} {}: {}", clock.article, clock.basis)
}

//! The days of a plan: those on file, else proposed ones.

use jiff::{Span, ToSpan as _};

use crate::calendar::{Date, Window};
use crate::model::{Audit, AuditType, Register};

/// How long it takes to write controls and description down, in months.
pub(super) const WRITING: i32 = 3;
/// How long a first observation window is, in months: 3 is the usual least, and many ask for 6.
pub(super) const OBSERVING: i32 = 6;
/// How long after stage 1 stage 2 follows, in days.
pub(super) const BETWEEN_STAGES: i32 = 42;
/// How soon a surveillance follows the audit before it, in months.
pub(super) const SURVEILLANCE: i32 = 12;

/// A window, and the audit that says it; without one it is proposed.
#[derive(Debug, Clone)]
pub(super) struct Slot<'a> {
    pub(super) audit: Option<&'a Audit>,
    pub(super) window: Window,
}

/// The audit of a type that ends last before a day; `None` when there is none.
pub(super) fn last<'a>(
    register: &'a Register,
    framework: &str,
    kinds: &[AuditType],
    as_of: Date,
) -> Option<(&'a Audit, Window)> {
    audits(register, framework, kinds)
        .filter(|(_, window)| window.to < as_of)
        .max_by_key(|(_, window)| window.to)
}

/// The audit of a type that ends first from a day on; `None` when none is on file.
pub(super) fn next<'a>(
    register: &'a Register,
    framework: &str,
    kinds: &[AuditType],
    as_of: Date,
) -> Option<(&'a Audit, Window)> {
    audits(register, framework, kinds)
        .filter(|(_, window)| window.to >= as_of)
        .min_by_key(|(_, window)| window.to)
}

fn audits<'a>(
    register: &'a Register,
    framework: &str,
    kinds: &[AuditType],
) -> impl Iterator<Item = (&'a Audit, Window)> {
    let audits = register.program.iter().flat_map(|program| &program.audits);
    audits.filter_map(move |audit| {
        let ours = audit.framework.as_ref().is_some_and(|id| **id == *framework);
        let kind = audit.kind.is_some_and(|kind| kinds.contains(&kind.value));
        (ours && kind).then_some((audit, audit.window?.value))
    })
}

/// The first day of the month that begins so many months after a day.
pub(super) fn month_after(day: Date, months: i32) -> Date {
    plus(day.first_of_month(), months.months())
}

/// A window of so many whole months that begins on a day.
pub(super) fn months_from(day: Date, months: i32) -> Window {
    let to = plus(day, months.months()).yesterday().unwrap_or(day);
    Window { from: day, to: to.max(day) }
}

/// A day so much later; the last there is when that is none.
pub(super) fn plus(day: Date, span: Span) -> Date {
    day.checked_add(span).unwrap_or(Date::MAX)
}

/// The day at a share of the way from one day to another.
pub(super) fn along(from: Date, to: Date, part: i32, of: i32) -> Date {
    let days = from.until(to).map_or(0, |span| span.get_days()).max(0);
    plus(from, (days * part / of.max(1)).days())
}

//! Civil dates: cadences, periods, windows, durations. Pure arithmetic.
//!
//! Three kinds of time are never mixed: a civil [`Date`] in the company's zone (obligations), an
//! instant (commits; a [`jiff::Timestamp`]), and a [`Period`], half-open inside and shown closed.
//! An instant becomes a date in one place, [`CompanyZone::date_of`]. No clock is read here.

mod cadence;
mod duration;
mod moment;
mod period;
mod rhythm;

pub use cadence::{Cadence, CadenceError, Unit};
pub use duration::{Duration, DurationUnit};
pub use jiff::Timestamp;
pub use jiff::civil::Date;
pub use moment::{CompanyZone, When, ZoneError};
pub use period::{DayRun, Period, Window, read_date};
pub use rhythm::{FiscalYear, Rhythm};

#[cfg(test)]
mod tests;

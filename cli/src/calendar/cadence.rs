//! How often a control must operate.

use std::fmt;

use crate::calendar::{Duration, DurationUnit};

/// A named stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// A day.
    Day,
    /// An ISO 8601 week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three months of the fiscal year.
    Quarter,
    /// Six months of the fiscal year.
    HalfYear,
    /// The fiscal year.
    Year,
}

impl Unit {
    /// Reads `month`, `week`, `quarter`: the values of a control's `period`.
    pub fn parse_period(text: &str) -> Option<Self> {
        match text {
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            _ => None,
        }
    }

    /// The cadence that has this unit: `monthly`; also the key in `defaults.grace`.
    pub fn adverb(self) -> &'static str {
        match self {
            Self::Day => "daily",
            Self::Week => "weekly",
            Self::Month => "monthly",
            Self::Quarter => "quarterly",
            Self::HalfYear => "semiannual",
            Self::Year => "annual",
        }
    }

    /// The grace when the programme says nothing: 1, 3, 7, 14, 21, 30 days.
    pub fn default_grace(self) -> Duration {
        Duration::days(match self {
            Self::Day => 1,
            Self::Week => 3,
            Self::Month => 7,
            Self::Quarter => 14,
            Self::HalfYear => 21,
            Self::Year => 30,
        })
    }

    /// The longest unit that is not longer than a duration (1, 7, 30, 90, 180, 360 days).
    pub fn not_longer_than(length: Duration) -> Self {
        match length.nominal_days() {
            0..7 => Self::Day,
            7..30 => Self::Week,
            30..90 => Self::Month,
            90..180 => Self::Quarter,
            180..360 => Self::HalfYear,
            _ => Self::Year,
        }
    }
}

/// How often a control must operate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cadence {
    /// Once in each day, week, month, quarter, half-year or year.
    Each(Unit),
    /// `{every: 45d}`, counted from `since`.
    Every(Duration),
    /// For each item of a population, recorded by period.
    OnEvent(Unit),
    /// Always; the state is attested by period.
    Continuous(Unit),
}

/// A text that is no cadence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a cadence")]
pub struct CadenceError(pub String);

impl Cadence {
    /// The words that may stand at `cadence:`.
    pub const NAMES: [&'static str; 8] =
        ["daily", "weekly", "monthly", "quarterly", "semiannual", "annual", "on-event", "continuous"];

    /// Reads a cadence's name; `period` is the control's own, month by default.
    pub fn parse(name: &str, period: Option<Unit>) -> Result<Self, CadenceError> {
        let period = period.unwrap_or(Unit::Month);
        Ok(match name {
            "daily" => Self::Each(Unit::Day),
            "weekly" => Self::Each(Unit::Week),
            "monthly" => Self::Each(Unit::Month),
            "quarterly" => Self::Each(Unit::Quarter),
            "semiannual" => Self::Each(Unit::HalfYear),
            "annual" => Self::Each(Unit::Year),
            "on-event" => Self::OnEvent(period),
            "continuous" => Self::Continuous(period),
            other => return Err(CadenceError(other.to_owned())),
        })
    }

    /// Reads the length of `{every: …}`: days, months or years, at least one.
    pub fn every(length: &str) -> Result<Self, CadenceError> {
        Duration::parse(length)
            .filter(|length| length.amount > 0 && length.unit != DurationUnit::Hours)
            .map(Self::Every)
            .ok_or_else(|| CadenceError(length.to_owned()))
    }

    /// The unit that decides the grace by default.
    pub fn grace_unit(self) -> Unit {
        match self {
            Self::Each(unit) | Self::OnEvent(unit) | Self::Continuous(unit) => unit,
            Self::Every(length) => Unit::not_longer_than(length),
        }
    }

    /// How long it lets something stand before it is looked at again.
    pub fn length(self) -> Duration {
        let months = |amount| Duration { amount, unit: DurationUnit::Months };
        match self {
            Self::Every(length) => length,
            Self::Each(unit) | Self::OnEvent(unit) | Self::Continuous(unit) => match unit {
                Unit::Day => Duration::days(1),
                Unit::Week => Duration::days(7),
                Unit::Month => months(1),
                Unit::Quarter => months(3),
                Unit::HalfYear => months(6),
                Unit::Year => months(12),
            },
        }
    }

    /// True for controls that answer to a population.
    pub fn is_on_event(self) -> bool {
        matches!(self, Self::OnEvent(_))
    }
}

impl fmt::Display for Cadence {
    /// The word in YAML and JSON; `every 45d` for a length.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Each(unit) => f.pad(unit.adverb()),
            Self::Every(length) => f.pad(&format!("every {length}")),
            Self::OnEvent(_) => f.pad("on-event"),
            Self::Continuous(_) => f.pad("continuous"),
        }
    }
}

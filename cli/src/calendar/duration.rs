//! `24h`, `14d`, `3mo`, `1y`.

use std::fmt;

use jiff::{Span, civil::Date};

/// The unit of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DurationUnit {
    /// `h`
    Hours,
    /// `d`
    Days,
    /// `mo`
    Months,
    /// `y`
    Years,
}

/// A length of time as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    /// How many; 0 is allowed and means none.
    pub amount: u32,
    /// Of what.
    pub unit: DurationUnit,
}

impl Duration {
    /// A number of days.
    pub const fn days(amount: u32) -> Self {
        Self { amount, unit: DurationUnit::Days }
    }

    /// Reads `24h`, `14d`, `3mo`, `1y`; at most six digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 6 {
            return None;
        }
        let unit = match &text[digits..] {
            "h" => DurationUnit::Hours,
            "d" => DurationUnit::Days,
            "mo" => DurationUnit::Months,
            "y" => DurationUnit::Years,
            _ => return None,
        };
        Some(Self { amount: text[..digits].parse().ok()?, unit })
    }

    /// The day this long after `date`: hours round up to days, months and years are clipped to the
    /// month's last day. Saturates at the calendar's last day.
    pub fn after(self, date: Date) -> Date {
        let amount = i64::from(self.amount);
        let span = match self.unit {
            DurationUnit::Hours => Span::new().try_days(amount.unsigned_abs().div_ceil(24).cast_signed()),
            DurationUnit::Days => Span::new().try_days(amount),
            DurationUnit::Months => Span::new().try_months(amount),
            DurationUnit::Years => Span::new().try_months(amount * 12),
        };
        span.and_then(|span| date.checked_add(span)).unwrap_or(Date::MAX)
    }

    /// The length in days where a month is 30 and a year is 360 days, to compare with cadences.
    pub fn nominal_days(self) -> u32 {
        match self.unit {
            DurationUnit::Hours => self.amount.div_ceil(24),
            DurationUnit::Days => self.amount,
            DurationUnit::Months => self.amount * 30,
            DurationUnit::Years => self.amount * 360,
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            DurationUnit::Hours => "h",
            DurationUnit::Days => "d",
            DurationUnit::Months => "mo",
            DurationUnit::Years => "y",
        };
        write!(f, "{}{unit}", self.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::Duration;
    use jiff::civil::date;

    fn after(text: &str) -> String {
        Duration::parse(text).expect("a duration").after(date(2026, 1, 31)).to_string()
    }

    #[test]
    fn hours_round_up_and_months_are_clipped() {
        assert_eq!(
            ["0d", "14d", "24h", "25h", "1mo", "1y"].map(after),
            ["2026-01-31", "2026-02-14", "2026-02-01", "2026-02-02", "2026-02-28", "2027-01-31"]
        );
    }

    #[test]
    fn what_leads_past_the_calendar_ends_with_it() {
        assert_eq!(
            ["999999y", "999999mo", "999999d", "999999h"].map(after),
            ["9999-12-31", "9999-12-31", "4763-12-28", "2140-03-01"]
        );
    }

    #[test]
    fn other_texts_are_no_durations() {
        assert_eq!(["", "d", "7", "7w", "-1d", "1.5d", "9999999d", "7 d"].map(Duration::parse), [None; 8]);
    }
}

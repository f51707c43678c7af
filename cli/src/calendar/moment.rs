//! Instants, and the one place where they become dates.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::calendar::read_date;

/// A zone name that is not in the IANA time zone database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time zone of the IANA database")]
pub struct ZoneError(pub String);

/// The company's time zone; it decides on which day something fell.
///
/// The zone data is compiled in, so the answer is the same on every machine.
#[derive(Debug, Clone)]
pub struct CompanyZone {
    zone: TimeZone,
    name: String,
}

impl CompanyZone {
    /// Coordinated Universal Time.
    pub fn utc() -> Self {
        Self { zone: TimeZone::UTC, name: "UTC".to_owned() }
    }

    /// Finds a zone by its IANA name.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        TimeZone::get(name)
            .map(|zone| Self { zone, name: name.to_owned() })
            .map_err(|_| ZoneError(name.to_owned()))
    }

    /// The names that there are.
    pub fn names() -> Vec<String> {
        jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect()
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The civil date of an instant.
    pub fn date_of(&self, instant: Timestamp) -> Date {
        self.zone.to_datetime(instant).date()
    }

    /// An instant as people here write it: `2026-04-02T09:40:00+02:00`.
    pub fn written(&self, instant: Timestamp) -> String {
        self.zone.to_datetime(instant).strftime("%Y-%m-%dT%H:%M:%S").to_string()
            + &offset(self.zone.to_offset(instant).seconds())
    }

    /// The instant of the midnight that begins the day after `date`.
    pub fn end_of(&self, date: Date) -> Option<Timestamp> {
        self.start_of(date.tomorrow().ok()?)
    }

    /// The instant at which `date` begins.
    pub fn start_of(&self, date: Date) -> Option<Timestamp> {
        date.to_zoned_datetime(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }

    /// The instant of a day's noon.
    pub fn noon_of(&self, date: Date) -> Option<Timestamp> {
        date.at(12, 0, 0, 0).to_zoned_datetime(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }

    /// The same time of day a calendar month later, clipped to the month's last day.
    pub fn a_month_after(&self, instant: Timestamp) -> Option<Timestamp> {
        let zoned = instant.to_zoned_datetime(self.zone.clone());
        zoned.checked_add(jiff::Span::new().months(1)).ok().map(|zoned| zoned.timestamp())
    }

    /// An instant for people: `2026-05-21 10:06`, on the company's clock.
    pub fn shown(&self, instant: Timestamp) -> String {
        instant.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// `+02:00`; offsets of half minutes went out of use with local mean time.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A date or a moment, as people write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// `2026-03-31`: a day in the company's zone.
    Day(Date),
    /// `2026-03-31T23:30:00Z` (RFC 3339, with an offset).
    Moment(Timestamp),
}

impl When {
    /// Reads a date or a moment.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(date) = read_date(text) {
            return Some(Self::Day(date));
        }
        let annotated = text.contains('[');
        let dated = text.get(..10).is_some_and(|date| read_date(date).is_some());
        text.parse().ok().filter(|_| dated && !annotated).map(Self::Moment)
    }

    /// The civil date in the company's zone.
    pub fn date(self, zone: &CompanyZone) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Moment(instant) => zone.date_of(instant),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CompanyZone, When};

    #[test]
    fn a_moment_late_in_utc_is_the_next_day_in_berlin() {
        let zone = CompanyZone::parse("Europe/Berlin").expect("a zone");
        let when = When::parse("2026-03-31T23:30:00Z").expect("a moment");
        assert_eq!(when.date(&zone).to_string(), "2026-04-01");
        assert_eq!(when.date(&CompanyZone::utc()).to_string(), "2026-03-31");
    }

    #[test]
    fn an_instant_is_written_with_the_offset_of_its_day() {
        let written = |zone: &str, instant: &str| {
            CompanyZone::parse(zone).expect("a zone").written(instant.parse().expect("an instant"))
        };
        assert_eq!(written("Europe/Berlin", "2026-04-02T07:40:00.9Z"), "2026-04-02T09:40:00+02:00");
        assert_eq!(written("America/St_Johns", "2026-01-02T00:10:00Z"), "2026-01-01T20:40:00-03:30");
        assert_eq!(written("UTC", "2026-01-02T00:10:00Z"), "2026-01-02T00:10:00+00:00");
    }

    #[test]
    fn what_is_no_date_is_not_made_one() {
        let texts = [
            "2026-02-30",
            "2026-2-3",
            "20260203",
            "2026-03-31T23:30:00",
            "tomorrow",
            "2026-03-31T23:30:00Z[UTC]",
        ];
        assert_eq!(texts.map(When::parse), [None; 6]);
    }

    #[test]
    fn an_unknown_zone_is_named() {
        assert_eq!(
            CompanyZone::parse("Europe/Berlim").expect_err("no zone").to_string(),
            "`Europe/Berlim` is not a time zone of the IANA database"
        );
    }
}

//! How reviews went, in numbers: no grade, and no judgement.
//!
//! Fifty records that one person reviewed within a minute, or a year of reviews that never found
//! anything, are for an auditor to see; what is usual differs from company to company.

use std::collections::BTreeMap;

use crate::assess::{ControlAssessment, Occurrence, OccurrenceStatus, Stamp};
use crate::calendar::Timestamp;
use crate::place::RepoPath;

/// How reviews went, over the records that count in a window.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewing {
    /// The records on file.
    pub records: usize,
    /// Those that name a reviewer.
    pub reviewed: usize,
    /// Of the reviewed: those that say that something deviated or failed.
    pub with_exception: usize,
    /// Days from the day performed to the day reviewed, as the records say.
    pub days: Option<Spread>,
    /// Seconds from the commit that brought the record to the main-line commit from which on it names
    /// its reviewer, by the committers' clocks.
    pub latency: Option<Spread>,
    /// Where one person's reviews of several records came in the same minute, the earliest first.
    pub same_minute: Vec<SameMinute>,
}

/// How far numbers spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spread {
    /// How many there are.
    pub count: usize,
    /// The smallest; below zero when the later of the two comes first.
    pub shortest: i64,
    /// The one in the middle; of two, the smaller.
    pub median: i64,
    /// The largest.
    pub longest: i64,
}

/// Reviews by one person that came onto the main line in one minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameMinute {
    /// The reviewer whom the records name.
    pub by: String,
    /// The minute, by the committers' clocks.
    pub at: Timestamp,
    /// The records, by path; two or more.
    pub records: Vec<RepoPath>,
}

impl Reviewing {
    /// The numbers of some controls.
    pub fn of(controls: &[ControlAssessment]) -> Self {
        let occurrences = controls.iter().flat_map(|control| &control.occurrences);
        let on_file: Vec<&Occurrence> = occurrences.filter(|one| one.path.is_some()).collect();
        let reviewed: Vec<(&Occurrence, &str)> =
            on_file.iter().filter_map(|one| Some((*one, reviewer(one)?))).collect();
        let latency = reviewed.iter().filter_map(|(one, _)| {
            let (came, brought) = (review_came(one)?, one.committed.as_ref()?);
            Some(came.at.as_second() - brought.at.as_second())
        });
        Self {
            records: on_file.len(),
            reviewed: reviewed.len(),
            with_exception: reviewed.iter().filter(|(one, _)| deviates(one)).count(),
            days: Spread::of(reviewed.iter().filter_map(|(one, _)| days(one)).collect()),
            latency: Spread::of(latency.collect()),
            same_minute: same_minute(&reviewed),
        }
    }

    /// How many records stand in some group of the same minute.
    pub fn in_the_same_minute(&self) -> usize {
        self.same_minute.iter().map(|group| group.records.len()).sum()
    }

    /// The numbers in words, one sentence each; none without a record.
    pub fn sentences(&self) -> Vec<String> {
        if self.records == 0 {
            return Vec::new();
        }
        let Self { records, reviewed, with_exception, .. } = self;
        let say = if *with_exception == 1 { "says" } else { "say" };
        let mut said = vec![format!(
            "Reviews: {reviewed} of {records} records name a reviewer; {with_exception} of these {say} that \
             something deviated."
        )];
        let spread = |from: &str, spread: Option<Spread>, shown: fn(i64) -> String| {
            let Spread { median, longest, .. } = spread?;
            Some(format!("{from}: {} in the middle, {} at most.", shown(median), shown(longest)))
        };
        said.extend(spread("From performed to reviewed", self.days, days_in_words));
        said.extend(spread("From the first commit until the review had landed", self.latency, span_in_words));
        let most = self.same_minute.iter().map(|group| group.records.len()).max();
        said.extend(most.map(|most| {
            let all = self.in_the_same_minute();
            format!("{all} reviews landed in one minute with another one by the same person, {most} at most.")
        }));
        said
    }
}

/// `1 day`, `3 days`
pub fn days_in_words(days: i64) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}

/// A span of seconds in the largest unit of which there are two; nobody needs it finer.
pub fn span_in_words(seconds: i64) -> String {
    let units = [(86_400, "days"), (3600, "hours"), (60, "minutes")];
    match units.into_iter().find(|(length, _)| seconds.abs() >= 2 * length) {
        Some((length, units)) => format!("{} {units}", seconds / length),
        None if seconds == 1 => "1 second".to_owned(),
        None => format!("{seconds} seconds"),
    }
}

impl Spread {
    fn of(mut numbers: Vec<i64>) -> Option<Self> {
        numbers.sort_unstable();
        let (shortest, longest) = (*numbers.first()?, *numbers.last()?);
        Some(Self { count: numbers.len(), shortest, median: numbers[(numbers.len() - 1) / 2], longest })
    }
}

fn reviewer(one: &Occurrence) -> Option<&str> {
    one.reviewed.as_ref()?.by.as_deref()
}

fn deviates(one: &Occurrence) -> bool {
    let by_status = matches!(one.status, OccurrenceStatus::Exception | OccurrenceStatus::Failed);
    by_status || !one.exceptions.is_empty()
}

fn days(one: &Occurrence) -> Option<i64> {
    let (performed, reviewed) = (one.performed.as_ref()?.on?, one.reviewed.as_ref()?.on?);
    Some(i64::from((reviewed - performed).get_days()))
}

/// The main-line commit from which on the record names its reviewer; `None` when that lies before the
/// history is cut.
fn review_came(one: &Occurrence) -> Option<Stamp> {
    let edit = one.edits.iter().rev().find(|edit| edit.reviewer_changed);
    let by_edit = edit.map(|edit| Stamp {
        commit: edit.commit,
        at: edit.at,
        offset_minutes: edit.offset_minutes,
        day: Some(edit.day),
    });
    by_edit.or_else(|| one.landed.clone())
}

fn same_minute(reviewed: &[(&Occurrence, &str)]) -> Vec<SameMinute> {
    let mut minutes: BTreeMap<(i64, &str), Vec<RepoPath>> = BTreeMap::new();
    for (one, by) in reviewed {
        if let (Some(came), Some(path)) = (review_came(one), &one.path) {
            minutes.entry((came.at.as_second().div_euclid(60), by)).or_default().push(path.clone());
        }
    }
    let several = minutes.into_iter().filter(|(_, records)| records.len() > 1);
    several
        .filter_map(|((minute, by), mut records)| {
            records.sort();
            let at = Timestamp::from_second(minute.saturating_mul(60)).ok()?;
            Some(SameMinute { by: by.to_owned(), at, records })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Spread, span_in_words};

    #[test]
    fn a_span_is_told_in_the_unit_of_which_there_are_two() {
        assert_eq!(
            [0, 1, 119, 120, 7199, 7200, 172_799, 172_800, -7200].map(span_in_words),
            [
                "0 seconds",
                "1 second",
                "119 seconds",
                "2 minutes",
                "119 minutes",
                "2 hours",
                "47 hours",
                "2 days",
                "-2 hours"
            ]
        );
    }

    #[test]
    fn of_two_in_the_middle_the_smaller_counts() {
        let median = |numbers: &[i64]| Spread::of(numbers.to_vec()).map(|spread| spread.median);
        assert_eq!([&[][..], &[7], &[9, 1], &[5, 1, 3]].map(median), [None, Some(7), Some(1), Some(3)]);
    }
}

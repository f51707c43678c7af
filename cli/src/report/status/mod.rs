//! The agenda for people, programs and calendars: counts first, then what is most pressing.
//!
//! In: duties, and what a reader has to know beside them. Out: text. What is overdue, and whose it
//! is, was settled in `assess`; here nothing is judged.

mod full;
mod ics;
mod json;
mod lines;

use std::collections::BTreeMap;

pub use full::{full, table};
pub use ics::ics;
pub use json::json;
pub use lines::{markdown, tsv};

use crate::assess::{Duty, Urgency};
use crate::calendar::Date;
use crate::report::trail::Style;
use crate::text::visible;

/// What the reports of an agenda know.
#[derive(Debug)]
pub struct StatusReport<'a> {
    /// The duties, the most pressing first.
    pub duties: &'a [Duty],
    /// The company's name.
    pub company: &'a str,
    /// The judged commit, in full.
    pub commit: Option<String>,
    /// The name by which the revision was asked for.
    pub reference: Option<&'a str>,
    /// Which day "today" is.
    pub as_of: Date,
    /// The last day that is looked at.
    pub until: Date,
    /// How many days that are.
    pub days: u16,
    /// Whose duties were asked for; everybody's without.
    pub owner: Option<&'a str>,
    /// False when the history is cut: occurrences before the cut are not here.
    pub complete: bool,
    /// Full names by short name.
    pub names: &'a BTreeMap<String, String>,
    /// How it is drawn.
    pub style: Style,
}

/// How many duties there are of each urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Numbers {
    overdue: usize,
    due: usize,
    open: usize,
}

impl Numbers {
    fn of<'d>(duties: impl IntoIterator<Item = &'d Duty>) -> Self {
        let mut numbers = Self::default();
        for duty in duties {
            match duty.urgency {
                Urgency::Overdue => numbers.overdue += 1,
                Urgency::Due => numbers.due += 1,
                Urgency::Open => numbers.open += 1,
            }
        }
        numbers
    }

    fn total(self) -> usize {
        self.overdue + self.due + self.open
    }
}

impl StatusReport<'_> {
    fn of(&self, urgency: Urgency) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |duty| duty.urgency == urgency)
    }

    /// `4 overdue · 12 due in the next 30 days · 3 open`
    fn summary(&self) -> String {
        let numbers = Numbers::of(self.duties);
        let owner = self.owner.map(|owner| format!(" for {owner}")).unwrap_or_default();
        if numbers.total() == 0 {
            return format!("nothing to do{owner} up to {}", self.until);
        }
        let window = match self.days {
            0 => "due today".to_owned(),
            1 => "due by tomorrow".to_owned(),
            days => format!("due in the next {days} days"),
        };
        format!("{} overdue · {} {window} · {} open{owner}", numbers.overdue, numbers.due, numbers.open)
    }

    /// `at soc2-2026/end (b7cf6f5463) · as of 2026-10-14`
    fn clocks(&self) -> String {
        let short: String = self.commit.as_deref().unwrap_or_default().chars().take(10).collect();
        let revision = match self.reference {
            Some(name) if name != short => format!("{name} ({short})"),
            Some(_) | None => short,
        };
        format!("at {} · as of {}", visible(&revision), self.as_of)
    }

    /// What a cut history hides; nothing where it is whole.
    pub fn doubt(&self) -> Option<&'static str> {
        (!self.complete).then_some("the history is cut, so more may be open; run `git fetch --unshallow`")
    }

    /// Owners with what is theirs, those with the most pressing first.
    fn by_owner(&self) -> Vec<(Option<&str>, Numbers)> {
        let mut owners: BTreeMap<Option<&str>, Vec<&Duty>> = BTreeMap::new();
        for duty in self.duties {
            owners.entry(duty.owner.as_deref()).or_default().push(duty);
        }
        let mut list: Vec<(Option<&str>, Numbers)> =
            owners.into_iter().map(|(owner, duties)| (owner, Numbers::of(duties))).collect();
        list.sort_by_key(|(owner, numbers)| {
            (std::cmp::Reverse((numbers.overdue, numbers.due, numbers.open)), owner.map(str::to_owned))
        });
        list
    }
}

/// `AC-02 2026-Q3`
fn name(duty: &Duty) -> String {
    format!("{} {}", duty.subject, duty.item).trim_end().to_owned()
}

#[cfg(test)]
mod tests;

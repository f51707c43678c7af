//! A company's history as plain values: whole trees, commit by commit.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::days::{self, Day};
use super::value::V;

/// A file: its bytes, and what they say when they are YAML that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) text: String,
    pub(super) value: Option<V>,
}

pub(super) type Tree = BTreeMap<String, Rc<File>>;

#[derive(Debug, Clone)]
pub(super) struct Commit {
    /// Its place among all commits, from which its id is made.
    pub(super) number: usize,
    pub(super) author: String,
    /// Seconds since 1970, by the committer's clock.
    pub(super) at: i64,
    /// The committer's offset from UTC, in minutes.
    pub(super) offset: i32,
    pub(super) tree: Tree,
}

/// A commit of the main line, and the one beside it that it merges, if it is a merge.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) main: Commit,
    pub(super) side: Option<Commit>,
}

#[derive(Debug)]
pub(super) struct World {
    pub(super) seed: u64,
    pub(super) zone: &'static str,
    pub(super) fiscal: i64,
    pub(super) review: &'static str,
    pub(super) grace: BTreeMap<&'static str, String>,
    pub(super) within: String,
    /// The categories in scope; none named means all.
    pub(super) categories: Vec<&'static str>,
    /// Main-line commits whose dates are left out, by number.
    pub(super) distrusted: BTreeSet<usize>,
    pub(super) steps: Vec<Step>,
    /// The step at which the history is cut, in a shallow clone.
    pub(super) cut: Option<usize>,
    pub(super) window: (Day, Day),
    /// Whether the window is an audit's.
    pub(super) audit: bool,
    pub(super) as_of: Day,
}

impl World {
    pub(super) fn day_of(&self, seconds: i64) -> Day {
        let zone = TimeZone::get(self.zone).expect("a zone");
        let date = zone.to_datetime(Timestamp::from_second(seconds).expect("an instant")).date();
        days::place(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()))
    }

    /// The instant at which a day begins.
    pub(super) fn midnight(&self, day: Day) -> i64 {
        let zone = TimeZone::get(self.zone).expect("a zone");
        let date: jiff::civil::Date = days::written(day).parse().expect("a day");
        date.to_zoned_datetime(zone).expect("a midnight").timestamp().as_second()
    }

    /// What is seen of the main line.
    pub(super) fn seen(&self) -> &[Step] {
        &self.steps[self.cut.unwrap_or(0)..]
    }

    pub(super) fn head(&self) -> &Tree {
        &self.steps.last().expect("a commit").main.tree
    }

    /// The programme as it stands at the end; `id` gives a commit's.
    pub(super) fn program(&self, id: impl Fn(usize) -> String) -> String {
        let grace: Vec<String> = self.grace.iter().map(|(key, grace)| format!("{key}: {grace}")).collect();
        let distrusted: Vec<String> =
            self.distrusted.iter().map(|commit| format!("{}: wrong clock", id(*commit))).collect();
        let categories = if self.categories.is_empty() {
            String::new()
        } else {
            format!(", categories: [{}]", self.categories.join(", "))
        };
        format!(
            "company: {{name: N, timezone: {}, fiscal_year_starts: {}}}\n\
             frameworks: {{own: {{version: '1'{categories}}}}}\n\
             audits: {{a1: {{framework: own, type: type2, window: {}..{}}}}}\n\
             defaults: {{review: {}, grace: {{{}}}, recorded_within: {}}}\n\
             git: {{distrusted_dates: {{{}}}}}\n",
            self.zone,
            self.fiscal,
            days::written(self.window.0),
            days::written(self.window.1),
            self.review,
            grace.join(", "),
            self.within,
            distrusted.join(", "),
        )
    }
}

/// The catalog of the framework `own`.
pub(super) const CATALOG: &str = "id: own\nversion: '1'\nname: Own\npublisher: N\nkind: attestation\n\
    categories: [{id: c1, title: One, mandatory: true}, {id: c2, title: Two}, {id: c3, title: Three}]\n\
    groups: [{id: G1, title: One, category: c1}, {id: G2, title: Two, category: c2}, {id: G3, title: Three, category: c3}]\n\
    requirements: [{id: R1, title: One, group: G1}, {id: R2, title: Two, group: G2}, {id: R3, title: Three, group: G3}]\n";

/// Which category a requirement is of.
pub(super) const REQUIREMENTS: [(&str, &str); 3] = [("R1", "c1"), ("R2", "c2"), ("R3", "c3")];

/// The only population.
pub(super) const POPULATION: &str = "id: leavers\ntitle: Leavers\nowner: ada\nkey: id\nevent: last_day\n";

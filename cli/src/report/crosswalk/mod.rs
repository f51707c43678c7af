//! Two frameworks side by side, for people and programs: counts first, claims and suggestions apart.
//!
//! In: a [`Crossing`] and what a reader has to know beside it. Out: text. No line of it says that a
//! suggestion satisfies anything.

mod json;
mod lines;
mod table;

pub use json::json;
pub use lines::{book, csv, markdown};
pub use table::table;

use crate::assess::{Bond, Crossed, Crossing, Side, Suggestion};
use crate::calendar::Date;
use crate::report::plural;
use crate::report::trail::Style;

/// Which part is printed; JSON always holds all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Requirement by requirement, and what has no counterpart.
    Whole,
    /// Only the rows of the crosswalk.
    Mapping,
    /// Only how the two audits differ.
    Mechanics,
    /// Only what the other framework asks and no control claims.
    Missing,
}

/// What the reports know.
#[derive(Debug)]
pub struct CrosswalkReport<'a> {
    /// The two frameworks.
    pub crossing: &'a Crossing<'a>,
    /// The company's name.
    pub company: &'a str,
    /// Which revision, which day, for people.
    pub clocks: &'a str,
    /// The commit, in full; `None` before the first.
    pub commit: Option<String>,
    /// The name by which the revision was asked for.
    pub reference: Option<&'a str>,
    /// Which day "today" is.
    pub as_of: Date,
    /// What is printed.
    pub view: View,
    /// How it is drawn.
    pub style: Style,
}

impl CrosswalkReport<'_> {
    fn title(&self) -> String {
        format!("{} → {}", self.crossing.here.framework.title(), self.crossing.there.framework.title())
    }

    /// Number and what it counts, line by line.
    fn counts(&self) -> Vec<(usize, String)> {
        let (here, there) = (self.crossing.here, self.crossing.there);
        let looked_at = |side: Side<'_>| {
            let scope = if side.scope.is_some() { "in scope" } else { "in all: it is not in scope" };
            format!("requirements of {} {scope}", side.id())
        };
        let bond = |bond: Bond| {
            let words = match bond {
                Bond::Shared => format!("shared: a control claims them and something of {}", there.id()),
                Bond::Suggested => {
                    "suggested only: a row names something, and no control claims both".to_owned()
                }
                Bond::NoCounterpart => "without a counterpart, and no control claims both".to_owned(),
                Bond::Nothing => "with neither a claim, a row nor a reason".to_owned(),
            };
            (self.crossing.number(bond), format!("  {words}"))
        };
        let mut counts = vec![(here.requirements().count(), looked_at(here))];
        counts.extend(Bond::ALL.map(bond));
        counts.push((there.requirements().count(), looked_at(there)));
        counts.push((self.crossing.shared_there.len(), "  shared".to_owned()));
        counts.push((self.crossing.open_there.len(), "  that no control claims".to_owned()));
        counts
    }

    /// Where the rows come from, and that they only suggest.
    fn source(&self) -> String {
        let crossing = self.crossing;
        let Some(walk) = crossing.walk else {
            return format!(
                "There is no crosswalk between {} and {}, so nothing is suggested, and nothing is known to \
                 have no counterpart.",
                crossing.here.id(),
                crossing.there.id()
            );
        };
        let place = if walk.crosswalk.file.is_some() { walk.crosswalk.path.as_ref() } else { "built in" };
        let beside = match crossing.rows_beside() {
            0 => String::new(),
            beside => format!(" ({beside} more lead out of scope)"),
        };
        format!(
            "Crosswalk: {} to {}, {place}, {}{beside}. A row suggests; only a control claims.",
            walk.crosswalk.source.value,
            walk.crosswalk.target.value,
            plural(crossing.rows.len(), "row")
        )
    }
}

/// `A.5.16 (intersects-with 8, article)`
fn suggestion(row: &Suggestion<'_>) -> String {
    format!("{} ({})", row.there, how(row))
}

/// `intersects-with 8, article`
fn how(row: &Suggestion<'_>) -> String {
    let strength = row.strength.map(|strength| format!(" {strength}")).unwrap_or_default();
    let basis = if row.basis.is_empty() { String::new() } else { format!(", {}", row.basis) };
    format!("{}{strength}{basis}", row.relationship)
}

/// Each control that claims a requirement, and what it claims of the other side.
fn claims(crossed: &Crossed<'_>) -> Vec<(String, String)> {
    let joined = |ids: &std::collections::BTreeSet<&str>| ids.iter().copied().collect::<Vec<_>>().join(", ");
    crossed.controls.iter().map(|(control, claimed)| (control.id.value.clone(), joined(claimed))).collect()
}

/// One requirement without a counterpart: id with its part, degree, reason, what comes nearest.
struct LoneLine {
    id: String,
    degree: String,
    because: String,
    nearest: String,
}

fn lone_lines(crossing: &Crossing<'_>, here: bool) -> Vec<LoneLine> {
    let list = if here { &crossing.lone_here } else { &crossing.lone_there };
    list.iter()
        .map(|lone| LoneLine {
            id: format!("{} {}", lone.id.value, lone.part.as_ref().map_or("", |part| &part.value))
                .trim_end()
                .to_owned(),
            degree: lone.degree.as_ref().map_or("", |degree| &degree.value).to_owned(),
            because: lone.because.as_ref().map_or("", |because| &because.value).to_owned(),
            nearest: lone.nearest.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(", "),
        })
        .collect()
}

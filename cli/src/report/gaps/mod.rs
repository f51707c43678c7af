//! Gaps for people and programs: counts first, then each with what to do about it.
//!
//! In: [`Gaps`] and what a reader has to know beside them. Out: text. No line of it says that
//! something is enough: that is the auditor's word.

mod full;
mod json;
mod lines;
mod using;

pub use full::full;
pub use json::json;
pub use lines::{book, csv, markdown, tsv};
pub use using::summary;

use crate::assess::{DryRun, Gap, GapArea, Gaps, Measure, Part, Remedy, Using};
use crate::calendar::{Date, Window};
use crate::report::trail::Style;
use crate::text::visible;

/// A share that was asked for with `--min`, and whether it is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Which share.
    pub measure: Measure,
    /// The percentage that was asked for.
    pub percent: u32,
    /// What there is.
    pub part: Part,
}

impl Asked {
    /// `None` where there is nothing to reach it of.
    pub fn reached(self) -> Option<bool> {
        self.part.reaches(self.percent)
    }
}

/// What the reports of gaps know.
#[derive(Debug)]
pub struct GapsReport<'a> {
    /// The gaps.
    pub gaps: &'a Gaps,
    /// The company's name.
    pub company: &'a str,
    /// What was asked for: an audit or a framework, by id.
    pub subject: &'a str,
    /// The same for people: `SOC 2 Type 2`.
    pub title: &'a str,
    /// The framework's id.
    pub framework: &'a str,
    /// Its groups, each with id and title, in order.
    pub groups: &'a [(&'a str, &'a str)],
    /// What of it is looked at, when the programme does not have it in scope.
    pub beyond: Option<&'a str>,
    /// The window that was looked at.
    pub window: Window,
    /// The judged commit, in full.
    pub commit: Option<String>,
    /// The name by which the revision was asked for.
    pub reference: Option<&'a str>,
    /// Which day "today" is.
    pub as_of: Date,
    /// False when the history is cut.
    pub complete: bool,
    /// The shares that were asked for.
    pub asked: &'a [Asked],
    /// What other frameworks lead to, when that was asked for.
    pub using: Option<&'a Using<'a>>,
    /// The controls that carry most over a period, when that was asked for.
    pub dry_run: Option<&'a DryRun<'a>>,
    /// Only the dry run was asked for.
    pub only_dry_run: bool,
    /// Every requirement with its title, however many there are.
    pub verbose: bool,
    /// How it is drawn.
    pub style: Style,
}

impl GapsReport<'_> {
    fn number(&self, remedy: Remedy) -> usize {
        self.gaps.list.iter().filter(|gap| gap.remedy == remedy).count()
    }

    /// `12 gaps: 9 to put right, 3 to explain`
    fn summary(&self) -> String {
        let (fix, explain) = (self.number(Remedy::Fix), self.number(Remedy::Explain));
        match fix + explain {
            0 => "no gap that can be seen from here".to_owned(),
            1 => format!("1 gap: {fix} to put right, {explain} to explain"),
            all => format!("{all} gaps: {fix} to put right, {explain} to explain"),
        }
    }

    fn clocks(&self) -> String {
        let short: String = self.commit.as_deref().unwrap_or_default().chars().take(10).collect();
        let revision = match self.reference {
            Some(name) if name != short => format!("{name} ({short})"),
            Some(_) | None => short,
        };
        format!("at {} · as of {}", visible(&revision), self.as_of)
    }

    /// What has to be known before the numbers are read.
    fn remarks(&self) -> Vec<String> {
        let mut said: Vec<String> = self.beyond.map(str::to_owned).into_iter().collect();
        for rival in &self.gaps.rivals {
            said.push(format!(
                "`{}` is in scope as well. {} `tickmark crosswalk {} {} --mechanics` has the questions that decide.",
                rival.framework, rival.rule, self.framework, rival.framework
            ));
        }
        match self.gaps.not_asked.as_slice() {
            [] => {}
            [one] => said.push(format!(
                "{one} is not counted: it is no duty of the company, but an option, a definition or the task of another."
            )),
            several => said.push(format!(
                "{} entries are not counted: they are no duties of the company, but options, definitions or tasks of \
                 others{}.",
                several.len(),
                if self.verbose { format!(" ({})", several.join(", ")) } else { String::new() }
            )),
        }
        said
    }

    /// The gaps by area; requirements are told with what leads to them, where that was asked for.
    fn by_area(&self) -> Vec<(GapArea, Vec<&Gap>)> {
        let mut areas: Vec<(GapArea, Vec<&Gap>)> = Vec::new();
        let elsewhere = |gap: &&Gap| self.using.is_some() && gap.area == GapArea::Requirements;
        for gap in self.gaps.list.iter().filter(|gap| !elsewhere(gap)) {
            match areas.last_mut().filter(|(area, _)| *area == gap.area) {
                Some((_, gaps)) => gaps.push(gap),
                None => areas.push((gap.area, vec![gap])),
            }
        }
        areas
    }

    /// What is not said by a list of gaps, and must not be read into its end.
    fn limit(&self) -> &'static str {
        if self.complete {
            "This is what the repository shows; whether it is enough is for the auditor to judge."
        } else {
            "The history is cut, so more may be open; run `git fetch --unshallow`."
        }
    }
}

/// `93 %`, rounded down; nothing where there is nothing to count.
fn percent(part: Part) -> String {
    (part.number * 100)
        .checked_div(part.of)
        .map_or_else(|| "none yet".to_owned(), |share| format!("{share} %"))
}

/// Why an answer to `--min` is what it is.
fn verdict(asked: &Asked) -> String {
    let wanted = format!("{} {} %", asked.measure.word(), asked.percent);
    match asked.reached() {
        Some(true) => format!("{wanted} is reached"),
        Some(false) => format!("{wanted} is not reached: {} of {}", asked.part.number, asked.part.of),
        None => format!("{wanted} cannot be told: there is nothing to count yet"),
    }
}

#[cfg(test)]
mod tests;

//! The risk register for people and programs: counts first, then every risk.
//!
//! In: [`Exposures`] and what a reader has to know beside them. Out: text, sheets, or a picture. Where a
//! risk stands was settled in `assess`; here nothing is judged.

mod grid;
mod json;
mod movement;
mod sheets;
mod table;

use std::collections::BTreeMap;

pub use grid::{grid, grid_markdown, grid_sheet, picture};
pub use json::json;
pub use sheets::{markdown, sheet, sheets};
pub use table::table;

use crate::assess::{Exposure, Exposures, Move, Movement, Rated};
use crate::calendar::Date;
use crate::report::soa::Approval;
use crate::report::trail::Style;

/// What became of the risks since another revision.
#[derive(Debug)]
pub struct Moved<'a> {
    /// Which revision and day it is held against, for people.
    pub clocks: &'a str,
    /// Its commit, in full.
    pub commit: Option<String>,
    /// Its day.
    pub as_of: Date,
    /// What moved.
    pub moves: &'a [Move<'a>],
}

/// What the reports know.
#[derive(Debug)]
pub struct RisksReport<'a> {
    /// The risks and their method.
    pub exposures: &'a Exposures<'a>,
    /// Who approved the method.
    pub method_approved: Option<Approval>,
    /// Days of reviews, approvals and acceptances, by risk.
    pub acts: &'a BTreeMap<String, Acts>,
    /// What became of them since another revision; `None` when none was asked for.
    pub since: Option<Moved<'a>>,
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
    /// False when a history is cut.
    pub complete: bool,
    /// Full names by short name.
    pub names: &'a BTreeMap<String, String>,
    /// How it is drawn.
    pub style: Style,
}

/// Who did what about a risk.
#[derive(Debug, Clone, Default)]
pub struct Acts {
    /// Who reviewed it.
    pub reviewed: Option<Approval>,
    /// Who approved plan and residual.
    pub approved: Option<Approval>,
    /// Who accepted it.
    pub accepted: Option<Approval>,
}

impl RisksReport<'_> {
    fn name<'n>(&'n self, short: &'n str) -> &'n str {
        self.names.get(short).map_or(short, String::as_str)
    }

    /// `Omar Haddad on 2026-06-12`
    fn act(&self, act: &Approval) -> String {
        let by = if act.by.is_empty() { "nobody who is named" } else { self.name(&act.by) };
        if act.on.is_empty() { by.to_owned() } else { format!("{by} on {}", act.on) }
    }

    /// The method, in sentences.
    fn method(&self) -> Vec<String> {
        let method = &self.exposures.method;
        let title = method.title.as_ref().map_or("Risk method", |title| &title.value);
        let version =
            method.version.as_ref().map(|version| format!(" {}", version.value)).unwrap_or_default();
        let place = match method.file {
            Some(_) => format!(", {}", method.path),
            None => ", used as long as policies/isms/method.yaml is not there".to_owned(),
        };
        let mut said = vec![format!("Method: {title}{version}{place}.")];
        if method.file.is_some() {
            said.push(match &self.method_approved {
                Some(act) => format!("Approved by {}.", self.act(act)),
                None => "Nobody has approved it.".to_owned(),
            });
        }
        let appetite = self.appetite();
        let appetite = if appetite.is_empty() { "not said".to_owned() } else { appetite };
        let review = method.review.map(|review| format!(" Review: {}.", review.value));
        said.push(format!("Appetite: {appetite}.{}", review.unwrap_or_default()));
        said
    }

    fn appetite(&self) -> String {
        let method = &self.exposures.method;
        let level = method.appetite.as_ref().and_then(|id| method.level(id));
        level.map(|level| level.title().to_owned()).unwrap_or_default()
    }

    /// Risks with the most left first, by id within.
    fn by_weight(&self) -> Vec<&Exposure<'_>> {
        let mut list: Vec<&Exposure<'_>> = self.exposures.list.iter().collect();
        let weight = |one: &Exposure<'_>| {
            one.counts().map(|rated| (rated.rank, rated.likelihood.saturating_mul(rated.impact)))
        };
        list.sort_by_key(|one| std::cmp::Reverse(weight(one)));
        list
    }

    fn doubt(&self) -> Option<&'static str> {
        (!self.complete).then_some(
            "The history is cut, so evidence may be on file that is not seen; run `git fetch --unshallow`.",
        )
    }

    /// `High (2 × 5), above the appetite; without controls Critical (4 × 5)`
    fn level(one: &Exposure<'_>) -> String {
        let above = match one.above_appetite {
            Some(true) => ", above the appetite",
            Some(false) | None => "",
        };
        let inherent = one.inherent.as_ref().map(Rated::shown);
        match (&one.residual, inherent) {
            (Some(residual), Some(inherent)) => {
                format!("{}{above}; without controls {inherent}", residual.shown())
            }
            (Some(residual), None) => format!("{}{above}; not rated without controls", residual.shown()),
            (None, Some(inherent)) => format!("not rated with controls; without {inherent}{above}"),
            (None, None) => "not rated".to_owned(),
        }
    }

    /// `Contractors join through Okta (Omar Haddad, by 2026-09-20, done on 2026-09-11)`
    fn plan(&self, one: &Exposure<'_>) -> Option<String> {
        let (plan, state) = (one.risk.plan.as_ref()?, one.plan?);
        let mut facts: Vec<String> = plan.owner.iter().map(|owner| self.name(owner).to_owned()).collect();
        facts.extend(plan.due.map(|due| format!("by {}", due.value)));
        facts.push(match (state, plan.done) {
            ("done-late", Some(done)) => format!("done late on {}", done.value),
            (_, Some(done)) => format!("done on {}", done.value),
            ("no-date", None) => "without a date".to_owned(),
            (state, None) => state.to_owned(),
        });
        let what = plan.what.as_ref().map_or("nothing is said of it", |what| what.value.trim());
        Some(format!("{what} ({})", facts.join(", ")))
    }

    /// `Omar Haddad on 2026-04-08, until 2026-10-08, which is over: too dear to treat`
    fn acceptance(&self, one: &Exposure<'_>) -> Option<String> {
        let (acceptance, worth) = (one.risk.acceptance.as_ref()?, one.acceptance?);
        let by = self.acts.get(one.risk.id.as_str()).and_then(|acts| acts.accepted.as_ref());
        let by = by.map_or("nobody who is named".to_owned(), |act| self.act(act));
        let until = match (acceptance.until, worth.state) {
            (Some(until), "expired") => format!(", until {}, which is over", until.value),
            (Some(until), _) => format!(", until {}", until.value),
            (None, _) => ", without an end".to_owned(),
        };
        let authority = match worth.authority {
            Some(true) => "",
            Some(false) => "; the method does not let them accept this level",
            None => "; the method does not say who may accept this level",
        };
        let because = acceptance.because.as_ref().map(|because| format!(": {}", because.value.trim()));
        Some(format!("{by}{until}{authority}{}", because.unwrap_or_default()))
    }

    fn approval(&self, one: &Exposure<'_>) -> String {
        let act = self.acts.get(one.risk.id.as_str()).and_then(|acts| acts.approved.as_ref());
        match (act, one.approved_by_owner) {
            (Some(act), Some(true)) => format!("by {}", self.act(act)),
            (Some(act), Some(false) | None) => format!("by {}, who does not own the risk", self.act(act)),
            // An acceptance is the approval of the one treatment that does nothing.
            (None, _) if one.acceptance.is_some() => String::new(),
            (None, _) => "by nobody".to_owned(),
        }
    }

    fn review(&self, one: &Exposure<'_>) -> String {
        let act = self.acts.get(one.risk.id.as_str()).and_then(|acts| acts.reviewed.as_ref());
        let last = act.map_or("never reviewed".to_owned(), |act| format!("by {}", self.act(act)));
        match one.review_by {
            Some(day) if day < self.as_of => format!("{last}; was to be looked at again by {day}"),
            Some(day) => format!("{last}; again by {day}"),
            None => last,
        }
    }

    /// `AC-02, AC-03 (failed for 2026-03)`
    fn controls(one: &Exposure<'_>) -> String {
        let said = |lean: &crate::assess::Lean| {
            let how = match lean.standing.word() {
                "works" => String::new(),
                "not-due-yet" => " (nothing due yet)".to_owned(),
                "missing" => " (no record)".to_owned(),
                other => format!(" ({})", other.replace('-', " ")),
            };
            format!("{}{how}", lean.control)
        };
        one.leans.iter().map(said).collect::<Vec<_>>().join(", ")
    }
}

/// How many moved which way: `2 up, 1 down`.
fn ways(moves: &[Move<'_>]) -> String {
    let count = |way: Movement| moves.iter().filter(|one| one.way == way).count();
    let said = Movement::ALL.into_iter().filter(|way| count(*way) > 0);
    let words: Vec<String> = said.map(|way| format!("{} {}", count(way), way.word())).collect();
    if words.is_empty() { "nothing moved".to_owned() } else { words.join(", ") }
}

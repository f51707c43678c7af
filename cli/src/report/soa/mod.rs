//! The Statement of Applicability for people and programs: counts first, then all of it.
//!
//! In: an [`Applicability`] and what a reader has to know beside it. Out: text, or sheets. What an entry
//! says was settled in `assess`; here nothing is judged.

mod change;
mod json;
mod sheets;
mod table;

use std::collections::BTreeMap;

pub use change::{ChangeReport, change_json, change_markdown, change_sheet, change_table};
pub use json::json;
pub use sheets::{markdown, sheet, sheets};
pub use table::table;

use crate::assess::{Applicability, Claimant, OtherDecision, SoaChange, SoaEntry, SoaPast};
use crate::calendar::{Date, Window};
use crate::report::plural;
use crate::report::trail::Style;

/// Who approved something, and on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The short name; empty when nobody is named.
    pub by: String,
    /// The day in the company's zone, else as it is written.
    pub on: String,
}

/// What the reports know.
#[derive(Debug)]
pub struct SoaReport<'a> {
    /// The statement.
    pub statement: &'a Applicability<'a>,
    /// Who approved the decisions.
    pub approved: Option<Approval>,
    /// What became of the decisions since; `None` without a history.
    pub past: Option<&'a SoaPast<'a>>,
    /// What stands otherwise than in the commit that carried the approval; `None` when that cannot be
    /// told.
    pub since: Option<&'a [SoaChange<'a>]>,
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
    /// The days on which evidence was looked for.
    pub window: Window,
    /// False when the history is cut.
    pub complete: bool,
    /// Full names by short name.
    pub names: &'a BTreeMap<String, String>,
    /// How it is drawn.
    pub style: Style,
}

impl SoaReport<'_> {
    fn title(&self) -> String {
        format!("Statement of Applicability, {}", self.statement.framework.title())
    }

    fn name<'n>(&'n self, short: &'n str) -> &'n str {
        self.names.get(short).map_or(short, String::as_str)
    }

    fn owners(&self, entry: &SoaEntry<'_>) -> String {
        entry.owners().into_iter().map(|short| self.name(short)).collect::<Vec<_>>().join(", ")
    }

    /// Number and what it counts, line by line.
    fn counts(&self) -> Vec<(usize, String)> {
        let entries = &self.statement.entries;
        let applies = entries.iter().filter(|entry| entry.status.applies() == Some(true)).count();
        let mut counts = vec![
            (entries.len(), "requirements that could be excluded".to_owned()),
            (applies, "  apply".to_owned()),
        ];
        for (status, number) in self.statement.counts() {
            let inset = if status.applies() == Some(true) { "    " } else { "  " };
            counts.push((number, format!("{inset}{}", status.word())));
        }
        counts
    }

    /// Who approved it, and what became of it since, in sentences.
    fn approval(&self) -> Vec<String> {
        let Some(file) = self.statement.file else {
            return vec![format!(
                "No decision is written down in policies/soa/{}.yaml, and nobody has approved the statement.",
                self.statement.framework.id.value
            )];
        };
        let Some(approved) = &self.approved else {
            return vec![format!("Nobody has approved it: `approved:` is missing in {}.", file.path)];
        };
        let mut said = vec![format!("Approved by {}{}.", self.name(&approved.by), on(&approved.on))];
        let Some(past) = self.past else {
            said.push("Without the whole history nobody can tell what changed since.".to_owned());
            return said;
        };
        said.push(match &past.changed {
            None => "The decisions are those that were approved.".to_owned(),
            Some(changed) => format!(
                "The decisions are not those that were approved, since {} by {}: {}.",
                changed.first.day,
                changed.first.by,
                otherwise(&past.decisions, &changed.fields)
            ),
        });
        if let Some(since) = self.since {
            said.push(match (since.len(), &past.approved) {
                (0, _) => "Every requirement stands as it stood then.".to_owned(),
                (number, Some(approved)) => {
                    let commit = approved.commit.map(|commit| commit.short()).unwrap_or_default();
                    let stand = if number == 1 { "stands" } else { "stand" };
                    let shown = format!("`tickmark soa diff {commit}..` shows them");
                    format!(
                        "{} {stand} otherwise than in the commit of the approval; {shown}.",
                        plural(number, "requirement")
                    )
                }
                (number, None) => format!("{} stand otherwise than then.", plural(number, "requirement")),
            });
        }
        said
    }

    /// What a cut history hides; nothing where it is whole.
    fn doubt(&self) -> Option<&'static str> {
        (!self.complete).then_some(
            "The history is cut, so evidence may be on file that is not seen; run `git fetch --unshallow`.",
        )
    }

    /// Entries by group in the framework's order, those without a known group last.
    fn by_group(&self) -> Vec<(String, Vec<&SoaEntry<'_>>)> {
        let statement = self.statement;
        let of = |id: Option<&str>| -> Vec<&SoaEntry<'_>> {
            let group = |entry: &SoaEntry<'_>| match &entry.requirement.group {
                Some(group) => id == Some(group.as_str()),
                None => id.is_none(),
            };
            statement.entries.iter().filter(|entry| group(entry)).collect()
        };
        let title = |id: &str, title: &str| format!("{id} {title}").trim_end().to_owned();
        let mut groups: Vec<_> = statement
            .framework
            .groups
            .iter()
            .map(|group| {
                let words = group.title.as_ref().map_or("", |title| &title.value);
                (title(&group.id, words), of(Some(&group.id)))
            })
            .collect();
        groups.push(("No group".to_owned(), of(None)));
        groups.retain(|(_, entries)| !entries.is_empty());
        groups
    }
}

fn on(day: &str) -> String {
    if day.is_empty() { String::new() } else { format!(" on {day}") }
}

/// `A.5.7 changed, A.8.12 new`
fn otherwise(decisions: &[OtherDecision], fields: &[String]) -> String {
    let decided = decisions.iter().map(|decision| format!("{} {}", decision.requirement, decision.what));
    let others =
        fields.iter().filter(|field| *field != "decisions").map(|field| format!("`{field}` changed"));
    decided.chain(others).collect::<Vec<_>>().join(", ")
}

/// The newest thing on file for a control: `AC-02 2026-Q3`, `AC-03 nothing on file`.
fn evidence(claimant: &Claimant<'_>) -> String {
    let id = &claimant.control.id.value;
    match &claimant.latest {
        Some(latest) => format!("{id} {}", latest.period),
        None => format!("{id} nothing on file"),
    }
}

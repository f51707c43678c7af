//! Findings to text, one renderer a file.
//!
//! In: a [`Report`], which holds the [`Findings`] of a run and the files they speak of. Out: text.
//! A renderer decides how something looks, never whether it matters: levels, suppressions and exit
//! codes are settled before. The same report gives the same bytes.
//!
//! To add a format:
//!
//! 1. Write `report/<format>.rs` with `pub(super) fn render(report: &Report<'_>) -> String`. Take
//!    lines and columns from [`Places`], fingerprints from [`fingerprints`], both clocks from
//!    [`Report::clocks`]. Escape what users wrote for the reader of the format; for a terminal that
//!    is [`visible`](crate::text::visible).
//! 2. Add its variant to [`Format`], its line to [`Format::ALL`] and its arm to [`Report::render`].
//! 3. If a machine reads it, write down its fields in `cli/tests/reference/json.md`.
//! 4. Show a whole output in `report/tests.rs`, with hostile text in it.
//! 5. Name it in `CHANGELOG.md`.

mod concise;
mod excerpt;
mod fingerprint;
mod full;
mod json;
mod page;
mod patch;
mod places;
pub mod trail;

#[cfg(test)]
mod tests;

pub use fingerprint::fingerprints;
pub use page::page;
pub use patch::{drawn, patch};
pub use places::Places;

use crate::calendar::Date;
use crate::finding::{Findings, Level};
use crate::place::Origin;
use crate::source::Snapshot;

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people: each finding with the lines it is about.
    Full,
    /// One line a finding, for editors and grep.
    Concise,
    /// For programs: `tickmark/findings/1`.
    Json,
}

impl Format {
    /// Every format, the default first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Concise, Self::Json];

    /// The name in flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
        }
    }

    /// What it is, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Full => "for people: each finding with the lines it is about",
            Self::Concise => "one line a finding, for editors and grep",
            Self::Json => "for programs: tickmark/findings/1",
        }
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// True when the text ends with the counts; the others leave them to standard error.
    pub fn counts(self) -> bool {
        match self {
            Self::Full | Self::Json => true,
            Self::Concise => false,
        }
    }
}

/// How text for people is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// No glyph outside ASCII.
    pub ascii: bool,
    /// With ANSI colours.
    pub color: bool,
    /// Also what is set aside.
    pub verbose: bool,
}

impl Style {
    /// For a file or a pipe.
    pub const PLAIN: Self = Self { width: 200, ascii: true, color: false, verbose: false };
}

/// Findings, ready to be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The first line for people: the command, the company.
    pub title: &'a str,
    /// What was found.
    pub findings: &'a Findings,
    /// The files.
    pub snapshot: &'a Snapshot,
    /// Which day "today" is.
    pub as_of: Date,
}

impl Report<'_> {
    /// Renders the report.
    pub fn render(&self, format: Format, style: Style) -> String {
        match format {
            Format::Full => full::render(self, style),
            Format::Concise => concise::render(self, style),
            Format::Json => json::render(self),
        }
    }

    /// Both clocks, which every report for people shows in its second line: which revision, which day.
    pub fn clocks(&self) -> String {
        clocks(&self.snapshot.origin, self.as_of)
    }

    /// How many findings of each level there are, and in how many files was looked.
    pub fn summary(&self) -> String {
        let count = |level: Level| plural(self.findings.count(level), level.word());
        let counts = [Level::Error, Level::Warning, Level::Note].map(count);
        let read = self.snapshot.files.iter().filter(|file| !file.path.is_below("templates"));
        let files = plural(read.count(), "file");
        let waived = match self.findings.waived() {
            0 => String::new(),
            waived => format!("; {waived} set aside with a reason"),
        };
        format!("{}, {} and {} in {files}{waived}", counts[0], counts[1], counts[2])
    }

    /// What could not be judged, and what would help; `None` when everything was.
    pub fn not_judged(&self) -> Option<NotJudged> {
        let first = self.findings.not_evaluated.first()?;
        let rules: Vec<&str> = self.findings.not_evaluated.iter().map(|entry| entry.rule).collect();
        let (because, help) = match first.because {
            "shallow-clone" => {
                ("the clone is shallow", "fetch the rest of the history with `git fetch --unshallow`")
            }
            "not-a-repository" => {
                ("there is no Git repository here", "begin one with `git init`, and commit")
            }
            _ => ("there is no commit yet", "commit; what is not committed has no history"),
        };
        let verb = if rules.len() == 1 { "was" } else { "were" };
        let message = format!("{because}: {} {verb} not judged, or not in full", plural(rules.len(), "rule"));
        Some(NotJudged { message, rules: rules.join(", "), help })
    }
}

/// Rules that could not be judged, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJudged {
    /// Why, and how many.
    pub message: String,
    /// Their names.
    pub rules: String,
    /// What would help.
    pub help: &'static str,
}

/// Which revision, which day.
pub fn clocks(origin: &Origin, as_of: Date) -> String {
    let revision = match origin {
        Origin::WorkTree { head: Some(head) } => format!("work tree on {}", head.short()),
        Origin::WorkTree { head: None } => "work tree, nothing committed yet".to_owned(),
        Origin::Commit { commit, name: Some(name) } => format!("at {name} ({})", commit.short()),
        Origin::Commit { commit, name: None } => format!("at {}", commit.short()),
    };
    format!("{revision} · as of {as_of}")
}

/// `1 error`, `2 errors`.
fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

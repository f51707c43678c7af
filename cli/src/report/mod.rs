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
//!    [`Report::clocks`], paths as a forge knows them from [`Report::path`]. Escape what users wrote
//!    for the reader of the format: for a terminal that is [`visible`](crate::text::visible), for
//!    anything else a function of `text::escape`.
//! 2. Add its variant to [`Format`], its line to [`Format::ALL`] and its arm to [`Report::render`].
//! 3. If a machine reads it, write down its fields in `cli/tests/reference/json.md`.
//! 4. Show a whole output in `report/tests/`, and read it back in `report/tests/hostile.rs`.
//! 5. Name it in `CHANGELOG.md`.

pub mod anchor;
pub mod check;
pub mod compare;
mod concise;
pub mod crosswalk;
mod excerpt;
mod fingerprint;
mod full;
pub mod gaps;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod page;
mod patch;
mod places;
pub mod plan;
mod repeated;
pub mod risks;
mod sarif;
pub mod soa;
pub mod status;
pub mod trail;

#[cfg(test)]
mod tests;

pub use fingerprint::fingerprints;
pub use page::page;
pub use patch::{drawn, patch};
pub use places::Places;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::calendar::Date;
use crate::finding::{Finding, Findings, Level, RuleMeta};
use crate::place::{Origin, RepoPath};
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
    /// Workflow commands, which GitHub shows at the lines.
    Github,
    /// GitLab's Code Quality report.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// A comment on a pull request, or a job's summary.
    Markdown,
}

impl Format {
    /// Every format, the default first.
    pub const ALL: [Self; 8] = [
        Self::Full,
        Self::Concise,
        Self::Json,
        Self::Github,
        Self::Gitlab,
        Self::Sarif,
        Self::Junit,
        Self::Markdown,
    ];

    /// The name in flags.
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Markdown => "markdown",
        }
    }

    /// What it is, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Full => "For people: each finding with the lines it is about",
            Self::Concise => "One line a finding, for editors and grep",
            Self::Json => "For programs: tickmark/findings/1",
            Self::Github => "Workflow commands, which GitHub shows at the lines of a change",
            Self::Gitlab => "Code Quality report of GitLab",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::Junit => "JUnit XML, one case for each rule and file",
            Self::Markdown => "Comment on a pull request, or summary of a job",
        }
    }

    /// The format of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// True when the text holds the counts; the others leave them to standard error.
    pub fn counts(self) -> bool {
        match self {
            Self::Full | Self::Json | Self::Markdown => true,
            Self::Concise | Self::Github | Self::Gitlab | Self::Sarif | Self::Junit => false,
        }
    }

    /// True for text that people read as it is; the others are read by programs, to the byte.
    pub fn is_for_people(self) -> bool {
        match self {
            Self::Full | Self::Concise => true,
            Self::Json | Self::Github | Self::Gitlab | Self::Sarif | Self::Junit | Self::Markdown => false,
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
    /// Also what is set aside, and every repetition.
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
    /// The compliance root inside the Git repository: empty, or `compliance`.
    pub prefix: &'a str,
    /// Every rule that was to run.
    pub rules: &'a [&'a RuleMeta],
    /// From which level on findings fail the run; `None` when they never do.
    pub threshold: Option<Level>,
    /// The exit code of the run.
    pub exit: u8,
    /// Files that the change at hand touches: what has no room for everything begins with them.
    pub change: &'a BTreeSet<RepoPath>,
}

impl Report<'_> {
    /// Renders the report.
    pub fn render(&self, format: Format, style: Style) -> String {
        match format {
            Format::Full => full::render(self, style),
            Format::Concise => concise::render(self, style),
            Format::Json => json::render(self),
            Format::Github => github::render(self),
            Format::Gitlab => gitlab::render(self),
            Format::Sarif => sarif::render(self),
            Format::Junit => junit::render(self),
            Format::Markdown => markdown::render(self),
        }
    }

    /// A path from the top of the Git repository, as forges know it.
    pub fn path(&self, path: &str) -> String {
        if self.prefix.is_empty() { path.to_owned() } else { format!("{}/{path}", self.prefix) }
    }

    /// What is not set aside, the most pressing first: files of the change, then errors, then by
    /// place.
    fn pressing(&self) -> Vec<&Finding> {
        let all = self.findings.list().iter();
        let mut list: Vec<&Finding> = all.filter(|finding| finding.waived.is_none()).collect();
        list.sort_by_key(|finding| (!self.change.contains(&finding.path), Reverse(finding.level)));
        list
    }

    /// Both clocks, which every report for people shows in its second line: which revision, which day.
    pub fn clocks(&self) -> String {
        clocks(&self.snapshot.origin, self.as_of)
    }

    /// How many findings of each level there are.
    fn counted(&self) -> String {
        let count = |level: Level| plural(self.findings.count(level), level.word());
        let counts = [Level::Error, Level::Warning, Level::Note].map(count);
        format!("{}, {} and {}", counts[0], counts[1], counts[2])
    }

    /// How many findings of each level there are, and in how many files was looked.
    pub fn summary(&self) -> String {
        let read = self.snapshot.files.iter().filter(|file| !file.path.is_below("templates"));
        let files = plural(read.count(), "file");
        let waived = match self.findings.waived() {
            0 => String::new(),
            waived => format!("; {waived} set aside with a reason"),
        };
        format!("{} in {files}{waived}", self.counted())
    }

    /// How many findings `tickmark fix` would put right; `None` when there are none, or when what was
    /// judged is not the work tree.
    pub fn fixable(&self) -> Option<String> {
        let safe = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe);
        let list = self.findings.list().iter().filter(|finding| finding.waived.is_none());
        let count = list.filter(safe).count();
        let here = matches!(self.snapshot.origin, Origin::WorkTree { .. });
        (count > 0 && here).then(|| match count {
            1 => "1 of them can be put right with `tickmark fix`".to_owned(),
            count => format!("{count} of them can be put right with `tickmark fix`"),
        })
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
            "missing-objects" => (
                "objects of the history are not here",
                "clone again without `--filter`; `git fsck` shows what a damaged store has lost",
            ),
            "not-verified" => ("no signature was verified", "`tickmark lint` verifies those of the history"),
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
        Origin::Index { head: Some(head) } => format!("index on {}", head.short()),
        Origin::Index { head: None } => "index, nothing committed yet".to_owned(),
        Origin::Commit { commit, name: Some(name) } => format!("at {name} ({})", commit.short()),
        Origin::Commit { commit, name: None } => format!("at {}", commit.short()),
    };
    format!("{revision} · as of {as_of}")
}

/// `1 error`, `2 errors`.
fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// Breaks a text between words; the first line begins at a column, the others are set in.
pub(crate) fn filled(text: &str, width_of_line: usize, begin: usize, indent: usize) -> String {
    let indent = if indent + 20 > width_of_line { 14 } else { indent };
    let mut out = String::new();
    let mut column = begin;
    for (index, word) in text.split_whitespace().enumerate() {
        let wide = word.chars().count();
        if index > 0 && column + 1 + wide > width_of_line {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += wide;
    }
    out
}

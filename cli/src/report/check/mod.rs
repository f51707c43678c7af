//! What a change would do, for people, programs and forges.
//!
//! In: the findings that are new, the comparison, what somebody has to look at and who that is. Out:
//! text. What is new comes first; a change that breaks and weakens nothing takes three lines.

mod forge;
mod full;
mod json;
mod markdown;

pub use forge::{github, gitlab};
pub use full::full;
pub use json::json;
pub use markdown::{MARKER, markdown};

use crate::assess::{Comparison, Concern, ConcernKind, Looker};
use crate::finding::{Finding, Level};
use crate::report::compare::{End, summary};
use crate::report::trail::Style;
use crate::report::{Report, plural};

/// An approval that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// What it is about: the concern's subject.
    pub subject: String,
    /// Who may give it: short names; empty for anybody in the programme who did not write the change.
    pub by: Vec<String>,
    /// Who gave it.
    pub given: Option<String>,
}

/// What the reports of a change know.
#[derive(Debug)]
pub struct CheckReport<'a> {
    /// The findings that are new, over the files as they would be.
    pub findings: Report<'a>,
    /// What the change sets aside: findings that counted, or are new, each with the reason given.
    pub set_aside: &'a [Finding],
    /// How many findings are no longer there.
    pub resolved: usize,
    /// What is not the same.
    pub comparison: &'a Comparison,
    /// What somebody has to look at.
    pub concerns: &'a [Concern],
    /// Who that is.
    pub lookers: &'a [Looker],
    /// Forge names of people, by short name.
    pub handles: &'a std::collections::BTreeMap<String, String>,
    /// Approvals, where they are asked for.
    pub approvals: Option<&'a [Approval]>,
    /// Paths on which both sides disagree.
    pub conflicts: &'a [crate::place::RepoPath],
    /// The branch.
    pub base: End,
    /// The change.
    pub head: End,
    /// The commit that both come from.
    pub fork: String,
    /// How many commits the change has.
    pub commits: usize,
    /// The company's name.
    pub company: &'a str,
    /// How it is drawn.
    pub style: Style,
}

impl CheckReport<'_> {
    /// True when nothing is new, weaker or set aside.
    pub(super) fn is_quiet(&self) -> bool {
        self.concerns.is_empty() && self.set_aside.is_empty() && self.open() == 0
    }

    /// What it comes to, in a few words.
    pub(super) fn verdict(&self) -> &'static str {
        match self.findings.exit {
            0 if self.is_quiet() => "nothing breaks and nothing is weaker",
            0 => "somebody should look",
            1 => "not like this",
            3 => "cannot be told in full",
            _ => "cannot be read",
        }
    }

    /// How many findings are new and not set aside.
    pub(super) fn open(&self) -> usize {
        let list = self.findings.findings.list();
        list.iter().filter(|finding| finding.waived.is_none()).count()
    }

    /// `2 new findings (1 error, 1 warning), 3 things to look at; 1 finding is gone`
    pub(super) fn counted(&self) -> String {
        let mut parts = Vec::new();
        let levels = [Level::Error, Level::Warning, Level::Note];
        let of = levels.map(|level| (level, self.findings.findings.count(level)));
        let told: Vec<String> = of
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(level, count)| plural(*count, level.word()))
            .collect();
        match self.open() {
            0 => parts.push("no new finding".to_owned()),
            open => parts.push(format!("{} ({})", plural(open, "new finding"), told.join(", "))),
        }
        match self.concerns.len() {
            0 => {}
            1 => parts.push("1 thing to look at".to_owned()),
            count => parts.push(format!("{count} things to look at")),
        }
        if !self.set_aside.is_empty() {
            parts.push(format!("{} set aside", self.set_aside.len()));
        }
        let gone = match self.resolved {
            0 => String::new(),
            1 => "; 1 finding is gone".to_owned(),
            count => format!("; {count} findings are gone"),
        };
        format!("{}{gone}", parts.join(", "))
    }

    /// What changes, in a line; empty where nothing does.
    pub(super) fn changes(&self) -> String {
        summary(self.comparison)
    }

    /// Which commits, which day.
    pub(super) fn clocks(&self) -> String {
        let merged = if self.conflicts.is_empty() { "merged into" } else { "against what it shares with" };
        format!(
            "{} {merged} {} · {} · as of {}",
            self.head.shown(),
            self.base.shown(),
            plural(self.commits, "commit"),
            self.findings.as_of
        )
    }

    /// What somebody has to look at, kind by kind.
    pub(super) fn by_kind(&self) -> Vec<(ConcernKind, Vec<&Concern>)> {
        let mut kinds: Vec<(ConcernKind, Vec<&Concern>)> = Vec::new();
        for concern in self.concerns {
            match kinds.last_mut().filter(|(kind, _)| *kind == concern.kind) {
                Some((_, list)) => list.push(concern),
                None => kinds.push((concern.kind, vec![concern])),
            }
        }
        kinds
    }

    /// The approvals that are missing.
    pub(super) fn missing(&self) -> Vec<&Approval> {
        self.approvals.into_iter().flatten().filter(|one| one.given.is_none()).collect()
    }
}

/// Who may give an approval, in words.
pub(super) fn allowed(one: &Approval) -> String {
    if one.by.is_empty() { "anybody who did not write the change".to_owned() } else { one.by.join(" or ") }
}

//! What rules may know.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assessment, Pasts};
use crate::calendar::{CompanyZone, Date, When};
use crate::finding::{Finding, Problem};
use crate::history::Trail;
use crate::model::{
    Act, Control, Extraction, Program, Record, Register, RuleSetting, record_number, record_stem,
};
use crate::place::{FileId, Location, RepoPath, Span, Spanned};
use crate::rules::Rule;
use crate::trust::Provenance;

/// How far the history reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To the first commit.
    Complete,
    /// To a cut: a shallow clone.
    Shallow,
    /// Objects that it names are not here: a partial clone, a damaged store.
    Lost,
    /// There is a repository, and no commit yet.
    NoCommit,
    /// There is no repository.
    NoRepository,
}

impl Reach {
    /// Why rules that need the history cannot run; `None` when they can.
    pub fn because(self) -> Option<&'static str> {
        match self {
            Self::Complete => None,
            Self::Shallow => Some("shallow-clone"),
            Self::Lost => Some("missing-objects"),
            Self::NoCommit => Some("no-history"),
            Self::NoRepository => Some("not-a-repository"),
        }
    }
}

/// Everything that rules judge. Nothing here is computed by a rule, and no rule reads anything else.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Every entity of the repository.
    pub register: &'a Register,
    /// What reading met, in any order.
    pub problems: &'a [Problem],
    /// The occurrences of the window; `None` where nothing could be assessed.
    pub assessment: Option<&'a Assessment>,
    /// The history; `None` without Git or without a commit.
    pub trail: Option<&'a Trail>,
    /// What became of what was approved; empty where there is no history.
    pub pasts: &'a Pasts<'a>,
    /// What its signatures prove; `None` where they were not verified.
    pub provenance: Option<&'a Provenance>,
    /// How far the history reaches.
    pub reach: Reach,
    /// Which day "today" is.
    pub as_of: Date,
    /// The comments of each YAML file and front matter, without their `#`.
    pub comments: &'a BTreeMap<FileId, Vec<Spanned<String>>>,
    /// The bytes of each file by its number; empty where they were not kept.
    pub sources: &'a [&'a [u8]],
    /// The ids of the frameworks that are compiled in, in scope or not.
    pub built_in: &'a [&'a str],
    /// Files that are named, that lie on disk and are not part of what is judged.
    pub left_out: &'a LeftOut,
}

/// Files on disk that are not part of what is judged, and so cannot vouch for anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// Of a work tree: Git ignores them.
    Ignored(BTreeSet<RepoPath>),
    /// Of what is staged: they are not in the index.
    NotStaged(BTreeSet<RepoPath>),
}

impl Default for LeftOut {
    fn default() -> Self {
        Self::Ignored(BTreeSet::new())
    }
}

impl<'a> Facts<'a> {
    /// Starts a finding at a span of a file.
    pub(super) fn at(
        &self,
        rule: &'static Rule,
        file: FileId,
        span: Span,
        message: impl Into<String>,
    ) -> Finding {
        let path =
            self.register.files.get(file.index()).map_or_else(|| RepoPath::new(""), |fact| fact.path.clone());
        Finding::new(&rule.meta, Location { file, span }, &path, message)
    }

    /// Starts a finding about a file as a whole.
    pub(super) fn about(&self, rule: &'static Rule, file: FileId, message: impl Into<String>) -> Finding {
        self.at(rule, file, Span::default(), message)
    }

    /// The bytes of a file; empty where they were not kept.
    pub(super) fn source(&self, file: FileId) -> &'a [u8] {
        self.sources.get(file.index()).copied().unwrap_or_default()
    }

    /// The programme.
    pub(super) fn program(&self) -> Option<&'a Program> {
        self.register.program.as_ref()
    }

    /// What the programme sets for a rule or group by this name, if that counts on the as-of day.
    pub(super) fn setting_of(&self, name: &str) -> Option<&'a RuleSetting> {
        let setting = self.program()?.rules.iter().find(|setting| *setting.rule == *name)?;
        let counts = match (&setting.until, &setting.until_text) {
            (Some(until), _) => until.value >= self.as_of,
            (None, unreadable) => unreadable.is_none(),
        };
        counts.then_some(setting)
    }

    /// Where a control is edited: its file and the span of its cadence. A control whose file is gone
    /// is edited where the repository begins.
    pub(super) fn cadence_of(&self, control: &str) -> (FileId, Span) {
        match (self.register.controls.get(control), self.program()) {
            (Some(control), _) => (control.file, control.cadence.span),
            (None, Some(program)) => (program.file, Span::default()),
            (None, None) => (FileId(0), Span::default()),
        }
    }

    /// The control of a record.
    pub(super) fn control_of(&self, record: &Record) -> Option<&'a Control> {
        self.register.controls.get(&record.control)
    }

    /// The record at a path.
    pub(super) fn record(&self, path: &str) -> Option<&'a Record> {
        let records = &self.register.records;
        // Files are numbered in the order of their paths, and so are records.
        let file = self.register.file(path)?.file;
        let index = records.binary_search_by_key(&file, |record| record.file).ok()?;
        Some(&records[index])
    }

    /// True when a record with a higher number stands for the same occurrence: it is kept to be
    /// seen, and no longer counts.
    pub(super) fn is_superseded(&self, record: &Record) -> bool {
        self.register.is_superseded(record)
    }

    /// Where a correction of a record goes: the next number that is free.
    pub(super) fn correction(&self, record: &Record) -> RepoPath {
        self.correction_of(&record.path)
    }

    /// The same for the record at a path, also one that cannot be read.
    pub(super) fn correction_of(&self, record: &RepoPath) -> RepoPath {
        let stem = record_stem(record);
        let named = |number: u64| RepoPath::new(format!("{}/{stem}.{number}.yaml", record.folder()));
        let mut number = record_number(record) + 1;
        while self.register.file(named(number).as_str()).is_some() {
            number += 1;
        }
        named(number)
    }

    /// Adds where a correction goes, for a record that has landed: changing it would alter it.
    pub(super) fn corrected(&self, finding: Finding, record: &Record) -> Finding {
        let assessed = self.assessment.and_then(|assessment| assessment.control(&record.control));
        let landed = assessed.is_some_and(|control| {
            let mut occurrences = control.occurrences.iter();
            occurrences.any(|one| one.path.as_ref() == Some(&record.path) && one.landed.is_some())
        });
        if landed {
            let correction = self.correction(record);
            finding.note(format!(
                "this record has landed: what was said is corrected in a second one, `{correction}`"
            ))
        } else {
            finding
        }
    }

    /// The civil day of a date or moment, in the company's zone.
    pub(super) fn day(&self, when: When) -> Date {
        match (when, self.program()) {
            (When::Day(day), _) => day,
            (When::Moment(_), Some(program)) => when.date(&program.zone),
            (When::Moment(_), None) => when.date(&CompanyZone::utc()),
        }
    }

    /// The civil day on which something was done, if it can be read.
    pub(super) fn day_of(&self, act: Option<&Act>) -> Option<Date> {
        Some(self.day(act?.at.as_ref()?.when?))
    }

    /// The extraction that a record answers to: its control's population in its period.
    pub(super) fn extraction_of(&self, record: &Record) -> Option<&'a Extraction> {
        let named = record.population.as_ref().and_then(|used| used.of.as_ref());
        let population = named.or_else(|| self.control_of(record)?.population.as_ref())?;
        self.register.extraction(population, record.period.as_ref()?)
    }
}

/// The smallest text that says when a record's work was done.
pub(super) fn performed_span(record: &Record) -> Span {
    let performed = record.performed.as_ref();
    let at = performed.and_then(|act| act.at.as_ref()).map(|at| at.text.span);
    at.or_else(|| performed.and_then(|act| act.by.as_ref()).map(|by| by.span)).unwrap_or(record.result.span)
}

/// The file name of a record without its suffix and number.
pub(super) fn unnumbered(record: &Record) -> &str {
    record_stem(&record.path)
}

//! Two states of a repository, compared by what they say: the one engine behind `diff`, `check` and the
//! pages of packets that tell what changed.
//!
//! In: two [`State`]s. Out: a [`Comparison`]. Things are followed by their id, never by the name of
//! their file. Which way a field moved is judged by one table for each kind, that of controls in
//! [`strength`](crate::assess::strength). Evidence is counted, and told one by one only where what
//! was on file is not the same any more.

mod concerns;
mod coverage;
mod evidence;
mod fields;
mod programme;
mod prose;
mod statement;
mod things;

pub use concerns::{Concern, ConcernKind, concerns};
pub use coverage::{Cover, CoverKind};
pub use evidence::{Edited, EditedHow, EvidenceChanges};
pub use fields::{act, control_shifts, policy_shifts, rated, risk_shifts, vendor_shifts};
pub use prose::{Prose, prose};
pub use things::renamed;

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::{Assessment, Shift, Weight};
use crate::calendar::Date;
use crate::kind::{Kind, Place};
use crate::model::{Program, Register};
use crate::place::{FileId, RepoPath};

/// A repository at one moment.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// Its entities.
    pub register: &'a Register,
    /// The bytes of each file by its number; empty where they were not kept.
    pub sources: &'a [&'a [u8]],
    /// What was expected and is on file, over a window that holds the audits that are open; `None` where
    /// nothing was assessed, and then nothing is said of audits that fall silent.
    pub assessment: Option<&'a Assessment>,
}

impl<'a> State<'a> {
    /// The bytes of a file; empty where they were not kept.
    pub(super) fn bytes(self, file: FileId) -> &'a [u8] {
        self.sources.get(file.index()).copied().unwrap_or_default()
    }
}

/// What something is about, in the order of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// A control.
    Control,
    /// A decision of a Statement of Applicability.
    Statement,
    /// A risk, or the method by which risks are judged.
    Risk,
    /// A policy or another text.
    Policy,
    /// A vendor.
    Vendor,
    /// A person or a team.
    Person,
    /// A framework in scope or an audit.
    Scope,
    /// A default, a rule's level, or what the programme says of Git.
    Setting,
}

impl Area {
    /// Every area, in order.
    pub const ALL: [Self; 8] = [
        Self::Control,
        Self::Statement,
        Self::Risk,
        Self::Policy,
        Self::Vendor,
        Self::Person,
        Self::Scope,
        Self::Setting,
    ];

    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Statement => "statement",
            Self::Risk => "risk",
            Self::Policy => "policy",
            Self::Vendor => "vendor",
            Self::Person => "person",
            Self::Scope => "scope",
            Self::Setting => "setting",
        }
    }

    /// The heading for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Control => "Controls",
            Self::Statement => "Statement of Applicability",
            Self::Risk => "Risks",
            Self::Policy => "Policies and documents",
            Self::Vendor => "Vendors",
            Self::Person => "People and teams",
            Self::Scope => "Frameworks and audits",
            Self::Setting => "Settings",
        }
    }
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// It is not the same.
    Changed,
}

impl Fate {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }

    /// What became of something that is here or there.
    pub fn of(before: bool, after: bool) -> Self {
        match (before, after) {
            (false, _) => Self::Added,
            (true, false) => Self::Removed,
            (true, true) => Self::Changed,
        }
    }
}

/// Something that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// What it is about.
    pub area: Area,
    /// Its id.
    pub id: String,
    /// In a few words; empty where it has none.
    pub title: String,
    /// What became of it.
    pub fate: Fate,
    /// Its file, else the one that it stood in.
    pub path: RepoPath,
    /// The file it stood in, where that is another one.
    pub moved_from: Option<RepoPath>,
    /// The fields that are not the same.
    pub shifts: Vec<Shift>,
    /// The prose that is not the same.
    pub prose: Option<Prose>,
    /// Who answers for it, before and now: people and teams by short name.
    pub owners: BTreeSet<String>,
    /// Who approved what it was.
    pub approvers: BTreeSet<String>,
    /// What comes of it, in sentences.
    pub consequences: Vec<String>,
}

impl Delta {
    /// Which way it moved as a whole: something less is less, whatever else is more.
    pub fn weight(&self) -> Weight {
        let has = |weight| self.shifts.iter().any(|shift| shift.weight == weight);
        if has(Weight::Weaker) {
            Weight::Weaker
        } else if has(Weight::Stronger) {
            Weight::Stronger
        } else {
            Weight::Neutral
        }
    }

    /// The field with a name, if it is not the same.
    pub fn shift(&self, field: &str) -> Option<&Shift> {
        self.shifts.iter().find(|shift| shift.field == field)
    }
}

/// A file that is not the same and is not compared by what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherFile {
    /// Its path.
    pub path: RepoPath,
    /// What became of it.
    pub fate: Fate,
}

/// What is not the same in two states of a repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// What is different, by area and id.
    pub differences: Vec<Delta>,
    /// Requirements whose cover is not the same, by framework and requirement.
    pub cover: Vec<Cover>,
    /// Evidence.
    pub evidence: EvidenceChanges,
    /// Other files below `policies/` and `evidence/`, by path.
    pub others: Vec<OtherFile>,
}

impl Comparison {
    /// Compares two states.
    pub fn of(before: State<'_>, after: State<'_>) -> Self {
        let mut differences = things::controls(before, after);
        differences.extend(statement::decisions(before, after));
        differences.extend(things::risks(before, after));
        differences.extend(things::policies(before, after));
        differences.extend(things::vendors(before, after));
        differences.extend(programme::programme(before, after));
        differences.sort_by(|a, b| (a.area, &a.id, &a.path).cmp(&(b.area, &b.id, &b.path)));
        Self {
            cover: coverage::cover(before, after),
            evidence: evidence::evidence(before, after),
            others: others(before, after),
            differences,
        }
    }

    /// True when nothing is different.
    pub fn is_empty(&self) -> bool {
        self.differences.is_empty()
            && self.cover.is_empty()
            && self.evidence.is_empty()
            && self.others.is_empty()
    }

    /// The differences of one area.
    pub fn area(&self, area: Area) -> impl Iterator<Item = &Delta> {
        self.differences.iter().filter(move |one| one.area == area)
    }
}

/// The paths that do not hold the same, with what became of each.
pub(super) fn differing<'a>(before: State<'a>, after: State<'a>) -> Vec<(&'a RepoPath, Fate)> {
    let held = |state: State<'a>| -> BTreeMap<&'a RepoPath, _> {
        state.register.files.iter().map(|file| (&file.path, (file.blob, file.form, file.sha256))).collect()
    };
    let (old, new) = (held(before), held(after));
    let paths: BTreeSet<&RepoPath> = old.keys().chain(new.keys()).copied().collect();
    let fate = |path: &'a RepoPath| {
        let (was, is) = (old.get(path), new.get(path));
        (was != is).then(|| (path, Fate::of(was.is_some(), is.is_some())))
    };
    paths.into_iter().filter_map(fate).collect()
}

/// What is told nowhere else.
fn others(before: State<'_>, after: State<'_>) -> Vec<OtherFile> {
    let told = |path: &RepoPath| match Place::of(path) {
        Place::Known(kind) => matches!(
            kind,
            Kind::Control
                | Kind::Evidence
                | Kind::Extraction
                | Kind::Risk
                | Kind::Method
                | Kind::Soa
                | Kind::Policy
                | Kind::IsmsDocument
                | Kind::Vendors
                | Kind::Program
        ),
        Place::SystemProse => true,
        _ => evidence::is_evidence(path),
    };
    let rest = differing(before, after).into_iter().filter(|(path, _)| !told(path));
    rest.map(|(path, fate)| OtherFile { path: path.clone(), fate }).collect()
}

/// The programme of a state.
pub(super) fn program(state: State<'_>) -> Option<&Program> {
    state.register.program.as_ref()
}

/// Someone who has to look at a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looker {
    /// The short name of a person or team.
    pub who: String,
    /// What for, in phrases.
    pub because: Vec<String>,
}

/// Who has to look, by short name: owners of what asks for less or is not the same, approvers of what
/// is another thing than they approved.
pub fn lookers(
    comparison: &Comparison,
    concerns: &[Concern],
    as_of: Date,
    program: Option<&Program>,
) -> Vec<Looker> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |who: &str, because: String| {
        found.entry(who.to_owned()).or_default().insert(because);
    };
    for one in &comparison.differences {
        let matters = one.weight() != Weight::Neutral || one.fate != Fate::Changed || one.prose.is_some();
        for owner in one.owners.iter().filter(|_| matters) {
            add(owner, format!("owns {}", one.id));
        }
        for approver in &one.approvers {
            add(approver, format!("approved {}", one.id));
        }
    }
    for concern in concerns {
        for owner in &concern.owners {
            add(owner, concern.because.clone());
        }
    }
    // Whoever left cannot look, and of a name that nobody has a finding speaks.
    let can_look = |who: &str| {
        let Some(program) = program else { return true };
        let left = |until: crate::place::Spanned<Date>| until.value < as_of;
        match program.person(who) {
            Some(person) => !person.until.is_some_and(left),
            None => program.team(who).is_some(),
        }
    };
    found
        .into_iter()
        .filter(|(who, _)| can_look(who))
        .map(|(who, because)| Looker { who, because: because.into_iter().collect() })
        .collect()
}

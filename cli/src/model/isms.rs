//! Records of the management system (ISO 27001 clauses 6.2, 9.2, 9.3, 10.2): what is planned here,
//! what happened in the modules below.

mod audit;
mod nonconformity;
mod review;

pub use audit::{AuditFinding, Auditor, Criterion, FindingGrade, InternalAudit, Reported};
pub use nonconformity::{Effectiveness, Found, Nonconformity, NonconformityStatus};
pub use review::{ManagementReview, ReviewDecision, ReviewInput};

use crate::calendar::{Cadence, Date, Window};
use crate::document::{Entry, Node};
use crate::model::read::{Act, Fields, Satisfies, Text, key_of};
use crate::place::{FileId, RepoPath, Spanned};

/// What was measured for an objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// The period measured.
    pub period: Option<Text>,
    /// The day of the measurement.
    pub at: Option<Spanned<Date>>,
    /// Who measured.
    pub by: Option<Text>,
    /// The value, as written.
    pub value: Option<Text>,
    /// What explains it.
    pub note: Option<Text>,
}

/// One objective (6.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Its id.
    pub id: Text,
    /// What is to be reached.
    pub what: Option<Text>,
    /// How it is measured.
    pub measure: Option<Text>,
    /// The value that counts as reached.
    pub target: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// What will be done to get there.
    pub plan: Vec<Text>,
    /// What it takes.
    pub resources: Option<Text>,
    /// By when.
    pub due: Option<Spanned<Date>>,
    /// How the result is evaluated.
    pub evaluated: Option<Text>,
    /// How often it is measured.
    pub cadence: Option<Spanned<Cadence>>,
    /// The controls that serve it.
    pub controls: Vec<Text>,
    /// Requirements beyond 6.2.
    pub satisfies: Satisfies,
    /// What was measured so far.
    pub results: Vec<Measurement>,
    /// `open`, `reached`, `missed` or `dropped`.
    pub status: Option<Text>,
}

/// The objectives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objectives {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<Text>,
    /// Its version, as written.
    pub version: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// Who approved them, and when.
    pub approved: Option<Act>,
    /// The objectives, in the order of the file.
    pub objectives: Vec<Objective>,
}

impl Objectives {
    /// Reads the objectives; `None` when the file is no mapping.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        Some(Self {
            file,
            path: path.clone(),
            title: fields.text("title"),
            version: fields.text("version"),
            owner: fields.text("owner"),
            approved: Act::read(fields, "approved"),
            objectives: fields.named("objectives").filter_map(read_objective).collect(),
        })
    }
}

fn read_objective(entry: &Entry) -> Option<Objective> {
    let fields = Fields::of(&entry.value)?;
    Some(Objective {
        id: key_of(entry),
        what: fields.text("what"),
        measure: fields.text("measure"),
        target: fields.text("target"),
        owner: fields.text("owner"),
        plan: fields.texts("plan"),
        resources: fields.text("resources"),
        due: fields.date("due"),
        evaluated: fields.text("evaluated"),
        cadence: fields.cadence("cadence", None),
        controls: fields.texts("controls"),
        satisfies: Satisfies::read(fields, "satisfies"),
        results: fields.items("results").into_iter().filter_map(read_measurement).collect(),
        status: fields.text("status"),
    })
}

fn read_measurement(node: &Node) -> Option<Measurement> {
    let fields = Fields::of(node)?;
    Some(Measurement {
        period: fields.text("period"),
        at: fields.date("at"),
        by: fields.text("by"),
        value: fields.text("value"),
        note: fields.text("note"),
    })
}

/// A part of the management system that is audited as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammePart {
    /// Its id, which an audit's `programme` names.
    pub id: Text,
    /// What is audited.
    pub what: Option<Text>,
    /// How often.
    pub cadence: Option<Spanned<Cadence>>,
    /// Against what.
    pub criteria: Vec<Criterion>,
    /// Which places, teams or systems.
    pub scope: Option<Text>,
    /// Who audits.
    pub auditor: Option<Text>,
    /// How, where it differs from the programme's methods.
    pub method: Vec<Text>,
    /// The day by which the next audit is planned.
    pub due: Option<Spanned<Date>>,
    /// Why this often.
    pub because: Option<Text>,
}

/// When management reviews the system (9.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedReview {
    /// How often.
    pub cadence: Option<Spanned<Cadence>>,
    /// The day by which the next one is planned.
    pub due: Option<Spanned<Date>>,
    /// Who takes part.
    pub present: Vec<Text>,
}

/// The programme of internal audits (9.2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditProgramme {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<Text>,
    /// Its version, as written.
    pub version: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// Who approved it, and when.
    pub approved: Option<Act>,
    /// The days in which every part is audited at least once.
    pub cycle: Option<Spanned<Window>>,
    /// How audits are done.
    pub methods: Vec<Text>,
    /// To whom results go.
    pub reporting: Option<Text>,
    /// How it is made sure that nobody audits their own work.
    pub impartiality: Option<Text>,
    /// The parts, in the order of the file.
    pub parts: Vec<ProgrammePart>,
    /// When management reviews the system.
    pub management_review: Option<PlannedReview>,
}

impl AuditProgramme {
    /// Reads the programme; `None` when the file is no mapping.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let review = |fields: Fields<'_>| PlannedReview {
            cadence: fields.cadence("cadence", None),
            due: fields.date("due"),
            present: fields.texts("present"),
        };
        Some(Self {
            file,
            path: path.clone(),
            title: fields.text("title"),
            version: fields.text("version"),
            owner: fields.text("owner"),
            approved: Act::read(fields, "approved"),
            cycle: fields.parsed("cycle", Window::parse),
            methods: fields.texts("methods"),
            reporting: fields.text("reporting"),
            impartiality: fields.text("impartiality"),
            parts: fields.named("audits").filter_map(read_part).collect(),
            management_review: fields.fields("management_review").map(review),
        })
    }

    /// The part with an id.
    pub fn part(&self, id: &str) -> Option<&ProgrammePart> {
        self.parts.iter().find(|part| *part.id == *id)
    }
}

fn read_part(entry: &Entry) -> Option<ProgrammePart> {
    let fields = Fields::of(&entry.value)?;
    Some(ProgrammePart {
        id: key_of(entry),
        what: fields.text("what"),
        cadence: fields.cadence("cadence", None),
        criteria: Criterion::list(fields, "criteria"),
        scope: fields.text("scope"),
        auditor: fields.text("auditor"),
        method: fields.texts("method"),
        due: fields.date("due"),
        because: fields.text("because"),
    })
}

#[cfg(test)]
mod tests;

//! The risk register, its method, and the Statement of Applicability.

use std::collections::BTreeMap;

use crate::calendar::Date;
use crate::document::{Entry, Node};
use crate::model::read::{Act, Fields, Task, Text, key_of};
use crate::place::{FileId, RepoPath, Spanned};

/// Likelihood and impact on the method's scales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    /// Likelihood, from 1.
    pub likelihood: Spanned<u64>,
    /// Impact, from 1.
    pub impact: Spanned<u64>,
}

impl Rating {
    fn read(fields: Fields<'_>, key: &str) -> Option<Self> {
        let fields = fields.fields(key)?;
        Some(Self { likelihood: fields.number("likelihood")?, impact: fields.number("impact")? })
    }

    /// Likelihood times impact.
    pub fn product(self) -> u64 {
        self.likelihood.value.saturating_mul(self.impact.value)
    }
}

/// An acceptance of a risk as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// By whom, and when.
    pub act: Act,
    /// The last day on which it holds.
    pub until: Option<Spanned<Date>>,
    /// Why.
    pub because: Option<Text>,
}

/// One risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `R-02`
    pub id: Text,
    /// In a few words.
    pub title: Option<Text>,
    /// What could happen.
    pub scenario: Option<Text>,
    /// The risk owner (ISO 27001 6.1.2 c).
    pub owner: Option<Text>,
    /// Assets concerned.
    pub assets: Vec<Text>,
    /// Without controls.
    pub inherent: Option<Rating>,
    /// `mitigate`, `accept`, `transfer` or `avoid`.
    pub treatment: Option<Text>,
    /// The controls that treat it.
    pub controls: Vec<Text>,
    /// What is still to be done.
    pub plan: Option<Task>,
    /// With controls.
    pub residual: Option<Rating>,
    /// Who reviewed it, and when.
    pub reviewed: Option<Act>,
    /// The owner's approval of plan and residual (ISO 27001 6.1.3 f).
    pub approved: Option<Act>,
    /// An acceptance.
    pub acceptance: Option<Acceptance>,
}

impl Risk {
    /// Reads a risk; `None` without an id.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            title: fields.text("title"),
            scenario: fields.text("scenario"),
            owner: fields.text("owner"),
            assets: fields.texts("assets"),
            inherent: Rating::read(fields, "inherent"),
            treatment: fields.text("treatment"),
            controls: fields.texts("controls"),
            plan: fields.node("plan").and_then(Task::read),
            residual: Rating::read(fields, "residual"),
            reviewed: Act::read(fields, "reviewed"),
            approved: Act::read(fields, "approved"),
            acceptance: Act::read(fields, "acceptance").map(|act| Acceptance {
                act,
                until: fields.fields("acceptance").and_then(|fields| fields.date("until")),
                because: fields.fields("acceptance").and_then(|fields| fields.text("because")),
            }),
        })
    }
}

/// A decision of the Statement of Applicability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoaDecision {
    /// The requirement.
    pub requirement: Text,
    /// Whether it applies; unsaid means yes.
    pub applies: Option<Spanned<bool>>,
    /// `planned`, …
    pub status: Option<Text>,
    /// When it will be implemented.
    pub due: Option<Spanned<Date>>,
    /// Who sees to it.
    pub owner: Option<Text>,
    /// The justification.
    pub because: Vec<Text>,
}

impl SoaDecision {
    /// True when it says that the requirement does not apply.
    pub fn excludes(&self) -> bool {
        self.applies.as_ref().is_some_and(|applies| !applies.value)
    }
}

/// The decisions for one framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soa {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// The framework.
    pub framework: Text,
    /// Who approved it, and when.
    pub approved: Option<Act>,
    /// The decisions by requirement.
    pub decisions: BTreeMap<String, SoaDecision>,
}

impl Soa {
    /// Reads the decisions; `None` without a framework.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let decisions = fields.entries("decisions").iter();
        Some(Self {
            file,
            path: path.clone(),
            framework: fields.text("framework")?,
            approved: Act::read(fields, "approved"),
            decisions: decisions.map(|entry| (entry.key.to_string(), read_decision(entry))).collect(),
        })
    }
}

fn read_decision(entry: &Entry) -> SoaDecision {
    let fields = Fields::of(&entry.value);
    let text = |key| fields.and_then(|fields| fields.text(key));
    SoaDecision {
        requirement: key_of(entry),
        applies: fields.and_then(|fields| fields.boolean("applies")),
        status: text("status"),
        due: fields.and_then(|fields| fields.date("due")),
        owner: text("owner"),
        because: fields.map(|fields| fields.texts("because")).unwrap_or_default(),
    }
}

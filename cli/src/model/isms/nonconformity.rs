//! Nonconformities and corrective action (ISO 27001 10.2).

use crate::document::Node;
use crate::model::evidence::Artifact;
use crate::model::read::{Claim, Fields, Moment, Satisfies, Task, Text};
use crate::place::{FileId, RepoPath, Spanned};

/// Where a nonconformity came up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// When.
    pub at: Option<Moment>,
    /// The audit, review or incident.
    pub within: Option<Text>,
    /// A short name, or the name of somebody from outside.
    pub by: Option<Text>,
}

/// Whether a corrective action worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effectiveness {
    /// Checked, and it worked.
    pub checked: Option<Spanned<bool>>,
    /// Who checked.
    pub by: Option<Text>,
    /// When.
    pub at: Option<Moment>,
    /// How, and what was seen.
    pub how: Option<Text>,
}

/// Where a nonconformity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum NonconformityStatus {
    /// Something is still to be done or checked.
    #[default]
    Open,
    /// Done, and its effect was checked.
    Closed,
}

impl NonconformityStatus {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "open" => Some(Self::Open),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// A nonconformity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonconformity {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `NC-03`
    pub id: Text,
    /// Where it came up.
    pub found: Option<Found>,
    /// `major` or `minor`.
    pub grade: Option<Text>,
    /// The requirements that are not met.
    pub against: Satisfies,
    /// The controls concerned.
    pub controls: Vec<Text>,
    /// What is not met.
    pub what: Option<Text>,
    /// What was done at once (10.2 a).
    pub contained: Option<Task>,
    /// Why it happened (10.2 b).
    pub cause: Option<Text>,
    /// Whether the like exists elsewhere (10.2 b).
    pub similar: Option<Text>,
    /// The corrective action (10.2 c).
    pub action: Option<Task>,
    /// Whether it worked (10.2 d).
    pub effective: Option<Effectiveness>,
    /// Where it stands; open unless it says otherwise.
    pub status: NonconformityStatus,
    /// The files that show it.
    pub artifacts: Vec<Artifact>,
}

impl Nonconformity {
    /// Reads a nonconformity; `None` without an id.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let against = fields.fields("against");
        let status = fields.text("status").and_then(|text| NonconformityStatus::parse(&text));
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            found: fields.fields("found").map(|found| Found {
                at: found.when("at"),
                within: found.text("in"),
                by: found.text("by"),
            }),
            grade: fields.text("grade"),
            against: read_against(fields),
            controls: against.map(|against| against.texts("control")).unwrap_or_default(),
            what: fields.text("what"),
            contained: fields.node("contained").and_then(Task::read),
            cause: fields.text("cause"),
            similar: fields.text("similar"),
            action: fields.node("action").and_then(Task::read),
            effective: fields.fields("effective").map(read_effectiveness),
            status: status.unwrap_or_default(),
            artifacts: Artifact::list(fields, "artifacts"),
        })
    }
}

/// `against` holds frameworks, and `control` beside them.
fn read_against(fields: Fields<'_>) -> Satisfies {
    let Satisfies(claims) = Satisfies::read(fields, "against");
    let of_framework = |claim: &Claim| *claim.framework != *"control";
    Satisfies(claims.into_iter().filter(of_framework).collect())
}

fn read_effectiveness(fields: Fields<'_>) -> Effectiveness {
    Effectiveness {
        checked: fields.boolean("checked"),
        by: fields.text("by"),
        at: fields.when("at"),
        how: fields.text("how"),
    }
}

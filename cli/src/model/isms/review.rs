//! Management reviews (ISO 27001 9.3).

use crate::calendar::Date;
use crate::document::Node;
use crate::model::evidence::Artifact;
use crate::model::read::{Fields, Task, Text};
use crate::place::{FileId, RepoPath, Spanned};

/// What 9.3.2 wants looked at, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewInput {
    /// What became of earlier actions.
    PreviousActions,
    /// Changed issues.
    Changes,
    /// Changed needs of interested parties.
    InterestedParties,
    /// Nonconformities and corrective actions.
    Nonconformities,
    /// Monitoring and measurement.
    Monitoring,
    /// Audit results.
    AuditResults,
    /// Objectives.
    Objectives,
    /// Feedback.
    Feedback,
    /// Risk assessment and treatment.
    Risks,
    /// Opportunities to improve.
    Improvement,
}

impl ReviewInput {
    /// Every input, in the order of 9.3.2.
    pub const ALL: [Self; 10] = [
        Self::PreviousActions,
        Self::Changes,
        Self::InterestedParties,
        Self::Nonconformities,
        Self::Monitoring,
        Self::AuditResults,
        Self::Objectives,
        Self::Feedback,
        Self::Risks,
        Self::Improvement,
    ];

    /// The key in YAML.
    pub fn key(self) -> &'static str {
        match self {
            Self::PreviousActions => "previous_actions",
            Self::Changes => "changes",
            Self::InterestedParties => "interested_parties",
            Self::Nonconformities => "nonconformities",
            Self::Monitoring => "monitoring",
            Self::AuditResults => "audit_results",
            Self::Objectives => "objectives",
            Self::Feedback => "feedback",
            Self::Risks => "risks",
            Self::Improvement => "improvement",
        }
    }

    /// The clause that asks for it.
    pub fn clause(self) -> &'static str {
        match self {
            Self::PreviousActions => "9.3.2 a",
            Self::Changes => "9.3.2 b",
            Self::InterestedParties => "9.3.2 c",
            Self::Nonconformities | Self::Monitoring | Self::AuditResults | Self::Objectives => "9.3.2 d",
            Self::Feedback => "9.3.2 e",
            Self::Risks => "9.3.2 f",
            Self::Improvement => "9.3.2 g",
        }
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::PreviousActions => "Earlier actions",
            Self::Changes => "Changed issues",
            Self::InterestedParties => "Changed needs of interested parties",
            Self::Nonconformities => "Nonconformities and corrective actions",
            Self::Monitoring => "Monitoring and measurement",
            Self::AuditResults => "Audit results",
            Self::Objectives => "Objectives",
            Self::Feedback => "Feedback",
            Self::Risks => "Risks and their treatment",
            Self::Improvement => "Opportunities to improve",
        }
    }
}

/// A decision of a review (9.3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewDecision {
    /// `MR-2026-1`
    pub id: Option<Text>,
    /// What was decided, who sees to it, by when.
    pub task: Task,
}

/// A management review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagementReview {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `MR-2026`
    pub id: Text,
    /// The day.
    pub held: Option<Spanned<Date>>,
    /// Who took part.
    pub present: Vec<Text>,
    /// What was looked at, in the order of 9.3.2; inputs without text are left out.
    pub inputs: Vec<(ReviewInput, Text)>,
    /// What was decided; an empty list states that nothing was, `None` states nothing.
    pub decisions: Option<Vec<ReviewDecision>>,
    /// Minutes and slides.
    pub artifacts: Vec<Artifact>,
}

impl ManagementReview {
    /// Reads a review; `None` without an id.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let inputs = fields.fields("inputs");
        let input = |input: ReviewInput| {
            let text = inputs?.text(input.key()).filter(|text| !text.trim().is_empty())?;
            Some((input, text))
        };
        let decisions = |node: &Node| node.one_or_many().iter().filter_map(read_decision).collect();
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            held: fields.date("held"),
            present: fields.texts("present"),
            inputs: ReviewInput::ALL.into_iter().filter_map(input).collect(),
            decisions: fields.node("decisions").map(decisions),
            artifacts: Artifact::list(fields, "artifacts"),
        })
    }

    /// What was said on an input.
    pub fn input(&self, input: ReviewInput) -> Option<&Text> {
        self.inputs.iter().find(|(known, _)| *known == input).map(|(_, text)| text)
    }

    /// The inputs that 9.3.2 asks for and that are not there.
    pub fn missing(&self) -> impl Iterator<Item = ReviewInput> {
        ReviewInput::ALL.into_iter().filter(|input| self.input(*input).is_none())
    }
}

fn read_decision(node: &Node) -> Option<ReviewDecision> {
    Some(ReviewDecision { id: Fields::of(node)?.text("id"), task: Task::read(node)? })
}

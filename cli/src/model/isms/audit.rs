//! Internal audits (ISO 27001 9.2.2).

use crate::calendar::{Window, read_date};
use crate::document::Node;
use crate::model::evidence::Artifact;
use crate::model::read::{Fields, Moment, Text};
use crate::place::{FileId, RepoPath, Span, Spanned};

/// Something audited against: `iso27001 A.5.15`, `policy access-control`, or a bare requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// A framework's id, or `policy`; `None` when only the requirement stands there.
    pub of: Option<Text>,
    /// The requirement or policy.
    pub id: Text,
}

impl Criterion {
    fn new(text: Text) -> Self {
        let Some((of, id)) = text.split_once(char::is_whitespace) else { return Self { of: None, id: text } };
        let id = id.trim();
        let of_end = of.len();
        let id_start = text.len() - text.value[of_end..].trim_start().len();
        Self {
            of: Some(Spanned::new(of.to_owned(), part(&text, 0, of_end))),
            id: Spanned::new(id.to_owned(), part(&text, id_start, id_start + id.len())),
        }
    }

    pub(super) fn list(fields: Fields<'_>, key: &str) -> Vec<Self> {
        fields.texts(key).into_iter().map(Self::new).collect()
    }
}

/// The place of a part of a text; that of all of it where quotes hide how it was written.
fn part(text: &Text, from: usize, to: usize) -> Span {
    let quotes = match text.span.range().len().checked_sub(text.len()) {
        Some(0) => 0,
        Some(2) => 1,
        _ => return text.span,
    };
    let start = text.span.start as usize + quotes;
    Span::new(start + from, start + to)
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingGrade {
    /// A nonconformity that puts the system's results in doubt.
    Major,
    /// Any other nonconformity.
    Minor,
    /// Something to keep an eye on.
    Observation,
    /// Something that could be better.
    Improvement,
}

impl FindingGrade {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "major" => Some(Self::Major),
            "minor" => Some(Self::Minor),
            "observation" => Some(Self::Observation),
            "improvement" => Some(Self::Improvement),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Observation => "observation",
            Self::Improvement => "improvement",
        }
    }

    /// True for findings that need corrective action (10.2).
    pub fn is_nonconformity(self) -> bool {
        match self {
            Self::Major | Self::Minor => true,
            Self::Observation | Self::Improvement => false,
        }
    }
}

/// One finding of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFinding {
    /// `NC-03`; a nonconformity has a record of this name.
    pub id: Text,
    /// How grave it is.
    pub grade: Option<Spanned<FindingGrade>>,
    /// What is not met.
    pub against: Vec<Criterion>,
    /// What was found.
    pub text: Option<Text>,
}

/// Who audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auditor {
    /// A short name, or the name of somebody from outside.
    pub name: Option<Text>,
    /// Where the auditor works.
    pub of: Option<Text>,
    /// Whether the auditor has no part in what was audited.
    pub independent: Option<Spanned<bool>>,
}

/// To whom in management the results went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// People or teams.
    pub to: Vec<Text>,
    /// When.
    pub at: Option<Moment>,
}

/// An internal audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InternalAudit {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `IA-2026-1`
    pub id: Text,
    /// What was audited.
    pub title: Option<Text>,
    /// The part of the audit programme.
    pub programme: Option<Text>,
    /// Who audited.
    pub auditor: Option<Auditor>,
    /// Against what.
    pub criteria: Vec<Criterion>,
    /// Which places, teams or systems.
    pub scope: Option<Text>,
    /// The days of the audit.
    pub held: Option<Spanned<Window>>,
    /// The findings; an empty list states that there were none, `None` states nothing.
    pub findings: Option<Vec<AuditFinding>>,
    /// To whom the results went.
    pub reported: Option<Reported>,
    /// The audit report.
    pub report: Option<Artifact>,
}

impl InternalAudit {
    /// Reads an audit; `None` without an id.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let held = |text: &str| Window::parse(text).or_else(|| read_date(text).map(Window::day));
        let findings = |node: &Node| node.one_or_many().iter().filter_map(read_finding).collect();
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            title: fields.text("title"),
            programme: fields.text("programme"),
            auditor: fields.node("auditor").and_then(read_auditor),
            criteria: Criterion::list(fields, "criteria"),
            scope: fields.text("scope"),
            held: fields.parsed("held", held),
            findings: fields.node("findings").map(findings),
            reported: fields
                .fields("reported")
                .map(|reported| Reported { to: reported.texts("to"), at: reported.when("at") }),
            report: fields.node("report").and_then(Artifact::read),
        })
    }

    /// The findings that need corrective action.
    pub fn nonconformities(&self) -> impl Iterator<Item = &AuditFinding> {
        let findings = self.findings.iter().flatten();
        findings.filter(|finding| finding.grade.is_some_and(|grade| grade.value.is_nonconformity()))
    }
}

fn read_finding(node: &Node) -> Option<AuditFinding> {
    let fields = Fields::of(node)?;
    Some(AuditFinding {
        id: fields.text("id")?,
        grade: fields.parsed("grade", FindingGrade::parse),
        against: Criterion::list(fields, "against"),
        text: fields.text("text"),
    })
}

fn read_auditor(node: &Node) -> Option<Auditor> {
    let fields = Fields::of(node)?;
    Some(Auditor {
        name: fields.text("name"),
        of: fields.text("of"),
        independent: fields.boolean("independent"),
    })
}

//! A control: what we do, who owns it, how often.

use crate::calendar::{Cadence, Date, Duration, Unit};
use crate::document::Node;
use crate::model::read::{Fields, Satisfies, Text};
use crate::place::{FileId, RepoPath, Span, Spanned};

/// Whether a control is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// Being written.
    Draft,
    /// In force.
    #[default]
    Active,
    /// No longer in force.
    Retired,
}

impl Status {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "draft" => Some(Self::Draft),
            "active" => Some(Self::Active),
            "retired" => Some(Self::Retired),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Retired => "retired",
        }
    }
}

/// `24h after last_day`: how long after a date of a population an item may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// How long.
    pub within: Duration,
    /// The population's date column from which it runs.
    pub after: String,
}

impl Deadline {
    /// Reads `24h after last_day`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (length, after, column) = (words.next()?, words.next()?, words.next()?);
        let within = Duration::parse(length)?;
        (after == "after" && words.next().is_none()).then(|| Self { within, after: column.to_owned() })
    }
}

/// One entry of a control's `evidence:`, what a record must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// Its name, which an artifact answers with `for:`.
    pub name: Text,
    /// What it is.
    pub what: Option<Text>,
    /// `item` or `period`.
    pub each: Option<Text>,
}

/// A control as one version of its file says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `AC-02`
    pub id: Text,
    /// In a few words.
    pub title: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// What is done, as an auditor will test it.
    pub statement: Option<Text>,
    /// Why it is done.
    pub why: Option<Text>,
    /// Whether it is in force; active unless it says otherwise.
    pub status: Status,
    /// Where the status stands, if the file says it.
    pub status_span: Option<Span>,
    /// The day from which it must operate, if the file says so.
    pub since: Option<Spanned<Date>>,
    /// How often.
    pub cadence: Spanned<Cadence>,
    /// The population it answers to.
    pub population: Option<Text>,
    /// The deadline for each item.
    pub deadline: Option<Spanned<Deadline>>,
    /// `manual`, `automated` or `it-dependent`.
    pub nature: Option<Text>,
    /// `preventive`, `detective` or `corrective`.
    pub purpose: Option<Text>,
    /// The requirements it claims to meet.
    pub satisfies: Satisfies,
    /// The risks it mitigates.
    pub mitigates: Vec<Text>,
    /// The policies it carries out.
    pub policies: Vec<Text>,
    /// The systems it runs in.
    pub systems: Vec<Text>,
    /// Who performs it; the owner unless it says otherwise.
    pub performer: Option<Text>,
    /// Who reviews it.
    pub reviewer: Option<Text>,
    /// How long silence is tolerated after the due date.
    pub grace: Option<Spanned<Duration>>,
    /// What a record must hold.
    pub evidence: Vec<Requested>,
    /// How to test it, step by step.
    pub test: Vec<Text>,
}

impl Control {
    /// Reads a control; `None` without a readable `id` and `cadence` (such a version of the file is
    /// passed over).
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let period = fields.text("period").and_then(|text| Unit::parse_period(&text));
        let cadence = fields.cadence("cadence", period)?;
        Self::read(file, path, fields, cadence)
    }

    /// Reads what can be read of a control whose cadence cannot; it is never in force, but what else
    /// is wrong in its file is said in the same run.
    pub fn decode_half(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let never = Spanned::new(Cadence::Each(Unit::Year), Span::at(root.span.start as usize));
        let half = Self::read(file, path, Fields::of(root)?, never)?;
        Some(Self { status: Status::Draft, ..half })
    }

    fn read(file: FileId, path: &RepoPath, fields: Fields<'_>, cadence: Spanned<Cadence>) -> Option<Self> {
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id").filter(|id| !id.is_empty())?,
            title: fields.text("title"),
            owner: fields.text("owner"),
            statement: fields.text("statement"),
            why: fields.text("why"),
            status: fields.text("status").and_then(|text| Status::parse(&text)).unwrap_or_default(),
            status_span: fields.text("status").map(|text| text.span),
            since: fields.date("since"),
            cadence,
            population: fields.text("population"),
            deadline: fields.parsed("deadline", Deadline::parse),
            nature: fields.text("nature"),
            purpose: fields.text("type"),
            satisfies: Satisfies::read(fields, "satisfies"),
            mitigates: fields.texts("mitigates"),
            policies: fields.texts("policies"),
            systems: fields.texts("systems"),
            performer: fields.text("performer"),
            reviewer: fields.text("reviewer"),
            grace: fields.duration("grace"),
            evidence: fields.items("evidence").into_iter().filter_map(read_requested).collect(),
            test: fields.texts("test"),
        })
    }

    /// Who performs it.
    pub fn performer(&self) -> Option<&Text> {
        self.performer.as_ref().or(self.owner.as_ref())
    }

    /// True when it is in force.
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }
}

fn read_requested(node: &Node) -> Option<Requested> {
    let fields = Fields::of(node)?;
    Some(Requested { name: fields.text("name")?, what: fields.text("what"), each: fields.text("each") })
}

//! An assessment for people and programs: heat map, one control's story, TSV, JSON.
//!
//! In: an [`Assessment`] with the names that it does not hold itself. Out: text, or a picture. Nothing is judged
//! here; a column never says more than the assessment does.

mod grid;
mod heat_map;
mod json;
mod lines;
mod page;
mod picture;
mod story;

pub use heat_map::{Columns, heat_map};
pub use json::json;
pub use lines::{csv, tsv};
pub use page::{markdown, stories};
pub use picture::picture;
pub use story::story;

use crate::assess::{Assessment, Flag, Occurrence, OccurrenceStatus};
use crate::text::visible;

/// What the trail's reports know beside the assessment.
#[derive(Debug)]
pub struct TrailReport<'a> {
    /// The assessment.
    pub assessment: &'a Assessment,
    /// The company's name.
    pub company: &'a str,
    /// The audit, if the window is one's.
    pub audit: Option<&'a str>,
    /// The name by which the revision was asked for.
    pub reference: Option<&'a str>,
    /// Titles and owners by control.
    pub controls: &'a std::collections::BTreeMap<String, Named>,
    /// How it is drawn.
    pub style: Style,
}

/// What a control is called.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: String,
}

/// How a report is drawn on a terminal.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// No glyph outside ASCII.
    pub ascii: bool,
}

/// A mark in the heat map: what it looks like and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    Operated,
    OperatedLate,
    NoEvents,
    Upcoming,
    Pending,
    Unreviewed,
    Exception,
    Overdue,
    Failed,
    Unknown,
    Missing,
}

impl Mark {
    pub(crate) const ALL: [Self; 11] = [
        Self::Operated,
        Self::OperatedLate,
        Self::NoEvents,
        Self::Exception,
        Self::Unreviewed,
        Self::Pending,
        Self::Failed,
        Self::Overdue,
        Self::Missing,
        Self::Upcoming,
        Self::Unknown,
    ];

    pub(crate) fn of(occurrence: &Occurrence) -> Self {
        match occurrence.status {
            OccurrenceStatus::Operated if occurrence.is_on_time() => Self::Operated,
            OccurrenceStatus::Operated => Self::OperatedLate,
            OccurrenceStatus::Exception => Self::Exception,
            OccurrenceStatus::Failed => Self::Failed,
            OccurrenceStatus::Unreviewed => Self::Unreviewed,
            OccurrenceStatus::Pending => Self::Pending,
            OccurrenceStatus::NoEvents => Self::NoEvents,
            OccurrenceStatus::Upcoming => Self::Upcoming,
            OccurrenceStatus::Overdue => Self::Overdue,
            OccurrenceStatus::Missing => Self::Missing,
            OccurrenceStatus::Unknown => Self::Unknown,
        }
    }

    pub(crate) fn glyph(self, ascii: bool) -> &'static str {
        let (glyph, plain) = match self {
            Self::Operated => ("■", "o"),
            Self::OperatedLate => ("◧", "l"),
            Self::NoEvents => ("○", "0"),
            Self::Upcoming => ("·", "."),
            Self::Pending => ("…", "p"),
            Self::Unreviewed => ("□", "u"),
            Self::Exception => ("▲", "e"),
            Self::Overdue => ("!", "!"),
            Self::Failed => ("×", "x"),
            Self::Unknown => ("?", "?"),
            Self::Missing => ("✖", "M"),
        };
        if ascii { plain } else { glyph }
    }

    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Operated => "operated",
            Self::OperatedLate => "operated, late",
            Self::NoEvents => "no events",
            Self::Upcoming => "upcoming",
            Self::Pending => "pending",
            Self::Unreviewed => "unreviewed",
            Self::Exception => "exception",
            Self::Overdue => "overdue",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Missing => "missing",
        }
    }

    pub(crate) fn style(self) -> anstyle::Style {
        use anstyle::AnsiColor as Colour;
        let colour = match self {
            Self::Operated => Colour::Green,
            Self::OperatedLate | Self::Exception | Self::Unreviewed | Self::Pending | Self::Overdue => {
                Colour::Yellow
            }
            Self::Failed | Self::Missing => Colour::Red,
            Self::NoEvents | Self::Upcoming => return anstyle::Style::new().dimmed(),
            Self::Unknown => Colour::Magenta,
        };
        colour.on_default()
    }
}

/// A report under its two lines: what it is of, and both clocks.
pub fn headed(report: &TrailReport<'_>, body: &str) -> String {
    let assessment = report.assessment;
    let audit = report.audit.map(|audit| format!(" · {audit}")).unwrap_or_default();
    let commit = assessment.commit.map(|commit| commit.short()).unwrap_or_default();
    let revision = match report.reference {
        Some(name) if name != commit => format!("{name} ({commit})"),
        _ => commit,
    };
    let ground = assessment.ground.as_ref().map(|ground| format!("{}\n", ground.words())).unwrap_or_default();
    format!(
        "{}{audit} · {}\nat {} · as of {}\n{ground}\n{body}",
        visible(report.company),
        assessment.window,
        visible(&revision),
        assessment.as_of
    )
}

/// Why a trail cannot be told in full, and what helps; `None` when all of its history is here.
pub fn incomplete(assessment: &Assessment) -> Option<String> {
    if assessment.complete {
        return None;
    }
    let lost = assessment.integrity.iter().any(|entry| entry.starts_with("OBJECT_"));
    let (what, help) = if lost {
        ("objects of the history are not here", "`git fsck` shows which")
    } else {
        ("the history is cut", "run `git fetch --unshallow`")
    };
    let by_status = assessment.counts().by_status;
    let unknown = by_status.iter().find(|(status, _)| *status == OccurrenceStatus::Unknown);
    let then = match unknown.map_or(0, |(_, count)| *count) {
        0 if lost => "what they say is not known".to_owned(),
        0 => "what lies before is not known".to_owned(),
        1 => "1 occurrence cannot be judged".to_owned(),
        count => format!("{count} occurrences cannot be judged"),
    };
    Some(format!("{what}: {then}; {help}"))
}

/// `late, altered`: what else is true of an occurrence, for people.
pub(crate) fn flag_words(flags: &[Flag]) -> String {
    flags.iter().map(|flag| flag.word()).collect::<Vec<_>>().join(", ")
}

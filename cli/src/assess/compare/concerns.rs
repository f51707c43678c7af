//! What somebody has to look at before a change is merged.

use std::collections::BTreeSet;

use crate::assess::compare::{Area, Comparison, Cover, CoverKind, Delta, Edited, EditedHow, Fate, State};
use crate::assess::{Shift, Weight};
use crate::place::{RepoPath, Span};

/// What a concern is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConcernKind {
    /// A control asks for less.
    Weakened,
    /// A requirement has lost its cover.
    CoverLost,
    /// Evidence that was on file is another one.
    EvidenceAltered,
    /// Evidence that was on file is gone.
    EvidenceDeleted,
    /// A decision of a Statement of Applicability says less.
    Statement,
    /// A risk weighs more, or is treated less.
    Risk,
    /// A document, vendor, scope or setting asks for less.
    Loosened,
}

impl ConcernKind {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Weakened => "weakened",
            Self::CoverLost => "cover-lost",
            Self::EvidenceAltered => "evidence-altered",
            Self::EvidenceDeleted => "evidence-deleted",
            Self::Statement => "statement",
            Self::Risk => "risk",
            Self::Loosened => "loosened",
        }
    }

    /// The heading for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Weakened => "Weakened controls",
            Self::CoverLost => "Lost cover",
            Self::EvidenceAltered => "Edited evidence",
            Self::EvidenceDeleted => "Deleted evidence",
            Self::Statement => "Statement of Applicability",
            Self::Risk => "Risks",
            Self::Loosened => "Asks for less",
        }
    }
}

/// Something that a change does and that somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// What it is about.
    pub kind: ConcernKind,
    /// The id of what it is about: a control, a requirement, a record's path.
    pub subject: String,
    /// What happens, as a phrase.
    pub message: String,
    /// Where a reader is led.
    pub path: RepoPath,
    /// Where in that file; `None` for a file that is gone or as a whole.
    pub span: Option<Span>,
    /// What comes of it.
    pub consequences: Vec<String>,
    /// Who answers for it: short names of people and teams.
    pub owners: BTreeSet<String>,
    /// What these are told, in a few words.
    pub because: String,
}

/// What a change does that somebody has to look at, in the order of a report.
pub fn concerns(comparison: &Comparison, before: State<'_>, after: State<'_>) -> Vec<Concern> {
    let mut found: Vec<Concern> = comparison.differences.iter().flat_map(of_delta).collect();
    found.extend(comparison.cover.iter().filter_map(|cover| of_cover(cover, before, after)));
    let edited = comparison.evidence.edited.iter();
    found.extend(edited.filter_map(|edited| of_evidence(edited, before, after)));
    found.sort_by(|a, b| {
        (a.kind, &a.subject, &a.path, &a.message).cmp(&(b.kind, &b.subject, &b.path, &b.message))
    });
    found
}

/// `cadence: quarterly → annual`
fn worded(shift: &Shift) -> String {
    let say = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    format!("{}: {} → {}", shift.field, say(&shift.before), say(&shift.after))
}

fn of_delta(one: &Delta) -> Vec<Concern> {
    let kind = match one.area {
        Area::Control => ConcernKind::Weakened,
        Area::Statement => ConcernKind::Statement,
        Area::Risk => ConcernKind::Risk,
        Area::Policy | Area::Vendor | Area::Person | Area::Scope | Area::Setting => ConcernKind::Loosened,
    };
    let weaker = one.shifts.iter().filter(|shift| shift.weight == Weight::Weaker);
    // What is no longer there says nothing, whatever it said.
    let weaker: Vec<&Shift> =
        match weaker.clone().find(|shift| shift.field == "status" || one.fate == Fate::Removed) {
            Some(status) if one.area == Area::Control => vec![status],
            _ => weaker.collect(),
        };
    let mut consequences = one.consequences.clone();
    let said = |shift: &&Shift| match (one.fate, one.area) {
        (Fate::Removed, Area::Control) => "its file is gone while it is in force".to_owned(),
        (Fate::Removed, Area::Scope) => "it is no longer in scope".to_owned(),
        _ => worded(shift),
    };
    let because = || format!("owns {}", one.id);
    weaker
        .iter()
        .map(|shift| Concern {
            kind,
            subject: one.id.clone(),
            message: said(shift),
            path: one.path.clone(),
            span: shift.span,
            // Told once.
            consequences: std::mem::take(&mut consequences),
            owners: one.owners.iter().chain(&one.approvers).cloned().collect(),
            because: because(),
        })
        .collect()
}

fn of_cover(cover: &Cover, before: State<'_>, after: State<'_>) -> Option<Concern> {
    let name = format!("{}:{}", cover.framework, cover.requirement);
    let had = cover.before.join(", ");
    let message = match (cover.kind, &cover.audit) {
        (CoverKind::Gained, _) => return None,
        (CoverKind::Lost, _) => format!("no control in force meets it any more; {had} did"),
        (CoverKind::Silent, Some(audit)) => {
            format!("nothing that meets it falls due in the rest of the window of {audit}; {had} did")
        }
        (CoverKind::Silent, None) => format!("nothing that meets it falls due; {had} did"),
    };
    let control = |state: State<'_>| {
        let control = state.register.controls.get(cover.before.first()?)?;
        Some((control.path.clone(), control.cadence.span))
    };
    let now = control(after);
    let span = now.as_ref().map(|(_, span)| *span);
    let (path, _) = now.or_else(|| control(before))?;
    let owners = cover.before.iter().filter_map(|id| before.register.controls.get(id)?.owner.as_ref());
    Some(Concern {
        kind: ConcernKind::CoverLost,
        subject: name.clone(),
        message,
        path,
        span,
        consequences: Vec::new(),
        owners: owners.map(|owner| owner.value.clone()).collect(),
        because: format!("owns {had}"),
    })
}

fn of_evidence(edited: &Edited, before: State<'_>, after: State<'_>) -> Option<Concern> {
    let what = edited.what.join("; ");
    let (kind, message) = match edited.how {
        EditedHow::Completed => return None,
        EditedHow::Deleted => (ConcernKind::EvidenceDeleted, "evidence that was on file is gone".to_owned()),
        EditedHow::Moved => {
            (ConcernKind::EvidenceAltered, format!("evidence that was on file was moved: {what}"))
        }
        EditedHow::Altered => {
            (ConcernKind::EvidenceAltered, format!("evidence that was on file is not the same: {what}"))
        }
    };
    let owner = edited.control.as_ref().and_then(|id| before.register.controls.get(id)?.owner.as_ref());
    let there = after.register.file(edited.path.as_str()).is_some();
    let help = match kind {
        ConcernKind::EvidenceDeleted => {
            "put it back; what is wrong in it is said in a second record beside it"
        }
        _ => "put it back as it was, and say what was wrong in a second record beside it",
    };
    Some(Concern {
        kind,
        subject: edited.control.clone().unwrap_or_else(|| edited.path.to_string()),
        message,
        path: edited.path.clone(),
        span: there.then(Span::default),
        consequences: vec![help.to_owned()],
        owners: owner
            .map(|owner| owner.value.clone())
            .into_iter()
            .chain(edited.people.iter().cloned())
            .collect(),
        because: format!("stands behind {}", edited.path),
    })
}

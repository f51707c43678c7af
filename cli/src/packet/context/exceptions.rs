//! Deviations, and everything in the window that did not simply operate.

use serde::Serialize;

use crate::assess::{Occurrence, OccurrenceStatus};
use crate::packet::context::Desk;
use crate::packet::context::controls::page_of;
use crate::packet::context::occurrences::record_at;
use crate::packet::sources::{FileRef, TaskState, text};

/// A deviation found in operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExceptionView {
    /// `EX-2026-04`
    pub id: String,
    /// The control.
    pub control: String,
    /// The control's title.
    pub control_title: String,
    /// The control's page; empty when it has none.
    pub page: String,
    /// The requirements that the control claims.
    pub requirements: Vec<String>,
    /// The period.
    pub period: String,
    /// The items of the population that name it, and how many were tested: `1 of 3 tested items`.
    pub extent: String,
    /// Those items.
    pub items: Vec<String>,
    /// What deviated.
    pub what: String,
    /// Why.
    pub cause: String,
    /// What came of it.
    pub effect: String,
    /// What is done about it, and where that stands; `null` when the record does not say.
    pub fix: Option<TaskState>,
    /// Management's response; empty when there is none.
    pub response: String,
    /// The record.
    pub file: FileRef,
}

/// An occurrence that did not simply operate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShortfallView {
    /// The control.
    pub control: String,
    /// Its title.
    pub title: String,
    /// Its page; empty when it has none.
    pub page: String,
    /// The period.
    pub period: String,
    /// The day on which it fell due.
    pub due: String,
    /// The status.
    pub status: &'static str,
    /// What that means here, in words.
    pub words: String,
    /// The record; `null` when there is none.
    pub file: Option<FileRef>,
}

pub(super) fn exceptions(desk: &Desk<'_>) -> Vec<ExceptionView> {
    let mut found = Vec::new();
    for control in &desk.material.assessment.controls {
        for one in &control.occurrences {
            found.extend(of(desk, &control.id, one));
        }
    }
    found
}

fn of(desk: &Desk<'_>, control: &str, one: &Occurrence) -> Vec<ExceptionView> {
    let Some(record) = one.path.as_ref().and_then(|path| record_at(desk, path)) else { return Vec::new() };
    let known = desk.material.register.controls.get(control);
    let view = |exception: &crate::model::Exception| {
        let naming = record.tested.iter().filter(|tested| {
            tested.exception.as_ref().is_some_and(|id| id.value == exception.id.value)
                || tested.result.as_ref().is_some_and(|id| id.value == exception.id.value)
        });
        let items: Vec<String> = naming.map(|tested| tested.key.value.clone()).collect();
        ExceptionView {
            id: exception.id.value.clone(),
            control: control.to_owned(),
            control_title: known.map(|known| text(known.title.as_ref())).unwrap_or_default(),
            page: page_of(desk, control).unwrap_or_default(),
            requirements: known
                .map(|known| known.satisfies.of(&desk.framework.id).map(|id| id.value.clone()).collect())
                .unwrap_or_default(),
            period: one.period.name.clone(),
            extent: if record.tested.is_empty() {
                String::new()
            } else {
                format!("{} of {} tested items", items.len(), record.tested.len())
            },
            items,
            what: text(exception.what.as_ref()),
            cause: text(exception.cause.as_ref()),
            effect: text(exception.effect.as_ref()),
            fix: exception.fix.as_ref().map(|fix| desk.sources.task(fix)),
            response: text(exception.response.as_ref()),
            file: desk.sources.file(&record.path),
        }
    };
    record.exceptions.iter().map(view).collect()
}

pub(super) fn shortfalls(desk: &Desk<'_>) -> Vec<ShortfallView> {
    let mut found = Vec::new();
    for control in &desk.material.assessment.controls {
        for one in &control.occurrences {
            let Some(words) = words(one) else { continue };
            let known = desk.material.register.controls.get(&control.id);
            found.push(ShortfallView {
                control: control.id.clone(),
                title: known.map(|known| text(known.title.as_ref())).unwrap_or_default(),
                page: page_of(desk, &control.id).unwrap_or_default(),
                period: one.period.name.clone(),
                due: one.due.to_string(),
                status: one.status.word(),
                words,
                file: one.path.as_ref().map(|path| desk.sources.file(path)),
            });
        }
    }
    found
}

fn words(one: &Occurrence) -> Option<String> {
    match one.status {
        OccurrenceStatus::Operated | OccurrenceStatus::NoEvents | OccurrenceStatus::Upcoming => None,
        OccurrenceStatus::Exception if one.exceptions.is_empty() && one.missed_deadline.is_empty() => {
            Some("the record says exception and names none".to_owned())
        }
        OccurrenceStatus::Exception if one.exceptions.is_empty() => {
            Some(format!("items missed the deadline: {}", one.missed_deadline.join(", ")))
        }
        OccurrenceStatus::Exception => Some(format!("exception {}", one.exceptions.join(", "))),
        OccurrenceStatus::Failed => Some("the record says that it failed or was not performed".to_owned()),
        OccurrenceStatus::Unreviewed => Some(match one.reviewed.as_ref().and_then(|act| act.by.as_ref()) {
            None => "nobody has reviewed the record".to_owned(),
            Some(_) => "the reviewer is the performer".to_owned(),
        }),
        OccurrenceStatus::Pending => Some("the record gives no result yet".to_owned()),
        OccurrenceStatus::Overdue => Some(format!("no record; grace ends on {}", one.grace_ends)),
        OccurrenceStatus::Missing => Some(format!("no record; grace ended on {}", one.grace_ends)),
        OccurrenceStatus::Unknown => Some("the history is cut before it".to_owned()),
    }
}

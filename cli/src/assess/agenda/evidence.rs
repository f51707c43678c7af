//! What controls owe: records, second looks, results, fixes of exceptions.

use std::collections::BTreeMap;

use crate::assess::agenda::{Agenda, DutyKind, Entry, words};
use crate::assess::{Assessment, ControlAssessment, Occurrence, OccurrenceStatus};
use crate::model::{Control, Outcome, Record, Text, record_stem};
use crate::place::{RepoPath, Span, Spanned};

impl Agenda<'_> {
    pub(super) fn occurrences(&mut self, assessment: &Assessment) {
        for control in &assessment.controls {
            for occurrence in &control.occurrences {
                self.occurrence(control, occurrence);
            }
        }
    }

    fn occurrence(&mut self, assessed: &ControlAssessment, one: &Occurrence) {
        let control = self.register.controls.get(&assessed.id);
        let period = one.period.name.as_str();
        let expected = RepoPath::new(format!("evidence/{}/{period}.yaml", assessed.id));
        let path = one.path.as_ref().unwrap_or(&expected);
        let title = title(control);
        let (kind, what, owner, help) = match one.status {
            OccurrenceStatus::Upcoming => (
                DutyKind::Evidence,
                title,
                control.and_then(Control::performer).cloned(),
                format!("do it, and record it in `{expected}`"),
            ),
            OccurrenceStatus::Overdue => (
                DutyKind::Evidence,
                format!("{title} (no record; grace ends on {})", one.grace_ends),
                control.and_then(Control::performer).cloned(),
                format!("record what was done in `{expected}`"),
            ),
            OccurrenceStatus::Missing => (
                DutyKind::Evidence,
                format!("{title} (no record; grace ended on {})", one.grace_ends),
                control.and_then(Control::performer).cloned(),
                format!("record in `{expected}` what was done late, or `result: not-performed` and why"),
            ),
            OccurrenceStatus::Unreviewed => (
                DutyKind::Review,
                format!("{title} (done by {})", by(one)),
                reviewer(control, one),
                format!("look at `{path}` and add `reviewed: {{by: …, at: DATE}}`"),
            ),
            OccurrenceStatus::Pending => (
                DutyKind::Result,
                format!("{title} (result pending)"),
                control.and_then(|control| control.owner.clone()),
                format!("decide, and write the `result` in `{path}`"),
            ),
            OccurrenceStatus::Operated
            | OccurrenceStatus::Exception
            | OccurrenceStatus::Failed
            | OccurrenceStatus::NoEvents
            | OccurrenceStatus::Unknown => return,
        };
        // A second look and a result are late when the grace of the period is over.
        let due = if kind == DutyKind::Evidence { one.due } else { one.grace_ends };
        self.put(Entry {
            kind,
            subject: &assessed.id,
            item: period,
            what,
            owner: owner.as_ref(),
            due: Some(due),
            path,
            help,
        });
    }

    /// Exceptions without a day on which they were fixed, in the records that still count.
    pub(super) fn exceptions(&mut self) {
        let mut counts: BTreeMap<(&str, &str), &Record> = BTreeMap::new();
        for record in &self.register.records {
            let key = (record.path.folder(), record_stem(&record.path));
            let newest = counts.entry(key).or_insert(record);
            if record.number() >= newest.number() {
                *newest = record;
            }
        }
        for record in counts.into_values() {
            self.exceptions_of(record);
        }
    }

    fn exceptions_of(&mut self, record: &Record) {
        let control = self.register.controls.get(&record.control);
        let owner = control.and_then(|control| control.owner.as_ref());
        for exception in &record.exceptions {
            let fix = exception.fix.as_ref();
            if fix.is_some_and(|fix| fix.done.is_some()) {
                continue;
            }
            let help = match fix {
                Some(_) => format!("fix it, and add `done: DATE` to the `fix` in `{}`", record.path),
                None => format!("agree on a `fix` with owner and day in `{}`", record.path),
            };
            self.put(Entry {
                kind: DutyKind::Exception,
                subject: &record.control,
                item: &exception.id,
                what: words(
                    fix.and_then(|fix| fix.what.as_ref()).or(exception.what.as_ref()),
                    "exception without a word on it",
                ),
                owner: fix.and_then(|fix| fix.owner.as_ref()).or(owner),
                due: fix.and_then(|fix| fix.due).map(|due| due.value),
                path: &record.path,
                help,
            });
        }
        if record.result.value == Outcome::Fail && record.exceptions.is_empty() {
            self.put(Entry {
                kind: DutyKind::Exception,
                subject: &record.control,
                item: record.path.stem(),
                what: words(record.summary.as_ref(), "it failed, and no exception says why"),
                owner,
                due: None,
                path: &record.path,
                help: format!("add an exception with cause and fix to `{}`", record.path),
            });
        }
    }
}

fn title(control: Option<&Control>) -> String {
    words(control.and_then(|control| control.title.as_ref()), "control whose file is gone")
}

fn by(one: &Occurrence) -> String {
    let by = one.performed.as_ref().and_then(|act| act.by.clone());
    by.unwrap_or_else(|| "nobody named".to_owned())
}

/// The reviewer that the control names; else its owner, who must not be the performer.
fn reviewer(control: Option<&Control>, one: &Occurrence) -> Option<Text> {
    let named = one.expected_reviewer.clone().map(|name| Spanned::new(name, Span::default()));
    let performer = one.performed.as_ref().and_then(|act| act.by.as_deref());
    let owner = || {
        let owner = control?.owner.clone()?;
        (Some(owner.value.as_str()) != performer).then_some(owner)
    };
    named.or_else(owner)
}

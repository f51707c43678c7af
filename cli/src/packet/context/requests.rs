//! What the auditor asked for and selected, and what answers it.

use serde::Serialize;

use crate::model::{Record, SampleSelection};
use crate::packet::context::Desk;
use crate::packet::context::controls::page_of;
use crate::packet::sources::{FileRef, day, text};

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestView {
    /// The auditor's number.
    pub id: String,
    /// What is asked for.
    pub what: String,
    /// The requirements.
    pub criteria: Vec<String>,
    /// The controls.
    pub controls: Vec<String>,
    /// The period, or the day.
    pub period: String,
    /// Who answers.
    pub owner: String,
    /// By when.
    pub due: String,
    /// `open`, `provided`, `accepted`, `returned` or `withdrawn`.
    pub status: &'static str,
    /// The day on which it was handed over.
    pub provided: String,
    /// `yes` when it was handed over after its due date, or is past it and was not.
    pub late: bool,
    /// What answers it.
    pub answers: Vec<AnswerView>,
    /// What was said about it.
    pub note: String,
    /// The list in which it stands.
    pub file: FileRef,
}

/// What answers a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerView {
    /// An id or a path, as written.
    pub text: String,
    /// A page of the packet that shows it; empty when there is none.
    pub page: String,
    /// A file at the tag; `null` when it names none.
    pub file: Option<FileRef>,
}

/// A selection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelectionView {
    /// Its name.
    pub name: String,
    /// The controls tested with it.
    pub controls: Vec<String>,
    /// The population; empty when the items are periods.
    pub population: String,
    /// What it is drawn from.
    pub period: String,
    /// How many items there were to choose from.
    pub rows: Option<u64>,
    /// `all`, `random` or `chosen`.
    pub how: String,
    /// Who chose.
    pub by: String,
    /// When, as written.
    pub at: String,
    /// The request that it belongs to.
    pub request: String,
    /// How the auditor described it.
    pub note: String,
    /// The items, and what the records say of each.
    pub items: Vec<SelectedItem>,
    /// How many of them a record answers.
    pub answered: usize,
    /// Its file.
    pub file: FileRef,
}

/// A selected item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelectedItem {
    /// Its key, or a period.
    pub key: String,
    /// The control.
    pub control: String,
    /// What the record says of it; empty when no record does.
    pub result: String,
    /// The exception that it names.
    pub exception: String,
    /// The record.
    pub file: Option<FileRef>,
}

pub(super) fn requests(desk: &Desk<'_>) -> Vec<RequestView> {
    let audit = &desk.material.audit.id.value;
    let lists = desk.material.register.requests.iter().filter(|list| list.audit.value == *audit);
    let as_of = desk.material.as_of;
    let mut views = Vec::new();
    for list in lists {
        for request in &list.requests {
            let due = request.due.map(|due| due.value);
            let end = request.provided.map(|provided| provided.value);
            let waits = request.status.is_ours();
            let late = due.is_some_and(|due| end.map_or(waits && due < as_of, |end| end > due));
            views.push(RequestView {
                id: request.id.value.clone(),
                what: text(request.what.as_ref()),
                criteria: request.criteria.iter().map(|id| id.value.clone()).collect(),
                controls: request.controls.iter().map(|id| id.value.clone()).collect(),
                period: request
                    .period
                    .as_ref()
                    .map_or_else(|| day(request.on.map(|on| on.value)), |period| period.value.clone()),
                owner: desk.sources.named(request.owner.as_ref()),
                due: day(due),
                status: request.status.word(),
                provided: day(end),
                late,
                answers: request.answer.iter().map(|answer| answer_view(desk, &answer.value)).collect(),
                note: text(request.note.as_ref()),
                file: desk.sources.file(&list.path),
            });
        }
    }
    views
}

fn answer_view(desk: &Desk<'_>, answer: &str) -> AnswerView {
    let register = desk.material.register;
    let entity = || {
        let page = |iso: &'static str, others: &'static str| if desk.is_iso() { iso } else { others };
        let (policies, risks) = (page("06a-policies.md", "10-policies.md"), page("04-risk.md", "09-risk.md"));
        let populations = page("10a-populations.md", "06-populations.md");
        let incident = register.incidents.get(answer).map(|incident| (&incident.path, "13-incidents.md"));
        let policy = register.policies.get(answer).map(|policy| (&policy.path, policies));
        let population = register.populations.get(answer).map(|population| (&population.path, populations));
        let risk = register.risks.get(answer).map(|risk| (&risk.path, risks));
        incident.or(policy).or(population).or(risk)
    };
    let soc2 = desk.is_soc2();
    if let Some(page) = page_of(desk, answer) {
        let file = register.controls.get(answer).map(|control| desk.sources.file(&control.path));
        return AnswerView { text: answer.to_owned(), page, file };
    }
    if let Some((path, page)) = entity() {
        return AnswerView {
            text: answer.to_owned(),
            page: page.to_owned(),
            file: Some(desk.sources.file(path)),
        };
    }
    let page = if soc2 && answer.starts_with("policies/system/") {
        "02-system.md".to_owned()
    } else {
        String::new()
    };
    let file = register.file(answer).map(|fact| desk.sources.file(&fact.path));
    AnswerView { text: answer.to_owned(), page, file }
}

pub(super) fn selections(desk: &Desk<'_>) -> Vec<SelectionView> {
    let audit = &desk.material.audit.id.value;
    let samples = desk.material.register.samples.iter().filter(|sample| sample.audit.value == *audit);
    samples.map(|selection| selection_view(desk, selection)).collect()
}

fn selection_view(desk: &Desk<'_>, selection: &SampleSelection) -> SelectionView {
    let sample = selection.sample.as_ref();
    let mut items = Vec::new();
    for key in sample.into_iter().flat_map(|sample| &sample.items) {
        for control in &selection.controls {
            items.push(item(desk, selection, control, key));
        }
    }
    SelectionView {
        name: selection.name().to_owned(),
        controls: selection.controls.iter().map(|control| control.value.clone()).collect(),
        population: text(selection.population.as_ref()),
        period: selection
            .period
            .as_ref()
            .map_or_else(|| desk.material.assessment.window.to_string(), |period| period.value.clone()),
        rows: selection.rows.map(|rows| rows.value),
        how: sample.map(|sample| sample.how.value.clone()).unwrap_or_default(),
        by: sample.map(|sample| text(sample.by.as_ref())).unwrap_or_default(),
        at: selection.at.as_ref().map(|at| at.text.value.clone()).unwrap_or_default(),
        request: text(selection.request.as_ref()),
        note: text(selection.note.as_ref()),
        answered: items.iter().filter(|item| item.file.is_some()).count(),
        items,
        file: desk.sources.file(&selection.path),
    }
}

/// An item of a population by its key, else an occurrence by its period.
fn item(desk: &Desk<'_>, selection: &SampleSelection, control: &str, key: &str) -> SelectedItem {
    let assessed = desk.material.assessment.control(control);
    let occurrences = assessed.map_or(&[][..], |assessed| &assessed.occurrences);
    let record = |path: Option<&crate::place::RepoPath>| {
        path.and_then(|path| super::occurrences::record_at(desk, path))
    };
    let found = |record: &Record, result: String, exception: String| SelectedItem {
        key: key.to_owned(),
        control: control.to_owned(),
        result,
        exception,
        file: Some(desk.sources.file(&record.path)),
    };
    if selection.population.is_none() {
        let one = occurrences.iter().find(|one| one.period.name == key);
        if let (Some(one), Some(record)) = (one, record(one.and_then(|one| one.path.as_ref()))) {
            return found(record, one.status.word().to_owned(), one.exceptions.join(", "));
        }
    }
    for one in occurrences {
        let Some(record) = record(one.path.as_ref()) else { continue };
        if let Some(tested) = record.tested.iter().find(|tested| tested.key.value == key) {
            let exception = text(tested.exception.as_ref());
            let result =
                tested.result.as_ref().map_or_else(|| "exception".to_owned(), |result| result.value.clone());
            return found(record, result, exception);
        }
    }
    SelectedItem {
        key: key.to_owned(),
        control: control.to_owned(),
        result: String::new(),
        exception: String::new(),
        file: None,
    }
}

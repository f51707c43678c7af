//! Populations, and every extraction of them in the window.

use serde::Serialize;

use crate::calendar::{Date, Period, Window};
use crate::model::{Extraction, Population};
use crate::packet::context::Desk;
use crate::packet::context::head::stamp;
use crate::packet::sources::{FileRef, text};

/// A population.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PopulationView {
    /// `leavers`
    pub id: String,
    /// Its title.
    pub title: String,
    /// The system of record.
    pub source: String,
    /// Who extracts it.
    pub owner: String,
    /// The column that is unique in each extraction.
    pub key: String,
    /// The date column that must lie in the extraction's period.
    pub event: String,
    /// The columns.
    pub columns: Vec<String>,
    /// The query, with `{start}` and `{end}`.
    pub query: String,
    /// Why it is complete.
    pub complete_because: String,
    /// The controls that answer to it, by id.
    pub controls: Vec<String>,
    /// Its file; `null` when there are extractions of it and no definition.
    pub file: Option<FileRef>,
    /// Its extractions whose period touches the window, by path.
    pub extractions: Vec<ExtractionView>,
    /// Rows in all of them.
    pub rows: u64,
}

/// An extraction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtractionView {
    /// Its period.
    pub period: String,
    /// The YAML that says how it was made.
    pub file: FileRef,
    /// The CSV; `null` when it is not there.
    pub data: Option<FileRef>,
    /// Rows as the YAML says.
    pub rows_stated: Option<u64>,
    /// Rows in the CSV.
    pub rows_found: Option<u64>,
    /// The digest as the YAML says.
    pub sha256: String,
    /// `same`, `differs`, `no digest`, `no file`.
    pub sha256_state: &'static str,
    /// Who extracted it.
    pub by: String,
    /// When, as written.
    pub at: String,
    /// The query as it ran.
    pub query: String,
    /// When it first came into the history, RFC 3339; empty when that cannot be told.
    pub committed: String,
    /// What it was compared with; empty when it was compared with nothing.
    pub checked_against: String,
    /// The rows of that.
    pub checked_rows: Option<u64>,
    /// Who compared.
    pub checked_by: String,
    /// `agrees`, `differs`, `rows not stated`, `not compared`.
    pub checked_state: &'static str,
}

pub(super) fn populations(desk: &Desk<'_>) -> Vec<PopulationView> {
    let register = desk.material.register;
    let mut ids: Vec<&str> = register.populations.names().collect();
    ids.extend(register.extractions.iter().map(|extraction| extraction.population.value.as_str()));
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(|id| population(desk, id)).collect()
}

fn population(desk: &Desk<'_>, id: &str) -> PopulationView {
    let register = desk.material.register;
    let known = register.populations.get(id);
    let say = |field: fn(&Population) -> Option<&crate::model::Text>| {
        known.map(|known| text(field(known))).unwrap_or_default()
    };
    let extractions: Vec<ExtractionView> = register
        .extractions
        .iter()
        .filter(|extraction| *extraction.population == *id && touches(desk, extraction))
        .map(|extraction| extraction_view(desk, extraction))
        .collect();
    let answering =
        register.controls.by_id().filter(|control| control.population.as_deref().is_some_and(|of| of == id));
    PopulationView {
        id: id.to_owned(),
        title: say(|known| known.title.as_ref()),
        source: say(|known| known.source.as_ref()),
        owner: known.map(|known| desk.sources.named(known.owner.as_ref())).unwrap_or_default(),
        key: say(|known| known.key.as_ref()),
        event: say(|known| known.event.as_ref()),
        columns: known
            .map(|known| known.columns.iter().map(|column| column.value.clone()).collect())
            .unwrap_or_default(),
        query: say(|known| known.query.as_ref()),
        complete_because: say(|known| known.complete_because.as_ref()),
        controls: answering.map(|control| control.id.value.clone()).collect(),
        file: known.map(|known| desk.sources.file(&known.path)),
        rows: extractions.iter().filter_map(|one| one.rows_found.or(one.rows_stated)).sum(),
        extractions,
    }
}

/// True when its period touches the window, or cannot be read.
pub(super) fn touches(desk: &Desk<'_>, extraction: &Extraction) -> bool {
    let period = extraction.period.as_ref().and_then(|name| Period::parse(name, desk.program.fiscal));
    let overlaps = |window: Window, start: Date, due: Date| start <= window.to && window.from <= due;
    period.is_none_or(|period| overlaps(desk.material.assessment.window, period.start, period.due()))
}

fn extraction_view(desk: &Desk<'_>, extraction: &Extraction) -> ExtractionView {
    let found = extraction.data.as_ref();
    let data = extraction.data_path();
    let checked = extraction.checked.as_ref();
    let rows = found.map(|table| table.rows().len() as u64);
    let checked_rows = checked.and_then(|checked| checked.rows).map(|rows| rows.value);
    let addition = desk.material.trail.additions.get(&data);
    ExtractionView {
        period: text(extraction.period.as_ref()),
        file: desk.sources.file(&extraction.path),
        data: desk.material.register.file(data.as_str()).map(|fact| desk.sources.file(&fact.path)),
        rows_stated: extraction.rows.map(|rows| rows.value),
        rows_found: rows,
        sha256: text(extraction.sha256.as_ref()),
        sha256_state: match (found, extraction.digest()) {
            (None, _) => "no file",
            (Some(_), None) => "no digest",
            (Some(table), Some(digest)) if table.sha256 == digest => "same",
            (Some(_), Some(_)) => "differs",
        },
        by: extraction.extracted.as_ref().map(|act| desk.sources.named(act.by.as_ref())).unwrap_or_default(),
        at: extraction
            .extracted
            .as_ref()
            .and_then(|act| act.at.as_ref())
            .map(|at| at.text.value.clone())
            .unwrap_or_default(),
        query: text(extraction.query.as_ref()),
        committed: addition.map(|addition| stamp(addition.at, addition.offset_minutes)).unwrap_or_default(),
        checked_against: checked.map(|checked| text(checked.against.as_ref())).unwrap_or_default(),
        checked_rows,
        checked_by: checked.map(|checked| desk.sources.named(checked.by.as_ref())).unwrap_or_default(),
        checked_state: match (checked, checked_rows, rows) {
            (None, _, _) => "not compared",
            (Some(_), None, _) | (Some(_), _, None) => "rows not stated",
            (Some(_), Some(theirs), Some(ours)) if theirs == ours => "agrees",
            (Some(_), Some(_), Some(_)) => "differs",
        },
    }
}

//! Entities as rows of a sheet.

use std::collections::BTreeMap;

use crate::document::Node;
use crate::exchange::OnFile;
use crate::exchange::cell::{Place, encode, fields};
use crate::exchange::shape::{Form, Layout, Shape};
use crate::exchange::value::Value;
use crate::place::RepoPath;
use crate::sheet::{Cell, Column, Sheet};

/// What kept rows from being made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowsError {
    /// A file cannot be read, and its rows would be missing.
    #[error("`{0}` cannot be read")]
    Broken(RepoPath),
}

/// The fields of one row.
type Row = Vec<(Place, Value)>;

/// Every entity of a kind as a row, with a column for each field there is and each of the user's own
/// keys that is in use.
pub fn sheet(shape: &'static Shape, files: &[OnFile]) -> Result<Sheet, RowsError> {
    let mut rows: Vec<Row> = Vec::new();
    for file in files.iter().filter(|file| !is_empty(file)) {
        let root = file.root.as_ref().and_then(Value::of);
        let root = root.ok_or_else(|| RowsError::Broken(file.path.clone()))?;
        rows.extend(of_file(shape, &root));
    }
    let places = places(shape, &rows);
    let columns = places.iter().map(|place| Column::new(place.name(shape), width(place.form)));
    let mut sheet = Sheet { columns: columns.collect(), ..Sheet::new(shape.tab, shape.nothing, &[]) };
    for row in &rows {
        let cell = |place: &Place| {
            let found = row.iter().find(|(there, _)| there == place);
            found.map_or(Cell::Empty, |(_, value)| cell(value, place.form))
        };
        sheet.push(places.iter().map(cell));
    }
    Ok(sheet)
}

/// True for a file with nothing but comments in it.
pub(super) fn is_empty(file: &OnFile) -> bool {
    file.text.lines().map(str::trim_start).all(|line| line.is_empty() || line.starts_with('#'))
}

fn cell(value: &Value, form: Form) -> Cell {
    let text = encode(value, form);
    match form {
        Form::Count | Form::Likelihood | Form::Impact => text.parse().map_or(Cell::Text(text), Cell::Number),
        _ => Cell::from(text),
    }
}

/// The rows of one file.
fn of_file(shape: &Shape, root: &Value) -> Vec<Row> {
    let entry = |id: &str, value: &Value| {
        let mut row =
            vec![(Place { head: false, keys: vec!["id".to_owned()], form: Form::Id }, Value::text(id))];
        row.extend(fields(shape, false, value));
        row
    };
    match shape.layout {
        Layout::Files(_) => vec![fields(shape, false, root)],
        Layout::Entries(_) => {
            let Value::Map(entries) = root else { return Vec::new() };
            // A key of the user's own beside the entries is none of them.
            let entries = entries.iter().filter(|(id, _)| !id.starts_with("x-"));
            entries.map(|(id, value)| entry(id, value)).collect()
        }
        Layout::Inside { named, container, .. } => {
            let Value::Map(entries) = root else { return Vec::new() };
            let head: Vec<(String, Value)> =
                entries.iter().filter(|(key, _)| key != container).cloned().collect();
            let head = fields(shape, true, &Value::Map(head));
            let mut rows = match root.get(container) {
                Some(Value::Map(entries)) => entries.iter().map(|(id, value)| entry(id, value)).collect(),
                Some(list) => list.items().iter().map(|item| fields(shape, false, item)).collect(),
                None => Vec::new(),
            };
            // A file without a row still says what stands above them.
            if rows.is_empty() {
                rows.push(Vec::new());
            }
            for (index, row) in rows.iter_mut().enumerate() {
                let says = |(place, _): &&(Place, Value)| {
                    index == 0 || named.contains(&place.keys.join(".").as_str())
                };
                row.extend(head.iter().filter(says).cloned());
            }
            rows
        }
    }
}

/// Keys of the user's own that stand beside the entries of a file, and so have no row: `FILE: x-note`.
pub fn beside(shape: &Shape, files: &[OnFile]) -> Vec<String> {
    let Layout::Entries(_) = shape.layout else { return Vec::new() };
    let keys = |file: &OnFile| -> Vec<String> {
        let mapping = file.root.as_ref().and_then(Node::as_mapping);
        let own = mapping.into_iter().flat_map(|mapping| &mapping.entries);
        let own = own.filter(|entry| entry.key.starts_with("x-"));
        own.map(|entry| format!("{}: {}", file.path, entry.key.value)).collect()
    };
    files.iter().flat_map(keys).collect()
}

/// The columns: every field of a row, what the heads use, and the user's own.
fn places(shape: &Shape, rows: &[Row]) -> Vec<Place> {
    let mut places = BTreeMap::new();
    for field in shape.fields.iter().filter(|field| !field.open) {
        let keys = field.path.split('.').map(str::to_owned).collect();
        let place = Place { head: false, keys, form: field.form };
        places.insert(place.rank(shape), place);
    }
    // Without what names its file, an empty table could not be filled in and taken back.
    if let Layout::Inside { named, .. } = shape.layout {
        for field in shape.head.iter().filter(|field| named.contains(&field.path)) {
            let place = Place { head: true, keys: vec![field.path.to_owned()], form: field.form };
            places.insert(place.rank(shape), place);
        }
    }
    for (place, _) in rows.iter().flatten() {
        places.entry(place.rank(shape)).or_insert_with(|| place.clone());
    }
    places.into_values().collect()
}

fn width(form: Form) -> u16 {
    match form {
        Form::Text | Form::Texts | Form::Lines | Form::Rows => 50,
        Form::Date | Form::Day | Form::Word | Form::Flag | Form::Id | Form::Cadence => 14,
        Form::Count | Form::Likelihood | Form::Impact => 10,
        Form::Owner | Form::Refs | Form::Own => 20,
    }
}

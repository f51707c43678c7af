//! A table that somebody sends, as new texts of files: all of it or nothing.

mod check;
mod files;

use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::OnFile;
use crate::exchange::cell::{Place, encode};
use crate::exchange::columns::{Column, Columns, named};
use crate::exchange::days::Order;
use crate::exchange::decode::{Decoder, Names};
use crate::exchange::shape::{Form, Layout, Shape};
use crate::exchange::take::files::Existing;
use crate::exchange::value::{Value, trimmed};
use crate::place::RepoPath;
use crate::sheet::Read;
use crate::text::{escape, visible};

/// What the user says beside the table.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Fields by the title of the column; `-` leaves one out.
    pub map: BTreeMap<String, String>,
    /// Values for cells that are empty, by field.
    pub set: Vec<(String, String)>,
    /// How days are written that could be two.
    pub order: Option<Order>,
    /// The tab.
    pub tab: Option<String>,
}

/// What is wrong with a row or a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The row and column of the table, to sort by.
    at: (usize, usize),
    /// `Sheet1!C7`, or `line 7, column 3`.
    pub place: String,
    /// The field, or the id of the row.
    pub about: String,
    /// What is wrong and what to do.
    pub because: String,
}

impl Fault {
    pub(super) fn new(table: &Read, row: usize, column: usize, about: &str, because: String) -> Self {
        Self { at: (row, column), place: table.place(row, column), about: about.to_owned(), because }
    }
}

/// What kept a table from being taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TakeError {
    /// It is not the table that was meant, or something that the user says is wrong.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        help: String,
    },
    /// Rows are wrong.
    #[error("{} of its cells and rows cannot be taken in", .faults.len())]
    Faults {
        /// What was read through.
        taken: Box<Taken>,
        /// What is wrong, in the order of the table.
        faults: Vec<Fault>,
    },
}

impl TakeError {
    pub(super) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }
}

/// A file as it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands.
    pub path: RepoPath,
    /// What stands there now; `None` for a new file.
    pub before: Option<String>,
    /// What will.
    pub after: String,
}

/// A table that was read through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// The tab; empty for CSV.
    pub tab: String,
    /// Its columns, and what each was taken for.
    pub columns: Vec<Column>,
    /// Rows that are not on file yet, by id.
    pub new: Vec<String>,
    /// Rows that say something else than the files.
    pub changed: Vec<String>,
    /// Rows that say what the files say.
    pub same: usize,
    /// Entities on file that the table does not name.
    pub unnamed: usize,
    /// Cells that are empty where the files hold a value, which stays.
    pub kept: usize,
    /// How words were read, in sentences.
    pub notes: Vec<String>,
    /// The files.
    pub changes: Vec<Change>,
}

/// One row on its way into a file.
struct Row {
    index: usize,
    /// Which file, and which row in it.
    file: String,
    key: String,
    /// The row's fields that change, with its keys.
    value: Value,
    /// Fields of the file.
    head: Value,
    is_new: bool,
}

/// Reads a table against what is on file.
pub fn take(
    tables: &[Read],
    shape: &'static Shape,
    files: &[OnFile],
    names: &Names,
    options: &Options,
) -> Result<Taken, TakeError> {
    let set = options.set.iter().map(|(field, text)| Ok((named(shape, field)?, text.clone())));
    let set: Vec<(Place, String)> = set.collect::<Result<_, TakeError>>()?;
    let (table, columns) = chosen(tables, shape, names, options, &set)?;
    let existing = Existing::of(shape, files)?;
    let decoder = Decoder { shape, names, order: options.order };
    let mut taking = Taking {
        table,
        shape,
        columns: &columns,
        existing: &existing,
        decoder,
        set,
        faults: Vec::new(),
        words: BTreeMap::new(),
        kept: 0,
    };
    let rows = taking.rows();
    let mut faults = std::mem::take(&mut taking.faults);
    let (kept, notes) = (taking.kept, taking.notes());
    let mut taken =
        Taken { tab: table.name.clone(), columns: columns.told.clone(), kept, notes, ..Taken::default() };
    for row in &rows {
        let said = |value: &Value| !matches!(value, Value::Map(entries) if entries.is_empty());
        match (row.is_new, said(&row.value) || said(&row.head)) {
            (true, _) => taken.new.push(label(row)),
            (false, true) => taken.changed.push(label(row)),
            (false, false) => taken.same += 1,
        }
    }
    taken.unnamed = existing.rows.len().saturating_sub(rows.iter().filter(|row| !row.is_new).count());
    taken.changes = files::changes(shape, &existing, &rows, table, &mut faults);
    check::check(shape, &taken.changes, &rows, table, &columns, &mut faults);
    if faults.is_empty() {
        return Ok(taken);
    }
    faults.sort();
    faults.dedup();
    Err(TakeError::Faults { taken: Box::new(taken), faults })
}

/// What a row is called for people.
fn label(row: &Row) -> String {
    let key = row.key.trim_matches(files::BETWEEN).replace(files::BETWEEN, " to ");
    match (row.file.is_empty(), key.is_empty()) {
        (true, _) => key,
        (false, true) => row.file.clone(),
        (false, false) => format!("{} {key}", row.file),
    }
}

/// The fields without which nobody knows which row is which.
fn keys(shape: &Shape) -> Vec<String> {
    match shape.layout {
        Layout::Files(_) | Layout::Entries(_) => vec!["id".to_owned()],
        Layout::Inside { named, keys, .. } => {
            let head = named.iter().map(|key| format!("{}.{key}", shape.name));
            let own = keys.iter().filter(|key| **key != "publication").map(|key| (*key).to_owned());
            let id = keys.is_empty().then(|| "id".to_owned());
            head.chain(own).chain(id).collect()
        }
    }
}

/// The tab that is named, else the one in which most columns are known, and its columns.
fn chosen<'t>(
    tables: &'t [Read],
    shape: &'static Shape,
    names: &Names,
    options: &Options,
    set: &[(Place, String)],
) -> Result<(&'t Read, Columns), TakeError> {
    let is_set = |key: &String| set.iter().any(|(place, _)| place.name(shape) == *key);
    let keys: Vec<String> = keys(shape).into_iter().filter(|key| !is_set(key)).collect();
    let wanted: Vec<&Read> =
        tables.iter().filter(|table| options.tab.as_ref().is_none_or(|tab| table.name == *tab)).collect();
    if let (true, Some(tab)) = (wanted.is_empty(), &options.tab) {
        let there: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        if tables.iter().all(Read::is_csv) {
            return Err(TakeError::usage("it is CSV, which has no tabs", "leave `--sheet` out"));
        }
        return Err(TakeError::usage(
            format!("it has no tab `{tab}`"),
            format!("there are: {}", there.join(", ")),
        ));
    }
    let mut best: Option<(&Read, Columns)> = None;
    for table in wanted {
        let Some(found) = Columns::find(table, shape, names, &options.map, &keys)? else { continue };
        let weight = |table: &Read, columns: &Columns| (columns.read.len(), table.name == shape.tab);
        if best.as_ref().is_none_or(|(other, columns)| weight(table, &found) > weight(other, columns)) {
            best = Some((table, found));
        }
    }
    let (table, columns) = best.ok_or_else(|| {
        let listed: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        TakeError::usage(
            format!("no row of it has titles for {}", listed.join(" and ")),
            format!(
                "say which column it is: `--map \"TITLE={}\"`",
                keys.first().map_or("id", String::as_str)
            ),
        )
    })?;
    let lost = options.map.keys().find(|title| {
        !columns.told.iter().any(|column| super::words::plain(&column.title) == super::words::plain(title))
    });
    if let Some(title) = lost {
        let there: Vec<&str> = columns.told.iter().map(|column| column.title.as_str()).collect();
        return Err(TakeError::usage(
            format!("it has no column `{title}`"),
            match crate::text::did_you_mean(title, there.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are: {}", there.join(", ")),
            },
        ));
    }
    Ok((table, columns))
}

/// Row by row.
struct Taking<'a> {
    table: &'a Read,
    shape: &'static Shape,
    columns: &'a Columns,
    existing: &'a Existing,
    decoder: Decoder<'a>,
    set: Vec<(Place, String)>,
    faults: Vec<Fault>,
    /// Field, written, read as: how often.
    words: BTreeMap<(String, String, String), usize>,
    kept: usize,
}

impl Taking<'_> {
    fn rows(&mut self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        for (index, cells) in self.table.rows.iter().enumerate().skip(self.columns.header + 1) {
            let filled: Vec<&String> = cells.iter().filter(|cell| !cell.is_empty()).collect();
            // A tab without rows says so in its first one.
            if filled.is_empty() || (filled.len() == 1 && filled[0] == self.shape.nothing) {
                continue;
            }
            let width = self.table.rows[self.columns.header].len();
            if let Some(column) = cells.iter().skip(width).position(|cell| !cell.is_empty()) {
                let because =
                    "stands behind the last title; is there a comma or a quote too many in the row?";
                self.fault(
                    index,
                    width + column,
                    "row",
                    format!("`{}` {because}", short(&cells[width + column])),
                );
                continue;
            }
            let Some(row) = self.row(index) else { continue };
            let place = (row.file.to_lowercase(), row.key.to_lowercase());
            if let Some(first) = seen.insert(place, index) {
                let column = self.columns.read.first().map_or(0, |(column, _)| *column);
                let because = format!("stands twice, first in {}", self.table.place(first, column));
                self.fault(index, column, &label(&row), because);
                continue;
            }
            rows.push(row);
        }
        rows
    }

    fn fault(&mut self, row: usize, column: usize, about: &str, because: String) {
        self.faults.push(Fault::new(self.table, row, column, about, because));
    }

    /// The text of a cell, as it was before it was made harmless for a spreadsheet.
    fn text(&self, row: usize, column: usize) -> String {
        let cell = self.table.rows[row].get(column).map_or("", String::as_str);
        let text = if self.table.is_csv() { escape::uncell(cell) } else { cell };
        trimmed(text)
    }

    /// The cell of a field by its name: its column and text; what is set where there is none.
    fn named(&self, row: usize, name: &str) -> (usize, String) {
        let read = self.columns.read.iter().find(|(_, place)| place.name(self.shape) == name);
        let text = read.map(|(column, _)| self.text(row, *column)).unwrap_or_default();
        let set = || self.set.iter().find(|(place, _)| place.name(self.shape) == name);
        let text =
            if text.is_empty() { set().map(|(_, text)| text.clone()).unwrap_or_default() } else { text };
        (read.map_or(0, |(column, _)| *column), text)
    }

    fn row(&mut self, index: usize) -> Option<Row> {
        let mut names: Vec<(String, String)> = Vec::new();
        for name in keys(self.shape) {
            let (column, text) = self.named(index, &name);
            if text.is_empty() && !self.is_bare(index, &name) {
                self.fault(index, column, "row", format!("the row has no `{name}`"));
                return None;
            }
            names.push((name, text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        let (_, publication) = self.named(index, "publication");
        let (file, key) = Existing::keys(self.shape, &names, &publication);
        if let Some(because) = files::unfit(&file) {
            let (column, _) = self.named(index, &names[0].0);
            self.fault(index, column, &names[0].0, because);
            return None;
        }
        let place = (file.clone(), key.clone());
        let bare =
            key.trim_matches(files::BETWEEN).is_empty() && !matches!(self.shape.layout, Layout::Files(_));
        let old = self.existing.rows.get(&place).cloned();
        let is_new = old.is_none() && !bare;
        let mut row =
            Row { index, head: Value::Map(Vec::new()), value: Value::Map(Vec::new()), is_new, file, key };
        let head = self.existing.heads.get(&row.file).cloned();
        let mut fields: Vec<(Option<usize>, Place)> =
            self.columns.read.iter().map(|(column, place)| (Some(*column), place.clone())).collect();
        let unset = self.set.iter().map(|(place, _)| place.clone());
        let unset: Vec<Place> =
            unset.filter(|place| !fields.iter().any(|(_, there)| there == place)).collect();
        fields.extend(unset.into_iter().map(|place| (None, place)));
        fields.sort_by_key(|(_, place)| place.rank(self.shape));
        for (column, place) in fields {
            let before = if place.head { head.as_ref() } else { old.as_ref() };
            if bare && !place.head {
                continue;
            }
            self.field(&mut row, column, &place, before);
        }
        Some(row)
    }

    /// True for a row that holds only what stands above others: a file without rows.
    fn is_bare(&self, index: usize, name: &str) -> bool {
        let is_own = !name.starts_with(&format!("{}.", self.shape.name));
        let own = self.columns.read.iter().filter(|(_, place)| !place.head);
        is_own
            && matches!(self.shape.layout, Layout::Inside { .. })
            && own.into_iter().all(|(column, _)| self.text(index, *column).is_empty())
    }

    fn field(&mut self, row: &mut Row, column: Option<usize>, place: &Place, before: Option<&Value>) {
        let keys: Vec<&str> = place.keys.iter().map(String::as_str).collect();
        // What tells a row apart is how it was found, and stays as it is.
        let is_key = self.is_key(place);
        if is_key && !place.head && (!row.is_new || !self.shape.keys_are_fields()) {
            return;
        }
        let old = keys.iter().try_fold(before, |value, key| value.map(|value| value.get(key))).flatten();
        let name = place.name(self.shape);
        let mut text = column.map(|column| self.text(row.index, column)).unwrap_or_default();
        if text.is_empty() {
            let set = self.set.iter().find(|(set, _)| set == place);
            match (old, set) {
                (Some(_), _) => {
                    // The head of a file stands in its first row only.
                    self.kept += usize::from(!place.head && column.is_some());
                    return;
                }
                (None, None) => return,
                (None, Some((_, set))) => text.clone_from(set),
            }
        }
        if old.is_some_and(|old| same_cell(old, place.form, &text)) {
            return;
        }
        let at = column.unwrap_or(0);
        if let Some(because) = self.torn(row.index, at, place, &text) {
            return self.fault(row.index, at, &name, because);
        }
        match self.decoder.decode(place, &text) {
            Err(because) => self.fault(row.index, at, &name, because),
            Ok(decoded) => {
                if let Some(read_as) = decoded.read_as {
                    *self.words.entry((name.clone(), text, read_as)).or_default() += 1;
                }
                let is_same = old.is_some_and(|old| old.same(&decoded.value));
                let target = if place.head { &mut row.head } else { &mut row.value };
                if !is_same && !target.put(&keys, decoded.value) {
                    let because = "stands inside something that is no mapping in the file".to_owned();
                    self.fault(row.index, at, &name, because);
                }
            }
        }
    }

    fn is_key(&self, place: &Place) -> bool {
        keys(self.shape).contains(&place.name(self.shape))
    }

    /// Why a cell does not hold what was written into it.
    fn torn(&self, row: usize, column: usize, place: &Place, text: &str) -> Option<String> {
        if text.ends_with(crate::sheet::CUT) {
            return Some("was cut when it was written into a workbook; take it from CSV".to_owned());
        }
        if !self.table.numbers.contains(&(row, column)) || place.form != Form::Refs {
            return None;
        }
        let framework = place.keys.get(1).and_then(|id| self.decoder.names.frameworks.get(id));
        let ids: &BTreeSet<String> = framework.map(|(_, ids)| ids)?;
        let longer = format!("{text}0");
        (text.contains('.') && ids.contains(&longer)).then(|| {
            format!("the cell holds a number, and `{text}` and `{longer}` are one to it; give the column the format of text, and type it again")
        })
    }

    fn notes(&self) -> Vec<String> {
        let note = |((field, written, read_as), count): (&(String, String, String), &usize)| {
            let times = if *count == 1 { String::new() } else { format!(" ({count} times)") };
            format!("{field}: `{}` is read as `{read_as}`{times}", short(written))
        };
        self.words.iter().map(note).collect()
    }
}

/// True for a cell that says what the file says.
fn same_cell(old: &Value, form: Form, text: &str) -> bool {
    let said = encode(old, form);
    said == text || trimmed(&visible(&said)) == text
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 { line } else { line.chars().take(37).chain("...".chars()).collect() }
}

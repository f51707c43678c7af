//! The rows of a population's extractions: side by side in one sheet, and taken in from a table.

use std::collections::BTreeMap;

use crate::calendar::Period;
use crate::exchange::columns::{By, Column};
use crate::exchange::days::day;
use crate::exchange::take::{Fault, Options, TakeError, Taken};
use crate::exchange::words::plain;
use crate::model::{Population, Table};
use crate::sheet::{Cell, Column as Titled, Read, Sheet};
use crate::text::{did_you_mean, escape};

/// One sheet of several extractions: a column for the period where it is wanted, then every column
/// that one of them has, in the order in which they are met.
pub fn items(population: &str, tables: &[(&str, &Table)], with_period: bool) -> Sheet {
    let mut titles: Vec<&str> = Vec::new();
    for title in tables.iter().flat_map(|(_, table)| table.columns()) {
        if !titles.contains(&title.as_str()) {
            titles.push(title);
        }
    }
    // A column of the population's own may be called so, too.
    let period = if titles.contains(&"period") { "extraction period" } else { "period" };
    let period = with_period.then_some(period);
    let columns = period.into_iter().chain(titles.iter().copied()).map(|title| Titled::new(title, 18));
    let mut sheet =
        Sheet { columns: columns.collect(), ..Sheet::new(population, "No item is on file.", &[]) };
    for (of, table) in tables {
        let places: Vec<Option<usize>> = titles.iter().map(|title| table.column(title)).collect();
        for row in table.rows() {
            let cells = places.iter().map(|place| Cell::from(place.map_or("", |place| row.cell(place))));
            sheet.push(period.map(|_| Cell::from(*of)).into_iter().chain(cells));
        }
    }
    sheet
}

/// An extraction on its way into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// How the table was read.
    pub taken: Taken,
    /// The rows as CSV, each cell as it was handed over.
    pub csv: String,
    /// How many there are.
    pub rows: usize,
}

/// The columns that are read: where each stands, and what it is called.
type Places = Vec<(usize, String)>;

/// Reads a table as the extraction of a population in a period: the columns that the population lists,
/// and no other.
pub fn take_items(
    tables: &[Read],
    population: &Population,
    period: &Period,
    options: &Options,
) -> Result<Items, TakeError> {
    let key = population.key.as_ref().map(|key| key.value.as_str());
    let key = key.ok_or_else(|| {
        TakeError::usage("the population names no `key`", "say in its file which column is unique")
    })?;
    let wanted: Vec<&str> = population.columns.iter().map(|column| column.value.as_str()).collect();
    let mut best: Option<(&Read, usize, Places)> = None;
    for table in tables.iter().filter(|table| options.tab.as_ref().is_none_or(|tab| table.name == *tab)) {
        for header in 0..table.rows.len().min(40) {
            let found = found(&table.rows[header], &wanted, options);
            let has_key = found.iter().any(|(_, name)| name == key);
            if has_key && best.as_ref().is_none_or(|(.., best)| found.len() > best.len()) {
                best = Some((table, header, found));
            }
        }
    }
    let (table, header, columns) = best.ok_or_else(|| {
        TakeError::usage(
            format!("no row of it has a title for the key `{key}`"),
            format!("say which column it is: `--map \"TITLE={key}\"`"),
        )
    })?;
    if let Some(missing) = wanted.iter().find(|name| !columns.iter().any(|(_, there)| there == *name)) {
        let titles = table.rows[header].iter().map(String::as_str);
        return Err(TakeError::usage(
            format!("it has no column `{missing}`, which `{}` lists", population.id.value),
            match did_you_mean(missing, titles) {
                Some(near) => format!("did you mean `{near}`? `--map \"{near}={missing}\"`"),
                None => format!("say which column it is: `--map \"TITLE={missing}\"`"),
            },
        ));
    }
    let mut reading = Reading { table, key, period, options, faults: Vec::new(), seen: BTreeMap::new() };
    let event = population.event.as_ref().map(|event| event.value.as_str());
    let rows: Vec<Vec<String>> = (header + 1..table.rows.len())
        .filter(|row| table.rows[*row].iter().any(|cell| !cell.is_empty()))
        .map(|row| reading.row(row, &columns, event))
        .collect();
    let told = told(&table.rows[header], &columns, population);
    let taken = Taken { tab: table.name.clone(), columns: told, ..Taken::default() };
    if !reading.faults.is_empty() {
        return Err(TakeError::Faults { taken: Box::new(taken), faults: reading.faults });
    }
    let mut csv = line(columns.iter().map(|(_, name)| name.as_str()));
    for row in &rows {
        csv.push_str(&line(row.iter().map(String::as_str)));
    }
    Ok(Items { taken, csv, rows: rows.len() })
}

/// The columns that are taken, in the order in which the population lists them.
fn found(titles: &[String], wanted: &[&str], options: &Options) -> Places {
    let said = |title: &str| options.map.iter().find(|(said, _)| plain(said) == plain(title));
    let name = |title: &String| match said(title) {
        Some((_, name)) if name == "-" => None,
        Some((_, name)) => Some(name.clone()),
        None if title.is_empty() => None,
        None if wanted.is_empty() => Some(title.clone()),
        None => wanted
            .iter()
            .find(|name| **name == title.as_str())
            .or_else(|| wanted.iter().find(|name| plain(name) == plain(title)))
            .map(|name| (*name).to_owned()),
    };
    let mut columns = Places::new();
    for (at, title) in titles.iter().enumerate() {
        if let Some(name) = name(title).filter(|name| !columns.iter().any(|(_, there)| there == name)) {
            columns.push((at, name));
        }
    }
    columns.sort_by_key(|(at, name)| (wanted.iter().position(|one| one == name).unwrap_or(usize::MAX), *at));
    columns
}

fn told(titles: &[String], columns: &[(usize, String)], population: &Population) -> Vec<Column> {
    let one = |(at, title): (usize, &String)| {
        let found = columns.iter().find(|(place, _)| *place == at);
        let because = format!("`{}` does not list it", population.id.value);
        let (field, by) = match found {
            Some((_, name)) if name == title => (name.clone(), By::Name),
            Some((_, name)) => (name.clone(), By::Word),
            None => (String::new(), By::Unread(because)),
        };
        Column { at, title: title.clone(), field, by }
    };
    titles.iter().enumerate().filter(|(_, title)| !title.is_empty()).map(one).collect()
}

struct Reading<'a> {
    table: &'a Read,
    key: &'a str,
    period: &'a Period,
    options: &'a Options,
    faults: Vec<Fault>,
    seen: BTreeMap<String, usize>,
}

impl Reading<'_> {
    fn row(&mut self, row: usize, columns: &[(usize, String)], event: Option<&str>) -> Vec<String> {
        let mut cells = Vec::new();
        for (column, name) in columns {
            let cell = self.table.rows[row].get(*column).map_or("", String::as_str);
            let mut text = if self.table.is_csv() { escape::uncell(cell) } else { cell }.to_owned();
            if name == self.key {
                if text.is_empty() {
                    self.fault(row, *column, name, "the row has no key".to_owned());
                } else if let Some(first) = self.seen.insert(text.clone(), row) {
                    let because =
                        format!("`{text}` stands twice, first in {}", self.table.place(first, *column));
                    self.fault(row, *column, name, because);
                }
            }
            if event == Some(name) {
                match day(&text, self.options.order) {
                    Ok(day) if self.period.contains(day) => text = day.to_string(),
                    Ok(day) => self.fault(row, *column, name, format!("{day} lies outside of the period")),
                    Err(because) => self.fault(row, *column, name, because),
                }
            }
            cells.push(text);
        }
        cells
    }

    fn fault(&mut self, row: usize, column: usize, about: &str, because: String) {
        self.faults.push(Fault::new(self.table, row, column, about, because));
    }
}

/// A line of CSV. These are the cells of evidence: nothing is put in front of what a spreadsheet would
/// take for a formula; the linter speaks of it.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| {
        if cell.contains(['"', ',', '\n', '\r']) || cell.trim() != cell {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    cells.map(quoted).collect::<Vec<_>>().join(",") + "\n"
}

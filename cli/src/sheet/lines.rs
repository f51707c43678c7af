//! A sheet as lines of text.

use crate::sheet::{Cell, Sheet};
use crate::text::escape;

/// CSV (RFC 4180, lines that end in LF): a header, then the rows; no cell is a formula.
///
/// # Examples
///
/// ```
/// use tickmark::sheet::{Sheet, csv};
///
/// let mut sheet = Sheet::new("Risks", "No risk is on file.", &[("id", 8), ("title", 40)]);
/// sheet.push(["R-01".into(), "=1+1".into()]);
/// assert_eq!(csv(&sheet), "id,title\nR-01,'=1+1\n");
/// ```
pub fn csv(sheet: &Sheet) -> String {
    joined(sheet, ",", escape::csv, |cell| match cell {
        // A number is no formula, also when it is below zero.
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => escape::csv(text),
        Cell::Empty => String::new(),
    })
}

/// Tab-separated lines, for programs that read them: a header, then the rows.
pub fn tsv(sheet: &Sheet) -> String {
    joined(sheet, "\t", escape::tsv, |cell| escape::tsv(&cell.words()))
}

/// A table of GitHub's Markdown; the sentence of an empty sheet when there is no row.
pub fn markdown(sheet: &Sheet) -> String {
    if sheet.rows.is_empty() {
        return format!("{}\n", escape::inline(&sheet.nothing));
    }
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = row(sheet.titles().map(escape::inline).collect());
    let number = |index: usize| {
        let mut cells = sheet.rows.iter().filter_map(|row| row.get(index));
        cells.all(|cell| !matches!(cell, Cell::Text(_)))
    };
    let rule = |index| if number(index) { "---:".to_owned() } else { "---".to_owned() };
    out.push_str(&row((0..sheet.columns.len()).map(rule).collect()));
    for cells in &sheet.rows {
        out.push_str(&row(padded(sheet, cells).map(inline).collect()));
    }
    out
}

fn inline(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => escape::inline(text),
        Cell::Empty => String::new(),
    }
}

fn joined(
    sheet: &Sheet,
    between: &str,
    title: impl Fn(&str) -> String,
    cell: impl Fn(&Cell) -> String,
) -> String {
    let mut out = sheet.titles().map(title).collect::<Vec<_>>().join(between);
    out.push('\n');
    for cells in &sheet.rows {
        out.push_str(&padded(sheet, cells).map(&cell).collect::<Vec<_>>().join(between));
        out.push('\n');
    }
    out
}

/// A row with a cell for every column.
fn padded<'a>(sheet: &Sheet, cells: &'a [Cell]) -> impl Iterator<Item = &'a Cell> {
    cells.iter().chain(std::iter::repeat(&Cell::Empty)).take(sheet.columns.len())
}

//! CSV that somebody hands over: populations, and lists with any sign between their cells.

use tickmark::model::Table;
use tickmark::place::FileId;
use tickmark::sheet::{Cell, Sheet, csv, read};
use tickmark::text::visible;

/// What is read from a table is written as CSV and read as the same table; every row of a population
/// begins where it says and has a cell for each column.
pub(super) fn tables(bytes: &[u8]) {
    population(bytes);
    // A workbook is an archive: unpacking is `zip`'s, and slow.
    if bytes.starts_with(b"PK") {
        return;
    }
    let Ok(tables) = read(bytes) else { return };
    for table in &tables {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        assert!(width <= 256 && table.rows.len() <= 20_000);
        let titles: Vec<String> = (0..width.max(2)).map(|number| format!("c{number}")).collect();
        let titles: Vec<(&str, u16)> = titles.iter().map(|title| (title.as_str(), 8)).collect();
        let mut sheet = Sheet::new("t", "nothing", &titles);
        for row in &table.rows {
            sheet.push(row.iter().map(|cell| Cell::from(cell.as_str())));
        }
        let written = csv(&sheet);
        let again = read(written.as_bytes()).expect("our own CSV");
        let (head, rows) = again[0].rows.split_first().expect("a header");
        assert_eq!(head.len(), width.max(2));
        assert_eq!(rows.len(), table.rows.len(), "{written:?}");
        for (row, before) in rows.iter().zip(&table.rows) {
            for (index, cell) in row.iter().enumerate() {
                let shown = before.get(index).map(|cell| visible(cell)).unwrap_or_default();
                let shown = shown.trim();
                assert!(cell == shown || cell.strip_prefix('\'').map(str::trim) == Some(shown), "{cell:?}");
            }
        }
    }
}

fn population(bytes: &[u8]) {
    let table = Table::read(FileId(0), bytes);
    let width = table.columns().len();
    if let Some((line, because)) = table.broken() {
        assert!(*line <= bytes.len() as u64 + 1 && !because.is_empty());
    }
    let mut before = None;
    for row in table.rows() {
        assert!((row.offset as usize) < bytes.len(), "a row behind the end");
        assert!(before.is_none_or(|before| before < row.offset), "a row before the one above");
        before = Some(row.offset);
        assert!((0..width).all(|column| row.cell(column).len() <= bytes.len()));
    }
    for column in table.columns() {
        let keys = table.keys(column);
        assert!(keys.len() <= table.rows().len());
        assert_eq!(table.by_key(column, column).into_keys().collect::<Vec<_>>(), Vec::from_iter(keys));
    }
}

//! Tables that somebody sends: a workbook or CSV, as rows of text.
//!
//! What is read is somebody else's. Sizes are bounded before anything is believed: a workbook is an
//! archive, and what it says of its own size is not taken for it.

mod csv;
mod workbook;

use std::collections::BTreeSet;

/// Bytes of a file, at most.
const FILE_BYTES: usize = 20 << 20;
/// Bytes of text in all cells of a file, at most: one long text may be named by every cell.
const TEXT_BYTES: usize = 64 << 20;
/// Rows of one table, at most.
const ROWS: usize = 20_000;
/// Columns of one table, at most.
const COLUMNS: usize = 256;

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The name of the tab; empty for CSV.
    pub name: String,
    /// The number of its first row, as a spreadsheet counts.
    pub first: usize,
    /// Rows of cells; what a cell shows as text, days as `2026-03-31`.
    pub rows: Vec<Vec<String>>,
    /// CSV: the line on which each row begins; empty for a tab.
    pub lines: Vec<usize>,
    /// Cells of a tab that hold a number, by row and column: what was typed as `8.10` is `8.1` here.
    pub numbers: BTreeSet<(usize, usize)>,
}

impl Read {
    /// The number of a row, as a spreadsheet counts; for CSV the line on which it begins.
    pub fn number(&self, row: usize) -> usize {
        self.lines.get(row).copied().unwrap_or(self.first + row)
    }

    /// Where a cell stands: `Sheet1!C7`, or `line 7, column 3`.
    pub fn place(&self, row: usize, column: usize) -> String {
        let number = self.number(row);
        if self.is_csv() {
            return format!("line {number}, column {}", column + 1);
        }
        format!("{}!{}{number}", self.name, letters(column))
    }

    /// True for what came as lines of text.
    pub fn is_csv(&self) -> bool {
        self.name.is_empty()
    }
}

/// The name of a column: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        name.push(b'A' + (left % 26) as u8);
        left /= 26;
    }
    name.reverse();
    name.into_iter().map(char::from).collect()
}

/// What kept a table from being read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file, or what is in it, is too large.
    #[error("has more than {0}")]
    TooLarge(&'static str),
    /// It is damaged, or something else.
    #[error("cannot be read as a workbook: {0}")]
    Workbook(String),
    /// It is no CSV.
    #[error("cannot be read as CSV: {0}")]
    Csv(String),
}

/// Reads every table of a file: the tabs of a workbook (`.xlsx`), or CSV.
pub fn read(bytes: &[u8]) -> Result<Vec<Read>, ReadError> {
    if bytes.len() > FILE_BYTES {
        return Err(ReadError::TooLarge("20 MiB"));
    }
    let tables = if bytes.starts_with(b"PK") { workbook::read(bytes)? } else { vec![csv::read(bytes)?] };
    for table in &tables {
        if table.rows.len() > ROWS {
            return Err(ReadError::TooLarge("20,000 rows"));
        }
        if table.rows.iter().any(|row| row.len() > COLUMNS) {
            return Err(ReadError::TooLarge("256 columns"));
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests;

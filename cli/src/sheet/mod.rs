//! A table as a value, and the forms in which people open one: CSV, TSV, Markdown, a workbook.
//!
//! In: a [`Sheet`], columns and rows of [`Cell`]s that hold text as it is. Out: bytes. Every form
//! escapes for its own reader, so whoever fills a sheet never does, and a cell that begins with `=`
//! stays text everywhere. The same sheet gives the same bytes. A sheet knows nothing of what its
//! rows are about.

mod lines;
mod read;
mod workbook;

pub use lines::{csv, markdown, tsv};
pub use read::{Read, ReadError, letters, read};
pub use workbook::{Book, BookError, CUT, fits, workbook, workbook_marked};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, as it is. Dates are text in ISO 8601: they sort, and no zone has a say in them.
    Text(String),
    /// A count.
    Number(i64),
    /// Nothing. Not the same as an empty text only for those who count.
    Empty,
}

impl Cell {
    /// The words of the cell, before any escaping.
    pub fn words(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Empty => String::new(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        // No list is as long as this; one that were would be told at its bound.
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title, different from every other one of its sheet.
    pub title: String,
    /// How many characters wide it stands in a workbook; longer text is wrapped.
    pub width: u16,
}

impl Column {
    /// A column with a title, so many characters wide.
    pub fn new(title: impl Into<String>, width: u16) -> Self {
        Self { title: title.into(), width }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, on the tab of a workbook.
    pub name: String,
    /// What to say when there is no row: never an empty page without a reason.
    pub nothing: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column; what is missing at the end is empty.
    pub rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(name: &str, nothing: &str, columns: &[(&str, u16)]) -> Self {
        Self {
            name: name.to_owned(),
            nothing: nothing.to_owned(),
            columns: columns.iter().map(|&(title, width)| Column::new(title, width)).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The titles of the columns.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.title.as_str())
    }
}

#[cfg(test)]
mod tests;

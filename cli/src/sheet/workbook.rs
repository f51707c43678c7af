//! Sheets as one workbook (Office Open XML, ECMA-376): a real table on every tab, its header frozen
//! and filterable, every text a string and nothing a formula.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Workbook,
    Worksheet, XlsxError,
};

use crate::calendar::Date;
use crate::sheet::{Cell, Column, Sheet};
use crate::text::visible;

/// Characters that a cell of a workbook can hold.
const CELL_CHARACTERS: usize = 32_767;

/// What stands at the end of a text that a cell could not hold.
pub const CUT: &str = " … (cut: a cell holds no more)";

/// Characters in the name of a tab.
const NAME_CHARACTERS: usize = 31;

/// Points of one line of text.
const LINE_POINTS: f64 = 15.0;

/// Lines of a row that are shown, at most.
const MOST_LINES: usize = 12;

/// The number of the paper.
const A4: u8 = 9;

/// Numbers over this are not exact in a workbook, which knows only IEEE 754.
const EXACT: i64 = 1 << 53;

/// Sheets that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What it is called, in its properties.
    pub title: String,
    /// Whose it is.
    pub company: String,
    /// The day that it speaks of; no clock is read for it.
    pub day: Date,
    /// The tabs, in order.
    pub sheets: Vec<Sheet>,
}

/// What kept a workbook from being written.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// A sheet has more rows or columns than a workbook can hold (1,048,576 and 16,384).
    #[error("`{sheet}` has {rows} rows, more than a workbook can hold")]
    TooLarge {
        /// The sheet.
        sheet: String,
        /// Its rows.
        rows: usize,
    },
    /// The writer refused.
    #[error("cannot write the workbook: {0}")]
    Refused(String),
}

/// Writes a workbook.
pub fn workbook(book: &Book) -> Result<Vec<u8>, BookError> {
    workbook_marked(book, "")
}

/// Writes a workbook in which every tab is red, and every printed page has a mark at its top; an empty
/// mark is none.
pub fn workbook_marked(book: &Book, mark: &str) -> Result<Vec<u8>, BookError> {
    let refused = |error: XlsxError| BookError::Refused(error.to_string());
    let mut out = Workbook::new();
    out.set_properties(&properties(book).map_err(refused)?);
    let mut taken = BTreeSet::new();
    for sheet in &book.sheets {
        if sheet.rows.len() >= 1_048_576 || sheet.columns.len() > 16_384 {
            return Err(BookError::TooLarge { sheet: sheet.name.clone(), rows: sheet.rows.len() });
        }
        let tab = out.add_worksheet();
        tab.set_name(tab_name(&sheet.name, &mut taken)).map_err(refused)?;
        fill(tab, sheet).map_err(refused)?;
        if !mark.is_empty() {
            // `&` begins a command in the header of a page.
            tab.set_header(format!("&C&B{}", visible(mark).replace('&', "&&")));
            tab.set_tab_color(Color::RGB(0x009C_1C1C));
        }
    }
    out.save_to_buffer().map_err(refused)
}

fn properties(book: &Book) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(book.day.year()).unwrap_or(1900);
    let (month, day) = (book.day.month().unsigned_abs(), book.day.day().unsigned_abs());
    let created = ExcelDateTime::from_ymd(year, month, day)?;
    let text = |text: &str| visible(text).into_owned();
    Ok(DocProperties::new()
        .set_title(text(&book.title))
        .set_company(text(&book.company))
        .set_creation_datetime(&created))
}

fn fill(tab: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let number = Format::new().set_align(FormatAlign::Top).set_num_format("0");
    for (index, column) in (0u16..).zip(&sheet.columns) {
        tab.set_column_width(index, f64::from(column.width))?;
    }
    tab.set_freeze_panes(1, 0)?;
    tab.set_repeat_rows(0, 0)?;
    tab.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells.iter().take(sheet.columns.len())) {
            match cell {
                Cell::Text(text) => tab.write_string_with_format(row, column, fitting(text), &wrapped)?,
                Cell::Number(count) if count.abs() <= EXACT => {
                    // Exact below the bound, which is that of a double.
                    #[expect(clippy::cast_precision_loss, reason = "checked one line above")]
                    let count = *count as f64;
                    tab.write_number_with_format(row, column, count, &number)?
                }
                Cell::Number(count) => {
                    tab.write_string_with_format(row, column, count.to_string(), &wrapped)?
                }
                Cell::Empty => tab,
            };
        }
    }
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        tab.set_row_height(row, LINE_POINTS * f64::from(lines(sheet, cells)))?;
    }
    if sheet.rows.is_empty() {
        tab.write_string_with_format(1, 0, fitting(&sheet.nothing), &wrapped)?;
    }
    let last = u32::try_from(sheet.rows.len().max(1)).unwrap_or(u32::MAX);
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let head = head.set_background_color(Color::RGB(0x00E4_E7EB));
    let columns =
        sheet.titles().map(|title| TableColumn::new().set_header(fitting(title)).set_header_format(&head));
    let table = Table::new().set_columns(&columns.collect::<Vec<_>>()).set_style(TableStyle::Light1);
    let Some(right) = u16::try_from(sheet.columns.len()).ok().and_then(|count| count.checked_sub(1)) else {
        return Ok(());
    };
    tab.add_table(0, 0, last, right, &table)?;
    Ok(())
}

/// Lines that the fullest cell of a row takes, as not every program finds out by itself; what is much
/// longer is read in the cell.
fn lines(sheet: &Sheet, cells: &[Cell]) -> u16 {
    let of = |(cell, column): (&Cell, &Column)| {
        let width = usize::from(column.width).max(4) - 2;
        let text = cell.words();
        text.split('\n').map(|line| line.chars().count().div_ceil(width).max(1)).sum::<usize>()
    };
    let most = cells.iter().zip(&sheet.columns).map(of).max().unwrap_or(1);
    u16::try_from(most.clamp(1, MOST_LINES)).unwrap_or(1)
}

/// True for a text that a cell of a workbook can hold whole.
pub fn fits(text: &str) -> bool {
    visible(text).chars().count() <= CELL_CHARACTERS
}

/// Text that fits into a cell; where it does not, the cell says so.
fn fitting(text: &str) -> String {
    let shown = visible(text);
    if shown.chars().count() <= CELL_CHARACTERS {
        return shown.into_owned();
    }
    let kept = CELL_CHARACTERS - CUT.chars().count();
    shown.chars().take(kept).chain(CUT.chars()).collect()
}

/// A name that a tab can have, and no other one has but for case.
fn tab_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let allowed = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { '-' } else { c };
    let plain: String = visible(name).replace(['\n', '\t'], " ").chars().map(allowed).collect();
    let plain = plain.trim_matches('\'').trim();
    let plain = if plain.is_empty() { "Sheet" } else { plain };
    let mut number = 1;
    loop {
        let end = if number == 1 { String::new() } else { format!(" ({number})") };
        let kept = NAME_CHARACTERS - end.len();
        let unique: String = plain.chars().take(kept).chain(end.chars()).collect();
        if taken.insert(unique.to_lowercase()) {
            return unique;
        }
        number += 1;
    }
}

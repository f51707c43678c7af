//! The tabs of a workbook (Office Open XML).

use std::io::{self, Cursor, Read as _, Write};

use calamine::{Data, Reader as _, Xlsx};

use crate::sheet::read::{COLUMNS, ROWS, Read, ReadError, TEXT_BYTES};

/// Bytes that a workbook unpacks to, at most.
const UNPACKED_BYTES: u64 = 100 << 20;
/// Texts that its cells may share, at most; each takes more room than it has bytes.
const SHARED: usize = 1_000_000;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Read>, ReadError> {
    unpacks(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let names = book.sheet_names();
    let mut left = TEXT_BYTES;
    let mut tables = Vec::new();
    for name in names {
        tables.push(tab(&mut book, name, &mut left)?);
    }
    Ok(tables)
}

fn failed(error: &dyn std::fmt::Display) -> ReadError {
    ReadError::Workbook(error.to_string())
}

fn tab(book: &mut Xlsx<Cursor<&[u8]>>, name: String, left: &mut usize) -> Result<Read, ReadError> {
    let mut table = Read { name, ..Read::default() };
    // One cell far away makes the range between huge; cells that are there are counted first.
    let mut cells = book.worksheet_cells_reader(&table.name).map_err(|error| failed(&error))?;
    let mut top: Option<usize> = None;
    while let Some(cell) = cells.next_cell().map_err(|error| failed(&error))? {
        let (row, column) = cell.get_position();
        let data = Data::from(cell.get_value().clone());
        let text = shown(&data);
        if text.is_empty() {
            continue;
        }
        *left = left.checked_sub(text.len()).ok_or(ReadError::TooLarge("64 MiB of text in its cells"))?;
        let first = *top.get_or_insert(row as usize);
        let (row, column) = ((row as usize).saturating_sub(first), column as usize);
        if row >= ROWS {
            return Err(ReadError::TooLarge("20,000 rows"));
        }
        if column >= COLUMNS {
            return Err(ReadError::TooLarge("256 columns"));
        }
        if table.rows.len() <= row {
            table.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut table.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
        if matches!(data, Data::Float(_) | Data::Int(_)) {
            table.numbers.insert((row, column));
        }
    }
    table.first = top.unwrap_or_default() + 1;
    Ok(table)
}

/// Unpacks every part to nowhere, up to the bound.
fn unpacks(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let mut left = UNPACKED_BYTES;
    let mut shared = Shared::default();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| failed(&error))?;
        let read = io::copy(&mut part.take(left + 1), &mut shared).map_err(|error| failed(&error))?;
        left = left.checked_sub(read).ok_or(ReadError::TooLarge("100 MiB when it is unpacked"))?;
        if shared.count > SHARED {
            return Err(ReadError::TooLarge("1,000,000 different texts in its cells"));
        }
    }
    Ok(())
}

/// Counts the beginnings of shared texts, `<si>`, in what flows by.
#[derive(Default)]
struct Shared {
    count: usize,
    /// How much of the beginning has been seen.
    seen: usize,
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.seen = match (self.seen, byte) {
                (_, b'<') => 1,
                (1, b's') => 2,
                (2, b'i') => 3,
                (3, b'>' | b'/' | b' ') => {
                    self.count += 1;
                    0
                }
                _ => 0,
            };
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "yes".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => day,
                _ => format!("{day}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::DateTime(duration) => duration.as_f64().to_string(),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

//! Tables that somebody sends: a workbook or CSV, as rows of text.
//!
//! What is read is somebody else's. Sizes are bounded before anything is believed: a workbook is an
//! archive, and what it says of its own size is not taken for it.

use std::io::{BufRead, BufReader, Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use quick_xml::events::Event;

/// Bytes of a file, at most.
const FILE_BYTES: usize = 20 << 20;
/// Bytes that a workbook unpacks to, at most.
const UNPACKED_BYTES: u64 = 200 << 20;
/// Rows of one table, at most.
const ROWS: usize = 20_000;
/// Columns of one table, at most.
const COLUMNS: usize = 256;

/// A table as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The name of the tab; empty for CSV.
    pub name: String,
    /// The number of its first row, as a spreadsheet counts.
    pub first: usize,
    /// Rows of cells; what a cell shows as text, days as `2026-03-31`.
    pub rows: Vec<Vec<String>>,
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
    let tables = if bytes.starts_with(b"PK") { workbook(bytes)? } else { vec![csv(bytes)?] };
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

fn workbook(bytes: &[u8]) -> Result<Vec<Read>, ReadError> {
    unpacks(bytes)?;
    let failed = |error: &dyn std::fmt::Display| ReadError::Workbook(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let names = book.sheet_names();
    let mut tables = Vec::new();
    for name in names {
        // One cell far away makes the range between huge; cells that are there are counted first.
        let mut cells = book.worksheet_cells_reader(&name).map_err(|error| failed(&error))?;
        let (mut top, mut rows): (Option<usize>, Vec<Vec<String>>) = (None, Vec::new());
        while let Some(cell) = cells.next_cell().map_err(|error| failed(&error))? {
            let (row, column) = cell.get_position();
            let text = shown(&Data::from(cell.get_value().clone()));
            if text.is_empty() {
                continue;
            }
            let first = *top.get_or_insert(row as usize);
            let (row, column) = ((row as usize).saturating_sub(first), column as usize);
            if row >= ROWS {
                return Err(ReadError::TooLarge("20,000 rows"));
            }
            if column >= COLUMNS {
                return Err(ReadError::TooLarge("256 columns"));
            }
            if rows.len() <= row {
                rows.resize(row + 1, Vec::new());
            }
            if rows[row].len() <= column {
                rows[row].resize(column + 1, String::new());
            }
            rows[row][column] = text;
        }
        tables.push(Read { name, first: top.unwrap_or_default() + 1, rows });
    }
    Ok(tables)
}

/// Unpacks every part to nowhere, up to the bound, and looks at the names of the cells on the way.
fn unpacks(bytes: &[u8]) -> Result<(), ReadError> {
    let failed = |error: &dyn std::fmt::Display| ReadError::Workbook(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let mut left = UNPACKED_BYTES;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| failed(&error))?;
        let mut part = part.take(left + 1);
        named(BufReader::new(&mut part))?;
        std::io::copy(&mut part, &mut std::io::sink()).map_err(|error| failed(&error))?;
        if part.limit() == 0 {
            return Err(ReadError::TooLarge("200 MiB when it is unpacked"));
        }
        left = part.limit() - 1;
    }
    Ok(())
}

/// Refuses the name of a cell that no sheet can have: the reader of workbooks would count beyond its
/// numbers.
fn named(mut part: impl BufRead) -> Result<(), ReadError> {
    // A part is a sheet because another one says so, whatever its name: all that is XML is looked at.
    if !part.fill_buf().is_ok_and(|bytes| bytes.starts_with(b"<") || bytes.starts_with(b"\xef\xbb\xbf<")) {
        return Ok(());
    }
    let mut reader = quick_xml::Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                // An attribute that is none is the reader's business.
                let names = element.attributes().flatten();
                let mut names = names.filter(|one| matches!(one.key.as_ref(), "r" | "ref"));
                if names.any(|one| one.value.split(':').any(|cell| !fits(cell))) {
                    return Err(ReadError::Workbook("it names a cell that no sheet has".to_owned()));
                }
            }
            // Where this reader ends, the other one ends too, and says why.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        buffer.clear();
    }
}

/// True for a name like `XFD1048576`, or one that is no cell's.
fn fits(cell: &str) -> bool {
    let cell = cell.as_bytes();
    let letters = cell.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = cell[letters..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    letters <= 3 && digits <= 7
}

fn shown(cell: &Data) -> String {
    match cell {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(true) => "yes".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(duration) => duration.as_f64().to_string(),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn csv(bytes: &[u8]) -> Result<Read, ReadError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| ReadError::Csv("it is not UTF-8; save it as \u{201c}CSV UTF-8\u{201d}".to_owned()))?;
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.matches(mark).count();
    let between =
        [b',', b';', b'\t'].into_iter().max_by_key(|mark| (count(char::from(*mark)), *mark == b','));
    let mut reader = csv_reader(between.unwrap_or(b',')).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ReadError::Csv(error.to_string()))?;
        rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
        if rows.len() > ROWS {
            return Err(ReadError::TooLarge("20,000 rows"));
        }
    }
    Ok(Read { name: String::new(), first: 1, rows })
}

fn csv_reader(between: u8) -> ::csv::ReaderBuilder {
    let mut reader = ::csv::ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(between);
    reader
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::sheet::{Book, Cell, Sheet, workbook};

    #[test]
    fn what_was_written_is_read_back_with_the_numbers_of_its_rows() {
        let mut sheet = Sheet::new("PBC", "none", &[("Ref", 8), ("Due", 12)]);
        sheet.push(["1".into(), Cell::Number(17)]);
        let day = jiff::civil::date(2026, 1, 1);
        let book = Book { title: String::new(), company: String::new(), day, sheets: vec![sheet] };
        let tables = read(&workbook(&book).unwrap()).unwrap();
        assert_eq!((tables[0].name.as_str(), tables[0].first), ("PBC", 1));
        assert_eq!(tables[0].rows, [["Ref", "Due"], ["1", "17"]]);
    }

    #[test]
    fn csv_of_any_country_is_read() {
        for text in ["a;b\n\"x;y\";2\n", "\u{feff}a\tb\nx;y\t2\n"] {
            assert_eq!(read(text.as_bytes()).unwrap()[0].rows, [["a", "b"], ["x;y", "2"]]);
        }
        assert!(read(b"a,b\n\xff").unwrap_err().to_string().contains("not UTF-8"));
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("xl/workbook.xml", options).unwrap();
        let block = vec![0_u8; 1 << 20];
        for _ in 0..201 {
            std::io::Write::write_all(&mut zip, &block).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 20);
        assert_eq!(read(&bytes).unwrap_err().to_string(), "has more than 200 MiB when it is unpacked");
    }
}

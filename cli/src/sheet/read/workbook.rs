//! The tabs of a workbook (Office Open XML).

use std::io::{self, BufRead, BufReader, Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use quick_xml::events::Event;

use crate::sheet::read::{COLUMNS, ROWS, Read, ReadError, TEXT_BYTES};

/// Bytes that a workbook unpacks to, at most.
const UNPACKED_BYTES: u64 = 100 << 20;
/// Texts that its cells may share, at most; each takes more room than it has bytes.
const SHARED: usize = 1_000_000;
/// The element of a shared text.
const SHARED_TEXT: &str = "si";

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

/// Unpacks every part to nowhere, up to the bound, and looks on the way at what a reader would believe.
fn unpacks(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| failed(&error))?;
    let mut left = UNPACKED_BYTES;
    let mut shared = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| failed(&error))?;
        let mut part = part.take(left + 1);
        look(BufReader::new(&mut part), &mut shared)?;
        io::copy(&mut part, &mut io::sink()).map_err(|error| failed(&error))?;
        if part.limit() == 0 {
            return Err(ReadError::TooLarge("100 MiB when it is unpacked"));
        }
        left = part.limit() - 1;
    }
    Ok(())
}

/// Counts shared texts, and refuses the name of a cell that no sheet can have: the reader of workbooks
/// would count beyond its numbers.
fn look(mut part: impl BufRead, shared: &mut usize) -> Result<(), ReadError> {
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
                *shared += usize::from(element.local_name().as_ref() == SHARED_TEXT);
                if *shared > SHARED {
                    return Err(ReadError::TooLarge("1,000,000 different texts in its cells"));
                }
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

//! CSV of any country: UTF-8 or UTF-16, between commas, semicolons or tabs.

use std::borrow::Cow;

use crate::sheet::read::{ROWS, Read, ReadError, TEXT_BYTES};

pub(super) fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    let text = text(bytes)?;
    let (text, skipped, said) = separator(&text);
    let between = said.unwrap_or_else(|| guessed(text));
    closed(text, between, skipped)?;
    let mut reader = ::csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).delimiter(between).from_reader(text.as_bytes());
    let mut table = Read { first: 1, ..Read::default() };
    let mut left = TEXT_BYTES;
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|error| ReadError::Csv(error.to_string()))? {
        left = left
            .checked_sub(record.as_slice().len())
            .ok_or(ReadError::TooLarge("64 MiB of text in its cells"))?;
        // The reader counts blank lines to the row below them.
        let (line, byte) = record.position().map_or((1, 0), |at| (at.line(), at.byte()));
        let rest = text.get(usize::try_from(byte).unwrap_or(usize::MAX)..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let blank = rest[..blank].matches('\n').count();
        table.lines.push(usize::try_from(line).unwrap_or(usize::MAX) + blank + skipped);
        table.rows.push(record.iter().map(|cell| cell.trim().to_owned()).collect());
        if table.rows.len() > ROWS {
            return Err(ReadError::TooLarge("20,000 rows"));
        }
    }
    Ok(table)
}

/// The text, by the mark with which it begins.
fn text(bytes: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let refused = |because: &str| Err(ReadError::Csv(because.to_owned()));
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest).map(Cow::Borrowed),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            refused("it is UTF-32; save it as \u{201c}CSV UTF-8\u{201d}")
        }
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            refused("it is a workbook of an old Excel (.xls) or one with a password; save it as .xlsx")
        }
        [b'%', b'P', b'D', b'F', ..] => refused("it is a PDF; ask for the table as .xlsx or CSV"),
        bytes if bytes.contains(&0) => {
            refused("it has bytes that no text has; save it as \u{201c}CSV UTF-8\u{201d}")
        }
        bytes => utf8(bytes).map(Cow::Borrowed),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        ReadError::Csv(format!("line {line} is not UTF-8; save it as \u{201c}CSV UTF-8\u{201d}"))
    })
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Result<String, ReadError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(ReadError::Csv("it is UTF-16, and ends in the middle of a character".to_owned()));
    }
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units)
        .map_err(|_| ReadError::Csv("it is UTF-16, and has half a character in it".to_owned()))
}

/// A line `sep=;`, with which Excel says what stands between cells, taken off.
fn separator(text: &str) -> (&str, usize, Option<u8>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line.trim_end_matches('\r').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', mark @ (b',' | b';' | b'\t')] => (rest, 1, Some(*mark)),
        _ => (text, 0, None),
    }
}

/// What stands between cells: what the first line that holds something has most of, outside quotes.
fn guessed(text: &str) -> u8 {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let outside: String = head.split('"').step_by(2).collect();
    let count = |mark: u8| outside.bytes().filter(|byte| *byte == mark).count();
    let marks = [b',', b';', b'\t'].into_iter();
    marks.max_by_key(|mark| (count(*mark), *mark == b',')).unwrap_or(b',')
}

/// Refuses a file in which a quote is opened and never closed: what follows it would be one cell.
fn closed(text: &str, between: u8, skipped: usize) -> Result<(), ReadError> {
    let (mut line, mut opened, mut begins, mut escapes) = (1 + skipped, None, true, false);
    for byte in text.bytes() {
        match (byte, opened) {
            (b'"', None) if begins => opened = Some(line),
            // A second quote behind one that closed: it was an escaped one, and the cell goes on.
            (b'"', None) if escapes => opened = Some(line),
            (b'"', Some(_)) => {
                (opened, escapes, begins) = (None, true, false);
                continue;
            }
            _ => {}
        }
        if byte == b'\n' {
            line += 1;
        }
        escapes = false;
        begins = opened.is_none() && (byte == between || byte == b'\n' || byte == b'\r');
    }
    match opened {
        None => Ok(()),
        Some(line) => Err(ReadError::Csv(format!(
            "a quote that is opened near line {line} is never closed; the file may have been cut off"
        ))),
    }
}

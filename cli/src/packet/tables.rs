//! Tables for programs: the same rows as the workbook, none of them too long for a spreadsheet.

use std::collections::{BTreeMap, BTreeSet};

use crate::packet::PacketFile;
use crate::sheet::{self, Sheet};
use crate::text::escape;

/// Tables over this many bytes are split, by control where they have such a column.
pub(super) const TABLE_BYTES: usize = 512 * 1024;

/// The mark of a draft, in a column of its own.
pub(super) const DRAFT: &str = "DRAFT — not for an auditor";

/// A sheet as a file.
pub(super) fn of(sheet: &Sheet) -> PacketFile {
    let name = sheet.name.to_ascii_lowercase().replace(' ', "-");
    PacketFile { path: format!("tables/{name}.csv"), bytes: sheet::csv(sheet).into_bytes() }
}

/// Puts every table below the limit: one for each control where it has to be, and in numbered parts
/// where even that is too long. Under the old name stands the list of them.
pub(super) fn within_limit(file: PacketFile) -> Vec<PacketFile> {
    if file.bytes.len() <= TABLE_BYTES {
        return vec![file];
    }
    let Some((header, rows)) = read(&file.bytes) else { return vec![file] };
    let column = header.iter().position(|title| title == "control");
    let mut groups: BTreeMap<&str, Vec<&csv::StringRecord>> = BTreeMap::new();
    for row in &rows {
        let group = column.and_then(|column| row.get(column)).unwrap_or_default();
        groups.entry(group).or_default().push(row);
    }
    let stem = file.path.strip_suffix(".csv").unwrap_or(&file.path);
    let (mut taken, mut files) = (BTreeSet::new(), Vec::new());
    let list = csv::StringRecord::from(vec!["control", "table", "rows"]);
    let mut lists = Vec::new();
    for (group, rows) in groups {
        for chunk in chunks(&header, &rows) {
            let name = if group.is_empty() { "rows" } else { group };
            let path = format!("{stem}/{}.csv", escape::file_name(name, &mut taken));
            lists.push(csv::StringRecord::from(vec![group, &path, &chunk.len().to_string()]));
            files.push(PacketFile { path, bytes: written(&header, chunk.iter().copied()) });
        }
    }
    files.push(PacketFile { bytes: written(&list, lists.iter()), path: file.path });
    files
}

/// Rows that fit into one table, and the next ones.
fn chunks<'r>(header: &csv::StringRecord, rows: &[&'r csv::StringRecord]) -> Vec<Vec<&'r csv::StringRecord>> {
    let size = |row: &csv::StringRecord| row.iter().map(|cell| cell.len() + 3).sum::<usize>();
    let mut chunks: Vec<Vec<&csv::StringRecord>> = vec![Vec::new()];
    let mut filled = size(header);
    for row in rows {
        if filled + size(row) > TABLE_BYTES && chunks.last().is_some_and(|chunk| !chunk.is_empty()) {
            chunks.push(Vec::new());
            filled = size(header);
        }
        filled += size(row);
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(row);
        }
    }
    chunks
}

/// The same table with the mark of a draft in its last column.
pub(super) fn marked(file: PacketFile) -> PacketFile {
    let Some((mut header, mut rows)) = read(&file.bytes) else { return file };
    header.push_field("draft");
    for row in &mut rows {
        row.push_field(DRAFT);
    }
    PacketFile { bytes: written(&header, rows.iter()), ..file }
}

/// The same table with every cell said otherwise.
pub(super) fn said(file: PacketFile, say: &dyn Fn(&str) -> String) -> PacketFile {
    let Some((header, rows)) = read(&file.bytes) else { return file };
    let rows: Vec<csv::StringRecord> =
        rows.iter().map(|row| row.iter().map(say).collect::<csv::StringRecord>()).collect();
    PacketFile { bytes: written(&header, rows.iter()), ..file }
}

fn read(bytes: &[u8]) -> Option<(csv::StringRecord, Vec<csv::StringRecord>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let header = reader.headers().ok()?.clone();
    Some((header, reader.records().collect::<Result<_, _>>().ok()?))
}

/// Cells come from tables of ours: what could be a formula has its apostrophe already.
fn written<'r>(header: &'r csv::StringRecord, rows: impl Iterator<Item = &'r csv::StringRecord>) -> Vec<u8> {
    let mut out = String::new();
    for row in std::iter::once(header).chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| {
                let quoted = cell.contains(['"', ',', '\n', '\r']);
                if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
            })
            .collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{TABLE_BYTES, marked, within_limit};
    use crate::packet::PacketFile;

    fn table(text: &str) -> PacketFile {
        PacketFile { path: "tables/a.csv".to_owned(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_draft_says_so_in_every_row_and_a_row_stays_a_row() {
        let text = "id,what\n1,\"a, \"\"b\"\"\nc\"\n'=1,\n";
        let shown = String::from_utf8(marked(table(text)).bytes).unwrap();
        assert_eq!(
            shown,
            "id,what,draft\n1,\"a, \"\"b\"\"\nc\",DRAFT — not for an auditor\n'=1,,DRAFT — not for an auditor\n"
        );
    }

    #[test]
    fn a_long_table_is_split_by_control_and_one_of_a_control_in_parts() {
        let row = |control: &str| format!("{control},{}\n", "x".repeat(1000));
        let text = format!("control,what\n{}{}", row("AC/01").repeat(10), row("AC-02").repeat(700));
        let files = within_limit(table(&text));
        let shown: Vec<(&str, usize)> = files
            .iter()
            .map(|file| {
                assert!(file.bytes.len() <= TABLE_BYTES);
                (file.path.as_str(), String::from_utf8_lossy(&file.bytes).lines().count() - 1)
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("tables/a/AC-02.csv", 518),
                ("tables/a/AC-02~2.csv", 182),
                ("tables/a/AC_01.csv", 10),
                ("tables/a.csv", 3),
            ]
        );
        assert_eq!(
            String::from_utf8_lossy(&files[3].bytes),
            "control,table,rows\nAC-02,tables/a/AC-02.csv,518\nAC-02,tables/a/AC-02~2.csv,182\nAC/01,tables/a/AC_01.csv,10\n"
        );
    }
}

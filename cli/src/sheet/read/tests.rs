//! What is read, and what is refused before it takes room.

use std::io::{Cursor, Write as _};

use super::{letters, read};
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
    assert_eq!(tables[0].numbers.iter().collect::<Vec<_>>(), [&(1, 1)]);
    assert_eq!(tables[0].place(1, 1), "PBC!B2");
    assert_eq!([0, 25, 26, 255].map(letters), ["A", "Z", "AA", "IV"]);
}

#[test]
fn csv_of_any_country_is_read() {
    for text in ["a;b\n\"x;y\";2\n", "\u{feff}a\tb\nx;y\t2\n", "sep=;\r\na;b\r\n\"x;y\";2\r\n"] {
        assert_eq!(read(text.as_bytes()).unwrap()[0].rows, [["a", "b"], ["x;y", "2"]]);
    }
    let le = [0xff, 0xfe].into_iter().chain("a,b\nü,2\n".encode_utf16().flat_map(u16::to_le_bytes));
    let be = [0xfe, 0xff].into_iter().chain("a,b\nü,2\n".encode_utf16().flat_map(u16::to_be_bytes));
    for bytes in [le.collect::<Vec<u8>>(), be.collect()] {
        assert_eq!(read(&bytes).unwrap()[0].rows, [["a", "b"], ["ü", "2"]]);
    }
}

#[test]
fn a_row_of_csv_is_named_by_the_line_on_which_it_begins() {
    let table = &read(b"a,b\n\n\"x\ny\",2\nz,3\n").unwrap()[0];
    assert_eq!(table.lines, [1, 3, 5]);
    assert_eq!(table.place(2, 1), "line 5, column 2");
}

#[test]
fn what_is_no_csv_is_refused_with_the_way_out() {
    let refused = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert_eq!(
        [
            refused(b"a,b\nM\xfcller,2\n"),
            refused(b"\xff\xfea\0,\0b"),
            refused(b"\xff\xfe\0\0"),
            refused(b"\xd0\xcf\x11\xe0\xa1\xb1"),
            refused(b"a\0b"),
            refused(b"%PDF-1.7"),
            refused(b"a,b\n1,\"two\nthree,4\n"),
            refused(b"PK\x03\x04 and no more"),
        ],
        [
            "cannot be read as CSV: line 2 is not UTF-8; save it as “CSV UTF-8”",
            "cannot be read as CSV: it is UTF-16, and ends in the middle of a character",
            "cannot be read as CSV: it is UTF-32; save it as “CSV UTF-8”",
            "cannot be read as CSV: it is a workbook of an old Excel (.xls) or one with a password; save it as .xlsx",
            "cannot be read as CSV: it has bytes that no text has; save it as “CSV UTF-8”",
            "cannot be read as CSV: it is a PDF; ask for the table as .xlsx or CSV",
            "cannot be read as CSV: a quote that is opened near line 2 is never closed; the file may have been cut off",
            "cannot be read as a workbook: invalid Zip archive: Could not find EOCD",
        ]
    );
    assert!(read("a,b\n\"x\"\"y\",\"\"\n5\" pipe,\"z\"\n".as_bytes()).is_ok());
}

/// A workbook of the parts that a reader asks for, with one sheet and its shared texts.
fn book(sheet: &mut dyn FnMut(&mut Vec<u8>), shared: &mut dyn FnMut(&mut Vec<u8>)) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = "http://schemas.openxmlformats.org/package/2006/relationships";
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    sheet(&mut rows);
    shared(&mut texts);
    let parts = [
        (
            "_rels/.rels",
            format!("<Relationships xmlns=\"{relation}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").into_bytes(),
        ),
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>").into_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!("<Relationships xmlns=\"{relation}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>").into_bytes(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            [format!("<worksheet xmlns=\"{main}\"><sheetData>").into_bytes(), rows, b"</sheetData></worksheet>".to_vec()].concat(),
        ),
        ("xl/sharedStrings.xml", [format!("<sst xmlns=\"{main}\">").into_bytes(), texts, b"</sst>".to_vec()].concat()),
    ];
    for (name, bytes) in parts {
        zip.start_file(name, options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn archives_that_unfold_are_refused_before_they_take_room() {
    let refused = |bytes: Vec<u8>| {
        assert!(bytes.len() < 2 << 20, "{} bytes are no bomb", bytes.len());
        read(&bytes).unwrap_err().to_string()
    };
    let long = "x".repeat(32_000);
    assert_eq!(
        [
            refused(book(&mut |rows| rows.resize(101 << 20, b' '), &mut |_| {})),
            refused(book(&mut |_| {}, &mut |texts| texts.extend(b"<si><t/></si>".repeat(1_000_001)))),
            // One long text that each of many cells names.
            refused(book(
                &mut |rows| {
                    for row in 1..=3_000 {
                        rows.extend(
                            format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>").bytes(),
                        );
                    }
                },
                &mut |texts| texts.extend(format!("<si><t>{long}</t></si>").bytes()),
            )),
            refused(book(
                &mut |rows| {
                    rows.extend(b"<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
                    rows.extend(b"<row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row>");
                },
                &mut |_| {},
            )),
        ],
        [
            "has more than 100 MiB when it is unpacked",
            "has more than 1,000,000 different texts in its cells",
            "has more than 64 MiB of text in its cells",
            "has more than 20,000 rows",
        ]
    );
}

#[test]
fn a_million_empty_rows_below_a_table_are_nothing() {
    let bytes = book(
        &mut |rows| {
            rows.extend(b"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>");
            for row in 2..=1_000_000 {
                rows.extend(format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"1\"/></row>").bytes());
            }
        },
        &mut |texts| texts.extend(b"<si><t>id</t></si>"),
    );
    assert_eq!(read(&bytes).unwrap()[0].rows, [["id"]]);
}

//! What a sheet becomes, and that it can be read back.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use jiff::civil::date;
use snapbox::prelude::*;
use snapbox::str;

use crate::sheet::{Book, Cell, Sheet, csv, markdown, tsv, workbook};

fn risks() -> Sheet {
    let mut sheet = Sheet::new("Risks", "No risk is on file.", &[("id", 8), ("title", 40), ("level", 8)]);
    sheet.push(["R-01".into(), "a, \"b\"".into(), Cell::Number(-12)]);
    sheet.push(["=R-02".into(), "y | <b>\nline".into()]);
    sheet
}

fn book(sheets: Vec<Sheet>) -> Book {
    Book { title: "Packet".to_owned(), company: "Northwind".to_owned(), day: date(2026, 10, 14), sheets }
}

fn cells(bytes: Vec<u8>, name: &str) -> Vec<Vec<Data>> {
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    read.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn csv_keeps_a_row_a_row_and_a_number_a_number() {
    snapbox::assert_data_eq!(
        csv(&risks()),
        str![[r#"
id,title,level
R-01,"a, ""b""",-12
'=R-02,"y | <b>
line",

"#]]
        .raw()
    );
}

#[test]
fn tsv_has_one_line_a_row() {
    let text = tsv(&risks());
    assert_eq!(text.lines().count(), 3);
    assert_eq!(text.lines().nth(1), Some("R-01\ta, \"b\"\t-12"));
}

#[test]
fn markdown_is_a_table_and_says_when_it_is_empty() {
    snapbox::assert_data_eq!(
        markdown(&risks()),
        str![[r#"
| id | title | level |
| --- | --- | ---: |
| R-01 | a, "b" | -12 |
| \=R-02 | y \| &lt;b&gt; line |  |

"#]]
        .raw()
    );
    let empty = Sheet { rows: Vec::new(), ..risks() };
    assert_eq!(markdown(&empty), "No risk is on file.\n");
}

#[test]
fn a_workbook_reads_back_what_was_put_in_and_nothing_is_a_formula() {
    let bytes = workbook(&book(vec![risks()])).unwrap();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(
        cells(bytes.clone(), "Risks"),
        [
            vec![text("id"), text("title"), text("level")],
            vec![text("R-01"), text("a, \"b\""), Data::Float(-12.0)],
            vec![text("=R-02"), text("y | <b>\nline"), Data::Empty],
        ]
    );
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert!(read.worksheet_formula("Risks").unwrap().is_empty());
}

#[test]
fn a_workbook_has_the_same_bytes_each_time() {
    let one = workbook(&book(vec![risks(), risks()])).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(one == workbook(&book(vec![risks(), risks()])).unwrap());
}

#[test]
fn an_empty_sheet_says_so_and_names_of_tabs_are_never_twice_the_same() {
    let empty =
        || Sheet { name: "a/b: what nobody would ever call a sheet".to_owned(), rows: Vec::new(), ..risks() };
    let bytes = workbook(&book(vec![empty(), empty()])).unwrap();
    let read: Xlsx<_> = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(read.sheet_names(), ["a-b- what nobody would ever cal", "a-b- what nobody would ever (2)"]);
    let told = cells(bytes, "a-b- what nobody would ever cal")[1][0].clone();
    assert_eq!(told, Data::String("No risk is on file.".to_owned()));
}

#[test]
fn what_a_cell_cannot_hold_is_cut_and_said() {
    let mut sheet = risks();
    sheet.push(["R-03".into(), "x".repeat(40_000).into()]);
    let told = cells(workbook(&book(vec![sheet])).unwrap(), "Risks")[3][1].to_string();
    assert_eq!(told.chars().count(), 32_767);
    assert!(told.ends_with("x … (cut: a cell holds no more)"));
}

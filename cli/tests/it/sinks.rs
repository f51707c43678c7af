//! Whatever text gets into a table, a picture or a report: it can be read back, it is text, and it acts
//! nowhere. The strings are random from a seed and made of what acts somewhere; `TICKMARK_SINKS` says how
//! many there are for each format.

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use pulldown_cmark::{Event, Options, Parser};
use tickmark::picture::{Bar, BarPart, Bars, Tone, bars};
use tickmark::sheet::{Book, Cell, Sheet, csv, markdown, tsv, workbook};
use tickmark::text::is_hidden;

use crate::hostile::Place;
use crate::support::tickmark;

/// What acts somewhere.
const PIECES: [&str; 48] = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\"",
    "'",
    ",",
    ";",
    "|",
    "\\",
    "`",
    "```",
    "<",
    ">",
    "&",
    "&lt;",
    "]]>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![a](//x.invalid)",
    "http://x.invalid",
    "*",
    "_",
    "~~",
    "#",
    "::error::",
    "##[error]",
    "%0A",
    "\u{1b}[31m",
    "\u{7}",
    "\0",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "{{7*7}}",
    "${x}",
    "漢",
    "é",
];

/// A generator of numbers, splitmix64.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below as u64).expect("a small number")
    }

    fn text(&mut self) -> String {
        let count = 1 + self.throw(5);
        let mut text = String::new();
        for _ in 0..count {
            match self.throw(4) {
                0 => text.push(
                    char::from_u32(u32::try_from(self.throw(0x11_0000)).expect("small")).unwrap_or('?'),
                ),
                1 => text.push(char::from(32 + u8::try_from(self.throw(95)).expect("small"))),
                _ => text.push_str(PIECES[self.throw(PIECES.len())]),
            }
        }
        text
    }
}

/// How many strings each format gets.
fn count() -> usize {
    std::env::var("TICKMARK_SINKS").ok().and_then(|count| count.parse().ok()).unwrap_or(20_000)
}

/// Strings, ten in a row.
fn rows(seed: u64) -> Vec<Vec<String>> {
    let mut dice = Dice(seed);
    (0..count() / 10).map(|_| (0..10).map(|_| dice.text()).collect()).collect()
}

fn sheet(rows: &[Vec<String>]) -> Sheet {
    let titles: Vec<String> = (0..10).map(|number| format!("c{number}")).collect();
    let columns: Vec<(&str, u16)> = titles.iter().map(|title| (title.as_str(), 12)).collect();
    let mut sheet = Sheet::new("All", "Nothing.", &columns);
    for row in rows {
        sheet.push(row.iter().map(Cell::from));
    }
    sheet
}

#[test]
fn csv_has_every_cell_and_none_is_a_formula() {
    let rows = rows(1);
    let text = csv(&sheet(&rows));
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(text.as_bytes());
    let mut read = 0;
    for record in reader.records() {
        let record = record.expect("a record");
        assert_eq!(record.len(), 10, "{record:?}");
        for cell in &record {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            assert!(!cell.contains(|c: char| c != '\n' && is_hidden(c)), "{cell:?}");
        }
        read += 1;
    }
    assert_eq!(read, rows.len());
}

#[test]
fn tsv_has_every_cell_on_its_line() {
    let rows = rows(2);
    let text = tsv(&sheet(&rows));
    assert_eq!(text.lines().count(), rows.len() + 1);
    for line in text.lines() {
        assert_eq!(line.matches('\t').count(), 9, "{line:?}");
        assert!(!line.contains(|c: char| c != '\t' && is_hidden(c)), "{line:?}");
    }
}

#[test]
fn a_markdown_table_has_every_cell_and_nothing_but_text() {
    let rows = rows(3);
    // A page of everything would take a parser of Markdown long; a table is read a piece at a time.
    for rows in rows.chunks(50) {
        let text = markdown(&sheet(rows));
        assert_eq!(text.lines().count(), rows.len() + 2, "{text}");
        let (mut cells, mut seen) = (0, 0);
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(pulldown_cmark::Tag::TableCell) => cells += 1,
                Event::Start(pulldown_cmark::Tag::TableRow) => seen += 1,
                Event::Start(pulldown_cmark::Tag::Table(_) | pulldown_cmark::Tag::TableHead)
                | Event::End(_)
                | Event::Text(_) => {}
                acts => panic!("{acts:?} in\n{text}"),
            }
        }
        assert_eq!((cells, seen), (10 * (rows.len() + 1), rows.len()), "{text}");
        // The joiner behind `@` is ours: nobody is mentioned.
        let theirs = text.replace("@\u{2060}", "@");
        assert!(!theirs.contains(|c: char| c != '\n' && is_hidden(c)), "{theirs:?}");
    }
}

#[test]
fn a_workbook_has_every_cell_as_text() {
    let rows = rows(4);
    let day = "2026-01-05".parse().expect("a day");
    let book = Book { title: "All".into(), company: "X".into(), day, sheets: vec![sheet(&rows)] };
    let bytes = workbook(&book).expect("a workbook");
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(read.worksheet_formula("All").expect("the sheet").used_cells().count(), 0);
    let range = read.worksheet_range("All").expect("the sheet");
    let filled = rows.iter().flatten().filter(|text| !text.is_empty()).count();
    let texts =
        range.rows().skip(1).flatten().filter(|cell| matches!(cell, calamine::Data::String(_))).count();
    let blank = range.rows().skip(1).flatten().filter(|cell| matches!(cell, calamine::Data::Empty)).count();
    assert_eq!(texts + blank, filled);
    assert_eq!(range.height(), rows.len() + 1);
}

#[test]
fn a_picture_is_xml_of_our_elements_and_holds_no_link() {
    let mut dice = Dice(5);
    for _ in 0..count() / 100 {
        let row = |dice: &mut Dice| Bar { name: dice.text(), numbers: vec![1, 2], said: dice.text() };
        let part = |dice: &mut Dice| BarPart { tone: Tone::Operated, sign: dice.text(), means: dice.text() };
        let picture = Bars {
            title: dice.text(),
            below: dice.text(),
            parts: vec![part(&mut dice), part(&mut dice)],
            rows: (0..47).map(|_| row(&mut dice)).collect(),
        };
        let text = bars(&picture);
        let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let name = node.tag_name().name();
            let ours =
                ["svg", "title", "desc", "rect", "text", "g", "line", "path", "tspan", "circle", "style"];
            assert!(ours.contains(&name), "<{name}>");
            let acts = |attribute: roxmltree::Attribute<'_, '_>| {
                attribute.name().starts_with("on") || attribute.name() == "href"
            };
            assert!(!node.attributes().any(acts), "<{name}>");
        }
    }
}

/// A repository whose findings hold a fifth of the strings: keys that nobody knows.
fn written() -> Place {
    let place = Place::new();
    let mut dice = Dice(6);
    for file in 0..count() / 1000 {
        let mut text = format!("id: C-{file}\ntitle: T\nowner: ada\nstatement: S.\n");
        for number in 0..200 {
            // What YAML refuses never gets any further, and is another test's.
            let word: String = dice.text().chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect();
            let word = word.replace('\\', "\\\\").replace('"', "\\\"");
            // Writing to a String cannot fail.
            let _ = writeln!(text, "\"k{number} {word}\": x");
        }
        place.write(&format!("policies/controls/C-{file}.yaml"), text);
    }
    place
}

fn lint(place: &Place, format: &str, obeyed: bool) -> String {
    let mut command = tickmark(place.path());
    command.args(["lint", "--format", format, "--fail-on", "never", "--as-of", "2026-02-01"]);
    if obeyed {
        command.env("GITHUB_ACTIONS", "true");
    }
    let output = command.output().expect("it starts");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_report_of_findings_is_read_back_and_commands_nothing() {
    let place = written();
    // The joiner behind `@`, `#` and their like is ours: nobody and nothing is mentioned.
    let theirs = |text: &str| text.replace('\u{2060}', "");
    let hidden = |text: &str| theirs(text).contains(|c| c != '\n' && c != '\t' && is_hidden(c));
    let silent =
        |text: &str| !text.contains("##[") && !text.lines().any(|line| line.trim_start().starts_with("::"));
    let json: serde_json::Value = serde_json::from_str(&lint(&place, "json", true)).expect("JSON");
    let found = json["findings"].as_array().expect("findings").len();
    assert!(found >= count() / 1000 * 200, "{found}");
    for format in ["sarif", "gitlab"] {
        let text = lint(&place, format, true);
        assert!(!hidden(&text) && silent(&text), "{format}");
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
    let text = lint(&place, "junit", true);
    roxmltree::Document::parse(&text).expect("XML");
    assert!(silent(&text));
    for format in ["concise", "full", "markdown"] {
        let text = lint(&place, format, true);
        assert!(!hidden(&text) && silent(&text), "{format}");
    }
    let text = lint(&place, "github", true);
    assert!(!hidden(&text) && !text.contains("##["));
    let commands = text.lines().filter(|line| !line.is_empty());
    for line in commands {
        let known = ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
        assert!(known || !line.trim_start().starts_with("::"), "{line}");
    }
}

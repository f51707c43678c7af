//! `tickmark requests status`: where each request stands.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::calendar::Date;
use crate::command::requests::Desk;
use crate::model::{Request, RequestStatus};
use crate::report::filled;
use crate::sheet::{self, Sheet};
use crate::text::{escape, visible};

/// Arguments of `requests status`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The audit [default: the only one with a list]
    audit: Option<String>,
    /// Only those that wait for the company
    #[arg(long)]
    open: bool,
    /// How to print [default: table on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// Lines with tabs
    Tsv,
    /// For spreadsheets
    Csv,
    /// A table for a page
    Markdown,
    /// For programs: tickmark/requests/1
    Json,
}

/// A request as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) what: String,
    pub(super) criteria: Vec<String>,
    pub(super) controls: Vec<String>,
    pub(super) owner: Option<String>,
    pub(super) due: Option<String>,
    pub(super) status: &'static str,
    pub(super) late: bool,
    pub(super) provided: Option<String>,
    pub(super) answers: Vec<Answer>,
    pub(super) note: Option<String>,
}

/// What answers a request.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) path: Option<String>,
}

#[derive(Serialize)]
struct Report<'a> {
    schema: &'static str,
    audit: &'a str,
    as_of: String,
    path: &'a str,
    requests: &'a [Line],
    counts: BTreeMap<&'static str, usize>,
}

/// Runs `requests status`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let desk = Desk::find(world, global, args.audit.as_deref())?;
    let list = desk.existing()?;
    let wanted = list.requests.iter().filter(|request| !args.open || request.status.is_ours());
    let lines: Vec<Line> = wanted.map(|request| line(&desk, request)).collect();
    let usual = if world.output.terminal.is_terminal { Format::Table } else { Format::Tsv };
    match args.format.unwrap_or(usual) {
        Format::Table => world.output.print(&table(&desk, &lines, world.output.terminal.width))?,
        Format::Tsv => world.output.print(&sheet::tsv(&sheet(&lines)))?,
        Format::Csv => world.output.print_bytes(sheet::csv(&sheet(&lines)).as_bytes())?,
        Format::Markdown => world.output.print_bytes(sheet::markdown(&sheet(&lines)).as_bytes())?,
        Format::Json => {
            let report = Report {
                schema: "tickmark/requests/1",
                audit: desk.id(),
                as_of: desk.judged.as_of.to_string(),
                path: list.path.as_str(),
                requests: &lines,
                counts: counts(&lines),
            };
            let mut json = serde_json::to_string_pretty(&report).expect("strings and numbers are JSON");
            json.push('\n');
            world.output.print_bytes(escape::json(&json).as_bytes())?;
        }
    }
    Ok(Exit::Done)
}

/// A request with what stands behind its answers.
pub(super) fn line(desk: &Desk, request: &Request) -> Line {
    let said = |text: Option<&crate::model::Text>| text.map(|text| text.value.clone());
    let all = |texts: &[crate::model::Text]| texts.iter().map(|text| text.value.clone()).collect();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let (due, provided) = (request.due.map(|due| due.value), request.provided.map(|day| day.value));
    let waits = request.status.is_ours();
    let late = |due: Date| provided.map_or(waits && due < desk.judged.as_of, |provided| provided > due);
    Line {
        id: request.id.value.clone(),
        what: said(request.what.as_ref()).unwrap_or_default(),
        criteria: all(&request.criteria),
        controls: all(&request.controls),
        owner: said(request.owner.as_ref()),
        due: day(due),
        status: request.status.word(),
        late: due.is_some_and(late),
        provided: day(provided),
        answers: (request.answer.iter())
            .map(|answer| Answer {
                text: answer.value.clone(),
                path: desk.link(answer).map(|path| path.to_string()),
            })
            .collect(),
        note: said(request.note.as_ref()),
    }
}

fn sheet(lines: &[Line]) -> Sheet {
    let titles = [
        ("id", 8),
        ("status", 11),
        ("late", 6),
        ("due", 12),
        ("owner", 14),
        ("what", 60),
        ("answer", 40),
        ("note", 40),
    ];
    let mut sheet = Sheet::new("Requests", "The list is empty.", &titles);
    for line in lines {
        sheet.push([
            line.id.as_str().into(),
            line.status.into(),
            if line.late { "yes" } else { "no" }.into(),
            line.due.as_deref().into(),
            line.owner.as_deref().into(),
            line.what.as_str().into(),
            answers(line).into(),
            line.note.as_deref().into(),
        ]);
    }
    sheet
}

/// What answers it, in one phrase.
pub(super) fn answers(line: &Line) -> String {
    line.answers.iter().map(|answer| answer.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn counts(lines: &[Line]) -> BTreeMap<&'static str, usize> {
    let words = [
        RequestStatus::Open,
        RequestStatus::Provided,
        RequestStatus::Accepted,
        RequestStatus::Returned,
        RequestStatus::Withdrawn,
    ];
    let count = |word: &str| lines.iter().filter(|line| line.status == word).count();
    words.map(|status| (status.word(), count(status.word()))).into_iter().collect()
}

/// For people: what waits comes with its day and owner.
fn table(desk: &Desk, lines: &[Line], columns: usize) -> String {
    let cells = |line: &Line| {
        let late = if line.late { " late" } else { "" };
        [
            visible(&line.id).into_owned(),
            format!("{}{late}", line.status),
            line.due.clone().unwrap_or_default(),
            visible(line.owner.as_deref().unwrap_or("nobody")).into_owned(),
        ]
        .map(|cell| cell.replace(['\n', '\t'], " "))
    };
    let rows: Vec<[String; 4]> = lines.iter().map(cells).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2), width(3)];
    let mut text = format!("{} · as of {}\n\n", visible(desk.id()), desk.judged.as_of);
    for (row, line) in rows.iter().zip(lines) {
        let mut shown = String::new();
        for (cell, width) in row.iter().zip(widths) {
            shown.push_str(cell);
            shown.push_str(&" ".repeat(width - cell.chars().count() + 2));
        }
        let answer = match answers(line) {
            answer if answer.is_empty() => String::new(),
            answer => format!(" → {answer}"),
        };
        let what = format!("{}{answer}", line.what);
        let begin = shown.chars().count();
        shown.push_str(&filled(&visible(&what), columns, begin, begin));
        text.push_str(shown.trim_end());
        text.push('\n');
    }
    let parts: Vec<String> = counts(lines)
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| format!("{count} {word}"))
        .collect();
    let late = lines.iter().filter(|line| line.late).count();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n{} requests: {}; {late} late", lines.len(), parts.join(", "));
    text
}

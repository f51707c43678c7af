//! `tickmark requests export`: the auditor's list as it came, our columns behind theirs.

use std::path::{Path, PathBuf};

use crate::app::{AppError, Exit, GlobalArgs, World, read_file, write_file};
use crate::command::requests::Desk;
use crate::command::requests::list::List;
use crate::command::requests::status::{self, Line};
use crate::model::RequestList;
use crate::place::RepoPath;
use crate::sheet::{self, Book, Cell, Column, Sheet};
use crate::text::visible;

/// Our columns.
const OURS: [(&str, u16); 6] = [
    ("our status", 12),
    ("our answer", 30),
    ("our link", 50),
    ("our owner", 22),
    ("handed over", 12),
    ("our note", 40),
];

/// Arguments of `requests export`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The audit [default: the only one with a list]
    audit: Option<String>,
    /// Where to write: a name that ends in .xlsx or .csv [default: CSV on standard output]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The tab of the auditor's workbook [default: the first one that is a list]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Which columns are which, as with `requests import`
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    columns: Vec<String>,
}

/// Runs `requests export`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let desk = Desk::find(world, global, args.audit.as_deref())?;
    let list = desk.existing()?;
    let lines: Vec<Line> = list.requests.iter().map(|request| status::line(&desk, request)).collect();
    let sheet = match original(&desk, list)? {
        Some((path, bytes)) => {
            let theirs = List::read(&bytes, path.as_str(), args.sheet.as_deref(), &args.columns)?;
            beside(&desk, &theirs, &lines)
        }
        None => alone(&desk, &lines),
    };
    let Some(out) = &args.out else {
        world.output.print_bytes(sheet::csv(&sheet).as_bytes())?;
        return Ok(Exit::Done);
    };
    let bytes = match out.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => sheet::csv(&sheet).into_bytes(),
        Some("xlsx") => workbook(&desk, sheet)?,
        _ => {
            let message = format!("`{}` ends in neither .xlsx nor .csv", out.display());
            return Err(AppError::usage(message).help("name the file as what it shall be"));
        }
    };
    write_file(&world.folder.join(out), &bytes)?;
    world.output.print(&format!("{}\n", visible(&out.display().to_string())))?;
    Ok(Exit::Done)
}

fn workbook(desk: &Desk, sheet: Sheet) -> Result<Vec<u8>, AppError> {
    let company = desk.judged.loaded.program()?.company.as_ref();
    let book = Book {
        title: format!("Requests of {}", desk.id()),
        company: company.map(|name| name.value.clone()).unwrap_or_default(),
        day: desk.judged.as_of,
        sheets: vec![sheet],
    };
    sheet::workbook(&book).map_err(|error| AppError::usage(error.to_string()))
}

/// The file in which the list came, as it lies at the revision.
fn original(desk: &Desk, list: &RequestList) -> Result<Option<(RepoPath, Vec<u8>)>, AppError> {
    let Some(name) = list.received.as_ref().and_then(|received| received.artifact.as_ref()) else {
        return Ok(None);
    };
    let path = RepoPath::new(format!("{}/{}", list.path.folder(), name.value));
    let missing = || {
        AppError::cannot_tell(format!("`{path}`, in which the list came, is not there"))
            .help("put the auditor's file back, or take `file:` out of `received:`")
    };
    let fact = desk.judged.loaded.register.file(path.as_str()).ok_or_else(missing)?;
    let bytes = match (&desk.scope.folder, fact.blob) {
        (Some(folder), _) => read_file(folder, Path::new(path.as_str()))?,
        (None, Some(blob)) => desk.scope.repository()?.blobs(&[blob])?.pop().unwrap_or_default(),
        (None, None) => return Err(missing()),
    };
    Ok(Some((path, bytes)))
}

/// Their rows with our columns, then the requests that stand only in our list.
fn beside(desk: &Desk, theirs: &List, lines: &[Line]) -> Sheet {
    let width =
        theirs.rows().map(|(_, row)| row.len()).chain([theirs.titles().len()]).max().unwrap_or_default();
    let mut columns: Vec<Column> = Vec::new();
    for place in 0..width {
        let title = theirs.titles().get(place).map(String::as_str).unwrap_or_default();
        let title = if title.is_empty() { format!("column {}", place + 1) } else { title.to_owned() };
        let column = Column::new(unique(&columns, &title), theirs.width(place));
        columns.push(column);
    }
    for (title, width) in OURS {
        let column = Column::new(unique(&columns, title), width);
        columns.push(column);
    }
    let mut sheet = Sheet { columns, ..Sheet::new("Requests", "The list is empty.", &[]) };
    let mut seen = Vec::new();
    for (_, row) in theirs.rows() {
        let id = theirs.columns.cell(row, "id");
        let line = lines.iter().find(|line| line.id == id);
        seen.extend(line.map(|line| line.id.as_str()));
        let cells = (0..width).map(|place| Cell::from(row.get(place).map_or("", String::as_str)));
        sheet.push(cells.chain(ours(desk, line)));
    }
    for line in lines.iter().filter(|line| !seen.contains(&line.id.as_str())) {
        let cell = |place: usize| match theirs.columns.places.iter().find(|(_, at)| **at == place) {
            Some((&"id", _)) => line.id.as_str().into(),
            Some((&"what", _)) => line.what.as_str().into(),
            Some((&"due", _)) => line.due.as_deref().into(),
            Some(_) | None => Cell::Empty,
        };
        sheet.push((0..width).map(cell).chain(ours(desk, Some(line))));
    }
    sheet
}

/// Our list where the auditor's file was not kept.
fn alone(desk: &Desk, lines: &[Line]) -> Sheet {
    let theirs = [("id", 8), ("what", 60), ("criteria", 18), ("controls", 18), ("due", 12)];
    let columns: Vec<(&str, u16)> = theirs.into_iter().chain(OURS).collect();
    let mut sheet = Sheet::new("Requests", "The list is empty.", &columns);
    for line in lines {
        let head: [Cell; 5] = [
            line.id.as_str().into(),
            line.what.as_str().into(),
            line.criteria.join(", ").into(),
            line.controls.join(", ").into(),
            line.due.as_deref().into(),
        ];
        sheet.push(head.into_iter().chain(ours(desk, Some(line))));
    }
    sheet
}

fn ours(desk: &Desk, line: Option<&Line>) -> [Cell; 6] {
    let Some(line) = line else {
        let mut cells: [Cell; 6] = std::array::from_fn(|_| Cell::Empty);
        cells[0] = "not in our list".into();
        return cells;
    };
    let links: Vec<&str> = line.answers.iter().filter_map(|answer| answer.path.as_deref()).collect();
    let program = desk.judged.loaded.register.program.as_ref();
    let owner = line.owner.as_deref().map(|owner| program.map_or(owner, |program| program.name_of(owner)));
    [
        line.status.into(),
        status::answers(line).into(),
        links.join(", ").into(),
        owner.into(),
        line.provided.as_deref().into(),
        line.note.as_deref().into(),
    ]
}

/// A title that no other column has.
fn unique(columns: &[Column], title: &str) -> String {
    let taken = |title: &str| columns.iter().any(|column| column.title.eq_ignore_ascii_case(title));
    let mut number = 1;
    let mut unique = title.to_owned();
    while taken(&unique) {
        number += 1;
        unique = format!("{title} ({number})");
    }
    unique
}

//! `tickmark export csv` and `export xlsx`: what is on file as tables that `import` takes back.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World, write_file};
use crate::command::import::table::on_file;
use crate::embedded;
use crate::exchange::{OnFile, SHAPES, Shape, beside, items, sheet};
use crate::kind::Kind;
use crate::place::RepoPath;
use crate::sheet::{self, Book, Cell, Sheet};
use crate::text::visible;

const MORE: &str = "\
Each row is one control, risk, vendor, asset, population, decision, requirement or pair of requirements;
each column a field, with your own `x-` keys. `tickmark import csv` and `import xlsx` take the table back:
what was not changed in it changes nothing. A cell that a spreadsheet would take for a formula begins with
an apostrophe in CSV, and is text in a workbook.

Examples:
  tickmark export csv --kind risk > risks.csv
  tickmark export xlsx -o register.xlsx
  tickmark export csv --kind items --population leavers --period 2026-03";

/// What `--kind` calls the rows of a population's extraction.
const ITEMS: &str = "items";

/// Arguments of `export csv` and `export xlsx`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// What the rows are [default of xlsx: a tab for every kind]
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(
        SHAPES.iter().map(|shape| shape.name).chain([ITEMS])))]
    kind: Option<String>,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Frameworks and crosswalks that are built in, too
    #[arg(long)]
    built_in: bool,
    /// Items: of which population
    #[arg(long, value_name = "ID")]
    population: Option<String>,
    /// Items: of which extraction [default: all of them, with a column for the period]
    #[arg(long, value_name = "PERIOD", requires = "population")]
    period: Option<String>,
}

/// Runs `export csv`.
pub(super) fn csv(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let kind = args.kind.as_deref().ok_or_else(|| {
        let kinds: Vec<&str> = SHAPES.iter().map(|shape| shape.name).chain([ITEMS]).collect();
        AppError::usage("a file of CSV holds one kind of row")
            .help(format!("say which: `--kind` {}; `export xlsx` writes all of them", kinds.join(", ")))
    })?;
    let judged = walk(&Scope::find(world, global)?)?;
    let bytes = sheet::csv(&table(&judged, kind, args)?).into_bytes();
    left_out(world, &judged, &[kind]);
    deliver(world, args, &bytes)
}

/// Runs `export xlsx`.
pub(super) fn xlsx(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if args.output.is_none() && world.output.terminal.is_terminal {
        return Err(AppError::usage("a workbook is nothing that a terminal can show")
            .help("write it to a file with `-o FILE.xlsx`"));
    }
    let judged = walk(&Scope::find(world, global)?)?;
    let kinds: Vec<&str> = match &args.kind {
        Some(kind) => vec![kind.as_str()],
        None => SHAPES.iter().map(|shape| shape.name).collect(),
    };
    let sheets = kinds.iter().map(|kind| table(&judged, kind, args));
    let sheets: Vec<Sheet> = sheets.collect::<Result<_, _>>()?;
    for sheet in &sheets {
        whole(sheet)?;
    }
    let company = judged.loaded.program()?.company.as_ref();
    let company = company.map(|name| name.value.clone()).unwrap_or_default();
    let book = Book { title: format!("Register of {company}"), company, day: judged.as_of, sheets };
    let bytes = sheet::workbook(&book).map_err(|error| AppError::usage(error.to_string()))?;
    left_out(world, &judged, &kinds);
    deliver(world, args, &bytes)
}

/// Says which keys have no row.
fn left_out(world: &World, judged: &Judged, kinds: &[&str]) {
    for shape in kinds.iter().filter_map(|kind| Shape::find(kind)) {
        for key in beside(shape, &on_file(judged, shape)) {
            let note = format!("note: left out, as it belongs to no entry: {}\n", visible(&key));
            world.output.say(&note);
        }
    }
}

/// Refuses a text that a cell of a workbook could not hold: it would come back cut.
fn whole(sheet: &Sheet) -> Result<(), AppError> {
    for row in &sheet.rows {
        for (cell, column) in row.iter().zip(&sheet.columns) {
            if let Cell::Text(text) = cell
                && !sheet::fits(text)
            {
                let of = row.first().map(Cell::words).unwrap_or_default();
                return Err(AppError::usage(format!(
                    "`{}` of `{of}` is longer than a cell of a workbook can be",
                    column.title
                ))
                .help("nothing was written; CSV has no such bound: `tickmark export csv`"));
            }
        }
    }
    Ok(())
}

fn deliver(world: &World, args: &Args, bytes: &[u8]) -> Result<Exit, AppError> {
    let Some(output) = &args.output else {
        world.output.print_bytes(bytes)?;
        return Ok(Exit::Done);
    };
    write_file(&world.folder.join(output), bytes)?;
    world.output.print(&format!("{}\n", visible(&output.display().to_string())))?;
    Ok(Exit::Done)
}

/// The rows of a kind.
fn table(judged: &Judged, kind: &str, args: &Args) -> Result<Sheet, AppError> {
    match Shape::find(kind) {
        Some(shape) => register(judged, shape, args.built_in),
        None => extractions(judged, args),
    }
}

/// The entities of a kind.
pub(super) fn register(judged: &Judged, shape: &'static Shape, built_in: bool) -> Result<Sheet, AppError> {
    let mut files = on_file(judged, shape);
    if built_in {
        let frameworks = embedded::FRAMEWORKS.iter().map(|one| (Kind::Framework, one.path, one.text));
        let crosswalks = embedded::CROSSWALKS.iter().map(|one| (Kind::Crosswalk, one.path, one.text));
        for (_, path, text) in frameworks.chain(crosswalks).filter(|(kind, ..)| *kind == shape.kind) {
            // A file of the company's own wins over what is built in.
            if !files.iter().any(|file| file.path.as_str() == path) {
                files.push(OnFile::read(RepoPath::new(path), text.as_bytes()));
            }
        }
    }
    sheet(shape, &files).map_err(|error| {
        AppError::usage(format!("{error}, and its rows would be missing"))
            .help("`tickmark lint` says where it is broken; nothing was written")
    })
}

/// The rows of a population's extractions.
fn extractions(judged: &Judged, args: &Args) -> Result<Sheet, AppError> {
    let register = &judged.loaded.register;
    let population = args.population.as_deref().ok_or_else(|| {
        AppError::usage("which population's items are meant is not said").help("name it: `--population ID`")
    })?;
    let known = register.populations.names().any(|id| id == population);
    if !known {
        let error = AppError::usage(format!("no population is called `{population}`"));
        return Err(match crate::text::did_you_mean(population, register.populations.names()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("populations stand in policies/populations/"),
        });
    }
    let of = |period: &str| args.period.as_deref().is_none_or(|wanted| wanted == period);
    let mut tables = Vec::new();
    for extraction in register.extractions.iter().filter(|one| one.population.value == population) {
        let period = extraction.period.as_ref().map(|period| period.value.as_str()).unwrap_or_default();
        if !of(period) {
            continue;
        }
        let path = extraction.data_path();
        let broken = |because: &str| {
            AppError::cannot_tell(format!("`{path}` {because}, and its rows would be missing"))
                .help("`tickmark lint` says what is wrong; nothing was written")
        };
        let table = extraction.data.as_ref().ok_or_else(|| broken("is not there"))?;
        if table.broken().is_some() {
            return Err(broken("cannot be read to its end"));
        }
        tables.push((period, table));
    }
    if let (true, Some(period)) = (tables.is_empty(), &args.period) {
        return Err(AppError::usage(format!("there is no extraction of `{population}` for `{period}`")));
    }
    Ok(items(population, &tables, args.period.is_none()))
}

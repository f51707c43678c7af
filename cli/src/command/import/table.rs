//! `tickmark import csv FILE` and `import xlsx FILE`: a table of one kind, row by row.

mod items;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Draft, Exit, GlobalArgs, Scope, World, read_import, tell_delicate};
use crate::exchange::{Change, Names, OnFile, Options, Order, SHAPES, Shape, TakeError, Taken, take};
use crate::place::RepoPath;
use crate::sheet::read;
use crate::text::visible;

const MORE: &str = "\
The row with the titles is found, and which column holds which field is guessed from them; a table says
how. --map corrects it, --set gives what no column holds. Words are taken for those of the schema
(`Quarterly`, `every 2 weeks`, `High` on your own scale), people by any of their names, days in any form
that means one day. When one cell is wrong, nothing is taken in, and each is named.

What is on file already is found by its id: only cells that say something else change, the difference is
shown, and comments, order and layout of the file stay. An empty cell says nothing.

Items are the rows of an extraction: `--kind items --population leavers --period 2026-03 --by lena` writes
the columns that the population lists, each key once, each date in the period, with rows and digest beside
them. An extraction that is there is never changed.

Examples:
  tickmark import xlsx risks.xlsx --kind risk --sheet Register --dry-run
  tickmark import csv controls.csv --kind control --map \"Ctrl Ref=id\" --set cadence=annual";

/// Arguments of `import csv` and `import xlsx`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The table: a workbook (.xlsx) or CSV between commas, semicolons or tabs
    file: PathBuf,
    /// What its rows are
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(
        SHAPES.iter().map(|shape| shape.name).chain([items::ITEMS])))]
    kind: String,
    /// Which column holds which field; `TITLE=-` leaves one out; may be repeated
    #[arg(long, value_name = "TITLE=FIELD")]
    map: Vec<String>,
    /// A value for rows that have none; may be repeated
    #[arg(long, value_name = "FIELD=VALUE")]
    set: Vec<String>,
    /// The tab of the workbook [default: the one in which most columns are known]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Which number is the day in 03/04/2026
    #[arg(long, value_name = "ORDER")]
    dates: Option<Dates>,
    /// Items: of which population
    #[arg(long, value_name = "ID")]
    population: Option<String>,
    /// Items: of which period
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Items: who extracted them, a person of the programme
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// Items: the day on which they were extracted [default: today]
    #[arg(long, value_name = "DATE")]
    extracted: Option<String>,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Dates {
    /// The third of April
    DayFirst,
    /// The fourth of March
    MonthFirst,
}

pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let options = options(args)?;
    let scope = Scope::find(world, global)?;
    let Some(shape) = Shape::find(&args.kind) else {
        return items::run(world, &scope, args, &options);
    };
    let folder = scope.folder.clone().ok_or_else(|| AppError::usage("there is no folder to write to"))?;
    let judged = walk(&scope)?;
    let names = names(&judged)?;
    let shown = args.file.display().to_string();
    let tables = read(&read_import(&world.folder, &args.file)?).map_err(|error| {
        AppError::usage(format!("`{}` {error}", visible(&shown))).help("nothing was written")
    })?;
    let taken = take(&tables, shape, &on_file(&judged, shape), &names, &options).map_err(|error| {
        if let TakeError::Faults { taken, .. } = &error {
            world.output.say(&told::columns(taken));
        }
        refused(&shown, error)
    })?;
    world.output.say(&told::columns(&taken));
    for note in &taken.notes {
        world.output.say(&format!("note: {}\n", visible(note)));
    }
    world.output.print(&told::difference(&taken, &scope, world))?;
    let draft = draft(&folder, shape, &taken);
    if !args.dry_run && !taken.changes.is_empty() {
        let program = judged.loaded.program()?;
        let known = program.people.iter().filter_map(|person| person.email.as_ref());
        tell_delicate(world, &draft.delicate(&known.map(|mail| mail.value.clone()).collect::<Vec<_>>()));
        draft.write()?;
    }
    world.output.say(&told::counts(&taken, shape, args.dry_run));
    if !taken.changes.is_empty() {
        let texts = draft.files().iter().map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        world.output.say(&told::findings(judged, &texts));
    }
    Ok(Exit::Done)
}

/// What the flags say.
fn options(args: &Args) -> Result<Options, AppError> {
    let pair = |text: &String, flag: &str, shape: &str| {
        let split = text.rsplit_once('=').filter(|(front, back)| !front.is_empty() && !back.is_empty());
        split.map(|(front, back)| (front.to_owned(), back.to_owned())).ok_or_else(|| {
            AppError::usage(format!("`{text}` is not what `{flag}` takes"))
                .help(format!("write `{flag} {shape}`"))
        })
    };
    let map = args.map.iter().map(|text| pair(text, "--map", "\"TITLE=field\""));
    let set = args.set.iter().map(|text| {
        // A value may hold the sign itself.
        let (field, value) = text.split_once('=').unwrap_or((text, ""));
        pair(&format!("{field}={value}"), "--set", "field=value")?;
        Ok((field.to_owned(), value.to_owned()))
    });
    Ok(Options {
        map: map.collect::<Result<BTreeMap<_, _>, AppError>>()?,
        set: set.collect::<Result<Vec<_>, AppError>>()?,
        order: args.dates.map(|dates| match dates {
            Dates::DayFirst => Order::DayFirst,
            Dates::MonthFirst => Order::MonthFirst,
        }),
        tab: args.sheet.clone(),
    })
}

/// The files of a kind, as they lie there.
pub(in crate::command) fn on_file(judged: &Judged, shape: &Shape) -> Vec<OnFile> {
    let files = judged.loaded.snapshot.files.iter();
    let of_kind = files.filter(|file| file.place.kind() == Some(shape.kind));
    of_kind.filter_map(|file| Some(OnFile::read(file.path.clone(), file.bytes.as_deref()?))).collect()
}

/// What the repository calls people, frameworks and steps of its scales.
fn names(judged: &Judged) -> Result<Names, AppError> {
    let register = &judged.loaded.register;
    let program = judged.loaded.program()?;
    let people = program.people.iter().map(|person| {
        let also = [person.name.as_ref(), person.email.as_ref(), person.handle.as_ref()];
        (person.short.value.clone(), also.into_iter().flatten().map(|name| name.value.clone()).collect())
    });
    let teams = program.teams.iter().map(|team| (team.short.value.clone(), Vec::new()));
    let frameworks = register.frameworks.iter().map(|(id, framework)| {
        let ids: BTreeSet<String> = framework.requirements.iter().map(|one| one.id.value.clone()).collect();
        let name = framework.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
        (id.to_owned(), (name, ids))
    });
    let method = register.method.clone().unwrap_or_default();
    let steps = |scale: &[crate::model::Step]| scale.iter().map(|step| step.name.value.clone()).collect();
    Ok(Names {
        owners: people.chain(teams).collect(),
        frameworks: frameworks.collect(),
        likelihood: steps(&method.likelihood),
        impact: steps(&method.impact),
    })
}

/// Everything that is wrong, each at its cell.
fn refused(shown: &str, error: TakeError) -> AppError {
    const MOST: usize = 100;
    let shown = visible(shown);
    match error {
        TakeError::Usage { message, help } => {
            AppError::usage(format!("`{shown}`: {message}")).help(format!("{help}; nothing was written"))
        }
        TakeError::Faults { faults, .. } => {
            let mut text = match faults.len() {
                1 => format!("`{shown}` has 1 fault, and nothing was taken in"),
                count => format!("`{shown}` has {count} faults, and nothing was taken in"),
            };
            for fault in faults.iter().take(MOST) {
                // Writing to a String cannot fail.
                let _ = write!(text, "\n{}: {}: {}", fault.place, fault.about, fault.because);
            }
            if faults.len() > MOST {
                let _ = write!(text, "\nand {} more", faults.len() - MOST);
            }
            AppError::usage(text).help("correct them in the table, and take it in again")
        }
    }
}

fn draft(folder: &std::path::Path, shape: &Shape, taken: &Taken) -> Draft {
    let mut draft = Draft::below(folder);
    for Change { path, before, after } in &taken.changes {
        let path: RepoPath = path.clone();
        if before.is_some() {
            draft.replace(path, after.as_str());
        } else {
            let modeline = draft.modeline(shape.kind, &path);
            draft.add(path, format!("{modeline}{after}"));
        }
    }
    draft
}

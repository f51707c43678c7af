//! The rows of an extraction: CSV as evidence, and the YAML beside it that says how it was made.

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Draft, Exit, Scope, World, read_import, tell_delicate};
use crate::calendar::{FiscalYear, Period, read_date};
use crate::command::import::table::{Args, refused, told};
use crate::command::record::who::person;
use crate::exchange::{Items, Options, TakeError, take_items};
use crate::kind::Kind;
use crate::model::Population;
use crate::place::{RepoPath, Sha256};
use crate::sheet::read;
use crate::text::escape::{flow, scalar};
use crate::text::{did_you_mean, visible};

/// What `--kind` calls them.
pub(super) const ITEMS: &str = "items";

pub(super) fn run(world: &World, scope: &Scope, args: &Args, options: &Options) -> Result<Exit, AppError> {
    let folder = scope.folder.clone().ok_or_else(|| AppError::usage("there is no folder to write to"))?;
    let judged = walk(scope)?;
    let population = population(&judged, args.population.as_deref())?;
    let period = args.period.as_deref().ok_or_else(|| {
        AppError::usage("which period the rows are of is not said").help("say it: `--period 2026-03`")
    })?;
    let program = judged.loaded.program()?;
    let days = days(period, program.fiscal)?;
    let by = args.by.as_deref().ok_or_else(|| {
        AppError::usage("who extracted the rows is not said")
            .help("name a person of the programme: `--by NAME`")
    })?;
    let by = person(program, by)?;
    let shown = args.file.display().to_string();
    let tables = read(&read_import(&world.folder, &args.file)?).map_err(|error| {
        AppError::usage(format!("`{}` {error}", visible(&shown))).help("nothing was written")
    })?;
    let items = take_items(&tables, population, &days, options).map_err(|error| {
        if let TakeError::Faults { taken, .. } = &error {
            world.output.say(&told::columns(taken));
        }
        refused(&shown, error)
    })?;
    world.output.say(&told::columns(&items.taken));
    let rows = if items.rows == 1 { "1 row".to_owned() } else { format!("{} rows", items.rows) };
    let stem = format!("evidence/populations/{}/{period}", population.id.value);
    if is_there(&judged, &stem, &items)? {
        world.output.say(&format!("{rows}, as on file; nothing is to be written\n"));
        return Ok(Exit::Done);
    }
    let mut draft = Draft::below(&folder);
    let path = RepoPath::new(format!("{stem}.yaml"));
    let text =
        draft.modeline(Kind::Extraction, &path) + &beside(&judged, args, population, period, &by, &items)?;
    draft.add(RepoPath::new(format!("{stem}.csv")), items.csv.as_str());
    draft.add(path, text);
    draft.check()?;
    tell_delicate(world, &draft.delicate(&[]));
    if !args.dry_run {
        draft.write()?;
    }
    let verb = if args.dry_run { "would write" } else { "wrote" };
    for (path, _) in draft.files() {
        world.output.print(&format!("{verb} {}\n", visible(&scope.from_here(path))))?;
    }
    world.output.say(&format!("{rows}; say in the YAML what they were `checked` against\n"));
    Ok(Exit::Done)
}

fn days(period: &str, fiscal: FiscalYear) -> Result<Period, AppError> {
    Period::parse(period, fiscal).ok_or_else(|| {
        AppError::usage(format!("`{period}` is no period"))
            .help("write it like 2026-03, 2026-W07, 2026-Q1 or 2026-01-01..2026-03-31")
    })
}

fn population<'j>(judged: &'j Judged, id: Option<&str>) -> Result<&'j Population, AppError> {
    let populations = &judged.loaded.register.populations;
    let id = id.ok_or_else(|| {
        AppError::usage("which population the rows are of is not said").help("name it: `--population ID`")
    })?;
    populations.get(id).ok_or_else(|| {
        let error = AppError::usage(format!("no population is called `{id}`"));
        match did_you_mean(id, populations.names()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("write it into policies/populations/ first: `tickmark new population`"),
        }
    })
}

/// True when the same rows are on file. Others are never written over, also where only the past holds
/// them: what was extracted stays what it was.
fn is_there(judged: &Judged, stem: &str, items: &Items) -> Result<bool, AppError> {
    let register = &judged.loaded.register;
    let data = register.file(&format!("{stem}.csv"));
    if data.is_some_and(|fact| fact.sha256 == Some(Sha256::of(items.csv.as_bytes()))) {
        return Ok(true);
    }
    let told = [".csv", ".yaml", ".yml"].iter().map(|ending| format!("{stem}{ending}"));
    match told.into_iter().find(|path| register.file(path).is_some()) {
        Some(path) => Err(AppError::usage(format!("`{path}` is there, and says something else"))
            .help("an extraction is not changed after it was made; nothing was written")),
        None => Ok(false),
    }
}

/// How the extraction was made.
fn beside(
    judged: &Judged,
    args: &Args,
    population: &Population,
    period: &str,
    by: &str,
    items: &Items,
) -> Result<String, AppError> {
    let at = match &args.extracted {
        None => judged.as_of,
        Some(text) => read_date(text).ok_or_else(|| {
            AppError::usage(format!("`{text}` is not a day")).help("write it like 2026-04-01")
        })?,
    };
    let query = population.query.as_ref().map(|query| format!("query: {}\n", scalar(&query.value)));
    // What was run is known only where it has nothing to be filled in.
    let query = query.filter(|query| !query.contains('{')).unwrap_or_default();
    Ok(format!(
        "population: {}\nperiod: {}\nextracted: {{by: {}, at: {at}}}\n{query}rows: {}\nsha256: {}\n",
        scalar(&population.id.value),
        period,
        flow(by),
        items.rows,
        Sha256::of(items.csv.as_bytes())
    ))
}

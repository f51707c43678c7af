//! `tickmark sample POPULATION`: which items are looked at, drawn so that anybody gets the same ones.
//!
//! Items are put in the order of `sha256(SEED, line feed, KEY)` and the first few are taken
//! ([`draw`](crate::model::draw)). The list that is drawn from is the one on file; where it is not
//! there for some day, or is not the one that was recorded, that is said.

mod items;
mod planning;
mod told;

use crate::app::pipeline::walk;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::command::sample::items::Source;
use crate::command::sample::planning::{Planning, square_root};
use crate::command::sample::told::{Drawn, Sampled};
use crate::model::draw;
use crate::place::Sha256;

/// What stands behind the flags in the long help.
const MORE: &str = "\
A population is a list with extractions; for a control it is its population, or the periods in
which it was to operate. Without --size the number is what people plan for at such a frequency.
No standard prescribes one: the auditor decides, from the population and what may go wrong. A larger
sample of the same seed holds every smaller one.

The seed is the audit's id with --audit, as in the packets, else the commit that is read. Whoever
chooses the seed before the list is final could choose the items; let the auditor give one.

Exit codes: 0 drawn; 3 drawn, and there is no list for some days of the window.";

/// Arguments of `sample`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub struct Args {
    /// A population, or a control
    #[arg(value_name = "POPULATION | CONTROL")]
    name: String,
    /// Draw from one period
    #[arg(long, value_name = "PERIOD", conflicts_with = "window")]
    period: Option<String>,
    /// Draw from all periods of these days
    #[arg(long, value_name = "A..B")]
    window: Option<String>,
    /// Draw from the window of this audit, with its id as the seed [default: the audit that is open]
    #[arg(long, value_name = "AUDIT")]
    audit: Option<String>,
    /// How many: a number, `all`, or `sqrt` for the square root, as the ISO 27001 packet draws
    #[arg(long, value_name = "N")]
    size: Option<String>,
    /// The seed
    #[arg(long, value_name = "SEED")]
    seed: Option<String>,
    /// List the whole population, the drawn items marked
    #[arg(long)]
    full: bool,
    /// How to print [default: table on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Tsv,
    Csv,
    Json,
}

/// Runs `sample`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let judged = walk(&scope)?;
    judged.loaded.program()?;
    let source = Source::find(&judged, args)?;
    let seed = seed(&scope, args, &source)?;
    let planning = Planning::of(source.cadence);
    let size = match args.size.as_deref() {
        None => planning.size,
        Some("all") => source.items.len(),
        Some("sqrt") => square_root(source.items.len()),
        Some(text) => text.parse().ok().filter(|size| *size > 0).ok_or_else(|| {
            AppError::usage(format!("`{text}` is no size")).help("write a number, `all` or `sqrt`")
        })?,
    };
    let keys = source.items.keys().map(String::as_str);
    let order = draw(&seed, source.items.len(), keys);
    let list: Vec<Drawn<'_>> = order
        .iter()
        .enumerate()
        .map(|(place, key)| Drawn {
            key,
            period: source.items.get(*key).map_or("", String::as_str),
            sha256: Sha256::of(format!("{seed}\n{key}").as_bytes()),
            chosen: place < size,
        })
        .filter(|drawn| drawn.chosen || args.full)
        .collect();
    let planned = args.size.is_none().then_some(planning);
    let sampled = Sampled { scope: &scope, source: &source, seed: &seed, size, planned, list };
    let piped = if world.output.terminal.is_terminal { Format::Table } else { Format::Tsv };
    match args.format.unwrap_or(piped) {
        Format::Table => world.output.print(&sampled.table())?,
        Format::Tsv => world.output.print(&sampled.tsv())?,
        Format::Csv => world.output.print_bytes(&sampled.csv()?)?,
        Format::Json => world.output.print_bytes(sampled.json().as_bytes())?,
    }
    for run in &source.uncovered {
        world.output.say(&format!(
            "warning: there is no list of `{}` for {}..{}: what happened then cannot be drawn\n",
            source.name, run.from, run.to
        ));
    }
    Ok(if source.uncovered.is_empty() { Exit::Done } else { Exit::CannotTell })
}

/// The flag's seed; else the audit's id, as packets take it; else the commit that is read.
fn seed(scope: &Scope, args: &Args, source: &Source) -> Result<String, AppError> {
    let seed = args.seed.clone().or_else(|| source.audit.clone());
    let seed = match seed {
        Some(seed) => seed,
        None => scope.commit()?.map(|commit| commit.to_string()).ok_or_else(|| {
            AppError::usage("there is no commit to take the seed from").help("pass `--seed SEED`")
        })?,
    };
    if seed.is_empty() || seed.chars().any(|c| c.is_control() || crate::text::is_hidden(c)) {
        return Err(AppError::usage("a seed is one line of visible characters"));
    }
    Ok(seed)
}

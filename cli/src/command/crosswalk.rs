//! `tickmark crosswalk A B`: what two frameworks share through our controls, and what they do not.

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::{Crossing, Side};
use crate::embedded;
use crate::history::Trail;
use crate::report::clocks;
use crate::report::crosswalk::{CrosswalkReport, View, book, csv, json, markdown, table};
use crate::report::trail::Style;
use crate::sheet::workbook;
use crate::text::did_you_mean;

/// Arguments of `crosswalk`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The framework whose requirements are gone through, by id; it need not be in scope
    #[arg(value_name = "A")]
    from: String,
    /// The framework that it is held against
    #[arg(value_name = "B")]
    to: String,
    /// Only the rows of the crosswalk, with relationship, strength and basis
    #[arg(long, group = "view")]
    mapping: bool,
    /// Only how the two audits differ
    #[arg(long, group = "view")]
    mechanics: bool,
    /// Only what B asks and no control claims
    #[arg(long, group = "view")]
    missing: bool,
    /// How to print [default: table on a terminal, csv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For spreadsheets: one claim or suggestion a line
    Csv,
    /// A workbook with everything, one sheet for each part
    Xlsx,
    /// A page
    Markdown,
    /// For programs: tickmark/crosswalk/1, always whole
    Json,
}

/// Runs `crosswalk`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let mut judged = walk(&scope)?;
    judged.loaded.speak_of(&[&args.from, &args.to]);
    let (here, there) = (framework(&judged, &args.from)?, framework(&judged, &args.to)?);
    if here.id() == there.id() {
        return Err(AppError::usage(format!("`{}` is held against itself", args.from))
            .help("name two frameworks; `tickmark framework list` says which there are"));
    }
    let crossing = Crossing::between(&judged.loaded.register, here, there);
    let head = judged.trail.as_ref().and_then(Trail::head);
    let report = CrosswalkReport {
        crossing: &crossing,
        company: judged.loaded.program()?.company.as_ref().map_or("", |name| &name.value),
        clocks: &clocks(&judged.loaded.snapshot.origin, judged.as_of),
        commit: head.map(|head| head.id.to_string()),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        as_of: judged.as_of,
        view: view(args),
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    let usual = if world.output.terminal.is_terminal { Format::Table } else { Format::Csv };
    match args.format.unwrap_or(usual) {
        Format::Table => world.output.print(&table(&report))?,
        Format::Csv => world.output.print_bytes(csv(&report).as_bytes())?,
        Format::Xlsx => {
            let book = workbook(&book(&report)).map_err(|error| AppError::usage(error.to_string()))?;
            world.output.print_bytes(&book)?;
        }
        Format::Markdown => world.output.print_bytes(markdown(&report).as_bytes())?,
        Format::Json => world.output.print_bytes(json(&report).as_bytes())?,
    }
    Ok(Exit::Done)
}

fn view(args: &Args) -> View {
    match (args.mapping, args.mechanics, args.missing) {
        (true, _, _) => View::Mapping,
        (_, true, _) => View::Mechanics,
        (_, _, true) => View::Missing,
        (false, false, false) => View::Whole,
    }
}

/// The framework with an id, in scope or not.
pub(super) fn framework<'a>(judged: &'a Judged, id: &str) -> Result<Side<'a>, AppError> {
    Side::of(&judged.loaded.register, id).ok_or_else(|| {
        let own = judged.loaded.register.frameworks.keys().map(String::as_str);
        let built_in = embedded::FRAMEWORKS.iter().map(|framework| framework.id);
        let error = AppError::usage(format!("no framework is called `{id}`"));
        match did_you_mean(id, own.chain(built_in)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error
                .help("`tickmark framework list` says which there are; pin others in policies/frameworks/"),
        }
    })
}

//! `tickmark anchor list` and `anchor verify`: the same report, with and without an answer.

use crate::app::pipeline::walk;
use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, Scope, World};
use crate::report::anchor::{AnchorReport, json, table, tsv};
use crate::trust::{Outside, Standing};

/// Arguments of `anchor list` and `anchor verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How to print [default: table on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    auditor: AuditorArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Tsv,
    Json,
}

/// Prints the report and gives the answer.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let judged = walk(&scope)?;
    let program = judged.loaded.program()?;
    let auditor = args.auditor.resolve(world, global.at.is_some(), program, None)?;
    let outside = judged.outside(&scope, &auditor)?;
    let report = AnchorReport {
        outside: &outside,
        company: program.company.as_ref().map_or("", |name| &name.value),
        commit: judged.trail()?.head().map(|head| head.id),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        complete: judged.trail()?.complete,
    };
    let piped = if world.output.terminal.is_terminal { Format::Table } else { Format::Tsv };
    world.output.print(&match args.format.unwrap_or(piped) {
        Format::Table => table(&report),
        Format::Tsv => tsv(&report),
        Format::Json => json(&report),
    })?;
    Ok(answer(&outside, report.complete))
}

/// No for one that is invalid, or a history that is not the one that was seen; cannot tell where there
/// is nothing to check, or not the means to.
fn answer(outside: &Outside, complete: bool) -> Exit {
    let standings = || outside.anchors.iter().map(|anchor| &anchor.standing);
    let proven = standings().any(|one| *one == Standing::Valid)
        || outside.forges.iter().any(|forge| forge.commits > 0);
    if !outside.against.is_empty() || standings().any(|one| matches!(one, Standing::Invalid(_))) {
        Exit::No
    } else if !complete || !proven || standings().any(|one| matches!(one, Standing::Unknown(_))) {
        Exit::CannotTell
    } else {
        Exit::Done
    }
}

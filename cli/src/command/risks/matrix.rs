//! `tickmark risks matrix`.

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::command::outputs::{Formats, Outputs, Rendered};
use crate::command::revision::Revision;
use crate::command::risks::Register;
use crate::report::risks::{grid, grid_markdown, grid_sheet, picture};
use crate::sheet::csv;

/// Arguments of `risks matrix`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Draw the risks where they are without controls
    #[arg(long)]
    inherent: bool,
    #[command(flatten)]
    outputs: Outputs<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For spreadsheets: one cell a line
    Csv,
    /// A page
    Markdown,
    /// A picture
    Svg,
}

impl Formats for Format {
    const USUAL: (Self, Self) = (Self::Table, Self::Csv);

    fn is_binary(self) -> bool {
        false
    }
}

/// Runs `risks matrix`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let here = Revision::here(world, global)?;
    let register = Register::of(&here)?;
    let report = register.report(&here, world);
    let inherent = args.inherent;
    args.outputs.deliver(world, |format| {
        Ok(match format {
            Format::Table => Rendered::Styled(grid(&report, inherent)),
            Format::Csv => csv(&grid_sheet(&report, inherent)).into(),
            Format::Markdown => grid_markdown(&report, inherent).into(),
            Format::Svg => picture(&report, inherent).into(),
        })
    })?;
    Ok(Exit::Done)
}

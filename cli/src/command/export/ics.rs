//! `tickmark export ics`: the calendar of `status`, into a file.

use std::path::PathBuf;

use crate::app::{AppError, Exit, GlobalArgs, World, write_file};
use crate::command::status;

/// Arguments of `export ics`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u16).range(0..=3660))]
    days: u16,
    /// Only what is this person's or team's; a person's teams count
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `export ics`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    status::calendar(world, global, args.days, args.owner.as_deref(), |calendar| match &args.output {
        Some(path) => write_file(&world.folder.join(path), calendar.as_bytes()),
        None => world.output.print_bytes(calendar.as_bytes()),
    })
}

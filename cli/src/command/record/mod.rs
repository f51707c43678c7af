//! `tickmark record`: what was done, and who puts a key under it.

mod review;
mod sign;
mod statement;

use crate::app::{AppError, Exit, GlobalArgs, World};

/// Arguments of `record`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Record,
}

#[derive(Debug, clap::Subcommand)]
enum Record {
    /// Write the statement that you performed what a record says, to be signed with your key
    Sign(sign::Args),
    /// Write the statement that you reviewed a record, to be signed with your key
    Review(review::Args),
}

/// Runs `record`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.command {
        Record::Sign(args) => sign::run(world, global, args),
        Record::Review(args) => review::run(world, global, args),
    }
}

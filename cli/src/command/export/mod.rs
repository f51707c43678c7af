//! `tickmark export`: what the repository says, in the forms of others.

mod codeowners;
mod oscal;

use crate::app::{AppError, Exit, GlobalArgs, World};

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Who has to look at a change of each file, as forges read it
    Codeowners(codeowners::Args),
    /// A model of OSCAL (NIST), valid against its schemas
    Oscal(Box<oscal::Args>),
}

/// Runs `export`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.what {
        What::Codeowners(args) => codeowners::run(world, global, args),
        What::Oscal(args) => oscal::run(world, global, args),
    }
}

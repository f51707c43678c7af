//! `tickmark framework`: which frameworks there are, what they ask, and what is there for it.

mod clauses;
mod coverage;
mod list;
mod show;

use serde::Serialize;

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::text::escape;

/// Arguments of `framework`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the frameworks that are built in or in the repository
    List(list::Args),
    /// Show a framework's groups and requirements, with our own titles
    Show(show::Args),
    /// Say for each group what controls claim and what is on file
    Coverage(coverage::Args),
    /// Say for each clause of ISO/IEC 27001 which document or record answers it, approved by whom, since
    /// which commit
    Clauses(clauses::Args),
}

/// Runs `framework`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.command {
        Command::List(args) => list::run(world, global, args),
        Command::Show(args) => show::run(world, global, args),
        Command::Coverage(args) => coverage::run(world, global, args),
        Command::Clauses(args) => clauses::run(world, global, args),
    }
}

/// A document as JSON, indented, with a final line feed.
fn printed(document: &impl Serialize) -> String {
    // Serializing fails on maps without text keys and on broken writers; here is neither.
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    escape::json(&text)
}

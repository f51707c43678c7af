//! `tickmark packet context`: the exact JSON that templates see.

use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, World};
use crate::command::packet::{Read, Wanted};
use crate::packet;
use crate::text::escape;

/// Arguments of `packet context`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An audit of program.yaml
    audit: String,
    /// As in a draft [default: when no tag is named]
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    auditor: AuditorArgs,
}

/// Runs `packet context`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let options = args.wanted.options(args.draft)?;
    let mut read = Read::at(world, global, &args.audit, options, &args.auditor)?;
    read.options.draft |= read.trail()?.tag.is_none();
    let context = packet::context_value(&read.material()?)?;
    let mut json = serde_json::to_string_pretty(&context).expect("strings and numbers are JSON");
    json.push('\n');
    world.output.print(&escape::json(&json))?;
    Ok(Exit::Done)
}

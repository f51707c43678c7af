//! `tickmark packet context`: the exact JSON that templates see.

use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, World};
use crate::command::packet::{Read, read_artifacts};
use crate::packet::{self, Artifacts, Options};
use crate::text::escape;

/// Arguments of `packet context`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// An audit of program.yaml
    audit: String,
    /// As in a draft [default: when no tag is named]
    #[arg(long)]
    draft: bool,
    /// As with this in `packet build`
    #[arg(long, value_name = "HOW", default_value = "copy", value_parser = read_artifacts)]
    artifacts: Artifacts,
    #[command(flatten)]
    auditor: AuditorArgs,
}

/// Runs `packet context`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let options = Options { draft: args.draft, artifacts: args.artifacts };
    let mut read = Read::at(world, global, &args.audit, options, &args.auditor)?;
    read.options.draft |= read.trail()?.tag.is_none();
    let context = packet::context(&read.material()?)?;
    let mut json = serde_json::to_string_pretty(&context).expect("strings and numbers are JSON");
    json.push('\n');
    world.output.print(&escape::json(&json))?;
    Ok(Exit::Done)
}

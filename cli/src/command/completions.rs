//! `tickmark completions SHELL`.

use crate::app::{AppError, Exit, World};

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

/// Runs `completions`.
pub(super) fn run(world: &World, args: &Args, mut command: clap::Command) -> Result<Exit, AppError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "tickmark", &mut script);
    world.output.print_bytes(&script)?;
    Ok(Exit::Done)
}

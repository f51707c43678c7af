//! `tickmark man`: the manual page.

use crate::app::{AppError, Exit, World};

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `man`.
pub(super) fn run(world: &World, _: &Args, command: clap::Command) -> Result<Exit, AppError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| AppError::usage(format!("cannot render the manual page: {error}")))?;
    world.output.print_bytes(&page)?;
    Ok(Exit::Done)
}

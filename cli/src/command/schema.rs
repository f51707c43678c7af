//! `tickmark schema KIND`: the JSON Schema of a kind of file.

use crate::app::{AppError, Exit, World};
use crate::embedded;
use crate::kind::Kind;
use crate::text::did_you_mean;

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The kind; without it, the kinds are listed
    kind: Option<String>,
}

/// Runs `schema`.
pub(super) fn run(world: &World, args: &Args) -> Result<Exit, AppError> {
    let Some(name) = &args.kind else {
        let kinds = Kind::ALL.iter().map(|kind| format!("{:18} {}\n", kind.name(), kind.lives_in()));
        world.output.print(&kinds.collect::<String>())?;
        return Ok(Exit::Done);
    };
    let names = || Kind::ALL.iter().map(|kind| kind.name());
    let Some(kind) = Kind::ALL.iter().find(|kind| kind.name() == name) else {
        let error = AppError::usage(format!("no kind of file is called `{name}`"));
        return Err(match did_you_mean(name, names()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`tickmark schema` lists them"),
        });
    };
    world.output.print(embedded::schema(*kind))?;
    Ok(Exit::Done)
}

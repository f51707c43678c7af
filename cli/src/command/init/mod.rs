//! `tickmark init`: the first files of a compliance repository.
//!
//! Small and honest: the controls are drafts, the policy is not approved, and lint says so. What is
//! written lints without errors. All of it is written or nothing, and nothing is overwritten unless
//! `--force` says so; files that a repository has for other reasons as well are left as they are,
//! and what they lack is told.

mod answers;
mod files;

use std::path::PathBuf;

use crate::app::{AppError, Exit, GlobalArgs, InTheWay, Questions, Scope, World, is_taken, write_files};
use crate::command::init::answers::Answers;
use crate::command::init::files::{Planned, Setting};

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The company's name
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
    /// The company's time zone; it decides on which day something fell [default: UTC]
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// The first person of the programme, who owns the first controls
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The address with which that person commits
    #[arg(long, value_name = "MAIL")]
    email: Option<String>,
    /// The frameworks in scope [default: soc2]
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    framework: Vec<String>,
    /// The next audit: the days it covers, A..B, or its day
    #[arg(long, value_name = "A..B")]
    audit: Option<String>,
    /// Overwrite what is there
    #[arg(long)]
    force: bool,
}

/// Runs `init`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let setting = Setting::of(&Scope::for_new(world, global)?);
    let questions = Questions::new(world.output, global);
    let answers = Answers::gather(args, &questions)?;
    let planned = Planned::new(&answers, setting, args.force, |path| is_taken(&world.folder.join(path)));
    let files: Vec<(PathBuf, Vec<u8>)> =
        planned.files.iter().map(|(path, text)| (PathBuf::from(path), text.clone().into_bytes())).collect();
    let refused = InTheWay::Refused("nothing was written; `--force` overwrites what is there");
    write_files(&world.folder, &files, if args.force { InTheWay::Replaced } else { refused })?;
    if questions.are_asked() {
        world.output.say(&format!("\nThe same without questions:\n  {}\n\n", answers.command()));
    }
    world.output.print(&planned.told(world))?;
    Ok(Exit::Done)
}

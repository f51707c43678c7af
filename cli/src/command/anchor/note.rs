//! `tickmark anchor note`: what a witness saw, to be signed with a key that the company has not.

use jiff::Timestamp;

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::command::anchor::{Desk, file, read_name};
use crate::signature::ssh::Namespace;
use crate::signature::statement::{SeenCommit, Witness};
use crate::text::escape::{home, shell};

/// Arguments of `anchor note`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How the note is called below evidence/anchors/
    #[arg(value_name = "NAME", value_parser = read_name)]
    name: String,
    /// The name of the main line [default: the branch that is checked out]
    #[arg(long, value_name = "BRANCH")]
    line: Option<String>,
    /// The witness's key in the printed command; it is not read
    #[arg(long, value_name = "FILE", default_value = "~/.ssh/id_ed25519")]
    key: String,
}

/// Runs `anchor note`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let desk = Desk::open(world, global)?;
    let trail = desk.judged.trail()?;
    if !trail.complete {
        return Err(AppError::cannot_tell("the history is cut, so its commits cannot be counted")
            .help("fetch the rest with `git fetch --unshallow`"));
    }
    let head = trail.head().ok_or_else(|| AppError::usage("the repository has no commit yet"))?;
    let line = match &args.line {
        Some(line) => line.clone(),
        None => desk.scope.repository()?.branch()?.ok_or_else(|| {
            AppError::usage("no branch is checked out").help("name the main line with `--line BRANCH`")
        })?,
    };
    let note = Witness {
        line,
        commit: SeenCommit::Sha1(head.id),
        count: trail.line.len() as u64,
        time: Timestamp::from_second(world.now.as_second()).unwrap_or(world.now),
    };
    let text = note.written().map_err(|fault| {
        AppError::usage(fault.to_string()).help("name the main line with `--line BRANCH`")
    })?;
    let path = file(&args.name, "note");
    desk.write(world, &[(path.clone(), text.as_bytes())])?;
    world.output.say(&format!(
        "commit {} of the main line, {}; it counts once somebody outside the company has signed it\n",
        note.count,
        head.id.short()
    ));
    let shown = shell(&desk.scope.from_here(&path));
    world.output.print(&format!(
        "ssh-keygen -Y sign -n {} -f {} {shown}\ngit add {shown} {shown}.sig\n",
        Namespace::Witness.name(),
        home(&args.key)
    ))?;
    Ok(Exit::Done)
}

//! `tickmark anchor`: what ties the history to clocks and memories outside.
//!
//! No socket is opened and no key is read: what another program has to do is printed.

mod create;
mod list;
mod note;

use std::path::PathBuf;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, InTheWay, Scope, World, write_files};
use crate::place::RepoPath;
use crate::text::visible;

/// Arguments of `anchor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Anchor,
}

#[derive(Debug, clap::Subcommand)]
enum Anchor {
    /// Take a tag to be time-stamped, and the stamp when it has come
    Create(create::Args),
    /// Show every time stamp, witness note and forge, with what it covers
    List(list::Args),
    /// Check every time stamp and witness note; the exit code is the answer
    Verify(list::Args),
    /// Write a witness note of the main line as it stands, to be signed by somebody outside
    Note(note::Args),
}

/// Runs `anchor`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.command {
        Anchor::Create(args) => create::run(world, global, args),
        Anchor::List(args) => list::run(world, global, args).map(|_| Exit::Done),
        Anchor::Verify(args) => list::run(world, global, args),
        Anchor::Note(args) => note::run(world, global, args),
    }
}

/// The work tree with its history.
struct Desk {
    scope: Scope,
    judged: Judged,
}

impl Desk {
    fn open(world: &World, global: &GlobalArgs) -> Result<Self, AppError> {
        if global.at.is_some() {
            return Err(AppError::usage(
                "an anchor is written to the work tree, and `--at` names a revision",
            )
            .help("leave `--at` out"));
        }
        let scope = Scope::find(world, global)?;
        let judged = walk(&scope)?;
        judged.trail()?;
        Ok(Self { scope, judged })
    }

    /// The bytes of an anchor's file in the work tree.
    fn bytes(&self, path: &RepoPath) -> Option<&[u8]> {
        self.judged.loaded.snapshot.find(path.as_str()).and_then(|(_, file)| file.bytes.as_deref())
    }

    /// Writes files that are not there yet; one that is there must hold the same bytes.
    fn write(&self, world: &World, files: &[(RepoPath, &[u8])]) -> Result<(), AppError> {
        let new = files.iter().filter(|(path, bytes)| self.bytes(path) != Some(*bytes));
        let new: Vec<(PathBuf, Vec<u8>)> =
            new.map(|(path, bytes)| (PathBuf::from(path.as_str()), bytes.to_vec())).collect();
        let folder = self.scope.folder.clone().unwrap_or_else(|| world.folder.clone());
        let refused = InTheWay::Refused("take another name; what is there was left as it is");
        write_files(&folder, &new, refused)?;
        for (path, _) in &new {
            let path = RepoPath::new(path.to_string_lossy());
            world.output.say(&format!("wrote {}\n", visible(&self.scope.from_here(&path))));
        }
        Ok(())
    }
}

/// `evidence/anchors/NAME` with an ending.
fn file(name: &str, ending: &str) -> RepoPath {
    RepoPath::new(format!("evidence/anchors/{name}.{ending}"))
}

/// A name that is a file's name everywhere.
fn read_name(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let fits = text.len() <= 64 && text.chars().all(plain);
    if fits && ends(text.chars().next()) && ends(text.chars().last()) {
        Ok(text.to_owned())
    } else {
        Err("a name is made of letters, digits, `.`, `-` and `_`".to_owned())
    }
}

//! `tickmark lsp`: a language server over standard input and output.
//!
//! Everything that is said about a file comes from `lint`'s own stages and from `editor`; here are
//! the protocol, the open files and the order of things. One message after another: what changes
//! files is only noted, and the repository is linted when nothing more waits, or when a request
//! needs it. So typing is never in the way of an answer, and no two threads race.

mod answers;
mod buffer;
mod messages;
mod server;
mod show;
mod uri;

use crate::app::{AppError, Exit, GlobalArgs, World};

/// Arguments of `lsp`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Speak over standard input and output, which is the only way; editors pass it by habit
    #[arg(long)]
    stdio: bool,
}

/// Runs `lsp`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let Args { stdio: _ } = args;
    if global.at.is_some() {
        return Err(AppError::usage("an editor shows the work tree, and `--at` names a revision")
            .help("leave `--at` away"));
    }
    server::Server::new(world, global).serve()
}

//! `tickmark record sign`: the performer's statement over a record's bytes.

use std::path::PathBuf;

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::command::record::statement::{Statement, Target};
use crate::signature::ssh::Namespace;
use crate::signature::statement::Performed;

/// Arguments of `record sign`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The record
    #[arg(value_name = "RECORD")]
    record: PathBuf,
    /// The key that the printed command signs with; it is not read
    #[arg(long, value_name = "FILE", default_value = "~/.ssh/id_ed25519")]
    key: String,
}

/// Runs `record sign`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let target = Target::find(world, global, &args.record)?;
    let performer = target.performer().ok_or_else(|| {
        AppError::usage(format!("`{}` does not say who performed it", target.path))
            .help("write `performed: {by: …, at: …}` first: the statement is over the bytes of the record")
    })?;
    let said = Performed { record: target.path.clone(), sha256: target.sha256() };
    let text = said.written().map_err(|fault| target.refused(&fault))?;
    let statement = Statement { word: "performed", namespace: Namespace::Performed, text };
    let who = format!("sign it as `{performer}`, whom `performed.by` names");
    target.settle(world, &statement, &args.key, &[performer], &who)
}

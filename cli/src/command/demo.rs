//! `tickmark demo [DIR]`: a made-up company to try everything on.

use std::path::{Path, PathBuf};

use crate::app::{AppError, Exit, GlobalArgs, World, sweep_beside};
use crate::demo::{self, Written};

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to write; it must not exist, or be empty
    #[arg(default_value = "northwind")]
    folder: PathBuf,
    /// Show the main job on it as well: lint, trail, and the packets of two audits
    #[arg(long)]
    show: bool,
}

/// What a newcomer tries, in this order, and what it shows. The first four are what `--show` runs.
const TRY: [(&str, &str); 8] = [
    ("lint --at soc2-2026/end --format concise", "everything that is wrong"),
    ("trail soc2-2026 --at soc2-2026/end --format table", "nine months, control by control"),
    ("packet build soc2-2026 --at soc2-2026/end", "what the SOC 2 auditor gets"),
    ("packet build iso-2026 --at soc2-2026/end", "what the ISO 27001 auditor gets"),
    ("packet verify packet-soc2-2026", "what an auditor checks"),
    ("trail AC-02 --at soc2-2026/end", "one control's story"),
    ("lint --at demo/tampered --as-of 2026-10-16", "an artifact edited after the fact"),
    (
        "gaps havenline --using soc2 --at demo/customer",
        "a customer's demands, and what may meet them already",
    ),
];

/// How many of [`TRY`] are shown by `--show`.
const SHOWN: usize = 4;

/// Runs `demo`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let folder = world.folder.join(&args.folder);
    // What a killed run left would stand in the way of an empty folder.
    sweep_beside(&folder);
    sweep_beside(&folder.join("README.md"));
    let written = demo::write(&folder).map_err(|error| {
        AppError::usage(error.to_string()).help("name another folder: `tickmark demo DIR`")
    })?;
    world.output.print(&welcome(&args.folder, &written))?;
    if args.show {
        for (words, about) in &TRY[..SHOWN] {
            world.output.print(&format!("\n{about}: tickmark {words}\n\n"))?;
            let global = GlobalArgs { directory: Some(folder.clone()), ..global.clone() };
            super::again(world, &global, words)?;
        }
    }
    world.output.print(&what_to_try(&args.folder, if args.show { &TRY[SHOWN..] } else { &TRY[..] }))?;
    Ok(Exit::Done)
}

fn welcome(folder: &Path, written: &Written) -> String {
    format!(
        "Northwind Robotics in {}: {} signed commits by five people, nine months of evidence,\n\
         ten honest flaws; main stands at {}\n",
        folder.display(),
        written.commits,
        written.head.get(..10).unwrap_or(&written.head),
    )
}

fn what_to_try(folder: &Path, commands: &[(&str, &str)]) -> String {
    let lines =
        commands.iter().map(|(words, about)| format!("  {:60}{about}\n", format!("tickmark {words}")));
    format!("\nTry:\n  cd {}\n{}", folder.display(), lines.collect::<String>())
}

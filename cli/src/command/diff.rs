//! `tickmark diff A..B`: what is different between two revisions, by what the repository says.

use crate::app::pipeline::{Compared, compare_revisions};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::report::compare::{CompareReport, End, full, json, markdown};
use crate::report::trail::Style;

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Two tags, branches or commits; without the second one: HEAD
    #[arg(value_name = "A..B")]
    range: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: by area, field by field, prose line by line
    Full,
    /// For programs: tickmark/diff/1
    Json,
    /// A page: what changed, for SOC 2 DC 9 and a surveillance audit
    Markdown,
}

/// Runs `diff`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage(
            "`diff` compares the two revisions that it is given, and `--at` names a third",
        )
        .help("write `tickmark diff A..B`"));
    }
    let (before, after) = ends(&args.range)?;
    let scope = Scope::of_commit(world, &GlobalArgs { at: Some(after.to_owned()), ..global.clone() })?;
    let Compared { comparison, before, after, company } = compare_revisions(&scope, before)?;
    let style = Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii };
    let end =
        |(commit, name): (crate::place::CommitId, Option<String>)| End { commit: commit.to_string(), name };
    let report = CompareReport {
        comparison: &comparison,
        company: &company,
        before: end(before),
        after: end(after),
        style,
    };
    match args.format {
        Format::Full => world.output.print(&full(&report))?,
        Format::Json => world.output.print_bytes(json(&report).as_bytes())?,
        Format::Markdown => world.output.print_bytes(markdown(&report).as_bytes())?,
    }
    Ok(Exit::Done)
}

/// `A..B`, `A..` and `A`.
fn ends(range: &str) -> Result<(&str, &str), AppError> {
    let wrong = || {
        AppError::usage(format!("`{range}` does not name two revisions")).help(
            "write it like `soc2-2026/start..soc2-2026/end`; `A...B` is `tickmark check --base A --head B`",
        )
    };
    let (before, after) = range.split_once("..").unwrap_or((range, "HEAD"));
    if before.is_empty() || after.starts_with('.') || after.contains("..") {
        return Err(wrong());
    }
    Ok((before, if after.is_empty() { "HEAD" } else { after }))
}

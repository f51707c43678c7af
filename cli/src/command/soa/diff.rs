//! `tickmark soa diff A..B`.

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::assess::soa_changes;
use crate::command::outputs::{Outputs, Rendered};
use crate::command::revision::Revision;
use crate::command::soa::{Format, assessed, book, company, statement};
use crate::report::clocks;
use crate::report::soa::{ChangeReport, change_json, change_markdown, change_sheet, change_table};
use crate::report::trail::Style;
use crate::sheet::csv;

/// Arguments of `soa diff`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Two tags, branches or commits; each is judged on its own day. `A..` goes up to what is here now
    #[arg(value_name = "A..B")]
    range: String,
    /// The framework [default: the one in scope whose requirements could be excluded]
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    #[command(flatten)]
    outputs: Outputs<Format>,
}

/// Runs `soa diff`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let (old, new) = Revision::pair(world, global, &args.range)?;
    let (assessed_old, assessed_new) = (assessed(&old), assessed(&new));
    let after = statement(&new, &assessed_new, args.framework.as_deref())?;
    let before = statement(&old, &assessed_old, Some(&after.framework.id))?;
    let changes = soa_changes(&before, &after);
    let said = |revision: &Revision| clocks(&revision.judged.loaded.snapshot.origin, revision.judged.as_of);
    let (clocks_old, clocks_new) = (said(&old), said(&new));
    let complete = assessed_old.complete && assessed_new.complete;
    let report = ChangeReport {
        old: &before,
        new: &after,
        changes: &changes,
        company: company(new.judged.loaded.program()?),
        clocks: [&clocks_old, &clocks_new],
        commits: [&assessed_old, &assessed_new].map(|one| one.commit.map(|commit| commit.to_string())),
        days: [&old, &new].map(|revision| revision.judged.as_of.to_string()),
        complete,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    args.outputs.deliver(world, |format| {
        Ok(match format {
            Format::Table => Rendered::Styled(change_table(&report)),
            Format::Csv => csv(&change_sheet(&report)).into(),
            Format::Markdown => change_markdown(&report).into(),
            Format::Json => change_json(&report).into(),
            Format::Xlsx => {
                let title = "Changes of the Statement of Applicability";
                book(title, report.company, &new, vec![change_sheet(&report)])?
            }
        })
    })?;
    Ok(if complete { Exit::Done } else { Exit::CannotTell })
}

//! `tickmark export`: what the repository says, in the forms of others.

mod codeowners;
mod html;
mod ics;
mod policy_site;
mod table;

use crate::app::pipeline::Judged;
use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::place::Origin;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Who has to look at a change of each file, as forges read it
    Codeowners(codeowners::Args),
    /// One kind of row as CSV that `import csv` takes back
    Csv(table::Args),
    /// The register as a workbook that `import xlsx` takes back
    Xlsx(table::Args),
    /// What is due, as a calendar to subscribe to
    Ics(ics::Args),
    /// The register as one page for a browser
    Html(html::Args),
    /// The policies as a plain static site for staff
    PolicySite(policy_site::Args),
}

/// Runs `export`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.what {
        What::Codeowners(args) => codeowners::run(world, global, args),
        What::Csv(args) => table::csv(world, global, args),
        What::Xlsx(args) => table::xlsx(world, global, args),
        What::Ics(args) => ics::run(world, global, args),
        What::Html(args) => html::run(world, global, args),
        What::PolicySite(args) => policy_site::run(world, global, args),
    }
}

/// Which files are shown, in words; empty where there is no commit.
fn revision(judged: &Judged) -> String {
    match &judged.loaded.snapshot.origin {
        Origin::Commit { commit, name } => match name {
            Some(name) => format!("{name}, commit {}", commit.short()),
            None => format!("commit {}", commit.short()),
        },
        Origin::WorkTree { head: Some(head) } => {
            format!("files as they lie there, on commit {}", head.short())
        }
        Origin::WorkTree { head: None } | Origin::Index { .. } => String::new(),
    }
}

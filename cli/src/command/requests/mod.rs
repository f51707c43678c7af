//! `tickmark requests`: the auditor's own list, read, followed and handed back.

mod columns;
mod export;
mod import;
mod list;
mod status;

use std::collections::BTreeSet;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::model::{Audit, Program, RequestList};
use crate::place::RepoPath;

/// Arguments of `requests`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Requests,
}

#[derive(Debug, clap::Subcommand)]
enum Requests {
    /// Take in the auditor's list, a workbook or CSV
    Import(import::Args),
    /// Say where each request stands, and what answers it
    Status(status::Args),
    /// Hand the list back as it came, with our answers beside it
    Export(export::Args),
}

/// Runs `requests`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.command {
        Requests::Import(args) => import::run(world, global, args),
        Requests::Status(args) => status::run(world, global, args),
        Requests::Export(args) => export::run(world, global, args),
    }
}

/// The repository and one audit of it.
struct Desk {
    scope: Scope,
    judged: Judged,
    audit: Audit,
}

/// The only audit that has a list, else the only one there is.
fn only_one(judged: &Judged, program: &Program) -> Result<String, AppError> {
    let listed = judged.loaded.register.requests.iter().map(|list| list.audit.value.as_str());
    let listed: BTreeSet<&str> = listed.collect();
    let all: Vec<&str> = program.audits.iter().map(|audit| audit.id.value.as_str()).collect();
    let only = match (listed.len(), all.len()) {
        (1, _) => listed.first().copied(),
        (0, 1) => all.first().copied(),
        _ => None,
    };
    only.map(str::to_owned).ok_or_else(|| {
        AppError::usage("which audit's list is meant cannot be told")
            .help(format!("name one: {}", all.join(", ")))
    })
}

impl Desk {
    /// The audit that is named, else the only one that has a list, else the only one there is.
    fn find(world: &World, global: &GlobalArgs, audit: Option<&str>) -> Result<Self, AppError> {
        let scope = Scope::find(world, global)?;
        let judged = walk(&scope)?;
        let program = judged.loaded.program()?;
        let id = audit.map_or_else(|| only_one(&judged, program), |id| Ok(id.to_owned()))?;
        let audit = judged.loaded.audit(&id)?.clone();
        Ok(Self { scope, judged, audit })
    }

    fn id(&self) -> &str {
        &self.audit.id.value
    }

    fn list(&self) -> Option<&RequestList> {
        self.judged.loaded.register.requests.iter().find(|list| list.audit.value == *self.id())
    }

    /// The list of the audit, or what to do where there is none.
    fn existing(&self) -> Result<&RequestList, AppError> {
        self.list().ok_or_else(|| {
            AppError::usage(format!("there is no request list for `{}`", self.id()))
                .help(format!("take in the auditor's: `tickmark requests import FILE --audit {}`", self.id()))
        })
    }

    /// The file behind an answer: an id's, or the path itself.
    fn link(&self, answer: &str) -> Option<RepoPath> {
        let register = &self.judged.loaded.register;
        let of_id = (register.controls.get(answer).map(|one| &one.path))
            .or_else(|| register.policies.get(answer).map(|one| &one.path))
            .or_else(|| register.populations.get(answer).map(|one| &one.path))
            .or_else(|| register.incidents.get(answer).map(|one| &one.path))
            .or_else(|| register.risks.get(answer).map(|one| &one.path));
        of_id.or_else(|| register.file(answer).map(|fact| &fact.path)).cloned()
    }
}

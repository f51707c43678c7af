//! `tickmark show ID`: anything that has an id, with everything that is linked to it.

mod render;

use std::collections::BTreeSet;

use crate::app::pipeline::walk;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::{Duty, agenda};
use crate::command::show::render::{ShowReport, full, json, markdown};
use crate::editor::{Card, View, card_ids, cards, mentions};
use crate::text::did_you_mean;

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id of a control, risk, policy, person, team, vendor, asset, population, audit, incident,
    /// exception or framework; a requirement like soc2:CC6.1; or a file
    #[arg(value_name = "ID")]
    id: String,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Full,
    /// For programs: tickmark/show/1
    Json,
    /// A page
    Markdown,
}

/// Runs `show`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let judged = walk(&scope)?;
    let assessment = judged.assess(judged.lint_window(), None);
    let documents = judged.loaded.documents();
    let documents: Vec<_> = documents.iter().map(Option::as_ref).collect();
    let mentions = mentions(&judged.loaded.register, &documents);
    let files = &judged.loaded.snapshot.files;
    let view = View {
        register: &judged.loaded.register,
        documents,
        sources: files.iter().map(|file| file.bytes.as_deref().unwrap_or_default()).collect(),
        broken: &BTreeSet::new(),
        mentions: &mentions,
        assessment: &assessment,
        findings: &[],
        trail: judged.trail.as_ref(),
        as_of: judged.as_of,
    };
    let found = cards(&view, &args.id);
    if found.is_empty() {
        return Err(unknown(&view, &args.id));
    }
    let duties = agenda(&judged.loaded.register, &assessment, judged.as_of);
    let report = ShowReport {
        cards: found.iter().map(|card| (card, of(card, &duties))).collect(),
        query: &args.id,
        snapshot: &judged.loaded.snapshot,
        commit: assessment.commit.map(|commit| commit.to_string()),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        as_of: judged.as_of,
        width: world.output.terminal.width,
    };
    match args.format {
        Format::Full => world.output.print(&full(&report))?,
        Format::Json => world.output.print_bytes(json(&report).as_bytes())?,
        Format::Markdown => world.output.print_bytes(markdown(&report).as_bytes())?,
    }
    Ok(Exit::Done)
}

/// What is to be done about a thing, or by a person or team.
fn of<'a>(card: &Card, duties: &'a [Duty]) -> Vec<&'a Duty> {
    let owns = matches!(card.sort, "person" | "team");
    let concerns = |duty: &&Duty| {
        if owns {
            duty.owner.as_deref() == Some(&card.id)
        } else {
            duty.subject == card.id || duty.item == card.id
        }
    };
    duties.iter().filter(concerns).collect()
}

fn unknown(view: &View<'_>, id: &str) -> AppError {
    let error = AppError::usage(format!("nothing is called `{id}`"));
    let bare = id.split_once(':').map_or(id, |(_, bare)| bare);
    match did_you_mean(bare, card_ids(view)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(
            "ids stand in the files below policies/ and evidence/; requirements are written like soc2:CC6.1",
        ),
    }
}

//! `tickmark export html`: the register as one page for a browser.

use std::path::PathBuf;

use crate::app::pipeline::walk;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World, write_file};
use crate::command::export::{revision, table};
use crate::exchange::SHAPES;
use crate::site::{Part, Register, register};
use crate::text::visible;

/// The columns of each overview.
const OVERVIEWS: &[(&str, &str, &[&str])] = &[
    ("control", "Controls", &["id", "title", "owner", "cadence", "status", "mitigates"]),
    ("risk", "Risks", &["id", "title", "owner", "inherent.likelihood", "inherent.impact", "treatment"]),
    ("vendor", "Vendors", &["id", "what", "owner", "critical", "country", "reviewed.at"]),
    ("asset", "Assets", &["id", "what", "kind", "owner", "classification", "critical"]),
    ("population", "Populations", &["id", "title", "source", "owner"]),
    ("soa", "Decisions on applicability", &["soa.framework", "id", "applies", "status", "due", "because"]),
    ("framework", "Frameworks of our own", &["framework.id", "id", "title", "group", "category"]),
    ("crosswalk", "Crosswalks of our own", &["source", "target", "relationship", "strength", "note"]),
];

/// Arguments of `export html`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs `export html`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::find(world, global)?;
    let judged = walk(&scope)?;
    let mut parts = Vec::new();
    for shape in SHAPES {
        let sheet = table::register(&judged, shape, false)?;
        let known = OVERVIEWS.iter().find(|(name, ..)| *name == shape.name);
        let (title, overview) =
            known.map_or((shape.tab, &[][..]), |(_, title, overview)| (*title, *overview));
        parts.push(Part { title: title.to_owned(), overview: overview.to_vec(), sheet });
    }
    let company = judged.loaded.program()?.company.as_ref();
    let bytes = register(&Register {
        company: company.map(|name| name.value.clone()).unwrap_or_default(),
        day: judged.as_of.to_string(),
        revision: revision(&judged),
        parts,
    });
    let Some(output) = &args.output else {
        world.output.print_bytes(&bytes)?;
        return Ok(Exit::Done);
    };
    write_file(&world.folder.join(output), &bytes)?;
    world.output.print(&format!("{}\n", visible(&output.display().to_string())))?;
    Ok(Exit::Done)
}

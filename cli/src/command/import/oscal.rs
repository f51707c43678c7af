//! `tickmark import oscal FILE`.

use std::path::PathBuf;

use crate::app::{AppError, Exit};
use crate::command::import::{Desk, Writing};
use crate::interop::{Handed, oscal, slug};

const MORE: &str = "\
JSON and YAML of OSCAL 1.0 to 1.2 are read. A catalog, or a profile that was resolved into one, becomes
policies/frameworks/ID.yaml: its ids and titles, in its own order. A profile with the catalog that it
chooses from (--catalog) becomes that framework with what it chooses. A component definition becomes
draft controls, one for each requirement that a component implements. A mapping becomes a crosswalk.
What `tickmark export oscal` wrote becomes the files that it was made of, every field of them.

Examples:
  tickmark import oscal NIST_SP-800-53_rev5_catalog.json --id nist-800-53
  tickmark import oscal component.json --framework nist-800-53
  tickmark import oscal mapping.json --from nist-800-53 --to iso27001";

/// Arguments of `import oscal`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The document
    file: PathBuf,
    /// Catalogs: the framework's id [default: made of its title]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Catalogs: what an assessment against it ends in [default: guideline]
    #[arg(long, value_parser = ["attestation", "certification", "regulation", "guideline"])]
    kind: Option<String>,
    /// Components: the framework whose requirements they implement
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// Components: who owns the draft controls, a person or team of the programme
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Components: the cadence of the draft controls [default: annual]
    #[arg(long, value_name = "CADENCE")]
    cadence: Option<String>,
    /// Mappings: the framework of the source
    #[arg(long, value_name = "ID", requires = "to")]
    from: Option<String>,
    /// Mappings: the framework of the target
    #[arg(long, value_name = "ID", requires = "from")]
    to: Option<String>,
    /// Profiles: the catalog that they choose from
    #[arg(long, value_name = "FILE")]
    catalog: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(desk: &Desk<'_>, args: &Args) -> Result<Exit, AppError> {
    if let Some(id) = args.id.as_deref().filter(|id| slug(id).as_deref() != Some(*id)) {
        return Err(AppError::usage(format!("`{id}` is no id of a framework"))
            .help("use lower-case letters, digits, `.`, `_` and `-`"));
    }
    let options = oscal::Options {
        id: args.id.clone(),
        kind: args.kind.clone(),
        framework: args.framework.clone(),
        owner: desk.owner(args.owner.as_deref())?,
        cadence: args.cadence.clone(),
        sides: args.from.clone().zip(args.to.clone()),
        catalog: args.catalog.as_deref().map(|path| desk.read(path)).transpose()?.map(|(_, bytes)| bytes),
    };
    let (name, bytes) = desk.read(&args.file)?;
    let import = oscal::import(Handed { name: &name, bytes: &bytes }, &options, &desk.known())?;
    desk.write(import, args.writing)
}

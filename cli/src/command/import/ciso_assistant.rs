//! `tickmark import ciso-assistant FILE…`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::app::{AppError, Exit};
use crate::command::import::{Desk, Writing};
use crate::interop::{Handed, ciso_assistant, slug};

const MORE: &str = "\
Ids and names are taken, with implementation groups as categories. The requirements' texts belong to
their publishers: --with-text writes them to .tickmark/texts/, which Git then ignores. Rows of a mapping
need both frameworks: name their libraries in the same run, import them before, or say with --as which
of yours they are. What has no place here is said and left out.

Examples:
  tickmark import ciso-assistant nist-csf-2.0.yaml --locale fr
  tickmark import ciso-assistant anssi-guide-hygiene.yaml mapping-*.yaml --as iso27001-2022=iso27001";

/// Arguments of `import ciso-assistant`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// The libraries
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The language of names, where a library has several
    #[arg(long, value_name = "LANGUAGE")]
    locale: Option<String>,
    /// Take the requirements' texts, too, into a folder that Git ignores
    #[arg(long)]
    with_text: bool,
    /// Take reference controls as draft controls
    #[arg(long)]
    controls: bool,
    /// Who owns the draft controls, a person or team of the programme
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The cadence of draft controls [default: annual]
    #[arg(long, value_name = "CADENCE")]
    cadence: Option<String>,
    /// A framework under another id than the library's
    #[arg(long = "as", value_name = "THEIRS=OURS")]
    renamed: Vec<String>,
    /// Risk matrices: the highest level that you live with [default: the lowest one]
    #[arg(long, value_name = "LEVEL")]
    appetite: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(desk: &Desk<'_>, args: &Args) -> Result<Exit, AppError> {
    let mut renamed = BTreeMap::new();
    for pair in &args.renamed {
        let (theirs, ours) = pair
            .split_once('=')
            .filter(|(theirs, ours)| !theirs.is_empty() && slug(ours).as_deref() == Some(*ours))
            .ok_or_else(|| {
                AppError::usage(format!("`{pair}` does not say which framework is called how"))
                    .help("write `--as THEIRS=OURS`, as in `--as iso27001-2022=iso27001`")
            })?;
        renamed.insert(theirs.to_owned(), ours.to_owned());
    }
    let options = ciso_assistant::Options {
        locale: args.locale.clone(),
        with_text: args.with_text,
        controls: args.controls,
        owner: desk.owner(args.owner.as_deref())?,
        cadence: args.cadence.clone(),
        renamed,
        appetite: args.appetite.clone(),
    };
    let read: Vec<(String, Vec<u8>)> =
        args.files.iter().map(|path| desk.read(path)).collect::<Result<_, _>>()?;
    let files: Vec<Handed<'_>> = read.iter().map(|(name, bytes)| Handed { name, bytes }).collect();
    let import = ciso_assistant::import(&files, &options, &desk.known())?;
    desk.write(import, args.writing)
}

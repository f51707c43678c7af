//! What the auditor knows and says by flag: a root, commits he has seen, clocks and witnesses.
#![expect(
    clippy::disallowed_methods,
    reason = "the auditor's own files lie outside of the repository that is judged"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::app::{AppError, World};
use crate::model::{Audit, Program};
use crate::place::CommitId;
use crate::signature::openpgp::Certificate;
use crate::signature::ssh::AllowedSigners;
use crate::signature::timestamp::Roots;
use crate::text::visible;
use crate::trust::Auditor;

/// Flags of the commands that grade.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "What you know beside the repository")]
pub struct AuditorArgs {
    /// The trust root: the commit that was agreed as the beginning [default: the audit's `root`]
    #[arg(long, value_name = "COMMIT", value_parser = full_id)]
    pub root: Option<CommitId>,
    /// A commit of the main line that you have seen before; may stand several times
    #[arg(long, value_name = "COMMIT", value_parser = full_id)]
    pub seen: Vec<CommitId>,
    /// PEM file with roots of time-stamp authorities that you trust; may stand several times
    #[arg(long, value_name = "FILE")]
    pub tsa_root: Vec<PathBuf>,
    /// File with the OpenPGP keys with which a forge signs what is merged on the web; may stand several
    /// times, each for another forge
    #[arg(long, value_name = "FILE")]
    pub forge_key: Vec<PathBuf>,
    /// File of allowed signers with the keys of witnesses; may stand several times
    #[arg(long, value_name = "FILE")]
    pub witness: Vec<PathBuf>,
}

impl AuditorArgs {
    /// The one root that the audits of the programme name; `None` when there is none, or several.
    pub fn agreed_root(program: &Program) -> Option<String> {
        let roots = program.audits.iter().filter_map(|audit| audit.root.as_ref());
        let named: BTreeSet<&str> = roots.map(|root| &*root.value).collect();
        named.first().filter(|_| named.len() == 1).map(|root| (*root).to_owned())
    }

    /// True when all that he knows is said, and nothing lies in files.
    pub fn names_no_file(&self) -> bool {
        self.tsa_root.is_empty() && self.forge_key.is_empty() && self.witness.is_empty()
    }

    /// Reads the files and settles the root: the flag's, else the audit's, else the one root that the
    /// audits of the programme name.
    pub fn resolve(
        &self,
        world: &World,
        by_revision: bool,
        program: &Program,
        audit: Option<&Audit>,
    ) -> Result<Auditor, AppError> {
        let named = match audit {
            Some(audit) => audit.root.as_ref().map(|root| root.value.clone()),
            None => Self::agreed_root(program),
        };
        let mut witness = AllowedSigners::default();
        for path in &self.witness {
            witness.extend(read_witness(world, path)?);
        }
        Ok(Auditor {
            root: self.root.map(|root| root.to_string()).or(named),
            seen: self.seen.iter().copied().collect(),
            stamps: self.roots(world)?,
            forges: self.forges(world)?,
            witness,
            by_revision,
        })
    }

    /// Roots of authorities for time stamps.
    pub fn roots(&self, world: &World) -> Result<Roots, AppError> {
        let mut stamps = Roots::default();
        for path in &self.tsa_root {
            stamps.add(&read_given(world, path)?).map_err(|fault| {
                AppError::usage(format!("`{}`: {fault}", path.display()))
                    .help("name a PEM file with the authority's root certificate")
            })?;
        }
        Ok(stamps)
    }

    /// Keys of forges, a list for each file. One that is too weak is told: it would be silent else.
    fn forges(&self, world: &World) -> Result<Vec<Vec<Certificate>>, AppError> {
        let one = |path: &PathBuf| {
            let keys = Certificate::read(&read_given(world, path)?).map_err(|fault| {
                AppError::usage(format!("`{}`: {fault}", path.display()))
                    .help("name a file with the forge's public keys, as `gpg --armor --export` writes it")
            })?;
            for key in &keys {
                if let Some(weakness) = key.weakness() {
                    let shown = format!("{}", path.display());
                    world.output.say(&format!(
                        "note: {} in `{}` gives no time: {weakness}\n",
                        key.fingerprint(),
                        visible(&shown)
                    ));
                }
            }
            Ok(keys)
        };
        self.forge_key.iter().map(one).collect()
    }
}

/// Keys that count; a line that cannot be read was meant to count, and does not.
fn read_witness(world: &World, path: &Path) -> Result<AllowedSigners, AppError> {
    let signers = AllowedSigners::read(&read_given(world, path)?);
    match signers.problems().first() {
        Some(problem) => {
            Err(AppError::usage(format!("`{}`, line {}: {}", path.display(), problem.line, problem.fault))
                .help("write each line as OpenSSH reads it: NAMES [OPTIONS] KEYTYPE KEY"))
        }
        None => Ok(signers),
    }
}

/// Reads a file that somebody brings along.
pub fn read_given(world: &World, path: &Path) -> Result<Vec<u8>, AppError> {
    let place = world.folder.join(path);
    fs::read(&place).map_err(|error| AppError::io("read", path, &error))
}

fn full_id(text: &str) -> Result<CommitId, String> {
    let id: CommitId = text.parse().map_err(|error: crate::place::ObjectIdError| error.to_string())?;
    if id.to_string() == text { Ok(id) } else { Err(format!("`{text}` is not written in lower case")) }
}

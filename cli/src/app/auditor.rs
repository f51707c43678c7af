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
use crate::signature::ssh::AllowedSigners;
use crate::signature::timestamp::Roots;
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
    /// File of allowed signers with the keys of witnesses
    #[arg(long, value_name = "FILE")]
    pub witness: Option<PathBuf>,
}

impl AuditorArgs {
    /// Reads the files and settles the root: the flag's, else the audit's, else the one root that the
    /// audits of the programme name.
    pub fn resolve(
        &self,
        world: &World,
        by_revision: bool,
        program: &Program,
        audit: Option<&Audit>,
    ) -> Result<Auditor, AppError> {
        let named: BTreeSet<&str> = match audit {
            Some(audit) => audit.root.iter().map(|root| root.value.as_str()).collect(),
            None => program
                .audits
                .iter()
                .filter_map(|audit| audit.root.as_ref())
                .map(|root| &*root.value)
                .collect(),
        };
        let named = named.first().filter(|_| named.len() == 1).map(|root| (*root).to_owned());
        let mut stamps = Roots::default();
        for path in &self.tsa_root {
            stamps.add(&read(world, path)?).map_err(|fault| {
                AppError::usage(format!("`{}`: {fault}", path.display()))
                    .help("name a PEM file with the authority's root certificate")
            })?;
        }
        let witness = match &self.witness {
            Some(path) => read_witness(world, path)?,
            None => AllowedSigners::default(),
        };
        Ok(Auditor {
            root: self.root.map(|root| root.to_string()).or(named),
            seen: self.seen.iter().copied().collect(),
            stamps,
            witness,
            by_revision,
        })
    }
}

/// Keys that count; a line that cannot be read was meant to count, and does not.
fn read_witness(world: &World, path: &Path) -> Result<AllowedSigners, AppError> {
    let signers = AllowedSigners::read(&read(world, path)?);
    match signers.problems().first() {
        Some(problem) => {
            Err(AppError::usage(format!("`{}`, line {}: {}", path.display(), problem.line, problem.fault))
                .help("write each line as OpenSSH reads it: NAMES [OPTIONS] KEYTYPE KEY"))
        }
        None => Ok(signers),
    }
}

fn read(world: &World, path: &Path) -> Result<Vec<u8>, AppError> {
    let place = world.folder.join(path);
    fs::read(&place).map_err(|error| AppError::io("read", path, &error))
}

fn full_id(text: &str) -> Result<CommitId, String> {
    let id: CommitId = text.parse().map_err(|error: crate::place::ObjectIdError| error.to_string())?;
    if id.to_string() == text { Ok(id) } else { Err(format!("`{text}` is not written in lower case")) }
}

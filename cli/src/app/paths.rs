//! The files and folders to which the arguments of a command limit it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::app::{AppError, Scope, World};
use crate::place::RepoPath;
use crate::source::Snapshot;
use crate::text::{did_you_mean, visible};

/// What a command was limited to; everything, if nothing was named.
#[derive(Debug, Clone, Default)]
pub struct Limit(Vec<RepoPath>);

impl Limit {
    /// Reads paths as they were typed. Where some lead to nothing, that is said; where all do, it is
    /// an error. `deed` is what the command does: "there is nothing to lint".
    pub fn read(
        world: &World,
        scope: &Scope,
        snapshot: &Snapshot,
        paths: &[PathBuf],
        deed: &str,
    ) -> Result<Self, AppError> {
        let wanted = paths.iter().map(|path| scope.inside(path)).collect::<Result<Vec<_>, _>>()?;
        let files = &snapshot.files;
        let (known, unknown): (Vec<RepoPath>, Vec<RepoPath>) =
            wanted.into_iter().partition(|wanted| files.iter().any(|file| is_at(&file.path, wanted)));
        if let (true, Some(first)) = (known.is_empty(), unknown.first()) {
            let error = AppError::usage(format!("there is nothing to {deed} at `{first}`"));
            let folders: BTreeSet<&str> = files.iter().map(|file| file.path.folder()).collect();
            let paths = files.iter().map(|file| file.path.as_str()).chain(folders);
            return Err(match did_you_mean(first.as_str(), paths) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("name files or folders below policies/ and evidence/"),
            });
        }
        for path in unknown {
            let path = visible(path.as_str());
            world.output.say(&format!("note: there is nothing to {deed} at `{path}`\n"));
        }
        Ok(Self(known))
    }

    /// True when a path is one of those, or below one.
    pub fn takes(&self, path: &RepoPath) -> bool {
        self.0.is_empty() || self.0.iter().any(|wanted| is_at(path, wanted))
    }
}

fn is_at(path: &RepoPath, wanted: &RepoPath) -> bool {
    wanted.as_str().is_empty() || path == wanted || path.is_below(wanted.as_str())
}

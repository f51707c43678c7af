//! What `record sign` and `record review` share: the record, the statement's place, the next command.
//!
//! A statement is over the bytes of the work tree. Private keys are the business of `ssh-keygen`: the
//! command that signs is printed, never run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::pipeline::{Loaded, load};
use crate::app::{AppError, Exit, GlobalArgs, InTheWay, Scope, World, sweep_beside, write_files};
use crate::kind::{Kind, Place};
use crate::model::Record;
use crate::place::{RepoPath, Sha256};
use crate::signature::ssh::{AllowedSigners, Namespace};
use crate::signature::statement::StatementFault;
use crate::text::escape::{home, shell};
use crate::text::{did_you_mean, visible};

/// The record that a statement is about.
pub(super) struct Target {
    scope: Scope,
    loaded: Loaded,
    place: usize,
    pub(super) path: RepoPath,
    bytes: Arc<[u8]>,
}

/// What is to be signed.
pub(super) struct Statement {
    /// What stands behind the record's name: `review`.
    pub(super) word: &'static str,
    pub(super) namespace: Namespace,
    pub(super) text: String,
}

impl Target {
    /// Finds a record of the work tree by its path.
    pub(super) fn find(world: &World, global: &GlobalArgs, path: &Path) -> Result<Self, AppError> {
        if global.at.is_some() {
            return Err(AppError::usage(
                "a statement is written to the work tree, and `--at` names a revision",
            )
            .help("leave `--at` out"));
        }
        let scope = Scope::find(world, global)?;
        let path = scope.inside(path)?;
        let loaded = load(&scope)?;
        let records = &loaded.register.records;
        let place = records.iter().position(|record| record.path == path);
        let bytes = loaded.snapshot.find(path.as_str()).and_then(|(_, file)| file.bytes.clone());
        match (place, bytes) {
            (Some(place), Some(bytes)) => Ok(Self { scope, loaded, place, path, bytes }),
            _ => Err(unknown(&loaded, &path)),
        }
    }

    pub(super) fn record(&self) -> &Record {
        &self.loaded.register.records[self.place]
    }

    pub(super) fn sha256(&self) -> Sha256 {
        Sha256::of(&self.bytes)
    }

    pub(super) fn performer(&self) -> Option<String> {
        self.record().performer().map(|by| by.value.clone())
    }

    pub(super) fn reviewer(&self) -> Option<String> {
        self.record().reviewer().map(|by| by.value.clone())
    }

    /// The record's path from where the command was started.
    pub(super) fn shown(&self) -> String {
        self.scope.from_here(&self.path)
    }

    /// A statement that cannot be written as it must be.
    pub(super) fn refused(&self, fault: &StatementFault) -> AppError {
        AppError::usage(format!("no statement can be written of `{}`: {fault}", self.path))
            .help("give the record a path without control characters")
    }

    /// Writes the statement in its place and tells how it is signed. `signers` are those whose key is
    /// needed, if that is known.
    pub(super) fn settle(
        &self,
        world: &World,
        statement: &Statement,
        key: &str,
        signers: &[String],
        who: &str,
    ) -> Result<Exit, AppError> {
        let (path, signed) = self.write(world, statement)?;
        let shown = self.scope.from_here(&path);
        if !self.is_committed(&self.path, &self.bytes)? {
            world.output.say(
                "note: the record is not committed as it is now; commit these very bytes, before the statement or with it\n",
            );
        }
        for signer in signers.iter().filter(|signer| !self.has_key(world, signer, statement.namespace)) {
            world.output.say(&format!(
                "note: no key in `policies/allowed_signers` is `{}`'s for `{}`; it has to be listed in an earlier commit than the signature\n",
                visible(signer),
                statement.namespace.name()
            ));
        }
        if signed {
            world.output.say(&format!("`{}` says this already, and is signed\n", visible(&shown)));
            return Ok(Exit::Done);
        }
        world.output.say(&format!("{}; then commit both files\n", visible(who)));
        world.output.print(&format!(
            "ssh-keygen -Y sign -n {} -f {} {shown}\ngit add {shown} {shown}.sig\n",
            statement.namespace.name(),
            home(key),
            shown = shell(&shown)
        ))?;
        Ok(Exit::Done)
    }

    /// The statement's path, and whether it is signed. One that says the same stays; a draft, which
    /// nobody has signed or committed, is replaced; beside any other the next number is taken.
    fn write(&self, world: &World, statement: &Statement) -> Result<(RepoPath, bool), AppError> {
        let stem = format!("{}.{}", self.record().folder(), statement.word);
        let numbers = self.loaded.snapshot.files.iter().filter_map(|file| {
            let rest = file.path.as_str().strip_prefix(&stem)?;
            number_of(rest.strip_suffix(".sig").unwrap_or(rest))
        });
        let highest = numbers.max();
        let folder = self.scope.folder.clone().unwrap_or_else(|| world.folder.clone());
        let told = |path: &RepoPath| {
            world.output.say(&format!("wrote {}\n", visible(&self.scope.from_here(path))));
        };
        let bytes = statement.text.as_bytes();
        if let Some(number) = highest {
            let path = numbered(&stem, number);
            let held = self.loaded.snapshot.find(path.as_str()).map(|(_, file)| file.bytes.as_deref());
            let signed = self.loaded.snapshot.find(&format!("{path}.sig")).is_some();
            if held == Some(Some(bytes)) {
                sweep_beside(&folder.join("evidence"));
                return Ok((path, signed));
            }
            if !signed && held.is_some() && self.committed(&path)?.is_none() {
                let file = (PathBuf::from(path.as_str()), bytes.to_vec());
                write_files(&folder, &[file], InTheWay::Replaced)?;
                told(&path);
                return Ok((path, false));
            }
        }
        let path = numbered(&stem, highest.map_or(1, |number| number + 1));
        let refused = InTheWay::Refused("move it away and try again; nothing was written");
        write_files(&folder, &[(PathBuf::from(path.as_str()), bytes.to_vec())], refused)?;
        told(&path);
        Ok((path, false))
    }

    /// What HEAD holds at a path.
    fn committed(&self, path: &RepoPath) -> Result<Option<Vec<u8>>, AppError> {
        let (Some(repository), Some(head)) = (&self.scope.repository, self.scope.commit()?) else {
            return Ok(None);
        };
        Ok(repository.read(head, &self.scope.prefix, path)?)
    }

    fn is_committed(&self, path: &RepoPath, bytes: &[u8]) -> Result<bool, AppError> {
        Ok(self.committed(path)?.as_deref() == Some(bytes))
    }

    /// Whether a key is listed for a person today, for statements of a kind.
    fn has_key(&self, world: &World, person: &str, namespace: Namespace) -> bool {
        let bytes = self.loaded.snapshot.find("policies/allowed_signers");
        let bytes = bytes.and_then(|(_, file)| file.bytes.as_deref()).unwrap_or_default();
        let signers = AllowedSigners::read(bytes);
        let people = self.loaded.register.program.iter().flat_map(|program| &program.people);
        let mut mails = people.filter(|one| one.short.value == person).filter_map(|one| one.email.as_ref());
        mails.any(|mail| {
            signers.lines().iter().any(|line| signers.allows(mail, line.key(), namespace, world.now))
        })
    }
}

/// One line, as a statement can hold it.
pub(super) fn line(flag: &str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err(AppError::usage(format!("`{flag}` takes one line of text")));
    }
    Ok(text.to_owned())
}

fn unknown(loaded: &Loaded, path: &RepoPath) -> AppError {
    if loaded.snapshot.find(path.as_str()).is_some() {
        let is_record = Place::of(path) == Place::Known(Kind::Evidence);
        let because = if is_record { "cannot be read as a record" } else { "is no evidence record" };
        let error = AppError::usage(format!("`{path}` {because}"));
        return error.help("records lie in `evidence/CONTROL/`; `tickmark lint` says what is wrong with one");
    }
    let known = loaded.register.records.iter().map(|record| record.path.as_str());
    let error = AppError::usage(format!("there is no record at `{path}`"));
    match did_you_mean(path.as_str(), known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("name a record by its path, like `evidence/AC-02/2026-Q1.yaml`"),
    }
}

/// The number behind a statement's name: none is 1, and 1 is not written.
fn number_of(rest: &str) -> Option<u32> {
    if rest.is_empty() {
        return Some(1);
    }
    rest.strip_prefix('.')?.parse().ok().filter(|number| *number > 1)
}

fn numbered(stem: &str, number: u32) -> RepoPath {
    RepoPath::new(if number == 1 { stem.to_owned() } else { format!("{stem}.{number}") })
}

//! The policy that a commit is judged by: the people and keys in the tree of its first parent.

use std::collections::BTreeMap;

use crate::calendar::Duration;
use crate::document::Document;
use crate::history::{Proofs, Trail};
use crate::kind::{Kind, Place};
use crate::model::Program;
use crate::place::{BlobId, FileId, RepoPath};
use crate::signature::openpgp::Certificate;
use crate::signature::ssh::{AllowedSigners, RevokedKeys};

/// Who may sign, and within which time records have to land.
#[derive(Debug)]
pub(super) struct Policy {
    /// Short names and mail addresses.
    pub(super) people: Vec<(String, Option<String>)>,
    pub(super) recorded_within: Duration,
    pub(super) signers: AllowedSigners,
    pub(super) revoked: RevokedKeys,
    /// OpenPGP certificates, and the person whose file each is from; `None` for nobody in particular.
    pub(super) certificates: Vec<Certificate>,
    pub(super) holders: Vec<Option<String>>,
}

/// The file of a forge's keys: good for the chain, never for a person.
const FORGE: &str = "forge";

/// The policy as each commit of the main line leaves it.
pub(super) struct Policies {
    list: Vec<Policy>,
    /// For each commit of the line, the place in `list`.
    after: Vec<usize>,
    /// For the oldest commit, before which there was nothing.
    none: Policy,
    root: usize,
}

type State = BTreeMap<RepoPath, BlobId>;

impl Policies {
    /// Follows the policy over the main line; `root` is the place of the trust root.
    pub(super) fn follow(trail: &Trail, proofs: &Proofs, root: usize) -> Self {
        let is_policy =
            |path: &RepoPath| matches!(Place::of(path), Place::Known(Kind::Program) | Place::Signers);
        let mut state = State::new();
        let mut policies = Self {
            list: Vec::new(),
            after: Vec::with_capacity(trail.line.len()),
            none: Policy::of(&state, trail, proofs),
            root,
        };
        for (place, commit) in trail.line.iter().enumerate() {
            let old = trail.before_the_cut.iter().filter(|_| place == 0);
            let old = old.map(|(path, blob)| (path, Some(*blob)));
            let new = commit.changes.iter().map(|change| (&change.path, change.after));
            let mut changed = place == 0;
            for (path, blob) in old.chain(new).filter(|(path, _)| is_policy(path)) {
                changed = true;
                let is_file = !trail.not_files.contains(&(commit.id, path.clone()));
                match blob.filter(|_| is_file) {
                    Some(blob) => drop(state.insert(path.clone(), blob)),
                    None => drop(state.remove(path)),
                }
            }
            if changed {
                policies.list.push(Policy::of(&state, trail, proofs));
            }
            policies.after.push(policies.list.len() - 1);
        }
        policies
    }

    /// The policy by which the commit at a place of the line is judged. The root is judged by its own.
    pub(super) fn of(&self, place: usize) -> &Policy {
        let parent = if place == self.root { Some(place) } else { place.checked_sub(1) };
        parent.and_then(|place| self.after.get(place)).map_or(&self.none, |&index| &self.list[index])
    }

    /// The policy in the tree of the commit at a place of the line; without one, of the judged commit.
    pub(super) fn in_tree_of(&self, place: Option<usize>) -> &Policy {
        let after = place.and_then(|place| self.after.get(place));
        after.map_or_else(|| self.at_head(), |&index| &self.list[index])
    }

    /// The policy at the judged commit.
    pub(super) fn at_head(&self) -> &Policy {
        self.list.last().unwrap_or(&self.none)
    }
}

impl Policy {
    /// True when somebody's key is on file.
    pub(super) fn lists_keys(&self) -> bool {
        !self.signers.lines().is_empty() || !self.certificates.is_empty()
    }

    fn of(state: &State, trail: &Trail, proofs: &Proofs) -> Self {
        let bytes =
            |blob: &BlobId| proofs.blobs.get(blob).or_else(|| trail.blobs.get(blob)).map(|all| &**all);
        let file = |path: &str| state.get(path).and_then(bytes);
        let program = state.iter().find(|(path, _)| Place::of(path) == Place::Known(Kind::Program));
        let program = program.and_then(|(path, blob)| read_program(path, bytes(blob)?));
        let people: Vec<(String, Option<String>)> = program
            .iter()
            .flat_map(|program| &program.people)
            .map(|person| (person.short.value.clone(), person.email.as_ref().map(|mail| mail.value.clone())))
            .collect();
        let (mut certificates, mut holders) = (Vec::new(), Vec::new());
        let keys = state.iter().filter(|(path, _)| path.folder() == "policies/openpgp");
        for (path, blob) in keys.filter(|(path, _)| path.extension().as_deref() == Some("asc")) {
            let holder = Some(path.stem())
                .filter(|stem| *stem != FORGE && people.iter().any(|(short, _)| short == stem));
            for certificate in bytes(blob).and_then(|all| Certificate::read(all).ok()).unwrap_or_default() {
                certificates.push(certificate);
                holders.push(holder.map(str::to_owned));
            }
        }
        Self {
            people,
            recorded_within: program.map_or(Duration::days(7), |program| program.recorded_within),
            signers: AllowedSigners::read(file("policies/allowed_signers").unwrap_or_default()),
            revoked: RevokedKeys::read(file("policies/revoked_keys").unwrap_or_default()),
            certificates,
            holders,
        }
    }
}

fn read_program(path: &RepoPath, bytes: &[u8]) -> Option<Program> {
    let (document, _) = Document::from_yaml(FileId(0), bytes);
    Program::decode(FileId(0), path, document.root.as_ref().filter(|_| document.sound)?)
}

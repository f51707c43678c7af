//! What the commits say, and what they cannot say: the facts of the grades, once for each cause.

pub(super) mod clock_out_of_order;
pub(super) mod direct_to_main;
pub(super) mod history_incomplete;
pub(super) mod history_rewritten;
pub(super) mod introduced_in_merge;
pub(super) mod replaced_objects;
pub(super) mod signature_invalid;
pub(super) mod tag_not_signed;
pub(super) mod unknown_signer;
pub(super) mod unsigned_evidence;

use crate::calendar::{Timestamp, When};
use crate::place::{CommitId, FileId};
use crate::rules::Facts;
use crate::rules::words::joined;
use crate::trust::Proof;

/// Where keys are kept.
const SIGNERS: &str = "policies/allowed_signers";

/// The file at a path, else the programme: what a history says is answered there.
fn file_or_program(facts: &Facts<'_>, path: &str) -> FileId {
    let file = facts.register.file(path).map(|file| file.file);
    file.or_else(|| facts.program().map(|program| program.file)).unwrap_or(FileId(0))
}

fn program(facts: &Facts<'_>) -> FileId {
    file_or_program(facts, "policies/program.yaml")
}

/// `b80c6136ac of 2026-05-18`
fn dated(facts: &Facts<'_>, commit: CommitId, at: Timestamp) -> String {
    format!("{} of {}", commit.short(), facts.day(When::Moment(at)))
}

/// `commit b80c6136ac of 2026-05-18`, or the first three of many.
fn commits<'p>(facts: &Facts<'_>, proofs: impl IntoIterator<Item = &'p Proof>) -> String {
    const NAMED: usize = 3;
    let mut names: Vec<String> =
        proofs.into_iter().map(|proof| dated(facts, proof.commit, proof.at)).collect();
    let (many, rest) = (names.len() > 1, names.len().saturating_sub(NAMED));
    names.truncate(NAMED);
    if rest > 0 {
        names.push(format!("{rest} more"));
    }
    format!("{} {}", if many { "commits" } else { "commit" }, joined(&names, "and"))
}

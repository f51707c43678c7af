//! Fixes that are not to be carried out: what is on file as evidence is not changed by a program.
//!
//! A record that has landed was seen by others as it is; any edit would show as altered for ever. A
//! finding keeps saying what is wrong; only the edit is taken from it, with the reason.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::kind::{Kind, Place};
use crate::place::{FileId, RepoPath};
use crate::rules::{Facts, Reach};

/// Takes the fix from every finding whose file may not be changed any more, and from what somebody
/// has set aside.
pub(super) fn withhold(facts: &Facts<'_>, findings: &mut [Finding]) {
    let mut known: BTreeMap<FileId, Option<String>> = BTreeMap::new();
    for finding in findings.iter_mut().filter(|finding| finding.fix.is_some()) {
        if finding.waived.is_some() {
            finding.fix = None;
            continue;
        }
        let reason = known.entry(finding.place.file).or_insert_with(|| reason(facts, &finding.path));
        if reason.is_some() {
            finding.fix = None;
            finding.withheld.clone_from(reason);
        }
    }
}

/// Why a file may not be changed; `None` when it may.
fn reason(facts: &Facts<'_>, path: &RepoPath) -> Option<String> {
    if !path.is_below("evidence") {
        return None;
    }
    let landed = facts.trail.is_some_and(|trail| trail.ever_held(path));
    match facts.reach {
        Reach::NoRepository => {
            Some("evidence outside a Git repository; nobody can tell whether it has landed".to_owned())
        }
        Reach::Shallow | Reach::Lost if !landed => {
            Some("evidence, and too little of the history is here to tell whether it has landed".to_owned())
        }
        Reach::NoCommit | Reach::Shallow | Reach::Lost | Reach::Complete if landed => {
            Some(if Place::of(path) == Place::Known(Kind::Evidence) {
                format!("landed evidence, record a correction in `{}`", facts.correction_of(path))
            } else {
                "landed evidence; what is on file is changed by a person or not at all".to_owned()
            })
        }
        Reach::NoCommit | Reach::Shallow | Reach::Lost | Reach::Complete => has_statement(facts, path)
            .then(|| "a statement beside it was made over exactly these bytes".to_owned()),
    }
}

/// True when somebody has reviewed or signed the record as it is: `2026-Q1.review`, `.performed`.
fn has_statement(facts: &Facts<'_>, path: &RepoPath) -> bool {
    let (folder, stem) = (path.folder(), path.stem());
    let begins = |name: &str| {
        let rest = name.strip_prefix(stem).unwrap_or_default();
        rest.starts_with(".review") || rest.starts_with(".performed")
    };
    let mut beside = facts.register.below(folder);
    beside.any(|file| {
        file.place == Place::Statement && file.path.folder() == folder && begins(file.path.name())
    })
}

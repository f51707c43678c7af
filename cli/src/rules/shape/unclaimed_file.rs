//! `unclaimed-file`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::kind::Place;
use crate::model::{FileFact, Register, UnreadableRecord, record_file, record_folder};
use crate::place::RepoPath;
use crate::rules::held::{decisions_file, held};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "unclaimed-file",
        group: Group::Shape,
        level: Level::Warning,
        summary: "A file under `evidence/` that no record names.",
        fixable: false,
        history: false,
        page: include_str!("unclaimed_file.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let claimed = claimed(register);
    for file in &register.files {
        let unclaimed = match file.place {
            Place::Attachment => {
                !claimed.contains(&file.path) && !is_beside_something_unread(register, &file.path)
            }
            Place::ExtractionData => !has_beside(register, &file.path, file.path.stem()),
            Place::Statement => !has_beside(register, &file.path, record_stem(file.path.name())),
            Place::Known(_)
            | Place::SystemProse
            | Place::Signers
            | Place::Anchor
            | Place::Template
            | Place::Elsewhere
            | Place::Misplaced => false,
        };
        if unclaimed {
            let message = format!("no record names `{}`", file.path);
            out.push(
                facts.about(&RULE, file.file, message).subject(file.path.as_str()).help(help(register, file)),
            );
        }
    }
}

/// Every path that a record, an extraction, an incident or an audit names.
fn claimed(register: &Register) -> BTreeSet<RepoPath> {
    let mut claimed: BTreeSet<RepoPath> =
        held(register).into_iter().filter_map(|held| held.lies_at).collect();
    let decisions =
        register.records.iter().filter_map(|record| record_file(&record.path, decisions_file(record)?));
    claimed.extend(decisions);
    // A vendor's report lies anywhere below `evidence/vendors/`, under the name in the register.
    let reports: BTreeSet<&str> = register
        .vendors
        .iter()
        .flat_map(|vendor| &vendor.assurance)
        .filter_map(|assurance| assurance.artifact.as_ref())
        .map(|name| name.as_str())
        .collect();
    let below = register.below("evidence/vendors").filter(|file| reports.contains(file.path.name()));
    claimed.extend(below.map(|file| file.path.clone()));
    claimed
}

/// While its record cannot be read, nobody knows whether a file is named. What an auditor hands over
/// belongs to the audit, whatever it is.
fn is_beside_something_unread(register: &Register, path: &RepoPath) -> bool {
    let unread = |record: &UnreadableRecord| path.is_below(record_folder(&record.path).as_str());
    register.unreadable_records.iter().any(unread) || path.is_below("evidence/audits")
}

fn has_beside(register: &Register, path: &RepoPath, stem: &str) -> bool {
    ["yaml", "yml"]
        .iter()
        .any(|suffix| register.file(&format!("{}/{stem}.{suffix}", path.folder())).is_some())
}

/// `2026-Q1.2` of `2026-Q1.2.review.3.sig`.
fn record_stem(name: &str) -> &str {
    [".review", ".performed"].iter().find_map(|word| name.split_once(word)).map_or(name, |(stem, _)| stem)
}

fn help(register: &Register, file: &FileFact) -> String {
    let name = file.path.name();
    let record = RepoPath::new(format!("{}.yaml", file.path.folder()));
    match file.place {
        Place::ExtractionData => {
            format!("say in `{}/{}.yaml` how it was made, or remove it", file.path.folder(), file.path.stem())
        }
        Place::Attachment if register.file(record.as_str()).is_some() => {
            format!("add `- {{file: {name}, sha256: …}}` to the `artifacts` of `{record}`, or remove it")
        }
        _ => "move it to the folder of the record that it shows, or remove it".to_owned(),
    }
}

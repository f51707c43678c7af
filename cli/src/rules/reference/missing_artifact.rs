//! `missing-artifact`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Record, Register, Text, record_file, record_folder};
use crate::place::{FileId, RepoPath};
use crate::rules::held::{Held, decisions_file};
use crate::rules::{Check, Facts, LeftOut, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "missing-artifact",
        group: Group::Reference,
        level: Level::Error,
        summary: "A record names a file that is not there.",
        fixable: false,
        history: false,
        page: include_str!("missing_artifact.md"),
    },
    checks: &[Check::Artifact(artifact), Check::Record(decisions)],
};

fn artifact(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    if let Some(name) = held.file_name().filter(|_| held.fact.is_none()) {
        look(facts, held.file, held.path, name, out);
    }
}

fn decisions(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if let Some(name) = decisions_file(record) {
        look(facts, record.file, &record.path, name, out);
    }
}

fn look(facts: &Facts<'_>, file: FileId, record: &RepoPath, name: &Text, out: &mut Vec<Finding>) {
    let path = record_file(record, name).filter(|path| facts.register.file(path.as_str()).is_none());
    let Some(path) = path else { return };
    let (message, help) = match facts.left_out {
        LeftOut::NotStaged(files) if files.contains(&path) => {
            (format!("`{path}` is not staged"), format!("stage it: `git add {path}`"))
        }
        LeftOut::Ignored(files) if files.contains(&path) => {
            (format!("`{path}` is ignored by Git"), format!("add it all the same: `git add --force {path}`"))
        }
        LeftOut::NotStaged(_) | LeftOut::Ignored(_) => {
            (format!("`{path}` is not there"), help(facts.register, record, name, &path))
        }
    };
    out.push(
        facts
            .at(&RULE, file, name.span, message)
            .subject(record.as_str())
            .note(
                "what a record names is evidence only while it is in the repository, and not ignored by Git",
            )
            .help(help),
    );
}

/// Most often the file lies one folder too high, or its name has a slip.
fn help(register: &Register, record: &RepoPath, name: &str, path: &RepoPath) -> String {
    let higher = RepoPath::new(format!("{}/{name}", record.folder()));
    if register.file(higher.as_str()).is_some() {
        return format!("move it: `git mv {higher} {path}`");
    }
    let folder = record_folder(record);
    let there = register.below(folder.as_str());
    let there = there.filter_map(|fact| fact.path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/'));
    match did_you_mean(name, there) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("add the file to `{folder}/`, or take the entry out"),
    }
}

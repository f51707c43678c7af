//! `artifact-changed`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Extraction, Text};
use crate::place::{FileId, RepoPath, Sha256};
use crate::rules::held::Held;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "artifact-changed",
        group: Group::Evidence,
        level: Level::Error,
        summary: "A file has other bytes than the record says.",
        fixable: false,
        history: false,
        page: include_str!("artifact_changed.md"),
    },
    checks: &[Check::Artifact(artifact), Check::Extraction(extraction)],
};

fn artifact(facts: &Facts<'_>, held: &Held<'_>, out: &mut Vec<Finding>) {
    if let Some(path) = &held.lies_at {
        compare(facts, held.file, held.path.as_str(), held.artifact.sha256.as_ref(), path, out);
    }
}

fn extraction(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    let path = extraction.data_path();
    compare(facts, extraction.file, extraction.path.as_str(), extraction.sha256.as_ref(), &path, out);
}

fn compare(
    facts: &Facts<'_>,
    file: FileId,
    subject: &str,
    written: Option<&Text>,
    path: &RepoPath,
    out: &mut Vec<Finding>,
) {
    let Some(written) = written else { return };
    // A text that is no digest is `invalid-value`, a file that is not there `missing-artifact`.
    let Some(digest) = Sha256::parse(written) else { return };
    let Some(found) = facts.register.file(path.as_str()).and_then(|fact| fact.sha256) else { return };
    if digest == found {
        return;
    }
    out.push(
        facts
            .at(&RULE, file, written.span, format!("`{path}` has other bytes than this digest"))
            .subject(subject)
            .note(format!("its SHA-256 is {found}"))
            .note("Git changes line ends on some machines unless `.gitattributes` says `evidence/** -text`")
            .help("bring the file back: `git log -- PATH` lists its versions; write the other digest only if the file is the right one"),
    );
}

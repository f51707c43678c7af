//! Every file that shows something: the artifacts of records, incidents, audits and reviews.

use std::collections::BTreeSet;

use crate::model::{Artifact, Decisions, FileFact, Record, Register, Target, Text, record_file};
use crate::place::{FileId, Location, RepoPath};

/// An artifact, and what names it.
#[derive(Debug, Clone)]
pub struct Held<'a> {
    /// The artifact.
    pub artifact: &'a Artifact,
    /// The file that names it.
    pub file: FileId,
    /// The path of that file; the artifact lies in the folder that is named like it.
    pub path: &'a RepoPath,
    /// Where its bytes lie, for one in the repository that stays in its folder.
    pub lies_at: Option<RepoPath>,
    /// What lies there.
    pub fact: Option<&'a FileFact>,
}

impl<'a> Held<'a> {
    /// Its name or address, where it stands.
    pub(super) fn name(&self) -> &'a Text {
        match &self.artifact.target {
            Target::File(name) | Target::Url(name) => name,
        }
    }

    /// The name, for one that lies in the repository.
    pub(super) fn file_name(&self) -> Option<&'a Text> {
        file_name(self.artifact)
    }
}

fn file_name(artifact: &Artifact) -> Option<&Text> {
    match &artifact.target {
        Target::File(name) => Some(name),
        Target::Url(_) => None,
    }
}

/// The CSV with the decisions of an access review, where a record names one.
pub(super) fn decisions_file(record: &Record) -> Option<&Text> {
    match record.decisions.as_ref()? {
        Decisions::File(file) => Some(file),
        Decisions::Inline(_) => None,
    }
}

/// Lists every artifact, file by file.
pub(super) fn held(register: &Register) -> Vec<Held<'_>> {
    let mut list = Vec::with_capacity(register.records.len());
    for record in &register.records {
        put(&mut list, register, (record.file, &record.path), &record.artifacts);
    }
    for incident in register.incidents.all() {
        put(&mut list, register, (incident.file, &incident.path), &incident.artifacts);
    }
    for audit in register.internal_audits.all() {
        put(&mut list, register, (audit.file, &audit.path), &audit.report);
    }
    for review in register.management_reviews.all() {
        put(&mut list, register, (review.file, &review.path), &review.artifacts);
    }
    for nonconformity in register.nonconformities.all() {
        put(&mut list, register, (nonconformity.file, &nonconformity.path), &nonconformity.artifacts);
    }
    list
}

/// The files that something in the repository names and that are not there.
pub fn absent_files(register: &Register) -> BTreeSet<RepoPath> {
    let decisions =
        register.records.iter().filter_map(|record| record_file(&record.path, decisions_file(record)?));
    let decisions = decisions.filter(|path| register.file(path.as_str()).is_none());
    let absent = held(register).into_iter().filter(|held| held.fact.is_none());
    absent.filter_map(|held| held.lies_at).chain(decisions).collect()
}

fn put<'a>(
    list: &mut Vec<Held<'a>>,
    register: &'a Register,
    (file, path): (FileId, &'a RepoPath),
    artifacts: impl IntoIterator<Item = &'a Artifact>,
) {
    list.extend(artifacts.into_iter().map(|artifact| {
        let lies_at = file_name(artifact).and_then(|name| record_file(path, name));
        let fact = lies_at.as_ref().and_then(|path| register.file(path.as_str()));
        Held { artifact, file, path, lies_at, fact }
    }));
}

/// Where a file in `evidence/` is named: the artifact, `decisions` or `report` that gives it its
/// meaning. A person may set a finding about the file aside there, as the file itself takes no
/// comments.
pub(super) fn naming_of(register: &Register, path: &RepoPath) -> Option<Location> {
    let artifacts = held(register).into_iter().filter_map(|held| {
        let name = held.file_name()?;
        (held.lies_at.as_ref() == Some(path)).then_some(Location { file: held.file, span: name.span })
    });
    let decisions = register.records.iter().filter_map(|record| {
        let name = decisions_file(record)?;
        (record.artifact_path(name).as_ref() == Some(path))
            .then_some(Location { file: record.file, span: name.span })
    });
    artifacts.chain(decisions).next()
}

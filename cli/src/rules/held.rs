//! Every file that shows something: the artifacts of records, incidents, audits and reviews.

use std::collections::BTreeSet;

use crate::model::{Artifact, Decisions, Record, Register, Target, Text, record_file};
use crate::place::{FileId, Location, RepoPath};

/// An artifact, and what names it.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The artifact.
    pub artifact: &'a Artifact,
    /// The file that names it.
    pub file: FileId,
    /// The path of that file; the artifact lies in the folder that is named like it.
    pub path: &'a RepoPath,
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
        match &self.artifact.target {
            Target::File(name) => Some(name),
            Target::Url(_) => None,
        }
    }

    /// Where its bytes lie, for one in the repository that stays in its folder.
    pub(super) fn lies_at(&self) -> Option<RepoPath> {
        record_file(self.path, self.file_name()?)
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
    let mut list = Vec::new();
    for record in &register.records {
        put(&mut list, record.file, &record.path, &record.artifacts);
    }
    for incident in register.incidents.all() {
        put(&mut list, incident.file, &incident.path, &incident.artifacts);
    }
    for audit in register.internal_audits.all() {
        put(&mut list, audit.file, &audit.path, &audit.report);
    }
    for review in register.management_reviews.all() {
        put(&mut list, review.file, &review.path, &review.artifacts);
    }
    for nonconformity in register.nonconformities.all() {
        put(&mut list, nonconformity.file, &nonconformity.path, &nonconformity.artifacts);
    }
    list
}

/// The files that something in the repository names and that are not there.
pub fn absent_files(register: &Register) -> BTreeSet<RepoPath> {
    let decisions =
        register.records.iter().filter_map(|record| record_file(&record.path, decisions_file(record)?));
    let named = held(register).into_iter().filter_map(|held| held.lies_at()).chain(decisions);
    named.filter(|path| register.file(path.as_str()).is_none()).collect()
}

fn put<'a>(
    list: &mut Vec<Held<'a>>,
    file: FileId,
    path: &'a RepoPath,
    artifacts: impl IntoIterator<Item = &'a Artifact>,
) {
    list.extend(artifacts.into_iter().map(|artifact| Held { artifact, file, path }));
}

/// Where a file in `evidence/` is named: the artifact, `decisions` or `report` that gives it its
/// meaning. A person may set a finding about the file aside there, as the file itself takes no
/// comments.
pub(super) fn naming_of(register: &Register, path: &RepoPath) -> Option<Location> {
    let artifacts = held(register).into_iter().filter_map(|held| {
        let name = held.file_name()?;
        (held.lies_at().as_ref() == Some(path)).then_some(Location { file: held.file, span: name.span })
    });
    let decisions = register.records.iter().filter_map(|record| {
        let name = decisions_file(record)?;
        (record.artifact_path(name).as_ref() == Some(path))
            .then_some(Location { file: record.file, span: name.span })
    });
    artifacts.chain(decisions).next()
}

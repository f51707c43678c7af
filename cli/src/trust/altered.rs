//! X: what the repository itself says against one record.

use std::collections::BTreeSet;

use crate::model::{FileFact, Target};
use crate::place::{BlobId, CommitId, RepoPath};
use crate::trust::versions::{Course, bytes};
use crate::trust::{Reason, Trust, is_no_file};

pub(super) fn judge<'f>(
    trust: &Trust<'_>,
    course: &Course<'_>,
    altering: impl IntoIterator<Item = CommitId>,
    file: &impl Fn(&str) -> Option<&'f FileFact>,
    reasons: &mut BTreeSet<Reason>,
) {
    let mut places = altering.into_iter().filter_map(|id| trust.places.get(&id));
    if places.any(|place| *place > course.first && !is_unread(trust, course.path, *place)) {
        reasons.insert(Reason::RecordAltered);
    }
    for artifact in &course.record.artifacts {
        // Kept elsewhere, or without a digest: nothing to compare.
        let (Target::File(name), Some(_)) = (&artifact.target, &artifact.sha256) else { continue };
        let Some(path) = course.record.artifact_path(name) else {
            reasons.insert(Reason::ArtifactPathUnsafe);
            continue;
        };
        let reason = match file(path.as_str()) {
            Some(found) if is_no_file(found.form) => Reason::ArtifactNotAFile,
            // Its bytes are not to be had here, which `integrity` says; or they are as the record says.
            Some(found) if found.sha256.is_none() && trust.trail.lost => continue,
            Some(found) if found.sha256.is_some() && found.sha256 == artifact.digest() => continue,
            Some(_) => Reason::ArtifactHashMismatch,
            None if below_no_folder(&path, file) => Reason::ArtifactNotAFile,
            None => Reason::ArtifactMissing,
        };
        reasons.insert(reason);
    }
    // Dated before a token that its own tree holds.
    let date = trust.date(course.first);
    if trust.anchors.held_at(course.first).any(|anchor| date < anchor.at) {
        reasons.insert(Reason::Backdated);
    }
}

/// Whether an edit only seems to alter, as a version of the record is not to be had.
fn is_unread(trust: &Trust<'_>, path: &RepoPath, place: usize) -> bool {
    let changes = &trust.trail.line[place].changes;
    let change = changes.binary_search_by(|change| change.path.cmp(path)).ok().map(|at| &changes[at]);
    let unread = |blob: Option<BlobId>| blob.is_some_and(|blob| bytes(trust, blob).is_none());
    trust.trail.lost && change.is_some_and(|change| unread(change.before) || unread(change.after))
}

/// Whether something above a path is a link or a submodule.
fn below_no_folder<'f>(path: &RepoPath, file: &impl Fn(&str) -> Option<&'f FileFact>) -> bool {
    let mut folder = path.folder();
    while !folder.is_empty() {
        if file(folder).is_some_and(|found| is_no_file(found.form)) {
            return true;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    false
}

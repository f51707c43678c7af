//! X: what the repository itself says against one record.

use std::collections::BTreeSet;

use crate::model::{FileFact, Target};
use crate::place::{CommitId, RepoPath};
use crate::trust::versions::Course;
use crate::trust::{Reason, Trust, is_no_file};

pub(super) fn judge<'f>(
    trust: &Trust<'_>,
    course: &Course<'_>,
    altering: impl IntoIterator<Item = CommitId>,
    file: &impl Fn(&str) -> Option<&'f FileFact>,
    reasons: &mut BTreeSet<Reason>,
) {
    let mut places = altering.into_iter().filter_map(|id| trust.places.get(&id));
    if places.any(|place| *place > course.first) {
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

//! What records show.

pub(super) mod artifact_changed;
pub(super) mod artifact_empty;
pub(super) mod artifact_too_large;
pub(super) mod artifact_without_hash;
pub(super) mod committed_before_performed;
pub(super) mod decision_incomplete;
pub(super) mod evidence_after_the_fact;
pub(super) mod evidence_altered;
pub(super) mod evidence_altered_after_close;
pub(super) mod evidence_deleted;
pub(super) mod evidence_late;
pub(super) mod evidence_missing;
pub(super) mod evidence_overdue;
pub(super) mod exception_incomplete;
pub(super) mod not_reviewed;
pub(super) mod pass_with_exceptions;
pub(super) mod performed_in_the_future;
pub(super) mod performed_outside_period;
pub(super) mod remediation_overdue;
pub(super) mod result_pending;
pub(super) mod reviewed_by_performer;
pub(super) mod same_as_previous;
pub(super) mod self_review;
pub(super) mod stray_period;

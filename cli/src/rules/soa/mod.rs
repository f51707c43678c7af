//! The Statement of Applicability.

pub(super) mod clause_excluded;
pub(super) mod excluded_but_used;
pub(super) mod exclusion_without_reason;
pub(super) mod implemented_without_evidence;
pub(super) mod soa_changed_since_approval;
pub(super) mod soa_undecided;

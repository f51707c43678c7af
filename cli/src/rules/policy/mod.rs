//! Policy documents.

pub(super) mod policy_changed_since_approval;
pub(super) mod policy_not_acknowledged;
pub(super) mod policy_not_approved;
pub(super) mod policy_review_overdue;
pub(super) mod policy_version_not_raised;

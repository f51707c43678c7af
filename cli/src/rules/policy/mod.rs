//! Policy documents.

pub(super) mod policy_not_approved;
pub(super) mod policy_review_overdue;

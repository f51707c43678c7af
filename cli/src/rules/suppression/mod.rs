//! Findings set aside.

pub(super) mod suppression_expired;
pub(super) mod suppression_unused;
pub(super) mod suppression_without_reason;
pub(super) mod unknown_rule;

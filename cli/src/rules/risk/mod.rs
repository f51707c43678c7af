//! The risk register.

pub(super) mod acceptance_expired;
pub(super) mod mitigated_by_nothing;
pub(super) mod residual_above_inherent;
pub(super) mod risk_review_overdue;

//! The risk register.

pub(super) mod acceptance_expired;
pub(super) mod accepted_below_authority;
pub(super) mod mitigated_by_nothing;
pub(super) mod relies_on_failed_control;
pub(super) mod residual_above_inherent;
pub(super) mod risk_above_appetite;
pub(super) mod risk_not_approved;
pub(super) mod risk_review_overdue;
pub(super) mod treatment_overdue;

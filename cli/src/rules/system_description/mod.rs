//! The SOC 2 system description, and whoever it leans on.

pub(super) mod carve_out_without_expectation;
pub(super) mod description_section_missing;
pub(super) mod marketing_language;
pub(super) mod subservice_report_gap;
pub(super) mod user_control_without_criterion;
pub(super) mod vendor_review_overdue;

//! The SOC 2 system description, and whoever it leans on.

pub(super) mod subservice_report_gap;
pub(super) mod vendor_review_overdue;

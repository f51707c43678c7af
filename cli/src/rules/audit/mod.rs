//! Audits: their windows, the auditor's requests and samples.

pub(super) mod request_unmatched;
pub(super) mod sample_item_without_evidence;
pub(super) mod window_gap;

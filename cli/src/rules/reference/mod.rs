//! Names that resolve.

pub(super) mod missing_artifact;
pub(super) mod person_left;
pub(super) mod unknown_asset;
pub(super) mod unknown_audit;
pub(super) mod unknown_column;
pub(super) mod unknown_control;
pub(super) mod unknown_framework;
pub(super) mod unknown_person;
pub(super) mod unknown_policy;
pub(super) mod unknown_population;
pub(super) mod unknown_requirement;
pub(super) mod unknown_risk;
pub(super) mod unknown_vendor;

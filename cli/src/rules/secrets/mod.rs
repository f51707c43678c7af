//! Text that should not be in a repository.

pub(super) mod personal_data;
pub(super) mod secret_in_evidence;

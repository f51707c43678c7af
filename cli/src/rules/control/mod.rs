//! What controls promise.

pub(super) mod control_weakened;
pub(super) mod event_without_population;
pub(super) mod no_owner;
pub(super) mod requirement_uncovered;
pub(super) mod retired_only_cover;
pub(super) mod satisfies_nothing;
pub(super) mod vague_statement;

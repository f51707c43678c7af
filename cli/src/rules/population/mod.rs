//! Lists that samples are drawn from.

pub(super) mod event_outside_period;
pub(super) mod extraction_missing;
pub(super) mod formula_in_cell;
pub(super) mod key_not_unique;
pub(super) mod personal_data_column;
pub(super) mod population_not_checked;
pub(super) mod row_count_differs;
pub(super) mod sample_not_in_population;
pub(super) mod sample_not_reproducible;

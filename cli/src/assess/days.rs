//! The days of the main line, for whoever looks at the past.

use std::collections::BTreeSet;

use crate::assess::line::Line;
use crate::calendar::{CompanyZone, Date};
use crate::history::Trail;
use crate::model::Program;

/// The effective day of every main-line commit, oldest first (time.md, "Which definition counts").
pub fn effective_days(trail: &Trail, program: Option<&Program>) -> Vec<Date> {
    let utc = CompanyZone::utc();
    let zone = program.map_or(&utc, |program| &program.zone);
    let distrusted: BTreeSet<&str> = program
        .map(|program| program.distrusted_dates.iter().map(|(commit, _)| commit.value.as_str()).collect())
        .unwrap_or_default();
    Line::of(trail, zone, &distrusted).days
}

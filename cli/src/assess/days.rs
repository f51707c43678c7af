//! The days of the main line, for whoever looks at the past.

use crate::assess::line::Line;
use crate::calendar::Date;
use crate::history::Trail;
use crate::model::Program;

/// The effective day of every main-line commit, oldest first (the last day that any commit so far was dated).
pub fn effective_days(trail: &Trail, program: Option<&Program>) -> Vec<Date> {
    Line::of(trail, program).days
}

//! Grades of histories that are values: no Git, and every boundary to the second.

mod anchors;
mod history;
mod landing;
mod policy;
mod signatures;

pub(super) use history::{History, by, day_zone, instant, record, unsigned};

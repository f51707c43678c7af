//! A sample of occurrences that anybody can draw again.
//!
//! The items of each control are put in the order of `sha256(SEED/CONTROL/PERIOD)`, ascending, and
//! the first few are taken: as many as the square root of how many there are, rounded up. A
//! spreadsheet or `sha256sum` gives the same. What is missing or overdue is in the population like
//! anything else, so it can be drawn like anything else.

use crate::assess::{ControlAssessment, Occurrence, OccurrenceStatus};
use crate::place::Sha256;

/// One occurrence of the population.
#[derive(Debug, Clone)]
pub(super) struct Item<'a> {
    /// Its control.
    pub(super) control: &'a ControlAssessment,
    /// The occurrence.
    pub(super) occurrence: &'a Occurrence,
    /// What was digested: `iso-2026/AC-02/2026-Q1`.
    pub(super) key: String,
    /// The digest that decides its place.
    pub(super) digest: Sha256,
    /// Whether it was drawn.
    pub(super) drawn: bool,
}

/// The whole population, by control and due date, each marked as drawn or not.
///
/// Occurrences that are not due yet are no part of it.
pub(super) fn draw<'a>(seed: &str, controls: impl Iterator<Item = &'a ControlAssessment>) -> Vec<Item<'a>> {
    let mut population = Vec::new();
    for control in controls {
        let due = control.occurrences.iter().filter(|one| one.status != OccurrenceStatus::Upcoming);
        let mut items: Vec<Item<'a>> = due.map(|occurrence| Item::new(seed, control, occurrence)).collect();
        let mut order: Vec<Sha256> = items.iter().map(|item| item.digest).collect();
        order.sort_unstable();
        let last = order.get(size(items.len()).saturating_sub(1)).copied();
        for item in &mut items {
            item.drawn = last.is_some_and(|last| item.digest <= last);
        }
        population.append(&mut items);
    }
    population
}

impl<'a> Item<'a> {
    fn new(seed: &str, control: &'a ControlAssessment, occurrence: &'a Occurrence) -> Self {
        let key = format!("{seed}/{}/{}", control.id, occurrence.period);
        let digest = Sha256::of(key.as_bytes());
        Self { control, occurrence, key, digest, drawn: false }
    }
}

/// How many of so many are drawn: the square root, rounded up.
pub(super) fn size(population: usize) -> usize {
    let root = population.isqrt();
    root + usize::from(root * root < population)
}

#[cfg(test)]
mod tests {
    use super::size;
    use crate::place::Sha256;

    #[test]
    fn the_size_is_the_square_root_rounded_up() {
        assert_eq!([0, 1, 2, 3, 4, 5, 9, 10, 26, 183].map(size), [0, 1, 2, 2, 2, 3, 3, 4, 6, 14]);
    }

    #[test]
    fn the_order_is_that_of_sha256sum() {
        let digest = Sha256::of(b"iso-2026/AC-02/2026-Q1").to_string();
        assert_eq!(digest, "55a1be8610f4dc87303f507265ddc04a6ad77590c79827148fa11525b698cb53");
    }
}

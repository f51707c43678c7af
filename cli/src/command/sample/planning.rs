//! How many items people plan for. Practice, not a rule: no standard prescribes a size.

use crate::calendar::{Cadence, Unit};

/// A number to plan with, and the range that is common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Planning {
    pub(super) size: usize,
    pub(super) low: usize,
    pub(super) high: usize,
    /// How often: `quarterly`, `single events`.
    pub(super) of: &'static str,
}

impl Planning {
    /// By how often a control operates; `None` for the items of a population.
    pub(super) fn of(cadence: Option<Cadence>) -> Self {
        let Some(cadence) = cadence else { return Self { size: 25, low: 25, high: 60, of: "single events" } };
        let unit = cadence.grace_unit();
        let (size, low, high) = match unit {
            Unit::Day => (25, 20, 40),
            Unit::Week => (5, 5, 15),
            Unit::Month => (3, 2, 5),
            Unit::Quarter => (2, 2, 4),
            Unit::HalfYear => (2, 1, 2),
            Unit::Year => (1, 1, 1),
        };
        Self { size, low, high, of: unit.adverb() }
    }
}

/// The square root, rounded up: how many the ISO 27001 packet draws.
pub(super) fn square_root(population: usize) -> usize {
    let root = population.isqrt();
    root + usize::from(root * root < population)
}

#[cfg(test)]
mod tests {
    use super::{Planning, square_root};
    use crate::calendar::Cadence;

    #[test]
    fn a_number_to_plan_with_lies_in_its_range() {
        for name in Cadence::NAMES {
            let planning = Planning::of(Cadence::parse(name, None).ok());
            assert!((planning.low..=planning.high).contains(&planning.size), "{name}");
        }
        assert_eq!(Planning::of(None).size, 25);
    }

    #[test]
    fn the_square_root_is_rounded_up() {
        assert_eq!([0, 1, 2, 4, 5, 26].map(square_root), [0, 1, 2, 2, 3, 6]);
    }
}

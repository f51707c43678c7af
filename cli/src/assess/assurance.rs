//! Days of a window for which nobody's word stands for a vendor.

use crate::calendar::{Date, DayRun, Window};
use crate::model::{Assurance, Vendor};

/// The days of a window that no report covers, and those of them for which there is nothing at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unspoken {
    /// No report or certificate covers them.
    pub uncovered: Vec<DayRun>,
    /// Of these, days for which not even the vendor's own bridge letter stands.
    pub nothing: Vec<DayRun>,
}

impl Unspoken {
    /// Days for which only a bridge letter stands.
    pub fn bridged(&self) -> Vec<DayRun> {
        gaps(&self.uncovered, &self.nothing)
    }
}

/// Finds the days of a window for which nobody speaks.
pub fn unspoken(vendor: &Vendor, window: Window) -> Unspoken {
    let reports: Vec<DayRun> = vendor.assurance.iter().filter_map(|one| covered(one, window)).collect();
    let letters: Vec<DayRun> = vendor.assurance.iter().filter_map(bridge).collect();
    let uncovered = gaps(&[DayRun { from: window.from, to: window.to }], &reports);
    let nothing = gaps(&uncovered, &letters);
    Unspoken { uncovered, nothing }
}

/// The days that a report speaks of, or on which a certificate holds; where a certificate begins is
/// not written down, so it is taken to hold at the window's start.
fn covered(one: &Assurance, window: Window) -> Option<DayRun> {
    match (one.period, one.until) {
        (Some(period), until) => {
            let to = until.map_or(period.value.to, |until| until.value.max(period.value.to));
            Some(DayRun { from: period.value.from, to })
        }
        (None, Some(until)) => {
            Some(DayRun { from: window.from, to: until.value }).filter(|run| run.from <= run.to)
        }
        (None, None) => None,
    }
}

/// The days between a report's end and its bridge letter's.
fn bridge(one: &Assurance) -> Option<DayRun> {
    let from = one.last_day()?.tomorrow().ok()?;
    let to = one.bridge?.value;
    (from <= to).then_some(DayRun { from, to })
}

/// The days of `whole` that lie in none of `parts`.
fn gaps(whole: &[DayRun], parts: &[DayRun]) -> Vec<DayRun> {
    let mut open: Vec<DayRun> = whole.to_vec();
    for part in parts {
        open = open.into_iter().flat_map(|run| without(run, *part)).collect();
    }
    open
}

fn without(run: DayRun, part: DayRun) -> impl Iterator<Item = DayRun> {
    let clip = |from: Date, to: Date| (from <= to).then_some(DayRun { from, to });
    let before = part.from.yesterday().ok().and_then(|last| clip(run.from, run.to.min(last)));
    let after = part.to.tomorrow().ok().and_then(|first| clip(run.from.max(first), run.to));
    before.into_iter().chain(after)
}

#[cfg(test)]
mod tests {
    use super::gaps;
    use crate::calendar::{DayRun, Window};

    fn run(text: &str) -> DayRun {
        let window = Window::parse(text).expect("days");
        DayRun { from: window.from, to: window.to }
    }

    #[test]
    fn what_no_report_covers_is_left() {
        let left = gaps(
            &[run("2026-01-01..2026-09-30")],
            &[run("2025-06-01..2026-05-31"), run("2026-08-01..2026-08-01")],
        );
        assert_eq!(left, [run("2026-06-01..2026-07-31"), run("2026-08-02..2026-09-30")]);
    }
}

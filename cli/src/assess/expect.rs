//! Which occurrences a control owes, and to which of them a record belongs.

use crate::assess::InForce;
use crate::assess::line::Segment;
use crate::calendar::{Date, DayRun, FiscalYear, Period, Window};

/// An expected occurrence: its period and the definition in force on its due date.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) period: Period,
    pub(super) segment: usize,
}

/// The control's definitions with the company's fiscal year.
#[derive(Debug)]
pub(super) struct Obligations<'a> {
    pub(super) segments: &'a [Segment],
    pub(super) fiscal: FiscalYear,
}

impl Obligations<'_> {
    /// The periods that the cadence of their due date expects, due from `from` to `to`, by due date.
    pub(super) fn expected(&self, from: Date, to: Date) -> Vec<Expected> {
        let mut expected = Vec::new();
        for (index, segment) in
            self.segments.iter().enumerate().filter(|(_, segment)| segment.control.is_active())
        {
            let (from, to) = (segment.active_from().max(from), segment.to.min(to));
            if from <= to {
                let periods = segment.rhythm.due_between(from, to, self.fiscal).into_iter();
                let due = periods.filter(|period| period.due() >= from);
                expected.extend(due.map(|period| Expected { period, segment: index }));
            }
        }
        expected
    }

    /// The expected occurrence with the latest due date before `day`.
    pub(super) fn expected_before(&self, day: Date) -> Option<Expected> {
        let mut to = day.yesterday().ok()?;
        for (index, segment) in self.segments.iter().enumerate().rev() {
            to = to.min(segment.to);
            let first = segment.active_from();
            if !segment.control.is_active() || first > to {
                continue;
            }
            // The period that holds the last day is due on it or later; else the one before it is the answer.
            let holding = segment.rhythm.containing(to, self.fiscal);
            let last = match holding {
                Some(period) if period.due() == to => Some(period),
                Some(period) => {
                    period.start.yesterday().ok().and_then(|day| segment.rhythm.containing(day, self.fiscal))
                }
                None => None,
            };
            if let Some(period) = last.filter(|period| period.due() >= first) {
                return Some(Expected { period, segment: index });
            }
        }
        None
    }

    /// The definition in force on a day.
    pub(super) fn at(&self, day: Date) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.from <= day && day <= segment.to)
    }

    /// The period of a record that names none: it contains the performed day and is a period of the
    /// cadence in force on its own due date; of two, the one due first.
    pub(super) fn period_of(&self, performed: Date) -> Option<Period> {
        let holding = |segment: &Segment| segment.rhythm.containing(performed, self.fiscal);
        let candidates = self.segments.iter().filter_map(|segment| {
            let period = holding(segment)?;
            (self.at(period.due()).and_then(holding).as_ref() == Some(&period)).then_some(period)
        });
        candidates.min_by_key(Period::due)
    }

    /// The period of the cadence in force on a day.
    pub(super) fn period_at(&self, day: Date) -> Option<Period> {
        self.at(day)?.rhythm.containing(day, self.fiscal)
    }

    /// The days of the window on which the control was active and that lie in no expected period.
    pub(super) fn uncovered(&self, window: Window, expected: &[Expected]) -> Vec<DayRun> {
        let active = self.segments.iter().filter(|segment| segment.control.is_active());
        let mut open: Vec<DayRun> = active
            .map(|segment| DayRun {
                from: segment.active_from().max(window.from),
                to: segment.to.min(window.to),
            })
            .filter(|run| run.from <= run.to)
            .collect();
        for Expected { period, .. } in expected {
            open = open.into_iter().flat_map(|run| without(run, period)).collect();
        }
        joined(open)
    }

    /// The first day on which the control was active; `None` when it never was.
    pub(super) fn active_from(&self) -> Option<Date> {
        let active = self.segments.iter().filter(|segment| segment.control.is_active());
        let days = active.filter(|segment| segment.active_from() <= segment.to).map(Segment::active_from);
        days.min()
    }

    /// The runs of one cadence, over the whole history.
    pub(super) fn in_force(&self) -> Vec<InForce> {
        let mut runs: Vec<InForce> = Vec::new();
        // Days before `since` are nobody's: a definition that landed later begins there, not before.
        for segment in self.segments.iter().filter(|segment| segment.visible_from() <= segment.to) {
            let cadence = segment.control.cadence.value;
            let from = Some(segment.visible_from()).filter(|from| *from != Date::MIN);
            let to = (segment.to != Date::MAX).then_some(segment.to);
            match runs.last_mut() {
                Some(run) if run.cadence == cadence && run.to.and_then(|to| to.tomorrow().ok()) == from => {
                    run.to = to;
                }
                _ => runs.push(InForce { from, to, cadence, commit: segment.commit }),
            }
        }
        runs
    }
}

/// A run without the days of a period: none, one or two runs.
fn without(run: DayRun, period: &Period) -> impl Iterator<Item = DayRun> {
    let before = period.start.yesterday().ok().map(|last| DayRun { from: run.from, to: run.to.min(last) });
    let after = DayRun { from: run.from.max(period.end), to: run.to };
    before.into_iter().chain(Some(after)).filter(|run| run.from <= run.to)
}

/// Neighbouring runs made one.
fn joined(runs: Vec<DayRun>) -> Vec<DayRun> {
    let mut whole: Vec<DayRun> = Vec::new();
    for run in runs {
        match whole.last_mut() {
            Some(last) if last.to.tomorrow().is_ok_and(|next| next >= run.from) => {
                last.to = last.to.max(run.to);
            }
            _ => whole.push(run),
        }
    }
    whole
}

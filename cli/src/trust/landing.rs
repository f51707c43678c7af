//! G1: in the register in time, by the register's own clock.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::calendar::When;
use crate::history::{LineCommit, Trail};
use crate::trust::outside::Anchors;
use crate::trust::versions::Course;
use crate::trust::{Reason, SKEW_SECONDS, Trust, later};

pub(super) fn judge(trust: &Trust<'_>, course: &Course<'_>, reasons: &mut BTreeSet<Reason>) {
    if course.before_root {
        reasons.insert(Reason::BeforeRoot);
    }
    let date = trust.date(course.first);
    if is_out_of_order(trust, course.first) {
        reasons.insert(Reason::ClockOutOfOrder);
    }
    let when = course.record.performed.as_ref().and_then(|act| act.at.as_ref()?.when);
    let Some(when) = when else {
        reasons.insert(Reason::NoPerformed);
        return;
    };
    let begins = match when {
        When::Moment(instant) => Some(instant),
        When::Day(day) => trust.zone.start_of(day),
    };
    if begins.is_some_and(|begins| date < later(begins, -SKEW_SECONDS)) {
        reasons.insert(Reason::LandedBeforePerformed);
    }
    if is_too_late(trust, course, course.first) {
        reasons.insert(Reason::LandedLate);
    }
    if course.settled != course.first && is_too_late(trust, course, course.settled) {
        reasons.insert(Reason::CompletedLate);
    }
}

/// Whether a commit of the line is dated after the last day on which its policy lets the record land.
fn is_too_late(trust: &Trust<'_>, course: &Course<'_>, place: usize) -> bool {
    let Some(performed) = course.performed else { return false };
    let last = trust.policies.of(place).recorded_within.after(performed);
    trust.zone.end_of(last).is_some_and(|end| trust.date(place) >= end)
}

/// Whether a commit of the line is dated before an earlier one.
fn is_out_of_order(trust: &Trust<'_>, place: usize) -> bool {
    trust.latest[place].is_some_and(|latest| trust.date(place) < later(latest, -SKEW_SECONDS))
}

/// For each place of the line the latest date before it, from the root on. A commit that is dated
/// later than an outside time that covers it is not compared with: the fault is its own.
pub(super) fn latest(trail: &Trail, anchors: &Anchors, root: usize) -> Vec<Option<Timestamp>> {
    let mut latest = None;
    let of = |(place, commit): (usize, &LineCommit)| {
        let before = latest;
        let date = commit.committer.at;
        let refuted = || anchors.earliest(place).is_some_and(|at| date > later(at, SKEW_SECONDS));
        if place >= root && !refuted() {
            latest = latest.max(Some(date));
        }
        before
    };
    trail.line.iter().enumerate().map(of).collect()
}

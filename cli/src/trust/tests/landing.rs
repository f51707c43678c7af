//! G1, to the second.

use super::{History, by, day_zone, instant, record};
use crate::trust::later;

const BEGUN: &str = "2026-11-02T09:00:00Z";

/// The grade of the honest record when it lands so many seconds after an instant.
fn landed(performed: &str, zone: &str, at: &str, seconds: i64) -> String {
    let mut history = History::new(BEGUN);
    history.zone = day_zone(zone);
    let text = record(performed);
    history.honest(later(instant(at), seconds), &text);
    history.grade(&text)
}

#[test]
fn a_record_may_land_300_seconds_before_the_day_began_on_which_it_was_performed() {
    let landed = |seconds| landed("2026-11-20", "UTC", "2026-11-20T00:00:00Z", seconds);
    assert_eq!(landed(-300), "G3 NOT_ANCHORED");
    assert_eq!(landed(-301), "G0 LANDED_BEFORE_PERFORMED NOT_ANCHORED");
}

#[test]
fn and_300_seconds_before_a_moment_where_that_is_what_it_says() {
    let landed = |seconds| landed("2026-11-20T15:00:00Z", "UTC", "2026-11-20T15:00:00Z", seconds);
    assert_eq!(landed(-300), "G3 NOT_ANCHORED");
    assert_eq!(landed(-301), "G0 LANDED_BEFORE_PERFORMED NOT_ANCHORED");
}

#[test]
fn it_lands_in_time_until_the_last_second_of_the_seventh_day_after_in_the_company_s_zone() {
    let utc = |seconds| landed("2026-11-20", "UTC", "2026-11-28T00:00:00Z", seconds);
    assert_eq!(utc(-1), "G3 NOT_ANCHORED");
    assert_eq!(utc(0), "G0 LANDED_LATE NOT_ANCHORED");
    let berlin = |seconds| landed("2026-11-20", "Europe/Berlin", "2026-11-27T23:00:00Z", seconds);
    assert_eq!(berlin(-1), "G3 NOT_ANCHORED");
    assert_eq!(berlin(0), "G0 LANDED_LATE NOT_ANCHORED");
}

#[test]
fn a_result_that_is_given_later_has_the_same_limit() {
    let completed = |seconds| {
        let mut history = History::new(BEGUN);
        let text = record("2026-11-20");
        history.says(by("alice"), instant("2026-11-20T16:00:00Z"), &text.replace("pass", "pending"));
        history.honest(later(instant("2026-11-28T00:00:00Z"), seconds), &text);
        history.grade(&text)
    };
    assert_eq!(completed(-1), "G3 NOT_ANCHORED");
    assert_eq!(completed(0), "G0 COMPLETED_LATE NOT_ANCHORED");
}

#[test]
fn clocks_may_differ_by_300_seconds_along_the_line() {
    let after = |seconds| {
        let mut history = History::new(BEGUN);
        let at = instant("2026-11-21T10:00:00Z");
        history.commit(by("bob"), at, &[]);
        let text = record("2026-11-20");
        history.honest(later(at, seconds), &text);
        history.grade(&text)
    };
    assert_eq!(after(-300), "G3 NOT_ANCHORED");
    assert_eq!(after(-301), "G0 CLOCK_OUT_OF_ORDER NOT_ANCHORED");
}

#[test]
fn what_the_root_held_is_not_dated_by_it() {
    let mut history = History::new(BEGUN);
    let text = record("2026-11-20");
    history.honest(instant("2026-11-21T10:00:00Z"), &text);
    history.auditor.root = Some(history.trail.line[1].id.to_string());
    assert_eq!(history.grade(&text), "G0 BEFORE_ROOT NOT_ANCHORED");
}

//! G4: a clock outside, to the second of the token.

use super::history::line;
use super::{History, by, instant, record};
use crate::trust::{SKEW_SECONDS, later};

const BEGUN: &str = "2026-11-02T09:00:00Z";
const MERGED: &str = "2026-11-21T10:00:00Z";

/// The grade of a record that landed then; the outside time is 2026-11-23T23:51:28Z.
fn stamped(performed: &str, landed_after_token: Option<i64>) -> String {
    let mut history = History::new(BEGUN);
    let text = record(performed);
    let token = instant("2026-11-23T23:51:28Z");
    let at = landed_after_token.map_or_else(|| instant(MERGED), |seconds| later(token, seconds));
    let outside = history.stamped(at, &text, instant("2026-11-25T08:00:00Z"));
    assert_eq!(outside, token, "run cli/tests/fixtures/anchor/make");
    history.grade(&text)
}

#[test]
fn a_record_may_be_dated_300_seconds_after_the_outside_time_that_covers_it() {
    assert_eq!(stamped("2026-11-20", None), "G4 NOT_WITNESSED ONE_OPERATOR");
    assert_eq!(stamped("2026-11-20", Some(SKEW_SECONDS)), "G4 NOT_WITNESSED ONE_OPERATOR");
    assert_eq!(stamped("2026-11-20", Some(SKEW_SECONDS + 1)), "G3 DATED_AFTER_ANCHOR");
}

#[test]
fn an_outside_time_counts_for_31_days_after_the_last_day_on_which_the_record_may_land() {
    // 7 and 31 days before 2026-11-23, the day of the token.
    assert_eq!(stamped("2026-10-16", None), "G0 LANDED_LATE");
    assert_eq!(stamped("2026-10-15", None), "G0 ANCHORED_LATE LANDED_LATE");
}

#[test]
fn a_commit_that_an_outside_time_refutes_is_not_compared_with() {
    let after = |seconds| {
        let mut history = History::new(BEGUN);
        let text = record("2026-11-20");
        history.commit(by("bob"), later(instant("2026-11-23T23:51:28Z"), seconds), &[]);
        history.stamped(instant(MERGED), &text, instant("2026-11-25T08:00:00Z"));
        history.grade(&text)
    };
    assert_eq!(after(300), "G0 CLOCK_OUT_OF_ORDER");
    assert_eq!(after(301), "G4 NOT_WITNESSED ONE_OPERATOR");
}

#[test]
fn a_key_must_not_have_ended_before_the_outside_time() {
    let ended = |at: &str| {
        let mut history = History::new(BEGUN);
        let text = record("2026-11-20");
        history.stamped(instant(MERGED), &text, instant("2026-11-25T08:00:00Z"));
        let alice = line("alice", &format!("valid-before=\"{at}\" "));
        let keys = format!("{alice}{}", line("bob", ""));
        let files = [("policies/allowed_signers", keys.as_str())];
        history.commit(by("bob"), instant("2026-11-25T09:00:00Z"), &files);
        history.grade(&text)
    };
    assert_eq!(ended("20261123235128Z"), "G4 NOT_WITNESSED ONE_OPERATOR");
    assert_eq!(ended("20261123235127Z"), "G3 KEY_ENDED_BEFORE_ANCHOR");
}

#[test]
fn the_outside_time_and_its_file_are_told() {
    let mut history = History::new(BEGUN);
    let text = record("2026-11-20");
    let outside = history.stamped(instant(MERGED), &text, instant("2026-11-25T08:00:00Z"));
    let witnessed = history.graded(&text).witnessed.expect("from G4 on");
    assert_eq!((witnessed.from, witnessed.to), (None, outside));
    let paths: Vec<&str> = witnessed.anchors.iter().map(AsRef::as_ref).collect();
    assert_eq!(paths, ["evidence/anchors/november.tsr"]);
}

//! A programme that was not there, or could not be read, when a record landed.

use super::{History, by, instant, record};
use crate::history::Change;
use crate::place::RepoPath;

const BEGUN: &str = "2026-11-02T09:00:00Z";
const LANDED: &str = "2026-11-21T09:00:00Z";
const PERFORMED: &str = "2026-11-20";
const PROGRAM: &str = "policies/program.yaml";

/// The grade of the honest record when the programme before it is this text, or is gone; afterwards
/// it is whole again, which changes nothing.
fn graded(program: Option<&str>, performed: &str, landed: &str) -> String {
    let mut history = History::new(BEGUN);
    let whole = history.proofs.blobs.values().find(|bytes| bytes.starts_with(b"company")).cloned();
    let whole = String::from_utf8_lossy(&whole.expect("the programme")).into_owned();
    history.commit(by("bob"), instant("2026-11-03T09:00:00Z"), &[(PROGRAM, program.unwrap_or("gone"))]);
    if program.is_none() {
        let change = Change { path: RepoPath::new(PROGRAM), before: None, after: None };
        history.trail.line.last_mut().expect("a commit").changes = vec![change];
    }
    let text = record(performed);
    history.honest(instant(landed), &text);
    history.commit(by("bob"), instant("2026-11-24T09:00:00Z"), &[(PROGRAM, &whole)]);
    history.grade(&text)
}

#[test]
fn without_a_programme_a_key_is_nobodys_however_it_reads_today() {
    let said = "G1 NOT_ANCHORED NO_REVIEW PERFORMER_NOT_SIGNER";
    for program in [None, Some(""), Some("people: ["), Some("people: {alice: {name: Alice}}\n")] {
        assert_eq!(graded(program, PERFORMED, LANDED), said, "{program:?}");
    }
}

#[test]
fn without_a_programme_a_record_has_seven_days_to_land() {
    let landed = |program: Option<&str>, day: &str| graded(program, PERFORMED, &format!("{day}T12:00:00Z"));
    for program in [None, Some("people: [")] {
        let late = landed(program, "2026-11-28");
        assert!(late.starts_with("G0 LANDED_LATE"), "{late}");
        assert!(landed(program, "2026-11-27").starts_with("G1 "));
    }
    let longer = Some("defaults: {recorded_within: 14d}\n");
    assert!(landed(longer, "2026-11-28").starts_with("G1 "));
}

#[test]
fn a_programme_whose_bytes_are_not_here_leaves_the_grade_open_and_claims_nothing_of_keys() {
    let mut history = History::new(BEGUN);
    let unread = "company: {name: N, timezone: UTC}\npeople: {}\n";
    history.commit(by("bob"), instant("2026-11-03T09:00:00Z"), &[(PROGRAM, unread)]);
    history.proofs.blobs.retain(|_, bytes| &**bytes != unread.as_bytes());
    history.proofs.lost = vec!["OBJECT_MISSING 1111111111111111111111111111111111111111".to_owned()];
    let text = record(PERFORMED);
    history.honest(instant(LANDED), &text);
    assert_eq!(history.grade(&text), "? NOT_ANCHORED OBJECT_MISSING");
}

//! G2 and G3: whose keys, by which policy.

use super::history::line;
use super::{History, by, instant, record, unsigned};
use crate::trust::later;

const BEGUN: &str = "2026-11-02T09:00:00Z";
const WORKED: &str = "2026-11-20T15:00:00Z";
const RECORD: &str = "evidence/AC-02/2026-11.yaml";

#[test]
fn the_performer_s_commit_and_the_reviewer_s_merge_are_two_keys_on_the_same_bytes() {
    let text = record("2026-11-20");
    let grade = |author, merger| {
        let mut history = History::new(BEGUN);
        history.merge(author, merger, instant(WORKED), &[(RECORD, &text)]);
        history.grade(&text)
    };
    assert_eq!(grade(by("alice"), by("bob")), "G3 NOT_ANCHORED");
    assert_eq!(grade(by("alice"), by("carol")), "G2 NOT_ANCHORED REVIEWER_NOT_SIGNER");
    assert_eq!(grade(by("alice"), by("alice")), "G2 NOT_ANCHORED NO_REVIEW");
    assert_eq!(grade(by("carol"), by("bob")), "G1 NOT_ANCHORED PERFORMER_NOT_SIGNER");
    assert_eq!(grade(unsigned(), by("bob")), "G1 NOT_ANCHORED PERFORMER_UNSIGNED");
    assert_eq!(grade(by("alice"), unsigned()), "G1 AUTHORITY_BROKEN NOT_ANCHORED NO_REVIEW UNSIGNED");
    assert_eq!(
        grade(by("alice"), by("mallory")),
        "G1 AUTHORITY_BROKEN KEY_NOT_ALLOWED NOT_ANCHORED NO_REVIEW"
    );
}

#[test]
fn a_key_counts_up_to_the_second_at_which_it_ends_and_not_after_it() {
    let text = record("2026-11-20");
    let grade = |seconds| {
        let alice = line("alice", "valid-before=\"20261120150000Z\" ");
        let mut history = History::with_keys(BEGUN, &format!("{alice}{}", line("bob", "")));
        history.merge(by("alice"), by("bob"), later(instant(WORKED), seconds), &[(RECORD, &text)]);
        history.grade(&text)
    };
    assert_eq!(grade(0), "G3 NOT_ANCHORED");
    assert_eq!(grade(1), "G1 NOT_ANCHORED PERFORMER_UNSIGNED");
}

#[test]
fn a_key_that_fits_two_persons_is_good_for_the_chain_only() {
    let text = record("2026-11-20");
    let both = line("alice", "").replace("alice@", "carol@northwind.example,alice@");
    let mut history = History::with_keys(BEGUN, &format!("{both}{}", line("bob", "")));
    history.merge(by("alice"), by("bob"), instant(WORKED), &[(RECORD, &text)]);
    assert_eq!(history.grade(&text), "G1 KEY_UNDER_TWO_NAMES NOT_ANCHORED");
}

#[test]
fn a_commit_is_judged_by_the_keys_that_were_listed_before_it() {
    let text = record("2026-11-20");
    let mut history = History::with_keys(BEGUN, &line("bob", ""));
    let keys = format!("{}{}", line("alice", ""), line("bob", ""));
    let files = [(RECORD, text.as_str()), ("policies/allowed_signers", keys.as_str())];
    history.merge(by("alice"), by("bob"), instant(WORKED), &files);
    assert_eq!(history.grade(&text), "G1 NOT_ANCHORED PERFORMER_UNSIGNED");
}

#[test]
fn bytes_that_came_to_be_in_a_merge_are_signed_by_nobody() {
    let text = record("2026-11-20");
    let mut history = History::new(BEGUN);
    history.evil_merge(by("alice"), instant(WORKED), &[(RECORD, &text)]);
    assert_eq!(history.grade(&text), "G1 INTRODUCED_IN_MERGE NOT_ANCHORED NO_REVIEW");
}

#[test]
fn a_reviewer_may_commit_the_version_that_names_him() {
    let text = record("2026-11-20");
    let plain = text.replace("reviewed: {by: bob, at: 2026-11-21}\n", "");
    let mut history = History::new(BEGUN);
    history.says(by("alice"), instant(WORKED), &plain);
    history.says(by("bob"), instant("2026-11-21T10:00:00Z"), &text);
    assert_eq!(history.grade(&text), "G3 NOT_ANCHORED SIGNED_BYTES_NOT_NEWEST");
}

#[test]
fn a_person_who_reviews_himself_reviews_nothing() {
    let text = record("2026-11-20").replace("by: bob", "by: alice");
    let mut history = History::new(BEGUN);
    history.honest(instant(WORKED), &text);
    assert_eq!(history.grade(&text), "G2 NOT_ANCHORED SELF_REVIEW");
}

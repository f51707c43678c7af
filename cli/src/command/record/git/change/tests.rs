use super::{Approved, Change, Route};
use crate::command::record::git::identity::Identities;
use crate::history::{LineCommit, Message, Person};
use crate::place::CommitId;

fn person(name: &str) -> Person {
    let mail = if name == "GitHub" { "noreply@github.com".to_owned() } else { format!("{name}@n.example") };
    Person { name: name.to_owned(), mail, at: jiff::Timestamp::UNIX_EPOCH, offset_minutes: 0 }
}

fn message(author: &str, text: &str) -> Message {
    Message { commit: CommitId([1; 20]), author: person(author), signature: None, text: text.to_owned() }
}

/// Reads a commit of an author and a committer that merged those of others.
fn change((author, committer): (&str, &str), text: &str, merged: &[(&str, &str)]) -> Change {
    let parents = if merged.is_empty() { 1 } else { 2 };
    let commit = LineCommit {
        id: CommitId([1; 20]),
        parents: vec![CommitId([2; 20]); parents],
        author: person(author),
        committer: person(committer),
        subject: String::new(),
        signature: None,
        changes: Vec::new(),
    };
    let merged: Vec<Message> = merged.iter().map(|(author, text)| message(author, text)).collect();
    Change::read(&commit, &message(author, text), &merged, &mut Identities::default())
}

#[test]
fn requests_are_named_in_the_ways_of_the_forges() {
    let request = |text: &str| change(("ada", "GitHub"), text, &[]).request;
    assert_eq!(request("Fix the lock (#123)"), "123");
    assert_eq!(request("Merge pull request #7 from o/x\n\nFix"), "7");
    assert_eq!(request("Merge branch 'x' into 'main'\n\nFix\n\nSee merge request n/fleet!42"), "42");
    assert_eq!(
        request("lib: fix\n\nPR-URL: https://github.com/nodejs/node/pull/99\nReviewed-By: A <a@b.c>"),
        "99"
    );
    assert_eq!(request("Fix\n\n(Merged from https://github.com/openssl/openssl/pull/31)"), "31");
    assert_eq!(request("Merged in fix (pull request #5)"), "5");
    assert_eq!(["Fix #12 at last", "Fix (#x)", "See (#3) and more"].map(request), ["", "", ""]);
}

#[test]
fn nobody_approves_what_they_wrote() {
    let of = |text: &str| change(("ada", "ada"), text, &[]).approved;
    assert_eq!(of("Fix\n\nReviewed-by: bea <bea@n.example>"), Approved::Yes);
    assert_eq!(of("Fix\n\nreviewed-BY: ada <ADA@n.example>"), Approved::BySelf);
    assert_eq!(
        of("Fix\n\nCo-authored-by: bea <bea@n.example>\nAcked-by: bea <bea@n.example>"),
        Approved::BySelf
    );
    assert_eq!(of("Fix\n\nSigned-off-by: bea <bea@n.example>"), Approved::NotInGit);
}

#[test]
fn a_merge_is_approved_as_far_as_its_commits_are() {
    let reviewed = ("ada", "a\n\nReviewed-by: bea <bea@n.example>");
    let of = |text: &str, merged: &[(&str, &str)]| {
        let change = change(("cem", "GitHub"), text, merged);
        assert_eq!((change.route, change.landed_by_author), (Route::Merge, "no"));
        change.approved
    };
    assert_eq!(of("Merge x", &[reviewed, reviewed]), Approved::Yes);
    assert_eq!(of("Merge x", &[reviewed, ("ada", "b")]), Approved::Partly);
    assert_eq!(of("Merge x\n\nApproved-by: dan <dan@n.example>", &[("ada", "b")]), Approved::Yes);
    assert_eq!(of("Merge x\n\nApproved-by: ada <ada@n.example>", &[("ada", "b")]), Approved::BySelf);
    assert_eq!(of("Merge x", &[("ada", "b")]), Approved::NotInGit);
}

#[test]
fn what_the_forge_committed_was_landed_by_nobody_that_git_knows() {
    let squashed = change(("ada", "GitHub"), "Fix (#1)", &[]);
    assert_eq!((squashed.landed_by.as_str(), squashed.landed_by_author), ("forge", "unknown"));
    let pushed = change(("ada", "ada"), "Fix", &[]);
    assert_eq!((pushed.route, pushed.landed_by_author), (Route::Direct, "yes"));
}

#[test]
fn reverts_and_emergencies_say_so() {
    let of = |text: &str| {
        let change = change(("ada", "ada"), text, &[]);
        (change.reverts, change.emergency)
    };
    assert_eq!(
        of("Revert \"x\"\n\nThis reverts commit 0123456789abcdef."),
        ("0123456789ab".to_owned(), false)
    );
    assert_eq!(of("Revert \"x\""), ("yes".to_owned(), false));
    assert_eq!(of("Revert \"Hotfix: lock\""), ("yes".to_owned(), false));
    assert_eq!(of("[EMERGENCY] stop the robots"), (String::new(), true));
    assert_eq!(of("Hotfix: lock"), (String::new(), true));
    assert_eq!(of("Fix\n\nEmergency: yes"), (String::new(), true));
    assert_eq!(of("Fix the hotfixer\n\nEmergency: no"), (String::new(), false));
}

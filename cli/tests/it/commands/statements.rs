//! `record sign` and `record review`: statements to be signed, written and never signed by us.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, git, succeed, tickmark, told};

const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/// A company with one record, committed.
fn company() -> tempfile::TempDir {
    let folder = folder();
    let program = "company: {name: Northwind, timezone: UTC}\npeople:\n  \
        alice: {name: Alice, email: alice@northwind.example}\n  \
        bob: {name: Bob, email: bob@northwind.example}\n";
    let record = "control: AC-02\nperiod: 2026-Q1\nperformed: {by: alice, at: 2026-03-27}\nresult: pass\n";
    for (path, text) in [
        ("policies/program.yaml", program),
        ("policies/allowed_signers", &format!("alice@northwind.example {KEY}\n")),
        ("evidence/AC-02/2026-Q1.yaml", record),
    ] {
        write(folder.path(), path, text);
    }
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    succeed(git(folder.path()).args(["add", "."]));
    succeed(git(folder.path()).args(["commit", "--quiet", "-m", "begin"]));
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn record(folder: &Path, arguments: &[&str]) -> String {
    told(tickmark(folder).arg("record").args(arguments))
}

const REVIEWED: [&str; 8] = [
    "review",
    "evidence/AC-02/2026-Q1.yaml",
    "--verdict",
    "accepted",
    "--looked-at",
    "all 41 accounts",
    "--exceptions",
    "none",
];

#[test]
fn the_performer_gets_a_statement_and_the_command_that_signs_it() {
    let company = company();
    assert_data_eq!(
        record(company.path(), &["sign", "evidence/AC-02/2026-Q1.yaml"]),
        str![[r#"
ssh-keygen -Y sign -n evidence-performed -f ~/.ssh/id_ed25519 evidence/AC-02/2026-Q1.performed
git add evidence/AC-02/2026-Q1.performed evidence/AC-02/2026-Q1.performed.sig
-- standard error --
wrote evidence/AC-02/2026-Q1.performed
sign it as `alice`, whom `performed.by` names; then commit both files
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        fs::read_to_string(company.path().join("evidence/AC-02/2026-Q1.performed")).unwrap(),
        str![[r#"
tickmark-performed v1
record evidence/AC-02/2026-Q1.yaml
sha256 d2e15c60451f6123236da304d7782734f8e9ada2f6a067b75f006bcf8e59fe16

"#]]
    );
    // The same again changes nothing; from another folder, paths are those of that folder.
    let here = company.path().join("policies");
    assert_data_eq!(
        record(&here, &["sign", "../evidence/AC-02/2026-Q1.yaml", "--key", "~/.ssh/my key"]),
        str![[r#"
ssh-keygen -Y sign -n evidence-performed -f ~/'.ssh/my key' ../evidence/AC-02/2026-Q1.performed
git add ../evidence/AC-02/2026-Q1.performed ../evidence/AC-02/2026-Q1.performed.sig
-- standard error --
sign it as `alice`, whom `performed.by` names; then commit both files
-- exit 0 --

"#]]
        .raw()
    );
}

#[test]
fn a_review_is_said_in_full_or_not_at_all() {
    let company = company();
    assert_data_eq!(
        record(company.path(), &["review", "evidence/AC-02/2026-Q1.yaml", "--verdict", "accepted"]),
        str![[r#"
-- standard error --
error: `--looked-at TEXT` is needed, as there is nobody to ask
help: as in `--verdict accepted --looked-at "all 41 accounts" --exceptions none`
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        record(company.path(), &REVIEWED),
        str![[r#"
ssh-keygen -Y sign -n evidence-review -f ~/.ssh/id_ed25519 evidence/AC-02/2026-Q1.review
git add evidence/AC-02/2026-Q1.review evidence/AC-02/2026-Q1.review.sig
-- standard error --
wrote evidence/AC-02/2026-Q1.review
anybody but `alice`, who performed it, can sign it; then commit both files
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        fs::read_to_string(company.path().join("evidence/AC-02/2026-Q1.review")).unwrap(),
        str![[r#"
tickmark-review v1
record evidence/AC-02/2026-Q1.yaml
sha256 d2e15c60451f6123236da304d7782734f8e9ada2f6a067b75f006bcf8e59fe16
verdict accepted
looked-at all 41 accounts
exceptions none

"#]]
    );
}

#[test]
fn a_draft_is_replaced_and_a_signed_review_is_followed_by_the_next() {
    let company = company();
    let path = company.path();
    record(path, &REVIEWED);
    let mut rejected = REVIEWED;
    (rejected[3], rejected[7]) = ("rejected", "two accounts of people who left");
    record(path, &rejected);
    let names = || {
        let found = fs::read_dir(path.join("evidence/AC-02")).unwrap();
        let mut names: Vec<_> = found.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["2026-Q1.review", "2026-Q1.yaml"]);
    write(path, "evidence/AC-02/2026-Q1.review.sig", "a signature");
    assert_data_eq!(
        record(path, &rejected),
        str![[r#"
-- standard error --
`evidence/AC-02/2026-Q1.review` says this already, and is signed
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        record(path, &REVIEWED),
        str![[r#"
ssh-keygen -Y sign -n evidence-review -f ~/.ssh/id_ed25519 evidence/AC-02/2026-Q1.review.2
git add evidence/AC-02/2026-Q1.review.2 evidence/AC-02/2026-Q1.review.2.sig
-- standard error --
wrote evidence/AC-02/2026-Q1.review.2
anybody but `alice`, who performed it, can sign it; then commit both files
-- exit 0 --

"#]]
        .raw()
    );
    assert_eq!(names(), ["2026-Q1.review", "2026-Q1.review.2", "2026-Q1.review.sig", "2026-Q1.yaml"]);
}

#[test]
fn what_would_not_count_is_told_before_it_is_signed() {
    let company = company();
    let path = company.path();
    let text = "control: AC-02\nperiod: 2026-Q1\nperformed: {by: alice, at: 2026-03-27}\n\
                reviewed: {by: bob, at: 2026-03-28}\nresult: pending\n";
    write(path, "evidence/AC-02/2026-Q1.yaml", text);
    assert_data_eq!(record(path, &REVIEWED), str![[r#"
ssh-keygen -Y sign -n evidence-review -f ~/.ssh/id_ed25519 evidence/AC-02/2026-Q1.review
git add evidence/AC-02/2026-Q1.review evidence/AC-02/2026-Q1.review.sig
-- standard error --
note: the result of `evidence/AC-02/2026-Q1.yaml` is still `pending`; once it is written, a review of these bytes no longer counts
wrote evidence/AC-02/2026-Q1.review
note: the record is not committed as it is now; commit these very bytes, before the statement or with it
note: no key in `policies/allowed_signers` is `bob`'s for `evidence-review`; it has to be listed in an earlier commit than the signature
sign it as `bob`, whom `reviewed.by` names; then commit both files
-- exit 0 --

"#]].raw());
    write(path, "evidence/AC-02/2026-Q1.yaml", &text.replace("bob", "alice"));
    assert_data_eq!(record(path, &REVIEWED), str![[r#"
-- standard error --
note: the result of `evidence/AC-02/2026-Q1.yaml` is still `pending`; once it is written, a review of these bytes no longer counts
error: `alice` performed it and is named in `reviewed.by`: that is no review
help: name another person in `reviewed.by` first
-- exit 2 --

"#]].raw());
    write(path, "evidence/AC-02/2026-Q2.yaml", "control: AC-02\nperiod: 2026-Q2\nresult: pass\n");
    assert_data_eq!(
        record(path, &["sign", "evidence/AC-02/2026-Q2.yaml"]),
        str![[r#"
-- standard error --
error: `evidence/AC-02/2026-Q2.yaml` does not say who performed it
help: write `performed: {by: …, at: …}` first: the statement is over the bytes of the record
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        record(path, &["sign", "evidence/AC-02/2026-Q3.yaml"]),
        str![[r#"
-- standard error --
error: there is no record at `evidence/AC-02/2026-Q3.yaml`
help: did you mean `evidence/AC-02/2026-Q1.yaml`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        record(path, &["sign", "policies/program.yaml"]),
        str![[r#"
-- standard error --
error: `policies/program.yaml` is no evidence record
help: records lie in `evidence/CONTROL/`; `tickmark lint` says what is wrong with one
-- exit 2 --

"#]]
        .raw()
    );
}

//! Mistakes that users make: a clear message, the right exit code, nothing written by halves.

use crate::support::{demo, folder, git, succeed, tickmark, told};
use snapbox::{assert_data_eq, str};
use std::path::Path;

const PROGRAM: &str = "company: {name: Tiny, timezone: UTC}\n";

fn repository(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let place = folder();
    succeed(git(place.path()).args(["init", "-q", "-b", "main"]));
    for (path, bytes) in files {
        write(place.path(), path, bytes);
    }
    place
}

fn write(place: &Path, path: &str, bytes: &[u8]) {
    let path = place.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    std::fs::write(path, bytes).expect("the file");
}

fn commit(place: &Path) {
    succeed(git(place).args(["add", "--all"]));
    succeed(git(place).args(["commit", "-q", "-m", "all"]));
}

#[test]
fn outside_a_repository_lint_says_what_is_missing() {
    let outside = tempfile::tempdir().expect("a folder outside this repository");
    let told = told(tickmark(outside.path()).arg("lint"));
    assert_data_eq!(
        told.replace(&outside.path().canonicalize().expect("it is there").display().to_string(), "HERE"),
        str![[r#"
-- standard error --
error: there is no `policies/program.yaml` in `HERE` or above it
help: `tickmark init` writes a first one; `tickmark demo` shows a finished company
-- exit 2 --

"#]]
    );
}

#[test]
fn outside_a_repository_the_trail_says_that_history_is_what_it_reads() {
    let outside = tempfile::tempdir().expect("a folder outside this repository");
    write(outside.path(), "policies/program.yaml", PROGRAM.as_bytes());
    let told = told(tickmark(outside.path()).args(["trail", "--window", "2026-01-01..2026-03-31"]));
    assert_data_eq!(
        told.replace(&outside.path().canonicalize().expect("it is there").display().to_string(), "HERE"),
        str![[r#"
-- standard error --
error: `HERE` is not in a Git repository
help: go to a folder of the repository, or begin one with `git init`
-- exit 2 --

"#]]
    );
}

#[test]
fn a_folder_without_git_is_linted_and_says_what_it_could_not_judge() {
    let outside = tempfile::tempdir().expect("a folder outside this repository");
    write(outside.path(), "policies/program.yaml", PROGRAM.as_bytes());
    assert_data_eq!(
        told(tickmark(outside.path()).args(["lint", "--as-of", "2026-02-01"])),
        str![[r#"
Tiny, lint
work tree, nothing committed yet, as of 2026-02-01

note: there is no Git repository here: 18 rules were not judged, or not in full
 |
 = note: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted,
         history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed,
         unknown-signer, unsigned-evidence
 = help: begin one with `git init`, and commit

0 errors, 0 warnings and 0 notes in 1 file
-- exit 0 --

"#]]
    );
}

#[test]
fn an_empty_repository_has_nothing_to_read_and_no_commit() {
    let empty = repository(&[]);
    let first = told(tickmark(empty.path()).arg("trail"));
    let second = told(tickmark(empty.path()).args(["packet", "build", "x", "--at", "v1"]));
    assert_data_eq!(
        first + &second,
        str![[r#"
-- standard error --
error: the repository has no commit yet
help: commit first: what is not committed is not on file
-- exit 2 --
-- standard error --
error: no tag, branch or commit is called `v1`
help: `git tag --list` and `git branch --all` show what is here, `git fetch --tags` brings tags that are not
-- exit 3 --

"#]]
    );
}

#[test]
fn a_broken_programme_is_shown_where_it_breaks_and_ends_with_2() {
    let broken = repository(&[("policies/program.yaml", b"company:\n  name: Tiny\n timezone: UTC\n")]);
    assert_data_eq!(
        told(tickmark(broken.path()).args(["lint", "--as-of", "2026-02-01"])),
        str![[r#"
lint
work tree, nothing committed yet, as of 2026-02-01

error[yaml-syntax]: while parsing a block mapping, did not find expected key
 --> policies/program.yaml:3:2
  |
3 |  timezone: UTC
  |  ^

note: there is no commit yet: 18 rules were not judged, or not in full
 |
 = note: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted,
         history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed,
         unknown-signer, unsigned-evidence
 = help: commit; what is not committed has no history

1 error, 0 warnings and 0 notes in 1 file
-- exit 2 --

"#]]
    );
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_the_byte() {
    let place = repository(&[
        ("policies/program.yaml", PROGRAM.as_bytes()),
        ("policies/controls/C.yaml", b"id: C\ntitle: Pr\xfcfung\ncadence: annual\n"),
    ]);
    assert_data_eq!(
        told(tickmark(place.path()).args(["lint", "--as-of", "2026-02-01", "--format", "concise"])),
        str![[r#"
policies/controls/C.yaml:2:10: not-utf8 the byte 0xfc is not UTF-8
-- standard error --
note: there is no commit yet: 18 rules were not judged, or not in full: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed, unknown-signer, unsigned-evidence
1 error, 0 warnings and 0 notes in 2 files
-- exit 1 --

"#]]
    );
}

#[test]
fn a_revision_that_does_not_exist_is_refused_and_a_near_one_named() {
    let unknown = told(tickmark(demo()).args(["lint", "--at", "soc2-2026/ende"]));
    let packet = told(tickmark(demo()).args(["packet", "build", "soc2-2026", "--at", "v0"]));
    let audit = told(tickmark(demo()).args(["packet", "build", "soc2-2062", "--at", "soc2-2026/end"]));
    assert_data_eq!(
        unknown + &packet + &audit,
        str![[r#"
-- standard error --
error: no tag, branch or commit is called `soc2-2026/ende`
help: did you mean `soc2-2026/end`?
-- exit 3 --
-- standard error --
error: no tag, branch or commit is called `v0`
help: `git tag --list` and `git branch --all` show what is here, `git fetch --tags` brings tags that are not
-- exit 3 --
-- standard error --
error: no audit is called `soc2-2062`
help: did you mean `soc2-2026`?
-- exit 2 --

"#]]
    );
}

#[test]
fn a_detached_head_is_judged_like_any_other_commit() {
    let place = repository(&[("policies/program.yaml", PROGRAM.as_bytes())]);
    commit(place.path());
    succeed(git(place.path()).args(["checkout", "-q", "--detach"]));
    assert_data_eq!(
        told(tickmark(place.path()).args(["lint", "--as-of", "2026-02-01"])),
        str![[r#"
Tiny, lint
work tree on 7dec004d52, as of 2026-02-01

0 errors, 0 warnings and 0 notes in 1 file
-- exit 0 --

"#]]
    );
}

#[test]
fn a_packet_needs_a_tag_and_a_lightweight_one_will_not_do() {
    let place = repository(&[(
        "policies/program.yaml",
        b"company: {name: Tiny, timezone: UTC}\nframeworks: {soc2: {version: '2017'}}\naudits:\n  a: {framework: soc2, type: type2, window: 2026-01-01..2026-01-31}\n",
    )]);
    commit(place.path());
    succeed(git(place.path()).args(["tag", "light"]));
    let none = told(tickmark(place.path()).args(["packet", "build", "a", "--out", "packet"]));
    let light =
        told(tickmark(place.path()).args(["packet", "build", "a", "--at", "light", "--out", "packet"]));
    assert_data_eq!(
        none + &light,
        str![[r#"
-- standard error --
error: a packet is made from a tag
help: name one with `--at TAG` (make it with `git tag -s NAME`), or pass `--draft` to look at one before
-- exit 2 --
-- standard error --
error: `light` is a lightweight tag: it names nobody and no day
help: make an annotated one with `git tag -s NAME`, or pass `--draft`
-- exit 2 --

"#]]
    );
    assert!(!place.path().join("packet").exists());
}

#[test]
fn a_shallow_clone_is_linted_as_far_as_it_goes_and_makes_no_packet() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args([
        "clone",
        "-q",
        "--depth",
        "1",
        "--branch",
        "soc2-2026/end",
        &url,
        "cut",
    ]));
    let cut = place.path().join("cut");
    let packet = told(tickmark(&cut).args(["packet", "build", "soc2-2026", "--at", "soc2-2026/end"]));
    let strict = tickmark(&cut)
        .args(["lint", "--as-of", "2026-10-14", "--strict", "--fail-on", "never", "--quiet"])
        .output()
        .expect("it runs");
    let trail = tickmark(&cut).args(["trail", "soc2-2026"]).output().expect("it runs");
    assert_data_eq!(
        packet,
        str![[r#"
-- standard error --
error: the history is cut: this clone is shallow, and a packet is made of the whole of it
help: fetch the rest with `git fetch --unshallow`
-- exit 3 --

"#]]
    );
    assert_eq!((strict.status.code(), trail.status.code()), (Some(3), Some(3)));
}

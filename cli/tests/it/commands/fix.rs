use std::fs;
use std::path::Path;
use std::process::Command;

use snapbox::{IntoData as _, assert_data_eq, str};
use tempfile::TempDir;

use crate::support::{folder, git, succeed, tickmark, told};

const PROGRAM: &str = "\
company: {name: Northwind Robotics, timezone: Europe/Berlin}
people:
  priya: {name: Priya Raman, email: priya@northwind.example}
  omar: {name: Omar Haddad}
frameworks:
  soc2: {version: \"2017\", categories: [security]}
lint:
  rules:
    requirement-uncovered: {level: off, because: One control is enough here.}
";

/// With a byte order mark, CRLF, multi-byte text, odd blanks and no last line feed.
const CONTROL: &str = "\u{feff}# Zugänge\r\nid: ac-2   # the id\r\ntitel: 'Prüfung – 審査'\r\nownr:   \"Priya Raman\"  # who\r\nstatement: System owners review who can reach production each quarter.\r\ncadence: Quarterly\r\nsatisfies: {soc2: [cc6.2,  CC6.3], iso27001: 5.18}";

const RECORD: &str = "\
control: AC-02
period: 2026-Q1
performed: {by: Priya, at: 2026-03-27}   # at her desk
reviewed: {by: OMAR, at: 2026-03-30}
result: pass
artifacts:
  - file: users.csv
";

const CLEAN_CONTROL: &str = "\
id: AC-02
title: Access review
owner: priya
statement: Owners review access each quarter.
cadence: quarterly
satisfies: {soc2: CC6.2}
";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap()
}

/// A Git repository with these files, and no commit.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    write(folder.path(), "policies/program.yaml", PROGRAM);
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn commit(folder: &Path) {
    succeed(git(folder).args(["add", "."]));
    succeed(git(folder).args(["commit", "--quiet", "--message", "Work"]));
}

fn fix(folder: &Path) -> Command {
    let mut command = tickmark(folder);
    command.args(["fix", "--as-of", "2026-04-01"]);
    command
}

#[test]
fn nothing_but_the_bytes_of_the_edits_changes_and_a_second_run_finds_nothing() {
    let folder = repository(&[("policies/controls/AC-02.yaml", CONTROL)]);
    assert_data_eq!(
        told(fix(folder.path()).arg("--diff")),
        str![[r#"
--- a/policies/controls/AC-02.yaml
+++ b/policies/controls/AC-02.yaml
@@ -1,7 +1,7 @@
 ﻿# Zugänge
-id: ac-2   # the id
-titel: 'Prüfung – 審査'
-ownr:   "Priya Raman"  # who
+id: AC-02   # the id
+title: 'Prüfung – 審査'
+owner:   priya  # who
 statement: System owners review who can reach production each quarter.
-cadence: Quarterly
-satisfies: {soc2: [cc6.2,  CC6.3], iso27001: 5.18}
\ No newline at end of file
+cadence: quarterly
+satisfies: {soc2: [CC6.2,  CC6.3], iso27001: A.5.18}
\ No newline at end of file
-- standard error --
would fix 7 findings in 1 file; nothing is left
-- exit 1 --

"#]]
        .raw()
    );
    assert_eq!(read(folder.path(), "policies/controls/AC-02.yaml"), CONTROL);
    assert_data_eq!(
        told(&mut fix(folder.path())),
        str![[r#"
policies/controls/AC-02.yaml: unknown-field `titel` is now `title`
policies/controls/AC-02.yaml: unknown-field `ownr` is now `owner`
policies/controls/AC-02.yaml: invalid-value `Quarterly` is now `quarterly`
policies/controls/AC-02.yaml: unknown-requirement `cc6.2` is now `CC6.2`
policies/controls/AC-02.yaml: unknown-requirement `5.18` is now `A.5.18`
policies/controls/AC-02.yaml: id-and-file-name-differ `ac-2` is now `AC-02`
policies/controls/AC-02.yaml: unknown-person `"Priya Raman"` is now `priya`
-- standard error --
fixed 7 findings in 1 file; nothing is left
-- exit 0 --

"#]]
        .raw()
    );
    assert_eq!(
        read(folder.path(), "policies/controls/AC-02.yaml"),
        "\u{feff}# Zugänge\r\nid: AC-02   # the id\r\ntitle: 'Prüfung – 審査'\r\nowner:   priya  # who\r\nstatement: System owners review who can reach production each quarter.\r\ncadence: quarterly\r\nsatisfies: {soc2: [CC6.2,  CC6.3], iso27001: A.5.18}"
    );
    assert_data_eq!(
        told(&mut fix(folder.path())),
        str![[r#"
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(fix(folder.path()).arg("--diff")),
        str![[r#"
-- exit 0 --

"#]]
        .raw()
    );
    let names: Vec<_> = fs::read_dir(folder.path().join("policies/controls")).unwrap().collect();
    assert_eq!(names.len(), 1, "nothing is left lying about");
}

#[test]
fn the_difference_is_a_patch_that_git_applies() {
    let files = [
        ("policies/controls/AC-02.yaml", CONTROL),
        ("policies/a b.md", "---\nid: a b\ntitle: A\nversion: 1.10\nowner: priya\n---\n# A\n"),
    ];
    let (by_patch, by_fix) = (repository(&files), repository(&files));
    let patch = fix(by_patch.path()).arg("--diff").output().unwrap().stdout;
    fs::write(by_patch.path().join("fix.patch"), patch).unwrap();
    succeed(git(by_patch.path()).args(["apply", "fix.patch"]));
    succeed(&mut fix(by_fix.path()));
    for (path, text) in files {
        let patched = read(by_patch.path(), path);
        assert_eq!(patched, read(by_fix.path(), path));
        assert_ne!(patched, text);
    }
}

#[test]
fn below_the_top_of_the_repository_the_patch_counts_from_the_top() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    write(folder.path(), "compliance/policies/program.yaml", PROGRAM);
    write(folder.path(), "compliance/policies/controls/AC-02.yaml", CONTROL);
    let here = folder.path().join("compliance/policies");
    let patch = fix(&here).args(["--diff", "controls"]).output().unwrap().stdout;
    fs::write(folder.path().join("fix.patch"), patch).unwrap();
    for place in [folder.path(), &here] {
        let patch = folder.path().join("fix.patch");
        assert_eq!(
            succeed(git(place).args(["apply", "--numstat"]).arg(&patch)),
            "5\t5\tcompliance/policies/controls/AC-02.yaml\n"
        );
    }
    succeed(git(folder.path()).args(["apply", "fix.patch"]));
    assert_data_eq!(
        told(&mut fix(&here)),
        str![[r#"
-- exit 0 --

"#]]
        .raw()
    );
}

#[test]
fn a_record_is_fixed_until_it_lands_and_never_after() {
    let folder = repository(&[
        ("policies/controls/AC-02.yaml", CLEAN_CONTROL),
        ("evidence/AC-02/2026-Q1.yaml", RECORD),
        ("evidence/AC-02/2026-Q1/users.csv", "account\n"),
    ]);
    assert_data_eq!(
        told(fix(folder.path()).arg("--diff")),
        str![[r#"
--- a/evidence/AC-02/2026-Q1.yaml
+++ b/evidence/AC-02/2026-Q1.yaml
@@ -1,7 +1,7 @@
 control: AC-02
 period: 2026-Q1
-performed: {by: Priya, at: 2026-03-27}   # at her desk
-reviewed: {by: OMAR, at: 2026-03-30}
+performed: {by: priya, at: 2026-03-27}   # at her desk
+reviewed: {by: omar, at: 2026-03-30}
 result: pass
 artifacts:
   - file: users.csv
-- standard error --
note: `--unsafe` would fix 1 finding more, where something else may have been meant
would fix 2 findings in 1 file; left: 2 errors; `tickmark lint` shows what
-- exit 1 --

"#]]
        .raw()
    );
    commit(folder.path());
    assert_data_eq!(told(&mut fix(folder.path())), str![[r#"
-- standard error --
note: left alone: evidence/AC-02/2026-Q1.yaml: landed evidence, record a correction in `evidence/AC-02/2026-Q1.2.yaml`
-- exit 0 --

"#]].raw());
    assert_data_eq!(told(fix(folder.path()).args(["--unsafe", "--diff"])), str![[r#"
-- standard error --
note: left alone: evidence/AC-02/2026-Q1.yaml: landed evidence, record a correction in `evidence/AC-02/2026-Q1.2.yaml`
-- exit 0 --

"#]].raw());
    // Gone and back again, it has landed all the same.
    succeed(git(folder.path()).args(["rm", "--quiet", "--cached", "-r", "evidence"]));
    succeed(git(folder.path()).args(["commit", "--quiet", "--message", "Take out"]));
    assert_data_eq!(told(&mut fix(folder.path())), str![[r#"
-- standard error --
note: left alone: evidence/AC-02/2026-Q1.yaml: landed evidence, record a correction in `evidence/AC-02/2026-Q1.2.yaml`
-- exit 0 --

"#]].raw());
    assert_eq!(read(folder.path(), "evidence/AC-02/2026-Q1.yaml"), RECORD);
}

#[test]
fn what_cannot_be_told_to_be_new_and_what_somebody_signed_is_left_alone() {
    let files = [("policies/controls/AC-02.yaml", CLEAN_CONTROL), ("evidence/AC-02/2026-Q1.yaml", RECORD)];
    let signed = repository(&files);
    write(signed.path(), "evidence/AC-02/2026-Q1.performed", "tickmark-performed v1\n");
    assert_data_eq!(
        told(&mut fix(signed.path())),
        str![[r#"
-- standard error --
note: left alone: evidence/AC-02/2026-Q1.yaml: a statement beside it was made over exactly these bytes
-- exit 0 --

"#]]
        .raw()
    );

    // Outside of every Git repository, wherever the tests are built.
    let without_git = tempfile::tempdir().unwrap();
    write(without_git.path(), "policies/program.yaml", &PROGRAM.replace("Northwind", "northwind"));
    for (path, text) in files {
        write(without_git.path(), path, text);
    }
    assert_data_eq!(told(&mut fix(without_git.path())), str![[r#"
-- standard error --
note: left alone: evidence/AC-02/2026-Q1.yaml: evidence outside a Git repository; nobody can tell whether it has landed
-- exit 0 --

"#]].raw());

    let long = repository(&files[..1]);
    commit(long.path());
    write(long.path(), "policies/program.yaml", &format!("{PROGRAM}\n"));
    commit(long.path());
    let clone = folder();
    let url = format!("file://{}", long.path().display());
    succeed(git(clone.path()).args(["clone", "--quiet", "--depth", "1", &url, "here"]));
    let here = clone.path().join("here");
    write(&here, files[1].0, RECORD);
    assert_data_eq!(told(&mut fix(&here)), str![[r#"
-- standard error --
note: left alone: evidence/AC-02/2026-Q1.yaml: evidence, and too little of the history is here to tell whether it has landed
-- exit 0 --

"#]].raw());
    assert_eq!(read(&here, files[1].0), RECORD);
}

#[test]
fn findings_say_that_they_are_fixable_only_where_fix_would_fix_them() {
    let folder = repository(&[
        ("policies/controls/AC-02.yaml", &CLEAN_CONTROL.replace("owner: priya", "owner: Priya")),
        ("evidence/AC-02/2026-Q1.yaml", RECORD),
        (
            "policies/registers/vendors.yaml",
            "aws: {what: Hosting, owner: OMAR}   # tickmark: ignore[unknown-person] Agreed\n",
        ),
    ]);
    let fixable = || {
        let mut lint = tickmark(folder.path());
        lint.args([
            "lint",
            "--select",
            "unknown-person,artifact-without-hash",
            "--format",
            "json",
            "--fail-on",
            "never",
        ]);
        let json: serde_json::Value = serde_json::from_str(&succeed(&mut lint)).unwrap();
        let told = |found: &serde_json::Value| {
            format!("{}:{} {} {}\n", found["path"], found["line"], found["rule"], found["fixable"])
        };
        json["findings"].as_array().unwrap().iter().map(told).collect::<String>()
    };
    assert_data_eq!(
        fixable(),
        str![[r#"
"evidence/AC-02/2026-Q1.yaml":3 "unknown-person" true
"evidence/AC-02/2026-Q1.yaml":4 "unknown-person" true
"evidence/AC-02/2026-Q1.yaml":7 "artifact-without-hash" false
"policies/controls/AC-02.yaml":3 "unknown-person" true
"policies/registers/vendors.yaml":1 "unknown-person" false

"#]]
        .raw()
    );
    commit(folder.path());
    assert_data_eq!(
        fixable(),
        str![[r#"
"evidence/AC-02/2026-Q1.yaml":3 "unknown-person" false
"evidence/AC-02/2026-Q1.yaml":4 "unknown-person" false
"evidence/AC-02/2026-Q1.yaml":7 "artifact-without-hash" false
"policies/controls/AC-02.yaml":3 "unknown-person" true
"policies/registers/vendors.yaml":1 "unknown-person" false

"#]]
        .raw()
    );
}

#[test]
fn edits_that_touch_each_other_take_a_round_each() {
    let comment = "# tickmark: ignore[no-owner, vague-statement, unknown-person, satisfies-nothing] until=2026-12-31 Agreed";
    let control = CLEAN_CONTROL.replace("owner: priya", &format!("owner: nobody   {comment}"));
    let folder = repository(&[("policies/controls/AC-02.yaml", &control)]);
    assert_data_eq!(told(fix(folder.path()).arg("--diff")), str![[r#"
--- a/policies/controls/AC-02.yaml
+++ b/policies/controls/AC-02.yaml
@@ -1,6 +1,6 @@
 id: AC-02
 title: Access review
-owner: nobody   # tickmark: ignore[no-owner, vague-statement, unknown-person, satisfies-nothing] until=2026-12-31 Agreed
+owner: nobody   # tickmark: ignore[unknown-person] until=2026-12-31 Agreed
 statement: Owners review access each quarter.
 cadence: quarterly
 satisfies: {soc2: CC6.2}
-- standard error --
would fix 3 findings in 1 file; nothing is left
-- exit 1 --

"#]].raw());
}

#[test]
fn a_file_that_would_be_worse_stays_as_it_was() {
    let control =
        CLEAN_CONTROL.replace("{soc2: CC6.2}", "{SOC2: cc6.3, soc2: CC6.2}").replace("owner", "ownr");
    let folder = repository(&[("policies/controls/AC-02.yaml", &control)]);
    assert_data_eq!(told(fix(folder.path()).args(["--select", "unknown-framework"])), str![[r#"
-- standard error --
warning: put back: policies/controls/AC-02.yaml: more would be wrong in it: duplicate-key: the key `soc2` stands here for the second time
-- exit 0 --

"#]].raw());
    assert_eq!(read(folder.path(), "policies/controls/AC-02.yaml"), control);
}

#[test]
fn what_may_mean_something_else_waits_for_a_flag_and_says_so() {
    let folder = repository(&[
        ("policies/controls/AC-02.yaml", &CLEAN_CONTROL.replace("quarterly", "quaterly")),
        ("evidence/AC-02/2026-Q1.yaml", &RECORD.replace("Priya", "priya").replace("OMAR", "omar")),
        ("evidence/AC-02/2026-Q1/users.csv", "account\n"),
    ]);
    assert_data_eq!(
        told(&mut fix(folder.path())),
        str![[r#"
-- standard error --
note: `--unsafe` would fix 2 findings more, where something else may have been meant
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(told(fix(folder.path()).arg("--unsafe")), str![[r#"
evidence/AC-02/2026-Q1.yaml: artifact-without-hash `sha256: b4c43717363e9ee65008dad757fdcaa969cd5185828346932e72c7fd4d77abae` is new (unsafe: it vouches for the bytes that lie there now)
policies/controls/AC-02.yaml: invalid-value `quaterly` is now `quarterly` (unsafe: another value may have been meant)
-- standard error --
fixed 2 findings in 2 files; left: 1 error; `tickmark lint` shows what
-- exit 0 --

"#]].raw());
    assert_data_eq!(
        read(folder.path(), "evidence/AC-02/2026-Q1.yaml"),
        str![[r#"
control: AC-02
period: 2026-Q1
performed: {by: priya, at: 2026-03-27}   # at her desk
reviewed: {by: omar, at: 2026-03-30}
result: pass
artifacts:
  - file: users.csv
    sha256: b4c43717363e9ee65008dad757fdcaa969cd5185828346932e72c7fd4d77abae

"#]]
        .raw()
    );
}

#[test]
fn paths_rules_and_groups_limit_it() {
    let files = [
        ("policies/controls/AC-02.yaml", CLEAN_CONTROL.replace("owner: priya", "ownr: PRIYA")),
        ("policies/registers/vendors.yaml", "aws: {what: Hosting, owner: OMAR, critical: yes}\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let folder = repository(&files);
    assert_data_eq!(
        told(fix(folder.path()).args(["--diff", "policies/registers"])),
        str![[r#"
--- a/policies/registers/vendors.yaml
+++ b/policies/registers/vendors.yaml
@@ -1 +1 @@
-aws: {what: Hosting, owner: OMAR, critical: yes}
+aws: {what: Hosting, owner: omar, critical: true}
-- standard error --
would fix 2 findings in 1 file; left: 1 warning; `tickmark lint` shows what
-- exit 1 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(fix(folder.path()).args(["--diff", "--select", "shape", "--ignore", "word-as-boolean"])),
        str![[r#"
--- a/policies/controls/AC-02.yaml
+++ b/policies/controls/AC-02.yaml
@@ -1,6 +1,6 @@
 id: AC-02
 title: Access review
-ownr: PRIYA
+owner: PRIYA
 statement: Owners review access each quarter.
 cadence: quarterly
 satisfies: {soc2: CC6.2}
-- standard error --
would fix 1 finding in 1 file; nothing is left
-- exit 1 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(fix(folder.path()).args(["--select", "shapes"])),
        str![[r#"
-- standard error --
error: `shapes` is not a rule or a group of rules
help: did you mean `shape`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(fix(folder.path()).args(["polices"])),
        str![[r#"
-- standard error --
error: there is nothing to fix at `polices`
help: did you mean `policies`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(fix(folder.path()).args(["--at", "main"])),
        str![[r#"
-- standard error --
error: files are fixed in the work tree, and `--at` names a revision
-- exit 2 --

"#]]
        .raw()
    );
    write(folder.path(), "policies/program.yaml", "company: {\n");
    assert_data_eq!(
        told(&mut fix(folder.path())),
        str![[r#"
-- standard error --
error: `policies/program.yaml` cannot be read
help: `tickmark lint` says where it is broken
-- exit 2 --

"#]]
        .raw()
    );
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = repository(&[("policies/controls/AC-02.yaml", &CLEAN_CONTROL.replace("priya", "PRIYA"))]);
    let elsewhere = crate::support::folder();
    let outside = CLEAN_CONTROL.replace("owner: priya", "ownr: PRIYA").replace("AC-02", "AC-03");
    write(elsewhere.path(), "AC-03.yaml", &outside);
    symlink(elsewhere.path().join("AC-03.yaml"), folder.path().join("policies/controls/AC-03.yaml")).unwrap();
    let control = folder.path().join("policies/controls/AC-02.yaml");
    fs::set_permissions(&control, fs::Permissions::from_mode(0o640)).unwrap();
    assert_data_eq!(
        told(&mut fix(folder.path())),
        str![[r#"
policies/controls/AC-02.yaml: unknown-person `PRIYA` is now `priya`
-- standard error --
fixed 1 finding in 1 file; left: 1 error; `tickmark lint` shows what
-- exit 0 --

"#]]
        .raw()
    );
    assert_eq!(read(elsewhere.path(), "AC-03.yaml"), outside);
    assert!(folder.path().join("policies/controls/AC-03.yaml").is_symlink());
    assert_eq!(fs::metadata(&control).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn an_id_is_changed_only_where_nothing_else_is() {
    let control = CLEAN_CONTROL.replace("AC-02", "AC-20");
    let folder = repository(&[("policies/controls/AC-02.yaml", &control)]);
    assert_data_eq!(
        told(fix(folder.path()).arg("--diff")),
        str![[r#"
--- a/policies/controls/AC-02.yaml
+++ b/policies/controls/AC-02.yaml
@@ -1,4 +1,4 @@
-id: AC-20
+id: AC-02
 title: Access review
 owner: priya
 statement: Owners review access each quarter.
-- standard error --
would fix 1 finding in 1 file; nothing is left
-- exit 1 --

"#]]
        .raw()
    );
    // Named in the prose of a policy, the old id would lead nowhere.
    write(
        folder.path(),
        "policies/access.md",
        "---\nid: access\ntitle: Access\nversion: 2\nowner: priya\n---\nSee AC-20.\n",
    );
    assert_data_eq!(
        told(fix(folder.path()).arg("--diff")),
        str![[r#"
-- exit 0 --

"#]]
        .raw()
    );
    // And once it has landed, its history was told under it.
    fs::remove_file(folder.path().join("policies/access.md")).unwrap();
    commit(folder.path());
    assert_data_eq!(
        told(fix(folder.path()).arg("--diff")),
        str![[r#"
-- exit 0 --

"#]]
        .raw()
    );
}

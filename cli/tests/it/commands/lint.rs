use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};
use tempfile::TempDir;

use crate::support::{folder, git, succeed, tickmark, told};

const PROGRAM: &str = "\
company: {name: Northwind Robotics, timezone: Europe/Berlin}
people:
  priya: {name: Priya Raman}
  omar: {name: Omar Haddad}
frameworks:
  soc2: {version: \"2017\", categories: [security]}
lint:
  rules:
    requirement-uncovered: {level: off, because: One control is enough here.}
";

const CONTROL: &str = "\
id: AC-02
titel: Prüfung der Zugänge – 審査 – jedes Quartal
owner: pria
statement: System owners review who can reach production each quarter.
cadence: quarterly
nature: manul
since: 2026-02-30
satisfies: {soc2: [CC6.2, CC6.33]}
";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn repository(control: &str) -> TempDir {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    write(folder.path(), "policies/program.yaml", PROGRAM);
    write(folder.path(), "policies/controls/AC-02.yaml", control);
    succeed(git(folder.path()).args(["add", "."]));
    succeed(git(folder.path()).args(["commit", "--quiet", "--message", "Begin"]));
    folder
}

fn lint(folder: &Path) -> std::process::Command {
    let mut command = tickmark(folder);
    command.args(["lint", "--as-of", "2026-03-01"]);
    command
}

#[test]
fn every_mistake_is_told_at_once_in_its_place() {
    let folder = repository(CONTROL);
    assert_data_eq!(
        told(&mut lint(folder.path())),
        str![[r#"
Northwind Robotics, lint
work tree on 6ecc76c4f8, as of 2026-03-01

error[unknown-field]: unknown field `titel`
 --> policies/controls/AC-02.yaml:2:1
  |
2 | titel: Prüfung der Zugänge – 審査 – jedes Quartal
  | ^^^^^
  |
  = help: write `title`

error[unknown-person]: `pria` is no person and no team
 --> policies/controls/AC-02.yaml:3:8
  |
3 | owner: pria
  |        ^^^^
  |
  = note: people and teams: `priya` and `omar`
  = help: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`

error[invalid-value]: `manul` is not one of `manual`, `automated` or `it-dependent`
 --> policies/controls/AC-02.yaml:6:9
  |
6 | nature: manul
  |         ^^^^^
  |
  = help: did you mean `manual`?

error[invalid-value]: `2026-02-30` is not a date like `2026-03-31`
 --> policies/controls/AC-02.yaml:7:8
  |
7 | since: 2026-02-30
  |        ^^^^^^^^^^
  |
  = help: write a date like `2026-03-31`

error[unknown-requirement]: `soc2` has no requirement `CC6.33`
 --> policies/controls/AC-02.yaml:8:27
  |
8 | satisfies: {soc2: [CC6.2, CC6.33]}
  |                           ^^^^^^
  |
  = help: did you mean `CC6.3`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`

5 errors, 0 warnings and 0 notes in 2 files; 10 set aside with a reason
1 of them can be put right with `tickmark fix`
-- exit 1 --

"#]]
        .raw()
    );
}

#[test]
fn concise_leaves_the_counts_to_standard_error() {
    let folder = repository(CONTROL);
    assert_data_eq!(
        told(lint(folder.path()).args(["--format", "concise"])),
        str![[r#"
policies/controls/AC-02.yaml:2:1: unknown-field unknown field `titel`
policies/controls/AC-02.yaml:3:8: unknown-person `pria` is no person and no team
policies/controls/AC-02.yaml:6:9: invalid-value `manul` is not one of `manual`, `automated` or `it-dependent`
policies/controls/AC-02.yaml:7:8: invalid-value `2026-02-30` is not a date like `2026-03-31`
policies/controls/AC-02.yaml:8:27: unknown-requirement `soc2` has no requirement `CC6.33`
-- standard error --
5 errors, 0 warnings and 0 notes in 2 files; 10 set aside with a reason
1 of them can be put right with `tickmark fix`
-- exit 1 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(lint(folder.path()).args([
            "--format",
            "concise",
            "--quiet",
            "--select",
            "unknown-person,invalid-value"
        ])),
        str![[r#"
policies/controls/AC-02.yaml:3:8: unknown-person `pria` is no person and no team
policies/controls/AC-02.yaml:6:9: invalid-value `manul` is not one of `manual`, `automated` or `it-dependent`
policies/controls/AC-02.yaml:7:8: invalid-value `2026-02-30` is not a date like `2026-03-31`
-- exit 1 --

"#]]
        .raw()
    );
}

#[test]
fn more_outputs_go_to_files_and_the_format_never_changes_the_exit_code() {
    let folder = repository(CONTROL);
    let mut command = lint(folder.path());
    command.args([
        "--select",
        "shape",
        "-o",
        "json:out/findings.json",
        "-o",
        "concise:findings.txt",
        "--format",
        "json",
    ]);
    let all = told(&mut command);
    let json = fs::read_to_string(folder.path().join("out/findings.json")).unwrap();
    assert_eq!(all, format!("{json}-- exit 1 --\n"));
    assert_data_eq!(
        fs::read_to_string(folder.path().join("findings.txt")).unwrap(),
        str![[r#"
policies/controls/AC-02.yaml:2:1: unknown-field unknown field `titel`
policies/controls/AC-02.yaml:6:9: invalid-value `manul` is not one of `manual`, `automated` or `it-dependent`
policies/controls/AC-02.yaml:7:8: invalid-value `2026-02-30` is not a date like `2026-03-31`

"#]]
        .raw()
    );
}

#[test]
fn the_threshold_decides_on_the_exit_code() {
    let folder = repository(
        "id: AC-02\ntitle: Access review\nowner: priya\nstatement: Owners review access each quarter.\ncadence: quarterly\n",
    );
    let exit = |arguments: &[&str]| lint(folder.path()).args(arguments).output().unwrap().status.code();
    assert_eq!(exit(&[]), Some(0));
    assert_eq!(exit(&["--fail-on", "warning"]), Some(1));
    assert_eq!(exit(&["--fail-on", "never", "--strict"]), Some(0));
    write(folder.path(), "policies/program.yaml", &format!("{PROGRAM}  fail_on: warning\n"));
    assert_eq!(exit(&[]), Some(1));
    assert_eq!(exit(&["--fail-on", "error"]), Some(0));
}

#[test]
fn paths_limit_what_is_reported() {
    let folder = repository(CONTROL);
    write(folder.path(), "policies/risks/R-01.yaml", "id: R-01\n");
    let inside = folder.path().join("policies/controls");
    assert_data_eq!(
        told(lint(&inside).args(["../risks", "--format", "concise"])),
        str![[r#"
policies/risks/R-01.yaml:1:1: missing-field `inherent` is missing
policies/risks/R-01.yaml:1:1: missing-field `owner` is missing
policies/risks/R-01.yaml:1:1: missing-field `title` is missing
policies/risks/R-01.yaml:1:5: risk-not-approved nobody has approved the treatment of `R-01`
-- standard error --
3 errors, 1 warning and 0 notes in 3 files
-- exit 1 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(lint(folder.path()).args(["policies/control"])),
        str![[r#"
-- standard error --
error: there is nothing to lint at `policies/control`
help: did you mean `policies/controls`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(lint(folder.path()).args(["../elsewhere"])),
        str![[r#"
-- standard error --
error: `../elsewhere` is not below the root of the compliance repository
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn wrong_names_in_flags_are_told_with_what_was_meant() {
    let folder = repository(CONTROL);
    assert_data_eq!(
        told(lint(folder.path()).args(["--select", "unknown-persom"])),
        str![[r#"
-- standard error --
error: `unknown-persom` is not a rule or a group of rules
help: did you mean `unknown-person`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(lint(folder.path()).args(["--format", "jsno"])),
        str![[r#"
-- standard error --
error: invalid value 'jsno' for '--format <FORMAT>'
  [possible values: full, concise, json, github, gitlab, sarif, junit, markdown]

  tip: a similar value exists: 'json'

For more information, try '--help'.
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(lint(folder.path()).args(["-o", "findings.json"])),
        str![[r#"
-- standard error --
error: invalid value 'findings.json' for '--output <FORMAT:PATH>': write it like `json:findings.json`

For more information, try '--help'.
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn a_shallow_clone_is_not_passed_off_as_a_whole_one() {
    let folder = repository(CONTROL);
    let clean = "id: AC-02\ntitle: Access review\nowner: priya\nstatement: Owners review access each quarter.\ncadence: quarterly\nsatisfies: {soc2: CC6.2}\n";
    write(folder.path(), "policies/controls/AC-02.yaml", clean);
    succeed(git(folder.path()).args(["commit", "--quiet", "--all", "--message", "Mend"]));
    let clone = crate::support::folder();
    let url = format!("file://{}", folder.path().display());
    succeed(git(clone.path()).args(["clone", "--quiet", "--depth", "1", &url, "here"]));
    let here = clone.path().join("here");
    assert_data_eq!(told(&mut lint(&here)), str![[r#"
Northwind Robotics, lint
work tree on 418d46728d, as of 2026-03-01

note[history-incomplete]: the history is cut: what came before is not known
--> policies/program.yaml
 = note: the oldest commit here is 418d46728d of 2026-01-05
 = help: fetch the rest with `git fetch --unshallow`; in a workflow, check out with `fetch-depth: 0`

note: the clone is shallow: 23 rules were not judged, or not in full
 |
 = note: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted,
         evidence-late, evidence-missing, evidence-overdue, extraction-missing, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous,
         signature-invalid, soa-changed-since-approval, stray-period, tag-not-signed, unknown-signer, unsigned-evidence
 = help: fetch the rest of the history with `git fetch --unshallow`

0 errors, 0 warnings and 1 note in 2 files; 10 set aside with a reason
-- exit 0 --

"#]].raw());
    assert_data_eq!(told(lint(&here).args(["--strict", "--format", "concise"])), str![[r#"
policies/program.yaml:1:1: history-incomplete the history is cut: what came before is not known
-- standard error --
note: the clone is shallow: 23 rules were not judged, or not in full: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted, evidence-late, evidence-missing, evidence-overdue, extraction-missing, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, stray-period, tag-not-signed, unknown-signer, unsigned-evidence
0 errors, 0 warnings and 1 note in 2 files; 10 set aside with a reason
-- exit 3 --

"#]].raw());
}

#[test]
fn a_revision_is_read_without_a_look_at_the_work_tree() {
    let folder = repository(CONTROL);
    succeed(git(folder.path()).args(["tag", "--annotate", "--message", "Q1", "soc2/q1"]));
    fs::remove_dir_all(folder.path().join("policies")).unwrap();
    let mut command = tickmark(folder.path());
    assert_data_eq!(
        told(command.args(["lint", "--at", "soc2/q1", "--select", "unknown-person"])),
        str![[r#"
Northwind Robotics, lint
at soc2/q1 (6ecc76c4f8), as of 2026-01-05

error[unknown-person]: `pria` is no person and no team
 --> policies/controls/AC-02.yaml:3:8
  |
3 | owner: pria
  |        ^^^^
  |
  = note: people and teams: `priya` and `omar`
  = help: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`

1 error, 0 warnings and 0 notes in 2 files
-- exit 1 --

"#]]
        .raw()
    );
    let bare = crate::support::folder();
    succeed(git(bare.path()).args(["clone", "--quiet", "--bare"]).arg(folder.path()).arg("bare.git"));
    let mut command = tickmark(&bare.path().join("bare.git"));
    assert_data_eq!(
        told(command.args([
            "lint",
            "--at",
            "main",
            "--as-of",
            "2026-03-01",
            "--format",
            "concise",
            "--select",
            "unknown-person"
        ])),
        str![[r#"
policies/controls/AC-02.yaml:3:8: unknown-person `pria` is no person and no team
-- standard error --
1 error, 0 warnings and 0 notes in 2 files
-- exit 1 --

"#]]
        .raw()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_a_reader_that_left_is_none() {
    let folder = repository(CONTROL);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = lint(folder.path()).stdout(full).output().unwrap();
    assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        str![[r#"
error: cannot write to standard output: No space left on device (os error 28)

"#]]
        .raw()
    );
    assert_eq!(output.status.code(), Some(2));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = lint(folder.path()).stdout(writer).output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
}

#[test]
fn seven_mistakes_in_two_files_are_said_in_one_run_each_at_its_place() {
    let place = crate::support::folder();
    succeed(git(place.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let write = |path: &str, text: &str| {
        let path = place.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(path, text).expect("the file");
    };
    // A repository of its own, wherever the tests run.
    crate::support::succeed(crate::support::git(place.path()).args(["init", "--quiet"]));
    write("policies/program.yaml", "company: {name: Tïny, timezone: UTC}\npeople: {priya: {name: P}}\n");
    write(
        "policies/controls/AC-01.yaml",
        "id: AC-01\ntitle: {en: \"Prüfung – ä\"}\nowner: pria\ncadence: quaterly\nnatur: manual\nsatisfies: {\"soc2\": [\"ü\", CC6.99]}\n",
    );
    write(
        "policies/controls/AC-02.yaml",
        "id: AC-01\ntitle: Two\nowner: priya\nstatement: S.\ncadence: annual\n",
    );
    let told = crate::support::told(crate::support::tickmark(place.path()).args([
        "lint",
        "--as-of",
        "2026-02-01",
        "--format",
        "concise",
    ]));
    snapbox::assert_data_eq!(told, snapbox::str![[r#"
policies/controls/AC-01.yaml:1:1: missing-field `statement` is missing
policies/controls/AC-01.yaml:1:5: duplicate-id the id `AC-01` is also that of the control in `policies/controls/AC-02.yaml`
policies/controls/AC-01.yaml:2:8: wrong-type expected text in `title`, found a mapping
policies/controls/AC-01.yaml:3:8: unknown-person `pria` is no person and no team
policies/controls/AC-01.yaml:4:10: invalid-value `quaterly` is not one of `daily`, `weekly`, `monthly`, `quarterly`, `semiannual`, `annual`, `on-event` or `continuous`
policies/controls/AC-01.yaml:5:1: unknown-field unknown field `natur`
policies/controls/AC-01.yaml:6:22: unknown-requirement `soc2` has no requirement `ü`
policies/controls/AC-01.yaml:6:27: unknown-requirement `soc2` has no requirement `CC6.99`
policies/controls/AC-02.yaml:1:5: duplicate-id the id `AC-01` is also that of the control in `policies/controls/AC-01.yaml`
policies/controls/AC-02.yaml:1:5: id-and-file-name-differ `AC-01` stands in a file named `AC-02`
policies/controls/AC-02.yaml:1:5: satisfies-nothing `AC-01` meets no requirement
-- standard error --
note: there is no commit yet: 18 rules were not judged, or not in full: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed, unknown-signer, unsigned-evidence
9 errors, 2 warnings and 0 notes in 3 files
1 of them can be put right with `tickmark fix`
-- exit 1 --

"#]].raw());
}

#[cfg(unix)]
#[test]
fn a_name_that_only_windows_cannot_store_is_a_warning_at_its_file() {
    let place = folder();
    succeed(git(place.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let write = |path: &str, text: &str| {
        let path = place.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(path, text).expect("the file");
    };
    write("policies/program.yaml", "company: {name: Tiny, timezone: UTC}\n");
    write("policies/CON.md", "---\ntitle: Console\n---\n");
    write("policies/a.md", "---\ntitle: A\n---\n");
    write("policies/A.md", "---\ntitle: A\n---\n");
    write("policies/c\\d.md", "---\ntitle: C\n---\n");
    assert_data_eq!(
        told(tickmark(place.path()).args(["lint", "--select", "unsafe-path", "--as-of", "2026-02-01"])),
        str![[r#"
Tiny, lint
work tree, nothing committed yet, as of 2026-02-01

warning[unsafe-path]: the path `policies/CON.md` cannot be stored everywhere: a name that Windows reserves
--> policies/CON.md
 = help: give it a name that every machine can check out

error[unsafe-path]: the path `policies/a.md` is not safe: equal to `policies/A.md` but for case
--> policies/a.md
 = help: give it another name

error[unsafe-path]: the path `policies/c\d.md` is not safe: a slash or backslash in the name
--> policies/program.yaml
 = help: give it another name

2 errors, 1 warning and 0 notes in 4 files
-- exit 1 --

"#]]
        .raw()
    );
}

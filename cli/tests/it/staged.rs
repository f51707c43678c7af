//! `tickmark lint --staged` as Git runs it: in a pre-commit hook, with the index of the commit that
//! is being made.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{folder, git, succeed, tickmark, told};
use snapbox::{assert_data_eq, str};

const PROGRAM: &str = "company: {name: Tiny, timezone: UTC}\npeople:\n  ada: {name: Ada, email: ada@example.com}\n  bob: {name: Bob, email: bob@example.com}\n";
const CONTROL: &str = "id: AC-02\ntitle: Access reviews\nowner: ada\nstatement: Ada reviews all accounts every quarter.\ncadence: quarterly\nsince: 2026-01-01\nsatisfies: {soc2: CC6.2}\n";

/// A repository whose hook lints what is staged, below a folder of the repository.
struct Place {
    dir: tempfile::TempDir,
    root: &'static str,
}

impl Place {
    /// One control is committed.
    fn new(root: &'static str) -> Self {
        let place = Self { dir: folder(), root };
        succeed(git(place.top()).args(["init", "-q", "-b", "main"]));
        place.write("policies/program.yaml", PROGRAM);
        place.write("policies/controls/AC-02.yaml", CONTROL);
        succeed(git(place.top()).args(["add", "--all"]));
        succeed(git(place.top()).args(["commit", "-q", "-m", "first"]));
        place.hook();
        place
    }

    fn top(&self) -> &Path {
        self.dir.path()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.top().join(self.root).join(path)
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.top().join(self.root), path, text);
    }

    fn hook(&self) {
        use std::os::unix::fs::PermissionsExt as _;

        let binary = env!("CARGO_BIN_EXE_tickmark");
        let root = if self.root.is_empty() { "." } else { self.root };
        let script = format!(
            "#!/bin/sh\nexec '{binary}' -C {root} lint --staged --select reference,shape --as-of 2026-04-10\n"
        );
        let hook = self.top().join(".git/hooks/pre-commit");
        write(self.top(), ".git/hooks/pre-commit", &script);
        std::fs::set_permissions(hook, std::fs::Permissions::from_mode(0o755)).expect("the hook");
    }

    fn add(&self, paths: &[&str]) {
        succeed(git(&self.path("")).arg("add").arg("--").args(paths));
    }

    /// Runs `git commit` with these arguments at the root; what it and the hook say.
    fn commit(&self, arguments: &[&str]) -> String {
        self.commit_in(&self.path(""), arguments)
    }

    fn commit_in(&self, folder: &Path, arguments: &[&str]) -> String {
        self.hook_says(git(folder).args(["commit", "-q", "-m", "next"]).args(arguments), "")
    }

    /// What the hook says, and how the commit ends. Git gives a hook its standard error; what Git
    /// itself says on standard output differs from version to version.
    fn hook_says(&self, commit: &mut Command, answers: &str) -> String {
        let mut child =
            commit.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let hook = String::from_utf8_lossy(&output.stderr);
        self.plain(&format!("{hook}-- {} --\n", output.status))
    }

    fn plain(&self, told: &str) -> String {
        let head = succeed(git(self.top()).args(["rev-parse", "HEAD"]));
        told.replace(&self.top().canonicalize().expect("it is there").display().to_string(), "TOP")
            .replace(&head[..10], "HEAD")
    }

    /// The paths that HEAD holds.
    fn committed(&self) -> String {
        succeed(git(self.top()).args(["ls-tree", "-r", "--name-only", "HEAD"]))
    }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    std::fs::write(path, text).expect("the file");
}

fn record(artifact: &str) -> String {
    format!(
        "control: AC-02\nperiod: 2026-Q1\nperformed: {{by: ada, at: 2026-03-30}}\nreviewed: {{by: bob, at: 2026-03-31}}\nresult: pass\n{artifact}"
    )
}

const ARTIFACT: &str = "artifacts:\n  - {file: users.csv, sha256: d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1}\n";
const USERS: &str = "x\n";

#[test]
fn what_is_staged_is_judged_and_what_lies_on_disk_is_not() {
    let place = Place::new("");
    // Broken on disk, sound in the index; broken files that nobody staged.
    place.write("policies/controls/AC-03.yaml", &CONTROL.replace("AC-02", "AC-03"));
    place.add(&["policies"]);
    place.write("policies/controls/AC-03.yaml", "no: {");
    place.write("policies/controls/AC-04.yaml", "no: {");
    place.write("policies/program.yaml", "no: {");
    assert_data_eq!(
        place.commit(&[]),
        str![[r#"
Tiny, lint
index on c89bb4c7dd, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 3 files
-- exit status: 0 --

"#]]
    );
    // Sound on disk, broken in the index.
    place.write("policies/program.yaml", PROGRAM);
    place.write("policies/controls/AC-03.yaml", &CONTROL.replace("AC-02", "AC-03").replace("ada", "adda"));
    place.add(&["policies/controls/AC-03.yaml"]);
    place.write("policies/controls/AC-03.yaml", &CONTROL.replace("AC-02", "AC-03"));
    assert_data_eq!(
        place.commit(&[]),
        str![[r#"
Tiny, lint
index on HEAD, as of 2026-04-10

error[unknown-person]: `adda` is no person and no team
 --> policies/controls/AC-03.yaml:3:8
  |
3 | owner: adda
  |        ^^^^
  |
  = note: people and teams: `ada` and `bob`
  = help: did you mean `ada`? add `adda` to `people` in `policies/program.yaml`

1 error, 0 warnings and 0 notes in 3 files
-- exit status: 1 --

"#]]
    );
}

#[test]
fn a_file_that_is_named_and_not_staged_is_missing() {
    let place = Place::new("");
    place.write("evidence/AC-02/2026-Q1.yaml", &record(ARTIFACT));
    place.write("evidence/AC-02/2026-Q1/users.csv", USERS);
    place.add(&["evidence/AC-02/2026-Q1.yaml"]);
    let forgotten = place.commit(&[]);
    // Announced is not staged.
    succeed(git(place.top()).args(["add", "-N", "evidence/AC-02/2026-Q1/users.csv"]));
    let announced = place.commit(&[]);
    place.add(&["evidence/AC-02/2026-Q1/users.csv"]);
    assert_data_eq!(
        forgotten + &announced + &place.commit(&[]),
        str![[r#"
Tiny, lint
index on HEAD, as of 2026-04-10

error[missing-artifact]: `evidence/AC-02/2026-Q1/users.csv` is not staged
 --> evidence/AC-02/2026-Q1.yaml:7:12
  |
7 |   - {file: users.csv, sha256: d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1}
  |            ^^^^^^^^^
  |
  = note: what a record names is evidence only while it is in the repository, and not ignored by Git
  = help: stage it: `git add evidence/AC-02/2026-Q1/users.csv`

1 error, 0 warnings and 0 notes in 3 files
-- exit status: 1 --
Tiny, lint
index on HEAD, as of 2026-04-10

error[missing-artifact]: `evidence/AC-02/2026-Q1/users.csv` is not staged
 --> evidence/AC-02/2026-Q1.yaml:7:12
  |
7 |   - {file: users.csv, sha256: d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1}
  |            ^^^^^^^^^
  |
  = note: what a record names is evidence only while it is in the repository, and not ignored by Git
  = help: stage it: `git add evidence/AC-02/2026-Q1/users.csv`

1 error, 0 warnings and 0 notes in 3 files
-- exit status: 1 --
Tiny, lint
index on c89bb4c7dd, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 4 files
-- exit status: 0 --

"#]]
    );
}

#[test]
fn commit_all_judges_every_change_of_known_files() {
    let place = Place::new("");
    place.write("policies/controls/AC-02.yaml", &CONTROL.replace("owner: ada", "owner: eve"));
    place.write("policies/controls/AC-09.yaml", "no: {");
    let nothing = place.commit(&[]);
    let all = place.commit(&["-a"]);
    assert_data_eq!(
        nothing + &all,
        str![[r#"
Tiny, lint
index on HEAD, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files
-- exit status: 1 --
Tiny, lint
index on HEAD, as of 2026-04-10

error[unknown-person]: `eve` is no person and no team
 --> policies/controls/AC-02.yaml:3:8
  |
3 | owner: eve
  |        ^^^
  |
  = note: people and teams: `ada` and `bob`
  = help: add `eve` to `people` in `policies/program.yaml`

1 error, 0 warnings and 0 notes in 2 files
-- exit status: 1 --

"#]]
    );
}

#[test]
fn commit_path_judges_that_path_and_not_what_else_is_staged() {
    let place = Place::new("");
    place.write("policies/program.yaml", &PROGRAM.replace("Tiny", "Larger"));
    place.write("policies/controls/AC-02.yaml", "no: {");
    place.add(&["policies/controls/AC-02.yaml"]);
    let sound = place.commit(&["policies/program.yaml"]);
    let broken = place.commit(&["policies/controls/AC-02.yaml"]);
    assert_data_eq!(
        sound + &broken,
        str![[r#"
Larger, lint
index on c89bb4c7dd, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files
-- exit status: 0 --
Larger, lint
index on HEAD, as of 2026-04-10

error[yaml-syntax]: unclosed bracket '{'
 --> policies/controls/AC-02.yaml:1:5
  |
1 | no: {
  |     ^

1 error, 0 warnings and 0 notes in 2 files
-- exit status: 1 --

"#]]
    );
}

#[test]
fn commit_patch_judges_the_hunks_that_were_taken() {
    let place = Place::new("");
    let long = CONTROL.replace("cadence", "why: |\n  1\n  2\n  3\n  4\n  5\n  6\n  7\n  8\ncadence");
    place.write("policies/controls/AC-02.yaml", &long);
    place.commit(&["-a", "--no-verify"]);
    // Two hunks: an owner whom nobody knows, and a requirement; only the second is taken.
    let changed = long.replace("owner: ada", "owner: eve").replace("CC6.2", "CC6.3");
    place.write("policies/controls/AC-02.yaml", &changed);
    let patch = |answers: &str| {
        place.hook_says(git(place.top()).args(["commit", "-q", "-m", "patch", "-p"]), answers)
    };
    let second = patch("n\ny\n");
    let first = patch("y\n");
    assert_data_eq!(
        second + &first,
        str![[r#"
Tiny, lint
index on 4d9181a46f, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files
-- exit status: 0 --
Tiny, lint
index on HEAD, as of 2026-04-10

error[unknown-person]: `eve` is no person and no team
 --> policies/controls/AC-02.yaml:3:8
  |
3 | owner: eve
  |        ^^^
  |
  = note: people and teams: `ada` and `bob`
  = help: add `eve` to `people` in `policies/program.yaml`

1 error, 0 warnings and 0 notes in 2 files
-- exit status: 1 --

"#]]
    );
}

#[test]
fn a_linked_work_tree_and_a_subfolder_are_judged_by_their_own_index() {
    let place = Place::new("compliance");
    succeed(git(place.top()).args(["worktree", "add", "-q", "-b", "topic", "linked"]));
    let linked = place.top().join("linked");
    write(&linked, "compliance/policies/controls/AC-02.yaml", "no: {");
    let from_below = linked.join("compliance/policies");
    let broken = place.commit_in(&from_below, &["-a"]);
    write(&linked, "compliance/policies/controls/AC-02.yaml", &CONTROL.replace("CC6.2", "CC6.3"));
    let sound = place.commit_in(&from_below, &["-a"]);
    // Without a hook, from a folder below the root.
    let by_hand = tickmark(&place.path("policies/controls"))
        .args(["lint", "--staged", "--select", "shape", "--as-of", "2026-04-10", "AC-02.yaml"])
        .output()
        .expect("it runs");
    let by_hand = place.plain(&String::from_utf8_lossy(&by_hand.stdout));
    assert_data_eq!(
        broken + &sound + &by_hand,
        str![[r#"
Tiny, lint
index on HEAD, as of 2026-04-10

error[yaml-syntax]: unclosed bracket '{'
 --> policies/controls/AC-02.yaml:1:5
  |
1 | no: {
  |     ^

1 error, 0 warnings and 0 notes in 2 files
-- exit status: 1 --
Tiny, lint
index on HEAD, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files
-- exit status: 0 --
Tiny, lint
index on HEAD, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files

"#]]
    );
}

#[test]
fn git_dir_and_work_tree_of_the_environment_are_followed() {
    let place = Place::new("compliance");
    place.write("policies/controls/AC-02.yaml", "no: {");
    let elsewhere = folder();
    let mut command = git(elsewhere.path());
    let git_dir = place.top().join(".git");
    command.arg("--git-dir").arg(&git_dir).arg("--work-tree").arg(place.top());
    assert_data_eq!(
        place.hook_says(command.args(["commit", "-q", "-a", "-m", "next"]), ""),
        str![[r#"
Tiny, lint
index on HEAD, as of 2026-04-10

error[yaml-syntax]: unclosed bracket '{'
 --> policies/controls/AC-02.yaml:1:5
  |
1 | no: {
  |     ^

1 error, 0 warnings and 0 notes in 2 files
-- exit status: 1 --

"#]]
    );
}

#[test]
fn a_rename_is_judged_under_its_new_name_and_a_deletion_as_gone() {
    let place = Place::new("");
    place.write("evidence/AC-02/2026-Q1.yaml", &record(ARTIFACT));
    place.write("evidence/AC-02/2026-Q1/users.csv", USERS);
    place.add(&["evidence"]);
    place.commit(&[]);
    succeed(git(place.top()).args(["mv", "policies/controls/AC-02.yaml", "policies/controls/AC-03.yaml"]));
    let renamed = place.commit(&[]);
    succeed(git(place.top()).args(["mv", "policies/controls/AC-03.yaml", "policies/controls/AC-02.yaml"]));
    // Gone from the index, still on disk.
    succeed(git(place.top()).args(["rm", "-q", "--cached", "evidence/AC-02/2026-Q1/users.csv"]));
    let unstaged = place.commit(&[]);
    succeed(git(place.top()).args(["rm", "-q", "--cached", "policies/controls/AC-02.yaml"]));
    std::fs::remove_file(place.path("evidence/AC-02/2026-Q1/users.csv")).expect("it was there");
    let deleted = place.commit(&[]);
    assert_data_eq!(
        renamed + &unstaged + &deleted,
        str![[r#"
Tiny, lint
index on 24c0ef0856, as of 2026-04-10

warning[id-and-file-name-differ]: `AC-02` stands in a file named `AC-03`
 --> policies/controls/AC-03.yaml:1:5
  |
1 | id: AC-02
  |     ^^^^^
  |
  = help: write `AC-03`, or rename the file

0 errors, 1 warning and 0 notes in 4 files
-- exit status: 0 --
Tiny, lint
index on HEAD, as of 2026-04-10

error[missing-artifact]: `evidence/AC-02/2026-Q1/users.csv` is not staged
 --> evidence/AC-02/2026-Q1.yaml:7:12
  |
7 |   - {file: users.csv, sha256: d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1}
  |            ^^^^^^^^^
  |
  = note: what a record names is evidence only while it is in the repository, and not ignored by Git
  = help: stage it: `git add evidence/AC-02/2026-Q1/users.csv`

1 error, 0 warnings and 0 notes in 3 files
-- exit status: 1 --
Tiny, lint
index on HEAD, as of 2026-04-10

error[unknown-control]: there is no control `AC-02`
 --> evidence/AC-02/2026-Q1.yaml:1:10
  |
1 | control: AC-02
  |          ^^^^^
  |
  = note: there are no controls yet
  = help: write `policies/controls/AC-02.yaml`, or correct the id

error[missing-artifact]: `evidence/AC-02/2026-Q1/users.csv` is not there
 --> evidence/AC-02/2026-Q1.yaml:7:12
  |
7 |   - {file: users.csv, sha256: d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1}
  |            ^^^^^^^^^
  |
  = note: what a record names is evidence only while it is in the repository, and not ignored by Git
  = help: add the file to `evidence/AC-02/2026-Q1/`, or take the entry out

2 errors, 0 warnings and 0 notes in 2 files
-- exit status: 1 --

"#]]
    );
}

#[test]
fn a_conflict_is_refused_with_its_paths() {
    let place = Place::new("");
    succeed(git(place.top()).args(["checkout", "-q", "-b", "other"]));
    place.write("policies/controls/AC-02.yaml", &CONTROL.replace("CC6.2", "CC6.3"));
    place.commit(&["-a"]);
    succeed(git(place.top()).args(["checkout", "-q", "main"]));
    place.write("policies/controls/AC-02.yaml", &CONTROL.replace("CC6.2", "CC6.1"));
    place.commit(&["-a"]);
    let merge = git(place.top()).args(["merge", "-q", "other"]).output().expect("git starts");
    assert!(!merge.status.success());
    assert_data_eq!(
        told(tickmark(place.top()).args(["lint", "--staged"])),
        str![[r#"
-- standard error --
error: the index holds a file in conflict: `policies/controls/AC-02.yaml`
help: settle what is in conflict, and stage it with `git add`
-- exit 2 --

"#]]
    );
}

#[test]
fn the_first_commit_is_judged_before_there_is_a_head() {
    let place = Place { dir: folder(), root: "" };
    succeed(git(place.top()).args(["init", "-q", "-b", "main"]));
    let empty = told(tickmark(place.top()).args(["lint", "--staged"]));
    place.write("policies/program.yaml", PROGRAM);
    let untracked = told(tickmark(place.top()).args(["lint", "--staged"]));
    place.write("policies/controls/AC-02.yaml", CONTROL);
    place.hook();
    place.add(&["policies"]);
    let first = place.commit(&[]);
    assert_data_eq!(
        empty + &untracked + &first + &place.committed(),
        str![[r#"
-- standard error --
error: the index holds no `policies/program.yaml`
help: stage it with `git add policies/program.yaml`, or start in the folder that holds it with `-C`
-- exit 2 --
-- standard error --
error: the index holds no `policies/program.yaml`
help: stage it with `git add policies/program.yaml`, or start in the folder that holds it with `-C`
-- exit 2 --
Tiny, lint
index, nothing committed yet, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files
-- exit status: 0 --
policies/controls/AC-02.yaml
policies/program.yaml

"#]]
    );
}

#[test]
fn staged_is_a_state_of_its_own() {
    let place = Place::new("");
    let both = told(tickmark(place.top()).args(["lint", "--staged", "--at", "main"]));
    let before = told(tickmark(place.top()).args(["--at", "main", "lint", "--staged"]));
    let json = succeed(tickmark(place.top()).args([
        "lint",
        "--staged",
        "--format",
        "json",
        "--select",
        "shape",
        "--as-of",
        "2026-04-10",
    ]));
    succeed(git(place.top()).args(["config", "core.bare", "true"]));
    let bare = told(tickmark(place.top()).args(["lint", "--staged"]));
    let outside = tempfile::tempdir().expect("a folder outside this repository");
    let nowhere = told(tickmark(outside.path()).args(["lint", "--staged"]));
    let nowhere = nowhere
        .replace(&outside.path().canonicalize().expect("it is there").display().to_string(), "OUTSIDE");
    assert_data_eq!(
        place.plain(&(both + &before + &json + &bare + &nowhere)),
        str![[r#"
-- standard error --
error: `--staged` reads the index, and `--at` names a revision
help: take one of the two out
-- exit 2 --
-- standard error --
error: `--staged` reads the index, and `--at` names a revision
help: take one of the two out
-- exit 2 --
{
  "schema": "tickmark/findings/1",
  "revision": {
    "commit": "HEAD0caeea7dfcf58cb2968cd4281cbaaa",
    "source": "index"
  },
  "as_of": "2026-04-10",
  "findings": [],
  "not_evaluated": [],
  "counts": {
    "error": 0,
    "warning": 0,
    "note": 0,
    "waived": 0
  }
}
-- standard error --
error: a bare repository has no index to read
help: name a revision: `--at main`, `--at TAG`
-- exit 2 --
-- standard error --
error: `OUTSIDE` is not in a Git repository
help: go to a folder of the repository, or begin one with `git init`
-- exit 2 --

"#]]
    );
}

#[test]
fn a_file_that_git_ignores_is_said_to_be() {
    let place = Place::new("");
    write(place.top(), ".gitignore", "*.csv\n");
    place.write("evidence/AC-02/2026-Q1.yaml", &record(ARTIFACT));
    place.write("evidence/AC-02/2026-Q1/users.csv", USERS);
    let mut lint = tickmark(place.top());
    lint.args(["lint", "--select", "reference", "--as-of", "2026-04-10"]);
    assert_data_eq!(
        place.plain(&told(&mut lint)),
        str![[r#"
Tiny, lint
work tree on HEAD, as of 2026-04-10

error[missing-artifact]: `evidence/AC-02/2026-Q1/users.csv` is ignored by Git
 --> evidence/AC-02/2026-Q1.yaml:7:12
  |
7 |   - {file: users.csv, sha256: d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1}
  |            ^^^^^^^^^
  |
  = note: what a record names is evidence only while it is in the repository, and not ignored by Git
  = help: add it all the same: `git add --force evidence/AC-02/2026-Q1/users.csv`

1 error, 0 warnings and 0 notes in 3 files
-- exit 1 --

"#]]
    );
}

#[test]
fn no_configuration_of_the_machine_has_a_say() {
    let place = Place::new("");
    let broken = "[[[ this is no configuration\n";
    write(place.top(), ".gitconfig", broken);
    write(place.top(), "config/git/config", broken);
    write(place.top(), "included", "[core]\n\tbare = true\n");
    let own = std::fs::read_to_string(place.top().join(".git/config")).expect("a file");
    let included = place.top().join("included");
    write(place.top(), ".git/config", &format!("{own}[include]\n\tpath = {}\n", included.display()));
    let mut lint: Command = tickmark(place.top());
    lint.env_remove("GIT_CONFIG_GLOBAL")
        .env_remove("GIT_CONFIG_NOSYSTEM")
        .env("XDG_CONFIG_HOME", place.top().join("config"))
        .args(["lint", "--select", "shape", "--as-of", "2026-04-10"]);
    let head = succeed(git(place.top()).env("GIT_CONFIG_COUNT", "0").args(["rev-parse", "HEAD"]));
    assert_data_eq!(
        told(&mut lint).replace(&head[..10], "HEAD"),
        str![[r#"
Tiny, lint
work tree on HEAD, as of 2026-04-10

0 errors, 0 warnings and 0 notes in 2 files
-- exit 0 --

"#]]
    );
}

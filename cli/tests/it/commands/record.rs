use std::fs;
use std::path::Path;
use std::process::Command;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, git, succeed, tickmark, told};

/// A company with one quarterly control that is committed, and another that answers to a population.
fn company() -> tempfile::TempDir {
    let folder = folder();
    let at = folder.path();
    succeed(git(at).args(["init", "--quiet", "--initial-branch=main"]));
    let write = |path: &str, text: &str| {
        fs::create_dir_all(at.join(path).parent().unwrap()).unwrap();
        fs::write(at.join(path), text).unwrap();
    };
    write(
        "policies/program.yaml",
        "company: {name: Northwind, timezone: Europe/Berlin}\n\
         people:\n  priya: {name: Priya Raman, email: priya@northwind.example, handle: priya-r}\n  \
         omar: {name: Omar Haddad, email: omar@northwind.example}\n\
         teams:\n  it: {members: [priya, omar]}\n",
    );
    write(
        "policies/controls/AC-02.yaml",
        "id: AC-02\ntitle: Access review\nowner: priya\nstatement: Owners review access each quarter.\n\
         cadence: quarterly\nsince: 2026-01-01\nevidence:\n  - {name: accounts, what: The list}\n  - {name: decisions, what: What was decided}\n",
    );
    write(
        "policies/controls/CH-01.yaml",
        "id: CH-01\ntitle: Changes are reviewed\nowner: it\nstatement: Each change is approved by another person.\n\
         cadence: on-event\npopulation: changes\nsince: 2026-01-01\n",
    );
    commit(at, "Begin");
    folder
}

fn commit(at: &Path, message: &str) {
    succeed(git(at).args(["add", "."]));
    succeed(git(at).args(["commit", "--quiet", "--message", message]));
}

/// `tickmark record` on 2 April 2026, at 7:40 in the morning in UTC.
fn record(at: &Path) -> Command {
    let mut command = tickmark(at);
    command.args(["record", "--no-input"]).env("SOURCE_DATE_EPOCH", "1775115600");
    command
}

fn read(at: &Path, path: &str) -> String {
    fs::read_to_string(at.join(path)).unwrap()
}

fn status(at: &Path) -> String {
    succeed(git(at).args(["status", "--short", "--untracked-files=all"]))
}

#[test]
fn a_file_becomes_a_record_of_the_period_that_is_due() {
    let folder = company();
    let at = folder.path();
    fs::write(at.join("users.csv"), "account,access\njdoe,admin\n").unwrap();
    assert_data_eq!(
        told(record(at).args([
            "AC-02",
            "--attach",
            "users.csv",
            "--for",
            "accounts",
            "--summary",
            "41: 2 removed"
        ])),
        str![[r#"
Wrote evidence/AC-02/2026-Q1.yaml, result pending, with
  evidence/AC-02/2026-Q1/users.csv  26 bytes, sha256 fe2ef444a8c8…
note: performed by `priya`, as the control says; `--by` names somebody else
note: the control also asks for `decisions`; `--for` says what a file answers

Next:
  look at what was taken, and say what came of it in evidence/AC-02/2026-Q1.yaml:
    result: pass | exception | fail, and a summary with numbers
  git add evidence/AC-02 && git commit
  then somebody else looks at it and adds `reviewed:`
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        read(at, "evidence/AC-02/2026-Q1.yaml"),
        str![[r#"
control: AC-02
period: 2026-Q1
performed: {by: priya, at: 2026-04-02T09:40:00+02:00}
result: pending
summary: "41: 2 removed"
artifacts:
  - file: users.csv
    sha256: fe2ef444a8c8abcf41adad66336acacf42c7de58a40ee931edc83405c2fe9175
    for: accounts

"#]]
        .raw()
    );
    assert_eq!(read(at, "evidence/AC-02/2026-Q1/users.csv"), "account,access\njdoe,admin\n");
    // Until it is committed, more is added to the same record.
    fs::write(at.join("decisions.csv"), "account,decision\njdoe,keep\n").unwrap();
    assert_data_eq!(
        told(record(at).args(["AC-02", "--attach", "decisions.csv", "--for", "decisions", "--by", "priya"])),
        str![[r#"
Added to evidence/AC-02/2026-Q1.yaml, result pending:
  evidence/AC-02/2026-Q1/decisions.csv  27 bytes, sha256 8b9aaf62bd1c…

Next:
  look at what was taken, and say what came of it in evidence/AC-02/2026-Q1.yaml:
    result: pass | exception | fail, and a summary with numbers
  git add evidence/AC-02 && git commit
  then somebody else looks at it and adds `reviewed:`
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        read(at, "evidence/AC-02/2026-Q1.yaml").lines().last().unwrap_or_default().to_owned(),
        str!["    for: decisions"].raw()
    );
    let lint = told(tickmark(at).args(["lint", "--format", "concise", "--as-of", "2026-04-02", "evidence"]));
    assert_data_eq!(lint, str![[r#"
evidence/AC-02/2026-Q1.yaml:3:28: evidence-late `AC-02` for 2026-Q1 was performed on 2026-04-02 and due by 2026-03-31
evidence/AC-02/2026-Q1.yaml:4:9: result-pending the result is still `pending`
-- standard error --
0 errors, 0 warnings and 2 notes in 6 files
-- exit 0 --

"#]].raw());
}

#[test]
fn a_committed_record_stays_and_a_second_one_stands_beside_it() {
    let folder = company();
    let at = folder.path();
    fs::write(at.join("users.csv"), "a\n").unwrap();
    succeed(record(at).args(["AC-02", "--attach", "users.csv"]));
    commit(at, "Record");
    let before = read(at, "evidence/AC-02/2026-Q1.yaml");
    let told = told(record(at).args(["AC-02", "--period", "2026-Q1", "--attach", "users.csv"]));
    assert_data_eq!(told.lines().next().unwrap_or_default().to_owned(), str!["Wrote evidence/AC-02/2026-Q1.2.yaml, result pending, beside evidence/AC-02/2026-Q1.yaml, which is committed, with"].raw());
    assert_eq!(read(at, "evidence/AC-02/2026-Q1.yaml"), before);
    assert_eq!(status(at), "?? evidence/AC-02/2026-Q1.2.yaml\n?? evidence/AC-02/2026-Q1.2/users.csv\n");
    // A number is given once, also when the record is gone.
    commit(at, "Record again");
    succeed(git(at).args([
        "rm",
        "--quiet",
        "-r",
        "evidence/AC-02/2026-Q1.2.yaml",
        "evidence/AC-02/2026-Q1.2",
    ]));
    commit(at, "Take it away");
    succeed(record(at).args(["AC-02", "--period", "2026-Q1", "--attach", "users.csv"]));
    assert_eq!(status(at), "?? evidence/AC-02/2026-Q1.3.yaml\n?? evidence/AC-02/2026-Q1.3/users.csv\n");
}

#[cfg(unix)]
#[test]
fn the_output_of_a_command_is_kept_with_how_it_ended() {
    let folder = company();
    let at = folder.path();
    assert_data_eq!(
        told(record(at).args([
            "AC-02",
            "--by",
            "omar",
            "--",
            "sh",
            "-c",
            "echo '{\"a\": [1]}'; echo late >&2; exit 3"
        ])),
        str![[r#"
Wrote evidence/AC-02/2026-Q1.yaml, result pending, with
  evidence/AC-02/2026-Q1/stdout.json  11 bytes, sha256 72a62b62b733…
  evidence/AC-02/2026-Q1/stderr.txt  5 bytes, sha256 f152945b358a…
note: `sh` ended with 3, and the record says so
note: the control also asks for `accounts`, `decisions`; `--for` says what a file answers

Next:
  look at what was taken, and say what came of it in evidence/AC-02/2026-Q1.yaml:
    result: pass | exception | fail, and a summary with numbers
  git add evidence/AC-02 && git commit
  then somebody else looks at it and adds `reviewed:`
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(read(at, "evidence/AC-02/2026-Q1.yaml"), str![[r#"
control: AC-02
period: 2026-Q1
performed: {by: omar, at: 2026-04-02T09:40:00+02:00}
result: pending
artifacts:
  - file: stdout.json
    sha256: 72a62b62b733416948377757ae62fca5259863fd5d939a3dfceed55c39022356
    from: {command: [sh, "-c", "echo '{\"a\": [1]}'; echo late >&2; exit 3"], exit: 3, at: 2026-04-02T09:40:00+02:00, ended: 2026-04-02T09:40:00+02:00}
  - file: stderr.txt
    sha256: f152945b358aa26a9e72e25381deff94e254c547089bd690dccd218e9414d148
    from: {command: [sh, "-c", "echo '{\"a\": [1]}'; echo late >&2; exit 3"], exit: 3, at: 2026-04-02T09:40:00+02:00, ended: 2026-04-02T09:40:00+02:00}

"#]].raw());
    assert_eq!(read(at, "evidence/AC-02/2026-Q1/stdout.json"), "{\"a\": [1]}\n");
    assert_eq!(read(at, "evidence/AC-02/2026-Q1/stderr.txt"), "late\n");
}

#[cfg(unix)]
#[test]
fn a_command_that_shows_nothing_or_too_much_writes_nothing() {
    let folder = company();
    let at = folder.path();
    for (words, message) in [
        (&["true"][..], "error: `true` ended with 0 and said nothing, which shows nothing\n"),
        (&["yes"], "error: `the output of yes` is over 5 MiB, and every clone would carry it for ever\n"),
        (
            &["no-such-program-here"],
            "error: cannot run `no-such-program-here`: No such file or directory (os error 2)\n",
        ),
    ] {
        let output = record(at).args(["AC-02", "--"]).args(words).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.starts_with(message), "{error}");
        assert_eq!(output.status.code(), Some(2));
    }
    assert_eq!(status(at), "");
}

#[test]
fn nothing_that_looks_like_a_secret_is_written_or_printed() {
    let folder = company();
    let at = folder.path();
    let key = ["AKIA", "IOSFODNN7", "EXAMPLF"].concat();
    fs::write(at.join("log.txt"), format!("ok\nkey {key}\nkim@customer.example priya@northwind.example\n"))
        .unwrap();
    let refused = told(record(at).args(["AC-02", "--attach", "log.txt"]));
    assert!(!refused.contains(&key));
    assert_data_eq!(
        refused,
        str![[r#"
-- standard error --
secret: an AWS access key in `evidence/AC-02/2026-Q1/log.txt`, line 2, column 5
personal data: a mail address in `evidence/AC-02/2026-Q1/log.txt`, line 3, column 1
error: nothing was written: it holds what looks like a secret
help: take the evidence again without it, or with ids in its place; if it is none, pass `--accept-secrets`
-- exit 1 --

"#]]
        .raw()
    );
    assert_eq!(status(at), "?? log.txt\n");
    let refused = told(record(at).args(["AC-02", "--attach", "log.txt", "--accept-secrets"]));
    assert_data_eq!(refused, str![[r#"
-- standard error --
secret: an AWS access key in `evidence/AC-02/2026-Q1/log.txt`, line 2, column 5
personal data: a mail address in `evidence/AC-02/2026-Q1/log.txt`, line 3, column 1
error: nothing was written: it holds what looks like personal data
help: take the evidence again without it, or with ids in its place; if it is none, pass `--accept-personal-data`
-- exit 1 --

"#]].raw());
    assert_eq!(status(at), "?? log.txt\n");
    let accepted = ["--accept-secrets", "--accept-personal-data"];
    succeed(record(at).args(["AC-02", "--attach", "log.txt"]).args(accepted));
    assert!(at.join("evidence/AC-02/2026-Q1/log.txt").is_file());
}

#[test]
fn what_cannot_be_meant_is_told_with_what_can() {
    let folder = company();
    let at = folder.path();
    fs::write(at.join("a.csv"), "a\n").unwrap();
    fs::write(at.join(".hidden"), "a\n").unwrap();
    let mut all = String::new();
    for arguments in [
        &["AC-2", "--attach", "a.csv"][..],
        &["AC-02"],
        &["AC-02", "--attach", "a.csv", "--period", "2026-03"],
        &["AC-02", "--attach", "a.csv", "--period", "March"],
        &["AC-02", "--attach", "a.csv", "--by", "it"],
        &["AC-02", "--attach", "a.csv", "--by", "pryia"],
        &["AC-02", "--attach", "a.csv", "--for", "acounts"],
        &["AC-02", "--attach", "a.csv", "--done", "yesterday"],
        &["AC-02", "--attach", "a.csv", "a.csv"],
        &["AC-02", "--attach", ".hidden"],
        &["AC-02", "--attach", "."],
        &["CH-01", "--attach", "a.csv"],
        &["AC-02", "--at", "HEAD", "--attach", "a.csv"],
        &["--period", "2026-Q1", "git", "--repo", ".", "--window", "2026-03-01..2026-03-31"],
        &["AC-02", "review", "evidence/AC-02/2026-Q1.yaml"],
    ] {
        all += &told(record(at).args(arguments));
    }
    assert_data_eq!(
        all,
        str![[r#"
-- standard error --
error: no control is called `AC-2`
help: did you mean `AC-02`?
-- exit 2 --
-- standard error --
error: there is nothing to record
help: attach a file with `--attach FILE`, or put the command that shows it behind `--`
-- exit 2 --
-- standard error --
error: `2026-03` is no period of `AC-02`, which is quarterly
help: name one like `2026-Q1`
-- exit 2 --
-- standard error --
error: `March` is not a period
help: write it like 2026-Q1, 2026-03, 2026-W07, 2026-03-14, 2026-H1, 2026 or A..B
-- exit 2 --
-- standard error --
error: `it` is a team, and a person did it
help: the people are priya, omar
-- exit 2 --
-- standard error --
error: nobody is called `pryia`
help: did you mean `priya`?
-- exit 2 --
-- standard error --
error: `AC-02` asks for no evidence called `acounts`
help: did you mean `accounts`?
-- exit 2 --
-- standard error --
error: `yesterday` is neither a day nor a moment
help: write it like 2026-03-31 or 2026-03-31T09:40:00+02:00
-- exit 2 --
-- standard error --
error: two files are called `a.csv`
help: rename one of them; a command's output takes `--name`
-- exit 2 --
-- standard error --
error: `.hidden` is no name for evidence: names that begin with a dot are hidden
help: rename it, or give it over as `--stdin NAME`
-- exit 2 --
-- standard error --
error: `.` is no name for evidence: it names no file
help: rename it, or give it over as `--stdin NAME`
-- exit 2 --
-- standard error --
error: who did it is not known: `CH-01` names no person as its performer
help: pass `--by PERSON`; the people are priya, omar
-- exit 2 --
-- standard error --
error: a record is written to the work tree, and `--at` names a revision
help: leave `--at` out; `--period` names the period, `--done` the day
-- exit 2 --
-- standard error --
error: a control or its flags stand before `git`
help: write `git` first; `tickmark record git --help` lists what it takes
-- exit 2 --
-- standard error --
error: a control or its flags stand before `review`
help: write `review` first; `tickmark record review --help` lists what it takes
-- exit 2 --

"#]]
        .raw()
    );
    assert_eq!(status(at), "?? .hidden\n?? a.csv\n");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_or_by_halves() {
    let folder = company();
    let at = folder.path();
    let elsewhere = crate::support::folder();
    fs::write(at.join("a.csv"), "a\n").unwrap();
    fs::create_dir(at.join("evidence")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), at.join("evidence/AC-02")).unwrap();
    assert_data_eq!(
        told(record(at).args(["AC-02", "--attach", "a.csv"])),
        str![[r#"
-- standard error --
error: `evidence/AC-02` is a link, and what it leads to is not written
help: make it a folder of its own
-- exit 2 --

"#]]
        .raw()
    );
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    // A file of that name is there already: the record is not written either.
    fs::remove_file(at.join("evidence/AC-02")).unwrap();
    fs::create_dir_all(at.join("evidence/AC-02/2026-Q1")).unwrap();
    fs::write(at.join("evidence/AC-02/2026-Q1/a.csv"), "mine\n").unwrap();
    assert_data_eq!(
        told(record(at).args(["AC-02", "--attach", "a.csv"])),
        str![[r#"
-- standard error --
error: `evidence/AC-02/2026-Q1/a.csv` is already there
help: nothing was written; move the file away, or name another one
-- exit 2 --

"#]]
        .raw()
    );
    assert!(!at.join("evidence/AC-02/2026-Q1.yaml").exists());
    assert_eq!(read(at, "evidence/AC-02/2026-Q1/a.csv"), "mine\n");
}

/// A product with a squash, a merge of two commits, a direct push, a revert and a hotfix.
fn product(at: &Path) {
    let git_as = |name: &str, date: &str, arguments: &[&str]| {
        // What is merged with a button is committed by the forge.
        let (author, committer) = if name == "GitHub" {
            ("omar@northwind.example".to_owned(), "noreply@github.com".to_owned())
        } else {
            (format!("{name}@northwind.example"), format!("{name}@northwind.example"))
        };
        let mut command = git(at);
        command.args(arguments).env("GIT_AUTHOR_NAME", name).env("GIT_AUTHOR_EMAIL", author);
        command.env("GIT_COMMITTER_NAME", name).env("GIT_COMMITTER_EMAIL", committer);
        succeed(command.env("GIT_AUTHOR_DATE", date).env("GIT_COMMITTER_DATE", date));
    };
    git_as("priya", "2026-02-01T10:00:00Z", &["init", "--quiet", "--initial-branch=main"]);
    let commit = |name: &str, date: &str, message: &str| {
        git_as(name, date, &["commit", "--quiet", "--allow-empty", "--message", message]);
    };
    commit("priya", "2026-02-27T10:00:00Z", "Begin");
    // Late on 28 February in UTC is March in Berlin.
    commit("priya", "2026-02-28T23:30:00Z", "=cmd|' /C calc'!A0");
    git_as("priya", "2026-03-02T10:00:00Z", &["switch", "--quiet", "--create", "side"]);
    commit("priya", "2026-03-02T10:00:00Z", "One\n\nReviewed-by: Omar Haddad <omar@northwind.example>");
    commit("kim", "2026-03-03T10:00:00Z", "Two\n\nReviewed-by: Kim <kim@northwind.example>");
    git_as("omar", "2026-03-04T10:00:00Z", &["switch", "--quiet", "main"]);
    let merge = "Merge pull request #7 from northwind/side";
    git_as("omar", "2026-03-04T10:00:00Z", &["merge", "--quiet", "--no-ff", "--message", merge, "side"]);
    commit(
        "GitHub",
        "2026-03-05T10:00:00Z",
        "Squash (#8)\n\nAcked-by: @priya-r\nCo-authored-by: Kim <kim@northwind.example>",
    );
    commit("omar", "2026-03-06T10:00:00Z", "Hotfix: stop\n\nApproved-by: omar@northwind.example");
    commit(
        "omar",
        "2026-03-07T10:00:00Z",
        "Revert \"Hotfix: stop\"\n\nThis reverts commit 0123456789abcdef.",
    );
}

#[test]
fn the_history_of_a_product_becomes_the_population_of_its_changes() {
    let folder = company();
    let at = folder.path();
    let other = crate::support::folder();
    let fleet = other.path().join("fleet");
    fs::create_dir(&fleet).unwrap();
    product(&fleet);
    // What the product's own repository says is not obeyed.
    fs::write(
        fleet.join(".git/config"),
        "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = touch OBEYED\n",
    )
    .unwrap();
    let fleet = fleet.display().to_string();
    let hidden = |text: String| text.replace(&fleet, "FLEET");
    let run = |arguments: &[&str]| {
        let mut command = record(at);
        command.args(["git", "--repo", &fleet, "--by", "omar"]).args(arguments);
        hidden(told(&mut command))
    };
    assert_data_eq!(
        run(&["--window", "2026-03-01..2026-03-31"]),
        str![[r#"
evidence/populations/changes/2026-03.csv: 5 changes
  route     merge 1, request 1, direct 3
  approved  yes 1, partly 1, self 1, not-in-git 2
  landed by an author 3, signed 0, reverts 1, emergencies 1
wrote the population's definition, policies/populations/changes.yaml
note: ids that `people` in policies/program.yaml knows no address or handle of: 1

Next:
  compare the number of rows with the forge's list of merged requests, and add
    checked: {against: WHAT, rows: N, by: WHO}
  git add evidence/populations/changes policies/populations && git commit
-- exit 0 --

"#]]
        .raw()
    );
    let csv = read(at, "evidence/populations/changes/2026-03.csv");
    assert_data_eq!(csv, str![[r#"
change_id,landed_on,repository,commit,committed_at,route,request,authors,approvers,approved,landed_by,landed_by_author,signature,reverts,emergency,subject
fleet@2c5a862964dd,2026-03-01,fleet,2c5a862964dd3f8cf7cf9636079dc8b6711cfdcd,2026-03-01T00:30:00+01:00,direct,,priya,,not-in-git,priya,yes,none,,,'=cmd|' /C calc'!A0
fleet@5f9d8524902b,2026-03-04,fleet,5f9d8524902b47fad5cce9f9d1fa5500f7864bc7,2026-03-04T11:00:00+01:00,merge,7,mail:7949ad3ef73a priya,mail:7949ad3ef73a omar,partly,omar,no,none,,,Merge pull request #7 from northwind/side
fleet@5054a7420c7b,2026-03-05,fleet,5054a7420c7b302735de8dc49fcfd4440afd3a50,2026-03-05T11:00:00+01:00,request,8,mail:7949ad3ef73a omar,priya,yes,forge,unknown,none,,,Squash (#8)
fleet@aed4bb8c04c5,2026-03-06,fleet,aed4bb8c04c52a76f2429b92062368d01eb2040f,2026-03-06T11:00:00+01:00,direct,,omar,omar,self,omar,yes,none,,yes,Hotfix: stop
fleet@8d0fb9787337,2026-03-07,fleet,8d0fb97873378fde0914f44f37dd9140d7084268,2026-03-07T11:00:00+01:00,direct,,omar,,not-in-git,omar,yes,none,0123456789ab,,"Revert ""Hotfix: stop"""

"#]].raw());
    assert_data_eq!(
        read(at, "evidence/populations/changes/2026-03.yaml"),
        str![[r#"
population: changes
period: 2026-03
extracted: {by: omar, at: 2026-04-02T09:40:00+02:00}
query: tickmark record git --repo fleet --branch main --window 2026-03-01..2026-03-31 (fleet at 8d0fb97873378fde0914f44f37dd9140d7084268)
rows: 5
sha256: 6686c5980aa0a8fcfe87c3e0de160eb5232228dc5c184eef77cd27e2a73b1e0b

"#]].raw()
    );
    assert_data_eq!(read(at, "policies/populations/changes.yaml"), str![[r#"
id: changes
title: Changes to the main line of production
source: "Git, first-parent line of main: fleet"
owner: omar
key: change_id
event: landed_on
columns: [change_id, landed_on, repository, commit, committed_at, route, request, authors, approvers, approved, landed_by, landed_by_author, signature, reverts, emergency, subject]
query: "tickmark record git --repo fleet --branch main --window {start}..{end}"

"#]].raw());
    let lint = ["lint", "--format", "concise", "--as-of", "2026-04-02", "evidence", "policies/populations"];
    assert_data_eq!(told(tickmark(at).args(lint)), str![[r#"
evidence/populations/changes/2026-03.yaml:1:13: population-not-checked nobody checked that `evidence/populations/changes/2026-03.csv` is complete
-- standard error --
0 errors, 1 warning and 0 notes in 6 files
-- exit 0 --

"#]].raw());
    let mut all = run(&["--window", "2026-03-01..2026-03-31"]);
    all += &run(&["--window", "2026-04-01..2026-04-30"]);
    all += &run(&["--window", "2026-02-01..2026-02-28", "--branch", "trunk"]);
    all += &run(&["--window", "2026-02-01..2026-02-28", "--repo", "other=."]);
    assert_data_eq!(
        all,
        str![[r#"
-- standard error --
error: `evidence/populations/changes/2026-03.csv` is already there
help: nothing was written; move the file away, or name another one
-- exit 2 --
-- standard error --
error: 2026-04 is not over on 2026-04-02, so that its list cannot be complete
help: end the window with a period that is over
-- exit 2 --
-- standard error --
error: no tag, branch or commit is called `trunk`
help: `git tag --list` and `git branch --all` show what is here, `git fetch --tags` brings tags that are not
-- exit 3 --
evidence/populations/changes/2026-02.csv: 1 change
  route     merge 0, request 0, direct 1
  approved  yes 0, partly 0, self 0, not-in-git 1
  landed by an author 1, signed 0, reverts 0, emergencies 0

Next:
  compare the number of rows with the forge's list of merged requests, and add
    checked: {against: WHAT, rows: N, by: WHO}
  git add evidence/populations/changes && git commit
-- exit 0 --

"#]]
        .raw()
    );
}

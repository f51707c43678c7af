//! The scripts of the workflow, with a made-up runner and a `gh` that writes down what it is asked.

use std::fs;
use std::path::Path;
use std::process::Command;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::commands::check::company::Do::Edit;
use crate::commands::check::company::{self, AC01, Do, Pull};
use crate::support::{folder, git, package, succeed, told};

/// A `gh` without a network: it prints `answer.txt` when it is asked for a list, and notes the rest.
const GH: &str = r#"#!/bin/sh
echo "gh $*" >>"$STAND_IN/asked.txt"
for word in "$@"; do case "$word" in body=@*) cp "${word#body=@}" "$STAND_IN/body.txt";; esac; done
case "$*" in *--paginate*) cat "$STAND_IN/answer.txt";; esac
"#;

/// A work tree on a branch that weakens a control, with a runner around it.
pub(super) struct Runner {
    place: tempfile::TempDir,
}

impl Runner {
    fn new() -> Self {
        Self::with(&[Edit(AC01, "cadence: quarterly", "cadence: annual")])
    }

    /// The same on a branch that does something else.
    pub(super) fn with(does: &[Do<'_>]) -> Self {
        let place = folder();
        let origin = place.path().join("origin");
        fs::create_dir_all(&origin).unwrap();
        company::write(&origin, &[Pull { name: "Leaner", does, meanwhile: &[] }]);
        succeed(git(place.path()).args(["clone", "--quiet", "--branch", "pull-0", "origin", "work"]));
        let bin = place.path().join("bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("gh"), GH).unwrap();
        succeed(Command::new("chmod").arg("+x").arg(bin.join("gh")));
        fs::create_dir_all(place.path().join("temp")).unwrap();
        fs::write(place.path().join("answer.txt"), "").unwrap();
        Self { place }
    }

    pub(super) fn path(&self) -> &Path {
        self.place.path()
    }

    /// A script as the workflow runs it.
    fn script(&self, name: &str) -> Command {
        let mut bash = self.shell("bash");
        bash.arg(package().join("templates/starter/.github/tickmark").join(name));
        bash.env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", self.path().join("output.txt"))
            .env("GITHUB_STEP_SUMMARY", self.path().join("summary.md"))
            .env("RUNNER_TEMP", self.path().join("temp"))
            .env("STAND_IN", self.path())
            .env("GH_TOKEN", "none")
            .env("GH_REPO", "northwind/compliance");
        bash
    }

    /// A shell in the work tree that finds `tickmark` and knows nothing of whose machine it is.
    pub(super) fn shell(&self, name: &str) -> Command {
        let command = git(&self.path().join("work"));
        let program = Path::new(env!("CARGO_BIN_EXE_tickmark")).parent().unwrap().to_owned();
        let mut paths = vec![self.path().join("bin"), program];
        paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut shell = Command::new(name);
        shell.current_dir(self.path().join("work"));
        for (key, value) in command.get_envs() {
            shell.env(key, value.unwrap_or_default());
        }
        shell.env("PATH", std::env::join_paths(paths).unwrap()).env("SOURCE_DATE_EPOCH", "1776686400");
        shell
    }

    pub(super) fn read(&self, name: &str) -> String {
        let text = fs::read_to_string(self.path().join(name)).unwrap_or_default();
        text.replace(&self.path().display().to_string(), "[FOLDER]")
    }
}

#[test]
#[expect(clippy::invisible_characters, reason = "the joiners that keep a name from being a mention")]
fn a_pull_request_gets_annotations_a_summary_and_outputs() {
    let runner = Runner::new();
    let mut check = runner.script("check.sh");
    let text = told(check.env("TICKMARK_BASE", "origin/main-0").env("TICKMARK_HEAD", "HEAD"));
    assert_data_eq!(text, str![[r#"
::warning file=policies/controls/AC-01.yaml,line=7,title=weakened AC-01::cadence: quarterly → annual
::warning file=policies/controls/AC-01.yaml,line=7,title=cover-lost soc2%3ACC6.2::nothing that meets it falls due in the rest of the window of soc2-2026; AC-01 did
::warning file=policies/controls/AC-01.yaml,line=7,title=cover-lost soc2%3ACC6.3::nothing that meets it falls due in the rest of the window of soc2-2026; AC-01 did
::notice title=tickmark::no new finding, 3 things to look at
-- exit 0 --

"#]].raw());
    assert_data_eq!(
        runner.read("output.txt"),
        str![[r#"
markdown=[FOLDER]/temp/tickmark.md
exit-code=0

"#]]
        .raw()
    );
    assert_data_eq!(runner.read("summary.md"), str![[r#"
<!-- tickmark:report -->
### ● somebody should look: no new finding, 3 things to look at

41f8d370ee merged into origin/main-0 (939c18a089) · 1 commit · as of 2026-04-20 · Northwind

1 control (1 weaker), 2 requirements lose cover.

#### Weakened controls (1)

- **AC-01** cadence: quarterly → annual (policies/controls/AC-01.yaml)

#### Lost cover (2)

- **soc2:⁠CC6.2** nothing that meets it falls due in the rest of the window of soc2-2026; AC-01 did (policies/controls/AC-01.yaml)
- **soc2:⁠CC6.3** nothing that meets it falls due in the rest of the window of soc2-2026; AC-01 did (policies/controls/AC-01.yaml)

#### Who should look

- priya: owns AC-01

<details><summary>Everything that changes</summary>

#### Controls (1)

| What | | Field | Before | After | |
|---|---|---|---|---|---|
| **AC-01** Quarterly access review | weaker | cadence | quarterly | annual | weaker |

#### Cover (2)

- soc2:⁠CC6.2 User registration, authorisation and credential removal: silent: AC-01 fell due, and nothing does in the rest of the window of soc2-2026
- soc2:⁠CC6.3 Role-based access, least privilege, duty separation: silent: AC-01 fell due, and nothing does in the rest of the window of soc2-2026

</details>

"#]].raw());
    let failing = told(
        runner.script("check.sh").env("TICKMARK_BASE", "origin/main-0").env("TICKMARK_FAIL_ON", "warning"),
    );
    assert!(failing.ends_with("-- exit 1 --\n"), "{failing}");
}

#[test]
fn a_shallow_checkout_and_a_base_that_is_not_there_are_no_pass() {
    let runner = Runner::new();
    let missing = told(runner.script("check.sh").env("TICKMARK_BASE", "no-such-base"));
    assert_data_eq!(
        missing,
        str![[r#"
::error title=tickmark::tickmark ended with 3 and wrote no report.
-- standard error --
error: no tag, branch or commit is called `no-such-base`
help: `git tag --list` and `git branch --all` show what is here, `git fetch --tags` brings tags that are not
-- exit 3 --

"#]]
        .raw()
    );
    let url = format!("file://{}", runner.path().join("origin").display());
    succeed(
        git(runner.path()).args(["clone", "--quiet", "--depth", "1", "--branch", "pull-0", &url, "shallow"]),
    );
    let mut check = runner.script("check.sh");
    let shallow = told(check.current_dir(runner.path().join("shallow")).env("TICKMARK_BASE", "HEAD"));
    assert_data_eq!(shallow, str![[r#"
::error title=tickmark::The history is the evidence, and this checkout has none. Set fetch-depth: 0 on actions/checkout.
-- exit 3 --

"#]].raw());
}

#[test]
fn there_is_one_comment_and_it_is_found_by_its_marker() {
    let runner = Runner::new();
    fs::write(runner.path().join("body.md"), "<!-- tickmark:report -->\n### It\n").unwrap();
    let comment = |answer: &str| {
        fs::write(runner.path().join("answer.txt"), answer).unwrap();
        let _ = fs::remove_file(runner.path().join("asked.txt"));
        let body = runner.path().join("body.md");
        succeed(runner.script("comment.sh").env("PR", "7").env("BODY", body));
        runner.read("asked.txt")
    };
    assert_data_eq!(comment(""), str![[r#"
gh api --paginate repos/northwind/compliance/issues/7/comments?per_page=100 --jq [.[] | select(.user.type == "Bot" and (.body | startswith("<!-- tickmark:report -->"))) | .id] | .[]
gh api --silent --method POST repos/northwind/compliance/issues/7/comments --field body=@[FOLDER]/body.md

"#]].raw());
    assert_data_eq!(comment("31\n32\n"), str![[r#"
gh api --paginate repos/northwind/compliance/issues/7/comments?per_page=100 --jq [.[] | select(.user.type == "Bot" and (.body | startswith("<!-- tickmark:report -->"))) | .id] | .[]
gh api --silent --method PATCH repos/northwind/compliance/issues/comments/31 --field body=@[FOLDER]/body.md

"#]].raw());
    assert_eq!(runner.read("body.txt"), "<!-- tickmark:report -->\n### It\n");
    fs::write(runner.path().join("body.md"), "something else\n").unwrap();
    let refused = told(runner.script("comment.sh").env("PR", "7").env("BODY", runner.path().join("body.md")));
    assert!(refused.ends_with("-- exit 1 --\n"), "{refused}");
}

#[test]
fn one_issue_says_what_is_due_and_is_closed_when_nothing_is() {
    let runner = Runner::new();
    let due = |answer: &str| {
        fs::write(runner.path().join("answer.txt"), answer).unwrap();
        let _ = fs::remove_file(runner.path().join("asked.txt"));
        succeed(&mut runner.script("due.sh"));
        runner.read("asked.txt")
    };
    let begun = due("");
    assert!(begun.contains("--method POST repos/northwind/compliance/issues --field title="), "{begun}");
    let changed = due("12\n");
    assert!(
        changed.contains("--method PATCH repos/northwind/compliance/issues/12 --field body=@"),
        "{changed}"
    );
    assert!(!changed.contains("state=closed"), "{changed}");
    assert!(runner.read("body.txt").starts_with("<!-- tickmark:due -->\n"), "{}", runner.read("body.txt"));
}

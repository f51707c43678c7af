use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, git, succeed, tickmark, told};

fn init(folder: &Path) -> std::process::Command {
    let mut command = tickmark(folder);
    command.args(["init", "--company", "Northwind Robotics", "--owner", "Priya Raman"]);
    command
}

fn paths(folder: &Path) -> Vec<String> {
    let text = succeed(git(folder).args(["ls-files", "--others", "--cached"]));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn without_anybody_to_ask_the_flags_are_told() {
    let folder = folder();
    assert_data_eq!(
        told(tickmark(folder.path()).arg("init")),
        str![[r#"
-- standard error --
error: `--company NAME` is needed, as there is nobody to ask
help: as in `tickmark init --company "Northwind Robotics" --owner "Priya Raman" --framework soc2,iso27001`
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(init(folder.path()).args(["--framework", "soc3"])),
        str![[r#"
-- standard error --
error: no framework is called `soc3`
help: did you mean `soc2`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_written_lints_without_errors_and_says_what_is_still_to_do() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let written = succeed(init(folder.path()).args([
        "--framework",
        "soc2,iso27001",
        "--audit",
        "2027-01-01..2027-09-30",
    ]));
    assert_data_eq!(
        written.replace(&folder.path().display().to_string(), "FOLDER"),
        str![[r#"
Wrote 39 files to FOLDER:
  policies/program.yaml
  policies/information-security.md
  policies/controls/AC-01.yaml
  policies/controls/AC-02.yaml
  policies/controls/BK-01.yaml
  policies/controls/VM-01.yaml
  policies/populations/leavers.yaml
  policies/risks/R-01.yaml
  evidence/README.md
  .gitattributes
  .github/tickmark/check.sh
  .github/tickmark/comment.sh
  .github/tickmark/due.sh
  .github/workflows/compliance.yml
  .pre-commit-config.yaml
  schemas/ (24 schemas, for editors)

The controls are drafts and the policy is not approved:
say what is true, then set `status: active`.

Next:
  git add . && git commit                 the history is the evidence
  tickmark lint                           what is still to do
  tickmark explain                        every rule, and why an auditor asks
  tickmark demo                           a finished company to look at

"#]]
        .raw()
    );
    let lint = || {
        let mut command = tickmark(folder.path());
        command.args([
            "lint",
            "--as-of",
            "2026-03-01",
            "--ignore",
            "requirement-uncovered",
            "--format",
            "concise",
        ]);
        command
    };
    assert_data_eq!(told(&mut lint()), str![[r#"
policies/information-security.md:2:5: policy-not-approved nobody has approved `information-security`
policies/program.yaml:15:3: description-section-missing there is no system description, and a SOC 2 audit is planned
policies/program.yaml:16:3: mandatory-document-missing nothing on file answers `4.3`, `5.2`, `6.1.2`, `6.2`, `7.2`, `8.1`, `8.2`, `8.3`, `9.1`, `9.2.2`, `9.3.3` and `10.2`, which ask for documented information
policies/risks/R-01.yaml:2:5: risk-not-approved nobody has approved the treatment of `R-01`
policies/risks/R-01.yaml:6:24: risk-above-appetite `R-01` is high, above the appetite `medium`
policies/risks/R-01.yaml:7:12: mitigated-by-nothing no active control mitigates `R-01`
-- standard error --
note: there is no commit yet: 18 rules were not judged, or not in full: clock-out-of-order, committed-before-performed, control-weakened, direct-to-main, evidence-after-the-fact, evidence-altered, evidence-altered-after-close, evidence-deleted, history-rewritten, introduced-in-merge, policy-changed-since-approval, policy-version-not-raised, same-as-previous, signature-invalid, soa-changed-since-approval, tag-not-signed, unknown-signer, unsigned-evidence
0 errors, 6 warnings and 0 notes in 9 files
-- exit 0 --

"#]].raw());
    succeed(git(folder.path()).args(["add", "."]));
    succeed(git(folder.path()).args(["commit", "--quiet", "--message", "Begin"]));
    assert_data_eq!(
        told(lint().arg("--strict")),
        str![[r#"
policies/information-security.md:2:5: policy-not-approved nobody has approved `information-security`
policies/program.yaml:15:3: description-section-missing there is no system description, and a SOC 2 audit is planned
policies/program.yaml:16:3: mandatory-document-missing nothing on file answers `4.3`, `5.2`, `6.1.2`, `6.2`, `7.2`, `8.1`, `8.2`, `8.3`, `9.1`, `9.2.2`, `9.3.3` and `10.2`, which ask for documented information
policies/risks/R-01.yaml:2:5: risk-not-approved nobody has approved the treatment of `R-01`
policies/risks/R-01.yaml:6:24: risk-above-appetite `R-01` is high, above the appetite `medium`
policies/risks/R-01.yaml:7:12: mitigated-by-nothing no active control mitigates `R-01`
-- standard error --
0 errors, 6 warnings and 0 notes in 9 files
-- exit 0 --

"#]]
        .raw()
    );
}

#[test]
fn every_framework_alone_lints_without_errors() {
    for framework in tickmark::embedded::FRAMEWORKS {
        let folder = folder();
        succeed(init(folder.path()).args(["--framework", framework.id]));
        let told = told(tickmark(folder.path()).args(["lint", "--as-of", "2026-03-01"]));
        assert!(told.ends_with("-- exit 0 --\n"), "{}:\n{told}", framework.id);
    }
}

#[test]
fn nothing_is_overwritten_and_nothing_is_written_by_halves() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet"]));
    fs::create_dir_all(folder.path().join("policies/risks")).unwrap();
    fs::write(folder.path().join("policies/risks/R-01.yaml"), "id: R-01\n").unwrap();
    fs::write(folder.path().join(".gitattributes"), "* text=auto\n").unwrap();
    assert_data_eq!(
        told(&mut init(folder.path())),
        str![[r#"
-- standard error --
error: `policies/risks/R-01.yaml` is already there
help: nothing was written; `--force` overwrites what is there
-- exit 2 --

"#]]
        .raw()
    );
    assert_eq!(paths(folder.path()), [".gitattributes", "policies/risks/R-01.yaml"]);

    fs::remove_file(folder.path().join("policies/risks/R-01.yaml")).unwrap();
    let written = succeed(&mut init(folder.path()));
    let left: String = written
        .lines()
        .skip_while(|line| !line.contains("already"))
        .take(4)
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_data_eq!(
        left,
        str![[r#"
`.gitattributes` is there already and was left as it is. Add to it:

    evidence/** -text


"#]]
        .raw()
    );
    assert_eq!(fs::read_to_string(folder.path().join(".gitattributes")).unwrap(), "* text=auto\n");
}

#[cfg(unix)]
#[test]
fn what_was_placed_is_taken_back_when_a_later_file_cannot_be() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet"]));
    // A file where a folder should go: only the last step can notice it.
    fs::write(folder.path().join("schemas"), "a file").unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/program.yaml"), "company: {name: Before}\n").unwrap();
    let output = init(folder.path()).arg("--force").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(paths(folder.path()), ["policies/program.yaml", "schemas"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("policies/program.yaml")).unwrap(),
        "company: {name: Before}\n"
    );
}

#[test]
fn in_a_folder_of_a_work_tree_the_workflow_is_left_to_the_top() {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet"]));
    fs::create_dir(folder.path().join("compliance")).unwrap();
    let written =
        succeed(tickmark(folder.path()).args(["-C", "compliance", "init", "--company", "N", "--owner", "P"]));
    assert_data_eq!(written.lines().last().unwrap_or_default(), str!["No workflow was written: it belongs to the top of the repository. Let it run `tickmark -C` on this folder."].raw());
    assert!(!paths(folder.path()).iter().any(|path| path.contains("workflows")));
    let lint = told(
        tickmark(&folder.path().join("compliance/policies"))
            .args(["lint", "--select", "shape", "--format", "concise"]),
    );
    assert_data_eq!(
        lint,
        str![[r#"
-- standard error --
0 errors, 0 warnings and 0 notes in 9 files
-- exit 0 --

"#]]
        .raw()
    );
}

//! The recipes for other places than GitHub: what each of them would run, taken out of the file that a
//! user copies, with the variables that the place sets.

use std::fs;
use std::path::Path;

use serde_json::Value;
use snapbox::{assert_data_eq, str};

use crate::commands::check::company::AC01;
use crate::commands::check::company::Do::Edit;
use crate::commands::check::scripts::Runner;
use crate::support::{git, package, succeed, told};

/// A branch that weakens a control and names a person who is not there.
fn runner() -> Runner {
    Runner::with(&[
        Edit(AC01, "cadence: quarterly", "cadence: annual"),
        Edit(AC01, "owner: priya", "owner: prya"),
    ])
}

fn recipe(name: &str) -> String {
    fs::read_to_string(package().join("templates/ci").join(name)).unwrap()
}

fn yaml(name: &str) -> Value {
    serde_yaml::from_str(&recipe(name)).unwrap()
}

/// The cases that failed in a JUnit report: the others stand for every file.
fn junit(text: &str) -> String {
    let cases = text.lines().filter(|line| line.trim_start().starts_with("<testcase"));
    let names = cases.filter(|line| !line.contains("name=\"every file\""));
    names.map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn gitlab_shows_the_findings_of_a_merge_request_at_their_lines() {
    let runner = runner();
    let recipe = yaml("gitlab-ci.yml");
    let script = recipe["compliance"]["script"][0].as_str().unwrap();
    let head = succeed(git(&runner.path().join("work")).args(["rev-parse", "HEAD"]));
    let run = |target: &str| {
        let mut shell = runner.shell("bash");
        shell.args(["-eo", "pipefail", "-c", script]).env("CI_COMMIT_SHA", head.trim());
        told(shell.env("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", target))
    };
    let text = run("main-0");
    assert!(text.ends_with("-- exit 1 --\n"), "{text}");
    let quality: Value = serde_json::from_str(&runner.read("work/gl-code-quality-report.json")).unwrap();
    let places: Vec<String> = (quality.as_array().unwrap().iter())
        .map(|one| {
            format!("{}:{} {}", one["location"]["path"], one["location"]["lines"]["begin"], one["check_name"])
        })
        .collect();
    assert_data_eq!(
        places.join("\n"),
        str![[r#"
"policies/controls/AC-01.yaml":3 "unknown-person"
"policies/controls/AC-01.yaml":7 "weakened"
"policies/controls/AC-01.yaml":7 "cover-lost"
"policies/controls/AC-01.yaml":7 "cover-lost"
"#]]
    );
    assert_data_eq!(
        junit(&runner.read("work/tickmark.xml")),
        str![[r#"
<testcase classname="tickmark.unknown-person" name="policies/controls/AC-01.yaml">

"#]]
    );
    assert!(runner.read("work/tickmark.md").contains("cadence: quarterly → annual"));
    let whole = run("");
    assert!(whole.ends_with("-- exit 1 --\n"), "{whole}");
}

#[test]
fn jenkins_shows_new_findings_as_tests() {
    let runner = runner();
    let recipe = recipe("Jenkinsfile");
    let script = recipe.split("'''").nth(1).unwrap();
    let text = told(runner.shell("sh").args(["-xe", "-c", script]).env("CHANGE_TARGET", "main-0"));
    assert!(text.ends_with("-- exit 1 --\n"), "{text}");
    assert_data_eq!(
        junit(&runner.read("work/tickmark.xml")),
        str![[r#"
<testcase classname="tickmark.unknown-person" name="policies/controls/AC-01.yaml">

"#]]
    );
    assert!(runner.read("work/tickmark.md").contains("cadence: quarterly → annual"));
    let whole = told(runner.shell("sh").args(["-xe", "-c", script]));
    assert!(whole.ends_with("-- exit 1 --\n"), "{whole}");
}

#[test]
fn azure_gets_the_report_as_its_summary_and_the_exit_code() {
    let runner = runner();
    let recipe = yaml("azure-pipelines.yml");
    let steps = recipe["steps"].as_array().unwrap();
    let script = steps.iter().find_map(|step| step["bash"].as_str()).unwrap();
    let run = |target: &str| {
        let mut shell = runner.shell("bash");
        shell.args(["--noprofile", "--norc", "-c", script]).env("TARGET", target);
        told(shell.env("AGENT_TEMPDIRECTORY", runner.path().join("temp")))
            .replace(&runner.path().display().to_string(), "[FOLDER]")
    };
    let text = run("refs/heads/main-0");
    assert!(text.ends_with("##vso[task.uploadsummary][FOLDER]/temp/tickmark.md\n-- exit 1 --\n"), "{text}");
    assert!(runner.read("temp/tickmark.md").contains("cadence: quarterly → annual"));
    assert_data_eq!(
        junit(&runner.read("work/tickmark.xml")),
        str![[r#"
<testcase classname="tickmark.unknown-person" name="policies/controls/AC-01.yaml">

"#]]
    );
    // Not a pull request: the variable is not replaced.
    let whole = run("$(System.PullRequest.TargetBranch)");
    assert!(whole.ends_with("-- exit 1 --\n"), "{whole}");
}

/// Puts a hook where Git looks for it.
fn hook(work: &Path, name: &str) {
    let hooks = work.join(".git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    fs::copy(package().join("templates/ci/hooks").join(name), hooks.join(name)).unwrap();
    succeed(std::process::Command::new("chmod").arg("+x").arg(hooks.join(name)));
}

#[test]
fn plain_hooks_keep_a_commit_and_a_push_back() {
    let runner = runner();
    let work = runner.path().join("work");
    let run = |script: &str| told(runner.shell("sh").args(["-c", script]));
    hook(&work, "pre-push");
    let pushed =
        run("git branch --quiet main origin/main-0 && git push --quiet origin main HEAD:refs/heads/new 2>&1");
    assert!(pushed.contains("unknown-person") && pushed.ends_with("-- exit 1 --\n"), "{pushed}");
    let mended = run(
        "sed -i 's/^owner: prya/owner: priya/; s/^cadence: annual/cadence: quarterly/' policies/controls/AC-01.yaml && \
         git commit --quiet -am mended && git push --quiet origin HEAD:refs/heads/new 2>&1",
    );
    assert!(mended.ends_with("-- exit 0 --\n"), "{mended}");
    // A young company without errors, so that the hook has something to let through.
    let begun = run("git init --quiet --initial-branch=main ../young && cd ../young && \
         tickmark init --no-input --company N --owner 'Ada Byron' --as-of 2026-04-20 >/dev/null");
    assert!(begun.ends_with("-- exit 0 --\n"), "{begun}");
    hook(&runner.path().join("young"), "pre-commit");
    let first = run("cd ../young && git add . && git commit --quiet -m first");
    assert!(first.ends_with("-- exit 0 --\n"), "{first}");
    let kept = run(
        "cd ../young && sed -i 's/^owner: .*/owner: prya/' policies/controls/AC-01.yaml && git commit -am x",
    );
    assert!(kept.contains("unknown-person") && kept.ends_with("-- exit 1 --\n"), "{kept}");
}

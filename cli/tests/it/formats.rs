//! Formats of findings end to end: schemas, several in one run, a runner that reads along.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use snapbox::{IntoData as _, assert_data_eq, str};
use tempfile::TempDir;

use crate::support::{demo, folder, git, package, succeed, tickmark, told};

const PROGRAM: &str = "\
company: {name: \"::error::Owned ##[error]\", timezone: Europe/Berlin}
people: {priya: {name: Priya Raman}}
frameworks:
  soc2: {version: \"2017\", categories: [security]}
lint:
  rules:
    requirement-uncovered: {level: off, because: One control is enough here.}
";

const CONTROL: &str = "\
id: AC-02
titel: Prüfung | @everyone
owner: pria
statement: System owners review who can reach production each quarter.
cadence: quarterly
satisfies: {soc2: [CC6.2, CC6.33]}
";

/// A repository with its compliance root in a folder of it.
fn repository(control: &str) -> TempDir {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let root = folder.path().join("compliance");
    fs::create_dir_all(root.join("policies/controls")).unwrap();
    fs::write(root.join("policies/program.yaml"), PROGRAM).unwrap();
    fs::write(root.join("policies/controls/AC 02.yaml"), control).unwrap();
    succeed(git(folder.path()).args(["add", "."]));
    succeed(git(folder.path()).args(["commit", "--quiet", "--message", "Begin"]));
    folder
}

fn lint(repository: &Path, format: &str) -> Command {
    let mut command = tickmark(&repository.join("compliance"));
    command.args(["lint", "--as-of", "2026-03-01", "--format", format]);
    command
}

/// What was told, without the name of the folder.
fn told_of(folder: &TempDir, command: &mut Command) -> String {
    told(command).replace(&folder.path().display().to_string(), "[FOLDER]")
}

/// What was printed, whatever the exit code.
fn printed(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn value(command: &mut Command) -> Value {
    serde_json::from_str(&printed(command)).unwrap()
}

/// The demo on a day on which much is wrong with it.
fn demo_lint(format: &str) -> Command {
    let mut command = tickmark(demo());
    command.args(["lint", "--as-of", "2026-09-14", "--format", format]);
    command
}

#[test]
fn sarif_keeps_to_the_schema_of_oasis() {
    let schema = fs::read(package().join("cli/tests/fixtures/schemas/sarif-2.1.0.json")).unwrap();
    let schema: Value = serde_json::from_slice(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = repository(CONTROL);
    let shallow = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let url = format!("file://{}", folder.path().display());
    succeed(git(shallow.path()).args(["clone", "--quiet", "--depth", "1", &url, "here"]));
    let logs = [
        value(&mut lint(folder.path(), "sarif")),
        value(&mut lint(&shallow.path().join("here"), "sarif")),
        value(&mut demo_lint("sarif")),
    ];
    for log in &logs {
        let errors: Vec<String> = validator.iter_errors(log).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new());
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty());
        for result in results {
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
        }
    }
    let mut wrong = logs[0].clone();
    wrong["runs"][0]["results"][0]["level"] = json!("odd");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn sarif_names_files_from_the_top_of_the_git_repository() {
    let folder = repository(CONTROL);
    let log = value(&mut lint(folder.path(), "sarif"));
    assert_eq!(
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"],
        json!({"uri": "compliance/policies/controls/AC%2002.yaml", "uriBaseId": "%SRCROOT%"})
    );
}

#[test]
fn fingerprints_survive_twenty_lines_that_come_in_above() {
    let prints = |control: &str| {
        let folder = repository(control);
        let log = value(&mut lint(folder.path(), "sarif"));
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let sarif: Vec<Value> =
            results.iter().map(|result| result["partialFingerprints"]["tickmark/v1"].clone()).collect();
        let gitlab = value(&mut lint(folder.path(), "gitlab"));
        let gitlab: Vec<Value> =
            gitlab.as_array().unwrap().iter().map(|issue| issue["fingerprint"].clone()).collect();
        assert!(gitlab.iter().all(|print| sarif.contains(print)) && !gitlab.is_empty());
        sarif
    };
    let comments = "# One more line of a comment.\n".repeat(20);
    assert_eq!(prints(CONTROL), prints(&format!("{comments}{CONTROL}")));
    assert_ne!(prints(CONTROL), prints(&CONTROL.replace("pria", "omar")));
}

/// The fields that GitLab documents for a Code Quality report, and nothing else.
#[test]
fn gitlab_gets_the_fields_that_it_documents() {
    let text = json!({"type": "string", "minLength": 1});
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "location", "severity"],
            "additionalProperties": false,
            "properties": {
                "description": text,
                "check_name": text,
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "additionalProperties": false,
                    "properties": {
                        // Relative to the top of the repository, without `./`.
                        "path": {"type": "string", "pattern": "^[^./]"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "additionalProperties": false,
                            "properties": {
                                "begin": {"type": "integer", "minimum": 1},
                                "end": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        },
    });
    let validator = jsonschema::validator_for(&schema).unwrap();
    let issues = value(&mut demo_lint("gitlab"));
    let errors: Vec<String> = validator.iter_errors(&issues).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let issues = issues.as_array().unwrap();
    let mut prints: Vec<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!((issues.len(), prints.len()), (73, 73));
}

/// What `cli/tests/fixtures/schemas/junit-10.xsd` asks for, as far as we write it.
#[test]
fn junit_has_the_parts_that_jenkins_reads() {
    let text = printed(&mut demo_lint("junit"));
    let document = roxmltree::Document::parse(&text).unwrap();
    let allowed = |name: &str| -> (&[&str], &[&str]) {
        match name {
            "testsuites" => (&["testsuite"], &["name", "tests", "failures", "errors"]),
            "testsuite" => (&["properties", "testcase"], &["name", "tests", "failures", "errors", "skipped"]),
            "properties" => (&["property"], &[]),
            "property" => (&[], &["name", "value"]),
            "testcase" => (&["skipped", "failure", "system-out"], &["name", "classname"]),
            "failure" => (&[], &["type", "message"]),
            "skipped" => (&[], &["message"]),
            "system-out" => (&[], &[]),
            other => panic!("{other} is no element of the schema"),
        }
    };
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let (children, attributes) = allowed(node.tag_name().name());
        assert!(node.attributes().all(|one| attributes.contains(&one.name())), "{node:?}");
        let inside = node.children().filter(roxmltree::Node::is_element);
        assert!(inside.map(|one| one.tag_name().name().to_owned()).all(|one| children.contains(&&*one)));
    }
    let suite = document.root_element().first_element_child().unwrap();
    let count = |name: &str| suite.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
    assert_eq!(suite.attribute("tests"), Some(&*count("testcase")));
    assert_eq!(suite.attribute("failures"), Some(&*count("failure")));
    assert_eq!(suite.attribute("skipped"), Some(&*count("skipped")));
}

#[test]
fn junit_fails_with_the_run_and_not_without_it() {
    let folder = repository(CONTROL);
    let failures = |arguments: &[&str]| {
        printed(lint(folder.path(), "junit").args(arguments)).matches("<failure").count()
    };
    assert_eq!((failures(&[]), failures(&["--fail-on", "never"])), (3, 0));
}

#[test]
fn a_comment_says_what_is_wrong_and_calls_nobody() {
    let folder = repository(CONTROL);
    let text = told(&mut lint(folder.path(), "markdown")).replace('\u{2060}', "<joiner>");
    assert_data_eq!(
        text,
        str![[r#"
### ✗ Failed: 3 errors, 1 warning and 0 notes in 2 files; 10 set aside with a reason

work tree on 42c8190edd · as of 2026-03-01 · ::<joiner>error::<joiner>Owned ##\[error\] · lint

`compliance/policies/controls/AC 02.yaml`

- **error** line 2: unknown field `titel` (`unknown-field`)
- **error** line 3: `pria` is no person and no team (`unknown-person`)
- **error** line 6: `soc2` has no requirement `CC6.33` (`unknown-requirement`)
- **warning** line 1: `AC-02` stands in a file named `AC 02` (`id-and-file-name-differ`)

<details><summary>Why, and what to do</summary>

- line 2
  - help: write `title`
- line 3
  - note: people and teams: `priya`
  - help: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`
- line 6
  - help: did you mean `CC6.3`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`
- line 1
  - help: write `AC 02`, or rename the file

</details>
-- exit 1 --

"#]]
        .raw()
    );
}

#[test]
fn github_shows_findings_at_their_lines() {
    let folder = repository(CONTROL);
    assert_data_eq!(told(&mut lint(folder.path(), "github")), str![[r#"
::error file=compliance/policies/controls/AC 02.yaml,line=2,col=1,endLine=2,endColumn=6,title=unknown-field::unknown field `titel`%0Ahelp: write `title`
::error file=compliance/policies/controls/AC 02.yaml,line=3,col=8,endLine=3,endColumn=12,title=unknown-person::`pria` is no person and no team%0Anote: people and teams: `priya`%0Ahelp: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`
::error file=compliance/policies/controls/AC 02.yaml,line=6,col=27,endLine=6,endColumn=33,title=unknown-requirement::`soc2` has no requirement `CC6.33`%0Ahelp: did you mean `CC6.3`? write the id as SOC 2 Trust Services Criteria prints it, like `CC1.1`
::warning file=compliance/policies/controls/AC 02.yaml,line=1,col=5,endLine=1,endColumn=10,title=id-and-file-name-differ::`AC-02` stands in a file named `AC 02`%0Ahelp: write `AC 02`, or rename the file
-- standard error --
3 errors, 1 warning and 0 notes in 2 files; 10 set aside with a reason
1 of them can be put right with `tickmark fix`
-- exit 1 --

"#]].raw());
}

#[test]
fn a_runner_that_reads_along_obeys_nothing_that_a_user_wrote() {
    let folder = repository(CONTROL);
    let log = |format: &str| {
        told(lint(folder.path(), format).args(["--select", "unknown-person"]).env("GITHUB_ACTIONS", "true"))
    };
    assert_data_eq!(
        log("full"),
        str![[r#"
: :error::Owned ## [error], lint
work tree on 42c8190edd, as of 2026-03-01

error[unknown-person]: `pria` is no person and no team
 --> policies/controls/AC 02.yaml:3:8
  |
3 | owner: pria
  |        ^^^^
  |
  = note: people and teams: `priya`
  = help: did you mean `priya`? add `pria` to `people` in `policies/program.yaml`

1 error, 0 warnings and 0 notes in 2 files
-- exit 1 --

"#]]
        .raw()
    );
    for format in ["concise", "json", "gitlab", "sarif", "junit", "markdown", "full"] {
        let text = log(format);
        assert!(!text.contains("##["), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
    }
    let mut lost = tickmark(folder.path());
    lost.args(["lint", "-C", "\n::error::x"]).env("GITHUB_ACTIONS", "true");
    let error = told_of(&folder, &mut lost);
    assert_data_eq!(
        error,
        str![[r#"
-- standard error --
error: `[FOLDER]/
: :error::x` is not a folder
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn one_run_writes_every_format() {
    let folder = repository(CONTROL);
    let formats = ["full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"];
    let mut command = lint(folder.path(), "concise");
    for format in formats {
        command.arg("-o").arg(format!("{format}:out/{format}"));
    }
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    for format in formats {
        let written = fs::read_to_string(folder.path().join("compliance/out").join(format)).unwrap();
        assert_eq!(written, printed(&mut lint(folder.path(), format)), "{format}");
    }
}

#[test]
fn one_place_that_cannot_be_written_costs_no_other_output() {
    let folder = repository(CONTROL);
    fs::write(folder.path().join("compliance/taken"), "a file").unwrap();
    let mut command = lint(folder.path(), "concise");
    command.args([
        "--select",
        "unknown-person",
        "-o",
        "json:taken/a.json",
        "-o",
        "json:policies",
        "-o",
        "concise:good.txt",
    ]);
    assert_data_eq!(
        told_of(&folder, &mut command),
        str![[r#"
policies/controls/AC 02.yaml:3:8: unknown-person `pria` is no person and no team
-- standard error --
error: cannot create a folder in `[FOLDER]/compliance/taken`: Not a directory (os error 20)
1 error, 0 warnings and 0 notes in 2 files
error: cannot write `[FOLDER]/compliance/policies`: is a directory
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        fs::read_to_string(folder.path().join("compliance/good.txt")).unwrap(),
        str![[r#"
policies/controls/AC 02.yaml:3:8: unknown-person `pria` is no person and no team

"#]]
        .raw()
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    let folder = repository(CONTROL);
    let mut command = lint(folder.path(), "concise");
    command.args([
        "--select",
        "unknown-person",
        "--quiet",
        "-o",
        "concise:/dev/stdout",
        "-o",
        "json:/dev/null",
    ]);
    assert_data_eq!(
        told(&mut command),
        str![[r#"
policies/controls/AC 02.yaml:3:8: unknown-person `pria` is no person and no team
policies/controls/AC 02.yaml:3:8: unknown-person `pria` is no person and no team
-- exit 1 --

"#]]
        .raw()
    );
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn the_help_names_every_format_where_it_is_asked_for() {
    let help = printed(tickmark(package()).args(["lint", "--help"]));
    let (before, after) = help.split_once("-o, --output").unwrap();
    for format in ["full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"] {
        assert!(before.contains(&format!("- {format}:")) && after.contains(format), "{format}\n{help}");
    }
}

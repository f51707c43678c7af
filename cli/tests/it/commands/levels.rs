//! Which rules run, at what level, and from which level on the answer is "no".

use std::fmt::Write as _;
use std::fs;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, git, succeed, tickmark};

const PROGRAM: &str = "\
company: {name: Northwind Robotics, timezone: Europe/Berlin}
people: {priya: {name: Priya Raman}}
lint:
  fail_on: LEVEL
  rules:
    RULES
";

/// An error of the group Reference, a warning of the group Control.
const CONTROL: &str = "\
id: AC-02
title: Access review
owner: nobody
statement: Owners review access periodically.
cadence: quarterly
satisfies: {soc2: CC6.2}
";

/// What is said under settings and flags: `rule level`, in brackets when it is set aside.
fn said(fail_on: &str, rules: &[&str], flags: &[&str]) -> String {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    let rules = if rules.is_empty() { "{}".to_owned() } else { rules.join("\n    ") };
    let control = CONTROL.replace(
        "nobody",
        if flags.contains(&"(comment)") {
            "nobody # tickmark: ignore[unknown-person] Agreed"
        } else {
            "nobody"
        },
    );
    fs::create_dir_all(folder.path().join("policies/controls")).unwrap();
    fs::write(
        folder.path().join("policies/program.yaml"),
        PROGRAM.replace("LEVEL", fail_on).replace("RULES", &rules),
    )
    .unwrap();
    fs::write(folder.path().join("policies/controls/AC-02.yaml"), control).unwrap();
    let flags = flags.iter().filter(|flag| !flag.starts_with('('));
    let mut lint = tickmark(folder.path());
    lint.args(["lint", "--format", "json", "--as-of", "2026-07-01"]).args(flags);
    let output = lint.output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut words: Vec<String> = Vec::new();
    for found in json["findings"].as_array().unwrap() {
        let word = format!("{} {}", found["rule"].as_str().unwrap(), found["level"].as_str().unwrap());
        words.push(if found["waived"].is_null() { word } else { format!("({word})") });
    }
    format!("{}; exit {}", words.join(", "), output.status.code().unwrap())
}

#[test]
fn the_order_in_which_settings_and_flags_count_is_this_table() {
    let off = "{level: off, because: Agreed.}";
    let set = |name: &str, rest: &str| format!("{name}: {rest}");
    let cases: &[(&str, &[String], &[&str])] = &[
        ("nothing", &[], &[]),
        ("a group", &[set("reference", "{level: note, because: Agreed.}")], &[]),
        ("a rule", &[set("unknown-person", "{level: warning, because: Agreed.}")], &[]),
        (
            "a rule before its group",
            &[
                set("unknown-person", "{level: warning, because: Agreed.}"),
                set("reference", "{level: note, because: Agreed.}"),
            ],
            &[],
        ),
        (
            "a rule before its group that is off",
            &[set("reference", off), set("unknown-person", "{level: error}")],
            &[],
        ),
        (
            "a rule that is off before its group",
            &[set("reference", "{level: error}"), set("unknown-person", off)],
            &[],
        ),
        ("raised", &[set("vague-statement", "{level: error}")], &["--ignore", "unknown-person"]),
        (
            "a rule past its last day, then its group",
            &[
                set("unknown-person", "{level: warning, because: Agreed., until: 2026-06-30}"),
                set("reference", "{level: note, because: Agreed.}"),
            ],
            &[],
        ),
        (
            "off past its last day, then its group that is off",
            &[
                set("unknown-person", "{level: off, because: Agreed., until: 2026-06-30}"),
                set("reference", off),
            ],
            &[],
        ),
        ("off without a reason", &[set("unknown-person", "{level: off}")], &[]),
        ("lowered without a reason", &[set("unknown-person", "{level: note}")], &[]),
        (
            "a comment before a setting",
            &[set("unknown-person", "{level: note, because: Agreed.}")],
            &["(comment)", "--select", "unknown-person"],
        ),
        ("--select a rule", &[], &["--select", "vague-statement"]),
        ("--select a group", &[], &["--select", "control"]),
        ("--ignore before --select", &[], &["--select", "control,reference", "--ignore", "reference"]),
        (
            "--ignore a rule of a group that is selected",
            &[],
            &["--select", "reference", "--ignore", "unknown-person"],
        ),
        ("--select what is off", &[set("reference", off)], &["--select", "unknown-person"]),
    ];
    let mut table = String::new();
    for (name, rules, flags) in cases {
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        let _ = writeln!(table, "{name}: {}", said("error", &rules, flags));
    }
    assert_data_eq!(table, str![[r#"
nothing: unknown-person error, vague-statement warning; exit 1
a group: unknown-person note, vague-statement warning; exit 0
a rule: unknown-person warning, vague-statement warning; exit 0
a rule before its group: unknown-person warning, vague-statement warning; exit 0
a rule before its group that is off: unknown-person error, vague-statement warning, suppression-unused warning; exit 1
a rule that is off before its group: (unknown-person error), vague-statement warning; exit 0
raised: vague-statement error; exit 1
a rule past its last day, then its group: unknown-person note, vague-statement warning, suppression-expired error; exit 1
off past its last day, then its group that is off: (unknown-person error), vague-statement warning, suppression-expired error; exit 1
off without a reason: unknown-person error, vague-statement warning, suppression-without-reason error; exit 1
lowered without a reason: unknown-person note, vague-statement warning, suppression-without-reason error; exit 1
a comment before a setting: (unknown-person note); exit 0
--select a rule: vague-statement warning; exit 0
--select a group: vague-statement warning; exit 0
--ignore before --select: vague-statement warning; exit 0
--ignore a rule of a group that is selected: ; exit 0
--select what is off: (unknown-person error); exit 0

"#]].raw());
}

#[test]
fn the_flag_counts_before_the_programme_and_what_is_set_aside_never_does() {
    let mut table = String::new();
    let levels = ["error", "warning", "note", "never"];
    let cases = levels.map(|level| (level, "")).into_iter().chain(levels.map(|flag| ("warning", flag)));
    for (fail_on, flag) in cases {
        let flags: &[&str] = if flag.is_empty() { &[] } else { &["--fail-on", flag] };
        let code = |rules: &[&str]| {
            let said = said(fail_on, rules, &[&["--ignore", "unknown-person"], flags].concat());
            said.rsplit_once("exit ").map(|(_, code)| code.to_owned()).unwrap()
        };
        let codes = [
            code(&[]),
            code(&["vague-statement: {level: note, because: Agreed.}"]),
            code(&["vague-statement: {level: off, because: Agreed.}"]),
        ];
        let _ = writeln!(table, "{fail_on:7} {flag:7} {}", codes.join(" "));
    }
    let head = "fail_on flag    warning note off\n";
    assert_data_eq!(
        format!("{head}{table}"),
        str![[r#"
fail_on flag    warning note off
error           0 0 0
warning         1 0 0
note            1 1 0
never           0 0 0
warning error   0 0 0
warning warning 1 0 0
warning note    1 1 0
warning never   0 0 0

"#]]
        .raw()
    );
}

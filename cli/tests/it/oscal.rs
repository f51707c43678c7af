//! Models of OSCAL: valid against NIST's own schemas, the same bytes everywhere, honest about what is not
//! known, and read by compliance-trestle where that is installed.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use snapbox::{assert_data_eq, str};
use tempfile::TempDir;

use crate::packet_formats::{HOSTILE, company};
use crate::support::{demo, folder, git, package, succeed, tickmark, told};

/// Everything that can be exported of a company with the frameworks and audits of the demo.
const ALL: [&str; 19] = [
    "catalog --framework soc2",
    "catalog --framework iso27001",
    "catalog --framework dora",
    "catalog --framework nist-csf",
    "profile --framework soc2",
    "profile --framework iso27001",
    "component-definition",
    "system-security-plan --framework soc2",
    "system-security-plan --framework iso27001",
    "assessment-plan --audit soc2-2026",
    "assessment-plan --audit iso-2026-stage1",
    "assessment-results --audit soc2-2026",
    "assessment-results --audit iso-2026-stage1",
    "assessment-results --audit iso-2026",
    "assessment-results --framework soc2 --window 2026-01-01..2026-12-31",
    "poam",
    "mapping-collection --framework iso27001 --to soc2",
    "mapping-collection --framework dora --to nis2",
    "mapping-collection --framework gdpr --to cis",
];

fn export(root: &Path, words: &str) -> Command {
    let mut command = tickmark(root);
    command.args(["export", "oscal", "--model"]).args(words.split(' '));
    command
}

fn schema() -> jsonschema::Validator {
    let packed =
        std::fs::read(package().join("cli/tests/fixtures/schemas/oscal-1.2.1-complete.json.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn hold(schema: &jsonschema::Validator, name: &str, text: &str) -> Value {
    let document: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(&document).map(|error| error.to_string().chars().take(400).collect()).collect();
    assert_eq!(errors, Vec::<String>::new(), "{name}");
    document
}

fn repository(files: &[(&str, &str)]) -> TempDir {
    let place = folder();
    succeed(git(place.path()).args(["init", "-q", "-b", "main"]));
    for (path, text) in files {
        let path = place.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    succeed(git(place.path()).args(["add", "."]));
    succeed(git(place.path()).args(["commit", "-q", "-m", "first"]));
    place
}

#[test]
fn every_model_of_the_demo_keeps_to_the_schemas_of_nist_and_no_uuid_stands_for_two_things() {
    let schema = schema();
    let mut documents = BTreeSet::new();
    for words in ALL {
        let text = succeed(&mut export(demo(), words));
        let document = hold(&schema, words, &text);
        let body = document.as_object().unwrap().values().next().unwrap();
        assert!(documents.insert(body["uuid"].to_string()), "{words}");
        let mut uuids = Vec::new();
        collect(body, &mut uuids);
        let twice: BTreeSet<&String> =
            uuids.iter().filter(|uuid| uuids.iter().filter(|other| other == uuid).count() > 1).collect();
        assert_eq!(twice, BTreeSet::new(), "{words}");
    }
    let mut wrong: Value = serde_json::from_str(&succeed(&mut export(demo(), "poam"))).unwrap();
    wrong["plan-of-action-and-milestones"]["poam-items"] = serde_json::json!([]);
    assert!(!schema.is_valid(&wrong));
}

/// The `uuid` of every object.
fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(fields) => {
            found.extend(fields.get("uuid").map(ToString::to_string));
            fields.values().for_each(|value| collect(value, found));
        }
        _ => {}
    }
}

#[test]
fn a_repository_with_next_to_nothing_has_valid_documents_or_a_reason_why_there_is_none() {
    let program = "company: {name: Tiny, timezone: UTC}\nframeworks: {soc2: {}}\naudits:\n  first: {framework: soc2, type: type2, window: 2026-01-01..2026-03-31}\n";
    let place = repository(&[("policies/program.yaml", program)]);
    let schema = schema();
    for words in [
        "catalog",
        "profile",
        "component-definition",
        "system-security-plan",
        "assessment-plan",
        "assessment-results",
        "assessment-results --window 2026-01-01..2026-01-31",
    ] {
        let text = succeed(&mut export(place.path(), words));
        let document = hold(&schema, words, &text);
        if words == "assessment-results" {
            let findings =
                document["assessment-results"]["results"][0]["findings"].as_array().unwrap().clone();
            assert!(
                findings.len() > 30 && findings.iter().all(|one| state(one) == ("not-satisfied", "other"))
            );
        }
    }
    let mut said = told(&mut export(place.path(), "poam"));
    for words in [
        "profile --framework iso27001",
        "catalog --framework sock2",
        "mapping-collection",
        "mapping-collection --framework soc2 --to nis2",
        "assessment-results --audit first --framework iso27001",
        "assessment-results --window 2026-01-01",
    ] {
        said.push_str(&format!("$ {words}\n{}", told(&mut export(place.path(), words))));
    }
    assert_data_eq!(said, str![""]);
}

fn state(finding: &Value) -> (&str, &str) {
    let status = &finding["target"]["status"];
    (status["state"].as_str().unwrap(), status["reason"].as_str().unwrap())
}

#[test]
fn hostile_words_in_every_field_leave_every_model_valid() {
    let place = folder();
    let root = place.path().join("company");
    company(&root, &|count| HOSTILE[count % HOSTILE.len()].to_owned());
    let schema = schema();
    for words in ALL {
        let text = succeed(&mut export(&root, words));
        hold(&schema, words, &text);
        assert!(!text.contains("##[") && !text.contains('\u{202e}'), "{words}");
    }
}

#[cfg(unix)]
#[test]
fn the_same_commit_gives_the_same_bytes_from_a_bare_clone_in_another_zone() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", "--bare", &url, "bare"]));
    for words in ["system-security-plan --framework soc2", "assessment-results --audit soc2-2026", "poam"] {
        let at = |root: &Path, zone: &str| {
            succeed(
                export(root, words)
                    .args(["--at", "soc2-2026/end"])
                    .env("TZ", zone)
                    .env("LC_ALL", "tr_TR.UTF-8"),
            )
        };
        let (here, there) =
            (at(demo(), "Pacific/Auckland"), at(&place.path().join("bare"), "America/Los_Angeles"));
        assert!(here == there, "{words}");
    }
}

#[test]
fn a_second_export_differs_only_where_something_changed() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", &url, "here"]));
    let here = place.path().join("here");
    let words = "component-definition";
    let before: Value = serde_json::from_str(&succeed(&mut export(&here, words))).unwrap();
    let path = here.join("policies/controls/AC-02.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("cadence: quarterly", "cadence: monthly", 1)).unwrap();
    succeed(git(&here).args(["commit", "-q", "-a", "-m", "more often"]));
    let after: Value = serde_json::from_str(&succeed(&mut export(&here, words))).unwrap();
    let mut found = Vec::new();
    differences("", &before, &after, &mut found);
    assert_data_eq!(found.join("\n") + "\n", str![""]);
}

fn differences(path: &str, a: &Value, b: &Value, found: &mut Vec<String>) {
    match (a, b) {
        (Value::Object(one), Value::Object(two)) => {
            let keys: BTreeSet<&String> = one.keys().chain(two.keys()).collect();
            for key in keys {
                differences(&format!("{path}/{key}"), &a[key], &b[key], found);
            }
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            for (at, (one, two)) in one.iter().zip(two).enumerate() {
                differences(&format!("{path}/{at}"), one, two, found);
            }
        }
        _ if a == b => {}
        _ if path.contains("cadence") || a == "quarterly" => found.push(format!("{path}: {a} -> {b}")),
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn what_cannot_be_told_is_never_satisfied() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", "--depth", "3", &url, "shallow"]));
    let output =
        export(&place.path().join("shallow"), "assessment-results --audit soc2-2026").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = document["assessment-results"]["results"][0]["findings"].as_array().unwrap().clone();
    assert!(findings.len() > 30 && findings.iter().all(|one| state(one).0 == "not-satisfied"));
    // With the window still open, nothing is satisfied yet; behind it, what has all of its evidence is.
    let states = |as_of: &str| {
        let mut command = export(demo(), "assessment-results --audit soc2-2026");
        let document: Value = serde_json::from_str(&succeed(command.args(["--as-of", as_of]))).unwrap();
        let findings = document["assessment-results"]["results"][0]["findings"].as_array().unwrap().clone();
        findings.iter().filter(|one| state(one) == ("satisfied", "pass")).count()
    };
    assert_eq!((states("2026-06-30"), states("2026-09-30") > 20), (0, true));
}

#[test]
fn an_import_of_what_was_exported_gives_the_same_files() {
    let place = repository(&[("policies/program.yaml", "company: {name: Other, timezone: UTC}\n")]);
    let root = place.path();
    let from = folder();
    for (words, name) in [
        ("catalog --framework iso27001", "catalog.json"),
        ("profile --framework iso27001", "profile.json"),
        ("component-definition", "components.json"),
        ("mapping-collection --framework iso27001 --to soc2", "mapping.json"),
    ] {
        succeed(export(demo(), words).arg("-o").arg(from.path().join(name)));
    }
    let import = |arguments: &[&str]| {
        let mut command = tickmark(root);
        command.args(["import", "oscal"]);
        for one in arguments {
            if one.ends_with(".json") {
                command.arg(from.path().join(one));
            } else {
                command.arg(one);
            }
        }
        told(&mut command)
    };
    let mut said = import(&["profile.json"]).replace(&from.path().display().to_string(), "FROM");
    said.push_str(&import(&["profile.json", "--catalog", "catalog.json", "--dry-run"]));
    said.push_str(&import(&["catalog.json"]));
    said.push_str(&import(&["mapping.json"]));
    said.push_str(import(&["components.json"]).lines().last().unwrap());
    said.push('\n');
    for control in ["AC-02", "AC-03"] {
        said.push_str(
            &std::fs::read_to_string(root.join(format!("policies/controls/{control}.yaml"))).unwrap(),
        );
    }
    assert_data_eq!(said, str![""]);
    succeed(git(root).args(["add", "."]));
    succeed(git(root).args(["commit", "-q", "-m", "taken in"]));
    let again: Value = serde_json::from_str(&succeed(&mut export(root, "component-definition"))).unwrap();
    let first: Value =
        serde_json::from_str(&std::fs::read_to_string(from.path().join("components.json")).unwrap()).unwrap();
    let props = |document: &Value| -> Vec<Value> {
        let all = document["component-definition"]["components"].as_array().unwrap().clone();
        all.into_iter()
            .map(|one| serde_json::json!([one["title"], one["description"], sorted(&one["props"])]))
            .collect()
    };
    assert_eq!(props(&again), props(&first));
}

/// Properties, without the order of their names.
fn sorted(props: &Value) -> Vec<Value> {
    let mut all = props.as_array().unwrap().clone();
    all.sort_by_key(|one| one["name"].to_string());
    all
}

const FRAMEWORK: &str = "\
id: house
name: House rules
version: \"1\"
groups: [{id: A, title: Access}]
requirements:
  - {id: A.1, title: Access is reviewed, group: A}
  - {id: \"8.2\", title: Doors are locked, excludable: true}
";
const CONTROL: &str = "\
id: AC-1
title: Access review
owner: ada
statement: Ada compares the list of accounts with that of staff each quarter.
cadence: quarterly
since: 2026-01-01
satisfies: {house: A.1}
";
const RECORD: &str = "\
control: AC-1
period: 2026-Q1
performed: {by: ada, at: 2026-03-30}
reviewed: {by: bob, at: 2026-03-31}
result: exception
summary: 41 accounts, one too many.
exceptions:
  EX-1:
    what: An account of a leaver was open.
    cause: Nobody told IT.
    effect: It was not used.
    fix: {what: HR tells IT, owner: bob, due: 2026-06-30}
    response: Management agrees.
artifacts:
  - {file: list.csv, sha256: 4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865}
";

fn small() -> TempDir {
    let program = "company: {name: Tiny, timezone: UTC}\npeople:\n  ada: {name: Ada, email: ada@example.com}\n  bob: {name: Bob, email: bob@example.com}\nframeworks: {house: {}}\n";
    repository(&[
        ("policies/program.yaml", program),
        ("policies/frameworks/house.yaml", FRAMEWORK),
        ("policies/controls/AC-1.yaml", CONTROL),
        (
            "policies/soa/house.yaml",
            "framework: house\ndecisions:\n  \"8.2\": {applies: false, because: No doors.}\n",
        ),
        ("evidence/AC-1/2026-Q1.yaml", RECORD),
        ("evidence/AC-1/2026-Q1/list.csv", "1\n"),
    ])
}

#[test]
fn a_catalog_and_a_profile_look_like_this() {
    let place = small();
    let catalog = succeed(&mut export(place.path(), "catalog --format yaml"));
    let profile = succeed(&mut export(place.path(), "profile --format yaml"));
    assert_data_eq!(format!("{catalog}---\n{profile}"), str![""]);
}

#[test]
fn results_look_like_this() {
    let place = small();
    let words = "assessment-results --window 2026-01-01..2026-03-31 --format yaml --as-of 2026-04-20";
    let text = succeed(&mut export(place.path(), words));
    let from = text.find("  results:").unwrap();
    assert_data_eq!(&text[from..], str![""]);
}

#[test]
fn a_plan_of_action_looks_like_this() {
    let place = small();
    let text = succeed(&mut export(place.path(), "poam --format yaml --as-of 2026-04-20"));
    let from = text.find("  risks:").unwrap();
    assert_data_eq!(&text[from..], str![""]);
}

/// Every property of ours that is no field of a file has a line in the reference.
#[test]
fn every_property_is_in_the_reference() {
    let page = std::fs::read_to_string(package().join("cli/tests/reference/oscal.md")).unwrap();
    let documented: BTreeSet<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let mut names = BTreeSet::new();
    for words in ALL {
        let document = serde_json::from_str(&succeed(&mut export(demo(), words))).unwrap();
        properties(&document, &mut names);
    }
    let place = small();
    for words in ["poam --as-of 2026-04-20", "profile"] {
        properties(&serde_json::from_str(&succeed(&mut export(place.path(), words))).unwrap(), &mut names);
    }
    let missing: Vec<&String> = names.iter().filter(|name| !documented.contains(name.as_str())).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

fn properties(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| properties(item, names)),
        Value::Object(fields) => {
            let own = fields.get("ns").is_some_and(|ns| ns == "urn:tickmark:oscal:1");
            if own && fields.get("class").is_none_or(|class| class != "field") {
                names.insert(fields["name"].as_str().unwrap().to_owned());
            }
            fields.values().for_each(|value| properties(value, names));
        }
        _ => {}
    }
}

/// Reads each file with the class of its model.
const TRESTLE: &str = "
import importlib, json, pathlib, sys
import trestle.oscal
modules = {'catalog': 'catalog', 'profile': 'profile', 'component-definition': 'component',
           'system-security-plan': 'ssp', 'assessment-plan': 'assessment_plan',
           'assessment-results': 'assessment_results', 'plan-of-action-and-milestones': 'poam',
           'mapping-collection': 'mapping'}
for name in sys.argv[1:]:
    key = next(iter(json.load(open(name, encoding='utf-8'))))
    module = importlib.import_module('trestle.oscal.' + modules[key])
    kind = getattr(module, ''.join(word.capitalize() for word in key.replace('-and-', '-And-').split('-')))
    assert kind.oscal_read(pathlib.Path(name)) is not None, name
    print(key)
";

#[test]
fn compliance_trestle_reads_every_model() {
    let python = std::env::var("TICKMARK_TEST_TRESTLE").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import trestle.oscal"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("TICKMARK_TEST_TRESTLE").is_none(), "{python} has no compliance-trestle");
        // Past the test runner, which hides what a test prints that passes.
        let _ = writeln!(
            std::io::stderr(),
            "skipped: {python} has no compliance-trestle; `pip install compliance-trestle`, or name an interpreter in TICKMARK_TEST_TRESTLE"
        );
        return;
    }
    let place = folder();
    let hostile = place.path().join("company");
    company(&hostile, &|count| HOSTILE[count % HOSTILE.len()].to_owned());
    let mut command = Command::new(&python);
    command.args(["-c", TRESTLE]);
    for (root, name) in [(demo(), "plain"), (hostile.as_path(), "hostile")] {
        for (at, words) in ALL.iter().enumerate() {
            let path = place.path().join(format!("{name}-{at}.json"));
            succeed(export(root, words).arg("-o").arg(&path));
            command.arg(path);
        }
    }
    let read = succeed(&mut command);
    assert_eq!(read.lines().count(), 2 * ALL.len(), "{read}");
}

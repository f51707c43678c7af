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
        said.extend(["$ ", words, "\n"]);
        said += &told(&mut export(place.path(), words));
    }
    assert_data_eq!(
        said,
        str![[r#"
-- standard error --
error: nothing is open on 2026-01-05, and OSCAL has no document of this model without any
-- exit 2 --
$ profile --framework iso27001
-- standard error --
error: `iso27001` is not among the frameworks in policies/program.yaml
help: add `iso27001:` under `frameworks:`, or export its catalog
-- exit 2 --
$ catalog --framework sock2
-- standard error --
error: there is no framework `sock2`
help: did you mean `soc2`?
-- exit 2 --
$ mapping-collection
-- standard error --
error: a mapping is between two frameworks: `--framework ID --to ID`
help: there are: dora to iso27001, dora to nis2, gdpr to cis, gdpr to iso27001, iso27001 to soc2, nis2 to iso27001, nist-csf to iso27001
-- exit 2 --
$ mapping-collection --framework soc2 --to nis2
-- standard error --
error: there is no crosswalk from `soc2` to `nis2`
help: there are: dora to iso27001, dora to nis2, gdpr to cis, gdpr to iso27001, iso27001 to soc2, nis2 to iso27001, nist-csf to iso27001
-- exit 2 --
$ assessment-results --audit first --framework iso27001
-- standard error --
error: the audit is about `soc2`
help: leave `--framework` out, or name an audit of it with `--audit`
-- exit 2 --
$ assessment-results --window 2026-01-01
-- standard error --
error: `2026-01-01` is not a window
help: write two days in order and at most 30 years apart, like 2026-01-01..2026-09-30
-- exit 2 --

"#]]
    );
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
    assert_data_eq!(
        found.join("\n") + "\n",
        str![[r#"
/component-definition/components/1/props/3/value: "quarterly" -> "monthly"
/component-definition/metadata/last-modified
/component-definition/metadata/props/0/value
/component-definition/metadata/props/1/value
/component-definition/metadata/version
/component-definition/uuid

"#]]
    );
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
            if Path::new(one).extension().is_some_and(|kind| kind == "json") {
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
    assert_data_eq!(
        said,
        str![[r#"
-- standard error --
error: `profile.json` is a profile, which only names what it takes from elsewhere
help: hand its catalog over, too: `--catalog FILE`; or resolve it first (`oscal-cli resolve-profile`, or compliance-trestle), then import the resolved catalog; nothing was written
-- exit 2 --
would write policies/frameworks/iso27001.yaml
-- standard error --
`iso27001`: 112 requirements, as tickmark wrote them
-- exit 0 --
wrote policies/frameworks/iso27001.yaml
-- standard error --
`iso27001`: 127 requirements, as tickmark wrote them
-- exit 0 --
wrote policies/crosswalks/iso27001--soc2.yaml
-- standard error --
`iso27001` to `soc2`: 331 rows, as tickmark wrote them
-- exit 0 --
-- exit 0 --
id: AC-02
title: Quarterly access review
statement: Each quarter the owner of every production system reviews who can reach it and removes what is not needed.
owner: priya
since: "2025-12-01"
cadence: quarterly
nature: manual
type: detective
mitigates: R-02
policies: access-control
systems: [okta, aws, github, customer-db, datadog, personio]
reviewer: omar
evidence:
  - {name: accounts, what: All accounts of the six systems on the day of the review, each: period}
  - {name: decisions, what: Keep or remove for every account, each: period}
test: [Compare the number of accounts with the export of each system., "For every removal compare the ticket with the account's state one week later."]
satisfies:
  soc2: [CC6.2, CC6.3]
  iso27001: [A.5.18, A.8.3]
id: AC-03
title: Leaver access removed within 24 hours
statement: When someone leaves, IT disables every account within 24 hours of the last working day and records the ticket.
why: Accounts of former staff are a common way in.
owner: it
since: "2025-12-01"
cadence: on-event
population: leavers
period: month
deadline: "24h after last_day"
nature: manual
type: preventive
mitigates: R-02
policies: access-control
systems: [okta, aws, github]
performer: it
reviewer: priya
evidence:
  - {name: tickets, what: Offboarding ticket of each leaver with its times, each: item}
  - {name: export, what: Deactivated users in Okta, each: period}
test: [Take the leavers of the period from the population., For each leaver compare the last day with the time at which every account was disabled.]
satisfies:
  soc2: [CC6.2, CC6.3]
  iso27001: [A.5.11, A.5.18, A.6.5]

"#]]
    );
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
    assert_data_eq!(
        format!("{catalog}---\n{profile}"),
        str![[r#"
catalog:
  uuid: 64eb4c3b-5212-5348-9bb4-9aeb9d49a008
  metadata:
    title: House rules
    last-modified: 2026-01-05T12:00:00Z
    version: '1'
    oscal-version: 1.2.1
    props:
    - name: commit
      ns: urn:tickmark:oscal:1
      value: 111ba89b57c94d987a3552ff69f3bb105ffb573c
    - name: as-of
      ns: urn:tickmark:oscal:1
      value: 2026-01-05
    - name: tool
      ns: urn:tickmark:oscal:1
      value: tickmark 0.1.0
    - name: id
      ns: urn:tickmark:oscal:1
      value: house
      class: field
    - name: name
      ns: urn:tickmark:oscal:1
      value: House rules
      class: field
    - name: version
      ns: urn:tickmark:oscal:1
      value: '1'
      class: field
    roles:
    - id: prepared-by
      title: Prepared by
    parties:
    - uuid: fc85d722-c5f8-55d6-b44e-c2796eb6296c
      type: organization
      name: Tiny
    responsible-parties:
    - role-id: prepared-by
      party-uuids:
      - fc85d722-c5f8-55d6-b44e-c2796eb6296c
    remarks: Ids and titles; the text of the framework is its publisher's.
  controls:
  - id: _8.2
    title: Doors are locked
    props:
    - name: label
      value: '8.2'
    - name: id
      ns: urn:tickmark:oscal:1
      value: '8.2'
      class: field
    - name: excludable
      ns: urn:tickmark:oscal:1
      value: 'true'
      class: field
  groups:
  - id: A
    title: Access
    props:
    - name: label
      value: A
    - name: id
      ns: urn:tickmark:oscal:1
      value: A
      class: field
    controls:
    - id: A.1
      title: Access is reviewed
      props:
      - name: label
        value: A.1
      - name: id
        ns: urn:tickmark:oscal:1
        value: A.1
        class: field
      - name: group
        ns: urn:tickmark:oscal:1
        value: A
        class: field
---
profile:
  uuid: 6265daab-55a5-599d-bc56-cd0bf5fc2c82
  metadata:
    title: 'Tiny: House rules in scope'
    last-modified: 2026-01-05T12:00:00Z
    version: 111ba89b57
    oscal-version: 1.2.1
    props:
    - name: commit
      ns: urn:tickmark:oscal:1
      value: 111ba89b57c94d987a3552ff69f3bb105ffb573c
    - name: as-of
      ns: urn:tickmark:oscal:1
      value: 2026-01-05
    - name: tool
      ns: urn:tickmark:oscal:1
      value: tickmark 0.1.0
    - name: id
      ns: urn:tickmark:oscal:1
      value: house
      class: field
    - name: excluded
      ns: urn:tickmark:oscal:1
      value: '8.2'
      remarks: No doors.
    roles:
    - id: prepared-by
      title: Prepared by
    parties:
    - uuid: fc85d722-c5f8-55d6-b44e-c2796eb6296c
      type: organization
      name: Tiny
    responsible-parties:
    - role-id: prepared-by
      party-uuids:
      - fc85d722-c5f8-55d6-b44e-c2796eb6296c
  imports:
  - href: catalog-house.json
    include-controls:
    - with-ids:
      - A.1
      - _8.2
    exclude-controls:
    - with-ids:
      - _8.2
  merge:
    as-is: true

"#]]
    );
}

#[test]
fn results_look_like_this() {
    let place = small();
    let words = "assessment-results --window 2026-01-01..2026-03-31 --format yaml --as-of 2026-04-20";
    let text = succeed(&mut export(place.path(), words));
    let from = text.find("  results:").unwrap();
    assert_data_eq!(
        &text[from..],
        str![[r#"
  results:
  - uuid: 8324b6c6-e22a-5004-a61c-f761b5b1796a
    title: House rules, 2026-01-01..2026-03-31
    description: The window 2026-01-01..2026-03-31. 1 occurrences were expected, 1 are on file, 1 on time.
    start: 2026-01-01T00:00:00Z
    end: 2026-03-31T23:59:59Z
    props:
    - name: window
      ns: urn:tickmark:oscal:1
      value: 2026-01-01..2026-03-31
    - name: history
      ns: urn:tickmark:oscal:1
      value: whole
    - name: expected
      ns: urn:tickmark:oscal:1
      value: '1'
    - name: on-file
      ns: urn:tickmark:oscal:1
      value: '1'
    - name: on-time
      ns: urn:tickmark:oscal:1
      value: '1'
    - name: by-status
      ns: urn:tickmark:oscal:1
      value: 'exception: 1'
    - name: grades-rest-on
      ns: urn:tickmark:oscal:1
      value: 'root: not agreed (the oldest commit, 111ba89b57) · 0 commits seen before · 0 roots of clocks'
    reviewed-controls:
      control-selections:
      - include-controls:
        - control-id: A.1
      control-objective-selections:
      - include-objectives:
        - objective-id: A.1_obj
    observations:
    - uuid: 3209e581-49d5-5460-a404-c742eb88b186
      title: AC-1 in 2026-Q1
      description: |-
        AC-1 in 2026-Q1: it operated with deviations: EX-1.

        41 accounts, one too many.
      props:
      - name: control
        ns: urn:tickmark:oscal:1
        value: AC-1
      - name: period
        ns: urn:tickmark:oscal:1
        value: 2026-Q1
      - name: due
        ns: urn:tickmark:oscal:1
        value: 2026-03-31
      - name: grace-ends
        ns: urn:tickmark:oscal:1
        value: 2026-04-14
      - name: status
        ns: urn:tickmark:oscal:1
        value: exception
      - name: flag
        ns: urn:tickmark:oscal:1
        value: landed-before-performed
      - name: performed-by
        ns: urn:tickmark:oscal:1
        value: ada
      - name: performed-at
        ns: urn:tickmark:oscal:1
        value: 2026-03-30
      - name: reviewed-by
        ns: urn:tickmark:oscal:1
        value: bob
      - name: reviewed-at
        ns: urn:tickmark:oscal:1
        value: 2026-03-31
      - name: committed-commit
        ns: urn:tickmark:oscal:1
        value: 111ba89b57c94d987a3552ff69f3bb105ffb573c
      - name: committed-at
        ns: urn:tickmark:oscal:1
        value: 2026-01-05T12:00:00Z
      - name: landed-commit
        ns: urn:tickmark:oscal:1
        value: 111ba89b57c94d987a3552ff69f3bb105ffb573c
      - name: landed-at
        ns: urn:tickmark:oscal:1
        value: 2026-01-05T12:00:00Z
      - name: exception
        ns: urn:tickmark:oscal:1
        value: EX-1
      - name: grade
        ns: urn:tickmark:oscal:1
        value: G0
        remarks: somebody wrote this date
      - name: grade-reason
        ns: urn:tickmark:oscal:1
        value: BEFORE_ROOT
        remarks: the trust root already held it
      - name: grade-reason
        ns: urn:tickmark:oscal:1
        value: LANDED_BEFORE_PERFORMED
        remarks: landed before it was performed
      - name: grade-reason
        ns: urn:tickmark:oscal:1
        value: NOT_ANCHORED
        remarks: no valid time stamp covers it and what its signatures rest on
      - name: grade-reason
        ns: urn:tickmark:oscal:1
        value: NO_REVIEW
        remarks: no key of the named reviewer anywhere, and no review record
      - name: grade-reason
        ns: urn:tickmark:oscal:1
        value: PERFORMER_UNSIGNED
        remarks: no verified signature on a commit that brought these bytes
      - name: result
        ns: urn:tickmark:oscal:1
        value: exception
      methods:
      - EXAMINE
      types:
      - control-objective
      origins:
      - actors:
        - type: party
          actor-uuid: 32bb6629-ea9e-539c-a06f-8b8272ab9eb5
      subjects:
      - subject-uuid: 68f56861-12ad-55b8-8342-0bb832ac96e3
        type: component
      relevant-evidence:
      - href: '#5dc82fd1-ef85-5689-8c8d-02079d8937cd'
        description: The record evidence/AC-1/2026-Q1.yaml.
      - href: '#dd36bb5f-c717-5e87-a44a-7ec49c4d0543'
        description: The artifact evidence/AC-1/2026-Q1/list.csv.
      collected: 2026-03-30T00:00:00Z
    risks:
    - uuid: 5ae85dd6-a8ea-53d4-bf36-c58909614e7a
      title: 'EX-1: An account of a leaver was open.'
      description: |-
        An account of a leaver was open.

        Cause: Nobody told IT.
      statement: It was not used.
      props:
      - name: kind
        ns: urn:tickmark:oscal:1
        value: exception
      - name: id
        ns: urn:tickmark:oscal:1
        value: EX-1
      - name: control
        ns: urn:tickmark:oscal:1
        value: AC-1
      - name: path
        ns: urn:tickmark:oscal:1
        value: evidence/AC-1/2026-Q1.yaml
      - name: period
        ns: urn:tickmark:oscal:1
        value: 2026-Q1
      - name: cause
        ns: urn:tickmark:oscal:1
        value: Nobody told IT.
      - name: management-response
        ns: urn:tickmark:oscal:1
        value: Management agrees.
      links:
      - href: evidence/AC-1/2026-Q1.yaml
        rel: reference
      status: remediating
      deadline: 2026-06-30T23:59:59Z
      remediations:
      - uuid: 447f94be-754e-548a-863c-f184707e8cfb
        lifecycle: planned
        title: HR tells IT
        description: Management agrees.
        props:
        - name: owner
          ns: urn:tickmark:oscal:1
          value: Bob
        - name: due
          ns: urn:tickmark:oscal:1
          value: 2026-06-30
        tasks:
        - uuid: 9e541647-f210-5fd9-938b-4ca4be3e1b75
          type: milestone
          title: HR tells IT
          timing:
            on-date:
              date: 2026-06-30T23:59:59Z
          responsible-roles:
          - role-id: owner
            party-uuids:
            - eadefcd9-b7fd-534c-a4fb-32d73dd35365
      related-observations:
      - observation-uuid: 3209e581-49d5-5460-a404-c742eb88b186
    findings:
    - uuid: bc09b15b-94aa-50ba-99a2-fb102934b178
      title: 'A.1: Access is reviewed'
      description: Something speaks against it. Worked out from the records; no auditor's opinion.
      props:
      - name: control
        ns: urn:tickmark:oscal:1
        value: AC-1
      - name: lowest-grade
        ns: urn:tickmark:oscal:1
        value: G0
      target:
        type: objective-id
        target-id: A.1_obj
        props:
        - name: requirement
          ns: urn:tickmark:oscal:1
          value: A.1
        status:
          state: not-satisfied
          reason: fail
          remarks: 'AC-1 in 2026-Q1: it operated with deviations: EX-1.'
      implementation-statement-uuid: 1f942dda-985a-59a2-95e2-8a39cce45f4f
      related-observations:
      - observation-uuid: 3209e581-49d5-5460-a404-c742eb88b186
      related-risks:
      - risk-uuid: 5ae85dd6-a8ea-53d4-bf36-c58909614e7a
  back-matter:
    resources:
    - uuid: 5dc82fd1-ef85-5689-8c8d-02079d8937cd
      title: evidence/AC-1/2026-Q1.yaml
      props:
      - name: kind
        ns: urn:tickmark:oscal:1
        value: record
      - name: path
        ns: urn:tickmark:oscal:1
        value: evidence/AC-1/2026-Q1.yaml
      - name: bytes
        ns: urn:tickmark:oscal:1
        value: '473'
      - name: git-blob
        ns: urn:tickmark:oscal:1
        value: 326c2697773f880de8dfbff3f126d8b76f85ce05
      rlinks:
      - href: evidence/AC-1/2026-Q1.yaml
        hashes:
        - algorithm: SHA-256
          value: 445e881722eb35420bd08888db4c756bd3aee70d32e644b92e1fa6ef61601137
    - uuid: dd36bb5f-c717-5e87-a44a-7ec49c4d0543
      title: evidence/AC-1/2026-Q1/list.csv
      props:
      - name: kind
        ns: urn:tickmark:oscal:1
        value: artifact
      - name: path
        ns: urn:tickmark:oscal:1
        value: evidence/AC-1/2026-Q1/list.csv
      - name: bytes
        ns: urn:tickmark:oscal:1
        value: '2'
      - name: git-blob
        ns: urn:tickmark:oscal:1
        value: d00491fd7e5bb6fa28c517a0bb32b8b506539d4d
      rlinks:
      - href: evidence/AC-1/2026-Q1/list.csv
        hashes:
        - algorithm: SHA-256
          value: 4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865

"#]]
    );
}

#[test]
fn a_plan_of_action_looks_like_this() {
    let place = small();
    let text = succeed(&mut export(place.path(), "poam --format yaml --as-of 2026-04-20"));
    let from = text.find("  risks:").unwrap();
    assert_data_eq!(
        &text[from..],
        str![[r#"
  risks:
  - uuid: 5ae85dd6-a8ea-53d4-bf36-c58909614e7a
    title: 'EX-1: An account of a leaver was open.'
    description: |-
      An account of a leaver was open.

      Cause: Nobody told IT.
    statement: It was not used.
    props:
    - name: kind
      ns: urn:tickmark:oscal:1
      value: exception
    - name: id
      ns: urn:tickmark:oscal:1
      value: EX-1
    - name: control
      ns: urn:tickmark:oscal:1
      value: AC-1
    - name: path
      ns: urn:tickmark:oscal:1
      value: evidence/AC-1/2026-Q1.yaml
    - name: period
      ns: urn:tickmark:oscal:1
      value: 2026-Q1
    - name: cause
      ns: urn:tickmark:oscal:1
      value: Nobody told IT.
    - name: management-response
      ns: urn:tickmark:oscal:1
      value: Management agrees.
    links:
    - href: evidence/AC-1/2026-Q1.yaml
      rel: reference
    status: remediating
    deadline: 2026-06-30T23:59:59Z
    remediations:
    - uuid: 447f94be-754e-548a-863c-f184707e8cfb
      lifecycle: planned
      title: HR tells IT
      description: Management agrees.
      props:
      - name: owner
        ns: urn:tickmark:oscal:1
        value: Bob
      - name: due
        ns: urn:tickmark:oscal:1
        value: 2026-06-30
      tasks:
      - uuid: 9e541647-f210-5fd9-938b-4ca4be3e1b75
        type: milestone
        title: HR tells IT
        timing:
          on-date:
            date: 2026-06-30T23:59:59Z
        responsible-roles:
        - role-id: owner
          party-uuids:
          - eadefcd9-b7fd-534c-a4fb-32d73dd35365
  poam-items:
  - uuid: cfc85214-c289-5ace-90aa-2fac5c3ddb6a
    title: 'EX-1: An account of a leaver was open.'
    description: |-
      An account of a leaver was open.

      Cause: Nobody told IT.
    props:
    - name: kind
      ns: urn:tickmark:oscal:1
      value: exception
    - name: id
      ns: urn:tickmark:oscal:1
      value: EX-1
    - name: control
      ns: urn:tickmark:oscal:1
      value: AC-1
    - name: path
      ns: urn:tickmark:oscal:1
      value: evidence/AC-1/2026-Q1.yaml
    - name: period
      ns: urn:tickmark:oscal:1
      value: 2026-Q1
    - name: cause
      ns: urn:tickmark:oscal:1
      value: Nobody told IT.
    - name: management-response
      ns: urn:tickmark:oscal:1
      value: Management agrees.
    related-risks:
    - risk-uuid: 5ae85dd6-a8ea-53d4-bf36-c58909614e7a

"#]]
    );
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

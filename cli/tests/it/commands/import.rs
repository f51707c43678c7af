//! `import`: what other tools publish, all of it or nothing.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, succeed, tickmark, told};

const CATALOG: &str = r#"{"catalog": {"uuid": "u", "metadata": {"title": "House rules", "version": "1.10",
  "last-modified": "2026-01-01T00:00:00Z", "oscal-version": "1.1.2"},
  "controls": [{"id": "h-1", "title": "Doors", "props": [{"name": "label", "value": "H-1"}]},
               {"id": "h-1.1", "title": "Locks", "props": [{"name": "label", "value": "H-1(1)"}]}]}}"#;

const COMPONENT: &str = r#"component-definition:
  uuid: u
  metadata: {title: C, version: "1", oscal-version: 1.1.2}
  components:
    - uuid: u
      title: Vault
      control-implementations:
        - implemented-requirements:
            - {uuid: 11111111-1111-4111-8111-111111111111, control-id: h-1.1, description: The vault locks itself.}
"#;

fn company() -> tempfile::TempDir {
    let folder = folder();
    let flags = ["--company", "Example", "--owner", "Ada Lovelace", "--framework", "soc2", "--no-input"];
    succeed(tickmark(folder.path()).arg("init").args(flags));
    fs::write(folder.path().join("catalog.json"), CATALOG).unwrap();
    fs::write(folder.path().join("component.yaml"), COMPONENT).unwrap();
    folder
}

fn import(root: &Path, arguments: &[&str]) -> String {
    told(tickmark(root).arg("import").args(arguments))
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| format!("{path}: {}\n", error.kind()))
}

#[test]
fn a_catalog_is_tried_written_left_alone_and_replaced() {
    let company = company();
    let root = company.path();
    let mut text = import(root, &["oscal", "catalog.json", "--id", "house", "--dry-run"]);
    text.push_str(&read(root, "policies/frameworks/house.yaml"));
    text.push_str(&import(root, &["oscal", "catalog.json", "--id", "house"]));
    text.push_str(&import(root, &["oscal", "catalog.json", "--id", "house"]));
    text.push_str(&import(root, &["oscal", "catalog.json", "--id", "house", "--replace"]));
    text.push_str(&read(root, "policies/frameworks/house.yaml"));
    assert_data_eq!(text, str![[r#"
would write policies/frameworks/house.yaml
-- standard error --
`house`: 2 requirements
-- exit 0 --
policies/frameworks/house.yaml: entity not found
wrote policies/frameworks/house.yaml
-- standard error --
`house`: 2 requirements
-- exit 0 --
-- standard error --
error: `policies/frameworks/house.yaml` is already there
help: nothing was written; move the file away, or name another one
-- exit 2 --
wrote policies/frameworks/house.yaml
-- standard error --
`house`: 2 requirements
-- exit 0 --
# yaml-language-server: $schema=../../schemas/framework.schema.json
id: house
version: "1.10"
name: House rules
kind: guideline
source: Ids and titles of the OSCAL 1.1.2 catalog catalog.json, sha256 5c5cba4105940f8e087dfc94c81e77d2cebdddea059a9c85e538a9aa876cbaca.

requirements:
  - {id: H-1, title: Doors}
  - {id: "H-1(1)", title: Locks}

"#]].raw());
}

#[test]
fn a_components_controls_are_drafts_that_lint_takes() {
    let company = company();
    let root = company.path();
    let mut text = import(root, &["oscal", "component.yaml"]);
    text.push_str(&import(root, &["oscal", "component.yaml", "--framework", "house"]));
    import(root, &["oscal", "catalog.json", "--id", "house"]);
    text.push_str(&import(
        root,
        &["oscal", "component.yaml", "--framework", "house", "--owner", "ada", "--cadence", "quarterly"],
    ));
    text.push_str(&import(root, &["oscal", "component.yaml", "--framework", "house", "--owner", "adda"]));
    text.push_str(&read(root, "policies/controls/vault-h-1.1.yaml"));
    let lint = ["lint", "--as-of", "2026-01-05", "--format", "concise", "policies/controls/vault-h-1.1.yaml"];
    text.push_str(&told(tickmark(root).args(lint)));
    assert_data_eq!(text, str![[r#"
-- standard error --
error: `component.yaml` is a component definition, and what its controls satisfy is not said in it by our names
help: name the framework: `--framework ID`; nothing was written
-- exit 2 --
-- standard error --
error: `component.yaml` is about `house`, which is neither built in nor in policies/frameworks/
help: import its catalog first; nothing was written
-- exit 2 --
wrote policies/controls/vault-h-1.1.yaml
-- standard error --
1 draft control, `quarterly`: not in force until somebody owns it, its cadence is right and you say `status: active`
-- exit 0 --
-- standard error --
error: `adda` is nobody of the programme
help: did you mean `ada`?
-- exit 2 --
# yaml-language-server: $schema=../../schemas/control.schema.json
id: vault-h-1.1
title: H-1(1) in Vault
owner: ada
statement: The vault locks itself.
status: draft
cadence: quarterly
satisfies: {house: "H-1(1)"}
x-oscal: "11111111-1111-4111-8111-111111111111"
-- standard error --
0 errors, 0 warnings and 0 notes in 11 files
-- exit 0 --

"#]].raw());
}

#[test]
fn texts_go_where_git_does_not_look() {
    let company = company();
    let root = company.path();
    let library = "
urn: urn:example:risk:library:one
version: 3
objects:
  framework:
    urn: urn:example:risk:framework:one
    name: One
    requirement_nodes:
      - {urn: 'urn:x:1', assessable: true, ref_id: 1.10, name: Least, description: 'A text: theirs.'}
";
    fs::write(root.join("one.yaml"), library).unwrap();
    let mut text = import(root, &["ciso-assistant", "one.yaml", "--with-text"]);
    text.push_str(&read(root, ".tickmark/texts/one.yaml"));
    text.push_str(&read(root, ".gitignore"));
    assert_data_eq!(
        text,
        str![[r#"
wrote .gitignore
wrote policies/frameworks/one.yaml
wrote .tickmark/texts/one.yaml
-- standard error --
`one`: 1 requirement
-- exit 0 --
# Texts of one; not ours to publish, so Git ignores this folder.
"1.10": "A text: theirs."
/.tickmark/

"#]]
        .raw()
    );
}

#[test]
fn one_wrong_file_and_nothing_is_written() {
    let company = company();
    let root = company.path();
    let good = "urn: 'urn:x:library:a'\nobjects: {framework: {urn: 'urn:x:framework:a', requirement_nodes: [{urn: 'urn:x:1', assessable: true, name: A}]}}\n";
    fs::write(root.join("good.yaml"), good).unwrap();
    fs::write(root.join("torn.yaml"), "urn: 'urn:x:library:b'\nobjects:\n  framework: [\n").unwrap();
    let mut text = import(root, &["ciso-assistant", "good.yaml", "torn.yaml"]);
    text.push_str(&read(root, "policies/frameworks/a.yaml"));
    text.push_str(&import(root, &["ciso-assistant", "good.yaml", "missing.yaml"]));
    text.push_str(&import(root, &["ciso-assistant", "good.yaml", "--as", "a"]));
    text.push_str(&import(root, &["oscal", "."]));
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: `torn.yaml`, line 3, column 14: objects.framework: invalid type: sequence, expected struct Framework
help: nothing was written
-- exit 2 --
policies/frameworks/a.yaml: entity not found
-- standard error --
error: cannot read `missing.yaml`: No such file or directory (os error 2)
-- exit 2 --
-- standard error --
error: `a` does not say which framework is called how
help: write `--as THEIRS=OURS`, as in `--as iso27001-2022=iso27001`
-- exit 2 --
-- standard error --
error: `.` is not a file
help: name files one by one
-- exit 2 --

"#]]
        .raw()
    );
}

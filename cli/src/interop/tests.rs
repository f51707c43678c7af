//! Ids of other tools, and what is refused.

use snapbox::prelude::*;
use snapbox::{assert_data_eq, str};

use crate::interop::ciso_assistant::{self, Options};
use crate::interop::{
    Catalog, Category, Group, Handed, Import, Known, Requirement, Row, Rows, meant, oscal, slug,
};

fn catalog(text: &str) -> String {
    let file = Handed { name: "catalog.json", bytes: text.as_bytes() };
    told(oscal::import(file, &oscal::Options::default(), &Known::new()))
}

fn libraries(files: &[(&str, &str)], options: &Options, known: &Known) -> String {
    let handed: Vec<Handed<'_>> =
        files.iter().map(|(name, text)| Handed { name, bytes: text.as_bytes() }).collect();
    told(ciso_assistant::import(&handed, options, known))
}

fn told(result: Result<Import, crate::interop::InteropError>) -> String {
    match result {
        Err(error) => format!("error: {error}\nhelp: {}\n", error.help().unwrap_or("none")),
        Ok(import) => {
            let files = import.files.iter().map(|(path, text)| format!("--- {path}\n{text}"));
            let notes = import.notes.iter().map(|note| format!("note: {note}\n"));
            let left = import.left_out.iter().map(|(what, because)| format!("left out: {what}: {because}\n"));
            files.chain(notes).chain(left).collect()
        }
    }
}

#[test]
fn a_name_becomes_an_id() {
    let names = ["NIST SP 800-53 (Rev. 5)", "ISO/IEC 27001:2022", "---", "Référentiel", "a_b.c"];
    assert_eq!(
        names.map(|name| slug(name).unwrap_or_default()),
        ["nist-sp-800-53-rev.-5", "iso-iec-27001-2022", "", "r-f-rentiel", "a_b.c"]
    );
}

#[test]
fn an_id_is_found_however_another_tool_writes_it_unless_two_could_be_meant() {
    let known: Vec<String> = ["SC-8", "SC-8(1)", "AC-02", "A.5.1", "A.51", "1.10"].map(str::to_owned).into();
    let found = |id| meant(&known, id).map(String::as_str);
    assert_eq!(
        ["sc-8", "sc-8.1", "ac-2", "a.5.1", "a.51", "1.10", "1.1", "x-1"].map(found),
        [Some("SC-8"), Some("SC-8(1)"), Some("AC-02"), Some("A.5.1"), Some("A.51"), Some("1.10"), None, None]
    );
    let twice: Vec<String> = ["SC-8(1)", "SC-8.1"].map(str::to_owned).into();
    assert_eq!(meant(&twice, "sc 8 1"), None);
}

#[test]
fn a_catalog_keeps_its_groups_labels_and_order_and_says_what_was_withdrawn() {
    let text = r#"{"catalog": {"uuid": "u", "metadata": {"title": "Example: one", "version": "1.10",
        "last-modified": "2026-01-01T00:00:00Z", "oscal-version": "1.1.2",
        "parties": [{"uuid": "p", "type": "organization", "name": "Example, Inc."}],
        "responsible-parties": [{"role-id": "creator", "party-uuids": ["p"]}]},
      "groups": [{"id": "ac", "title": "Access", "controls": [
        {"id": "ac-1", "title": "First", "props": [
            {"name": "label", "value": "AC-01", "class": "zero-padded"}, {"name": "label", "value": "AC-1"}],
         "controls": [{"id": "ac-1.1", "title": "Inner", "props": [{"name": "label", "value": "AC-1(1)"}]}]},
        {"id": "ac-2", "title": "Gone", "props": [{"name": "status", "value": "withdrawn"}]}]}],
      "controls": [{"id": "x-1", "title": "Alone"}]}}"#;
    assert_data_eq!(
        catalog(text),
        str![[r#"
--- policies/frameworks/example-one.yaml
id: example-one
version: "1.10"
name: "Example: one"
publisher: Example, Inc.
kind: guideline
source: Ids and titles of the OSCAL 1.1.2 catalog catalog.json, sha256 9907d7ac45bf9e63ba0574d6f4789a267016765ca4a19d558a975365823c5f71.

groups:
  - {id: AC, title: Access}

requirements:
  - {id: AC-1, title: First, group: AC}
  - {id: "AC-1(1)", title: Inner, group: AC}
  - {id: x-1, title: Alone}
note: `example-one`: 3 requirements in 1 group
left out: 1 control of `example-one`: withdrawn by the publisher

"#]]
    );
}

#[test]
fn what_cannot_be_taken_in_is_refused_with_its_reason() {
    let about = r#""metadata": {"title": "T", "version": "1", "oscal-version": "1.1.2"}"#;
    let two = r#"[{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]"#;
    let files = [
        String::new(),
        "<catalog/>".to_owned(),
        "{\"catalog\": {".to_owned(),
        "{\"x\": 1}".to_owned(),
        format!("{{\"profile\": {{{about}}}}}"),
        "{\"system-security-plan\": {}}".to_owned(),
        format!("{{\"catalog\": {{{about}}}}}"),
        format!("{{\"catalog\": {{{about}, \"controls\": {two}}}}}"),
        format!("{{\"catalog\": {{{about}}}}}").replace("1.1.2", "2.0.0"),
        "catalog:\n  metadata: {title: T}\n".to_owned(),
        format!("{{\"catalog\": {{{about}, {about}}}}}"),
        format!("{{\"component-definition\": {{{about}}}}}"),
        format!("{{\"mapping-collection\": {{{about}}}}}"),
    ];
    let all: String = files.iter().map(|text| catalog(text)).collect();
    assert_data_eq!(
        all,
        str![[r#"
error: `catalog.json` is empty
help: none
error: `catalog.json` is XML, and JSON or YAML is read
help: convert it first: `oscal-cli convert --to json FILE OUTPUT`, or take the JSON that is published beside it
error: `catalog.json`, line 1, column 13: EOF while parsing an object
help: none
error: `catalog.json` is no OSCAL document: it has neither `catalog`, `component-definition` nor `mapping-collection`
help: export it as OSCAL, or see `tickmark import --help`
error: `catalog.json` is a profile, which only names what it takes from elsewhere
help: hand its catalog over, too: `--catalog FILE`; or resolve it first (`oscal-cli resolve-profile`, or compliance-trestle), then import the resolved catalog
error: `catalog.json` is a system security plan, and catalogs, component definitions and mappings are read
help: none
error: `catalog.json` has no requirement in it
help: none
error: `catalog.json`: requirement `a`: stands twice, and `satisfies` could mean either
help: none
error: `catalog.json` is OSCAL `2.0.0`, and versions 1.0 to 1.2 are read
help: convert it with a newer tool of its publisher
error: `catalog.json`, line 2, column 13: catalog.metadata: missing field `version`
help: none
error: `catalog.json`, line 1, column 93: duplicate field `metadata`
help: none
error: `catalog.json` is a component definition, and what its controls satisfy is not said in it by our names
help: name the framework: `--framework ID`
error: `catalog.json` is a mapping, and its sides are addresses, not frameworks of ours
help: name them: `--from ID --to ID`

"#]]
    );
}

const ONE: &str = "
urn: urn:example:risk:library:one
locale: en
name: One
version: 3
provider: Example
copyright: Ask Example.
translations: {fr: {name: Un}}
objects:
  framework:
    urn: urn:example:risk:framework:one
    name: One
    translations: {fr: {name: Un}}
    implementation_groups_definition:
      - {ref_id: R, name: Ordinary}
      - {ref_id: R+, name: Strict}
    requirement_nodes:
      - {urn: 'urn:example:risk:req_node:one:1', assessable: false, ref_id: '1', name: Access, translations: {fr: {name: Acces}}}
      - {urn: 'urn:example:risk:req_node:one:1.10', assessable: true, parent_urn: 'urn:example:risk:req_node:one:1', ref_id: 1.10, name: Least, implementation_groups: [R, R+], description: The text that is not ours.}
      - {urn: 'urn:example:risk:req_node:one:node3', assessable: true, parent_urn: 'urn:example:risk:req_node:one:1', implementation_groups: [R+]}
";

const MAPPING: &str = "
urn: urn:example:risk:library:one-and-two
version: 1
copyright: Example
objects:
  requirement_mapping_sets:
    - ref_id: one-and-two
      source_framework_urn: urn:example:risk:framework:one
      target_framework_urn: urn:example:risk:framework:two
      requirement_mappings:
        - {source_requirement_urn: 'urn:example:risk:req_node:one:1.10', target_requirement_urn: 'urn:example:risk:req_node:two:a.1', relationship: subset, rationale: semantic, strength_of_relationship: 7}
        - {source_requirement_urn: 'urn:example:risk:req_node:one:node3', target_requirement_urn: 'urn:example:risk:req_node:two:a.1', relationship: intersect, rationale: 'Both: rights.'}
        - {source_requirement_urn: 'urn:example:risk:req_node:one:1', target_requirement_urn: 'urn:example:risk:req_node:two:a.1', relationship: equal}
        - {source_requirement_urn: 'urn:example:risk:req_node:one:1.10', target_requirement_urn: 'urn:example:risk:req_node:two:a.1', relationship: not_related}
";

fn two() -> Known {
    Known::from([("two".to_owned(), vec!["A.1".to_owned()])])
}

#[test]
fn a_library_becomes_a_framework_in_the_language_that_is_asked_for() {
    let options = Options { locale: Some("fr".to_owned()), with_text: true, ..Options::default() };
    assert_data_eq!(
        libraries(&[("one.yaml", ONE)], &options, &Known::new()),
        str![[r#"
--- policies/frameworks/one.yaml
id: one
version: "3"
name: Un
publisher: Example
kind: guideline
source: Ids and names of the CISO Assistant library urn:example:risk:library:one version 3, sha256 ddd494a4c640b6a158baf118547483873047b1c9de9a70590a089d24ebf22b36.
licence: Ask Example.

categories:
  - {id: r, title: Ordinary}
  - {id: r-plus, title: Strict}

groups:
  - {id: "1", title: Acces}

requirements:
  - {id: "1.10", title: Least, group: "1", category: [r, r-plus]}
  - {id: node3, title: node3, group: "1", category: r-plus}
--- .tickmark/texts/one.yaml
# Texts of one; not ours to publish, so Git ignores this folder.
"1.10": "The text that is not ours."
note: `one`: 2 requirements in 2 categories; 1 without a name are called by their id

"#]]
    );
    let options = Options { locale: Some("de".to_owned()), ..Options::default() };
    assert_data_eq!(
        libraries(&[("one.yaml", ONE)], &options, &Known::new()),
        str![[r#"
error: `one.yaml` has no names in `de`; there are: en, fr
help: take another `--locale`, or none

"#]]
    );
}

#[test]
fn a_mapping_meets_frameworks_of_the_same_run_and_of_the_repository() {
    let files = [("mapping.yaml", MAPPING), ("one.yaml", ONE)];
    let both = libraries(&files, &Options::default(), &two());
    let lone = libraries(&files[..1], &Options::default(), &two());
    assert_data_eq!(
        format!("{both}\n{lone}"),
        str![[r#"
--- policies/frameworks/one.yaml
id: one
version: "3"
name: One
publisher: Example
kind: guideline
source: Ids and names of the CISO Assistant library urn:example:risk:library:one version 3, sha256 ddd494a4c640b6a158baf118547483873047b1c9de9a70590a089d24ebf22b36.
licence: Ask Example.

categories:
  - {id: r, title: Ordinary}
  - {id: r-plus, title: Strict}

groups:
  - {id: "1", title: Access}

requirements:
  - {id: "1.10", title: Least, group: "1", category: [r, r-plus]}
  - {id: node3, title: node3, group: "1", category: r-plus}
--- policies/crosswalks/one--two.yaml
source: one
target: two
version: "1"
licence: Example
basis:
  semantic: the meaning of both texts was compared

mappings:
  - {source: "1.10", target: A.1, relationship: subset-of, strength: 7, basis: semantic}
  - {source: node3, target: A.1, relationship: intersects-with, note: "Both: rights."}
note: `one`: 2 requirements in 2 categories; 1 without a name are called by their id
note: `one` to `two`: 2 rows
left out: one-and-two (one to two), 1 end such as `urn:example:risk:req_node:one:1`: the frameworks at hand have no requirement of that name (a heading is none)
left out: one-and-two (one to two), 1 row: they say that nothing is related

left out: the mapping `one-and-two`: its framework `one` is not at hand: name its library in the same run, import it before, or say which of yours it is with `--as one=OURS`

"#]]
    );
}

#[test]
fn a_matrix_is_a_method_whose_appetite_somebody_must_decide() {
    let text = "
urn: urn:example:risk:library:matrix
objects:
  risk_matrix:
    - name: Two by two
      probability: [{name: Rare, description: Once in ten years}, {name: Often}]
      impact: [{name: Small}, {name: Large}]
      risk: [{name: Low}, {name: High}]
      grid: [[0, 0], [0, 1]]
";
    let ok = libraries(&[("matrix.yaml", text)], &Options::default(), &Known::new());
    let wrong = libraries(
        &[("matrix.yaml", &text.replace("[0, 1]]", "[0, 2]]"))],
        &Options::default(),
        &Known::new(),
    );
    let several = libraries(&[("a.yaml", text), ("b.yaml", text)], &Options::default(), &Known::new());
    assert_data_eq!(
        format!("{ok}\n{wrong}\n{several}"),
        str![[r#"
--- policies/isms/method.yaml
title: Two by two
likelihood:
  - {name: Rare, means: Once in ten years}
  - {name: Often}
impact:
  - {name: Small}
  - {name: Large}
levels:
  - {id: low, title: Low}
  - {id: high, title: High}
matrix:
  - [low, low]
  - [low, high]
appetite: low
note: the risk appetite is `low`, the lowest level: a matrix does not say with what a company lives

error: `matrix.yaml`: its risk matrix: names a level that it does not have
help: none

left out: the risk matrix of `a.yaml`: a company has one risk method: name just the library of the one that you want
left out: the risk matrix of `b.yaml`: a company has one risk method: name just the library of the one that you want

"#]]
    );
}

#[test]
fn reference_controls_are_drafts_and_what_has_no_place_is_said() {
    let text = "
urn: urn:example:risk:library:controls
objects:
  threats: [{urn: a}]
  reference_controls:
    - {urn: 'urn:example:risk:function:c:1.2', name: 'Locks: all', description: Doors are locked.}
    - {urn: 'urn:example:risk:function:c:pol', ref_id: DOC.POL}
";
    let options = Options { controls: true, ..Options::default() };
    let with = libraries(&[("controls.yaml", text)], &options, &Known::new());
    let without = libraries(&[("controls.yaml", text)], &Options::default(), &Known::new());
    assert_data_eq!(
        format!("{with}\n{without}"),
        str![[r#"
--- policies/controls/rc-1.2.yaml
id: rc-1.2
title: "Locks: all"
statement: Doors are locked.
status: draft
cadence: annual
x-reference-control: urn:example:risk:function:c:1.2
--- policies/controls/DOC.POL.yaml
id: DOC.POL
title: DOC.POL
statement: DOC.POL
status: draft
cadence: annual
x-reference-control: urn:example:risk:function:c:pol
note: 2 draft controls: not in force until somebody owns it, its cadence is right and you say `status: active`
left out: threats of `controls.yaml`: risks here begin with a scenario of your own

left out: threats of `controls.yaml`: risks here begin with a scenario of your own
left out: 2 reference controls of `controls.yaml`: they say what one could do, not what you do; `--controls` takes them as drafts

"#]]
    );
}

#[test]
fn a_catalog_and_rows_with_hostile_words_stay_one_entry_a_line() {
    let hostile = "a\n- {id: x}: # \"b\" ]}\tend".to_owned();
    let catalog = Catalog {
        id: "one".to_owned(),
        version: hostile.clone(),
        name: hostile.clone(),
        categories: vec![Category { id: "c".to_owned(), title: hostile.clone(), mandatory: true }],
        groups: vec![Group { id: hostile.clone(), title: hostile.clone(), parent: Some(hostile.clone()) }],
        requirements: vec![Requirement {
            id: "no".to_owned(),
            title: hostile.clone(),
            group: Some(hostile.clone()),
            categories: vec!["c".to_owned(), "d".to_owned()],
        }],
        ..Catalog::default()
    };
    let rows = Rows {
        source: "one".to_owned(),
        target: "two".to_owned(),
        rows: vec![Row {
            source: "no".to_owned(),
            target: "1.10".to_owned(),
            relationship: "equal",
            strength: Some(3),
            basis: String::new(),
            note: hostile,
        }],
        lone_target: vec!["2".to_owned()],
        ..Rows::default()
    };
    assert_data_eq!(
        format!("{}\n{}", catalog.yaml(), rows.yaml()),
        str![[r#"
id: one
version: "a - {id: x}: # \"b\" ]} end"
name: "a - {id: x}: # \"b\" ]} end"

categories:
  - {id: c, title: "a - {id: x}: # \"b\" ]} end", mandatory: true}

groups:
  - {id: "a - {id: x}: # \"b\" ]} end", title: "a - {id: x}: # \"b\" ]} end", parent: "a - {id: x}: # \"b\" ]} end"}

requirements:
  - {id: "no", title: "a - {id: x}: # \"b\" ]} end", group: "a - {id: x}: # \"b\" ]} end", category: [c, d]}

source: one
target: two

mappings:
  - {source: "no", target: "1.10", relationship: equal, strength: 3, note: "a - {id: x}: # \"b\" ]} end"}

no_counterpart:
  target:
    - {id: "2", degree: full, because: said by the mapping}

"#]]
        .raw()
    );
}

#[test]
fn a_library_without_a_version_is_refused_as_nobody_could_say_which_one_is_on_file() {
    let text = ONE.replacen("version: 3\n", "", 1);
    assert_data_eq!(
        libraries(&[("one.yaml", &text)], &Options::default(), &Known::new()),
        str![[r#"
error: `one.yaml` names no version, and nobody could say later which one is on file
help: write `version:` at its top level

"#]]
    );
}

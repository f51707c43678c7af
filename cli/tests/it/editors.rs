//! What editors get: the schemas, as tools use them that read YAML in the usual way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value as Json, json};
use tickmark::embedded;
use tickmark::kind::{Kind, Place};
use tickmark::place::RepoPath;

use crate::support::{demo, folder, package, succeed, tickmark};

fn schema(kind: Kind) -> Json {
    serde_json::from_str(embedded::schema(kind)).unwrap()
}

fn validator(schema: &Json) -> Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

/// Every schema in a schema, with a path for people; `if` asks and documents nothing.
fn schemas<'a>(path: &str, schema: &'a Json, found: &mut Vec<(String, &'a Map<String, Json>)>) {
    let Some(keywords) = schema.as_object() else { return };
    found.push((path.to_owned(), keywords));
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "properties" | "patternProperties" | "$defs" => {
                for (name, schema) in value.as_object().unwrap() {
                    schemas(&format!("{path}/{name}"), schema, found);
                }
            }
            "anyOf" | "oneOf" | "allOf" => {
                for (index, schema) in value.as_array().unwrap().iter().enumerate() {
                    schemas(&format!("{path}/{index}"), schema, found);
                }
            }
            "items" | "additionalProperties" | "propertyNames" | "then" | "else" => {
                schemas(&format!("{path}/{keyword}"), value, found);
            }
            _ => {}
        }
    }
}

/// A schema inside another, able to stand alone.
fn alone(root: &Json, keywords: &Map<String, Json>) -> Validator {
    let mut schema = keywords.clone();
    schema.insert("$defs".to_owned(), root["$defs"].clone());
    schema.insert("$schema".to_owned(), root["$schema"].clone());
    schema.remove("$id");
    validator(&Json::Object(schema))
}

/// YAML as other tools read it: numbers are numbers.
fn read(yaml: &str) -> Json {
    serde_yaml::from_str(yaml).unwrap()
}

#[test]
fn every_file_every_field_and_every_word_is_described() {
    let mut bare = Vec::new();
    for kind in Kind::ALL {
        let root = schema(kind);
        let is_described = |schema: &Json| {
            ["title", "description"]
                .iter()
                .any(|key| schema[*key].as_str().is_some_and(|text| !text.is_empty()))
        };
        if !root["title"].is_string() || !root["description"].is_string() {
            bare.push(kind.name().to_owned());
        }
        let mut found = Vec::new();
        schemas(kind.name(), &root, &mut found);
        for (path, keywords) in found {
            let fields = keywords.get("properties").and_then(Json::as_object).into_iter().flatten();
            bare.extend(
                fields.filter(|(_, field)| !is_described(field)).map(|(name, _)| format!("{path}/{name}")),
            );
            let words = keywords.get("enum").and_then(Json::as_array).map(Vec::len);
            let said = keywords.get("enumDescriptions").and_then(Json::as_array);
            let said = said.map(|said| {
                said.iter().filter(|text| text.as_str().is_some_and(|text| !text.is_empty())).count()
            });
            if words != said {
                bare.push(format!("{path}: {words:?} words, {said:?} described"));
            }
        }
    }
    assert_eq!(bare, [""; 0]);
}

#[test]
fn every_example_and_every_default_keeps_to_its_own_schema() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for kind in Kind::ALL {
        let root = schema(kind);
        let mut found = Vec::new();
        schemas(kind.name(), &root, &mut found);
        for (path, keywords) in found {
            let examples = keywords.get("examples").and_then(Json::as_array).into_iter().flatten();
            for example in examples.chain(keywords.get("default")) {
                tried += 1;
                if let Some(error) = alone(&root, keywords).iter_errors(example).next() {
                    wrong.push(format!("{path}: {error}"));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(tried > 500, "only {tried} were found");
}

#[test]
fn a_text_that_is_right_stays_right_for_tools_that_read_a_number() {
    let texts = ["2026", "8.10", "2.10", "1.20", "017", "1e3", "0x1F", "0", "-3", "12345678901234567890"];
    let mut refused = BTreeSet::new();
    let mut fields = 0;
    for kind in Kind::ALL {
        let root = schema(kind);
        let mut found = Vec::new();
        schemas(kind.name(), &root, &mut found);
        for (path, keywords) in found {
            let asks = keywords.get("type").is_some_and(|types| types.to_string().contains("\"string\""));
            if !asks || keywords.contains_key("enum") || path.ends_with("/propertyNames") {
                continue;
            }
            fields += 1;
            let validator = alone(&root, keywords);
            let right = texts.iter().filter(|text| validator.is_valid(&json!(text)));
            refused.extend(
                right.filter(|text| !validator.is_valid(&read(text))).map(|text| format!("{path}: {text}")),
            );
        }
    }
    assert_eq!(refused, BTreeSet::new());
    assert!(fields > 200, "only {fields} were found");
}

#[test]
fn the_words_that_are_taken_for_a_boolean_are_right_in_an_editor_and_no_others() {
    let vendors = validator(&schema(Kind::Vendors));
    let told = |word: &str| {
        let yaml = format!("aws: {{what: Hosting, critical: {word}}}\n");
        let (document, _) =
            tickmark::document::Document::from_yaml(tickmark::place::FileId(0), yaml.as_bytes());
        let refused = tickmark::schema::check(Kind::Vendors, &document)
            .iter()
            .any(|problem| !matches!(problem.kind, tickmark::finding::ProblemKind::WordAsBoolean { .. }));
        (word.to_owned(), !refused, vendors.is_valid(&read(&yaml)))
    };
    let words = ["true", "False", "TRUE", "yes", "Yes", "NO", "no", "on", "Off"];
    let expected: Vec<_> = words.iter().map(|word| ((*word).to_owned(), true, true)).collect();
    assert_eq!(words.map(told).to_vec(), expected);
    let others = ["maybe", "y", "1", "yES", "[]"];
    let expected: Vec<_> = others.iter().map(|word| ((*word).to_owned(), false, false)).collect();
    assert_eq!(others.map(told).to_vec(), expected);
}

/// Every file under a folder that has a kind, with what its schema says of it.
fn complaints(root: &Path) -> (BTreeMap<&'static str, usize>, Vec<String>) {
    let mut validators: BTreeMap<&str, Validator> = BTreeMap::new();
    let mut counts = BTreeMap::new();
    let mut wrong = Vec::new();
    for path in files(root) {
        let relative = path.strip_prefix(root).unwrap().to_str().unwrap();
        let Place::Known(kind) = Place::of(&RepoPath::new(relative)) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let yaml = match text.strip_prefix("---\n").filter(|_| !RepoPath::new(relative).is_yaml()) {
            Some(rest) => rest.split_once("\n---\n").unwrap().0,
            None => &text,
        };
        *counts.entry(kind.name()).or_default() += 1;
        let validator = validators.entry(kind.name()).or_insert_with(|| validator(&schema(kind)));
        wrong.extend(validator.iter_errors(&read(yaml)).map(|error| format!("{relative}: {error}")));
    }
    (counts, wrong)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in ["policies", "evidence"].map(|top| folder.join(top)) {
        walk(&entry, &mut found);
    }
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_editor_complains_about_a_file_that_is_right() {
    let (counts, wrong) = complaints(demo());
    assert_eq!(wrong, [""; 0]);
    // Those two are built in, and looked at below.
    let absent: Vec<_> =
        Kind::ALL.iter().map(|kind| kind.name()).filter(|name| !counts.contains_key(name)).collect();
    assert_eq!(absent, ["framework", "crosswalk"]);

    assert_eq!(complaints(package()).1, [""; 0]);

    let started = folder();
    succeed(tickmark(started.path()).args([
        "init",
        "--company",
        "2026",
        "--owner",
        "Priya Raman",
        "--framework",
        "soc2,iso27001,gdpr,cis,nist-csf,nis2,dora",
        "--audit",
        "2027-01-01..2027-09-30",
    ]));
    assert_eq!(complaints(started.path()).1, [""; 0]);
}

#[test]
fn each_yaml_file_that_is_written_names_its_schema_from_where_it_lies() {
    let started = folder();
    succeed(tickmark(started.path()).args(["init", "--company", "Northwind", "--owner", "Priya Raman"]));
    let mut named = Vec::new();
    for path in files(started.path()) {
        let relative = RepoPath::new(path.strip_prefix(started.path()).unwrap().to_str().unwrap());
        let Some(kind) = Place::of(&relative).kind().filter(|_| relative.is_yaml()) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let target = first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_default();
        let reached = fs::read_to_string(path.parent().unwrap().join(target)).unwrap_or_default();
        assert_eq!(reached, embedded::schema(kind), "{relative}: {first}");
        named.push(relative.as_str().to_owned());
    }
    assert_eq!(named.len(), 7);
}

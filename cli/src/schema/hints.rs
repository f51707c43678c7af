//! What is right and still not what it looks like: words for booleans, numbers for ids.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::document::{Node, Scalar, Style, Value};
use crate::finding::{Problem, ProblemKind};
use crate::place::{FileId, Location};
use crate::schema::number;
use crate::schema::pointer::resolve;

/// Finds `yes` where a boolean is meant and unquoted numbers where a text is meant.
pub(super) fn hints(schema: &Json, file: FileId, root: &Node) -> Vec<Problem> {
    let mut problems = Vec::new();
    if is_suspicious(root) {
        Walk { schema, file, problems: &mut problems }.node(root, &Alternatives::of(schema, schema));
    }
    problems
}

/// Most files hold no such scalar, and then no schema is walked.
fn is_suspicious(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Scalar(scalar) => word(scalar).is_some() || ambiguous(scalar).is_some(),
        Value::Sequence(items) => items.iter().any(is_suspicious),
        Value::Mapping(mapping) => mapping.entries.iter().any(|entry| is_suspicious(&entry.value)),
    }
}

fn word(scalar: &Scalar) -> Option<bool> {
    let is_word = !scalar.text.eq_ignore_ascii_case("true") && !scalar.text.eq_ignore_ascii_case("false");
    scalar.as_bool().filter(|_| is_word)
}

fn ambiguous(scalar: &Scalar) -> Option<String> {
    if scalar.style == Style::Plain { number::read_as(&scalar.text) } else { None }
}

/// The schemas that can speak about one node: itself, what it refers to and its branches.
pub(super) struct Alternatives<'a>(pub(super) Vec<&'a Json>);

impl<'a> Alternatives<'a> {
    pub(super) fn of(root: &'a Json, schema: &'a Json) -> Self {
        let mut found = Self(Vec::new());
        found.add(root, schema, 0);
        found
    }

    fn add(&mut self, root: &'a Json, schema: &'a Json, depth: usize) {
        if depth > 8 {
            return;
        }
        self.0.push(schema);
        let target = resolve(root, schema);
        if !std::ptr::eq(target, schema) {
            self.add(root, target, depth + 1);
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            for branch in schema.get(keyword).and_then(Json::as_array).into_iter().flatten() {
                self.add(root, branch, depth + 1);
            }
        }
        for keyword in ["then", "else"] {
            if let Some(branch) = schema.get(keyword) {
                self.add(root, branch, depth + 1);
            }
        }
    }

    pub(super) fn types(&self) -> impl Iterator<Item = BTreeSet<&'a str>> {
        self.0.iter().filter_map(|schema| schema.get("type")).map(|types| match types {
            Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        })
    }

    fn means_boolean(&self) -> bool {
        let types: BTreeSet<&str> = self.types().flatten().collect();
        types.contains("boolean") && !types.contains("string")
    }

    fn means_text_or_number(&self) -> bool {
        self.types().any(|types| types.contains("string") && types.contains("number"))
    }

    pub(super) fn field(&self, root: &'a Json, key: &str) -> Self {
        let mut found = Self(Vec::new());
        for schema in &self.0 {
            let known = schema.get("properties").and_then(|fields| fields.get(key));
            let other = || schema.get("additionalProperties").filter(|_| !key.starts_with("x-"));
            if let Some(field) = known.or_else(other) {
                found.add(root, field, 0);
            }
        }
        found
    }

    pub(super) fn items(&self, root: &'a Json) -> Self {
        let mut found = Self(Vec::new());
        for items in self.0.iter().filter_map(|schema| schema.get("items")) {
            found.add(root, items, 0);
        }
        found
    }
}

struct Walk<'a> {
    schema: &'a Json,
    file: FileId,
    problems: &'a mut Vec<Problem>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, schemas: &Alternatives<'_>) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) => self.problems.extend(self.hint(node, scalar, schemas)),
            Value::Sequence(items) => {
                let schemas = schemas.items(self.schema);
                for item in items {
                    self.node(item, &schemas);
                }
            }
            Value::Mapping(mapping) => {
                for entry in &mapping.entries {
                    self.node(&entry.value, &schemas.field(self.schema, &entry.key));
                }
            }
        }
    }

    fn hint(&self, node: &Node, scalar: &Scalar, schemas: &Alternatives<'_>) -> Option<Problem> {
        let text = || scalar.text.to_string();
        let kind = if let Some(meaning) = word(scalar).filter(|_| schemas.means_boolean()) {
            ProblemKind::WordAsBoolean { word: text(), meaning }
        } else {
            let read_as = ambiguous(scalar).filter(|_| schemas.means_text_or_number())?;
            ProblemKind::AmbiguousNumber { text: text(), read_as }
        };
        Some(Problem { location: Location { file: self.file, span: node.span }, kind })
    }
}

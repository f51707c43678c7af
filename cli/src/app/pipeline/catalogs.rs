//! The built-in frameworks and crosswalks that a repository speaks of; the others are never parsed.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::document::{Document, Node, Value};
use crate::embedded;
use crate::kind::Kind;
use crate::place::{FileId, RepoPath};

/// A catalog that is compiled in, parsed.
pub(in crate::app) type Catalog = (Kind, RepoPath, Document);

/// The built-in frameworks that a document names: in scope or claimed.
pub(in crate::app) fn spoken_of(document: &Document) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    document.root.iter().for_each(|root| names(root, &mut found));
    found
}

/// The catalogs that a repository speaks of: those frameworks, and the crosswalks between them.
pub(in crate::app) fn catalogs(spoken_of: &BTreeSet<&'static str>) -> Vec<Catalog> {
    let parse = |kind: Kind, path: &str, text: &str| {
        (kind, RepoPath::new(path), Document::from_yaml(FileId(0), text.as_bytes()).0)
    };
    let frameworks: Vec<_> =
        embedded::FRAMEWORKS.iter().filter(|found| spoken_of.contains(found.id)).collect();
    let crosswalks: Vec<_> = embedded::CROSSWALKS
        .iter()
        .filter(|found| spoken_of.contains(found.source) && spoken_of.contains(found.target))
        .collect();
    let mut catalogs: Vec<_> =
        frameworks.par_iter().map(|found| parse(Kind::Framework, found.path, found.text)).collect();
    catalogs.par_extend(crosswalks.par_iter().map(|found| parse(Kind::Crosswalk, found.path, found.text)));
    catalogs
}

/// The built-in frameworks that a document names: as a key (`satisfies`, `frameworks`), a value
/// (`framework: soc2`) or in front of a requirement (`criteria: iso27001 A.5.15`).
fn names(node: &Node, found: &mut BTreeSet<&'static str>) {
    let mut name = |text: &str| found.extend(embedded::framework(text).map(|framework| framework.id));
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => name(scalar.text.split(' ').next().unwrap_or_default()),
        Value::Sequence(items) => items.iter().for_each(|item| names(item, found)),
        Value::Mapping(mapping) => {
            mapping.entries.iter().for_each(|entry| name(&entry.key.value));
            mapping.entries.iter().for_each(|entry| names(&entry.value, found));
        }
    }
}

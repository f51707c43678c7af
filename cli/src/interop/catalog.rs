//! A framework on its way into a file.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::interop::{InteropError, line};
use crate::text::escape::{flow, scalar};

/// A part of a framework that a company takes into scope or leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// `ig1`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Always in scope.
    pub mandatory: bool,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `AC`
    pub id: String,
    /// Its title.
    pub title: String,
    /// The heading above.
    pub parent: Option<String>,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// `AC-2(1)`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its heading.
    pub group: Option<String>,
    /// Its categories.
    pub categories: Vec<String>,
}

/// A framework, as far as a catalog holds it: ids and titles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Catalog {
    /// `nist-800-53-r5`
    pub id: String,
    /// `5.1.1`
    pub version: String,
    /// Its name.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// `attestation`, `certification`, `regulation` or `guideline`.
    pub kind: String,
    /// Where it was taken from.
    pub source: String,
    /// Whose text it is.
    pub licence: String,
    /// Its categories.
    pub categories: Vec<Category>,
    /// Its headings, in order.
    pub groups: Vec<Group>,
    /// Its requirements, in order.
    pub requirements: Vec<Requirement>,
}

impl Catalog {
    /// Refuses an id that stands twice, and a catalog with nothing in it.
    pub(super) fn check(&self, file: &str) -> Result<(), InteropError> {
        if self.requirements.is_empty() {
            return Err(InteropError::sort(file, "has no requirement in it", ""));
        }
        let mut seen = BTreeSet::new();
        for id in self.requirements.iter().map(|requirement| &requirement.id) {
            if !seen.insert(id) {
                let twice = "stands twice, and `satisfies` could mean either";
                return Err(InteropError::entry(file, format!("requirement `{id}`"), twice, ""));
            }
        }
        Ok(())
    }

    /// Where its file stands.
    pub fn path(&self) -> String {
        format!("policies/frameworks/{}.yaml", self.id)
    }

    /// Its file.
    pub fn yaml(&self) -> String {
        let mut out = String::new();
        let words: [(&str, &str); 7] = [
            ("id", &self.id),
            ("version", &self.version),
            ("name", &self.name),
            ("publisher", &self.publisher),
            ("kind", &self.kind),
            ("source", &self.source),
            ("licence", &self.licence),
        ];
        for (key, text) in words.into_iter().filter(|(_, text)| !text.is_empty()) {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{key}: {}", scalar(&line(text)));
        }
        if !self.categories.is_empty() {
            out.push_str("\ncategories:\n");
        }
        for one in &self.categories {
            let mandatory = if one.mandatory { ", mandatory: true" } else { "" };
            let _ = writeln!(
                out,
                "  - {{id: {}, title: {}{mandatory}}}",
                words_of(&one.id),
                words_of(&one.title)
            );
        }
        if !self.groups.is_empty() {
            out.push_str("\ngroups:\n");
        }
        for one in &self.groups {
            let parent = named("parent", one.parent.as_deref());
            let _ =
                writeln!(out, "  - {{id: {}, title: {}{parent}}}", words_of(&one.id), words_of(&one.title));
        }
        out.push_str("\nrequirements:\n");
        for one in &self.requirements {
            let group = named("group", one.group.as_deref());
            let category = match &one.categories[..] {
                [] => String::new(),
                [only] => named("category", Some(only)),
                many => {
                    let many: Vec<String> = many.iter().map(|id| words_of(id)).collect();
                    format!(", category: [{}]", many.join(", "))
                }
            };
            let (id, title) = (words_of(&one.id), words_of(&one.title));
            let _ = writeln!(out, "  - {{id: {id}, title: {title}{group}{category}}}");
        }
        out
    }
}

fn words_of(title: &str) -> String {
    flow(&line(title))
}

fn named(key: &str, value: Option<&str>) -> String {
    value.map(|value| format!(", {key}: {}", words_of(value))).unwrap_or_default()
}

//! Reading typed fields out of a spanned tree.
//!
//! The schema has said what is wrong with a field; reading takes what can be taken and leaves the
//! rest out, so that one mistake does not hide the others.

use crate::calendar::{Cadence, Date, Duration, Unit, When, read_date};
use crate::document::{Entry, Mapping, Node, Value};
use crate::place::Spanned;

/// Text with its place.
pub type Text = Spanned<String>;

/// A mapping that is being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a> {
    mapping: &'a Mapping,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(node: &'a Node) -> Option<Self> {
        node.as_mapping().map(|mapping| Self { mapping })
    }

    pub(crate) fn node(self, key: &str) -> Option<&'a Node> {
        self.mapping.get(key).filter(|node| !node.is_null())
    }

    pub(crate) fn fields(self, key: &str) -> Option<Self> {
        self.node(key).and_then(Self::of)
    }

    pub(crate) fn text(self, key: &str) -> Option<Text> {
        self.node(key)?.text()
    }

    pub(crate) fn texts(self, key: &str) -> Vec<Text> {
        self.node(key).map(texts_of).unwrap_or_default()
    }

    pub(crate) fn parsed<T>(self, key: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        parse(&text).map(|value| Spanned::new(value, text.span))
    }

    pub(crate) fn date(self, key: &str) -> Option<Spanned<Date>> {
        self.parsed(key, read_date)
    }

    pub(crate) fn dates(self, key: &str) -> Vec<Spanned<Date>> {
        let days = self.texts(key).into_iter();
        days.filter_map(|text| Some(Spanned::new(read_date(&text)?, text.span))).collect()
    }

    pub(crate) fn when(self, key: &str) -> Option<Moment> {
        self.text(key).map(Moment::new)
    }

    pub(crate) fn duration(self, key: &str) -> Option<Spanned<Duration>> {
        self.parsed(key, Duration::parse)
    }

    /// A cadence, or `{every: 45d}`; `period` is that of on-event and continuous controls.
    pub(crate) fn cadence(self, key: &str, period: Option<Unit>) -> Option<Spanned<Cadence>> {
        let node = self.node(key)?;
        let cadence = match &node.value {
            Value::Scalar(scalar) => Cadence::parse(&scalar.text, period),
            Value::Mapping(_) => Cadence::every(&Self::of(node)?.text("every")?),
            Value::Null | Value::Sequence(_) => return None,
        };
        cadence.ok().map(|cadence| Spanned::new(cadence, node.span))
    }

    pub(crate) fn number(self, key: &str) -> Option<Spanned<u64>> {
        self.parsed(key, |text| text.parse().ok())
    }

    pub(crate) fn boolean(self, key: &str) -> Option<Spanned<bool>> {
        let node = self.node(key)?;
        match &node.value {
            Value::Scalar(scalar) => scalar.as_bool().map(|value| Spanned::new(value, node.span)),
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    /// A truth value that is no unless it says yes.
    pub(crate) fn flag(self, key: &str) -> bool {
        self.boolean(key).is_some_and(|flag| flag.value)
    }

    /// The items of a list of mappings; a single mapping is a list of one.
    pub(crate) fn items(self, key: &str) -> Vec<&'a Node> {
        self.node(key).map(|node| node.one_or_many().iter().collect()).unwrap_or_default()
    }

    /// The entries of a mapping of mappings.
    pub(crate) fn entries(self, key: &str) -> &'a [Entry] {
        self.node(key).and_then(Node::as_mapping).map_or(&[], |mapping| &mapping.entries)
    }

    /// The entries of a mapping from ids to mappings; keys with `x-` are the user's own.
    pub(crate) fn named(self, key: &str) -> impl Iterator<Item = &'a Entry> {
        self.entries(key).iter().filter(|entry| !is_own(entry))
    }

    /// The entries of a file that is such a mapping as a whole.
    pub(crate) fn all(self) -> impl Iterator<Item = &'a Entry> {
        self.mapping.entries.iter().filter(|entry| !is_own(entry))
    }
}

fn is_own(entry: &Entry) -> bool {
    entry.key.starts_with("x-")
}

pub(crate) fn texts_of(node: &Node) -> Vec<Text> {
    node.one_or_many().iter().filter_map(Node::text).collect()
}

pub(crate) fn key_of(entry: &Entry) -> Text {
    Spanned::new(entry.key.value.to_string(), entry.key.span)
}

/// A date or moment, as written and as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// As written.
    pub text: Text,
    /// As understood; `None` when it is no date or moment.
    pub when: Option<When>,
}

impl Moment {
    pub(crate) fn new(text: Text) -> Self {
        Self { when: When::parse(&text), text }
    }
}

/// Who did something, and when: `{by: priya, at: 2026-03-27}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The person's short name.
    pub by: Option<Text>,
    /// When.
    pub at: Option<Moment>,
}

impl Act {
    pub(crate) fn read(fields: Fields<'_>, key: &str) -> Option<Self> {
        let fields = fields.fields(key)?;
        Some(Self { by: fields.text("by"), at: fields.when("at") })
    }
}

/// Something to be done: `{what: …, owner: omar, due: 2026-09-20, done: 2026-09-11}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub what: Option<Text>,
    /// Who sees to it.
    pub owner: Option<Text>,
    /// By when.
    pub due: Option<Spanned<Date>>,
    /// Since when it is done.
    pub done: Option<Spanned<Date>>,
}

impl Task {
    pub(crate) fn read(node: &Node) -> Option<Self> {
        let fields = Fields::of(node)?;
        Some(Self {
            what: fields.text("what").or_else(|| fields.text("text")),
            owner: fields.text("owner").or_else(|| fields.text("by")),
            due: fields.date("due"),
            done: fields.date("done").or_else(|| fields.date("at")),
        })
    }
}

/// The requirements that something claims to meet, framework by framework.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Satisfies(pub Vec<Claim>);

/// One framework's part of a `satisfies`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The framework.
    pub framework: Text,
    /// Its requirements.
    pub requirements: Vec<Text>,
}

impl Satisfies {
    pub(crate) fn read(fields: Fields<'_>, key: &str) -> Self {
        let claim = |entry: &Entry| Claim { framework: key_of(entry), requirements: texts_of(&entry.value) };
        Self(fields.entries(key).iter().map(claim).collect())
    }

    /// True when it names a requirement.
    pub fn names(&self, framework: &str, requirement: &str) -> bool {
        self.of(framework).any(|id| **id == *requirement)
    }

    /// The requirements of one framework.
    pub fn of<'a>(&'a self, framework: &'a str) -> impl Iterator<Item = &'a Text> {
        self.0
            .iter()
            .filter(move |claim| *claim.framework == *framework)
            .flat_map(|claim| &claim.requirements)
    }

    /// Every pair of framework and requirement.
    pub fn pairs(&self) -> impl Iterator<Item = (&Text, &Text)> {
        self.0.iter().flat_map(|claim| claim.requirements.iter().map(move |id| (&claim.framework, id)))
    }

    /// True when nothing is claimed.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|claim| claim.requirements.is_empty())
    }
}

/// The tree of a text that is right.
#[cfg(test)]
pub(crate) fn tree(text: &str) -> Node {
    let parsed =
        crate::document::parse_yaml(crate::place::FileId(0), text, 0, &crate::document::Limits::DEFAULT);
    assert_eq!(parsed.problems, []);
    parsed.root.expect("the text is not empty")
}

//! The fields of our files as properties of OSCAL, and back.
//!
//! OSCAL has no place for most of what our files hold. Each such field becomes properties in our
//! namespace with the class `field`, named like the key in YAML, so that nothing is lost and a
//! reader finds the field in our schemas. A text that OSCAL can hold stands as it is, each item of a
//! list is a property of its own, and what is neither stands as JSON.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::interop::oscal::words::is_token;
use crate::text::escape;

/// A value of YAML, as far as its fields are told apart; a null is a field that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A scalar, as it is written.
    Text(String),
    /// A sequence.
    List(Vec<Field>),
    /// A mapping, in order.
    Map(Vec<(String, Field)>),
}

/// The name of a property that holds fields whose keys cannot be names of properties.
const ODD: &str = "fields";

/// A text on one line, without what moves a cursor: what a string of OSCAL may hold.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Field {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The properties of a field: names and values, none when there is nothing in it.
    pub fn properties(&self, key: &str) -> Vec<(String, String)> {
        if !is_token(key) || key == ODD {
            let value = Self::Map(vec![(key.to_owned(), self.clone())]);
            return vec![(ODD.to_owned(), value.json())];
        }
        let values = match self {
            Self::List(items) if items.len() != 1 => items.iter().map(Self::value).collect(),
            Self::Text(text) if text.is_empty() => Vec::new(),
            one => vec![one.value()],
        };
        values.into_iter().map(|value| (key.to_owned(), value)).collect()
    }

    /// The fields that properties hold, in the order in which their names come first.
    pub fn of_properties<'a>(
        properties: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<(String, Self)> {
        let mut found: Vec<(String, Vec<Self>)> = Vec::new();
        let mut put = |name: String, value: Self| match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => values.push(value),
            None => found.push((name, vec![value])),
        };
        for (name, value) in properties {
            match Self::of_value(value) {
                Self::Map(entries) if name == ODD => {
                    for (key, value) in entries {
                        put(key, value);
                    }
                }
                value => put(name.to_owned(), value),
            }
        }
        let joined = |mut values: Vec<Self>| match values.len() {
            1 => values.remove(0),
            _ => Self::List(values),
        };
        found.into_iter().map(|(name, values)| (name, joined(values))).collect()
    }

    /// The value of a property.
    fn value(&self) -> String {
        match self {
            Self::Text(text) if *text == one_line(text) && !text.starts_with(['{', '[', '"']) => text.clone(),
            other => other.json(),
        }
    }

    fn of_value(value: &str) -> Self {
        let read = value.starts_with(['{', '[', '"']).then(|| serde_json::from_str(value).ok()).flatten();
        read.unwrap_or_else(|| Self::Text(value.to_owned()))
    }

    /// As JSON, on one line.
    fn json(&self) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Text(one) => text(one),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::json).collect();
                format!("[{}]", items.join(","))
            }
            Self::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{}:{}", text(key), value.json())).collect();
                format!("{{{}}}", entries.join(","))
            }
        }
    }

    /// As YAML in braces and brackets, on one line.
    pub fn flow(&self) -> String {
        self.written(false)
    }

    /// The same, its texts bare where our schemas want a number or a truth value.
    fn written(&self, bare: bool) -> String {
        match self {
            Self::Text(text) if bare && is_bare(text) => text.clone(),
            Self::Text(text) => escape::flow(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| item.written(bare)).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(entries) => {
                let entry = |(key, value): &(String, Self)| {
                    let bare = bare || BARE.contains(&key.as_str());
                    format!("{}: {}", escape::flow(key), value.written(bare))
                };
                let entries: Vec<String> = entries.iter().map(entry).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// As a field of a YAML file, with the line's end.
    pub fn yaml(&self, key: &str) -> String {
        let bare = BARE.contains(&key);
        let key = escape::flow(key);
        let nested = |field: &Self| !matches!(field, Self::Text(_));
        match self {
            Self::Text(text) if bare && is_bare(text) => format!("{key}: {text}\n"),
            Self::Text(text) => format!("{key}: {}\n", escape::scalar(text)),
            Self::List(items) if items.iter().any(nested) => {
                let items: Vec<String> = items.iter().map(|item| format!("  - {}\n", item.flow())).collect();
                format!("{key}:\n{}", items.concat())
            }
            Self::List(_) => format!("{key}: {}\n", self.flow()),
            Self::Map(entries) if entries.is_empty() => format!("{key}: {{}}\n"),
            Self::Map(entries) => {
                let entries: Vec<String> = entries
                    .iter()
                    .map(|(key, value)| format!("  {}: {}\n", escape::flow(key), value.written(bare)))
                    .collect();
                format!("{key}:\n{}", entries.concat())
            }
        }
    }
}

/// The fields of frameworks and crosswalks that hold numbers or truth values, and nothing else: ids and
/// versions are text, whatever they look like.
const BARE: [&str; 12] = [
    "article",
    "coso_principle",
    "counts",
    "documented_information",
    "excludable",
    "heading",
    "mandatory",
    "new_in_2022",
    "normative",
    "own_words_title",
    "strength",
    "verified",
];

/// A whole number, or yes or no, as YAML has them without quotes.
fn is_bare(text: &str) -> bool {
    let number = (1..10).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'));
    number || ["true", "false", "yes", "no", "on", "off"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or an object")
    }

    fn visit_str<E>(self, text: &str) -> Result<Field, E> {
        Ok(Field::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Field, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Field::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Field, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            list.push(entry);
        }
        Ok(Field::Map(list))
    }
}

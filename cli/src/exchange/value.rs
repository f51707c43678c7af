//! Values between a tree and a cell, and how they are written as YAML.

use std::fmt::Write as _;

use crate::document::{Node, Style, Value as Tree};
use crate::text::escape::{flow, scalar};

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Text.
    Text {
        text: String,
        /// True for what stands without quotes: a day, a number, a truth value.
        plain: bool,
    },
    /// A list.
    List(Vec<Value>),
    /// A mapping.
    Map(Vec<(String, Value)>),
}

impl Value {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), plain: false }
    }

    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), plain: true }
    }

    /// The value of a tree; `None` for nothing.
    pub(super) fn of(node: &Node) -> Option<Self> {
        match &node.value {
            Tree::Null => None,
            Tree::Scalar(scalar) => {
                Some(Self::Text { text: scalar.text.to_string(), plain: scalar.style == Style::Plain })
            }
            Tree::Sequence(items) => Some(Self::List(items.iter().filter_map(Self::of).collect())),
            Tree::Mapping(mapping) => {
                let entries = mapping.entries.iter();
                let entries =
                    entries.filter_map(|entry| Some((entry.key.to_string(), Self::of(&entry.value)?)));
                Some(Self::Map(entries.collect()))
            }
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text { text, .. } => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The items; what is no list is a list of one.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Text { .. } | Self::Map(_) => std::slice::from_ref(self),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Puts a value behind keys, making the mappings on the way; false where something else stands.
    pub(super) fn put(&mut self, keys: &[&str], value: Self) -> bool {
        let Self::Map(entries) = self else { return false };
        let [first, rest @ ..] = keys else { return false };
        let at = entries.iter().position(|(name, _)| name == first);
        match (at, rest) {
            (None, []) => entries.push(((*first).to_owned(), value)),
            (None, _) => {
                let mut inner = Self::Map(Vec::new());
                inner.put(rest, value);
                entries.push(((*first).to_owned(), inner));
            }
            (Some(at), []) => entries[at].1 = value,
            (Some(at), _) => return entries[at].1.put(rest, value),
        }
        true
    }

    /// True for the same value: blanks around a text, the order of keys, and one item in a list or
    /// alone make no difference.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text { text: a, .. }, Self::Text { text: b, .. }) => {
                a == b || trimmed(a) == trimmed(b) || truth(a).is_some_and(|is| truth(b) == Some(is))
            }
            (Self::Map(a), Self::Map(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, value)| other.get(key).is_some_and(|there| value.same(there)))
                    && b.iter().all(|(key, _)| self.get(key).is_some())
            }
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Self::List(one), alone) | (alone, Self::List(one)) => one.len() == 1 && one[0].same(alone),
            (Self::Text { .. }, Self::Map(_)) | (Self::Map(_), Self::Text { .. }) => false,
        }
    }

    /// YAML in one line, as it stands between braces.
    pub(super) fn flow(&self) -> String {
        match self {
            Self::Text { text, plain } if *plain && is_inert(text) => text.clone(),
            Self::Text { text, .. } => flow(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{}: {}", flow(key), value.flow())).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    /// YAML behind a colon: on the same line where it is short, else below it.
    pub(super) fn behind(&self, indent: &str) -> String {
        let short = self.flow();
        match self {
            Self::Text { text, plain } if !(*plain && is_inert(text)) => format!(" {}", scalar(text)),
            Self::List(items) if !items.is_empty() && !self.is_short(&short) => {
                let line = |item: &Self| match item {
                    Self::Text { text, plain } if !(*plain && is_inert(text)) => scalar(text),
                    _ => item.flow(),
                };
                items.iter().fold(String::new(), |mut out, item| {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "\n{indent}  - {}", line(item));
                    out
                })
            }
            Self::Map(entries) if short.chars().count() > 100 && !entries.is_empty() => {
                self.block(&format!("{indent}  ")).lines().fold(String::new(), |out, line| out + "\n" + line)
            }
            Self::Text { .. } | Self::List(_) | Self::Map(_) => format!(" {short}"),
        }
    }

    /// A list of a few words, which is read best on one line.
    fn is_short(&self, short: &str) -> bool {
        let words = |item: &Self| item.as_text().is_some_and(|text| text.chars().count() <= 24);
        short.chars().count() <= 100 && self.items().iter().all(words)
    }

    /// A mapping as a block of YAML, one key a line.
    pub(super) fn block(&self, indent: &str) -> String {
        let mut out = String::new();
        let Self::Map(entries) = self else { return out };
        for (key, value) in entries {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{indent}{}:{}", flow(key), value.behind(indent));
        }
        out
    }
}

/// A text without the blanks around it, its lines ended as here.
pub(super) fn trimmed(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// True for what can stand anywhere without quotes.
fn is_inert(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | ':' | '-');
    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && !text.ends_with(':') && text.chars().all(plain)
}

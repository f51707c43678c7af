//! The spanned tree.

use crate::place::{Span, Spanned};

/// How a scalar was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `text`
    Plain,
    /// `'text'` or `"text"`
    Quoted,
    /// `|` or `>`
    Block,
}

/// A scalar as text; nothing has been made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after unescaping.
    pub text: Box<str>,
    /// How it was written.
    pub style: Style,
}

/// A node and the bytes it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The bytes.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// Text.
    Scalar(Scalar),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping.
    Mapping(Mapping),
}

/// A mapping in the order of the file; keys are unique.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Their places in the order of the keys, once there are more than a few: a file of 50,000 keys
    /// is looked up as quickly as one of ten.
    order: Vec<u32>,
}

/// Fewer entries than this are looked through.
const FEW: usize = 16;

/// One key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Spanned<Box<str>>,
    /// Its value.
    pub value: Node,
}

impl Mapping {
    /// The entry with a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        if self.order.is_empty() {
            return self.entries.iter().find(|entry| &**entry.key == key);
        }
        let at = self.place(key).ok()?;
        Some(&self.entries[self.order[at] as usize])
    }

    /// Adds an entry behind the others; its key must not be there yet.
    pub(super) fn push(&mut self, entry: Entry) {
        if self.entries.len() >= FEW {
            if self.order.is_empty() {
                self.order = (0..self.entries.len() as u32).collect();
                let entries = &self.entries;
                self.order.sort_by_key(|&at| &entries[at as usize].key.value);
            }
            let (Ok(at) | Err(at)) = self.place(&entry.key);
            self.order.insert(at, self.entries.len() as u32);
        }
        self.entries.push(entry);
    }

    /// Where a key stands, or would stand, in the order of the keys.
    fn place(&self, key: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|&at| (*self.entries[at as usize].key.value).cmp(key))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }
}

impl Node {
    /// The mapping, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            Value::Null | Value::Scalar(_) | Value::Sequence(_) => None,
        }
    }

    /// The items, if it is a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            Value::Null | Value::Scalar(_) | Value::Mapping(_) => None,
        }
    }

    /// The text, if it is a scalar.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    /// The text with its place, if it is a scalar.
    pub fn text(&self) -> Option<Spanned<String>> {
        self.as_text().map(|text| Spanned::new(text.to_owned(), self.span))
    }

    /// The value of a key, if it is a mapping that has it and it is not null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key).filter(|node| !node.is_null())
    }

    /// True for null.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// The node itself, or its items: "one or many" is right everywhere.
    pub fn one_or_many(&self) -> &[Node] {
        match &self.value {
            Value::Null => &[],
            Value::Sequence(items) => items,
            Value::Scalar(_) | Value::Mapping(_) => std::slice::from_ref(self),
        }
    }

    /// What it is, for messages.
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

impl Scalar {
    /// `true`/`false` and the words people write for them, when written plain.
    pub fn as_bool(&self) -> Option<bool> {
        if self.style != Style::Plain {
            return None;
        }
        match &*self.text {
            "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
            "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
            _ => None,
        }
    }

    /// True for a plain scalar that other YAML tools read as a number.
    pub fn looks_like_number(&self) -> bool {
        let digits = self.text.strip_prefix(['-', '+']).unwrap_or(&self.text);
        self.style == Style::Plain
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.parse::<f64>().is_ok()
    }
}

//! The spanned tree as the validator sees it.

use std::borrow::Cow;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use serde_json::{Number, Value as JsonValue};

use crate::document::{Entry, Mapping, Node, Scalar, Style, Value};
use crate::place::Span;

/// The spanned tree as a representation of JSON: every scalar is a string, and one that was written
/// plain and reads as a number can be compared as one.
pub(super) struct Tree;

impl Json for Tree {
    type Node<'a> = &'a Node;
    type PreparedKey = Box<str>;
    type StringBuffer = Option<Node>;

    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>(buffer: &mut Option<Node>, string: &str, f: impl FnOnce(&Node) -> T) -> T {
        let scalar = Scalar { text: string.into(), style: Style::Quoted };
        f(buffer.insert(Node { span: Span::default(), value: Value::Scalar(scalar) }))
    }
}

impl<'a> JsonNode<'a, Tree> for &'a Node {
    type Object = &'a Mapping;
    type Array = &'a [Node];
    type Number = PlainNumber<'a>;

    fn as_object(&self) -> Option<&'a Mapping> {
        self.as_mapping()
    }

    fn as_array(&self) -> Option<&'a [Node]> {
        self.as_sequence()
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        self.as_text().map(Cow::Borrowed)
    }

    fn as_number(&self) -> Option<PlainNumber<'a>> {
        match &self.value {
            Value::Scalar(scalar) if scalar.looks_like_number() => Some(PlainNumber(&scalar.text)),
            Value::Null | Value::Scalar(_) | Value::Sequence(_) | Value::Mapping(_) => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        None
    }

    fn is_null(&self) -> bool {
        Node::is_null(self)
    }

    fn json_type(&self) -> JsonType {
        match &self.value {
            Value::Null => JsonType::Null,
            Value::Scalar(_) => JsonType::String,
            Value::Sequence(_) => JsonType::Array,
            Value::Mapping(_) => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &JsonValue) -> bool {
        match (&self.value, expected) {
            (Value::Null, JsonValue::Null) => true,
            (Value::Scalar(scalar), JsonValue::String(text)) => *scalar.text == **text,
            (Value::Scalar(scalar), JsonValue::Bool(value)) => scalar.as_bool() == Some(*value),
            (Value::Scalar(scalar), JsonValue::Number(number)) => {
                scalar.looks_like_number() && scalar.text.parse().ok() == number.as_f64()
            }
            _ => self.to_value().as_ref() == expected,
        }
    }

    fn to_value(&self) -> Cow<'a, JsonValue> {
        Cow::Owned(match &self.value {
            Value::Null => JsonValue::Null,
            Value::Scalar(scalar) => JsonValue::String(scalar.text.to_string()),
            Value::Sequence(items) => items.iter().map(|item| item.to_value().into_owned()).collect(),
            Value::Mapping(mapping) => mapping
                .entries
                .iter()
                .map(|entry| (entry.key.value.to_string(), (&entry.value).to_value().into_owned()))
                .collect(),
        })
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::new(std::ptr::from_ref::<Node>(self) as usize))
    }
}

impl<'a> Object<'a, Tree> for &'a Mapping {
    type Node = &'a Node;
    type MemberName = &'a str;
    type MembersIter = std::iter::Map<std::slice::Iter<'a, Entry>, fn(&'a Entry) -> (&'a str, &'a Node)>;

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn get(&self, key: &Box<str>) -> Option<&'a Node> {
        Mapping::get(self, key)
    }

    fn members(&self) -> Self::MembersIter {
        self.entries.iter().map(|entry| (&*entry.key.value, &entry.value))
    }
}

impl<'a> Array<'a, Tree> for &'a [Node] {
    type Node = &'a Node;
    type ElementsIter = std::slice::Iter<'a, Node>;

    fn len(&self) -> usize {
        <[Node]>::len(self)
    }

    fn elements(&self) -> Self::ElementsIter {
        self.iter()
    }
}

/// A number as it was written.
pub(super) struct PlainNumber<'a>(&'a str);

impl JsonNumber for PlainNumber<'_> {
    fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn to_number(&self) -> Cow<'_, Number> {
        let number = self.as_i64().map(Number::from).or_else(|| self.as_f64().and_then(Number::from_f64));
        Cow::Owned(number.unwrap_or_else(|| Number::from(0)))
    }

    fn is_integer(&self) -> bool {
        self.as_i64().is_some()
    }
}

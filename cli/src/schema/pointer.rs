//! JSON pointers (RFC 6901) into a schema and into a document.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::document::{Mapping, Node, Value};
use crate::place::Span;

/// The unescaped segments of a pointer.
pub(super) fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|segment| {
        if segment.contains('~') {
            Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
        } else {
            Cow::Borrowed(segment)
        }
    })
}

/// The pointer without its last segment; `None` at the root.
pub(super) fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(parent, _)| parent)
}

/// Follows `$ref` to a definition of the same schema, at most eight times.
pub(super) fn resolve<'a>(root: &'a Json, schema: &'a Json) -> &'a Json {
    let mut schema = schema;
    for _ in 0..8 {
        let target = schema.get("$ref").and_then(Json::as_str).and_then(|target| target.strip_prefix('#'));
        match target.and_then(|pointer| root.pointer(pointer)) {
            Some(found) => schema = found,
            None => break,
        }
    }
    schema
}

/// The schema of a field, looked for where a rule about it stands and then in what encloses it.
pub(super) fn field<'a>(root: &'a Json, pointer: &str, name: &str) -> Option<&'a Json> {
    let mut pointer = Some(pointer);
    while let Some(here) = pointer {
        if let Some(schema) = root.pointer(here) {
            let own = schema.get("properties").and_then(|fields| fields.get(name));
            let referred = || resolve(root, schema).get("properties").and_then(|fields| fields.get(name));
            if let Some(found) = own.or_else(referred) {
                return Some(found);
            }
        }
        pointer = parent(here);
    }
    None
}

/// What the schema says of a field.
pub(super) fn description(root: &Json, schema: &Json) -> Option<String> {
    let text = schema.get("description").or_else(|| resolve(root, schema).get("description"));
    text.and_then(Json::as_str).map(str::to_owned)
}

/// A node of the document and how it is reached.
#[derive(Clone, Copy)]
pub(super) struct Reached<'a> {
    /// The node.
    pub(super) node: &'a Node,
    /// The key that it is the value of; `None` at the root and for the items of a list.
    pub(super) key: Option<Span>,
}

impl<'a> Reached<'a> {
    /// Walks from the root of a document.
    pub(super) fn by(root: &'a Node, pointer: &str) -> Self {
        let mut reached = Self { node: root, key: None };
        for segment in segments(pointer) {
            let next = match &reached.node.value {
                Value::Mapping(mapping) => mapping
                    .entry(&segment)
                    .map(|entry| Self { node: &entry.value, key: Some(entry.key.span) }),
                Value::Sequence(items) => segment
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|node| Self { node, key: None }),
                Value::Null | Value::Scalar(_) => None,
            };
            match next {
                Some(next) => reached = next,
                None => break,
            }
        }
        reached
    }

    /// Where the value stands; what is not there is shown at its key.
    pub(super) fn value_span(&self) -> Span {
        match self.key {
            Some(key) if self.node.span.is_empty() => key,
            _ => self.node.span,
        }
    }

    /// Where something that is missing in it is shown: the key that opens the mapping, or for the
    /// root and the items of a list their first key.
    pub(super) fn opening_span(&self) -> Span {
        let first = || self.node.as_mapping().and_then(first_key);
        self.key.or_else(first).unwrap_or(self.node.span)
    }
}

fn first_key(mapping: &Mapping) -> Option<Span> {
    mapping.entries.first().map(|entry| entry.key.span)
}

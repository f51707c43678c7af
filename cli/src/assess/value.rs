//! Two versions of a text, compared as values.

use crate::document::{Mapping, Node, Value};

/// True when two values are equal but for the top-level keys that `beside` names.
pub(super) fn equal_but(a: &Node, b: &Node, beside: impl Fn(&str) -> bool) -> bool {
    let (Some(a), Some(b)) = (a.as_mapping(), b.as_mapping()) else { return equal(a, b) };
    alike(a, b, beside)
}

fn alike(a: &Mapping, b: &Mapping, beside: impl Fn(&str) -> bool) -> bool {
    let count = |mapping: &Mapping| mapping.entries.iter().filter(|entry| !beside(&entry.key)).count();
    let mut kept = a.entries.iter().filter(|entry| !beside(&entry.key));
    count(a) == count(b)
        && kept.all(|entry| b.get(&entry.key).is_some_and(|other| equal(&entry.value, other)))
}

fn equal(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => a.text == b.text,
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => alike(a, b, |_| false),
        _ => false,
    }
}

/// The top-level keys under which two mappings do not hold the same, in the order of the newer one and
/// then of the older one.
pub(super) fn fields_that_differ(old: &Node, new: &Node) -> Vec<String> {
    let (Some(was), Some(is)) = (old.as_mapping(), new.as_mapping()) else { return Vec::new() };
    let keys = is.entries.iter().chain(was.entries.iter().filter(|entry| is.get(&entry.key).is_none()));
    let differs = |key: &str| match (was.get(key), is.get(key)) {
        (Some(a), Some(b)) => !equal(a, b),
        (a, b) => a.is_some() != b.is_some(),
    };
    keys.map(|entry| entry.key.value.to_string()).filter(|key| differs(key)).collect()
}

//! Two versions of a record, compared as values.

use crate::document::{Mapping, Node, Value};

/// True when two records say the same of different periods: equal after dropping the top-level
/// `period` and, at any depth, `at`, `due` and `done`.
pub(super) fn says_the_same(a: &Node, b: &Node) -> bool {
    equal(a, b, &["period", "at", "due", "done"], DEEP)
}

fn equal(a: &Node, b: &Node, dropped: &[&str], deep: &[&str]) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => a.text == b.text,
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b, deep, deep))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            let count = |mapping: &Mapping| {
                mapping.entries.iter().filter(|entry| !dropped.contains(&&*entry.key.value)).count()
            };
            let mut kept = a.entries.iter().filter(|entry| !dropped.contains(&&*entry.key.value));
            count(a) == count(b)
                && kept.all(|entry| {
                    b.get(&entry.key).is_some_and(|other| equal(&entry.value, other, deep, deep))
                })
        }
        _ => false,
    }
}

/// True when two values are equal but for the top-level keys that `beside` names.
pub(super) fn equal_but(a: &Node, b: &Node, beside: impl Fn(&str) -> bool) -> bool {
    let (Some(a), Some(b)) = (a.as_mapping(), b.as_mapping()) else { return equal(a, b, &[], &[]) };
    let count = |mapping: &Mapping| mapping.entries.iter().filter(|entry| !beside(&entry.key)).count();
    let mut kept = a.entries.iter().filter(|entry| !beside(&entry.key));
    count(a) == count(b)
        && kept.all(|entry| b.get(&entry.key).is_some_and(|other| equal(&entry.value, other, &[], &[])))
}

/// What is dropped below the top level.
const DEEP: &[&str] = &["at", "due", "done"];

#[cfg(test)]
mod tests {
    use super::says_the_same;
    use crate::document::{Document, Node};
    use crate::place::FileId;

    fn node(text: &str) -> Node {
        Document::from_yaml(FileId(0), text.as_bytes()).0.root.expect("a value")
    }

    #[test]
    fn a_copy_is_seen_through_its_dates() {
        let one = node("period: 2026-Q1\nperformed: {by: a, at: 2026-01-01}\ndetails: {period: x}\n");
        assert!(says_the_same(
            &one,
            &node("details: {period: x}\nperformed: {by: a, at: 2026-04-01}\nperiod: 2026-Q2\n")
        ));
        assert!(!says_the_same(
            &one,
            &node("period: 2026-Q2\nperformed: {by: b, at: 2026-04-01}\ndetails: {period: x}\n")
        ));
        assert!(!says_the_same(&one, &node("period: 2026-Q2\nperformed: {by: a}\ndetails: {period: y}\n")));
    }
}

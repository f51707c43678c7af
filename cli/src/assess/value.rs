//! Two versions of a record, compared as values.

use crate::document::{Mapping, Node, Value};

/// True when everything that `old` says still stands in `new`, the test for a completing edit: mappings key
/// by key, each item of a sequence in some item, scalars equal as text; null counts as absent, and
/// the top-level `result: pending` may become anything.
///
/// Two records made to be compared for ever count as changed once [`COMPARISONS`] are spent.
pub(super) fn still_stands(old: &Node, new: &Node) -> bool {
    let left = &mut COMPARISONS.clone();
    match (old.as_mapping(), new.as_mapping()) {
        (Some(old), Some(new)) => old.entries.iter().all(|entry| {
            let undecided = &*entry.key.value == "result" && entry.value.as_text() == Some("pending");
            undecided || stands(&entry.value, new.get(&entry.key), left)
        }),
        _ => stands(old, Some(new), left),
    }
}

/// How many values are compared at most; a record of 1,000 artifacts in another order needs a tenth.
const COMPARISONS: u32 = 5_000_000;

fn stands(old: &Node, new: Option<&Node>, left: &mut u32) -> bool {
    let Some(less) = left.checked_sub(1) else { return false };
    *left = less;
    match &old.value {
        Value::Null => true,
        Value::Scalar(scalar) => new.and_then(Node::as_text) == Some(&scalar.text),
        Value::Sequence(items) => {
            let kept = new.and_then(Node::as_sequence).unwrap_or(&[]);
            items.iter().enumerate().all(|(at, item)| {
                // Where it stood before is where it most likely stands.
                let same_place = kept.get(at).into_iter();
                let mut candidates = same_place.chain(kept);
                item.is_null() || candidates.any(|new| stands(item, Some(new), left))
            })
        }
        Value::Mapping(mapping) => {
            let kept = new.and_then(Node::as_mapping);
            mapping
                .entries
                .iter()
                .all(|entry| stands(&entry.value, kept.and_then(|kept| kept.get(&entry.key)), left))
        }
    }
}

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
    use super::{says_the_same, still_stands};
    use crate::document::{Document, Node};
    use crate::place::FileId;

    fn node(text: &str) -> Node {
        Document::from_yaml(FileId(0), text.as_bytes()).0.root.expect("a value")
    }

    #[test]
    fn what_was_said_may_grow_but_not_change() {
        let old = "result: pending\nperformed: {by: a, at: 2026-01-01}\nartifacts:\n  - {file: x, sha256: 1}\nsummary:\n";
        let grown = [
            "result: pass\nperformed: {by: a, at: '2026-01-01'}\nreviewed: {by: b}\nartifacts:\n  - {file: y, sha256: 2}\n  - {file: x, sha256: 1, for: t}\n",
            "performed: {at: 2026-01-01, by: a}\nartifacts: [{file: x, sha256: 1}]\nsummary: done\n",
        ];
        let changed = [
            "result: pass\nperformed: {by: a, at: 2026-01-02}\nartifacts:\n  - {file: x, sha256: 1}\n",
            "result: pass\nperformed: {by: a, at: 2026-01-01}\nartifacts:\n  - {file: x, sha256: 2}\n",
            "result: pass\nperformed: a\nartifacts:\n  - {file: x, sha256: 1}\n",
            "result: pass\nperformed: {by: a, at: 2026-01-01}\n",
        ];
        let judged =
            |texts: &[&str]| texts.iter().map(|new| still_stands(&node(old), &node(new))).collect::<Vec<_>>();
        assert_eq!((judged(&grown), judged(&changed)), (vec![true, true], vec![false; 4]));
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

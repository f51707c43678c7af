//! Records as values: whether one version completes another, and whether two say the same.

use crate::document::{Entry, Node, Value};
use crate::place::Sha256;

/// A digest of what a record says: two are equal when the records are, after dropping the top-level
/// `period` and, at any depth, `at`, `due` and `done`. The order of keys plays no part.
pub(super) fn said(root: &Node) -> Sha256 {
    let mut bytes = Vec::new();
    say(root, &["period", "at", "due", "done"], &mut bytes);
    Sha256::of(&bytes)
}

/// Writes a value so that no two different ones are written alike.
fn say(node: &Node, dropped: &[&str], out: &mut Vec<u8>) {
    let text = |out: &mut Vec<u8>, sign: u8, text: &str| {
        out.push(sign);
        out.extend(text.len().to_le_bytes());
        out.extend(text.as_bytes());
    };
    match &node.value {
        Value::Null => out.push(b'~'),
        Value::Scalar(scalar) => text(out, b'"', &scalar.text),
        Value::Sequence(items) => {
            out.push(b'[');
            for item in items {
                say(item, DATES, out);
            }
            out.push(b']');
        }
        Value::Mapping(mapping) => {
            let kept = mapping.entries.iter().filter(|entry| !dropped.contains(&&*entry.key.value));
            let mut kept: Vec<&Entry> = kept.collect();
            kept.sort_unstable_by(|a, b| a.key.value.cmp(&b.key.value));
            out.push(b'{');
            for entry in kept {
                text(out, b':', &entry.key.value);
                say(&entry.value, DATES, out);
            }
            out.push(b'}');
        }
    }
}

/// What is dropped below the top level.
const DATES: &[&str] = &["at", "due", "done"];

/// True when everything that `old` says still stands in `new`, the test for a completing edit: mappings key
/// by key, each item of a sequence in some item, scalars equal as text; null counts as absent, and
/// the top-level `result: pending` may become anything.
///
/// Two records made to be compared for ever count as changed once five million comparisons are spent.
pub fn still_stands(old: &Node, new: &Node) -> bool {
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

#[cfg(test)]
mod tests {
    use super::{said, still_stands};
    use crate::document::{Document, Node};
    use crate::place::FileId;

    fn node(text: &str) -> Node {
        Document::from_yaml(FileId(0), text.as_bytes()).0.root.expect("a value")
    }

    #[test]
    fn a_copy_is_seen_through_its_dates() {
        let one = said(&node("period: 2026-Q1\nperformed: {by: a, at: 2026-01-01}\ndetails: {period: x}\n"));
        let same = "details: {period: x}\nperformed: {by: a, at: 2026-04-01}\nperiod: 2026-Q2\n";
        let others = [
            "period: 2026-Q2\nperformed: {by: b, at: 2026-04-01}\ndetails: {period: x}\n",
            "period: 2026-Q2\nperformed: {by: a}\ndetails: {period: y}\n",
            "performed: [by, a]\ndetails: {period: x}\n",
            "performed: {by: a}\ndetails:\n",
        ];
        assert_eq!(said(&node(same)), one);
        assert!(others.iter().all(|other| said(&node(other)) != one));
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
}

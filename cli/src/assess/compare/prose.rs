//! Prose in two versions, line by line.

use std::collections::BTreeMap;

use similar::{ChangeTag, TextDiff};

/// What is different between two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Lines that are new.
    pub added: usize,
    /// Lines that are gone.
    pub removed: usize,
    /// The difference in unified form; `None` for two texts too long to tell which line became which.
    pub diff: Option<String>,
}

/// Two texts of more lines than this together are not compared line by line: that can take as long
/// as the product of their lengths.
const COMPARED_LINES: usize = 6_000;

/// Lines added and removed, and the unified difference. Of texts too long for that, lines that were
/// moved count as neither.
pub fn prose(old: &str, new: &str) -> Prose {
    if old.lines().count() + new.lines().count() > COMPARED_LINES {
        let mut count: BTreeMap<&str, isize> = BTreeMap::new();
        old.lines().for_each(|line| *count.entry(line).or_default() -= 1);
        new.lines().for_each(|line| *count.entry(line).or_default() += 1);
        let added = count.values().filter(|count| **count > 0).sum::<isize>();
        let removed = count.values().filter(|count| **count < 0).sum::<isize>();
        return Prose { added: added.unsigned_abs(), removed: removed.unsigned_abs(), diff: None };
    }
    let lines = TextDiff::from_lines(old, new);
    let (mut added, mut removed) = (0, 0);
    for change in lines.iter_all_changes() {
        match change.tag() {
            ChangeTag::Insert => added += 1,
            ChangeTag::Delete => removed += 1,
            ChangeTag::Equal => {}
        }
    }
    Prose { added, removed, diff: Some(lines.unified_diff().context_radius(2).to_string()) }
}

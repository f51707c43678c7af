//! Fixes to bytes.

use std::collections::BTreeMap;

use crate::finding::{Edit, Fix};
use crate::place::Span;

/// The bytes of a file after some fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The new bytes.
    pub bytes: Vec<u8>,
    /// For each fix, in the order in which they were given, whether it was carried out.
    pub taken: Vec<bool>,
}

/// Carries out fixes of one file.
///
/// Nothing but the bytes of the edits changes. A fix is carried out whole or not at all. Of two that
/// touch the same bytes, the one that begins first wins, of two that begin together the one that was
/// given first; the other one is not taken, unless it asks for the very same edit.
pub fn apply(bytes: &[u8], fixes: &[&Fix]) -> Applied {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    let start = |fix: &Fix| fix.edits.first().map(|edit| edit.place.span.start);
    order.sort_by_key(|&index| (start(fixes[index]), index));
    let mut plan = Plan { bytes, edits: BTreeMap::new() };
    let mut taken = vec![false; fixes.len()];
    for index in order {
        taken[index] = plan.take(fixes[index]);
    }
    Applied { bytes: plan.carry_out(), taken }
}

/// Edits that do not touch each other.
struct Plan<'a> {
    bytes: &'a [u8],
    /// The text for each span.
    edits: BTreeMap<Span, &'a str>,
}

impl<'a> Plan<'a> {
    fn take(&mut self, fix: &'a Fix) -> bool {
        let mut added: Vec<Span> = Vec::new();
        for edit in &fix.edits {
            if self.edits.get(&edit.place.span) == Some(&edit.with.as_str()) {
                continue;
            }
            if !self.is_free(edit) {
                for span in added {
                    self.edits.remove(&span);
                }
                return false;
            }
            self.edits.insert(edit.place.span, &edit.with);
            added.push(edit.place.span);
        }
        !fix.edits.is_empty()
    }

    fn is_free(&self, edit: &Edit) -> bool {
        let span = edit.place.span;
        let before = self.edits.range(..=span).next_back();
        let after = self.edits.range(span..).next();
        self.bytes.get(span.range()).is_some()
            && before.is_none_or(|(before, _)| before.end < span.start)
            && after.is_none_or(|(after, _)| span.end < after.start)
    }

    fn carry_out(&self) -> Vec<u8> {
        let mut written = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        for (span, with) in &self.edits {
            written.extend_from_slice(&self.bytes[at..span.start as usize]);
            written.extend_from_slice(with.as_bytes());
            at = span.end as usize;
        }
        written.extend_from_slice(&self.bytes[at..]);
        written
    }
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::finding::{Edit, Fix};
    use crate::place::{FileId, Location, Span};

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |&(start, end, with): &(usize, usize, &str)| Edit {
            place: Location { file: FileId(0), span: Span::new(start, end) },
            with: with.to_owned(),
        };
        Fix { edits: edits.iter().map(edit).collect(), safe: true, caution: None }
    }

    fn applied(text: &str, fixes: &[Fix]) -> (String, Vec<bool>) {
        let applied = apply(text.as_bytes(), &fixes.iter().collect::<Vec<_>>());
        (String::from_utf8(applied.bytes).unwrap(), applied.taken)
    }

    #[test]
    fn every_edit_that_stands_alone_is_carried_out_and_the_rest_stays() {
        let fixes = [fix(&[(7, 9, "Z")]), fix(&[(0, 1, "AA"), (10, 10, "!")])];
        assert_eq!(applied("a: é\r\nbc x", &fixes), ("AA: é\r\nZ !x".to_owned(), vec![true, true]));
    }

    #[test]
    fn of_two_that_touch_the_first_wins_and_the_other_is_left_whole() {
        let fixes = [fix(&[(2, 4, "x"), (8, 9, "y")]), fix(&[(0, 3, "z")]), fix(&[(8, 9, "w")])];
        assert_eq!(applied("0123456789", &fixes), ("z34567w9".to_owned(), vec![false, true, true]));
        let twice = [fix(&[(0, 1, "x")]), fix(&[(0, 1, "x"), (4, 5, "y")])];
        assert_eq!(applied("0123456789", &twice), ("x123y56789".to_owned(), vec![true, true]));
    }

    #[test]
    fn an_edit_behind_the_end_and_a_fix_without_edits_do_nothing() {
        assert_eq!(applied("abc", &[fix(&[(2, 9, "")]), fix(&[])]), ("abc".to_owned(), vec![false, false]));
    }
}

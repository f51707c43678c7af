//! No wall: of the same mistake in many places a few are shown, the rest is counted by rule.
//!
//! The same mistake is the same rule, level and message, but for the words of the user and for
//! numbers. It is repeated when it is met in another file, or at the same place with the same help.
//! What else there is to mend in a file in which it was shown is shown as well, up to a limit.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Level};
use crate::place::{FileId, Location};

/// Of a mistake that is repeated, so many are shown.
const SHOWN: usize = 3;
/// Of a mistake at many places of one file, so many are shown.
const PLACES: usize = 10;

/// Findings, parted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// To be shown, in their order.
    pub(super) shown: Vec<&'a Finding>,
    /// The rest, by rule.
    pub(super) repeated: Vec<Repeated>,
}

/// What is left of a rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repeated {
    /// The rule.
    pub(super) rule: &'static str,
    /// How many are not shown.
    pub(super) count: usize,
    /// In how many files they are.
    pub(super) files: usize,
    /// That file, or the folder that holds these files; empty for the root.
    pub(super) place: String,
}

impl<'a> Told<'a> {
    /// Shows everything.
    pub(super) fn all(findings: Vec<&'a Finding>) -> Self {
        Self { shown: findings, repeated: Vec::new() }
    }

    /// Shows what is new.
    pub(super) fn of(findings: &[&'a Finding]) -> Self {
        let mut met: BTreeMap<Mistake, Met<'_>> = BTreeMap::new();
        let mut left: BTreeMap<&'static str, Vec<&Finding>> = BTreeMap::new();
        let news: Vec<bool> = findings
            .iter()
            .map(|finding| met.entry(Mistake::of(finding)).or_default().takes(finding))
            .collect();
        for (finding, _) in findings.iter().zip(&news).filter(|(_, new)| !**new) {
            left.entry(finding.rule).or_default().push(finding);
        }
        // One more takes less room shown than counted.
        left.retain(|_, left| left.len() > 1);
        let shown =
            findings.iter().zip(news).filter(|(finding, new)| *new || !left.contains_key(finding.rule));
        let shown = shown.map(|(finding, _)| *finding).collect();
        Self { shown, repeated: left.into_iter().map(|(rule, left)| repeated(rule, &left)).collect() }
    }
}

fn repeated(rule: &'static str, left: &[&Finding]) -> Repeated {
    let files: BTreeSet<&str> = left.iter().map(|finding| finding.path.as_str()).collect();
    let folders = left.iter().map(|finding| finding.path.folder());
    let place = match files.first() {
        Some(file) if files.len() == 1 => file,
        _ => folders.reduce(common).unwrap_or_default(),
    };
    Repeated { rule, count: left.len(), files: files.len(), place: place.to_owned() }
}

/// The deepest folder that holds both.
fn common<'a>(one: &'a str, other: &str) -> &'a str {
    let mut folder = one;
    while !folder.is_empty() {
        if other.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return folder;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    folder
}

/// What makes two findings the same mistake.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mistake {
    rule: &'static str,
    level: Level,
    message: String,
}

impl Mistake {
    fn of(finding: &Finding) -> Self {
        Self { rule: finding.rule, level: finding.level, message: shape(&finding.message) }
    }
}

/// Where a mistake was met so far.
#[derive(Debug, Default)]
struct Met<'a> {
    files: BTreeSet<FileId>,
    places: BTreeSet<(Location, Option<&'a str>)>,
    shown: usize,
}

impl<'a> Met<'a> {
    /// True when this one is shown as well.
    fn takes(&mut self, finding: &'a Finding) -> bool {
        let place = (finding.place, finding.help.as_deref());
        let other_file = !self.files.contains(&finding.place.file);
        let again = self.shown > 0 && (other_file || self.places.contains(&place));
        let shown = self.shown < if again { SHOWN } else { PLACES };
        if shown {
            self.shown += 1;
            self.files.insert(finding.place.file);
            self.places.insert(place);
        }
        shown
    }
}

/// A message without the user's words, which stand in backticks, and without numbers; a list is as
/// long as another.
fn shape(message: &str) -> String {
    let mut outside = message.split('`').step_by(2);
    let mut text = outside.next().unwrap_or_default().to_owned();
    for part in outside {
        if part != ", " && part != " and " {
            text.push('`');
            text.push_str(part);
        }
    }
    let words =
        text.split(' ').map(|word| if word.contains(|c: char| c.is_ascii_digit()) { "#" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{common, shape};

    #[test]
    fn messages_that_differ_in_words_of_the_user_and_numbers_have_one_shape() {
        let one = shape("no active control meets `CC1.1` of `soc2` CC1");
        assert_eq!(one, shape("no active control meets `CC2.1`, `CC2.2` and `CC2.3` of `soc2` CC2"));
        assert_eq!(shape("`AC-02` has 3 rows, not 4"), shape("`AC-03` has 12 rows, not 1"));
        assert_ne!(shape("`a` is no person"), shape("`a` is no team"));
    }

    #[test]
    fn a_folder_holds_itself_and_what_is_below() {
        assert_eq!(common("evidence/AC-02", "evidence/AC-021"), "evidence");
        assert_eq!(common("evidence/AC-02", "evidence/AC-02/x"), "evidence/AC-02");
        assert_eq!(common("evidence", "policies"), "");
    }
}

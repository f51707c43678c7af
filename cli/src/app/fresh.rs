//! Findings that were not there before.
//!
//! A finding is the same one when its fingerprint is; where the line that it stands on was edited or
//! its file has another name, when rule, subject and message are; a note also when its file had one of
//! that rule. What was there twice and is there three times is new once.

use std::collections::BTreeMap;

use crate::finding::{Finding, Findings, Level};
use crate::place::RepoPath;
use crate::report::{Places, fingerprints};
use crate::source::Snapshot;

/// What two runs have in common, and what not.
#[derive(Debug, Default)]
pub struct Fresh {
    /// Findings that are set aside, and that counted before or are new.
    pub set_aside: Vec<Finding>,
    /// How many that counted are no longer there.
    pub resolved: usize,
}

/// Keeps of `now` what is new and counts. `renamed` tells under which name a file is known now.
pub fn keep_new(
    before: (Findings, &Snapshot),
    now: (&mut Findings, &Snapshot),
    renamed: &BTreeMap<RepoPath, RepoPath>,
) -> Fresh {
    let (mut before, there) = before;
    let (now, here) = now;
    for finding in before.list_mut() {
        if let Some(path) = renamed.get(&finding.path) {
            finding.path = path.clone();
        }
    }
    let mut known = Known::of(before.list(), there);
    let list = std::mem::take(now.list_mut());
    let prints = fingerprints(&list, &mut Places::new(here));
    let mut left = Vec::new();
    for (finding, print) in list.into_iter().zip(prints) {
        if !known.take_print(&print, &finding) {
            left.push(finding);
        }
    }
    let mut fresh = Fresh::default();
    for finding in left {
        if known.take_words(&finding) || known.take_note(&finding) {
            continue;
        }
        if finding.waived.is_some() {
            fresh.set_aside.push(finding);
        } else {
            now.list_mut().push(finding);
        }
    }
    // What is set aside now was not mended.
    let waived = fresh.set_aside.iter().filter(|finding| known.counted_before(finding)).count();
    fresh.resolved = known.open().saturating_sub(waived);
    fresh
}

/// What makes findings the same where their lines are not.
type Words = (&'static str, String, String, bool);

fn words(finding: &Finding) -> Words {
    let subject = finding.subject.clone().unwrap_or_default();
    (finding.rule, subject, finding.message.clone(), finding.waived.is_some())
}

/// The findings before, each to be taken once.
struct Known<'f> {
    list: Vec<(&'f Finding, bool)>,
    prints: BTreeMap<(String, bool), Vec<usize>>,
    words: BTreeMap<Words, Vec<usize>>,
}

impl<'f> Known<'f> {
    fn of(list: &'f [Finding], snapshot: &Snapshot) -> Self {
        let mut places = Places::new(snapshot);
        let mut known = Self { list: Vec::new(), prints: BTreeMap::new(), words: BTreeMap::new() };
        for (index, (finding, print)) in list.iter().zip(fingerprints(list, &mut places)).enumerate() {
            known.list.push((finding, false));
            known.prints.entry((print, finding.waived.is_some())).or_default().push(index);
            known.words.entry(words(finding)).or_default().push(index);
        }
        known
    }

    fn take(&mut self, index: Option<usize>) -> bool {
        index.map(|index| self.list[index].1 = true).is_some()
    }

    fn free(&self, indices: Option<&Vec<usize>>) -> Option<usize> {
        indices?.iter().copied().find(|&index| !self.list[index].1)
    }

    fn take_print(&mut self, print: &str, finding: &Finding) -> bool {
        let key = (print.to_owned(), finding.waived.is_some());
        let index = self.free(self.prints.get(&key));
        self.take(index)
    }

    fn take_words(&mut self, finding: &Finding) -> bool {
        let index = self.free(self.words.get(&words(finding)));
        self.take(index)
    }

    /// A word that is another one on the same line is no new note.
    fn take_note(&mut self, finding: &Finding) -> bool {
        let same = |one: &Finding| {
            (one.rule, &one.path, one.waived.is_some())
                == (finding.rule, &finding.path, finding.waived.is_some())
        };
        let at = |(one, taken): &(&Finding, bool)| !taken && finding.level == Level::Note && same(one);
        let index = self.list.iter().position(at);
        self.take(index)
    }

    fn counted_before(&self, finding: &Finding) -> bool {
        let (rule, subject, message, _) = words(finding);
        self.free(self.words.get(&(rule, subject, message, false))).is_some()
    }

    fn open(&self) -> usize {
        self.list.iter().filter(|(finding, taken)| !taken && finding.waived.is_none()).count()
    }
}

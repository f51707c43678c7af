//! Fixes, round after round, until there is nothing left to fix.
//!
//! In: a judged repository. Out: the bytes that its files would have, and what was done to them.
//! Nothing is written here: each round is judged in memory as if it were, and a file that it would
//! leave worse keeps the bytes that it had.

use std::collections::BTreeMap;

use crate::app::Limit;
use crate::app::pipeline::Judged;
use crate::finding::{Edit, Finding, Findings, Fix, Group, apply};
use crate::place::{FileId, RepoPath};
use crate::rules::{RuleSelection, find};

/// Fixes that touch each other take a round each; more rounds than this are nobody's intention.
const ROUNDS: usize = 10;

/// What is wanted of the fixes that findings carry.
#[derive(Debug, Clone, Copy)]
pub struct Repair<'a> {
    /// Of which rules.
    pub selection: &'a RuleSelection,
    /// In which files.
    pub limit: &'a Limit,
    /// Also those that may say something else than their author meant.
    pub unsafe_too: bool,
}

/// What became of a repository.
pub struct Mended {
    /// The repository as it would be.
    pub judged: Judged,
    /// Its findings, of every rule and file.
    pub findings: Findings,
    /// Files with other bytes: what stood there, what stands there now.
    pub changed: BTreeMap<RepoPath, (Vec<u8>, Vec<u8>)>,
    /// What was done, in the order in which it was done.
    pub done: Vec<Done>,
    /// Files that fixes would have left worse, with the reason; they are as they were before.
    pub put_back: BTreeMap<RepoPath, String>,
    /// True when the rounds ran out before the fixes did.
    pub unfinished: bool,
}

/// A fix that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The file.
    pub path: RepoPath,
    /// The rule.
    pub rule: &'static str,
    /// What was changed: `` `ownr` is now `owner` ``.
    pub what: String,
    /// For one that is not safe: what to make sure of.
    pub caution: Option<&'static str>,
}

impl Repair<'_> {
    /// True for a finding that it is about.
    pub fn concerns(&self, finding: &Finding) -> bool {
        find(finding.rule).is_some_and(|rule| self.selection.takes(rule)) && self.limit.takes(&finding.path)
    }

    /// The fix of a finding that is to be carried out.
    fn fix<'f>(&self, finding: &'f Finding) -> Option<&'f Fix> {
        let fix = finding.fix.as_ref().filter(|fix| fix.safe || self.unsafe_too)?;
        self.concerns(finding).then_some(fix)
    }
}

/// Carries out fixes until there are none left.
pub fn mend(judged: Judged, repair: &Repair<'_>) -> Mended {
    let findings = judge(&judged);
    let mut mended = Mended {
        judged,
        findings,
        changed: BTreeMap::new(),
        done: Vec::new(),
        put_back: BTreeMap::new(),
        unfinished: false,
    };
    for _ in 0..ROUNDS {
        let round = Round::of(&mended, repair);
        if round.is_empty() {
            return mended;
        }
        mended = round.carry_out(mended);
    }
    mended.unfinished = !Round::of(&mended, repair).is_empty();
    mended
}

/// Every rule is judged, so that a fix which makes another rule speak is seen.
fn judge(judged: &Judged) -> Findings {
    let assessment = judged.assess(judged.lint_window(), None);
    judged.judge(Some(&assessment), None, &RuleSelection::default())
}

/// The fixes of one round, by file.
struct Round(BTreeMap<RepoPath, FileRound>);

struct FileRound {
    before: Vec<u8>,
    after: Vec<u8>,
    done: Vec<Done>,
}

impl Round {
    fn of(mended: &Mended, repair: &Repair<'_>) -> Self {
        let mut by_file: BTreeMap<FileId, Vec<(&Finding, &Fix)>> = BTreeMap::new();
        for finding in mended.findings.list().iter().filter(|one| !mended.put_back.contains_key(&one.path)) {
            if let Some(fix) = repair.fix(finding) {
                by_file.entry(finding.place.file).or_default().push((finding, fix));
            }
        }
        let files = by_file.into_iter().filter_map(|(file, found)| {
            let file = mended.judged.loaded.snapshot.file(file);
            let before = file.bytes.as_deref()?;
            let fixes: Vec<&Fix> = found.iter().map(|(_, fix)| *fix).collect();
            let applied = apply(before, &fixes);
            let taken = found.iter().zip(&applied.taken).filter(|(_, taken)| **taken);
            let done = taken.map(|((finding, fix), _)| Done {
                path: file.path.clone(),
                rule: finding.rule,
                what: told(before, &fix.edits),
                caution: fix.caution,
            });
            let done = done.collect();
            let changes = applied.bytes != before;
            let round = FileRound { before: before.to_vec(), after: applied.bytes, done };
            changes.then(|| (file.path.clone(), round))
        });
        Self(files.collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Judges the repository with the new bytes, and puts back the files that are worse with them.
    fn carry_out(mut self, mut mended: Mended) -> Mended {
        let old = std::mem::take(&mut mended.findings);
        let after: BTreeMap<RepoPath, Vec<u8>> =
            self.0.iter().map(|(path, round)| (path.clone(), round.after.clone())).collect();
        mended.judged = mended.judged.with(&after);
        mended.findings = judge(&mended.judged);
        loop {
            let worse: Vec<(RepoPath, String)> =
                self.0.keys().filter_map(|path| Some((path.clone(), worse(&old, &mended, path)?))).collect();
            if worse.is_empty() {
                break;
            }
            let mut back = BTreeMap::new();
            for (path, because) in worse {
                if let Some(round) = self.0.remove(&path) {
                    back.insert(path.clone(), round.before);
                }
                mended.put_back.insert(path, because);
            }
            mended.judged = mended.judged.with(&back);
            mended.findings = judge(&mended.judged);
        }
        for (path, round) in self.0 {
            mended.done.extend(round.done);
            mended.changed.entry(path).or_insert((round.before, Vec::new())).1 = round.after;
        }
        mended
    }
}

/// Rules that say that a file cannot be read, or not for what it says.
const UNREAD: [&str; 4] = ["yaml-syntax", "duplicate-key", "not-utf8", "file-too-large"];

/// Why a file is worse than before: it cannot be read any more, or reading it meets more that is
/// wrong. What other rules say once it can be read is no reason: that was wrong before, and unseen.
fn worse(old: &Findings, mended: &Mended, path: &RepoPath) -> Option<String> {
    let met = |findings: &Findings| -> Vec<(&'static str, String)> {
        let is_met = |finding: &&Finding| {
            let group = find(finding.rule).map(|rule| rule.meta.group);
            finding.path == *path && group == Some(Group::Shape)
        };
        let list = findings.list().iter().filter(is_met);
        list.map(|finding| (finding.rule, finding.message.clone())).collect()
    };
    let unread =
        |met: &[(&'static str, String)]| met.iter().filter(|(rule, _)| UNREAD.contains(rule)).count();
    let (before, after) = (met(old), met(&mended.findings));
    if after.len() <= before.len() && unread(&after) <= unread(&before) {
        return None;
    }
    let new = after.iter().find(|found| !before.contains(found));
    Some(match new {
        Some((rule, message)) => format!("more would be wrong in it: {rule}: {message}"),
        None => "more would be wrong in it".to_owned(),
    })
}

/// What edits do, in words.
fn told(before: &[u8], edits: &[Edit]) -> String {
    let one = |edit: &Edit| {
        let old = String::from_utf8_lossy(before.get(edit.place.span.range()).unwrap_or_default());
        let (old, new) = (shown(&old), shown(&edit.with));
        match (old.is_empty(), new.is_empty()) {
            (false, false) => format!("`{old}` is now `{new}`"),
            (false, true) => format!("`{old}` is gone"),
            (true, _) => format!("`{new}` is new"),
        }
    };
    edits.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The gist of a text on one line.
fn shown(text: &str) -> String {
    const MOST: usize = 80;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_matches(',').trim();
    if line.chars().count() <= MOST {
        line.to_owned()
    } else {
        let kept: String = line.chars().take(MOST - 3).collect();
        format!("{kept}...")
    }
}

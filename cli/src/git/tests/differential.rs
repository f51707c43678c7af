//! The walk against Git itself, on histories made by chance.
use std::collections::{BTreeMap, BTreeSet};

use crate::git::tests::{Files, Scratch, git};
use crate::place::CommitId;

/// A small generator (xorshift), so that a seed gives the same history everywhere.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).expect("smaller than sides")
    }
}

const NAMES: [&str; 12] = [
    "evidence/AC-01/2026-Q1.yaml",
    "evidence/AC-01/2026-Q1/users.csv",
    "evidence/AC-01/2026-Q1/deep/er/shot.png",
    "evidence/AC-01.txt",
    "evidence/AC-02/2026-Q1.yaml",
    "evidence/AC-02",
    "policies/controls/AC-01.yaml",
    "policies/controls/AC-02.yml",
    "policies/controls",
    "policies/a.md",
    "policies.txt",
    "src/main.rs",
];

/// Changes some paths; a path and a path below it never stand side by side.
fn change(dice: &mut Dice, files: &mut Files) {
    for _ in 0..=dice.roll(3) {
        let name = NAMES[dice.roll(NAMES.len())];
        if dice.roll(4) == 0 {
            files.remove(name);
            continue;
        }
        files.retain(|other, _| {
            !other.starts_with(&format!("{name}/")) && !name.starts_with(&format!("{other}/"))
        });
        let mode = ["100644", "100644", "100644", "100755", "120000", "160000"][dice.roll(6)];
        files.insert(name.to_owned(), (mode, dice.roll(6).to_string()));
    }
}

/// Commits with one to four parents, the first of them after `before`; gives the last one.
pub(super) fn grow(scratch: &Scratch, dice: &mut Dice, before: &[CommitId]) -> CommitId {
    let mut commits: Vec<(CommitId, Files)> = Vec::new();
    for number in 0..60 {
        let mut parents: Vec<usize> = Vec::new();
        if !commits.is_empty() && dice.roll(20) > 0 {
            let recent = commits.len().min(6);
            let wanted = [1, 1, 1, 2, 2, 3, 4][dice.roll(7)];
            parents.extend((0..wanted).map(|_| commits.len() - 1 - dice.roll(recent)));
            parents.dedup();
            let mut seen = BTreeSet::new();
            parents.retain(|parent| seen.insert(*parent));
        }
        let mut files = parents.first().map_or_else(Files::new, |first| commits[*first].1.clone());
        for parent in parents.iter().skip(1) {
            // A merge takes some of the other side's paths as they are.
            for (name, slot) in &commits[*parent].1 {
                if dice.roll(2) == 0
                    && !NAMES.iter().any(|other| files.contains_key(*other) && clash(name, other))
                {
                    files.insert(name.clone(), slot.clone());
                }
            }
        }
        if dice.roll(3) > 0 {
            change(dice, &mut files);
        }
        let mut ids: Vec<CommitId> = parents.iter().map(|parent| commits[*parent].0).collect();
        ids.extend(before.iter().filter(|_| commits.is_empty()));
        // Few distinct dates, so that ties happen, and some run backwards.
        let day = number / 3 + i64::try_from(dice.roll(5)).expect("small");
        commits.push((scratch.commit_tree(scratch.tree(&files), &ids, day), files));
    }
    let all: Vec<CommitId> = commits.iter().rev().take(5).map(|(id, _)| *id).collect();
    scratch.commit_tree(scratch.tree(&commits[commits.len() - 1].1), &all, 99)
}

fn clash(a: &str, b: &str) -> bool {
    a.starts_with(&format!("{b}/")) || b.starts_with(&format!("{a}/"))
}

fn watched(path: &str) -> bool {
    path.starts_with("policies/") || path.starts_with("evidence/")
}

/// For each commit, newest first: `path before after` of what differs from the first parent.
fn line_by_git(scratch: &Scratch, head: CommitId) -> Vec<(String, BTreeSet<String>)> {
    let range = head.to_string();
    let text = git(
        scratch.path(),
        &[
            "log",
            "--first-parent",
            "--diff-merges=first-parent",
            "--raw",
            "--no-renames",
            "--no-abbrev",
            "--root",
            "--format=%x01%H",
            &range,
        ],
    );
    let mut line = Vec::new();
    for part in text.split('\u{1}').skip(1) {
        let (id, rest) = part.split_once('\n').unwrap_or((part, ""));
        let mut changes = BTreeSet::new();
        for row in rest.lines().filter_map(|row| row.strip_prefix(':')) {
            let (fields, path) = row.split_once('\t').expect("a raw row");
            let fields: Vec<&str> = fields.split(' ').collect();
            let (both_files, same) =
                (fields[0].starts_with("100") && fields[1].starts_with("100"), fields[2] == fields[3]);
            if watched(path) && !(both_files && same) {
                changes.insert(format!("{path} {} {}", fields[2], fields[3]));
            }
        }
        line.push((id.trim().to_owned(), changes));
    }
    line
}

/// For each path, the earliest commit that holds it while no parent does.
fn additions_by_git(scratch: &Scratch, head: CommitId) -> BTreeMap<String, (i64, String)> {
    let range = head.to_string();
    let text = git(
        scratch.path(),
        &["log", "-c", "--raw", "--no-renames", "--no-abbrev", "--root", "--format=%x01%H %ct", &range],
    );
    let mut additions: BTreeMap<String, (i64, String)> = BTreeMap::new();
    for part in text.split('\u{1}').skip(1) {
        let (heading, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (id, date) = heading.split_once(' ').expect("an id and a date");
        let new = (date.trim().parse::<i64>().expect("a date"), id.to_owned());
        for row in rest.lines().filter(|row| row.starts_with(':')) {
            let (fields, path) = row.split_once('\t').expect("a raw row");
            let status = fields.rsplit(' ').next().expect("a status");
            if watched(path) && status.bytes().all(|letter| letter == b'A') {
                additions
                    .entry(path.to_owned())
                    .and_modify(|known| *known = new.clone().min(known.clone()))
                    .or_insert(new.clone());
            }
        }
    }
    additions
}

#[test]
fn the_walk_tells_what_git_log_tells() {
    for seed in 1..=12_u64 {
        let scratch = Scratch::new();
        let head = grow(&scratch, &mut Dice(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed)), &[]);
        let trail = scratch.trail(head);
        let nothing = "0".repeat(40);
        let ours: Vec<(String, BTreeSet<String>)> = trail
            .line
            .iter()
            .rev()
            .map(|commit| {
                let id = |id: Option<crate::place::BlobId>| id.map_or(nothing.clone(), |id| id.to_string());
                let changes = commit
                    .changes
                    .iter()
                    .map(|one| format!("{} {} {}", one.path, id(one.before), id(one.after)));
                (commit.id.to_string(), changes.collect())
            })
            .collect();
        assert_eq!(ours, line_by_git(&scratch, head), "seed {seed}");
        let ours: BTreeMap<String, (i64, String)> = trail
            .additions
            .iter()
            .map(|(path, one)| (path.to_string(), (one.at.as_second(), one.commit.to_string())))
            .collect();
        assert_eq!(ours, additions_by_git(&scratch, head), "seed {seed}");
        assert!(trail.complete && trail.integrity.is_empty(), "{:?}", trail.integrity);
    }
}

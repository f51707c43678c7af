//! A walk that remembers an earlier one gives what a walk that does not remember gives.

use std::fs;

use crate::git::tests::differential::{Dice, grow};
use crate::git::tests::{Scratch, files, git};
use crate::git::{Environment, Repository};
use crate::place::CommitId;

/// The history as text, with what a later run may know.
fn walk(repository: &Repository, head: CommitId, remembered: Option<Vec<u8>>) -> (String, Option<Vec<u8>>) {
    repository.remember(remembered, true);
    let trail = repository.trail(head, "").expect("a trail");
    let proofs = repository.proofs(&trail, &[]).expect("proofs");
    (format!("{trail:#?}\n{proofs:#?}"), repository.learnt())
}

fn afresh(scratch: &Scratch, head: CommitId) -> String {
    let repository = scratch.open();
    let trail = repository.trail(head, "").expect("a trail");
    let proofs = repository.proofs(&trail, &[]).expect("proofs");
    format!("{trail:#?}\n{proofs:#?}")
}

fn pack(scratch: &Scratch, head: CommitId) {
    scratch.branch("main", head);
    git(scratch.path(), &["repack", "-a", "-d", "-q"]);
    git(scratch.path(), &["prune-packed", "-q"]);
}

/// Two commits, packed.
fn packed() -> (Scratch, CommitId) {
    let scratch = Scratch::new();
    let first = scratch.commit(&[], 0, &[("policies/a.md", "one"), ("evidence/AC-01/2026-Q1.yaml", "q1")]);
    let second = scratch.commit(&[first], 1, &[("policies/a.md", "two")]);
    pack(&scratch, second);
    (scratch, second)
}

#[test]
fn what_is_remembered_changes_nothing_whatever_the_history_and_wherever_it_went_on() {
    for seed in 1..=12 {
        let scratch = Scratch::new();
        let mut dice = Dice(u64::wrapping_mul(seed, 0x9e37_79b9_7f4a_7c15));
        let old = grow(&scratch, &mut dice, &[]);
        pack(&scratch, old);
        let (told, learnt) = walk(&scratch.open(), old, None);
        assert_eq!(told, afresh(&scratch, old), "seed {seed}");
        let learnt = learnt.expect("all of it is new");
        // The same once more: nothing is new.
        assert_eq!(walk(&scratch.open(), old, Some(learnt.clone())), (told, None), "seed {seed}");
        // What was beside the line is on it, and the other way round.
        let side = git(scratch.path(), &["rev-list", "--max-parents=1", &old.to_string()]);
        let side: CommitId = side.lines().nth(7).expect("commits").parse().expect("an id");
        assert_eq!(
            walk(&scratch.open(), side, Some(learnt.clone())).0,
            afresh(&scratch, side),
            "seed {seed}"
        );
        // It went on, loose; then that was packed as well, into a pack of its own; then into one of all.
        let new = grow(&scratch, &mut dice, &[old]);
        let (told, _) = walk(&scratch.open(), new, Some(learnt.clone()));
        assert_eq!(told, afresh(&scratch, new), "seed {seed}");
        scratch.branch("main", new);
        git(scratch.path(), &["repack", "-d", "-q"]);
        let (told, more) = walk(&scratch.open(), new, Some(learnt));
        assert_eq!(told, afresh(&scratch, new), "seed {seed}");
        let more = more.expect("what was packed meanwhile");
        assert_eq!(walk(&scratch.open(), new, Some(more.clone())), (told.clone(), None), "seed {seed}");
        pack(&scratch, new);
        assert_eq!(walk(&scratch.open(), new, Some(more)).0, told, "seed {seed}");
    }
}

/// The same bytes with one text in place of another as long.
fn lie(bytes: &[u8], truth: &[u8], lie: &[u8]) -> Vec<u8> {
    assert_eq!(truth.len(), lie.len());
    let at = bytes.windows(truth.len()).position(|window| window == truth).expect("it is there");
    [&bytes[..at], lie, &bytes[at + truth.len()..]].concat()
}

#[test]
fn what_is_remembered_counts_only_while_its_packs_lie_there_untouched() {
    let (scratch, head) = packed();
    let learnt = walk(&scratch.open(), head, None).1.expect("something");
    let lying = lie(&learnt, b"evidence/AC-01/2026-Q1.yaml", b"evidence/AC-01/1999-Q1.yaml");
    let believes = || walk(&scratch.open(), head, Some(lying.clone())).0.contains("1999-Q1");
    assert!(believes(), "a walk that could be lied to reads nothing again");

    let folder = scratch.path().join(".git/objects/pack");
    let file = |extension: &str| {
        let mut names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        names.find(|path| path.extension().is_some_and(|end| end == extension)).unwrap()
    };
    for extension in ["pack", "idx"] {
        let path = file(extension);
        let whole = fs::read(&path).unwrap();
        let aside = path.with_extension("aside");
        fs::rename(&path, &aside).unwrap();
        fs::write(&path, &whole).unwrap();
        assert!(!believes(), "another {extension} of the same bytes");
        fs::remove_file(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
    }
    git(scratch.path(), &["repack", "-a", "-d", "-q", "-F", "--window=0"]);
    assert!(!believes(), "another pack");
}

#[test]
fn what_lies_loose_is_read_each_time() {
    let (scratch, head) = packed();
    let learnt = walk(&scratch.open(), head, None).1;
    let later = scratch.commit(&[head], 2, &[("policies/a.md", "three")]);
    let (told, more) = walk(&scratch.open(), later, learnt);
    assert_eq!(told, afresh(&scratch, later));
    assert_eq!(more, None);
    assert_eq!(walk(&scratch.open(), later, None).1, walk(&scratch.open(), head, None).1);
}

#[test]
fn a_history_that_is_not_all_here_is_neither_remembered_nor_kept() {
    let (scratch, head) = packed();
    let learnt = walk(&scratch.open(), head, None).1.expect("something");
    fs::write(scratch.path().join(".git/shallow"), format!("{head}\n")).unwrap();
    let (told, more) = walk(&scratch.open(), head, Some(learnt));
    assert_eq!(told, afresh(&scratch, head));
    assert_eq!(more, None);
}

#[test]
fn odd_trees_are_looked_at_each_time_and_told_each_time() {
    let scratch = Scratch::new();
    let blob = scratch.blob("x").0;
    let odd = scratch.raw_tree(&[("100644", b"a\x01b.md", blob), ("100644", b"b.md", blob)]);
    let first = scratch.commit_tree(scratch.raw_tree(&[("40000", b"policies", odd)]), &[], 0);
    let tree = scratch.tree(&files(&[("policies/b.md", "y")]));
    let head = scratch.commit_tree(tree, &[first], 1);
    pack(&scratch, head);
    let (told, learnt) = walk(&scratch.open(), head, None);
    assert!(told.contains("PATH_UNSAFE policies/a"), "{told}");
    assert_eq!(walk(&scratch.open(), head, learnt), (told, None));
}

#[test]
fn bytes_that_make_no_sense_or_are_of_another_root_are_as_good_as_none() {
    let (scratch, head) = packed();
    let truth = afresh(&scratch, head);
    let learnt = walk(&scratch.open(), head, None).1.expect("something");
    for end in 0..learnt.len() {
        let (told, again) = walk(&scratch.open(), head, Some(learnt[..end].to_vec()));
        assert_eq!((told, again), (truth.clone(), Some(learnt.clone())), "up to byte {end}");
    }
    let longer = [&learnt[..], b"."].concat();
    assert_eq!(walk(&scratch.open(), head, Some(longer)).1, Some(learnt.clone()));
    // No number in it makes a reader go mad, whatever comes of it.
    for at in 0..learnt.len() {
        let mut other = learnt.clone();
        other[at] = !other[at];
        let repository = Repository::discover(scratch.path(), &Environment::default()).expect("a repository");
        repository.remember(Some(other), true);
        drop(repository.trail(head, ""));
    }
    let repository = scratch.open();
    repository.remember(Some(learnt), true);
    let other = repository.trail(head, "evidence").expect("a trail");
    assert!(other.line.iter().all(|commit| commit.changes.is_empty()));
}

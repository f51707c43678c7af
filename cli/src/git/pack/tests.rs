//! Repositories that real Git packed, and packs that were broken by hand.
#![expect(clippy::disallowed_methods, reason = "tests change packs on disk")]

use std::fs;
use std::path::PathBuf;

use crate::git::tests::{Scratch, at, git};
use crate::git::{GitError, Repository};
use crate::place::{BlobId, CommitId, Sha256};

/// Thirty versions of a policy and of a long list, which Git keeps as differences.
fn grown() -> (Scratch, CommitId) {
    let scratch = Scratch::new();
    let mut parents = Vec::new();
    for day in 0..30 {
        let rows = (0..400).map(|row| format!("account {row}, seen on day {}\n", day / (row + 1)));
        let list = rows.collect::<Vec<_>>().concat();
        let policy = format!("Version {day}\n{}", "The same words in each version.\n".repeat(20));
        let files = [("policies/a.md", policy.as_str()), ("evidence/AC-01/list.csv", list.as_str())];
        parents = vec![scratch.commit(&parents, day, &files)];
    }
    let head = parents[0];
    scratch.branch("main", head);
    (scratch, head)
}

/// All that the walk and the newest files say.
fn told(repository: &Repository, head: CommitId) -> String {
    let trail = repository.trail(head, "").expect("a trail");
    let snapshot = repository.snapshot(head, "", at(head, None)).expect("files");
    format!("{trail:?}\n{snapshot:?}")
}

fn pack_of(scratch: &Scratch, extension: &str) -> PathBuf {
    let folder = scratch.path().join(".git/objects/pack");
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found = entries.filter(|path| path.extension().is_some_and(|found| found == extension));
    found.next().expect("a pack")
}

/// Overwrites a file that Git made read-only.
fn change(path: &PathBuf, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).expect("a file");
    change(&mut bytes);
    fs::remove_file(path).expect("a file");
    fs::write(path, bytes).expect("a file");
}

#[test]
fn packed_however_git_may_the_same_is_told() {
    let (scratch, head) = grown();
    let loose = told(&scratch.open(), head);
    for way in [
        &["repack", "-a", "-d", "-f", "-q", "--depth=50"][..],
        &["-c", "repack.useDeltaBaseOffset=false", "repack", "-a", "-d", "-f", "-q"],
        &["-c", "pack.indexVersion=1", "repack", "-a", "-d", "-f", "-q"],
        &["-c", "core.bigFileThreshold=1", "repack", "-a", "-d", "-f", "-q"],
        &["multi-pack-index", "write"],
        &["gc", "-q", "--prune=now"],
    ] {
        git(scratch.path(), way);
        assert_eq!(told(&scratch.open(), head), loose, "{way:?}");
    }
}

#[test]
fn packs_that_git_replaces_meanwhile_are_looked_for_again() {
    let (scratch, old) = grown();
    git(scratch.path(), &["repack", "-a", "-d", "-q"]);
    let repository = scratch.open();
    let before = told(&repository, old);
    // The packs that are open go, and what is new is only in one that came since.
    let new = scratch.commit(&[old], 31, &[("policies/a.md", "new")]);
    scratch.branch("main", new);
    git(scratch.path(), &["gc", "-q", "--prune=now"]);
    assert_eq!(repository.trail(new, "").expect("a trail").line.len(), 31);
    assert_eq!(told(&repository, old), before);
    let other = told(&scratch.open(), new);
    assert_eq!(told(&repository, new), other);
}

#[test]
fn no_damage_to_a_pack_goes_unseen() {
    let (scratch, head) = grown();
    git(scratch.path(), &["gc", "-q", "--prune=now"]);
    let whole = told(&scratch.open(), head);
    let pack = pack_of(&scratch, "pack");
    let bytes = fs::read(&pack).expect("a pack");
    let mut refused = 0;
    for at in (12..bytes.len() - 20).step_by(bytes.len() / 60) {
        change(&pack, |bytes| bytes[at] ^= 0x15);
        match scratch.open().trail(head, "") {
            Ok(trail) if trail.lost => refused += usize::from(!trail.integrity.is_empty()),
            // A byte that belongs to a file whose past is not told.
            Ok(trail) => assert!(whole.starts_with(&format!("{trail:?}")), "{at}"),
            Err(error) => {
                assert!(error.cannot_tell(), "{at}: {error}");
                refused += 1;
            }
        }
        change(&pack, |bytes| bytes[at] ^= 0x15);
    }
    assert!(refused > 10, "{refused}");
    assert_eq!(told(&scratch.open(), head), whole);
}

#[test]
fn a_pack_or_index_that_is_cut_off_is_told() {
    let (scratch, head) = grown();
    git(scratch.path(), &["gc", "-q", "--prune=now"]);
    for extension in ["pack", "idx"] {
        let path = pack_of(&scratch, extension);
        let bytes = fs::read(&path).expect("a file");
        for length in [0, 7, 600, bytes.len() / 2, bytes.len() - 30] {
            change(&path, |bytes| bytes.truncate(length));
            match scratch.open().trail(head, "") {
                Ok(trail) => assert!(trail.lost && !trail.integrity.is_empty(), "{extension} {length}"),
                Err(error) => assert!(error.cannot_tell(), "{extension} {length}: {error}"),
            }
        }
        change(&path, |whole| *whole = bytes);
    }
}

#[test]
fn a_large_file_in_a_pack_is_digested_in_pieces() {
    let scratch = Scratch::new();
    // Over what is held in tests, and over what is kept.
    let large = "one line of a large export\n".repeat(300_000);
    let head = scratch.commit(&[], 0, &[("evidence/AC-01/2026-Q1/export.log", &large)]);
    scratch.branch("main", head);
    git(scratch.path(), &["-c", "core.bigFileThreshold=1m", "gc", "-q", "--prune=now"]);
    let snapshot = scratch.open().snapshot(head, "", at(head, None)).expect("files");
    let found = (snapshot.files[0].size, snapshot.files[0].sha256);
    assert_eq!(found, (large.len() as u64, Some(Sha256::of(large.as_bytes()))));
}

#[test]
fn a_large_file_that_is_a_difference_of_another_cannot_be_told() {
    let scratch = Scratch::new();
    let row = |number: u64| format!("{:016x} row\n", number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let rows = |from: u64| (from..from + 250_000).map(row).collect::<Vec<_>>().concat();
    let (old, new) = (rows(0), rows(9));
    let first = scratch.commit(&[], 0, &[("evidence/AC-01/2026-Q1/export.log", &old)]);
    let head = scratch.commit(&[first], 1, &[("evidence/AC-01/2026-Q1/export.log", &new)]);
    scratch.branch("main", head);
    git(scratch.path(), &["gc", "-q", "--prune=now"]);
    let read = |commit| scratch.open().snapshot(commit, "", at(commit, None));
    // Git makes one of the two a difference of the other.
    let mut told: Vec<_> = [first, head].map(read).into_iter().filter_map(Result::err).collect();
    assert_eq!(told.len(), 1);
    let error = told.remove(0);
    let GitError::ObjectTooLarge { kind, id, size } = &error else { panic!("{error}") };
    assert_eq!((kind, size >> 20), (&"blob", 5));
    assert!([old, new].iter().any(|text| scratch.blob(text).to_string() == *id));
    assert!(error.cannot_tell() && error.help().is_some());
    // What the help says does help.
    git(scratch.path(), &["-c", "core.bigFileThreshold=1m", "repack", "-q", "-a", "-d", "-F"]);
    assert!(read(first).is_ok() && read(head).is_ok());
}

#[test]
fn an_object_in_a_pack_that_is_another_than_its_id_names_is_told_and_not_read() {
    let scratch = Scratch::new();
    let head = scratch.commit(&[], 0, &[("policies/a.md", "a"), ("policies/b.md", "b")]);
    scratch.branch("main", head);
    git(scratch.path(), &["gc", "-q", "--prune=now"]);
    let (a, b) = (scratch.blob("a"), scratch.blob("b"));
    change(&pack_of(&scratch, "idx"), |bytes| {
        let at = |id: BlobId| bytes.windows(20).position(|part| part == id.0).expect("an id");
        let (count, first, second) = (5, (at(a) - 1032) / 20, (at(b) - 1032) / 20);
        let place = |number: usize| 1032 + count * 24 + number * 4;
        for byte in 0..4 {
            bytes.swap(place(first) + byte, place(second) + byte);
        }
    });
    // The loose copies that were just written must not answer.
    git(scratch.path(), &["prune-packed"]);
    let mut entries = [a, b].map(|id| format!("OBJECT_HASH_MISMATCH {id}"));
    entries.sort();
    let trail = scratch.open().trail(head, "").expect("a trail");
    assert!(trail.lost && trail.blobs.is_empty());
    assert_eq!(trail.integrity, entries);
}

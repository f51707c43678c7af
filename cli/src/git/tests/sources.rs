//! The work tree, the index and the commit tell the same about the same files.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::git::tests::{Scratch, at, git};
use crate::git::{Environment, GitError, Repository};
use crate::place::Origin;
use crate::source::{Form, Known, Snapshot, read_work_tree};

/// Mode, path and content. A submodule has no content of its own.
type Entry<'a> = (u32, &'a [u8], &'a str);

const FILE: u32 = 0o100_644;
const LINK: u32 = 0o120_000;
const MODULE: u32 = 0o160_000;

fn id_of(scratch: &Scratch, (mode, _, content): &Entry<'_>) -> [u8; 20] {
    if *mode == MODULE { [7; 20] } else { scratch.blob(content).0 }
}

/// Mode, path and id, flags and extended flags, as an index has them.
type Raw<'a> = (u32, &'a [u8], [u8; 20], u16, u16);

/// An index, byte by byte (gitformat-index, version 3).
fn raw_index(entries: &[Raw<'_>]) -> Vec<u8> {
    let mut bytes = [b"DIRC", &3_u32.to_be_bytes()[..], &(entries.len() as u32).to_be_bytes()].concat();
    for (mode, path, id, flags, extended) in entries {
        let start = bytes.len();
        bytes.extend([0; 24]);
        bytes.extend(mode.to_be_bytes());
        bytes.extend([0; 12]);
        bytes.extend(id);
        bytes.extend((flags | 0x4000 | path.len().min(0xfff) as u16).to_be_bytes());
        bytes.extend(extended.to_be_bytes());
        bytes.extend(*path);
        let length = (bytes.len() - start) / 8 * 8 + 8;
        bytes.resize(start + length, 0);
    }
    // A sum of zeros stands for "not summed" (index.skipHash).
    bytes.extend([0; 20]);
    bytes
}

fn write_index(scratch: &Scratch, entries: &[Entry<'_>]) {
    let mut sorted: Vec<_> =
        entries.iter().map(|entry| (entry.0, entry.1, id_of(scratch, entry), 0, 0)).collect();
    sorted.sort_by_key(|entry| entry.1);
    scratch.write(".git/index", &raw_index(&sorted));
}

fn write_tree(scratch: &Scratch, entries: &[Entry<'_>]) -> [u8; 20] {
    let mut folders: BTreeMap<&[u8], Vec<Entry<'_>>> = BTreeMap::new();
    let mut slots = Vec::new();
    for entry in entries {
        match entry.1.iter().position(|&byte| byte == b'/') {
            Some(end) => {
                folders.entry(&entry.1[..end]).or_default().push((entry.0, &entry.1[end + 1..], entry.2));
            }
            None => slots.push((format!("{:o}", entry.0), entry.1, id_of(scratch, entry))),
        }
    }
    let below = folders.iter().map(|(name, list)| ("40000".to_owned(), *name, write_tree(scratch, list)));
    slots.extend(below);
    slots.sort_by_key(|(mode, name, _)| [*name, if mode == "40000" { b"/" } else { b"" }].concat());
    let slots: Vec<_> = slots.iter().map(|(mode, name, id)| (mode.as_str(), *name, *id)).collect();
    scratch.raw_tree(&slots)
}

fn write_disk(scratch: &Scratch, entries: &[Entry<'_>]) {
    for (mode, path, content) in entries {
        let place = scratch.path().join(OsStr::from_bytes(path));
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        match *mode {
            LINK => symlink(content, place).expect("a link"),
            MODULE => fs::create_dir_all(place).expect("a folder"),
            _ => fs::write(place, content).expect("a file"),
        }
    }
}

fn told(snapshot: &Snapshot) -> Vec<String> {
    let files = snapshot.files.iter().map(|file| {
        let form = match file.form {
            Form::File => "file",
            Form::Symlink => "link",
            Form::Submodule => "submodule",
        };
        format!("{} {form} {}{}", file.path, file.size, if file.sha256.is_some() { " digested" } else { "" })
    });
    let names = snapshot.unsafe_names.iter().map(|name| format!("! {}: {}", name.path, name.because));
    files.chain(names).collect()
}

/// The index and the commit, which hold any bytes.
fn in_git(scratch: &Scratch, entries: &[Entry<'_>]) -> [Vec<String>; 2] {
    let repository = scratch.open();
    write_index(scratch, entries);
    let staged =
        repository.staged(&repository.index().expect("an index"), "", &Known::default()).expect("a snapshot");
    assert_eq!(staged.origin, Origin::Index { head: None });
    let commit = scratch.commit_tree(write_tree(scratch, entries), &[], 0);
    let committed = repository.snapshot(commit, "", at(commit, None)).expect("a snapshot");
    [told(&staged), told(&committed)]
}

fn on_disk(scratch: &Scratch, entries: &[Entry<'_>]) -> Vec<String> {
    write_disk(scratch, entries);
    write_index(scratch, entries);
    let tracked = scratch.open().tracked("").expect("an index");
    let origin = Origin::WorkTree { head: None };
    told(&read_work_tree(scratch.path(), &tracked, origin).expect("a snapshot"))
}

/// What a case holds, and what is told of it.
type Case<'a> = (&'a [Entry<'a>], &'a [&'a str]);

fn agree(cases: &[Case<'_>]) {
    for (entries, expected) in cases {
        let scratch = Scratch::new();
        let [staged, committed] = in_git(&scratch, entries);
        assert_eq!(staged, *expected, "the index");
        assert_eq!(committed, *expected, "the commit");
        assert_eq!(on_disk(&scratch, entries), *expected, "the work tree");
    }
}

#[test]
fn three_sources_tell_of_the_same_files() {
    agree(&[
        (&[], &[]),
        (
            &[
                (FILE, b"policies/program.yaml", "x"),
                (0o100_755, b"evidence/AC-02/2026-Q1/run.sh", "run"),
                (FILE, b"evidence/AC-02/2026-Q1.yaml", "record"),
                (FILE, b"policies.txt", "elsewhere"),
                (FILE, b"README.md", "elsewhere"),
            ],
            &[
                "evidence/AC-02/2026-Q1.yaml file 6",
                "evidence/AC-02/2026-Q1/run.sh file 3 digested",
                "policies/program.yaml file 1",
            ],
        ),
        (
            &[
                (LINK, b"evidence/AC-02/2026-Q1.yaml", "/etc/passwd"),
                (LINK, b"evidence/folder", "../policies"),
                (LINK, b"evidence/nowhere", "gone"),
                (LINK, b"templates", "evidence"),
            ],
            &[
                "evidence/AC-02/2026-Q1.yaml link 0",
                "evidence/folder link 0",
                "evidence/nowhere link 0",
                "templates link 0",
            ],
        ),
        (
            &[(MODULE, b"evidence/vendor", ""), (MODULE, b"policies", "")],
            &["evidence/vendor submodule 0", "policies submodule 0"],
        ),
    ]);
}

#[test]
fn three_sources_tell_of_the_same_names() {
    agree(&[
        (
            &[
                (FILE, b"evidence/AC-02/A.csv", "1"),
                (FILE, b"evidence/AC-02/a.csv", "2"),
                (FILE, b"evidence/ac-02/a.csv", "3"),
            ],
            &[
                "evidence/AC-02/A.csv file 1 digested",
                "evidence/AC-02/a.csv file 1 digested",
                "evidence/ac-02/a.csv file 1 digested",
                "! evidence/AC-02/a.csv: equal to `evidence/AC-02/A.csv` but for case",
                "! evidence/ac-02: equal to `evidence/AC-02` but for case",
            ],
        ),
        (
            &[
                (FILE, "policies/cafe\u{301}.md".as_bytes(), "1"),
                (FILE, "policies/caf\u{e9}.md".as_bytes(), "2"),
            ],
            &[
                "policies/cafe\u{301}.md file 1",
                "policies/caf\u{e9}.md file 1",
                "! policies/caf\u{e9}.md: equal to `policies/cafe\u{301}.md` but for Unicode normalisation",
            ],
        ),
        (
            &[(FILE, b"evidence/CON.txt", "1"), (FILE, b"policies/a:b.md", "2"), (FILE, b"policies/c.", "3")],
            &[
                "evidence/CON.txt file 1 digested",
                "policies/a:b.md file 1",
                "policies/c. file 1",
                "! evidence/CON.txt: a name that Windows reserves",
                "! policies/a:b.md: a colon, which Windows does not allow in names",
                "! policies/c.: a space or dot at the end, which Windows drops",
            ],
        ),
        (
            &[
                (FILE, b"policies/a\\b/x.md", "1"),
                (FILE, b"policies/a\\b/y.md", "2"),
                (FILE, b"policies/b\x1b[0m.md", "3"),
                (FILE, b"policies/c\xff.md", "4"),
                (FILE, b"policies/d\n.md", "5"),
            ],
            &[
                "! policies/a\\b: a slash or backslash in the name",
                "! policies/b<U+001B>[0m.md: a control character in the name",
                "! policies/c\u{fffd}.md: not UTF-8",
                "! policies/d<U+000A>.md: a control character in the name",
            ],
        ),
        (
            &[(FILE, b"policies/deep/er/a.md", "1"), (FILE, b"policies/deep.md", "2")],
            &["policies/deep.md file 1", "policies/deep/er/a.md file 1"],
        ),
    ]);
}

#[test]
fn names_that_no_disk_can_hold_are_refused_from_index_and_commit_alike() {
    let long = [b"policies/".as_slice(), &[b'x'; 200], b"/"].concat();
    let long = [long, [[b'y'; 200].as_slice(), b"/"].concat().repeat(20), b"z.md".to_vec()].concat();
    let entries: [Entry<'_>; 6] = [
        (FILE, b"policies/../outside.md", "1"),
        (FILE, b"policies/./a.md", "2"),
        (FILE, b"policies/.GIT/config", "3"),
        (FILE, b"evidence//a.csv", "4"),
        (FILE, b"templates/packet/.git", "5"),
        (FILE, &long, "6"),
    ];
    let scratch = Scratch::new();
    let [staged, committed] = in_git(&scratch, &entries[..5]);
    assert_eq!(
        staged,
        [
            "! evidence/: an empty name",
            "! policies/.: `.` or `..` as a name",
            "! policies/..: `.` or `..` as a name",
            "! policies/.GIT: Git's own folder",
            "! templates/packet/.git: Git's own folder"
        ]
    );
    assert_eq!(staged, committed);
    let scratch = Scratch::new();
    let [staged, committed] = in_git(&scratch, &entries[5..]);
    assert_eq!(staged, committed);
    assert!(staged.len() == 1 && staged[0].ends_with(": too long"), "{} names", staged.len());
}

fn index_error(scratch: &Scratch) -> String {
    let repository = scratch.open();
    let error =
        repository.index().and_then(|index| repository.staged(&index, "", &Known::default()).map(|_| index));
    let place = repository.git_dir().display().to_string();
    error.expect_err("no index that can be read").to_string().replace(&place, "GIT")
}

#[test]
fn an_index_that_git_could_not_commit_is_refused() {
    let scratch = Scratch::new();
    let id = scratch.blob("x").0;
    let write = |entries: &[Raw<'_>]| {
        scratch.write(".git/index", &raw_index(entries));
        index_error(&scratch)
    };
    assert_eq!(
        write(&[(FILE, b"policies/b.md", id, 0, 0), (FILE, b"policies/a.md", id, 0, 0)]),
        "cannot read the Git index `GIT/index`: `policies/a.md` stands there twice or out of order"
    );
    assert_eq!(
        write(&[(FILE, b"policies/a.md", id, 0, 0), (FILE, b"policies/a.md", id, 0, 0)]),
        "cannot read the Git index `GIT/index`: `policies/a.md` stands there twice or out of order"
    );
    assert_eq!(
        write(&[
            (FILE, b"policies/a", id, 0, 0),
            (FILE, b"policies/a.md", id, 0, 0),
            (FILE, b"policies/a/b.md", id, 0, 0)
        ]),
        "cannot read the Git index `GIT/index`: `policies/a` is a file and a folder there"
    );
    assert_eq!(
        write(&[
            (FILE, b"evidence/x.csv", id, 0x1000, 0),
            (FILE, b"evidence/x.csv", id, 0x2000, 0),
            (FILE, b"policies/a.md", id, 0x2000, 0),
            (FILE, b"src/main.rs", id, 0x2000, 0),
        ]),
        "the index holds 2 files in conflict: `evidence/x.csv`, `policies/a.md`"
    );
    scratch.write(".git/index", b"DIRC and no more");
    assert!(index_error(&scratch).starts_with("cannot read the Git index `GIT/index`: "));
}

#[test]
fn flags_that_speak_of_the_disk_have_no_say_and_what_is_announced_has_no_content() {
    let scratch = Scratch::new();
    let id = scratch.blob("x").0;
    let [assume_unchanged, skip_worktree, announced] = [(0x8000, 0), (0, 0x4000), (0, 0x2000)];
    scratch.write(
        ".git/index",
        &raw_index(&[
            (FILE, b"policies/a.md", id, assume_unchanged.0, assume_unchanged.1),
            (FILE, b"policies/b.md", id, skip_worktree.0, skip_worktree.1),
            (FILE, b"policies/c.md", id, announced.0, announced.1),
        ]),
    );
    let repository = scratch.open();
    let index = repository.index().expect("an index");
    let snapshot = repository.staged(&index, "", &Known::default()).expect("a snapshot");
    assert_eq!(told(&snapshot), ["policies/a.md file 1", "policies/b.md file 1"]);
    assert!(index.names("policies/a.md") && !index.names("policies/c.md") && !index.names("policies"));
    assert_eq!(repository.tracked("").expect("an index").len(), 3);
}

#[test]
fn every_form_of_index_that_git_writes_is_read_or_refused() {
    let scratch = Scratch::new();
    let names =
        ["c/policies/a.md", "c/policies/controls/AC-01.yaml", "c/policies/controls/AC-02.yaml", "src/x/y.rs"];
    for name in names {
        scratch.write(name, name.as_bytes());
    }
    git(scratch.path(), &["add", "--all"]);
    let staged = |folder: &Path, environment: &Environment| -> Result<Vec<String>, GitError> {
        let repository = Repository::discover(folder, environment).expect("a repository");
        let snapshot =
            repository.index().and_then(|index| repository.staged(&index, "c", &Known::default()))?;
        Ok(told(&snapshot))
    };
    let here = || staged(scratch.path(), &Environment::default());
    let expected = [
        "policies/a.md file 15",
        "policies/controls/AC-01.yaml file 30",
        "policies/controls/AC-02.yaml file 30",
    ];
    for version in ["2", "3", "4"] {
        git(scratch.path(), &["update-index", "--index-version", version]);
        assert_eq!(here().expect("a snapshot"), expected, "version {version}");
    }
    git(scratch.path(), &["-c", "index.skipHash=true", "update-index", "--force-write-index"]);
    assert_eq!(here().expect("a snapshot"), expected);

    let environment = Environment { index: Some(".git/other".into()), ..Environment::default() };
    fs::copy(scratch.path().join(".git/index"), scratch.path().join(".git/other")).expect("a copy");
    git(scratch.path(), &["rm", "--quiet", "--cached", "c/policies/a.md"]);
    assert_eq!(staged(scratch.path(), &environment).expect("a snapshot"), expected);
    assert_eq!(here().expect("a snapshot"), expected[1..]);

    git(scratch.path(), &["update-index", "--split-index"]);
    let error = here().expect_err("a split index");
    assert!(
        error.to_string().ends_with("index`: it is split in two files")
            && error.help().is_some()
            && !error.cannot_tell(),
        "{error}"
    );
    git(scratch.path(), &["update-index", "--no-split-index"]);
    git(scratch.path(), &["-c", "user.name=A", "-c", "user.email=a@b", "commit", "--quiet", "-m", "a"]);
    git(scratch.path(), &["sparse-checkout", "set", "--sparse-index", "c/policies/controls"]);
    let error = here().expect_err("a sparse index");
    assert!(
        error.to_string().ends_with("index`: it is sparse") && error.help().is_some() && !error.cannot_tell(),
        "{error}"
    );
}

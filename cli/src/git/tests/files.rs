//! The files of a commit, and those of a work tree.

use crate::git::tests::{Files, Scratch, at, files, path, paths};
use crate::kind::{Kind, Place};
use crate::place::{Origin, Sha256};
use crate::source::{Form, KEPT_BYTES, Snapshot, is_on_disk, read_work_tree};

fn unsafe_names(snapshot: &Snapshot) -> Vec<String> {
    snapshot.unsafe_names.iter().map(|name| format!("{}: {}", name.path, name.because)).collect()
}

#[test]
fn a_snapshot_holds_what_its_kind_asks_for() {
    let scratch = Scratch::bare();
    let head = scratch.commit(
        &[],
        0,
        &[
            ("c/policies/program.yaml", "company: x"),
            ("c/evidence/AC-02/2026-Q1.yaml", "control: AC-02"),
            ("c/evidence/AC-02/2026-Q1/shot.png", "png"),
            ("c/templates/packet/a.md", "t"),
            ("c/src/main.rs", "no"),
            ("policies/outside.md", "no"),
        ],
    );
    let repository = scratch.open();
    let snapshot = repository.snapshot(head, "c", at(head, Some("tag"))).expect("a snapshot");
    assert_eq!(
        paths(&snapshot),
        [
            "evidence/AC-02/2026-Q1.yaml",
            "evidence/AC-02/2026-Q1/shot.png",
            "policies/program.yaml",
            "templates/packet/a.md"
        ]
    );
    let (_, record) = snapshot.find("evidence/AC-02/2026-Q1.yaml").expect("a record");
    assert_eq!(record.place, Place::Known(Kind::Evidence));
    assert_eq!((record.bytes.as_deref(), record.sha256), (Some(&b"control: AC-02"[..]), None));
    let (_, shot) = snapshot.find("evidence/AC-02/2026-Q1/shot.png").expect("an artifact");
    assert_eq!((&shot.bytes, shot.sha256, shot.size), (&None, Some(Sha256::of(b"png")), 3));
    assert_eq!(shot.blob, Some(scratch.blob("png")));
    let read = |name: &str| repository.read(head, "c", &path(name)).expect("no error");
    assert_eq!(read("evidence/AC-02/2026-Q1/shot.png").as_deref(), Some(&b"png"[..]));
    assert_eq!((read("evidence/AC-02/2026-Q1"), read("policies/none.yaml")), (None, None));
    assert_eq!(repository.blobs(&[scratch.blob("png")]).expect("a blob"), [b"png"]);
}

#[test]
fn what_is_no_file_is_listed_and_not_followed() {
    let scratch = Scratch::bare();
    let mut all: Files = files(&[("policies/a.md", "a")]);
    all.insert("evidence/AC-02/2026-Q1.yaml".to_owned(), ("120000", "/etc/passwd".to_owned()));
    all.insert("evidence/vendor".to_owned(), ("160000", String::new()));
    all.insert("templates".to_owned(), ("120000", "elsewhere".to_owned()));
    let head = scratch.commit_tree(scratch.tree(&all), &[], 0);
    let repository = scratch.open();
    let snapshot = repository.snapshot(head, "", at(head, None)).expect("a snapshot");
    let forms: Vec<_> = snapshot.files.iter().map(|file| (file.path.as_str(), file.form)).collect();
    assert_eq!(
        forms,
        [
            ("evidence/AC-02/2026-Q1.yaml", Form::Symlink),
            ("evidence/vendor", Form::Submodule),
            ("policies/a.md", Form::File),
            ("templates", Form::Symlink)
        ]
    );
    assert!(
        snapshot
            .files
            .iter()
            .all(|file| file.form == Form::File || (file.bytes.is_none() && file.sha256.is_none()))
    );
    assert_eq!(repository.read(head, "", &path("evidence/AC-02/2026-Q1.yaml")).expect("no error"), None);
}

#[test]
fn a_name_that_is_not_safe_is_left_out_and_told() {
    let scratch = Scratch::bare();
    let blob = scratch.blob("x").0;
    let mut names: Vec<&[u8]> =
        vec![b"..", b".git", b"A.md", b"CON.md", b"a.md", b"a\\b.md", b"b\x1b.md", b"c\xff.md"];
    names.sort_unstable();
    let entries: Vec<_> = names.iter().map(|name| ("100644", *name, blob)).collect();
    let folder = scratch.raw_tree(&entries);
    let tree = scratch.raw_tree(&[("40000", b"policies", folder)]);
    let head = scratch.commit_tree(tree, &[], 0);
    let snapshot = scratch.open().snapshot(head, "", at(head, None)).expect("a snapshot");
    assert_eq!(paths(&snapshot), ["policies/A.md", "policies/CON.md", "policies/a.md"]);
    assert_eq!(
        unsafe_names(&snapshot),
        [
            "policies/..: `.` or `..` as a name",
            "policies/.git: Git's own folder",
            "policies/CON.md: a name that Windows reserves",
            "policies/a.md: equal to `policies/A.md` but for case",
            "policies/a\\b.md: a slash or backslash in the name",
            "policies/b<U+001B>.md: a control character in the name",
            "policies/c\u{fffd}.md: not UTF-8",
        ]
    );
}

#[test]
fn many_files_are_read_on_more_threads_and_stay_in_order() {
    let scratch = Scratch::bare();
    let all: Vec<_> =
        (0..700).map(|n| (format!("evidence/AC-{:02}/{n}.txt", n % 50), n.to_string())).collect();
    let list: Vec<_> = all.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    let head = scratch.commit(&[], 0, &list);
    let snapshot = scratch.open().snapshot(head, "", at(head, None)).expect("a snapshot");
    assert_eq!(snapshot.files.len(), 700);
    assert!(snapshot.files.is_sorted_by(|a, b| a.path < b.path));
    for (name, content) in &all {
        let digest = snapshot.find(name).and_then(|(_, file)| file.sha256);
        assert_eq!(digest, Some(Sha256::of(content.as_bytes())), "{name}");
    }
}

#[test]
fn a_tree_that_explodes_is_refused() {
    let scratch = Scratch::bare();
    let blob = scratch.blob("x").0;
    let names: Vec<String> = (0..64).map(|n| format!("n{n:02}")).collect();
    let mut tree =
        scratch.raw_tree(&names.iter().map(|name| ("100644", name.as_bytes(), blob)).collect::<Vec<_>>());
    for _ in 0..6 {
        tree =
            scratch.raw_tree(&names.iter().map(|name| ("40000", name.as_bytes(), tree)).collect::<Vec<_>>());
    }
    let head = scratch.commit_tree(scratch.raw_tree(&[("40000", b"evidence", tree)]), &[], 0);
    let error = scratch.open().snapshot(head, "", at(head, None)).expect_err("too many names");
    assert!(matches!(error, crate::git::GitError::TooManyNames { .. }), "{error}");
}

#[test]
fn a_work_tree_is_read_as_git_would_list_it() {
    let scratch = Scratch::new();
    scratch.write(".gitignore", b"*.tmp\n/evidence/private/\n");
    scratch.write("policies/program.yaml", b"company: x");
    scratch.write("policies/.hidden.yaml", b"h");
    scratch.write("policies/a.tmp", b"ignored");
    scratch.write("evidence/private/x.csv", b"ignored");
    scratch.write("evidence/private/kept.csv", b"kept");
    scratch.write("evidence/AC-02/.gitignore", b"local.txt\n");
    scratch.write("evidence/AC-02/local.txt", b"ignored");
    scratch.write("evidence/AC-02/large.bin", &vec![7; KEPT_BYTES as usize + 1]);
    scratch.write("evidence/sub/.git/HEAD", b"ref: refs/heads/main\n");
    scratch.write("evidence/sub/inside.yaml", b"no");
    scratch.write("src/main.rs", b"no");
    let tracked =
        ["evidence/private/kept.csv", "evidence/gone.csv", "src/main.rs", "policies/../src/main.rs"]
            .map(|name| (path(name), Form::File));
    let snapshot =
        read_work_tree(scratch.path(), &tracked, Origin::WorkTree { head: None }).expect("a snapshot");
    assert_eq!(
        paths(&snapshot),
        [
            "evidence/AC-02/.gitignore",
            "evidence/AC-02/large.bin",
            "evidence/private/kept.csv",
            "evidence/sub",
            "policies/.hidden.yaml",
            "policies/program.yaml"
        ]
    );
    let (_, large) = snapshot.find("evidence/AC-02/large.bin").expect("a file");
    assert_eq!(large.sha256, Some(Sha256::of(&vec![7; KEPT_BYTES as usize + 1])));
    assert_eq!((large.size, large.bytes.is_none()), (KEPT_BYTES + 1, true));
    assert_eq!(snapshot.find("evidence/sub").map(|(_, file)| file.form), Some(Form::Submodule));
    assert!(unsafe_names(&snapshot).is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_in_a_work_tree_is_listed_and_not_followed() {
    use std::os::unix::ffi::OsStrExt as _;

    let scratch = Scratch::new();
    scratch.write("outside/secret.yaml", b"no");
    scratch.write("policies/a.md", b"a");
    scratch.write("evidence/AC-02/A.csv", b"a");
    scratch.write("evidence/AC-02/a.csv", b"a");
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, scratch.path().join(name)).expect("a link");
    };
    link("../outside", "evidence/linked");
    link("outside", "templates");
    let odd = scratch.path().join("policies").join(std::ffi::OsStr::from_bytes(b"\xff.md"));
    std::fs::write(odd, b"x").expect("a file");
    let tracked = [(path("evidence/linked/secret.yaml"), Form::File)];
    let snapshot =
        read_work_tree(scratch.path(), &tracked, Origin::WorkTree { head: None }).expect("a snapshot");
    let forms: Vec<_> = snapshot.files.iter().map(|file| (file.path.as_str(), file.form)).collect();
    assert_eq!(
        forms,
        [
            ("evidence/AC-02/A.csv", Form::File),
            ("evidence/AC-02/a.csv", Form::File),
            ("evidence/linked", Form::Symlink),
            ("policies/a.md", Form::File),
            ("templates", Form::Symlink)
        ]
    );
    assert_eq!(
        unsafe_names(&snapshot),
        [
            "evidence/AC-02/a.csv: equal to `evidence/AC-02/A.csv` but for case",
            "policies/\u{fffd}.md: not UTF-8"
        ]
    );
}

#[test]
fn the_index_names_what_is_tracked_below_the_root() {
    let scratch = Scratch::new();
    let mut index = scratch.git.index().expect("an index");
    for name in ["c/policies/b.md", "c/policies/a.md", "c/README.md", "policies/x.md"] {
        scratch.write(name, b"x");
        index.add_path(std::path::Path::new(name)).expect("an entry");
    }
    index.write().expect("an index");
    let tracked = scratch.open().tracked("c").expect("an index");
    assert_eq!(tracked, ["policies/a.md", "policies/b.md"].map(|name| (path(name), Form::File)));
}

#[cfg(unix)]
#[test]
fn only_a_file_lies_on_disk_and_no_name_is_too_odd_to_ask_for() {
    let scratch = Scratch::new();
    scratch.write("evidence/AC-02/users.csv", b"x");
    std::os::unix::fs::symlink("AC-02", scratch.path().join("evidence/linked")).expect("a link");
    let asked = [
        "evidence/AC-02/users.csv".to_owned(),
        "evidence/AC-02".to_owned(),
        "evidence/linked/users.csv".to_owned(),
        "evidence/AC-02/users.csv/more".to_owned(),
        format!("evidence/{}", "x".repeat(5000)),
        "evidence/a\0b".to_owned(),
    ];
    let found = asked.map(|name| is_on_disk(scratch.path(), &path(&name)));
    assert_eq!(found, [true, false, false, false, false, false]);
}

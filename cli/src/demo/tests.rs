use std::collections::BTreeSet;
use std::path::Path;

use git2::{Oid, Repository, Sort};
use ssh_key::{PublicKey, SshSig};

use super::records::sha256;
use super::{DemoError, Written, files, write};

/// Changes only when the story changes: then every link that was ever given to a commit of the demo breaks.
const HEAD: &str = "b7cf6f5463060cc62f2da3d879417494c867bebb";

struct Demo {
    folder: tempfile::TempDir,
    written: Written,
}

impl Demo {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let written = write(&folder.path().join("northwind")).unwrap();
        Self { folder, written }
    }

    #[expect(clippy::disallowed_methods, reason = "looks at a repository that was written just now")]
    fn open(&self) -> Repository {
        Repository::open(self.folder.path().join("northwind")).unwrap()
    }
}

/// First parents from `main` to the beginning.
fn main_line(repo: &Repository) -> Vec<Oid> {
    let mut walk = repo.revwalk().unwrap();
    walk.simplify_first_parent().unwrap();
    walk.set_sorting(Sort::TOPOLOGICAL).unwrap();
    walk.push_ref("refs/heads/main").unwrap();
    walk.map(Result::unwrap).collect()
}

#[test]
fn the_same_story_has_the_same_ids_every_time() {
    let first = Demo::new();
    let second = Demo::new();
    assert_eq!(first.written, second.written);
    assert_eq!(first.written.head, HEAD);
}

#[test]
fn it_has_the_commits_tags_and_branches_it_says() {
    let demo = Demo::new();
    let repo = demo.open();
    let mut walk = repo.revwalk().unwrap();
    walk.push_glob("refs/*").unwrap();
    assert_eq!(walk.count(), demo.written.commits);
    assert!((380..=500).contains(&demo.written.commits), "{} commits", demo.written.commits);

    let names = |list: &[(String, String)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&demo.written.tags), ["iso-2026/stage1", "soc2-2025/end", "soc2-2026/end"]);
    assert_eq!(names(&demo.written.branches), ["demo/customer", "demo/tampered", "demo/weaken", "main"]);
    for (name, id) in &demo.written.tags {
        let tag = repo.find_tag(Oid::from_str(id).unwrap()).unwrap();
        assert_eq!(tag.name().unwrap(), name);
        assert!(
            repo.graph_descendant_of(repo.head().unwrap().target().unwrap(), tag.target_id()).unwrap()
                || tag.target_id().to_string() == demo.written.head
        );
    }
}

#[test]
fn the_work_tree_is_clean_and_is_the_last_page() {
    let demo = Demo::new();
    let repo = demo.open();
    assert_eq!(repo.statuses(None).unwrap().len(), 0);

    assert!(files::FILES.is_sorted_by_key(|(path, _)| path));
    let tree = repo.head().unwrap().peel_to_tree().unwrap();
    for (path, text) in files::FILES {
        let blob = tree.get_path(Path::new(path)).unwrap().to_object(&repo).unwrap().peel_to_blob().unwrap();
        let found = String::from_utf8(blob.content().to_vec()).unwrap();
        if *path == "policies/program.yaml" {
            let root = main_line(&repo).pop().unwrap().to_string();
            assert_eq!(found, text.replace(&"f".repeat(40), &root));
        } else {
            assert_eq!(&found, text, "{path}");
        }
    }
}

#[test]
fn the_main_line_never_runs_backwards_and_nobody_merges_their_own_work() {
    let demo = Demo::new();
    let repo = demo.open();
    let mut line: Vec<_> = main_line(&repo).into_iter().map(|id| repo.find_commit(id).unwrap()).collect();
    line.reverse();
    assert_eq!(line[0].parent_count(), 0);
    for pair in line.windows(2) {
        let (before, merge) = (&pair[0], &pair[1]);
        assert!(before.time().seconds() < merge.time().seconds(), "{}", merge.id());
        assert_eq!(merge.parent_count(), 2, "{}", merge.id());
        let mut commit = merge.parent(1).unwrap();
        while commit.parent_count() == 1 {
            assert_ne!(
                commit.author().email().unwrap(),
                merge.committer().email().unwrap(),
                "{}",
                merge.id()
            );
            assert!(commit.time().seconds() < merge.time().seconds(), "{}", commit.id());
            commit = commit.parent(0).unwrap();
        }
    }
}

#[test]
fn every_commit_is_signed_by_its_committer() {
    let demo = Demo::new();
    let repo = demo.open();
    let signers = signers_of(&repo);
    let mut walk = repo.revwalk().unwrap();
    walk.push_glob("refs/*").unwrap();
    let mut seen = BTreeSet::new();
    for id in walk {
        let id = id.unwrap();
        let (signature, payload) = repo.extract_signature(&id, None).unwrap();
        let signature: SshSig = std::str::from_utf8(&signature).unwrap().parse().unwrap();
        let email = repo.find_commit(id).unwrap().committer().email().unwrap().to_owned();
        let key = &signers.iter().find(|(address, _)| *address == email).unwrap().1;
        key.verify("git", &payload, &signature).unwrap();
        seen.insert(email);
    }
    assert_eq!(seen.len(), 5);
}

fn signers_of(repo: &Repository) -> Vec<(String, PublicKey)> {
    let tree = repo.head().unwrap().peel_to_tree().unwrap();
    let entry = tree.get_path(Path::new("policies/allowed_signers")).unwrap();
    let blob = entry.to_object(repo).unwrap().peel_to_blob().unwrap();
    let text = String::from_utf8(blob.content().to_vec()).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (email, rest) = line.split_once(' ').unwrap();
            let (_, key) = rest.split_once(' ').unwrap();
            (email.to_owned(), PublicKey::from_openssh(key).unwrap())
        })
        .collect()
}

/// A file at a revision.
fn read(repo: &Repository, revision: &str, path: &str) -> String {
    let tree = repo.revparse_single(revision).unwrap().peel_to_tree().unwrap();
    let blob = tree.get_path(Path::new(path)).unwrap().to_object(repo).unwrap().peel_to_blob().unwrap();
    String::from_utf8(blob.content().to_vec()).unwrap()
}

/// The line of a file that begins with a word.
fn line(text: &str, begins: &str) -> String {
    text.lines().find(|line| line.starts_with(begins)).unwrap().to_owned()
}

/// The day on which the main line first held a path, by its commit.
fn landed(repo: &Repository, path: &str) -> String {
    let holds = |id: &Oid| repo.find_commit(*id).unwrap().tree().unwrap().get_path(Path::new(path)).is_ok();
    let first = main_line(repo).into_iter().take_while(holds).last().unwrap();
    let seconds = repo.find_commit(first).unwrap().time().seconds();
    jiff::Timestamp::from_second(seconds).unwrap().to_string()[..10].to_owned()
}

#[test]
fn the_ten_flaws_are_there() {
    let demo = Demo::new();
    let repo = demo.open();
    let main = |path: &str| read(&repo, "main", path);

    let late = main("evidence/AC-02/2026-Q2.yaml");
    assert_eq!(line(&late, "performed"), "performed: {by: priya, at: 2026-07-09T09:40:00+02:00}");

    let leaver = main("evidence/AC-03/2026-03.yaml");
    assert_eq!(line(&leaver, "  L-0317"), "  L-0317: {exception: EX-2026-04}");
    let said =
        ["    what", "    cause", "    effect", "    fix", "    response"].map(|key| line(&leaver, key));
    assert!(said.iter().all(|words| words.len() > 60));

    let scan = main("evidence/VM-01/2026-04.yaml");
    assert_eq!(line(&scan, "performed"), "performed: {by: mateo, at: 2026-04-30T09:40:00+02:00}");
    assert_eq!(landed(&repo, "evidence/VM-01/2026-04.yaml"), "2026-06-10");

    let log = "evidence/BK-02/2026-Q3/restore.log";
    let recorded = main("evidence/BK-02/2026-Q3.yaml");
    assert!(recorded.contains(&sha256(main(log).as_bytes())));
    assert!(!recorded.contains(&sha256(read(&repo, "demo/tampered", log).as_bytes())));

    let accepted = line(&main("policies/risks/R-07.yaml"), "acceptance");
    assert!(accepted.starts_with("acceptance: {by: omar, at: 2026-04-08, until: 2026-10-08,"), "{accepted}");

    let vendors = main("policies/registers/vendors.yaml");
    let ends: Vec<_> =
        vendors.lines().filter(|line| line.contains("period:") && !line.contains("bridge:")).collect();
    assert_eq!(ends, ["    - {report: SOC 2 Type 2, period: 2025-06-01..2026-05-31}"]);

    let control = "policies/controls/AC-02.yaml";
    assert_eq!(line(&main(control), "cadence"), "cadence: quarterly");
    assert_eq!(line(&read(&repo, "demo/weaken", control), "cadence"), "cadence: annual");

    let policy = "policies/logging-and-monitoring.md";
    let (before, now) = (read(&repo, "iso-2026/stage1", policy), main(policy));
    assert_eq!(line(&before, "approved"), line(&now, "approved"));
    assert_eq!(line(&before, "version"), line(&now, "version"));
    assert_ne!(before, now);

    assert_eq!(line(&main("policies/controls/PE-04.yaml"), "owner"), "owner: lena");

    let alone = line(&main("evidence/AC-05/2026-06.yaml"), "reviewed");
    assert!(alone.contains("tickmark: ignore[reviewed-by-performer] until=2026-09-30"), "{alone}");
}

#[expect(clippy::disallowed_methods, reason = "a test looks at what the writer left")]
fn names_in(folder: &Path) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test prepares the place")]
fn a_place_that_is_taken_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("diary.txt"), "mine").unwrap();
    assert!(matches!(write(folder.path()), Err(DemoError::NotEmpty { .. })));
    assert!(matches!(write(&folder.path().join("diary.txt")), Err(DemoError::NotADirectory { .. })));
    assert_eq!(names_in(folder.path()), ["diary.txt"]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test prepares the place")]
fn an_empty_directory_is_filled_and_nothing_is_left_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("here");
    std::fs::create_dir(&place).unwrap();
    let written = write(&place).unwrap();
    assert_eq!(Repository::open(&place).unwrap().head().unwrap().target().unwrap().to_string(), written.head);
    assert_eq!(names_in(folder.path()), ["here"]);
    assert_eq!(names_in(&place), [".git", ".gitattributes", "README.md", "evidence", "policies"]);
}

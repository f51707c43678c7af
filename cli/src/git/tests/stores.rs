//! Where repositories lie and how they are kept.

use std::path::Path;

use tempfile::TempDir;

use crate::git::tests::Scratch;
use crate::git::{Environment, GitError, Repository};

fn discover(start: &Path) -> Result<Repository, GitError> {
    Repository::discover(start, &Environment::default())
}

#[test]
fn a_repository_is_found_from_below() {
    let scratch = Scratch::new();
    scratch.write("compliance/policies/program.yaml", b"x");
    let below = scratch.path().join("compliance/policies");
    let repository = discover(&below).expect("a repository");
    let top = scratch.path().canonicalize().expect("a path");
    assert_eq!(repository.work_dir(), Some(top.as_path()));
    assert_eq!(repository.prefix_of(&below).expect("no error").as_deref(), Some("compliance/policies"));
    assert_eq!(repository.prefix_of(scratch.path()).expect("no error").as_deref(), Some(""));
    let elsewhere = TempDir::new().expect("a folder");
    assert_eq!(repository.prefix_of(elsewhere.path()).expect("no error"), None);
    assert!(!repository.is_bare() && !repository.is_shallow());
}

#[test]
fn a_folder_outside_every_repository_is_named() {
    let folder = TempDir::new().expect("a folder");
    let place = folder.path().canonicalize().expect("a path");
    let error = discover(folder.path()).expect_err("no repository");
    assert_eq!(error.to_string(), format!("`{}` is not in a Git repository", place.display()));
    assert!(!error.cannot_tell());
}

#[test]
fn a_bare_repository_has_no_work_tree() {
    let scratch = Scratch::bare();
    let head = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    scratch.branch("main", head);
    let repository = scratch.open();
    assert!(repository.is_bare() && repository.work_dir().is_none());
    assert_eq!(repository.head().expect("a head"), Some(head));
    assert_eq!(repository.prefix_of(scratch.path()).expect("no error"), None);
}

#[test]
fn a_linked_work_tree_has_its_own_head_and_the_objects_of_all() {
    let scratch = Scratch::new();
    let a = scratch.commit(&[], 0, &[("policies/a.md", "a")]);
    let b = scratch.commit(&[a], 1, &[("policies/a.md", "b")]);
    scratch.branch("main", a);
    scratch.branch("topic", b);
    let place = TempDir::new().expect("a folder");
    let linked = place.path().join("linked");
    let topic = scratch.git.find_reference("refs/heads/topic").expect("a branch");
    let mut options = git2::WorktreeAddOptions::new();
    options.reference(Some(&topic));
    scratch.git.worktree("linked", &linked, Some(&options)).expect("a work tree");
    let repository = discover(&linked.join("policies")).expect("a repository");
    assert_eq!(repository.work_dir(), Some(linked.canonicalize().expect("a path").as_path()));
    assert_eq!(repository.head().expect("a head"), Some(b));
    assert_eq!(repository.resolve("main").expect("a commit").commit, a);
    assert_eq!(repository.trail(b, "").expect("a trail").line.len(), 2);
    assert_eq!(repository.tracked("").expect("an index").len(), 1);
}

#[test]
fn the_environment_names_git_dir_and_work_tree() {
    let scratch = Scratch::new();
    let elsewhere = TempDir::new().expect("a folder");
    let top = elsewhere.path().canonicalize().expect("a path");
    let given = |git_dir: &Path, work_tree: Option<&Path>| Environment {
        git_dir: Some(git_dir.to_owned()),
        work_tree: work_tree.map(Path::to_owned),
        ..Environment::default()
    };
    let git_dir = scratch.path().join(".git");
    let repository = Repository::discover(&top, &given(&git_dir, None)).expect("a repository");
    assert_eq!(repository.work_dir(), Some(top.as_path()));
    let repository =
        Repository::discover(scratch.path(), &given(Path::new(".git"), Some(&top))).expect("a repository");
    assert_eq!(repository.work_dir(), Some(top.as_path()));
    let error = Repository::discover(&top, &given(&top, None)).expect_err("no repository");
    assert!(matches!(error, GitError::Open { .. }), "{error}");
}

#[test]
fn a_git_file_that_leads_nowhere_is_named() {
    let scratch = Scratch::new();
    scratch.write("sub/.git", b"gitdir: ../nowhere\n");
    let error = discover(&scratch.path().join("sub")).expect_err("no repository");
    assert!(matches!(error, GitError::Open { .. }), "{error}");
}

#[test]
fn a_format_that_would_be_read_wrongly_is_refused() {
    let message = |extension: &str| {
        let scratch = Scratch::new();
        let config = format!("[core]\n\trepositoryformatversion = 1\n[extensions]\n\t{extension}\n");
        scratch.write(".git/config", config.as_bytes());
        let error = discover(scratch.path()).expect_err("another format");
        let place = scratch.path().canonicalize().expect("a path").join(".git");
        let text = error.to_string().replace(&place.display().to_string(), "X");
        (text, error.help().is_some(), error.cannot_tell())
    };
    let of = |what: &str, format: &str| {
        (
            format!("the Git repository `X` keeps its {what} in a format that is not supported: {format}"),
            true,
            true,
        )
    };
    assert_eq!(message("objectFormat = sha256"), of("objects", "sha256"));
    assert_eq!(message("refStorage = reftable"), of("references", "reftable"));
    assert_eq!(
        message("novelty = yes").0,
        "the Git repository `X` keeps its data in a format that is not supported: extensions.novelty"
    );
}

#[test]
fn objects_of_another_repository_are_borrowed() {
    let lender = Scratch::new();
    let head = lender.commit(&[], 0, &[("policies/a.md", "a")]);
    let borrower = Scratch::new();
    let objects = lender.path().join(".git/objects");
    borrower.write(".git/objects/info/alternates", format!("{}\n", objects.display()).as_bytes());
    assert_eq!(borrower.trail(head).line.len(), 1);
}

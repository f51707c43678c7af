//! Repositories built for the purpose, object by object, and what is read from them.
#![expect(clippy::disallowed_methods, reason = "tests build their repositories on disk")]

mod differential;
mod files;
mod history;
mod memory;
mod references;
mod revisions;
mod sources;
mod stores;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use git2::ObjectType;
use tempfile::TempDir;

use crate::git::{Environment, Repository};
use crate::history::{Change, Trail};
use crate::place::{BlobId, CommitId, Origin, RepoPath};

/// 2026-01-05 09:00 UTC; every date of a test is some days after it.
const START: i64 = 1_767_603_600;
const DAY: i64 = 86_400;

/// A whole tree: path, then mode and content.
type Files = BTreeMap<String, (&'static str, String)>;

/// Regular files.
fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, content)| ((*path).to_owned(), ("100644", (*content).to_owned()))).collect()
}

/// A repository in a folder of its own.
pub(in crate::git) struct Scratch {
    dir: TempDir,
    git: git2::Repository,
}

impl Scratch {
    pub(in crate::git) fn new() -> Self {
        let dir = TempDir::new().expect("a folder");
        let git = git2::Repository::init(dir.path()).expect("a repository");
        git.set_head("refs/heads/main").expect("a branch");
        Self { dir, git }
    }

    fn bare() -> Self {
        let dir = TempDir::new().expect("a folder");
        let git = git2::Repository::init_bare(dir.path()).expect("a repository");
        git.set_head("refs/heads/main").expect("a branch");
        Self { dir, git }
    }

    pub(in crate::git) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(in crate::git) fn open(&self) -> Repository {
        Repository::discover(self.path(), &Environment::default()).expect("a repository that can be read")
    }

    fn object(&self, kind: ObjectType, bytes: &[u8]) -> [u8; 20] {
        let id = self.git.odb().and_then(|odb| odb.write(kind, bytes)).expect("an object");
        id.as_bytes().try_into().expect("a SHA-1 id")
    }

    pub(in crate::git) fn blob(&self, content: &str) -> BlobId {
        BlobId(self.object(ObjectType::Blob, content.as_bytes()))
    }

    /// Writes a tree of entries as they are given, without any check.
    fn raw_tree(&self, entries: &[(&str, &[u8], [u8; 20])]) -> [u8; 20] {
        let entry =
            |(mode, name, id): &(&str, &[u8], [u8; 20])| [mode.as_bytes(), b" ", name, b"\0", id].concat();
        let bytes: Vec<u8> = entries.iter().flat_map(entry).collect();
        self.object(ObjectType::Tree, &bytes)
    }

    fn tree(&self, files: &Files) -> [u8; 20] {
        let mut names: BTreeMap<String, Files> = BTreeMap::new();
        let mut entries = Vec::new();
        for (path, (mode, content)) in files {
            match path.split_once('/') {
                Some((folder, rest)) => {
                    names
                        .entry(folder.to_owned())
                        .or_default()
                        .insert(rest.to_owned(), (*mode, content.clone()));
                }
                None if *mode == "160000" => entries.push((*mode, path.clone(), [7; 20])),
                None => entries.push((*mode, path.clone(), self.blob(content).0)),
            }
        }
        entries.extend(names.into_iter().map(|(name, below)| ("40000", name, self.tree(&below))));
        entries
            .sort_by_key(|(mode, name, _)| if *mode == "40000" { format!("{name}/") } else { name.clone() });
        let raw: Vec<_> = entries.iter().map(|(mode, name, id)| (*mode, name.as_bytes(), *id)).collect();
        self.raw_tree(&raw)
    }

    /// Writes a commit of a tree, so many days after the start.
    fn commit_tree(&self, tree: [u8; 20], parents: &[CommitId], day: i64) -> CommitId {
        let tree = CommitId(tree);
        let parents: Vec<String> = parents.iter().map(|id| format!("parent {id}\n")).collect();
        let parents = parents.concat();
        let who = format!("Priya <priya@example.com> {} +0100", START + day * DAY);
        let text = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nDay {day}\n");
        CommitId(self.object(ObjectType::Commit, text.as_bytes()))
    }

    pub(in crate::git) fn commit(&self, parents: &[CommitId], day: i64, list: &[(&str, &str)]) -> CommitId {
        self.commit_tree(self.tree(&files(list)), parents, day)
    }

    pub(in crate::git) fn branch(&self, name: &str, commit: CommitId) {
        self.reference(&format!("refs/heads/{name}"), commit.0);
    }

    fn reference(&self, name: &str, id: [u8; 20]) {
        let id = git2::Oid::from_bytes(&id).expect("an id");
        self.git.reference(name, id, true, "test").expect("a reference");
    }

    fn tag_object(&self, name_inside: &str, kind: &str, target: [u8; 20], end: &str) -> [u8; 20] {
        let text = format!(
            "object {}\ntype {kind}\ntag {name_inside}\ntagger Omar <omar@example.com> {START} +0000\n\nThe end\n{end}",
            CommitId(target)
        );
        self.object(ObjectType::Tag, text.as_bytes())
    }

    fn write(&self, path: &str, content: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    fn trail(&self, head: CommitId) -> Trail {
        self.open().trail(head, "").expect("a trail")
    }
}

/// Runs the real Git, which reads no configuration but the repository's own; gives what it prints.
pub(in crate::git) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs([("HOME", "/dev/null"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .expect("git is on the path");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("plain names")
}

/// `policies/a.md: old text -> new text` for each change; `-` where there is no file.
fn show(scratch: &Scratch, changes: &[Change]) -> Vec<String> {
    let repository = scratch.open();
    let text = |id: Option<BlobId>| {
        let bytes = id.map(|id| repository.blobs(&[id]).expect("a blob").remove(0));
        bytes.map_or("-".to_owned(), |bytes| String::from_utf8(bytes).expect("text"))
    };
    changes.iter().map(|one| format!("{}: {} -> {}", one.path, text(one.before), text(one.after))).collect()
}

pub(in crate::git) fn at(commit: CommitId, name: Option<&str>) -> Origin {
    Origin::Commit { commit, name: name.map(str::to_owned) }
}

fn paths(snapshot: &crate::source::Snapshot) -> Vec<&str> {
    snapshot.files.iter().map(|file| file.path.as_str()).collect()
}

fn path(path: &str) -> RepoPath {
    RepoPath::new(path)
}

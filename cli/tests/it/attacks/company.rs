//! A company whose history is written object by object, signed with throw-away keys.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{FileMode, ObjectType, Oid, Repository};

pub(super) use crate::support::keys::{public, sign};

/// The files of a commit.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

pub(super) struct Company {
    pub(super) folder: tempfile::TempDir,
    pub(super) repo: Repository,
}

/// Who commits: the key that signs, and the mail that the headers say.
#[derive(Clone, Copy)]
pub(super) struct Hand<'a> {
    pub(super) key: Option<&'a str>,
    pub(super) mail: &'a str,
}

/// A hand that signs with its own key.
pub(super) fn by(name: &str) -> Hand<'_> {
    Hand { key: Some(name), mail: name }
}

/// A hand that does not sign.
pub(super) fn unsigned(name: &str) -> Hand<'_> {
    Hand { key: None, mail: name }
}

impl Company {
    pub(super) fn new() -> Self {
        let folder = crate::support::folder();
        let mut options = git2::RepositoryInitOptions::new();
        options.initial_head("main").external_template(false);
        let repo = Repository::init_opts(folder.path(), &options).expect("a repository");
        Self { folder, repo }
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn object(&self, kind: ObjectType, bytes: &[u8]) -> Oid {
        self.repo.odb().expect("objects").write(kind, bytes).expect("written")
    }

    pub(super) fn tree(&self, files: &Files) -> Oid {
        let mut builder = git2::build::TreeUpdateBuilder::new();
        for (path, bytes) in files {
            match bytes.strip_prefix(b"-> ") {
                Some(target) => {
                    builder.upsert(path.as_str(), self.object(ObjectType::Blob, target), FileMode::Link)
                }
                None => builder.upsert(path.as_str(), self.object(ObjectType::Blob, bytes), FileMode::Blob),
            };
        }
        let empty = self.repo.find_tree(self.object(ObjectType::Tree, b"")).expect("the empty tree");
        builder.create_updated(&self.repo, &empty).expect("a tree")
    }

    /// A commit of these files. A space and an offset may stand behind the date.
    pub(super) fn commit(&self, hand: Hand<'_>, at: &str, parents: &[Oid], files: &Files) -> Oid {
        self.commit_tree(hand, at, parents, self.tree(files))
    }

    pub(super) fn commit_tree(&self, hand: Hand<'_>, at: &str, parents: &[Oid], tree: Oid) -> Oid {
        let header = header(hand.mail, at, parents, tree);
        let payload = format!("{header}\nwork\n");
        let signature = hand.key.map(|name| sign(name, "git", payload.as_bytes()));
        self.signed(&header, signature.as_deref())
    }

    /// A commit under any armor.
    pub(super) fn signed(&self, header: &str, signature: Option<&str>) -> Oid {
        let folded = signature.map(|armor| format!("gpgsig {}\n", armor.trim_end().replace('\n', "\n ")));
        let bytes = format!("{header}{}\nwork\n", folded.unwrap_or_default());
        self.object(ObjectType::Commit, bytes.as_bytes())
    }

    pub(super) fn main(&self, commit: Oid) {
        self.repo.reference("refs/heads/main", commit, true, "").expect("a branch");
    }

    /// The grade of the November record, with the reasons and what `integrity` says.
    pub(super) fn grade(&self, flags: &[&str]) -> String {
        self.grade_in(&[], flags)
    }

    /// The same in an environment.
    pub(super) fn grade_in(&self, environment: &[(&str, &str)], flags: &[&str]) -> String {
        let mut command = crate::support::tickmark(self.path());
        command.envs(environment.iter().copied());
        command.args([
            "trail",
            "--window",
            "2026-11-01..2026-11-30",
            "--as-of",
            "2026-12-31",
            "--format",
            "json",
        ]);
        let output = command.args(flags).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        let Ok(json) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else {
            let first = said.lines().next().unwrap_or_default();
            return format!("no grade, exit {}: {first}", output.status.code().unwrap_or(-1));
        };
        let one = &json["controls"][0]["occurrences"][0];
        let list = |value: &serde_json::Value| {
            let items = value.as_array().into_iter().flatten().filter_map(|item| item.as_str());
            items.map(|item| item.split(' ').next().unwrap_or_default()).collect::<Vec<_>>().join(" ")
        };
        let integrity = list(&json["integrity"]);
        let integrity = if integrity.is_empty() { integrity } else { format!("  | {integrity}") };
        let line =
            format!("{} {}{integrity}", one["grade"].as_str().unwrap_or("null"), list(&one["grade_reasons"]));
        line.trim_end().to_owned()
    }
}

/// The headers of a commit.
pub(super) fn header(mail: &str, at: &str, parents: &[Oid], tree: Oid) -> String {
    let (at, offset) = at.split_once(' ').unwrap_or((at, "+0000"));
    let seconds = at.parse::<jiff::Timestamp>().expect("an instant").as_second();
    let who = format!("{mail} <{mail}@northwind.example> {seconds} {offset}");
    let parents: String = parents.iter().map(|parent| format!("parent {parent}\n")).collect();
    format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n")
}

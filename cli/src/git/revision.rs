//! Names of commits to commits.
//!
//! In: what a person wrote. Out: one commit, and the tag that named it. The notation is a part of
//! Git's (gitrevisions): a name or an id, then `~N`, `^N`, `^{}` or `^{commit}`. Names that read a
//! reflog, a clock or the configuration are refused: the same name gives the same commit
//! everywhere. Parents are those that the commit's own bytes name.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::git::objects::{ObjectKind, Objects};
use crate::git::raw::{read_commit, read_tag};
use crate::git::references::References;
use crate::git::{GitError, Repository};
use crate::history::Tag;
use crate::place::{CommitId, TagId};
use crate::text::did_you_mean;

/// A revision, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The commit.
    pub commit: CommitId,
    /// As it was asked for, unless that was the commit's id.
    pub name: Option<String>,
    /// The tag, if it was asked for by one.
    pub tag: Option<Tag>,
}

/// The commit that HEAD names.
pub(super) fn head(repository: &Repository) -> Result<Option<CommitId>, GitError> {
    // None when HEAD names a branch that has no commit yet.
    let Some(head) = repository.references().find("HEAD")? else { return Ok(None) };
    let objects = repository.objects()?;
    peel(&objects, "HEAD", head.id).map(|peeled| Some(peeled.commit))
}

/// Finds the commit that a revision names.
pub(super) fn resolve(repository: &Repository, revision: &str) -> Result<Resolved, GitError> {
    let (base, steps) = parse(revision)?;
    let objects = repository.objects()?;
    let start = find(repository, &objects, revision, base)?;
    let peeled = peel(&objects, revision, start.id)?;
    let mut commit = peeled.commit;
    for step in &steps {
        commit = step.take(repository, &objects, revision, commit)?;
    }
    let moves = steps.iter().any(|step| !step.stays());
    let tag = start.tag.filter(|_| !moves).map(|name| Tag { name, ..peeled.tag });
    let name = (!start.by_id || !steps.is_empty()).then(|| revision.to_owned());
    Ok(Resolved { commit, name, tag })
}

/// One step from a commit to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// `~N`: as many first parents.
    Back(usize),
    /// `^N`: the parent of that number; 0 is the commit itself.
    Parent(usize),
}

impl Step {
    fn stays(self) -> bool {
        matches!(self, Self::Back(0) | Self::Parent(0))
    }

    fn take(
        self,
        repository: &Repository,
        objects: &Objects,
        revision: &str,
        commit: CommitId,
    ) -> Result<CommitId, GitError> {
        let (count, number) = match self {
            Self::Back(count) => (count, 1),
            Self::Parent(0) => (0, 1),
            Self::Parent(number) => (1, number),
        };
        let mut commit = commit;
        for _ in 0..count {
            commit = parent(repository, objects, revision, commit, number)?;
        }
        Ok(commit)
    }
}

fn parent(
    repository: &Repository,
    objects: &Objects,
    revision: &str,
    commit: CommitId,
    number: usize,
) -> Result<CommitId, GitError> {
    let object = objects.expect(ObjectKind::Commit, commit.0)?;
    let parents = read_commit(object.bytes()).map(|commit| commit.parents).unwrap_or_default();
    let cut = !parents.is_empty() && repository.cuts.contains(&commit);
    let found = parents.get(number - 1).copied().filter(|_| !cut);
    found.ok_or_else(|| GitError::NoSuchParent {
        revision: revision.to_owned(),
        commit: commit.to_string(),
        number,
        cut,
    })
}

/// Takes a revision apart: its name, and the steps behind it.
fn parse(revision: &str) -> Result<(&str, Vec<Step>), GitError> {
    let refused = |because| GitError::InvalidRevision { revision: revision.to_owned(), because };
    let end = revision.find(['~', '^']).unwrap_or(revision.len());
    let (base, mut rest) = revision.split_at(end);
    if base.is_empty() {
        return Err(refused("it names nothing"));
    }
    if base.contains("..") {
        return Err(refused("it is a range"));
    }
    if base.contains("@{") {
        return Err(refused("reflogs differ from clone to clone and are not read"));
    }
    if base.contains(':') {
        return Err(refused("it names a file or a search, not a commit"));
    }
    let mut steps = Vec::new();
    while let Some(sign) = rest.chars().next() {
        rest = &rest[1..];
        if let Some(peeled) = ["{}", "{commit}"].iter().find_map(|peel| rest.strip_prefix(peel))
            && sign == '^'
        {
            rest = peeled;
            steps.push(Step::Parent(0));
            continue;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let number = match number {
            "" => 1,
            digits => digits.parse().map_err(|_| refused("the number is too large"))?,
        };
        steps.push(match sign {
            '~' => Step::Back(number),
            '^' => Step::Parent(number),
            _ => return Err(refused("only `~N`, `^N`, `^{}` and `^{commit}` may follow a name")),
        });
        rest = behind;
    }
    Ok((if base == "@" { "HEAD" } else { base }, steps))
}

/// What a name without steps leads to.
struct Start {
    id: [u8; 20],
    by_id: bool,
    /// The tag's name, without `refs/tags/`.
    tag: Option<String>,
}

/// Looks a name up in Git's order: a full id, references from the closest to the farthest, the
/// beginning of an id.
fn find(repository: &Repository, objects: &Objects, revision: &str, base: &str) -> Result<Start, GitError> {
    if let Ok(id) = base.parse::<CommitId>() {
        return Ok(Start { id: id.0, by_id: true, tag: None });
    }
    let places = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];
    let names =
        places.iter().map(|place| format!("{place}{base}")).chain([format!("refs/remotes/{base}/HEAD")]);
    let references = repository.references();
    for name in names {
        if let Some(found) = references.find(&name)? {
            let tag = found.name.strip_prefix("refs/tags/").map(str::to_owned);
            return Ok(Start { id: found.id, by_id: false, tag });
        }
    }
    let digits = base.to_ascii_lowercase();
    if (4..40).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        && let Some(id) = objects.find_by_prefix(&digits)?
    {
        return Ok(Start { id, by_id: true, tag: None });
    }
    let suggestion = suggest(&references, base)?;
    Err(GitError::UnknownRevision { revision: revision.to_owned(), suggestion })
}

/// A tag or branch with a name like this one.
fn suggest(references: &References<'_>, base: &str) -> Result<Option<String>, GitError> {
    let mut names = BTreeSet::new();
    for name in references.names("refs/")? {
        let Ok(name) = std::str::from_utf8(&name) else { continue };
        let short =
            ["refs/tags/", "refs/heads/", "refs/remotes/"].iter().find_map(|place| name.strip_prefix(place));
        names.extend(short.map(str::to_owned));
    }
    Ok(did_you_mean(base, names.iter().map(String::as_str)).map(str::to_owned))
}

/// A commit, and the tag object on the way to it.
struct Peeled {
    commit: CommitId,
    tag: Tag,
}

/// Follows tag objects to their commit; the outermost one is the tag.
fn peel(objects: &Objects, revision: &str, start: [u8; 20]) -> Result<Peeled, GitError> {
    let mut outermost = None;
    let mut id = start;
    loop {
        let object = objects.read(id)?;
        match object.kind {
            ObjectKind::Commit => break,
            ObjectKind::Tag => {}
            ObjectKind::Tree | ObjectKind::Blob => {
                return Err(GitError::NotACommit { revision: revision.to_owned(), kind: object.kind.word() });
            }
        }
        let raw = read_tag(object.bytes()).ok_or_else(|| GitError::ObjectDamaged {
            kind: ObjectKind::Tag.word(),
            id: TagId(id).to_string(),
            because: "it names no object".to_owned(),
        })?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if outermost.is_none() {
            outermost = Some(Tag {
                name: String::new(),
                object: Some(TagId(id)),
                name_inside: raw.name.map(text),
                commit: CommitId(id),
                tagger: raw.tagger,
                raw: Arc::from(object.bytes()),
                message: text(raw.message),
                signature: raw.signature,
            });
        }
        id = raw.target;
    }
    let commit = CommitId(id);
    let tag = outermost.unwrap_or_else(|| Tag {
        name: String::new(),
        object: None,
        name_inside: None,
        commit,
        tagger: None,
        raw: Arc::from([]),
        message: String::new(),
        signature: None,
    });
    Ok(Peeled { commit, tag: Tag { commit, ..tag } })
}

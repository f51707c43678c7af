//! What became of a text since it was approved, and since its version was given.
//!
//! In: the policies and Statements of Applicability on file with their bytes, and the history. Out:
//! [`Pasts`]. Two texts are the same when their lines are, whatever ends them; of the front matter,
//! or of a YAML file, everything but `approved` and the user's own `x-` keys counts.

use crate::assess::line::Line;
use crate::assess::value::{equal_but, fields_that_differ};
use crate::assess::weakening::Since;
use crate::calendar::Date;
use crate::document::{Document, Node};
use crate::history::Trail;
use crate::model::{Policy, Register, Soa, Text};
use crate::place::{CommitId, FileId, RepoPath};

/// The past of one policy or document.
#[derive(Debug)]
pub struct PolicyPast<'a> {
    /// The policy on file.
    pub policy: &'a Policy,
    /// The text that was approved, if another one is on file now.
    pub changed: Option<ChangedSince>,
    /// Since when its version stands for more than one text, if it does.
    pub unraised: Option<Since>,
}

/// The past of the decisions of one Statement of Applicability.
#[derive(Debug)]
pub struct SoaPast<'a> {
    /// The decisions on file.
    pub soa: &'a Soa,
    /// The commit that carried the approval; `None` when nobody has approved, or the commit is older
    /// than the history here.
    pub approved: Option<Since>,
    /// The decisions that were approved, if others are on file now.
    pub changed: Option<ChangedSince>,
    /// Which decisions are not as they were approved, in the order of the file; those that are gone last.
    pub decisions: Vec<OtherDecision>,
}

/// A decision that is not as it was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDecision {
    /// The requirement.
    pub requirement: String,
    /// What became of it: `new`, `changed` or `gone`.
    pub what: &'static str,
}

/// The past of everything that somebody approves.
#[derive(Debug, Default)]
pub struct Pasts<'a> {
    /// Of each policy, and of each document of the management system.
    pub policies: Vec<PolicyPast<'a>>,
    /// Of each Statement of Applicability.
    pub soas: Vec<SoaPast<'a>>,
}

/// A text that is not the one that was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSince {
    /// The commit that carried the approval.
    pub approved: Since,
    /// The first change after which the text was another one.
    pub first: Since,
    /// The prose is not the same.
    pub prose: bool,
    /// The fields of the front matter that are not the same.
    pub fields: Vec<String>,
}

/// One version of a file.
struct Version {
    day: Date,
    commit: Option<CommitId>,
    front: Node,
    prose: Vec<String>,
}

/// Follows everything that is approved over the main line. `bytes` gives a file as it is on file;
/// `today` is the day from which what is not committed counts.
pub fn pasts<'a>(
    register: &'a Register,
    trail: &Trail,
    bytes: impl Fn(FileId) -> &'a [u8],
    today: Date,
) -> Pasts<'a> {
    let line = Line::of(trail, register.program.as_ref());
    let versions = |path: &RepoPath, file: FileId| {
        let mut versions = versions(trail, &line, path);
        let now = read(path, bytes(file), today, None);
        // What is on file and not committed is one more version.
        versions.extend(now.filter(|now| versions.last().is_none_or(|last| !same(last, now))));
        versions
    };
    let policies = register.policies.all().iter().chain(register.isms_documents.all());
    let policy = |policy: &'a Policy| {
        let versions = versions(&policy.path, policy.file);
        PolicyPast {
            changed: policy.approved.as_ref().and_then(|_| changed(trail, &versions)),
            unraised: unraised(trail, &versions),
            policy,
        }
    };
    let soa = |soa: &'a Soa| {
        let versions = soa.approved.as_ref().map(|_| versions(&soa.path, soa.file)).unwrap_or_default();
        let decisions = since_approval(&versions).map(|(then, now, _)| other_decisions(then, now));
        SoaPast {
            approved: approval(&versions).map(|at| since(trail, &versions[at])),
            changed: changed(trail, &versions),
            decisions: decisions.unwrap_or_default(),
            soa,
        }
    };
    Pasts { policies: policies.map(policy).collect(), soas: register.soas.iter().map(soa).collect() }
}

fn versions(trail: &Trail, line: &Line, path: &RepoPath) -> Vec<Version> {
    let mut versions = Vec::new();
    for (commit, day) in trail.line.iter().zip(&line.days) {
        let change = commit.changes.binary_search_by(|change| change.path.cmp(path)).ok();
        let blob = change.and_then(|index| commit.changes[index].after);
        let bytes = blob.and_then(|blob| trail.blobs.get(&blob));
        versions.extend(bytes.and_then(|bytes| read(path, bytes, *day, Some(commit.id))));
    }
    versions
}

/// A version that cannot be read is passed over.
fn read(path: &RepoPath, bytes: &[u8], day: Date, commit: Option<CommitId>) -> Option<Version> {
    let markdown = path.extension().as_deref() == Some("md");
    let from = if markdown { Document::from_markdown } else { Document::from_yaml };
    let (document, _) = from(FileId(0), bytes);
    let body = document.body.unwrap_or_default();
    let prose = String::from_utf8_lossy(bytes.get(body.range()).unwrap_or_default()).into_owned();
    let lines: Vec<String> = prose.trim().lines().map(|line| line.trim_end().to_owned()).collect();
    Some(Version { day, commit, front: document.root?, prose: lines })
}

/// Fields that may change without the text being another one.
fn is_beside(field: &str) -> bool {
    field == "approved" || field.starts_with("x-")
}

fn same(a: &Version, b: &Version) -> bool {
    a.prose == b.prose && equal_but(&a.front, &b.front, |_| false)
}

/// The first version that has today's approval.
fn approval(versions: &[Version]) -> Option<usize> {
    let approval = versions.last()?.front.get("approved")?;
    let has = |version: &Version| {
        version.front.get("approved").is_some_and(|node| equal_but(node, approval, |_| false))
    };
    versions.iter().position(has)
}

/// The text of the first commit that has today's approval, today's, and the first one that was
/// another; `None` when it is the same still.
fn since_approval(versions: &[Version]) -> Option<(&Version, &Version, &Version)> {
    let (now, at) = (versions.last()?, approval(versions)?);
    let approved = &versions[at];
    let differs = |version: &&Version| {
        version.prose != approved.prose || !equal_but(&version.front, &approved.front, is_beside)
    };
    if !differs(&now) {
        return None;
    }
    Some((approved, now, versions[at..].iter().find(differs)?))
}

/// The text that was approved, against today's.
fn changed(trail: &Trail, versions: &[Version]) -> Option<ChangedSince> {
    let (approved, now, first) = since_approval(versions)?;
    Some(ChangedSince {
        approved: since(trail, approved),
        first: since(trail, first),
        prose: now.prose != approved.prose,
        fields: other_fields(&approved.front, &now.front),
    })
}

fn other_decisions(then: &Version, now: &Version) -> Vec<OtherDecision> {
    let decisions = |version: &'_ Version| -> Vec<(String, Node)> {
        let mapping = version.front.get("decisions").and_then(Node::as_mapping);
        let entries = mapping.into_iter().flat_map(|mapping| &mapping.entries);
        entries.map(|entry| (entry.key.value.to_string(), entry.value.clone())).collect()
    };
    let (was, is) = (decisions(then), decisions(now));
    let find = |list: &[(String, Node)], id: &str| -> Option<Node> {
        list.iter().find(|(known, _)| known == id).map(|(_, node)| node.clone())
    };
    let other = |requirement: &String, what| OtherDecision { requirement: requirement.clone(), what };
    let mut others: Vec<OtherDecision> = Vec::new();
    for (id, node) in &is {
        match find(&was, id) {
            None => others.push(other(id, "new")),
            Some(old) if !equal_but(&old, node, |_| false) => others.push(other(id, "changed")),
            Some(_) => {}
        }
    }
    others.extend(was.iter().filter(|(id, _)| find(&is, id).is_none()).map(|(id, _)| other(id, "gone")));
    others
}

fn other_fields(old: &Node, new: &Node) -> Vec<String> {
    fields_that_differ(old, new).into_iter().filter(|key| !is_beside(key)).collect()
}

/// The first version of the run that has today's version number and another prose than the one
/// before it in the run. What was raised since can be told apart again.
fn unraised(trail: &Trail, versions: &[Version]) -> Option<Since> {
    let number =
        |version: &Version| version.front.get("version").and_then(Node::text).map(|text: Text| text.value);
    let current = number(versions.last()?)?;
    let run = versions.iter().rev().take_while(|version| number(version).as_ref() == Some(&current)).count();
    let run = &versions[versions.len() - run..];
    let other = run.windows(2).find(|pair| pair[0].prose != pair[1].prose)?;
    Some(since(trail, &other[1]))
}

fn since(trail: &Trail, version: &Version) -> Since {
    Since::of(version.day, version.commit, trail)
}

//! One walk over the history: a [`Trail`].
//!
//! In: a commit and the compliance root. Out: what the main line changed in `policies/` and
//! `evidence/`, where each path first came into the history, and the bytes of every version of the
//! files whose past matters. Nothing is asked of the Git library but objects by id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::git::compare::{Oddities, Root, Top, WATCHED, additions, differences, list};
use crate::git::gaps::Gaps;
use crate::git::graph::{Graph, Node};
use crate::git::objects::{ObjectKind, Objects};
use crate::git::tree::{Mode, Slot};
use crate::git::trees::Trees;
use crate::git::{GitError, Repository};
use crate::history::{Addition, Brought, Change, Trail};
use crate::kind::{Kind, Place};
use crate::place::{BlobId, CommitId, RepoPath};
use crate::source::KEPT_BYTES;

/// So many commits or blobs are worth a second thread.
pub(super) const SHARE: usize = 64;

/// Blobs by their ids.
type Blobs = BTreeMap<BlobId, Arc<[u8]>>;

/// Walks the history up to `head`; blobs that are `at_hand` are not read once more.
pub(super) fn walk(
    repository: &Repository,
    head: CommitId,
    root: &str,
    at_hand: &Blobs,
) -> Result<Trail, GitError> {
    match walk_past(repository, head, root, at_hand, Gaps::default()) {
        Err(error) if error.loss().is_some() => match Gaps::find(repository, head, root)? {
            Some(gaps) => walk_past(repository, head, root, at_hand, gaps),
            None => Err(error),
        },
        whole => whole,
    }
}

fn walk_past(
    repository: &Repository,
    head: CommitId,
    root: &str,
    at_hand: &Blobs,
    gaps: Gaps,
) -> Result<Trail, GitError> {
    let root = Root::new(root);
    let objects = repository.objects()?;
    let mut graph = Graph::read(&objects, head, &repository.cuts, &gaps.commits)?;
    let tops = tops(&objects, &root, &graph.nodes)?;
    let mut found = compare(&objects, &graph, &tops)?;
    let cut = cut_state(&objects, &graph, &tops, &mut found)?;
    let mut trail = Trail { complete: graph.nodes.iter().all(|node| !node.cut), ..Trail::default() };
    trail.before_the_cut = cut;
    trail.additions = found.additions;
    trail.brought = found.brought;
    trail.sides = graph.sides();
    trail.not_files = found.not_files;
    for (commit, changes) in graph.line.iter_mut().zip(found.changes) {
        commit.changes = changes;
    }
    trail.line = std::mem::take(&mut graph.line);
    trail.line.reverse();
    trail.shallow = graph.nodes.iter().any(|node| node.cut && repository.cuts.contains(&node.id));
    let (blobs, lost) = read_blobs(&objects, wanted_blobs(&trail), at_hand)?;
    trail.blobs = blobs;
    let lost = gaps.lost.into_iter().chain(lost).collect();
    trail.integrity = integrity(repository, &graph, &found.oddities)?;
    trail.lose(Gaps::entries(&lost));
    Ok(trail)
}

/// The watched folders of every commit.
fn tops(objects: &Objects, root: &Root, nodes: &[Node]) -> Result<Vec<Top>, GitError> {
    let tops = objects.in_shares(nodes, SHARE, |objects, _, share| {
        let mut trees = Trees::new(objects);
        share.iter().map(|node| Top::of(&mut trees, root, node.tree, &WATCHED)).collect::<Result<Vec<_>, _>>()
    })?;
    Ok(tops.into_iter().flatten().collect())
}

/// What comparing commits with their parents gives.
#[derive(Default)]
struct Found {
    /// For each commit of the line, newest first.
    changes: Vec<Vec<Change>>,
    additions: BTreeMap<RepoPath, Addition>,
    brought: BTreeMap<RepoPath, Vec<Brought>>,
    not_files: BTreeSet<(CommitId, RepoPath)>,
    oddities: Oddities,
}

impl Found {
    /// Keeps the earliest addition of a path; of equal dates, the one with the smaller id.
    fn add(&mut self, path: &str, node: &Node) {
        let new = Addition { commit: node.id, at: node.at, offset_minutes: node.offset_minutes };
        match self.additions.get_mut(path) {
            Some(known) if (known.at, known.commit) <= (new.at, new.commit) => {}
            Some(known) => *known = new,
            None => {
                self.additions.insert(RepoPath::new(path), new);
            }
        }
    }

    /// Keeps that a commit brought these bytes of a record.
    fn bring(&mut self, path: &str, slot: Slot, node: &Node) {
        let path = RepoPath::new(path);
        if slot.mode == Mode::File && Place::of(&path) == Place::Known(Kind::Evidence) {
            let brought = Brought { commit: node.id, blob: BlobId(slot.id), merge: node.parents.len() > 1 };
            self.brought.entry(path).or_default().push(brought);
        }
    }

    fn merge(&mut self, other: Self) {
        for (path, brought) in other.brought {
            self.brought.entry(path).or_default().extend(brought);
        }
        self.changes.extend(other.changes);
        self.not_files.extend(other.not_files);
        self.oddities.merge(other.oddities);
        for (path, new) in other.additions {
            let known = self.additions.entry(path).or_insert(new);
            if (new.at, new.commit) < (known.at, known.commit) {
                *known = new;
            }
        }
    }
}

fn compare(objects: &Objects, graph: &Graph, tops: &[Top]) -> Result<Found, GitError> {
    let parts = objects.in_shares(&graph.nodes, SHARE, |objects, offset, share| {
        let mut trees = Trees::new(objects);
        let mut found = Found::default();
        for (index, node) in share.iter().enumerate() {
            let place = offset + index;
            compare_one(&mut trees, node, place < graph.line.len(), &tops[place], tops, &mut found)?;
        }
        Ok(found)
    })?;
    let mut all = Found::default();
    for part in parts {
        all.merge(part);
    }
    Ok(all)
}

fn compare_one(
    trees: &mut Trees<'_>,
    node: &Node,
    on_line: bool,
    top: &Top,
    tops: &[Top],
    found: &mut Found,
) -> Result<(), GitError> {
    let parents: Vec<&Top> = node.parents.iter().map(|&parent| &tops[parent as usize]).collect();
    if node.cut {
        found.changes.extend(on_line.then(Vec::new));
        return Ok(());
    }
    let mut oddities = std::mem::take(&mut found.oddities);
    if on_line {
        let nothing = Top::default();
        let before = parents.first().copied().unwrap_or(&nothing);
        let differences =
            if before == top { Vec::new() } else { differences(trees, before, top, &mut oddities)? };
        let mut changes = Vec::with_capacity(differences.len());
        for one in differences {
            if let Some(slot) = one.after.filter(|_| parents.len() < 2) {
                if one.before.is_none() {
                    found.add(one.path.as_str(), node);
                }
                found.bring(one.path.as_str(), slot, node);
            }
            if one.after.is_some_and(|slot| slot.mode != Mode::File) {
                found.not_files.insert((node.id, one.path.clone()));
            }
            let blob = |slot: Option<Slot>| slot.map(|slot| BlobId(slot.id));
            changes.push(Change { before: blob(one.before), after: blob(one.after), path: one.path });
        }
        found.changes.push(changes);
    }
    if (!on_line || parents.len() > 1) && !parents.contains(&top) {
        additions(trees, top, &parents, &mut oddities, |path, slot, new| {
            if new {
                found.add(path, node);
            }
            found.bring(path, slot, node);
        })?;
    }
    found.oddities = oddities;
    Ok(())
}

/// What the main line holds where it is cut; takes what any cut holds out of the additions.
fn cut_state(
    objects: &Objects,
    graph: &Graph,
    tops: &[Top],
    found: &mut Found,
) -> Result<BTreeMap<RepoPath, BlobId>, GitError> {
    let mut trees = Trees::new(objects);
    let mut state = BTreeMap::new();
    for (place, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.cut) {
        for (path, slot) in list(&mut trees, &tops[place], &mut found.oddities)? {
            found.additions.remove(&path);
            if place < graph.line.len() {
                if slot.mode != Mode::File {
                    found.not_files.insert((node.id, path.clone()));
                }
                state.insert(path, BlobId(slot.id));
            }
        }
    }
    Ok(state)
}

/// The blobs of every version of the files whose past is told: controls, evidence records, policies,
/// risks, vendors, Statements of Applicability, and the prose of the system description.
fn wanted_blobs(trail: &Trail) -> BTreeSet<BlobId> {
    let mut wanted = BTreeSet::new();
    let kept = |path: &RepoPath| {
        matches!(
            Place::of(path),
            Place::Known(
                Kind::Control
                    | Kind::Evidence
                    | Kind::Policy
                    | Kind::IsmsDocument
                    | Kind::Risk
                    | Kind::Soa
                    | Kind::Vendors
            ) | Place::SystemProse
        )
    };
    if let Some(oldest) = trail.line.first() {
        let state = trail.before_the_cut.iter().filter(|(path, _)| kept(path));
        wanted.extend(
            state
                .filter(|(path, _)| !trail.not_files.contains(&(oldest.id, (*path).clone())))
                .map(|(_, id)| *id),
        );
    }
    for commit in &trail.line {
        let versions = commit.changes.iter().filter(|change| kept(&change.path));
        // What stood before was brought by an older commit of the line, or stood at the cut.
        let files = versions.filter(|change| !trail.not_files.contains(&(commit.id, change.path.clone())));
        wanted.extend(files.filter_map(|change| change.after));
    }
    wanted
}

/// Reads blobs; gives with them the entries of those that are not to be had.
pub(super) fn read_blobs(
    objects: &Objects,
    wanted: BTreeSet<BlobId>,
    at_hand: &Blobs,
) -> Result<(Blobs, Vec<String>), GitError> {
    let mut found = Blobs::new();
    let mut unread: Vec<BlobId> = Vec::new();
    for id in wanted {
        match at_hand.get(&id) {
            Some(bytes) => drop(found.insert(id, Arc::clone(bytes))),
            None => unread.push(id),
        }
    }
    let blobs = objects.in_shares(&unread, SHARE, |objects, _, share| {
        let (mut blobs, mut lost) = (Vec::with_capacity(share.len()), Vec::new());
        for &id in share {
            match read_blob(objects, id) {
                Ok(bytes) => blobs.extend(bytes.map(|bytes| (id, bytes))),
                Err(error) => lost.push(error.loss().ok_or(error)?),
            }
        }
        Ok((blobs, lost))
    })?;
    let (blobs, lost): (Vec<_>, Vec<_>) = blobs.into_iter().unzip();
    found.extend(blobs.into_iter().flatten());
    Ok((found, lost.into_iter().flatten().collect()))
}

/// The bytes of a blob; `None` when it is too large to be held.
fn read_blob(objects: &Objects, id: BlobId) -> Result<Option<Arc<[u8]>>, GitError> {
    if objects.size(ObjectKind::Blob.word(), id.0)? > KEPT_BYTES {
        return Ok(None);
    }
    Ok(Some(Arc::from(objects.expect(ObjectKind::Blob, id.0)?.bytes())))
}

/// What is odd about the history as a whole.
fn integrity(repository: &Repository, graph: &Graph, oddities: &Oddities) -> Result<Vec<String>, GitError> {
    let mut entries: BTreeSet<String> = repository.ignored_substitutes()?;
    entries.extend(graph.malformed.iter().map(|id| format!("COMMIT_MALFORMED {id}")));
    let refused = oddities.refused.iter().chain(&oddities.beside);
    entries.extend(refused.map(|name| format!("PATH_UNSAFE {}", name.path)));
    let folder = |folder: &String| if folder.is_empty() { ".".to_owned() } else { folder.clone() };
    let ambiguous = oddities.ambiguous.iter().chain(&oddities.doubles);
    entries.extend(ambiguous.map(|at| format!("TREE_AMBIGUOUS {}", folder(at))));
    Ok(entries.into_iter().collect())
}

//! One walk over the history: a [`Trail`].
//!
//! In: a commit and the compliance root. Out: what the main line changed in `policies/` and
//! `evidence/`, where each path first came into the history, and the bytes of every version of the
//! files whose past matters. Nothing is asked of the Git library but objects by id.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::git::changes::{Found, Tops, compare};
use crate::git::compare::{Oddities, Root, list};
use crate::git::gaps::Gaps;
use crate::git::graph::Graph;
use crate::git::known::{Finds, Known};
use crate::git::objects::Objects;
use crate::git::proofs;
use crate::git::tree::Mode;
use crate::git::trees::Trees;
use crate::git::{GitError, Repository};
use crate::history::Trail;
use crate::kind::{Kind, Place};
use crate::place::{BlobId, CommitId, RepoPath};
use crate::source::KEPT_BYTES;

/// So many commits or blobs are worth a second thread.
pub(super) const SHARE: usize = 64;

/// Blobs by their ids.
pub(super) type Blobs = BTreeMap<BlobId, Arc<[u8]>>;

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
    let objects = repository.objects()?;
    let mut known = recall(repository, &objects, root, &gaps);
    let mut graph = Graph::read(&objects, head, &repository.cuts, &gaps.commits, &known)?;
    let tops = Tops::read(&objects, &Root::new(root), &graph, &known)?;
    let mut found = compare(&objects, &graph, &tops, &known)?;
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
    let at_hand = [at_hand, &known.blobs];
    let (blobs, lost) = read_blobs(&objects, wanted_blobs(&trail), &at_hand)?;
    trail.blobs = blobs;
    let lost = gaps.lost.into_iter().chain(lost).collect();
    trail.integrity = integrity(repository, &graph, &found.oddities)?;
    trail.lose(Gaps::entries(&lost));
    if known.holds {
        known.keeps = graph.keeps;
        // What grades are made of as well: nearly every run that walks asks for it next.
        let mut blobs = read_blobs(&objects, proofs::wanted_blobs(&trail), &at_hand)?.0;
        blobs.extend(trail.blobs.iter().map(|(id, bytes)| (*id, Arc::clone(bytes))));
        let compared = found.compared.into_iter();
        let compared = compared.map(|(place, compared)| (graph.nodes[place].id, compared)).collect();
        let raws = graph.nodes.iter().map(|node| node.id).zip(graph.raws).collect();
        keep(repository, &objects, root, std::mem::take(&mut known), Finds { raws, compared, blobs });
    }
    Ok(trail)
}

/// What an earlier walk found. A history that is not all here is walked anew each time.
fn recall(repository: &Repository, objects: &Objects, root: &str, gaps: &Gaps) -> Known {
    let whole = repository.cuts.is_empty() && gaps.commits.is_empty() && gaps.lost.is_empty();
    match repository.memory.get().filter(|_| whole) {
        Some(memory) => memory.recall(root, objects.stamps().as_deref()),
        None => Known::default(),
    }
}

/// Leaves what this walk found.
fn keep(repository: &Repository, objects: &Objects, root: &str, known: Known, finds: Finds) {
    if let Some(memory) = repository.memory.get() {
        let is_packed = |blob: &BlobId| objects.is_packed(blob.0);
        memory.take(root, objects.stamps(), known, finds, is_packed);
    }
}

/// What the main line holds where it is cut; takes what any cut holds out of the additions.
fn cut_state(
    objects: &Objects,
    graph: &Graph,
    tops: &Tops,
    found: &mut Found,
) -> Result<BTreeMap<RepoPath, BlobId>, GitError> {
    let mut trees = Trees::new(objects);
    let mut state = BTreeMap::new();
    for (place, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.cut) {
        for (path, slot) in list(&mut trees, tops.get(place), &mut found.oddities)? {
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
    at_hand: &[&Blobs],
) -> Result<(Blobs, Vec<String>), GitError> {
    let mut found = Blobs::new();
    let mut unread: Vec<BlobId> = Vec::new();
    for id in wanted {
        match at_hand.iter().find_map(|blobs| blobs.get(&id)) {
            Some(bytes) => drop(found.insert(id, Arc::clone(bytes))),
            None => unread.push(id),
        }
    }
    // Neighbours in a pack are differences of each other.
    unread.sort_by_cached_key(|id| objects.position(id.0));
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
    Ok(objects.blob_within(id.0, KEPT_BYTES)?.map(|object| Arc::from(object.bytes())))
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

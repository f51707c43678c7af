//! Every commit that can be reached from one, each read once.
//!
//! In: a commit and the commits at which the history is cut. Out: the first-parent line with all
//! that it says, and of every other commit its tree, parents and date.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::git::GitError;
use crate::git::known::{COMMITS, Known};
use crate::git::objects::{Object, ObjectKind, Objects};
use crate::git::raw::{RawCommit, read_commit, subject};
use crate::history::LineCommit;
use crate::place::{CommitId, TreeId};

/// One commit of the graph.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: CommitId,
    pub(super) tree: TreeId,
    /// Places in [`Graph::nodes`].
    pub(super) parents: Vec<u32>,
    /// The committer's date, and offset from UTC in minutes.
    pub(super) at: Timestamp,
    pub(super) offset_minutes: i32,
    /// True when its parents exist, but not here.
    pub(super) cut: bool,
    /// True when it was read in a file of its own, and not out of a pack.
    pub(super) loose: bool,
}

/// The commits that can be reached.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// Every commit. The first-parent line stands first, newest to oldest.
    pub(super) nodes: Vec<Node>,
    /// The first-parent line, newest first, still without changes.
    pub(super) line: Vec<LineCommit>,
    /// Commits of the line that readers could read differently.
    pub(super) malformed: Vec<CommitId>,
    /// True when a later run wants to know what this walk finds, and it is not too much.
    pub(super) keeps: bool,
    /// The bytes of each commit, where they are asked for again.
    pub(super) raws: Vec<Arc<[u8]>>,
}

impl Graph {
    /// Every commit beside the line, with the place on the line, counted from the oldest, of the
    /// merge that brought it in: the first one from which it can be reached.
    pub(super) fn sides(&self) -> BTreeMap<CommitId, u32> {
        let length = self.line.len();
        let mut found = BTreeMap::new();
        for place in (0..length).rev() {
            let merged = (length - 1 - place) as u32;
            let mut waiting: Vec<u32> = self.nodes[place].parents.iter().skip(1).copied().collect();
            while let Some(side) = waiting.pop() {
                let node = &self.nodes[side as usize];
                if side as usize >= length && found.insert(node.id, merged).is_none() {
                    waiting.extend(&node.parents);
                }
            }
        }
        found
    }

    /// Reads every commit that can be reached from `head`; stops at the `cuts`, and before the `gaps`.
    pub(super) fn read(
        objects: &Objects,
        head: CommitId,
        cuts: &BTreeSet<CommitId>,
        gaps: &BTreeSet<CommitId>,
        known: &Known,
    ) -> Result<Self, GitError> {
        let mut reader = Reader {
            objects,
            known,
            cuts,
            gaps,
            graph: Self { keeps: known.keeps, ..Self::default() },
            places: BTreeMap::new(),
            parents: Vec::new(),
        };
        reader.line(head)?;
        reader.others()?;
        Ok(reader.finish())
    }
}

struct Reader<'o> {
    objects: &'o Objects,
    known: &'o Known,
    cuts: &'o BTreeSet<CommitId>,
    gaps: &'o BTreeSet<CommitId>,
    graph: Graph,
    places: BTreeMap<CommitId, u32>,
    /// The parents of each node, by id until all are known.
    parents: Vec<Vec<CommitId>>,
}

impl Reader<'_> {
    fn line(&mut self, head: CommitId) -> Result<(), GitError> {
        let mut next = Some(head);
        while let Some(id) = next {
            next = self.visit(id, |graph, commit| {
                if !commit.canonical {
                    graph.malformed.push(id);
                }
                graph.line.push(LineCommit {
                    id,
                    parents: commit.parents.clone(),
                    author: commit.author.clone(),
                    committer: commit.committer.clone(),
                    subject: subject(commit.message),
                    signature: commit.signature.clone(),
                    changes: Vec::new(),
                });
            })?;
        }
        Ok(())
    }

    fn others(&mut self) -> Result<(), GitError> {
        // Side branches of the newest merges first, as neighbours in time lie close in packs.
        let mut waiting: Vec<CommitId> =
            self.parents.iter().rev().flat_map(|of| of.iter().skip(1).rev().copied()).collect();
        while let Some(id) = waiting.pop() {
            if !self.places.contains_key(&id) {
                self.visit(id, |_, _| {})?;
                waiting.extend(self.parents.last().into_iter().flatten().rev());
            }
        }
        Ok(())
    }

    /// Reads one commit; gives its first parent.
    fn visit(
        &mut self,
        id: CommitId,
        look: impl FnOnce(&mut Graph, &RawCommit<'_>),
    ) -> Result<Option<CommitId>, GitError> {
        let fact = self.known.fact(&id);
        let object = match fact {
            Some(_) => None,
            None => Some(self.objects.expect(ObjectKind::Commit, id.0)?),
        };
        let read = object.as_ref().map(Object::bytes);
        let bytes = read.or(fact.map(|fact| &fact.raw[..])).unwrap_or_default();
        let commit = read_commit(bytes).ok_or_else(|| GitError::ObjectDamaged {
            kind: ObjectKind::Commit.word(),
            id: id.to_string(),
            because: "it names no tree".to_owned(),
        })?;
        look(&mut self.graph, &commit);
        self.graph.keeps &= self.graph.nodes.len() < COMMITS;
        if self.known.holds {
            self.graph.raws.push(fact.map_or_else(|| Arc::from(bytes), |fact| Arc::clone(&fact.raw)));
        }
        let before_gap = commit.parents.first().is_some_and(|parent| self.gaps.contains(parent));
        let cut = !commit.parents.is_empty() && self.cuts.contains(&id) || before_gap;
        let mut parents = if cut { Vec::new() } else { commit.parents };
        parents.retain(|parent| !self.gaps.contains(parent));
        let first = parents.first().copied();
        self.places.insert(id, self.graph.nodes.len() as u32);
        self.graph.nodes.push(Node {
            id,
            tree: commit.tree,
            parents: Vec::new(),
            at: commit.committer.at,
            offset_minutes: commit.committer.offset_minutes,
            cut,
            loose: object.is_some_and(|object| object.loose),
        });
        self.parents.push(parents);
        Ok(first)
    }

    fn finish(mut self) -> Graph {
        for (node, parents) in self.graph.nodes.iter_mut().zip(self.parents) {
            node.parents = parents.iter().filter_map(|id| self.places.get(id).copied()).collect();
        }
        self.graph
    }
}

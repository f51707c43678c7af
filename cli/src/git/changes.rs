//! What each commit changed against its parents, and what comes of it over all of them.
//!
//! In: the graph, and what an earlier walk found. Out: [`Found`]. Of a commit that is known no tree is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::GitError;
use crate::git::compare::{Oddities, Root, Top, WATCHED, additions, differences};
use crate::git::graph::{Graph, Node};
use crate::git::known::{Added, Compared, Known};
use crate::git::objects::Objects;
use crate::git::trail::SHARE;
use crate::git::tree::{Mode, Slot};
use crate::git::trees::Trees;
use crate::history::{Addition, Brought, Change};
use crate::kind::{Kind, Place};
use crate::place::{BlobId, CommitId, RepoPath};

/// What is asked of a commit.
#[derive(Debug, Clone, Copy)]
struct Asked {
    on_line: bool,
    beside_all: bool,
}

impl Asked {
    fn of(graph: &Graph, place: usize) -> Self {
        let on_line = place < graph.line.len();
        Self { on_line, beside_all: !on_line || graph.nodes[place].parents.len() > 1 }
    }

    /// What is known of the commit, if it is all that is asked.
    fn known<'k>(self, known: &'k Known, node: &Node) -> Option<&'k Compared> {
        let compared = &known.fact(&node.id)?.compared;
        let enough = (!self.on_line || compared.differences.is_some())
            && (!self.beside_all || compared.additions.is_some());
        enough.then_some(compared)
    }
}

/// The watched folders of the commits of which trees have to be read, and of their parents.
pub(super) struct Tops {
    read: Vec<Option<Top>>,
    /// Which of them came out of packs alone.
    packed: Vec<bool>,
    nothing: Top,
}

impl Tops {
    pub(super) fn read(
        objects: &Objects,
        root: &Root,
        graph: &Graph,
        known: &Known,
    ) -> Result<Self, GitError> {
        let mut wanted = BTreeSet::new();
        for (place, node) in graph.nodes.iter().enumerate() {
            if Asked::of(graph, place).known(known, node).is_none() {
                wanted.insert(place as u32);
                wanted.extend(&node.parents);
            }
        }
        let wanted: Vec<u32> = wanted.into_iter().collect();
        let shares = objects.in_shares(&wanted, SHARE, |objects, _, share| {
            let mut trees = Trees::new(objects);
            let read = |place: &u32| {
                trees.loose = false;
                let top = Top::of(&mut trees, root, graph.nodes[*place as usize].tree, &WATCHED)?;
                Ok((top, !trees.loose))
            };
            share.iter().map(read).collect::<Result<Vec<_>, GitError>>()
        })?;
        let mut tops = Self {
            read: graph.nodes.iter().map(|_| None).collect(),
            packed: vec![false; graph.nodes.len()],
            nothing: Top::default(),
        };
        for (place, (top, packed)) in wanted.into_iter().zip(shares.into_iter().flatten()) {
            tops.read[place as usize] = Some(top);
            tops.packed[place as usize] = packed && !graph.nodes[place as usize].loose;
        }
        Ok(tops)
    }

    pub(super) fn get(&self, place: usize) -> &Top {
        self.read.get(place).and_then(Option::as_ref).unwrap_or(&self.nothing)
    }
}

/// What comparing commits with their parents gives.
#[derive(Default)]
pub(super) struct Found {
    /// For each commit of the line, newest first.
    pub(super) changes: Vec<Vec<Change>>,
    pub(super) additions: BTreeMap<RepoPath, Addition>,
    pub(super) brought: BTreeMap<RepoPath, Vec<Brought>>,
    pub(super) not_files: BTreeSet<(CommitId, RepoPath)>,
    pub(super) oddities: Oddities,
    /// What a later run may know of the commits at these places of the graph.
    pub(super) compared: Vec<(usize, Compared)>,
}

impl Found {
    /// Takes what is known of a commit, or was just found.
    fn take(&mut self, node: &Node, asked: Asked, compared: &Compared) {
        if asked.on_line {
            let differences = compared.differences.as_deref().unwrap_or_default();
            let mut changes = Vec::with_capacity(differences.len());
            for one in differences {
                if let Some(slot) = one.after.filter(|_| !asked.beside_all) {
                    self.add(&one.path, slot, one.before.is_none(), node);
                }
                if one.after.is_some_and(|slot| slot.mode != Mode::File) {
                    self.not_files.insert((node.id, one.path.clone()));
                }
                let blob = |slot: Option<Slot>| slot.map(|slot| BlobId(slot.id));
                let path = one.path.clone();
                changes.push(Change { before: blob(one.before), after: blob(one.after), path });
            }
            self.changes.push(changes);
        }
        for one in compared.additions.iter().flatten().filter(|_| asked.beside_all) {
            self.add(&one.path, one.slot, one.new, node);
        }
    }

    /// Notes that a commit holds at a path what no parent holds there. Keeps the earliest addition of a
    /// path; of equal dates, the one with the smaller id.
    fn add(&mut self, path: &RepoPath, slot: Slot, new: bool, node: &Node) {
        let addition = Addition { commit: node.id, at: node.at, offset_minutes: node.offset_minutes };
        if new {
            let known = self.additions.entry(path.clone()).or_insert(addition);
            if (addition.at, addition.commit) < (known.at, known.commit) {
                *known = addition;
            }
        }
        if slot.mode == Mode::File && Place::of(path) == Place::Known(Kind::Evidence) {
            let brought = Brought { commit: node.id, blob: BlobId(slot.id), merge: node.parents.len() > 1 };
            self.brought.entry(path.clone()).or_default().push(brought);
        }
    }

    fn merge(&mut self, mut other: Self) {
        if self.additions.is_empty() && self.brought.is_empty() {
            std::mem::swap(&mut self.additions, &mut other.additions);
            std::mem::swap(&mut self.brought, &mut other.brought);
        }
        for (path, brought) in other.brought {
            self.brought.entry(path).or_default().extend(brought);
        }
        self.changes.extend(other.changes);
        self.not_files.extend(other.not_files);
        self.oddities.merge(other.oddities);
        self.compared.extend(other.compared);
        for (path, new) in other.additions {
            let known = self.additions.entry(path).or_insert(new);
            if (new.at, new.commit) < (known.at, known.commit) {
                *known = new;
            }
        }
    }
}

/// Compares every commit with its parents.
pub(super) fn compare(
    objects: &Objects,
    graph: &Graph,
    tops: &Tops,
    known: &Known,
) -> Result<Found, GitError> {
    let parts = objects.in_shares(&graph.nodes, SHARE, |objects, offset, share| {
        let mut trees = Trees::new(objects);
        let mut found = Found::default();
        for (index, node) in share.iter().enumerate() {
            let place = offset + index;
            let asked = Asked::of(graph, place);
            if node.cut {
                found.changes.extend(asked.on_line.then(Vec::new));
            } else if let Some(compared) = asked.known(known, node) {
                found.take(node, asked, compared);
            } else {
                let mut odd = Oddities::default();
                trees.loose = false;
                let compared = compare_one(&mut trees, node, asked, tops.get(place), tops, &mut odd)?;
                found.take(node, asked, &compared);
                let mut sources = node.parents.iter().map(|parent| *parent as usize).chain([place]);
                if graph.keeps && !trees.loose && odd.is_none() && sources.all(|place| tops.packed[place]) {
                    found.compared.push((place, compared));
                }
                found.oddities.merge(odd);
            }
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
    asked: Asked,
    top: &Top,
    tops: &Tops,
    odd: &mut Oddities,
) -> Result<Compared, GitError> {
    let parents: Vec<&Top> = node.parents.iter().map(|&parent| tops.get(parent as usize)).collect();
    let mut compared = Compared::default();
    if asked.on_line {
        let nothing = Top::default();
        let before = parents.first().copied().unwrap_or(&nothing);
        let found = if before == top { Vec::new() } else { differences(trees, before, top, odd)? };
        compared.differences = Some(found);
    }
    if asked.beside_all {
        let mut found = Vec::new();
        if !parents.contains(&top) {
            additions(trees, top, &parents, odd, |path, slot, new| {
                found.push(Added { path: RepoPath::new(path), slot, new });
            })?;
        }
        compared.additions = Some(found);
    }
    Ok(compared)
}

//! What differs between trees, below the folders that matter.
//!
//! In: the tree ids of two or more commits. Out: paths. Never a diff of the Git library: equal ids
//! end the descent, so the cost is that of the change, not of the repository. Explicit stacks, so
//! that no depth of folders exhausts the thread's.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::git::GitError;
use crate::git::tree::{Mode, Slot, Tree};
use crate::git::trees::Trees;
use crate::place::{RepoPath, TreeId};
use crate::source::{PATH_BYTES, UnsafeName, fault_of, printable};

/// The folders whose history counts.
pub(super) const WATCHED: [&str; 2] = ["evidence", "policies"];

/// More names than this between two commits are not listed. Tests stop earlier.
const NAMES: usize = if cfg!(test) { 100_000 } else { 8_000_000 };

/// From so many names on it counts how often the same folders come back.
const SUSPICIOUS: usize = 100_000;

/// The same folder may come back so often, on average. A tree made to explode names one folder many
/// times in each level: a few kilobytes that list for ever.
const REPEATS: usize = 32;

/// The folder below which everything lies: the top itself, or `compliance`, or `a/b`.
#[derive(Debug, Clone)]
pub(super) struct Root {
    parts: Vec<String>,
}

impl Root {
    pub(super) fn new(root: &str) -> Self {
        Self {
            parts: root
                .split('/')
                .filter(|part| !part.is_empty() && *part != ".")
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The tree of the root folder inside a commit's tree.
    pub(super) fn find(&self, trees: &mut Trees<'_>, mut tree: TreeId) -> Result<Option<TreeId>, GitError> {
        for part in &self.parts {
            match trees.get(tree)?.get(part.as_bytes()).and_then(Slot::folder) {
                Some(next) => tree = next,
                None => return Ok(None),
            }
        }
        Ok(Some(tree))
    }
}

/// Some named entries of the root folder, and nothing else of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Top {
    slots: Vec<(&'static str, Slot)>,
    /// True when the root folder itself can be read in two ways.
    ambiguous: bool,
    /// True when it holds names that some machine takes for one.
    double: bool,
    /// Names in it that no reader should trust.
    refused: Vec<UnsafeName>,
}

impl Top {
    /// Looks the names up in a commit's tree.
    pub(super) fn of(
        trees: &mut Trees<'_>,
        root: &Root,
        tree: TreeId,
        names: &[&'static str],
    ) -> Result<Self, GitError> {
        let Some(folder) = root.find(trees, tree)? else { return Ok(Self::default()) };
        let folder = trees.get(folder)?;
        let slot = |&name: &&'static str| folder.get(name.as_bytes()).map(|slot| (name, slot));
        let slots = names.iter().filter_map(slot).collect();
        let doubtful: Vec<&[u8]> =
            folder.iter().map(|(name, _)| name).filter(|name| !is_plain(name)).collect();
        let refused = doubtful
            .iter()
            .filter_map(|name| fault_of(name).map(|fault| UnsafeName::new(printable(name), fault)));
        let refused = refused.collect();
        let double = folder.has_double(&doubtful);
        Ok(Self { slots, ambiguous: folder.ambiguous, double, refused })
    }

    /// What is odd about the root folder itself.
    fn tell(&self, oddities: &mut Oddities) {
        if self.ambiguous {
            oddities.ambiguous.insert(String::new());
        }
        oddities.doubles.extend(self.double.then(String::new));
        oddities.beside.extend(self.refused.iter().cloned());
    }

    fn get(&self, name: &str) -> Option<Slot> {
        self.slots.iter().find(|(known, _)| *known == name).map(|&(_, slot)| slot)
    }
}

/// True for a name that nobody can mistake: small ASCII letters, digits and what joins them.
fn is_plain(name: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    name.first().is_some_and(plain) && name.iter().all(|byte| plain(byte) || *byte == b'.')
}

/// A path that is not the same on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) path: RepoPath,
    pub(super) before: Option<Slot>,
    pub(super) after: Option<Slot>,
}

/// Names met on the way that no reader should trust.
#[derive(Debug, Default)]
pub(super) struct Oddities {
    /// Names that were left out.
    pub(super) refused: BTreeSet<UnsafeName>,
    /// Folders whose tree holds a name twice or out of order; empty for the root.
    pub(super) ambiguous: BTreeSet<String>,
    /// Folders with names that are equal but for case or Unicode normalisation; empty for the root.
    pub(super) doubles: BTreeSet<String>,
    /// Such names as are refused, in the root folder beside what is read.
    pub(super) beside: BTreeSet<UnsafeName>,
}

impl Oddities {
    pub(super) fn is_none(&self) -> bool {
        self.refused.is_empty()
            && self.ambiguous.is_empty()
            && self.doubles.is_empty()
            && self.beside.is_empty()
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.refused.extend(other.refused);
        self.ambiguous.extend(other.ambiguous);
        self.doubles.extend(other.doubles);
        self.beside.extend(other.beside);
    }

    fn visit(&mut self, folder: &str, tree: &Tree) {
        if tree.ambiguous {
            self.ambiguous.insert(printable(folder.as_bytes()));
        }
    }

    /// The path of an entry, unless its name is at fault.
    fn path(&mut self, folder: &str, name: &[u8]) -> Option<String> {
        let fault = fault_of(name).or((folder.len() + name.len() >= PATH_BYTES).then_some("too long"));
        match (fault, std::str::from_utf8(name)) {
            (None, Ok(name)) if folder.is_empty() => Some(name.to_owned()),
            (None, Ok(name)) => Some(format!("{folder}/{name}")),
            (fault, _) => {
                let path = printable(&[folder.as_bytes(), b"/", name].concat());
                self.refused.insert(UnsafeName::new(path, fault.unwrap_or("not UTF-8")));
                None
            }
        }
    }
}

/// Every path that differs between two commits, sorted.
pub(super) fn differences(
    trees: &mut Trees<'_>,
    before: &Top,
    after: &Top,
    oddities: &mut Oddities,
) -> Result<Vec<Difference>, GitError> {
    let mut found = Vec::new();
    let unfolded = RefCell::new(Unfolded::default());
    let mut folders: Vec<(String, Option<TreeId>, Option<TreeId>)> = Vec::new();
    let mut pair = |folders: &mut Vec<_>, path: String, before: Option<Slot>, after: Option<Slot>| {
        let (tree_before, tree_after) = (before.and_then(Slot::folder), after.and_then(Slot::folder));
        let (before, after) = (before.and_then(Slot::leaf), after.and_then(Slot::leaf));
        if before != after {
            found.push(Difference { path: RepoPath::new(&path), before, after });
        }
        if tree_before != tree_after {
            folders.push((path, tree_before, tree_after));
        }
        unfolded.borrow_mut().name(tree_after.or(tree_before))
    };
    after.tell(oddities);
    for name in names_of(before, after) {
        pair(&mut folders, name.to_owned(), before.get(name), after.get(name))?;
    }
    while let Some((folder, before, after)) = folders.pop() {
        let ids = [before, after];
        // The newer one was the older one of the comparison before.
        let after = after.map(|id| trees.get(id)).transpose()?.unwrap_or_default();
        let before = before.map(|id| trees.get_like(id, Some(&after))).transpose()?.unwrap_or_default();
        unfolded.borrow_mut().folders(ids.into_iter().zip([&before, &after]));
        oddities.visit(&folder, &after);
        let changed: Vec<_> = Tree::pairs(&before, &after).collect();
        let added = changed.iter().filter(|(_, before, after)| before.is_none() && after.is_some());
        if after.has_double(&added.map(|(name, ..)| *name).collect::<Vec<_>>()) {
            oddities.doubles.insert(printable(folder.as_bytes()));
        }
        for (name, before, after) in changed {
            if let Some(path) = oddities.path(&folder, name) {
                pair(&mut folders, path, before, after)?;
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

/// Every path of a commit that stands for something else in each of its parents: what the commit
/// brought itself. `add` is told what it stands for, and whether no parent holds the path at all.
/// With no parents that is every path.
pub(super) fn additions(
    trees: &mut Trees<'_>,
    after: &Top,
    parents: &[&Top],
    oddities: &mut Oddities,
    mut add: impl FnMut(&str, Slot, bool),
) -> Result<(), GitError> {
    let mut folders: Vec<(String, TreeId, Vec<TreeId>)> = Vec::new();
    let nothing = Rc::new(Tree::default());
    let unfolded = RefCell::new(Unfolded::default());
    // A parent that has the very same folder holds every path in it: only the others are entered.
    let mut consider = |folders: &mut Vec<_>, path: String, slot: Slot, others: &[Slot]| {
        match slot.folder() {
            Some(tree) => {
                folders.push((path, tree, others.iter().filter_map(|other| other.folder()).collect()));
            }
            None => add(&path, slot, others.iter().all(|other| other.mode == Mode::Folder)),
        }
        unfolded.borrow_mut().name(slot.folder())
    };
    after.tell(oddities);
    for &(name, slot) in &after.slots {
        let others: Vec<Slot> = parents.iter().filter_map(|parent| parent.get(name)).collect();
        if others.contains(&slot) {
            continue;
        }
        consider(&mut folders, name.to_owned(), slot, &others)?;
    }
    while let Some((folder, tree, others)) = folders.pop() {
        let id = tree;
        let tree = trees.get(tree)?;
        unfolded.borrow_mut().folders([(Some(id), &tree)]);
        oddities.visit(&folder, &tree);
        let others = others.into_iter().map(|id| trees.get_like(id, Some(&tree)));
        let others = others.collect::<Result<Vec<_>, _>>()?;
        let (first, others) = others.split_first().map_or((&nothing, &others[..]), |split| split);
        let mut same: Vec<Slot> = Vec::with_capacity(others.len() + 1);
        // What the first of the others holds as well need not be looked for in the rest.
        for (name, before, after) in Tree::pairs(first, &tree) {
            let Some(slot) = after else { continue };
            same.clear();
            same.extend(before);
            same.extend(others.iter().filter_map(|other| other.get(name)));
            if !same.contains(&slot)
                && let Some(path) = oddities.path(&folder, name)
            {
                consider(&mut folders, path, slot, &same)?;
            }
        }
    }
    Ok(())
}

/// Every path of one commit below the top, sorted.
pub(super) fn list(
    trees: &mut Trees<'_>,
    top: &Top,
    oddities: &mut Oddities,
) -> Result<Vec<(RepoPath, Slot)>, GitError> {
    let all = differences(trees, &Top::default(), top, oddities)?;
    Ok(all.into_iter().filter_map(|one| one.after.map(|slot| (one.path, slot))).collect())
}

fn names_of(before: &Top, after: &Top) -> BTreeSet<&'static str> {
    before.slots.iter().chain(&after.slots).map(|&(name, _)| name).collect()
}

/// How far the folders of a comparison unfold.
#[derive(Default)]
struct Unfolded {
    /// Names met, those of a folder as often as it is met.
    names: usize,
    /// Folders met, each once, and their entries.
    folders: BTreeSet<TreeId>,
    entries: usize,
}

impl Unfolded {
    fn folders<'t>(&mut self, folders: impl IntoIterator<Item = (Option<TreeId>, &'t Rc<Tree>)>) {
        for (id, tree) in folders {
            if id.is_some_and(|id| self.folders.insert(id)) {
                self.entries += tree.len();
            }
        }
    }

    fn name(&mut self, tree: Option<TreeId>) -> Result<(), GitError> {
        self.names += 1;
        let explodes = self.names > SUSPICIOUS && self.names / REPEATS > self.entries;
        match tree {
            Some(tree) if explodes || self.names > NAMES => {
                Err(GitError::TooManyNames { tree: tree.to_string(), limit: self.names })
            }
            _ => Ok(()),
        }
    }
}

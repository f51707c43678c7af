//! Which name stands for what after a merge; what files hold is somebody else's business.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::GitError;
use crate::git::compare::Difference;
use crate::git::tree::Slot;
use crate::place::RepoPath;

/// Two files are the same one under another name from this likeness on, as Git has it.
const RENAMED: u32 = 50;

/// So many files are compared with one that is gone, and no more.
const CANDIDATES: usize = 200;

/// Looks into files.
pub(super) trait Side {
    /// Merges two versions of a file; `None` where that cannot be done.
    fn merge(&mut self, old: Option<Slot>, ours: Slot, theirs: Slot) -> Result<Option<Slot>, GitError>;
    /// How much of two files is the same, of a hundred.
    fn likeness(&self, a: Slot, b: Slot) -> Result<u32, GitError>;
}

/// What a side says of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    There(Slot),
    Gone,
}

/// The names of a state, and those on which two sides disagree.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) slots: BTreeMap<RepoPath, Slot>,
    pub(super) conflicts: BTreeSet<RepoPath>,
}

/// The changes of one side, by path.
type Changes<'d> = BTreeMap<&'d RepoPath, &'d Difference>;

impl Names {
    pub(super) fn new(there: &[(RepoPath, Slot)]) -> Self {
        Self { slots: there.iter().cloned().collect(), conflicts: BTreeSet::new() }
    }

    /// Applies what one side changed to the state that the other side has made: `mine` are the changes
    /// that are in it already.
    pub(super) fn apply(
        &mut self,
        mine: &[Difference],
        yours: &[Difference],
        files: &mut dyn Side,
    ) -> Result<(), GitError> {
        let (mine, yours) = (by_path(mine), by_path(yours));
        let agreed = |path: &RepoPath, change: &Difference| {
            mine.get(path).is_some_and(|own| own.after == change.after)
        };
        for (path, change) in yours.iter().filter(|(path, _)| !mine.contains_key(*path)) {
            self.put(path, change.after.into());
        }
        // Then what both changed: a merge may stand under the new name that one side just gave.
        for (path, change) in yours.iter().filter(|(path, change)| !agreed(path, change)) {
            if let Some(own) = mine.get(path) {
                self.both(own, change, (&mine, &yours), files)?;
            }
        }
        self.folders(&yours);
        Ok(())
    }

    fn put(&mut self, path: &RepoPath, taken: Taken) {
        match taken {
            Taken::There(slot) => drop(self.slots.insert(path.clone(), slot)),
            Taken::Gone => drop(self.slots.remove(path)),
        }
    }

    /// A path that both sides changed, and not alike.
    fn both(
        &mut self,
        own: &Difference,
        change: &Difference,
        (mine, yours): (&Changes<'_>, &Changes<'_>),
        files: &mut dyn Side,
    ) -> Result<(), GitError> {
        let path = &change.path;
        let merged = match (change.before, own.after, change.after) {
            (old, Some(ours), Some(theirs)) => {
                files.merge(old, ours, theirs)?.map(|slot| (path.clone(), slot))
            }
            // One side edited what the other gave another name.
            (Some(old), None, Some(theirs)) => match renamed(old, mine, files)? {
                Some((to, ours)) => files.merge(Some(old), ours, theirs)?.map(|slot| (to, slot)),
                None => None,
            },
            (Some(old), Some(ours), None) => match renamed(old, yours, files)? {
                Some((to, theirs)) => files.merge(Some(old), ours, theirs)?.map(|slot| (to, slot)),
                None => None,
            },
            _ => None,
        };
        match merged {
            Some((to, slot)) => {
                self.slots.remove(path);
                self.slots.insert(to, slot);
            }
            None => drop(self.conflicts.insert(path.clone())),
        }
        Ok(())
    }

    /// A name cannot be a file and a folder.
    fn folders(&mut self, yours: &Changes<'_>) {
        for (path, change) in yours {
            if change.before.is_some() || change.after.is_none() {
                continue;
            }
            let mut folder = path.folder();
            while !folder.is_empty() {
                let above = RepoPath::new(folder);
                if self.slots.contains_key(&above) {
                    self.conflicts.insert(above);
                }
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
            let inside = RepoPath::new(format!("{path}/"));
            let next = self.slots.range(inside..).next();
            if next.is_some_and(|(next, _)| next.is_below(path.as_str())) {
                self.conflicts.insert((*path).clone());
            }
        }
    }
}

fn by_path(changes: &[Difference]) -> Changes<'_> {
    changes.iter().map(|change| (&change.path, change)).collect()
}

/// The new name of a file that one side no longer has under the old one: of what that side added, what
/// holds the same, else what is most like it.
fn renamed(old: Slot, side: &Changes<'_>, files: &dyn Side) -> Result<Option<(RepoPath, Slot)>, GitError> {
    let added = || {
        let added = side.values().filter(|change| change.before.is_none());
        added.filter_map(|change| Some((&change.path, change.after?)))
    };
    if let Some((path, slot)) = added().find(|(_, slot)| *slot == old) {
        return Ok(Some((path.clone(), slot)));
    }
    let mut best: Option<(u32, &RepoPath, Slot)> = None;
    for (path, slot) in added().take(CANDIDATES) {
        let likeness = files.likeness(old, slot)?;
        if likeness >= RENAMED && best.as_ref().is_none_or(|(most, ..)| likeness > *most) {
            best = Some((likeness, path, slot));
        }
    }
    Ok(best.map(|(_, path, slot)| (path.clone(), slot)))
}

//! A history with gaps: objects that it names and that are not to be had here. A partial clone leaves
//! some out, a store can lose one or hold other bytes than an id names.
//!
//! In: a commit whose history could not be walked in one go. Out: [`Gaps`], what to pass by so that
//! the rest can be told. Every tree is looked at once; nothing is fetched.

use std::collections::BTreeSet;

use crate::git::compare::{Root, WATCHED};
use crate::git::objects::{ObjectKind, Objects};
use crate::git::raw::read_commit;
use crate::git::tree::Slot;
use crate::git::trees::Trees;
use crate::git::{GitError, Repository};
use crate::place::{CommitId, TreeId};

/// How many objects of a kind of loss are named.
const NAMED: usize = 20;

/// What a walk passes by.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// Commits that cannot be read, or whose folders cannot.
    pub(super) commits: BTreeSet<CommitId>,
    /// What was lost, `CODE id`.
    pub(super) lost: BTreeSet<String>,
}

impl Gaps {
    /// Looks for the gaps; `None` when the judged commit itself is one.
    pub(super) fn find(
        repository: &Repository,
        head: CommitId,
        root: &str,
    ) -> Result<Option<Self>, GitError> {
        let objects = repository.objects()?;
        let mut probe = Probe {
            objects: &objects,
            trees: Trees::new(&objects),
            root: Root::new(root),
            whole: BTreeSet::new(),
            broken: BTreeSet::new(),
            lost: BTreeSet::new(),
        };
        let mut gaps = Self::default();
        let mut known = BTreeSet::from([head]);
        let mut waiting = vec![head];
        while let Some(id) = waiting.pop() {
            match probe.commit(id)? {
                Some(parents) if !repository.cuts.contains(&id) => {
                    waiting.extend(parents.into_iter().filter(|parent| known.insert(*parent)));
                }
                Some(_) => {}
                None => drop(gaps.commits.insert(id)),
            }
        }
        gaps.lost = probe.lost;
        Ok(Some(gaps).filter(|gaps| !gaps.commits.contains(&head)))
    }

    /// The entries for `integrity`: the first of each kind, and how many more there are.
    pub(super) fn entries(lost: &BTreeSet<String>) -> Vec<String> {
        let mut entries = Vec::new();
        for code in ["OBJECT_HASH_MISMATCH", "OBJECT_MISSING"] {
            let all = || lost.iter().filter(|entry| entry.starts_with(code));
            entries.extend(all().take(NAMED).cloned());
            let rest = all().count().saturating_sub(NAMED);
            entries.extend((rest > 0).then(|| format!("{code} {rest} more")));
        }
        entries
    }
}

/// What is looked at, each once.
struct Probe<'o> {
    objects: &'o Objects,
    trees: Trees<'o>,
    root: Root,
    whole: BTreeSet<TreeId>,
    broken: BTreeSet<TreeId>,
    lost: BTreeSet<String>,
}

impl Probe<'_> {
    /// The parents of a commit; `None` when it cannot be read.
    fn commit(&mut self, id: CommitId) -> Result<Option<Vec<CommitId>>, GitError> {
        let object = match self.objects.expect(ObjectKind::Commit, id.0) {
            Ok(object) => object,
            Err(error) => return self.lose(error).map(|()| None),
        };
        let Some(commit) = read_commit(object.bytes()) else {
            // The walk says what is wrong with it.
            return Ok(Some(Vec::new()));
        };
        Ok(self.folders(commit.tree)?.then_some(commit.parents))
    }

    /// True when every folder below the watched ones can be read.
    fn folders(&mut self, tree: TreeId) -> Result<bool, GitError> {
        let top = match self.root.find(&mut self.trees, tree) {
            Ok(Some(folder)) => self.trees.get(folder),
            Ok(None) => return Ok(true),
            Err(error) => Err(error),
        };
        let top = match top {
            Ok(top) => top,
            Err(error) => return self.lose(error).map(|()| false),
        };
        let mut whole = true;
        for name in WATCHED {
            if let Some(folder) = top.get(name.as_bytes()).and_then(Slot::folder) {
                whole &= self.below(folder)?;
            }
        }
        Ok(whole)
    }

    /// True when a folder and every one below it can be read. Neither kind is read twice.
    fn below(&mut self, folder: TreeId) -> Result<bool, GitError> {
        // A folder is entered once and left once, after those below it.
        let mut waiting = vec![(folder, false)];
        while let Some((id, entered)) = waiting.pop() {
            if !entered && (self.whole.contains(&id) || self.broken.contains(&id)) {
                continue;
            }
            let tree = match self.trees.get(id) {
                Ok(tree) => tree,
                Err(error) => {
                    self.lose(error)?;
                    self.broken.insert(id);
                    continue;
                }
            };
            let below = || tree.iter().filter_map(|(_, slot)| slot.folder());
            if entered {
                let broken = below().any(|id| self.broken.contains(&id));
                let list = if broken { &mut self.broken } else { &mut self.whole };
                list.insert(id);
            } else {
                waiting.push((id, true));
                waiting.extend(below().map(|id| (id, false)));
            }
        }
        Ok(self.whole.contains(&folder))
    }

    /// Keeps what was lost; anything else stops the search.
    fn lose(&mut self, error: GitError) -> Result<(), GitError> {
        match error.loss() {
            Some(entry) => {
                self.lost.insert(entry);
                Ok(())
            }
            None => Err(error),
        }
    }
}

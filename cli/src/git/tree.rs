//! Trees out of their bytes, and the ones that were read lately.
//!
//! In: tree ids. Out: [`Tree`], entries sorted by name alone, so that a file and a folder of the
//! same name in two trees meet.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::git::GitError;
use crate::git::objects::{ObjectKind, Objects};
use crate::place::TreeId;
use crate::source::{Form, folded};

/// What an entry stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// A regular file, executable or not.
    File,
    Symlink,
    /// A submodule, or anything else that is neither file, link nor folder.
    Submodule,
    Folder,
}

impl Mode {
    /// Reads the number that Git keeps in trees and indexes.
    pub(super) fn of(mode: u32) -> Self {
        match mode & 0o170_000 {
            0o040_000 => Self::Folder,
            0o100_000 => Self::File,
            0o120_000 => Self::Symlink,
            _ => Self::Submodule,
        }
    }

    /// What it is as a file of a snapshot; a folder is none.
    pub(super) fn form(self) -> Option<Form> {
        match self {
            Self::File => Some(Form::File),
            Self::Symlink => Some(Form::Symlink),
            Self::Submodule => Some(Form::Submodule),
            Self::Folder => None,
        }
    }
}

/// What a name leads to. Two slots are the same thing when they are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub(super) mode: Mode,
    pub(super) id: [u8; 20],
}

impl Slot {
    /// The tree, if it is a folder.
    pub(super) fn folder(self) -> Option<TreeId> {
        (self.mode == Mode::Folder).then_some(TreeId(self.id))
    }

    /// The same, if it is no folder.
    pub(super) fn leaf(self) -> Option<Self> {
        (self.mode != Mode::Folder).then_some(self)
    }
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    slot: Slot,
}

/// One tree.
#[derive(Debug, Default)]
pub(super) struct Tree {
    bytes: Box<[u8]>,
    entries: Vec<Entry>,
    /// True when a name stands there twice or out of order: readers that search and readers that
    /// go through it could find different things. The first of two counts here.
    pub(super) ambiguous: bool,
}

impl Tree {
    /// Reads a tree; says where it breaks off, if it does.
    fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let mut entries = Vec::with_capacity(bytes.len() / 34);
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            let space =
                rest.iter().take(8).position(|&byte| byte == b' ').ok_or("an entry without a mode")?;
            let mode = read_mode(&rest[..space]).ok_or("an entry with an unreadable mode")?;
            let name = &rest[space + 1..];
            let length = name.iter().position(|&byte| byte == 0).ok_or("an entry without an end")?;
            let id = name
                .get(length + 1..length + 21)
                .and_then(|id| id.try_into().ok())
                .ok_or("an entry cut off")?;
            let start = at + space + 1;
            let bound = |value| u32::try_from(value).map_err(|_| "a tree over 4 GiB");
            entries.push(Entry {
                start: bound(start)?,
                end: bound(start + length)?,
                slot: Slot { mode, id },
            });
            at = start + length + 21;
        }
        let mut tree = Self { bytes: bytes.into(), entries, ambiguous: false };
        tree.sort();
        Ok(tree)
    }

    /// Orders entries by name alone, where Git orders folders as if a slash stood behind them.
    fn sort(&mut self) {
        let bytes = &self.bytes;
        let name = |entry: &Entry| &bytes[entry.start as usize..entry.end as usize];
        let as_git = |entry: &Entry| {
            let slash = (entry.slot.mode == Mode::Folder).then_some(b'/');
            name(entry).iter().copied().chain(slash)
        };
        let in_order = |a: &Entry, b: &Entry| {
            // Equal up to a slash: seldom, and then the slow way.
            match name(a).cmp(name(b)) {
                std::cmp::Ordering::Equal => false,
                _ if !name(b).starts_with(name(a)) && !name(a).starts_with(name(b)) => name(a) < name(b),
                _ => as_git(a).lt(as_git(b)),
            }
        };
        self.ambiguous = !self.entries.windows(2).all(|pair| in_order(&pair[0], &pair[1]));
        if !self.entries.is_sorted_by(|a, b| name(a) < name(b)) {
            self.entries.sort_by(|a, b| name(a).cmp(name(b)));
            let before = self.entries.len();
            self.entries.dedup_by(|later, first| name(later) == name(first));
            self.ambiguous |= self.entries.len() != before;
        }
    }

    /// Names and what they lead to, sorted by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], Slot)> {
        self.entries.iter().map(|entry| (self.name(entry), entry.slot))
    }

    /// True when some machine takes one of these names and another of this tree for the same: equal
    /// after NFC and case folding.
    pub(super) fn has_double(&self, names: &[&[u8]]) -> bool {
        /// From so many names on all are folded once.
        const MANY: usize = 8;
        if names.is_empty() {
            return false;
        }
        let all = || self.iter().filter_map(|(name, _)| std::str::from_utf8(name).ok());
        if names.len() > MANY {
            let mut seen = BTreeSet::new();
            return !all().all(|name| seen.insert(folded(name)));
        }
        let wanted = names.iter().filter_map(|name| std::str::from_utf8(name).ok());
        wanted.into_iter().any(|wanted| {
            let plain = wanted.is_ascii();
            let same = |name: &str| {
                if plain && name.is_ascii() {
                    name.eq_ignore_ascii_case(wanted)
                } else {
                    folded(name) == folded(wanted)
                }
            };
            all().any(|name| name != wanted && same(name))
        })
    }

    /// How many names it holds.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// What a name leads to.
    pub(super) fn get(&self, name: &[u8]) -> Option<Slot> {
        let at = self.entries.binary_search_by(|entry| self.name(entry).cmp(name)).ok()?;
        Some(self.entries[at].slot)
    }

    fn name(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.start as usize..entry.end as usize]
    }

    fn weight(&self) -> usize {
        self.bytes.len() + self.entries.len() * size_of::<Entry>() + 64
    }
}

fn read_mode(digits: &[u8]) -> Option<Mode> {
    if digits.is_empty() || !digits.iter().all(|digit| (b'0'..=b'7').contains(digit)) {
        return None;
    }
    let mode = digits.iter().fold(0_u32, |mode, digit| mode * 8 + u32::from(digit - b'0'));
    Some(Mode::of(mode))
}

/// Git knows this tree without storing it.
const EMPTY: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// How many bytes of trees each of two generations holds.
const GENERATION: usize = 24 << 20;

/// A reader of trees that keeps those of late: neighbouring commits share nearly all of them.
///
/// Two generations: when the young one is full it becomes the old one, and what is asked for
/// again moves back. Bounded, without a list of uses.
pub(super) struct Trees<'o> {
    objects: &'o Objects,
    young: BTreeMap<TreeId, Rc<Tree>>,
    old: BTreeMap<TreeId, Rc<Tree>>,
    weight: usize,
}

impl<'o> Trees<'o> {
    pub(super) fn new(objects: &'o Objects) -> Self {
        Self { objects, young: BTreeMap::new(), old: BTreeMap::new(), weight: 0 }
    }

    /// Reads a tree.
    pub(super) fn get(&mut self, id: TreeId) -> Result<Rc<Tree>, GitError> {
        if let Some(tree) = self.young.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let tree = match self.old.remove(&id) {
            Some(tree) => tree,
            None => Rc::new(self.read(id)?),
        };
        self.weight += tree.weight();
        if self.weight > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.weight = tree.weight();
        }
        self.young.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    fn read(&self, id: TreeId) -> Result<Tree, GitError> {
        let object = match self.objects.expect(ObjectKind::Tree, id.0) {
            Err(GitError::ObjectMissing { .. }) if id.to_string() == EMPTY => return Ok(Tree::default()),
            other => other?,
        };
        Tree::parse(object.bytes()).map_err(|because| GitError::ObjectDamaged {
            kind: ObjectKind::Tree.word(),
            id: id.to_string(),
            because: because.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Tree};

    fn raw(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let entry = |&(mode, name, id): &(&str, &str, u8)| {
            [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &[id; 20]].concat()
        };
        entries.iter().flat_map(entry).collect()
    }

    fn parse(entries: &[(&str, &str, u8)]) -> Tree {
        Tree::parse(&raw(entries)).expect("a tree")
    }

    #[test]
    fn a_folder_is_found_by_its_name_alone() {
        // In Git's order `a.txt` stands before the folder `a`, that is `a/`.
        let tree =
            parse(&[("100644", "a.txt", 1), ("40000", "a", 2), ("120000", "b", 3), ("160000", "c", 4)]);
        assert!(!tree.ambiguous);
        let found: Vec<_> = tree.iter().map(|(name, slot)| (name, slot.mode, slot.id[0])).collect();
        assert_eq!(
            found,
            [
                (&b"a"[..], Mode::Folder, 2),
                (b"a.txt", Mode::File, 1),
                (b"b", Mode::Symlink, 3),
                (b"c", Mode::Submodule, 4)
            ]
        );
        assert_eq!(tree.get(b"a.txt").map(|slot| slot.id[0]), Some(1));
    }

    #[test]
    fn a_name_twice_or_out_of_order_is_ambiguous() {
        assert!(parse(&[("100644", "a", 1), ("100755", "a", 2)]).ambiguous);
        assert!(parse(&[("100644", "a", 1), ("40000", "a", 2)]).ambiguous);
        assert!(parse(&[("100644", "b", 1), ("100644", "a", 2)]).ambiguous);
        assert!(parse(&[("40000", "a", 1), ("100644", "a.txt", 2)]).ambiguous);
        assert!(!parse(&[("100755", "a", 1), ("100644", "b", 2)]).ambiguous);
    }

    #[test]
    fn names_that_differ_in_case_or_normalisation_alone_are_doubles() {
        let tree = |names: [&str; 3]| {
            let entries = names.map(|name| ("100644", name, 1));
            let mut entries = entries.to_vec();
            entries.sort_by_key(|(_, name, _)| *name);
            parse(&entries)
        };
        let double = |names: [&str; 3]| tree(names).has_double(&[names[0].as_bytes()]);
        assert!(double(["2026-Q1.yaml", "2026-q1.yaml", "x"]));
        assert!(double(["caf\u{e9}", "cafe\u{301}", "x"]));
        assert!(double(["\u{212a}", "k", "x"]));
        assert!(!double(["2026-Q1.yaml", "2026-Q2.yaml", "2026-Q1.yml"]));
        // Only the names that are asked about count, unless there are many of them.
        assert!(!double(["x", "a", "A"]));
        assert!(tree(["x", "a", "A"]).has_double(&[&b"x"[..]; 9]));
    }

    #[test]
    fn a_broken_tree_is_refused() {
        let whole = raw(&[("100644", "a", 1)]);
        for end in 1..whole.len() {
            assert!(Tree::parse(&whole[..end]).is_err(), "{end}");
        }
        assert!(Tree::parse(b"9 a\0").is_err());
    }
}

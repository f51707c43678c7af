//! Trees out of their bytes.
//!
//! In: bytes. Out: [`Tree`], entries sorted by name alone, so that a file and a folder of the
//! same name in two trees meet.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::place::TreeId;
use crate::source::{Form, PATH_BYTES, folded};

#[cfg(test)]
mod tests;

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

/// A name in the bytes of a tree; its id stands behind it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    mode: Mode,
}

impl Entry {
    /// Where the next entry begins: behind a zero and an id.
    fn next(self) -> usize {
        self.end as usize + 21
    }
}

/// One tree.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the bytes")]
pub(super) struct Tree {
    bytes: Rc<Vec<u8>>,
    entries: Vec<Entry>,
    /// True when a name stands there twice or out of order: readers that search and readers that
    /// go through it could find different things. The first of two counts here.
    pub(super) ambiguous: bool,
    /// True when the entries are in the order of the bytes, as they nearly always are.
    in_order: bool,
    /// True when all names are printable ASCII and short.
    pub(super) plain: bool,
    /// True when it was read in a file of its own, and not out of a pack.
    pub(super) loose: bool,
}

impl Tree {
    /// Reads a tree; says where it breaks off, if it does.
    ///
    /// Trees of neighbouring commits differ in a few entries: what stands in one `like` it, at the
    /// beginning and at the end, is not taken apart again.
    pub(super) fn parse(bytes: Rc<Vec<u8>>, like: Option<&Self>) -> Result<Self, &'static str> {
        if u32::try_from(bytes.len()).is_err() {
            return Err("a tree over 4 GiB");
        }
        let like = like.filter(|like| like.in_order && !like.ambiguous && like.plain);
        if let Some(tree) = like.and_then(|like| Self::parse_between(&bytes, like)) {
            return Ok(tree);
        }
        let mut entries = Vec::with_capacity(bytes.len() / 34);
        let mut at = 0;
        while at < bytes.len() {
            let entry = read_entry(&bytes, at)?;
            at = entry.next();
            entries.push(entry);
        }
        let mut tree = Self { bytes, entries, ambiguous: false, in_order: true, plain: true, loose: false };
        tree.plain = tree.entries.iter().all(|entry| is_plain(tree.name(entry)));
        tree.sort();
        Ok(tree)
    }

    /// Takes apart only what stands between the beginning and the end that it shares with another
    /// tree; `None` when that does not come out even, or what is between is out of order.
    fn parse_between(bytes: &Rc<Vec<u8>>, like: &Self) -> Option<Self> {
        let shared = Shared::of(bytes, like.bytes.as_slice(), &like.entries);
        let (first, last) = (shared.first, shared.last);
        let moved = bytes.len().wrapping_sub(like.bytes.len());
        let begins = |number: usize| number.checked_sub(1).map_or(0, |before| like.entries[before].next());
        let end = begins(last).wrapping_add(moved);
        let mut entries = Vec::with_capacity(like.entries.len() + 8);
        entries.extend_from_slice(&like.entries[..first]);
        let mut at = begins(first);
        while at < end {
            let entry = read_entry(bytes, at).ok()?;
            at = entry.next();
            entries.push(entry);
        }
        if at != end {
            return None;
        }
        let until = entries.len();
        let moved = moved as u32;
        entries.extend(like.entries[last..].iter().map(|entry| Entry {
            start: entry.start.wrapping_add(moved),
            end: entry.end.wrapping_add(moved),
            mode: entry.mode,
        }));
        let bytes = Rc::clone(bytes);
        let tree = Self { bytes, entries, ambiguous: false, in_order: true, plain: true, loose: false };
        let around = &tree.entries[first.saturating_sub(1)..tree.entries.len().min(until + 1)];
        let sound = tree.entries[first..until].iter().all(|entry| is_plain(tree.name(entry)))
            && around
                .windows(2)
                .all(|pair| tree.as_git(&pair[0], &pair[1]) && tree.by_name(&pair[0], &pair[1]));
        sound.then_some(tree)
    }

    /// Orders entries by name alone, where Git orders folders as if a slash stood behind them.
    fn sort(&mut self) {
        self.ambiguous = !self.entries.windows(2).all(|pair| self.as_git(&pair[0], &pair[1]));
        self.in_order = self.entries.windows(2).all(|pair| self.by_name(&pair[0], &pair[1]));
        if !self.in_order {
            let bytes = &self.bytes;
            let name = |entry: &Entry| &bytes[entry.start as usize..entry.end as usize];
            self.entries.sort_by(|a, b| name(a).cmp(name(b)));
            let before = self.entries.len();
            self.entries.dedup_by(|later, first| name(later) == name(first));
            self.ambiguous |= self.entries.len() != before;
        }
    }

    fn by_name(&self, a: &Entry, b: &Entry) -> bool {
        self.name(a) < self.name(b)
    }

    /// True when one entry stands before another in Git's order, and their names differ.
    fn as_git(&self, a: &Entry, b: &Entry) -> bool {
        let slashed = |entry: &Entry| {
            let slash = (entry.mode == Mode::Folder).then_some(b'/');
            self.name(entry).iter().copied().chain(slash)
        };
        let (left, right) = (self.name(a), self.name(b));
        match left.cmp(right) {
            Ordering::Equal => false,
            // Equal up to a slash: seldom, and then the slow way.
            _ if left.starts_with(right) || right.starts_with(left) => slashed(a).lt(slashed(b)),
            order => order.is_lt(),
        }
    }

    /// Names and what they lead to, sorted by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], Slot)> {
        self.entries.iter().map(|entry| (self.name(entry), self.slot(entry)))
    }

    /// The names that do not lead to the same in another tree, with what they lead to there and here.
    pub(super) fn pairs<'t>(
        before: &'t Self,
        after: &'t Self,
    ) -> impl Iterator<Item = (&'t [u8], Option<Slot>, Option<Slot>)> {
        let all = (0, before.entries.len(), after.entries.len());
        let (first, last, until) = if before.in_order && after.in_order {
            let shared = Shared::of(&after.bytes, &before.bytes, &before.entries);
            shared.until(before, after).map_or(all, |until| (shared.first, shared.last, until))
        } else {
            all
        };
        let side = |tree: &'t Self, entries: &'t [Entry]| {
            entries.iter().map(|entry| (tree.name(entry), tree.slot(entry))).peekable()
        };
        let mut left = side(before, &before.entries[first..last]);
        let mut right = side(after, &after.entries[first..until]);
        let both = std::iter::from_fn(move || {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return None,
                (Some((left, _)), Some((right, _))) => left.cmp(right),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
            };
            let old = if order.is_le() { left.next() } else { None };
            let new = if order.is_ge() { right.next() } else { None };
            let name = old.or(new).map(|(name, _)| name)?;
            Some((name, old.map(|(_, slot)| slot), new.map(|(_, slot)| slot)))
        });
        both.filter(|(_, before, after)| before != after)
    }

    /// Its bytes, as the repository holds them.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
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
        Some(self.slot(&self.entries[at]))
    }

    fn name(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.start as usize..entry.end as usize]
    }

    fn slot(&self, entry: &Entry) -> Slot {
        let mut id = [0; 20];
        id.copy_from_slice(&self.bytes[entry.end as usize + 1..entry.next()]);
        Slot { mode: entry.mode, id }
    }

    /// About how much memory it takes.
    pub(super) fn weight(&self) -> usize {
        self.bytes.len() + self.entries.len() * size_of::<Entry>() + 64
    }
}

/// What two trees share at the beginning and at the end: the numbers of the first entry behind the one
/// and of the first of the other, in the tree that was taken apart.
struct Shared {
    first: usize,
    last: usize,
}

impl Shared {
    fn of(bytes: &[u8], other: &[u8], entries: &[Entry]) -> Self {
        let head = same_head(bytes, other);
        let first = entries.partition_point(|entry| entry.next() <= head);
        let begin = first.checked_sub(1).map_or(0, |before| entries[before].next());
        let tail = same_tail(&bytes[begin..], &other[begin..]);
        // An entry begins where the one before it ends.
        let begins = other.len() - tail;
        let whole = entries[first..].partition_point(|entry| entry.next() < begins);
        let last = if begin >= begins { first } else { (first + whole + 1).min(entries.len()) };
        Self { first, last }
    }

    /// The number of the first shared entry at the end of the tree whose bytes were given; `None` when
    /// the same bytes are cut into entries elsewhere: `zz100644 a` can be a name.
    fn until(&self, before: &Tree, after: &Tree) -> Option<usize> {
        let begins = |tree: &Tree, number: usize| -> Option<usize> {
            number.checked_sub(1).map_or(Some(0), |before| Some(tree.entries.get(before)?.next()))
        };
        let until = (after.entries.len() + self.last).checked_sub(before.entries.len())?;
        let same =
            begins(after, until)? + before.bytes.len() == begins(before, self.last)? + after.bytes.len();
        (until >= self.first && same).then_some(until)
    }
}

/// Pieces of this length are compared at once.
const CHUNK: usize = 256;

/// How many bytes are the same at the beginning.
fn same_head(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.chunks_exact(CHUNK).zip(b.chunks_exact(CHUNK)).take_while(|(a, b)| a == b).count();
    let from = chunks * CHUNK;
    from + a[from..].iter().zip(&b[from..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same at the end.
fn same_tail(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.rchunks_exact(CHUNK).zip(b.rchunks_exact(CHUNK)).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - chunks * CHUNK], &b[..b.len() - chunks * CHUNK]);
    chunks * CHUNK + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

fn read_entry(bytes: &[u8], at: usize) -> Result<Entry, &'static str> {
    let rest = &bytes[at..];
    let space = rest.iter().take(8).position(|&byte| byte == b' ').ok_or("an entry without a mode")?;
    let mode = read_mode(&rest[..space]).ok_or("an entry with an unreadable mode")?;
    let name = &rest[space + 1..];
    let length = name.iter().position(|&byte| byte == 0).ok_or("an entry without an end")?;
    if name.len() < length + 21 {
        return Err("an entry cut off");
    }
    let start = at + space + 1;
    // A tree is shorter than 4 GiB.
    Ok(Entry { start: start as u32, end: (start + length) as u32, mode })
}

/// True for a name in which there is no room for bytes that nobody reads.
fn is_plain(name: &[u8]) -> bool {
    name.len() <= PATH_BYTES && name.iter().all(|byte| (b' '..=b'~').contains(byte))
}

fn read_mode(digits: &[u8]) -> Option<Mode> {
    if digits.is_empty() || !digits.iter().all(|digit| (b'0'..=b'7').contains(digit)) {
        return None;
    }
    let mode = digits.iter().fold(0_u32, |mode, digit| mode * 8 + u32::from(digit - b'0'));
    Some(Mode::of(mode))
}

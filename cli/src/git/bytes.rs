//! What the readers of Git's own formats make of bytes, without a repository around them.
//!
//! In: the bytes of one object or file. Out: what it says, as plain values. The commands never come
//! here: they reach the same readers through a [`super::Repository`]. Tests do, and who gives the
//! readers bytes that no Git ever wrote.

use std::rc::Rc;

use crate::git::tree::{Mode, Slot, Tree};
use crate::git::{config, index_file, pack, raw};
use crate::history::{Person, Signature};
use crate::place::{CommitId, TreeId};

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit<'a> {
    /// The tree.
    pub tree: TreeId,
    /// Its parents.
    pub parents: Vec<CommitId>,
    /// Who wrote it.
    pub author: Person,
    /// Who committed it.
    pub committer: Person,
    /// The signature on it, if any.
    pub signature: Option<Signature>,
    /// What stands behind the headers.
    pub message: &'a [u8],
    /// The first line of the message, decoded lossily.
    pub subject: String,
    /// False when another reader could read it differently.
    pub canonical: bool,
}

/// Reads a commit; `None` when it names no tree.
pub fn commit(bytes: &[u8]) -> Option<Commit<'_>> {
    let raw = raw::read_commit(bytes)?;
    Some(Commit {
        tree: raw.tree,
        parents: raw.parents,
        author: raw.author,
        committer: raw.committer,
        signature: raw.signature,
        subject: raw::subject(raw.message),
        message: raw.message,
        canonical: raw.canonical,
    })
}

/// An annotated tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The object that it names.
    pub target: [u8; 20],
    /// Its name, as it says itself.
    pub name: Option<&'a [u8]>,
    /// Who made it.
    pub tagger: Option<Person>,
    /// The message, without a signature at its end.
    pub message: &'a [u8],
    /// The signature at its end, if any.
    pub signature: Option<Signature>,
}

/// Reads an annotated tag; `None` when it names no object.
pub fn tag(bytes: &[u8]) -> Option<Tag<'_>> {
    let raw::RawTag { target, name, tagger, message, signature } = raw::read_tag(bytes)?;
    Some(Tag { target, name, tagger, message, signature })
}

/// What a name in a tree leads to: its sort (`file`, `symlink`, `submodule`, `folder`) and its id.
pub type Leads = (&'static str, [u8; 20]);

/// A tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries {
    /// Names and what they lead to, sorted by name.
    pub entries: Vec<(Vec<u8>, Leads)>,
    /// True when a name stands there twice or out of order.
    pub ambiguous: bool,
    /// For each name, what looking for it finds.
    pub found: Vec<Option<Leads>>,
}

/// A name that does not lead to the same in two trees, with what it leads to in each.
pub type Difference = (Vec<u8>, Option<Leads>, Option<Leads>);

/// Reads a tree; says where it breaks off.
pub fn tree(bytes: &[u8]) -> Result<Entries, &'static str> {
    Ok(entries(&Tree::parse(Rc::new(bytes.to_vec()), None)?))
}

/// Reads two trees, the second by the help of the first, and says in what they differ.
pub fn trees(before: &[u8], after: &[u8]) -> Result<(Entries, Entries, Vec<Difference>), &'static str> {
    let before = Tree::parse(Rc::new(before.to_vec()), None)?;
    let after = Tree::parse(Rc::new(after.to_vec()), Some(&before))?;
    let pairs = Tree::pairs(&before, &after);
    let pairs = pairs.map(|(name, old, new)| (name.to_vec(), old.map(leads), new.map(leads))).collect();
    Ok((entries(&before), entries(&after), pairs))
}

fn entries(tree: &Tree) -> Entries {
    Entries {
        entries: tree.iter().map(|(name, slot)| (name.to_vec(), leads(slot))).collect(),
        ambiguous: tree.ambiguous,
        found: tree.iter().map(|(name, _)| tree.get(name).map(leads)).collect(),
    }
}

fn leads(slot: Slot) -> Leads {
    let sort = match slot.mode {
        Mode::File => "file",
        Mode::Symlink => "symlink",
        Mode::Submodule => "submodule",
        Mode::Folder => "folder",
    };
    (sort, slot.id)
}

/// Makes an object out of another one and the difference between the two, as packs keep it.
pub fn undelta(base: &[u8], delta: &[u8]) -> Result<Vec<u8>, String> {
    pack::undelta(base, delta).map_err(|fault| fault.to_string())
}

/// A path and the id of its blob.
pub type Staged = (Vec<u8>, [u8; 20]);

/// The name of a variable, as `core.bare`, and its value, if it has one.
pub type Variable = (String, Option<String>);

/// The paths of an index and the ids of their blobs, in its order; or what is wrong with it.
pub fn index(bytes: &[u8]) -> Result<Vec<Staged>, String> {
    Ok(index_file::parse(bytes)?.into_iter().map(|entry| (entry.path, entry.id)).collect())
}

/// The values of a configuration file that have a say; or the number of the line that is broken, and why.
pub fn configuration(bytes: &[u8]) -> Result<Vec<Variable>, (usize, &'static str)> {
    match config::Values::parse(bytes) {
        Ok(values) => Ok(values.all()),
        Err(broken) => Err((broken.line, broken.because)),
    }
}

//! The trees that were read lately.
//!
//! In: tree ids. Out: trees, out of the repository or out of memory.

use std::rc::Rc;

use crate::git::GitError;
use crate::git::hash;
use crate::git::lately::Lately;
use crate::git::objects::{ObjectKind, Objects};
use crate::git::tree::Tree;
use crate::place::TreeId;

/// Git knows this tree without storing it.
const EMPTY: &str = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/// How many bytes of trees each of two generations holds.
const GENERATION: usize = 6 << 20;

/// A reader of trees that keeps those of late: neighbouring commits share nearly all of them.
pub(super) struct Trees<'o> {
    objects: &'o Objects,
    lately: Lately<TreeId, Rc<Tree>>,
    /// True when a tree that was asked for was read loose; for whoever asks to set back.
    pub(super) loose: bool,
}

impl<'o> Trees<'o> {
    pub(super) fn new(objects: &'o Objects) -> Self {
        Self { objects, lately: Lately::new(GENERATION), loose: false }
    }

    /// Reads a tree.
    pub(super) fn get(&mut self, id: TreeId) -> Result<Rc<Tree>, GitError> {
        self.get_like(id, None)
    }

    /// Reads a tree that is likely to be much like another one.
    pub(super) fn get_like(&mut self, id: TreeId, like: Option<&Tree>) -> Result<Rc<Tree>, GitError> {
        if let Some(tree) = self.lately.get(id) {
            self.loose |= tree.loose;
            return Ok(tree);
        }
        let tree = Rc::new(self.read(id, like)?);
        self.loose |= tree.loose;
        self.lately.put(id, Rc::clone(&tree), tree.weight());
        Ok(tree)
    }

    fn read(&self, id: TreeId, like: Option<&Tree>) -> Result<Tree, GitError> {
        let object = match self.objects.expect(ObjectKind::Tree, id.0) {
            Err(GitError::ObjectMissing { .. }) if id.to_string() == EMPTY => return Ok(Tree::default()),
            other => other?,
        };
        let damaged = |because: &str| GitError::ObjectDamaged {
            kind: ObjectKind::Tree.word(),
            id: id.to_string(),
            because: because.to_owned(),
        };
        let loose = object.loose;
        let mut tree = Tree::parse(object.into_bytes(), like).map_err(damaged)?;
        tree.loose = loose;
        if !tree.plain {
            let checked = hash::check(ObjectKind::Tree, tree.bytes(), id.0);
            checked.map_err(|wrong| wrong.with(ObjectKind::Tree.word(), id.to_string()))?;
        }
        Ok(tree)
    }
}

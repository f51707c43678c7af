//! JSON Schema over a document.
//!
//! In: a [`Document`] and the [`Kind`] that its place gives it. Out: [`Problem`]s, each at the
//! smallest text that shows it. The schemas in `schemas/` are the contract with users and the only
//! place where a file's shape is written down; no meaning is known here.
//!
//! The validator reads the spanned tree itself, no JSON value is built. Scalars are text in that
//! tree, so the keyword `type` is exchanged for one of our own before compiling (`compile`):
//! a text is right wherever a string is wanted, and `3` is a number only where one is wanted.
//! What is wrong is said in words for people (`explain`, `words`), never as a pattern.

mod compile;
mod explain;
mod hints;
mod number;
mod outline;
mod pointer;
mod tree;
mod words;

use std::sync::OnceLock;

pub use outline::{Field, Outline, Shape, Step, outline};

use crate::document::Document;
use crate::finding::{Problem, ProblemKind};
use crate::kind::Kind;
use crate::place::Location;
use crate::schema::compile::Compiled;

/// Holds a document against the schema of its kind.
///
/// A document without a tree is told to be empty; callers don't ask about one whose YAML is broken.
pub fn check(kind: Kind, document: &Document) -> Vec<Problem> {
    let Some(root) = &document.root else {
        let expected = if document.body.is_some() {
            "front matter: a mapping between two lines `---`"
        } else {
            "a mapping"
        };
        let kind = ProblemKind::WrongType {
            field: None,
            expected: expected.to_owned(),
            found: "nothing".to_owned(),
        };
        return vec![Problem { location: Location::start_of(document.file), kind }];
    };
    let compiled = compiled(kind);
    let mut problems = hints::hints(&compiled.schema, document.file, root);
    if !compiled.validator.is_valid(root) {
        problems.extend(explain::explain(compiled, document.file, root));
        problems.sort_by_key(|problem| problem.location);
    }
    problems
}

/// Each schema is compiled once, when the first file of its kind is met.
fn compiled(kind: Kind) -> &'static Compiled {
    static COMPILED: [OnceLock<Compiled>; Kind::ALL.len()] = [const { OnceLock::new() }; Kind::ALL.len()];
    COMPILED[kind as usize].get_or_init(|| Compiled::new(kind))
}

#[cfg(test)]
mod tests;

//! What other tools publish, to files of a compliance repository.
//!
//! In: the bytes of files that somebody hands over, and what is on file already where rows must
//! meet it. Out: an [`Import`], files ready to be written and everything that was decided or left
//! out on the way, or an error that says which file and which entry is wrong. All or nothing: one
//! wrong file stops the run. Reading and writing files are other people's business.
//!
//! To add a source:
//! 1. write its shapes as serde structs with text where the source has ids, never a number;
//! 2. turn them into a [`Catalog`] or [`Rows`], which know how to be written;
//! 3. say in [`Import::notes`] what was chosen, in [`Import::left_out`] what has no place here.

mod catalog;
pub mod ciso_assistant;
pub mod oscal;
mod reading;
mod rows;

use std::collections::BTreeMap;

pub use catalog::{Catalog, Category, Group, Requirement};
pub use rows::{Row, Rows};

use crate::place::RepoPath;

/// A file that somebody hands over.
#[derive(Debug, Clone, Copy)]
pub struct Handed<'a> {
    /// What it is called, for messages.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What is to be written, and what was decided on the way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Import {
    /// The files, each new.
    pub files: Vec<(RepoPath, String)>,
    /// What was chosen, in sentences.
    pub notes: Vec<String>,
    /// What has no place in a compliance repository: what, and why.
    pub left_out: Vec<(String, String)>,
}

impl Import {
    /// Adds what another file brought.
    pub fn absorb(&mut self, other: Self) {
        self.files.extend(other.files);
        self.notes.extend(other.notes);
        self.left_out.extend(other.left_out);
    }

    fn leave(&mut self, what: impl Into<String>, because: impl Into<String>) {
        self.left_out.push((what.into(), because.into()));
    }

    fn put(&mut self, path: String, text: String) {
        self.files.push((RepoPath::new(path), text));
    }
}

/// The frameworks that rows may speak of: their requirements by framework.
pub type Known = BTreeMap<String, Vec<String>>;

/// What kept a file from being taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InteropError {
    /// The file is not what it should be in form.
    #[error("`{file}`, line {line}, column {column}: {because}")]
    Syntax {
        /// The file.
        file: String,
        /// From 1; 0 when the reader does not say.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader says.
        because: String,
    },
    /// The file is of a sort that is not taken in.
    #[error("`{file}` {because}")]
    Sort {
        /// The file.
        file: String,
        /// What it is, as the end of a sentence.
        because: String,
        /// What to do.
        help: Option<String>,
    },
    /// An entry of the file cannot be taken in.
    #[error("`{file}`: {entry}: {because}")]
    Entry {
        /// The file.
        file: String,
        /// Which entry.
        entry: String,
        /// Why.
        because: String,
        /// What to do.
        help: Option<String>,
    },
}

impl InteropError {
    /// What to do.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Syntax { .. } => None,
            Self::Sort { help, .. } | Self::Entry { help, .. } => help.as_deref(),
        }
    }

    fn sort(file: &str, because: impl Into<String>, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Self::Sort { file: file.to_owned(), because: because.into(), help }
    }

    fn entry(file: &str, entry: impl Into<String>, because: impl Into<String>, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| help.to_owned());
        Self::Entry { file: file.to_owned(), entry: entry.into(), because: because.into(), help }
    }
}

/// A name as an id: lower case, digits, `.`, `_` and `-`; `None` when nothing is left of it.
pub fn slug(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9' | '.' | '_') => out.push(c),
            _ if out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let out = out.trim_matches(['-', '.', '_']);
    (!out.is_empty()).then(|| out.to_owned())
}

/// A text on one line, without what is at its ends.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 row`, `3 rows`.
fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The id in a list that another tool means: the same one, else the same but for case, else the one
/// with the same letters and numbers in the same order, as `sc-8.1` is `SC-8(1)`.
fn meant<'a>(known: &'a [String], id: &str) -> Option<&'a String> {
    let same = known.iter().find(|one| *one == id);
    same.or_else(|| known.iter().find(|one| one.eq_ignore_ascii_case(id))).or_else(|| {
        let wanted = parts(id);
        let mut alike = known.iter().filter(|one| parts(one) == wanted);
        alike.next().filter(|_| alike.next().is_none())
    })
}

/// Words in lower case and numbers without leading zeros.
fn parts(id: &str) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let mut sort = None;
    for c in id.chars() {
        let now = (c.is_alphabetic(), c.is_numeric());
        if now == (false, false) {
            sort = None;
            continue;
        }
        if sort != Some(now) {
            list.push(String::new());
        }
        sort = Some(now);
        if let Some(last) = list.last_mut() {
            last.extend(c.to_lowercase());
        }
    }
    let plain = |part: String| match part.trim_start_matches('0') {
        "" => part,
        rest => rest.to_owned(),
    };
    list.into_iter().map(plain).collect()
}

#[cfg(test)]
mod tests;

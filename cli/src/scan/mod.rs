//! Bytes to finds: what looks like a secret, and what looks like somebody's personal data.
//!
//! In: the bytes of a file while they are in hand. Out: [`Find`]s, places with a word for each; the
//! bytes themselves need not be kept for it. One pass over the bytes looks for the few characters
//! with which a known shape begins; only there is it looked at closely. A find is a shape, not a
//! proof: what it means is a rule's business.

mod assigned;
mod personal;
mod secrets;

pub use personal::{Datum, is_card, is_iban, is_mail_address, is_phone};

use crate::place::Span;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A secret, by the name of its shape: `a GitHub token`.
    Secret(&'static str),
    /// Personal data.
    Personal(Datum),
}

/// Something in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// What it is.
    pub sort: Sort,
    /// Where it stands.
    pub span: Span,
    /// What of it must not be shown; empty for personal data.
    pub hidden: Span,
    /// What may be said of it: the first characters of a secret; personal data in full.
    pub text: String,
}

/// More finds in one file than this say nothing more.
const MOST: usize = 1000;

/// How much is looked at in one piece, and by how much pieces overlap: no shape is longer.
const PIECE: usize = 1 << 20;
const OVERLAP: usize = 1 << 13;

/// How many bytes before a piece are kept, to know whether a word begins there.
const LEAD: usize = 64;

/// Looks at a file piece by piece, for files that are too large to be held.
#[derive(Debug)]
pub struct Scanner {
    personal: bool,
    is_text: Option<bool>,
    held: Vec<u8>,
    /// Where in the file `held` begins.
    offset: usize,
    /// How many bytes of `held` were looked at before.
    seen: usize,
    finds: Vec<Find>,
}

impl Scanner {
    /// Starts a file; `personal` asks for personal data as well.
    pub fn new(personal: bool) -> Self {
        Self { personal, is_text: None, held: Vec::new(), offset: 0, seen: 0, finds: Vec::new() }
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
        if self.held.len() < PIECE + OVERLAP {
            return;
        }
        let decided = self.held.len() - OVERLAP;
        self.look(decided);
        let kept = decided - LEAD;
        self.held.drain(..kept);
        self.offset += kept;
        self.seen = LEAD;
    }

    /// Says what was found, in the order of the file.
    pub fn finish(mut self) -> Vec<Find> {
        self.look(self.held.len());
        self.finds
    }

    fn look(&mut self, decided: usize) {
        let is_text = *self.is_text.get_or_insert_with(|| is_text(&self.held));
        let found = look(&self.held, is_text, self.personal);
        let new = found.into_iter().filter(|find| (self.seen..decided).contains(&(find.span.start as usize)));
        let room = MOST.saturating_sub(self.finds.len());
        self.finds.extend(new.take(room).map(|find| Find {
            span: find.span.shifted(self.offset),
            hidden: find.hidden.shifted(self.offset),
            ..find
        }));
    }
}

/// Looks at a file that is in hand as a whole.
pub fn scan(bytes: &[u8], personal: bool) -> Vec<Find> {
    let mut finds = look(bytes, is_text(bytes), personal);
    finds.truncate(MOST);
    finds
}

/// Text has no NUL near its beginning; Git draws the same line.
fn is_text(bytes: &[u8]) -> bool {
    !bytes[..bytes.len().min(8000)].contains(&0)
}

fn look(bytes: &[u8], is_text: bool, personal: bool) -> Vec<Find> {
    let mut finds = secrets::find(bytes, is_text);
    if is_text {
        for find in assigned::find(bytes) {
            // A value whose shape is known is said once, by its shape.
            if !finds.iter().any(|known| known.span.start < find.span.end && find.span.start < known.span.end)
            {
                finds.push(find);
            }
        }
        if personal {
            finds.extend(personal::find(bytes));
        }
    }
    finds.sort_by_key(|find| (find.span, find.sort));
    finds
}

/// The same bytes with what must not be shown as stars.
pub fn masked(bytes: &[u8], finds: &[Find]) -> Vec<u8> {
    let mut shown = bytes.to_vec();
    for find in finds {
        if let Some(hidden) = shown.get_mut(find.hidden.range()) {
            hidden.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b'*');
        }
    }
    shown
}

/// True for the bytes of which words are made.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests;

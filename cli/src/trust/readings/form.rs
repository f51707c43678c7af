//! How readings stand in bytes: numbers little-endian, everything of any length behind its length.

use crate::model::Outcome;
use crate::place::BlobId;
use crate::trust::readings::{Edited, Readings, Said};

impl Readings {
    /// Writes them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut to = Vec::new();
        put_number(&mut to, self.edits.len());
        for ((before, after), edited) in &self.edits {
            put_id(&mut to, *before);
            put_id(&mut to, *after);
            to.extend([edited.kept, edited.result_changed, edited.reviewer_changed].map(u8::from));
        }
        put_number(&mut to, self.said.len());
        for ((version, newest), said) in &self.said {
            to.extend([version.0, newest.0].concat());
            let Some(said) = said else {
                put_text(&mut to, "");
                continue;
            };
            put_text(&mut to, said.result.word());
            to.push(u8::from(said.stands));
            to.push(u8::from(said.reviewer.is_some()));
            put_text(&mut to, said.reviewer.as_deref().unwrap_or_default());
        }
        to
    }

    /// Reads them again; `None` when the bytes make no sense.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut from = Reader { rest: bytes };
        let (mut edits, mut said) = (Vec::new(), Vec::new());
        for _ in 0..from.number()? {
            let pair = (from.id()?, from.id()?);
            let (kept, result_changed, reviewer_changed) = (from.flag()?, from.flag()?, from.flag()?);
            edits.push((pair, Edited { kept, result_changed, reviewer_changed }));
        }
        for _ in 0..from.number()? {
            let version = (BlobId(from.take()?), BlobId(from.take()?));
            let result = from.text()?;
            if result.is_empty() {
                said.push((version, None));
                continue;
            }
            let result = Outcome::parse(result)?;
            let (stands, named, reviewer) = (from.flag()?, from.flag()?, from.text()?.to_owned());
            said.push((version, Some(Said { result, stands, reviewer: named.then_some(reviewer) })));
        }
        let read = Self { edits: edits.into_iter().collect(), said: said.into_iter().collect() };
        from.rest.is_empty().then_some(read)
    }
}

fn put_number(to: &mut Vec<u8>, number: usize) {
    // Never so large: what is kept is bounded.
    to.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_text(to: &mut Vec<u8>, text: &str) {
    put_number(to, text.len());
    to.extend_from_slice(text.as_bytes());
}

fn put_id(to: &mut Vec<u8>, id: Option<BlobId>) {
    to.push(u8::from(id.is_some()));
    to.extend(id.iter().flat_map(|id| id.0));
}

/// What is still to be read.
struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn flag(&mut self) -> Option<bool> {
        match self.take()? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    #[expect(clippy::option_option, reason = "outside: what cannot be read; inside: what is not there")]
    fn id(&mut self) -> Option<Option<BlobId>> {
        if self.flag()? { Some(Some(BlobId(self.take()?))) } else { Some(None) }
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(taken).ok()
    }
}

//! The packs of a repository as one thread reads them: by id.

use std::sync::Arc;

use crate::git::objects::ObjectKind;
use crate::git::pack::Fault;
use crate::git::pack::bases::Shared;
use crate::git::pack::file::Pack;
use crate::git::pack::reader::Reader;
use crate::git::pack::shelf::{Known, Shelf};

/// A reader, and the packs that it knows of.
pub(in crate::git) struct Packs {
    shelf: Arc<Shelf>,
    known: Known,
    /// Which of them held the last object: the next one is likely to be there.
    last: usize,
    reader: Reader,
}

/// What came of looking for an object: `None` when no pack holds it.
pub(in crate::git) type Looked<T> = Option<Result<T, Fault>>;

impl Packs {
    pub(in crate::git) fn new(shelf: Arc<Shelf>) -> Self {
        let known = shelf.packs();
        Self { shelf, known, last: 0, reader: Reader::new() }
    }

    /// The packs on the shelf, for another thread.
    pub(in crate::git) fn shelf(&self) -> &Arc<Shelf> {
        &self.shelf
    }

    /// True when one of the packs holds the object.
    pub(in crate::git) fn holds(&self, id: &[u8; 20]) -> bool {
        self.known.iter().any(|pack| pack.index.find(id).is_some())
    }

    /// The number of the first pack that holds the object, and its place there.
    pub(in crate::git) fn position(&self, id: &[u8; 20]) -> Option<(usize, u64)> {
        self.known.iter().enumerate().find_map(|(number, pack)| Some((number, pack.index.find(id)?)))
    }

    /// Reads an object.
    pub(in crate::git) fn read(&mut self, id: &[u8; 20]) -> Looked<Shared> {
        self.look(id, Reader::read)
    }

    /// Reads an object that is not larger than a limit; nothing of one that is.
    pub(in crate::git) fn read_within(&mut self, id: &[u8; 20], limit: u64) -> Looked<Option<Shared>> {
        self.look(id, |reader, pack, at| reader.read_within(pack, at, limit))
    }

    /// The size of an object.
    pub(in crate::git) fn size(&mut self, id: &[u8; 20]) -> Looked<u64> {
        self.look(id, Reader::size)
    }

    /// Reads an object piece by piece, each with the kind and the size of the whole. What was poured
    /// cannot be taken back: there is no second try with another copy.
    pub(in crate::git) fn pour(
        &mut self,
        id: &[u8; 20],
        pour: &mut dyn FnMut(ObjectKind, u64, &[u8]),
    ) -> Looked<()> {
        // A fault is an answer as well.
        self.look(id, |reader, pack, at| Ok(reader.pour(pack, at, pour))).map(Result::flatten)
    }

    /// Tries every copy of an object until one can be read; tells of the first one otherwise.
    fn look<T>(
        &mut self,
        id: &[u8; 20],
        mut read: impl FnMut(&mut Reader, &Pack, u64) -> Result<T, Fault>,
    ) -> Looked<T> {
        loop {
            let known = Arc::clone(&self.known);
            let mut first = None;
            let others = (0..known.len()).filter(|&number| number != self.last);
            for number in std::iter::once(self.last).chain(others) {
                let Some(pack) = known.get(number) else { continue };
                let Some(at) = pack.index.find(id) else { continue };
                match read(&mut self.reader, pack, at) {
                    Ok(found) => {
                        self.last = number;
                        return Some(Ok(found));
                    }
                    Err(fault) => first = first.or(Some(fault)),
                }
            }
            if first.is_some() {
                return first.map(Err);
            }
            self.known = self.shelf.look_again(&known)?;
            self.last = 0;
        }
    }
}

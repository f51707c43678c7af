//! One entry of a pack: its head, and its bytes inflated.

use flate2::{Decompress, FlushDecompress, Status};

use crate::git::objects::ObjectKind;
use crate::git::pack::Fault;
use crate::git::pack::file::{Blocks, Pack};

/// What an entry holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content {
    /// The object itself.
    Whole(ObjectKind),
    /// What makes it out of another entry, which begins there.
    Delta(u64),
}

/// The head of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) content: Content,
    /// The size of what is inflated: the object, or the delta.
    pub(super) size: u64,
    /// Where the deflated bytes begin.
    pub(super) data: u64,
}

impl Entry {
    /// Reads the head of the entry that begins at a place.
    pub(super) fn read(blocks: &mut Blocks, pack: &Pack, start: u64) -> Result<Self, Fault> {
        let mut at = start;
        let mut byte = blocks.byte(pack, at)?;
        let kind = byte >> 4 & 7;
        let mut size = u64::from(byte & 15);
        let mut shift = 4;
        while byte & 0x80 != 0 {
            at += 1;
            byte = blocks.byte(pack, at)?;
            if shift > 57 {
                return Err(Fault::damaged("its size is no number"));
            }
            size |= u64::from(byte & 0x7f) << shift;
            shift += 7;
        }
        at += 1;
        let content = match kind {
            1 => Content::Whole(ObjectKind::Commit),
            2 => Content::Whole(ObjectKind::Tree),
            3 => Content::Whole(ObjectKind::Blob),
            4 => Content::Whole(ObjectKind::Tag),
            6 => {
                let back = distance(blocks, pack, &mut at)?;
                let base = start.checked_sub(back).filter(|_| back > 0);
                Content::Delta(base.ok_or_else(|| Fault::damaged("its delta is of nothing"))?)
            }
            7 => {
                let mut id = [0; 20];
                for byte in &mut id {
                    *byte = blocks.byte(pack, at)?;
                    at += 1;
                }
                let base = pack.index.find(&id);
                Content::Delta(base.ok_or_else(|| Fault::damaged("its delta is of an object elsewhere"))?)
            }
            _ => return Err(Fault::damaged("it is of no known kind")),
        };
        Ok(Self { content, size, data: at })
    }
}

/// How far back the base lies: each further byte counts from one more than the last (gitformat-pack,
/// "offset encoding").
fn distance(blocks: &mut Blocks, pack: &Pack, at: &mut u64) -> Result<u64, Fault> {
    let mut byte = blocks.byte(pack, *at)?;
    let mut back = u64::from(byte & 0x7f);
    *at += 1;
    while byte & 0x80 != 0 {
        byte = blocks.byte(pack, *at)?;
        *at += 1;
        if back >= 1 << 55 {
            return Err(Fault::damaged("its delta is of nothing"));
        }
        back = (back + 1) << 7 | u64::from(byte & 0x7f);
    }
    Ok(back)
}

/// An inflater that is used again and again.
pub(super) struct Inflater {
    inner: Decompress,
}

impl Inflater {
    pub(super) fn new() -> Self {
        Self { inner: Decompress::new(true) }
    }

    /// Begins with another entry.
    pub(super) fn begin(&mut self) {
        self.inner.reset(true);
    }

    /// Inflates a whole entry.
    pub(super) fn whole(&mut self, blocks: &mut Blocks, pack: &Pack, entry: Entry) -> Result<Vec<u8>, Fault> {
        let size = usize::try_from(entry.size).map_err(|_| Fault::TooLarge(entry.size))?;
        // One byte more than it should be, to notice more; what claims to be large has to prove it.
        let mut bytes = Vec::with_capacity((size + 1).min(1 << 20));
        self.begin();
        let mut at = entry.data;
        loop {
            if bytes.len() == bytes.capacity() {
                bytes.reserve((size + 1).saturating_sub(bytes.len()).min(bytes.len()).max(1));
            }
            let before = self.inner.total_in();
            let had = bytes.len();
            let input = blocks.at(pack, at)?;
            let status = self.inner.decompress_vec(input, &mut bytes, FlushDecompress::None);
            let status = status.map_err(|_| Fault::damaged("it cannot be inflated"))?;
            let read = self.inner.total_in() - before;
            at += read;
            if bytes.len() > size {
                break;
            }
            match status {
                Status::StreamEnd => break,
                Status::Ok | Status::BufError if read > 0 || bytes.len() > had => {}
                Status::Ok | Status::BufError => return Err(Fault::damaged("it is cut off")),
            }
        }
        if bytes.len() == size { Ok(bytes) } else { Err(Fault::damaged("it is not as long as it says")) }
    }

    /// Inflates on; gives how many bytes were read and written, and whether that was all.
    pub(super) fn piece(
        &mut self,
        blocks: &mut Blocks,
        pack: &Pack,
        at: u64,
        into: &mut [u8],
    ) -> Result<(u64, usize, bool), Fault> {
        let (read, written) = (self.inner.total_in(), self.inner.total_out());
        let status = self.inner.decompress(blocks.at(pack, at)?, into, FlushDecompress::None);
        let status = status.map_err(|_| Fault::damaged("it cannot be inflated"))?;
        let (read, written) = (self.inner.total_in() - read, self.inner.total_out() - written);
        match status {
            Status::StreamEnd => Ok((read, written as usize, true)),
            Status::Ok | Status::BufError if read > 0 || written > 0 => Ok((read, written as usize, false)),
            Status::Ok | Status::BufError => Err(Fault::damaged("it is cut off")),
        }
    }
}

//! Bytes of a pack by their place.
//!
//! No memory map: that is not to be had without `unsafe`, and a file that shrinks under one ends the
//! process. A few blocks of late are kept instead, as neighbours in a pack are asked for one after
//! another. The file stays open, so that a pack that Git replaces can be read to the end.
#![expect(clippy::disallowed_methods, reason = "opens the packs of the repository")]

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

use crate::git::pack::Fault;
use crate::git::pack::index::Index;
use crate::git::pack::stamp::Stamp;

const BLOCK: usize = 1 << 14;
const BLOCKS: usize = 128;

/// An open pack and its index.
#[derive(Debug)]
pub(super) struct Pack {
    /// Its number among all packs that this process opened.
    pub(super) number: u32,
    file: File,
    /// Where the entries end: a checksum stands behind them.
    end: u64,
    pub(super) index: Index,
    /// What tells that it stayed as it was.
    pub(super) stamp: Stamp,
}

impl Pack {
    /// Opens a pack whose index was read.
    pub(super) fn open(path: &Path, number: u32, index: Index, of_index: &Metadata) -> Result<Self, Fault> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        let length = metadata.len();
        let mut head = [0; 12];
        if length < 32 || read_at(&file, &mut head, 0)? < head.len() {
            return Err(Fault::damaged("it is cut off"));
        }
        if !head.starts_with(b"PACK\0\0\0\x02") && !head.starts_with(b"PACK\0\0\0\x03") {
            return Err(Fault::damaged("it is no pack of version 2 or 3"));
        }
        if head[8..] != (index.len() as u32).to_be_bytes() {
            return Err(Fault::damaged("its index is that of another pack"));
        }
        let stamp = Stamp::of(path, &metadata, of_index);
        Ok(Self { number, file, end: length - 20, index, stamp })
    }
}

/// The blocks that one thread read lately.
pub(super) struct Blocks {
    slots: Vec<Block>,
}

#[derive(Default)]
struct Block {
    /// The pack and the place of the block in it.
    key: Option<(u32, u64)>,
    bytes: Vec<u8>,
}

impl Blocks {
    pub(super) fn new() -> Self {
        Self { slots: (0..BLOCKS).map(|_| Block::default()).collect() }
    }

    /// The bytes from a place to the end of its block; none at the end of the entries.
    pub(super) fn at(&mut self, pack: &Pack, at: u64) -> Result<&[u8], Fault> {
        let number = at / BLOCK as u64;
        let key = Some((pack.number, number));
        let slot = &mut self.slots[(number as usize).wrapping_add(pack.number as usize * 37) % BLOCKS];
        if slot.key != key {
            let start = number * BLOCK as u64;
            let length = pack.end.saturating_sub(start).min(BLOCK as u64) as usize;
            slot.key = None;
            slot.bytes.resize(length, 0);
            if read_at(&pack.file, &mut slot.bytes, start)? < length {
                return Err(Fault::damaged("the pack is shorter than it was"));
            }
            slot.key = key;
        }
        Ok(slot.bytes.get((at % BLOCK as u64) as usize..).unwrap_or_default())
    }

    /// One byte.
    pub(super) fn byte(&mut self, pack: &Pack, at: u64) -> Result<u8, Fault> {
        self.at(pack, at)?.first().copied().ok_or_else(|| Fault::damaged("the pack is cut off"))
    }
}

/// Reads as many bytes from a place as there are.
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    let mut read = 0;
    while read < into.len() {
        match piece_at(file, &mut into[read..], at + read as u64) {
            Ok(0) => break,
            Ok(count) => read += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

#[cfg(unix)]
fn piece_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, at)
}

#[cfg(windows)]
fn piece_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, at)
}

//! Objects out of packs.

use std::rc::Rc;

use crate::git::objects::ObjectKind;
use crate::git::pack::bases::{Bases, Shared};
use crate::git::pack::delta::{Delta, size_by};
use crate::git::pack::entry::{Content, Entry, Inflater};
use crate::git::pack::file::{Blocks, Pack};
use crate::git::pack::{Fault, HELD};

/// What one thread needs to read packs.
pub(in crate::git) struct Reader {
    blocks: Blocks,
    bases: Bases,
    inflater: Inflater,
}

impl Reader {
    pub(in crate::git) fn new() -> Self {
        Self { blocks: Blocks::new(), bases: Bases::new(), inflater: Inflater::new() }
    }

    /// Reads the object that begins at a place.
    pub(super) fn read(&mut self, pack: &Pack, start: u64) -> Result<Shared, Fault> {
        // What is larger than what is held has been told as a fault.
        let read = self.read_within(pack, start, u64::MAX)?;
        read.ok_or_else(|| Fault::damaged("it is larger than anything"))
    }

    /// Reads the object that begins at a place; `None` when it is larger than a limit.
    pub(super) fn read_within(
        &mut self,
        pack: &Pack,
        start: u64,
        limit: u64,
    ) -> Result<Option<Shared>, Fault> {
        let mut deltas: Vec<(u64, Entry)> = Vec::new();
        // Of the differences only the last one is held before its base is here: it tells the size.
        let mut last: Option<Vec<u8>> = None;
        let mut at = start;
        let mut object = loop {
            if let Some(known) = self.bases.get((pack.number, at)) {
                break known;
            }
            let entry = Entry::read(&mut self.blocks, pack, at)?;
            match entry.content {
                Content::Whole(_) if at == start && entry.size > limit => return Ok(None),
                Content::Whole(kind) => {
                    held(entry.size)?;
                    let object = (kind, Rc::new(self.inflater.whole(&mut self.blocks, pack, entry)?));
                    // Commits are seldom deltas, and each is asked for once.
                    if at != start || kind != ObjectKind::Commit {
                        self.bases.put((pack.number, at), object.clone());
                    }
                    break object;
                }
                Content::Delta(_) if deltas.len() > pack.index.len() => {
                    return Err(Fault::damaged("its deltas go round in circles"));
                }
                Content::Delta(base) => {
                    held(entry.size)?;
                    if last.is_none() {
                        let bytes = self.inflater.whole(&mut self.blocks, pack, entry)?;
                        if size_by(&bytes)? > limit {
                            return Ok(None);
                        }
                        last = Some(bytes);
                    }
                    deltas.push((at, entry));
                    at = base;
                }
            }
        };
        while let Some((at, entry)) = deltas.pop() {
            let bytes = match last.take_if(|_| deltas.is_empty()) {
                Some(bytes) => bytes,
                None => self.inflater.whole(&mut self.blocks, pack, entry)?,
            };
            let delta = Delta::of(&object.1, &bytes)?;
            held(delta.size)?;
            object = (object.0, Rc::new(delta.apply(&object.1)?));
            self.bases.put((pack.number, at), object.clone());
        }
        Ok(Some(object).filter(|(_, bytes)| bytes.len() as u64 <= limit))
    }

    /// The size of the object that begins at a place, without reading it whole.
    pub(super) fn size(&mut self, pack: &Pack, start: u64) -> Result<u64, Fault> {
        let entry = Entry::read(&mut self.blocks, pack, start)?;
        match entry.content {
            Content::Whole(_) => Ok(entry.size),
            Content::Delta(_) => {
                // Two numbers of ten bytes at most.
                let mut head = [0; 20];
                let mut filled = 0;
                let mut at = entry.data;
                self.inflater.begin();
                while filled < head.len() {
                    let into = &mut head[filled..];
                    let (read, written, end) = self.inflater.piece(&mut self.blocks, pack, at, into)?;
                    at += read;
                    filled += written;
                    if end {
                        break;
                    }
                }
                size_by(&head[..filled])
            }
        }
    }

    /// Reads the object that begins at a place piece by piece; `pour` is told the kind and the size
    /// of the whole with each. Of one that stands there as a difference the base is held, and must
    /// not be too large for that.
    pub(super) fn pour(
        &mut self,
        pack: &Pack,
        start: u64,
        pour: &mut dyn FnMut(ObjectKind, u64, &[u8]),
    ) -> Result<(), Fault> {
        let entry = Entry::read(&mut self.blocks, pack, start)?;
        match entry.content {
            Content::Whole(kind) => self.pour_whole(pack, entry, &mut |piece| pour(kind, entry.size, piece)),
            Content::Delta(base) => {
                held(entry.size)?;
                let (kind, base) = self.read(pack, base)?;
                let bytes = self.inflater.whole(&mut self.blocks, pack, entry)?;
                let mut delta = Delta::of(&base, &bytes)?;
                let (size, mut poured) = (delta.size, 0);
                while let Some(piece) = delta.next(&base)? {
                    poured += piece.len() as u64;
                    if poured > size {
                        break;
                    }
                    pour(kind, size, piece);
                }
                all(poured, size)
            }
        }
    }

    fn pour_whole(&mut self, pack: &Pack, entry: Entry, pour: &mut dyn FnMut(&[u8])) -> Result<(), Fault> {
        let mut buffer = vec![0; 1 << 16];
        let (mut at, mut poured) = (entry.data, 0);
        self.inflater.begin();
        loop {
            let (read, written, end) = self.inflater.piece(&mut self.blocks, pack, at, &mut buffer)?;
            at += read;
            poured += written as u64;
            if poured > entry.size {
                break;
            }
            pour(&buffer[..written]);
            if end {
                break;
            }
        }
        all(poured, entry.size)
    }
}

fn all(poured: u64, size: u64) -> Result<(), Fault> {
    if poured == size { Ok(()) } else { Err(Fault::damaged("it is not as long as it says")) }
}

fn held(size: u64) -> Result<(), Fault> {
    if size > HELD { Err(Fault::TooLarge(size)) } else { Ok(()) }
}

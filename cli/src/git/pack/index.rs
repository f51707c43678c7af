//! The index beside a pack: ids to places.

use std::cmp::Ordering;

use crate::git::pack::Fault;

const MAGIC: [u8; 4] = [0xff, b't', b'O', b'c'];
const FANOUT: usize = 256 * 4;
const ID: usize = 20;

/// An index of version 1 or 2, as it stands on disk.
#[derive(Debug)]
pub(super) struct Index {
    bytes: Vec<u8>,
    count: usize,
    /// Where the counts by first byte stand.
    fanout: usize,
    /// Where the ids stand, and how far they lie apart.
    ids: usize,
    stride: usize,
    shape: Shape,
}

#[derive(Debug, Clone, Copy)]
enum Shape {
    /// Each id has its place before it.
    One,
    /// Places stand in a table of their own, those over 2 GiB in a second one.
    Two { places: usize, far: usize },
}

impl Index {
    /// Takes an index apart; says what is wrong with it.
    pub(super) fn parse(bytes: Vec<u8>) -> Result<Self, Fault> {
        let version_2 = bytes.starts_with(&MAGIC);
        if version_2 && bytes.get(4..8) != Some(&[0, 0, 0, 2]) {
            return Err(Fault::damaged("its index is of an unknown version"));
        }
        let fanout = if version_2 { 8 } else { 0 };
        let cut_off = || Fault::damaged("its index is cut off");
        let count = word(&bytes, fanout + FANOUT - 4).ok_or_else(cut_off)? as usize;
        let counts = (0..256).map(|first| word(&bytes, fanout + first * 4).unwrap_or(0));
        if !counts.is_sorted() {
            return Err(Fault::damaged("its index counts backwards"));
        }
        let table = fanout + FANOUT;
        let (ids, stride, shape, end) = if version_2 {
            let places = table + count * (ID + 4);
            let far = places + count * 4;
            (table, ID, Shape::Two { places, far }, far)
        } else {
            (table + 4, ID + 4, Shape::One, table + count * (ID + 4))
        };
        // Two checksums stand at the end.
        if bytes.len() < end + 2 * ID {
            return Err(cut_off());
        }
        Ok(Self { bytes, count, fanout, ids, stride, shape })
    }

    /// How many objects the pack holds.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Where in the pack an object begins; `None` when it is not in it.
    pub(super) fn find(&self, id: &[u8; 20]) -> Option<u64> {
        let first = usize::from(id[0]);
        let bound = |first: usize| word(&self.bytes, self.fanout + first * 4).map(|count| count as usize);
        let mut low = if first == 0 { 0 } else { bound(first - 1)? };
        let mut high = bound(first)?;
        let wanted = head(id)?;
        while low < high {
            let middle = low.midpoint(high);
            let found = self.id(middle)?;
            // Eight bytes nearly always tell, and are compared as a number.
            match head(found)?.cmp(&wanted).then_with(|| found.cmp(&id[..])) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return self.place(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn id(&self, number: usize) -> Option<&[u8]> {
        let at = self.ids + number * self.stride;
        self.bytes.get(at..at + ID)
    }

    fn place(&self, number: usize) -> Option<u64> {
        match self.shape {
            Shape::One => word(&self.bytes, self.ids + number * self.stride - 4).map(u64::from),
            Shape::Two { places, far } => {
                let near = word(&self.bytes, places + number * 4)?;
                if near < 1 << 31 {
                    return Some(u64::from(near));
                }
                let at = far + (near & 0x7fff_ffff) as usize * 8;
                Some(u64::from_be_bytes(self.bytes.get(at..at + 8)?.try_into().ok()?))
            }
        }
    }
}

fn head(id: &[u8]) -> Option<u64> {
    id.first_chunk().map(|head| u64::from_be_bytes(*head))
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

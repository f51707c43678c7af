//! Differences between two objects, as packs keep them.
//!
//! In: a base and a delta. Out: the object (gitformat-pack, "deltified representation"). Every number
//! in a delta is checked: it may claim anything.

use crate::git::pack::Fault;

/// A delta whose head was read: pieces of the base and new bytes, one after another.
pub(super) struct Delta<'d> {
    rest: &'d [u8],
    /// The size of the object it makes.
    pub(super) size: u64,
}

/// One instruction.
enum Piece<'p> {
    Copy(usize, usize),
    New(&'p [u8]),
}

/// The size of the object that a delta makes, by its first bytes.
pub(super) fn size_by(head: &[u8]) -> Result<u64, Fault> {
    let mut rest = head;
    number(&mut rest)?;
    number(&mut rest)
}

impl<'d> Delta<'d> {
    /// Reads the head, which names the size of the base.
    pub(super) fn of(base: &[u8], delta: &'d [u8]) -> Result<Self, Fault> {
        let mut rest = delta;
        if number(&mut rest)? != base.len() as u64 {
            return Err(Fault::damaged("its delta is of another base"));
        }
        let size = number(&mut rest)?;
        Ok(Self { rest, size })
    }

    /// The whole object.
    pub(super) fn apply(mut self, base: &[u8]) -> Result<Vec<u8>, Fault> {
        let mut made = Vec::with_capacity(self.size as usize);
        while let Some(piece) = self.next(base)? {
            if made.len() + piece.len() > self.size as usize {
                return Err(Fault::damaged("its delta makes more than it says"));
            }
            made.extend_from_slice(piece);
        }
        if made.len() as u64 == self.size {
            Ok(made)
        } else {
            Err(Fault::damaged("its delta makes less than it says"))
        }
    }

    /// The next bytes of the object; `None` at its end.
    pub(super) fn next<'b>(&mut self, base: &'b [u8]) -> Result<Option<&'b [u8]>, Fault>
    where
        'd: 'b,
    {
        Ok(match self.instruction()? {
            None => None,
            Some(Piece::New(bytes)) => Some(bytes),
            Some(Piece::Copy(from, length)) => {
                let piece = base.get(from..from + length);
                Some(piece.ok_or_else(|| Fault::damaged("its delta reaches beyond its base"))?)
            }
        })
    }

    fn instruction(&mut self) -> Result<Option<Piece<'d>>, Fault> {
        let cut_off = || Fault::damaged("its delta is cut off");
        let Some((&code, mut rest)) = self.rest.split_first() else { return Ok(None) };
        if code == 0 {
            return Err(Fault::damaged("its delta holds an unknown instruction"));
        }
        if code & 0x80 == 0 {
            let (new, rest) = rest.split_at_checked(usize::from(code)).ok_or_else(cut_off)?;
            self.rest = rest;
            return Ok(Some(Piece::New(new)));
        }
        let mut parts = [0_usize; 7];
        for (bit, part) in parts.iter_mut().enumerate() {
            if code & 1 << bit != 0 {
                let (&byte, behind) = rest.split_first().ok_or_else(cut_off)?;
                *part = usize::from(byte);
                rest = behind;
            }
        }
        self.rest = rest;
        let from = parts[0] | parts[1] << 8 | parts[2] << 16 | parts[3] << 24;
        let length = parts[4] | parts[5] << 8 | parts[6] << 16;
        Ok(Some(Piece::Copy(from, if length == 0 { 1 << 16 } else { length })))
    }
}

/// Seven bits a byte, the lowest first.
fn number(rest: &mut &[u8]) -> Result<u64, Fault> {
    let mut value = 0;
    for shift in (0..63).step_by(7) {
        let (&byte, behind) = rest.split_first().ok_or_else(|| Fault::damaged("its delta is cut off"))?;
        *rest = behind;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(Fault::damaged("its delta names a size that is no number"))
}

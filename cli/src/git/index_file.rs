//! Git's index as a file (gitformat-index, versions 2 to 4).
//!
//! In: its bytes. Out: its entries as they stand there, names and all: who reads them decides what
//! is safe. A split or sparse index is refused, because its entries are not all of what is staged.
//! The sum at the end is not compared, as Git does not; the blobs are held against their ids.

/// One entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: Vec<u8>,
    pub(super) mode: u32,
    pub(super) id: [u8; 20],
    pub(super) flags: u16,
    /// From version 3 on; else 0.
    pub(super) extended: u16,
}

/// The bit of an entry's flags that says that extended flags follow.
const EXTENDED: u16 = 0x4000;
/// The bits that hold the length of a path, if it fits.
const LENGTH: usize = 0x0fff;
/// Bytes of an entry before its id, and of the sum at the end.
const STAT: usize = 40;
const SUM: usize = 20;

/// Reads an index; says what is wrong with it.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Entry>, String> {
    let body = bytes.len().checked_sub(SUM).map(|end| &bytes[..end]).ok_or("it is cut off")?;
    let mut reader = Reader { bytes: body, at: 0 };
    if reader.take(4)? != b"DIRC" {
        return Err("it does not begin like an index".to_owned());
    }
    let version = reader.number()?;
    if !(2..=4).contains(&version) {
        return Err(format!("its version, {version}, is not known"));
    }
    let count = reader.number()? as usize;
    let mut entries: Vec<Entry> = Vec::with_capacity(count.min(body.len() / (STAT + 22)));
    // Version 4 tells a path by the one before: a small file could unfold to a large one.
    let mut unfolded = 0;
    for _ in 0..count {
        let entry = reader.entry(version, entries.last().map_or(&[], |last| &last.path))?;
        unfolded += entry.path.len();
        if unfolded > 16 * bytes.len() {
            return Err("its paths unfold to far more than it holds".to_owned());
        }
        entries.push(entry);
    }
    reader.extensions()?;
    Ok(entries)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], String> {
        let end = self.at.checked_add(count).filter(|&end| end <= self.bytes.len()).ok_or("it is cut off")?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], String> {
        self.take(N)?.try_into().map_err(|_| "it is cut off".to_owned())
    }

    fn number(&mut self) -> Result<u32, String> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    fn entry(&mut self, version: u32, before: &[u8]) -> Result<Entry, String> {
        let start = self.at;
        let fields = self.take(STAT)?;
        let mode = u32::from_be_bytes([fields[24], fields[25], fields[26], fields[27]]);
        let id = self.array()?;
        let flags = u16::from_be_bytes(self.array()?);
        let extended = match (flags & EXTENDED, version) {
            (0, _) => 0,
            (_, 2) => return Err("an entry has flags of a later version".to_owned()),
            _ => u16::from_be_bytes(self.array()?),
        };
        let shared = if version == 4 {
            let left_out = self.offset()?;
            before.len().checked_sub(left_out).ok_or("a path goes on from more than there was")?
        } else {
            0
        };
        let rest = &self.bytes[self.at..];
        let length = rest.iter().position(|&byte| byte == 0).ok_or("a path has no end")?;
        let path = [&before[..shared], &rest[..length]].concat();
        let told = usize::from(flags) & LENGTH;
        if told != path.len().min(LENGTH) {
            return Err("a path is not as long as its entry says".to_owned());
        }
        self.at += length + 1;
        if version < 4 {
            // At least one byte of zeros, up to a multiple of eight.
            let entry = (self.at - 1 - start) / 8 * 8 + 8;
            self.at = start;
            self.take(entry)?;
        }
        Ok(Entry { path, mode, id, flags, extended })
    }

    /// A number of bytes, in as few of them as it needs (the encoding of pack offsets).
    fn offset(&mut self) -> Result<usize, String> {
        let mut value: usize = 0;
        loop {
            let [byte] = self.array()?;
            value |= usize::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            value = value
                .checked_add(1)
                .filter(|value| *value <= 1 << 32)
                .ok_or("a path goes on from nowhere")?;
            value <<= 7;
        }
    }

    /// What Git may add for speed is skipped; what changes the meaning begins with a small letter.
    fn extensions(&mut self) -> Result<(), String> {
        while self.at < self.bytes.len() {
            let name = self.take(4)?;
            let size = self.number()? as usize;
            self.take(size)?;
            match name {
                b"link" => return Err("it is split in two files".to_owned()),
                b"sdir" => return Err("it is sparse".to_owned()),
                [b'A'..=b'Z', ..] => {}
                _ => return Err(format!("it needs `{}`, which is not known", name.escape_ascii())),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn index(version: u32, entries: &[&[u8]], end: &[u8]) -> Vec<u8> {
        let count = (entries.len() as u32).to_be_bytes();
        let sum: &[u8] = &[0; 20];
        [b"DIRC", &version.to_be_bytes()[..], &count, &entries.concat(), end, sum].concat()
    }

    fn entry(length: u16, behind: &[u8]) -> Vec<u8> {
        let mut entry = vec![0; 40];
        entry[26] = 0x81;
        entry.extend([7; 20]);
        entry.extend(length.to_be_bytes());
        entry.extend(behind);
        entry
    }

    #[test]
    fn paths_are_told_whole_or_by_the_one_before() {
        let paths = |bytes: &[u8]| {
            let entries = parse(bytes).expect("an index");
            entries.iter().map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect::<Vec<_>>()
        };
        let [a, b] = [entry(3, b"a/b\0\0\0\0\0\0\0"), entry(2, b"ab\0\0\0\0\0\0\0\0")];
        assert_eq!(paths(&index(2, &[&a, &b], b"TREE\0\0\0\x02xx")), ["a/b", "ab"]);
        let [a, b] = [entry(3, b"\0a/b\0"), entry(4, b"\x01cd\0")];
        assert_eq!(paths(&index(4, &[&a, &b], b"")), ["a/b", "a/cd"]);
    }

    #[test]
    fn a_damaged_index_is_told() {
        let sound = entry(3, b"a/b\0\0\0\0\0\0\0");
        for (bytes, because) in [
            (Vec::new(), "it is cut off"),
            (vec![b'x'; 40], "it does not begin like an index"),
            (index(5, &[], b""), "its version, 5, is not known"),
            (index(2, &[&sound[..60]], b""), "it is cut off"),
            (index(2, &[&entry(9, b"a/b\0\0\0\0\0\0\0")], b""), "a path is not as long as its entry says"),
            (index(2, &[&entry(0x4003, b"\0\0a/b\0\0\0\0\0")], b""), "an entry has flags of a later version"),
            (index(4, &[&entry(3, b"\x01a/b\0")], b""), "a path goes on from more than there was"),
            (index(4, &[&entry(3, &[0xff; 30])], b""), "a path goes on from nowhere"),
            (index(2, &[&sound], b"link\0\0\0\0"), "it is split in two files"),
            (index(2, &[&sound], b"sdir\0\0\0\0"), "it is sparse"),
            (index(2, &[&sound], b"new!\0\0\0\0"), "it needs `new!`, which is not known"),
            (index(2, &[&sound], b"TREE\0\0\0\x09"), "it is cut off"),
        ] {
            assert_eq!(parse(&bytes).err().as_deref(), Some(because));
        }
    }
}

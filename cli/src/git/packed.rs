//! The file `packed-refs`: references that have not moved for long.
//!
//! In: its bytes. Out: names and ids. Lines that begin with `#` say how it was written, those that
//! begin with `^` what the tag above them leads to; neither is believed.

use std::ops::Range;

use crate::git::references::read_id;
use crate::source::printable;

/// The references of a `packed-refs` file, sorted by name.
#[derive(Debug, Default)]
pub(super) struct Packed {
    bytes: Vec<u8>,
    entries: Vec<(Range<usize>, [u8; 20])>,
}

impl Packed {
    /// Reads the file; says what is wrong with it.
    pub(super) fn parse(bytes: Vec<u8>) -> Result<Self, String> {
        let mut entries = Vec::with_capacity(bytes.len() / 64);
        let mut start = 0;
        let mut after_entry = false;
        for (number, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
            let wrong = |what: &str| format!("line {} {what}", number + 1);
            let text = line.strip_suffix(b"\n").ok_or_else(|| wrong("is cut off"))?;
            match text.first() {
                Some(b'#') => after_entry = false,
                Some(b'^') if after_entry && read_id(&text[1..]).is_some() => after_entry = false,
                Some(b'^') => return Err(wrong("is no peeled tag")),
                _ => {
                    let id = text.get(..40).and_then(read_id).filter(|_| text.get(40) == Some(&b' '));
                    let id = id.filter(|_| text.len() > 41).ok_or_else(|| wrong("is no reference"))?;
                    entries.push((start + 41..start + text.len(), id));
                    after_entry = true;
                }
            }
            start += line.len();
        }
        let mut packed = Self { bytes, entries };
        packed.sort()?;
        Ok(packed)
    }

    fn sort(&mut self) -> Result<(), String> {
        let bytes = &self.bytes;
        if !self.entries.is_sorted_by(|a, b| bytes[a.0.clone()] < bytes[b.0.clone()]) {
            self.entries.sort_by(|a, b| bytes[a.0.clone()].cmp(&bytes[b.0.clone()]));
        }
        match self.entries.windows(2).find(|two| bytes[two[0].0.clone()] == bytes[two[1].0.clone()]) {
            Some(two) => Err(format!("it holds `{}` twice", printable(&bytes[two[0].0.clone()]))),
            None => Ok(()),
        }
    }

    /// The object that a name leads to.
    pub(super) fn find(&self, name: &[u8]) -> Option<[u8; 20]> {
        let at = self.entries.binary_search_by(|(range, _)| self.bytes[range.clone()].cmp(name)).ok()?;
        Some(self.entries[at].1)
    }

    /// Every name, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.entries.iter().map(|(range, _)| &self.bytes[range.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::Packed;

    const A: &str = "1111111111111111111111111111111111111111";
    const B: &str = "2222222222222222222222222222222222222222";

    fn parse(text: &str) -> Result<Packed, String> {
        Packed::parse(text.as_bytes().to_vec())
    }

    #[test]
    fn a_name_is_found_sorted_or_not_peeled_or_not() {
        let text = format!("# pack-refs with: peeled\n{B} refs/tags/z\n^{A}\n{A} refs/heads/main\n");
        let packed = parse(&text).expect("a file");
        assert_eq!(packed.find(b"refs/heads/main"), Some([0x11; 20]));
        assert_eq!(packed.find(b"refs/tags/z"), Some([0x22; 20]));
        assert_eq!(packed.find(b"refs/tags"), None);
        let names: Vec<&[u8]> = packed.names().collect();
        assert_eq!(names, [&b"refs/heads/main"[..], b"refs/tags/z"]);
    }

    #[test]
    fn a_damaged_file_is_told() {
        let zeros = "0".repeat(40);
        for (text, because) in [
            (format!("{A} refs/heads/main"), "line 1 is cut off"),
            (format!("# x\n{A}\n"), "line 2 is no reference"),
            (format!("{A}\trefs/heads/main\n"), "line 1 is no reference"),
            (format!("{zeros} refs/heads/main\n"), "line 1 is no reference"),
            (format!("^{A}\n"), "line 1 is no peeled tag"),
            (format!("{A} refs/tags/a\n^{A}\n^{A}\n"), "line 3 is no peeled tag"),
            (format!("{A} refs/a/b\n{B} refs/a/c\n{B} refs/a/b\n"), "it holds `refs/a/b` twice"),
            ("\n".to_owned(), "line 1 is no reference"),
        ] {
            assert_eq!(parse(&text).err().as_deref(), Some(because), "{text}");
        }
    }
}

//! The wire encoding of SSH (RFC 4251 section 5): lengths, strings, numbers.

/// Reads one field after the other; `None` when the bytes end too early.
#[derive(Debug, Clone)]
pub(super) struct Wire<'a>(&'a [u8]);

impl<'a> Wire<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|taken| taken[0])
    }

    pub(super) fn uint32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_be_bytes)
    }

    /// A length and as many bytes.
    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.uint32()?).ok()?;
        self.take(length)
    }

    /// A positive number without its sign byte, in its one shortest form.
    pub(super) fn positive(&mut self) -> Option<&'a [u8]> {
        match self.string()? {
            [] | [0] => None,
            [0, rest @ ..] => (rest[0] >= 0x80).then_some(rest),
            number => (number[0] < 0x80).then_some(number),
        }
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// Writes a string: its length and its bytes.
pub(super) fn put_string(to: &mut Vec<u8>, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("what is signed here is below 4 GiB");
    to.extend_from_slice(&length.to_be_bytes());
    to.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::Wire;

    #[test]
    fn a_number_has_one_form() {
        let read = |bytes: &[u8]| {
            let mut all = u32::try_from(bytes.len()).unwrap().to_be_bytes().to_vec();
            all.extend_from_slice(bytes);
            Wire::new(&all).positive().map(<[u8]>::to_vec)
        };
        assert_eq!(read(&[1, 2]), Some(vec![1, 2]));
        assert_eq!(read(&[0, 0x80]), Some(vec![0x80]));
        for other in [&[][..], &[0], &[0, 1], &[0x80]] {
            assert_eq!(read(other), None, "{other:?}");
        }
    }

    #[test]
    fn a_length_beyond_the_end_is_no_string() {
        assert_eq!(Wire::new(&[0xff; 8]).string(), None);
        assert_eq!(Wire::new(&[0, 0, 0]).uint32(), None);
    }
}

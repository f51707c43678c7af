//! DER (X.690): tags, lengths, bodies. Anything but the one shortest form is refused.

/// Reads one element after the other; `None` where the bytes are not DER.
#[derive(Debug, Clone, Copy)]
pub(super) struct Der<'a>(&'a [u8]);

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) body: &'a [u8],
    /// Tag, length and body.
    pub(super) whole: &'a [u8],
}

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// The tag `[number]` of a constructed element.
pub(super) const fn context(number: u8) -> u8 {
    0xa0 | number
}

impl<'a> Der<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The elements inside the one element, of this tag, that is all of `bytes`.
    pub(super) fn only(bytes: &'a [u8], tag: u8) -> Option<Self> {
        let mut der = Self::new(bytes);
        let inside = der.inside(tag)?;
        der.end()?;
        Some(inside)
    }

    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        let (&[tag, first], rest) = self.0.split_first_chunk::<2>()?;
        // No tag of more than one byte occurs in what is read here.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, rest) = if first < 0x80 {
            (usize::from(first), rest)
        } else {
            let count = usize::from(first & 0x7f);
            let (digits, rest) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
            let length = digits.iter().fold(0, |length, &digit| (length << 8) | usize::from(digit));
            (digits[0] != 0 && length >= 0x80).then_some((length, rest))?
        };
        let (body, rest) = rest.split_at_checked(length)?;
        let whole = &self.0[..self.0.len() - rest.len()];
        self.0 = rest;
        Some(Element { tag, body, whole })
    }

    /// The next element, which has this tag.
    pub(super) fn element(&mut self, tag: u8) -> Option<Element<'a>> {
        self.optional(tag)
    }

    /// The body of the next element, which has this tag.
    pub(super) fn body(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.element(tag).map(|element| element.body)
    }

    /// What is inside the next element, which has this tag.
    pub(super) fn inside(&mut self, tag: u8) -> Option<Self> {
        self.body(tag).map(Self)
    }

    /// The next element if it has this tag; otherwise nothing is read.
    pub(super) fn optional(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = *self;
        let element = ahead.next().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element)
    }

    /// A positive number without its sign byte.
    pub(super) fn positive(&mut self) -> Option<&'a [u8]> {
        match self.body(INTEGER)? {
            [0, rest @ ..] if rest.first().is_some_and(|&byte| byte >= 0x80) => Some(rest),
            [] | [0, _, ..] => None,
            number => (number[0] < 0x80).then_some(number),
        }
    }

    /// A small number.
    pub(super) fn small(&mut self) -> Option<u32> {
        let number = self.positive().filter(|number| number.len() <= 3)?;
        Some(number.iter().fold(0, |value, &digit| (value << 8) | u32::from(digit)))
    }

    /// A bit string of whole bytes.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        self.body(BIT_STRING)?.strip_prefix(&[0])
    }

    /// `BOOLEAN DEFAULT FALSE`.
    pub(super) fn boolean(&mut self) -> Option<bool> {
        match self.optional(BOOLEAN).map(|element| element.body) {
            None => Some(false),
            Some([0xff]) => Some(true),
            Some(_) => None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Nothing may be left.
    pub(super) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Der, OCTET_STRING, SEQUENCE};

    #[test]
    fn a_length_has_one_form() {
        let read = |bytes: &[u8]| Der::new(bytes).next().map(|element| element.body.len());
        assert_eq!(read(&[4, 1, 9]), Some(1));
        let mut long = vec![4, 0x81, 0x80];
        long.extend([0; 0x80]);
        assert_eq!(read(&long), Some(0x80));
        for bad in
            [&[][..], &[4], &[4, 1], &[4, 0x80, 0, 0], &[4, 0x81, 1, 9], &[4, 0x82, 0, 1, 9], &[0x1f, 1, 1]]
        {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn nothing_may_follow_the_only_element() {
        assert!(Der::only(&[0x30, 0], SEQUENCE).is_some());
        assert!(Der::only(&[0x30, 0, 0], SEQUENCE).is_none());
        assert!(Der::only(&[0x30, 0], OCTET_STRING).is_none());
    }

    #[test]
    fn a_number_has_one_form() {
        let read = |bytes: &[u8]| Der::new(bytes).small();
        assert_eq!(read(&[2, 1, 0]), Some(0));
        assert_eq!(read(&[2, 2, 0, 0x80]), Some(0x80));
        assert_eq!(read(&[2, 2, 0, 1]), None);
        assert_eq!(read(&[2, 1, 0x80]), None);
        assert_eq!(read(&[2, 0]), None);
    }
}

//! Byte spans inside a file.

use std::ops::Range;

/// A file of the snapshot that a run reads, by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A run of bytes in a file, end exclusive.
///
/// Byte offsets until rendering; lines and columns are computed once, there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Makes a span of `start..end`; an end before the start becomes the start.
    pub fn new(start: usize, end: usize) -> Self {
        let bound = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let (start, end) = (bound(start), bound(end));
        Self { start, end: end.max(start) }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The span as a range of byte indices.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The same span moved by `offset` bytes (front matter inside a Markdown file).
    #[must_use]
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    /// True when it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// A place in the snapshot: a file and the bytes in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes.
    pub span: Span,
}

impl Location {
    /// The start of a file, for findings about the file as a whole.
    pub fn start_of(file: FileId) -> Self {
        Self { file, span: Span::default() }
    }
}

/// A value with the place in its file where a person would edit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its bytes.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Puts a value and its span together.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Keeps the span and changes the value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }

    /// A view with the same span.
    pub fn as_ref(&self) -> Spanned<&T> {
        Spanned { value: &self.value, span: self.span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

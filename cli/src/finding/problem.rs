//! What reading met. The rules of the group Shape turn each kind into a finding.

use crate::place::{Hazard, Location, Span};

/// Something that kept a file, or a part of it, from being read as meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The smallest text that shows it.
    pub location: Location,
    /// What it is.
    pub kind: ProblemKind,
}

/// What is expected of the items of a list that may not hold one twice.
pub const ONCE: &str = "each item once";

/// The kinds, one for each rule that speaks of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The YAML is broken, or uses a part of YAML that is not accepted.
    YamlSyntax {
        /// What the parser says, lower case.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// A key that the schema does not know.
    UnknownField {
        /// The key.
        field: String,
        /// The keys that could stand there.
        allowed: Vec<String>,
    },
    /// A mapping where text was wanted, and so on.
    WrongType {
        /// The key that it is the value of, or whose list it stands in; `None` at the root.
        field: Option<String>,
        /// What was wanted: `a list`, `a number`, `text or a list`.
        expected: String,
        /// What stands there: `a mapping`, `text`.
        found: String,
    },
    /// A required key is not there.
    MissingField {
        /// The key.
        field: String,
        /// The schema's description of it.
        about: Option<String>,
    },
    /// The right type, but a value that is not one of those allowed.
    InvalidValue {
        /// The value as written.
        value: String,
        /// What would be right, in words.
        expected: String,
        /// The closed set of right values, if it is one.
        allowed: Vec<String>,
    },
    /// A key that was there before.
    DuplicateKey {
        /// The key.
        key: String,
        /// Where it was first.
        first: Span,
    },
    /// `yes` where a boolean is meant.
    WordAsBoolean {
        /// The word.
        word: String,
        /// What it means.
        meaning: bool,
    },
    /// An id or version that other tools read as a number and shorten.
    AmbiguousNumber {
        /// As written.
        text: String,
        /// As other tools would print it.
        read_as: String,
    },
    /// Bytes that are not UTF-8.
    NotUtf8 {
        /// The first wrong byte.
        byte: u8,
    },
    /// A file over the limit.
    FileTooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A path or artifact reference that is not safe to follow.
    UnsafePath {
        /// The path.
        path: String,
        /// Why.
        because: String,
        /// Whom it can mislead.
        hazard: Hazard,
    },
    /// What looks like a secret.
    Secret {
        /// Its shape: `a GitHub token`.
        shape: &'static str,
        /// Its first characters, the only ones that may be shown; empty for a key.
        start: String,
        /// The byte at which it stands, in a file that is too large to be held.
        byte: Option<u32>,
    },
    /// What looks like somebody's personal data.
    PersonalData {
        /// One of it: `a mail address`.
        one: &'static str,
        /// Several of it: `mail addresses`.
        several: &'static str,
        /// The text.
        text: String,
    },
    /// A file under `policies/` or `evidence/` that fits no kind.
    MisplacedFile {
        /// What to do.
        help: String,
    },
}

//! What a file below `evidence/anchors/` proves, or why it proves nothing.

use jiff::Timestamp;

use crate::place::{CommitId, RepoPath};
use crate::signature::statement::StatementFault;
use crate::signature::timestamp::StampFault;
use crate::signature::{Fault, Refusal, Unsupported};
use crate::trust::{ForgeListed, Ground, Reason};

/// What clocks and witnesses outside say of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// What that rests on.
    pub ground: Ground,
    /// How many commits the main line has.
    pub length: usize,
    /// Every time stamp and witness note at the judged commit, by path.
    pub anchors: Vec<Listed>,
    /// What each forge signed whose keys were given, in that order.
    pub forges: Vec<ForgeListed>,
    /// What speaks against the history as a whole, `CODE subject`.
    pub against: Vec<String>,
}

/// A time stamp or witness note at the judged commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The file of the proof; of what was said, where there is no proof.
    pub path: RepoPath,
    /// Which of the two it is.
    pub kind: Kind,
    /// The commit that it names; not proven where it does not stand.
    pub commit: Option<CommitId>,
    /// How many commits of the main line that covers: all up to this one.
    pub covers: Option<usize>,
    /// The proven time: a clock's, or the witness's own.
    pub at: Option<Timestamp>,
    /// What the operator calls itself, or the fingerprint of the witness's key.
    pub operator: Option<String>,
    /// Whether it proves something.
    pub standing: Standing,
}

/// Kinds of anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `NAME.tag` and `NAME.tsr`: a clock outside.
    Stamp,
    /// `NAME.note` and `NAME.note.sig`: somebody else's memory.
    Note,
}

impl Kind {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stamp => "time-stamp",
            Self::Note => "witness-note",
        }
    }
}

/// Whether an anchor proves something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Valid,
    /// It does not.
    Invalid(AnchorFault),
    /// That cannot be told from what is here.
    Unknown(AnchorFault),
}

impl Standing {
    pub(super) fn of(fault: AnchorFault) -> Self {
        if fault.cannot_tell() { Self::Unknown(fault) } else { Self::Invalid(fault) }
    }

    /// The word of the machine contract.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid(_) => "invalid",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Why it is not valid.
    pub fn fault(&self) -> Option<&AnchorFault> {
        match self {
            Self::Valid => None,
            Self::Invalid(fault) | Self::Unknown(fault) => Some(fault),
        }
    }
}

/// Why an anchor proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnchorFault {
    /// One of the two files is missing, or too large, or no file.
    #[error("`{0}` is not there")]
    Alone(RepoPath),
    /// The bytes beside the token are no tag object of a commit.
    #[error("the `.tag` file is no annotated tag that names a commit")]
    NoTag,
    /// The token proves nothing.
    #[error("{0}")]
    Stamp(StampFault),
    /// No root was given.
    #[error("no root of an authority was given: `--tsa-root FILE.pem`")]
    NoRoots,
    /// The signature of the note proves nothing.
    #[error("{0}")]
    Signature(Fault),
    /// The key under the note does not count.
    #[error("{0}")]
    Key(Refusal),
    /// Something that is not verified here.
    #[error("{0}")]
    Unsupported(Unsupported),
    /// The note is not written as it must be.
    #[error("{0}")]
    Statement(StatementFault),
    /// No key of a witness was given.
    #[error("no key of a witness was given: `--witness FILE`")]
    NoWitness,
    /// Another key than those that were given.
    #[error("no key of a witness that was given made the signature")]
    OtherKey,
    /// The count is not the commit's place on the line.
    #[error("it counts {says} commits where the main line has {is}")]
    Count {
        /// What the note says.
        says: u64,
        /// The commit's place on the line, from 1.
        is: u64,
    },
    /// The commit is not in this history.
    #[error("{}: {}", Reason::HistoryRewritten.code(), Reason::HistoryRewritten.means())]
    Rewritten,
    /// The commit lies beside the main line.
    #[error("{}: {}", Reason::MainlineSwitched.code(), Reason::MainlineSwitched.means())]
    Switched,
    /// The commit may lie before the cut.
    #[error("{}: {}", Reason::Shallow.code(), Reason::Shallow.means())]
    Cut,
}

impl AnchorFault {
    /// True where more knowledge could make it valid.
    fn cannot_tell(&self) -> bool {
        match self {
            Self::NoRoots | Self::NoWitness | Self::Unsupported(_) | Self::Cut => true,
            Self::Stamp(fault) => *fault == StampFault::Unsupported,
            Self::Alone(_)
            | Self::NoTag
            | Self::Signature(_)
            | Self::Key(_)
            | Self::Statement(_)
            | Self::OtherKey
            | Self::Count { .. }
            | Self::Rewritten
            | Self::Switched => false,
        }
    }
}

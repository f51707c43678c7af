//! Exit codes.

use std::process::ExitCode;

/// How a run ended. The format never changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and the answer is "no": findings at the threshold, a hash that differs.
    No,
    /// Wrong usage, or a `program.yaml` that cannot be read.
    Usage,
    /// Cannot tell: a history that is cut, an object or tag that is not here.
    CannotTell,
    /// Interrupted at a question. (A signal ends the process by itself, with the same number in the
    /// shell; what was staged never took its place.)
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::No => 1,
            Self::Usage => 2,
            Self::CannotTell => 3,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

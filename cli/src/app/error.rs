//! What ends a run: a message, what to do, an exit code.

use std::fmt;
use std::path::Path;

use crate::app::Exit;
use crate::git::GitError;
use crate::rules::UnknownRule;
use crate::source::SourceError;

/// A run that cannot go on.
#[derive(Debug)]
pub struct AppError {
    /// What was attempted and why it failed; a phrase in lower case.
    pub message: String,
    /// What to do, as an imperative.
    pub help: Option<String>,
    /// The exit code.
    pub exit: Exit,
}

impl AppError {
    /// Wrong usage.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, exit: Exit::Usage }
    }

    /// Something that cannot be told from what is here.
    pub fn cannot_tell(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, exit: Exit::CannotTell }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A file or folder that could not be read or written.
    pub fn io(attempt: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::usage(format!("cannot {attempt} `{}`: {error}", path.display()))
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}

impl From<GitError> for AppError {
    fn from(error: GitError) -> Self {
        let exit = if error.cannot_tell() { Exit::CannotTell } else { Exit::Usage };
        Self { message: error.to_string(), help: error.help(), exit }
    }
}

impl From<SourceError> for AppError {
    fn from(error: SourceError) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<UnknownRule> for AppError {
    fn from(error: UnknownRule) -> Self {
        let help = match error.did_you_mean {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`tickmark explain` lists the rules and their groups".to_owned(),
        };
        Self::usage(error.to_string()).help(help)
    }
}

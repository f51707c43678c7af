//! Lines of key files, and what can be wrong with one.

use super::key::KeyFault;

/// A line that has no effect, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: LineFault,
}

/// Why a line has no effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// Not UTF-8, or it holds a NUL.
    #[error("the line is not text")]
    NotText,
    /// A byte order mark would be part of the first name.
    #[error("the line begins with a byte order mark")]
    ByteOrderMark,
    /// Names and nothing else, or a quote that never ends.
    #[error("the line is not `PRINCIPALS [OPTIONS] KEY`")]
    NotALine,
    /// An option that is unknown, given twice, without quotes or without an end.
    #[error("the options of the line cannot be read")]
    Options,
    /// A date that is not `YYYYMMDD[Z]` or `YYYYMMDDHHMM[SS][Z]`, or is no day of any calendar.
    #[error("`{0}` is not a date")]
    Date(String),
    /// It ends before it begins, so it fits no instant.
    #[error("`valid-before` is not later than `valid-after`")]
    NeverValid,
    /// Certificates are not verified, so their authority is not known.
    #[error("`cert-authority` is not supported")]
    CertAuthority,
    /// The key cannot be read, is weak, or is of a kind that is not verified.
    #[error("{0}")]
    Key(KeyFault),
}

/// The lines of a file that say something, with their numbers.
///
/// Blank lines and comments are left out, before anything else is asked of them.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, Result<&str, LineFault>)> {
    bytes.split(|&byte| byte == b'\n').enumerate().filter_map(|(index, line)| {
        let start = line.iter().position(|byte| !b" \t\r".contains(byte))?;
        let line = &line[start..];
        if line[0] == b'#' {
            return None;
        }
        let text = match std::str::from_utf8(line) {
            Ok(text) if text.contains('\0') => Err(LineFault::NotText),
            Ok(text) if text.starts_with('\u{feff}') => Err(LineFault::ByteOrderMark),
            Ok(text) => Ok(text.trim_end_matches([' ', '\t', '\r'])),
            Err(_) => Err(LineFault::NotText),
        };
        Some((index + 1, text))
    })
}

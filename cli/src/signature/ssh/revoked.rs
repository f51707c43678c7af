//! `revoked_keys`: one public key a line.

use std::collections::BTreeSet;

use super::key::{KeyFault, SshKey};
use super::line::{LineFault, LineProblem, lines};

/// Keys that count for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RevokedKeys {
    keys: BTreeSet<SshKey>,
    problems: Vec<LineProblem>,
}

impl RevokedKeys {
    /// Reads the file. A line that holds no key is a problem that somebody has to see: a key was
    /// meant, and it is not revoked.
    pub fn read(bytes: &[u8]) -> Self {
        let mut revoked = Self::default();
        for (line, text) in lines(bytes) {
            match text.and_then(|text| SshKey::from_text(text).map_err(LineFault::from)) {
                Ok(key) => {
                    revoked.keys.insert(key);
                }
                // Never counts anywhere, so there is nothing to revoke.
                Err(LineFault::Key(KeyFault::Weak(_))) => {}
                Err(fault) => revoked.problems.push(LineProblem { line, fault }),
            }
        }
        revoked
    }

    /// Whether the key is revoked.
    pub fn contains(&self, key: &SshKey) -> bool {
        self.keys.contains(key)
    }

    /// The lines that revoke nothing.
    pub fn problems(&self) -> &[LineProblem] {
        &self.problems
    }
}

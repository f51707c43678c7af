//! The demo: a directory in, the Git repository of a made-up company out, with nine months of signed history and ten
//! flaws in it.
//!
//! Northwind Robotics is told in three layers. What stands in the repository at the end lies as real files under
//! `templates/demo/`, what one branch proposes under `templates/demo-customer/`; what they said before is a list of
//! edits (`plot`); what was recorded period by period is generated from seeds (`records`, `reports`). `writer` turns the story into signed objects whose ids are the same everywhere.
//! Nothing here may know the rest of the program: the demo is input like any other repository.
//!
//! The flaws, and nothing else, are wrong:
//!
//! | flaw | where |
//! |---|---|
//! | a late review | `evidence/AC-02/2026-Q2.yaml`, performed nine days after the quarter |
//! | an account open nine days after the last day | `EX-2026-04` in `evidence/AC-03/2026-03.yaml` |
//! | a scan recorded 41 days after it ran | `evidence/VM-01/2026-04.yaml` |
//! | an edited artifact | branch `demo/tampered` |
//! | an acceptance that ran out | `policies/risks/R-07.yaml` |
//! | a vendor's report that ends inside the window | `okta` in `policies/registers/vendors.yaml` |
//! | a control weakened | branch `demo/weaken` |
//! | a policy changed without approval | `policies/logging-and-monitoring.md` |
//! | an owner who left | `policies/controls/PE-04.yaml` |
//! | an expired suppression, and the second look that never came | `evidence/AC-05/2026-06.yaml` |

mod dice;
mod duties;
mod extractions;
mod files;
mod people;
mod place;
mod plot;
mod populations;
mod record_text;
mod records;
mod reports;
mod signing;
mod story;
mod time;
mod writer;

#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};

/// What a demo that was written consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Commits on all branches together.
    pub commits: usize,
    /// The commit on which `main` stands.
    pub head: String,
    /// Short tag names with the ids of their tag objects, sorted.
    pub tags: Vec<(String, String)>,
    /// Short branch names with the ids of their commits, sorted.
    pub branches: Vec<(String, String)>,
}

/// Why the demo was not written. Nothing is left behind.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is something at the place.
    #[error("`{path}` is not empty; the demo wants a directory of its own", path = .path.display())]
    NotEmpty {
        /// The place asked for.
        path: PathBuf,
    },
    /// There is a file at the place.
    #[error("`{path}` is a file; the demo wants a directory", path = .path.display())]
    NotADirectory {
        /// The place asked for.
        path: PathBuf,
    },
    /// The disk or its rights stood in the way.
    #[error("could not write to `{path}`", path = .path.display())]
    Write {
        /// Where it failed.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The Git library refused an object or the work tree.
    #[error("could not make the demo's Git repository")]
    Git(#[from] git2::Error),
    /// A throw-away key could not sign.
    #[error("could not sign the demo's commits")]
    Sign(#[from] ssh_key::Error),
}

/// Writes the repository of Northwind Robotics to a directory that is missing or empty.
///
/// It is prepared aside and moved there as its last step. The ids of its commits, tags and trees do not depend
/// on machine, system, time or configuration.
pub fn write(dir: &Path) -> Result<Written, DemoError> {
    place::fill(dir, &plot::story()?)
}

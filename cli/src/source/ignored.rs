//! What the `.gitignore` files of a work tree leave out.
//!
//! In: folders, from the outermost inwards. Out: whether a name is covered. As Git reads them: only in a
//! repository, the nearest file first, and never through a link (a link could lead to a device that
//! has no end).
#![expect(clippy::disallowed_methods, reason = "part of the one reader of the work tree")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::work_tree::Listing;
use crate::source::{UnsafeName, printable};

/// A larger one has no say: its patterns could take longer than everything else.
const LARGEST: u64 = 64 << 10;

/// The patterns that count in a folder, outermost first.
#[derive(Debug, Clone)]
pub(super) struct Ignored {
    in_repository: bool,
    patterns: Vec<Arc<Gitignore>>,
}

impl Ignored {
    /// The patterns of a folder and of those above it, up to the top of its repository.
    pub(super) fn at(root: &Path, met: &mut Listing) -> Self {
        let has_git = |folder: &Path| folder.join(".git").symlink_metadata().is_ok();
        let top = root.ancestors().position(has_git);
        let mut ignored = Self { in_repository: top.is_some(), patterns: Vec::new() };
        let above: Vec<&Path> = root.ancestors().take(top.unwrap_or(0) + 1).skip(1).collect();
        for folder in above.into_iter().rev() {
            // What is wrong above the root is not the root's.
            ignored.patterns.extend(ignored.of(root, folder, &mut Listing::default()));
        }
        ignored.patterns.extend(ignored.of(root, root, met));
        ignored
    }

    /// The patterns that count in a folder below, which has a `.gitignore` of its own.
    pub(super) fn below(&self, root: &Path, folder: &Path, met: &mut Listing) -> Self {
        let mut ignored = self.clone();
        ignored.patterns.extend(self.of(root, folder, met));
        ignored
    }

    /// The patterns in the `.gitignore` of a folder, if it has one.
    fn of(&self, root: &Path, folder: &Path, met: &mut Listing) -> Option<Arc<Gitignore>> {
        let file = folder.join(".gitignore");
        let found = file.symlink_metadata().ok().filter(fs::Metadata::is_file);
        let found = found.filter(|_| self.in_repository)?;
        if found.len() > LARGEST {
            let path = file.strip_prefix(root).unwrap_or(&file);
            let because = "over 64 KiB of patterns, which have no say";
            let path = printable(path.as_os_str().as_encoded_bytes());
            met.refused.push(UnsafeName::new(path, because));
            return None;
        }
        let text = fs::read(&file).unwrap_or_default();
        let mut builder = GitignoreBuilder::new(folder);
        for line in String::from_utf8_lossy(&text).trim_start_matches('\u{feff}').lines() {
            // A pattern that cannot be read covers nothing, as for Git.
            let _ = builder.add_line(None, line);
        }
        builder.build().ok().map(Arc::new)
    }

    /// True when the nearest pattern that speaks of a path leaves it out.
    pub(super) fn covers(&self, path: &Path, is_folder: bool) -> bool {
        let verdicts = self.patterns.iter().rev().map(|patterns| patterns.matched(path, is_folder));
        let first = verdicts.into_iter().find(|verdict| !verdict.is_none());
        matches!(first, Some(Match::Ignore(_)))
    }
}

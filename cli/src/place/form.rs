//! What a name in a tree stands for, and whom it can mislead.

/// What a name in a tree stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A regular file.
    File,
    /// A symbolic link; never followed.
    Symlink,
    /// A submodule; never entered.
    Submodule,
}

/// Whom a name can mislead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hazard {
    /// Everybody: it leads elsewhere, or two readers take it for different things.
    Everywhere,
    /// Nobody who can store it; Windows cannot.
    OnWindows,
}

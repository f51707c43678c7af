//! What a name in a tree stands for.

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

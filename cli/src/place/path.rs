//! Paths inside a repository.

use std::fmt;
use std::sync::Arc;

/// A path relative to the root of a compliance repository, with `/` between its parts.
///
/// Cheap to clone; ordered by bytes, as Git orders names, so that lists are the same everywhere.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Takes a path as it is; callers pass relative paths with `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds it; empty at the root.
    pub fn folder(&self) -> &str {
        self.last_slash().map_or("", |slash| &self.0[..slash])
    }

    /// The last part: `2026-Q1.yaml`.
    pub fn name(&self) -> &str {
        self.last_slash().map_or(&*self.0, |slash| &self.0[slash + 1..])
    }

    /// The last part without its last extension: `2026-Q1` of `2026-Q1.yaml`.
    pub fn stem(&self) -> &str {
        let name = self.name();
        match memchr::memrchr(b'.', name.as_bytes()) {
            Some(0) | None => name,
            Some(dot) => &name[..dot],
        }
    }

    /// The last extension, without its dot and in lower case.
    pub fn extension(&self) -> Option<String> {
        match self.name().rsplit_once('.') {
            Some(("", _)) | None => None,
            Some((_, extension)) => Some(extension.to_ascii_lowercase()),
        }
    }

    /// True when the last extension is this one, in whatever case. It has no dot of its own.
    pub fn has_extension(&self, extension: &str) -> bool {
        let bytes = self.0.as_bytes();
        let Some(dot) = bytes.len().checked_sub(extension.len() + 1) else { return false };
        // A name that begins with its only dot has none.
        let has_stem = dot > 0 && bytes[dot - 1] != b'/';
        has_stem && bytes[dot] == b'.' && bytes[dot + 1..].eq_ignore_ascii_case(extension.as_bytes())
    }

    fn last_slash(&self) -> Option<usize> {
        memchr::memrchr(b'/', self.0.as_bytes())
    }

    /// True for `.yaml` and `.yml`.
    pub fn is_yaml(&self) -> bool {
        self.has_extension("yaml") || self.has_extension("yml")
    }

    /// The parts between the slashes.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// The path with `part` below it.
    #[must_use]
    pub fn join(&self, part: &str) -> Self {
        if self.0.is_empty() { Self::new(part) } else { Self::new(format!("{}/{part}", self.0)) }
    }

    /// True when the path lies below `folder` (at any depth).
    pub fn is_below(&self, folder: &str) -> bool {
        self.0.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl AsRef<str> for RepoPath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for RepoPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for RepoPath {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

#[cfg(test)]
mod tests {
    use super::RepoPath;

    #[test]
    fn a_numbered_record_keeps_its_number_in_the_stem() {
        let path = RepoPath::new("evidence/AC-02/2026-Q1.2.yaml");
        assert_eq!(
            (path.folder(), path.name(), path.stem(), path.extension().as_deref()),
            ("evidence/AC-02", "2026-Q1.2.yaml", "2026-Q1.2", Some("yaml"))
        );
    }

    #[test]
    fn a_dot_file_has_a_stem_and_no_extension() {
        let path = RepoPath::new(".gitattributes");
        assert_eq!((path.folder(), path.stem(), path.extension()), ("", ".gitattributes", None));
    }

    #[test]
    fn a_folder_with_a_common_beginning_is_not_above() {
        assert!(RepoPath::new("evidence/AC-02/x").is_below("evidence/AC-02"));
        assert!(!RepoPath::new("evidence/AC-021/x").is_below("evidence/AC-02"));
    }
}

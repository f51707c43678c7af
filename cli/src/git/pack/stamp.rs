//! What tells that a pack stayed as it was, without reading it.

use std::fs::Metadata;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// A pack and its index as files: where they lie, which files they are, how long, and when they and what
/// is known of them last changed. Git never changes a pack: it writes another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::git) struct Stamp {
    pub(in crate::git) path: Vec<u8>,
    /// Of the pack, then of its index.
    pub(in crate::git) numbers: [u64; Self::NUMBERS],
}

impl Stamp {
    /// How many numbers there are.
    pub(in crate::git) const NUMBERS: usize = 8;

    /// Looks at the file of a single object; `None` where there is none.
    #[expect(clippy::disallowed_methods, reason = "looks at the objects of the repository")]
    pub(in crate::git) fn of_one(path: &Path) -> Option<Self> {
        let mut numbers = [0; Self::NUMBERS];
        numbers[..4].copy_from_slice(&of_file(&std::fs::metadata(path).ok()?));
        Some(Self { path: path.to_str()?.as_bytes().to_vec(), numbers })
    }

    pub(super) fn of(path: &Path, pack: &Metadata, index: &Metadata) -> Self {
        let mut numbers = [0; Self::NUMBERS];
        numbers[..4].copy_from_slice(&of_file(pack));
        numbers[4..].copy_from_slice(&of_file(index));
        Self { path: path.as_os_str().as_encoded_bytes().to_vec(), numbers }
    }
}

fn of_file(found: &Metadata) -> [u64; 4] {
    let written = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let written = written.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let changed =
            found.ctime().wrapping_mul(1_000_000_000).wrapping_add(found.ctime_nsec()).cast_unsigned();
        let file = found.ino() ^ found.dev().rotate_left(32);
        [found.len(), written, changed, file]
    }
    #[cfg(not(unix))]
    [found.len(), written, 0, 0]
}

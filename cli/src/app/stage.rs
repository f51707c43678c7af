//! Where files wait until they are put in their place: beside it, under a lock, swept up later.
//!
//! A process that is killed leaves what it staged. The lock says whose it is: the system drops it
//! with the process, so whatever can be locked belongs to nobody and the next run removes it.
#![expect(clippy::disallowed_methods, reason = "part of the one door to the disk for what is written")]

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// How the names of staged files and folders begin.
const PREFIX: &str = ".tickmark-";

/// The file in a staged folder that is locked while its process lives.
const LOCK: &str = "lock";

/// What keeps `git add` away from what a killed run left.
const IGNORE: &str = ".gitignore";

/// How often another process may sweep up what was not locked yet.
const TRIES: usize = 8;

/// A folder of its own; gone, with what is left in it, when this is.
pub(super) struct Stage {
    folder: PathBuf,
    _lock: File,
}

impl Stage {
    /// Makes a folder in `parent`, after sweeping it.
    pub(super) fn folder_in(parent: &Path) -> io::Result<Self> {
        sweep(parent);
        for _ in 0..TRIES {
            let made = Builder::new().prefix(PREFIX).make_in(parent, |path| fs::create_dir(path))?;
            let folder = made.into_temp_path().keep().map_err(|error| error.error)?;
            let lock = File::create_new(folder.join(LOCK));
            let space =
                lock.as_ref().err().filter(|error| error.kind() != io::ErrorKind::NotFound).map(plain);
            if let Some(lock) = lock.ok().filter(hold)
                && folder.join(LOCK).symlink_metadata().is_ok()
            {
                // Where even this does not fit, the rest will say so.
                let _ = fs::write(folder.join(IGNORE), "*\n");
                return Ok(Self { folder, _lock: lock });
            }
            let _ = fs::remove_dir(&folder);
            if let Some(error) = space {
                return Err(error);
            }
        }
        Err(io::Error::other("another process takes away what is staged"))
    }

    /// Makes a file in `parent`, after sweeping it.
    pub(super) fn file_in(parent: &Path) -> io::Result<NamedTempFile> {
        sweep(parent);
        for _ in 0..TRIES {
            let file = Builder::new().prefix(PREFIX).tempfile_in(parent).map_err(|error| plain(&error))?;
            if hold(file.as_file()) && file.path().symlink_metadata().is_ok() {
                return Ok(file);
            }
        }
        Err(io::Error::other("another process takes away what is staged"))
    }

    pub(super) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// The system's reason, without the name that was never to be seen.
fn plain(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// Locks a file. A file system without locks has none to respect.
fn hold(file: &File) -> bool {
    !matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock))
}

/// Removes what killed processes left. What cannot be looked at or removed stays.
pub(super) fn sweep(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let (name, path) = (entry.file_name(), entry.path());
        let Ok(kind) = entry.file_type() else { continue };
        if !name.as_encoded_bytes().starts_with(PREFIX.as_bytes()) {
            continue;
        }
        if kind.is_dir() {
            let lock = path.join(LOCK);
            match free(&lock) {
                Some(_held) => remove(&path),
                // Killed before it had a lock; one that lives tries again with another folder.
                None if lock.symlink_metadata().is_err() => drop(fs::remove_dir(&path)),
                None => {}
            }
        } else if kind.is_file() && free(&path).is_some() {
            let _ = fs::remove_file(&path);
        }
    }
}

/// The lock of something that belongs to nobody; held until it is let go.
fn free(lock: &Path) -> Option<File> {
    let regular = lock.symlink_metadata().is_ok_and(|found| found.is_file());
    File::open(lock).ok().filter(|lock| regular && lock.try_lock().is_ok())
}

/// Removes a staged folder so that whoever is killed over it, or fails, leaves its lock, or nothing but
/// the folder: either is found again.
fn remove(folder: &Path) {
    if clear(folder).is_ok() {
        let _ = fs::remove_file(folder.join(LOCK));
        let _ = fs::remove_dir(folder);
    }
}

/// Removes what is in a staged folder, but for its lock.
fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name() == LOCK {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{LOCK, Stage};
    use std::fs;

    #[test]
    fn a_folder_that_a_killed_run_left_is_cleared_also_one_without_its_lock() {
        let place = tempfile::tempdir().unwrap();
        let made = |name: &str, files: &[&str]| {
            let folder = place.path().join(name);
            fs::create_dir(&folder).unwrap();
            for file in files {
                fs::write(folder.join(file), "a").unwrap();
            }
        };
        made(".tickmark-before", &[]);
        made(".tickmark-within", &[LOCK, "page.md"]);
        made(".tickmark-notes", &["ours.md"]);
        drop(Stage::folder_in(place.path()).unwrap());
        let left: Vec<_> =
            fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [".tickmark-notes"]);
    }
}

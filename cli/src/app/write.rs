//! The only writing of files: whole or not at all.
#![expect(clippy::disallowed_methods, reason = "the one door to the disk for what is written")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::app::AppError;
use crate::app::stage::{Stage, sweep};
use crate::app::whole::{Over, Wanted, is_taken, put_into, put_within, sync_names};
use crate::place::RepoPath;

/// Writes one file: staged beside its place, synced, put there in one step. A device or a pipe is
/// written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    if is_stream(path) {
        let written = File::options().write(true).open(path).and_then(|mut file| file.write_all(bytes));
        return match written {
            // A reader that has gone away is no error.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(AppError::io("write", path, &error)),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let name = path.file_name().map(PathBuf::from).ok_or_else(|| {
        AppError::usage(format!("`{}` is a folder, and a file is to be written", path.display()))
    })?;
    let folder = here(path.parent().unwrap_or(Path::new("")));
    put_into(folder, &Wanted { path: name, bytes, over: Over::Anything })
}

/// A folder without a name is where we are.
fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

/// True for what has no bytes of its own to replace: `/dev/null`, `/dev/stdout`, a named pipe.
///
/// A link of a repository is replaced, never followed; it counts only when it leads to a device.
fn is_stream(path: &Path) -> bool {
    // Names of what is open already, which may well be a file. Files in `/dev/shm` are files.
    let names = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"];
    let of_the_system = names.iter().any(|name| path.starts_with(name));
    fs::metadata(path).is_ok_and(|found| of_the_system || !(found.is_file() || found.is_dir()))
}

/// Removes what killed runs left beside a place at which nothing is to be written.
pub fn sweep_beside(place: &Path) {
    sweep(here(place.parent().unwrap_or(Path::new(""))));
}

/// A folder on its way: written beside its place, then put there as a whole.
///
/// Dropped before that, it leaves nothing behind.
pub struct StagedFolder {
    place: PathBuf,
    staged: Stage,
    new: PathBuf,
}

impl StagedFolder {
    /// Begins a folder that will stand at `place`.
    pub fn begin(place: &Path) -> Result<Self, AppError> {
        let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(|error| AppError::io("create the folder", parent, &error))?;
        let staged =
            Stage::folder_in(parent).map_err(|error| AppError::io("create a folder in", parent, &error))?;
        let new = staged.path().join("new");
        fs::create_dir(&new).map_err(|error| AppError::io("create the folder", &new, &error))?;
        Ok(Self { place: place.to_owned(), staged, new })
    }

    /// Writes files into it, several at once: the disk, not the processor, is what they wait for.
    pub fn write(&self, files: &[(PathBuf, &[u8])]) -> Result<(), AppError> {
        let folders: BTreeSet<&Path> = files.iter().flat_map(|(path, _)| path.ancestors().skip(1)).collect();
        // A folder comes before those inside it.
        for folder in folders.into_iter().filter(|folder| !folder.as_os_str().is_empty()) {
            let folder = self.new.join(folder);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(AppError::io("create the folder", &folder, &error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        files.par_iter().try_for_each(|(path, bytes)| write_new(&self.new.join(path), bytes).map(drop))
    }

    /// Syncs it and puts it in its place; what was there is gone only after the new one stands.
    pub fn finish(self) -> Result<(), AppError> {
        sync_all(&self.new)?;
        self.settle().map_err(|error| AppError::io("write", &self.place, &error))?;
        let parent = here(self.place.parent().unwrap_or(Path::new("")));
        sync_names(parent).map_err(|error| AppError::io("write to the folder", parent, &error))
    }

    fn settle(&self) -> io::Result<()> {
        if !is_taken(&self.place) {
            match fs::rename(&self.new, &self.place) {
                // Another writer was there first.
                Err(_) if is_taken(&self.place) => {}
                result => return result,
            }
        }
        if exchange(&self.new, &self.place)? {
            return Ok(());
        }
        let old = self.staged.path().join("old");
        fs::rename(&self.place, &old)?;
        fs::rename(&self.new, &self.place).inspect_err(|_| {
            // Put back what was there before saying why.
            let _ = fs::rename(&old, &self.place);
        })
    }
}

/// Puts one folder in the place of another in one step; false where the system has no such step.
fn exchange(new: &Path, old: &Path) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (new, old);
        Ok(false)
    }
}

/// What happens when something stands where a file goes.
#[derive(Debug, Clone, Copy)]
pub enum InTheWay {
    /// It is replaced.
    Replaced,
    /// Nothing is written; with what to do about it.
    Refused(&'static str),
}

/// Writes several files of a repository: all of them or none.
///
/// What is there already is put back when a later file cannot be placed.
pub fn write_files(folder: &Path, files: &[(PathBuf, Vec<u8>)], there: InTheWay) -> Result<(), AppError> {
    let over = match there {
        InTheWay::Replaced => Over::Anything,
        InTheWay::Refused(help) => Over::Nothing(help),
    };
    let wanted = files.iter().map(|(path, bytes)| Wanted { path: path.clone(), bytes, over });
    put_within(folder, &wanted.collect::<Vec<_>>())
}

/// Replaces files that are there with other bytes, all of them or none.
///
/// A file that no longer holds what was read, or is a link by now, stops it before the first one is
/// touched. What a file may do and who may read it stays as it was.
pub fn replace_files(folder: &Path, files: &[(RepoPath, &[u8], &[u8])]) -> Result<(), AppError> {
    let wanted = files.iter().map(|(path, before, bytes)| Wanted {
        path: PathBuf::from(path.as_str()),
        bytes,
        over: Over::These(before),
    });
    put_within(folder, &wanted.collect::<Vec<_>>())
}

/// Makes sure that everything below a folder is on the disk: one flush where the system has one,
/// else file by file.
fn sync_all(folder: &Path) -> Result<(), AppError> {
    #[cfg(target_os = "linux")]
    {
        let whole = File::open(folder).map_err(|error| AppError::io("open", folder, &error))?;
        if rustix::fs::syncfs(&whole).is_ok() {
            return Ok(());
        }
    }
    for entry in fs::read_dir(folder).map_err(|error| AppError::io("read", folder, &error))? {
        let path = entry.map_err(|error| AppError::io("read", folder, &error))?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            let synced = File::options().write(true).open(&path).and_then(|file| file.sync_all());
            synced.map_err(|error| AppError::io("write", &path, &error))?;
        }
    }
    Ok(())
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<File, AppError> {
    let failed = |error: io::Error| AppError::io("write", path, &error);
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::replace_files;
    use crate::place::RepoPath;

    #[test]
    fn a_file_that_was_changed_meanwhile_stops_it_before_the_first_one_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let written = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        written("a.yaml", "a");
        written("b.yaml", "by somebody else");
        let (a, b) = (RepoPath::new("a.yaml"), RepoPath::new("b.yaml"));
        let error = replace_files(folder.path(), &[(a, b"a", b"A"), (b, b"b", b"B")]).unwrap_err();
        assert_eq!(error.message, "`b.yaml` was changed by somebody else; nothing was written");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!((fs::read(folder.path().join("a.yaml")).unwrap(), left.len()), (b"a".to_vec(), 2));
    }

    #[test]
    fn what_a_killed_run_left_is_cleared_and_what_another_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.yaml", ".tickmark-left", ".tickmark-busy"] {
            fs::write(folder.path().join(name), "a").unwrap();
        }
        let busy = fs::File::open(folder.path().join(".tickmark-busy")).unwrap();
        busy.lock().unwrap();
        replace_files(folder.path(), &[(RepoPath::new("a.yaml"), b"a", b"A")]).unwrap();
        let mut left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".tickmark-busy", "a.yaml"]);
        assert_eq!(fs::read(folder.path().join("a.yaml")).unwrap(), b"A");
    }
}

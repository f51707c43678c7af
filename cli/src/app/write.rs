//! The only writing of files: whole or not at all.
#![expect(clippy::disallowed_methods, reason = "the one door to the disk for what is written")]

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::app::AppError;
use crate::app::stage::Stage;
use crate::place::RepoPath;

/// Writes one file: staged beside its place, synced, renamed. A device or a pipe is written to.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    if is_stream(path) {
        let written = File::options().write(true).open(path).and_then(|mut file| file.write_all(bytes));
        return match written {
            // A reader that has gone away is no error.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(AppError::io("write", path, &error)),
            Ok(()) | Err(_) => Ok(()),
        };
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| AppError::io("create the folder", folder, &error))?;
    let failed = |error: &io::Error| AppError::io("write", path, error);
    let mut staged = Stage::file_in(folder).map_err(|error| failed(&error))?;
    staged.write_all(bytes).and_then(|()| staged.as_file().sync_all()).map_err(|error| failed(&error))?;
    readable(staged.path()).map_err(|error| failed(&error))?;
    staged.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// True for what has no bytes of its own to replace: `/dev/null`, `/dev/stdout`, a named pipe.
///
/// A link of a repository is replaced, never followed; it counts only when it leads to a device.
fn is_stream(path: &Path) -> bool {
    let of_the_system = path.starts_with("/dev") || path.starts_with("/proc");
    fs::metadata(path).is_ok_and(|found| of_the_system || !(found.is_file() || found.is_dir()))
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
        let failed = |error: &io::Error| AppError::io("write", &self.place, error);
        if !is_taken(&self.place) {
            match fs::rename(&self.new, &self.place) {
                // Another writer was there first.
                Err(_) if is_taken(&self.place) => {}
                result => return result.map_err(|error| failed(&error)),
            }
        }
        if exchange(&self.new, &self.place) {
            return Ok(());
        }
        let old = self.staged.path().join("old");
        fs::rename(&self.place, &old).map_err(|error| failed(&error))?;
        fs::rename(&self.new, &self.place).map_err(|error| {
            // Put back what was there before saying why.
            let _ = fs::rename(&old, &self.place);
            failed(&error)
        })
    }
}

/// Puts one folder in the place of another in one step; false where the system has no such step.
fn exchange(new: &Path, old: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (new, old);
        false
    }
}

/// True when something stands at a path, be it a link that leads nowhere.
pub fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The first folder on the way to a path below `root` that is a link: what lies behind it may be
/// anywhere.
pub(super) fn leads_elsewhere(root: &Path, path: &RepoPath) -> Option<String> {
    let ends = path.as_str().match_indices('/').map(|(end, _)| &path.as_str()[..end]);
    let is_link = |folder: &&str| {
        root.join(folder).symlink_metadata().is_ok_and(|found| found.file_type().is_symlink())
    };
    ends.filter(is_link).map(str::to_owned).next()
}

/// Writes several files below a folder that may hold others: all of them or none.
///
/// Everything is staged first; then each file is moved to its place. What is there already stays
/// unless `replace` says so, and is put back when a later file cannot be placed.
pub fn write_files(folder: &Path, files: &[(PathBuf, Vec<u8>)], replace: bool) -> Result<(), AppError> {
    if !replace {
        let taken = files.iter().map(|(path, _)| path).find(|path| is_taken(&folder.join(path)));
        if let Some(path) = taken {
            return Err(AppError::usage(format!("`{}` is already there", path.display())));
        }
    }
    let staged =
        Stage::folder_in(folder).map_err(|error| AppError::io("create a folder in", folder, &error))?;
    let (new, old) = (staged.path().join("new"), staged.path().join("old"));
    for (path, bytes) in files {
        write_synced(&new.join(path), bytes)?;
    }
    let mut placed = Placed { folder, old: &old, paths: Vec::new(), folders: Vec::new() };
    for (path, _) in files {
        if let Err(error) = placed.place(&new, path) {
            placed.take_back();
            return Err(AppError::io("write", &folder.join(path), &error));
        }
    }
    Ok(())
}

/// Replaces files that are there with other bytes, each whole or not at all.
///
/// Everything is staged beside its place first. A file that no longer holds what was read, or is a
/// link by now, stops it before the first one is touched; when a later one cannot be placed, those
/// before it get their old bytes back. What a file may do and who may read it stays as it was.
pub fn replace_files(folder: &Path, files: &[(RepoPath, &[u8], &[u8])]) -> Result<(), AppError> {
    let mut staged = Vec::new();
    for (path, before, after) in files {
        let place = folder.join(path.as_str());
        let failed = |error: &std::io::Error| AppError::io("write", &place, error);
        let found = place.symlink_metadata().map_err(|error| failed(&error))?;
        if !found.is_file() || fs::read(&place).map_err(|error| failed(&error))? != *before {
            let error =
                AppError::usage(format!("`{path}` was changed by somebody else; nothing was written"));
            return Err(error.help("run it again"));
        }
        let beside = place.parent().unwrap_or(folder);
        let mut new = Stage::file_in(beside).map_err(|error| failed(&error))?;
        let written = new.write_all(after).and_then(|()| new.as_file().sync_all());
        let permitted = written.and_then(|()| fs::set_permissions(new.path(), found.permissions()));
        permitted.map_err(|error| failed(&error))?;
        staged.push((place, new, *before));
    }
    let mut placed: Vec<(PathBuf, &[u8])> = Vec::new();
    for (place, new, before) in staged {
        if let Err(error) = new.persist(&place) {
            for (place, before) in placed {
                // The first error is the one that is told; what can be put back is put back.
                let _ = fs::write(place, before);
            }
            return Err(AppError::io("write", &place, &error.error));
        }
        placed.push((place, before));
    }
    Ok(())
}

/// Files that stand in their place, and how to take them back.
struct Placed<'a> {
    folder: &'a Path,
    old: &'a Path,
    /// Paths, and whether something stood there before.
    paths: Vec<(PathBuf, bool)>,
    /// Folders that were made, outermost first.
    folders: Vec<PathBuf>,
}

impl Placed<'_> {
    fn place(&mut self, new: &Path, path: &Path) -> io::Result<()> {
        let target = self.folder.join(path);
        let missing = target.ancestors().skip(1).take_while(|folder| !is_taken(folder));
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder)?;
            self.folders.push(folder);
        }
        let before = is_taken(&target);
        if before {
            let kept = self.old.join(path);
            fs::create_dir_all(kept.parent().unwrap_or(self.old))?;
            fs::rename(&target, &kept)?;
        }
        self.paths.push((path.to_owned(), before));
        fs::rename(new.join(path), &target)
    }

    fn take_back(&self) {
        // The first error is the one that is told; what can be put back is put back.
        for (path, before) in self.paths.iter().rev() {
            let target = self.folder.join(path);
            let _ = fs::remove_file(&target);
            if *before {
                let _ = fs::rename(self.old.join(path), &target);
            }
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
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

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| AppError::io("create the folder", folder, &error))?;
    }
    let file = write_new(path, bytes)?;
    file.sync_all().map_err(|error| AppError::io("write", path, &error))
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<File, AppError> {
    let failed = |error: io::Error| AppError::io("write", path, &error);
    let mut file = File::create_new(path).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    Ok(file)
}

/// Temporary files are private; what is written for others is not.
fn readable(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
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

//! Files that are put in their places together: all of them or none.
//!
//! Everything is written and synced in a folder beside, under a lock ([`Stage`]), before the first
//! place is touched. Each place is then taken in one step, so that a file there is the old one or
//! the new one at any moment, also when the process is killed; what a later failure takes back is
//! put back in one step as well. What a killed run did not get to is finished by the same command
//! run again: a file that has its bytes already does not stand in the way of the rest.
#![expect(clippy::disallowed_methods, reason = "part of the one door to the disk for what is written")]

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::app::AppError;
use crate::app::stage::{Stage, sweep};

/// What may stand where a file goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Over<'a> {
    /// Nothing; and what to do when there is something.
    Nothing(&'a str),
    /// Whatever file there is.
    Anything,
    /// A file of these bytes, and nothing else.
    These(&'a [u8]),
}

/// A file on its way.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    /// Where it goes, below the folder.
    pub(super) path: PathBuf,
    /// What it will hold.
    pub(super) bytes: &'a [u8],
    /// What it may replace.
    pub(super) over: Over<'a>,
}

/// True when something stands at a path, be it a link that leads nowhere.
pub fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The first folder on the way to a path below `root` that is a link: what lies behind it may be
/// anywhere.
fn leads_elsewhere(root: &Path, path: &Path) -> Option<PathBuf> {
    let mut folders: Vec<&Path> =
        path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
    folders.reverse();
    let is_link = |folder: &&Path| {
        root.join(folder).symlink_metadata().is_ok_and(|found| found.file_type().is_symlink())
    };
    folders.into_iter().find(is_link).map(Path::to_owned)
}

/// Writes files of a repository: none of them through a link that leads elsewhere.
pub(super) fn put_within(root: &Path, files: &[Wanted<'_>]) -> Result<(), AppError> {
    for file in files {
        if let Some(link) = leads_elsewhere(root, &file.path) {
            let link = link.display();
            return Err(AppError::usage(format!("`{link}` is a link, and what it leads to is not written"))
                .help("make it a folder of its own"));
        }
    }
    put(root, files)
}

/// Writes files below a folder that is there.
pub(super) fn put(folder: &Path, files: &[Wanted<'_>]) -> Result<(), AppError> {
    let files = missing(folder, files)?;
    if files.is_empty() {
        sweep(folder);
        return Ok(());
    }
    let staged =
        Stage::folder_in(folder).map_err(|error| AppError::io("create a folder in", folder, &error))?;
    for (number, file) in files.iter().enumerate() {
        stage(&staged, number, folder, file)
            .map_err(|error| AppError::io("write", &folder.join(&file.path), &error))?;
    }
    let mut placed = Placed { folder, staged: &staged, taken: Vec::new(), folders: Vec::new() };
    for (number, file) in files.iter().enumerate() {
        if let Err(error) = placed.place(number, file) {
            let error = AppError::io("write", &folder.join(&file.path), &error);
            return Err(placed.take_back(error));
        }
    }
    match placed.sync() {
        Ok(()) => Ok(()),
        Err((place, error)) => Err(placed.take_back(AppError::io("write to the folder", &place, &error))),
    }
}

/// The files that are not yet as they shall be; an error when something is in the way.
fn missing<'f, 'a>(folder: &Path, files: &'f [Wanted<'a>]) -> Result<Vec<&'f Wanted<'a>>, AppError> {
    let (mut missing, mut there) = (Vec::new(), None);
    for file in files {
        let place = folder.join(&file.path);
        let has = |bytes: &[u8]| holds(&place, bytes);
        match file.over {
            Over::Nothing(help) if is_taken(&place) => {
                let error = already(file).help(help);
                if !has(file.bytes).unwrap_or(false) {
                    return Err(error);
                }
                there.get_or_insert(error);
            }
            Over::These(before) if !has(before).map_err(|error| AppError::io("write", &place, &error))? => {
                let path = file.path.display();
                let changed = format!("`{path}` was changed by somebody else; nothing was written");
                return Err(AppError::usage(changed).help("run it again"));
            }
            Over::Nothing(_) | Over::Anything | Over::These(_) => missing.push(file),
        }
    }
    match there {
        // Nothing new is left to write: this was done before, and done.
        Some(error) if !missing.iter().any(|file| matches!(file.over, Over::Nothing(_))) => Err(error),
        _ => Ok(missing),
    }
}

fn already(file: &Wanted<'_>) -> AppError {
    AppError::usage(format!("`{}` is already there", file.path.display()))
}

/// True when a file, and no link to one, holds these bytes and nothing else.
fn holds(place: &Path, bytes: &[u8]) -> io::Result<bool> {
    let found = place.symlink_metadata()?;
    Ok(found.is_file() && found.len() == bytes.len() as u64 && fs::read(place)? == bytes)
}

/// Writes the bytes of a file where they wait. What a file may do, and who may read it, stays.
fn stage(staged: &Stage, number: usize, folder: &Path, file: &Wanted<'_>) -> io::Result<()> {
    let waiting = new(staged, number);
    let mut written = File::create_new(&waiting)?;
    written.write_all(file.bytes)?;
    if let Some(permissions) = permissions(&folder.join(&file.path)) {
        fs::set_permissions(&waiting, permissions)?;
    }
    written.sync_all()
}

fn permissions(place: &Path) -> Option<Permissions> {
    let found = place.symlink_metadata().ok()?;
    found.is_file().then(|| found.permissions())
}

fn new(staged: &Stage, number: usize) -> PathBuf {
    staged.path().join(format!("new-{number}"))
}

fn old(staged: &Stage, number: usize) -> PathBuf {
    staged.path().join(format!("old-{number}"))
}

/// Files that stand in their place, and how to take them back.
struct Placed<'a> {
    folder: &'a Path,
    staged: &'a Stage,
    /// Places, with where what stood there before is kept.
    taken: Vec<(PathBuf, Option<PathBuf>)>,
    /// Folders that were made, outermost first.
    folders: Vec<PathBuf>,
}

impl Placed<'_> {
    fn place(&mut self, number: usize, file: &Wanted<'_>) -> io::Result<()> {
        let target = self.folder.join(&file.path);
        let missing = target.ancestors().skip(1).take_while(|folder| !is_taken(folder));
        let missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            if make(&folder)? {
                self.folders.push(folder);
            }
        }
        let new = new(self.staged, number);
        if matches!(file.over, Over::Nothing(_)) {
            settle(&new, &target)?;
            self.taken.push((target, None));
            return Ok(());
        }
        let kept = is_taken(&target).then(|| old(self.staged, number));
        if let Some(kept) = &kept {
            keep(&target, kept)?;
        }
        fs::rename(new, &target)?;
        self.taken.push((target, kept));
        Ok(())
    }

    /// Sees to it that the names are on the disk too, not only the bytes.
    fn sync(&self) -> Result<(), (PathBuf, io::Error)> {
        let changed: BTreeSet<&Path> = self
            .taken
            .iter()
            .map(|(place, _)| place)
            .chain(&self.folders)
            .filter_map(|place| place.parent())
            .collect();
        changed
            .into_iter()
            .try_for_each(|folder| sync_names(folder).map_err(|error| (folder.to_owned(), error)))
    }

    /// Puts back what was there; names what cannot be put back, since the first error is not all then.
    fn take_back(&self, error: AppError) -> AppError {
        let mut left = Vec::new();
        for (place, kept) in self.taken.iter().rev() {
            let back = match kept {
                Some(kept) => fs::rename(kept, place),
                None => fs::remove_file(place),
            };
            if back.is_err() {
                left.push(format!("`{}`", place.display()));
            }
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        if left.is_empty() {
            return error;
        }
        left.reverse();
        let left = left.join(", ");
        let message =
            format!("{}; {left} had its new bytes by then, and could not be put back", error.message);
        AppError { message, ..error }
    }
}

/// Makes a folder; false where another run was quicker, and wants it as well.
fn make(folder: &Path) -> io::Result<bool> {
    match fs::create_dir(folder) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

/// Writes a file into a folder, which is made where it is missing, and gone again when that fails.
pub(super) fn put_into(folder: &Path, file: &Wanted<'_>) -> Result<(), AppError> {
    let mut made = Vec::new();
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !is_taken(folder)).collect();
    let written = missing
        .into_iter()
        .rev()
        .filter(|folder| !folder.as_os_str().is_empty())
        .try_for_each(|folder| {
            if make(folder).map_err(|error| AppError::io("create the folder", folder, &error))? {
                made.push(folder);
            }
            Ok(())
        })
        .and_then(|()| put(folder, std::slice::from_ref(file)));
    if written.is_err() {
        for folder in made.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
    written
}

/// Gives a file its place, where nothing stands: a name more is refused where there is one.
fn settle(new: &Path, target: &Path) -> io::Result<()> {
    match fs::hard_link(new, target) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !is_taken(target) => {
            // Not every file system has names to spare.
            fs::rename(new, target)
        }
        linked => linked,
    }
}

/// Keeps what stands at a place, without taking it away from there.
fn keep(target: &Path, kept: &Path) -> io::Result<()> {
    match fs::hard_link(target, kept) {
        Err(_) if target.is_dir() => Err(ErrorKind::IsADirectory.into()),
        Err(error) if !target.symlink_metadata()?.is_file() => Err(error),
        Err(_) => {
            fs::copy(target, kept)?;
            File::open(kept)?.sync_all()
        }
        Ok(()) => Ok(()),
    }
}

/// Makes sure that the names in a folder are on the disk, where the system lets a folder be asked.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        match File::open(folder).and_then(|folder| folder.sync_all()) {
            // Some file systems have nothing to sync there; some folders may be written and not read.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied
                ) => {}
            synced => return synced,
        }
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

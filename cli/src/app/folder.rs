//! A folder of files that somebody handed over, as bytes.
#![expect(
    clippy::disallowed_methods,
    reason = "a packet that is checked lies on the disk, outside of any repository"
)]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::app::AppError;

/// What lies in a folder.
#[derive(Debug, Default)]
pub struct Found {
    /// Regular files by path with `/`, sorted.
    pub files: Vec<(String, Vec<u8>)>,
    /// Links, devices, and names that are not UTF-8, made printable.
    pub odd: Vec<String>,
}

/// Reads every file below a folder; `None` when it is not there. Links are never followed.
pub fn read_folder(folder: &Path) -> Result<Option<Found>, AppError> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(AppError::usage(format!("`{}` is not a folder", folder.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(AppError::io("read", folder, &error)),
    }
    let mut found = Found::default();
    let mut open: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
    while let Some((place, prefix)) = open.pop() {
        let failed = |error: std::io::Error| AppError::io("read", &place, &error);
        for entry in fs::read_dir(&place).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                found.odd.push(format!("{prefix}{}", name.to_string_lossy()));
                continue;
            };
            let path = format!("{prefix}{name}");
            if kind.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() {
                let bytes =
                    fs::read(entry.path()).map_err(|error| AppError::io("read", &entry.path(), &error))?;
                found.files.push((path, bytes));
            } else {
                found.odd.push(path);
            }
        }
    }
    found.files.sort();
    found.odd.sort();
    Ok(Some(found))
}

/// What stands at a place that somebody names.
pub enum Given {
    /// Nothing.
    Nothing,
    /// A folder.
    Folder(Found),
    /// A regular file.
    File(Vec<u8>),
}

/// Reads a folder or a file.
pub fn read_place(path: &Path) -> Result<Given, AppError> {
    // The place itself may be a link: its user named it.
    match fs::metadata(path) {
        Ok(found) if found.is_file() && found.len() > FILE_BYTES => {
            Err(AppError::usage(format!("`{}` is over 4 GiB", path.display())))
        }
        Ok(found) if found.is_file() => {
            fs::read(path).map(Given::File).map_err(|error| AppError::io("read", path, &error))
        }
        Ok(_) => Ok(read_folder(path)?.map_or(Given::Nothing, Given::Folder)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Given::Nothing),
        Err(error) => Err(AppError::io("read", path, &error)),
    }
}

/// Bytes of a file that are read, at most.
const FILE_BYTES: u64 = 4 << 30;

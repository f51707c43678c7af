//! Where a repository is, and how it is stored.
//!
//! In: a folder, and what the environment says of Git's. Out: the Git directory and the work tree,
//! or why there is none that can be read. Of the repository's configuration only four values are
//! looked at, which say how it is stored; none of them names a program.
#![expect(
    clippy::disallowed_methods,
    reason = "finds the Git directory and reads the files that describe it"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::git::GitError;
use crate::place::CommitId;

/// What the environment says about the repository; read at the edge, handed on as values.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `GIT_DIR`
    pub git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`
    pub work_tree: Option<PathBuf>,
}

/// A repository's folders, absolute and with links resolved.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "Git's own words for its folders")]
pub(super) struct Located {
    /// HEAD and the index are here.
    pub(super) git_dir: PathBuf,
    /// Objects and references are here; another folder only for a linked work tree.
    pub(super) common_dir: PathBuf,
    /// The top of the work tree.
    pub(super) work_dir: Option<PathBuf>,
}

/// Finds the repository at or above `start`.
pub(super) fn locate(start: &Path, environment: &Environment) -> Result<Located, GitError> {
    let start = resolve(start)?;
    if let Some(git_dir) = &environment.git_dir {
        return from_environment(&start, git_dir, environment.work_tree.as_deref());
    }
    for folder in start.ancestors() {
        let dot_git = folder.join(".git");
        let found = match fs::metadata(&dot_git) {
            Ok(metadata) if metadata.is_dir() && is_git_dir(&dot_git) => {
                Some((dot_git, Some(folder.to_owned())))
            }
            Ok(metadata) if metadata.is_file() => Some((follow(&dot_git)?, Some(folder.to_owned()))),
            _ if is_git_dir(folder) => Some((folder.to_owned(), None)),
            _ => None,
        };
        if let Some((git_dir, work_dir)) = found {
            let mut located = Located::at(&git_dir, work_dir)?;
            // Linked work trees of a bare repository are work trees all the same.
            if located.git_dir == located.common_dir && located.config()?.bare {
                located.work_dir = None;
            }
            if let Some(work_tree) = &environment.work_tree {
                located.work_dir = Some(resolve(&start.join(work_tree))?);
            }
            return Ok(located);
        }
    }
    Err(GitError::NotARepository { path: start })
}

fn from_environment(start: &Path, git_dir: &Path, work_tree: Option<&Path>) -> Result<Located, GitError> {
    let given = start.join(git_dir);
    let git_dir = if given.is_file() { follow(&given)? } else { given };
    if !is_git_dir(&git_dir) {
        let because = "GIT_DIR names it, and it is not a Git directory".to_owned();
        return Err(GitError::Open { path: git_dir, because });
    }
    let mut located = Located::at(&git_dir, None)?;
    located.work_dir = match work_tree {
        Some(work_tree) => Some(resolve(&start.join(work_tree))?),
        None if located.git_dir == located.common_dir && located.config()?.bare => None,
        None => Some(start.to_owned()),
    };
    Ok(located)
}

/// True when a folder has what a Git directory has.
fn is_git_dir(folder: &Path) -> bool {
    let linked = folder.join("commondir").is_file();
    fs::symlink_metadata(folder.join("HEAD")).is_ok()
        && (linked || (folder.join("objects").is_dir() && folder.join("refs").is_dir()))
}

/// Follows a `.git` file, `gitdir: ../.git/worktrees/x`.
fn follow(dot_git: &Path) -> Result<PathBuf, GitError> {
    let failed = |because: String| GitError::Open { path: dot_git.to_owned(), because };
    let text =
        fs::read_to_string(dot_git).map_err(|source| GitError::Read { path: dot_git.to_owned(), source })?;
    let target =
        text.strip_prefix("gitdir:").ok_or_else(|| failed("it does not begin with `gitdir:`".to_owned()))?;
    let git_dir = dot_git.parent().unwrap_or(dot_git).join(target.trim());
    if is_git_dir(&git_dir) {
        Ok(git_dir)
    } else {
        Err(failed(format!("it leads to `{}`, which is not a Git directory", git_dir.display())))
    }
}

/// A path with its links resolved; on Windows without the prefix that other programs trip over.
fn resolve(path: &Path) -> Result<PathBuf, GitError> {
    let resolved =
        fs::canonicalize(path).map_err(|source| GitError::Read { path: path.to_owned(), source })?;
    let plain =
        resolved.to_str().and_then(|text| text.strip_prefix(r"\\?\")).filter(|text| !text.starts_with("UNC"));
    Ok(plain.map(PathBuf::from).unwrap_or(resolved))
}

/// How a repository is stored.
#[derive(Debug, Default)]
struct Config {
    bare: bool,
    object_format: Option<String>,
    reference_storage: Option<String>,
    partial_clone: bool,
}

impl Located {
    fn at(git_dir: &Path, work_dir: Option<PathBuf>) -> Result<Self, GitError> {
        let git_dir = resolve(git_dir)?;
        let common_dir = match read_if_there(&git_dir.join("commondir"))? {
            Some(text) => resolve(&git_dir.join(text.trim()))?,
            None => git_dir.clone(),
        };
        Ok(Self { git_dir, common_dir, work_dir })
    }

    /// Refuses what would be read wrongly, or not at all.
    pub(super) fn check_format(&self) -> Result<(), GitError> {
        let config = self.config()?;
        let path = self.git_dir.clone();
        if let Some(format) = config.object_format.filter(|format| format != "sha1") {
            return Err(GitError::UnsupportedFormat { path, what: "objects", format });
        }
        if let Some(format) = config.reference_storage.filter(|format| format != "files") {
            return Err(GitError::UnsupportedFormat { path, what: "references", format });
        }
        if config.partial_clone {
            return Err(GitError::PartialClone { path });
        }
        Ok(())
    }

    fn config(&self) -> Result<Config, GitError> {
        let path = self.common_dir.join("config");
        if !path.is_file() {
            return Ok(Config::default());
        }
        let failed =
            |error: &git2::Error| GitError::Open { path: path.clone(), because: error.message().to_owned() };
        let file = git2::Config::open(&path).map_err(|error| failed(&error))?;
        let text = |name: &str| match file.get_string(name) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(&error)),
        };
        Ok(Config {
            bare: file.get_bool("core.bare").unwrap_or(false),
            object_format: text("extensions.objectformat")?,
            reference_storage: text("extensions.refstorage")?,
            partial_clone: text("extensions.partialclone")?.is_some(),
        })
    }

    /// The commits whose parents were left out by `git clone --depth`.
    pub(super) fn cuts(&self) -> Result<BTreeSet<CommitId>, GitError> {
        let path = self.common_dir.join("shallow");
        let text = read_if_there(&path)?.unwrap_or_default();
        let ids = text.lines().filter(|line| !line.is_empty()).map(str::parse);
        ids.collect::<Result<_, _>>().map_err(|error: crate::place::ObjectIdError| GitError::Open {
            because: format!("its list of cut commits, `{}`, is damaged: {error}", path.display()),
            path: self.git_dir.clone(),
        })
    }

    /// True when the repository asks for another history than its commits tell.
    pub(super) fn has_grafts(&self) -> Result<bool, GitError> {
        let text = read_if_there(&self.common_dir.join("info").join("grafts"))?.unwrap_or_default();
        Ok(text.lines().any(|line| !line.trim().is_empty() && !line.starts_with('#')))
    }

    /// The place of a folder inside the work tree.
    pub(super) fn prefix_of(&self, folder: &Path) -> Result<Option<String>, GitError> {
        let Some(work_dir) = &self.work_dir else { return Ok(None) };
        let folder = resolve(folder)?;
        let Ok(below) = folder.strip_prefix(work_dir) else { return Ok(None) };
        let parts: Option<Vec<&str>> = below.iter().map(std::ffi::OsStr::to_str).collect();
        Ok(parts.map(|parts| parts.join("/")))
    }
}

fn read_if_there(path: &Path) -> Result<Option<String>, GitError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(GitError::Read { path: path.to_owned(), source }),
    }
}

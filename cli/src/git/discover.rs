//! Where a repository is, and how it is stored.
//!
//! In: a folder, and what the environment says of Git's. Out: the Git directory and the work tree,
//! or why there is none that can be read. Of the repository's own configuration only what says how
//! it is stored is looked at; none of that names a program or another file.
#![expect(
    clippy::disallowed_methods,
    reason = "finds the Git directory and reads the files that describe it"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::git::GitError;
use crate::git::config::{Broken, Values};
use crate::place::CommitId;

/// What the environment says about the repository; read at the edge, handed on as values. Relative
/// paths are read from where the search begins.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// `GIT_DIR`
    pub git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`
    pub work_tree: Option<PathBuf>,
    /// The work tree of a `GIT_DIR` that stands alone; without it, where the search begins.
    pub top: Option<PathBuf>,
    /// `GIT_INDEX_FILE`: Git hands a hook the index of the commit that is being made.
    pub index: Option<PathBuf>,
}

/// A repository's folders, absolute and with links resolved.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// HEAD is here.
    pub(super) git_dir: PathBuf,
    /// Objects and references are here; another folder only for a linked work tree.
    pub(super) common_dir: PathBuf,
    /// The top of the work tree.
    pub(super) work_dir: Option<PathBuf>,
    /// The index: `GIT_INDEX_FILE`, else the one in the Git directory.
    pub(super) index: PathBuf,
}

/// Finds the repository at or above `start`.
pub(super) fn locate(start: &Path, environment: &Environment) -> Result<Located, GitError> {
    let start = resolve(start)?;
    let mut located = find(&start, environment)?;
    if let Some(index) = &environment.index {
        located.index = start.join(index);
    }
    Ok(located)
}

fn find(start: &Path, environment: &Environment) -> Result<Located, GitError> {
    if let Some(git_dir) = &environment.git_dir {
        return from_environment(start, git_dir, environment);
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
            if located.git_dir == located.common_dir && located.says_bare()? {
                located.work_dir = None;
            }
            if let Some(work_tree) = &environment.work_tree {
                located.work_dir = Some(resolve(&start.join(work_tree))?);
            }
            return Ok(located);
        }
    }
    Err(GitError::NotARepository { path: start.to_owned() })
}

fn from_environment(start: &Path, git_dir: &Path, environment: &Environment) -> Result<Located, GitError> {
    let given = start.join(git_dir);
    let git_dir = if given.is_file() { follow(&given)? } else { given };
    if !is_git_dir(&git_dir) {
        let because = "GIT_DIR names it, and it is not a Git directory".to_owned();
        return Err(GitError::Open { path: git_dir, because });
    }
    let mut located = Located::at(&git_dir, None)?;
    located.work_dir = match (&environment.work_tree, &environment.top) {
        (Some(work_tree), _) => Some(resolve(&start.join(work_tree))?),
        (None, _) if located.git_dir == located.common_dir && located.says_bare()? => None,
        (None, Some(top)) => Some(resolve(&start.join(top))?),
        (None, None) => Some(start.to_owned()),
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
    let text = read_text(dot_git)?.unwrap_or_default();
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

/// The extensions of Git's format that change nothing for this reader, or that it looks at
/// (gitrepository-layout, "extensions").
const EXTENSIONS: [&str; 9] = [
    "compatobjectformat",
    "noop",
    "noop-v1",
    "objectformat",
    "partialclone",
    "preciousobjects",
    "refstorage",
    "relativeworktrees",
    "worktreeconfig",
];

impl Located {
    fn at(git_dir: &Path, work_dir: Option<PathBuf>) -> Result<Self, GitError> {
        let git_dir = resolve(git_dir)?;
        let common_dir = match read_text(&git_dir.join("commondir"))? {
            Some(text) => resolve(&git_dir.join(text.trim()))?,
            None => git_dir.clone(),
        };
        let index = git_dir.join("index");
        Ok(Self { git_dir, common_dir, work_dir, index })
    }

    /// Refuses what would be read wrongly, or not at all.
    pub(super) fn check_format(&self) -> Result<(), GitError> {
        let config = self.config("config")?;
        let path = self.git_dir.clone();
        let unsupported = |what, format: &str| GitError::UnsupportedFormat {
            path: path.clone(),
            what,
            format: format.to_owned(),
        };
        if let Some(format) = config.text("extensions.objectformat").filter(|format| *format != "sha1") {
            return Err(unsupported("objects", format));
        }
        if let Some(format) = config.text("extensions.refstorage").filter(|format| *format != "files") {
            return Err(unsupported("references", format));
        }
        let version = config.number("core.repositoryformatversion");
        let version =
            version.map_err(|because| GitError::Damaged { path: self.common_dir.join("config"), because })?;
        // Extensions bind readers from version 1 on.
        let unknown = || config.names("extensions").find(|name| !EXTENSIONS.contains(name));
        match version {
            0 => Ok(()),
            1 => unknown().map_or(Ok(()), |name| Err(unsupported("data", &format!("extensions.{name}")))),
            _ => Err(unsupported("data", &format!("version {version}"))),
        }
    }

    /// True when the repository says of itself that it has no work tree.
    fn says_bare(&self) -> Result<bool, GitError> {
        let flag = |values: &Values, file: &str, name| {
            values
                .flag(name)
                .map_err(|because| GitError::Damaged { path: self.common_dir.join(file), because })
        };
        let config = self.config("config")?;
        if flag(&config, "config", "extensions.worktreeconfig")? {
            let own = self.config("config.worktree")?;
            if own.text("core.bare").is_some() {
                return flag(&own, "config.worktree", "core.bare");
            }
        }
        flag(&config, "config", "core.bare")
    }

    fn config(&self, file: &str) -> Result<Values, GitError> {
        let path = self.common_dir.join(file);
        let bytes = read_if_there(&path)?.unwrap_or_default();
        Values::parse(&bytes).map_err(|Broken { line, because }| GitError::Damaged {
            path,
            because: format!("line {line}: {because}"),
        })
    }

    /// The commits whose parents were left out by `git clone --depth`.
    pub(super) fn cuts(&self) -> Result<BTreeSet<CommitId>, GitError> {
        let path = self.common_dir.join("shallow");
        let text = read_text(&path)?.unwrap_or_default();
        let ids = text.lines().filter(|line| !line.is_empty()).map(str::parse);
        ids.collect::<Result<_, _>>().map_err(|error: crate::place::ObjectIdError| GitError::Open {
            because: format!("its list of cut commits, `{}`, is damaged: {error}", path.display()),
            path: self.git_dir.clone(),
        })
    }

    /// True when the repository asks for another history than its commits tell.
    pub(super) fn has_grafts(&self) -> Result<bool, GitError> {
        let text = read_text(&self.common_dir.join("info").join("grafts"))?.unwrap_or_default();
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

/// Files of the repository that describe it are small; a larger one was made to be large.
const LARGEST: u64 = 256 << 20;

/// The bytes of a file that may not be there. Anything but a file is an error: a pipe would be
/// waited for.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, GitError> {
    let failed = |source| GitError::Read { path: path.to_owned(), source };
    let damaged = |because: &str| GitError::Damaged { path: path.to_owned(), because: because.to_owned() };
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(damaged("it is no file")),
        Ok(metadata) if metadata.len() > LARGEST => Err(damaged("it is too large")),
        Ok(_) => fs::read(path).map(Some).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed(source)),
    }
}

fn read_text(path: &Path) -> Result<Option<String>, GitError> {
    Ok(read_if_there(path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

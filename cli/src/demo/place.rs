//! The directory that becomes the company's repository: prepared aside, then moved into place.
//!
//! This is the demo's one door to files. Whatever fails on the way, the place holds the whole company or nothing.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git2::build::CheckoutBuilder;
use git2::{ObjectType, Oid, Repository, RepositoryInitOptions};

use super::story::Story;
use super::{DemoError, Written, writer};

/// Writes the story to a directory that is missing or empty.
pub(super) fn fill(place: &Path, story: &Story) -> Result<Written, DemoError> {
    let occupied = is_occupied(place)?;
    // An empty directory may be a mount of its own, and its parent may be closed: then it is filled from within.
    let beside = match (&occupied, place.parent()) {
        (Occupied::Empty, _) => place.to_path_buf(),
        (Occupied::Missing, Some(parent)) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        (Occupied::Missing, _) => PathBuf::from("."),
    };
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |source| DemoError::Write { path, source }
    };
    make_parents(&beside).map_err(at(&beside))?;
    let staged =
        tempfile::Builder::new().prefix(".tickmark-demo-").tempdir_in(&beside).map_err(at(&beside))?;
    let _lock = hold(staged.path()).map_err(at(&beside))?;
    let company = staged.path().join("company");
    let written = build(&company, story)?;
    match occupied {
        Occupied::Missing => move_whole(&company, place).map_err(at(place))?,
        Occupied::Empty => move_entries(&company, place).map_err(at(place))?,
    }
    Ok(written)
}

/// Locks what is staged while we live: whatever a run that was killed left is nobody's then, and the next
/// command that writes there sweeps it up.
#[expect(clippy::disallowed_methods, reason = "the demo writer says that what it stages is its own")]
fn hold(staged: &Path) -> io::Result<fs::File> {
    let lock = fs::File::create_new(staged.join("lock"))?;
    // A file system without locks has none to respect.
    let _ = lock.try_lock();
    Ok(lock)
}

/// What stands at the place now.
enum Occupied {
    Missing,
    Empty,
}

#[expect(clippy::disallowed_methods, reason = "the demo writer asks whether it may write here")]
fn is_occupied(place: &Path) -> Result<Occupied, DemoError> {
    match fs::read_dir(place) {
        Ok(mut entries) => match entries.next() {
            None => Ok(Occupied::Empty),
            Some(_) => Err(DemoError::NotEmpty { path: place.to_path_buf() }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Occupied::Missing),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(DemoError::NotADirectory { path: place.to_path_buf() })
        }
        Err(source) => Err(DemoError::Write { path: place.to_path_buf(), source }),
    }
}

#[expect(clippy::disallowed_methods, reason = "the demo writer makes the way to its place")]
fn make_parents(beside: &Path) -> io::Result<()> {
    fs::create_dir_all(beside)
}

#[expect(clippy::disallowed_methods, reason = "the last step of the demo writer: one rename")]
fn move_whole(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Moves into a directory that is there and empty, which may be where somebody stands. `.git` comes last: without it
/// nothing takes the place for a repository.
#[expect(clippy::disallowed_methods, reason = "the last step of the demo writer: a rename for each entry")]
fn move_entries(from: &Path, to: &Path) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(from)? {
        names.push(entry?.file_name());
    }
    names.sort_by_key(|name| (name == ".git", name.clone()));
    for name in names {
        fs::rename(from.join(&name), to.join(&name))?;
    }
    Ok(())
}

/// Makes the repository with its objects, references and work tree.
fn build(company: &Path, story: &Story) -> Result<Written, DemoError> {
    let mut options = RepositoryInitOptions::new();
    options.no_reinit(true).mkpath(true).external_template(false).initial_head("main");
    let repo = Repository::init_opts(company, &options)?;
    let mut config = repo.config()?;
    config.set_str("core.autocrlf", "false")?;
    config.set_str("gpg.ssh.allowedSignersFile", "policies/allowed_signers")?;
    let objects = writer::write(&repo, story)?;
    write_references(&repo, &objects.references)?;
    repo.checkout_head(Some(CheckoutBuilder::new().force()))?;
    let named = |prefix: &str| {
        let found = objects.references.iter().filter_map(|(name, id)| {
            name.strip_prefix(prefix).map(|short| (short.to_owned(), id.to_string()))
        });
        found.collect::<Vec<_>>()
    };
    let branches = named("refs/heads/");
    let main = branches.iter().find(|(name, _)| name == "main");
    let head = main.map(|(_, id)| id.clone()).unwrap_or_default();
    Ok(Written { commits: objects.commits, head, tags: named("refs/tags/"), branches })
}

/// Writes `packed-refs`: no log of references, hence no clock and no name of the person at the keyboard.
#[expect(clippy::disallowed_methods, reason = "the demo writer lays down the references in one file")]
fn write_references(repo: &Repository, references: &BTreeMap<String, Oid>) -> Result<(), DemoError> {
    let mut text = "# pack-refs with: peeled fully-peeled sorted \n".to_owned();
    for (name, id) in references {
        text.extend([format!("{id} {name}\n")]);
        if name.starts_with("refs/tags/") {
            let commit = repo.find_object(*id, Some(ObjectType::Tag))?.peel(ObjectType::Commit)?;
            text.extend([format!("^{}\n", commit.id())]);
        }
    }
    let path = repo.path().join("packed-refs");
    fs::write(&path, text).map_err(|source| DemoError::Write { path, source })
}

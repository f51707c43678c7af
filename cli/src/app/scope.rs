//! What the shell said, resolved once: the only clock, environment and current directory.
#![expect(
    clippy::disallowed_methods,
    reason = "the one door to the clock, the environment and the current directory"
)]

use std::path::{Component, Path, PathBuf};

use crate::app::{AppError, Cache, CacheHome, ColorChoice, Exit, Output, Terminal};
use crate::calendar::{Date, Timestamp, read_date};
use crate::git::{Environment, GitError, Index, Repository, Resolved};
use crate::place::{CommitId, RepoPath};

/// Flags that every command takes.
#[derive(Debug, Clone, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct GlobalArgs {
    /// Act as if started in this folder
    #[arg(short = 'C', long = "directory", global = true, value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// Read a tag, branch or commit instead of the work tree
    #[arg(long, global = true, value_name = "REV")]
    pub at: Option<String>,
    /// Which day "today" is [default: today in the company's zone; with --at TAG, the tag's day]
    #[arg(long, global = true, value_name = "DATE")]
    pub as_of: Option<String>,
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Draw with ASCII only
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Print the result and nothing beside it
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: also what is set aside, with its reason
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Ask nothing; take flags and defaults
    #[arg(long, global = true)]
    pub no_input: bool,
    /// Use nothing that an earlier run left in the user's cache folder, and leave nothing there; also
    /// by `TICKMARK_NO_CACHE=1`
    #[arg(long, global = true)]
    pub no_cache: bool,
}

/// What a process finds around it; read once, at the start.
#[derive(Debug, Clone)]
pub struct World {
    /// Where it was started, or `-C`.
    pub folder: PathBuf,
    /// What the environment says of Git.
    pub git: Environment,
    /// Now.
    pub now: Timestamp,
    /// Where results go.
    pub output: Output,
    /// Where what the next run can use lies.
    pub cache_home: CacheHome,
}

impl World {
    /// Where to complain when looking around has failed.
    pub fn blind() -> Output {
        let terminal =
            Terminal { is_terminal: false, width: 80, ascii: true, color: false, error_color: false };
        Output { terminal, quiet: false, obeyed: true }
    }

    /// Looks around.
    pub fn look(args: &GlobalArgs) -> Result<Self, AppError> {
        let variable = |name: &str| std::env::var(name).ok();
        let path = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let terminal = Terminal::detect(args.color, args.ascii, &variable);
        let obeyed = variable("GITHUB_ACTIONS").is_some_and(|value| !value.is_empty());
        let here = std::env::current_dir()
            .map_err(|error| AppError::usage(format!("cannot tell the current folder: {error}")))?;
        let folder = args.directory.as_ref().map_or_else(|| here.clone(), |directory| here.join(directory));
        if !folder.is_dir() {
            return Err(AppError::usage(format!("`{}` is not a folder", folder.display())));
        }
        let unwanted =
            args.no_cache || path("TICKMARK_NO_CACHE").is_some_and(|value| value != Path::new("0"));
        Ok(Self {
            cache_home: if unwanted { CacheHome::default() } else { CacheHome::of(path) },
            git: environment(&here, &folder, path),
            folder,
            now: now(variable("SOURCE_DATE_EPOCH").as_deref())?,
            output: Output { terminal, quiet: args.quiet, obeyed },
        })
    }
}

/// What the environment says of Git, read from where the process was started and not from `-C`: Git
/// starts a hook at the top of the work tree, with paths that are relative to it.
fn environment(here: &Path, folder: &Path, path: impl Fn(&str) -> Option<PathBuf>) -> Environment {
    let given = |name| path(name).map(|value| here.join(value));
    let git_dir = given("GIT_DIR");
    // With GIT_DIR alone, the work tree is where the process was started.
    let below = folder.starts_with(here) && !folder.components().any(|part| part == Component::ParentDir);
    let top = below.then(|| here.to_owned());
    Environment { work_tree: given("GIT_WORK_TREE"), top, index: given("GIT_INDEX_FILE"), git_dir }
}

/// Where a compliance repository is and which state of it is asked for.
pub struct Scope {
    /// Its root on disk; `None` when a revision is read. When the index is read, nothing there has a
    /// say.
    pub folder: Option<PathBuf>,
    /// The Git repository around it; `None` where there is none.
    pub repository: Option<Repository>,
    /// The root inside the Git repository: empty, or `compliance`.
    pub prefix: String,
    /// Where the command was started, below the root: empty, or `policies/controls`.
    pub here: String,
    /// The revision that was asked for.
    pub revision: Option<Resolved>,
    /// The index, when what is staged was asked for.
    pub index: Option<Index>,
    /// The day that was asked for.
    pub as_of: Option<Date>,
    /// Now.
    pub now: Timestamp,
    /// What earlier runs left.
    pub cache: Cache,
}

/// What marks the root.
const PROGRAM: &str = "policies/program.yaml";

impl Scope {
    /// Finds the repository, the root and the revision.
    pub fn find(world: &World, args: &GlobalArgs) -> Result<Self, AppError> {
        let as_of = args.as_of.as_deref().map(read_day).transpose()?;
        let repository = match Repository::discover(&world.folder, &world.git) {
            Ok(repository) => Some(repository),
            Err(GitError::NotARepository { .. }) if args.at.is_none() => None,
            Err(error) => return Err(error.into()),
        };
        let mut scope = Self::nowhere(repository, as_of, world.now);
        match &args.at {
            Some(revision) => scope.at(revision, &world.folder)?,
            None => scope.on_disk(&world.folder)?,
        }
        Ok(scope.with_cache(world))
    }

    /// The same for a command that judges a commit: HEAD, unless a revision is asked for. What is not
    /// committed is not on file.
    pub fn of_commit(world: &World, args: &GlobalArgs) -> Result<Self, AppError> {
        if args.at.is_some() {
            return Self::find(world, args);
        }
        let as_of = args.as_of.as_deref().map(read_day).transpose()?;
        let repository = Some(Repository::discover(&world.folder, &world.git)?);
        let mut scope = Self::nowhere(repository, as_of, world.now);
        if scope.repository()?.head()?.is_none() {
            return Err(AppError::usage("the repository has no commit yet")
                .help("commit first: what is not committed is not on file"));
        }
        scope.at("HEAD", &world.folder)?;
        if let Some(resolved) = &mut scope.revision {
            resolved.name = None;
        }
        Ok(scope.with_cache(world))
    }

    /// The same for a command that judges what the next commit would hold: the blobs of the index.
    pub fn of_index(world: &World, args: &GlobalArgs) -> Result<Self, AppError> {
        if args.at.is_some() {
            return Err(AppError::usage("`--staged` reads the index, and `--at` names a revision")
                .help("take one of the two out"));
        }
        let as_of = args.as_of.as_deref().map(read_day).transpose()?;
        let repository = Repository::discover(&world.folder, &world.git)?;
        let Some(top) = repository.work_dir().map(Path::to_owned) else {
            return Err(AppError::usage("a bare repository has no index to read")
                .help("name a revision: `--at main`, `--at TAG`"));
        };
        let inside = repository.prefix_of(&world.folder)?.unwrap_or_default();
        let index = repository.index()?;
        let (prefix, here) = climb(&inside, |path| Ok(index.names(path)))?.ok_or_else(|| {
            AppError::usage(format!("the index holds no `{PROGRAM}`")).help(format!(
                "stage it with `git add {PROGRAM}`, or start in the folder that holds it with `-C`"
            ))
        })?;
        let folder = Some(top.join(&prefix));
        let index = Some(index);
        let scope = Self { folder, prefix, here, index, ..Self::nowhere(Some(repository), as_of, world.now) };
        Ok(scope.with_cache(world))
    }

    /// For a command that writes the first files: the Git repository around the folder, if there is
    /// one, and no root yet.
    pub fn for_new(world: &World, args: &GlobalArgs) -> Result<Self, AppError> {
        if args.at.is_some() {
            return Err(AppError::usage("files are written to the work tree, and `--at` names a revision"));
        }
        let repository = match Repository::discover(&world.folder, &world.git) {
            Ok(repository) => Some(repository),
            Err(GitError::NotARepository { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let mut scope = Self::nowhere(repository, None, world.now);
        if let Some(repository) = &scope.repository {
            let prefix = repository.prefix_of(&world.folder)?;
            scope.prefix = prefix.ok_or_else(|| {
                AppError::usage("a bare repository has no work tree to write to")
                    .help("start in a clone of it")
            })?;
        }
        Ok(scope)
    }

    /// Looks at the clock again, for a command that stays: tomorrow, today is another day.
    pub fn look_at_the_clock(&mut self) -> Result<(), AppError> {
        self.now = now(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())?;
        Ok(())
    }

    fn nowhere(repository: Option<Repository>, as_of: Option<Date>, now: Timestamp) -> Self {
        let (prefix, here) = (String::new(), String::new());
        let cache = Cache::off();
        Self { folder: None, repository, prefix, here, revision: None, index: None, as_of, now, cache }
    }

    /// The same with nothing that an earlier run left: everything is read and verified again.
    #[must_use]
    pub fn afresh(self) -> Self {
        Self { cache: Cache::off(), ..self }
    }

    /// Opens the user's cache, unless it could have come with what is read here.
    fn with_cache(mut self, world: &World) -> Self {
        let repository = self.repository.as_ref();
        let root = repository.map(|repository| repository.work_dir().unwrap_or(repository.git_dir()));
        self.cache = Cache::open(&world.cache_home, root.or(self.folder.as_deref()).unwrap_or(&world.folder));
        self
    }

    /// A path as it was typed, below the root; empty for the root itself.
    pub fn inside(&self, path: &Path) -> Result<RepoPath, AppError> {
        let outside = || {
            AppError::usage(format!(
                "`{}` is not below the root of the compliance repository",
                path.display()
            ))
        };
        let mut parts: Vec<&str> = self.here.split('/').filter(|part| !part.is_empty()).collect();
        let relative = if path.is_absolute() {
            parts.clear();
            let root = self.folder.as_deref().ok_or_else(outside)?;
            path.strip_prefix(root).map_err(|_| outside())?
        } else {
            path
        };
        for component in relative.components() {
            match component {
                Component::CurDir => {}
                Component::ParentDir => drop(parts.pop().ok_or_else(outside)?),
                Component::Normal(name) => parts.push(name.to_str().ok_or_else(outside)?),
                Component::RootDir | Component::Prefix(_) => return Err(outside()),
            }
        }
        Ok(RepoPath::new(parts.join("/")))
    }

    /// A path below the root, as it is typed where the command was started.
    pub fn from_here(&self, path: &RepoPath) -> String {
        let mut here = self.here.split('/').filter(|part| !part.is_empty()).peekable();
        let mut rest = path.parts().peekable();
        while here.peek().is_some() && here.peek() == rest.peek() {
            here.next();
            rest.next();
        }
        let way: Vec<&str> = here.map(|_| "..").chain(rest).collect();
        if way.is_empty() { ".".to_owned() } else { way.join("/") }
    }

    /// The repository, which a command that reads history cannot do without.
    pub fn repository(&self) -> Result<&Repository, AppError> {
        self.repository.as_ref().ok_or_else(|| {
            let folder = self.folder.as_deref().unwrap_or(Path::new("."));
            AppError::from(GitError::NotARepository { path: folder.to_owned() })
        })
    }

    /// The commit whose history is asked for: the revision's, else HEAD's; `None` where there is none.
    pub fn commit(&self) -> Result<Option<CommitId>, AppError> {
        if let Some(resolved) = &self.revision {
            return Ok(Some(resolved.commit));
        }
        Ok(self.repository.as_ref().map(Repository::head).transpose()?.flatten())
    }

    fn at(&mut self, revision: &str, folder: &Path) -> Result<(), AppError> {
        let repository = self.repository()?;
        let resolved = repository.resolve(revision)?;
        let inside = if repository.is_bare() { None } else { repository.prefix_of(folder)? };
        let inside = inside.unwrap_or_default();
        let holds = |path: &str| Ok(repository.read(resolved.commit, "", &RepoPath::new(path))?.is_some());
        let (prefix, here) = climb(&inside, holds)?.ok_or_else(|| {
            AppError::usage(format!("`{revision}` holds no `{PROGRAM}`")).help(
                "name a revision of a compliance repository, or start in the folder that holds it with `-C`",
            )
        })?;
        (self.prefix, self.here, self.revision) = (prefix, here, Some(resolved));
        Ok(())
    }

    fn on_disk(&mut self, start: &Path) -> Result<(), AppError> {
        let start = start.canonicalize().map_err(|error| AppError::io("read", start, &error))?;
        let top = self.repository.as_ref().and_then(Repository::work_dir).map(Path::to_owned);
        if self.repository.as_ref().is_some_and(Repository::is_bare) {
            return Err(AppError::usage("a bare repository has no work tree to read")
                .help("name a revision: `--at main`, `--at TAG`"));
        }
        for folder in start.ancestors() {
            if folder.join(PROGRAM).is_file() || folder.join("policies/program.yml").is_file() {
                if let Some(repository) = &self.repository {
                    self.prefix = repository.prefix_of(folder)?.unwrap_or_default();
                }
                let here = start.strip_prefix(folder).unwrap_or(Path::new(""));
                let parts: Vec<String> =
                    here.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                self.here = parts.join("/");
                self.folder = Some(folder.to_owned());
                return Ok(());
            }
            if top.as_deref() == Some(folder) {
                break;
            }
        }
        Err(AppError {
            message: format!("there is no `{PROGRAM}` in `{}` or above it", start.display()),
            help: Some(
                "`tickmark init` writes a first one; `tickmark demo` shows a finished company".to_owned(),
            ),
            exit: Exit::Usage,
        })
    }
}

/// Climbs from a folder to the nearest one, itself included, that holds the programme; gives it and
/// the way down from there.
fn climb(
    inside: &str,
    holds: impl Fn(&str) -> Result<bool, AppError>,
) -> Result<Option<(String, String)>, AppError> {
    let mut prefix = inside;
    loop {
        for program in [PROGRAM, "policies/program.yml"] {
            if holds(RepoPath::new(prefix).join(program).as_str())? {
                let here = inside[prefix.len()..].trim_start_matches('/');
                return Ok(Some((prefix.to_owned(), here.to_owned())));
            }
        }
        if prefix.is_empty() {
            return Ok(None);
        }
        prefix = prefix.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

fn read_day(text: &str) -> Result<Date, AppError> {
    read_date(text)
        .ok_or_else(|| AppError::usage(format!("`{text}` is not a day")).help("write it like 2026-03-31"))
}

/// The clock, or what `SOURCE_DATE_EPOCH` says instead (reproducible-builds.org).
fn now(epoch: Option<&str>) -> Result<Timestamp, AppError> {
    let Some(text) = epoch.filter(|text| !text.is_empty()) else { return Ok(Timestamp::now()) };
    let instant = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    instant.ok_or_else(|| {
        AppError::usage(format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds"))
    })
}

//! `tickmark import`: what other tools publish, as files of this repository.
//!
//! Everything is read and looked at before anything is written; one wrong file, and nothing is.

mod ciso_assistant;
mod oscal;
pub(in crate::command) mod table;

use std::path::{Path, PathBuf};

use crate::app::pipeline::{Loaded, load};
use crate::app::{AppError, Draft, Exit, GlobalArgs, Scope, World, read_import};
use crate::interop::{Import, InteropError, Known};
use crate::place::RepoPath;
use crate::text::{did_you_mean, visible};

/// Arguments of `import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    source: Source,
}

#[derive(Debug, clap::Subcommand)]
enum Source {
    /// Take in an OSCAL catalog, resolved profile, component definition or mapping
    Oscal(oscal::Args),
    /// Take in libraries of CISO Assistant: frameworks, mappings, risk matrices, controls
    CisoAssistant(ciso_assistant::Args),
    /// Take in controls, risks, vendors, assets … from a table between commas
    Csv(table::Args),
    /// Take in the same from a workbook
    Xlsx(table::Args),
}

/// What every import takes.
#[derive(Debug, Clone, Copy, clap::Args)]
struct Writing {
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Put new files in the place of those that are there
    #[arg(long)]
    replace: bool,
}

/// Runs `import`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage("files are written to the work tree, and `--at` names a revision")
            .help("leave `--at` out"));
    }
    match &args.source {
        Source::Oscal(args) => oscal::run(&Desk::open(world, global)?, args),
        Source::CisoAssistant(args) => ciso_assistant::run(&Desk::open(world, global)?, args),
        Source::Csv(args) | Source::Xlsx(args) => table::run(world, global, args),
    }
}

impl From<InteropError> for AppError {
    fn from(error: InteropError) -> Self {
        let said = Self::usage(visible(&error.to_string()).into_owned());
        let help = match error.help() {
            Some(help) => format!("{help}; nothing was written"),
            None => "nothing was written".to_owned(),
        };
        said.help(help)
    }
}

/// Where files are read from and written to.
struct Desk<'a> {
    world: &'a World,
    scope: Scope,
    loaded: Loaded,
}

impl<'a> Desk<'a> {
    fn open(world: &'a World, global: &GlobalArgs) -> Result<Self, AppError> {
        let scope = Scope::find(world, global)?;
        let loaded = load(&scope)?;
        Ok(Self { world, scope, loaded })
    }

    /// A file that the user names, and what it is called without where it lies.
    fn read(&self, path: &Path) -> Result<(String, Vec<u8>), AppError> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok((name, read_import(&self.world.folder, path)?))
    }

    /// Somebody of the programme, by the short name.
    fn owner(&self, name: Option<&str>) -> Result<Option<String>, AppError> {
        let Some(name) = name else { return Ok(None) };
        let program = self.loaded.program()?;
        let people = program.people.iter().map(|person| person.short.value.as_str());
        let all: Vec<&str> =
            people.chain(program.teams.iter().map(|team| team.short.value.as_str())).collect();
        if all.contains(&name) {
            return Ok(Some(name.to_owned()));
        }
        let help = match did_you_mean(name, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name one of `people` or `teams` in policies/program.yaml".to_owned(),
        };
        Err(AppError::usage(format!("`{name}` is nobody of the programme")).help(help))
    }

    /// The frameworks that are built in or on file.
    fn known(&self) -> Known {
        let frameworks = self.loaded.register.frameworks.iter();
        frameworks
            .map(|(id, framework)| {
                let ids = framework.requirements.iter().map(|one| one.id.value.clone()).collect();
                (id.to_owned(), ids)
            })
            .collect()
    }

    /// Writes what was taken in, and says all of it.
    fn write(&self, import: Import, writing: Writing) -> Result<Exit, AppError> {
        for (what, because) in &import.left_out {
            self.say(&format!("left out: {what}: {because}\n"));
        }
        if import.files.is_empty() {
            return Err(
                AppError::usage("there is nothing in it that has a place here").help("nothing was written")
            );
        }
        let folder = self.scope.folder.as_deref();
        let folder = folder.ok_or_else(|| AppError::usage("there is no folder to write to"))?;
        let mut draft = Draft::below(folder);
        let ignored = import.files.iter().any(|(path, _)| path.as_str().starts_with(".tickmark/"));
        for (path, text) in import.files {
            let kind = crate::kind::Place::of(&path).kind();
            let modeline = kind.map(|kind| draft.modeline(kind, &path)).unwrap_or_default();
            let text = format!("{modeline}{text}");
            if writing.replace && draft.has(&path) {
                draft.replace(path, text);
            } else {
                draft.add(path, text);
            }
        }
        draft.check()?;
        if ignored {
            ignore(&mut draft)?;
        }
        let written: Vec<&RepoPath> = draft.files().iter().map(|(path, _)| path).collect();
        if !writing.dry_run {
            draft.write()?;
        }
        for note in &import.notes {
            self.say(&format!("{note}\n"));
        }
        let verb = if writing.dry_run { "would write" } else { "wrote" };
        for path in &written {
            let place = PathBuf::from(self.scope.from_here(path));
            self.world.output.print(&format!("{verb} {}\n", visible(&place.to_string_lossy())))?;
        }
        Ok(Exit::Done)
    }

    fn say(&self, text: &str) {
        self.world.output.say(&visible(text));
    }
}

/// Keeps texts that belong to others out of Git.
fn ignore(draft: &mut Draft) -> Result<(), AppError> {
    let path = RepoPath::new(".gitignore");
    let line = "/.tickmark/\n";
    if !draft.has(&path) {
        draft.add(path, line);
        return Ok(());
    }
    let mut text = draft.read(&path)?;
    if text.lines().any(|old| old.trim() == line.trim()) {
        return Ok(());
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(line);
    draft.replace(path, text);
    Ok(())
}

//! What shows that it was done: the output of a command, files, standard input.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::app::{AppError, Questions, Scope, World, read_file, read_input, run_command};
use crate::calendar::Timestamp;
use crate::command::record::TakeArgs;
use crate::place::Sha256;
use crate::source::{caution_of, fault_of};

/// One file of the record.
#[derive(Debug)]
pub(super) struct Artifact {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) sha256: Sha256,
    /// True when the command said it.
    pub(super) of_command: bool,
}

/// A command that ran.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) words: Vec<String>,
    pub(super) exit: i32,
    pub(super) began: Timestamp,
    pub(super) ended: Timestamp,
}

/// Everything that was handed over.
#[derive(Debug)]
pub(super) struct Artifacts {
    pub(super) list: Vec<Artifact>,
    pub(super) ran: Option<Ran>,
    /// Where files came from.
    pub(super) attached: Vec<PathBuf>,
    /// When taking them down began.
    pub(super) began: Timestamp,
    pub(super) asked: bool,
}

impl Artifacts {
    pub(super) fn gather(
        world: &World,
        scope: &mut Scope,
        args: &TakeArgs,
        questions: &Questions,
    ) -> Result<Self, AppError> {
        let mut attached = args.attach.clone();
        let asked =
            attached.is_empty() && args.stdin.is_none() && args.words.is_empty() && questions.are_asked();
        if asked {
            attached.push(questions.ask("File to attach", "", |answer| {
                named(Path::new(answer))?;
                Ok(PathBuf::from(answer))
            })?);
        }
        // Names are looked at before anything is run.
        if let Some(name) = args.stdin.iter().chain(&args.name).find(|name| named(Path::new(name)).is_err()) {
            named(Path::new(name))?;
        }
        let began = scope.now;
        let mut all = Self { list: Vec::new(), ran: None, attached: attached.clone(), began, asked };
        for path in &attached {
            all.add(named(path)?, read_file(&world.folder, path)?, false);
        }
        if let Some(name) = &args.stdin {
            all.add(named(Path::new(name))?, read_input()?, false);
        }
        if !args.words.is_empty() {
            all.run(world, scope, args)?;
        }
        if all.list.is_empty() {
            return Err(AppError::usage("there is nothing to record")
                .help("attach a file with `--attach FILE`, or put the command that shows it behind `--`"));
        }
        all.names_differ()?;
        Ok(all)
    }

    fn run(&mut self, world: &World, scope: &mut Scope, args: &TakeArgs) -> Result<(), AppError> {
        scope.look_at_the_clock()?;
        let began = scope.now;
        let captured = run_command(&world.folder, &args.words)?;
        scope.look_at_the_clock()?;
        let ended = scope.now;
        if captured.out.is_empty() && captured.err.is_empty() {
            let exit = captured.exit;
            return Err(AppError::usage(format!(
                "`{}` ended with {exit} and said nothing, which shows nothing",
                args.words[0]
            ))
            .help("let it say what it looked at, as with `--verbose`"));
        }
        let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&captured.out).is_ok();
        let default = if is_json { "stdout.json" } else { "stdout.txt" };
        if !captured.out.is_empty() {
            let name = args.name.clone().unwrap_or_else(|| default.to_owned());
            self.add(name, captured.out, true);
        }
        if !captured.err.is_empty() {
            self.add("stderr.txt".to_owned(), captured.err, true);
        }
        self.began = began;
        self.ran = Some(Ran { words: args.words.clone(), exit: captured.exit, began, ended });
        Ok(())
    }

    fn add(&mut self, name: String, bytes: Vec<u8>, of_command: bool) {
        let sha256 = Sha256::of(&bytes);
        self.list.push(Artifact { name, bytes, sha256, of_command });
    }

    fn names_differ(&self) -> Result<(), AppError> {
        let mut seen = BTreeSet::new();
        match self.list.iter().find(|artifact| !seen.insert(artifact.name.to_lowercase())) {
            None => Ok(()),
            Some(twice) => Err(AppError::usage(format!("two files are called `{}`", twice.name))
                .help("rename one of them; a command's output takes `--name`")),
        }
    }
}

/// The name that a file gets in the record's folder.
fn named(path: &Path) -> Result<String, AppError> {
    let shown = path.display().to_string();
    let refused = |because: &str| {
        AppError::usage(format!("`{shown}` is no name for evidence: {because}"))
            .help("rename it, or give it over as `--stdin NAME`")
    };
    let name = path.file_name().ok_or_else(|| refused("it names no file"))?;
    let name = name.to_str().ok_or_else(|| refused("it is not UTF-8"))?;
    if let Some(because) = fault_of(name.as_bytes()).or_else(|| caution_of(name)) {
        return Err(refused(because));
    }
    if name.starts_with('.') {
        return Err(refused("names that begin with a dot are hidden"));
    }
    if name.chars().any(crate::text::is_hidden) {
        return Err(refused("it holds a character that nobody sees"));
    }
    Ok(name.to_owned())
}

//! `tickmark record CONTROL`: what was done, taken down with its proof.
//!
//! A command's output, files or standard input become the artifacts of an evidence record whose
//! result is `pending`: taking evidence is not judging it. What looks like a secret or like personal
//! data is told with its place before anything is written, and is written only when that is asked
//! for. All of it is written or nothing, and never over a record that is committed.

mod artifacts;
pub(super) mod git;
mod occasion;
mod review;
mod sign;
mod statement;
mod told;
pub(super) mod who;
mod wording;

use std::path::PathBuf;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Draft, Exit, GlobalArgs, Questions, Scope, World, tell_delicate};
use crate::command::record::artifacts::Artifacts;
use crate::command::record::occasion::Occasion;
use crate::command::record::wording::Wording;
use crate::model::Program;
use crate::place::RepoPath;

/// What stands behind the flags in the long help.
const MORE: &str = "\
Examples:
  tickmark record AC-02 --attach okta-users.csv
  tickmark record VM-01 -- trivy image --format json registry/app:1.4
  kubectl get ns -o json | tickmark record NW-01 --stdin namespaces.json

The command behind `--` is run as it stands there, in the folder where you are; nothing that a file
of the repository says is ever run. Its output, its exit code and when it began and ended go into
the record. Recording again before you commit adds to the same record; after that it writes a second
one, `2026-Q1.2.yaml`, which counts from then on while the first stays visible.

Exit codes: 0 written; 1 nothing was written, as it holds what looks like a secret or like personal
data; 2 wrong usage.";

/// Both forms. Flags of every command may stand before `git`, so that clap cannot keep them apart.
const USAGE: &str = "tickmark record [OPTIONS] [CONTROL] [-- <COMMAND>...]\n       tickmark record <COMMAND>";

/// Arguments of `record`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE, override_usage = USAGE)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Record>,
    #[command(flatten)]
    take: TakeArgs,
}

#[derive(Debug, clap::Subcommand)]
enum Record {
    /// Write the statement that you performed what a record says, to be signed with your key
    Sign(sign::Args),
    /// Write the statement that you reviewed a record, to be signed with your key
    Review(review::Args),
    /// Make the population of a product's changes from its Git history
    Git(Box<git::Args>),
}

impl Record {
    fn name(&self) -> &'static str {
        match self {
            Self::Sign(_) => "sign",
            Self::Review(_) => "review",
            Self::Git(_) => "git",
        }
    }
}

/// What to take down, and of what.
#[derive(Debug, Default, PartialEq, Eq, clap::Args)]
struct TakeArgs {
    /// The control that operated
    control: Option<String>,
    /// The period that the record is for [default: the one that is due]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Who did it: a short name [default: the control's performer]
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    /// When it was done: a day or a moment [default: now]
    #[arg(long, value_name = "WHEN")]
    done: Option<String>,
    /// What was looked at and what came of it, in a sentence
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Attach a file; may stand several times
    #[arg(long, value_name = "FILE", num_args = 1..)]
    attach: Vec<PathBuf>,
    /// Attach standard input under a file name
    #[arg(long, value_name = "NAME")]
    stdin: Option<String>,
    /// The file name for the command's output [default: stdout.txt or stdout.json]
    #[arg(long, value_name = "NAME", requires = "words")]
    name: Option<String>,
    /// Which entry of the control's `evidence` this answers; may stand several times
    #[arg(long = "for", value_name = "ENTRY")]
    answers: Vec<String>,
    /// Write it although it holds what looks like a secret
    #[arg(long)]
    accept_secrets: bool,
    /// Write it although it holds what looks like personal data
    #[arg(long)]
    accept_personal_data: bool,
    /// The command to run and its arguments
    #[arg(last = true, value_name = "COMMAND")]
    words: Vec<String>,
}

/// Runs `record`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if let Some(command) = &args.command
        && args.take != TakeArgs::default()
    {
        let name = command.name();
        return Err(AppError::usage(format!("a control or its flags stand before `{name}`"))
            .help(format!("write `{name}` first; `tickmark record {name} --help` lists what it takes")));
    }
    match &args.command {
        None => take(world, global, &args.take),
        Some(Record::Git(args)) => git::run(world, global, args),
        Some(Record::Sign(args)) => sign::run(world, global, args),
        Some(Record::Review(args)) => review::run(world, global, args),
    }
}

fn take(world: &World, global: &GlobalArgs, args: &TakeArgs) -> Result<Exit, AppError> {
    let mut scope = writable(world, global)?;
    let judged = walk(&scope)?;
    let program = judged.loaded.program()?;
    let questions = Questions::new(world.output, global);
    let occasion = Occasion::settle(&judged, args.control.as_deref(), args.period.as_deref(), &questions)?;
    let by = who::performer(program, &occasion.control, args.by.as_deref(), &questions)?;
    let answers = occasion.answers(&args.answers)?;
    let artifacts = Artifacts::gather(world, &mut scope, args, &questions)?;
    let wording = Wording {
        occasion: &occasion,
        by: &by.short,
        done: who::when(&judged, args.done.as_deref(), global.as_of.is_some(), artifacts.began)?,
        summary: args.summary.as_deref(),
        answers: &answers,
        artifacts: &artifacts,
        zone: &program.zone,
    };
    let mut draft = Draft::below(root(&scope)?);
    wording.put_into(&mut draft)?;
    draft.check()?;
    let accepted = may_be_kept(world, program, &draft, args, &questions)?;
    draft.write()?;
    let told = told::Told { scope: &scope, judged: &judged, wording: &wording, args, by: &by };
    if occasion.asked || by.asked || artifacts.asked || !accepted.is_empty() {
        let command = told.command(&accepted);
        world.output.say(&format!("\nThe same without questions:\n  {command}\n\n"));
    }
    world.output.print(&told.text())?;
    Ok(Exit::Done)
}

/// A record that is filled in by hand: its path, and its text with nothing to show yet.
pub(super) fn by_hand(
    judged: &Judged,
    control: &str,
    period: Option<&str>,
    by: Option<&str>,
    on: Option<&str>,
) -> Result<(RepoPath, String), AppError> {
    let program = judged.loaded.program()?;
    let questions = Questions::nobody();
    let occasion = Occasion::settle(judged, Some(control), period, &questions)?;
    if let occasion::Standing::Open(_) = occasion.standing {
        return Err(AppError::usage(format!("`{}` is there, and not committed", occasion.path))
            .help("add to it by hand, or with `tickmark record`"));
    }
    let by = who::performer(program, &occasion.control, by, &questions)?;
    let done = on.map_or_else(|| judged.as_of.to_string(), str::to_owned);
    let text = wording::opening(&occasion, &by.short, &done, None);
    Ok((occasion.path, text))
}

/// The work tree that is written to.
fn writable(world: &World, global: &GlobalArgs) -> Result<Scope, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage("a record is written to the work tree, and `--at` names a revision")
            .help("leave `--at` out; `--period` names the period, `--done` the day"));
    }
    Scope::find(world, global)
}

fn root(scope: &Scope) -> Result<&std::path::Path, AppError> {
    scope.folder.as_deref().ok_or_else(|| AppError::usage("there is no folder to write to"))
}

/// Tells what should not be kept for ever, and whether it may be all the same; gives the flags for what
/// was accepted when it was asked.
fn may_be_kept(
    world: &World,
    program: &Program,
    draft: &Draft,
    args: &TakeArgs,
    questions: &Questions,
) -> Result<Vec<&'static str>, AppError> {
    let known: Vec<String> =
        program.people.iter().filter_map(|person| Some(person.email.as_ref()?.value.clone())).collect();
    let delicate = draft.delicate(&known);
    tell_delicate(world, &delicate);
    let open = [(true, args.accept_secrets), (false, args.accept_personal_data)]
        .into_iter()
        .filter(|(secret, accepted)| !accepted && delicate.iter().any(|one| one.is_secret == *secret));
    let mut accepted = Vec::new();
    for (secret, _) in open {
        let (what, flag) = if secret {
            ("a secret", "--accept-secrets")
        } else {
            ("personal data", "--accept-personal-data")
        };
        let question =
            format!("It looks like {what}, and the history keeps it for ever. Write it? (yes or no)");
        if questions.are_asked() && questions.ask(&question, "no", yes)? {
            accepted.push(flag);
            continue;
        }
        let help = format!(
            "take the evidence again without it, or with ids in its place; if it is none, pass `{flag}`"
        );
        return Err(AppError {
            message: format!("nothing was written: it holds what looks like {what}"),
            help: Some(help),
            exit: Exit::No,
        });
    }
    Ok(accepted)
}

fn yes(answer: &str) -> Result<bool, AppError> {
    match answer.to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "n" | "no" => Ok(false),
        _ => Err(AppError::usage("answer `yes` or `no`")),
    }
}

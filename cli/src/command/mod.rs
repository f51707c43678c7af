//! Commands: the path in the shell is the path here. Each is arguments, one pipeline call, one render.

mod anchor;
mod check;
mod completions;
mod crosswalk;
mod demo;
mod diff;
mod explain;
mod export;
mod fix;
mod framework;
mod gaps;
mod help;
mod import;
mod init;
mod lint;
mod lsp;
mod man;
mod new;
mod outputs;
mod packet;
mod record;
mod requests;
mod revision;
mod risks;
mod sample;
mod schema;
mod show;
mod soa;
mod status;
mod trail;

use clap::{FromArgMatches as _, Parser, Subcommand};

use crate::app::{AppError, Exit, GlobalArgs, World};

/// Compliance as code in Git: lint controls and evidence, read the history as the evidence trail,
/// render auditor packets
#[derive(Debug, Parser)]
#[command(name = "tickmark", version, disable_help_subcommand = true, max_term_width = 100)]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the first files of a compliance repository
    Init(init::Args),
    /// Begin a control, a risk, a policy, an incident, an audit and the like
    New(Box<new::Args>),
    /// Take down that a control operated, with what shows it
    Record(record::Args),
    /// Put right what can only have been meant one way
    Fix(fix::Args),
    /// Say everything that is wrong, in one run
    Lint(lint::Args),
    /// Say what a change would break and weaken, and who should look
    Check(check::Args),
    /// Say what is overdue, due soon or waiting, and whose it is
    Status(status::Args),
    /// Say what an auditor would find today, and what to do about it
    Gaps(gaps::Args),
    /// Show anything that has an id, with everything that is linked to it
    Show(show::Args),
    /// Show what should have happened in a window, what did, and when
    Trail(trail::Args),
    /// Say what is different between two revisions, by what the repository says
    Diff(diff::Args),
    /// Say what two frameworks share through our controls, what is only suggested, what neither meets
    Crosswalk(crosswalk::Args),
    /// Say which requirements apply, why, and what meets them; decide on those that nothing decides
    Soa(soa::Args),
    /// Say where each risk stands, and whether the controls that it leans on work
    Risks(risks::Args),
    /// Draw the items that are looked at, so that anybody draws the same ones
    Sample(sample::Args),
    /// Build, check and look into what an auditor gets
    Packet(packet::Args),
    /// Take in the auditor's request list, follow it, hand it back with answers
    Requests(requests::Args),
    /// Tie the history to clocks and memories outside, and check what does
    Anchor(anchor::Args),
    /// Write a made-up company with nine months of signed history and ten honest flaws
    Demo(demo::Args),
    /// Take in what other tools publish: catalogs, controls, crosswalks, risk matrices
    Import(import::Args),
    /// Write what the repository says in the forms of others
    Export(export::Args),
    /// List frameworks, show their requirements, say what is there for each group of them
    Framework(framework::Args),
    /// Say what a rule checks and why an auditor asks
    Explain(explain::Args),
    /// Print the JSON Schema of a kind of file
    Schema(schema::Args),
    /// Serve an editor over standard input and output
    Lsp(lsp::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print the manual page
    Man(man::Args),
}

/// Parses the arguments, runs the command and says how it ended.
pub fn run() -> Exit {
    let cli = match parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way as well, and are no error.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            let gone = error.print().err().filter(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
            let Some(gone) = gone else { return exit };
            World::blind().error(&AppError::usage(format!("cannot write to standard output: {gone}")));
            return Exit::Usage;
        }
    };
    let world = match World::look(&cli.global) {
        Ok(world) => world,
        Err(error) => {
            World::blind().error(&error);
            return error.exit;
        }
    };
    dispatch(&cli, &world).unwrap_or_else(|error| {
        world.output.error(&error);
        error.exit
    })
}

#[expect(clippy::disallowed_methods, reason = "the arguments are read once, here")]
fn parse() -> Result<Cli, clap::Error> {
    let mut definition = help::definition();
    let mut matches = definition.try_get_matches_from_mut(std::env::args_os())?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut definition))
}

/// Runs another command in the same process, in the folder that the flags name.
fn again(world: &World, global: &GlobalArgs, words: &str) -> Result<Exit, AppError> {
    let words = std::iter::once("tickmark").chain(words.split_whitespace());
    let mut cli = Cli::try_parse_from(words).map_err(|error| AppError::usage(error.to_string()))?;
    let at = cli.global.at.take();
    cli.global = GlobalArgs { at, ..global.clone() };
    let folder = global.directory.clone().unwrap_or_else(|| world.folder.clone());
    dispatch(&cli, &World { folder, ..world.clone() })
}

fn dispatch(cli: &Cli, world: &World) -> Result<Exit, AppError> {
    match &cli.command {
        Command::Init(args) => init::run(world, &cli.global, args),
        Command::New(args) => new::run(world, &cli.global, args),
        Command::Record(args) => record::run(world, &cli.global, args),
        Command::Fix(args) => fix::run(world, &cli.global, args),
        Command::Lint(args) => lint::run(world, &cli.global, args),
        Command::Check(args) => check::run(world, &cli.global, args),
        Command::Diff(args) => diff::run(world, &cli.global, args),
        Command::Export(args) => export::run(world, &cli.global, args),
        Command::Explain(args) => explain::run(world, args),
        Command::Status(args) => status::run(world, &cli.global, args),
        Command::Gaps(args) => gaps::run(world, &cli.global, args),
        Command::Show(args) => show::run(world, &cli.global, args),
        Command::Trail(args) => trail::run(world, &cli.global, args),
        Command::Crosswalk(args) => crosswalk::run(world, &cli.global, args),
        Command::Import(args) => import::run(world, &cli.global, args),
        Command::Framework(args) => framework::run(world, &cli.global, args),
        Command::Soa(args) => soa::run(world, &cli.global, args),
        Command::Risks(args) => risks::run(world, &cli.global, args),
        Command::Packet(args) => packet::run(world, &cli.global, args),
        Command::Requests(args) => requests::run(world, &cli.global, args),
        Command::Anchor(args) => anchor::run(world, &cli.global, args),
        Command::Sample(args) => sample::run(world, &cli.global, args),
        Command::Demo(args) => demo::run(world, &cli.global, args),
        Command::Schema(args) => schema::run(world, args),
        Command::Lsp(args) => lsp::run(world, &cli.global, args),
        Command::Completions(args) => completions::run(world, args, help::definition()),
        Command::Man(args) => man::run(world, args, help::definition()),
    }
}

//! `tickmark risks`: the register, what stands behind each rating, and `risks matrix`.

mod matrix;

use std::collections::BTreeMap;

use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::assess::{Assessment, Exposures, Move, movements};
use crate::calendar::Window;
use crate::command::outputs::{Formats, Outputs, Rendered};
use crate::command::revision::Revision;
use crate::command::soa::{book, company, names, signed};
use crate::model::Program;
use crate::report::clocks;
use crate::report::risks::{Acts, Moved, RisksReport, json, markdown, sheet, sheets, table};
use crate::report::trail::Style;
use crate::sheet::csv;

/// What stands behind the flags in the long help.
const MORE: &str = "\
A rating with controls is a claim about controls. Where one of them failed when last due, left no record
or is not in force, the rating is in doubt; where none of them works, the rating without controls counts.

The register answers, it does not judge: exit code 0, or 3 when the history is cut. `tickmark lint` judges.";

/// Arguments of `risks`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, after_long_help = MORE)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Also say what became of the risks since a tag, branch or commit
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    #[command(flatten)]
    outputs: Outputs<Format>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Draw likelihood against impact
    Matrix(matrix::Args),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For spreadsheets: one risk a line
    Csv,
    /// A workbook: register, treatment plan, levels, matrix, method
    Xlsx,
    /// A page
    Markdown,
    /// For programs
    Json,
}

impl Formats for Format {
    const USUAL: (Self, Self) = (Self::Table, Self::Csv);

    fn is_binary(self) -> bool {
        self == Self::Xlsx
    }
}

/// Runs `risks`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if let Some(Command::Matrix(args)) = &args.command {
        return matrix::run(world, global, args);
    }
    let here = Revision::here(world, global)?;
    let then = args.since.as_deref().map(|since| Revision::at(world, global, since)).transpose()?;
    let register = Register::of(&here)?;
    let before = then.as_ref().map(Register::of).transpose()?;
    let moves: Option<Vec<Move<'_>>> =
        before.as_ref().map(|before| movements(&before.exposures, &register.exposures));
    let said = then.as_ref().map(|then| clocks(&then.judged.loaded.snapshot.origin, then.judged.as_of));
    let since =
        moves.as_deref().zip(said.as_deref()).zip(before.as_ref()).map(|((moves, clocks), before)| Moved {
            clocks,
            commit: before.assessed.commit.map(|commit| commit.to_string()),
            as_of: before.assessed.as_of,
            moves,
        });
    let complete =
        register.assessed.complete && before.as_ref().is_none_or(|before| before.assessed.complete);
    let report = RisksReport { since, complete, ..register.report(&here, world) };
    args.outputs.deliver(world, |format| {
        Ok(match format {
            Format::Table => Rendered::Styled(table(&report)),
            Format::Csv => csv(&sheet(&report)).into(),
            Format::Markdown => markdown(&report).into(),
            Format::Json => json(&report).into(),
            Format::Xlsx => book("Risk register", report.company, &here, sheets(&report))?,
        })
    })?;
    Ok(if report.complete { Exit::Done } else { Exit::CannotTell })
}

/// The risks at a revision, and what the reports say beside them.
struct Register<'a> {
    program: &'a Program,
    assessed: Assessment,
    exposures: Exposures<'a>,
    acts: BTreeMap<String, Acts>,
    names: BTreeMap<String, String>,
    clocks: String,
}

impl<'a> Register<'a> {
    fn of(revision: &'a Revision) -> Result<Self, AppError> {
        let judged = &revision.judged;
        let program = judged.loaded.program()?;
        let assessed = judged.assess(Window::year_to(judged.as_of), None);
        let exposures = Exposures::of(&judged.loaded.register, &assessed);
        let acts = |risk: &crate::model::Risk| Acts {
            reviewed: risk.reviewed.as_ref().map(|act| signed(act, program)),
            approved: risk.approved.as_ref().map(|act| signed(act, program)),
            accepted: risk.acceptance.as_ref().map(|acceptance| signed(&acceptance.act, program)),
        };
        Ok(Self {
            acts: exposures.list.iter().map(|one| (one.risk.id.value.clone(), acts(one.risk))).collect(),
            names: names(program),
            clocks: clocks(&judged.loaded.snapshot.origin, judged.as_of),
            program,
            assessed,
            exposures,
        })
    }

    fn report<'s>(&'s self, revision: &'s Revision, world: &World) -> RisksReport<'s> {
        let method = self.exposures.method.approved.as_ref();
        RisksReport {
            exposures: &self.exposures,
            method_approved: method.map(|act| signed(act, self.program)),
            acts: &self.acts,
            since: None,
            company: company(self.program),
            clocks: &self.clocks,
            commit: self.assessed.commit.map(|commit| commit.to_string()),
            reference: revision.name.as_deref(),
            as_of: self.assessed.as_of,
            complete: self.assessed.complete,
            names: &self.names,
            style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
        }
    }
}

//! `tickmark soa`: the Statement of Applicability, derived; `soa exclude` and its like decide.

mod decide;
mod diff;

use std::collections::BTreeMap;

use crate::app::pipeline::Judged;
use crate::app::{AppError, Exit, GlobalArgs, World};
use crate::assess::{Applicability, Assessment, Pasts, SoaChange, SoaPast, soa_changes};
use crate::calendar::Window;
use crate::command::crosswalk::framework;
use crate::command::outputs::{Formats, Outputs, Rendered};
use crate::command::revision::Revision;
use crate::model::{Act, Framework, Program};
use crate::place::Origin;
use crate::report::clocks;
use crate::report::soa::{Approval, SoaReport, json, markdown, sheet, sheets, table};
use crate::report::trail::Style;
use crate::sheet::{Book, Sheet, csv, workbook};

/// What stands behind the flags in the long help.
const MORE: &str = "\
Everything that can be derived is derived: what a control in force claims applies, the risks that the
control mitigates are the reason, and it is implemented once its newest evidence is on file. Only the
rest is written down, in policies/soa/FRAMEWORK.yaml, by hand or with `exclude`, `plan` and `include`.

The statement answers, it does not judge: exit code 0, or 3 when the history is cut. `tickmark lint`
judges.";

/// Arguments of `soa`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, after_long_help = MORE)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// The framework [default: the one in scope whose requirements could be excluded]
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    #[command(flatten)]
    outputs: Outputs<Format>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write down that requirements do not apply, and why
    Exclude(decide::Exclude),
    /// Write down that requirements apply and are to come, by when
    Plan(decide::Plan),
    /// Write down why requirements apply that no risk calls for
    Include(decide::Include),
    /// Say what stands otherwise than at another revision
    Diff(diff::Args),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For spreadsheets: one requirement a line
    Csv,
    /// A workbook: the statement, who approved it, and what changed since
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

/// Runs `soa`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    match &args.command {
        None => print(world, global, args),
        Some(Command::Exclude(args)) => decide::exclude(world, global, args),
        Some(Command::Plan(args)) => decide::plan(world, global, args),
        Some(Command::Include(args)) => decide::include(world, global, args),
        Some(Command::Diff(args)) => diff::run(world, global, args),
    }
}

fn print(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let here = Revision::here(world, global)?;
    let judged = &here.judged;
    let assessed = assessed(&here);
    let statement = statement(&here, &assessed, args.framework.as_deref())?;
    let pasts = judged.pasts();
    // In a cut history the commit that carried the approval may be another one than it seems.
    let past = past(&pasts, statement.framework).filter(|_| assessed.complete);
    let approval = then(world, global, past)?;
    let assessed_then = approval.as_ref().map(self::assessed);
    let statement_then = approval
        .as_ref()
        .zip(assessed_then.as_ref())
        .and_then(|(then, assessed)| self::statement(then, assessed, Some(&statement.framework.id)).ok());
    let since: Option<Vec<SoaChange<'_>>> = statement_then.as_ref().map(|then| soa_changes(then, &statement));
    let program = judged.loaded.program()?;
    let names = names(program);
    let report = SoaReport {
        statement: &statement,
        approved: statement.file.and_then(|file| file.approved.as_ref()).map(|act| signed(act, program)),
        past,
        since: since.as_deref(),
        company: company(program),
        clocks: &clocks(&judged.loaded.snapshot.origin, judged.as_of),
        commit: assessed.commit.map(|commit| commit.to_string()),
        reference: here.name.as_deref(),
        as_of: judged.as_of,
        window: assessed.window,
        complete: assessed.complete,
        names: &names,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    args.outputs.deliver(world, |format| {
        Ok(match format {
            Format::Table => Rendered::Styled(table(&report)),
            Format::Csv => csv(&sheet(&report)).into(),
            Format::Markdown => markdown(&report).into(),
            Format::Json => json(&report).into(),
            Format::Xlsx => book("Statement of Applicability", report.company, &here, sheets(&report))?,
        })
    })?;
    Ok(if assessed.complete { Exit::Done } else { Exit::CannotTell })
}

/// What is on file in the year up to the day.
fn assessed(revision: &Revision) -> Assessment {
    revision.judged.assess(Window::year_to(revision.judged.as_of), None)
}

/// The statement of a framework at a revision.
fn statement<'a>(
    revision: &'a Revision,
    assessed: &Assessment,
    id: Option<&str>,
) -> Result<Applicability<'a>, AppError> {
    let judged = &revision.judged;
    let program = judged.loaded.program()?;
    let framework = asked(judged, program, id)?;
    let Some(scope) = program.scope(&framework.id) else {
        let place = match &judged.loaded.snapshot.origin {
            Origin::Commit { commit, name } => {
                format!(" at {}", name.clone().unwrap_or_else(|| commit.short()))
            }
            Origin::WorkTree { .. } | Origin::Index { .. } => String::new(),
        };
        return Err(AppError::usage(format!(
            "`{}` is not among the frameworks in policies/program.yaml{place}",
            framework.id.value
        ))
        .help(format!("add `{}: {{}}` under `frameworks:`", framework.id.value)));
    };
    Ok(Applicability::of(framework, scope, &judged.loaded.register, assessed))
}

/// The framework with an id; without one, the only one in scope whose requirements could be excluded.
fn asked<'a>(judged: &'a Judged, program: &Program, id: Option<&str>) -> Result<&'a Framework, AppError> {
    let excludable =
        |framework: &&Framework| framework.requirements.iter().any(|requirement| requirement.excludable);
    if let Some(id) = id {
        let found = framework(judged, id)?.framework;
        return if excludable(&found) {
            Ok(found)
        } else {
            Err(AppError::usage(format!("`{id}` has no requirement that could be excluded"))
                .help("a Statement of Applicability is ISO/IEC 27001's; see `tickmark framework coverage`"))
        };
    }
    let register = &judged.loaded.register;
    let in_scope =
        program.frameworks.iter().filter_map(|scope| register.frameworks.get(scope.framework.as_str()));
    let mut found = in_scope.filter(excludable);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(_)) if *one.id == *"iso27001" => Ok(one),
        (Some(_), Some(other)) if *other.id == *"iso27001" => Ok(other),
        (Some(one), Some(other)) => Err(AppError::usage("more than one framework in scope has a statement")
            .help(format!("say which: `--framework {}` or `--framework {}`", one.id.value, other.id.value))),
        (None, _) => Err(AppError::usage("no framework in scope has a Statement of Applicability")
            .help("add `iso27001: {}` under `frameworks:` in policies/program.yaml")),
    }
}

fn past<'a>(pasts: &'a Pasts<'a>, framework: &Framework) -> Option<&'a SoaPast<'a>> {
    pasts.soas.iter().find(|past| past.soa.framework.value == framework.id.value)
}

/// The repository in the commit that carried the approval.
fn then(
    world: &World,
    global: &GlobalArgs,
    past: Option<&SoaPast<'_>>,
) -> Result<Option<Revision>, AppError> {
    let commit = past.and_then(|past| past.approved.as_ref()?.commit);
    commit.map(|commit| Revision::at(world, global, &commit.to_string())).transpose()
}

/// Who did something, and on which day.
pub(super) fn signed(act: &Act, program: &Program) -> Approval {
    let day = act.at.as_ref().map(|at| match at.when {
        Some(when) => when.date(&program.zone).to_string(),
        None => at.text.value.clone(),
    });
    Approval {
        by: act.by.as_ref().map(|by| by.value.clone()).unwrap_or_default(),
        on: day.unwrap_or_default(),
    }
}

/// The company's name.
pub(super) fn company(program: &Program) -> &str {
    program.company.as_ref().map_or("", |name| &name.value)
}

/// Full names of people and teams by short name.
pub(super) fn names(program: &Program) -> BTreeMap<String, String> {
    let person = |person: &crate::model::Person| {
        Some((person.short.value.clone(), person.name.as_ref()?.value.clone()))
    };
    let team = |team: &crate::model::Team| (team.short.value.clone(), format!("team {}", team.short.value));
    program.teams.iter().map(team).chain(program.people.iter().filter_map(person)).collect()
}

/// Sheets as a workbook.
pub(super) fn book(
    title: &str,
    company: &str,
    revision: &Revision,
    sheets: Vec<Sheet>,
) -> Result<Rendered, AppError> {
    let (title, company) = (title.to_owned(), company.to_owned());
    let bytes = workbook(&Book { title, company, day: revision.judged.as_of, sheets });
    bytes.map(Rendered::Bytes).map_err(|error| AppError::usage(error.to_string()))
}

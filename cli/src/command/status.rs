//! `tickmark status`: what is overdue, what is due soon, what waits, and whose it is.

use std::collections::BTreeMap;

use jiff::ToSpan as _;

use crate::app::pipeline::walk;
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::{Duty, agenda};
use crate::calendar::{Date, Window};
use crate::model::Program;
use crate::report::status::{StatusReport, full, ics, json, markdown, table, tsv};
use crate::report::trail::Style;

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many days to look ahead
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(0..=3660))]
    days: u16,
    /// Only what is this person's or team's; a person's teams count
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// How to print [default: full on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: each with its owner and what to do
    Full,
    /// One line each
    Table,
    /// For programs: tickmark/status/1
    Json,
    /// One line each between tabs
    Tsv,
    /// A calendar to subscribe to (iCalendar)
    Ics,
    /// Summary of a job, a wiki page
    Markdown,
}

/// Runs `status`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let usual = if world.output.terminal.is_terminal { Format::Full } else { Format::Tsv };
    let format = args.format.unwrap_or(usual);
    reported(world, global, args.days, args.owner.as_deref(), |report| {
        print(world, report, format)?;
        // What is written for people holds it already.
        if !matches!(format, Format::Full | Format::Markdown) {
            warn(world, report);
        }
        Ok(())
    })
}

/// The duties as a calendar, as `status --format ics` prints it; what does not stand in it is said.
pub(super) fn calendar(
    world: &World,
    global: &GlobalArgs,
    days: u16,
    owner: Option<&str>,
    deliver: impl FnOnce(&str) -> Result<(), AppError>,
) -> Result<Exit, AppError> {
    reported(world, global, days, owner, |report| {
        without_day(world, report);
        deliver(&ics(report))?;
        warn(world, report);
        Ok(())
    })
}

fn warn(world: &World, report: &StatusReport<'_>) {
    if let Some(doubt) = report.doubt() {
        world.output.say(&format!("warning: {doubt}\n"));
    }
}

/// Gathers the duties and hands them over.
fn reported(
    world: &World,
    global: &GlobalArgs,
    days: u16,
    owner: Option<&str>,
    deliver: impl FnOnce(&StatusReport<'_>) -> Result<(), AppError>,
) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let judged = walk(&scope)?;
    judged.trail()?;
    let program = judged.loaded.program()?;
    let until = horizon(judged.as_of, days);
    let window = Window { from: judged.lint_window().from, to: until }.cut();
    let assessment = judged.assess(window, None);
    let mut duties = agenda(&judged.loaded.register, &assessment, until);
    if let Some(owner) = owner {
        keep(&mut duties, program, owner)?;
    }
    let names = names(program);
    let report = StatusReport {
        duties: &duties,
        company: program.company.as_ref().map_or("", |name| &name.value),
        commit: assessment.commit.map(|commit| commit.to_string()),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        as_of: judged.as_of,
        until,
        days,
        owner,
        complete: assessment.complete,
        names: &names,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    deliver(&report)?;
    Ok(if assessment.complete { Exit::Done } else { Exit::CannotTell })
}

fn print(world: &World, report: &StatusReport<'_>, format: Format) -> Result<(), AppError> {
    match format {
        Format::Full => world.output.print(&full(report)),
        Format::Table => world.output.print(&table(report)),
        Format::Tsv => world.output.print(&tsv(report)),
        Format::Json => world.output.print_bytes(json(report).as_bytes()),
        Format::Markdown => world.output.print_bytes(markdown(report).as_bytes()),
        Format::Ics => {
            without_day(world, report);
            world.output.print_bytes(ics(report).as_bytes())
        }
    }
}

/// Says how many duties stand in no calendar.
fn without_day(world: &World, report: &StatusReport<'_>) {
    let left_out = report.duties.iter().filter(|duty| duty.due.is_none()).count();
    if left_out > 0 {
        let words = if left_out == 1 { "duty has" } else { "duties have" };
        world.output.say(&format!("note: {left_out} {words} no day and stand in no calendar\n"));
    }
}

/// The last day that is looked at.
fn horizon(as_of: Date, days: u16) -> Date {
    as_of.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
}

/// Keeps what belongs to a person, their teams, or a team.
fn keep(duties: &mut Vec<Duty>, program: &Program, owner: &str) -> Result<(), AppError> {
    let people = || program.people.iter().map(|person| person.short.value.as_str());
    let teams = || program.teams.iter().map(|team| team.short.value.as_str());
    let known = people().chain(teams()).any(|short| short == owner);
    let named = duties.iter().any(|duty| duty.owner.as_deref() == Some(owner));
    if !known && !named {
        let error = AppError::usage(format!("nobody is called `{owner}`"));
        return Err(match crate::text::did_you_mean(owner, people().chain(teams())) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("people and teams stand in policies/program.yaml, by short name"),
        });
    }
    let in_team = |short: &str| {
        program.team(short).is_some_and(|team| team.members.iter().any(|member| **member == *owner))
    };
    duties.retain(|duty| duty.owner.as_deref().is_some_and(|short| short == owner || in_team(short)));
    Ok(())
}

fn names(program: &Program) -> BTreeMap<String, String> {
    let name = |person: &crate::model::Person| {
        Some((person.short.value.clone(), person.name.as_ref()?.value.clone()))
    };
    program.people.iter().filter_map(name).collect()
}

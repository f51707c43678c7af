//! `tickmark trail`: the heat map over a window, or one control's story.

use std::collections::BTreeMap;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, Question, Scope, World};
use crate::assess::Assessment;
use crate::calendar::Window;
use crate::model::Audit;
use crate::report::trail::{
    Columns, Named, Style, TrailReport, csv, heat_map, incomplete, json, markdown, picture, stories, story,
    tsv,
};

/// Arguments of `trail`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An audit of program.yaml, and controls to show [default: the audit that is open, all its controls]
    #[arg(value_name = "AUDIT | CONTROL")]
    names: Vec<String>,
    /// Show this window instead of an audit's, with every control
    #[arg(long, value_name = "A..B")]
    window: Option<String>,
    /// Show every control, not only those of the audit's framework
    #[arg(long)]
    all: bool,
    /// Columns of the heat map [default: what fits the window]
    #[arg(long, value_name = "UNIT")]
    by: Option<By>,
    /// How to print [default: table on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    auditor: AuditorArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Week,
    Month,
    Quarter,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: the heat map, or the stories of the controls that are named
    Table,
    /// One occurrence a line, between tabs
    Tsv,
    /// One occurrence a line, for spreadsheets
    Csv,
    /// For programs: tickmark/trail/1
    Json,
    /// The heat map as a picture
    Svg,
    /// The heat map or the stories as a page
    Markdown,
}

/// Runs `trail`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let terminal = &world.output.terminal;
    let shape = (terminal.width, terminal.ascii, terminal.is_terminal);
    let question = Question::of(&scope, &(args, global.at.is_some(), shape));
    let question = question.filter(|_| args.auditor.names_no_file());
    if let Some(text) = question.as_ref().and_then(Question::answered) {
        world.output.print(&text)?;
        return Ok(Exit::Done);
    }
    let judged = walk(&scope)?;
    let (text, complete) = tell(world, global, args, &scope, &judged)?;
    world.output.print(&text)?;
    if !complete {
        return Ok(Exit::CannotTell);
    }
    if let Some(question) = question {
        question.answer(&judged, &text);
    }
    Ok(Exit::Done)
}

/// What there is to say, and whether that is all of it.
fn tell(
    world: &World,
    global: &GlobalArgs,
    args: &Args,
    scope: &Scope,
    judged: &Judged,
) -> Result<(String, bool), AppError> {
    judged.trail()?;
    let asked = Asked::of(judged, args)?;
    let program = judged.loaded.program()?;
    let auditor = args.auditor.resolve(world, global.at.is_some(), program, asked.audit)?;
    let audit = asked.audit.filter(|_| !args.all);
    let mut assessment = judged.graded(scope, asked.window, audit, &auditor)?;
    keep(&mut assessment, judged, &asked.controls)?;
    let controls = names(judged);
    let report = TrailReport {
        assessment: &assessment,
        company: program.company.as_ref().map_or("", |name| &name.value),
        audit: asked.audit.map(|audit| audit.id.value.as_str()),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        controls: &controls,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    let piped = if world.output.terminal.is_terminal { Format::Table } else { Format::Tsv };
    let columns = args.by.map_or_else(|| Columns::fitting(asked.window), Columns::from);
    let format = args.format.unwrap_or(piped);
    let text = match format {
        Format::Json => json(&report),
        Format::Tsv => tsv(&report),
        Format::Csv => csv(&report),
        Format::Svg => picture(&report, columns, program.fiscal),
        Format::Markdown if asked.controls.is_empty() => markdown(&report, columns, program.fiscal),
        Format::Markdown => stories(&report),
        Format::Table if asked.controls.is_empty() => {
            crate::report::trail::headed(&report, &heat_map(&report, columns, program.fiscal))
        }
        Format::Table => {
            let stories: Vec<String> =
                assessment.controls.iter().map(|control| story(&report, control)).collect();
            crate::report::trail::headed(&report, &stories.join("\n"))
        }
    };
    // The heat map says it itself.
    let is_said = format == Format::Table && asked.controls.is_empty();
    if let Some(what) = incomplete(&assessment).filter(|_| !is_said) {
        world.output.say(&format!("warning: {what}\n"));
    }
    Ok((text, assessment.complete))
}

impl From<By> for Columns {
    fn from(by: By) -> Self {
        match by {
            By::Week => Self::Week,
            By::Month => Self::Month,
            By::Quarter => Self::Quarter,
        }
    }
}

/// The window and the controls that were asked for.
struct Asked<'a> {
    audit: Option<&'a Audit>,
    window: Window,
    controls: Vec<String>,
}

impl<'a> Asked<'a> {
    fn of(judged: &'a Judged, args: &Args) -> Result<Self, AppError> {
        let program = judged.loaded.program()?;
        let mut controls = args.names.clone();
        if let Some(window) = &args.window {
            let window = Window::parse(window).ok_or_else(|| {
                AppError::usage(format!("`{window}` is not a window"))
                    .help("write two days in order and at most 30 years apart, like 2026-01-01..2026-09-30")
            })?;
            return Ok(Self { audit: None, window, controls });
        }
        let named = controls.first().filter(|name| program.audit(name).is_some()).cloned();
        let audit = match named {
            Some(name) => {
                controls.remove(0);
                judged.loaded.audit(&name)?
            }
            None => match controls.first().filter(|name| !is_control(judged, name)) {
                Some(name) => return Err(unknown(judged, name)),
                None => current(judged)?,
            },
        };
        let window = audit.window.as_ref().map(|window| window.value).ok_or_else(|| {
            AppError::usage(format!("audit `{}` has no window", audit.id.value)).help(
                "give it `window: A..B` or `on: DATE` in policies/program.yaml, or pass `--window A..B`",
            )
        })?;
        Ok(Self { audit: Some(audit), window, controls })
    }
}

/// The audit that is open on the as-of day, else the one that ended last, else the next one.
pub(super) fn current(judged: &Judged) -> Result<&Audit, AppError> {
    let program = judged.loaded.program()?;
    let dated = || program.audits.iter().filter_map(|audit| Some((audit.window.as_ref()?.value, audit)));
    let day = judged.as_of;
    let longest = |(window, _): &(Window, &Audit)| (window.to - window.from).get_days();
    let open = dated().filter(|(window, _)| window.contains(day)).max_by_key(longest);
    let ended = || {
        dated()
            .filter(|(window, _)| window.to < day)
            .max_by_key(|(window, _)| (window.to, std::cmp::Reverse(window.from)))
    };
    let next = || dated().min_by_key(|(window, _)| window.from);
    open.or_else(ended).or_else(next).map(|(_, audit)| audit).ok_or_else(|| {
        AppError::usage("there is no audit in policies/program.yaml")
            .help("pass `--window 2026-01-01..2026-09-30`")
    })
}

fn is_control(judged: &Judged, name: &str) -> bool {
    judged.loaded.register.controls.has(name)
        || judged.loaded.register.records.iter().any(|record| *record.control == *name)
}

fn unknown(judged: &Judged, name: &str) -> AppError {
    let audits = judged.loaded.register.program.iter().flat_map(|program| &program.audits);
    let known = audits.map(|audit| audit.id.value.as_str()).chain(judged.loaded.register.controls.names());
    let error = AppError::usage(format!("`{name}` is neither an audit nor a control"));
    match crate::text::did_you_mean(name, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("audits stand in policies/program.yaml, controls in policies/controls/"),
    }
}

/// Keeps only the controls that were asked for.
fn keep(assessment: &mut Assessment, judged: &Judged, wanted: &[String]) -> Result<(), AppError> {
    for name in wanted {
        if assessment.control(name).is_none() {
            return Err(if is_control(judged, name) {
                AppError::usage(format!("`{name}` has nothing to show in {}", assessment.window))
                    .help("pass `--all`, or another window")
            } else {
                unknown(judged, name)
            });
        }
    }
    if !wanted.is_empty() {
        assessment.controls.retain(|control| wanted.contains(&control.id));
    }
    Ok(())
}

fn names(judged: &Judged) -> BTreeMap<String, Named> {
    let controls = judged.loaded.register.controls.by_id();
    let text =
        |text: &Option<crate::model::Text>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
    controls
        .map(|control| {
            (control.id.value.clone(), Named { title: text(&control.title), owner: text(&control.owner) })
        })
        .collect()
}

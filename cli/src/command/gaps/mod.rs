//! `tickmark gaps AUDIT | FRAMEWORK`: what an auditor would find today; `--plan`: what to do in which order.

mod minimum;
mod plan;
mod subject;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::{DryRun, GapsInput, Measure, Reached, Side, Using, answered, dry_run, gaps, reached};
use crate::calendar::Window;
use crate::command::gaps::minimum::{exit, minima, minimum};
use crate::command::gaps::subject::Subject;
use crate::report::gaps::{GapsReport, book, csv, full, json, markdown, tsv};
use crate::report::trail::Style;
use crate::sheet::{Book, workbook};

/// Arguments of `gaps`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An audit of program.yaml, or a framework in scope; with --using also one that is not
    #[arg(value_name = "AUDIT | FRAMEWORK", required_unless_present = "plan")]
    subject: Option<String>,
    /// Exit with 1 when a share is smaller: coverage, evidence, on-time, reviewed or policies; may be
    /// repeated
    #[arg(long, value_name = "SHARE=N%", value_parser = minimum, value_delimiter = ',')]
    min: Vec<(Measure, u32)>,
    /// What controls that were made for this framework may already do, through crosswalks; may be
    /// repeated
    #[arg(long, value_name = "FRAMEWORK", value_delimiter = ',')]
    using: Vec<String>,
    /// Look at categories of the framework other than those in scope
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    categories: Vec<String>,
    /// Only the dry run: whether a period of evidence exists for the controls that answer most
    #[arg(long)]
    dry_run: bool,
    /// How many controls the dry run looks at
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Look at this window instead of the audit's
    #[arg(long, value_name = "A..B")]
    window: Option<String>,
    /// What to do in which order, from what is on file
    #[arg(long, conflicts_with_all = ["subject", "min", "using", "categories", "dry_run", "window"])]
    plan: bool,
    /// How to print [default: full on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: by area, each with what to do
    #[value(alias = "table")]
    Full,
    /// For programs: tickmark/gaps/1, with --plan tickmark/plan/1
    Json,
    /// One line each between tabs
    Tsv,
    /// For spreadsheets
    Csv,
    /// A workbook with everything
    Xlsx,
    /// Summary of a job, a wiki page
    Markdown,
}

/// Runs `gaps`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let mut judged = walk(&scope)?;
    judged.trail()?;
    let Some(name) = args.subject.as_deref().filter(|_| !args.plan) else {
        return plan::run(world, &scope, judged, args.format);
    };
    if !args.using.is_empty() {
        let spoken: Vec<&str> = args.using.iter().map(String::as_str).chain([name]).collect();
        judged.loaded.speak_of(&spoken);
    }
    let given = args.window.as_deref().map(read_window).transpose()?;
    let subject = Subject::of(&judged, name, !args.using.is_empty(), &args.categories, given)?;
    let beside = Beside::of(&judged, &subject, args)?;
    let assessment = subject.assess(&judged);
    let pasts = judged.pasts();
    let found = gaps(&GapsInput {
        register: &judged.loaded.register,
        assessment: &assessment,
        framework: subject.framework,
        scope: &subject.scope,
        audit: subject.audit,
        pasts: &pasts.policies,
        soas: &pasts.soas,
        others: &beside.others,
    });
    let open: Vec<&str> = found.open.iter().map(String::as_str).collect();
    let (using, trials) = beside.look(&judged, &subject, &open, found.of, args);
    let minima = minima(&args.min, &found.shares)?;
    let program = judged.loaded.program()?;
    let (title, beyond) = (subject.title(), subject.beyond());
    let groups = subject.framework.groups.iter();
    let titled = |group: &'_ crate::model::RequirementGroup| {
        (group.id.value.clone(), group.title.as_ref().map(|title| title.value.clone()).unwrap_or_default())
    };
    let groups: Vec<(String, String)> = groups.map(titled).collect();
    let groups: Vec<(&str, &str)> = groups.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
    let report = GapsReport {
        gaps: &found,
        company: program.company.as_ref().map_or("", |name| &name.value),
        subject: name,
        title: &title,
        framework: &subject.framework.id,
        groups: &groups,
        beyond: beyond.as_deref(),
        window: if args.dry_run { subject.period(judged.as_of) } else { assessment.window },
        commit: assessment.commit.map(|commit| commit.to_string()),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        as_of: judged.as_of,
        complete: assessment.complete,
        asked: &minima,
        using: using.as_ref(),
        dry_run: trials.as_ref(),
        only_dry_run: args.dry_run,
        verbose: global.verbose,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    print(world, &report, args.format)?;
    Ok(exit(&assessment, &minima))
}

fn print(world: &World, report: &GapsReport<'_>, format: Option<Format>) -> Result<(), AppError> {
    let usual = if world.output.terminal.is_terminal { Format::Full } else { Format::Tsv };
    match format.unwrap_or(usual) {
        Format::Full => world.output.print(&full(report)),
        Format::Tsv => world.output.print(&tsv(report)),
        Format::Csv => world.output.print_bytes(csv(report).as_bytes()),
        Format::Xlsx => world.output.print_bytes(&written(&book(report))?),
        Format::Json => world.output.print_bytes(json(report).as_bytes()),
        Format::Markdown => world.output.print_bytes(markdown(report).as_bytes()),
    }
}

/// The bytes of a workbook.
fn written(book: &Book) -> Result<Vec<u8>, AppError> {
    workbook(book).map_err(|error| AppError::usage(error.to_string()))
}

fn read_window(text: &str) -> Result<Window, AppError> {
    Window::parse(text).ok_or_else(|| {
        AppError::usage(format!("`{text}` is not a window"))
            .help("write two days in order and at most 30 years apart, like 2026-01-01..2026-09-30")
    })
}

/// What is looked at beside the gaps.
struct Beside<'a> {
    /// The frameworks that may lead to the subject.
    others: Vec<Side<'a>>,
    /// True when they were asked for.
    asked: bool,
}

impl<'a> Beside<'a> {
    /// The frameworks that were named, else those in scope.
    fn of(judged: &'a Judged, subject: &Subject<'_>, args: &Args) -> Result<Self, AppError> {
        let asked = !args.using.is_empty();
        let others = if asked {
            let named = args.using.iter().map(|id| crate::command::crosswalk::framework(judged, id));
            named.collect::<Result<Vec<Side<'a>>, AppError>>()?
        } else {
            let scopes = &judged.loaded.program()?.frameworks;
            let side = |id: &str| Side::of(&judged.loaded.register, id);
            scopes.iter().filter_map(|scope| side(&scope.framework)).collect()
        };
        let itself = others.iter().find(|other| asked && *other.id() == *subject.framework.id.value);
        if let Some(itself) = itself {
            return Err(AppError::usage(format!("`{}` is held against itself", itself.id()))
                .help("name another framework; `tickmark framework list` says which there are"));
        }
        Ok(Self { others, asked })
    }

    /// What leads to the requirements that are open, and the dry run.
    fn look<'s>(
        &self,
        judged: &'s Judged,
        subject: &'s Subject<'s>,
        open: &[&str],
        of: usize,
        args: &Args,
    ) -> (Option<Using<'s>>, Option<DryRun<'s>>)
    where
        'a: 's,
    {
        if !self.asked && !args.dry_run {
            return (None, None);
        }
        let register = &judged.loaded.register;
        let mut found: Vec<Reached<'s>> = reached(register, subject.side(), &self.others);
        found.retain(|one| open.contains(&one.requirement.id.as_str()));
        let assessment = judged.assess(subject.period(judged.as_of), None);
        // Without --using a dry run is about what is claimed, and claimed only.
        let leads = if self.asked { found.as_slice() } else { &[] };
        let carried = answered(register, subject.side(), leads);
        let trials = dry_run(register, &assessment, &carried, args.top);
        let connected = |other: &str| register.between(&subject.framework.id, other).is_some();
        let frameworks: Vec<(&'s str, bool)> =
            self.others.iter().map(|other| (other.id(), connected(other.id()))).collect();
        let using = self.asked.then(|| Using::new(frameworks, of, found, &assessment));
        (using, Some(trials))
    }
}

//! `tickmark lint [PATHS]`: everything that is wrong, in one run.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, Limit, Scope, World, keep_new, write_file};
use crate::assess::renamed;
use crate::finding::{Findings, Level};
use crate::report::{Format, Report, Style};
use crate::rules::{RULES, RuleSelection};
use crate::text::did_you_mean;
use crate::trust::Provenance;

/// What stands behind the flags in the long help.
const MORE: &str = "\
Which rules run, and at what level; what stands first counts first:
  1. --ignore RULE           the rule is not judged, also where --select names it
  2. --select RULE           of the others only these are judged
  3. # tickmark: ignore[RULE] until=DATE why
                             sets aside what the rule says about one line
  4. lint.rules, the rule    {level: off|note|warning|error, because: why, until: DATE}
  5. lint.rules, its group   the same
  6. the rule's own level    `tickmark explain` lists rules, groups and levels
RULE is a rule or a group of rules, in a comment a rule. What is off or set aside with a reason
is not counted, and is printed with --verbose and in the packet; without a reason it counts. After
its last day a setting or comment no longer counts, and is an error.

From which level on the exit code is 1: --fail-on, else lint.fail_on of program.yaml, else error.";

/// Arguments of `lint`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub struct Args {
    /// Report only on these files and folders; the whole repository is read all the same
    paths: Vec<PathBuf>,
    /// Judge what the next commit would hold: what the index names, whatever lies on disk
    #[arg(long)]
    staged: bool,
    /// Report only what another revision does not have: `--only-new --base main`
    #[arg(long, requires = "base")]
    only_new: bool,
    /// The revision that findings are held against, with --only-new
    #[arg(long, value_name = "REV", requires = "only_new")]
    base: Option<String>,
    /// Judge only these rules or groups of rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,
    /// Leave out these rules or groups of rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Exit with 3 when a rule could not be judged, as on a shallow clone
    #[arg(long)]
    strict: bool,
    /// From which level on to exit with 1 [default: `lint.fail_on` of program.yaml, else error]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "full", value_parser = formats())]
    format: Format,
    /// Write the report to a file as well, in a format of its own; may be repeated. FORMAT is full,
    /// concise, json, github, gitlab, sarif, junit or markdown
    #[arg(short, long = "output", value_name = "FORMAT:PATH", value_parser = target)]
    outputs: Vec<Target>,
    #[command(flatten)]
    auditor: AuditorArgs,
}

/// From which level on findings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

/// One more output.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) path: PathBuf,
}

/// Runs `lint`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let selection = RuleSelection::new(&args.select, &args.ignore).map_err(AppError::from)?;
    let scope = if args.staged { Scope::of_index(world, global)? } else { Scope::find(world, global)? };
    let judged = walk(&scope)?;
    let (assessment, provenance) = rayon::join(
        || judged.assess(judged.lint_window(), None),
        || provenance(world, global, args, &scope, &judged, &selection),
    );
    let provenance = provenance?;
    let mut findings = judged.judge(Some(&assessment), provenance.as_ref(), &selection);
    if let Some(base) = &args.base {
        only_new(world, global, args, (&scope, base), (&judged, &mut findings), &selection)?;
    }
    let limit = Limit::read(world, &scope, &judged.loaded.snapshot, &args.paths, "lint")?;
    findings.list_mut().retain(|finding| limit.takes(&finding.path));

    let program = judged.loaded.register.program.as_ref();
    let company = program.and_then(|program| program.company.as_ref());
    let title = company.map_or_else(|| "lint".to_owned(), |company| format!("{} · lint", company.value));

    let fail_on = program.and_then(|program| program.fail_on.as_ref()).map(|word| word.value.as_str());
    let threshold = args.fail_on.map_or_else(|| configured(fail_on), FailOn::level);
    let reached = threshold.is_some_and(|threshold| findings.worst() >= Some(threshold));
    let exit = if program.is_none() {
        Exit::Usage
    } else if reached {
        Exit::No
    } else if args.strict && !findings.not_evaluated.is_empty() {
        Exit::CannotTell
    } else {
        Exit::Done
    };
    let rules: Vec<_> = RULES.iter().filter(|rule| selection.takes(rule)).map(|rule| &rule.meta).collect();
    let report = Report {
        title: &title,
        findings: &findings,
        snapshot: &judged.loaded.snapshot,
        as_of: judged.as_of,
        prefix: &scope.prefix,
        rules: &rules,
        threshold,
        exit: exit.code(),
        change: &BTreeSet::new(),
    };
    let written = write(world, global, &args.outputs, &report);
    print(world, global, args, &report)?;
    written?;
    if args.staged {
        judged.loaded.keep(&scope);
    }
    // The process ends here: nobody is helped by taking thousands of small values apart one by one.
    std::mem::forget((judged, assessment));
    Ok(exit)
}

/// Leaves only findings that another revision does not have, judged on the same day.
fn only_new(
    world: &World,
    global: &GlobalArgs,
    args: &Args,
    (scope, base): (&Scope, &str),
    (judged, findings): (&Judged, &mut Findings),
    selection: &RuleSelection,
) -> Result<(), AppError> {
    let global = GlobalArgs { at: Some(base.to_owned()), ..global.clone() };
    let there = Scope { as_of: Some(judged.as_of), ..Scope::of_commit(world, &global)? };
    if there.prefix != scope.prefix {
        return Err(AppError::usage(format!("`{base}` has its compliance repository in another folder"))
            .help("name a revision that has it where it is now"));
    }
    let other = walk(&there)?;
    let assessment = other.assess(other.lint_window(), None);
    let provenance = provenance(world, &global, args, &there, &other, selection)?;
    let before = other.judge(Some(&assessment), provenance.as_ref(), selection);
    let renamed = renamed(&other.loaded.register, &judged.loaded.register);
    let fresh = keep_new((before, &other.loaded.snapshot), (findings, &judged.loaded.snapshot), &renamed);
    // What is set aside counts for nothing, and is shown as ever with `--verbose`.
    findings.extend(fresh.set_aside);
    let whole = std::mem::take(findings);
    *findings = whole.finish();
    Ok(())
}

/// Verifies signatures, where a rule that is selected looks at them.
fn provenance(
    world: &World,
    global: &GlobalArgs,
    args: &Args,
    scope: &Scope,
    judged: &Judged,
    selection: &RuleSelection,
) -> Result<Option<Provenance>, AppError> {
    let Some(program) = judged.loaded.register.program.as_ref().filter(|_| selection.needs_provenance())
    else {
        return Ok(None);
    };
    let auditor = args.auditor.resolve(world, global.at.is_some(), program, None)?;
    judged.provenance(scope, &auditor)
}

/// Writes every output that can be written; one that cannot does not keep the others back.
fn write(
    world: &World,
    global: &GlobalArgs,
    targets: &[Target],
    report: &Report<'_>,
) -> Result<(), AppError> {
    let style = Style { verbose: global.verbose, ..Style::PLAIN };
    let mut failed = None;
    for target in targets {
        let text = report.render(target.format, style);
        if let Err(error) = write_file(&world.folder.join(&target.path), text.as_bytes())
            && let Some(earlier) = failed.replace(error)
        {
            world.output.error(&earlier);
        }
    }
    failed.map_or(Ok(()), Err)
}

fn print(world: &World, global: &GlobalArgs, args: &Args, report: &Report<'_>) -> Result<(), AppError> {
    let terminal = world.output.terminal;
    let style = Style {
        // Only a terminal has an edge to keep to.
        width: if terminal.is_terminal { terminal.width } else { Style::PLAIN.width },
        ascii: terminal.ascii || !terminal.is_terminal,
        color: terminal.color,
        verbose: global.verbose,
    };
    let text = report.render(args.format, style);
    if args.format.is_for_people() {
        world.output.print(&text)?;
    } else {
        world.output.print_bytes(text.as_bytes())?;
    }
    if !args.format.counts() {
        if let Some(not_judged) = report.not_judged() {
            world.output.say(&format!("note: {}: {}\n", not_judged.message, not_judged.rules));
        }
        world.output.say(&format!("{}\n", report.summary()));
        if let Some(fixable) = report.fixable() {
            world.output.say(&format!("{fixable}\n"));
        }
    }
    Ok(())
}

impl FailOn {
    pub(super) fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Note => Some(Level::Note),
            Self::Never => None,
        }
    }
}

/// `lint.fail_on`; the schema speaks about other words.
pub(super) fn configured(word: Option<&str>) -> Option<Level> {
    match word {
        Some("never") => None,
        Some("warning") => Some(Level::Warning),
        Some("note") => Some(Level::Note),
        Some(_) | None => Some(Level::Error),
    }
}

/// The formats with what each is for, as `--help` and completions show them.
pub(super) fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(values).try_map(|name| format(&name))
}

fn format(name: &str) -> Result<Format, String> {
    Format::parse(name).ok_or_else(|| {
        let names = || Format::ALL.iter().map(|format| format.name());
        match did_you_mean(name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the formats are {}", names().collect::<Vec<_>>().join(", ")),
        }
    })
}

pub(super) fn target(text: &str) -> Result<Target, String> {
    let (name, path) = text.split_once(':').ok_or("write it like `json:findings.json`")?;
    if path.is_empty() {
        return Err("write it like `json:findings.json`".to_owned());
    }
    Ok(Target { format: format(name)?, path: PathBuf::from(path) })
}

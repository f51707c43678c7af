//! `tickmark check --base REV [--head REV]`: what a change would do.

mod approval;

use std::collections::{BTreeMap, BTreeSet};

use crate::app::pipeline::{Judged, Proposal, propose};
use crate::app::{AppError, Exit, Fresh, GlobalArgs, Scope, World, keep_new, write_file};
use crate::assess::{Assessment, Comparison, Concern, State, concerns, lookers, renamed};
use crate::command::lint::{FailOn, Target, configured, formats, target};
use crate::finding::{Findings, Level};
use crate::model::Program;
use crate::place::RepoPath;
use crate::report::check::{Approval, CheckReport, full, github, gitlab, json, markdown};
use crate::report::compare::End;
use crate::report::{Format, Report, Style, trail};
use crate::rules::{RULES, Reach, RuleSelection};

/// What stands behind the flags in the long help.
const MORE: &str = "\
What is judged is the merge: the change is merged into the base in memory, and the result is held
against the base. Nothing is written, and nothing that the base did meanwhile is told as the
change's. Where both sides changed the same lines, the files are named, what the change does is told
against the commit that both come from, and the exit code is 3.

A finding is new when the base does not have it: moved lines, renamed files and days that pass make
none. What somebody should look at (a control that asks for less, a requirement without cover,
edited evidence, an exclusion, a risk that weighs more, a rule that is switched off) counts as a
warning: with --fail-on warning it fails the run. That takes the place of `control-weakened`, which
looks back to the beginning of the window. Rules of the group `history` look at commits that are
there already, and are left to `lint`.

--require-approval asks for a trailer `Approved-by:`, `Reviewed-by:` or `Acked-by:` of the owner, for
each thing to look at: in the newest commit of the change, or in each of its commits. Nobody approves
what they wrote; where the owner did, anybody else in the programme may.";

/// What `check` tells in its own way, held against the base, and what is not about a change.
const LEFT_TO_OTHERS: [&str; 2] = ["control-weakened", "history"];

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub struct Args {
    /// The branch that the change is for: a branch, tag or commit
    #[arg(long, value_name = "REV")]
    base: String,
    /// The change [default: HEAD]
    #[arg(long, value_name = "REV")]
    head: Option<String>,
    /// Exit with 1 when an owner has not approved what asks for less
    #[arg(long)]
    require_approval: bool,
    /// From which level on to exit with 1 [default: `lint.fail_on` of program.yaml, else error]
    #[arg(long, value_name = "LEVEL")]
    fail_on: Option<FailOn>,
    /// How to print; concise, sarif and junit hold the new findings alone
    #[arg(long, value_name = "FORMAT", default_value = "full", value_parser = formats())]
    format: Format,
    /// Write the report to a file as well, in a format of its own; may be repeated
    #[arg(short, long = "output", value_name = "FORMAT:PATH", value_parser = target)]
    outputs: Vec<Target>,
}

/// Runs `check`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage(
            "`check` takes the change from `--head`, and `--at` names another revision",
        )
        .help("name the change with `--head REV`"));
    }
    let head = args.head.as_deref().unwrap_or("HEAD");
    let scope = Scope::of_commit(world, &GlobalArgs { at: Some(head.to_owned()), ..global.clone() })?;
    let repository = scope.repository()?;
    let base = repository.resolve(&args.base)?;
    let resolved = scope.revision.clone().ok_or_else(|| AppError::usage("there is no change to look at"))?;
    let proposal = propose(&scope, base.commit, resolved.commit)?;
    let done = Done::of(&proposal);
    let program = proposal.after.loaded.register.program.as_ref();
    let approvals = args.require_approval.then(|| approval::approvals(&proposal, &done.concerns));
    let exit = exit(&proposal, &done, args, approvals.as_deref());
    let company = program.and_then(|program| program.company.as_ref());
    let company = company.map(|company| company.value.clone()).unwrap_or_default();
    let rules: Vec<_> =
        RULES.iter().filter(|rule| done.selection.takes(rule)).map(|rule| &rule.meta).collect();
    let change: BTreeSet<RepoPath> = proposal.changes.iter().map(|change| change.path.clone()).collect();
    let title = format!("{company} · check");
    let shown = |name: Option<String>, asked: &str| name.filter(|_| asked != "HEAD");
    let report = CheckReport {
        findings: Report {
            title: &title,
            findings: &done.findings,
            snapshot: &proposal.after.loaded.snapshot,
            as_of: proposal.after.as_of,
            prefix: &scope.prefix,
            rules: &rules,
            threshold: threshold(args, proposal.before.loaded.register.program.as_ref()),
            exit: exit.code(),
            change: &change,
        },
        set_aside: &done.fresh.set_aside,
        resolved: done.fresh.resolved,
        comparison: &done.comparison,
        concerns: &done.concerns,
        lookers: &lookers(&done.comparison, &done.concerns, proposal.after.as_of, program),
        handles: &handles(program),
        approvals: approvals.as_deref(),
        conflicts: &proposal.conflicts,
        base: End { commit: proposal.base.to_string(), name: shown(base.name, &args.base) },
        head: End { commit: proposal.head.to_string(), name: shown(resolved.name, head) },
        fork: proposal.fork.to_string(),
        commits: proposal.commits.len(),
        company: &company,
        style: trail::Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    let written = write(world, &args.outputs, &report);
    print(world, global, args.format, &report)?;
    written?;
    proposal.before.loaded.keep(&scope);
    // The process ends here: nobody is helped by taking thousands of small values apart one by one.
    std::mem::forget((proposal, done.comparison));
    Ok(exit)
}

/// What came of a change.
struct Done {
    selection: RuleSelection,
    findings: Findings,
    fresh: Fresh,
    comparison: Comparison,
    concerns: Vec<Concern>,
}

impl Done {
    fn of(proposal: &Proposal) -> Self {
        let (before, after) = (&proposal.before, &proposal.after);
        let selection = RuleSelection::new(&[], &LEFT_TO_OTHERS).unwrap_or_default();
        let judge = |judged: &Judged| -> (Assessment, Findings) {
            let assessment = judged.assess(judged.lint_window(), None);
            let findings = judged.judge(Some(&assessment), None, &selection);
            (assessment, findings)
        };
        let ((old, was), (new, mut findings)) = rayon::join(|| judge(before), || judge(after));
        let renamed = renamed(&before.loaded.register, &after.loaded.register);
        let fresh =
            keep_new((was, &before.loaded.snapshot), (&mut findings, &after.loaded.snapshot), &renamed);
        let (first, second) = (before.loaded.sources(), after.loaded.sources());
        let old = State { register: &before.loaded.register, sources: &first, assessment: Some(&old) };
        let new = State { register: &after.loaded.register, sources: &second, assessment: Some(&new) };
        let comparison = Comparison::of(old, new);
        let concerns = concerns(&comparison, old, new);
        Self { selection, findings, fresh, comparison, concerns }
    }
}

fn threshold(args: &Args, program: Option<&Program>) -> Option<Level> {
    let word = program.and_then(|program| program.fail_on.as_ref()).map(|word| word.value.as_str());
    args.fail_on.map_or_else(|| configured(word), FailOn::level)
}

/// What is not as it should be counts before what cannot be told.
fn exit(proposal: &Proposal, done: &Done, args: &Args, approvals: Option<&[Approval]>) -> Exit {
    // The base decides from when on a change fails: a change does not lower its own bar.
    let bar = proposal.before.loaded.register.program.as_ref();
    let worst = done.findings.worst().max((!done.concerns.is_empty()).then_some(Level::Warning));
    let reached = threshold(args, bar).is_some_and(|threshold| worst >= Some(threshold));
    let missing = approvals.into_iter().flatten().any(|one| one.given.is_none());
    if proposal.after.loaded.register.program.is_none() {
        Exit::Usage
    } else if reached || missing {
        Exit::No
    } else if !proposal.conflicts.is_empty() || proposal.after.reach != Reach::Complete {
        Exit::CannotTell
    } else {
        Exit::Done
    }
}

/// The forge's names of people.
fn handles(program: Option<&Program>) -> BTreeMap<String, String> {
    let people = program.into_iter().flat_map(|program| &program.people);
    people.filter_map(|one| Some((one.short.value.clone(), one.handle.as_ref()?.value.clone()))).collect()
}

fn rendered(report: &CheckReport<'_>, format: Format, style: Style) -> String {
    match format {
        Format::Full => full(report, style),
        Format::Json => json(report),
        Format::Github => github(report),
        Format::Gitlab => gitlab(report),
        Format::Markdown => markdown(report),
        Format::Concise | Format::Sarif | Format::Junit => report.findings.render(format, style),
    }
}

/// Writes every output that can be written; one that cannot does not keep the others back.
fn write(world: &World, targets: &[Target], report: &CheckReport<'_>) -> Result<(), AppError> {
    let mut failed = None;
    for target in targets {
        let text = rendered(report, target.format, Style::PLAIN);
        if let Err(error) = write_file(&world.folder.join(&target.path), text.as_bytes())
            && let Some(earlier) = failed.replace(error)
        {
            world.output.error(&earlier);
        }
    }
    failed.map_or(Ok(()), Err)
}

fn print(
    world: &World,
    global: &GlobalArgs,
    format: Format,
    report: &CheckReport<'_>,
) -> Result<(), AppError> {
    let terminal = world.output.terminal;
    let style = Style {
        width: if terminal.is_terminal { terminal.width } else { Style::PLAIN.width },
        ascii: terminal.ascii || !terminal.is_terminal,
        color: terminal.color,
        verbose: global.verbose,
    };
    let text = rendered(report, format, style);
    if format.is_for_people() {
        world.output.print(&text)?;
    } else {
        world.output.print_bytes(text.as_bytes())?;
    }
    if format != Format::Json
        && let Some(not_judged) = report.findings.not_judged()
    {
        world.output.say(&format!("note: {}: {}\n", not_judged.message, not_judged.rules));
    }
    Ok(())
}

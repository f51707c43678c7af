//! `tickmark gaps AUDIT | FRAMEWORK`: what an auditor would find today.

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Exit, GlobalArgs, Scope, World};
use crate::assess::{Assessment, GapsInput, Measure, OpenClause, gaps};
use crate::calendar::Window;
use crate::model::{Audit, AuditType, Framework, Scope as InScope};
use crate::packet::{self, Material, Options};
use crate::report::gaps::{Asked, GapsReport, full, json, markdown, tsv};
use crate::report::trail::Style;
use crate::text::did_you_mean;

/// Arguments of `gaps`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An audit of program.yaml, or a framework in scope
    #[arg(value_name = "AUDIT | FRAMEWORK")]
    subject: String,
    /// Exit with 1 when a share is smaller: coverage, evidence, on-time, reviewed or policies; may be
    /// repeated
    #[arg(long, value_name = "SHARE=N%", value_parser = minimum, value_delimiter = ',')]
    min: Vec<(Measure, u32)>,
    /// How to print [default: full on a terminal, tsv in a pipe]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people: by area, each with what to do
    Full,
    /// For programs: tickmark/gaps/1
    Json,
    /// One line each between tabs
    Tsv,
    /// Summary of a job, a wiki page
    Markdown,
}

/// Runs `gaps`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let judged = walk(&scope)?;
    judged.trail()?;
    let asked = Subject::of(&judged, &args.subject)?;
    let assessment = asked.assess(&judged);
    let clauses = asked.open_clauses(&judged, &assessment)?;
    let pasts = judged.pasts();
    let found = gaps(&GapsInput {
        register: &judged.loaded.register,
        assessment: &assessment,
        framework: asked.framework,
        scope: asked.scope,
        audit: asked.audit,
        pasts: &pasts.policies,
        clauses: &clauses,
    });
    let minima = minima(&args.min, &found.shares)?;
    let program = judged.loaded.program()?;
    let title = asked.title();
    let report = GapsReport {
        gaps: &found,
        company: program.company.as_ref().map_or("", |name| &name.value),
        subject: &args.subject,
        title: &title,
        framework: &asked.framework.id,
        window: assessment.window,
        commit: assessment.commit.map(|commit| commit.to_string()),
        reference: scope.revision.as_ref().and_then(|resolved| resolved.name.as_deref()),
        as_of: judged.as_of,
        complete: assessment.complete,
        asked: &minima,
        style: Style { width: world.output.terminal.width, ascii: world.output.terminal.ascii },
    };
    let usual = if world.output.terminal.is_terminal { Format::Full } else { Format::Tsv };
    match args.format.unwrap_or(usual) {
        Format::Full => world.output.print(&full(&report))?,
        Format::Tsv => world.output.print(&tsv(&report))?,
        Format::Json => world.output.print_bytes(json(&report).as_bytes())?,
        Format::Markdown => world.output.print_bytes(markdown(&report).as_bytes())?,
    }
    Ok(exit(&assessment, &minima))
}

/// What is not reached counts before what cannot be told.
fn exit(assessment: &Assessment, minima: &[Asked]) -> Exit {
    if minima.iter().any(|asked| asked.reached() == Some(false)) {
        Exit::No
    } else if !assessment.complete || minima.iter().any(|asked| asked.reached().is_none()) {
        Exit::CannotTell
    } else {
        Exit::Done
    }
}

/// What was asked for.
struct Subject<'a> {
    audit: Option<&'a Audit>,
    framework: &'a Framework,
    scope: &'a InScope,
    window: Window,
}

impl<'a> Subject<'a> {
    fn of(judged: &'a Judged, name: &str) -> Result<Self, AppError> {
        let program = judged.loaded.program()?;
        let audit = program.audit(name);
        let id = match audit {
            Some(audit) => audit.framework.as_ref().map(|id| id.value.as_str()).ok_or_else(|| {
                AppError::usage(format!("audit `{name}` names no framework"))
                    .help("add `framework:` to it in policies/program.yaml")
            })?,
            None => name,
        };
        let scope = program.scope(id).ok_or_else(|| unknown(judged, name, id))?;
        let framework = judged.loaded.register.frameworks.get(id).ok_or_else(|| {
            AppError::usage(format!("`{id}` is neither built in nor in policies/frameworks/"))
                .help("pin its catalog in policies/frameworks/")
        })?;
        let window = match audit {
            Some(audit) => audit.window.as_ref().map(|window| window.value).ok_or_else(|| {
                AppError::usage(format!("audit `{name}` has no window"))
                    .help("give it `window: A..B` or `on: DATE` in policies/program.yaml")
            })?,
            None => judged.lint_window(),
        };
        Ok(Self { audit, framework, scope, window })
    }

    /// The controls of the framework, with everything that they have in the window.
    fn assess(&self, judged: &Judged) -> Assessment {
        let mut assessment = judged.assess(self.window, self.audit);
        if self.audit.is_none() {
            let register = &judged.loaded.register;
            let claims = |id: &str| {
                let control = register.controls.get(id);
                control.is_some_and(|control| control.satisfies.of(&self.framework.id).next().is_some())
            };
            assessment.controls.retain(|control| claims(&control.id));
        }
        assessment
    }

    /// Clauses of a management system that nothing answers, as its packet tells them.
    fn open_clauses(&self, judged: &Judged, assessment: &Assessment) -> Result<Vec<OpenClause>, AppError> {
        let Some(audit) = self.audit.filter(|_| *self.framework.id == *"iso27001") else {
            return Ok(Vec::new());
        };
        if packet::Layout::of(audit).is_err() {
            return Ok(Vec::new());
        }
        let trail = judged.trail()?;
        let head = trail.head().ok_or_else(|| AppError::usage("the repository has no commit yet"))?;
        let contents = judged.contents();
        let context = packet::context(&Material {
            register: &judged.loaded.register,
            trail,
            audit,
            assessment,
            as_of: judged.as_of,
            commit: head.id,
            contents: &contents,
            comments: &judged.loaded.comments,
            options: &Options { draft: true, ..Options::default() },
        })?;
        let clauses = context.iso.into_iter().flat_map(|iso| iso.clauses);
        let open = clauses.filter(|clause| !clause.gap.is_empty());
        Ok(open.map(|clause| OpenClause { id: clause.id, title: clause.title, gap: clause.gap }).collect())
    }

    /// `SOC 2 Trust Services Criteria, Type 2`
    fn title(&self) -> String {
        let kind = self.audit.and_then(|audit| audit.kind).map(|kind| AuditType::title(kind.value));
        match kind {
            Some(kind) => format!("{}, {kind}", self.framework.title()),
            None => self.framework.title().to_owned(),
        }
    }
}

fn unknown(judged: &Judged, name: &str, id: &str) -> AppError {
    let program = judged.loaded.register.program.as_ref();
    let audits = program.into_iter().flat_map(|program| &program.audits).map(|audit| audit.id.value.as_str());
    let frameworks = program
        .into_iter()
        .flat_map(|program| &program.frameworks)
        .map(|scope| scope.framework.value.as_str());
    let known: Vec<&str> = audits.chain(frameworks).collect();
    if name != id || crate::embedded::framework(name).is_some() {
        return AppError::usage(format!("`{id}` is not among the frameworks in policies/program.yaml"))
            .help(format!("add `{id}: {{}}` under `frameworks:` in policies/program.yaml"));
    }
    let error = AppError::usage(format!("`{name}` is neither an audit nor a framework in scope"));
    match did_you_mean(name, known.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => error.help("add one under `frameworks:` in policies/program.yaml"),
        None => error.help(format!("there are {}", known.join(", "))),
    }
}

/// The shares that were asked for, with what there is.
fn minima(min: &[(Measure, u32)], shares: &[(Measure, crate::assess::Part)]) -> Result<Vec<Asked>, AppError> {
    let asked = |&(measure, percent): &(Measure, u32)| {
        let share = shares.iter().find(|(known, _)| *known == measure);
        share.map(|&(_, part)| Asked { measure, percent, part }).ok_or_else(|| {
            let known: Vec<&str> = shares.iter().map(|(measure, _)| measure.word()).collect();
            AppError::usage(format!("`{}` is no question of an audit on a day", measure.word()))
                .help(format!("ask for {}", known.join(", ")))
        })
    };
    min.iter().map(asked).collect()
}

/// Reads `evidence=95%`.
fn minimum(text: &str) -> Result<(Measure, u32), String> {
    let (name, percent) = text.split_once('=').ok_or("write it like evidence=95%")?;
    let known = Measure::ALL.into_iter().find(|measure| measure.word() == name);
    let measure = known.ok_or_else(|| match did_you_mean(name, Measure::ALL.map(Measure::word)) {
        Some(near) => format!("no share is called `{name}`; did you mean `{near}`?"),
        None => {
            format!("no share is called `{name}`; there are {}", Measure::ALL.map(Measure::word).join(", "))
        }
    })?;
    let number = percent.trim_end_matches('%').parse().ok().filter(|number| *number <= 100);
    number.map(|number| (measure, number)).ok_or_else(|| format!("`{percent}` is no percentage up to 100 %"))
}

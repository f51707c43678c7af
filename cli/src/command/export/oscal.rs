//! `tickmark export oscal --model MODEL`.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, AuditorArgs, Exit, GlobalArgs, Scope, World, write_file};
use crate::calendar::Window;
use crate::command::trail::current;
use crate::embedded::FRAMEWORKS;
use crate::model::{Audit, Crosswalk, Framework};
use crate::oscal::{self, Document, Material, Model, OscalError, Revision, Subject};
use crate::text::{did_you_mean, visible};

const MORE: &str = "\
OSCAL 1.2.1, as JSON or YAML. A commit is exported: HEAD, or that of --at. The same commit gives the
same bytes on every day but for assessment-results, assessment-plan, poam and system-security-plan,
which look at things on the as-of day. UUIDs are made of ids, so a later export differs only where
something changed. What OSCAL has no place for is a property in the namespace urn:tickmark:oscal:1;
`tickmark import oscal` reads catalogs, profiles with their catalog, component definitions and
mappings back as they were.

Documents refer to each other by file name: MODEL-SUBJECT.json, like catalog-soc2.json.

Examples:
  tickmark export oscal --model catalog --framework soc2 -o catalog-soc2.json
  tickmark export oscal --model assessment-results --audit soc2-2026 --at soc2-2026/end
  tickmark export oscal --model mapping-collection --framework iso27001 --to soc2";

/// Arguments of `export oscal`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = MORE)]
pub(super) struct Args {
    /// Which model of OSCAL
    #[arg(long, value_name = "MODEL", value_enum)]
    model: Word,
    /// The framework [default: the audit's, else the only one in scope]
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// Mappings: the framework on the other side
    #[arg(long, value_name = "ID")]
    to: Option<String>,
    /// Plans and results: an audit of program.yaml [default: the one that is open]
    #[arg(long, value_name = "AUDIT")]
    audit: Option<String>,
    /// Plans and results: this window instead of an audit's
    #[arg(long, value_name = "A..B", conflicts_with = "audit")]
    window: Option<String>,
    /// How to write it [default: json]
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "json", hide_default_value = true)]
    format: Format,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    auditor: AuditorArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For programs
    Json,
    /// The same, for reading
    Yaml,
}

/// A model as it is written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Word {
    /// What a framework asks
    Catalog,
    /// What of it is in scope, without what the Statement of Applicability excludes
    Profile,
    /// Our controls, and the requirements that they claim
    ComponentDefinition,
    /// The system, and how each requirement in scope is met
    SystemSecurityPlan,
    /// What an audit looks at, and how each control is tested
    AssessmentPlan,
    /// Occurrences, exceptions, grades and digests of evidence over an audit's window
    AssessmentResults,
    /// Open exceptions, findings, corrective actions and treatments of risks
    Poam,
    /// The rows of a crosswalk
    MappingCollection,
}

impl Word {
    fn model(self) -> Model {
        match self {
            Self::Catalog => Model::Catalog,
            Self::Profile => Model::Profile,
            Self::ComponentDefinition => Model::ComponentDefinition,
            Self::SystemSecurityPlan => Model::SystemSecurityPlan,
            Self::AssessmentPlan => Model::AssessmentPlan,
            Self::AssessmentResults => Model::AssessmentResults,
            Self::Poam => Model::Poam,
            Self::MappingCollection => Model::MappingCollection,
        }
    }
}

/// Runs `export oscal`.
pub(super) fn run(world: &World, global: &GlobalArgs, args: &Args) -> Result<Exit, AppError> {
    let scope = Scope::of_commit(world, global)?;
    let mut judged = walk(&scope)?;
    let built_in: Vec<&str> = FRAMEWORKS.iter().map(|framework| framework.id).collect();
    judged.loaded.speak_of(&built_in);
    let trail = judged.trail()?;
    let complete = trail.is_whole();
    let head = trail.head().ok_or_else(|| AppError::usage("the repository has no commit yet"))?;
    let (commit, at) = (head.id, head.committer.at);
    let tag = trail.tag.as_ref().map(|tag| tag.name.clone());
    if tag.is_none() && scope.as_of.is_none() {
        // The same commit gives the same document, whatever the day is.
        judged.as_of = judged.loaded.zone().date_of(at);
    }
    let export = Export { world, global, args, scope: &scope, judged: &judged };
    let contents = judged.contents();
    let material = Material {
        register: &judged.loaded.register,
        contents: &contents,
        revision: Revision { commit, at, tag: tag.as_deref() },
        as_of: judged.as_of,
        up: "",
        draft: false,
    };
    let document = export.document(material)?;
    let text = match args.format {
        Format::Json => document.json(),
        Format::Yaml => document.yaml(),
    };
    match &args.output {
        Some(path) => write_file(&world.folder.join(path), text.as_bytes())?,
        None => world.output.print_bytes(text.as_bytes())?,
    }
    export.say(&document);
    let asks =
        matches!(args.model.model(), Model::AssessmentResults | Model::SystemSecurityPlan | Model::Poam);
    if asks && !complete {
        world.output.say("warning: the history here is not whole; what it cannot tell is not satisfied\n");
        return Ok(Exit::CannotTell);
    }
    Ok(Exit::Done)
}

struct Export<'a> {
    world: &'a World,
    global: &'a GlobalArgs,
    args: &'a Args,
    scope: &'a Scope,
    judged: &'a Judged,
}

impl Export<'_> {
    fn document(&self, material: Material<'_>) -> Result<Document, AppError> {
        Ok(match self.args.model.model() {
            Model::Catalog => oscal::catalog(material, self.framework(None)?)?,
            Model::ComponentDefinition => oscal::component_definition(material)?,
            Model::MappingCollection => oscal::mapping_collection(material, self.crosswalk()?)?,
            Model::Profile => {
                let framework = self.framework(None)?;
                oscal::profile(material, framework, self.in_scope(framework)?)?
            }
            Model::SystemSecurityPlan => {
                let framework = self.framework(None)?;
                let assessment = self.judged.assess(Window::year_to(material.as_of), None);
                oscal::system_security_plan(material, framework, self.in_scope(framework)?, &assessment)?
            }
            Model::Poam => oscal::poam(material, &self.judged.assess(Window::year_to(material.as_of), None))?,
            Model::AssessmentPlan => self.about(|subject| oscal::assessment_plan(material, subject))?,
            Model::AssessmentResults => self.about(|subject| oscal::assessment_results(material, subject))?,
        })
    }

    /// An audit, or a window of a framework, with its assessment.
    fn about(
        &self,
        make: impl FnOnce(Subject<'_>) -> Result<Document, OscalError>,
    ) -> Result<Document, AppError> {
        let program = self.judged.loaded.program()?;
        let audit = match (&self.args.audit, &self.args.window) {
            (Some(id), _) => Some(self.judged.loaded.audit(id)?),
            (None, Some(_)) => None,
            (None, None) => Some(current(self.judged)?),
        };
        let framework = self.framework(audit)?;
        let of_audit = audit.and_then(|audit| audit.framework.as_ref());
        if let Some(other) = of_audit.filter(|id| id.value != framework.id.value) {
            return Err(AppError::usage(format!("the audit is about `{}`", other.value))
                .help("leave `--framework` out, or name an audit of it with `--audit`"));
        }
        let window = self.window(audit)?;
        let auditor = self.args.auditor.resolve(self.world, self.global.at.is_some(), program, audit)?;
        // An audit about a day is answered by the newest evidence before it.
        let looked_at = if window.from == window.to { Window::year_to(window.to) } else { window };
        let mut assessment = self.judged.graded(self.scope, looked_at, audit, &auditor)?;
        if audit.is_none() {
            let claims = |id: &str| {
                let control = self.judged.loaded.register.controls.get(id);
                control.is_some_and(|control| control.satisfies.of(&framework.id).next().is_some())
            };
            assessment.controls.retain(|control| claims(&control.id));
        }
        let scope = self.in_scope(framework)?;
        Ok(make(Subject { framework, scope, audit, window, assessment: &assessment })?)
    }

    fn window(&self, audit: Option<&Audit>) -> Result<Window, AppError> {
        if let Some(window) = &self.args.window {
            return Window::parse(window).ok_or_else(|| {
                AppError::usage(format!("`{window}` is not a window"))
                    .help("write two days in order and at most 30 years apart, like 2026-01-01..2026-09-30")
            });
        }
        let window = audit.and_then(|audit| audit.window.as_ref()).map(|window| window.value);
        window.ok_or_else(|| {
            AppError::usage("the audit has no window").help(
                "give it `window: A..B` or `on: DATE` in policies/program.yaml, or pass `--window A..B`",
            )
        })
    }

    /// Says what the document refers to, and what is not in it.
    fn say(&self, document: &Document) {
        for note in &document.notes {
            self.world.output.say(&format!("note: {}\n", visible(note)));
        }
        if let [first, rest @ ..] = &document.refers[..] {
            let all = rest.iter().fold(format!("`{first}`"), |all, one| format!("{all}, `{one}`"));
            let beside = format!("note: it refers to {}; export it beside this file\n", visible(&all));
            self.world.output.say(&beside);
        }
    }

    /// The framework that was asked for, else the audit's, else the only one in scope.
    fn framework(&self, audit: Option<&Audit>) -> Result<&Framework, AppError> {
        let register = &self.judged.loaded.register;
        let program = self.judged.loaded.program()?;
        let of_audit = audit.and_then(|audit| audit.framework.as_ref()).map(|id| id.value.as_str());
        let only = match &program.frameworks[..] {
            [only] => Some(only.framework.value.as_str()),
            _ => None,
        };
        let id = self.args.framework.as_deref().or(of_audit).or(only).ok_or_else(|| {
            let known: Vec<&str> =
                program.frameworks.iter().map(|one| one.framework.value.as_str()).collect();
            let help = match &known[..] {
                [] => "name one: `--framework ID`; `tickmark framework list` shows them".to_owned(),
                known => format!("name one: `--framework ID`; in scope are {}", known.join(", ")),
            };
            AppError::usage("a document is about one framework").help(help)
        })?;
        register.frameworks.get(id).ok_or_else(|| {
            let error = AppError::usage(format!("there is no framework `{id}`"));
            match did_you_mean(id, register.frameworks.keys().map(String::as_str)) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("`tickmark framework list` shows them"),
            }
        })
    }

    fn in_scope(&self, framework: &Framework) -> Result<&crate::model::Scope, AppError> {
        let id = framework.id.value.as_str();
        self.judged.loaded.program()?.scope(id).ok_or_else(|| {
            AppError::usage(format!("`{id}` is not among the frameworks in policies/program.yaml"))
                .help(format!("add `{id}:` under `frameworks:`, or export its catalog"))
        })
    }

    fn crosswalk(&self) -> Result<&Crosswalk, AppError> {
        let register = &self.judged.loaded.register;
        let known: Vec<String> = register
            .crosswalks
            .iter()
            .map(|one| format!("{} to {}", one.source.value, one.target.value))
            .collect();
        let help = format!("there are: {}", known.join(", "));
        let (Some(from), Some(to)) = (&self.args.framework, &self.args.to) else {
            return Err(
                AppError::usage("a mapping is between two frameworks: `--framework ID --to ID`").help(help)
            );
        };
        register.crosswalk(from, to).ok_or_else(|| {
            AppError::usage(format!("there is no crosswalk from `{from}` to `{to}`")).help(help)
        })
    }
}

impl From<OscalError> for AppError {
    fn from(error: OscalError) -> Self {
        Self::usage(visible(&error.to_string()).into_owned())
    }
}

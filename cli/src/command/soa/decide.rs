//! `tickmark soa exclude`, `plan` and `include`: decisions, written into the file of the framework.

mod insert;

use std::fmt::Write as _;

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, Draft, Exit, GlobalArgs, Scope, World};
use crate::assess::{Applicability, SoaEntry, SoaStatus};
use crate::calendar::{Date, Window, read_date};
use crate::kind::Kind;
use crate::model::{Soa, SoaDecision, Status, Text};
use crate::place::RepoPath;
use crate::report::filled;
use crate::text::escape::flow;
use crate::text::{did_you_mean, visible};

/// Arguments of `soa exclude`.
#[derive(Debug, clap::Args)]
pub(super) struct Exclude {
    #[command(flatten)]
    about: About,
    /// The reason that an auditor will read
    #[arg(long, value_name = "TEXT")]
    because: String,
}

/// Arguments of `soa plan`.
#[derive(Debug, clap::Args)]
pub(super) struct Plan {
    #[command(flatten)]
    about: About,
    /// The day by which they will be implemented
    #[arg(long, value_name = "DATE")]
    due: String,
    /// The person or team that sees to it, by short name
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Why they apply: law, contract, good-practice, or words of your own
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

/// Arguments of `soa include`.
#[derive(Debug, clap::Args)]
pub(super) struct Include {
    #[command(flatten)]
    about: About,
    /// Why they apply: law, contract, good-practice, or words of your own
    #[arg(long, value_name = "TEXT")]
    because: String,
}

/// What is decided on.
#[derive(Debug, clap::Args)]
struct About {
    /// The requirements, by id
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// The framework [default: the one in scope whose requirements could be excluded]
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
}

/// What is decided.
enum Decision {
    Exclude(String),
    Plan { due: Date, owner: Option<String>, because: Option<String> },
    Include(String),
}

/// Runs `soa exclude`.
pub(super) fn exclude(world: &World, global: &GlobalArgs, args: &Exclude) -> Result<Exit, AppError> {
    let because = reason(&args.because)?;
    decide(world, global, &args.about, |_| Ok(Decision::Exclude(because.to_owned())))
}

/// Runs `soa plan`.
pub(super) fn plan(world: &World, global: &GlobalArgs, args: &Plan) -> Result<Exit, AppError> {
    let because = args.because.as_deref().map(reason).transpose()?;
    decide(world, global, &args.about, |judged| {
        let due = day(&args.due, judged.as_of)?;
        if let Some(owner) = &args.owner {
            known(judged, owner)?;
        }
        Ok(Decision::Plan { due, owner: args.owner.clone(), because: because.map(str::to_owned) })
    })
}

/// Runs `soa include`.
pub(super) fn include(world: &World, global: &GlobalArgs, args: &Include) -> Result<Exit, AppError> {
    let because = reason(&args.because)?;
    decide(world, global, &args.about, |_| Ok(Decision::Include(because.to_owned())))
}

fn reason(text: &str) -> Result<&str, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(
            AppError::usage("the reason is empty").help("say why, in words that an auditor will read")
        );
    }
    Ok(text)
}

fn day(text: &str, today: Date) -> Result<Date, AppError> {
    let day = read_date(text)
        .ok_or_else(|| AppError::usage(format!("`{text}` is not a day")).help("write it like 2026-12-15"))?;
    if day < today {
        return Err(AppError::usage(format!("{day} is over, and a plan lies ahead"))
            .help("name the day by which it will be implemented"));
    }
    Ok(day)
}

fn known(judged: &Judged, owner: &str) -> Result<(), AppError> {
    let program = judged.loaded.program()?;
    let people = || program.people.iter().map(|person| person.short.value.as_str());
    let teams = || program.teams.iter().map(|team| team.short.value.as_str());
    if people().chain(teams()).any(|short| short == owner) {
        return Ok(());
    }
    let error = AppError::usage(format!("nobody is called `{owner}`"));
    Err(match did_you_mean(owner, people().chain(teams())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("people and teams stand in policies/program.yaml, by short name"),
    })
}

/// Looks at every id first, then writes all of them or none.
fn decide(
    world: &World,
    global: &GlobalArgs,
    about: &About,
    decision: impl Fn(&Judged) -> Result<Decision, AppError>,
) -> Result<Exit, AppError> {
    if global.at.is_some() {
        return Err(AppError::usage("decisions are written to the work tree, and `--at` names a revision"));
    }
    let scope = Scope::find(world, global)?;
    let judged = walk(&scope)?;
    let decision = decision(&judged)?;
    let framework = super::asked(&judged, judged.loaded.program()?, about.framework.as_deref())?;
    let in_scope = judged.loaded.program()?.scope(&framework.id).ok_or_else(|| {
        AppError::usage(format!(
            "`{}` is not among the frameworks in policies/program.yaml",
            framework.id.value
        ))
        .help(format!("add `{}: {{}}` under `frameworks:`", framework.id.value))
    })?;
    let assessed = judged.assess(Window::year_to(judged.as_of), None);
    let statement = Applicability::of(framework, in_scope, &judged.loaded.register, &assessed);
    let entries = about.ids.iter().map(|id| allowed(&statement, id, &decision));
    let entries: Vec<&SoaEntry<'_>> = entries.collect::<Result<_, _>>()?;
    let folder = scope.folder.as_deref().ok_or_else(|| AppError::usage("there is no folder to write to"))?;
    let mut draft = Draft::below(folder);
    let path = write(&judged, &statement, &about.ids, &decision, &mut draft)?;
    // What was wrong in a file before is none of the new decision's business.
    if statement.file.is_none() {
        draft.check()?;
    }
    draft.write()?;
    world.output.print(&told(&statement, &entries, &decision, &scope.from_here(&path), world))?;
    Ok(Exit::Done)
}

impl Decision {
    fn verb(&self) -> &'static str {
        match self {
            Self::Exclude(_) => "excluded",
            Self::Plan { .. } => "planned",
            Self::Include(_) => "included",
        }
    }

    /// The decision as YAML. What an earlier one said stays where this one says nothing of it; but the
    /// reason for an exclusion is none for the opposite, and the other way round.
    fn written(&self, earlier: Option<&SoaDecision>) -> String {
        let earlier = earlier.filter(|earlier| !earlier.excludes());
        let text = |text: Option<&Text>| text.map(|text| text.value.clone());
        let reasons = || -> Vec<String> {
            earlier.iter().flat_map(|earlier| &earlier.because).map(|reason| reason.value.clone()).collect()
        };
        let earlier_owner = text(earlier.and_then(|earlier| earlier.owner.as_ref()));
        let earlier_due = earlier.and_then(|earlier| earlier.due).map(|due| due.value.to_string());
        let mut fields = Vec::new();
        let (status, due, owner, because) = match self {
            Self::Exclude(because) => {
                fields.push("applies: false".to_owned());
                (None, None, None, vec![because.clone()])
            }
            Self::Plan { due, owner, because } => (
                Some("planned".to_owned()),
                Some(due.to_string()),
                owner.clone().or(earlier_owner),
                because.as_ref().map_or_else(reasons, |because| vec![because.clone()]),
            ),
            Self::Include(because) => (
                text(earlier.and_then(|earlier| earlier.status.as_ref())),
                earlier_due,
                earlier_owner,
                vec![because.clone()],
            ),
        };
        fields.extend(status.map(|status| format!("status: {}", flow(&status))));
        fields.extend(due.map(|due| format!("due: {due}")));
        fields.extend(owner.map(|owner| format!("owner: {}", flow(&owner))));
        let because: Vec<String> = because.iter().map(|because| flow(because)).collect();
        match because.as_slice() {
            [] => {}
            [one] => fields.push(format!("because: {one}")),
            many => fields.push(format!("because: [{}]", many.join(", "))),
        }
        format!("{{{}}}", fields.join(", "))
    }
}

/// The entry that is decided on, unless it cannot be.
fn allowed<'a>(
    statement: &'a Applicability<'_>,
    id: &str,
    decision: &Decision,
) -> Result<&'a SoaEntry<'a>, AppError> {
    let framework = statement.framework;
    let Some(entry) = statement.get(id) else {
        return Err(match framework.requirement(id) {
            Some(requirement) if requirement.heading => {
                AppError::usage(format!("`{id}` is a heading of `{}`", framework.id.value))
                    .help("name the requirements below it")
            }
            Some(requirement) if !requirement.excludable => {
                let error = AppError::usage(format!("`{id}` can never be excluded, and always applies"));
                if *framework.id == *"iso27001" {
                    error.help(
                        "only the controls of Annex A are decided on (ISO/IEC 27001, 1 Scope); meet the clause",
                    )
                } else {
                    error.help("meet the requirement")
                }
            }
            Some(_) => AppError::usage(format!("`{id}` is not in scope")),
            None => {
                let error = AppError::usage(format!("`{}` has no requirement `{id}`", framework.id.value));
                let ids = statement.entries.iter().map(|entry| entry.requirement.id.as_str());
                match did_you_mean(id, ids) {
                    Some(near) => error.help(format!("did you mean `{near}`?")),
                    None => {
                        error.help(format!("`tickmark framework show {}` lists them", framework.id.value))
                    }
                }
            }
        });
    };
    if let Decision::Exclude(_) = decision {
        uncontradicted(entry)?;
    }
    Ok(entry)
}

/// What a control meets, or treats a risk by, cannot be said not to apply.
fn uncontradicted(entry: &SoaEntry<'_>) -> Result<(), AppError> {
    let id = &entry.requirement.id.value;
    let used: Vec<&str> = entry.in_force().map(|claimant| claimant.control.id.as_str()).collect();
    if !used.is_empty() {
        let meet = if used.len() == 1 { "meets" } else { "meet" };
        return Err(AppError::usage(format!("`{id}` is in use: {} {meet} it", used.join(", "))).help(
            format!(
                "nothing was written; take `{id}` out of the `satisfies` of {}, or leave it in",
                used.join(", ")
            ),
        ));
    }
    if !entry.treats.is_empty() {
        let risks: Vec<&str> = entry.treats.iter().map(|risk| risk.id.as_str()).collect();
        let kept = entry.controls.iter().filter(|claimant| claimant.control.status != Status::Retired);
        let controls: Vec<&str> = kept.map(|claimant| claimant.control.id.as_str()).collect();
        return Err(AppError::usage(format!(
            "`{id}` is to treat {}, through {}",
            risks.join(", "),
            controls.join(", ")
        ))
        .help(format!("nothing was written; treat the risk in another way first, or leave `{id}` in")));
    }
    Ok(())
}

/// The new text of the file.
fn write(
    judged: &Judged,
    statement: &Applicability<'_>,
    ids: &[String],
    decision: &Decision,
    draft: &mut Draft,
) -> Result<RepoPath, AppError> {
    let framework = statement.framework;
    let earlier = |id: &str| statement.file.and_then(|soa| soa.decisions.get(id));
    let lines: Vec<(&str, String)> =
        ids.iter().map(|id| (id.as_str(), decision.written(earlier(id)))).collect();
    let Some(soa) = statement.file else {
        let path = RepoPath::new(format!("policies/soa/{}.yaml", framework.id.value));
        let short = RepoPath::new(format!("policies/soa/{}.yml", framework.id.value));
        if let Some(file) =
            [&path, &short].into_iter().find(|path| judged.loaded.register.file(path.as_str()).is_some())
        {
            return Err(AppError::usage(format!("`{file}` cannot be read"))
                .help("`tickmark lint` says where it is broken; nothing was written"));
        }
        let mut text = draft.modeline(Kind::Soa, &path);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "framework: {}\ndecisions:", flow(&framework.id));
        for (id, value) in insert::ordered(framework, lines) {
            let _ = writeln!(text, "  {}: {value}", flow(id));
        }
        draft.add(path.clone(), text);
        return Ok(path);
    };
    let Soa { path, .. } = soa;
    let text = draft.read_in(&judged.loaded.snapshot, path)?;
    draft.replace(path.clone(), insert::decisions(framework, path, &text, lines)?);
    Ok(path.clone())
}

/// What was written, and what it asks for now.
fn told(
    statement: &Applicability<'_>,
    entries: &[&SoaEntry<'_>],
    decision: &Decision,
    path: &str,
    world: &World,
) -> String {
    let width = world.output.terminal.width;
    let mut text = String::new();
    for entry in entries {
        let title = entry.requirement.title.as_ref().map_or("", |title| &title.value);
        let was = match (entry.status, entry.decision) {
            (SoaStatus::Undecided, None) => String::new(),
            (status, _) => format!(" (was: {})", status.word()),
        };
        let words = format!("{} {}{was}: {title}", entry.requirement.id.value, decision.verb());
        text += &filled(&visible(words.trim_end_matches(": ")), width, 0, 2);
        text.push('\n');
    }
    let _ = writeln!(text, "\nWrote {}", visible(path));
    if let Some(by) = statement.file.and_then(|file| file.approved.as_ref()?.by.as_ref()) {
        let words = format!(
            "`{}` approved other decisions: have these approved, and write who did and when in `approved:`.",
            by.value
        );
        let _ = writeln!(text, "\n{}", filled(&visible(&words), width, 0, 0));
    }
    text
}

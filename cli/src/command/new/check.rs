//! One answer, held against what the linter takes there.

use crate::app::AppError;
use crate::app::pipeline::Judged;
use crate::calendar::{Cadence, When, read_date};
use crate::command::new::answers::{days, listed};
use crate::command::new::kinds::{Flag, NewKind};
use crate::command::record::who;
use crate::model::{AuditType, Program};
use crate::text::{did_you_mean, is_hidden};

/// Holds one answer against what it may be.
pub(super) fn checked(
    judged: &Judged,
    program: &Program,
    flag: Flag,
    kind: NewKind,
    text: &str,
) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_control() || is_hidden(c)) {
        return Err(AppError::usage(format!("`--{}` wants one line of visible characters", flag.word())));
    }
    let register = &judged.loaded.register;
    match flag {
        Flag::Id => id(kind, judged, text)?,
        Flag::Owner if kind != NewKind::Risk && program.team(text).is_some() => {}
        Flag::Owner | Flag::Population | Flag::Control | Flag::Framework => {
            one_of(flag, text, &known(judged, program, flag))?;
        }
        Flag::Controls => {
            let known: Vec<&str> = register.controls.names().collect();
            listed(text).try_for_each(|id| one_of(flag, id, &known))?;
        }
        Flag::Present => listed(text).try_for_each(|short| who::person(program, short).map(drop))?,
        Flag::By if kind == NewKind::Evidence => drop(who::person(program, text)?),
        Flag::Cadence if kind == NewKind::PlannedAudit => {
            one_of(flag, text, &["quarterly", "semiannual", "annual"])?;
        }
        Flag::Cadence => one_of(flag, text, &Cadence::NAMES)?,
        Flag::Role => one_of(flag, text, &["controller", "joint-controller", "processor"])?,
        Flag::Due if read_date(text).is_none() => {
            return Err(AppError::usage(format!("`{text}` is no day")).help("write it like 2026-12-31"));
        }
        Flag::Treatment => one_of(flag, text, &["mitigate", "accept", "transfer", "avoid"])?,
        Flag::Grade => one_of(flag, text, &["major", "minor"])?,
        Flag::Type => {
            let types = ["type1", "type2", "stage1", "stage2", "surveillance", "internal", "assessment"];
            if AuditType::parse(text).is_none() {
                one_of(flag, text, &types)?;
            }
        }
        Flag::Likelihood | Flag::Impact | Flag::Severity => number(flag, text)?,
        Flag::Satisfies => listed(text).try_for_each(|one| requirement(judged, one.split_once(':'), one))?,
        Flag::Criteria => listed(text).try_for_each(|one| requirement(judged, one.split_once(' '), one))?,
        Flag::On => on(kind, text)?,
        Flag::Title
        | Flag::Statement
        | Flag::Scenario
        | Flag::Period
        | Flag::By
        | Flag::Source
        | Flag::Key
        | Flag::Event
        | Flag::Columns
        | Flag::What
        | Flag::Country
        | Flag::Measure
        | Flag::Target
        | Flag::Due
        | Flag::Classification
        | Flag::Auditor => {}
    }
    Ok(text.to_owned())
}

/// What a flag may name.
fn known<'a>(judged: &'a Judged, program: &'a Program, flag: Flag) -> Vec<&'a str> {
    let register = &judged.loaded.register;
    if flag == Flag::Population {
        register.populations.names().collect()
    } else if flag == Flag::Control {
        register.controls.names().collect()
    } else if flag == Flag::Framework {
        register.frameworks.keys().map(String::as_str).collect()
    } else {
        program.people.iter().map(|person| person.short.value.as_str()).collect()
    }
}

fn one_of(flag: Flag, text: &str, known: &[&str]) -> Result<(), AppError> {
    if known.contains(&text) {
        return Ok(());
    }
    let error = AppError::usage(format!("`{text}` is no {} here", flag.word()));
    Err(match did_you_mean(text, known.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => error.help("there is none yet"),
        None => error.help(format!("there are {}", known.join(", "))),
    })
}

fn id(kind: NewKind, judged: &Judged, text: &str) -> Result<(), AppError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !text.starts_with(|c: char| c.is_ascii_alphabetic())
        || !text.chars().all(plain)
        || !text.ends_with(|c: char| c.is_ascii_alphanumeric())
    {
        return Err(AppError::usage(format!("`{text}` is no id"))
            .help("write letters, digits, `.`, `_` and `-`, as in `AC-02` or `leavers`"));
    }
    let register = &judged.loaded.register;
    let taken = match kind {
        NewKind::Control => register.controls.has(text),
        NewKind::Risk => register.risks.has(text),
        NewKind::Policy => register.policies.has(text),
        NewKind::Population => register.populations.has(text),
        NewKind::Vendor => register.vendor(text).is_some(),
        NewKind::Incident => register.incidents.has(text),
        NewKind::InternalAudit => register.internal_audits.has(text),
        NewKind::ManagementReview => register.management_reviews.has(text),
        NewKind::Nonconformity => register.nonconformities.has(text),
        NewKind::Audit => judged.loaded.program()?.audit(text).is_some(),
        NewKind::Asset => register.asset(text).is_some(),
        NewKind::Processing => register.activities.iter().any(|activity| *activity.id == *text),
        NewKind::Objective => {
            register.objectives.iter().flat_map(|file| &file.objectives).any(|one| *one.id == *text)
        }
        NewKind::PlannedAudit => {
            register.programme.iter().flat_map(|file| &file.parts).any(|part| *part.id == *text)
        }
        NewKind::Document => register.isms_documents.has(text),
        NewKind::Evidence | NewKind::Method | NewKind::System => false,
    };
    if taken {
        return Err(AppError::usage(format!("`{text}` is taken")).help("name another id with `--id`"));
    }
    Ok(())
}

fn number(flag: Flag, text: &str) -> Result<(), AppError> {
    match text.parse::<u8>() {
        Ok(1..=5) => Ok(()),
        _ => {
            Err(AppError::usage(format!("`{text}` is no {}", flag.word())).help("write a number from 1 to 5"))
        }
    }
}

/// `soc2:CC6.2` in `--satisfies`, `iso27001 9.1` in `--criteria`.
fn requirement(judged: &Judged, parts: Option<(&str, &str)>, text: &str) -> Result<(), AppError> {
    let register = &judged.loaded.register;
    let Some((framework, id)) = parts.map(|(framework, id)| (framework.trim(), id.trim())) else {
        return Err(AppError::usage(format!("`{text}` names no framework"))
            .help("write them like soc2:CC6.2,iso27001:A.5.18; in `--criteria` like iso27001 A.5.18"));
    };
    let Some(found) = register.frameworks.get(framework) else {
        let known: Vec<&str> = register.frameworks.keys().map(String::as_str).collect();
        return one_of(Flag::Framework, framework, &known);
    };
    if found.requirement(id).is_some() {
        return Ok(());
    }
    let known = found.requirements.iter().map(|requirement| requirement.id.value.as_str());
    let error = AppError::usage(format!("`{framework}` has no requirement `{id}`"));
    Err(match did_you_mean(id, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error
            .help(format!("`tickmark schema` has the keys; the ids stand in the catalog of `{framework}`")),
    })
}

fn on(kind: NewKind, text: &str) -> Result<(), AppError> {
    let of_days = matches!(kind, NewKind::Audit | NewKind::InternalAudit);
    let of_a_day = kind == NewKind::ManagementReview;
    let fits = if of_days {
        days(text).is_some()
    } else if of_a_day {
        read_date(text).is_some()
    } else {
        When::parse(text).is_some()
    };
    if fits {
        return Ok(());
    }
    Err(AppError::usage(format!("`{text}` does not say when")).help(if of_days {
        "write it like 2026-05-11 or 2026-05-11..2026-05-13"
    } else if of_a_day {
        "write it like 2026-06-18"
    } else {
        "write it like 2026-05-12 or 2026-05-12T09:40:00+02:00"
    }))
}

//! What is asked about: an audit, a framework in scope, or with `--using` one that is not.

use crate::app::AppError;
use crate::app::pipeline::Judged;
use crate::assess::{Assessment, Side};
use crate::calendar::{Date, Window};
use crate::command::crosswalk::framework;
use crate::model::{Audit, AuditType, Framework, Scope as InScope, Text};
use crate::place::{Span, Spanned};
use crate::text::did_you_mean;

/// What was asked for.
pub(super) struct Subject<'a> {
    /// The audit; `None` when a framework was asked for.
    pub(super) audit: Option<&'a Audit>,
    /// The framework.
    pub(super) framework: &'a Framework,
    /// Its part in scope, or that is looked at.
    pub(super) scope: InScope,
    /// True when the programme has it in scope.
    pub(super) in_scope: bool,
    /// The days that are looked at.
    pub(super) window: Window,
}

impl<'a> Subject<'a> {
    /// Finds it. With `beyond`, a framework that is not in scope is looked at all the same: the
    /// categories that are chosen, else those that are mandatory.
    pub(super) fn of(
        judged: &'a Judged,
        name: &str,
        beyond: bool,
        chosen: &[String],
        given: Option<Window>,
    ) -> Result<Self, AppError> {
        let program = judged.loaded.program()?;
        let audit = program.audit(name);
        let id = match audit {
            Some(audit) => audit.framework.as_ref().map(|id| id.value.as_str()).ok_or_else(|| {
                AppError::usage(format!("audit `{name}` names no framework"))
                    .help("add `framework:` to it in policies/program.yaml")
            })?,
            None => name,
        };
        let known = program.scope(id);
        if known.is_none() && !beyond {
            return Err(unknown(judged, name, id));
        }
        let catalog = match known {
            Some(_) => judged.loaded.register.frameworks.get(id).ok_or_else(|| {
                AppError::usage(format!("`{id}` is neither built in nor in policies/frameworks/"))
                    .help("pin its catalog in policies/frameworks/")
            })?,
            None => framework(judged, id)?.framework,
        };
        let mut scope = known.cloned().unwrap_or_else(|| mandatory(catalog));
        if !chosen.is_empty() {
            scope.categories = categories(catalog, chosen)?;
        }
        let window = match (given, audit) {
            (Some(window), _) => window,
            (None, Some(audit)) => audit.window.as_ref().map(|window| window.value).ok_or_else(|| {
                AppError::usage(format!("audit `{name}` has no window"))
                    .help("give it `window: A..B` or `on: DATE` in policies/program.yaml")
            })?,
            (None, None) if known.is_none() => whole_months(judged.as_of),
            (None, None) => judged.lint_window(),
        };
        Ok(Self { audit, framework: catalog, scope, in_scope: known.is_some(), window })
    }

    /// The framework with the part of it that is looked at.
    pub(super) fn side(&self) -> Side<'_> {
        Side { framework: self.framework, scope: Some(&self.scope) }
    }

    /// The controls of the framework, with everything that they have in the window.
    pub(super) fn assess(&self, judged: &Judged) -> Assessment {
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

    /// The days of a dry run: the window, unless it is a day or begins after today.
    pub(super) fn period(&self, as_of: Date) -> Window {
        let looked_at = self.window.from < self.window.to && self.window.from <= as_of;
        if looked_at { self.window } else { whole_months(as_of) }
    }

    /// `SOC 2 Trust Services Criteria, Type 2`
    pub(super) fn title(&self) -> String {
        let kind = self.audit.and_then(|audit| audit.kind).map(|kind| AuditType::title(kind.value));
        match kind {
            Some(kind) => format!("{}, {kind}", self.framework.title()),
            None => self.framework.title().to_owned(),
        }
    }

    /// What is looked at of a framework that is not in scope.
    pub(super) fn beyond(&self) -> Option<String> {
        if self.in_scope {
            return None;
        }
        let id = &self.framework.id.value;
        let chosen: Vec<&str> = self.scope.categories.iter().map(|one| one.value.as_str()).collect();
        let others = self.framework.categories.iter().map(|known| known.id.value.as_str());
        let others: Vec<&str> = others.filter(|known| !chosen.contains(known)).collect();
        let part = match (chosen.as_slice(), others.as_slice()) {
            ([], _) => "all of it is looked at".to_owned(),
            (chosen, []) => format!("looked at are {}", chosen.join(", ")),
            (chosen, others) => {
                format!("looked at are {} (`--categories` adds {})", chosen.join(", "), others.join(", "))
            }
        };
        Some(format!(
            "`{id}` is not in scope: {part}. To take it in, add `{id}: {{}}` under `frameworks:` in \
             policies/program.yaml."
        ))
    }
}

/// A scope that has what is mandatory; all of it where nothing is.
pub(super) fn mandatory(framework: &Framework) -> InScope {
    let mandatory = framework.categories.iter().filter(|known| known.mandatory);
    InScope {
        framework: framework.id.clone(),
        version: None,
        categories: mandatory.map(|known| known.id.clone()).collect(),
        group: None,
    }
}

/// The categories of a framework by name.
fn categories(framework: &Framework, chosen: &[String]) -> Result<Vec<Text>, AppError> {
    let known = || framework.categories.iter().map(|known| known.id.value.as_str());
    let read = |name: &String| {
        if known().any(|id| id == name) {
            return Ok(Spanned::new(name.clone(), Span::default()));
        }
        let error = AppError::usage(format!("`{}` has no category `{name}`", framework.id.value));
        Err(match did_you_mean(name, known()) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(format!("there are {}", known().collect::<Vec<_>>().join(", "))),
        })
    };
    chosen.iter().map(read).collect()
}

/// The nine whole months before a day: a period as an audit looks back on.
pub(super) fn whole_months(day: Date) -> Window {
    let first = day.tomorrow().map_or(day, Date::first_of_month);
    let from = first.checked_sub(jiff::Span::new().months(9)).unwrap_or(first);
    let to = first.yesterday().unwrap_or(first);
    Window { from, to: to.max(from) }
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
        let uses: Vec<String> = program
            .into_iter()
            .flat_map(|program| &program.frameworks)
            .map(|scope| format!(" --using {}", scope.framework.value))
            .collect();
        let before = match uses.as_slice() {
            [] => String::new(),
            uses => {
                format!("; what controls may already do for it says `tickmark gaps {id}{}`", uses.concat())
            }
        };
        return AppError::usage(format!("`{id}` is not among the frameworks in policies/program.yaml")).help(
            format!("add `{id}: {{}}` under `frameworks:` in policies/program.yaml and commit it{before}"),
        );
    }
    let error = AppError::usage(format!("`{name}` is neither an audit nor a framework in scope"));
    match did_you_mean(name, known.iter().copied()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => error.help("add one under `frameworks:` in policies/program.yaml"),
        None => error.help(format!("there are {}", known.join(", "))),
    }
}

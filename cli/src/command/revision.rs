//! Another revision than the one that was asked for, judged on its own day.

use crate::app::pipeline::{Judged, walk};
use crate::app::{AppError, GlobalArgs, Scope, World};
use crate::assess::effective_days;

/// A revision and how it is called.
pub(super) struct Revision {
    /// The repository as it is there.
    pub(super) judged: Judged,
    /// The name by which it was asked for; `None` for what was asked for with the command.
    pub(super) name: Option<String>,
}

impl Revision {
    /// A tag, branch or commit on its own day: a tag's, else that on which the commit landed.
    pub(super) fn at(world: &World, global: &GlobalArgs, revision: &str) -> Result<Self, AppError> {
        let global = GlobalArgs { at: Some(revision.to_owned()), as_of: None, ..global.clone() };
        let scope = Scope::find(world, &global)?;
        let mut judged = walk(&scope)?;
        let resolved = scope.revision.as_ref();
        if resolved.is_none_or(|resolved| resolved.tag.is_none()) {
            let program = judged.loaded.register.program.as_ref();
            let days = judged.trail.as_ref().map(|trail| effective_days(trail, program));
            judged.as_of = days.and_then(|days| days.last().copied()).unwrap_or(judged.as_of);
        }
        let name = resolved.and_then(|resolved| resolved.name.clone());
        Ok(Self { judged, name })
    }

    /// What the command itself asks for: `--at` and `--as-of`, else the work tree today.
    pub(super) fn here(world: &World, global: &GlobalArgs) -> Result<Self, AppError> {
        let scope = Scope::find(world, global)?;
        let judged = walk(&scope)?;
        let name = scope.revision.as_ref().and_then(|resolved| resolved.name.clone());
        Ok(Self { judged, name })
    }

    /// Both ends of `A..B`; without `B`, what the command itself asks for.
    pub(super) fn pair(world: &World, global: &GlobalArgs, range: &str) -> Result<(Self, Self), AppError> {
        let shape = || {
            AppError::usage(format!("`{range}` does not name two revisions"))
                .help("write it like `soc2-2025/end..soc2-2026/end`; `TAG..` goes up to what is here now")
        };
        let (from, to) = range.split_once("..").filter(|(from, _)| !from.is_empty()).ok_or_else(shape)?;
        if to.starts_with('.') {
            return Err(shape());
        }
        let to = match to {
            "" => Self::here(world, global)?,
            to if global.at.is_some() => {
                return Err(AppError::usage(format!("`--at` and `{to}` both say where the range ends"))
                    .help("take one of the two out"));
            }
            to => Self::at(world, global, to)?,
        };
        Ok((Self::at(world, global, from)?, to))
    }
}

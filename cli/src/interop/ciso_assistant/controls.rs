//! Reference controls to drafts; and what has no place in a compliance repository.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::interop::ciso_assistant::Options;
use crate::interop::ciso_assistant::library::{Library, ReferenceControl, named, told};
use crate::interop::{Handed, Import, InteropError, count, line, slug};
use crate::text::escape::scalar;

pub(super) fn import(file: Handed<'_>, library: &Library, options: &Options) -> Result<Import, InteropError> {
    let mut import = Import::default();
    nowhere(file, library, &mut import);
    let controls = &library.objects.reference_controls;
    if controls.is_empty() {
        return Ok(import);
    }
    if !options.controls {
        let what = count(controls.len(), "reference control", "reference controls");
        import.leave(
            format!("{what} of `{}`", file.name),
            "they say what one could do, not what you do; `--controls` takes them as drafts",
        );
        return Ok(import);
    }
    library.has(file, options.locale.as_deref())?;
    let mut taken = BTreeSet::new();
    for control in controls {
        let id = identifier(control).filter(|id| taken.insert(id.to_ascii_lowercase())).ok_or_else(|| {
            let because = "stands twice, or no id can be made of it";
            InteropError::entry(file.name, format!("reference control `{}`", control.urn), because, "")
        })?;
        import.put(format!("policies/controls/{id}.yaml"), yaml(&id, control, options));
    }
    import.notes.push(format!(
        "{}: not in force until somebody owns it, its cadence is right and you say `status: active`",
        count(controls.len(), "draft control", "draft controls")
    ));
    Ok(import)
}

/// What a library may hold and a compliance repository has no place for.
fn nowhere(file: Handed<'_>, library: &Library, import: &mut Import) {
    let objects = &library.objects;
    let there = [
        (objects.threats.is_some(), "threats", "risks here begin with a scenario of your own"),
        (objects.preset.is_some(), "a preset", "it sets up CISO Assistant itself"),
        (
            objects.metric_definitions.is_some(),
            "definitions of metrics",
            "objectives here state their own measures",
        ),
        (
            objects.ttp_catalogs.is_some() || objects.tactics.is_some() || objects.techniques.is_some(),
            "tactics and techniques of attackers",
            "risks here begin with a scenario of your own",
        ),
    ];
    for (_, what, because) in there.into_iter().filter(|(there, ..)| *there) {
        import.leave(format!("{what} of `{}`", file.name), because);
    }
}

fn identifier(control: &ReferenceControl) -> Option<String> {
    let last = control.urn.rsplit(':').next().unwrap_or_default();
    let id = control.ref_id.as_deref().filter(|id| !id.trim().is_empty()).unwrap_or(last);
    let id: String = id
        .trim()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' })
        .collect();
    let id = id.trim_matches(['-', '.', '_']).to_owned();
    let letter = id.starts_with(|c: char| c.is_ascii_alphabetic());
    if letter { Some(id) } else { slug(&format!("rc-{id}")) }
}

fn yaml(id: &str, control: &ReferenceControl, options: &Options) -> String {
    let locale = options.locale.as_deref();
    let name = line(named(control.name.as_deref().unwrap_or(id), control.translations.as_ref(), locale));
    let text = line(told(control.description.as_deref(), control.translations.as_ref(), locale));
    let statement = if text.is_empty() { &name } else { &text };
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "id: {id}\ntitle: {}\nstatement: {}", scalar(&name), scalar(statement));
    if let Some(owner) = &options.owner {
        let _ = writeln!(out, "owner: {owner}");
    }
    let _ = writeln!(out, "status: draft\ncadence: {}", options.cadence.as_deref().unwrap_or("annual"));
    let _ = writeln!(out, "x-reference-control: {}", scalar(&control.urn));
    out
}

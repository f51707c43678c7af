//! A risk matrix to the risk method.

use std::fmt::Write as _;

use crate::interop::ciso_assistant::Options;
use crate::interop::ciso_assistant::library::{Matrix, Step, named, told};
use crate::interop::{Handed, Import, InteropError, line, slug};
use crate::text::escape::flow;

pub(super) fn import(file: Handed<'_>, matrix: &Matrix, options: &Options) -> Result<Import, InteropError> {
    let locale = options.locale.as_deref();
    let wrong = |because: String| InteropError::entry(file.name, "its risk matrix", because, "");
    let (rows, columns) = (matrix.probability.len(), matrix.impact.len());
    if rows < 2 || columns < 2 || matrix.risk.len() < 2 {
        return Err(wrong("has fewer than two steps on a scale".to_owned()));
    }
    if matrix.grid.len() != rows || matrix.grid.iter().any(|row| row.len() != columns) {
        return Err(wrong(format!("has a grid that is not {rows} by {columns}")));
    }
    let levels: Vec<String> =
        matrix.risk.iter().map(|step| slug(name(step, locale)).unwrap_or_default()).collect();
    if levels.iter().any(String::is_empty) {
        return Err(wrong("has a level of whose name no id can be made".to_owned()));
    }
    if let Some(twice) = (1..levels.len()).find(|&at| levels[..at].contains(&levels[at])) {
        return Err(wrong(format!("has two levels called `{}`", levels[twice])));
    }
    let scales = matrix.probability.iter().chain(&matrix.impact);
    if scales.into_iter().any(|step| line(name(step, locale)).is_empty()) {
        return Err(wrong("has a step without a name".to_owned()));
    }
    let appetite = options.appetite.clone().unwrap_or_else(|| levels[0].clone());
    if !levels.contains(&appetite) {
        let because = format!("has no level `{appetite}`; there are: {}", levels.join(", "));
        return Err(InteropError::entry(file.name, "its risk matrix", because, "take another `--appetite`"));
    }
    let mut out = String::new();
    // Writing to a String cannot fail.
    let title = line(named(&matrix.name, matrix.translations.as_ref(), locale));
    let _ = writeln!(out, "title: {}", flow(if title.is_empty() { "Risk method" } else { &title }));
    for (key, scale) in [("likelihood", &matrix.probability), ("impact", &matrix.impact)] {
        let _ = writeln!(out, "{key}:");
        for step in scale {
            let means = line(told(Some(&step.description), step.translations.as_ref(), locale));
            let _ = write!(out, "  - {{name: {}", flow(&line(name(step, locale))));
            if !means.is_empty() {
                let _ = write!(out, ", means: {}", flow(&means));
            }
            out.push_str("}\n");
        }
    }
    out.push_str("levels:\n");
    for (id, step) in levels.iter().zip(&matrix.risk) {
        let _ = writeln!(out, "  - {{id: {}, title: {}}}", flow(id), flow(&line(name(step, locale))));
    }
    out.push_str("matrix:\n");
    for row in &matrix.grid {
        let cells: Option<Vec<String>> =
            row.iter().map(|cell| levels.get(*cell).map(|id| flow(id))).collect();
        let cells = cells.ok_or_else(|| wrong("names a level that it does not have".to_owned()))?;
        let _ = writeln!(out, "  - [{}]", cells.join(", "));
    }
    let _ = writeln!(out, "appetite: {}", flow(&appetite));
    let mut import = Import::default();
    if options.appetite.is_none() {
        import.notes.push(format!(
            "the risk appetite is `{appetite}`, the lowest level: a matrix does not say with what a company lives"
        ));
    }
    import.put("policies/isms/method.yaml".to_owned(), out);
    Ok(import)
}

fn name<'a>(step: &'a Step, locale: Option<&str>) -> &'a str {
    named(&step.name, step.translations.as_ref(), locale)
}

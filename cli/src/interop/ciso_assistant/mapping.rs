//! A requirement mapping set to a crosswalk.

use std::collections::{BTreeMap, BTreeSet};

use crate::interop::ciso_assistant::library::{Library, Mapping, MappingSet};
use crate::interop::ciso_assistant::{Nodes, Options, framework_id};
use crate::interop::{Handed, Import, InteropError, Known, Row, Rows, count, meant};

/// The relationships of NIST IR 8477 by the words of libraries; `Ok(None)` for "none".
fn relationship(word: &str) -> Result<Option<&'static str>, ()> {
    match word {
        "equal" => Ok(Some("equal")),
        "subset" => Ok(Some("subset-of")),
        "superset" => Ok(Some("superset-of")),
        "intersect" => Ok(Some("intersects-with")),
        "not_related" => Ok(None),
        _ => Err(()),
    }
}

/// What a row rests on, where the library says it in one of its own words.
const RATIONALES: [(&str, &str); 3] = [
    ("semantic", "the meaning of both texts was compared"),
    ("functional", "what both achieve was compared"),
    ("syntactic", "the wording of both texts was compared"),
];

pub(super) fn import(
    file: Handed<'_>,
    library: &Library,
    set: &MappingSet,
    options: &Options,
    nodes: &BTreeMap<String, Nodes>,
    known: &Known,
) -> Result<Import, InteropError> {
    let mut import = Import::default();
    let source = Side::of(&set.source_framework_urn, options, nodes, known);
    let target = Side::of(&set.target_framework_urn, options, nodes, known);
    let (source, target) = match (source, target) {
        (Some(source), Some(target)) => (source, target),
        (None, _) => return Ok(missing(import, set, &set.source_framework_urn, options)),
        (_, None) => return Ok(missing(import, set, &set.target_framework_urn, options)),
    };
    let name = format!("{} ({} to {})", set.ref_id, source.framework, target.framework);
    let mut taken = Taken::default();
    for mapping in &set.requirement_mappings {
        taken.take(file, mapping, &source, &target)?;
    }
    if !taken.lost.is_empty() {
        let first: Vec<&str> = taken.lost.iter().take(3).copied().collect();
        let ends = count(taken.lost.len(), "end", "ends");
        let what = format!("{name}, {ends} such as `{}`", first.join("`, `"));
        import.leave(what, "the frameworks at hand have no requirement of that name (a heading is none)");
    }
    if taken.unrelated > 0 {
        let what = format!("{name}, {}", count(taken.unrelated, "row", "rows"));
        import.leave(what, "they say that nothing is related");
    }
    if taken.rows.is_empty() {
        import.leave(name, "no row of it is left");
        return Ok(import);
    }
    let rows = count(taken.rows.len(), "row", "rows");
    import.notes.push(format!("`{}` to `{}`: {rows}", source.framework, target.framework));
    let crosswalk = Rows {
        source: source.framework,
        target: target.framework,
        version: library.version.clone(),
        licence: library.copyright.clone().unwrap_or_default(),
        basis: taken.basis,
        rows: taken.rows,
        ..Rows::default()
    };
    import.put(crosswalk.path(), crosswalk.yaml());
    Ok(import)
}

/// What was made of the rows of a set.
#[derive(Default)]
struct Taken<'a> {
    rows: Vec<Row>,
    seen: BTreeSet<(String, String, &'static str)>,
    basis: BTreeMap<String, String>,
    /// The ends that are no requirement at hand.
    lost: BTreeSet<&'a str>,
    /// How many say that nothing is related.
    unrelated: usize,
}

impl<'a> Taken<'a> {
    fn take(
        &mut self,
        file: Handed<'_>,
        mapping: &'a Mapping,
        source: &Side<'_>,
        target: &Side<'_>,
    ) -> Result<(), InteropError> {
        let Ok(word) = relationship(&mapping.relationship) else {
            let entry = format!("relationship `{}`", mapping.relationship);
            return Err(InteropError::entry(file.name, entry, "is none that libraries have", ""));
        };
        let Some(relationship) = word else {
            self.unrelated += 1;
            return Ok(());
        };
        let ends = [&mapping.source_requirement_urn, &mapping.target_requirement_urn];
        let (Some(from), Some(to)) = (source.id(ends[0]), target.id(ends[1])) else {
            self.lost.extend(source.id(ends[0]).is_none().then_some(ends[0].as_str()));
            self.lost.extend(target.id(ends[1]).is_none().then_some(ends[1].as_str()));
            return Ok(());
        };
        if !self.seen.insert((from.clone(), to.clone(), relationship)) {
            return Ok(());
        }
        let said = mapping.rationale.as_deref().unwrap_or_default();
        let basis = RATIONALES.iter().find(|(word, _)| *word == said);
        self.basis.extend(basis.map(|(word, means)| ((*word).to_owned(), (*means).to_owned())));
        let remark = if basis.is_some() { "" } else { said };
        let note = [remark, mapping.annotation.as_deref().unwrap_or_default()];
        self.rows.push(Row {
            source: from,
            target: to,
            relationship,
            strength: mapping.strength_of_relationship.filter(|strength| *strength <= 10),
            basis: basis.map(|(word, _)| (*word).to_owned()).unwrap_or_default(),
            note: note.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "),
        });
        Ok(())
    }
}

fn missing(mut import: Import, set: &MappingSet, urn: &str, options: &Options) -> Import {
    let id = framework_id(urn, options).unwrap_or_default();
    import.leave(
        format!("the mapping `{}`", set.ref_id),
        format!(
            "its framework `{id}` is not at hand: name its library in the same run, import it before, or say \
             which of yours it is with `--as {id}=OURS`"
        ),
    );
    import
}

/// One side of a mapping: a framework of this run, or one that is on file.
struct Side<'a> {
    framework: String,
    nodes: Option<&'a Nodes>,
    known: &'a [String],
}

impl<'a> Side<'a> {
    fn of(
        urn: &str,
        options: &Options,
        nodes: &'a BTreeMap<String, Nodes>,
        known: &'a Known,
    ) -> Option<Self> {
        let framework = framework_id(urn, options)?;
        let nodes = nodes.get(&urn.to_ascii_lowercase());
        let known = known.get(&framework).map(Vec::as_slice).unwrap_or_default();
        (nodes.is_some() || !known.is_empty()).then_some(Self { framework, nodes, known })
    }

    fn id(&self, urn: &str) -> Option<String> {
        if let Some(nodes) = self.nodes {
            return nodes.get(&urn.to_ascii_lowercase()).cloned();
        }
        let last = urn.rsplit(':').next().unwrap_or(urn);
        meant(self.known, last).cloned()
    }
}

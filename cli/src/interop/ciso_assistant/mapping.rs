//! A requirement mapping set to a crosswalk.

use std::collections::{BTreeMap, BTreeSet};

use crate::interop::ciso_assistant::library::{Library, MappingSet};
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
    let mut basis: BTreeMap<String, String> = BTreeMap::new();
    let (mut rows, mut seen, mut lost, mut unrelated) = (Vec::new(), BTreeSet::new(), BTreeSet::new(), 0);
    for mapping in &set.requirement_mappings {
        let Ok(word) = relationship(&mapping.relationship) else {
            let entry = format!("relationship `{}`", mapping.relationship);
            return Err(InteropError::entry(file.name, entry, "is none that libraries have", ""));
        };
        let Some(relationship) = word else {
            unrelated += 1;
            continue;
        };
        let ends = (source.id(&mapping.source_requirement_urn), target.id(&mapping.target_requirement_urn));
        let (Some(from), Some(to)) = ends else {
            lost.extend(ends.0.is_none().then_some(mapping.source_requirement_urn.as_str()));
            lost.extend(ends.1.is_none().then_some(mapping.target_requirement_urn.as_str()));
            continue;
        };
        if !seen.insert((from.clone(), to.clone(), relationship)) {
            continue;
        }
        let said = mapping.rationale.as_deref().unwrap_or_default();
        let known_basis = RATIONALES.iter().find(|(word, _)| *word == said);
        basis.extend(known_basis.map(|(word, means)| ((*word).to_owned(), (*means).to_owned())));
        let remark = if known_basis.is_some() { "" } else { said };
        let note = [remark, mapping.annotation.as_deref().unwrap_or_default()];
        rows.push(Row {
            source: from,
            target: to,
            relationship,
            strength: mapping.strength_of_relationship.filter(|strength| *strength <= 10),
            basis: known_basis.map(|(word, _)| (*word).to_owned()).unwrap_or_default(),
            note: note.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "),
        });
    }
    let name = format!("{} ({} to {})", set.ref_id, source.framework, target.framework);
    if !lost.is_empty() {
        let first: Vec<&str> = lost.iter().take(3).copied().collect();
        let what = format!("{}, {} such as `{}`", name, count(lost.len(), "end", "ends"), first.join("`, `"));
        import.leave(what, "the frameworks at hand have no requirement of that name (a heading is none)");
    }
    if unrelated > 0 {
        import.leave(
            format!("{name}, {}", count(unrelated, "row", "rows")),
            "they say that nothing is related",
        );
    }
    if rows.is_empty() {
        import.leave(name, "no row of it is left");
        return Ok(import);
    }
    import.notes.push(format!(
        "`{}` to `{}`: {}",
        source.framework,
        target.framework,
        count(rows.len(), "row", "rows")
    ));
    let crosswalk = Rows {
        source: source.framework,
        target: target.framework,
        version: library.version.clone(),
        licence: library.copyright.clone().unwrap_or_default(),
        basis,
        rows,
        ..Rows::default()
    };
    import.put(crosswalk.path(), crosswalk.yaml());
    Ok(import)
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

//! A mapping collection (OSCAL 1.2) to crosswalks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::interop::oscal::words::RELATIONSHIPS;
use crate::interop::oscal::{Metadata, Options, Property, own};
use crate::interop::{Handed, Import, InteropError, Known, Row, Rows, count, meant};

/// `mapping-collection`
#[derive(Deserialize)]
pub(super) struct Collection {
    pub(super) metadata: Metadata,
    #[serde(default)]
    pub(super) mappings: OneOrMany,
}

/// The schema takes one mapping, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(Box<Mapping>),
    Many(Vec<Mapping>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl OneOrMany {
    pub(super) fn list(&self) -> &[Mapping] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// `mapping`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Mapping {
    source_resource: Resource,
    target_resource: Resource,
    #[serde(default)]
    pub(super) maps: Vec<Map>,
    source_gap_summary: Option<Gaps>,
    target_gap_summary: Option<Gaps>,
}

#[derive(Deserialize)]
struct Resource {
    href: String,
}

/// `map`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Map {
    pub(super) relationship: String,
    #[serde(default)]
    matching_rationale: String,
    #[serde(default)]
    pub(super) sources: Vec<Item>,
    #[serde(default)]
    pub(super) targets: Vec<Item>,
    #[serde(default)]
    pub(super) props: Vec<Property>,
    #[serde(default)]
    pub(super) remarks: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Item {
    #[serde(rename = "type")]
    sort: String,
    pub(super) id_ref: String,
    #[serde(default)]
    pub(super) props: Vec<Property>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Gaps {
    #[serde(default)]
    unmapped_controls: Vec<Unmapped>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Unmapped {
    #[serde(default)]
    with_ids: Vec<String>,
}

/// The relationships of NIST IR 8477 by the words of OSCAL; `Ok(None)` for "none".
pub(super) fn relationship(word: &str) -> Result<Option<&'static str>, ()> {
    let known = RELATIONSHIPS.iter().find(|(ours, theirs)| *ours == word || *theirs == word);
    match (known, word) {
        (Some((ours, _)), _) => Ok(Some(ours)),
        (None, "equivalent-to") => Ok(Some("equal")),
        (None, "no-relationship") => Ok(None),
        (None, _) => Err(()),
    }
}

pub(super) fn import(
    file: Handed<'_>,
    source: &Collection,
    options: &Options,
    known: &Known,
) -> Result<Import, InteropError> {
    source.metadata.check(file.name)?;
    if let Some(own) = own::crosswalk(source).filter(|_| options.sides.is_none()) {
        return Ok(own);
    }
    let mappings = source.mappings.list();
    let Some((from, to)) = &options.sides else {
        let because = "is a mapping, and its sides are addresses, not frameworks of ours";
        return Err(InteropError::sort(file.name, because, "name them: `--from ID --to ID`"));
    };
    if let [first, .., last] = mappings
        && (first.source_resource.href != last.source_resource.href
            || first.target_resource.href != last.target_resource.href)
    {
        let because = "holds mappings between more than two documents";
        return Err(InteropError::sort(file.name, because, "split it, one file for each pair"));
    }
    let ids = |framework: &String| {
        known.get(framework).ok_or_else(|| {
            let because =
                format!("names `{framework}`, which is neither built in nor in policies/frameworks/");
            InteropError::sort(file.name, because, "import its catalog first")
        })
    };
    let sides = Sides { file, from, to, source: ids(from)?, target: ids(to)? };
    let (mut rows, mut unrelated) = (BTreeSet::new(), 0);
    let (mut lone_source, mut lone_target) = (BTreeSet::new(), BTreeSet::new());
    for mapping in mappings {
        for map in &mapping.maps {
            unrelated += usize::from(!sides.rows(map, &mut rows)?);
        }
        sides.lone(mapping.source_gap_summary.as_ref(), true, &mut lone_source)?;
        sides.lone(mapping.target_gap_summary.as_ref(), false, &mut lone_target)?;
    }
    if rows.is_empty() {
        return Err(InteropError::sort(file.name, "has no row in it", ""));
    }
    let words: BTreeSet<&str> =
        rows.iter().map(|row| row.basis.as_str()).filter(|word| !word.is_empty()).collect();
    let basis: BTreeMap<String, String> = words
        .into_iter()
        .map(|word| (word.to_owned(), format!("{word} comparison, as the mapping says")))
        .collect();
    let crosswalk = Rows {
        source: from.clone(),
        target: to.clone(),
        version: source.metadata.version.clone(),
        licence: source.metadata.publisher(),
        basis,
        rows: rows.into_iter().collect(),
        lone_source: lone_source.into_iter().collect(),
        lone_target: lone_target.into_iter().collect(),
    };
    let mut import = Import::default();
    if unrelated > 0 {
        import.leave(count(unrelated, "row", "rows"), "they say that nothing is related");
    }
    import.notes.push(format!("`{from}` to `{to}`: {}", count(crosswalk.rows.len(), "row", "rows")));
    import.put(crosswalk.path(), crosswalk.yaml());
    Ok(import)
}

struct Sides<'a> {
    file: Handed<'a>,
    from: &'a str,
    to: &'a str,
    source: &'a [String],
    target: &'a [String],
}

impl Sides<'_> {
    fn requirement(&self, id: &str, source: bool) -> Result<String, InteropError> {
        let (known, framework) = if source { (self.source, self.from) } else { (self.target, self.to) };
        meant(known, id).cloned().ok_or_else(|| {
            let because = format!("`{framework}` has no such requirement");
            InteropError::entry(
                self.file.name,
                format!("`{id}`"),
                because,
                "give the other framework, or its catalog",
            )
        })
    }

    /// Adds the rows of a map; false when it says that nothing is related.
    fn rows(&self, map: &Map, rows: &mut BTreeSet<Row>) -> Result<bool, InteropError> {
        let Ok(word) = relationship(&map.relationship) else {
            let entry = format!("relationship `{}`", map.relationship);
            let because = "is none of the four of NIST IR 8477";
            return Err(InteropError::entry(self.file.name, entry, because, ""));
        };
        let Some(relationship) = word else { return Ok(false) };
        let mut ends = map.sources.iter().chain(&map.targets);
        if let Some(item) = ends.find(|item| item.sort != "control") {
            let because = "is a statement inside a control, and rows are between whole requirements";
            return Err(InteropError::entry(self.file.name, format!("`{}`", item.id_ref), because, ""));
        }
        for source in &map.sources {
            for target in &map.targets {
                rows.insert(Row {
                    source: self.requirement(&source.id_ref, true)?,
                    target: self.requirement(&target.id_ref, false)?,
                    relationship,
                    strength: None,
                    basis: map.matching_rationale.clone(),
                    note: map.remarks.clone(),
                });
            }
        }
        Ok(true)
    }

    fn lone(
        &self,
        gaps: Option<&Gaps>,
        source: bool,
        lone: &mut BTreeSet<String>,
    ) -> Result<(), InteropError> {
        let ids = gaps.into_iter().flat_map(|gaps| &gaps.unmapped_controls);
        for id in ids.flat_map(|unmapped| &unmapped.with_ids) {
            lone.insert(self.requirement(id, source)?);
        }
        Ok(())
    }
}

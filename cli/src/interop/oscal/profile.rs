//! A profile and the catalog that it chooses from, to a framework with what it chooses.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::interop::oscal::catalog::{self, Catalog, Control, Family};
use crate::interop::oscal::{Metadata, Options, own};
use crate::interop::{Handed, Import, InteropError, reading};

/// `profile`
#[derive(Deserialize)]
pub(super) struct Profile {
    metadata: Metadata,
    #[serde(default)]
    imports: Vec<Chosen>,
}

/// `import`
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Chosen {
    href: String,
    include_all: Option<IgnoredAny>,
    #[serde(default)]
    include_controls: Vec<Selection>,
    #[serde(default)]
    exclude_controls: Vec<Selection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Selection {
    with_child_controls: Option<String>,
    #[serde(default)]
    with_ids: Vec<String>,
    #[serde(default)]
    matching: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
struct Document {
    catalog: Option<Catalog>,
}

const RESOLVE: &str =
    "resolve it first (`oscal-cli resolve-profile`, or compliance-trestle), then import the resolved catalog";

pub(super) fn import(file: Handed<'_>, source: &Profile, options: &Options) -> Result<Import, InteropError> {
    source.metadata.check(file.name)?;
    let Some(bytes) = &options.catalog else {
        let because = "is a profile, which only names what it takes from elsewhere";
        let help = format!("hand its catalog over, too: `--catalog FILE`; or {RESOLVE}");
        return Err(InteropError::sort(file.name, because, &help));
    };
    let document: Document = reading::read(Handed { name: "the catalog", bytes })?;
    let Some(mut catalog) = document.catalog else {
        return Err(InteropError::sort(
            "the catalog",
            "has no `catalog` in it",
            "hand over the one that the profile names",
        ));
    };
    let [chosen] = &source.imports[..] else {
        let because = "takes from more than one place";
        return Err(InteropError::sort(file.name, because, RESOLVE));
    };
    let selections = || chosen.include_controls.iter().chain(&chosen.exclude_controls);
    if selections().any(|selection| !selection.matching.is_empty()) {
        return Err(InteropError::sort(file.name, "chooses by patterns", RESOLVE));
    }
    let known = ids(&catalog);
    let unknown = selections().flat_map(|selection| &selection.with_ids).find(|id| !known.contains(*id));
    if let Some(id) = unknown {
        let because = format!("the catalog has no such control; the profile names `{}`", chosen.href);
        return Err(InteropError::entry(file.name, format!("`{id}`"), because, "hand that catalog over"));
    }
    let choice = Choice { chosen };
    catalog.groups.retain_mut(|family| choice.family(family));
    catalog.controls = choice.controls(std::mem::take(&mut catalog.controls), false);
    // The result is the profile's: its name and its version, unless both are ours.
    if own::fields(&source.metadata.props).is_empty() {
        let props = std::mem::take(&mut catalog.metadata.props);
        catalog.metadata = Metadata { props, ..about(&source.metadata) };
    }
    catalog::import(file, &catalog, options)
}

fn about(metadata: &Metadata) -> Metadata {
    Metadata {
        title: metadata.title.clone(),
        version: metadata.version.clone(),
        oscal_version: metadata.oscal_version.clone(),
        parties: metadata.parties.clone(),
        responsible_parties: metadata.responsible_parties.clone(),
        props: Vec::new(),
    }
}

fn ids(catalog: &Catalog) -> BTreeSet<String> {
    fn of(controls: &[Control], found: &mut BTreeSet<String>) {
        for control in controls {
            found.insert(control.id.clone());
            of(&control.controls, found);
        }
    }
    fn below(families: &[Family], found: &mut BTreeSet<String>) {
        for family in families {
            of(&family.controls, found);
            below(&family.groups, found);
        }
    }
    let mut found = BTreeSet::new();
    of(&catalog.controls, &mut found);
    below(&catalog.groups, &mut found);
    found
}

struct Choice<'a> {
    chosen: &'a Chosen,
}

impl Choice<'_> {
    /// True while something is left of a group.
    fn family(&self, family: &mut Family) -> bool {
        family.groups.retain_mut(|inner| self.family(inner));
        family.controls = self.controls(std::mem::take(&mut family.controls), false);
        !family.groups.is_empty() || !family.controls.is_empty()
    }

    /// The chosen ones; what is below one that is not chosen takes its place.
    fn controls(&self, controls: Vec<Control>, brought: bool) -> Vec<Control> {
        let mut kept = Vec::new();
        for mut control in controls {
            let named = |list: &[Selection], children: bool| {
                let mut list =
                    list.iter().filter(|one| !children || one.with_child_controls.as_deref() == Some("yes"));
                list.any(|one| one.with_ids.contains(&control.id))
            };
            let included =
                self.chosen.include_all.is_some() || brought || named(&self.chosen.include_controls, false);
            let brings = brought || named(&self.chosen.include_controls, true);
            let excluded = named(&self.chosen.exclude_controls, false);
            let inner = self.controls(std::mem::take(&mut control.controls), brings);
            if included && !excluded {
                control.controls = inner;
                kept.push(control);
            } else {
                kept.extend(inner);
            }
        }
        kept
    }
}

//! The shape of a library file.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::interop::{Handed, InteropError};

/// Names in another language.
pub(super) type Translations = BTreeMap<String, Translation>;

/// A library.
#[derive(Deserialize)]
pub(super) struct Library {
    pub(super) urn: String,
    #[serde(default)]
    pub(super) locale: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default)]
    pub(super) provider: Option<String>,
    #[serde(default)]
    pub(super) copyright: Option<String>,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
    pub(super) objects: Objects,
}

/// One translation.
#[derive(Deserialize, Default)]
pub(super) struct Translation {
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
}

/// What a library holds; the older format has one of a kind, the newer one lists.
#[derive(Deserialize)]
pub(super) struct Objects {
    framework: Option<Framework>,
    #[serde(default)]
    frameworks: Vec<Framework>,
    requirement_mapping_set: Option<MappingSet>,
    #[serde(default)]
    requirement_mapping_sets: Vec<MappingSet>,
    #[serde(default)]
    risk_matrix: Vec<Matrix>,
    #[serde(default)]
    pub(super) reference_controls: Vec<ReferenceControl>,
    pub(super) threats: Option<Vec<IgnoredAny>>,
    pub(super) preset: Option<IgnoredAny>,
    pub(super) metric_definitions: Option<Vec<IgnoredAny>>,
    pub(super) ttp_catalogs: Option<IgnoredAny>,
    pub(super) tactics: Option<Vec<IgnoredAny>>,
    pub(super) techniques: Option<Vec<IgnoredAny>>,
}

impl Objects {
    pub(super) fn frameworks(&self) -> impl Iterator<Item = &Framework> {
        self.framework.iter().chain(&self.frameworks)
    }

    pub(super) fn mapping_sets(&self) -> impl Iterator<Item = &MappingSet> {
        self.requirement_mapping_set.iter().chain(&self.requirement_mapping_sets)
    }

    pub(super) fn matrices(&self) -> impl Iterator<Item = &Matrix> {
        self.risk_matrix.iter()
    }
}

/// A framework.
#[derive(Deserialize)]
pub(super) struct Framework {
    pub(super) urn: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
    #[serde(default)]
    pub(super) implementation_groups_definition: Option<Vec<ImplementationGroup>>,
    #[serde(default)]
    pub(super) requirement_nodes: Vec<Node>,
}

/// A part that a company takes into scope or leaves out.
#[derive(Deserialize)]
pub(super) struct ImplementationGroup {
    pub(super) ref_id: String,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
}

/// A heading or a requirement.
#[derive(Deserialize)]
pub(super) struct Node {
    pub(super) urn: String,
    #[serde(default)]
    pub(super) assessable: bool,
    #[serde(default)]
    pub(super) parent_urn: Option<String>,
    #[serde(default)]
    pub(super) ref_id: Option<String>,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) implementation_groups: Option<Vec<String>>,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
}

/// Rows between two frameworks.
#[derive(Deserialize)]
pub(super) struct MappingSet {
    #[serde(default)]
    pub(super) ref_id: String,
    pub(super) source_framework_urn: String,
    pub(super) target_framework_urn: String,
    #[serde(default)]
    pub(super) requirement_mappings: Vec<Mapping>,
}

/// A row.
#[derive(Deserialize)]
pub(super) struct Mapping {
    pub(super) source_requirement_urn: String,
    pub(super) target_requirement_urn: String,
    pub(super) relationship: String,
    #[serde(default)]
    pub(super) rationale: Option<String>,
    #[serde(default)]
    pub(super) strength_of_relationship: Option<u8>,
    #[serde(default)]
    pub(super) annotation: Option<String>,
}

/// A risk matrix.
#[derive(Deserialize)]
pub(super) struct Matrix {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
    #[serde(default)]
    pub(super) probability: Vec<Step>,
    #[serde(default)]
    pub(super) impact: Vec<Step>,
    #[serde(default)]
    pub(super) risk: Vec<Step>,
    #[serde(default)]
    pub(super) grid: Vec<Vec<usize>>,
}

/// A step of a scale.
#[derive(Deserialize)]
pub(super) struct Step {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
}

/// A control that others suggest.
#[derive(Deserialize)]
pub(super) struct ReferenceControl {
    pub(super) urn: String,
    #[serde(default)]
    pub(super) ref_id: Option<String>,
    #[serde(default)]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) translations: Option<Translations>,
}

impl Library {
    /// Refuses what is no library.
    pub(super) fn check(&self, file: Handed<'_>) -> Result<(), InteropError> {
        if !self.urn.starts_with("urn:") {
            let because = format!("calls itself `{}`, and a library is called `urn:…`", self.urn);
            return Err(InteropError::sort(file.name, because, ""));
        }
        let versioned =
            self.objects.frameworks().next().is_some() || self.objects.mapping_sets().next().is_some();
        if versioned && self.version.trim().is_empty() {
            let because = "names no version, and nobody could say later which one is on file";
            return Err(InteropError::sort(file.name, because, "write `version:` at its top level"));
        }
        Ok(())
    }

    /// The languages in which it has names.
    pub(super) fn locales(&self) -> Vec<&str> {
        let others = self.translations.iter().flat_map(BTreeMap::keys).map(String::as_str);
        let mut all: Vec<&str> = std::iter::once(self.locale.as_str()).chain(others).collect();
        all.retain(|locale| !locale.is_empty());
        all
    }

    /// Refuses a language that the library does not have.
    pub(super) fn has(&self, file: Handed<'_>, locale: Option<&str>) -> Result<(), InteropError> {
        let Some(locale) = locale else { return Ok(()) };
        let there = self.locales();
        if there.is_empty() || there.contains(&locale) {
            return Ok(());
        }
        let because = format!("has no names in `{locale}`; there are: {}", there.join(", "));
        Err(InteropError::sort(file.name, because, "take another `--locale`, or none"))
    }
}

/// The name in a language, else as it stands.
pub(super) fn named<'a>(
    name: &'a str,
    translations: Option<&'a Translations>,
    locale: Option<&str>,
) -> &'a str {
    let translated = locale.and_then(|locale| translations?.get(locale)?.name.as_deref());
    translated.filter(|name| !name.trim().is_empty()).unwrap_or(name)
}

/// The text in a language, else as it stands.
pub(super) fn told<'a>(
    text: Option<&'a str>,
    translations: Option<&'a Translations>,
    locale: Option<&str>,
) -> &'a str {
    let translated = locale.and_then(|locale| translations?.get(locale)?.description.as_deref());
    translated.or(text).unwrap_or_default()
}

//! OSCAL documents (NIST, versions 1.0 to 1.2): a catalog or resolved profile becomes a framework, a
//! component definition draft controls, a mapping collection crosswalks. What tickmark itself wrote
//! becomes the files that it was made of (`own`).

mod catalog;
mod component;
pub mod fields;
mod mapping;
mod own;
mod profile;
pub mod words;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::interop::{Handed, Import, InteropError, Known, reading};

/// What whoever imports decides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The id of the framework; made from the title when `None`.
    pub id: Option<String>,
    /// What an assessment against it ends in; `guideline` when `None`.
    pub kind: Option<String>,
    /// For components: the framework whose requirements the component's controls are.
    pub framework: Option<String>,
    /// For components: who owns the draft controls.
    pub owner: Option<String>,
    /// For components: how often what it describes is to be shown; `annual` when `None`.
    pub cadence: Option<String>,
    /// For mappings: the frameworks of the two sides.
    pub sides: Option<(String, String)>,
    /// For profiles: the catalog that they choose from.
    pub catalog: Option<Vec<u8>>,
}

/// The document's first key says which model it is.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Document {
    catalog: Option<catalog::Catalog>,
    component_definition: Option<component::Definition>,
    mapping_collection: Option<mapping::Collection>,
    profile: Option<profile::Profile>,
    system_security_plan: Option<IgnoredAny>,
    assessment_plan: Option<IgnoredAny>,
    assessment_results: Option<IgnoredAny>,
    plan_of_action_and_milestones: Option<IgnoredAny>,
}

/// What every model says of itself.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Metadata {
    title: String,
    version: String,
    oscal_version: String,
    #[serde(default)]
    parties: Vec<Party>,
    #[serde(default)]
    responsible_parties: Vec<Responsible>,
    #[serde(default)]
    props: Vec<Property>,
}

#[derive(Deserialize, Clone)]
struct Party {
    uuid: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize, Clone)]
#[serde(rename_all = "kebab-case")]
struct Responsible {
    role_id: String,
    #[serde(default)]
    party_uuids: Vec<String>,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    value: String,
    #[serde(default)]
    ns: String,
    #[serde(default)]
    class: String,
}

impl Metadata {
    /// Refuses a version that is not of the first major one.
    fn check(&self, file: &str) -> Result<(), InteropError> {
        if self.oscal_version.trim_start_matches('v').starts_with("1.") {
            return Ok(());
        }
        let because = format!("is OSCAL `{}`, and versions 1.0 to 1.2 are read", self.oscal_version);
        Err(InteropError::sort(file, because, "convert it with a newer tool of its publisher"))
    }

    /// The party that created or published it.
    fn publisher(&self) -> String {
        let role = |role: &str| self.responsible_parties.iter().find(|one| one.role_id == role);
        let uuid = role("creator").or_else(|| role("publisher")).and_then(|one| one.party_uuids.first());
        let party = uuid.and_then(|uuid| self.parties.iter().find(|party| party.uuid == *uuid));
        party.map(|party| party.name.clone()).unwrap_or_default()
    }
}

/// The id for people: the label without a class (others are for sorting or for other documents).
fn label<'a>(id: &'a str, props: &'a [Property]) -> &'a str {
    let labels = || props.iter().filter(|prop| prop.name == "label");
    labels().find(|prop| prop.class.is_empty()).map_or(id, |prop| &prop.value)
}

/// Takes a document in.
pub fn import(file: Handed<'_>, options: &Options, known: &Known) -> Result<Import, InteropError> {
    let document: Document = reading::read(file)?;
    if let Some(catalog) = &document.catalog {
        return catalog::import(file, catalog, options);
    }
    if let Some(definition) = &document.component_definition {
        return component::import(file, definition, options, known);
    }
    if let Some(collection) = &document.mapping_collection {
        return mapping::import(file, collection, options, known);
    }
    if let Some(profile) = &document.profile {
        return profile::import(file, profile, options);
    }
    let plans = [
        (document.system_security_plan, "system security plan"),
        (document.assessment_plan, "assessment plan"),
        (document.assessment_results, "set of assessment results"),
        (document.plan_of_action_and_milestones, "plan of action and milestones"),
    ];
    if let Some((_, what)) = plans.iter().find(|(found, _)| found.is_some()) {
        let because = format!("is a {what}, and catalogs, component definitions and mappings are read");
        return Err(InteropError::sort(file.name, because, ""));
    }
    let because =
        "is no OSCAL document: it has neither `catalog`, `component-definition` nor `mapping-collection`";
    Err(InteropError::sort(file.name, because, "export it as OSCAL, or see `tickmark import --help`"))
}

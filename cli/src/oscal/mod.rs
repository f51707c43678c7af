//! The repository in the models of OSCAL 1.2 (NIST), for whoever reads those.
//!
//! In: a [`Material`], everything that is known at one commit, and what the document is to be about.
//! Out: a [`Document`]. The same material gives the same bytes: no clock, a UUID is made of our ids
//! (`ids`), that of the document of everything it says, and `last-modified` is the commit's date.
//!
//! What OSCAL has a place for stands there. All other fields of catalogs, controls and crosswalks
//! are properties in the namespace `urn:tickmark:oscal:1` (`interop/oscal/fields`), so that
//! `import oscal` gives back the same files; facts that we derive are properties there, too.
//! "Cannot tell" is never `satisfied`: see `finding`.
//!
//! To add a model, write a function from a material to a document in a file of its own, and name it
//! in [`Model`].

mod catalog;
mod component;
mod desk;
mod finding;
mod ids;
mod json;
mod mapping;
mod observation;
mod plan;
mod poam;
mod profile;
mod props;
mod resources;
mod results;
mod risk;
mod subject;
mod system;
mod system_security_plan;
mod weakness;

pub use catalog::catalog;
pub use component::component_definition;
pub use desk::{Material, Revision};
pub use mapping::mapping_collection;
pub use plan::assessment_plan;
pub use poam::poam;
pub use profile::profile;
pub use results::assessment_results;
pub use subject::Subject;
pub use system_security_plan::system_security_plan;

use serde::Serialize as _;
use serde::ser::SerializeMap as _;

use crate::oscal::json::Object;
use crate::text::escape;

/// The models of OSCAL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Model {
    /// A framework: what it asks.
    Catalog,
    /// What of a framework is in scope.
    Profile,
    /// The controls, and the requirements that they claim.
    ComponentDefinition,
    /// The system, and how each requirement in scope is met.
    SystemSecurityPlan,
    /// What an audit looks at, and how it tests.
    AssessmentPlan,
    /// What is on file over an audit's window.
    AssessmentResults,
    /// What is open, and who does what about it by when.
    Poam,
    /// The rows between two frameworks.
    MappingCollection,
}

impl Model {
    /// The word on the command line, and in the names of files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Catalog => "catalog",
            Self::Profile => "profile",
            Self::ComponentDefinition => "component-definition",
            Self::SystemSecurityPlan => "system-security-plan",
            Self::AssessmentPlan => "assessment-plan",
            Self::AssessmentResults => "assessment-results",
            Self::Poam => "poam",
            Self::MappingCollection => "mapping-collection",
        }
    }

    /// The first key of the document.
    pub fn root(self) -> &'static str {
        match self {
            Self::Poam => "plan-of-action-and-milestones",
            other => other.word(),
        }
    }
}

/// What keeps a document from being made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OscalError {
    /// There is no programme to read.
    #[error("policies/program.yaml cannot be read")]
    NoProgram,
    /// The framework's file is not there to be read.
    #[error("the catalog of `{0}` cannot be read")]
    NoCatalog(String),
    /// OSCAL has no document of this model with nothing in it.
    #[error("{0}, and OSCAL has no document of this model without any")]
    Nothing(String),
}

/// A document of OSCAL.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its model.
    pub model: Model,
    /// The name of its file, by which others refer to it.
    pub name: String,
    body: Object,
    /// The files that it refers to, by name.
    pub refers: Vec<String>,
    /// What a reader of the command's output should know: what was left out and why.
    pub notes: Vec<String>,
}

impl Document {
    /// As JSON, with a line's end.
    ///
    /// # Panics
    ///
    /// Never: the document is strings, numbers and truth values.
    pub fn json(&self) -> String {
        let mut bytes = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b"  ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
        self.serialize(&mut serializer).expect("strings and numbers are JSON");
        let text = String::from_utf8(bytes).expect("JSON is UTF-8");
        escape::json(&text) + "\n"
    }

    /// As YAML.
    ///
    /// # Panics
    ///
    /// Never: the document is strings, numbers and truth values.
    pub fn yaml(&self) -> String {
        serde_yaml::to_string(self).expect("strings and numbers are YAML")
    }

    /// The same with every text for people said in another way, and without mail addresses: another
    /// document, with a UUID of its own. UUIDs of people stay: whoever guesses a short name can check it.
    #[must_use]
    pub fn said(mut self, say: &dyn Fn(&str) -> String) -> Self {
        self.body.texts(say);
        let said = ids::said_again(self.body.text("uuid").unwrap_or_default(), &self.json());
        self.body.put("uuid", &said);
        self
    }
}

impl serde::Serialize for Document {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.model.root(), &self.body)?;
        map.end()
    }
}

#[cfg(test)]
mod tests;

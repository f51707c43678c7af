//! What is compiled in: schemas, the built-in catalogs and the starter set, as text.
//!
//! Nothing is parsed here and nothing at start: who needs a schema or a catalog parses it then, so
//! that a run pays for the frameworks it speaks of and no others.

use crate::kind::Kind;

/// A framework that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltInFramework {
    /// Its id, which is also its file's name.
    pub id: &'static str,
    /// Where a repository would pin its own copy.
    pub path: &'static str,
    /// The YAML.
    pub text: &'static str,
}

/// A crosswalk that is built in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltInCrosswalk {
    /// The framework on its left.
    pub source: &'static str,
    /// The framework on its right.
    pub target: &'static str,
    /// Where a repository would pin its own copy.
    pub path: &'static str,
    /// The YAML.
    pub text: &'static str,
}

macro_rules! from_root {
    ($path:expr) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path))
    };
}

macro_rules! frameworks {
    ($($id:literal),* $(,)?) => {
        &[$(BuiltInFramework {
            id: $id,
            path: concat!("policies/frameworks/", $id, ".yaml"),
            text: from_root!(concat!("policies/frameworks/", $id, ".yaml")),
        }),*]
    };
}

macro_rules! crosswalks {
    ($(($source:literal, $target:literal)),* $(,)?) => {
        &[$(BuiltInCrosswalk {
            source: $source,
            target: $target,
            path: concat!("policies/crosswalks/", $source, "--", $target, ".yaml"),
            text: from_root!(concat!("policies/crosswalks/", $source, "--", $target, ".yaml")),
        }),*]
    };
}

macro_rules! starter {
    ($($path:literal),* $(,)?) => {
        &[$(($path, from_root!(concat!("templates/starter/", $path)))),*]
    };
}

macro_rules! schema {
    ($name:literal) => {
        from_root!(concat!("schemas/", $name, ".schema.json"))
    };
}

/// The frameworks that need no file in a repository.
pub const FRAMEWORKS: &[BuiltInFramework] =
    frameworks!["soc2", "iso27001", "gdpr", "cis", "nist-csf", "nis2", "dora"];

/// The crosswalks that need no file in a repository.
pub const CROSSWALKS: &[BuiltInCrosswalk] = crosswalks![
    ("iso27001", "soc2"),
    ("gdpr", "iso27001"),
    ("gdpr", "cis"),
    ("nist-csf", "iso27001"),
    ("nis2", "iso27001"),
    ("dora", "iso27001"),
    ("dora", "nis2"),
];

/// The first files of a repository, by path; `@name@` stands for what `init` asks.
pub const STARTER: &[(&str, &str)] = starter![
    "policies/program.yaml",
    "policies/information-security.md",
    "policies/controls/AC-01.yaml",
    "policies/controls/AC-02.yaml",
    "policies/controls/BK-01.yaml",
    "policies/controls/VM-01.yaml",
    "policies/populations/leavers.yaml",
    "policies/risks/R-01.yaml",
    "evidence/README.md",
    ".gitattributes",
    ".github/tickmark/check.sh",
    ".github/tickmark/comment.sh",
    ".github/tickmark/due.sh",
    ".github/workflows/compliance.yml",
    ".pre-commit-config.yaml",
];

/// The framework with an id, if it is built in.
pub fn framework(id: &str) -> Option<&'static BuiltInFramework> {
    FRAMEWORKS.iter().find(|framework| framework.id == id)
}

/// The JSON Schema of a kind of file, as it stands in `schemas/`.
pub fn schema(kind: Kind) -> &'static str {
    match kind {
        Kind::Program => schema!("program"),
        Kind::Control => schema!("control"),
        Kind::Evidence => schema!("evidence"),
        Kind::Population => schema!("population"),
        Kind::Extraction => schema!("extraction"),
        Kind::Risk => schema!("risk"),
        Kind::Method => schema!("method"),
        Kind::Soa => schema!("soa"),
        Kind::Policy => schema!("policy"),
        Kind::System => schema!("system"),
        Kind::Assets => schema!("assets"),
        Kind::Vendors => schema!("vendors"),
        Kind::Processing => schema!("processing"),
        Kind::Objectives => schema!("objectives"),
        Kind::Programme => schema!("programme"),
        Kind::IsmsDocument => schema!("isms-document"),
        Kind::Incident => schema!("incident"),
        Kind::InternalAudit => schema!("internal-audit"),
        Kind::ManagementReview => schema!("management-review"),
        Kind::Nonconformity => schema!("nonconformity"),
        Kind::Requests => schema!("requests"),
        Kind::Samples => schema!("samples"),
        Kind::Framework => schema!("framework"),
        Kind::Crosswalk => schema!("crosswalk"),
    }
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::kind::Kind;

    #[test]
    fn every_schema_is_named_after_its_kind() {
        for kind in Kind::ALL {
            let id = format!("\"$id\": \"urn:tickmark:schema:{}:1\"", kind.name());
            assert!(schema(kind).contains(&id), "{}", kind.name());
        }
    }
}

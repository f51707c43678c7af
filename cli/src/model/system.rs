//! The structured part of the SOC 2 system description, and its prose.

use crate::document::{Document, Entry, Node};
use crate::model::read::{Fields, Satisfies, Text, key_of};
use crate::place::{FileId, RepoPath, Span, Spanned};

/// A sentence with an id and the criteria it belongs to: a commitment (DC 2), a control of the
/// user entity (DC 6), or one expected of a subservice organisation (DC 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// `SC-1`, `CUEC-1`, `CSOC-1`
    pub id: Text,
    /// What it says.
    pub text: Option<Text>,
    /// Where a commitment is made.
    pub source: Option<Text>,
    /// The criteria.
    pub satisfies: Satisfies,
}

impl Statement {
    fn read(entry: &Entry) -> Self {
        let fields = Fields::of(&entry.value);
        Self {
            id: key_of(entry),
            text: fields.and_then(|fields| fields.text("text")),
            source: fields.and_then(|fields| fields.text("source")),
            satisfies: fields.map(|fields| Satisfies::read(fields, "satisfies")).unwrap_or_default(),
        }
    }

    fn list(fields: Fields<'_>, key: &str) -> Vec<Self> {
        fields.named(key).map(Self::read).collect()
    }
}

/// What the system ends at (DC 3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Boundary {
    /// What belongs to it.
    pub inside: Vec<Text>,
    /// What a reader might expect and does not.
    pub outside: Vec<Text>,
}

/// What the system is made of (DC 3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Components {
    /// Hosting, networks, facilities.
    pub infrastructure: Vec<Text>,
    /// Programs and services.
    pub software: Vec<Text>,
    /// Teams or roles.
    pub people: Vec<Text>,
    /// The data it holds.
    pub data: Vec<Text>,
    /// The policies and procedures it runs by.
    pub procedures: Vec<Text>,
}

/// How a subservice organisation's controls enter the report (DC 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inclusion {
    /// They are left out, and monitored.
    CarveOut,
    /// They are described and tested with ours.
    Inclusive,
}

impl Inclusion {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "carve-out" => Some(Self::CarveOut),
            "inclusive" => Some(Self::Inclusive),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::CarveOut => "carve-out",
            Self::Inclusive => "inclusive",
        }
    }
}

/// A subservice organisation (DC 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subservice {
    /// The vendor.
    pub vendor: Text,
    /// How its controls enter the report.
    pub method: Option<Spanned<Inclusion>>,
    /// The controls assumed there (CSOC).
    pub expects: Vec<Statement>,
    /// Our controls that watch it.
    pub monitored_by: Vec<Text>,
}

/// A criterion or group that does not apply (DC 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRelevant {
    /// `P`, `CC6.4`
    pub criterion: Text,
    /// Why.
    pub because: Option<Text>,
}

/// Which incidents the description discloses (DC 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disclosure {
    /// Those under `evidence/incidents/`.
    FromRegister,
    /// There were none.
    Nothing,
}

impl Disclosure {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "from-register" => Some(Self::FromRegister),
            "none" => Some(Self::Nothing),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::FromRegister => "from-register",
            Self::Nothing => "none",
        }
    }
}

/// The structured part of a system description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemDescription {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// The services that the report covers (DC 1).
    pub services: Vec<Text>,
    /// The principal service commitments and system requirements (DC 2).
    pub commitments: Vec<Statement>,
    /// What the system ends at (DC 3).
    pub boundary: Boundary,
    /// What it is made of (DC 3).
    pub components: Components,
    /// Which incidents are disclosed (DC 4).
    pub incidents: Option<Spanned<Disclosure>>,
    /// Controls that customers must run (DC 6).
    pub user_entity_controls: Vec<Statement>,
    /// Subservice organisations (DC 7).
    pub subservice: Vec<Subservice>,
    /// Criteria that do not apply (DC 8).
    pub not_relevant: Vec<NotRelevant>,
    /// Where the significant changes come from (DC 9): `from-history`.
    pub changes: Option<Text>,
}

impl SystemDescription {
    /// Reads the structured part; `None` when it is no mapping.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        Some(Self {
            file,
            path: path.clone(),
            services: fields.texts("services"),
            commitments: Statement::list(fields, "commitments"),
            boundary: fields.fields("boundary").map(read_boundary).unwrap_or_default(),
            components: fields.fields("components").map(read_components).unwrap_or_default(),
            incidents: fields.parsed("incidents", Disclosure::parse),
            user_entity_controls: Statement::list(fields, "user_entity_controls"),
            subservice: fields.named("subservice").map(read_subservice).collect(),
            not_relevant: fields.named("not_relevant").map(read_not_relevant).collect(),
            changes: fields.text("changes"),
        })
    }
}

fn read_boundary(fields: Fields<'_>) -> Boundary {
    Boundary { inside: fields.texts("in"), outside: fields.texts("out") }
}

fn read_components(fields: Fields<'_>) -> Components {
    Components {
        infrastructure: fields.texts("infrastructure"),
        software: fields.texts("software"),
        people: fields.texts("people"),
        data: fields.texts("data"),
        procedures: fields.texts("procedures"),
    }
}

fn read_subservice(entry: &Entry) -> Subservice {
    let fields = Fields::of(&entry.value);
    Subservice {
        vendor: key_of(entry),
        method: fields.and_then(|fields| fields.parsed("method", Inclusion::parse)),
        expects: fields.map(|fields| Statement::list(fields, "expects")).unwrap_or_default(),
        monitored_by: fields.map(|fields| fields.texts("monitored_by")).unwrap_or_default(),
    }
}

fn read_not_relevant(entry: &Entry) -> NotRelevant {
    NotRelevant { criterion: key_of(entry), because: entry.value.text() }
}

/// The prose of one description criterion: `policies/system/dc1.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseFact {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// The bytes of the prose, behind front matter if there is any.
    pub body: Span,
}

impl ProseFact {
    /// Takes the prose of a Markdown file; `None` when it has none to take.
    pub fn of(path: &RepoPath, document: &Document) -> Option<Self> {
        Some(Self { file: document.file, path: path.clone(), body: document.body? })
    }

    /// The criterion that it describes, by its file's name in lower case: `dc1`.
    pub fn criterion(&self) -> String {
        self.path.stem().to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::SystemDescription;
    use crate::model::read::{Text, tree};
    use crate::place::{FileId, RepoPath};

    #[test]
    fn every_criterion_of_the_description_finds_its_part() {
        let root = tree(
            r#"
services: [Fleet control for warehouse robots]
commitments:
  SC-1: {text: "99.9 % availability a month", source: "Section 2", satisfies: {soc2: A1.1}}
boundary: {in: [ledger, api, console], out: [marketing site]}
components: {infrastructure: [aws], software: [ledger, api], people: it, data: customer-db, procedures: [access-control]}
incidents: from-register
user_entity_controls:
  CUEC-1: {text: "Customers remove their own users who leave.", satisfies: {soc2: CC6.2}}
subservice:
  aws:
    method: carve-out
    expects:
      CSOC-1: {text: "Physical access is limited.", satisfies: {soc2: CC6.4}}
    monitored_by: VN-01
not_relevant: {P: "Privacy is not in scope."}
changes: from-history
"#,
        );
        let system =
            SystemDescription::decode(FileId(0), &RepoPath::new("s.yaml"), &root).expect("a mapping");
        let join = |texts: &[Text]| texts.iter().map(|text| text.as_str()).collect::<Vec<_>>().join(" ");
        let [aws] = system.subservice.as_slice() else { panic!("one organisation") };
        assert_eq!(
            format!(
                "{}; {} at {}; in {}; out {}; of {}; {}; {}; {} {} {} {}; not {}",
                join(&system.services),
                *system.commitments[0].id,
                **system.commitments[0].source.as_ref().expect("a source"),
                join(&system.boundary.inside),
                join(&system.boundary.outside),
                join(&system.components.data),
                system.incidents.expect("a word").word(),
                *system.user_entity_controls[0].id,
                *aws.vendor,
                aws.method.expect("a word").word(),
                *aws.expects[0].id,
                join(&aws.monitored_by),
                *system.not_relevant[0].criterion,
            ),
            "Fleet control for warehouse robots; SC-1 at Section 2; in ledger api console; \
             out marketing site; of customer-db; from-register; CUEC-1; aws carve-out CSOC-1 VN-01; not P"
        );
    }
}

//! What is known of a rule before it runs.

use crate::finding::Level;

/// A rule's name, level and page.
#[derive(Debug)]
pub struct RuleMeta {
    /// Kebab-case, names the problem: "allow `evidence-missing`" reads well.
    pub name: &'static str,
    /// The group.
    pub group: Group,
    /// The level unless `program.yaml` or a flag says otherwise.
    pub level: Level,
    /// One line for lists.
    pub summary: &'static str,
    /// True when at least some of its findings carry a safe fix.
    pub fixable: bool,
    /// True when it needs the Git history.
    pub history: bool,
    /// The page: what, why it matters to an auditor, example, instead.
    pub page: &'static str,
}

/// The groups of the rule catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Files that can be read at all.
    Shape,
    /// Names that resolve.
    Reference,
    /// What controls promise.
    Control,
    /// What records show.
    Evidence,
    /// Lists that samples are drawn from.
    Population,
    /// The risk register.
    Risk,
    /// The Statement of Applicability.
    Soa,
    /// Policy documents.
    Policy,
    /// Clauses 4 to 10.
    ManagementSystem,
    /// The SOC 2 system description.
    SystemDescription,
    /// Incidents and their clocks.
    Incident,
    /// Windows, requests, samples.
    Audit,
    /// What the commits say.
    History,
    /// Text that should not be in a repository.
    Secrets,
    /// Findings set aside.
    Suppression,
}

impl Group {
    /// The name in flags and lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Reference => "reference",
            Self::Control => "control",
            Self::Evidence => "evidence",
            Self::Population => "population",
            Self::Risk => "risk",
            Self::Soa => "soa",
            Self::Policy => "policy",
            Self::ManagementSystem => "management-system",
            Self::SystemDescription => "system-description",
            Self::Incident => "incident",
            Self::Audit => "audit",
            Self::History => "history",
            Self::Secrets => "secrets",
            Self::Suppression => "suppression",
        }
    }

    /// The title in the reference.
    pub fn title(self) -> &'static str {
        match self {
            Self::Shape => "Shape",
            Self::Reference => "Reference",
            Self::Control => "Control",
            Self::Evidence => "Evidence",
            Self::Population => "Population",
            Self::Risk => "Risk",
            Self::Soa => "Statement of Applicability",
            Self::Policy => "Policy",
            Self::ManagementSystem => "Management system",
            Self::SystemDescription => "System description",
            Self::Incident => "Incident",
            Self::Audit => "Audit",
            Self::History => "History",
            Self::Secrets => "Secrets",
            Self::Suppression => "Suppression",
        }
    }
}

//! What a rule is: data, and functions that look at one subject each.

use crate::assess::{ControlAssessment, Occurrence, PolicyPast, SoaPast};
use crate::finding::{Finding, Problem, RuleMeta};
use crate::model::{Control, Extraction, FileFact, Policy, Record, Register, Risk, Soa};
use crate::rules::facts::Facts;
use crate::rules::held::Held;
use crate::rules::naming::Naming;
use crate::rules::reviews::Review;
use crate::rules::suppress::Suppression;
use crate::trust::Provenance;

/// A rule of the catalogue.
#[derive(Debug)]
pub struct Rule {
    /// What is known of it before it runs.
    pub meta: RuleMeta,
    /// What it looks at. Most rules have one subject; a few have the same thing to say about two.
    pub checks: &'static [Check],
}

/// A function that looks at one subject and says what is wrong with it.
pub type On<T> = fn(&Facts<'_>, &T, &mut Vec<Finding>);

/// A function by its subject. The engine owns the loop over the subjects.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Something that reading met.
    Problem(On<Problem>),
    /// A name in the tree.
    File(On<FileFact>),
    /// A place where one file names something that stands in another.
    Naming(fn(&Facts<'_>, &Naming<'_>, &mut Vec<Finding>)),
    /// A control.
    Control(On<Control>),
    /// An evidence record.
    Record(On<Record>),
    /// A file that a record, an incident, an audit or a review names.
    Artifact(fn(&Facts<'_>, &Held<'_>, &mut Vec<Finding>)),
    /// The decisions of an access review.
    Review(fn(&Facts<'_>, &Review<'_>, &mut Vec<Finding>)),
    /// A control in the window, with everything that was expected of it.
    Assessed(On<ControlAssessment>),
    /// One expected occurrence of a control.
    Occurrence(fn(&Facts<'_>, &ControlAssessment, &Occurrence, &mut Vec<Finding>)),
    /// An extraction of a population.
    Extraction(On<Extraction>),
    /// A risk.
    Risk(On<Risk>),
    /// A Statement of Applicability.
    Soa(On<Soa>),
    /// A policy document.
    Policy(On<Policy>),
    /// What became of the text of a policy, or of a document of the management system.
    PolicyPast(fn(&Facts<'_>, &PolicyPast<'_>, &mut Vec<Finding>)),
    /// What became of the decisions of a Statement of Applicability.
    SoaPast(fn(&Facts<'_>, &SoaPast<'_>, &mut Vec<Finding>)),
    /// The register as a whole, for what can only be seen from above.
    Register(On<Register>),
    /// What the signatures and memories of the history prove.
    Provenance(On<Provenance>),
    /// A finding set aside, after all other rules have spoken.
    Suppression(fn(&Facts<'_>, &Suppression<'_>, &mut Vec<Finding>)),
}

impl Check {
    /// True for subjects that exist only where the window was assessed.
    pub(super) fn needs_assessment(self) -> bool {
        match self {
            Self::Assessed(_) | Self::Occurrence(_) => true,
            Self::Problem(_)
            | Self::File(_)
            | Self::Naming(_)
            | Self::Control(_)
            | Self::Record(_)
            | Self::Artifact(_)
            | Self::Review(_)
            | Self::Extraction(_)
            | Self::Risk(_)
            | Self::Soa(_)
            | Self::Policy(_)
            | Self::PolicyPast(_)
            | Self::SoaPast(_)
            | Self::Register(_)
            | Self::Provenance(_)
            | Self::Suppression(_) => false,
        }
    }

    /// True for the subject that exists only where signatures were verified.
    pub(super) fn needs_provenance(self) -> bool {
        matches!(self, Self::Provenance(_))
    }

    /// True for the checks that look at suppressions and therefore run last.
    pub(super) fn runs_last(self) -> bool {
        matches!(self, Self::Suppression(_))
    }
}

//! One entity for each kind of file, and the register that links them.
//!
//! In: documents. Out: typed values that still know their spans. Entities know nothing of Git,
//! files on disk or the clock; what they mean together with the history is `assess`'s business.

mod audit_files;
mod control;
mod draw;
mod evidence;
mod framework;
mod incident;
mod isms;
mod link;
mod method;
mod paths;
mod policy;
mod population;
mod program;
mod read;
mod register;
mod registers;
mod risk;
mod system;
mod value;

pub use audit_files::{Received, Request, RequestList, RequestStatus, SampleSelection};
pub use control::{Control, Deadline, Requested, Status};
pub use draw::draw;
pub use evidence::{
    Artifact, Decision, Decisions, Exception, Outcome, PopulationUsed, Record, Sample, Target, Tested,
    UnreadableRecord, record_file, record_folder, record_number, record_stem,
};
pub use framework::{
    Category, Crosswalk, Framework, Lone, Mapping, Mechanic, Precedence, Requirement, RequirementGroup,
};
pub use incident::{Incident, Report};
pub use isms::{
    AuditFinding, AuditProgramme, Auditor, Criterion, Effectiveness, FindingGrade, Found, InternalAudit,
    ManagementReview, Measurement, Nonconformity, NonconformityStatus, Objective, Objectives, PlannedReview,
    ProgrammePart, Reported, ReviewDecision, ReviewInput,
};
pub use link::{Decoded, add_catalogs, decode_document, link};
pub use method::{Band, Grid, Method, RiskLevel, Step};
pub use policy::Policy;
pub use population::{Checked, Extraction, Population, Row, Table};
pub use program::{Audit, AuditType, Person, Program, ReviewRule, RuleSetting, Scope, Team};
pub use read::{Act, Claim, Moment, Satisfies, Task, Text};
pub use register::{Entity, FileFact, Form, Ids, Lookups, Register};
pub use registers::{Activity, Asset, Assurance, ImpactAssessment, Transfer, Vendor, VendorDora, VendorGdpr};
pub use risk::{Acceptance, Rating, Risk, Soa, SoaDecision};
pub use system::{
    Boundary, Components, Disclosure, Inclusion, NotRelevant, ProseFact, Statement, Subservice,
    SystemDescription,
};
pub use value::still_stands;

use crate::document::Document;
use crate::place::{FileId, RepoPath};

/// Reads one version of a control's file; `None` when it is not YAML, or has no readable `id` or
/// `cadence`.
pub fn read_control(path: &RepoPath, bytes: &[u8]) -> Option<Control> {
    let (document, _) = Document::from_yaml(FileId(0), bytes);
    Control::decode(FileId(0), path, document.root.as_ref().filter(|_| document.sound)?)
}

/// Reads one version of a record; `None` when it is not YAML, or has no readable `control` or `result`.
pub fn read_record(path: &RepoPath, bytes: &[u8]) -> Option<Record> {
    let (document, _) = Document::from_yaml(FileId(0), bytes);
    Record::decode(FileId(0), path, document.root.as_ref().filter(|_| document.sound)?)
}

/// Reads one version of a policy or document: its front matter, and its prose.
pub fn read_policy(path: &RepoPath, bytes: &[u8]) -> Option<(Policy, String)> {
    let (document, _) = Document::from_markdown(FileId(0), bytes);
    let policy = Policy::decode(path, &document)?;
    let prose = bytes.get(policy.body.range()).unwrap_or_default();
    Some((policy, String::from_utf8_lossy(prose).into_owned()))
}

/// Reads one version of a risk; `None` when it is not YAML, or has no `id`.
pub fn read_risk(path: &RepoPath, bytes: &[u8]) -> Option<Risk> {
    let (document, _) = Document::from_yaml(FileId(0), bytes);
    Risk::decode(FileId(0), path, document.root.as_ref()?)
}

/// Reads one version of the vendor register.
pub fn read_vendors(path: &RepoPath, bytes: &[u8]) -> Vec<Vendor> {
    let (document, _) = Document::from_yaml(FileId(0), bytes);
    let vendors = document.root.as_ref().and_then(|root| Vendor::decode_all(FileId(0), path, root));
    vendors.unwrap_or_default()
}

//! The audit programme and the internal audits (ISO/IEC 27001 9.2).

use serde::Serialize;

use crate::model::{Artifact, AuditFinding, Criterion, FindingGrade, InternalAudit, ProgrammePart, Target};
use crate::packet::sources::{FileRef, Signed, Sources, day, list, text};
use crate::place::RepoPath;

/// The audit programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProgrammeView {
    /// The title.
    pub title: String,
    /// The version.
    pub version: String,
    /// Who approved it, and when.
    pub approved: Option<Signed>,
    /// The days in which every part is audited at least once.
    pub cycle: String,
    /// How audits are done.
    pub methods: String,
    /// To whom results go.
    pub reporting: String,
    /// How it is made sure that nobody audits their own work.
    pub impartiality: String,
    /// The parts.
    pub parts: Vec<PartView>,
    /// The file.
    pub file: FileRef,
}

/// A part of the audit programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Its id.
    pub id: String,
    /// What is audited.
    pub what: String,
    /// How often.
    pub cadence: String,
    /// Against what.
    pub criteria: String,
    /// Who audits.
    pub auditor: String,
    /// The day by which the next audit is planned.
    pub due: String,
    /// Why this often.
    pub because: String,
    /// The audits of this part, by id.
    pub held: String,
}

/// One internal audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditView {
    /// `IA-2026-1`
    pub id: String,
    /// What was audited.
    pub title: String,
    /// The days of the audit.
    pub held: String,
    /// Who audited, and where they work.
    pub auditor: String,
    /// `yes`, `no`, or `not stated`.
    pub independent: &'static str,
    /// Against what.
    pub criteria: String,
    /// Which places, teams or systems.
    pub scope: String,
    /// To whom the results went.
    pub reported_to: String,
    /// When.
    pub reported_on: String,
    /// The findings.
    pub findings: Vec<FindingView>,
    /// What stands for the list of findings when it is empty.
    pub no_findings: &'static str,
    /// The report.
    pub report: Option<AttachmentView>,
    /// The record.
    pub file: FileRef,
}

/// One finding of an internal audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// `NC-03`
    pub id: String,
    /// `major`, `minor`, `observation` or `improvement`; empty when not graded.
    pub grade: &'static str,
    /// What is not met.
    pub against: String,
    /// What was found.
    pub text: String,
    /// For a nonconformity: where its record stands; `no record` when there is none. Empty for others.
    pub followed_up: String,
}

/// A file that stands beside a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AttachmentView {
    /// Its path at the tag, or its address when it is kept elsewhere.
    pub path: String,
    /// The digest that the record gives; empty when it gives none.
    pub sha256: String,
    /// `as recorded`, `differs`, `not there`, `no digest recorded`, or `kept elsewhere`.
    pub state: &'static str,
}

/// The audit programme; `None` when there is no file.
pub(super) fn programme(sources: &Sources<'_>) -> Option<ProgrammeView> {
    let programme = sources.register.programme.as_ref()?;
    let held = |part: &str| {
        let of_part = |audit: &&InternalAudit| audit.programme.as_ref().is_some_and(|named| **named == *part);
        let audits = sources.register.internal_audits.by_id().filter(of_part);
        audits.map(|audit| audit.id.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let part = |part: &ProgrammePart| PartView {
        id: part.id.value.clone(),
        what: text(part.what.as_ref()),
        cadence: part.cadence.map(|cadence| cadence.value.to_string()).unwrap_or_default(),
        criteria: criteria(&part.criteria),
        auditor: sources.named(part.auditor.as_ref()),
        due: day(part.due.map(|due| due.value)),
        because: text(part.because.as_ref()),
        held: held(&part.id),
    };
    Some(ProgrammeView {
        title: text(programme.title.as_ref()),
        version: text(programme.version.as_ref()),
        approved: sources.signed(programme.approved.as_ref()),
        cycle: programme.cycle.map(|cycle| cycle.value.to_string()).unwrap_or_default(),
        methods: list(&programme.methods),
        reporting: text(programme.reporting.as_ref()),
        impartiality: text(programme.impartiality.as_ref()),
        parts: programme.parts.iter().map(part).collect(),
        file: sources.file(&programme.path),
    })
}

fn criteria(criteria: &[Criterion]) -> String {
    let word = |criterion: &Criterion| match &criterion.of {
        Some(of) => format!("{} {}", of.value, criterion.id.value),
        None => criterion.id.value.clone(),
    };
    criteria.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The internal audits, oldest first.
pub(super) fn internal_audits(sources: &Sources<'_>) -> Vec<AuditView> {
    let mut audits: Vec<&InternalAudit> = sources.register.internal_audits.by_id().collect();
    audits.sort_by_key(|audit| audit.held.map(|held| held.value));
    audits.into_iter().map(|audit| audit_view(sources, audit)).collect()
}

fn audit_view(sources: &Sources<'_>, audit: &InternalAudit) -> AuditView {
    let auditor = audit.auditor.as_ref();
    let (name, of) = (
        auditor.map(|auditor| sources.named(auditor.name.as_ref())).unwrap_or_default(),
        auditor.map(|auditor| text(auditor.of.as_ref())).unwrap_or_default(),
    );
    let folder = RepoPath::new(format!("{}/{}", audit.path.folder(), audit.path.stem()));
    let reported = audit.reported.as_ref();
    AuditView {
        id: audit.id.value.clone(),
        title: text(audit.title.as_ref()),
        held: audit.held.map(|held| held.value.to_string()).unwrap_or_default(),
        auditor: if of.is_empty() { name } else { format!("{name}, {of}") },
        independent: match auditor.and_then(|auditor| auditor.independent) {
            Some(independent) if independent.value => "yes",
            Some(_) => "no",
            None => "not stated",
        },
        criteria: criteria(&audit.criteria),
        scope: text(audit.scope.as_ref()),
        reported_to: reported.map(|reported| sources.names(&reported.to)).unwrap_or_default(),
        reported_on: sources.day(reported.and_then(|reported| reported.at.as_ref())),
        findings: audit.findings.iter().flatten().map(|finding| finding_view(sources, finding)).collect(),
        no_findings: match &audit.findings {
            Some(_) => "The record states that there were no findings.",
            None => "The record does not say whether there were findings.",
        },
        report: audit.report.as_ref().map(|report| attachment(sources, &folder, report)),
        file: sources.file(&audit.path),
    }
}

fn finding_view(sources: &Sources<'_>, finding: &AuditFinding) -> FindingView {
    let grade = finding.grade.map(|grade| grade.value);
    let record = sources.register.nonconformities.get(&finding.id);
    let followed_up = match (grade.is_some_and(FindingGrade::is_nonconformity), record) {
        (_, Some(record)) => record.status.word(),
        (true, None) => "no record",
        (false, None) => "",
    };
    FindingView {
        id: finding.id.value.clone(),
        grade: grade.map_or("", FindingGrade::word),
        against: criteria(&finding.against),
        text: text(finding.text.as_ref()),
        followed_up: followed_up.to_owned(),
    }
}

fn attachment(sources: &Sources<'_>, folder: &RepoPath, artifact: &Artifact) -> AttachmentView {
    let sha256 = text(artifact.sha256.as_ref());
    let (path, state) = match &artifact.target {
        Target::Url(url) => (url.value.clone(), "kept elsewhere"),
        Target::File(name) => {
            let path = folder.join(name);
            let state = match (sources.register.file(path.as_str()), artifact.digest()) {
                (None, _) => "not there",
                (Some(_), None) => "no digest recorded",
                (Some(file), Some(digest)) if file.sha256 == Some(digest) => "as recorded",
                (Some(_), Some(_)) => "differs",
            };
            (path.to_string(), state)
        }
    };
    AttachmentView { path, sha256, state }
}

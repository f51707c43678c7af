//! The ISO/IEC 27001 packet: stage 1, stage 2, surveillance.
//!
//! In: the register at the tag, its history and its assessment over the audit's window. Out: an
//! [`Iso27001`], which is all that the templates see beside the cover. Stage 1 asks whether the
//! management system is documented; stage 2 and surveillance add what happened in the window.

mod annex;
mod clauses;
mod documents;
mod improvement;
mod internal_audit;
mod objectives;
pub(crate) mod risk;
mod sample;
pub(crate) mod statement;
mod yearly;

pub use annex::{ControlRow, EvidencePage, ExceptionRow, NamedCount, OccurrenceRow};
pub use clauses::{Answer, Clause};
pub use documents::{DocumentRow, PersonRow, ProsePart};
pub(crate) use improvement::management_reviews;
pub use improvement::{DecisionView, InputView, NonconformityView, ReviewView};
pub use internal_audit::{AttachmentView, AuditView, FindingView, PartView, ProgrammeView};
pub use objectives::{ObjectiveView, ObjectivesPage, ResultView};
pub use risk::{
    AcceptanceView, LevelCount, LevelView, MatrixCell, MatrixRow, MethodView, PlanRow, RatingView, RiskPage,
    RiskRow, StepView,
};
pub use statement::{BeyondRow, SoaGroup, SoaRow, StatementPage, StatusCount, WindowView};
pub use yearly::YearlyRow;

use serde::Serialize;

use crate::assess::{Applicability, Assessment, Coverage, SoaStatus};
use crate::calendar::Date;
use crate::history::Trail;
use crate::model::{Audit, AuditType, Register};
use crate::packet::evidence_index::csv;
use crate::packet::sources::{self, Sources};
use crate::packet::{Context, Layout, PacketFile, Page, Plan};
use crate::place::FileId;

/// The framework of this packet.
const FRAMEWORK: &str = "iso27001";

/// What the packet is made from.
#[derive(Clone, Copy)]
pub(crate) struct Material<'a> {
    /// The entities at the tag.
    pub(crate) register: &'a Register,
    /// The history up to it.
    pub(crate) trail: &'a Trail,
    /// The assessment over the audit's window, of the controls of its framework.
    pub(crate) assessment: &'a Assessment,
    /// The year up to the as-of day, with every control.
    pub(crate) recent: &'a Assessment,
    /// The audit.
    pub(crate) audit: &'a Audit,
    /// The bytes of a file.
    pub(crate) bytes: &'a dyn Fn(FileId) -> Option<&'a [u8]>,
}

/// Everything that the pages of this packet say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Iso27001 {
    /// True for stage 2 and surveillance: records of the window belong to the packet.
    pub with_evidence: bool,
    /// What this packet leaves out because of what it is, in sentences.
    pub limits: Vec<String>,
    /// The counts on the cover, and what is not in order.
    pub summary: Summary,
    /// Clauses 4.1 to 10.2 and what answers each.
    pub clauses: Vec<Clause>,
    /// Scope, context and interested parties, with their text.
    pub scope: Vec<ProsePart>,
    /// The information security policy, with its text.
    pub policy: Vec<ProsePart>,
    /// Every document.
    pub documents: Vec<DocumentRow>,
    /// The people and their roles.
    pub people: Vec<PersonRow>,
    /// The objectives; `None` when there is no file.
    pub objectives: Option<ObjectivesPage>,
    /// The Statement of Applicability.
    pub statement: StatementPage,
    /// What answers competence, awareness and communication (7.2, 7.3, 7.4).
    pub support: Vec<Clause>,
    /// The audit programme; `None` when there is no file.
    pub programme: Option<ProgrammeView>,
    /// The internal audits, oldest first.
    pub internal_audits: Vec<AuditView>,
    /// The management reviews, oldest first.
    pub management_reviews: Vec<ReviewView>,
    /// The nonconformities, by id.
    pub nonconformities: Vec<NonconformityView>,
    /// Controls, occurrences and the sample of them in the window; `None` for stage 1.
    pub evidence: Option<EvidencePage>,
    /// What a surveillance audit looks at every year; empty for other audits.
    pub yearly: Vec<YearlyRow>,
    /// The day after which `yearly` counts.
    pub yearly_since: String,
}

/// The counts on the cover, and what is not in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Clauses that hold a requirement.
    pub clauses: usize,
    /// Those that something answers.
    pub clauses_answered: usize,
    /// Those with a gap, by id.
    pub clause_gaps: Vec<String>,
    /// Documents and policies without an approval, by id.
    pub unapproved: Vec<String>,
    /// Documents whose review is overdue on the as-of day, by id.
    pub review_overdue: Vec<String>,
    /// Documents whose text changed after their approval, by id.
    pub changed_after_approval: Vec<String>,
    /// Internal audits held.
    pub internal_audits: usize,
    /// Management reviews held.
    pub management_reviews: usize,
    /// Nonconformities that are open.
    pub open_nonconformities: usize,
    /// Nonconformities in all.
    pub nonconformities: usize,
    /// What is not there or not in order, in sentences.
    pub remarks: Vec<String>,
}

/// Puts the context together; `None` when the framework is not in scope.
pub(crate) fn context(material: &Material<'_>) -> Option<Iso27001> {
    let register = material.register;
    let program = register.program.as_ref()?;
    let (framework, scope) = (register.frameworks.get(FRAMEWORK)?, program.scope(FRAMEWORK)?);
    let as_of = material.assessment.as_of;
    let sources = Sources::new(register, material.trail, &program.zone, as_of, material.bytes);
    let coverage = Coverage::of(framework, scope, None, register, material.recent);
    let statement = Applicability::of(framework, scope, register, material.recent);
    let clauses = clauses::clauses(&sources, &coverage);
    let documents = documents::rows(&sources, FRAMEWORK);
    let nonconformities = improvement::nonconformities(&sources);
    let with_records = with_evidence(material.audit);
    let internal_audits = internal_audit::internal_audits(&sources);
    let management_reviews = improvement::management_reviews(&sources);
    let objectives = objectives::objectives(&sources);
    let evidence =
        with_records.then(|| annex::page(&sources, FRAMEWORK, &material.audit.id, material.assessment));
    let since = yearly::Since {
        day: since(program, material),
        to: material.assessment.window.to,
        audits: &internal_audits,
        reviews: &management_reviews,
        nonconformities: &nonconformities,
        objectives: objectives.as_ref(),
        evidence: evidence.as_ref(),
    };
    Some(Iso27001 {
        yearly: yearly::rows(&sources, &since, material.audit.kind.map(|kind| kind.value)),
        yearly_since: since.day.to_string(),
        with_evidence: with_records,
        limits: limits(&statement, with_records),
        summary: summary(&sources, &clauses, &documents, &nonconformities),
        scope: documents::prose(&sources, &coverage, &["4.3", "4.1", "4.2"]),
        policy: documents::prose(&sources, &coverage, &["5.2"]),
        people: documents::people(&sources),
        objectives,
        statement: statement::page(&sources, &statement, material.recent.window),
        support: clauses
            .iter()
            .filter(|clause| ["7.2", "7.3", "7.4"].contains(&clause.id.as_str()))
            .cloned()
            .collect(),
        programme: internal_audit::programme(&sources),
        internal_audits,
        management_reviews,
        evidence,
        clauses,
        documents,
        nonconformities,
    })
}

/// Clauses 4.1 to 10.2 and what answers each, without the rest of a packet; `None` when the framework is
/// not in scope. `assessment` says what is on file in the year up to the day.
pub(crate) fn clause_table<'a>(
    register: &'a Register,
    trail: &'a Trail,
    assessment: &Assessment,
    bytes: &'a dyn Fn(FileId) -> Option<&'a [u8]>,
) -> Option<Vec<Clause>> {
    let program = register.program.as_ref()?;
    let (framework, scope) = (register.frameworks.get(FRAMEWORK)?, program.scope(FRAMEWORK)?);
    let sources = Sources::new(register, trail, &program.zone, assessment.as_of, bytes);
    let coverage = Coverage::of(framework, scope, None, register, assessment);
    Some(clauses::clauses(&sources, &coverage))
}

/// The last day of the audit before, else the eve of the window.
fn since(program: &crate::model::Program, material: &Material<'_>) -> Date {
    let previous = material.audit.previous.as_ref().and_then(|id| program.audit(id));
    let ended = previous.and_then(|audit| audit.window).map(|window| window.value.to);
    let eve = material.assessment.window.from.yesterday().unwrap_or(Date::MIN);
    ended.filter(|day| *day < material.assessment.window.to).unwrap_or(eve)
}

/// Stage 1 looks at documents only.
fn with_evidence(audit: &Audit) -> bool {
    match audit.kind.map(|kind| kind.value) {
        Some(AuditType::Stage1 | AuditType::Type1) => false,
        Some(
            AuditType::Stage2
            | AuditType::Surveillance
            | AuditType::Internal
            | AuditType::Assessment
            | AuditType::Type2,
        )
        | None => true,
    }
}

fn limits(statement: &Applicability<'_>, with_evidence: bool) -> Vec<String> {
    let of = |status: SoaStatus, words: &str| {
        let entries = statement.entries.iter().filter(|entry| entry.status == status);
        let ids: Vec<&str> = entries.map(|entry| entry.requirement.id.as_str()).collect();
        (!ids.is_empty()).then(|| {
            format!(
                "{} {words}: {}.",
                sources::count(ids.len(), "control of Annex A", "controls of Annex A"),
                ids.join(", ")
            )
        })
    };
    let mut said: Vec<String> = [
        of(SoaStatus::Excluded, "that do not apply, each with its reason"),
        of(SoaStatus::Planned, "that are planned and not yet in force"),
    ]
    .into_iter()
    .flatten()
    .collect();
    said.push(if with_evidence {
        "The certification body's own sample: one is proposed here, and the whole population is listed to draw another.".to_owned()
    } else {
        "Records of operation in a window: this audit asks whether the management system is documented.".to_owned()
    });
    said.push("What was said in interviews and seen on site.".to_owned());
    said
}

fn summary(
    sources: &Sources<'_>,
    clauses: &[Clause],
    documents: &[DocumentRow],
    nonconformities: &[NonconformityView],
) -> Summary {
    let ids = |is: fn(&DocumentRow) -> bool| -> Vec<String> {
        documents.iter().filter(|document| is(document)).map(|document| document.id.clone()).collect()
    };
    let gaps: Vec<String> =
        clauses.iter().filter(|clause| !clause.gap.is_empty()).map(|clause| clause.id.clone()).collect();
    let open: Vec<String> =
        nonconformities.iter().filter(|one| one.status == "open").map(|one| one.id.clone()).collect();
    let mut summary = Summary {
        clauses: clauses.len(),
        clauses_answered: clauses.len() - gaps.len(),
        clause_gaps: gaps,
        unapproved: ids(|document| document.approved.is_none()),
        review_overdue: ids(|document| document.review_overdue),
        changed_after_approval: ids(|document| document.changed_after_approval),
        internal_audits: sources.register.internal_audits.by_id().count(),
        management_reviews: sources.register.management_reviews.by_id().count(),
        open_nonconformities: open.len(),
        nonconformities: nonconformities.len(),
        remarks: Vec::new(),
    };
    let said = [
        (&summary.clause_gaps, "Clauses that nothing here answers"),
        (&summary.unapproved, "Documents without an approval"),
        (&summary.changed_after_approval, "Documents whose text changed after their approval"),
        (&summary.review_overdue, "Documents whose review is overdue"),
        (&open, "Open nonconformities"),
    ];
    let listed = said.into_iter().filter(|(ids, _)| !ids.is_empty());
    let mut remarks: Vec<String> =
        listed.map(|(ids, words)| format!("{words}: {}.", ids.join(", "))).collect();
    for (number, words) in [
        (summary.internal_audits, "No internal audit is recorded (9.2)."),
        (summary.management_reviews, "No management review is recorded (9.3)."),
    ] {
        remarks.extend((number == 0).then(|| words.to_owned()));
    }
    summary.remarks = remarks;
    summary
}

/// The pages and tables, in order.
pub(crate) fn plan(layout: Layout, context: &Context) -> Plan {
    let on_a_day = match layout {
        Layout::Soc2Type1 | Layout::Iso27001Stage1 => true,
        Layout::Soc2Type2 | Layout::Iso27001Stage2 | Layout::Iso27001Surveillance | Layout::Generic(_) => {
            false
        }
    };
    let pages = PAGES.iter().filter(|page| page.on_a_day || !on_a_day);
    Plan {
        pages: pages.map(|page| Page::new(page.path, page.title, page.template)).collect(),
        tables: context.iso.iter().flat_map(tables).collect(),
    }
}

/// A page of this packet.
struct Entry {
    path: &'static str,
    title: &'static str,
    template: &'static str,
    /// True when stage 1, which is about a day, has it as well.
    on_a_day: bool,
}

const fn entry(path: &'static str, title: &'static str, template: &'static str) -> Entry {
    Entry { path, title, template, on_a_day: true }
}

const fn in_a_window(path: &'static str, title: &'static str, template: &'static str) -> Entry {
    Entry { path, title, template, on_a_day: false }
}

/// The pages. Stage 1 has the one on evidence, too: it says why it is empty.
const PAGES: &[Entry] = &[
    entry("README.md", "Cover", "iso27001/README.md"),
    entry("01-clauses.md", "Clauses 4 to 10", "iso27001/clauses.md"),
    entry("02-scope.md", "Scope, context and interested parties", "iso27001/scope.md"),
    entry("03-policy.md", "Policy, roles and objectives", "iso27001/policy.md"),
    entry("04-risk.md", "Risk method, register and treatment plan", "iso27001/risk.md"),
    entry(
        "05-statement-of-applicability.md",
        "Statement of Applicability",
        "iso27001/statement-of-applicability.md",
    ),
    entry("06-support.md", "Competence, awareness, communication, documents", "iso27001/support.md"),
    entry("06a-policies.md", "Policies, and which text was in force when", "shared/policies.md"),
    entry("07-internal-audit.md", "Internal audit", "iso27001/internal-audit.md"),
    entry("08-management-review.md", "Management review", "iso27001/management-review.md"),
    entry("09-nonconformities.md", "Nonconformities and corrective action", "iso27001/nonconformities.md"),
    entry("10-evidence.md", "Annex A: controls and evidence", "iso27001/evidence.md"),
    entry("10a-populations.md", "Populations", "shared/populations.md"),
    in_a_window("10b-samples.md", "Samples", "shared/samples.md"),
    entry("11-vendors.md", "Vendors", "shared/vendors.md"),
    in_a_window("12-changes.md", "Changes", "shared/changes.md"),
    entry("13-incidents.md", "Incidents", "shared/incidents.md"),
    entry("15-requests.md", "Requests", "shared/requests.md"),
    entry("16-integrity.md", "Integrity", "shared/integrity.md"),
    entry("17-verify.md", "How to check this packet", "shared/verify.md"),
];

/// The tables beside the pages.
fn tables(context: &Iso27001) -> Vec<PacketFile> {
    let file = |path: &str, rows| PacketFile { path: path.to_owned(), bytes: csv(rows) };
    let mut tables = vec![file("05-statement-of-applicability.csv", statement::table(&context.statement))];
    tables.extend(context.evidence.iter().flat_map(annex::tables));
    tables
}

#[cfg(test)]
mod tests;

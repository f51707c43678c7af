//! What templates see: one value, and every number and word of a packet in it.
//!
//! Text that is not there is an empty string, a thing that is not there is `null`, days are
//! `2026-03-31` in the company's zone. `tickmark packet context AUDIT` prints all of it as JSON.

mod calendar;
mod changes;
mod controls;
mod coverage;
mod evidence;
mod exceptions;
mod fields;
mod head;
mod incidents;
mod integrity;
mod limits;
mod occurrences;
mod past;
mod pictures;
mod policies;
mod populations;
mod remarks;
mod requests;
mod start;
mod suppressions;
mod vendors;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use calendar::{CalendarCell, CalendarRow, CalendarView, Mark};
pub use changes::{ChangesView, ControlChange, OtherChange, PolicyChange, RiskMove, VendorChange};
pub(crate) use controls::page_of;
pub use controls::{ControlVersion, ControlView, DefinitionView, RequestedView, StrayView};
pub use coverage::{ControlMark, CoverageLine, CoverageView, RequirementGroupView, RequirementView, Share};
pub(crate) use coverage::{addressee, line as coverage_line};
pub use evidence::{EvidenceFile, EvidenceView};
pub use exceptions::{ExceptionView, ShortfallView};
pub use fields::FieldChange;
pub use head::{AuditView, CatalogView, CompanyView, ContentsLine, RevisionView, ToolView};
pub use incidents::{ClockView, IncidentView};
pub use integrity::{
    CodeView, CommitView, DistrustedView, IntegrityView, Notice, NoticeItem, SameMinuteView,
};
pub use occurrences::{ArtifactView, ClaimView, EditView, OccurrenceView, SampleView, StampView, TestedView};
pub use pictures::{BarView, PictureView};
pub use policies::{PolicyView, VersionView};
pub use populations::{ExtractionView, PopulationView};
pub use requests::{AnswerView, RequestView, SelectedItem, SelectionView};
pub use suppressions::SuppressionView;
pub use vendors::{AssuranceView, VendorView};

use crate::assess::{Assessment, Exposures, Input, Occurrence, assess};
use crate::calendar::{Date, Window};
use crate::model::{Framework, Program, Scope};
use crate::packet::crosswalk::{self, CrosswalkPage};
use crate::packet::generic::{self, Generic};
use crate::packet::iso27001::risk::{self, RiskPage};
use crate::packet::iso27001::{self, Iso27001};
use crate::packet::soc2::{self, Soc2};
use crate::packet::sources::Sources;
use crate::packet::{Layout, Material, PacketError};
use crate::place::FileId;
use crate::text::escape;

/// Everything that a packet says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Context {
    /// The packet's title: `SOC 2 Type 2 — Northwind Robotics`.
    pub title: String,
    /// True for a draft; every page is marked then, whatever its template says.
    pub draft: bool,
    /// Why it is a draft.
    pub draft_because: String,
    /// The line at the foot of every page.
    pub foot: String,
    /// The day on which the packet looks at things.
    pub as_of: String,
    /// The program that built it.
    pub tool: ToolView,
    /// The company.
    pub company: CompanyView,
    /// The audit.
    pub audit: AuditView,
    /// The tag and commit.
    pub revision: RevisionView,
    /// The catalogs of the frameworks in scope.
    pub catalogs: Vec<CatalogView>,
    /// The pages of the packet, in order.
    pub contents: Vec<ContentsLine>,
    /// What the packet does not cover or show, in sentences; the first thing that a reader reads.
    pub not_covered: Vec<String>,
    /// What a reader should not have to find out alone, in sentences.
    pub remarks: Vec<String>,
    /// Requirements in scope against controls and evidence.
    pub coverage: CoverageView,
    /// The controls that answer to the audit's framework, by id.
    pub controls: Vec<ControlView>,
    /// Requirements by group and by what is on file behind them.
    pub bars: Vec<BarView>,
    /// The pictures of the packet by name: `heat-map`, `risk-matrix`, `coverage`; none when it has no pictures.
    pub pictures: BTreeMap<&'static str, PictureView>,
    /// Controls against the months of the window.
    pub calendar: CalendarView,
    /// Populations and their extractions in the window.
    pub populations: Vec<PopulationView>,
    /// What the auditor selected.
    pub samples: Vec<SelectionView>,
    /// What the auditor asked for.
    pub requests: Vec<RequestView>,
    /// Exceptions recorded in the window, by control and due date.
    pub exceptions: Vec<ExceptionView>,
    /// Occurrences that are missing, overdue, failed, pending or unreviewed.
    pub shortfalls: Vec<ShortfallView>,
    /// Method, register and treatment plan.
    pub risk: RiskPage,
    /// The policies.
    pub policies: Vec<PolicyView>,
    /// The vendors.
    pub vendors: Vec<VendorView>,
    /// What changed between the ends of the window.
    pub changes: ChangesView,
    /// Incidents that began, ended or were noticed in the window.
    pub incidents: Vec<IncidentView>,
    /// Evidence files and the index of them.
    pub evidence: EvidenceView,
    /// What the history says about the records, and what it cannot say.
    pub integrity: IntegrityView,
    /// What is shared with other frameworks; `null` for a company with one.
    pub crosswalk: Option<CrosswalkPage>,
    /// The facts of a SOC 2 packet.
    pub soc2: Option<Soc2>,
    /// The facts of an ISO/IEC 27001 packet.
    pub iso: Option<Iso27001>,
    /// The facts of a packet of any other framework.
    pub generic: Option<Generic>,
}

/// A [`Material`] with what everybody looks up in it.
pub(crate) struct Desk<'a> {
    /// Everything that is known.
    pub(crate) material: &'a Material<'a>,
    /// The programme.
    pub(crate) program: &'a Program,
    /// The audit's framework.
    pub(crate) framework: &'a Framework,
    /// Its scope.
    pub(crate) scope: &'a Scope,
    /// The sort of packet.
    pub(crate) layout: Layout,
    /// Names, files and days.
    pub(crate) sources: Sources<'a>,
    /// The main line by days.
    pub(crate) past: past::Past<'a>,
    /// The pages of the controls, by id.
    pub(crate) pages: BTreeMap<String, String>,
    /// The year up to the as-of day, with every control: the newest evidence of each.
    pub(crate) recent: Assessment,
    /// For a packet about a day, the year that ends with that day: an example of each control.
    pub(crate) before: Option<Assessment>,
}

/// The files that are copied into the packet.
pub(super) fn copied_paths(material: &Material<'_>) -> Result<Vec<String>, PacketError> {
    let evidence = evidence::evidence(&desk(material, &|_| None)?);
    Ok(evidence.files.into_iter().filter(|file| file.copy == "copied").map(|file| file.path).collect())
}

/// Gathers everything.
pub(super) fn gather(material: &Material<'_>) -> Result<Context, PacketError> {
    let bytes = |file: FileId| {
        let fact = material.register.files.get(file.index())?;
        material.contents.get(&fact.path).map(|bytes| &bytes[..])
    };
    let desk = desk(material, &bytes)?;
    let controls = controls::controls(&desk);
    let evidence = evidence::evidence(&desk);
    let mut context = Context {
        title: head::title(&desk),
        draft: material.options.draft,
        draft_because: head::draft_because(&desk),
        foot: head::foot(&desk),
        as_of: material.as_of.to_string(),
        tool: head::tool(),
        company: head::company(&desk),
        audit: head::audit(&desk),
        revision: head::revision(&desk),
        catalogs: head::catalogs(&desk),
        contents: Vec::new(),
        not_covered: Vec::new(),
        remarks: Vec::new(),
        coverage: coverage::coverage(&desk),
        bars: Vec::new(),
        pictures: BTreeMap::new(),
        calendar: calendar::calendar(&desk, &controls),
        populations: populations::populations(&desk),
        samples: requests::selections(&desk),
        requests: requests::requests(&desk),
        exceptions: exceptions::exceptions(&desk),
        shortfalls: exceptions::shortfalls(&desk),
        risk: risk::page(&desk.sources, &Exposures::of(material.register, &desk.recent)),
        policies: policies::policies(&desk),
        vendors: vendors::vendors(&desk),
        changes: changes::changes(&desk),
        incidents: incidents::incidents(&desk),
        integrity: integrity::integrity(&desk, &controls),
        crosswalk: crosswalk::between(material.register, &desk.framework.id, material.assessment),
        soc2: desk.is_soc2().then(|| soc2::context(&desk)),
        iso: desk.is_iso().then(|| iso(material, &desk.recent, &bytes)).flatten(),
        generic: None,
        controls,
        evidence,
    };
    context.generic = generic::context(&desk, &context);
    pictures::put(&desk, &mut context);
    context.not_covered = limits::not_covered(&desk, &context);
    context.not_covered.extend(material.options.redact.iter().map(|redact| redact.told().to_owned()));
    context.remarks = remarks::remarks(&desk, &context);
    let plan = crate::packet::plan(desk.layout, &context);
    context.contents = head::contents(&plan);
    context.contents.extend(head::beside(&material.options.formats));
    Ok(context)
}

fn iso<'a>(
    material: &Material<'a>,
    recent: &'a Assessment,
    bytes: &'a dyn Fn(FileId) -> Option<&'a [u8]>,
) -> Option<iso27001::Iso27001> {
    iso27001::context(&iso27001::Material {
        register: material.register,
        trail: material.trail,
        assessment: material.assessment,
        recent,
        audit: material.audit,
        bytes,
    })
}

fn desk<'a>(
    material: &'a Material<'a>,
    bytes: &'a dyn Fn(FileId) -> Option<&'a [u8]>,
) -> Result<Desk<'a>, PacketError> {
    let layout = Layout::of(material.audit)?;
    let missing = |field| PacketError::AuditIncomplete { audit: material.audit.id.value.clone(), field };
    let id = material.audit.framework.as_ref().ok_or_else(|| missing("framework"))?.value.as_str();
    let not_in_scope = || PacketError::NotInScope { framework: id.to_owned() };
    let program = material.register.program.as_ref().ok_or_else(not_in_scope)?;
    let framework = material.register.frameworks.get(id).ok_or_else(|| PacketError::NoFramework {
        audit: material.audit.id.value.clone(),
        framework: id.to_owned(),
    })?;
    Ok(Desk {
        material,
        program,
        framework,
        scope: program.scope(id).ok_or_else(not_in_scope)?,
        layout,
        sources: Sources::new(material.register, material.trail, &program.zone, material.as_of, bytes),
        past: past::Past::new(material.trail, program),
        pages: pages(material, layout),
        recent: year_to(material, material.as_of),
        before: (layout == Layout::Soc2Type1).then(|| year_to(material, material.assessment.window.to)),
    })
}

/// The year that ends with a day.
fn year_to(material: &Material<'_>, to: Date) -> Assessment {
    assess(&Input {
        register: material.register,
        trail: Some(material.trail),
        work_tree: false,
        window: Window::year_to(to),
        as_of: material.as_of,
        audit: None,
        trust: None,
    })
}

/// All packets but those of ISO/IEC 27001 have a page for each control.
fn pages(material: &Material<'_>, layout: Layout) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::new();
    let page = |id: &String| (id.clone(), format!("04-controls/{}.md", escape::file_name(id, &mut taken)));
    match layout {
        Layout::Soc2Type1 | Layout::Soc2Type2 | Layout::Generic(_) => {
            material.assessment.controls.iter().map(|control| &control.id).map(page).collect()
        }
        Layout::Iso27001Stage1 | Layout::Iso27001Stage2 | Layout::Iso27001Surveillance => BTreeMap::new(),
    }
}

impl Desk<'_> {
    /// The newest occurrence of a control with a record in the year before the audit's day.
    pub(crate) fn example(&self, control: &str) -> Option<&Occurrence> {
        let year = self.before.as_ref()?;
        year.control(control)?.occurrences.iter().rev().find(|one| one.path.is_some())
    }

    /// True for a SOC 2 packet.
    pub(crate) fn is_soc2(&self) -> bool {
        match self.layout {
            Layout::Soc2Type1 | Layout::Soc2Type2 => true,
            Layout::Iso27001Stage1
            | Layout::Iso27001Stage2
            | Layout::Iso27001Surveillance
            | Layout::Generic(_) => false,
        }
    }

    /// True for a packet of ISO/IEC 27001 in its own order.
    pub(crate) fn is_iso(&self) -> bool {
        match self.layout {
            Layout::Iso27001Stage1 | Layout::Iso27001Stage2 | Layout::Iso27001Surveillance => true,
            Layout::Soc2Type1 | Layout::Soc2Type2 | Layout::Generic(_) => false,
        }
    }

    /// True when the packet is about a day, not about a span of days.
    pub(crate) fn is_about_a_day(&self) -> bool {
        match self.layout {
            Layout::Soc2Type1 | Layout::Iso27001Stage1 => true,
            Layout::Soc2Type2 | Layout::Iso27001Stage2 | Layout::Iso27001Surveillance => false,
            Layout::Generic(_) => {
                let window = self.material.assessment.window;
                window.from == window.to
            }
        }
    }
}

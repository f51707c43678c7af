//! The packet of any framework, and what regulations and guidelines add to it.
//!
//! One mechanism: the requirements part by part with measures, newest evidence and risks, then the
//! pages that every packet has. A regulation adds pages of its own, and nothing else; a framework that
//! nobody here has heard of gets the rest just the same. How it is parted is read off its catalog: by
//! categories that take others in (implementation groups), by the topmost groups (functions), else by
//! groups.

mod dora;
mod gdpr;
mod matrix;
mod nis2;
mod parts;

pub use dora::{Dora, FieldView, RegisterRow, TemplateView};
pub use gdpr::{ActivityView, Gdpr, ProcessorView};
pub use nis2::{ApprovalView, Nis2};
pub use parts::{Asked, MeasureView, NotAsked, Part};

use serde::Serialize;

use crate::packet::context::Desk;
use crate::packet::sources::text;
use crate::packet::{Context, Layout, PacketFile, Page, Plan};

/// What a framework adds to the generic packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Plain,
    /// The annex of measures, the record of processing, breaches.
    Gdpr,
    /// Governance, reporting clocks, the supply chain.
    Nis2,
    /// The register of information, reporting clocks, the relation to NIS2.
    Dora,
    /// Nothing but a name for its parts.
    Cis,
    /// Nothing but a name for its parts.
    NistCsf,
}

impl Shape {
    /// The shape for a framework; one's own frameworks are plain.
    pub fn of(framework: &str) -> Self {
        match framework {
            "gdpr" => Self::Gdpr,
            "nis2" => Self::Nis2,
            "dora" => Self::Dora,
            "cis" => Self::Cis,
            "nist-csf" => Self::NistCsf,
            _ => Self::Plain,
        }
    }

    /// The title of the page with the parts.
    fn parts_title(self) -> &'static str {
        match self {
            Self::Plain => "Requirements, part by part",
            Self::Gdpr => "Measures by goal",
            Self::Nis2 => "Articles, measures and evidence",
            Self::Dora => "Chapters, measures and evidence",
            Self::Cis => "Safeguards by implementation group",
            Self::NistCsf => "Outcomes by function",
        }
    }

    /// What the packet leaves out because of what the framework is.
    fn limits(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[],
            Self::Gdpr => &[
                "Whether the measures are appropriate to the risk (Art. 32(1)): that weighs the state of the art, cost, and \
                 what the processing does to people.",
                "Articles of the Regulation that the catalog does not list: lawfulness, rights of data subjects, and others.",
            ],
            Self::Nis2 => &[
                "Whether the company is an essential or important entity, and the national law that transposes the directive.",
                "Whether an incident was significant (Art. 23(3)), beyond what its record says.",
            ],
            Self::Dora => &[
                "Whether the company is a financial entity (Art. 2), and which duties its size lifts (Art. 4, 16).",
                "The text of the delegated and implementing acts; where the catalog names one, it is by number.",
            ],
            Self::Cis => {
                &["The text of the safeguards, which is the publisher's: titles here are our own words."]
            }
            Self::NistCsf => &["Tiers, and a target profile: nothing in the repository states either."],
        }
    }

    /// The pages that only this framework has: path, title, template.
    fn pages(self) -> &'static [(&'static str, &'static str, &'static str)] {
        match self {
            Self::Plain | Self::Cis | Self::NistCsf => &[],
            Self::Gdpr => &[
                ("02a-tom-annex.md", "Annex: technical and organisational measures", "gdpr/tom-annex.md"),
                ("02b-processing.md", "Processing and processors", "gdpr/processing.md"),
                ("02c-breaches.md", "Breaches against the clock", "gdpr/breaches.md"),
            ],
            Self::Nis2 => &[
                ("02a-governance.md", "Governance (Art. 20)", "nis2/governance.md"),
                ("02b-reporting.md", "Reports against the clock (Art. 23)", "generic/reporting.md"),
                ("02c-supply-chain.md", "Supply chain", "nis2/supply-chain.md"),
            ],
            Self::Dora => &[
                (
                    "02a-register-of-information.md",
                    "Register of information (Art. 28(3))",
                    "dora/register.md",
                ),
                ("02b-reporting.md", "Reports against the clock (Art. 19)", "generic/reporting.md"),
                ("02c-nis2.md", "DORA and NIS2", "dora/nis2.md"),
            ],
        }
    }
}

/// What a packet of any other framework says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Generic {
    /// The title of the page with the parts.
    pub parts_title: &'static str,
    /// `attestation`, `certification`, `regulation` or `guideline`, as the catalog says.
    pub kind: String,
    /// Who publishes the framework.
    pub publisher: String,
    /// The version with its amendments.
    pub edition: String,
    /// What the catalog's ids and titles rest on.
    pub source: String,
    /// What this packet leaves out because of what the framework is, in sentences.
    pub limits: Vec<String>,
    /// First and last day of the time in which the newest evidence is looked for.
    pub looked_at: Vec<String>,
    /// The requirements, part by part.
    pub parts: Vec<Part>,
    /// Entries of the catalog in scope that ask nothing of the company and that nothing here claims.
    pub not_asked: Vec<NotAsked>,
    /// What only a GDPR packet says.
    pub gdpr: Option<Gdpr>,
    /// What only a NIS2 packet says.
    pub nis2: Option<Nis2>,
    /// What only a DORA packet says.
    pub dora: Option<Dora>,
}

/// Puts the facts together; `None` for a packet in an order of its own.
pub(crate) fn context(desk: &Desk<'_>, context: &Context) -> Option<Generic> {
    let Layout::Generic(shape) = desk.layout else { return None };
    let framework = desk.framework;
    let parts = parts::parts(desk, context);
    let year = desk.recent.window;
    Some(Generic {
        parts_title: shape.parts_title(),
        kind: text(framework.kind.as_ref()),
        publisher: text(framework.publisher.as_ref()),
        edition: text(framework.edition.as_ref().or(framework.version.as_ref())),
        source: text(framework.source.as_ref()),
        limits: shape.limits().iter().map(|&sentence| sentence.to_owned()).collect(),
        looked_at: vec![year.from.to_string(), year.to.to_string()],
        not_asked: parts::not_asked(desk),
        gdpr: (shape == Shape::Gdpr).then(|| gdpr::context(desk, context)),
        nis2: (shape == Shape::Nis2).then(|| nis2::context(desk, context, &parts)),
        dora: (shape == Shape::Dora).then(|| dora::context(desk)),
        parts,
    })
}

/// A page: its path, its title, its template, and whether a packet about a day has it.
pub(crate) type Line = (&'static str, &'static str, &'static str, bool);

/// The pages behind those of the framework, in a SOC 2 packet and in every generic one.
pub(crate) const PAGES: &[Line] = &[
    ("03-control-matrix.md", "Control matrix", "shared/control-matrix.md", true),
    ("04-controls.md", "Controls", "shared/controls.md", true),
    ("05-calendar.md", "Calendar", "shared/calendar.md", false),
    ("06-populations.md", "Populations", "shared/populations.md", true),
    ("07-samples.md", "Samples", "shared/samples.md", false),
    ("08-exceptions.md", "Exceptions and gaps", "shared/exceptions.md", true),
    ("09-risk.md", "Risk", "shared/risk.md", true),
    ("10-policies.md", "Policies", "shared/policies.md", true),
    ("11-vendors.md", "Vendors", "shared/vendors.md", true),
    ("12-changes.md", "Changes", "shared/changes.md", false),
    ("13-incidents.md", "Incidents", "shared/incidents.md", true),
    ("15-requests.md", "Requests", "shared/requests.md", true),
    ("16-integrity.md", "Integrity", "shared/integrity.md", true),
    ("17-verify.md", "How to check this packet", "shared/verify.md", true),
];

/// The pages and tables, in order.
pub(crate) fn plan(shape: Shape, context: &Context) -> Plan {
    let mut plan = Plan::default();
    plan.pages.push(Page::new("README.md", "Cover", "generic/README.md"));
    plan.pages.push(Page::new("01-requirements.md", shape.parts_title(), "generic/requirements.md"));
    let own = shape.pages().iter();
    plan.pages.extend(own.map(|&(path, title, template)| Page::new(path, title, template)));
    for &(path, title, template, on_a_day) in PAGES {
        if context.audit.on_a_day && !on_a_day {
            continue;
        }
        plan.pages.push(Page::new(path, title, template));
        plan.pages.extend(crate::packet::below(path, context));
    }
    plan.tables.push(matrix::table(context));
    plan.tables.extend(context.generic.iter().filter_map(|own| own.dora.as_ref()).flat_map(dora::tables));
    plan
}

/// A table as a file of a packet.
fn csv(path: &str, sheet: &crate::sheet::Sheet) -> PacketFile {
    PacketFile { path: path.to_owned(), bytes: crate::sheet::csv(sheet).into_bytes() }
}

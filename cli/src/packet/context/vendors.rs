//! Vendors, their reports, and the days of the window that no report covers.

use serde::Serialize;

use crate::assess::{Unspoken, unspoken};
use crate::calendar::DayRun;
use crate::model::{Assurance, Vendor};
use crate::packet::context::Desk;
use crate::packet::sources::{FileRef, Signed, day, text};
use crate::place::RepoPath;

/// A vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VendorView {
    /// `aws`
    pub id: String,
    /// What they do for us.
    pub what: String,
    /// Who sees to it.
    pub owner: String,
    /// True when the services cannot run without them, or they hold customer data.
    pub critical: bool,
    /// Their country.
    pub country: String,
    /// Who reviewed them last, and when.
    pub reviewed: Option<Signed>,
    /// What came of that.
    pub verdict: String,
    /// What was looked at.
    pub note: String,
    /// Their reports and certificates.
    pub assurance: Vec<AssuranceView>,
    /// Days of the window that no report or certificate covers: `2026-06-01 to 2026-09-30 (122 days)`.
    pub uncovered: Vec<String>,
    /// Of these, days for which only the vendor's own bridge letter stands.
    pub bridged: Vec<String>,
    /// Days for which there is nothing at all.
    pub nothing: Vec<String>,
    /// How many days no report covers.
    pub uncovered_days: i64,
    /// Their part in processing personal data.
    pub gdpr_role: String,
    /// The day on which the data processing agreement was signed.
    pub dpa: String,
}

/// A report or certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssuranceView {
    /// `SOC 2 Type 2`
    pub report: String,
    /// The days that it covers.
    pub period: String,
    /// For a certificate: the last day.
    pub until: String,
    /// The day up to which a bridge letter speaks.
    pub bridge: String,
    /// The file at the tag; `null` when it is not in the repository.
    pub file: Option<FileRef>,
    /// Where it is kept, if elsewhere.
    pub url: String,
}

pub(super) fn vendors(desk: &Desk<'_>) -> Vec<VendorView> {
    desk.material.register.vendors.iter().map(|vendor| view(desk, vendor)).collect()
}

fn view(desk: &Desk<'_>, vendor: &Vendor) -> VendorView {
    let Unspoken { uncovered, nothing } = unspoken(vendor, desk.material.assessment.window);
    let bridged = Unspoken { uncovered: uncovered.clone(), nothing: nothing.clone() }.bridged();
    VendorView {
        id: vendor.id.value.clone(),
        what: text(vendor.what.as_ref()),
        owner: desk.sources.named(vendor.owner.as_ref()),
        critical: vendor.critical,
        country: text(vendor.country.as_ref()),
        reviewed: desk.sources.signed(vendor.reviewed.as_ref()),
        verdict: text(vendor.verdict.as_ref()),
        note: text(vendor.review_note.as_ref()),
        assurance: vendor.assurance.iter().map(|one| assurance(desk, vendor, one)).collect(),
        uncovered_days: uncovered.iter().map(DayRun::days).sum(),
        uncovered: uncovered.iter().copied().map(shown).collect(),
        bridged: bridged.iter().copied().map(shown).collect(),
        nothing: nothing.iter().copied().map(shown).collect(),
        gdpr_role: vendor.gdpr.as_ref().map(|gdpr| text(gdpr.role.as_ref())).unwrap_or_default(),
        dpa: day(vendor.gdpr.as_ref().and_then(|gdpr| gdpr.dpa).map(|dpa| dpa.value)),
    }
}

fn assurance(desk: &Desk<'_>, vendor: &Vendor, one: &Assurance) -> AssuranceView {
    let here = |name: &crate::model::Text| {
        let path = RepoPath::new(format!("evidence/vendors/{}/{}", vendor.id.value, name.value));
        desk.material.register.file(path.as_str()).map(|fact| desk.sources.file(&fact.path))
    };
    AssuranceView {
        report: one.report.value.clone(),
        period: one.period.map(|period| period.value.to_string()).unwrap_or_default(),
        until: day(one.until.map(|until| until.value)),
        bridge: day(one.bridge.map(|bridge| bridge.value)),
        file: one.artifact.as_ref().and_then(here),
        url: text(one.url.as_ref()),
    }
}

fn shown(run: DayRun) -> String {
    let days = crate::packet::sources::count(usize::try_from(run.days()).unwrap_or_default(), "day", "days");
    format!("{} to {} ({days})", run.from, run.to)
}

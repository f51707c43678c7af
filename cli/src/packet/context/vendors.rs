//! Vendors, their reports, and the days of the window that no report covers.

use serde::Serialize;

use crate::calendar::{Date, DayRun, Window};
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
    let window = desk.material.assessment.window;
    let reports: Vec<DayRun> = vendor.assurance.iter().filter_map(|one| covered(one, window)).collect();
    let letters: Vec<DayRun> = vendor.assurance.iter().filter_map(bridge).collect();
    let uncovered = gaps(&[DayRun { from: window.from, to: window.to }], &reports);
    let nothing = gaps(&uncovered, &letters);
    let bridged = gaps(&uncovered, &nothing);
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

/// The days that a report speaks of, or on which a certificate holds; where a certificate begins is
/// not written down, so it is taken to hold at the window's start.
fn covered(one: &Assurance, window: Window) -> Option<DayRun> {
    match (one.period, one.until) {
        (Some(period), until) => {
            let to = until.map_or(period.value.to, |until| until.value.max(period.value.to));
            Some(DayRun { from: period.value.from, to })
        }
        (None, Some(until)) => {
            Some(DayRun { from: window.from, to: until.value }).filter(|run| run.from <= run.to)
        }
        (None, None) => None,
    }
}

/// The days between a report's end and its bridge letter's.
fn bridge(one: &Assurance) -> Option<DayRun> {
    let from = one.last_day()?.tomorrow().ok()?;
    let to = one.bridge?.value;
    (from <= to).then_some(DayRun { from, to })
}

/// The days of `whole` that lie in none of `parts`.
fn gaps(whole: &[DayRun], parts: &[DayRun]) -> Vec<DayRun> {
    let mut open: Vec<DayRun> = whole.to_vec();
    for part in parts {
        open = open.into_iter().flat_map(|run| without(run, *part)).collect();
    }
    open
}

fn without(run: DayRun, part: DayRun) -> impl Iterator<Item = DayRun> {
    let clip = |from: Date, to: Date| (from <= to).then_some(DayRun { from, to });
    let before = part.from.yesterday().ok().and_then(|last| clip(run.from, run.to.min(last)));
    let after = part.to.tomorrow().ok().and_then(|first| clip(run.from.max(first), run.to));
    before.into_iter().chain(after)
}

fn shown(run: DayRun) -> String {
    let days = crate::packet::sources::count(usize::try_from(run.days()).unwrap_or_default(), "day", "days");
    format!("{} to {} ({days})", run.from, run.to)
}

#[cfg(test)]
mod tests {
    use super::{gaps, shown};
    use crate::calendar::{DayRun, Window};

    fn run(text: &str) -> DayRun {
        let window = Window::parse(text).expect("days");
        DayRun { from: window.from, to: window.to }
    }

    #[test]
    fn what_no_report_covers_is_left() {
        let left = gaps(
            &[run("2026-01-01..2026-09-30")],
            &[run("2025-06-01..2026-05-31"), run("2026-08-01..2026-08-01")],
        );
        assert_eq!(
            left.iter().copied().map(shown).collect::<Vec<_>>(),
            ["2026-06-01 to 2026-07-31 (61 days)", "2026-08-02 to 2026-09-30 (60 days)"]
        );
    }
}

//! What a surveillance audit looks at every year, and what this repository has of it since the audit before.

use serde::Serialize;

use crate::calendar::{Date, When, read_date};
use crate::model::AuditType;
use crate::packet::iso27001::{AuditView, EvidencePage, NonconformityView, ObjectivesPage, ReviewView};
use crate::packet::sources::{Sources, count};

/// One of the things that are looked at every year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct YearlyRow {
    /// What.
    pub what: &'static str,
    /// What there is of it since the audit before; what is not there says so.
    pub found: String,
    /// False when there is nothing of it.
    pub is_there: bool,
    /// The pages that show it.
    pub pages: Vec<&'static str>,
}

/// What there is to count.
pub(super) struct Since<'a> {
    /// The last day of the audit before, else the eve of the window.
    pub(super) day: Date,
    /// The last day of the window.
    pub(super) to: Date,
    pub(super) audits: &'a [AuditView],
    pub(super) reviews: &'a [ReviewView],
    pub(super) nonconformities: &'a [NonconformityView],
    pub(super) objectives: Option<&'a ObjectivesPage>,
    pub(super) evidence: Option<&'a EvidencePage>,
}

/// The rows, in the order in which a surveillance audit goes through them; none for another audit.
pub(super) fn rows(sources: &Sources<'_>, since: &Since<'_>, kind: Option<AuditType>) -> Vec<YearlyRow> {
    if kind != Some(AuditType::Surveillance) {
        return Vec::new();
    }
    vec![
        row("Internal audit (9.2)", since.audits(), &["07-internal-audit.md"]),
        row("Management review (9.3)", since.reviews(), &["08-management-review.md"]),
        row("What became of earlier findings (10.2)", since.findings(), &["09-nonconformities.md"]),
        row("Objectives and what was measured (6.2)", since.measured(), &["03-policy.md"]),
        row("Risks looked at again (8.2)", since.risks(sources), &["04-risk.md"]),
        row("Operation of controls (8.1)", since.operation(), &["10-evidence.md"]),
        row(
            "Incidents and what was learned (A.5.24 to A.5.28)",
            since.incidents(sources),
            &["13-incidents.md"],
        ),
        row(
            "Changes since the audit before (6.3)",
            Some("compared by meaning".to_owned()),
            &["12-changes.md"],
        ),
        row("Complaints, and use of the certificate's mark", None, &[]),
    ]
}

fn row(what: &'static str, found: Option<String>, pages: &[&'static str]) -> YearlyRow {
    let is_there = found.is_some();
    let nothing = if pages.is_empty() { "not kept in this repository" } else { "nothing" };
    YearlyRow { what, found: found.unwrap_or_else(|| nothing.to_owned()), is_there, pages: pages.to_vec() }
}

impl Since<'_> {
    fn has(&self, day: &str) -> bool {
        read_date(day).is_some_and(|day| self.day < day && day <= self.to)
    }

    fn audits(&self) -> Option<String> {
        let held = |audit: &&AuditView| self.has(audit.held.rsplit("..").next().unwrap_or_default().trim());
        named(self.audits.iter().filter(held).map(|audit| format!("{}, {}", audit.id, audit.held)))
    }

    fn reviews(&self) -> Option<String> {
        let held = self.reviews.iter().filter(|review| self.has(&review.held));
        named(held.map(|review| format!("{}, {}", review.id, review.held)))
    }

    fn findings(&self) -> Option<String> {
        let all = self.nonconformities;
        let open = all.iter().filter(|one| one.status == "open").count();
        (!all.is_empty())
            .then(|| format!("{} on record, {open} open", count(all.len(), "finding", "findings")))
    }

    fn measured(&self) -> Option<String> {
        let results = self.objectives?.objectives.iter().flat_map(|objective| &objective.results);
        let number = results.filter(|result| self.has(&result.on)).count();
        (number > 0).then(|| count(number, "measurement", "measurements"))
    }

    fn risks(&self, sources: &Sources<'_>) -> Option<String> {
        let all = sources.register.risks.by_id();
        let reviewed =
            all.filter(|risk| sources.signed(risk.reviewed.as_ref()).is_some_and(|act| self.has(&act.on)));
        let (number, of) = (reviewed.count(), sources.register.risks.by_id().count());
        (number > 0).then(|| format!("{number} of {} reviewed", count(of, "risk", "risks")))
    }

    fn operation(&self) -> Option<String> {
        let page = self.evidence.filter(|page| page.population > 0)?;
        Some(format!(
            "{} of {} on file, {} drawn",
            page.on_file,
            count(page.population, "occurrence", "occurrences"),
            page.drawn
        ))
    }

    fn incidents(&self, sources: &Sources<'_>) -> Option<String> {
        let all = sources.register.incidents.by_id();
        let noticed = all.filter(|one| {
            let at = one.aware.as_ref().or(one.began.as_ref()).and_then(|at| at.when);
            at.map(|at: When| at.date(sources.zone)).is_some_and(|day| self.day < day && day <= self.to)
        });
        named(noticed.map(|one| one.id.value.clone()))
    }
}

fn named(names: impl Iterator<Item = String>) -> Option<String> {
    let names: Vec<String> = names.collect();
    (!names.is_empty()).then(|| names.join("; "))
}

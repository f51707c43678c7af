//! The agenda: everything that somebody has to do, by when, and whose it is.
//!
//! In: the register, and an [`Assessment`] over the days that are looked at. Out: [`Duty`] after
//! [`Duty`], the most pressing first. `status`, the calendar file and rules read the same values. A
//! duty is told where something is written down that makes it one; nothing is guessed.

mod evidence;
mod improvement;
mod reviews;

use crate::assess::Assessment;
use crate::calendar::{CompanyZone, Date, Timestamp};
use crate::model::{Act, Register, Text};
use crate::place::RepoPath;

/// The sorts of duty, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyKind {
    /// A report of an incident whose clock runs.
    Report,
    /// A record of a control's occurrence.
    Evidence,
    /// The second look at a record.
    Review,
    /// The result of a record that says `pending`.
    Result,
    /// An exception that is not fixed yet.
    Exception,
    /// The plan of a risk.
    Treatment,
    /// What was decided after an incident, a review or a nonconformity, or is planned in the SoA.
    Action,
    /// What the auditor asked for.
    Request,
    /// A policy that is to be looked at again, or approved.
    PolicyReview,
    /// A risk that is to be looked at again.
    RiskReview,
    /// The acceptance of a risk that ends.
    Acceptance,
    /// A vendor that is to be looked at again.
    VendorReview,
    /// The report of a vendor that ends.
    VendorReport,
    /// An internal audit or a management review that is planned.
    Audit,
}

impl DutyKind {
    /// The word in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Evidence => "evidence",
            Self::Review => "review",
            Self::Result => "result",
            Self::Exception => "exception",
            Self::Treatment => "treatment",
            Self::Action => "action",
            Self::Request => "request",
            Self::PolicyReview => "policy-review",
            Self::RiskReview => "risk-review",
            Self::Acceptance => "acceptance",
            Self::VendorReview => "vendor-review",
            Self::VendorReport => "vendor-report",
            Self::Audit => "audit",
        }
    }

    /// True for what is open from the day on which it is written down, however far off its day is.
    fn is_open_before(self) -> bool {
        match self {
            Self::Report
            | Self::Review
            | Self::Result
            | Self::Exception
            | Self::Treatment
            | Self::Action
            | Self::Request => true,
            Self::Evidence
            | Self::PolicyReview
            | Self::RiskReview
            | Self::Acceptance
            | Self::VendorReview
            | Self::VendorReport
            | Self::Audit => false,
        }
    }
}

/// How pressing a duty is on the as-of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Its day is over.
    Overdue,
    /// Its day lies in the days that are looked at.
    Due,
    /// It waits: its day is later, or it has none.
    Open,
}

impl Urgency {
    /// The word in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::Open => "open",
        }
    }
}

/// Something that somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// How pressing it is.
    pub urgency: Urgency,
    /// By when.
    pub due: Option<Date>,
    /// By when to the minute, where a law counts hours.
    pub at: Option<Timestamp>,
    /// Its sort.
    pub kind: DutyKind,
    /// What it is about: `AC-02`, `R-02`, `aws`.
    pub subject: String,
    /// Which part of that: a period, an exception, a report; empty when it is about the whole.
    pub item: String,
    /// What is to be done, as a phrase.
    pub what: String,
    /// A person or a team, by short name.
    pub owner: Option<String>,
    /// The file to look into.
    pub path: RepoPath,
    /// What to do, as an imperative.
    pub help: String,
}

/// Collects duties for one day and the days after it.
struct Agenda<'a> {
    register: &'a Register,
    zone: CompanyZone,
    as_of: Date,
    horizon: Date,
    duties: Vec<Duty>,
}

/// What a collector hands over; how pressing it is follows from its day.
struct Entry<'a> {
    kind: DutyKind,
    subject: &'a str,
    item: &'a str,
    what: String,
    owner: Option<&'a Text>,
    due: Option<Date>,
    path: &'a RepoPath,
    help: String,
}

/// Lists what is to be done up to a day, the most pressing first. What has no day, or was begun and is
/// due later, is listed as open. The assessment's window must reach that day.
pub fn agenda(register: &Register, assessment: &Assessment, horizon: Date) -> Vec<Duty> {
    let zone = register.program.as_ref().map_or_else(CompanyZone::utc, |program| program.zone.clone());
    let mut agenda = Agenda { register, zone, as_of: assessment.as_of, horizon, duties: Vec::new() };
    agenda.occurrences(assessment);
    agenda.exceptions();
    agenda.reports();
    agenda.policies();
    agenda.risks();
    agenda.vendors();
    agenda.planned_audits();
    agenda.actions();
    agenda.requests();
    let mut duties = agenda.duties;
    let key = |duty: &Duty| {
        let day = duty.due.unwrap_or(Date::MAX);
        (duty.urgency, day, duty.kind, duty.subject.clone(), duty.item.clone())
    };
    duties.sort_by_key(key);
    duties
}

impl Agenda<'_> {
    fn put(&mut self, entry: Entry<'_>) {
        let urgency = match entry.due {
            Some(due) if due < self.as_of => Urgency::Overdue,
            Some(due) if due <= self.horizon => Urgency::Due,
            Some(_) | None => Urgency::Open,
        };
        let later = urgency == Urgency::Open && entry.due.is_some();
        if later && !entry.kind.is_open_before() {
            return;
        }
        self.duties.push(Duty {
            urgency,
            due: entry.due,
            at: None,
            kind: entry.kind,
            subject: entry.subject.to_owned(),
            item: entry.item.to_owned(),
            what: entry.what,
            owner: entry.owner.map(|owner| owner.value.clone()),
            path: entry.path.clone(),
            help: entry.help,
        });
    }

    /// The civil day on which something was done, if it can be read.
    fn day_of(&self, act: Option<&Act>) -> Option<Date> {
        Some(act?.at.as_ref()?.when?.date(&self.zone))
    }
}

/// One line of what users wrote, or what stands for it.
fn words(text: Option<&Text>, instead: &str) -> String {
    let line = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    if line.is_empty() { instead.to_owned() } else { line }
}

#[cfg(test)]
mod tests;

//! What an auditor would find today, each with what to do about it.
//!
//! In: the register, an [`Assessment`] of the audit's window, what became of the policies' texts. Out:
//! [`Gaps`]: shares first, then every gap. What can still be put right is told apart from what can only
//! be explained; nothing here says that something is enough.

mod begin;
mod clauses;
mod description;
mod duties;
mod operation;
mod registers;
mod requirements;
mod window;

pub use begin::Beginning;
pub use clauses::answered_clauses;

use std::collections::BTreeMap;

use crate::assess::gaps::requirements::{is_clause, is_for_controls};
use crate::assess::{
    Assessment, Coverage, Covered, OccurrenceStatus, PolicyPast, Reached, Side, SoaPast, reached,
};
use crate::calendar::CompanyZone;
use crate::model::{Audit, AuditType, Framework, Register, Scope, Text};
use crate::place::RepoPath;

/// What a gap is about, in the order in which gaps are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapArea {
    /// Requirements that nothing answers.
    Requirements,
    /// Controls that did not do what they promise.
    Operation,
    /// Lists that samples are drawn from.
    Populations,
    /// Deviations that are not worked off.
    Exceptions,
    /// Policies.
    Policies,
    /// The description of the system (SOC 2).
    Description,
    /// Vendors and their reports.
    Vendors,
    /// Risks.
    Risks,
    /// Clauses 4 to 10, actions, audits and reviews.
    ManagementSystem,
    /// Incidents and their reports.
    Incidents,
    /// What the auditor asked for.
    Requests,
    /// People who answer for something.
    People,
}

impl GapArea {
    /// The word in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Requirements => "requirements",
            Self::Operation => "operation",
            Self::Populations => "populations",
            Self::Exceptions => "exceptions",
            Self::Policies => "policies",
            Self::Description => "description",
            Self::Vendors => "vendors",
            Self::Risks => "risks",
            Self::ManagementSystem => "management-system",
            Self::Incidents => "incidents",
            Self::Requests => "requests",
            Self::People => "people",
        }
    }

    /// The heading for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Requirements => "Requirements that nothing answers",
            Self::Operation => "Controls in the window",
            Self::Populations => "Populations",
            Self::Exceptions => "Exceptions",
            Self::Policies => "Policies",
            Self::Description => "Description of the system",
            Self::Vendors => "Vendors",
            Self::Risks => "Risks",
            Self::ManagementSystem => "Management system",
            Self::Incidents => "Incidents",
            Self::Requests => "What the auditor asked for",
            Self::People => "People",
        }
    }
}

/// What can be done about a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// It can still be put right.
    Fix,
    /// It has happened: it can be explained, and kept from happening again.
    Explain,
}

impl Remedy {
    /// The word in JSON and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fix => "fix",
            Self::Explain => "explain",
        }
    }
}

/// One thing that an auditor would find.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// What it is about.
    pub area: GapArea,
    /// Whether it can be put right.
    pub remedy: Remedy,
    /// The id: `CC6.1`, `AC-02`, `aws`.
    pub subject: String,
    /// What is not there, as a phrase.
    pub what: String,
    /// What to do, as an imperative.
    pub advice: String,
    /// Whose it is, by short name.
    pub owner: Option<String>,
    /// The file to look into.
    pub path: Option<RepoPath>,
    /// For a requirement: its group in the framework, by id.
    pub group: Option<String>,
}

/// A part of a whole, as counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What is there.
    pub number: usize,
    /// What should be.
    pub of: usize,
}

impl Part {
    /// Whether it reaches a percentage; `None` where there is nothing to reach it of.
    pub fn reaches(self, percent: u32) -> Option<bool> {
        (self.of > 0).then(|| self.number * 100 >= self.of * percent as usize)
    }
}

/// The shares that `--min` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Requirements that a control in force answers.
    Coverage,
    /// Occurrences with something on file.
    Evidence,
    /// Occurrences on file and on time.
    OnTime,
    /// Records on file with the second look that the programme asks for.
    Reviewed,
    /// Policies with an approval.
    Policies,
}

impl Measure {
    /// Every measure, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::Coverage, Self::Evidence, Self::OnTime, Self::Reviewed, Self::Policies];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Evidence => "evidence",
            Self::OnTime => "on-time",
            Self::Reviewed => "reviewed",
            Self::Policies => "policies",
        }
    }

    /// What is counted, for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Coverage => "requirements with a control in force",
            Self::Evidence => "occurrences with something on file",
            Self::OnTime => "occurrences on file and on time",
            Self::Reviewed => "records with their second look",
            Self::Policies => "policies with an approval",
        }
    }
}

/// Everything that gaps are found in.
#[derive(Clone, Copy)]
pub struct GapsInput<'a> {
    /// The entities.
    pub register: &'a Register,
    /// The assessment over the window, with the controls of the framework.
    pub assessment: &'a Assessment,
    /// The framework.
    pub framework: &'a Framework,
    /// Its part in scope.
    pub scope: &'a Scope,
    /// The audit; `None` when a framework was asked for.
    pub audit: Option<&'a Audit>,
    /// What became of the policies' texts.
    pub pasts: &'a [PolicyPast<'a>],
    /// What became of the decisions of Statements of Applicability.
    pub soas: &'a [SoaPast<'a>],
    /// The frameworks from whose controls a crosswalk may lead here.
    pub others: &'a [Side<'a>],
}

/// What an auditor would find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gaps {
    /// The shares, in the order of [`Measure::ALL`].
    pub shares: Vec<(Measure, Part)>,
    /// The gaps, by area, then what can be put right first.
    pub list: Vec<Gap>,
    /// How many requirements controls have to answer.
    pub of: usize,
    /// Those of them that no control in force claims, by id, in the framework's order.
    pub open: Vec<String>,
    /// Where to begin; empty when the list is short enough to be begun anywhere.
    pub begin: Vec<Beginning>,
    /// Entries in scope that ask nothing of the company and that nothing claims, by id: no gaps.
    pub not_asked: Vec<String>,
    /// Other laws in scope, one of which applies instead of the other.
    pub rivals: Vec<Rival>,
}

/// A law in scope beside the one that is looked at, where one goes before the other (lex specialis).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// The other framework, by id.
    pub framework: String,
    /// Which of the two applies to whom.
    pub rule: String,
    /// Where that stands.
    pub legal_basis: Vec<String>,
}

/// The laws in scope beside one that go before it, or after.
fn rivals(register: &Register, framework: &str) -> Vec<Rival> {
    let scopes = register.program.iter().flat_map(|program| &program.frameworks);
    let others = scopes.map(|scope| scope.framework.as_str()).filter(|other| *other != framework);
    others
        .filter_map(|other| {
            let precedence = register.between(framework, other)?.precedence.as_ref()?;
            Some(Rival {
                framework: other.to_owned(),
                rule: precedence.rule.value.clone(),
                legal_basis: precedence.legal_basis.iter().map(|basis| basis.value.clone()).collect(),
            })
        })
        .collect()
}

/// Collects gaps.
struct Finder<'a> {
    input: GapsInput<'a>,
    coverage: Coverage<'a>,
    clauses: Vec<Covered<'a>>,
    leads: Vec<Reached<'a>>,
    zone: CompanyZone,
    list: Vec<Gap>,
}

/// Finds the gaps.
pub fn gaps(input: &GapsInput<'_>) -> Gaps {
    let kind = input.audit.and_then(|audit| audit.kind).map(|kind| kind.value);
    let mut coverage = Coverage::of(input.framework, input.scope, kind, input.register, input.assessment);
    let clauses = coverage.requirements.iter().filter(|covered| is_clause(input, covered.requirement));
    let clauses: Vec<_> = clauses.cloned().collect();
    coverage.requirements.retain(|covered| is_for_controls(input, covered.requirement));
    let subject = Side { framework: input.framework, scope: Some(input.scope) };
    let leads = reached(input.register, subject, input.others);
    let program = input.register.program.as_ref();
    let zone = program.map_or_else(CompanyZone::utc, |program| program.zone.clone());
    let mut finder = Finder { input: *input, coverage, clauses, leads, zone, list: Vec::new() };
    finder.requirements();
    finder.in_force();
    if finder.is_about_a_day() {
        finder.never_done();
    } else {
        finder.operation();
    }
    finder.populations();
    finder.exceptions();
    finder.policies();
    if *input.framework.id == *"soc2" {
        finder.description();
    }
    finder.vendors();
    finder.registers();
    if *input.framework.id == *"iso27001" {
        finder.treatment();
        finder.clauses();
        finder.every_year();
    }
    finder.duties();
    finder.people();
    finder.second_look();
    let (shares, begin) = (finder.shares(), finder.begin());
    let open = finder.coverage.gaps().map(|covered| covered.requirement.id.value.clone()).collect();
    let of = finder.coverage.requirements.len();
    let not_asked = finder.coverage.not_asked.iter().map(|one| one.id.value.clone()).collect();
    let rivals = rivals(input.register, &input.framework.id);
    Gaps { shares, list: ordered(finder.list, input.framework), of, open, begin, not_asked, rivals }
}

/// By area, then what can be put right first; what has the same advice stands together, where the
/// first of it was found; requirements in the order of their framework.
fn ordered(list: Vec<Gap>, framework: &Framework) -> Vec<Gap> {
    let places: BTreeMap<&str, usize> =
        framework.requirements.iter().enumerate().map(|(place, one)| (one.id.as_str(), place)).collect();
    let mut advices: Vec<String> = Vec::new();
    for gap in &list {
        if !advices.contains(&gap.advice) {
            advices.push(gap.advice.clone());
        }
    }
    let rank = |gap: &Gap| advices.iter().position(|advice| *advice == gap.advice);
    let mut list = list;
    list.sort_by_cached_key(|gap| {
        let place = places.get(gap.subject.as_str()).copied();
        (gap.area, gap.remedy, rank(gap), place, gap.subject.clone(), gap.what.clone())
    });
    list
}

impl Finder<'_> {
    /// True for an audit on a day: it asks whether controls are designed, not whether they operated.
    fn is_about_a_day(&self) -> bool {
        match self.input.audit.and_then(|audit| audit.kind).map(|kind| kind.value) {
            Some(AuditType::Type1 | AuditType::Stage1) => true,
            Some(
                AuditType::Type2
                | AuditType::Stage2
                | AuditType::Surveillance
                | AuditType::Internal
                | AuditType::Assessment,
            )
            | None => false,
        }
    }

    fn put(&mut self, area: GapArea, remedy: Remedy, subject: &str, what: impl Into<String>) -> &mut Gap {
        self.list.push(Gap {
            area,
            remedy,
            subject: subject.to_owned(),
            what: what.into(),
            advice: String::new(),
            owner: None,
            path: None,
            group: None,
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    fn shares(&self) -> Vec<(Measure, Part)> {
        let counts = self.input.assessment.counts();
        let with = |status| {
            let found = counts.by_status.iter().find(|(known, _)| *known == status);
            found.map_or(0, |(_, count)| *count)
        };
        // A period without events has no record, and nobody looks at one.
        let records = counts.on_file - with(OccurrenceStatus::NoEvents);
        let waiting = with(OccurrenceStatus::Unreviewed) + with(OccurrenceStatus::Pending);
        let claimed = self.coverage.requirements.len();
        let policies = self.input.register.policies.by_id();
        let approved = policies.filter(|policy| policy.approved.is_some()).count();
        let share = |measure| match measure {
            Measure::Coverage => Part { number: claimed - self.coverage.gaps().count(), of: claimed },
            Measure::Evidence => Part { number: counts.on_file, of: counts.expected },
            Measure::OnTime => Part { number: counts.on_time, of: counts.expected },
            Measure::Reviewed => Part { number: records.saturating_sub(waiting), of: records },
            Measure::Policies => Part { number: approved, of: self.input.register.policies.by_id().count() },
        };
        let told = |measure: &Measure| match measure {
            Measure::Evidence | Measure::OnTime | Measure::Reviewed => !self.is_about_a_day(),
            Measure::Coverage | Measure::Policies => true,
        };
        Measure::ALL.into_iter().filter(told).map(|measure| (measure, share(measure))).collect()
    }
}

impl Gap {
    fn advise(&mut self, advice: impl Into<String>) -> &mut Self {
        self.advice = advice.into();
        self
    }

    fn owned(&mut self, owner: Option<&Text>) -> &mut Self {
        self.owner = owner.map(|owner| owner.value.clone());
        self
    }

    fn at(&mut self, path: &RepoPath) -> &mut Self {
        self.path = Some(path.clone());
        self
    }
}

/// `a, b and 3 more`: a list that stays short.
fn listed(names: &[&str]) -> String {
    const MOST: usize = 6;
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        _ if names.len() > MOST => format!("{} and {} more", names[..MOST].join(", "), names.len() - MOST),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}

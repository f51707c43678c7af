//! Where each risk stands: its level with and without controls, whether the controls that it leans on
//! work, and who lives with what is left.
//!
//! A rating with controls is a claim about controls. When one of them fails or leaves no record the
//! rating is in doubt; when none of them works, nothing shows that it is lower than without them.

mod movement;
mod words;

pub use movement::{Move, Movement, RiskShift, movements};

use std::collections::BTreeMap;

use crate::assess::Assessment;
use crate::assess::coverage::{Standing, standing};
use crate::assess::{Occurrence, OccurrenceStatus};
use crate::calendar::Date;
use crate::model::{Control, Method, Rating, Register, Risk, Status};

/// A rating with its level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// Likelihood, from 1.
    pub likelihood: u64,
    /// Impact, from 1.
    pub impact: u64,
    /// The level's id; `None` when the method has no level for the rating.
    pub level: Option<String>,
    /// The level's name for people; empty when there is none.
    pub title: String,
    /// Where the level stands among the levels, 0 the lowest.
    pub rank: Option<usize>,
}

/// Whether a control that a risk leans on works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeanStanding {
    /// It is in force, and its newest evidence is on file.
    Works,
    /// It is in force, and nothing has fallen due yet.
    NotDueYet,
    /// It is in force, and its newest occurrence has no record.
    Missing,
    /// Its newest record says that it failed or was not done.
    Failed,
    /// It is a draft, or retired.
    NotInForce,
    /// There is no such control.
    NotThere,
}

impl LeanStanding {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::NotDueYet => "not-due-yet",
            Self::Missing => "missing",
            Self::Failed => "failed",
            Self::NotInForce => "not-in-force",
            Self::NotThere => "not-there",
        }
    }

    /// True when nothing can be built on it.
    pub fn is_broken(self) -> bool {
        match self {
            Self::Missing | Self::Failed | Self::NotInForce | Self::NotThere => true,
            Self::Works | Self::NotDueYet => false,
        }
    }
}

/// A control that a risk leans on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lean {
    /// Its id.
    pub control: String,
    /// Whether it works.
    pub standing: LeanStanding,
    /// The period that says so: the newest whose grace is over, or after it with a record.
    pub period: Option<String>,
}

impl Lean {
    /// Looks at a control.
    pub fn of(register: &Register, assessment: &Assessment, id: &str) -> Self {
        let control = id.to_owned();
        let Some(known) = register.controls.get(id) else {
            return Self { control, standing: LeanStanding::NotThere, period: None };
        };
        if known.status != Status::Active {
            return Self { control, standing: LeanStanding::NotInForce, period: None };
        }
        let occurrences = assessment.control(id).map_or(&[][..], |assessed| &assessed.occurrences);
        let silent = |status| matches!(status, OccurrenceStatus::Upcoming | OccurrenceStatus::Overdue);
        let newest = occurrences.iter().rev().find(|one: &&Occurrence| !silent(one.status));
        let standing = match standing(occurrences, register, id) {
            Standing::OnFile => LeanStanding::Works,
            Standing::NotDueYet => LeanStanding::NotDueYet,
            Standing::Missing => LeanStanding::Missing,
            Standing::Failed => LeanStanding::Failed,
        };
        Self { control, standing, period: newest.map(|newest| newest.period.name.clone()) }
    }
}

/// What stands behind a rating with controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// Every control that it leans on works, or has not fallen due yet.
    Shown,
    /// Some of them do not work: the rating may be too low.
    InDoubt,
    /// None of them works: what is left is what there was without controls.
    NotShown,
    /// It leans on no control.
    NoControl,
}

impl Support {
    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::InDoubt => "in-doubt",
            Self::NotShown => "not-shown",
            Self::NoControl => "no-control",
        }
    }

    fn of(leans: &[Lean]) -> Self {
        let broken = leans.iter().filter(|lean| lean.standing.is_broken()).count();
        match (leans.len(), broken) {
            (0, _) => Self::NoControl,
            (_, 0) => Self::Shown,
            (all, broken) if all == broken => Self::NotShown,
            (_, _) => Self::InDoubt,
        }
    }
}

/// What an acceptance is worth on the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acceptability {
    /// `holds`, `no-end` or `expired`.
    pub state: &'static str,
    /// Whether the method lets that person accept this level; `None` when it does not say.
    pub authority: Option<bool>,
}

/// A risk and where it stands.
#[derive(Debug, Clone)]
pub struct Exposure<'a> {
    /// The risk.
    pub risk: &'a Risk,
    /// Without controls.
    pub inherent: Option<Rated>,
    /// With controls, as it was rated.
    pub residual: Option<Rated>,
    /// The controls that it leans on: those that it names, then those that name it.
    pub leans: Vec<Lean>,
    /// What stands behind the rating with controls.
    pub support: Support,
    /// Whether what is left, as it was rated, is above the appetite; `None` when that cannot be told.
    pub above_appetite: Option<bool>,
    /// What an acceptance is worth.
    pub acceptance: Option<Acceptability>,
    /// Whether the owner approved plan and residual; `None` without an approval.
    pub approved_by_owner: Option<bool>,
    /// `done`, `done-late`, `open`, `overdue` or `no-date`; `None` without a plan.
    pub plan: Option<&'static str>,
    /// The last day on which it is to be looked at again.
    pub review_by: Option<Date>,
}

impl Exposure<'_> {
    /// The rating that counts: with controls where there is one and something stands behind it, else
    /// without.
    pub fn counts(&self) -> Option<&Rated> {
        match self.support {
            Support::NotShown => self.inherent.as_ref().or(self.residual.as_ref()),
            Support::Shown | Support::InDoubt | Support::NoControl => self.rated(),
        }
    }

    /// The rating with controls, else without, as it was written down.
    pub fn rated(&self) -> Option<&Rated> {
        self.residual.as_ref().or(self.inherent.as_ref())
    }

    /// The controls that do not work.
    pub fn broken(&self) -> impl Iterator<Item = &Lean> {
        self.leans.iter().filter(|lean| lean.standing.is_broken())
    }
}

/// How many risks are on a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskCount {
    /// The level's id; `None` for risks without one.
    pub level: Option<String>,
    /// Its name for people.
    pub title: String,
    /// How many are on it without controls.
    pub inherent: usize,
    /// How many are on it with controls, as they were rated.
    pub residual: usize,
    /// How many are on it when only what works counts.
    pub counted: usize,
}

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixLine {
    /// The likelihood, from 1.
    pub number: usize,
    /// Its word.
    pub name: String,
    /// For each impact, lowest first: the level's name (empty when there is none), and the risks.
    pub cells: Vec<(String, Vec<String>)>,
}

/// Every risk, and the method that they are measured with.
#[derive(Debug, Clone)]
pub struct Exposures<'a> {
    /// The method; the built-in one where the company has none.
    pub method: Method,
    /// The risks, by id.
    pub list: Vec<Exposure<'a>>,
}

impl<'a> Exposures<'a> {
    /// Looks at every risk. `assessment` says what is on file; it must list every control over the year
    /// that ends on the as-of day.
    pub fn of(register: &'a Register, assessment: &Assessment) -> Self {
        let method = register.method.clone().unwrap_or_default();
        let look = Look { register, assessment, method: &method };
        let list = register.risks.by_id().map(|risk| look.at(risk)).collect();
        Self { method, list }
    }

    /// One risk.
    pub fn get(&self, id: &str) -> Option<&Exposure<'a>> {
        self.list.iter().find(|exposure| *exposure.risk.id == *id)
    }

    /// How many risks there are on each level, lowest first; those without a level last, if any.
    pub fn counts(&self) -> Vec<RiskCount> {
        let on = |rated: Option<&Rated>, level: Option<&str>| {
            rated.and_then(|rated| rated.level.as_deref()) == level
        };
        let count = |level: Option<&str>, title: &str| RiskCount {
            level: level.map(str::to_owned),
            title: title.to_owned(),
            inherent: self.list.iter().filter(|one| on(one.inherent.as_ref(), level)).count(),
            residual: self.list.iter().filter(|one| on(one.residual.as_ref(), level)).count(),
            counted: self.list.iter().filter(|one| on(one.counts(), level)).count(),
        };
        let levels = self.method.levels.iter();
        let mut counts: Vec<RiskCount> = levels.map(|level| count(Some(&level.id), level.title())).collect();
        let none = count(None, "not rated");
        if none.inherent + none.residual + none.counted > 0 {
            counts.push(none);
        }
        counts
    }

    /// The matrix, highest likelihood first, with the risks where they are without controls, or with.
    pub fn matrix(&self, inherent: bool) -> Vec<MatrixLine> {
        let mut placed: BTreeMap<(u64, u64), Vec<String>> = BTreeMap::new();
        for one in &self.list {
            let rated = if inherent { one.inherent.as_ref() } else { one.residual.as_ref() };
            if let Some(rated) = rated {
                let cell = placed.entry((rated.likelihood, rated.impact)).or_default();
                cell.push(one.risk.id.value.clone());
            }
        }
        let cell = |likelihood: u64, impact: u64| {
            let level = rated(&self.method, likelihood, impact).title;
            (level, placed.get(&(likelihood, impact)).cloned().unwrap_or_default())
        };
        let steps = self.method.likelihood.iter().enumerate().rev();
        steps
            .map(|(index, step)| MatrixLine {
                number: index + 1,
                name: step.name.value.clone(),
                cells: (1..=self.method.impact.len() as u64)
                    .map(|impact| cell(index as u64 + 1, impact))
                    .collect(),
            })
            .collect()
    }

    /// Risks that have no place in the matrix: not rated, or rated outside the scales.
    pub fn without_place(&self, inherent: bool) -> Vec<&str> {
        let (down, across) = (self.method.likelihood.len() as u64, self.method.impact.len() as u64);
        let placed = |one: &&Exposure<'_>| {
            let rated = if inherent { one.inherent.as_ref() } else { one.residual.as_ref() };
            rated.is_some_and(|rated| {
                (1..=down).contains(&rated.likelihood) && (1..=across).contains(&rated.impact)
            })
        };
        let list = self.list.iter().filter(|one| !placed(one));
        list.map(|one| one.risk.id.as_str()).collect()
    }
}

fn rated(method: &Method, likelihood: u64, impact: u64) -> Rated {
    use crate::place::{Span, Spanned};
    let at = |value| Spanned::new(value, Span::default());
    let level = method.level_of(Rating { likelihood: at(likelihood), impact: at(impact) });
    Rated {
        likelihood,
        impact,
        level: level.map(|level| level.id.value.clone()),
        title: level.map(|level| level.title().to_owned()).unwrap_or_default(),
        rank: level.and_then(|level| method.rank(level)),
    }
}

/// What a risk is looked at with.
struct Look<'a, 'b> {
    register: &'a Register,
    assessment: &'b Assessment,
    method: &'b Method,
}

impl<'a> Look<'a, '_> {
    fn at(&self, risk: &'a Risk) -> Exposure<'a> {
        let rate = |rating: Rating| rated(self.method, rating.likelihood.value, rating.impact.value);
        let leans = self.leans(risk);
        let lived_with = risk.residual.or(risk.inherent);
        Exposure {
            inherent: risk.inherent.map(rate),
            residual: risk.residual.map(rate),
            support: Support::of(&leans),
            leans,
            above_appetite: lived_with.and_then(|rating| self.method.above_appetite(rating)),
            acceptance: self.acceptance(risk),
            approved_by_owner: risk
                .approved
                .as_ref()
                .map(|act| act.by.as_ref().is_some_and(|by| self.owns(by, risk))),
            plan: self.plan(risk),
            review_by: self.review_by(risk),
            risk,
        }
    }

    fn leans(&self, risk: &Risk) -> Vec<Lean> {
        let mut ids: Vec<&str> = risk.controls.iter().map(|id| id.as_str()).collect();
        let names = |control: &&Control| control.mitigates.iter().any(|id| **id == *risk.id);
        let naming = self.register.controls.by_id().filter(|control| control.is_active()).filter(names);
        ids.extend(naming.map(|control| control.id.as_str()));
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        ids.into_iter().map(|id| Lean::of(self.register, self.assessment, id)).collect()
    }

    fn acceptance(&self, risk: &Risk) -> Option<Acceptability> {
        let acceptance = risk.acceptance.as_ref()?;
        let state = match acceptance.until {
            Some(until) if until.value < self.assessment.as_of => "expired",
            Some(_) => "holds",
            None => "no-end",
        };
        let level = risk.residual.or(risk.inherent).and_then(|rating| self.method.level_of(rating));
        let owner = risk.owner.as_ref().map(|owner| owner.as_str());
        let authority = level
            .zip(acceptance.act.by.as_ref())
            .and_then(|(level, by)| level.may_accept(by, owner, self.register.program.as_ref()));
        Some(Acceptability { state, authority })
    }

    /// 6.1.3 f wants the risk owner's approval; a team that owns stands for its members.
    fn owns(&self, person: &str, risk: &Risk) -> bool {
        let Some(owner) = &risk.owner else { return false };
        let team = self.register.program.as_ref().and_then(|program| program.team(owner));
        *owner.value == *person
            || team.is_some_and(|team| team.members.iter().any(|member| **member == *person))
    }

    fn plan(&self, risk: &Risk) -> Option<&'static str> {
        let plan = risk.plan.as_ref()?;
        Some(match (plan.due.map(|due| due.value), plan.done.map(|done| done.value)) {
            (Some(due), Some(done)) if done > due => "done-late",
            (_, Some(_)) => "done",
            (Some(due), None) if due < self.assessment.as_of => "overdue",
            (Some(_), None) => "open",
            (None, None) => "no-date",
        })
    }

    fn review_by(&self, risk: &Risk) -> Option<Date> {
        let when = risk.reviewed.as_ref()?.at.as_ref()?.when?;
        let day = match &self.register.program {
            Some(program) => when.date(&program.zone),
            None => when.date(&crate::calendar::CompanyZone::utc()),
        };
        let level = risk.residual.or(risk.inherent).and_then(|rating| self.method.level_of(rating));
        Some(self.method.review_of(level)?.length().after(day))
    }
}

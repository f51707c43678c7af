//! Risk method, register and treatment plan (ISO/IEC 27001 6.1.2, 6.1.3, 8.2, 8.3).

use serde::Serialize;

use crate::model::{Method, Rating, Risk, RiskLevel, Step, Text};
use crate::packet::sources::{FileRef, Signed, Sources, TaskState, day, list, text};

/// Everything about risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskPage {
    /// The method.
    pub method: MethodView,
    /// Every risk, by id.
    pub risks: Vec<RiskRow>,
    /// Risks by their level with controls, lowest level first; risks without a level come last.
    pub by_level: Vec<LevelCount>,
    /// Risks whose level with controls is above the appetite.
    pub above_appetite: usize,
    /// Risks whose owner has approved plan and residual risk.
    pub approved_by_owner: usize,
    /// The treatment plan: every risk with something planned.
    pub plan: Vec<PlanRow>,
    /// What a reader should not have to find out alone, in sentences.
    pub remarks: Vec<String>,
}

/// The risk method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MethodView {
    /// True when the company has none of its own and the built-in one stands in.
    pub built_in: bool,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its owner.
    pub owner: String,
    /// Who approved it, and when.
    pub approved: Option<Signed>,
    /// Its file; `None` for the built-in one.
    pub file: Option<FileRef>,
    /// How likely, lowest first.
    pub likelihood: Vec<StepView>,
    /// How bad, lowest first.
    pub impact: Vec<StepView>,
    /// The levels, lowest first.
    pub levels: Vec<LevelView>,
    /// The highest level that the company lives with; empty when the method names none.
    pub appetite: String,
    /// How often risks are reviewed.
    pub review: String,
    /// What else calls for an assessment.
    pub also_when: Vec<String>,
    /// The level of each cell, likelihood from highest to lowest, with the risks that sit there
    /// with controls.
    pub matrix: Vec<MatrixRow>,
}

/// One step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// From 1.
    pub number: usize,
    /// The word for it.
    pub name: String,
    /// What it means.
    pub means: String,
}

/// One level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelView {
    /// Its name.
    pub title: String,
    /// Who may accept a risk on it; empty when the method does not say.
    pub accepted_by: String,
    /// How often a risk on it is looked at again.
    pub review: String,
    /// True when it is above the appetite.
    pub above_appetite: bool,
}

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The likelihood: `4 likely`.
    pub likelihood: String,
    /// A cell for each impact, lowest first.
    pub cells: Vec<MatrixCell>,
}

/// One cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixCell {
    /// The level; empty when the method gives the cell none.
    pub level: String,
    /// The risks that sit there with controls.
    pub risks: String,
}

/// How many risks are on a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelCount {
    /// The level; `not rated` for risks without one.
    pub level: String,
    /// How many risks are on it without controls.
    pub inherent: usize,
    /// How many risks are on it with controls.
    pub residual: usize,
}

/// One risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskRow {
    /// `R-02`
    pub id: String,
    /// In a few words.
    pub title: String,
    /// What could happen.
    pub scenario: String,
    /// The risk owner.
    pub owner: String,
    /// Assets concerned.
    pub assets: String,
    /// Without controls.
    pub inherent: Option<RatingView>,
    /// With controls.
    pub residual: Option<RatingView>,
    /// `mitigate`, `accept`, `transfer` or `avoid`.
    pub treatment: String,
    /// The controls that treat it.
    pub controls: String,
    /// Who reviewed it, and when.
    pub reviewed: Option<Signed>,
    /// Who approved plan and residual risk, and when.
    pub approved: Option<Signed>,
    /// True when that was the owner, or a member of the team that owns it.
    pub approved_by_owner: bool,
    /// Whether its level with controls is above the appetite: `yes`, `no`, `not rated`.
    pub above_appetite: &'static str,
    /// An acceptance.
    pub acceptance: Option<AcceptanceView>,
    /// Its file.
    pub file: FileRef,
}

/// A rating and its level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RatingView {
    /// Likelihood, impact and their product: `4 × 4 = 16`.
    pub shown: String,
    /// The level; empty when the method has none for it.
    pub level: String,
}

/// An acceptance of a risk as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptanceView {
    /// Who accepted it, and when.
    pub signed: Signed,
    /// The last day on which it holds; empty when it has no end.
    pub until: String,
    /// Why.
    pub because: String,
    /// `holds`, `expired`, or `holds, no end date`.
    pub state: &'static str,
}

/// One line of the treatment plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanRow {
    /// The risk.
    pub risk: String,
    /// Its title.
    pub title: String,
    /// What is planned, and where it stands.
    pub task: TaskState,
    /// Who approved it for the risk, and when.
    pub approved: Option<Signed>,
    /// True when that was the risk's owner.
    pub approved_by_owner: bool,
    /// The risk's file.
    pub file: FileRef,
}

/// Puts the page together.
pub(crate) fn page(sources: &Sources<'_>) -> RiskPage {
    let built_in = Method::default();
    let method = sources.register.method.as_ref().unwrap_or(&built_in);
    let risks: Vec<RiskRow> = sources.register.risks.by_id().map(|risk| row(sources, method, risk)).collect();
    let planned = sources.register.risks.by_id().zip(&risks).filter_map(|(risk, row)| {
        let (approved, approved_by_owner) = (row.approved.clone(), row.approved_by_owner);
        let (id, title, file) = (row.id.clone(), row.title.clone(), row.file.clone());
        Some(PlanRow {
            risk: id,
            title,
            task: sources.task(risk.plan.as_ref()?),
            approved,
            approved_by_owner,
            file,
        })
    });
    RiskPage {
        method: view(sources, method),
        by_level: by_level(sources, method),
        above_appetite: risks.iter().filter(|risk| risk.above_appetite == "yes").count(),
        approved_by_owner: risks.iter().filter(|risk| risk.approved_by_owner).count(),
        plan: planned.collect(),
        remarks: remarks(sources, &risks),
        risks,
    }
}

fn view(sources: &Sources<'_>, method: &Method) -> MethodView {
    let steps = |scale: &[Step]| {
        let step = |(index, step): (usize, &Step)| StepView {
            number: index + 1,
            name: step.name.value.clone(),
            means: text(step.means.as_ref()),
        };
        scale.iter().enumerate().map(step).collect()
    };
    let appetite = method.appetite.as_ref().and_then(|id| method.level(id));
    let level = |level: &RiskLevel| LevelView {
        title: level.title().to_owned(),
        accepted_by: accepted_by(sources, level),
        review: method.review_of(Some(level)).map(|cadence| cadence.to_string()).unwrap_or_default(),
        above_appetite: appetite.is_some_and(|appetite| method.rank(level) > method.rank(appetite)),
    };
    MethodView {
        built_in: method.file.is_none(),
        title: text(method.title.as_ref()),
        version: text(method.version.as_ref()),
        owner: sources.responsible(method.owner.as_ref()),
        approved: sources.signed(method.approved.as_ref()),
        file: method.file.map(|_| sources.file(&method.path)),
        likelihood: steps(&method.likelihood),
        impact: steps(&method.impact),
        levels: method.levels.iter().map(level).collect(),
        appetite: appetite.map(|level| level.title().to_owned()).unwrap_or_default(),
        review: method.review.map(|cadence| cadence.value.to_string()).unwrap_or_default(),
        also_when: method.also_when.iter().map(|when| when.value.clone()).collect(),
        matrix: matrix(sources, method),
    }
}

fn accepted_by(sources: &Sources<'_>, level: &RiskLevel) -> String {
    let name = |short: &Text| match short.as_str() {
        "risk-owner" => "the risk owner".to_owned(),
        short => sources.name(short),
    };
    level.accepted_by.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn matrix(sources: &Sources<'_>, method: &Method) -> Vec<MatrixRow> {
    let cell = |likelihood: usize, impact: usize| {
        let at = rating(likelihood as u64, impact as u64);
        let same = |rating: Rating| {
            (rating.likelihood.value, rating.impact.value) == (likelihood as u64, impact as u64)
        };
        let here = sources.register.risks.by_id().filter(|risk| risk.residual.is_some_and(same));
        MatrixCell {
            level: method.level_of(at).map(|level| level.title().to_owned()).unwrap_or_default(),
            risks: here.map(|risk| risk.id.value.as_str()).collect::<Vec<_>>().join(", "),
        }
    };
    let row = |(index, step): (usize, &Step)| MatrixRow {
        likelihood: format!("{} {}", index + 1, step.name.value),
        cells: (1..=method.impact.len()).map(|impact| cell(index + 1, impact)).collect(),
    };
    method.likelihood.iter().enumerate().rev().map(row).collect()
}

fn rating(likelihood: u64, impact: u64) -> Rating {
    let at = |value| crate::place::Spanned::new(value, crate::place::Span::default());
    Rating { likelihood: at(likelihood), impact: at(impact) }
}

fn by_level(sources: &Sources<'_>, method: &Method) -> Vec<LevelCount> {
    let on = |rating: Option<Rating>| {
        rating.and_then(|rating| method.level_of(rating)).map(|level| level.id.as_str())
    };
    let count = |pick: fn(&Risk) -> Option<Rating>, level: Option<&str>| {
        sources.register.risks.by_id().filter(|risk| on(pick(risk)) == level).count()
    };
    let line = |title: &str, level: Option<&str>| LevelCount {
        level: title.to_owned(),
        inherent: count(|risk| risk.inherent, level),
        residual: count(|risk| risk.residual, level),
    };
    let mut lines: Vec<LevelCount> =
        method.levels.iter().map(|level| line(level.title(), Some(level.id.as_str()))).collect();
    let unrated = line("not rated", None);
    if unrated.inherent + unrated.residual > 0 {
        lines.push(unrated);
    }
    lines
}

fn row(sources: &Sources<'_>, method: &Method, risk: &Risk) -> RiskRow {
    let rated = |rating: Rating| RatingView {
        shown: format!("{} × {} = {}", rating.likelihood.value, rating.impact.value, rating.product()),
        level: method.level_of(rating).map(|level| level.title().to_owned()).unwrap_or_default(),
    };
    let above = risk.residual.and_then(|rating| method.above_appetite(rating));
    RiskRow {
        id: risk.id.value.clone(),
        title: text(risk.title.as_ref()),
        scenario: text(risk.scenario.as_ref()),
        owner: sources.responsible(risk.owner.as_ref()),
        assets: list(&risk.assets),
        inherent: risk.inherent.map(rated),
        residual: risk.residual.map(rated),
        treatment: text(risk.treatment.as_ref()),
        controls: list(&risk.controls),
        reviewed: sources.signed(risk.reviewed.as_ref()),
        approved: sources.signed(risk.approved.as_ref()),
        approved_by_owner: is_owner(sources, risk),
        above_appetite: match above {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not rated",
        },
        acceptance: risk.acceptance.as_ref().map(|acceptance| AcceptanceView {
            signed: sources
                .signed(Some(&acceptance.act))
                .unwrap_or(Signed { by: String::new(), on: String::new() }),
            until: day(acceptance.until.map(|until| until.value)),
            because: text(acceptance.because.as_ref()),
            state: match acceptance.until {
                Some(until) if until.value < sources.as_of => "expired",
                Some(_) => "holds",
                None => "holds, no end date",
            },
        }),
        file: sources.file(&risk.path),
    }
}

/// 6.1.3 f wants the risk owner's approval; a team that owns stands for its members.
fn is_owner(sources: &Sources<'_>, risk: &Risk) -> bool {
    let approver = risk.approved.as_ref().and_then(|act| act.by.as_ref());
    let (Some(approver), Some(owner)) = (approver, risk.owner.as_ref()) else { return false };
    let team = sources.program.and_then(|program| program.team(owner));
    approver.value == owner.value
        || team.is_some_and(|team| team.members.iter().any(|member| member.value == approver.value))
}

fn remarks(sources: &Sources<'_>, risks: &[RiskRow]) -> Vec<String> {
    let ids = |is: &dyn Fn(&RiskRow) -> bool| {
        let ids: Vec<&str> = risks.iter().filter(|risk| is(risk)).map(|risk| risk.id.as_str()).collect();
        (!ids.is_empty()).then(|| ids.join(", "))
    };
    let expired =
        |risk: &RiskRow| risk.acceptance.as_ref().is_some_and(|acceptance| acceptance.state == "expired");
    let unapproved = |risk: &RiskRow| risk.approved.is_none();
    let other = |risk: &RiskRow| risk.approved.is_some() && !risk.approved_by_owner;
    let lived_with = |risk: &RiskRow| risk.above_appetite == "yes" && risk.acceptance.is_none();
    let late = |risk: &RiskRow| {
        let plan = sources.register.risks.get(&risk.id).and_then(|risk| risk.plan.as_ref());
        plan.is_some_and(|plan| sources.task(plan).state == "overdue")
    };
    let said = [
        (ids(&lived_with), "Above the appetite with controls, and not accepted by anybody"),
        (ids(&expired), "Accepted, and the acceptance has run out"),
        (ids(&unapproved), "Without an approval of plan and residual risk (6.1.3 f)"),
        (ids(&other), "Approved by somebody other than the risk owner (6.1.3 f)"),
        (ids(&late), "Treatment past its date"),
        (ids(&|risk| risk.owner.is_empty()), "Without an owner (6.1.2 c)"),
        (ids(&|risk| risk.residual.is_none()), "Not rated with controls"),
    ];
    said.into_iter().filter_map(|(ids, words)| Some(format!("{words}: {}.", ids?))).collect()
}

//! Risk method, register and treatment plan (ISO/IEC 27001 6.1.2, 6.1.3, 8.2, 8.3).

use serde::Serialize;

use crate::assess::{Exposure, Exposures, Rated};
use crate::model::{Method, RiskLevel, Step, Text};
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
    /// How many risks are on it with controls, as they were rated.
    pub residual: usize,
    /// How many risks are on it when only controls that work count.
    pub counted: usize,
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
    /// The controls that treat it: those that it names, and those that name it.
    pub controls: String,
    /// What controls that do not work do to the rating with controls; empty when all of them work.
    pub doubt: String,
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

/// Puts the page together. `exposures` is the register with what is on file behind it.
pub(crate) fn page(sources: &Sources<'_>, exposures: &Exposures<'_>) -> RiskPage {
    let risks: Vec<RiskRow> = exposures.list.iter().map(|exposure| row(sources, exposure)).collect();
    let planned = exposures.list.iter().zip(&risks).filter_map(|(exposure, row)| {
        Some(PlanRow {
            risk: row.id.clone(),
            title: row.title.clone(),
            task: sources.task(exposure.risk.plan.as_ref()?),
            approved: row.approved.clone(),
            approved_by_owner: row.approved_by_owner,
            file: row.file.clone(),
        })
    });
    RiskPage {
        method: view(sources, exposures),
        by_level: by_level(exposures),
        above_appetite: risks.iter().filter(|risk| risk.above_appetite == "yes").count(),
        approved_by_owner: risks.iter().filter(|risk| risk.approved_by_owner).count(),
        plan: planned.collect(),
        remarks: exposures.remarks(sources.as_of),
        risks,
    }
}

fn view(sources: &Sources<'_>, exposures: &Exposures<'_>) -> MethodView {
    let method: &Method = &exposures.method;
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
        matrix: matrix(exposures),
    }
}

fn accepted_by(sources: &Sources<'_>, level: &RiskLevel) -> String {
    let name = |short: &Text| match short.as_str() {
        "risk-owner" => "the risk owner".to_owned(),
        short => sources.name(short),
    };
    level.accepted_by.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn matrix(exposures: &Exposures<'_>) -> Vec<MatrixRow> {
    let cell = |(level, risks): (String, Vec<String>)| MatrixCell { level, risks: risks.join(", ") };
    let lines = exposures.matrix(false).into_iter();
    lines
        .map(|line| MatrixRow {
            likelihood: format!("{} {}", line.number, line.name),
            cells: line.cells.into_iter().map(cell).collect(),
        })
        .collect()
}

fn by_level(exposures: &Exposures<'_>) -> Vec<LevelCount> {
    let counts = exposures.counts().into_iter();
    counts
        .map(|count| LevelCount {
            level: count.title,
            inherent: count.inherent,
            residual: count.residual,
            counted: count.counted,
        })
        .collect()
}

fn row(sources: &Sources<'_>, exposure: &Exposure<'_>) -> RiskRow {
    let risk = exposure.risk;
    let rated = |rated: &Rated| RatingView {
        shown: format!("{} × {} = {}", rated.likelihood, rated.impact, rated.likelihood * rated.impact),
        level: rated.title.clone(),
    };
    let controls: Vec<&str> = exposure.leans.iter().map(|lean| lean.control.as_str()).collect();
    RiskRow {
        id: risk.id.value.clone(),
        title: text(risk.title.as_ref()),
        scenario: text(risk.scenario.as_ref()),
        owner: sources.responsible(risk.owner.as_ref()),
        assets: list(&risk.assets),
        inherent: exposure.inherent.as_ref().map(rated),
        residual: exposure.residual.as_ref().map(rated),
        treatment: text(risk.treatment.as_ref()),
        controls: controls.join(", "),
        doubt: exposure.doubt().unwrap_or_default(),
        reviewed: sources.signed(risk.reviewed.as_ref()),
        approved: sources.signed(risk.approved.as_ref()),
        approved_by_owner: exposure.approved_by_owner == Some(true),
        above_appetite: match exposure.above_appetite {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not rated",
        },
        acceptance: acceptance(sources, exposure),
        file: sources.file(&risk.path),
    }
}

fn acceptance(sources: &Sources<'_>, exposure: &Exposure<'_>) -> Option<AcceptanceView> {
    let acceptance = exposure.risk.acceptance.as_ref()?;
    Some(AcceptanceView {
        signed: sources
            .signed(Some(&acceptance.act))
            .unwrap_or(Signed { by: String::new(), on: String::new() }),
        until: day(acceptance.until.map(|until| until.value)),
        because: text(acceptance.because.as_ref()),
        state: match exposure.acceptance?.state {
            "no-end" => "holds, no end date",
            state => state,
        },
    })
}

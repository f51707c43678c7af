//! The risk method: scales, levels, and who may accept what (ISO 27001 6.1.2).

use crate::calendar::Cadence;
use crate::document::Node;
use crate::model::program::Program;
use crate::model::read::{Act, Fields, Text, texts_of};
use crate::model::risk::Rating;
use crate::place::{FileId, RepoPath, Span, Spanned};

/// One step of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The word for it.
    pub name: Text,
    /// What it means.
    pub means: Option<Text>,
}

/// A level of risk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskLevel {
    /// `medium`
    pub id: Text,
    /// How it is printed.
    pub title: Option<Text>,
    /// Who may accept a risk on this level: people, teams, or `risk-owner`; empty means that the
    /// method does not say.
    pub accepted_by: Vec<Text>,
    /// How often a risk on this level is looked at again.
    pub review: Option<Spanned<Cadence>>,
}

impl RiskLevel {
    /// The name for people.
    pub fn title(&self) -> &str {
        self.title.as_ref().map_or(&self.id.value, |title| &title.value)
    }

    /// Whether a person may accept a risk on this level; `None` when the method does not say.
    ///
    /// A team in `accepted_by`, or a team that owns the risk, stands for its members.
    pub fn may_accept(&self, person: &str, owner: Option<&str>, program: Option<&Program>) -> Option<bool> {
        if self.accepted_by.is_empty() {
            return None;
        }
        let is = |name: &str| {
            let team = program.and_then(|program| program.team(name));
            name == person || team.is_some_and(|team| team.members.iter().any(|member| **member == *person))
        };
        Some(self.accepted_by.iter().any(|name| match name.as_str() {
            "risk-owner" => owner.is_some_and(is),
            name => is(name),
        }))
    }
}

/// The lowest product of likelihood and impact that is on a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The level.
    pub level: Text,
    /// The lowest product.
    pub from: Spanned<u64>,
}

/// How a rating becomes a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grid {
    /// The level of each cell: rows by likelihood, in them levels by impact, lowest first.
    Matrix(Vec<Vec<Text>>),
    /// The level by the product.
    Bands(Vec<Band>),
}

/// A risk method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// The file; `None` for the built-in method.
    pub file: Option<FileId>,
    /// Where it stands; for the built-in one, where a file of the company's own would.
    pub path: RepoPath,
    /// Its title.
    pub title: Option<Text>,
    /// Its version, as written.
    pub version: Option<Text>,
    /// A person or a team.
    pub owner: Option<Text>,
    /// Who approved it, and when.
    pub approved: Option<Act>,
    /// How likely, lowest first; the first step is 1.
    pub likelihood: Vec<Step>,
    /// How bad, lowest first; the first step is 1.
    pub impact: Vec<Step>,
    /// The levels, lowest first.
    pub levels: Vec<RiskLevel>,
    /// How a rating becomes a level; a matrix counts before bands.
    pub grid: Grid,
    /// The highest level that the company lives with.
    pub appetite: Option<Text>,
    /// How often each risk is looked at again.
    pub review: Option<Spanned<Cadence>>,
    /// What else calls for an assessment.
    pub also_when: Vec<Text>,
}

impl Method {
    /// Reads a method; `None` when it is no mapping.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let rows = |node: &Node| node.one_or_many().iter().map(texts_of).collect();
        Some(Self {
            file: Some(file),
            path: path.clone(),
            title: fields.text("title"),
            version: fields.text("version"),
            owner: fields.text("owner"),
            approved: Act::read(fields, "approved"),
            likelihood: read_scale(fields, "likelihood"),
            impact: read_scale(fields, "impact"),
            levels: fields.items("levels").into_iter().filter_map(read_level).collect(),
            grid: match fields.node("matrix") {
                Some(matrix) => Grid::Matrix(rows(matrix)),
                None => Grid::Bands(read_bands(fields)),
            },
            appetite: fields.text("appetite"),
            review: fields.cadence("review", None),
            also_when: fields.texts("also_when"),
        })
    }

    /// A level by id.
    pub fn level(&self, id: &str) -> Option<&RiskLevel> {
        self.levels.iter().find(|level| *level.id == *id)
    }

    /// The level of a rating; `None` when it lies outside the scales or its cell names no level.
    pub fn level_of(&self, rating: Rating) -> Option<&RiskLevel> {
        let likelihood = step(rating.likelihood.value, &self.likelihood)?;
        let impact = step(rating.impact.value, &self.impact)?;
        let id = match &self.grid {
            Grid::Matrix(rows) => rows.get(likelihood)?.get(impact)?,
            Grid::Bands(bands) => {
                let below = bands.iter().filter(|band| band.from.value <= rating.product());
                &below.max_by_key(|band| band.from.value)?.level
            }
        };
        self.level(id)
    }

    /// Where a level stands among the levels: 0 is the lowest.
    pub fn rank(&self, level: &RiskLevel) -> Option<usize> {
        self.levels.iter().position(|known| known.id.value == level.id.value)
    }

    /// Whether a rating's level is above the appetite; `None` when it has no level or the appetite
    /// names none.
    pub fn above_appetite(&self, rating: Rating) -> Option<bool> {
        let appetite = self.level(self.appetite.as_ref()?)?;
        Some(self.rank(self.level_of(rating)?)? > self.rank(appetite)?)
    }

    /// How often a risk on a level is looked at again: the level's own cadence, else the method's.
    pub fn review_of(&self, level: Option<&RiskLevel>) -> Option<Cadence> {
        let own = level.and_then(|level| level.review);
        own.or(self.review).map(|cadence| cadence.value)
    }
}

/// The built-in method: five by five, four levels by product, medium is lived with. It knows no
/// people, so it leaves open who accepts what lies above.
impl Default for Method {
    fn default() -> Self {
        let annual = Cadence::Each(crate::calendar::Unit::Year);
        let quarterly = Cadence::Each(crate::calendar::Unit::Quarter);
        let scale = |steps: [(&str, &str); 5]| {
            let step = |(name, means)| Step { name: word(name), means: Some(word(means)) };
            steps.map(step).to_vec()
        };
        let level = |id, title, accepted_by: &[&str], review| RiskLevel {
            id: word(id),
            title: Some(word(title)),
            accepted_by: accepted_by.iter().copied().map(word).collect(),
            review: Some(Spanned::new(review, Span::default())),
        };
        let band = |(level, from)| Band { level: word(level), from: Spanned::new(from, Span::default()) };
        Self {
            file: None,
            path: RepoPath::new("policies/isms/method.yaml"),
            title: Some(word("Built-in risk method, five by five")),
            version: None,
            owner: None,
            approved: None,
            likelihood: scale(LIKELIHOOD),
            impact: scale(IMPACT),
            levels: vec![
                level("low", "Low", &["risk-owner"], annual),
                level("medium", "Medium", &["risk-owner"], annual),
                level("high", "High", &[], quarterly),
                level("critical", "Critical", &[], quarterly),
            ],
            grid: Grid::Bands(BANDS.map(band).to_vec()),
            appetite: Some(word("medium")),
            review: Some(Spanned::new(annual, Span::default())),
            also_when: Vec::new(),
        }
    }
}

const LIKELIHOOD: [(&str, &str); 5] = [
    ("Rare", "Not expected within ten years"),
    ("Unlikely", "Once in three to ten years"),
    ("Possible", "Once in one to three years"),
    ("Likely", "Once or twice a year"),
    ("Frequent", "More than twice a year"),
];

const IMPACT: [(&str, &str); 5] = [
    ("Negligible", "Noticed inside only and put right within a day"),
    ("Minor", "A few customers notice; no commitment is broken"),
    ("Moderate", "A commitment to customers is broken, or few personal data are exposed"),
    ("Major", "Many customers are harmed, or a report to an authority is due"),
    ("Severe", "The company's existence is at stake"),
];

const BANDS: [(&str, u64); 4] = [("low", 1), ("medium", 5), ("high", 10), ("critical", 17)];

fn word(text: &str) -> Text {
    Spanned::new(text.to_owned(), Span::default())
}

/// The index of a step counted from 1, if the scale has it.
fn step(number: u64, scale: &[Step]) -> Option<usize> {
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    (index < scale.len()).then_some(index)
}

fn read_scale(fields: Fields<'_>, key: &str) -> Vec<Step> {
    let read = |node: &Node| {
        let fields = Fields::of(node);
        // A step that cannot be read keeps its place, so that the steps above it keep their number.
        let name = fields.map_or_else(|| node.text(), |fields| fields.text("name"));
        Step {
            name: name.unwrap_or_else(|| Spanned::new(String::new(), node.span)),
            means: fields.and_then(|fields| fields.text("means")),
        }
    };
    fields.items(key).into_iter().map(read).collect()
}

fn read_level(node: &Node) -> Option<RiskLevel> {
    let fields = Fields::of(node)?;
    Some(RiskLevel {
        id: fields.text("id")?,
        title: fields.text("title"),
        accepted_by: fields.texts("accepted_by"),
        review: fields.cadence("review", None),
    })
}

fn read_bands(fields: Fields<'_>) -> Vec<Band> {
    let Some(bands) = fields.fields("bands") else {
        return Vec::new();
    };
    let named = fields.named("bands");
    named
        .filter_map(|entry| {
            Some(Band { level: crate::model::read::key_of(entry), from: bands.number(&entry.key)? })
        })
        .collect()
}

#[cfg(test)]
mod tests;

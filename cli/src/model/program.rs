//! `program.yaml`: the company, its people, frameworks, audits and rule levels.

use std::collections::BTreeMap;

use crate::calendar::{CompanyZone, Date, Duration, FiscalYear, Unit, Window};
use crate::document::{Entry, Node};
use crate::model::read::{Fields, Text, key_of, texts_of};
use crate::place::{FileId, RepoPath, Span, Spanned};

/// A person by short name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// `priya`
    pub short: Text,
    /// Full name.
    pub name: Option<Text>,
    /// Mail address; keys in `allowed_signers` are matched by it.
    pub email: Option<Text>,
    /// What they do.
    pub role: Option<Text>,
    /// The forge's user name.
    pub handle: Option<Text>,
    /// The last day with the company.
    pub until: Option<Spanned<Date>>,
}

/// A team; it may own, never perform, review or approve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// `it`
    pub short: Text,
    /// Its people.
    pub members: Vec<Text>,
}

/// A framework in scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// `soc2`
    pub framework: Text,
    /// The version the programme follows.
    pub version: Option<Text>,
    /// The categories in scope; empty means all.
    pub categories: Vec<Text>,
    /// An implementation group (CIS).
    pub group: Option<Text>,
}

/// The type of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditType {
    /// SOC 2, on a day.
    Type1,
    /// SOC 2, over a window.
    Type2,
    /// ISO 27001, documentation.
    Stage1,
    /// ISO 27001, implementation.
    Stage2,
    /// ISO 27001, yearly.
    Surveillance,
    /// By ourselves.
    Internal,
    /// Any other.
    Assessment,
}

impl AuditType {
    /// Reads the word in YAML.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "type1" => Some(Self::Type1),
            "type2" => Some(Self::Type2),
            "stage1" => Some(Self::Stage1),
            "stage2" => Some(Self::Stage2),
            "surveillance" => Some(Self::Surveillance),
            "internal" => Some(Self::Internal),
            "assessment" => Some(Self::Assessment),
            _ => None,
        }
    }

    /// The word in YAML.
    pub fn word(self) -> &'static str {
        match self {
            Self::Type1 => "type1",
            Self::Type2 => "type2",
            Self::Stage1 => "stage1",
            Self::Stage2 => "stage2",
            Self::Surveillance => "surveillance",
            Self::Internal => "internal",
            Self::Assessment => "assessment",
        }
    }

    /// The words for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Type1 => "Type 1",
            Self::Type2 => "Type 2",
            Self::Stage1 => "Stage 1",
            Self::Stage2 => "Stage 2",
            Self::Surveillance => "Surveillance",
            Self::Internal => "Internal audit",
            Self::Assessment => "Assessment",
        }
    }
}

/// An audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// `soc2-2026`
    pub id: Text,
    /// Its framework.
    pub framework: Option<Text>,
    /// Its type.
    pub kind: Option<Spanned<AuditType>>,
    /// Its window; `on: DATE` is the window of that day.
    pub window: Option<Spanned<Window>>,
    /// The audit before it.
    pub previous: Option<Text>,
    /// The auditor's firm.
    pub firm: Option<Text>,
    /// The trust root agreed with the auditor.
    pub root: Option<Text>,
}

/// Who may review evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ReviewRule {
    /// Somebody other than the performer.
    #[default]
    FourEyes,
    /// Anybody.
    Any,
    /// Nobody has to.
    None,
}

/// One entry of `lint.rules`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule or group.
    pub rule: Text,
    /// `error`, `warning`, `note` or `off`.
    pub level: Option<Text>,
    /// Why.
    pub because: Option<Text>,
    /// The last day on which it counts.
    pub until: Option<Spanned<Date>>,
    /// That day as written, also when it is none.
    pub until_text: Option<Text>,
    /// The whole entry, from its key to the end of its value.
    pub span: Span,
}

/// The programme.
#[derive(Debug, Clone)]
pub struct Program {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// The company's name.
    pub company: Option<Text>,
    /// Its legal name.
    pub legal_name: Option<Text>,
    /// The zone as written.
    pub timezone: Option<Text>,
    /// The zone; UTC when it cannot be read (a finding says so).
    pub zone: CompanyZone,
    /// Days that are no working days where the company reports incidents, beside weekends.
    pub bank_holidays: Vec<Spanned<Date>>,
    /// The fiscal year.
    pub fiscal: FiscalYear,
    /// The people.
    pub people: Vec<Person>,
    /// The teams.
    pub teams: Vec<Team>,
    /// The frameworks in scope.
    pub frameworks: Vec<Scope>,
    /// The audits.
    pub audits: Vec<Audit>,
    /// Who may review evidence.
    pub review: ReviewRule,
    /// Grace by cadence, over the built-in values.
    pub grace: BTreeMap<String, Duration>,
    /// How long after `performed` a record may land.
    pub recorded_within: Duration,
    /// The protected line.
    pub main: Option<Text>,
    /// What must be signed.
    pub require_signed: Vec<Text>,
    /// Commits whose date is wrong, each with the reason.
    pub distrusted_dates: Vec<(Text, Text)>,
    /// The threshold of exit 1.
    pub fail_on: Option<Text>,
    /// Rule levels.
    pub rules: Vec<RuleSetting>,
}

impl Program {
    /// Reads the programme; what cannot be read takes its default.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let company = fields.fields("company");
        let defaults = fields.fields("defaults");
        let git = fields.fields("git");
        let lint = fields.fields("lint");
        let timezone = company.and_then(|company| company.text("timezone"));
        let zone = timezone.as_ref().and_then(|name| CompanyZone::parse(name).ok());
        let fiscal = company.and_then(|company| company.number("fiscal_year_starts"));
        Some(Self {
            file,
            path: path.clone(),
            company: company.and_then(|company| company.text("name")),
            legal_name: company.and_then(|company| company.text("legal_name")),
            timezone,
            zone: zone.unwrap_or_else(CompanyZone::utc),
            bank_holidays: company.map(|company| company.dates("bank_holidays")).unwrap_or_default(),
            fiscal: fiscal
                .and_then(|month| FiscalYear::starting(i8::try_from(*month).ok()?))
                .unwrap_or_default(),
            people: fields.entries("people").iter().map(read_person).collect(),
            teams: fields.entries("teams").iter().map(read_team).collect(),
            frameworks: fields.entries("frameworks").iter().map(read_scope).collect(),
            audits: fields.entries("audits").iter().map(read_audit).collect(),
            review: defaults.and_then(|defaults| read_review(&defaults.text("review")?)).unwrap_or_default(),
            grace: defaults.map(read_grace).unwrap_or_default(),
            recorded_within: defaults
                .and_then(|defaults| defaults.duration("recorded_within"))
                .map_or(Duration::days(7), |within| *within),
            main: git.and_then(|git| git.text("main")),
            require_signed: git.map(|git| git.texts("require_signed")).unwrap_or_default(),
            distrusted_dates: git.map(read_distrusted).unwrap_or_default(),
            fail_on: lint.and_then(|lint| lint.text("fail_on")),
            rules: lint.map(|lint| lint.entries("rules").iter().map(read_rule).collect()).unwrap_or_default(),
        })
    }

    /// The person with a short name.
    pub fn person(&self, short: &str) -> Option<&Person> {
        self.people.iter().find(|person| *person.short == *short)
    }

    /// The team with a short name.
    pub fn team(&self, short: &str) -> Option<&Team> {
        self.teams.iter().find(|team| *team.short == *short)
    }

    /// The audit with an id.
    pub fn audit(&self, id: &str) -> Option<&Audit> {
        self.audits.iter().find(|audit| *audit.id == *id)
    }

    /// The scope of a framework, if it is in scope.
    pub fn scope(&self, framework: &str) -> Option<&Scope> {
        self.frameworks.iter().find(|scope| *scope.framework == *framework)
    }

    /// The grace of a unit: the programme's, key by key over the built-in one.
    pub fn grace(&self, unit: Unit) -> Duration {
        self.grace.get(unit.adverb()).copied().unwrap_or_else(|| unit.default_grace())
    }

    /// The full name of a person or team, else the short name.
    pub fn name_of<'a>(&'a self, short: &'a str) -> &'a str {
        self.person(short).and_then(|person| person.name.as_ref()).map_or(short, |name| &name.value)
    }
}

fn read_person(entry: &Entry) -> Person {
    let fields = Fields::of(&entry.value);
    let text = |key| fields.and_then(|fields| fields.text(key));
    Person {
        short: key_of(entry),
        name: text("name"),
        email: text("email"),
        role: text("role"),
        handle: text("handle"),
        until: fields.and_then(|fields| fields.date("until")),
    }
}

fn read_team(entry: &Entry) -> Team {
    Team {
        short: key_of(entry),
        members: Fields::of(&entry.value).map(|fields| fields.texts("members")).unwrap_or_default(),
    }
}

fn read_scope(entry: &Entry) -> Scope {
    let fields = Fields::of(&entry.value);
    let text = |key| fields.and_then(|fields| fields.text(key));
    Scope {
        framework: key_of(entry),
        version: text("version"),
        categories: fields.and_then(|fields| fields.node("categories")).map(texts_of).unwrap_or_default(),
        group: text("group"),
    }
}

fn read_audit(entry: &Entry) -> Audit {
    let fields = Fields::of(&entry.value);
    let text = |key| fields.and_then(|fields| fields.text(key));
    let on = fields.and_then(|fields| fields.date("on")).map(|on| on.map(Window::day));
    Audit {
        id: key_of(entry),
        framework: text("framework"),
        kind: fields.and_then(|fields| fields.parsed("type", AuditType::parse)),
        window: fields.and_then(|fields| fields.parsed("window", Window::parse)).or(on),
        previous: text("previous"),
        firm: fields.and_then(|fields| fields.fields("auditor")).and_then(|auditor| auditor.text("firm")),
        root: text("root"),
    }
}

fn read_review(text: &str) -> Option<ReviewRule> {
    match text {
        "four-eyes" => Some(ReviewRule::FourEyes),
        "any" => Some(ReviewRule::Any),
        "none" => Some(ReviewRule::None),
        _ => None,
    }
}

fn read_grace(defaults: Fields<'_>) -> BTreeMap<String, Duration> {
    let entries = defaults.entries("grace").iter();
    entries
        .filter_map(|entry| Some((entry.key.to_string(), Duration::parse(entry.value.as_text()?)?)))
        .collect()
}

fn read_distrusted(git: Fields<'_>) -> Vec<(Text, Text)> {
    let entries = git.entries("distrusted_dates").iter();
    entries.filter_map(|entry| Some((key_of(entry), entry.value.text()?))).collect()
}

fn read_rule(entry: &Entry) -> RuleSetting {
    let fields = Fields::of(&entry.value);
    let text = |key| fields.and_then(|fields| fields.text(key));
    RuleSetting {
        rule: key_of(entry),
        level: entry.value.text().or_else(|| text("level")),
        because: text("because"),
        until: fields.and_then(|fields| fields.date("until")),
        until_text: text("until"),
        span: Span { start: entry.key.span.start, end: entry.value.span.end },
    }
}

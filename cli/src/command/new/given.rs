//! The flags of all kinds, as they were typed.

use crate::command::new::kinds::Flag;

/// The flags of all kinds.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Given {
    /// The id, or the series that the next one is of [default: the next free one]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// What it is, in a few words
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What a control does, as an auditor will test it
    #[arg(long, value_name = "TEXT")]
    statement: Option<String>,
    /// How often a control operates
    #[arg(long, value_name = "CADENCE")]
    cadence: Option<String>,
    /// Who answers for it: a person or a team
    #[arg(long, value_name = "WHO")]
    owner: Option<String>,
    /// The population that an on-event control answers to
    #[arg(long, value_name = "ID")]
    population: Option<String>,
    /// Requirements that it meets: soc2:CC6.2,iso27001:A.5.18
    #[arg(long, value_name = "LIST")]
    satisfies: Option<String>,
    /// How a risk would come about
    #[arg(long, value_name = "TEXT")]
    scenario: Option<String>,
    /// How likely a risk is before any control
    #[arg(long, value_name = "N")]
    likelihood: Option<String>,
    /// How bad a risk is before any control
    #[arg(long, value_name = "N")]
    impact: Option<String>,
    /// mitigate, accept, transfer or avoid [default: mitigate]
    #[arg(long, value_name = "WORD")]
    treatment: Option<String>,
    /// Controls that mitigate a risk
    #[arg(long, value_name = "LIST")]
    controls: Option<String>,
    /// The control that it is about
    #[arg(long, value_name = "ID")]
    control: Option<String>,
    /// The period of evidence [default: the one that is due]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Who did or found it
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// When it was or is: a day, a moment, or days A..B
    #[arg(long, value_name = "WHEN")]
    on: Option<String>,
    /// Where a population comes from
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// The column that names an item of a population
    #[arg(long, value_name = "COLUMN")]
    key: Option<String>,
    /// The date column that puts an item into a period
    #[arg(long, value_name = "COLUMN")]
    event: Option<String>,
    /// The columns of a population
    #[arg(long, value_name = "LIST")]
    columns: Option<String>,
    /// What happened, what is not met, what a vendor does, what an asset is
    #[arg(long, value_name = "TEXT")]
    what: Option<String>,
    /// A vendor's country, in two letters
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// How severe an incident is, from 1 (worst) to 5
    #[arg(long, value_name = "N")]
    severity: Option<String>,
    /// Who audits
    #[arg(long, value_name = "NAME")]
    auditor: Option<String>,
    /// What an audit is held against: iso27001 9.1,iso27001 A.5.15
    #[arg(long, value_name = "LIST")]
    criteria: Option<String>,
    /// Who took part: short names
    #[arg(long, value_name = "LIST")]
    present: Option<String>,
    /// major or minor
    #[arg(long, value_name = "WORD")]
    grade: Option<String>,
    /// The framework of an audit
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// The type of an audit [default: by framework and days]
    #[arg(long = "type", value_name = "TYPE")]
    sort: Option<String>,
    /// controller, joint-controller or processor
    #[arg(long, value_name = "WORD")]
    role: Option<String>,
    /// What is measured
    #[arg(long, value_name = "TEXT")]
    measure: Option<String>,
    /// The value from which on an objective is reached
    #[arg(long, value_name = "VALUE")]
    target: Option<String>,
    /// By which day it is to be reached or held
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
    /// An asset's class in your own scheme
    #[arg(long, value_name = "CLASS")]
    classification: Option<String>,
}

impl Given {
    /// What a flag says.
    pub(super) fn get(&self, flag: Flag) -> Option<&str> {
        let text = match flag {
            Flag::Id => &self.id,
            Flag::Title => &self.title,
            Flag::Statement => &self.statement,
            Flag::Cadence => &self.cadence,
            Flag::Owner => &self.owner,
            Flag::Population => &self.population,
            Flag::Satisfies => &self.satisfies,
            Flag::Scenario => &self.scenario,
            Flag::Likelihood => &self.likelihood,
            Flag::Impact => &self.impact,
            Flag::Treatment => &self.treatment,
            Flag::Controls => &self.controls,
            Flag::Control => &self.control,
            Flag::Period => &self.period,
            Flag::By => &self.by,
            Flag::On => &self.on,
            Flag::Source => &self.source,
            Flag::Key => &self.key,
            Flag::Event => &self.event,
            Flag::Columns => &self.columns,
            Flag::What => &self.what,
            Flag::Country => &self.country,
            Flag::Severity => &self.severity,
            Flag::Auditor => &self.auditor,
            Flag::Criteria => &self.criteria,
            Flag::Present => &self.present,
            Flag::Grade => &self.grade,
            Flag::Framework => &self.framework,
            Flag::Type => &self.sort,
            Flag::Role => &self.role,
            Flag::Measure => &self.measure,
            Flag::Target => &self.target,
            Flag::Due => &self.due,
            Flag::Classification => &self.classification,
        };
        text.as_deref()
    }
}

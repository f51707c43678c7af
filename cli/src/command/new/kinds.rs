//! The kinds, and what each of them asks: one list, everything else follows from it.

/// What can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum NewKind {
    /// What we do, by whom and how often
    Control,
    /// What could go wrong
    Risk,
    /// What we say
    Policy,
    /// What was done in a period
    Evidence,
    /// A list that an auditor draws from
    Population,
    /// Somebody whose work we rely on
    Vendor,
    /// Something that went wrong
    Incident,
    /// An audit by ourselves (ISO 27001, 9.2)
    InternalAudit,
    /// Management's look at the whole (ISO 27001, 9.3)
    ManagementReview,
    /// Something that is not as it should be (ISO 27001, 10.2)
    Nonconformity,
    /// An audit by somebody from outside
    Audit,
    /// Something of value, with its owner (ISO 27001, A.5.9)
    Asset,
    /// What is done with personal data (GDPR, Art. 30)
    Processing,
    /// Something to reach, and how that is measured (ISO 27001, 6.2)
    Objective,
    /// A part of the programme of internal audits (ISO 27001, 9.2.2)
    PlannedAudit,
    /// Scope, context and other prose of the management system (ISO 27001, 4 to 10)
    Document,
    /// How risks are assessed, with the built-in scales to begin with (ISO 27001, 6.1.2)
    Method,
    /// The structured part of a system description (SOC 2, DC 1 to DC 9)
    System,
}

/// The flags, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flag {
    Id,
    Title,
    Statement,
    Cadence,
    Owner,
    Population,
    Satisfies,
    Scenario,
    Likelihood,
    Impact,
    Treatment,
    Controls,
    Control,
    Period,
    By,
    On,
    Source,
    Key,
    Event,
    Columns,
    What,
    Country,
    Severity,
    Auditor,
    Criteria,
    Present,
    Grade,
    Framework,
    Type,
    Role,
    Measure,
    Target,
    Due,
    Classification,
}

impl Flag {
    pub(super) const ALL: [Self; 34] = [
        Self::Id,
        Self::Title,
        Self::Statement,
        Self::Cadence,
        Self::Owner,
        Self::Population,
        Self::Satisfies,
        Self::Scenario,
        Self::Likelihood,
        Self::Impact,
        Self::Treatment,
        Self::Controls,
        Self::Control,
        Self::Period,
        Self::By,
        Self::On,
        Self::Source,
        Self::Key,
        Self::Event,
        Self::Columns,
        Self::What,
        Self::Country,
        Self::Severity,
        Self::Auditor,
        Self::Criteria,
        Self::Present,
        Self::Grade,
        Self::Framework,
        Self::Type,
        Self::Role,
        Self::Measure,
        Self::Target,
        Self::Due,
        Self::Classification,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Statement => "statement",
            Self::Cadence => "cadence",
            Self::Owner => "owner",
            Self::Population => "population",
            Self::Satisfies => "satisfies",
            Self::Scenario => "scenario",
            Self::Likelihood => "likelihood",
            Self::Impact => "impact",
            Self::Treatment => "treatment",
            Self::Controls => "controls",
            Self::Control => "control",
            Self::Period => "period",
            Self::By => "by",
            Self::On => "on",
            Self::Source => "source",
            Self::Key => "key",
            Self::Event => "event",
            Self::Columns => "columns",
            Self::What => "what",
            Self::Country => "country",
            Self::Severity => "severity",
            Self::Auditor => "auditor",
            Self::Criteria => "criteria",
            Self::Present => "present",
            Self::Grade => "grade",
            Self::Framework => "framework",
            Self::Type => "type",
            Self::Role => "role",
            Self::Measure => "measure",
            Self::Target => "target",
            Self::Due => "due",
            Self::Classification => "classification",
        }
    }
}

impl NewKind {
    /// What it cannot do without, with the question; in the order in which it is asked.
    pub(super) fn required(self) -> &'static [(Flag, &'static str)] {
        use Flag::{
            Cadence, Control, Id, Impact, Key, Likelihood, On, Owner, Source, Statement, Title, What,
        };
        match self {
            Self::Control => &[
                (Title, "Title, in a few words"),
                (Statement, "What is done, as an auditor will test it"),
                (
                    Cadence,
                    "How often (daily, weekly, monthly, quarterly, semiannual, annual, on-event, continuous)",
                ),
                (Owner, "Who answers for it: a person or a team"),
                (Id, "Id"),
            ],
            Self::Risk => &[
                (Title, "What could go wrong, in a few words"),
                (Owner, "Who answers for it"),
                (Likelihood, "How likely before any control, from 1 (lowest)"),
                (Impact, "How bad before any control, from 1 (lowest)"),
                (Id, "Id"),
            ],
            Self::Policy | Self::Document => {
                &[(Title, "Title"), (Owner, "Who answers for it: a person or a team"), (Id, "Id")]
            }
            Self::Evidence => &[(Control, "Control")],
            Self::Population => &[
                (Id, "Id, as in leavers"),
                (Title, "What the items are"),
                (Source, "The system they come from, and the report or query in it"),
                (Key, "The column that names an item"),
            ],
            Self::Vendor => &[
                (Id, "Id, as in okta"),
                (What, "What they do for you"),
                (Owner, "Who answers for them: a person or a team"),
            ],
            Self::Incident => {
                &[(What, "What happened"), (On, "When you became aware: a day or a moment"), (Id, "Id")]
            }
            Self::InternalAudit
            | Self::ManagementReview
            | Self::Nonconformity
            | Self::Audit
            | Self::Asset
            | Self::Processing
            | Self::Objective
            | Self::PlannedAudit
            | Self::Method
            | Self::System => self.required_of_the_system(),
        }
    }

    /// The same for what the management system and its audits are made of.
    fn required_of_the_system(self) -> &'static [(Flag, &'static str)] {
        use Flag::{
            Auditor, Cadence, Criteria, Framework, Id, Measure, On, Owner, Present, Role, Target, Title, What,
        };
        match self {
            Self::InternalAudit => &[
                (Title, "What is audited"),
                (Auditor, "Who audits"),
                (Criteria, "Against what, as in iso27001 9.1, iso27001 A.5.15"),
                (On, "The day or days, A..B"),
                (Id, "Id"),
            ],
            Self::ManagementReview => &[(On, "The day"), (Present, "Who took part: short names"), (Id, "Id")],
            Self::Nonconformity => {
                &[(What, "What is not met, with the facts"), (On, "When it was found"), (Id, "Id")]
            }
            Self::Audit => {
                &[(Framework, "Framework"), (On, "The days it covers, A..B, or its day"), (Id, "Id")]
            }
            Self::Asset => &[
                (Id, "Id, as in customer-db"),
                (What, "What it is"),
                (Owner, "Who answers for it: a person or a team"),
            ],
            Self::Processing => &[
                (Id, "Id, as in newsletter"),
                (What, "What is done, with whose data"),
                (Role, "As what you do it (controller, joint-controller, processor)"),
                (Owner, "Who answers for it: a person or a team"),
            ],
            Self::Objective => &[
                (What, "What is to be reached"),
                (Measure, "What is measured"),
                (Target, "The value from which on it is reached"),
                (Owner, "Who answers for it: a person or a team"),
                (Id, "Id"),
            ],
            Self::PlannedAudit => &[
                (Id, "Id, as in access-and-change"),
                (What, "What is audited"),
                (Cadence, "How often (quarterly, semiannual, annual)"),
            ],
            Self::Method => &[(Owner, "Who keeps it: a person or a team")],
            Self::System => &[(What, "The service that the report covers")],
            Self::Control
            | Self::Risk
            | Self::Policy
            | Self::Document
            | Self::Evidence
            | Self::Population
            | Self::Vendor
            | Self::Incident => &[],
        }
    }

    /// What it takes beyond that.
    pub(super) fn optional(self) -> &'static [Flag] {
        match self {
            Self::Control => &[Flag::Population, Flag::Satisfies],
            Self::Risk => &[Flag::Scenario, Flag::Treatment, Flag::Controls],
            Self::Policy | Self::Document => &[Flag::Satisfies],
            Self::Evidence => &[Flag::Period, Flag::By, Flag::On],
            Self::Population => &[Flag::Owner, Flag::Event, Flag::Columns],
            Self::Vendor => &[Flag::Country],
            Self::Incident => &[Flag::Severity],
            Self::InternalAudit | Self::ManagementReview | Self::Processing | Self::Method | Self::System => {
                &[]
            }
            Self::Asset => &[Flag::Classification],
            Self::Objective => &[Flag::Due, Flag::Controls],
            Self::PlannedAudit => &[Flag::Auditor, Flag::Criteria, Flag::Due],
            Self::Nonconformity => &[Flag::By, Flag::Grade, Flag::Control],
            Self::Audit => &[Flag::Type],
        }
    }

    /// The word on the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Risk => "risk",
            Self::Policy => "policy",
            Self::Evidence => "evidence",
            Self::Population => "population",
            Self::Vendor => "vendor",
            Self::Incident => "incident",
            Self::InternalAudit => "internal-audit",
            Self::ManagementReview => "management-review",
            Self::Nonconformity => "nonconformity",
            Self::Audit => "audit",
            Self::Asset => "asset",
            Self::Processing => "processing",
            Self::Objective => "objective",
            Self::PlannedAudit => "planned-audit",
            Self::Document => "document",
            Self::Method => "method",
            Self::System => "system",
        }
    }

    /// False where it is an entry of a file that holds others.
    pub(super) fn has_own_file(self) -> bool {
        match self {
            Self::Vendor
            | Self::Audit
            | Self::Asset
            | Self::Processing
            | Self::Objective
            | Self::PlannedAudit => false,
            Self::Control
            | Self::Risk
            | Self::Policy
            | Self::Evidence
            | Self::Population
            | Self::Incident
            | Self::InternalAudit
            | Self::ManagementReview
            | Self::Nonconformity
            | Self::Document
            | Self::Method
            | Self::System => true,
        }
    }

    /// What comes next.
    pub(super) fn next(self) -> &'static str {
        match self {
            Self::Control => "write how it is tested, then set `status: active`",
            Self::Risk => "name the controls that mitigate it, and let its owner approve the treatment",
            Self::Policy => "write it, then let somebody approve it: `approved: {by: WHO, at: DAY}`",
            Self::Evidence => "add `artifacts:` and the result; `tickmark record` takes them down for you",
            Self::Population => "say how you know that it is complete: `complete_because:`",
            Self::Vendor => "add their report under `assurance:`, and review it",
            Self::Incident => "write its cause, its end and what is done about it",
            Self::InternalAudit => "add `findings:` and the report",
            Self::ManagementReview => "write every input and the decisions (ISO 27001, 9.3)",
            Self::Nonconformity => "write its cause and the action, then whether that worked",
            Self::Audit => "set the tag of its last day when the window ends",
            Self::Asset => "name it in the `systems` of the controls that protect it",
            Self::Processing => "say for what, whose data, who gets it and when it is erased (GDPR, Art. 30)",
            Self::Objective => "add `results:` as they are measured (ISO 27001, 9.1)",
            Self::PlannedAudit => "hold it, and record it: `tickmark new internal-audit`",
            Self::Document => "write it, then let management approve it: `approved: {by: WHO, at: DAY}`",
            Self::Method => {
                "make its words your own, say who may accept high risks, and let management approve it"
            }
            Self::System => "add commitments, boundary and components; write `dc1.md` to `dc9.md` beside it",
        }
    }
}

//! What to do in which order, for a company that wants both SOC 2 and ISO/IEC 27001.
//!
//! In: the register and the day. Out: a [`Plan`]: what is held already, and the steps from there, each
//! with what is on file of it, its days and how to begin. Days that are on file come first; the others
//! are proposed from them by arithmetic that the plan says. Nothing is a step because it would be nice.

mod certificate;
mod dates;
mod steps;

use crate::calendar::Date;
use crate::model::{AuditType, Register};

/// Which audits lie behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Neither a SOC 2 Type 2 nor a certification audit.
    Neither,
    /// A SOC 2 Type 2.
    Soc2,
    /// A certification or surveillance audit.
    Iso27001,
    /// Both.
    Both,
}

impl Held {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Neither => "neither",
            Self::Soc2 => "soc2",
            Self::Iso27001 => "iso27001",
            Self::Both => "both",
        }
    }

    /// What is held, and what follows for the order.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Neither => {
                "No SOC 2 Type 2 and no ISO 27001 certification audit lies behind. First SOC 2 Type 1, which makes you \
                 write controls and description down; then the Type 2 window, which gives the dated evidence; and in \
                 that window the ISO management system, which SOC 2 never makes you build."
            }
            Self::Soc2 => {
                "A SOC 2 Type 2 window lies behind, and no ISO 27001 certification audit. Controls and evidence carry \
                 over; method, risk treatment, Statement of Applicability, internal audit and management review are \
                 work of their own."
            }
            Self::Iso27001 => {
                "An ISO 27001 certification audit lies behind, and no SOC 2 Type 2. Closer than the other way round, \
                 but a Type 2 asks whether each control operated every time: look first whether a real period of \
                 evidence exists."
            }
            Self::Both => {
                "A SOC 2 Type 2 window and an ISO 27001 certification audit lie behind. What is left is to let no gap \
                 come between windows, and to run each control once for both."
            }
        }
    }
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepState {
    /// It is on file.
    Done,
    /// To do, and nothing stands before it.
    Now,
    /// After what stands before it.
    Later,
}

impl StepState {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Later => "later",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do, as an imperative.
    pub what: String,
    /// What is on file of it.
    pub on_file: String,
    /// How far it is.
    pub state: StepState,
    /// Its first day; `None` where only its last one matters.
    pub from: Option<Date>,
    /// The day by which it is done, or was; `None` where no file says.
    pub by: Option<Date>,
    /// True when no file says its days: they are proposed.
    pub proposed: bool,
    /// A command to run, or an edit to make.
    pub command: String,
}

/// The steps from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What lies behind.
    pub held: Held,
    /// The audits that say so, as `soc2-2026 (Type 2, until 2026-09-30)`.
    pub behind: Vec<String>,
    /// The steps: what is done, then what is to do, by day.
    pub steps: Vec<Step>,
    /// How the days that no file says were proposed, in sentences.
    pub assumed: Vec<String>,
}

/// What is counted elsewhere, for the steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// SOC 2 criteria that a control in force claims, of those in scope.
    pub criteria: (usize, usize),
    /// Annex A controls that a control in force claims, of those that apply.
    pub annex: (usize, usize),
    /// Clauses 4 to 10 that something on file answers, of all.
    pub clauses: (usize, usize),
    /// What the dry run comes to, in a sentence; `None` when it was not made.
    pub dry_run: Option<String>,
}

/// Makes the plan.
pub fn plan(register: &Register, as_of: Date, known: &Known) -> Plan {
    let ended = |framework: &str, kinds: &[AuditType]| -> Vec<String> {
        let audits = register.program.iter().flat_map(|program| &program.audits);
        let of = audits.filter(|audit| audit.framework.as_ref().is_some_and(|id| **id == *framework));
        of.filter_map(|audit| {
            let (kind, window) = (audit.kind?.value, audit.window?.value);
            let over = kinds.contains(&kind) && window.to < as_of;
            over.then(|| format!("{} ({}, until {})", audit.id.value, kind.title(), window.to))
        })
        .collect()
    };
    let soc2 = ended("soc2", &[AuditType::Type2]);
    let iso = ended("iso27001", &[AuditType::Stage2, AuditType::Surveillance]);
    let held = match (soc2.is_empty(), iso.is_empty()) {
        (true, true) => Held::Neither,
        (false, true) => Held::Soc2,
        (true, false) => Held::Iso27001,
        (false, false) => Held::Both,
    };
    let mut behind = ended("soc2", &[AuditType::Type1]);
    behind.extend(soc2);
    behind.extend(ended("iso27001", &[AuditType::Stage1]));
    behind.extend(iso);
    let (steps, assumed) = steps::steps(register, as_of, held, known);
    Plan { held, behind, steps: in_order(steps, as_of), assumed }
}

/// What is done first, each part by day. What has begun is to do now, and so is the first that has not.
fn in_order(mut steps: Vec<Step>, as_of: Date) -> Vec<Step> {
    let day = |step: &Step| step.from.or(step.by).unwrap_or(Date::MIN);
    steps.sort_by_key(|step| (step.state != StepState::Done, day(step)));
    let mut open = false;
    for step in &mut steps {
        let begun = step.from.is_some_and(|from| from <= as_of);
        if step.state != StepState::Done && !begun {
            step.state = if open { StepState::Later } else { StepState::Now };
            open = true;
        }
    }
    steps
}

//! Clauses 4.1 to 10.2: what in the repository answers each, and where nothing does.
//!
//! A document or control answers a clause by naming it in `satisfies`. Beside that, a [`Holding`]
//! answers a clause by what its files are.

use serde::Serialize;

use crate::assess::{Coverage, Covered, Holding};
use crate::model::{Policy, ReviewInput};
use crate::packet::sources::{FileRef, Signed, Sources, count, text};

/// One clause and what answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// `6.1.2`
    pub id: String,
    /// Our own short title.
    pub title: String,
    /// The group's title.
    pub group: String,
    /// True when the clause itself asks for documented information.
    pub documented: bool,
    /// Documents, then records, then controls.
    pub answers: Vec<Answer>,
    /// What is not there; empty when something answers the clause.
    pub gap: String,
    /// What Amd 1:2024 adds, and what the repository says on it; empty for other clauses.
    pub amendment: String,
}

/// Something that answers a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// `document`, `record` or `control`.
    pub kind: &'static str,
    /// What it is.
    pub what: String,
    /// Its version as written; empty when it has none of its own.
    pub version: String,
    /// Who approved it, and when; for documents only.
    pub approved: Option<Signed>,
    /// True for a document without an approval.
    pub unapproved: bool,
    /// How much of it there is, in a phrase; may be empty.
    pub extent: String,
    /// The file.
    pub file: FileRef,
}

/// Every clause that holds a requirement, in the standard's order.
pub(super) fn clauses(sources: &Sources<'_>, coverage: &Coverage<'_>) -> Vec<Clause> {
    let clauses = coverage.requirements.iter().filter(|covered| !covered.requirement.excludable);
    clauses.map(|covered| clause(sources, coverage, covered)).collect()
}

fn clause(sources: &Sources<'_>, coverage: &Coverage<'_>, covered: &Covered<'_>) -> Clause {
    let requirement = covered.requirement;
    let held = Holding::of(&requirement.id);
    let mut answers: Vec<Answer> = covered.policies.iter().map(|policy| document(sources, policy)).collect();
    answers.extend(held.iter().flat_map(|holding| sources.held(*holding)));
    answers.extend(controls(sources, covered));
    answers.sort_by_key(|answer| match answer.kind {
        "document" => 0,
        "record" => 1,
        _ => 2,
    });
    let group = coverage.framework.groups.iter();
    let group =
        group.into_iter().find(|group| requirement.group.as_ref().is_some_and(|id| **id == *group.id));
    let shown = answers.iter().any(|answer| answer.kind != "control");
    let recorded = covered.active().any(|claimant| claimant.latest.is_some());
    Clause {
        id: requirement.id.value.clone(),
        title: text(requirement.title.as_ref()),
        group: text(group.and_then(|group| group.title.as_ref())),
        documented: requirement.documented,
        gap: gap(requirement.documented, answers.is_empty(), shown || recorded).to_owned(),
        amendment: amendment(&requirement.id, covered, sources),
        answers,
    }
}

fn gap(documented: bool, nothing: bool, shown: bool) -> &'static str {
    match (documented, nothing, shown) {
        (true, true, _) => "The clause asks for documented information; nothing here answers it.",
        (true, false, false) => {
            "The clause asks for documented information; here are only controls without a record."
        }
        (false, true, _) => "Nothing here names this clause.",
        (true | false, false, _) => "",
    }
}

/// Amd 1:2024 adds a requirement to 4.1 and a note to 4.2. Whether a word stands in a document can
/// be told; whether the question was considered well cannot.
fn amendment(id: &str, covered: &Covered<'_>, sources: &Sources<'_>) -> String {
    let adds = match id {
        "4.1" => "Amd 1:2024 asks whether climate change is a relevant issue.",
        "4.2" => "Amd 1:2024 notes that interested parties can have requirements related to climate change.",
        _ => return String::new(),
    };
    let speaks = |policy: &&&Policy| sources.prose(policy).to_lowercase().contains("climate");
    match covered.policies.iter().find(speaks) {
        Some(policy) => {
            format!("{adds} {} speaks of climate; what it says is for the reader to weigh.", policy.path)
        }
        None => format!("{adds} No document that names this clause speaks of climate."),
    }
}

fn document(sources: &Sources<'_>, policy: &Policy) -> Answer {
    let title = policy.title.as_ref().unwrap_or(&policy.id);
    Answer {
        kind: "document",
        what: title.value.clone(),
        version: text(policy.version.as_ref()),
        approved: sources.signed(policy.approved.as_ref()),
        unapproved: policy.approved.is_none(),
        extent: String::new(),
        file: sources.file(&policy.path),
    }
}

fn controls(sources: &Sources<'_>, covered: &Covered<'_>) -> Vec<Answer> {
    let answer = |claimant: &crate::assess::Claimant<'_>| {
        let control = claimant.control;
        let counts = &claimant.counts;
        let latest =
            claimant.latest.as_ref().map(|latest| format!(", latest {}", latest.period)).unwrap_or_default();
        record(
            "control",
            format!("{} {}", control.id.value, text(control.title.as_ref())),
            format!("{} of {} on file{latest}", counts.on_file, counts.expected),
            sources.file(&control.path),
        )
    };
    covered.active().map(answer).collect()
}

fn record(kind: &'static str, what: impl Into<String>, extent: String, file: FileRef) -> Answer {
    let (what, version) = (what.into(), String::new());
    Answer { kind, what, version, approved: None, unapproved: false, extent, file }
}

impl Sources<'_> {
    fn held(&self, holding: Holding) -> Vec<Answer> {
        let register = self.register;
        match holding {
            Holding::People => self.people().into_iter().collect(),
            Holding::Method => self.method().into_iter().collect(),
            Holding::RiskRegister => self.risks(
                "Risk register with treatment",
                |risk| risk.treatment.is_some(),
                "with a treatment",
            ),
            Holding::Assessments => self.risks("Assessed risks", |risk| risk.reviewed.is_some(), "reviewed"),
            Holding::Treatment => {
                self.risks("Risk treatment plan", |risk| risk.plan.is_some(), "with something planned")
            }
            Holding::Statement => self.statements(),
            Holding::Objectives => self.objectives().into_iter().collect(),
            Holding::Measurements => self.measurements().into_iter().collect(),
            Holding::Documents => {
                let approved = register.policies.by_id().filter(|policy| policy.approved.is_some()).count();
                let all = register.policies.by_id().count();
                let extent = format!("{}, {approved} approved", count(all, "policy", "policies"));
                (all > 0)
                    .then(|| record("record", "Policies", extent, self.folder("policies")))
                    .into_iter()
                    .collect()
            }
            Holding::Programme => self.programme().into_iter().collect(),
            Holding::InternalAudits => {
                let number = register.internal_audits.by_id().count();
                self.records(number, "Internal audits", "audit", "audits", "evidence/isms/audits")
            }
            Holding::ReviewPlan => self.review_plan().into_iter().collect(),
            Holding::ReviewInputs => self.review_inputs().into_iter().collect(),
            Holding::ReviewDecisions => {
                let decisions =
                    register.management_reviews.by_id().flat_map(|review| review.decisions.iter().flatten());
                let (one, many) = ("decision", "decisions");
                self.records(
                    decisions.count(),
                    "Management review decisions",
                    one,
                    many,
                    "evidence/isms/reviews",
                )
            }
            Holding::Nonconformities => {
                let number = register.nonconformities.by_id().count();
                let (one, many) = ("nonconformity", "nonconformities");
                self.records(number, "Nonconformities", one, many, "evidence/isms/nonconformities")
            }
        }
    }

    fn records(&self, number: usize, what: &str, one: &str, many: &str, folder: &str) -> Vec<Answer> {
        let answer = || record("record", what, count(number, one, many), self.folder(folder));
        (number > 0).then(answer).into_iter().collect()
    }

    fn people(&self) -> Option<Answer> {
        let program = self.program?;
        let with_role = program.people.iter().filter(|person| person.role.is_some()).count();
        let extent = format!("{}, {with_role} with a role", count(program.people.len(), "person", "people"));
        (with_role > 0).then(|| record("record", "People and their roles", extent, self.file(&program.path)))
    }

    fn method(&self) -> Option<Answer> {
        let method = self.register.method.as_ref()?;
        Some(Answer {
            kind: "document",
            what: method.title.as_ref().map_or("Risk method", |title| &title.value).to_owned(),
            version: text(method.version.as_ref()),
            approved: self.signed(method.approved.as_ref()),
            unapproved: method.approved.is_none(),
            extent: String::new(),
            file: self.file(&method.path),
        })
    }

    fn risks(&self, what: &str, is: fn(&crate::model::Risk) -> bool, word: &str) -> Vec<Answer> {
        let all = self.register.risks.by_id().count();
        let some = self.register.risks.by_id().filter(|risk| is(risk)).count();
        let extent = format!("{}, {some} {word}", count(all, "risk", "risks"));
        (some > 0)
            .then(|| record("record", what, extent, self.folder("policies/risks")))
            .into_iter()
            .collect()
    }

    fn statements(&self) -> Vec<Answer> {
        let own = self.register.soas.iter().filter(|soa| *soa.framework == *"iso27001");
        let answer = |soa: &crate::model::Soa| Answer {
            kind: "document",
            what: "Decisions of the Statement of Applicability".to_owned(),
            version: String::new(),
            approved: self.signed(soa.approved.as_ref()),
            unapproved: soa.approved.is_none(),
            extent: count(soa.decisions.len(), "decision", "decisions"),
            file: self.file(&soa.path),
        };
        own.map(answer).collect()
    }

    fn objectives(&self) -> Option<Answer> {
        let objectives = self.register.objectives.as_ref()?;
        Some(Answer {
            kind: "document",
            what: objectives.title.as_ref().map_or("Objectives", |title| &title.value).to_owned(),
            version: text(objectives.version.as_ref()),
            approved: self.signed(objectives.approved.as_ref()),
            unapproved: objectives.approved.is_none(),
            extent: count(objectives.objectives.len(), "objective", "objectives"),
            file: self.file(&objectives.path),
        })
    }

    fn measurements(&self) -> Option<Answer> {
        let objectives = self.register.objectives.as_ref()?;
        let number = objectives.objectives.iter().map(|objective| objective.results.len()).sum();
        let extent = count(number, "measurement", "measurements");
        (number > 0).then(|| record("record", "Measured objectives", extent, self.file(&objectives.path)))
    }

    fn programme(&self) -> Option<Answer> {
        let programme = self.register.programme.as_ref()?;
        Some(Answer {
            kind: "document",
            what: programme.title.as_ref().map_or("Audit programme", |title| &title.value).to_owned(),
            version: text(programme.version.as_ref()),
            approved: self.signed(programme.approved.as_ref()),
            unapproved: programme.approved.is_none(),
            extent: count(programme.parts.len(), "part", "parts"),
            file: self.file(&programme.path),
        })
    }

    fn review_plan(&self) -> Option<Answer> {
        let programme = self.register.programme.as_ref()?;
        let plan = programme.management_review.as_ref()?;
        let cadence = plan.cadence.map(|cadence| format!("{}, ", cadence.value)).unwrap_or_default();
        let due =
            plan.due.map_or("no date for the next one".to_owned(), |due| format!("next by {}", due.value));
        Some(record(
            "record",
            "Planned management reviews",
            format!("{cadence}{due}"),
            self.file(&programme.path),
        ))
    }

    fn review_inputs(&self) -> Option<Answer> {
        let latest = self
            .register
            .management_reviews
            .by_id()
            .max_by_key(|review| review.held.map(|held| held.value))?;
        let there = ReviewInput::ALL.len() - latest.missing().count();
        let extent = format!("{there} of {} inputs in {}", ReviewInput::ALL.len(), latest.id.value);
        Some(record("record", "Inputs of the latest management review", extent, self.file(&latest.path)))
    }
}

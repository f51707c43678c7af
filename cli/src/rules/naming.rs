//! Every place where one file names something that stands in another.

mod audits;

use crate::calendar::Date;
use crate::model::{
    Act, Control, Extraction, Incident, ManagementReview, Nonconformity, Policy, Program, Record, Register,
    Risk, Satisfies, Soa, Status, SystemDescription, Text,
};
use crate::place::{FileId, Location};
use crate::rules::Facts;
use crate::rules::reviews::Review;

/// What a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// A person or a team: it answers for something.
    Owner,
    /// A person, and never a team: somebody did this.
    Person {
        /// What the person did: `perform`, `review`, `approve`.
        deed: &'static str,
    },
    /// A control.
    Control,
    /// A risk.
    Risk,
    /// A framework.
    Framework,
    /// A requirement of this framework.
    Requirement {
        /// The framework's id.
        framework: &'a str,
    },
    /// A population.
    Population,
    /// A policy.
    Policy,
    /// A vendor.
    Vendor,
    /// An asset, or a vendor that stands for one.
    Asset,
    /// An audit of the programme.
    Audit,
    /// Where something was found: an audit, a review, an incident.
    Occasion,
}

/// The deed of a team's members: nothing is done, and yet a team cannot be one.
pub(super) const MEMBER: &str = "be in a team";

/// The framework of an incident's `criteria`.
const OF_INCIDENTS: &str = "soc2";

/// One such place.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// What is named.
    pub named: Named<'a>,
    /// The name, where it stands.
    pub text: &'a Text,
    /// The file.
    pub file: FileId,
    /// The id of what names it, for people.
    pub by: &'a str,
    /// The day for which the name must hold: when it was done, or today; `None` where it no longer
    /// matters (a retired control's owner).
    pub on: Option<Date>,
}

impl Naming<'_> {
    /// Where the name stands.
    pub(super) fn place(&self) -> Location {
        Location { file: self.file, span: self.text.span }
    }
}

/// Collects the namings of one run.
struct Collector<'f, 'a> {
    facts: &'f Facts<'a>,
    list: Vec<Naming<'a>>,
}

/// Lists every naming, file by file.
pub(super) fn namings<'a>(facts: &Facts<'a>, reviews: &'a [Review<'a>]) -> Vec<Naming<'a>> {
    let register: &'a Register = facts.register;
    // A record names its control, who performed and who reviewed.
    let list = Vec::with_capacity(4 * (register.records.len() + register.controls.all().len()));
    let mut collector = Collector { facts, list };
    if let Some(program) = &register.program {
        collector.program(program);
    }
    let controls = register.controls.all().iter().chain(register.half_read_controls.all());
    controls.for_each(|control| collector.control(control));
    register.risks.all().iter().for_each(|risk| collector.risk(risk));
    register.policies.all().iter().for_each(|policy| collector.policy(policy));
    register.soas.iter().for_each(|soa| collector.soa(soa));
    for population in register.populations.all() {
        let from = Namer { file: population.file, by: &population.id };
        collector.owner(from, population.owner.as_ref(), true);
    }
    register.isms_documents.all().iter().for_each(|document| collector.policy(document));
    collector.registers(register);
    if let Some(system) = &register.system {
        collector.system(system);
    }
    register.incidents.all().iter().for_each(|incident| collector.incident(incident));
    register.management_reviews.all().iter().for_each(|review| collector.review(review));
    register.nonconformities.all().iter().for_each(|nonconformity| collector.nonconformity(nonconformity));
    collector.audits(register);
    register.extractions.iter().for_each(|extraction| collector.extraction(extraction));
    register.records.iter().for_each(|record| collector.record(record));
    for review in reviews {
        collector.decisions(review);
    }
    collector.list
}

/// The file that names, and the id of what stands in it.
#[derive(Clone, Copy)]
struct Namer<'a> {
    file: FileId,
    by: &'a str,
}

impl<'a> Collector<'_, 'a> {
    fn put(&mut self, from: Namer<'a>, named: Named<'a>, text: &'a Text, on: Option<Date>) {
        self.list.push(Naming { named, text, file: from.file, by: from.by, on });
    }

    fn all(&mut self, from: Namer<'a>, named: Named<'a>, texts: impl IntoIterator<Item = &'a Text>) {
        let on = Some(self.facts.as_of);
        texts.into_iter().for_each(|text| self.put(from, named, text, on));
    }

    fn owner(&mut self, from: Namer<'a>, owner: Option<&'a Text>, in_force: bool) {
        let on = in_force.then_some(self.facts.as_of);
        if let Some(owner) = owner {
            self.put(from, Named::Owner, owner, on);
        }
    }

    fn act(&mut self, from: Namer<'a>, act: Option<&'a Act>, deed: &'static str) {
        let day = self.facts.day_of(act);
        if let Some(by) = act.and_then(|act| act.by.as_ref()) {
            self.put(from, Named::Person { deed }, by, day);
        }
    }

    fn satisfies(&mut self, from: Namer<'a>, satisfies: &'a Satisfies) {
        self.all(from, Named::Framework, satisfies.0.iter().map(|claim| &claim.framework));
        for (framework, requirement) in satisfies.pairs() {
            self.all(from, Named::Requirement { framework }, [requirement]);
        }
    }

    fn program(&mut self, program: &'a Program) {
        for team in &program.teams {
            let from = Namer { file: program.file, by: &team.short };
            self.all(from, Named::Person { deed: MEMBER }, &team.members);
        }
        for scope in &program.frameworks {
            self.all(
                Namer { file: program.file, by: &scope.framework },
                Named::Framework,
                [&scope.framework],
            );
        }
        for audit in &program.audits {
            let from = Namer { file: program.file, by: &audit.id };
            self.all(from, Named::Framework, &audit.framework);
            self.all(from, Named::Audit, &audit.previous);
        }
    }

    fn control(&mut self, control: &'a Control) {
        let from = Namer { file: control.file, by: &control.id };
        let in_force = control.status != Status::Retired;
        for owner in [&control.owner, &control.performer, &control.reviewer] {
            self.owner(from, owner.as_ref(), in_force);
        }
        self.satisfies(from, &control.satisfies);
        self.all(from, Named::Population, &control.population);
        self.all(from, Named::Risk, &control.mitigates);
        self.all(from, Named::Policy, &control.policies);
        self.all(from, Named::Asset, &control.systems);
    }

    fn risk(&mut self, risk: &'a Risk) {
        let from = Namer { file: risk.file, by: &risk.id };
        self.owner(from, risk.owner.as_ref(), true);
        self.all(from, Named::Control, &risk.controls);
        self.all(from, Named::Asset, &risk.assets);
        if let Some(plan) = &risk.plan {
            self.owner(from, plan.owner.as_ref(), plan.done.is_none());
        }
        self.act(from, risk.reviewed.as_ref(), "review");
        self.act(from, risk.approved.as_ref(), "approve");
        self.act(from, risk.acceptance.as_ref().map(|acceptance| &acceptance.act), "accept");
    }

    fn policy(&mut self, policy: &'a Policy) {
        let from = Namer { file: policy.file, by: &policy.id };
        self.owner(from, policy.owner.as_ref(), true);
        self.act(from, policy.approved.as_ref(), "approve");
        self.satisfies(from, &policy.satisfies);
        self.all(from, Named::Population, &policy.acknowledged_by);
    }

    fn soa(&mut self, soa: &'a Soa) {
        let from = Namer { file: soa.file, by: &soa.framework };
        self.all(from, Named::Framework, [&soa.framework]);
        self.act(from, soa.approved.as_ref(), "approve");
        for decision in soa.decisions.values() {
            self.all(from, Named::Requirement { framework: &soa.framework }, [&decision.requirement]);
            self.owner(from, decision.owner.as_ref(), true);
        }
    }

    fn extraction(&mut self, extraction: &'a Extraction) {
        let from = Namer { file: extraction.file, by: extraction.path.as_str() };
        self.all(from, Named::Population, [&extraction.population]);
        self.act(from, extraction.extracted.as_ref(), "extract");
        let day = self.facts.day_of(extraction.extracted.as_ref());
        if let Some(by) = extraction.checked.as_ref().and_then(|checked| checked.by.as_ref()) {
            self.put(from, Named::Person { deed: "check" }, by, day);
        }
    }

    fn record(&mut self, record: &'a Record) {
        let from = Namer { file: record.file, by: record.path.as_str() };
        self.all(from, Named::Control, [&record.control]);
        // A slip in a record that was corrected by a later one cannot be put right, and need not be.
        if self.facts.is_superseded(record) {
            return;
        }
        self.act(from, record.performed.as_ref(), "perform");
        self.act(from, record.reviewed.as_ref(), "review");
        self.all(from, Named::Population, record.population.as_ref().and_then(|used| used.of.as_ref()));
        for exception in &record.exceptions {
            if let Some(fix) = &exception.fix {
                self.owner(from, fix.owner.as_ref(), fix.done.is_none());
            }
        }
    }

    fn decisions(&mut self, review: &'a Review<'a>) {
        let from = Namer { file: review.file, by: review.record.path.as_str() };
        let day = self.facts.day_of(review.record.performed.as_ref());
        for by in review.decided.iter().filter_map(|decided| decided.decision.by.as_ref()) {
            self.put(from, Named::Person { deed: "decide" }, by, day);
        }
    }

    fn registers(&mut self, register: &'a Register) {
        for vendor in &register.vendors {
            let from = Namer { file: vendor.file, by: &vendor.id };
            self.owner(from, vendor.owner.as_ref(), true);
            self.act(from, vendor.reviewed.as_ref(), "review");
        }
        for asset in &register.assets {
            let from = Namer { file: asset.file, by: &asset.id };
            let in_use = asset.until.is_none_or(|until| until.value >= self.facts.as_of);
            self.owner(from, asset.owner.as_ref(), in_use);
            self.act(from, asset.reviewed.as_ref(), "review");
            self.all(from, Named::Vendor, &asset.vendors);
            self.all(from, Named::Asset, &asset.depends_on);
        }
        for activity in &register.activities {
            let from = Namer { file: activity.file, by: &activity.id };
            let in_use = activity.until.is_none_or(|until| until.value >= self.facts.as_of);
            self.owner(from, activity.owner.as_ref(), in_use);
            self.act(from, activity.reviewed.as_ref(), "review");
            self.all(from, Named::Asset, &activity.assets);
            self.all(from, Named::Control, &activity.measures);
        }
    }

    fn system(&mut self, system: &'a SystemDescription) {
        let from = |by| Namer { file: system.file, by };
        for statement in system.commitments.iter().chain(&system.user_entity_controls) {
            self.satisfies(from(&statement.id), &statement.satisfies);
        }
        for subservice in &system.subservice {
            let from_vendor = from(subservice.vendor.as_str());
            self.all(from_vendor, Named::Vendor, [&subservice.vendor]);
            self.all(from_vendor, Named::Control, &subservice.monitored_by);
            for statement in &subservice.expects {
                self.satisfies(from(&statement.id), &statement.satisfies);
            }
        }
    }

    fn incident(&mut self, incident: &'a Incident) {
        let from = Namer { file: incident.file, by: &incident.id };
        self.all(from, Named::Requirement { framework: OF_INCIDENTS }, &incident.criteria);
        self.all(from, Named::Control, &incident.controls);
        self.all(from, Named::Risk, &incident.risks);
        self.all(
            from,
            Named::Framework,
            incident.reported.iter().flatten().filter_map(|report| report.under.as_ref()),
        );
        for action in &incident.actions {
            self.owner(from, action.owner.as_ref(), action.done.is_none());
        }
    }

    fn review(&mut self, review: &'a ManagementReview) {
        let from = Namer { file: review.file, by: &review.id };
        let held = review.held.as_ref().map(|held| held.value);
        for person in &review.present {
            self.put(from, Named::Person { deed: "be present" }, person, held);
        }
        for decision in review.decisions.iter().flatten() {
            self.owner(from, decision.task.owner.as_ref(), decision.task.done.is_none());
        }
    }

    fn nonconformity(&mut self, nonconformity: &'a Nonconformity) {
        let from = Namer { file: nonconformity.file, by: &nonconformity.id };
        self.satisfies(from, &nonconformity.against);
        self.all(from, Named::Control, &nonconformity.controls);
        let within = nonconformity.found.as_ref().and_then(|found| found.within.as_ref());
        self.all(from, Named::Occasion, within);
        for task in nonconformity.contained.iter().chain(&nonconformity.action) {
            self.owner(from, task.owner.as_ref(), task.done.is_none());
        }
    }
}

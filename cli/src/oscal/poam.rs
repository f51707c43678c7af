//! What is open: exceptions, findings, corrective actions and treatments of risks.

use std::collections::BTreeSet;

use crate::assess::{Assessment, Exposures, OccurrenceStatus};
use crate::oscal::desk::{Desk, Head};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::weakness::{State, Weakness};
use crate::oscal::{Document, Material, Model, OscalError, risk, system};
use crate::place::RepoPath;

/// What is open on the as-of day. `assessment` lists every control over the time that is asked
/// about: what failed or is missing in it is open as well.
pub fn poam(material: Material<'_>, assessment: &Assessment) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let all = weaknesses(&desk, assessment);
    let open: Vec<&Weakness<'_>> = all.iter().filter(|one| is_open(one)).collect();
    if open.is_empty() {
        let nothing = format!("nothing is open on {}", material.as_of);
        return Err(OscalError::Nothing(nothing));
    }
    let findings: Vec<Object> = open.iter().filter_map(|one| one.finding.clone()).collect();
    let risks: Vec<Object> = open.iter().map(|one| one.risk(&desk)).collect();
    let items: Vec<Object> = open.iter().map(|one| one.item(&desk)).collect();
    let id =
        Object::new().with("identifier-type", "https://ietf.org/rfc/rfc4122").with("id", system::uuid(&desk));
    let body = Object::new()
        .with("system-id", id)
        .with("risks", risks)
        .with("findings", findings)
        .with("poam-items", items);
    let closed = all.iter().filter(|one| one.state == State::Closed).count();
    let lasting = all.iter().filter(|one| one.state == State::Open && !is_open(one)).count();
    let head = Head {
        model: Model::Poam,
        subject: String::new(),
        title: format!("{}: plan of action and milestones", desk.company()),
        version: String::new(),
        props: Props::new().fact("evidence-window", assessment.window.to_string()),
        remarks: String::new(),
    };
    let mut document = desk.seal(&head, body);
    let told = |number: usize, one: &str, many: &str, why: &str| {
        let what = if number == 1 { one } else { many };
        (number > 0).then(|| format!("left out: {number} {what}: {why}"))
    };
    document.notes.extend(told(
        closed,
        "entry that is closed",
        "entries that are closed",
        "nothing is left to do",
    ));
    document.notes.extend(told(lasting, "risk", "risks", "within the appetite, and no plan is open"));
    Ok(document)
}

/// Whether a plan has to speak of it. A risk that controls make small enough stays in the register.
fn is_open(one: &Weakness<'_>) -> bool {
    match one.state {
        State::Closed => false,
        State::Remediating | State::Accepted => true,
        State::Open => !one.lasting,
    }
}

fn weaknesses<'a>(desk: &Desk<'a>, assessment: &'a Assessment) -> Vec<Weakness<'a>> {
    let register = desk.material.register;
    let mut all = Vec::new();
    for record in &register.records {
        all.extend(record.exceptions.iter().map(|one| risk::exception(desk, record, one)));
    }
    all.extend(shortfalls(assessment));
    let taken: BTreeSet<&str> = register.nonconformities.names().collect();
    all.extend(register.nonconformities.by_id().map(|one| risk::nonconformity(desk, one)));
    for audit in register.internal_audits.by_id() {
        let lone = audit.nonconformities().filter(|one| !taken.contains(one.id.value.as_str()));
        all.extend(lone.map(|one| risk::audit_finding(desk, audit, one)));
    }
    for review in register.management_reviews.by_id() {
        let decisions = review.decisions.as_ref().map_or(0, Vec::len);
        all.extend((0..decisions).filter_map(|number| risk::decision(desk, review, number)));
    }
    let acted = register.incidents.by_id().filter(|one| !one.actions.is_empty() || one.ended.is_none());
    all.extend(acted.map(|one| risk::incident(desk, one)));
    all.extend(Exposures::of(register, assessment).list.iter().map(|one| risk::risk(desk, one)));
    all
}

/// Occurrences that failed, or of which nothing is on file.
fn shortfalls(assessment: &Assessment) -> Vec<Weakness<'_>> {
    let mut found = Vec::new();
    for control in &assessment.controls {
        for one in &control.occurrences {
            let said = match one.status {
                OccurrenceStatus::Failed => "the record says that it failed or was not performed".to_owned(),
                OccurrenceStatus::Missing => format!("no record; grace ended on {}", one.grace_ends),
                _ => continue,
            };
            let path = one.path.as_ref().map_or("", RepoPath::as_str);
            let period = one.period.name.as_str();
            found.push(Weakness {
                title: format!("{} in {period}: {said}", control.id),
                description: format!("{} was due for {period} on {}: {said}.", control.id, one.due),
                props: Props::new()
                    .fact("period", period)
                    .fact("due", one.due.to_string())
                    .fact("status", one.status.word()),
                controls: vec![&control.id],
                ..Weakness::new("occurrence", vec![period, &control.id], path)
            });
        }
    }
    found
}

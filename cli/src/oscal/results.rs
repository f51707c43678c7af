//! What is on file over a window: occurrences, exceptions, grades and the digests of evidence.

use std::collections::BTreeMap;

use crate::assess::{Coverage, Covered, OccurrenceStatus};
use crate::model::Record;
use crate::oscal::catalog::tokens;
use crate::oscal::desk::{Desk, Head};
use crate::oscal::json::Object;
use crate::oscal::plan::{objectives, reviewed};
use crate::oscal::profile::Chosen;
use crate::oscal::props::Props;
use crate::oscal::resources::Resources;
use crate::oscal::{Document, Material, Model, OscalError, Subject, finding, observation, risk};
use crate::trust::Ground;

/// What is on file over a window.
pub fn assessment_results(material: Material<'_>, subject: Subject<'_>) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let coverage = covered(&material, &subject);
    if coverage.is_empty() {
        let id = &subject.framework.id.value;
        return Err(OscalError::Nothing(format!("`{id}` has no requirement in scope")));
    }
    let tokens = tokens(subject.framework);
    let mut resources = Resources::default();
    let findings: Vec<Object> = coverage
        .iter()
        .map(|one| finding::finding(&desk, &subject, &tokens.get(&one.requirement.id), one))
        .collect();
    let (observations, risks) = observed(&desk, &subject, &mut resources);
    let over = subject.assessment.as_of >= subject.window.to;
    let result = Object::new()
        .with("uuid", desk.uuid("result", &[&subject.id()]))
        .with("title", subject.title())
        .with("description", described(&subject))
        .with("start", desk.begin(subject.assessment.window.from))
        .with("end", over.then(|| desk.end(subject.window.to)))
        .with("props", facts(&material, &subject))
        .with("reviewed-controls", reviewed(&coverage, &tokens))
        .with("observations", observations)
        .with("risks", risks)
        .with("findings", findings);
    let plan = Desk::name(Model::AssessmentPlan, &subject.id());
    let local = Object::new().with("objectives-and-methods", objectives(&coverage, &tokens));
    let body = Object::new()
        .with("import-ap", Object::new().with("href", crate::text::escape::uri(&plan)))
        .with("local-definitions", local)
        .with("results", vec![result])
        .with("back-matter", resources.back_matter());
    let head = Head {
        model: Model::AssessmentResults,
        subject: subject.id(),
        title: format!("{}: what is on file for {}", desk.company(), subject.title()),
        version: String::new(),
        props: Props::new().fact("framework", &subject.framework.id.value),
        remarks: "Worked out by tickmark from the records of a Git repository. An auditor's opinion is the auditor's.".to_owned(),
    };
    let mut document = desk.seal(&head, body);
    document.refers.push(plan);
    Ok(document)
}

/// The requirements that are looked at: in scope, asked for by the sort of audit, not excluded.
pub(super) fn covered<'a>(material: &Material<'a>, subject: &Subject<'a>) -> Vec<Covered<'a>> {
    let chosen = Chosen::of(subject.framework, subject.scope, material.register);
    let coverage =
        Coverage::of(subject.framework, subject.scope, subject.kind(), material.register, subject.assessment);
    let all = coverage.requirements.into_iter();
    all.filter(|one| chosen.included.iter().any(|known| known.id == one.requirement.id)).collect()
}

/// Every occurrence of every control of the assessment, and the deviations that records name.
fn observed(desk: &Desk<'_>, subject: &Subject<'_>, resources: &mut Resources) -> (Vec<Object>, Vec<Object>) {
    let records: BTreeMap<&str, &Record> =
        desk.material.register.records.iter().map(|record| (record.path.as_str(), &**record)).collect();
    let (mut observations, mut risks) = (Vec::new(), Vec::new());
    for control in &subject.assessment.controls {
        for one in finding::seen(control) {
            let record = one.path.as_ref().and_then(|path| records.get(path.as_str()).copied());
            observations.push(observation::observation(desk, &control.id, one, record, resources));
            let uuid = observation::uuid(desk, &control.id, one);
            for exception in
                record.iter().flat_map(|record| record.exceptions.iter().map(move |one| (record, one)))
            {
                let mut weakness = risk::exception(desk, exception.0, exception.1);
                weakness.observations.push(uuid.clone());
                risks.push(weakness.risk(desk));
            }
        }
    }
    (observations, risks)
}

fn described(subject: &Subject<'_>) -> String {
    let counts = subject.assessment.counts();
    let window = subject.assessment.window;
    let about = if subject.is_a_day() {
        format!("The audit is about {}; what is told is the year before it, {window}.", subject.window)
    } else {
        format!("The window {window}.")
    };
    format!(
        "{about} {} occurrences were expected, {} are on file, {} on time.",
        counts.expected, counts.on_file, counts.on_time
    )
}

fn facts(material: &Material<'_>, subject: &Subject<'_>) -> Props {
    let assessment = subject.assessment;
    let counts = assessment.counts();
    let by_status = counts.by_status.iter().map(|(status, count)| format!("{}: {count}", status.word()));
    let upcoming = assessment.controls.iter().flat_map(|control| {
        let later = control.occurrences.iter().filter(|one| one.status == OccurrenceStatus::Upcoming);
        later.map(|one| format!("{} {} due {}", control.id, one.period.name, one.due))
    });
    let strays =
        assessment.controls.iter().flat_map(|control| &control.strays).map(|stray| stray.path.as_str());
    let audit = subject.audit.map_or("", |audit| audit.id.value.as_str());
    // Its occurrences are told, and no finding can name it.
    let gone = assessment.controls.iter().filter(|one| !material.register.controls.has(&one.id));
    Props::new()
        .fact("audit", audit)
        .facts("control-gone", gone.map(|one| one.id.as_str()))
        .fact("window", assessment.window.to_string())
        .fact("history", if assessment.complete { "whole" } else { "cut" })
        .fact("expected", counts.expected.to_string())
        .fact("on-file", counts.on_file.to_string())
        .fact("on-time", counts.on_time.to_string())
        .facts("by-status", by_status)
        .facts("upcoming", upcoming)
        .facts("stray-record", strays)
        .facts("integrity", &assessment.integrity)
        .fact("grades-rest-on", assessment.ground.as_ref().map(Ground::words).unwrap_or_default())
}

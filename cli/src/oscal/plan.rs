//! What an audit looks at, and how each control is tested.

use crate::assess::{ControlAssessment, Covered};
use crate::interop::oscal::fields::one_line;
use crate::interop::oscal::words::Tokens;
use crate::model::{AuditType, Control, Population};
use crate::oscal::catalog::tokens;
use crate::oscal::desk::{Desk, Head, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::results::covered;
use crate::oscal::{Document, Material, Model, OscalError, Subject, component, finding};

/// What an audit looks at.
pub fn assessment_plan(material: Material<'_>, subject: Subject<'_>) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let coverage = covered(&material, &subject);
    if coverage.is_empty() {
        let id = &subject.framework.id.value;
        return Err(OscalError::Nothing(format!("`{id}` has no requirement in scope")));
    }
    let tokens = tokens(subject.framework);
    let plan = Plan { desk: &desk, subject: &subject, tokens: &tokens, coverage: &coverage };
    let controls: Vec<&Control> = subject
        .assessment
        .controls
        .iter()
        .filter_map(|one| material.register.controls.get(&one.id))
        .collect();
    if let Some(firm) = subject.audit.and_then(|audit| audit.firm.as_ref()) {
        desk.answers("assessor", desk.organization("auditor", firm));
    }
    let local = Object::new()
        .with("objectives-and-methods", objectives(&coverage, &tokens))
        .with("activities", controls.iter().map(|control| plan.activity(control)).collect::<Vec<_>>());
    let ssp = Desk::name(Model::SystemSecurityPlan, &subject.framework.id);
    let body = Object::new()
        .with("import-ssp", Object::new().with("href", crate::text::escape::uri(&ssp)))
        .with("local-definitions", local)
        .with("reviewed-controls", reviewed(&coverage, &tokens))
        .with("assessment-subjects", plan.subjects(&controls))
        .with("tasks", vec![plan.task(&controls)]);
    let audit = subject.audit;
    let head = Head {
        model: Model::AssessmentPlan,
        subject: subject.id(),
        title: format!("{}: plan for {}", desk.company(), subject.title()),
        version: String::new(),
        props: Props::new()
            .fact("framework", &subject.framework.id.value)
            .fact("audit", audit.map_or("", |audit| audit.id.value.as_str()))
            .fact("audit-type", subject.kind().map_or("", AuditType::word))
            .fact("window", subject.window.to_string())
            .fact("previous", audit.map_or("", |audit| text(audit.previous.as_ref())))
            .fact("trust-root", audit.map_or("", |audit| text(audit.root.as_ref()))),
        remarks: String::new(),
    };
    let mut document = desk.seal(&head, body);
    document.refers.push(ssp);
    Ok(document)
}

/// `reviewed-controls`
pub(super) fn reviewed(coverage: &[Covered<'_>], tokens: &Tokens) -> Object {
    let ids: Vec<String> = coverage.iter().map(|one| tokens.get(&one.requirement.id)).collect();
    let controls: Vec<Object> = ids.iter().map(|id| Object::new().with("control-id", id)).collect();
    let objectives: Vec<Object> =
        ids.iter().map(|id| Object::new().with("objective-id", finding::objective_id(id))).collect();
    Object::new()
        .with("control-selections", vec![Object::new().with("include-controls", controls)])
        .with("control-objective-selections", vec![Object::new().with("include-objectives", objectives)])
}

/// The objectives, which the document defines itself.
pub(super) fn objectives(coverage: &[Covered<'_>], tokens: &Tokens) -> Vec<Object> {
    coverage.iter().map(|one| finding::objective(&tokens.get(&one.requirement.id), one)).collect()
}

struct Plan<'a> {
    desk: &'a Desk<'a>,
    subject: &'a Subject<'a>,
    tokens: &'a Tokens,
    coverage: &'a [Covered<'a>],
}

impl Plan<'_> {
    fn activity_uuid(&self, control: &Control) -> String {
        self.desk.uuid("activity", &[&self.subject.id(), &control.id])
    }

    /// How a control is tested.
    fn activity(&self, control: &Control) -> Object {
        let desk = self.desk;
        let (audit, id) = (self.subject.id(), control.id.value.as_str());
        let steps: Vec<Object> = control
            .test
            .iter()
            .enumerate()
            .filter(|(_, step)| !step.trim().is_empty())
            .map(|(number, step)| {
                let number = (number + 1).to_string();
                Object::new()
                    .with("uuid", desk.uuid("step", &[&audit, id, &number]))
                    .with("title", format!("Step {number}"))
                    .with("description", step.value.clone())
            })
            .collect();
        let how = if steps.is_empty() { " No test is written down; the records are examined." } else { "" };
        let claimed = self
            .coverage
            .iter()
            .filter(|one| one.controls.iter().any(|known| known.control.id == control.id));
        let claimed: Vec<Object> = claimed
            .map(|one| Object::new().with("control-id", self.tokens.get(&one.requirement.id)))
            .collect();
        let related = if claimed.is_empty() {
            Object::new()
        } else {
            Object::new().with("control-selections", vec![Object::new().with("include-controls", claimed)])
        };
        Object::new()
            .with("uuid", self.activity_uuid(control))
            .with("title", format!("{}: {}", one_line(id), component::title(control)))
            .with("description", format!("{}{how}", component::statement(control)))
            .with("props", self.facts(control))
            .with("steps", steps)
            .with("related-controls", related)
            .with("responsible-roles", component::roles(desk, control))
    }

    fn facts(&self, control: &Control) -> Props {
        let assessed = self.subject.assessment.control(&control.id);
        let expected = assessed.iter().flat_map(|one: &&ControlAssessment| &one.occurrences);
        let expected = expected.map(|one| format!("{} due {}", one.period.name, one.due));
        let method = match control.nature.as_ref().map(|nature| nature.value.as_str()) {
            Some("automated") => "TEST",
            _ => "EXAMINE",
        };
        let props = Props::new()
            .known("method", method)
            .fact("control", &control.id.value)
            .fact("cadence", control.cadence.value.to_string())
            .fact("nature", text(control.nature.as_ref()))
            .facts("expected", expected);
        let asked =
            control.evidence.iter().map(|one| format!("{}: {}", one.name.value, text(one.what.as_ref())));
        let props = props.facts("evidence", asked);
        let population = control.population.as_ref();
        let population = population.and_then(|id| self.desk.material.register.populations.get(id));
        population.map_or_else(|| props.clone(), |known| population_facts(props.clone(), known))
    }

    fn subjects(&self, controls: &[&Control]) -> Vec<Object> {
        let chosen: Vec<Object> = controls
            .iter()
            .map(|control| {
                Object::new()
                    .with("subject-uuid", self.desk.uuid("control", &[&control.id]))
                    .with("type", "component")
            })
            .collect();
        if chosen.is_empty() {
            return Vec::new();
        }
        vec![Object::new().with("type", "component").with("include-subjects", chosen)]
    }

    /// The window as a task, with the activities that belong to it.
    fn task(&self, controls: &[&Control]) -> Object {
        let (desk, window) = (self.desk, self.subject.window);
        let range = Object::new().with("start", desk.begin(window.from)).with("end", desk.end(window.to));
        let activities: Vec<Object> = controls
            .iter()
            .map(|control| {
                Object::new()
                    .with("activity-uuid", self.activity_uuid(control))
                    .with("subjects", self.subjects(&[control]))
            })
            .collect();
        Object::new()
            .with("uuid", desk.uuid("task", &["window", &self.subject.id()]))
            .with("type", "action")
            .with("title", self.subject.title())
            .with("timing", Object::new().with("within-date-range", range))
            .with("associated-activities", activities)
    }
}

fn population_facts(props: Props, population: &Population) -> Props {
    props
        .fact_with("population", &population.id.value, text(population.title.as_ref()))
        .fact("population-source", text(population.source.as_ref()))
        .fact("population-query", text(population.query.as_ref()))
        .fact("population-key", text(population.key.as_ref()))
        .fact("population-complete-because", text(population.complete_because.as_ref()))
}

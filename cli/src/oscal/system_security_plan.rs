//! The system, and how each requirement in scope is met.

use crate::assess::{Assessment, Claimant, Coverage, Covered, OccurrenceStatus, Standing};
use crate::interop::oscal::fields::one_line;
use crate::interop::oscal::words::Tokens;
use crate::model::{Framework, Scope, SoaDecision, Statement, Status};
use crate::oscal::catalog::tokens;
use crate::oscal::desk::{Desk, Head, shown, text};
use crate::oscal::json::Object;
use crate::oscal::profile::Chosen;
use crate::oscal::props::Props;
use crate::oscal::{Document, Material, Model, OscalError, component, resources, system};

/// The system, and how each requirement in scope is met. `assessment` lists every control, over a
/// window that ends on the as-of day and in which an annual control falls due.
pub fn system_security_plan(
    material: Material<'_>,
    framework: &Framework,
    scope: &Scope,
    assessment: &Assessment,
) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let chosen = Chosen::of(framework, scope, material.register);
    let coverage = Coverage::of(framework, scope, None, material.register, assessment);
    let plan = Plan { desk: &desk, framework, chosen: &chosen, tokens: tokens(framework) };
    let met = coverage.requirements.iter().filter(|one| plan.is_included(one));
    let met: Vec<Object> = met.map(|covered| plan.requirement(covered)).collect();
    if met.is_empty() {
        return Err(OscalError::Nothing(format!("`{}` has no requirement in scope", framework.id.value)));
    }
    let profile = Desk::name(Model::Profile, &framework.id);
    let implementation = Object::new()
        .with("description", "A requirement is met by the controls that claim it. A component without a status shows nothing yet.")
        .with("implemented-requirements", met);
    let body = Object::new()
        .with("import-profile", Object::new().with("href", crate::text::escape::uri(&profile)))
        .with("system-characteristics", system::characteristics(&desk))
        .with("system-implementation", system::implementation(&desk))
        .with("control-implementation", implementation)
        .with("back-matter", resources::system(&desk));
    let head = Head {
        model: Model::SystemSecurityPlan,
        subject: framework.id.value.clone(),
        title: format!("{}: system security plan for {}", desk.company(), one_line(framework.title())),
        version: String::new(),
        props: Props::new()
            .fact("framework", &framework.id.value)
            .fact("evidence-window", assessment.window.to_string()),
        remarks: String::new(),
    };
    let mut document = desk.seal(&head, body);
    document.refers.push(profile);
    Ok(document)
}

struct Plan<'a> {
    desk: &'a Desk<'a>,
    framework: &'a Framework,
    chosen: &'a Chosen<'a>,
    tokens: Tokens,
}

/// Whether a control has shown that it works, and in which words.
fn standing(claimant: &Claimant<'_>) -> (&'static str, String) {
    let latest = claimant.latest.as_ref();
    let newest =
        latest.map_or_else(|| "none".to_owned(), |one| format!("{} ({})", one.period, one.status.word()));
    let open = latest.is_some_and(|one| {
        matches!(
            one.status,
            OccurrenceStatus::Pending | OccurrenceStatus::Unreviewed | OccurrenceStatus::Failed
        )
    });
    match (claimant.control.status, claimant.standing) {
        (Status::Draft, _) => ("planned", "A draft: not in force yet.".to_owned()),
        (Status::Retired, _) => ("planned", "Retired: not in force any more.".to_owned()),
        (Status::Active, Standing::NotDueYet) => {
            ("partial", "In force; nothing has fallen due yet, and nothing is on file.".to_owned())
        }
        (Status::Active, Standing::Missing) => (
            "partial",
            format!("In force; the newest evidence that was due is missing. Newest on file: {newest}."),
        ),
        (Status::Active, Standing::Failed) => {
            ("partial", format!("In force; the newest record says that it failed: {newest}."))
        }
        (Status::Active, Standing::OnFile) if open => {
            ("partial", format!("In force; the newest record is not decided or not reviewed: {newest}."))
        }
        (Status::Active, Standing::OnFile) => {
            ("implemented", format!("In force; newest evidence: {newest}."))
        }
    }
}

impl Plan<'_> {
    fn is_included(&self, covered: &Covered<'_>) -> bool {
        self.chosen.included.iter().any(|one| one.id == covered.requirement.id)
    }

    fn requirement(&self, covered: &Covered<'_>) -> Object {
        let desk = self.desk;
        let (framework, id) = (self.framework.id.value.as_str(), covered.requirement.id.value.as_str());
        let decision = self.chosen.soa.and_then(|soa| soa.decisions.get(id));
        let current = || covered.controls.iter().filter(|one| one.control.status != Status::Retired);
        let mut components: Vec<Object> = current().map(|one| self.control(id, one)).collect();
        components.extend(self.system(id, decision));
        components.extend(self.providers(id));
        let retired = covered.with(Status::Retired).map(|one| one.control.id.value.as_str());
        let policies = covered.policies.iter().map(|policy| policy.id.value.as_str());
        let mut props =
            Props::new().known("label", id).facts("retired-control", retired).facts("policy", policies);
        if let Some(decision) = decision {
            props = props.and(decided(desk, decision));
        }
        let remarks = if covered.is_covered() { "" } else { "No control in force claims this requirement." };
        let owners = current().filter_map(|one| one.control.owner.as_ref());
        let owners = owners.chain(decision.and_then(|decision| decision.owner.as_ref()));
        Object::new()
            .with("uuid", desk.uuid("requirement", &[framework, id]))
            .with("control-id", self.tokens.get(id))
            .with("props", props)
            .with("responsible-roles", desk.role("owner", owners).into_iter().collect::<Vec<_>>())
            .with("by-components", components)
            .with("remarks", remarks)
    }

    /// What a control does for a requirement.
    fn control(&self, id: &str, claimant: &Claimant<'_>) -> Object {
        let (desk, control) = (self.desk, claimant.control);
        let (state, remarks) = standing(claimant);
        let known = [self.framework.id.value.as_str(), id, control.id.value.as_str()];
        Object::new()
            .with("component-uuid", desk.uuid("control", &[&control.id]))
            .with("uuid", desk.uuid("by-component", &known))
            .with("description", component::statement(control))
            .with("props", Props::new().fact("control", &control.id.value))
            .with("implementation-status", Object::new().with("state", state).with("remarks", remarks))
            .with("responsible-roles", component::roles(desk, control))
    }

    /// What is planned, and what customers have to do themselves (complementary user entity controls).
    fn system(&self, id: &str, decision: Option<&SoaDecision>) -> Option<Object> {
        let (desk, framework) = (self.desk, self.framework.id.value.as_str());
        let all = desk.material.register.system.iter().flat_map(|system| &system.user_entity_controls);
        let asked: Vec<Object> = all
            .filter(|one| one.satisfies.names(framework, id))
            .map(|one| {
                Object::new()
                    .with("uuid", desk.uuid("responsibility", &[framework, id, &one.id]))
                    .with("description", said(one))
                    .with("props", Props::new().fact("id", &one.id.value))
            })
            .collect();
        let planned = decision.filter(|one| one.status.as_ref().is_some_and(|status| **status == *"planned"));
        if asked.is_empty() && planned.is_none() {
            return None;
        }
        let status = planned.map(|decision| {
            let due =
                decision.due.map_or_else(|| "without a date".to_owned(), |due| format!("by {}", due.value));
            let said = format!("The Statement of Applicability plans it {due}.");
            Object::new().with("state", "planned").with("remarks", said)
        });
        let description = match (asked.is_empty(), status.is_some()) {
            (false, _) => "What customers have to do themselves.",
            (true, _) => "What is planned.",
        };
        let export =
            if asked.is_empty() { Object::new() } else { Object::new().with("responsibilities", asked) };
        Some(
            Object::new()
                .with("component-uuid", desk.uuid("component", &["this-system"]))
                .with("uuid", desk.uuid("by-component", &[framework, id, "", "system"]))
                .with("description", description)
                .with("implementation-status", status)
                .with("export", export),
        )
    }

    /// What is assumed of subservice organisations.
    fn providers(&self, id: &str) -> Vec<Object> {
        let (desk, framework) = (self.desk, self.framework.id.value.as_str());
        let all = desk.material.register.system.iter().flat_map(|system| &system.subservice);
        all.filter_map(|one| {
            let expected = one.expects.iter().filter(|expected| expected.satisfies.names(framework, id));
            let inherited: Vec<Object> = expected
                .map(|expected| {
                    Object::new()
                        .with("uuid", desk.uuid("inherited", &[framework, id, &one.vendor, &expected.id]))
                        .with("description", said(expected))
                        .with("props", Props::new().fact("id", &expected.id.value))
                })
                .collect();
            let method = one.method.map_or("not said", |method| method.value.word());
            let watched: Vec<String> = one.monitored_by.iter().map(|id| one_line(id)).collect();
            let watched = if watched.is_empty() { "nothing".to_owned() } else { watched.join(", ") };
            (!inherited.is_empty()).then(|| {
                Object::new()
                    .with("component-uuid", system::provider_uuid(desk, &one.vendor))
                    .with("uuid", desk.uuid("by-component", &[framework, id, &one.vendor, "vendor"]))
                    .with("description", format!("Assumed at the provider, and not ours to show (method: {method}; watched by {watched})."))
                    .with("inherited", inherited)
            })
        })
        .collect()
    }
}

fn said(one: &Statement) -> String {
    let said = text(one.text.as_ref());
    if said.trim().is_empty() { shown(&one.id) } else { said.to_owned() }
}

fn decided(desk: &Desk<'_>, decision: &SoaDecision) -> Props {
    let because: Vec<&str> = decision.because.iter().map(|one| one.value.as_str()).collect();
    let owner = decision.owner.as_ref().map_or("", |owner| desk.program.name_of(owner));
    Props::new()
        .fact_with("soa-status", text(decision.status.as_ref()), &because.join("\n\n"))
        .fact("soa-due", decision.due.map(|due| due.value.to_string()).unwrap_or_default())
        .fact("soa-owner", owner)
}

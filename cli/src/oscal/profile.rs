//! What of a framework is in scope: what the programme chose, without what the Statement of
//! Applicability excludes.

use crate::interop::oscal::fields::{Field, one_line};
use crate::model::{Framework, Register, Requirement, Scope, Soa};
use crate::oscal::catalog::tokens;
use crate::oscal::desk::{Desk, Head, text};
use crate::oscal::json::{Json, Object};
use crate::oscal::props::Props;
use crate::oscal::{Document, Material, Model, OscalError};

/// The requirements in scope, and which of them are excluded.
pub(super) struct Chosen<'a> {
    pub(super) included: Vec<&'a Requirement>,
    pub(super) excluded: Vec<&'a Requirement>,
    pub(super) soa: Option<&'a Soa>,
}

impl<'a> Chosen<'a> {
    pub(super) fn of(framework: &'a Framework, scope: &Scope, register: &'a Register) -> Self {
        let soa = register.soas.iter().find(|soa| *soa.framework == *framework.id);
        let is_excluded = |one: &Requirement| {
            let decision = soa.and_then(|soa| soa.decisions.get(&one.id.value));
            // Clauses 4 to 10 can never be excluded, whatever a file says.
            one.excludable && decision.is_some_and(crate::model::SoaDecision::excludes)
        };
        let scoped = framework.requirements.iter();
        let scoped = scoped.filter(|one| !one.heading && framework.in_scope(one, scope));
        let (excluded, included) = scoped.partition(|one| is_excluded(one));
        Self { included, excluded, soa }
    }
}

/// What of a framework is in scope.
pub fn profile(material: Material<'_>, framework: &Framework, scope: &Scope) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let chosen = Chosen::of(framework, scope, material.register);
    if chosen.included.is_empty() {
        return Err(OscalError::Nothing(format!("`{}` has no requirement in scope", framework.id.value)));
    }
    let tokens = tokens(framework);
    let catalog = Desk::name(Model::Catalog, &framework.id);
    let named = |list: &[&Requirement]| -> Vec<Object> {
        let ids: Vec<String> = list.iter().map(|one| tokens.get(&one.id)).collect();
        if ids.is_empty() { Vec::new() } else { vec![Object::new().with("with-ids", ids)] }
    };
    // Those that are excluded were chosen before: the order of the framework is kept.
    let asked: Vec<&Requirement> = framework
        .requirements
        .iter()
        .filter(|one| chosen.included.contains(one) || chosen.excluded.contains(one))
        .collect();
    let import = Object::new()
        .with("href", crate::text::escape::uri(&catalog))
        .with("include-controls", named(&asked))
        .with("exclude-controls", named(&chosen.excluded));
    let body = Object::new()
        .with("imports", vec![import])
        .with("merge", Object::new().with("as-is", Json::Flag(true)));
    let head = Head {
        model: Model::Profile,
        subject: framework.id.value.clone(),
        title: format!("{}: {} in scope", desk.company(), one_line(framework.title())),
        version: String::new(),
        props: props(framework, scope, &chosen, &desk),
        remarks: String::new(),
    };
    let mut document = desk.seal(&head, body);
    document.refers.push(catalog);
    Ok(document)
}

/// What a profile has no place for: why something is excluded, and who approved that.
fn props(framework: &Framework, scope: &Scope, chosen: &Chosen<'_>, desk: &Desk<'_>) -> Props {
    let mut props = Props::new()
        .field("id", &Field::Text(framework.id.value.clone()))
        .facts("category", scope.categories.iter().map(|one| one.value.as_str()))
        .fact("group", text(scope.group.as_ref()));
    if let Some(approved) = chosen.soa.and_then(|soa| soa.approved.as_ref()) {
        props = props.fact("approved-by", text(approved.by.as_ref()));
        props = props.fact("approved-at", approved.at.as_ref().map_or("", |at| at.text.value.as_str()));
    }
    for (id, decision) in chosen.soa.iter().flat_map(|soa| &soa.decisions) {
        let because: Vec<&str> = decision.because.iter().map(|one| one.value.as_str()).collect();
        let because = because.join("\n\n");
        let excluded = chosen.excluded.iter().any(|one| *one.id == **id);
        if excluded {
            props = props.fact_with("excluded", id, &because);
            continue;
        }
        let due = decision.due.map(|due| format!("due {}", due.value)).unwrap_or_default();
        let owner = decision.owner.as_ref();
        let owner = owner.map(|owner| format!("owner {}", desk.program.name_of(owner))).unwrap_or_default();
        let status = decision.status.as_ref().map_or("", |status| status.value.as_str());
        let refused =
            if decision.excludes() { "its exclusion has no effect: it cannot be excluded" } else { "" };
        let said = [status, &due, &owner, refused, &because];
        let said: Vec<&str> = said.into_iter().filter(|text| !text.is_empty()).collect();
        props = props.fact_with("decided", id, &said.join("; "));
    }
    props
}

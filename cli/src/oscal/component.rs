//! The controls as components: what each does, and which requirements it claims.

use crate::interop::oscal::fields::{Field, one_line};
use crate::interop::oscal::words::Tokens;
use crate::model::{Claim, Control, Framework};
use crate::oscal::catalog::tokens;
use crate::oscal::desk::{Desk, Head, shown, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::{Document, Material, Model, OscalError};

/// The controls as components.
pub fn component_definition(material: Material<'_>) -> Result<Document, OscalError> {
    let desk = Desk::new(material)?;
    let controls = &material.register.controls;
    let mut refers = Vec::new();
    let components: Vec<Object> =
        controls.by_id().map(|control| component(&desk, control, &mut refers)).collect();
    refers.sort();
    refers.dedup();
    let head = Head {
        model: Model::ComponentDefinition,
        subject: String::new(),
        title: format!("{}: controls", desk.company()),
        version: String::new(),
        props: Props::new(),
        remarks: String::new(),
    };
    let mut document = desk.seal(&head, Object::new().with("components", components));
    document.refers = refers;
    document.notes.extend(notes(material));
    Ok(document)
}

/// What stands in the repository and in no component.
fn notes(material: Material<'_>) -> Vec<String> {
    let register = material.register;
    let mut notes = vec!["comments in the files of controls are not exported".to_owned()];
    for half in register.half_read_controls.by_id() {
        notes.push(format!("left out: control {}: its cadence cannot be read", half.id.value));
    }
    for (later, first) in register.controls.duplicates() {
        let (path, first) = (&later.path, &first.path);
        notes.push(format!("left out: {path}: {} stands in {first} already", later.id.value));
    }
    notes
}

/// A title; OSCAL wants one.
pub(super) fn title(control: &Control) -> String {
    let title = one_line(text(control.title.as_ref()));
    if title.is_empty() { shown(&control.id) } else { title }
}

/// What a control says that it does.
pub(super) fn statement(control: &Control) -> String {
    let statement = text(control.statement.as_ref());
    if statement.trim().is_empty() { title(control) } else { statement.to_owned() }
}

/// Who owns, performs and reviews a control.
pub(super) fn roles(desk: &Desk<'_>, control: &Control) -> Vec<Object> {
    let roles =
        [("owner", &control.owner), ("performer", &control.performer), ("reviewer", &control.reviewer)];
    roles.into_iter().filter_map(|(role, short)| desk.role(role, short)).collect()
}

/// Every field of a control that OSCAL has no place for.
pub(super) fn fields(desk: &Desk<'_>, control: &Control) -> Props {
    let why = text(control.why.as_ref());
    let (named, stated) = (text(control.title.as_ref()), text(control.statement.as_ref()));
    let props = Props::new()
        .field("id", &Field::Text(control.id.value.clone()))
        .exact("title", named, &title(control))
        .exact("statement", stated, &statement(control))
        .exact("why", why, &one_line(why));
    let root = desk.tree(control.file);
    match root.as_ref().and_then(crate::document::Node::as_mapping) {
        Some(mapping) => props.fields_of(mapping, &["id", "title", "statement", "why", "satisfies"]),
        None => props,
    }
}

fn component(desk: &Desk<'_>, control: &Control, refers: &mut Vec<String>) -> Object {
    let claims = control.satisfies.0.iter().filter(|claim| !claim.requirements.is_empty());
    let implementations: Vec<Object> = claims
        .map(|claim| {
            refers.push(Desk::name(Model::Catalog, &claim.framework));
            implementation(desk, control, claim)
        })
        .collect();
    Object::new()
        .with("uuid", desk.uuid("control", &[&control.id]))
        .with("type", "process-procedure")
        .with("title", title(control))
        .with("description", statement(control))
        .with("purpose", one_line(text(control.why.as_ref())))
        .with("props", fields(desk, control))
        .with("responsible-roles", roles(desk, control))
        .with("control-implementations", implementations)
}

fn implementation(desk: &Desk<'_>, control: &Control, claim: &Claim) -> Object {
    let framework = desk.material.register.frameworks.get(&claim.framework.value);
    let tokens = framework.map_or_else(Tokens::default, tokens);
    let name = framework.map_or(claim.framework.value.as_str(), Framework::title);
    let requirements = claim.requirements.iter();
    let requirements: Vec<Object> = requirements
        .map(|id| {
            let (short, framework) = (&control.id.value, &claim.framework.value);
            let known = desk.uuid("claim", &[short, framework, id]);
            let label = one_line(id);
            Object::new()
                .with("uuid", known)
                .with("control-id", tokens.get(id))
                .with("description", statement(control))
                .with("props", Props::new().known("label", id).exact("requirement", id, &label))
        })
        .collect();
    let catalog = Desk::name(Model::Catalog, &claim.framework);
    Object::new()
        .with("uuid", desk.uuid("claims", &[&control.id, &claim.framework]))
        .with("source", crate::text::escape::uri(&catalog))
        .with("description", format!("What {} does for {}.", one_line(&control.id), one_line(name)))
        .with("props", Props::new().field("framework", &Field::Text(claim.framework.value.clone())))
        .with("implemented-requirements", requirements)
}

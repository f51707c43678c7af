//! The system of a security plan: what it is, what it is made of, and who else it rests on.

use crate::calendar::When;
use crate::interop::oscal::fields::one_line;
use crate::model::{Asset, Statement, Status, Subservice, SystemDescription, Text, Vendor};
use crate::oscal::component;
use crate::oscal::desk::{Desk, shown, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;

/// The UUID of the system itself.
pub(super) fn uuid(desk: &Desk<'_>) -> String {
    desk.uuid("system", &[])
}

/// What the system is called.
fn name(desk: &Desk<'_>) -> String {
    let services = desk.material.register.system.iter().flat_map(|system| &system.services);
    let services: Vec<String> = services.map(|one| one_line(one)).filter(|one| !one.is_empty()).collect();
    if services.is_empty() { desk.company() } else { services.join(", ") }
}

/// `system-characteristics`
pub(super) fn characteristics(desk: &Desk<'_>) -> Object {
    let system = desk.material.register.system.as_ref();
    let prose = |criterion: &str| {
        let fact = desk.material.register.system_prose.get(criterion);
        fact.map(|fact| desk.prose(&fact.path, fact.body)).unwrap_or_default()
    };
    let described = prose("dc1");
    let description = if described.is_empty() {
        "The repository does not describe the system in prose.".to_owned()
    } else {
        described
    };
    let status = match system.filter(|system| !system.services.is_empty()) {
        Some(_) => Object::new().with("state", "operational"),
        None => Object::new()
            .with("state", "other")
            .with("remarks", "The repository does not say which services are in operation."),
    };
    let id = Object::new().with("identifier-type", "https://ietf.org/rfc/rfc4122").with("id", uuid(desk));
    Object::new()
        .with("system-ids", vec![id])
        .with("system-name", name(desk))
        .with("description", description)
        .with("props", system.map(facts).unwrap_or_default())
        .with("system-information", Object::new().with("information-types", information(desk)))
        .with("status", status)
        .with("authorization-boundary", boundary(system, &prose("dc3")))
        .with("responsible-parties", vec![desk.role_of("owner", [desk.own_party()])])
}

/// What a system description says and OSCAL has no place for.
fn facts(system: &SystemDescription) -> Props {
    let mut props = Props::new().facts("service", system.services.iter().map(|one| one.value.as_str()));
    for one in &system.commitments {
        props = statement(props, "commitment", one);
    }
    for one in &system.not_relevant {
        props = props.fact_with("not-relevant", &one.criterion.value, text(one.because.as_ref()));
    }
    props
        .fact("incidents", system.incidents.map_or("", |one| one.value.word()))
        .fact("changes", text(system.changes.as_ref()))
}

/// A sentence with its id, its source and the requirements that it belongs to.
fn statement(props: Props, name: &str, one: &Statement) -> Props {
    let mut said = vec![text(one.text.as_ref()).to_owned()];
    said.extend(one.source.as_ref().map(|source| format!("Source: {}", source.value)));
    said.extend(one.satisfies.pairs().map(|(framework, id)| format!("{}: {}", framework.value, id.value)));
    said.retain(|text| !text.is_empty());
    props.fact_with(name, &one.id.value, &said.join("\n"))
}

/// OSCAL wants to know which information there is.
fn information(desk: &Desk<'_>) -> Vec<Object> {
    let register = desk.material.register;
    let named = register.system.iter().flat_map(|system| &system.components.data);
    let kinds: Vec<Object> = named
        .map(|id| {
            let asset = register.asset(id);
            let what = asset.map_or("", |asset| text(asset.what.as_ref()));
            let what = if what.trim().is_empty() { "The repository does not say what it is." } else { what };
            Object::new()
                .with("uuid", desk.uuid("information", &[id]))
                .with("title", shown(id))
                .with("description", what)
                .with("props", asset.map(asset_facts).unwrap_or_default())
        })
        .collect();
    if !kinds.is_empty() {
        return kinds;
    }
    let nothing = "The system description names no data.";
    vec![
        Object::new()
            .with("uuid", desk.uuid("information", &[]))
            .with("title", "Not described")
            .with("description", nothing),
    ]
}

fn boundary(system: Option<&SystemDescription>, prose: &str) -> Object {
    let list = |what: &str, texts: &[Text]| {
        let texts: Vec<&str> = texts.iter().map(|one| one.value.as_str()).collect();
        if texts.is_empty() { String::new() } else { format!("{what}: {}.", texts.join(", ")) }
    };
    let bounds = system.map(|system| &system.boundary);
    let parts = [
        bounds.map(|one| list("Inside", &one.inside)).unwrap_or_default(),
        bounds.map(|one| list("Outside", &one.outside)).unwrap_or_default(),
        prose.to_owned(),
    ];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let said = if said.is_empty() {
        "The repository does not describe the boundary.".to_owned()
    } else {
        said.join("\n\n")
    };
    Object::new().with("description", said)
}

/// `system-implementation`
pub(super) fn implementation(desk: &Desk<'_>) -> Object {
    let register = desk.material.register;
    let mut components = vec![this_system(desk)];
    if let Some(system) = &register.system {
        let parts = &system.components;
        for (kind, ids) in [("hardware", &parts.infrastructure), ("software", &parts.software)] {
            components.extend(ids.iter().map(|id| part(desk, kind, id)));
        }
        for one in &system.subservice {
            components.push(provider(desk, one));
        }
    }
    components.extend(register.policies.by_id().map(|policy| document(desk, policy)));
    let current = register.controls.by_id().filter(|one| one.status != Status::Retired);
    components.extend(current.map(|control| {
        let state = if control.is_active() { "operational" } else { "under-development" };
        Object::new()
            .with("uuid", desk.uuid("control", &[&control.id]))
            .with("type", "process-procedure")
            .with("title", component::title(control))
            .with("description", component::statement(control))
            .with("purpose", one_line(text(control.why.as_ref())))
            .with("props", component::fields(desk, control))
            .with("status", Object::new().with("state", state))
            .with("responsible-roles", component::roles(desk, control))
    }));
    Object::new()
        .with("leveraged-authorizations", leveraged(desk))
        .with("users", users(desk))
        .with("components", components)
}

pub(super) fn this_system(desk: &Desk<'_>) -> Object {
    Object::new()
        .with("uuid", desk.uuid("component", &["this-system"]))
        .with("type", "this-system")
        .with("title", name(desk))
        .with("description", "The system as a whole.")
        .with("status", Object::new().with("state", "operational"))
}

fn part(desk: &Desk<'_>, kind: &str, id: &Text) -> Object {
    let asset = desk.material.register.asset(id);
    let what = asset.map_or("", |asset| text(asset.what.as_ref()));
    let what = if what.trim().is_empty() { "The repository does not say what it is." } else { what };
    Object::new()
        .with("uuid", desk.uuid("component", &[kind, id]))
        .with("type", kind)
        .with("title", shown(id))
        .with("description", what)
        .with("props", asset.map(asset_facts).unwrap_or_default())
        .with("status", Object::new().with("state", "operational"))
        .with(
            "responsible-roles",
            asset.and_then(|asset| desk.role("owner", &asset.owner)).into_iter().collect::<Vec<_>>(),
        )
}

fn asset_facts(asset: &Asset) -> Props {
    Props::new()
        .fact("kind", text(asset.kind.as_ref()))
        .fact("classification", text(asset.classification.as_ref()))
        .fact("critical", if asset.critical { "true" } else { "" })
        .fact("personal-data", if asset.personal_data { "true" } else { "" })
        .fact("location", text(asset.location.as_ref()))
        .facts("vendor", asset.vendors.iter().map(|one| one.value.as_str()))
        .facts("depends-on", asset.depends_on.iter().map(|one| one.value.as_str()))
        .fact("until", asset.until.map(|until| until.value.to_string()).unwrap_or_default())
}

fn document(desk: &Desk<'_>, policy: &crate::model::Policy) -> Object {
    let title = one_line(text(policy.title.as_ref()));
    let title = if title.is_empty() { shown(&policy.id) } else { title };
    let approved = policy.approved.as_ref();
    let at = approved.and_then(|act| act.at.as_ref()).map_or("", |at| at.text.value.as_str());
    let claims = policy.satisfies.pairs().map(|(framework, id)| format!("{}: {}", framework.value, id.value));
    let props = Props::new()
        .fact("id", &policy.id.value)
        .known("version", text(policy.version.as_ref()))
        .fact("approved-by", approved.map_or("", |act| text(act.by.as_ref())))
        .fact("approved-at", at)
        .fact("review", policy.review.map(|review| review.value.to_string()).unwrap_or_default())
        .fact("acknowledged-by", text(policy.acknowledged_by.as_ref()))
        .facts("satisfies", claims);
    Object::new()
        .with("uuid", desk.uuid("policy", &[&policy.id]))
        .with("type", "policy")
        .with("title", title)
        .with("description", format!("The document {}.", policy.path))
        .with("props", props)
        .with(
            "links",
            vec![Object::new().with("href", desk.href(policy.path.as_str())).with("rel", "policy")],
        )
        .with(
            "status",
            Object::new().with("state", if approved.is_some() { "operational" } else { "under-development" }),
        )
        .with("responsible-roles", desk.role("owner", &policy.owner).into_iter().collect::<Vec<_>>())
}

/// The UUID of a vendor's part in the system.
pub(super) fn provider_uuid(desk: &Desk<'_>, vendor: &str) -> String {
    desk.uuid("vendor", &[vendor])
}

fn provider(desk: &Desk<'_>, one: &Subservice) -> Object {
    let vendor = desk.material.register.vendor(&one.vendor);
    let party = desk.organization("vendor", &one.vendor);
    let mut props = Props::new()
        .fact("subservice-method", one.method.map_or("", |method| method.value.word()))
        .facts("monitored-by", one.monitored_by.iter().map(|id| id.value.as_str()));
    if vendor.is_some_and(|vendor| authorized(vendor).is_some()) {
        props = props.known("leveraged-authorization-uuid", &desk.uuid("leveraged", &[&one.vendor]));
    }
    for expected in &one.expects {
        props = statement(props, "expected-control", expected);
    }
    let what = vendor.map_or("", |vendor| text(vendor.what.as_ref()));
    let what = if what.trim().is_empty() { "The repository does not say what it does." } else { what };
    Object::new()
        .with("uuid", provider_uuid(desk, &one.vendor))
        .with("type", "service")
        .with("title", shown(&one.vendor))
        .with("description", what)
        .with("props", props.and(vendor.map(vendor_facts).unwrap_or_default()))
        .with("status", Object::new().with("state", "operational"))
        .with("responsible-roles", vec![desk.role_of("provider", [party])])
}

fn vendor_facts(vendor: &Vendor) -> Props {
    let reviewed = vendor.reviewed.as_ref();
    let at = reviewed.and_then(|act| act.at.as_ref()).map_or("", |at| at.text.value.as_str());
    let reports = vendor.assurance.iter().map(|one| {
        let period = one.period.map(|period| format!(", {}", period.value)).unwrap_or_default();
        let bridge = one.bridge.map(|day| format!(", bridge letter to {}", day.value)).unwrap_or_default();
        let until = one.until.map(|day| format!(", until {}", day.value)).unwrap_or_default();
        let sha256 =
            one.sha256.as_ref().map(|sha256| format!(", sha256 {}", sha256.value)).unwrap_or_default();
        format!("{}{period}{bridge}{until}{sha256}", one.report.value)
    });
    Props::new()
        .fact("critical", if vendor.critical { "true" } else { "" })
        .fact("country", text(vendor.country.as_ref()))
        .fact("owner", text(vendor.owner.as_ref()))
        .fact("reviewed-by", reviewed.map_or("", |act| text(act.by.as_ref())))
        .fact("reviewed-at", at)
        .fact("review-result", text(vendor.verdict.as_ref()))
        .facts("assurance", reports)
}

/// The day on which we last looked at a vendor: OSCAL wants a date with each authorization.
fn authorized(vendor: &Vendor) -> Option<When> {
    vendor.reviewed.as_ref()?.at.as_ref()?.when
}

/// Subservice organisations whose assurance we rely on.
fn leveraged(desk: &Desk<'_>) -> Vec<Object> {
    let register = desk.material.register;
    let used = register.system.iter().flat_map(|system| &system.subservice);
    used.filter_map(|one| {
        let vendor = register.vendor(&one.vendor)?;
        let day = authorized(vendor)?.date(desk.zone);
        (1900..3000).contains(&day.year()).then_some(())?;
        let base = Object::new()
            .with("uuid", desk.uuid("leveraged", &[&one.vendor]))
            .with("title", shown(&one.vendor))
            .with("props", vendor_facts(vendor));
        let dated = base
            .with("party-uuid", desk.organization("vendor", &one.vendor))
            .with("date-authorized", day.to_string());
        Some(dated.with("remarks", "The date is that of our own latest review of the provider."))
    })
    .collect()
}

/// The teams and roles that the system description names.
fn users(desk: &Desk<'_>) -> Vec<Object> {
    let named = desk.material.register.system.iter().flat_map(|system| &system.components.people);
    named.map(|one| Object::new().with("uuid", desk.uuid("user", &[one])).with("title", shown(one))).collect()
}

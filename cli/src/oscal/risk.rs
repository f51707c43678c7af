//! What is to be put right: deviations in operation, findings of audits, corrective actions, and the
//! treatments of risks.

use crate::assess::Exposure;
use crate::interop::oscal::fields::one_line;
use crate::interop::oscal::words::NAMESPACE;
use crate::model::{
    AuditFinding, Criterion, Exception, Incident, InternalAudit, ManagementReview, Moment, Nonconformity,
    NonconformityStatus, Rating, Record, Risk, Task, Text,
};

use crate::oscal::desk::{Desk, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::oscal::weakness::{Entry, State, Weakness};

/// A deviation that a record names.
pub(super) fn exception<'a>(desk: &Desk<'_>, record: &'a Record, one: &'a Exception) -> Weakness<'a> {
    let tasks: Vec<&Task> = one.fix.iter().collect();
    let state = Weakness::state_of(&tasks, desk.material.as_of);
    let naming = record.tested.iter().filter(|tested| {
        let named = |text: Option<&Text>| text.is_some_and(|text| text.value == one.id.value);
        named(tested.exception.as_ref()) || named(tested.result.as_ref())
    });
    let items: Vec<&str> = naming.map(|tested| tested.key.value.as_str()).collect();
    let cause = text(one.cause.as_ref());
    let parts = [
        text(one.what.as_ref()).to_owned(),
        if cause.is_empty() { String::new() } else { format!("Cause: {cause}") },
    ];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let props = Props::new()
        .fact("period", text(record.period.as_ref()))
        .fact("cause", cause)
        .facts("item", &items)
        .fact(
            "tested-items",
            if record.tested.is_empty() { String::new() } else { record.tested.len().to_string() },
        );
    Weakness {
        title: text(one.what.as_ref()).to_owned(),
        description: said.join("\n\n"),
        statement: text(one.effect.as_ref()).to_owned(),
        state,
        tasks,
        response: text(one.response.as_ref()),
        props,
        controls: vec![&record.control],
        ..Weakness::new("exception", vec![record.path.as_str(), &one.id], record.path.as_str())
    }
}

/// A nonconformity.
pub(super) fn nonconformity<'a>(desk: &Desk<'_>, one: &'a Nonconformity) -> Weakness<'a> {
    let tasks: Vec<&Task> = one.contained.iter().chain(&one.action).collect();
    let state = match one.status {
        NonconformityStatus::Closed => State::Closed,
        NonconformityStatus::Open if one.action.is_some() => State::Remediating,
        NonconformityStatus::Open => State::Open,
    };
    let found = one.found.as_ref();
    let against = one.against.pairs().map(|(framework, id)| format!("{}: {}", framework.value, id.value));
    let mut props = Props::new()
        .fact("grade", text(one.grade.as_ref()))
        .facts("against", against)
        .fact("found-in", found.map_or("", |found| text(found.within.as_ref())))
        .fact("found-by", found.map_or("", |found| text(found.by.as_ref())))
        .fact("cause", text(one.cause.as_ref()))
        .fact("similar", text(one.similar.as_ref()));
    if let Some(effective) = &one.effective {
        let checked = effective.checked.is_some_and(|checked| checked.value);
        props = props
            .fact("effectiveness-checked", if checked { "true" } else { "false" })
            .fact("effectiveness", text(effective.how.as_ref()));
    }
    let checked = one
        .effective
        .as_ref()
        .and_then(|checked| entry(desk, "Effectiveness checked", checked.at.as_ref(), checked.by.as_ref()));
    let found = found.and_then(|found| entry(desk, "Found", found.at.as_ref(), None));
    Weakness {
        title: text(one.what.as_ref()).to_owned(),
        description: text(one.what.as_ref()).to_owned(),
        statement: text(one.cause.as_ref()).to_owned(),
        state,
        tasks,
        props,
        controls: one.controls.iter().map(|id| id.value.as_str()).collect(),
        log: found.into_iter().chain(checked).collect(),
        finding: one
            .against
            .pairs()
            .next()
            .map(|(framework, id)| finding(desk, &one.id, text(one.what.as_ref()), framework, id)),
        ..Weakness::new("nonconformity", vec![&one.id], one.path.as_str())
    }
}

fn entry(desk: &Desk<'_>, title: &'static str, at: Option<&Moment>, by: Option<&Text>) -> Option<Entry> {
    let start = desk.moment(at)?;
    Some(Entry { title, description: String::new(), start, by: by.map(|by| desk.party(by)) })
}

/// A finding of an internal audit that no nonconformity takes up.
pub(super) fn audit_finding<'a>(
    desk: &Desk<'_>,
    audit: &'a InternalAudit,
    one: &'a AuditFinding,
) -> Weakness<'a> {
    let of = |criterion: &Criterion| {
        let framework = criterion.of.as_ref().map(|of| format!("{}: ", of.value)).unwrap_or_default();
        format!("{framework}{}", criterion.id.value)
    };
    let auditor = audit.auditor.as_ref().map_or("", |auditor| text(auditor.name.as_ref()));
    let held = audit.held.map(|held| desk.end(held.value.to));
    let log = held.map(|start| Entry { title: "Found", description: String::new(), start, by: None });
    let first = one.against.iter().find_map(|criterion| Some((criterion.of.as_ref()?, &criterion.id)));
    Weakness {
        title: text(one.text.as_ref()).to_owned(),
        description: text(one.text.as_ref()).to_owned(),
        props: Props::new()
            .fact("grade", one.grade.map_or("", |grade| grade.value.word()))
            .facts("against", one.against.iter().map(of))
            .fact("found-in", &audit.id.value)
            .fact("found-by", auditor),
        log: log.into_iter().collect(),
        finding: first.map(|(framework, id)| finding(desk, &one.id, text(one.text.as_ref()), framework, id)),
        ..Weakness::new("audit-finding", vec![&audit.id, &one.id], audit.path.as_str())
    }
}

/// A finding of somebody against a requirement: it is not satisfied.
fn finding(desk: &Desk<'_>, id: &str, what: &str, framework: &str, requirement: &str) -> Object {
    let known = desk.material.register.frameworks.get(framework);
    let token = known.map_or_else(Default::default, crate::oscal::catalog::tokens).get(requirement);
    let title = one_line(what);
    let title = if title.is_empty() { one_line(id) } else { format!("{}: {title}", one_line(id)) };
    let target = Object::new()
        .with("type", "objective-id")
        .with("target-id", format!("{token}_obj"))
        .with("props", Props::new().fact("framework", framework).fact("requirement", requirement))
        .with("status", Object::new().with("state", "not-satisfied").with("reason", "fail"));
    Object::new()
        .with("uuid", desk.uuid("audit-finding", &[id]))
        .with("title", &title)
        .with("description", if what.trim().is_empty() { title.as_str() } else { what })
        .with("target", target)
}

/// A decision of a management review.
pub(super) fn decision<'a>(
    desk: &Desk<'_>,
    review: &'a ManagementReview,
    number: usize,
) -> Option<Weakness<'a>> {
    let one = review.decisions.as_ref()?.get(number)?;
    let id = one.id.as_ref().map_or(review.id.value.as_str(), |id| id.value.as_str());
    let log = review.held.map(|held| Entry {
        title: "Decided",
        description: String::new(),
        start: desk.begin(held.value),
        by: None,
    });
    let said = text(one.task.what.as_ref());
    Some(Weakness {
        title: said.to_owned(),
        description: said.to_owned(),
        state: Weakness::state_of(&[&one.task], desk.material.as_of),
        tasks: vec![&one.task],
        props: Props::new().fact("decided-in", &review.id.value),
        log: log.into_iter().collect(),
        ..Weakness::new("decision", vec![&review.id, said, id], review.path.as_str())
    })
}

/// An incident of which something is still to be done.
pub(super) fn incident<'a>(desk: &Desk<'_>, one: &'a Incident) -> Weakness<'a> {
    let tasks: Vec<&Task> = one.actions.iter().collect();
    let events = [("Began", &one.began), ("Noticed", &one.aware), ("Ended", &one.ended)];
    Weakness {
        title: text(one.what.as_ref()).to_owned(),
        description: text(one.what.as_ref()).to_owned(),
        statement: text(one.effect.as_ref()).to_owned(),
        state: Weakness::state_of(&tasks, desk.material.as_of),
        tasks,
        props: Props::new()
            .fact("severity", one.severity.map(|one| one.value.to_string()).unwrap_or_default())
            .facts("criterion", one.criteria.iter().map(|one| one.value.as_str()))
            .fact(
                "personal-data",
                one.personal_data.map_or("", |one| if one.value { "true" } else { "false" }),
            )
            .fact("cause", text(one.cause.as_ref()))
            .facts("risk", one.risks.iter().map(|one| one.value.as_str())),
        controls: one.controls.iter().map(|one| one.value.as_str()).collect(),
        log: events.into_iter().filter_map(|(title, at)| entry(desk, title, at.as_ref(), None)).collect(),
        ..Weakness::new("incident", vec![&one.id], one.path.as_str())
    }
}

/// A risk of the register with its treatment.
pub(super) fn risk<'a>(desk: &Desk<'_>, exposure: &Exposure<'a>) -> Weakness<'a> {
    let one: &'a Risk = exposure.risk;
    let tasks: Vec<&Task> = one.plan.iter().collect();
    let until = one.acceptance.as_ref().and_then(|acceptance| acceptance.until);
    let holds = one.acceptance.is_some() && until.is_none_or(|until| until.value >= desk.material.as_of);
    let state = match Weakness::state_of(&tasks, desk.material.as_of) {
        State::Remediating => State::Remediating,
        State::Closed | State::Open | State::Accepted if holds => State::Accepted,
        // A plan that is done does not make the risk go away.
        State::Closed | State::Open | State::Accepted => State::Open,
    };
    let above = match exposure.above_appetite {
        Some(true) => "above",
        Some(false) => "within",
        None => "cannot be told",
    };
    let level = exposure.rated().map_or("", |rated| rated.title.as_str());
    let because = one.acceptance.as_ref().map_or("", |acceptance| text(acceptance.because.as_ref()));
    let acts = [("Reviewed", one.reviewed.as_ref()), ("Treatment approved", one.approved.as_ref())];
    let accepted = one.acceptance.as_ref().map(|acceptance| ("Accepted", Some(&acceptance.act)));
    let log = acts.into_iter().chain(accepted).filter_map(|(title, act)| {
        let act = act?;
        entry(desk, title, act.at.as_ref(), act.by.as_ref())
    });
    let rated = [("initial", one.inherent), ("adjusted", one.residual)];
    Weakness {
        title: text(one.title.as_ref()).to_owned(),
        description: text(one.title.as_ref()).to_owned(),
        statement: text(one.scenario.as_ref()).to_owned(),
        state,
        tasks,
        response: because,
        props: Props::new()
            .fact("owner", desk.program.name_of(text(one.owner.as_ref())))
            .fact("treatment", text(one.treatment.as_ref()))
            .fact("level", level)
            .fact("appetite", above)
            .fact("controls-behind-it", exposure.support.word())
            .facts("asset", one.assets.iter().map(|asset| asset.value.as_str()))
            .fact("accepted-until", until.map(|until| until.value.to_string()).unwrap_or_default()),
        log: log.collect(),
        characterizations: rated
            .into_iter()
            .filter_map(|(state, rating)| Some(rating_of(desk, state, rating?)))
            .collect(),
        mitigating: one.controls.iter().collect(),
        lasting: state == State::Open && one.acceptance.is_none() && exposure.above_appetite == Some(false),
        ..Weakness::new("risk", vec![&one.id], one.path.as_str())
    }
}

/// Likelihood and impact on the method's own scales, without controls and with them.
fn rating_of(desk: &Desk<'_>, state: &str, rating: Rating) -> Object {
    let facet = |name: &str, value: u64| {
        Object::new()
            .with("name", name)
            .with("system", NAMESPACE)
            .with("value", value.to_string())
            .with("props", Props::new().known("state", state))
    };
    let actor = Object::new().with("type", "party").with("actor-uuid", desk.own_party());
    Object::new().with("origin", Object::new().with("actors", vec![actor])).with(
        "facets",
        vec![facet("likelihood", rating.likelihood.value), facet("impact", rating.impact.value)],
    )
}

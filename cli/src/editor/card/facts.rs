//! What is known of each sort of thing, a few lines each.

use crate::assess::{Counts, Holding, clocks_of};
use crate::calendar::CompanyZone;
use crate::editor::View;
use crate::editor::card::{Card, Linked};
use crate::editor::thing::{Sort, Thing};
use crate::model::{
    Act, Control, Framework, Incident, Policy, Rating, Risk, SoaDecision, Task, Text, Vendor,
};
use crate::place::Location;

pub(super) type Facts = Vec<(&'static str, String)>;

pub(super) fn facts(view: &View<'_>, thing: &Thing) -> Facts {
    let register = view.register;
    let id = thing.id.as_str();
    let found = match thing.sort {
        Sort::Control => register.controls.get(id).map(|control| of_control(view, control)),
        Sort::Risk => register.risks.get(id).map(|risk| of_risk(view, risk)),
        Sort::Policy | Sort::Document => register
            .policies
            .get(id)
            .or_else(|| register.isms_documents.get(id))
            .map(|policy| of_policy(view, policy)),
        Sort::Population => Some(of_population(view, id)),
        Sort::Person | Sort::Team => Some(of_person(view, id)),
        Sort::Vendor => register.vendor(id).map(|vendor| of_vendor(view, vendor)),
        Sort::Asset => register.asset(id).map(|asset| {
            let mut facts = Facts::new();
            put(&mut facts, "kind", asset.kind.as_ref());
            facts.push(("owner", name(view, asset.owner.as_ref())));
            put(&mut facts, "classification", asset.classification.as_ref());
            facts.push(("critical", yes(asset.critical)));
            facts.push(("personal data", yes(asset.personal_data)));
            facts
        }),
        Sort::Audit => Some(of_audit(view, id)),
        Sort::Incident => register.incidents.get(id).map(|incident| of_incident(view, incident)),
        Sort::InternalAudit => register.internal_audits.get(id).map(|audit| {
            let mut facts = Facts::new();
            let auditor = audit.auditor.as_ref().and_then(|auditor| auditor.name.as_ref());
            facts.push(("auditor", name(view, auditor)));
            facts.extend(audit.held.map(|held| ("held", held.value.to_string())));
            facts.extend(audit.findings.as_ref().map(|all| ("findings", all.len().to_string())));
            facts
        }),
        Sort::ManagementReview => register.management_reviews.get(id).map(|review| {
            let mut facts = Facts::new();
            facts.extend(review.held.map(|held| ("held", held.value.to_string())));
            facts.push(("inputs", format!("{} of 10", review.inputs.len())));
            for decision in review.decisions.iter().flatten() {
                facts.push(("decision", task(view, &decision.task)));
            }
            facts
        }),
        Sort::Nonconformity => register.nonconformities.get(id).map(|one| {
            let mut facts = vec![("status", one.status.word().to_owned())];
            put(&mut facts, "grade", one.grade.as_ref());
            put(&mut facts, "cause", one.cause.as_ref());
            facts.extend(one.action.as_ref().map(|action| ("action", task(view, action))));
            facts
        }),
        Sort::Framework => register.frameworks.get(id).map(|known| of_framework(view, known)),
        Sort::Requirement => Some(of_requirement(view, thing)),
        Sort::File => register.file(id).map(|file| vec![("bytes", file.size.to_string())]),
        Sort::Rule | Sort::Period => None,
    };
    found.unwrap_or_default()
}

fn of_control(view: &View<'_>, control: &Control) -> Facts {
    let mut facts = Facts::new();
    put(&mut facts, "statement", control.statement.as_ref());
    facts.push(("status", control.status.word().to_owned()));
    facts.push(("cadence", control.cadence.value.to_string()));
    facts.push(("owner", name(view, control.owner.as_ref())));
    if control.performer.is_some() {
        facts.push(("performer", name(view, control.performer.as_ref())));
    }
    if control.reviewer.is_some() {
        facts.push(("reviewer", name(view, control.reviewer.as_ref())));
    }
    let Some(assessed) = view.assessment.control(&control.id) else { return facts };
    let counts = Counts::of(&assessed.occurrences);
    let window = view.assessment.window;
    let words =
        format!("{} of {} on file, {} on time ({window})", counts.on_file, counts.expected, counts.on_time);
    facts.push(("evidence", words));
    let latest = assessed.occurrences.iter().rev().find(|one| one.status.is_on_file());
    facts.extend(latest.map(|one| ("latest", format!("{}: {}", one.period.name, one.status.word()))));
    let next = assessed.occurrences.iter().find(|one| !one.status.is_on_file());
    facts.extend(
        next.map(|one| ("next", format!("{}: {}, due {}", one.period.name, one.status.word(), one.due))),
    );
    facts
}

fn of_risk(view: &View<'_>, risk: &Risk) -> Facts {
    let mut facts = Facts::new();
    put(&mut facts, "scenario", risk.scenario.as_ref());
    facts.push(("owner", name(view, risk.owner.as_ref())));
    let built_in = crate::model::Method::default();
    let method = view.register.method.as_ref().unwrap_or(&built_in);
    let rating = |rating: Option<Rating>| {
        let rating = rating?;
        let level = method.level_of(rating).map_or("no level", |level| level.title());
        Some(format!("{level} ({} × {})", rating.likelihood.value, rating.impact.value))
    };
    facts.extend(rating(risk.inherent).map(|words| ("inherent", words)));
    facts.extend(rating(risk.residual).map(|words| ("residual", words)));
    put(&mut facts, "treatment", risk.treatment.as_ref());
    facts.extend(risk.plan.as_ref().map(|plan| ("plan", task(view, plan))));
    facts.extend(risk.reviewed.as_ref().map(|one| ("reviewed", act(view, one))));
    facts.extend(risk.approved.as_ref().map(|one| ("approved", act(view, one))));
    if let Some(acceptance) = &risk.acceptance {
        let until =
            acceptance.until.map_or_else(|| "no last day".to_owned(), |until| until.value.to_string());
        facts.push(("accepted", format!("{}, until {until}", act(view, &acceptance.act))));
    }
    facts
}

fn of_policy(view: &View<'_>, policy: &Policy) -> Facts {
    let mut facts = Facts::new();
    put(&mut facts, "version", policy.version.as_ref());
    facts.push(("owner", name(view, policy.owner.as_ref())));
    let approved = policy.approved.as_ref().map_or_else(|| "no".to_owned(), |one| act(view, one));
    facts.push(("approved", approved));
    facts.extend(policy.review.map(|review| ("review", review.value.to_string())));
    facts
}

fn of_population(view: &View<'_>, id: &str) -> Facts {
    let mut facts = Facts::new();
    if let Some(known) = view.register.populations.get(id) {
        put(&mut facts, "source", known.source.as_ref());
        facts.push(("owner", name(view, known.owner.as_ref())));
        put(&mut facts, "key", known.key.as_ref());
        put(&mut facts, "complete because", known.complete_because.as_ref());
    }
    let lists = view.register.extractions.iter().filter(|one| *one.population == *id);
    let periods: Vec<String> = lists
        .map(|one| {
            let period = one.period.as_ref().map_or("no period", |period| period.value.as_str());
            let rows = one.rows.map_or_else(|| "?".to_owned(), |rows| rows.value.to_string());
            format!("{period} ({rows})")
        })
        .collect();
    facts.push(("lists (rows)", if periods.is_empty() { "none".to_owned() } else { periods.join(", ") }));
    facts
}

fn of_person(view: &View<'_>, id: &str) -> Facts {
    let mut facts = Facts::new();
    let Some(program) = &view.register.program else { return facts };
    if let Some(person) = program.person(id) {
        put(&mut facts, "role", person.role.as_ref());
        put(&mut facts, "mail", person.email.as_ref());
        facts.extend(person.until.map(|until| ("until", until.value.to_string())));
        let teams = program.teams.iter().filter(|team| team.members.iter().any(|member| **member == *id));
        let teams: Vec<&str> = teams.map(|team| team.short.value.as_str()).collect();
        if !teams.is_empty() {
            facts.push(("teams", teams.join(", ")));
        }
    }
    facts
}

fn of_vendor(view: &View<'_>, vendor: &Vendor) -> Facts {
    let mut facts = vec![("owner", name(view, vendor.owner.as_ref())), ("critical", yes(vendor.critical))];
    put(&mut facts, "country", vendor.country.as_ref());
    facts.extend(vendor.reviewed.as_ref().map(|one| ("reviewed", act(view, one))));
    put(&mut facts, "result", vendor.verdict.as_ref());
    for one in &vendor.assurance {
        let period = one.period.map(|period| format!(", {}", period.value)).unwrap_or_default();
        let until = one.until.map(|until| format!(", valid to {}", until.value)).unwrap_or_default();
        let bridge =
            one.bridge.map(|bridge| format!(", bridge letter to {}", bridge.value)).unwrap_or_default();
        facts.push(("report", format!("{}{period}{until}{bridge}", one.report.value)));
    }
    facts
}

fn of_audit(view: &View<'_>, id: &str) -> Facts {
    let mut facts = Facts::new();
    let audit = view.register.program.as_ref().and_then(|program| program.audit(id));
    let Some(audit) = audit else { return facts };
    put(&mut facts, "framework", audit.framework.as_ref());
    facts.extend(audit.kind.map(|kind| ("type", kind.value.title().to_owned())));
    facts.extend(audit.window.map(|window| ("window", window.value.to_string())));
    put(&mut facts, "firm", audit.firm.as_ref());
    put(&mut facts, "previous", audit.previous.as_ref());
    let lists = view.register.requests.iter().filter(|list| *list.audit == *id);
    let requests: Vec<_> = lists.flat_map(|list| &list.requests).collect();
    if !requests.is_empty() {
        let open = requests.iter().filter(|request| request.status.is_ours()).count();
        facts.push(("requests", format!("{}, {open} to answer", requests.len())));
    }
    facts
}

fn of_incident(view: &View<'_>, incident: &Incident) -> Facts {
    let mut facts = Facts::new();
    for (label, moment) in
        [("began", &incident.began), ("aware", &incident.aware), ("ended", &incident.ended)]
    {
        facts.extend(moment.as_ref().map(|moment| (label, moment.text.value.clone())));
    }
    facts.extend(incident.severity.map(|severity| ("severity", severity.value.to_string())));
    put(&mut facts, "effect", incident.effect.as_ref());
    put(&mut facts, "cause", incident.cause.as_ref());
    let zone = view.register.program.as_ref().map_or_else(CompanyZone::utc, |program| program.zone.clone());
    for clock in clocks_of(view.register, incident, view.as_of) {
        let limit = clock.limit.map(|limit| format!(", limit {}", zone.shown(limit))).unwrap_or_default();
        facts.push(("report", format!("{}: {}{limit}", clock.title(), clock.state.word())));
    }
    for action in &incident.actions {
        facts.push(("action", task(view, action)));
    }
    facts
}

fn of_framework(view: &View<'_>, framework: &Framework) -> Facts {
    let id = framework.id.as_str();
    let scope = view.register.program.as_ref().is_some_and(|program| program.scope(id).is_some());
    vec![
        ("in scope", yes(scope)),
        ("requirements", framework.requirements.len().to_string()),
        ("named by a control in force", view.register.claimed(id).len().to_string()),
    ]
}

fn of_requirement(view: &View<'_>, thing: &Thing) -> Facts {
    let mut facts = Facts::new();
    let register = view.register;
    facts.extend(register.frameworks.get(&thing.of).map(|known| ("framework", known.title().to_owned())));
    let claims = register.controls.by_id().filter(|one| one.satisfies.names(&thing.of, &thing.id));
    let claims: Vec<String> = claims
        .map(|control| {
            let draft = format!("{} ({})", control.id.value, control.status.word());
            if control.is_active() { control.id.value.clone() } else { draft }
        })
        .collect();
    facts.push(("controls", if claims.is_empty() { "none".to_owned() } else { claims.join(", ") }));
    let decided = register.soas.iter().filter(|soa| *soa.framework == *thing.of);
    let decided = decided.filter_map(|soa| soa.decisions.get(&thing.id));
    facts.extend(decided.map(|decision| ("decision", decision_in_words(view, decision))));
    let held: Vec<&str> = Holding::of(&thing.id)
        .iter()
        .filter(|holding| thing.of == "iso27001" && holding.is_held(register))
        .map(|holding| holding.words())
        .collect();
    if !held.is_empty() {
        facts.push(("answered by", held.join(", ")));
    }
    for crosswalk in &register.crosswalks {
        let (left, right) = (crosswalk.source.value.as_str(), crosswalk.target.value.as_str());
        let (other, forward) = match thing.of.as_str() {
            of if of == left => (right, true),
            of if of == right => (left, false),
            _ => continue,
        };
        let rows = crosswalk.mappings.iter().filter_map(|row| {
            let (own, theirs) = if forward { (&row.source, &row.target) } else { (&row.target, &row.source) };
            (own.value == thing.id).then_some(theirs.value.as_str())
        });
        let rows: Vec<&str> = rows.collect();
        if !rows.is_empty() {
            facts.push(("near, suggested", format!("{other} {}", rows.join(", "))));
        }
    }
    facts
}

/// `planned by 2026-12-15, priya (Priya Raman): contract`
fn decision_in_words(view: &View<'_>, decision: &SoaDecision) -> String {
    let status = match (decision.excludes(), &decision.status) {
        (true, _) => "does not apply",
        (false, Some(status)) => status.as_str(),
        (false, None) => "applies",
    };
    let due = decision.due.map(|due| format!(" by {}", due.value)).unwrap_or_default();
    let owner = decision.owner.as_ref().map(|owner| format!(", {}", name(view, Some(owner))));
    let because: Vec<&str> = decision.because.iter().map(|because| because.value.trim()).collect();
    let because = if because.is_empty() { String::new() } else { format!(": {}", because.join("; ")) };
    format!("{status}{due}{}{because}", owner.unwrap_or_default())
}

/// Exceptions are called by an id and have no file of their own.
pub(super) fn exceptions(view: &View<'_>, query: &str) -> Vec<Card> {
    let all = view.register.records.iter().flat_map(|record| {
        record.exceptions.iter().filter(|one| *one.id == *query).map(move |one| (record, one))
    });
    all.map(|(record, one)| {
        let mut facts = Facts::new();
        facts.push(("record", record.path.to_string()));
        put(&mut facts, "cause", one.cause.as_ref());
        put(&mut facts, "effect", one.effect.as_ref());
        facts.extend(one.fix.as_ref().map(|fix| ("fix", task(view, fix))));
        put(&mut facts, "response", one.response.as_ref());
        let control = view.register.controls.get(&record.control);
        let title = control.and_then(|control| control.title.as_ref());
        Card {
            sort: "exception",
            of: String::new(),
            id: query.to_owned(),
            title: one.what.as_ref().map(|what| what.value.clone()).unwrap_or_default(),
            at: Some(Location { file: record.file, span: one.id.span }),
            facts,
            names: vec![Linked {
                sort: "control",
                id: record.control.value.clone(),
                title: title.map(|title| title.value.clone()).unwrap_or_default(),
            }],
            named_by: Vec::new(),
        }
    })
    .collect()
}

pub(super) fn put(facts: &mut Facts, label: &'static str, text: Option<&Text>) {
    facts.extend(text.map(|text| (label, text.value.clone())));
}

fn yes(flag: bool) -> String {
    if flag { "yes".to_owned() } else { "no".to_owned() }
}

/// `priya (Priya Raman)`
pub(super) fn name(view: &View<'_>, short: Option<&Text>) -> String {
    let Some(short) = short else { return "nobody".to_owned() };
    let full = view.register.program.as_ref().map_or(short.as_str(), |program| program.name_of(short));
    if full == short.value { short.value.clone() } else { format!("{} ({full})", short.value) }
}

pub(super) fn act(view: &View<'_>, act: &Act) -> String {
    let at = act.at.as_ref().map_or("no date", |at| at.text.value.as_str());
    format!("{at} by {}", name(view, act.by.as_ref()))
}

pub(super) fn task(view: &View<'_>, task: &Task) -> String {
    let what = task.what.as_ref().map_or("nothing said", |what| what.value.trim());
    let state = match (task.due, task.done) {
        (_, Some(done)) => format!("done {}", done.value),
        (Some(due), None) => format!("due {}", due.value),
        (None, None) => "no day".to_owned(),
    };
    format!("{what} ({}, {state})", name(view, task.owner.as_ref()))
}

//! Entries that have an id and no file of their own: objectives, processing of personal data, what the
//! system description commits to and expects, what a management review decided.

use crate::editor::View;
use crate::editor::card::facts::{Facts, act, name, put, task};
use crate::editor::card::{Card, Linked, linked};
use crate::editor::thing::{Sort, Thing};
use crate::model::{Activity, ManagementReview, Objective, Satisfies, Statement, Text};
use crate::place::{FileId, Location};

/// The entries that are called so.
pub(super) fn entries(view: &View<'_>, query: &str) -> Vec<Card> {
    let register = view.register;
    let mut cards = Vec::new();
    if let Some(file) = &register.objectives {
        let called = file.objectives.iter().filter(|one| *one.id == *query);
        cards.extend(called.map(|one| objective(view, file.file, one)));
    }
    let called = register.activities.iter().filter(|one| *one.id == *query);
    cards.extend(called.map(|one| activity(view, one)));
    if let Some(system) = &register.system {
        let with = |sort: &'static str, one: &Statement| statement(view, system.file, sort, one);
        let called = |one: &&Statement| *one.id == *query;
        cards.extend(system.commitments.iter().filter(called).map(|one| with("commitment", one)));
        let expected = system.user_entity_controls.iter().filter(called);
        cards.extend(expected.map(|one| with("user entity control", one)));
        for subservice in &system.subservice {
            cards.extend(subservice.expects.iter().filter(called).map(|one| {
                let mut card = with("expected control", one);
                card.facts.push(("expected of", subservice.vendor.value.clone()));
                let watching =
                    subservice.monitored_by.iter().map(|id| Thing::new(Sort::Control, id.as_str()));
                let vendor = Thing::new(Sort::Vendor, subservice.vendor.as_str());
                card.names.extend(linked(view, watching.chain([vendor])));
                card
            }));
        }
    }
    cards.extend(register.management_reviews.by_id().flat_map(|review| decisions(view, review, query)));
    cards
}

/// Every id of an entry, to tell what was meant.
pub(super) fn ids<'a>(view: &'a View<'_>) -> impl Iterator<Item = &'a str> {
    let register = view.register;
    let objectives = register.objectives.iter().flat_map(|file| &file.objectives).map(|one| &one.id);
    let activities = register.activities.iter().map(|one| &one.id);
    let statements = register.system.iter().flat_map(|system| {
        let expected = system.subservice.iter().flat_map(|one| &one.expects);
        system.commitments.iter().chain(&system.user_entity_controls).chain(expected).map(|one| &one.id)
    });
    let reviews = register.management_reviews.all().iter();
    let decided =
        reviews.flat_map(|review| review.decisions.iter().flatten()).filter_map(|one| one.id.as_ref());
    objectives.chain(activities).chain(statements).chain(decided).map(|id| id.value.as_str())
}

fn card(
    sort: &'static str,
    id: &Text,
    title: Option<&Text>,
    file: FileId,
    facts: Facts,
    names: Vec<Linked>,
) -> Card {
    Card {
        sort,
        of: String::new(),
        id: id.value.clone(),
        title: title.map(|title| title.value.clone()).unwrap_or_default(),
        at: Some(Location { file, span: id.span }),
        facts,
        names,
        named_by: Vec::new(),
    }
}

fn objective(view: &View<'_>, file: FileId, one: &Objective) -> Card {
    let mut facts = Facts::new();
    put(&mut facts, "measure", one.measure.as_ref());
    put(&mut facts, "target", one.target.as_ref());
    facts.push(("owner", name(view, one.owner.as_ref())));
    facts.extend(one.due.map(|due| ("due", due.value.to_string())));
    put(&mut facts, "status", one.status.as_ref());
    for result in &one.results {
        let said = |text: &Option<Text>| text.as_ref().map_or("", |text| text.value.as_str()).to_owned();
        let note = result.note.as_ref().map(|note| format!(" ({})", note.value)).unwrap_or_default();
        facts.push(("measured", format!("{}: {}{note}", said(&result.period), said(&result.value))));
    }
    let controls = one.controls.iter().map(|id| Thing::new(Sort::Control, id.as_str()));
    let names = linked(view, controls.chain(requirements(&one.satisfies)));
    card("objective", &one.id, one.what.as_ref(), file, facts, names)
}

fn activity(view: &View<'_>, one: &Activity) -> Card {
    let mut facts = Facts::new();
    let list = |texts: &[Text]| texts.iter().map(|text| text.value.as_str()).collect::<Vec<_>>().join(", ");
    put(&mut facts, "role", one.role.as_ref());
    facts.push(("owner", name(view, one.owner.as_ref())));
    for (label, texts) in [("purpose", &one.purpose), ("subjects", &one.subjects), ("data", &one.data)] {
        facts.extend((!texts.is_empty()).then(|| (label, list(texts))));
    }
    put(&mut facts, "basis", one.basis.as_ref());
    put(&mut facts, "erased", one.erased.as_ref());
    facts.extend(one.reviewed.as_ref().map(|reviewed| ("reviewed", act(view, reviewed))));
    let of = |sort: Sort, ids: &[Text]| {
        ids.iter().map(move |id| Thing::new(sort, id.as_str())).collect::<Vec<_>>()
    };
    let vendors =
        one.recipients.iter().filter(|id| view.register.vendor(id).is_some()).cloned().collect::<Vec<_>>();
    let things = [of(Sort::Control, &one.measures), of(Sort::Asset, &one.assets), of(Sort::Vendor, &vendors)];
    card(
        "processing",
        &one.id,
        one.what.as_ref(),
        one.file,
        facts,
        linked(view, things.into_iter().flatten()),
    )
}

fn statement(view: &View<'_>, file: FileId, sort: &'static str, one: &Statement) -> Card {
    let mut facts = Facts::new();
    put(&mut facts, "source", one.source.as_ref());
    card(sort, &one.id, one.text.as_ref(), file, facts, linked(view, requirements(&one.satisfies)))
}

fn decisions(view: &View<'_>, review: &ManagementReview, query: &str) -> Vec<Card> {
    let all = review.decisions.iter().flatten();
    let called = all.filter_map(|one| Some((one, one.id.as_ref().filter(|id| ***id == *query)?)));
    called
        .map(|(one, id)| {
            let facts = vec![("decided", task(view, &one.task))];
            let names = linked(view, [Thing::new(Sort::ManagementReview, review.id.as_str())].into_iter());
            card("decision", id, one.task.what.as_ref(), review.file, facts, names)
        })
        .collect()
}

fn requirements(satisfies: &Satisfies) -> impl Iterator<Item = Thing> {
    satisfies.pairs().map(|(framework, id)| Thing::requirement(framework.value.clone(), id.as_str()))
}

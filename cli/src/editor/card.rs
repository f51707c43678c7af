//! One thing with everything that is linked to it, both ways.
//!
//! In: a [`View`] and an id as somebody would say it (`AC-02`, `soc2:CC6.1`, `priya`, a path). Out: a
//! [`Card`] for each thing that is called so. Links are the mentions of the files, so whatever an
//! editor can jump to, a card shows.

mod entries;
mod facts;

use std::collections::{BTreeMap, BTreeSet};

use crate::editor::View;
use crate::editor::navigate::title_of;
use crate::editor::thing::{Mention, Role, Sort, Thing, entity_of};
use crate::place::{FileId, Location, RepoPath};

/// Something linked, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// `control`, `requirement`, `record`
    pub sort: &'static str,
    /// Its id; for a requirement with its framework in front, for a record its path.
    pub id: String,
    /// Its title; empty when it has none.
    pub title: String,
}

/// One thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// `control`, `requirement`, `exception`
    pub sort: &'static str,
    /// The framework of a requirement; else empty.
    pub of: String,
    /// Its id.
    pub id: String,
    /// Its title; empty when it has none.
    pub title: String,
    /// Where it is defined; `None` for what is compiled in.
    pub at: Option<Location>,
    /// What is known of it, in the order in which it is told.
    pub facts: Vec<(&'static str, String)>,
    /// What it names.
    pub names: Vec<Linked>,
    /// What names it.
    pub named_by: Vec<Linked>,
}

/// The things that are called so, by sort.
pub fn cards(view: &View<'_>, query: &str) -> Vec<Card> {
    let mut things: BTreeMap<Thing, Option<Location>> = BTreeMap::new();
    let framework = query.split_once(':');
    for mention in view.mentions.iter().filter(|mention| mention.role == Role::Defines) {
        let thing = &mention.thing;
        let asked = thing.id == query || framework.is_some_and(|(of, id)| thing.of == of && thing.id == id);
        if asked {
            things.entry(thing.clone()).or_insert(Some(mention.at));
        }
    }
    for known in view.register.frameworks.values() {
        let id = match framework {
            Some((of, id)) if known.id.value == of => id,
            Some(_) | None => query,
        };
        if known.id.value == query {
            things.entry(Thing::new(Sort::Framework, query)).or_insert(None);
        }
        let in_scope = |of: &str| view.register.program.as_ref().is_some_and(|all| all.scope(of).is_some());
        let meant = framework.is_none_or(|(of, _)| of == known.id.value);
        if meant && known.requirement(id).is_some() && (framework.is_some() || in_scope(&known.id)) {
            things.entry(Thing::requirement(known.id.value.clone(), id)).or_insert(None);
        }
    }
    if let Some(file) = view.register.file(query) {
        things.entry(Thing::new(Sort::File, query)).or_insert(Some(Location::start_of(file.file)));
    }
    let mut cards: Vec<Card> = things.into_iter().map(|(thing, at)| card(view, &thing, at)).collect();
    cards.extend(facts::exceptions(view, query));
    // What is a thing already, under whatever sort, is told once for each place.
    let told: BTreeSet<Location> = cards.iter().filter_map(|card| card.at).collect();
    let own = entries::entries(view, query).into_iter();
    cards.extend(own.filter(|card| card.at.is_none_or(|at| !told.contains(&at))));
    cards
}

/// Every id that a card can be asked for, to tell what was meant.
pub fn ids<'a>(view: &'a View<'_>) -> BTreeSet<&'a str> {
    let defined = view.mentions.iter().filter(|mention| mention.role == Role::Defines);
    let frameworks = view.register.frameworks.values();
    let requirements = frameworks.flat_map(|known| &known.requirements).map(|known| known.id.value.as_str());
    let records = view.register.records.iter();
    let exceptions = records.flat_map(|record| &record.exceptions).map(|one| one.id.value.as_str());
    let defined = defined.map(|mention| mention.thing.id.as_str());
    defined
        .chain(view.register.frameworks.keys().map(String::as_str))
        .chain(requirements)
        .chain(exceptions)
        .chain(entries::ids(view))
        .collect()
}

fn card(view: &View<'_>, thing: &Thing, at: Option<Location>) -> Card {
    Card {
        sort: thing.sort.word(),
        of: thing.of.clone(),
        id: thing.id.clone(),
        title: title_of(view, thing).unwrap_or_default(),
        at,
        facts: facts::facts(view, thing),
        names: at.map(|at| named_in(view, thing, at)).unwrap_or_default(),
        named_by: linked(
            view,
            view.mentions
                .iter()
                .filter(|one| one.role == Role::Names && meant(view, &one.thing) == *thing)
                .map(|one| namer(view, one)),
        ),
    }
}

/// What a definition names: all of its file, or the part of it that belongs to it.
fn named_in(view: &View<'_>, thing: &Thing, at: Location) -> Vec<Linked> {
    let whole = thing.sort == Sort::File || is_one_thing(view, at.file);
    let own = view.mentions.iter().filter(|one| one.at.file == at.file);
    let next = own.clone().find(|one| one.role == Role::Defines && one.at.span.start > at.span.start);
    let end = next.map_or(u32::MAX, |next| next.at.span.start);
    let inside = |one: &&Mention| whole || (at.span.start <= one.at.span.start && one.at.span.start < end);
    let named = own.filter(inside).filter(|one| one.role == Role::Names && one.thing != *thing);
    linked(view, named.map(|one| one.thing.clone()))
}

/// True for files that are one thing, with its id at the root.
fn is_one_thing(view: &View<'_>, file: FileId) -> bool {
    view.kind(file).and_then(entity_of).is_some_and(|sort| sort != Sort::Framework)
}

/// The thing in whose definition a mention stands, else the file.
fn namer(view: &View<'_>, mention: &Mention) -> Thing {
    let own = view.mentions.iter().filter(|one| one.at.file == mention.at.file && one.role == Role::Defines);
    let found = if is_one_thing(view, mention.at.file) {
        own.clone().next()
    } else {
        own.rev().find(|one| one.at.span.start <= mention.at.span.start)
    };
    found.map_or_else(
        || Thing::new(Sort::File, view.register.path(mention.at.file).as_str()),
        |one| one.thing.clone(),
    )
}

/// Each thing once, by sort and id; periods and files beside a record say nothing by themselves.
fn linked(view: &View<'_>, things: impl Iterator<Item = Thing>) -> Vec<Linked> {
    let things = things.filter(|thing| thing.sort != Sort::Period).map(|thing| meant(view, &thing));
    let things: BTreeSet<Thing> = things.collect();
    let told = |thing: Thing| Linked {
        sort: word(&thing),
        title: title_of(view, &thing).unwrap_or_default(),
        id: if thing.of.is_empty() { thing.id } else { format!("{}:{}", thing.of, thing.id) },
    };
    things.into_iter().map(told).collect()
}

/// Where systems are named, a vendor may stand as well.
fn meant(view: &View<'_>, thing: &Thing) -> Thing {
    let id = thing.id.as_str();
    let is_vendor =
        thing.sort == Sort::Asset && view.register.asset(id).is_none() && view.register.vendor(id).is_some();
    if is_vendor { Thing::new(Sort::Vendor, id) } else { thing.clone() }
}

/// The word for a linked thing: an evidence record is more than a file.
fn word(thing: &Thing) -> &'static str {
    let is_record =
        thing.sort == Sort::File && thing.id.starts_with("evidence/") && RepoPath::new(&thing.id).is_yaml();
    if is_record { "record" } else { thing.sort.word() }
}

//! Where a thing is defined, who names it, what a file or the repository holds.

use crate::editor::View;
use crate::editor::thing::{Mention, Role, Sort, Thing};
use crate::place::{FileId, Location};
use crate::rules::find;

/// Something with an id, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The thing.
    pub thing: Thing,
    /// Its title; empty when it has none.
    pub title: String,
    /// Where its id stands.
    pub at: Location,
}

/// Where the thing at a byte is defined. Built-in catalogs have no file, so their ids lead nowhere.
pub fn definition(view: &View<'_>, file: FileId, offset: usize) -> Vec<Location> {
    let Some(mention) = view.mention_at(file, offset) else { return Vec::new() };
    match mention.thing.sort {
        Sort::File => view
            .register
            .file(&mention.thing.id)
            .map(|file| Location::start_of(file.file))
            .into_iter()
            .collect(),
        Sort::Period => {
            let assessed = view.assessment.control(&mention.thing.of);
            let occurrences = assessed.into_iter().flat_map(|assessed| &assessed.occurrences);
            let paths = occurrences
                .filter(|one| one.period.name == mention.thing.id)
                .filter_map(|one| view.register.file(one.path.as_ref()?.as_str()));
            paths.map(|file| Location::start_of(file.file)).collect()
        }
        _ => of(view, &mention.thing).filter(|one| one.role == Role::Defines).map(|one| one.at).collect(),
    }
}

/// Every place that names the thing at a byte, and with `defined` also where it is defined.
pub fn references(view: &View<'_>, file: FileId, offset: usize, defined: bool) -> Vec<Location> {
    let Some(mention) = view.mention_at(file, offset) else { return Vec::new() };
    let wanted = |one: &&Mention| defined || one.role == Role::Names;
    of(view, &mention.thing).filter(wanted).map(|one| one.at).collect()
}

/// Every mention of a thing, by place.
pub(super) fn of<'a>(view: &View<'a>, thing: &'a Thing) -> impl Iterator<Item = &'a Mention> + use<'a> {
    view.mentions.iter().filter(move |mention| mention.thing == *thing)
}

/// What a file defines, in the order of the file.
pub fn symbols(view: &View<'_>, file: FileId) -> Vec<Symbol> {
    let own = view.mentions.iter().filter(|one| one.at.file == file && one.role == Role::Defines);
    own.map(|mention| symbol(view, mention)).collect()
}

/// What the repository defines whose id or title holds the words, in any case, by id.
pub fn symbols_named(view: &View<'_>, words: &str) -> Vec<Symbol> {
    let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let defined = view.mentions.iter().filter(|one| one.role == Role::Defines);
    let mut found: Vec<Symbol> = defined
        .map(|mention| symbol(view, mention))
        .filter(|symbol| {
            let text = format!("{} {}", symbol.thing.id, symbol.title).to_lowercase();
            wanted.iter().all(|word| text.contains(word.as_str()))
        })
        .collect();
    found.sort_by(|a, b| (&a.thing, a.at).cmp(&(&b.thing, b.at)));
    found
}

fn symbol(view: &View<'_>, mention: &Mention) -> Symbol {
    let title = title_of(view, &mention.thing).unwrap_or_default();
    Symbol { thing: mention.thing.clone(), title, at: mention.at }
}

/// The title of a thing, or what stands for one.
pub(super) fn title_of(view: &View<'_>, thing: &Thing) -> Option<String> {
    let register = view.register;
    let id = thing.id.as_str();
    let text = match thing.sort {
        Sort::Control => register.controls.get(id)?.title.clone(),
        Sort::Risk => register.risks.get(id)?.title.clone(),
        Sort::Policy | Sort::Document => {
            register.policies.get(id).or_else(|| register.isms_documents.get(id))?.title.clone()
        }
        Sort::Population => register.populations.get(id)?.title.clone(),
        Sort::Person => register.program.as_ref()?.person(id)?.name.clone(),
        Sort::Vendor => register.vendor(id)?.what.clone(),
        Sort::Asset => register.asset(id)?.what.clone(),
        Sort::Incident => register.incidents.get(id)?.what.clone(),
        Sort::InternalAudit => register.internal_audits.get(id)?.title.clone(),
        Sort::Nonconformity => register.nonconformities.get(id)?.what.clone(),
        Sort::Framework => register.frameworks.get(id)?.name.clone(),
        Sort::Requirement => register.frameworks.get(&thing.of)?.requirement(id)?.title.clone(),
        Sort::Rule => return find(id).map(|rule| rule.meta.summary.to_owned()),
        Sort::Team | Sort::Audit | Sort::ManagementReview | Sort::File | Sort::Period => None,
    };
    text.map(|text| text.value)
}

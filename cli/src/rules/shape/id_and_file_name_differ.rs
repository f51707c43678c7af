//! `id-and-file-name-differ`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Entity, Ids, Register, Text};
use crate::place::{FileId, RepoPath};
use crate::rules::facts::unnumbered;
use crate::rules::naming::namings;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "id-and-file-name-differ",
        group: Group::Shape,
        level: Level::Warning,
        summary: "The id inside a file is not the name of the file.",
        fixable: true,
        history: false,
        page: include_str!("id_and_file_name_differ.md"),
    },
    checks: &[Check::Register(check)],
};

fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let namings = namings(facts);
    let named: BTreeSet<&str> = namings.iter().map(|naming| naming.text.as_str()).collect();
    entities(facts, &register.controls, &named, out);
    entities(facts, &register.risks, &named, out);
    entities(facts, &register.populations, &named, out);
    entities(facts, &register.policies, &named, out);
    entities(facts, &register.isms_documents, &named, out);
    entities(facts, &register.incidents, &named, out);
    entities(facts, &register.internal_audits, &named, out);
    entities(facts, &register.management_reviews, &named, out);
    entities(facts, &register.nonconformities, &named, out);
    for soa in &register.soas {
        compare(facts, soa.file, &soa.framework, soa.path.stem(), None, out);
    }
    for extraction in &register.extractions {
        let folder = RepoPath::new(extraction.path.folder());
        let known = register.populations.has(&extraction.population);
        compare(facts, extraction.file, &extraction.population, folder.name(), Some(known), out);
        if let Some(period) = &extraction.period {
            compare(facts, extraction.file, period, extraction.path.stem(), None, out);
        }
    }
    for record in &register.records {
        let folder = RepoPath::new(record.path.folder());
        let known = register.controls.has(&record.control);
        compare(facts, record.file, &record.control, folder.name(), Some(known), out);
        if let Some(period) = &record.period {
            compare(facts, record.file, period, unnumbered(record), None, out);
        }
    }
}

/// An id that nothing else names may be changed to the file's name without a second thought.
fn entities<T: Entity>(facts: &Facts<'_>, entities: &Ids<T>, named: &BTreeSet<&str>, out: &mut Vec<Finding>) {
    for entity in entities.all() {
        let name = facts.register.path(entity.file()).stem();
        let before = out.len();
        compare(facts, entity.file(), entity.id(), name, None, out);
        let free = !entities.has(name) && !named.contains(entity.id().as_str());
        if let Some(finding) = out.get_mut(before).filter(|_| free) {
            *finding = finding.clone().fix(entity.place(), name);
        }
    }
}

/// A name that is unknown altogether is another rule's business.
fn compare(
    facts: &Facts<'_>,
    file: FileId,
    id: &Text,
    name: &str,
    known: Option<bool>,
    out: &mut Vec<Finding>,
) {
    if **id == *name || known == Some(false) {
        return;
    }
    let what = if known.is_some() { "folder" } else { "file" };
    let message = format!("`{}` stands in a {what} named `{name}`", id.value);
    let help = format!("write `{name}`, or rename the {what}");
    out.push(facts.at(&RULE, file, id.span, message).subject(id.value.as_str()).help(help));
}

//! `id-and-file-name-differ`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Entity, Ids, Register, Text};
use crate::place::{FileId, RepoPath};
use crate::rules::facts::unnumbered;
use crate::rules::words::as_yaml;
use crate::rules::{Check, Facts, Reach, Rule};

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
    entities(facts, &register.controls, out);
    entities(facts, &register.risks, out);
    entities(facts, &register.populations, out);
    entities(facts, &register.policies, out);
    entities(facts, &register.isms_documents, out);
    entities(facts, &register.incidents, out);
    entities(facts, &register.internal_audits, out);
    entities(facts, &register.management_reviews, out);
    entities(facts, &register.nonconformities, out);
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

/// The id may be changed to the file's name where that changes nothing else: the name is free, the
/// old id stands nowhere else, and no history was told under it.
fn entities<T: Entity>(facts: &Facts<'_>, entities: &Ids<T>, out: &mut Vec<Finding>) {
    for entity in entities.all() {
        let path = facts.register.path(entity.file());
        let name = path.stem();
        let before = out.len();
        compare(facts, entity.file(), entity.id(), name, None, out);
        if out.len() == before {
            continue;
        }
        let landed = match facts.reach {
            Reach::NoCommit => false,
            Reach::Complete => facts.trail.is_none_or(|trail| trail.ever_held(path)),
            Reach::Shallow | Reach::Lost | Reach::NoRepository => true,
        };
        let free = !entities.has(name) && !landed && is_alone(facts, entity.file(), entity.id());
        if let Some(finding) = out.pop() {
            out.push(if free { finding.fix(entity.place(), as_yaml(name)) } else { finding });
        }
    }
}

/// True when an id stands nowhere but here: what names it would lead nowhere after an edit.
fn is_alone(facts: &Facts<'_>, file: FileId, id: &Text) -> bool {
    let word = id.as_bytes();
    let is_part = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | 0x80..))
    };
    let stands = |source: &[u8], at: usize| {
        let before = at.checked_sub(1).and_then(|before| source.get(before));
        !is_part(before) && !is_part(source.get(at + word.len()))
    };
    let in_paths = facts.register.files.iter().any(|fact| fact.path.parts().any(|part| part == id.as_str()));
    let in_texts = facts.sources.iter().enumerate().any(|(index, source)| {
        let own = |at: usize| index == file.index() && id.span.range().contains(&at);
        let mut found = source.windows(word.len().max(1)).enumerate();
        found.any(|(at, window)| window == word && !own(at) && stands(source, at))
    });
    !in_paths && !in_texts
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

//! `same-as-previous`.

use crate::assess::{ControlAssessment, Flag, Occurrence};
use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Artifact, Record, Target};
use crate::place::{RepoPath, Sha256, Span};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "same-as-previous",
        group: Group::Evidence,
        level: Level::Warning,
        summary: "A record or one of its files is the same as in the period before.",
        fixable: false,
        history: true,
        page: include_str!("same_as_previous.md"),
    },
    checks: &[Check::Occurrence(check)],
};

fn check(facts: &Facts<'_>, control: &ControlAssessment, occurrence: &Occurrence, out: &mut Vec<Finding>) {
    let record = occurrence.path.as_ref().and_then(|path| facts.record(path.as_str()));
    let Some(record) = record.filter(|_| occurrence.has(Flag::SameAsPrevious)) else { return };
    let (id, period) = (control.id.as_str(), occurrence.period.name.as_str());
    let before = occurrence.same_as.as_ref();
    let other = before.map_or_else(|| "the record before".to_owned(), |path| format!("`{path}`"));
    let finding = facts
        .at(
            &RULE,
            record.file,
            same_span(facts, record, before),
            format!("`{id}` shows the same for {period} as {other}"),
        )
        .subject(record.path.as_str())
        .note("two exports of a living system are hardly ever equal byte for byte")
        .help("attach what was seen in this period; if nothing changed, add why as `x-same:`");
    out.push(finding);
}

/// The artifact whose bytes are among those of the other record, else the record's result.
fn same_span(facts: &Facts<'_>, record: &Record, other: Option<&RepoPath>) -> Span {
    let other = other.and_then(|path| facts.record(path.as_str()));
    let theirs: Vec<Sha256> = other
        .iter()
        .flat_map(|other| other.artifacts.iter().filter_map(|artifact| digest(facts, other, artifact)))
        .collect();
    let same =
        |artifact: &&Artifact| digest(facts, record, artifact).is_some_and(|digest| theirs.contains(&digest));
    record.artifacts.iter().find(same).map_or(record.result.span, |artifact| match &artifact.target {
        Target::File(name) | Target::Url(name) => name.span,
    })
}

fn digest(facts: &Facts<'_>, record: &Record, artifact: &Artifact) -> Option<Sha256> {
    match &artifact.target {
        Target::File(file) => facts.register.file(record.artifact_path(file)?.as_str())?.sha256,
        Target::Url(_) => artifact.digest(),
    }
}

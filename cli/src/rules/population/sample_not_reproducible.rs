//! `sample-not-reproducible`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Record, Sample, draw};
use crate::rules::words::{joined, ticked};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "sample-not-reproducible",
        group: Group::Population,
        level: Level::Error,
        summary: "A random sample that nobody can draw again, or another one than its seed draws.",
        fixable: false,
        history: false,
        page: include_str!("sample_not_reproducible.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    let Some(sample) = record.sample.as_ref().filter(|sample| *sample.how == *"random") else { return };
    if facts.is_superseded(record) {
        return;
    }
    let lacks = [("`size`", sample.size.is_none()), ("`seed`", sample.seed.is_none())];
    let lacks: Vec<&str> = lacks.iter().filter(|(_, lacks)| *lacks).map(|(field, _)| *field).collect();
    if !lacks.is_empty() {
        let message = format!("a random sample without {}", joined(&lacks, "and"));
        out.push(
            facts
                .at(&RULE, record.file, sample.how.span, message)
                .subject(record.path.as_str())
                .note("from `seed` and `size` everybody draws the same items again")
                .help("add them; if the items were picked by hand, say `how: chosen` with `items` and `by`"),
        );
        return;
    }
    out.extend(another(facts, record, sample));
}

/// What the seed draws and was not tested. More may be tested than was drawn.
fn another(facts: &Facts<'_>, record: &Record, sample: &Sample) -> Option<Finding> {
    let (size, seed) = (sample.size.as_ref()?, sample.seed.as_ref()?);
    let extraction = facts.extraction_of(record)?;
    let data = extraction.data.as_ref().filter(|data| data.broken().is_none())?;
    let population = facts.register.populations.get(&extraction.population)?;
    let key = population.key.as_ref().filter(|key| data.column(key).is_some())?;
    let tested: BTreeSet<&str> = record.tested.iter().map(|tested| tested.key.as_str()).collect();
    let size = usize::try_from(size.value).unwrap_or(usize::MAX);
    let drawn = draw(seed, size, data.keys(key));
    let left: Vec<&str> = drawn.iter().copied().filter(|key| !tested.contains(key)).collect();
    if left.is_empty() {
        return None;
    }
    let verb = if left.len() == 1 { "was" } else { "were" };
    let message = format!(
        "the seed `{}` draws {}, which {verb} not tested",
        seed.value,
        ticked(left.iter().copied(), 5)
    );
    let seed_and_key = "the digest sha256 of the seed, a line feed and the key";
    Some(
        facts
            .at(&RULE, record.file, seed.span, message)
            .subject(record.path.as_str())
            .note(format!(
                "a sample is the items of `{}` with the smallest {seed_and_key}",
                extraction.data_path()
            ))
            .help(format!("test {}", ticked(drawn.iter().copied(), 10))),
    )
}

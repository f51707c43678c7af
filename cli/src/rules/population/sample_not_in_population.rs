//! `sample-not-in-population`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::Record;
use crate::rules::{Check, Facts, Rule};
use crate::text::did_you_mean;

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "sample-not-in-population",
        group: Group::Population,
        level: Level::Error,
        summary: "A tested item that is not in the list of the period.",
        fixable: false,
        history: false,
        page: include_str!("sample_not_in_population.md"),
    },
    checks: &[Check::Record(check)],
};

fn check(facts: &Facts<'_>, record: &Record, out: &mut Vec<Finding>) {
    if facts.is_superseded(record) {
        return;
    }
    let Some(extraction) = facts.extraction_of(record) else { return };
    let Some(data) = extraction.data.as_ref().filter(|data| data.broken().is_none()) else { return };
    let key =
        facts.register.populations.get(&extraction.population).and_then(|population| population.key.as_ref());
    let Some(key) = key.filter(|key| data.column(key).is_some()) else { return };
    let keys = data.keys(key);
    let chosen = record.sample.iter().flat_map(|sample| &sample.items);
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for item in chosen.chain(record.tested.iter().map(|tested| &tested.key)) {
        if keys.contains(item.as_str()) || !said.insert(item.as_str()) {
            continue;
        }
        let message = format!("`{}` is no item of `{}`", item.value, extraction.data_path());
        let finding = facts.at(&RULE, record.file, item.span, message).subject(record.path.as_str());
        let meant = did_you_mean(item, keys.iter().copied()).map(|meant| format!("did you mean `{meant}`?"));
        out.push(finding.help(meant.unwrap_or_else(|| {
            "test items of the list; if this one belongs to it, the list is not complete".to_owned()
        })));
    }
}

//! `personal-data`.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Group, Level, Problem, ProblemKind, RuleMeta};
use crate::model::Register;
use crate::place::FileId;
use crate::rules::held::naming_of;
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "personal-data",
        group: Group::Secrets,
        level: Level::Warning,
        summary: "Evidence holds somebody's mail address, phone, account or card number.",
        fixable: false,
        history: false,
        page: include_str!("personal_data.md"),
    },
    checks: &[Check::Register(check)],
};

/// What was found of one sort in one file: the first, and each different text.
struct Found<'a> {
    first: &'a Problem,
    several: &'static str,
    texts: BTreeSet<&'a str>,
}

/// One finding for each sort in each file: an export of a thousand rows is one mistake.
fn check(facts: &Facts<'_>, register: &Register, out: &mut Vec<Finding>) {
    let known = own_addresses(register);
    let mut found: BTreeMap<(FileId, &str), Found<'_>> = BTreeMap::new();
    for problem in facts.problems {
        let ProblemKind::PersonalData { one, several, text } = &problem.kind else { continue };
        if known.contains(&text.to_ascii_lowercase()) {
            continue;
        }
        let entry = found.entry((problem.location.file, *one)).or_insert_with(|| Found {
            first: problem,
            several,
            texts: BTreeSet::new(),
        });
        if problem.location.span < entry.first.location.span {
            entry.first = problem;
        }
        entry.texts.insert(text);
    }
    out.extend(found.iter().map(|((file, one), found)| finding(facts, *file, one, found)));
}

fn finding(facts: &Facts<'_>, file: FileId, one: &str, found: &Found<'_>) -> Finding {
    let path = facts.register.path(file);
    let message = match found.texts.len() {
        1 => format!("{one} stands in `{path}`"),
        number => format!("{number} {} stand in `{path}`", found.several),
    };
    let mut finding = facts
        .at(&RULE, file, found.first.location.span, message)
        .subject(path.as_str())
        .note("what the repository holds it holds for ever, so that a request to erase it cannot be met");
    if one.contains("mail") {
        finding = finding.note("the addresses in `people` and those of offices like `support@` do not count");
    }
    if let Some(place) = naming_of(facts.register, path) {
        finding = finding.related(place, "this names the file");
    }
    finding.help(
        "take the evidence again with ids in place of it, or keep the file elsewhere and name it by `url`",
    )
}

/// The addresses of the people of the programme, which the history shows as authors anyway.
fn own_addresses(register: &Register) -> BTreeSet<String> {
    let people = register.program.iter().flat_map(|program| &program.people);
    people.filter_map(|person| person.email.as_ref()).map(|email| email.to_ascii_lowercase()).collect()
}

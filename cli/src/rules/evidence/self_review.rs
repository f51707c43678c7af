//! `self-review`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Person, Program};
use crate::place::Location;
use crate::rules::reviews::{Decided, Review};
use crate::rules::{Check, Facts, Rule};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "self-review",
        group: Group::Evidence,
        level: Level::Error,
        summary: "Somebody decided on their own access.",
        fixable: false,
        history: false,
        page: include_str!("self_review.md"),
    },
    checks: &[Check::Review(check)],
};

fn check(facts: &Facts<'_>, review: &Review<'_>, out: &mut Vec<Finding>) {
    for decided in &review.decided {
        if let Some(finding) = judge(facts, review, decided) {
            out.push(finding);
        }
    }
}

fn judge(facts: &Facts<'_>, review: &Review<'_>, decided: &Decided) -> Option<Finding> {
    let said = &decided.decision;
    // A decision that names nobody was made by who did the review.
    let (file, by) = match &said.by {
        Some(by) => (review.file, by),
        None => (review.record.file, review.record.performer()?),
    };
    let login = said.account.as_ref().map(|account| match account.rsplit_once(':') {
        Some((_, login)) => login,
        None => account.as_str(),
    });
    let subject = said.subject.as_ref().map(|subject| subject.as_str());
    let owns = |name: &str| is_person(facts.program(), by, name);
    if !subject.into_iter().chain(login).any(owns) {
        return None;
    }
    let account = said.account.as_ref().map_or("", |account| account.as_str());
    let message = format!("`{}` decided on their own access, `{account}`", by.value);
    let here = said.by.as_ref().map_or(decided.span, |by| by.span);
    let finding = review.at(facts, &RULE, here, message);
    let finding = if said.by.is_none() {
        finding
            .related(Location { file, span: by.span }, "the decision names nobody, so it is the performer's")
    } else {
        finding
    };
    Some(facts.corrected(finding, review.record).help("let somebody else decide on this account"))
}

/// True when a name is one of a person's: the short name, the handle, the address or its front, the
/// full name.
fn is_person(program: Option<&Program>, person: &str, name: &str) -> bool {
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    let names = |person: &Person| {
        let address = person.email.as_ref().map(|address| address.as_str());
        let front = address.and_then(|address| address.split('@').next());
        let others = [&person.handle, &person.name].into_iter().flatten().map(|text| text.as_str());
        others.chain(address).chain(front).any(same)
    };
    same(person) || program.and_then(|program| program.person(person)).is_some_and(names)
}

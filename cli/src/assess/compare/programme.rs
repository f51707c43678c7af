//! People, frameworks in scope, audits, and settings that decide what counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::compare::fields::{outline, plain};
use crate::assess::compare::{Area, Delta, Fate, State, program};
use crate::assess::strength::{Table, by_items, hours, listed, value, values, weigh};
use crate::assess::{Shift, Weight};
use crate::model::{Audit, Person, Program, Register, ReviewRule, RuleSetting, Scope, Status, Team};

pub(super) fn programme(before: State<'_>, after: State<'_>) -> Vec<Delta> {
    let (Some(was), Some(is)) = (program(before), program(after)) else { return Vec::new() };
    let both = Both { was, is, after: after.register };
    let mut found = both.people();
    found.extend(both.teams());
    found.extend(both.frameworks());
    found.extend(both.audits());
    found.extend(both.rules());
    found.extend(both.defaults());
    found
}

struct Both<'a> {
    was: &'a Program,
    is: &'a Program,
    after: &'a Register,
}

impl<'a> Both<'a> {
    /// A difference of something in the programme; `None` where it is the same.
    fn told(
        &self,
        area: Area,
        id: &str,
        title: String,
        here: [bool; 2],
        shifts: Vec<Shift>,
    ) -> Option<Delta> {
        let fate = Fate::of(here[0], here[1]);
        (fate != Fate::Changed || !shifts.is_empty()).then(|| Delta {
            area,
            id: id.to_owned(),
            title,
            fate,
            path: self.is.path.clone(),
            moved_from: None,
            shifts,
            prose: None,
            owners: BTreeSet::new(),
            approvers: BTreeSet::new(),
            consequences: Vec::new(),
        })
    }

    /// Things of both programmes by their short names.
    fn paired<T>(
        old: &'a [T],
        new: &'a [T],
        name: impl Fn(&T) -> &str,
    ) -> Vec<(String, Option<&'a T>, Option<&'a T>)> {
        let by = |list: &'a [T]| -> BTreeMap<String, &'a T> {
            list.iter().rev().map(|one| (name(one).to_owned(), one)).collect()
        };
        let (old, new) = (by(old), by(new));
        let ids: BTreeSet<String> = old.keys().chain(new.keys()).cloned().collect();
        ids.into_iter().map(|id| (id.clone(), old.get(&id).copied(), new.get(&id).copied())).collect()
    }

    fn people(&self) -> Vec<Delta> {
        let mut found = Vec::new();
        for (id, old, new) in Self::paired(&self.was.people, &self.is.people, |one: &Person| &one.short) {
            let shifts = match (old, new) {
                (Some(old), Some(new)) => person(old, new),
                (one, None) | (None, one) => {
                    let role = value(one.and_then(|one| one.role.as_ref()));
                    outline(vec![("role", role)], new.is_some())
                }
            };
            let left =
                new.is_none_or(|new| new.until.is_some()) && old.is_some_and(|old| old.until.is_none());
            let title = value(new.or(old).and_then(|one| one.name.as_ref()));
            let told = self.told(Area::Person, &id, title, [old.is_some(), new.is_some()], shifts);
            found.extend(told.map(|delta| Delta {
                consequences: if left { self.still_named(&id) } else { Vec::new() },
                ..delta
            }));
        }
        found
    }

    /// What somebody who goes still answers for.
    fn still_named(&self, who: &str) -> Vec<String> {
        let is = |text: &Option<crate::model::Text>| text.as_ref().is_some_and(|text| **text == *who);
        let controls = self.after.controls.by_id().filter(|one| one.status != Status::Retired);
        let controls = controls.filter(|one| is(&one.owner) || is(&one.performer) || is(&one.reviewer));
        let risks = self.after.risks.by_id().filter(|one| is(&one.owner));
        let policies = self.after.policies.by_id().filter(|one| is(&one.owner));
        let ids: Vec<&str> = controls
            .map(|one| one.id.as_str())
            .chain(risks.map(|one| one.id.as_str()))
            .chain(policies.map(|one| one.id.as_str()))
            .collect();
        if ids.is_empty() { Vec::new() } else { vec![format!("still named by {}", ids.join(", "))] }
    }

    fn teams(&self) -> Vec<Delta> {
        let mut found = Vec::new();
        for (id, old, new) in Self::paired(&self.was.teams, &self.is.teams, |one: &Team| &one.short) {
            let mut table = Table::default();
            let members =
                |team: Option<&Team>| team.map(|team| listed(values(&team.members))).unwrap_or_default();
            plain(&mut table, "members", members(old), members(new));
            found.extend(self.told(
                Area::Person,
                &id,
                String::new(),
                [old.is_some(), new.is_some()],
                table.0,
            ));
        }
        found
    }

    fn frameworks(&self) -> Vec<Delta> {
        let mut found = Vec::new();
        let frameworks: [Vec<&Scope>; 2] =
            [self.was, self.is].map(|program| program.frameworks.iter().collect());
        let ids: BTreeSet<&str> = frameworks.iter().flatten().map(|one| one.framework.as_str()).collect();
        for id in ids {
            let (old, new) = (self.was.scope(id), self.is.scope(id));
            let mut table = Table::default();
            let text = |scope: Option<&Scope>, pick: fn(&Scope) -> Option<&crate::model::Text>| {
                value(scope.and_then(pick))
            };
            plain(
                &mut table,
                "version",
                text(old, |one| one.version.as_ref()),
                text(new, |one| one.version.as_ref()),
            );
            let categories =
                |scope: Option<&Scope>| scope.map(|scope| values(&scope.categories)).unwrap_or_default();
            let (was, is) = (categories(old), categories(new));
            // No categories means all of them.
            let weight = match (was.is_empty(), is.is_empty()) {
                (true, false) => Weight::Weaker,
                (false, true) => Weight::Stronger,
                _ => by_items(&was, &is),
            };
            let span = new.map(|new| new.framework.span);
            if old.is_some() && new.is_some() {
                table.put("categories", listed(was), listed(is), weight, span);
                plain(
                    &mut table,
                    "group",
                    text(old, |one| one.group.as_ref()),
                    text(new, |one| one.group.as_ref()),
                );
            } else {
                let word = |here: bool| if here { "yes" } else { "no" }.to_owned();
                let weight = weigh(old.is_some(), new.is_some());
                table.put("in scope", word(old.is_some()), word(new.is_some()), weight, span);
            }
            found.extend(self.told(Area::Scope, id, String::new(), [old.is_some(), new.is_some()], table.0));
        }
        found
    }

    fn audits(&self) -> Vec<Delta> {
        let mut found = Vec::new();
        for (id, old, new) in Self::paired(&self.was.audits, &self.is.audits, |one: &Audit| &one.id) {
            let mut table = Table::default();
            let framework = |audit: Option<&Audit>| value(audit.and_then(|audit| audit.framework.as_ref()));
            plain(&mut table, "framework", framework(old), framework(new));
            let kind = |audit: Option<&Audit>| {
                audit
                    .and_then(|audit| audit.kind)
                    .map(|kind| kind.value.word().to_owned())
                    .unwrap_or_default()
            };
            plain(&mut table, "type", kind(old), kind(new));
            let window =
                |audit: Option<&Audit>| audit.and_then(|audit| audit.window.as_ref()).map(|one| one.value);
            let text = |audit| window(audit).map(|window| window.to_string()).unwrap_or_default();
            let weight = match (window(old), window(new)) {
                (Some(old), Some(new)) if new.from > old.from || new.to < old.to => Weight::Weaker,
                (Some(_), Some(_)) => Weight::Stronger,
                _ => Weight::Neutral,
            };
            let span = new.and_then(|new| new.window.as_ref()).map(|window| window.span);
            table.put("window", text(old), text(new), weight, span);
            found.extend(self.told(Area::Scope, &id, String::new(), [old.is_some(), new.is_some()], table.0));
        }
        found
    }

    /// Levels of rules: a rule that says less is weaker.
    fn rules(&self) -> Vec<Delta> {
        let mut found = Vec::new();
        for (id, old, new) in Self::paired(&self.was.rules, &self.is.rules, |one: &RuleSetting| &one.rule) {
            let level =
                |setting: Option<&RuleSetting>| value(setting.and_then(|setting| setting.level.as_ref()));
            let rank =
                |word: &str| ["off", "note", "warning", "error"].iter().position(|known| *known == word);
            let (was, is) = (level(old), level(new));
            let weight = match (rank(&was), rank(&is)) {
                (Some(was), Some(is)) => weigh(was, is),
                // Against the rule's own level: off and note say less than nearly every rule does.
                (None, Some(0 | 1)) => Weight::Weaker,
                _ => Weight::Neutral,
            };
            let mut table = Table::default();
            table.put("level", was, is, weight, new.map(|new| new.span));
            let until = |setting: Option<&RuleSetting>| {
                value(setting.and_then(|setting| setting.until_text.as_ref()))
            };
            plain(&mut table, "until", until(old), until(new));
            let because =
                |setting: Option<&RuleSetting>| value(setting.and_then(|setting| setting.because.as_ref()));
            plain(&mut table, "because", because(old), because(new));
            let id = format!("lint.rules.{id}");
            found.extend(self.told(
                Area::Setting,
                &id,
                String::new(),
                [old.is_some(), new.is_some()],
                table.0,
            ));
        }
        found
    }

    fn defaults(&self) -> Vec<Delta> {
        let (was, is) = (self.was, self.is);
        let mut found = Vec::new();
        let mut setting = |id: &str, table: Table| {
            found.extend(self.told(Area::Setting, id, String::new(), [true, true], table.0));
        };
        let word = |rule: ReviewRule| match rule {
            ReviewRule::FourEyes => ("four-eyes", 2),
            ReviewRule::Any => ("any", 1),
            ReviewRule::None => ("none", 0),
        };
        let ((old, less), (new, more)) = (word(was.review), word(is.review));
        let mut table = Table::default();
        table.put("review", old.to_owned(), new.to_owned(), weigh(less, more), None);
        setting("defaults.review", table);
        let units: BTreeSet<&String> = was.grace.keys().chain(is.grace.keys()).collect();
        for unit in units {
            let (old, new) = (was.grace.get(unit), is.grace.get(unit));
            let text =
                |one: Option<&crate::calendar::Duration>| one.map(ToString::to_string).unwrap_or_default();
            let weight = match (old, new) {
                (Some(old), Some(new)) => weigh(hours(*new), hours(*old)),
                _ => Weight::Neutral,
            };
            let mut table = Table::default();
            table.put("grace", text(old), text(new), weight, None);
            setting(&format!("defaults.grace.{unit}"), table);
        }
        let mut table = Table::default();
        let (old, new) = (was.recorded_within, is.recorded_within);
        table.put("recorded_within", old.to_string(), new.to_string(), weigh(hours(new), hours(old)), None);
        setting("defaults.recorded_within", table);
        let mut table = Table::default();
        plain(&mut table, "main", value(was.main.as_ref()), value(is.main.as_ref()));
        table.fewer("require_signed", &was.require_signed, &is.require_signed);
        let distrusted = |program: &Program| -> Vec<String> {
            program.distrusted_dates.iter().map(|(commit, _)| commit.value.clone()).collect()
        };
        let (old, new) = (distrusted(was), distrusted(is));
        let weight = by_items(&new, &old);
        table.put("distrusted_dates", listed(old), listed(new), weight, None);
        setting("git", table);
        let mut table = Table::default();
        let rank = |word: &str| ["never", "error", "warning", "note"].iter().position(|known| *known == word);
        let (old, new) = (value(was.fail_on.as_ref()), value(is.fail_on.as_ref()));
        // Unsaid means error.
        let weight = weigh(rank(&old).unwrap_or(1), rank(&new).unwrap_or(1));
        table.put("fail_on", old, new, weight, is.fail_on.as_ref().map(|word| word.span));
        setting("lint.fail_on", table);
        found
    }
}

/// The fields of a person.
fn person(old: &Person, new: &Person) -> Vec<Shift> {
    let mut table = Table::default();
    table.text("name", old.name.as_ref(), new.name.as_ref());
    table.text("email", old.email.as_ref(), new.email.as_ref());
    table.text("role", old.role.as_ref(), new.role.as_ref());
    table.text("handle", old.handle.as_ref(), new.handle.as_ref());
    let until = |person: &Person| person.until.map(|until| until.value.to_string()).unwrap_or_default();
    plain(&mut table, "until", until(old), until(new));
    table.0
}

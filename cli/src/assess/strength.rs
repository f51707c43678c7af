//! Two versions of a control, field by field: which one asks for more.
//!
//! In: two definitions, each with what it leaves to defaults. Out: every field that is not the
//! same, with its weight. One table for whoever compares: the linter, `diff`, packets. It judges
//! what a control obliges to; words (title, statement, why, test) are neutral, as no table can read
//! them.

use crate::calendar::{Cadence, Date, Duration, DurationUnit, Unit};
use crate::model::{Control, Deadline, Status, Text};
use crate::place::Span;

/// A control's definition, with what it does not say itself.
#[derive(Debug, Clone, Copy)]
pub struct Definition<'a> {
    /// The control, as one version of its file says it.
    pub control: &'a Control,
    /// Its `since`, else the day on which it first landed, where that is known.
    pub since: Option<Date>,
    /// Its `grace`, else the programme's.
    pub grace: Duration,
}

/// Which way a field moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It asks for more, more often or sooner.
    Stronger,
    /// It asks for less, less often or later.
    Weaker,
    /// Neither can be said.
    Neutral,
}

/// A field of a control that is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its name in the file.
    pub field: &'static str,
    /// What it said; empty when it was not there.
    pub before: String,
    /// What it says; empty when it is not there.
    pub after: String,
    /// Which way it moved.
    pub weight: Weight,
    /// Where it stands in the new version; `None` when it is not there.
    pub span: Option<Span>,
}

/// Every field that is not the same, in the order of the file.
pub fn shifts(old: Definition<'_>, new: Definition<'_>) -> Vec<Shift> {
    let (was, is) = (old.control, new.control);
    let mut table = Table(Vec::new());
    table.text("title", was.title.as_ref(), is.title.as_ref());
    table.needed("owner", was.owner.as_ref(), is.owner.as_ref());
    table.text("statement", was.statement.as_ref(), is.statement.as_ref());
    table.text("why", was.why.as_ref(), is.why.as_ref());
    let active = |status: Status| status == Status::Active;
    let status = weigh(active(was.status), active(is.status));
    table.put("status", was.status.word().to_owned(), is.status.word().to_owned(), status, None);
    since(&mut table, old, new);
    cadence(&mut table, was, is);
    table.needed("population", was.population.as_ref(), is.population.as_ref());
    deadline(&mut table, was, is);
    table.text("nature", was.nature.as_ref(), is.nature.as_ref());
    table.text("type", was.purpose.as_ref(), is.purpose.as_ref());
    let claims = |control: &Control| -> Vec<String> {
        control.satisfies.pairs().map(|(of, id)| format!("{} {}", of.value, id.value)).collect()
    };
    table.put("satisfies", listed(claims(was)), listed(claims(is)), Weight::Neutral, None);
    table.put(
        "mitigates",
        listed(values(&was.mitigates)),
        listed(values(&is.mitigates)),
        Weight::Neutral,
        None,
    );
    table.put("policies", listed(values(&was.policies)), listed(values(&is.policies)), Weight::Neutral, None);
    table.fewer("systems", &was.systems, &is.systems);
    table.text("performer", was.performer.as_ref(), is.performer.as_ref());
    table.needed("reviewer", was.reviewer.as_ref(), is.reviewer.as_ref());
    grace(&mut table, old, new);
    evidence(&mut table, was, is);
    table.put("test", listed(values(&was.test)), listed(values(&is.test)), Weight::Neutral, None);
    table.0
}

/// The shifts of one comparison.
#[derive(Default)]
pub(super) struct Table(pub(super) Vec<Shift>);

impl Table {
    pub(super) fn put(
        &mut self,
        field: &'static str,
        before: String,
        after: String,
        weight: Weight,
        span: Option<Span>,
    ) {
        if before != after {
            self.0.push(Shift { field, before, after, weight, span });
        }
    }

    /// A text whose weight nobody can tell.
    pub(super) fn text(&mut self, field: &'static str, before: Option<&Text>, after: Option<&Text>) {
        self.put(field, value(before), value(after), Weight::Neutral, after.map(|after| after.span));
    }

    /// A field that asks for more by being there.
    pub(super) fn needed(&mut self, field: &'static str, before: Option<&Text>, after: Option<&Text>) {
        let weight = weigh(before.is_some(), after.is_some());
        self.put(field, value(before), value(after), weight, after.map(|after| after.span));
    }

    /// A list of which every item that is gone is something less.
    pub(super) fn fewer(&mut self, field: &'static str, before: &[Text], after: &[Text]) {
        let (was, is) = (values(before), values(after));
        let weight = by_items(&was, &is);
        self.put(field, listed(was), listed(is), weight, after.first().map(|first| first.span));
    }
}

/// Stronger when the new one is greater.
pub(super) fn weigh<T: PartialOrd + Copy>(old: T, new: T) -> Weight {
    if new > old {
        Weight::Stronger
    } else if new < old {
        Weight::Weaker
    } else {
        Weight::Neutral
    }
}

/// Something gone is less, whatever came in its place; else something new is more.
pub(super) fn by_items(was: &[String], is: &[String]) -> Weight {
    if was.iter().any(|item| !is.contains(item)) {
        Weight::Weaker
    } else if is.iter().any(|item| !was.contains(item)) {
        Weight::Stronger
    } else {
        Weight::Neutral
    }
}

/// An earlier beginning asks for more periods.
fn since(table: &mut Table, old: Definition<'_>, new: Definition<'_>) {
    let text = |since: Option<Date>| since.map(|since| since.to_string()).unwrap_or_default();
    let weight = match (old.since, new.since) {
        (Some(old), Some(new)) => weigh(new, old),
        _ => Weight::Neutral,
    };
    let span = new.control.since.map(|since| since.span);
    table.put("since", text(old.since), text(new.since), weight, span);
}

/// Longer between two occurrences is weaker; so is answering for each item no longer.
fn cadence(table: &mut Table, was: &Control, is: &Control) {
    let (old, new) = (was.cadence.value, is.cadence.value);
    let weight = match weigh(days_between(new), days_between(old)) {
        Weight::Neutral => weigh(reach(old), reach(new)),
        weight @ (Weight::Stronger | Weight::Weaker) => weight,
    };
    table.put("cadence", worded(old), worded(new), weight, Some(is.cadence.span));
}

/// The cadence, with the period of those that do not name it.
fn worded(cadence: Cadence) -> String {
    match cadence {
        Cadence::Each(_) | Cadence::Every(_) => cadence.to_string(),
        Cadence::OnEvent(unit) | Cadence::Continuous(unit) => {
            format!("{cadence}, recorded {}", unit.adverb())
        }
    }
}

/// What a period with one record stands for: one occurrence, or everything in it.
fn reach(cadence: Cadence) -> u8 {
    match cadence {
        Cadence::Each(_) | Cadence::Every(_) => 0,
        Cadence::OnEvent(_) | Cadence::Continuous(_) => 1,
    }
}

/// The days from one record to the next, where a month has 30.
pub(super) fn days_between(cadence: Cadence) -> u32 {
    match cadence {
        Cadence::Every(length) => length.nominal_days(),
        Cadence::Each(unit) | Cadence::OnEvent(unit) | Cadence::Continuous(unit) => match unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Quarter => 90,
            Unit::HalfYear => 180,
            Unit::Year => 360,
        },
    }
}

/// More time for each item is weaker; a time that runs from another column cannot be compared.
fn deadline(table: &mut Table, was: &Control, is: &Control) {
    let words = |deadline: &Deadline| format!("{} after {}", deadline.within, deadline.after);
    let (old, new) = (was.deadline.as_ref(), is.deadline.as_ref());
    let weight = match (old, new) {
        (Some(old), Some(new)) if old.value.after == new.value.after => {
            weigh(hours(new.value.within), hours(old.value.within))
        }
        (Some(_), Some(_)) => Weight::Neutral,
        (old, new) => weigh(old.is_some(), new.is_some()),
    };
    let text = |deadline: Option<&crate::place::Spanned<Deadline>>| {
        deadline.map(|one| words(&one.value)).unwrap_or_default()
    };
    table.put("deadline", text(old), text(new), weight, new.map(|new| new.span));
}

pub(super) fn hours(length: Duration) -> u32 {
    match length.unit {
        DurationUnit::Hours => length.amount,
        DurationUnit::Days | DurationUnit::Months | DurationUnit::Years => {
            length.nominal_days().saturating_mul(24)
        }
    }
}

/// Longer silence is weaker. The default follows the cadence, which is said there.
fn grace(table: &mut Table, old: Definition<'_>, new: Definition<'_>) {
    let span = new.control.grace.map(|grace| grace.span);
    if span.is_some() || old.control.grace.is_some() {
        let weight = weigh(hours(new.grace), hours(old.grace));
        table.put("grace", old.grace.to_string(), new.grace.to_string(), weight, span);
    }
}

/// What a record must hold: a named entry that is gone, or asked for each period and no longer for
/// each item, is less.
fn evidence(table: &mut Table, was: &Control, is: &Control) {
    let asked = |control: &Control| -> Vec<String> {
        let each = |each: &Option<Text>| each.as_ref().is_some_and(|each| **each == *"item");
        let entries = control.evidence.iter();
        entries
            .flat_map(|one| {
                let name = one.name.value.clone();
                let items = each(&one.each).then(|| format!("{name} for each item"));
                std::iter::once(name).chain(items)
            })
            .collect()
    };
    let (old, new) = (asked(was), asked(is));
    let weight = by_items(&old, &new);
    let span = is.evidence.first().map(|first| first.name.span);
    table.put("evidence", listed(old), listed(new), weight, span);
}

pub(super) fn value(text: Option<&Text>) -> String {
    text.map(|text| text.value.clone()).unwrap_or_default()
}

pub(super) fn values(texts: &[Text]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// A list whose order means nothing.
pub(super) fn listed(mut items: Vec<String>) -> String {
    items.sort();
    items.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Definition, Weight, shifts};
    use crate::calendar::{Date, Duration, read_date};
    use crate::model::read_control;
    use crate::place::RepoPath;

    /// The shifts between two controls that differ in these lines.
    fn told(old: &str, new: &str) -> Vec<String> {
        let read = |lines: &str| {
            let cadence = if lines.contains("cadence:") { "" } else { "cadence: quarterly\n" };
            let text = format!("id: AC-02\n{cadence}{}\n", lines.replace("; ", "\n"));
            read_control(&RepoPath::new("policies/controls/AC-02.yaml"), text.as_bytes()).expect("a control")
        };
        let (old, new) = (read(old), read(new));
        let landing = read_date("2026-01-05").expect("a date");
        let definition = |control| -> Definition<'_> {
            let control: &crate::model::Control = control;
            let since: Date = control.since.map_or(landing, |since| since.value);
            let grace =
                control.grace.map_or(control.cadence.value.grace_unit().default_grace(), |grace| grace.value);
            Definition { control, since: Some(since), grace: Duration { ..grace } }
        };
        let sign = |weight| match weight {
            Weight::Stronger => '+',
            Weight::Weaker => '-',
            Weight::Neutral => '=',
        };
        let shifts = shifts(definition(&old), definition(&new));
        shifts
            .iter()
            .map(|one| format!("{}{} {} > {}", sign(one.weight), one.field, one.before, one.after))
            .collect()
    }

    #[test]
    fn each_field_has_its_weight() {
        let pairs = [
            ("status: draft", "status: active", "+status draft > active"),
            ("status: active", "status: retired", "-status active > retired"),
            ("status: draft", "status: retired", "=status draft > retired"),
            ("since: 2026-01-01", "since: 2026-06-01", "-since 2026-01-01 > 2026-06-01"),
            ("x-a: b", "since: 2025-12-01", "+since 2026-01-05 > 2025-12-01"),
            ("cadence: quarterly", "cadence: annual", "-cadence quarterly > annual"),
            ("cadence: quarterly", "cadence: {every: 45d}", "+cadence quarterly > every 45d"),
            (
                "cadence: on-event",
                "cadence: on-event; period: quarter",
                "-cadence on-event, recorded monthly > on-event, recorded quarterly",
            ),
            ("cadence: continuous", "cadence: monthly", "-cadence continuous, recorded monthly > monthly"),
            ("population: leavers", "x-a: b", "-population leavers > "),
            ("population: leavers", "population: joiners", "=population leavers > joiners"),
            (
                "deadline: 24h after last_day",
                "deadline: 2d after last_day",
                "-deadline 24h after last_day > 2d after last_day",
            ),
            ("deadline: 1d after a", "deadline: 2d after b", "=deadline 1d after a > 2d after b"),
            ("x-a: b", "deadline: 2d after b", "+deadline  > 2d after b"),
            ("x-a: b", "grace: 60d", "-grace 14d > 60d"),
            ("grace: 72h", "grace: 3d", "=grace 72h > 3d"),
            ("owner: omar", "x-a: b", "-owner omar > "),
            ("owner: omar", "owner: priya", "=owner omar > priya"),
            ("reviewer: omar", "x-a: b", "-reviewer omar > "),
            ("reviewer: omar", "reviewer: priya", "=reviewer omar > priya"),
            ("systems: [okta, aws]", "systems: [aws]", "-systems aws, okta > aws"),
            ("systems: [okta, aws]", "systems: [aws, okta]", ""),
            ("evidence: [{name: a}, {name: b}]", "evidence: [{name: a}, {name: c}]", "-evidence a, b > a, c"),
            (
                "evidence: [{name: a, each: item}]",
                "evidence: [{name: a, each: period}]",
                "-evidence a, a for each item > a",
            ),
            ("statement: Each year.", "statement: Each decade.", "=statement Each year. > Each decade."),
        ];
        for (old, new, expected) in pairs {
            assert_eq!(told(old, new).join("; "), expected);
        }
    }

    #[test]
    fn a_default_grace_follows_the_cadence_and_is_said_there() {
        assert_eq!(told("cadence: quarterly", "cadence: annual").len(), 1);
        assert_eq!(
            told("cadence: quarterly", "cadence: annual; grace: 60d"),
            ["-cadence quarterly > annual", "-grace 14d > 60d"]
        );
    }
}

//! The fields of one thing in two versions, each with its weight.

use crate::assess::strength::{Table, by_items, days_between, listed, value, values, weigh};
use crate::assess::{Definition, Shift, Weight, shifts};
use crate::model::{Act, Assurance, Control, Method, Policy, Program, Rating, Risk, Vendor};

/// The fields of a control. What is not in force obliges to nothing, so its fields have no weight.
pub fn control_shifts(old: &Control, new: &Control, programs: [Option<&Program>; 2]) -> Vec<Shift> {
    let definition = |control, program: Option<&Program>| -> Definition<'_> {
        let control: &Control = control;
        let unit = control.cadence.grace_unit();
        let usual = program.map_or_else(|| unit.default_grace(), |program| program.grace(unit));
        Definition {
            control,
            since: control.since.map(|since| since.value),
            grace: control.grace.map_or(usual, |grace| grace.value),
        }
    };
    let mut found = shifts(definition(old, programs[0]), definition(new, programs[1]));
    if !(old.is_active() && new.is_active()) {
        found.iter_mut().filter(|one| one.field != "status").for_each(|one| one.weight = Weight::Neutral);
    }
    found
}

/// A rating and its level in one phrase; empty without one.
pub fn rated(method: &Method, rating: Option<Rating>) -> String {
    let shown = |rating: Rating| {
        let level = method.level_of(rating).map(|level| format!(" ({})", level.title())).unwrap_or_default();
        format!("{} × {} = {}{level}", rating.likelihood.value, rating.impact.value, rating.product())
    };
    rating.map(shown).unwrap_or_default()
}

/// Who did something, and when, as it is written.
pub fn act(act: Option<&Act>) -> String {
    let by = act.and_then(|act| act.by.as_ref()).map(|by| by.value.as_str());
    let at = act.and_then(|act| act.at.as_ref()).map(|at| at.text.value.as_str());
    [by, at].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The fields of a risk, with who did what as `say` words it; a higher rating is weaker, and so is living with it instead of treating it.
pub fn risk_shifts(
    old: &Risk,
    new: &Risk,
    methods: [&Method; 2],
    say: &dyn Fn(Option<&Act>) -> String,
) -> Vec<Shift> {
    let mut table = Table::default();
    table.text("title", old.title.as_ref(), new.title.as_ref());
    table.text("scenario", old.scenario.as_ref(), new.scenario.as_ref());
    table.needed("owner", old.owner.as_ref(), new.owner.as_ref());
    rating(&mut table, "inherent", old.inherent, new.inherent, methods);
    treatment(&mut table, old, new);
    table.fewer("controls", &old.controls, &new.controls);
    plan(&mut table, old, new);
    rating(&mut table, "residual", old.residual, new.residual, methods);
    plain(&mut table, "reviewed", say(old.reviewed.as_ref()), say(new.reviewed.as_ref()));
    plain(&mut table, "approved", say(old.approved.as_ref()), say(new.approved.as_ref()));
    let accepted = |risk: &Risk| say(risk.acceptance.as_ref().map(|acceptance| &acceptance.act));
    plain(&mut table, "acceptance", accepted(old), accepted(new));
    let until = |risk: &Risk| risk.acceptance.as_ref().and_then(|acceptance| acceptance.until);
    let (was, is) = (until(old).map(|until| until.value), until(new).map(|until| until.value));
    let weight = match (was, is) {
        (Some(was), Some(is)) => weigh(is, was),
        _ => Weight::Neutral,
    };
    table.put("accepted until", day(was), day(is), weight, until(new).map(|until| until.span));
    table.0
}

fn day(date: Option<crate::calendar::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A field without weight.
pub(super) fn plain(table: &mut Table, field: &'static str, before: String, after: String) {
    table.put(field, before, after, Weight::Neutral, None);
}

fn rating(
    table: &mut Table,
    field: &'static str,
    old: Option<Rating>,
    new: Option<Rating>,
    methods: [&Method; 2],
) {
    let weight = match (old.map(Rating::product), new.map(Rating::product)) {
        (Some(old), Some(new)) => weigh(new, old),
        (Some(_), None) => Weight::Weaker,
        _ => Weight::Neutral,
    };
    let span = new.map(|new| new.likelihood.span);
    table.put(field, rated(methods[0], old), rated(methods[1], new), weight, span);
}

fn treatment(table: &mut Table, old: &Risk, new: &Risk) {
    let accepts = |risk: &Risk| risk.treatment.as_ref().is_none_or(|treatment| **treatment == *"accept");
    let weight = weigh(!accepts(old), !accepts(new));
    let span = new.treatment.as_ref().map(|treatment| treatment.span);
    table.put("treatment", value(old.treatment.as_ref()), value(new.treatment.as_ref()), weight, span);
}

fn plan(table: &mut Table, old: &Risk, new: &Risk) {
    let what = |risk: &Risk| value(risk.plan.as_ref().and_then(|plan| plan.what.as_ref()));
    plain(table, "plan", what(old), what(new));
    let due = |risk: &Risk| risk.plan.as_ref().and_then(|plan| plan.due);
    let (was, is) = (due(old), due(new));
    let weight = match (was, is) {
        (Some(was), Some(is)) => weigh(is.value, was.value),
        _ => Weight::Neutral,
    };
    table.put(
        "plan due",
        day(was.map(|due| due.value)),
        day(is.map(|due| due.value)),
        weight,
        is.map(|due| due.span),
    );
}

/// The fields of a policy or document, without its prose.
pub fn policy_shifts(old: &Policy, new: &Policy, say: &dyn Fn(Option<&Act>) -> String) -> Vec<Shift> {
    let mut table = Table::default();
    table.text("title", old.title.as_ref(), new.title.as_ref());
    table.text("version", old.version.as_ref(), new.version.as_ref());
    table.needed("owner", old.owner.as_ref(), new.owner.as_ref());
    plain(&mut table, "approved", say(old.approved.as_ref()), say(new.approved.as_ref()));
    let review = |policy: &Policy| policy.review.map(|review| review.value.to_string()).unwrap_or_default();
    let weight = match (old.review, new.review) {
        (Some(old), Some(new)) => weigh(days_between(new.value), days_between(old.value)),
        (old, new) => weigh(old.is_some(), new.is_some()),
    };
    table.put("review", review(old), review(new), weight, new.review.map(|review| review.span));
    let claims = |policy: &Policy| -> Vec<String> {
        policy.satisfies.pairs().map(|(of, id)| format!("{} {}", of.value, id.value)).collect()
    };
    plain(&mut table, "satisfies", listed(claims(old)), listed(claims(new)));
    table.needed("acknowledged_by", old.acknowledged_by.as_ref(), new.acknowledged_by.as_ref());
    table.0
}

/// The fields of a vendor.
pub fn vendor_shifts(old: &Vendor, new: &Vendor, say: &dyn Fn(Option<&Act>) -> String) -> Vec<Shift> {
    let mut table = Table::default();
    table.text("what", old.what.as_ref(), new.what.as_ref());
    table.needed("owner", old.owner.as_ref(), new.owner.as_ref());
    let word = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    table.put("critical", word(old.critical), word(new.critical), weigh(old.critical, new.critical), None);
    table.text("country", old.country.as_ref(), new.country.as_ref());
    let reports = |vendor: &Vendor| -> Vec<String> { vendor.assurance.iter().map(report).collect() };
    // A report that is gone is less; a newer one in its place is not.
    let kinds = |vendor: &Vendor| -> Vec<String> {
        vendor.assurance.iter().map(|one| one.report.value.clone()).collect()
    };
    let weight = by_items(&kinds(old), &kinds(new));
    table.put("assurance", reports(old).join(", "), reports(new).join(", "), weight, None);
    plain(&mut table, "reviewed", say(old.reviewed.as_ref()), say(new.reviewed.as_ref()));
    table.text("result", old.verdict.as_ref(), new.verdict.as_ref());
    table.0
}

fn report(one: &Assurance) -> String {
    let days = one.period.map(|period| period.value.to_string());
    let until = one.until.map(|until| format!("until {}", until.value));
    format!("{} {}", one.report.value, days.or(until).unwrap_or_default()).trim().to_owned()
}

/// What something says that was not there before, or is not there any more.
pub(super) fn outline(fields: Vec<(&'static str, String)>, is_new: bool) -> Vec<Shift> {
    let shift = |(field, value): (&'static str, String)| {
        let (before, after) = if is_new { (String::new(), value) } else { (value, String::new()) };
        Shift { field, before, after, weight: Weight::Neutral, span: None }
    };
    fields.into_iter().filter(|(_, value)| !value.is_empty()).map(shift).collect()
}

/// A control in a few fields.
pub(super) fn control_outline(control: &Control, is_new: bool) -> Vec<Shift> {
    let claims: Vec<String> =
        control.satisfies.pairs().map(|(id, to)| format!("{} {}", id.value, to.value)).collect();
    let fields = vec![
        ("owner", value(control.owner.as_ref())),
        ("status", control.status.word().to_owned()),
        ("cadence", control.cadence.value.to_string()),
        ("satisfies", listed(claims)),
        ("mitigates", listed(values(&control.mitigates))),
    ];
    let mut found = outline(fields, is_new);
    let weight = if is_new { Weight::Stronger } else { Weight::Weaker };
    found
        .iter_mut()
        .filter(|one| one.field == "status" && control.is_active())
        .for_each(|one| one.weight = weight);
    found
}

//! What is different between two versions of one thing, field by field.

use serde::Serialize;

use crate::calendar::{Cadence, Unit};
use crate::model::{self, Control, Method, Policy, Rating, Risk, Text, Vendor};
use crate::packet::context::Desk;
use crate::packet::sources::{day, list, text};

/// A field that is not the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name in the file.
    pub field: &'static str,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
    /// `tightened`, `loosened`, or empty when neither can be said.
    pub weight: &'static str,
}

/// A rating and its level in one phrase; empty without one.
pub(super) fn rated(method: &Method, rating: Option<Rating>) -> String {
    let shown = |rating: Rating| {
        let level = method.level_of(rating).map(|level| format!(" ({})", level.title())).unwrap_or_default();
        format!("{} × {} = {}{level}", rating.likelihood.value, rating.impact.value, rating.product())
    };
    rating.map(shown).unwrap_or_default()
}

/// Collects fields that are not the same.
#[derive(Default)]
struct Fields(Vec<FieldChange>);

impl Fields {
    fn compare(&mut self, field: &'static str, before: String, after: String) {
        self.weigh(field, before, after, "");
    }

    fn weigh(&mut self, field: &'static str, before: String, after: String, weight: &'static str) {
        if before != after {
            self.0.push(FieldChange { field, before, after, weight });
        }
    }

    fn text(&mut self, field: &'static str, before: Option<&Text>, after: Option<&Text>) {
        self.compare(field, text(before), text(after));
    }

    fn name(&mut self, desk: &Desk<'_>, field: &'static str, before: Option<&Text>, after: Option<&Text>) {
        self.compare(field, desk.sources.named(before), desk.sources.named(after));
    }
}

/// What is different between two versions of a control.
pub(crate) fn control_changes(desk: &Desk<'_>, old: &Control, new: &Control) -> Vec<FieldChange> {
    let mut fields = Fields::default();
    fields.text("title", old.title.as_ref(), new.title.as_ref());
    fields.name(desk, "owner", old.owner.as_ref(), new.owner.as_ref());
    fields.text("statement", old.statement.as_ref(), new.statement.as_ref());
    fields.compare("status", old.status.word().to_owned(), new.status.word().to_owned());
    let since = |control: &Control| day(control.since.map(|since| since.value));
    fields.compare("since", since(old), since(new));
    let (was, is) = (old.cadence.value, new.cadence.value);
    fields.weigh("cadence", was.to_string(), is.to_string(), tighter(span(is), span(was)));
    fields.text("population", old.population.as_ref(), new.population.as_ref());
    let deadline = |control: &Control| {
        control
            .deadline
            .as_ref()
            .map(|deadline| format!("{} after {}", deadline.within, deadline.after))
            .unwrap_or_default()
    };
    let within = |control: &Control| control.deadline.as_ref().map(|deadline| deadline.within.nominal_days());
    fields.weigh("deadline", deadline(old), deadline(new), tighter(within(new), within(old)));
    let grace = |control: &Control| control.grace.map(|grace| grace.value.to_string()).unwrap_or_default();
    let length = |control: &Control| control.grace.map(|grace| grace.value.nominal_days());
    fields.weigh("grace", grace(old), grace(new), tighter(length(new), length(old)));
    fields.text("nature", old.nature.as_ref(), new.nature.as_ref());
    fields.text("type", old.purpose.as_ref(), new.purpose.as_ref());
    fields.name(desk, "performer", old.performer.as_ref(), new.performer.as_ref());
    fields.name(desk, "reviewer", old.reviewer.as_ref(), new.reviewer.as_ref());
    let claims = |control: &Control| {
        let mut claims: Vec<String> =
            control.satisfies.pairs().map(|(id, to)| format!("{} {}", id.value, to.value)).collect();
        claims.sort();
        claims.join(", ")
    };
    fields.compare("satisfies", claims(old), claims(new));
    fields.compare("mitigates", list(&old.mitigates), list(&new.mitigates));
    fields.compare("policies", list(&old.policies), list(&new.policies));
    fields.compare("systems", list(&old.systems), list(&new.systems));
    let asked = |control: &Control| {
        control.evidence.iter().map(|asked| asked.name.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let number = |control: &Control| u32::try_from(control.evidence.len()).ok();
    fields.weigh("evidence", asked(old), asked(new), tighter(number(old), number(new)));
    fields.compare("test", list(&old.test), list(&new.test));
    fields.0
}

/// What a control says that was not there before, or is not there any more.
pub(super) fn outline(desk: &Desk<'_>, control: &Control, is_new: bool) -> Vec<FieldChange> {
    let claims: Vec<String> =
        control.satisfies.pairs().map(|(id, to)| format!("{} {}", id.value, to.value)).collect();
    let fields = [
        ("statement", text(control.statement.as_ref())),
        ("owner", desk.sources.named(control.owner.as_ref())),
        ("cadence", control.cadence.value.to_string()),
        ("satisfies", claims.join(", ")),
    ];
    let field = |(field, value): (&'static str, String)| {
        let (before, after) = if is_new { (String::new(), value) } else { (value, String::new()) };
        FieldChange { field, before, after, weight: "" }
    };
    fields.into_iter().filter(|(_, value)| !value.is_empty()).map(field).collect()
}

/// `tightened` when the new number is smaller.
fn tighter(new: Option<u32>, old: Option<u32>) -> &'static str {
    match (new, old) {
        (Some(new), Some(old)) if new < old => "tightened",
        (Some(new), Some(old)) if new > old => "loosened",
        _ => "",
    }
}

/// How many days may pass between two occurrences; `None` where that depends on events.
fn span(cadence: Cadence) -> Option<u32> {
    match cadence {
        Cadence::Each(unit) => Some(match unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 30,
            Unit::Quarter => 90,
            Unit::HalfYear => 180,
            Unit::Year => 360,
        }),
        Cadence::Every(length) => Some(length.nominal_days()),
        Cadence::OnEvent(_) | Cadence::Continuous(_) => None,
    }
}

pub(super) fn risk_changes(desk: &Desk<'_>, old: &Risk, new: &Risk) -> Vec<FieldChange> {
    let mut fields = Fields::default();
    fields.name(desk, "owner", old.owner.as_ref(), new.owner.as_ref());
    fields.text("treatment", old.treatment.as_ref(), new.treatment.as_ref());
    fields.compare("controls", list(&old.controls), list(&new.controls));
    let until = |risk: &Risk| {
        day(risk.acceptance.as_ref().and_then(|acceptance| acceptance.until).map(|until| until.value))
    };
    fields.compare("accepted until", until(old), until(new));
    fields.0
}

pub(super) fn vendor_changes(desk: &Desk<'_>, old: &Vendor, new: &Vendor) -> Vec<FieldChange> {
    let mut fields = Fields::default();
    fields.text("what", old.what.as_ref(), new.what.as_ref());
    fields.name(desk, "owner", old.owner.as_ref(), new.owner.as_ref());
    let word = |flag: bool| if flag { "yes" } else { "no" }.to_owned();
    fields.compare("critical", word(old.critical), word(new.critical));
    let reports = |vendor: &Vendor| {
        let one = |one: &model::Assurance| {
            let days = one.period.map(|period| period.value.to_string());
            let until = one.until.map(|until| format!("until {}", until.value));
            format!("{} {}", one.report.value, days.or(until).unwrap_or_default()).trim().to_owned()
        };
        vendor.assurance.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    fields.compare("assurance", reports(old), reports(new));
    let reviewed = |vendor: &Vendor| {
        desk.sources
            .signed(vendor.reviewed.as_ref())
            .map(|act| format!("{}, {}", act.by, act.on))
            .unwrap_or_default()
    };
    fields.compare("reviewed", reviewed(old), reviewed(new));
    fields.text("result", old.verdict.as_ref(), new.verdict.as_ref());
    fields.0
}

pub(super) fn policy_changes(desk: &Desk<'_>, old: &Policy, new: &Policy) -> Vec<FieldChange> {
    let mut fields = Fields::default();
    fields.text("title", old.title.as_ref(), new.title.as_ref());
    fields.text("version", old.version.as_ref(), new.version.as_ref());
    fields.name(desk, "owner", old.owner.as_ref(), new.owner.as_ref());
    let approved = |policy: &Policy| {
        desk.sources
            .signed(policy.approved.as_ref())
            .map(|act| format!("{}, {}", act.by, act.on))
            .unwrap_or_default()
    };
    fields.compare("approved", approved(old), approved(new));
    let review = |policy: &Policy| policy.review.map(|review| review.value.to_string()).unwrap_or_default();
    fields.compare("review", review(old), review(new));
    fields.0
}

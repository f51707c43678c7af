//! What is different between two versions of one thing, field by field.

use serde::Serialize;

use crate::assess::{Definition, Shift, Weight, shifts};
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
        if before != after {
            self.0.push(FieldChange { field, before, after, weight: "" });
        }
    }

    fn text(&mut self, field: &'static str, before: Option<&Text>, after: Option<&Text>) {
        self.compare(field, text(before), text(after));
    }

    fn name(&mut self, desk: &Desk<'_>, field: &'static str, before: Option<&Text>, after: Option<&Text>) {
        self.compare(field, desk.sources.named(before), desk.sources.named(after));
    }
}

/// What is different between two versions of a control, weighed by the table that every comparison uses.
pub(crate) fn control_changes(desk: &Desk<'_>, old: &Control, new: &Control) -> Vec<FieldChange> {
    let landed = desk.past.landed(&new.path);
    let defaults = |control: &Control| {
        let since = control.since.map_or(landed, |since| since.value);
        let grace = control.grace.map(|grace| grace.value);
        (since, grace.unwrap_or_else(|| desk.program.grace(control.cadence.grace_unit())))
    };
    let ((old_since, old_grace), (new_since, new_grace)) = (defaults(old), defaults(new));
    let change = |shift: Shift| {
        let people = matches!(shift.field, "owner" | "performer" | "reviewer");
        let shown = |said: String| {
            if people && !said.is_empty() { desk.sources.name(&said) } else { said }
        };
        FieldChange {
            field: shift.field,
            before: shown(shift.before),
            after: shown(shift.after),
            weight: match shift.weight {
                Weight::Stronger => "tightened",
                Weight::Weaker => "loosened",
                Weight::Neutral => "",
            },
        }
    };
    let old = Definition { control: old, since: old_since, grace: old_grace };
    let new = Definition { control: new, since: new_since, grace: new_grace };
    shifts(old, new).into_iter().map(change).collect()
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

//! What is different between two versions of one thing, field by field, as the pages tell it.
//!
//! What differs, and which way it moved, is judged in `assess`; here are the names of people and what a
//! page has room for.

use serde::Serialize;

use crate::assess::{Shift, Weight, control_shifts, policy_shifts, risk_shifts, vendor_shifts};
use crate::model::{Act, Control, Method, Policy, Risk, Vendor};
use crate::packet::context::Desk;
use crate::packet::sources::text;

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

/// The fields that name somebody.
const NAMES: [&str; 3] = ["owner", "performer", "reviewer"];

/// Fields as a page tells them, with people by their names and without those that it leaves out.
fn told(desk: &Desk<'_>, shifts: Vec<Shift>, left_out: &[&str]) -> Vec<FieldChange> {
    let name = |field: &str, short: String| {
        if NAMES.contains(&field) && !short.is_empty() { desk.sources.name(&short) } else { short }
    };
    let told = |shift: Shift| FieldChange {
        before: name(shift.field, shift.before),
        after: name(shift.field, shift.after),
        weight: match shift.weight {
            Weight::Stronger => "tightened",
            Weight::Weaker => "loosened",
            Weight::Neutral => "",
        },
        field: shift.field,
    };
    shifts.into_iter().filter(|shift| !left_out.contains(&shift.field)).map(told).collect()
}

/// Who did something and when, by name and day; empty where nobody did.
fn signed(desk: &Desk<'_>, act: Option<&Act>) -> String {
    desk.sources.signed(act).map(|act| format!("{}, {}", act.by, act.on)).unwrap_or_default()
}

/// What is different between two versions of a control, weighed by the table that every comparison uses.
pub(crate) fn control_changes(desk: &Desk<'_>, old: &Control, new: &Control) -> Vec<FieldChange> {
    let program = desk.sources.program;
    told(desk, control_shifts(old, new, [program, program]), &[])
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

pub(super) fn risk_changes(desk: &Desk<'_>, old: &Risk, new: &Risk, method: &Method) -> Vec<FieldChange> {
    let shifts = risk_shifts(old, new, [method, method], &|act| signed(desk, act));
    // The rating has columns of its own.
    let kept = ["owner", "treatment", "controls", "accepted until"];
    let shifts = shifts.into_iter().filter(|shift| kept.contains(&shift.field)).collect();
    told(desk, shifts, &[])
}

pub(super) fn vendor_changes(desk: &Desk<'_>, old: &Vendor, new: &Vendor) -> Vec<FieldChange> {
    told(desk, vendor_shifts(old, new, &|act| signed(desk, act)), &["country"])
}

pub(super) fn policy_changes(desk: &Desk<'_>, old: &Policy, new: &Policy) -> Vec<FieldChange> {
    told(desk, policy_shifts(old, new, &|act| signed(desk, act)), &["satisfies", "acknowledged_by"])
}

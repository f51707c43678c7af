//! The management system: clauses 4 to 10 of ISO/IEC 27001.

pub(super) mod auditor_not_independent;
pub(super) mod audits_own_work;
pub(super) mod effectiveness_not_checked;
pub(super) mod internal_audit_overdue;
pub(super) mod management_review_overdue;
pub(super) mod mandatory_document_missing;
pub(super) mod nonconformity_without_cause;
pub(super) mod objective_without_measure;
pub(super) mod review_input_missing;

use crate::calendar::{Cadence, Date};
use crate::place::{Span, Spanned};

/// By when something planned is to happen next, and where that is written.
///
/// The day that is planned counts until it was done on it, after it, or less than half a turn of the
/// cadence before it; from then on a turn after the last time. What was never done and has no day
/// is due a turn after the plan was approved. `None` where nothing says when.
fn next(
    due: Option<Spanned<Date>>,
    cadence: Option<Spanned<Cadence>>,
    last: Option<Date>,
    approved: Option<Date>,
) -> Option<(Date, Span)> {
    let after = |day: Date| cadence.map(|cadence| (cadence.value.length().after(day), cadence.span));
    let Some(last) = last else {
        return due.map(|due| (due.value, due.span)).or_else(|| after(approved?));
    };
    let open = due.filter(|due| {
        let turn = cadence.map_or(0, |cadence| (cadence.value.length().after(last) - last).get_days());
        2 * (due.value - last).get_days() > turn.max(0)
    });
    open.map(|due| (due.value, due.span)).or_else(|| after(last))
}

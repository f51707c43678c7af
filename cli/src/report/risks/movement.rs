//! What became of risks since another revision.

use std::fmt::Write as _;

use crate::report::filled;
use crate::report::risks::{Moved, ways};
use crate::sheet::Sheet;
use crate::text::visible;

/// For people: counts, then a paragraph for each risk that moved.
pub(super) fn lines(text: &mut String, since: &Moved<'_>, width: usize) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "  {}", ways(since.moves));
    for one in since.moves {
        let head = format!("{} {}: {}", one.risk, one.way.word(), one.title);
        let _ = writeln!(text, "  {}", filled(&visible(head.trim_end_matches(": ")), width, 2, 4));
        for shift in &one.shifts {
            let words = format!("{} → {}", said(&shift.before), said(&shift.after));
            let words = filled(&visible(&words), width, 18, 18);
            let _ = writeln!(text, "      {:<10}  {words}", shift.field);
        }
    }
}

fn said(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

/// One thing that is said otherwise a line.
pub(super) fn sheet(since: &Moved<'_>) -> Sheet {
    let columns = [("risk", 8), ("title", 36), ("way", 9), ("field", 12), ("before", 40), ("after", 40)];
    let mut sheet = Sheet::new("Movement", "Nothing moved.", &columns);
    for one in since.moves {
        for shift in &one.shifts {
            let cells = [one.risk, one.title, one.way.word(), shift.field, &shift.before, &shift.after];
            sheet.push(cells.map(Into::into));
        }
    }
    sheet
}

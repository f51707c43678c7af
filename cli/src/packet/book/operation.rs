//! Sheets of what was drawn from and what deviated.

use crate::packet::Context;
use crate::packet::book::{joined, number, path, task};
use crate::sheet::{Cell, Sheet};

pub(super) fn populations(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Populations",
        "No population is defined.",
        &[
            ("population", 16),
            ("title", 30),
            ("source", 20),
            ("owner", 20),
            ("controls", 14),
            ("period", 12),
            ("rows stated", 12),
            ("rows found", 12),
            ("sha256", 66),
            ("digest", 12),
            ("extracted by", 20),
            ("extracted", 26),
            ("committed", 26),
            ("compared with", 26),
            ("rows there", 12),
            ("comparison", 16),
            ("query", 60),
            ("file", 44),
        ],
    );
    for population in &context.populations {
        let head = || -> [Cell; 5] {
            [
                population.id.as_str().into(),
                population.title.as_str().into(),
                population.source.as_str().into(),
                population.owner.as_str().into(),
                joined(&population.controls),
            ]
        };
        if population.extractions.is_empty() {
            let none = std::iter::once("no extraction".into());
            sheet.push(head().into_iter().chain(none));
        }
        for one in &population.extractions {
            let cells: [Cell; 13] = [
                one.period.as_str().into(),
                number(one.rows_stated),
                number(one.rows_found),
                one.sha256.as_str().into(),
                one.sha256_state.into(),
                one.by.as_str().into(),
                one.at.as_str().into(),
                one.committed.as_str().into(),
                one.checked_against.as_str().into(),
                number(one.checked_rows),
                one.checked_state.into(),
                one.query.as_str().into(),
                path(&one.file),
            ];
            sheet.push(head().into_iter().chain(cells));
        }
    }
    sheet
}

pub(super) fn exceptions(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Exceptions",
        "No exception is recorded in the window.",
        &[
            ("id", 14),
            ("control", 10),
            ("control title", 34),
            ("requirements", 18),
            ("period", 12),
            ("extent", 24),
            ("items", 20),
            ("what", 50),
            ("cause", 50),
            ("effect", 50),
            ("fix", 50),
            ("fix owner", 20),
            ("fix due", 12),
            ("fix done", 12),
            ("fix state", 14),
            ("management response", 50),
            ("record", 40),
        ],
    );
    for one in &context.exceptions {
        let head: [Cell; 10] = [
            one.id.as_str().into(),
            one.control.as_str().into(),
            one.control_title.as_str().into(),
            joined(&one.requirements),
            one.period.as_str().into(),
            one.extent.as_str().into(),
            joined(&one.items),
            one.what.as_str().into(),
            one.cause.as_str().into(),
            one.effect.as_str().into(),
        ];
        let tail: [Cell; 2] = [one.response.as_str().into(), path(&one.file)];
        sheet.push(head.into_iter().chain(task(one.fix.as_ref())).chain(tail));
    }
    sheet
}

//! The control matrix as a table: a row for each requirement and control that claims it.

use crate::packet::context::{ControlMark, RequirementGroupView, RequirementView};
use crate::packet::generic::csv;
use crate::packet::{Context, PacketFile};
use crate::sheet::{Cell, Sheet};

const COLUMNS: [(&str, u16); 14] = [
    ("group", 10),
    ("requirement", 14),
    ("title", 50),
    ("control", 10),
    ("control_title", 40),
    ("owner", 20),
    ("cadence", 12),
    ("nature", 12),
    ("control_status", 12),
    ("expected", 10),
    ("on_file", 10),
    ("on_time", 10),
    ("by_status", 30),
    ("policies", 30),
];

/// `03-control-matrix.csv`: also requirements without a control have a row.
pub(crate) fn table(context: &Context) -> PacketFile {
    let mut sheet = Sheet::new("Control matrix", "No requirement is in scope.", &COLUMNS);
    for group in &context.coverage.requirements {
        for requirement in &group.requirements {
            let marks = requirement.controls.iter().chain(&requirement.not_in_force);
            let rows: Vec<_> = marks.map(|mark| row(group, requirement, Some(mark))).collect();
            if rows.is_empty() {
                sheet.push(row(group, requirement, None));
            }
            sheet.rows.extend(rows);
        }
    }
    csv("03-control-matrix.csv", &sheet)
}

fn row(group: &RequirementGroupView, requirement: &RequirementView, mark: Option<&ControlMark>) -> Vec<Cell> {
    let say = |pick: fn(&ControlMark) -> &str| Cell::from(mark.map(pick).unwrap_or_default());
    let number = |pick: fn(&ControlMark) -> usize| Cell::from(mark.map(pick));
    vec![
        Cell::from(&group.id),
        Cell::from(&requirement.id),
        Cell::from(&requirement.title),
        say(|mark| &mark.id),
        say(|mark| &mark.title),
        say(|mark| &mark.owner),
        say(|mark| &mark.cadence),
        say(|mark| &mark.nature),
        say(|mark| mark.status),
        number(|mark| mark.expected),
        number(|mark| mark.on_file.number),
        number(|mark| mark.on_time.number),
        say(|mark| &mark.by_status),
        Cell::from(requirement.policies.join(" ")),
    ]
}

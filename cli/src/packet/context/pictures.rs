//! The pictures of the packet, and the numbers of those that no other table holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::packet::context::coverage::RequirementView;
use crate::packet::context::{CalendarView, Context, CoverageView, Desk, RiskPage};
use crate::packet::formats::Format;
use crate::packet::iso27001::Iso27001;
use crate::packet::{Options, pictures};

/// A picture of the packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureView {
    /// Its path in the packet.
    pub path: &'static str,
    /// What it shows.
    pub title: &'static str,
}

/// A bar of the coverage picture: the requirements of one group by what is on file behind them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BarView {
    /// `CC6`
    pub id: String,
    /// The group's title.
    pub title: String,
    /// Requirements with everything that fell due on file and on time.
    pub on_time: usize,
    /// Everything on file, something of it late.
    pub late: usize,
    /// Something is not on file.
    pub not_on_file: usize,
    /// Controls in force, and nothing fell due.
    pub nothing_due: usize,
    /// Excluded by the Statement of Applicability, with its reason.
    pub excluded: usize,
    /// A policy or a document and no control.
    pub document_only: usize,
    /// Neither a control in force nor a document.
    pub nothing: usize,
    /// All of them.
    pub requirements: usize,
}

/// Puts the numbers and the pictures into the context, which has everything else that they show.
pub(super) fn put(desk: &Desk<'_>, context: &mut Context) {
    context.bars = bars(&context.coverage, context.iso.as_ref());
    context.pictures = pictures(
        desk.material.options,
        desk.is_about_a_day(),
        &context.calendar,
        &context.risk,
        &context.bars,
    );
}

/// The pictures that there are, by name: `heat-map`, `risk-matrix`, `coverage`.
fn pictures(
    options: &Options,
    on_a_day: bool,
    calendar: &CalendarView,
    risk: &RiskPage,
    bars: &[BarView],
) -> BTreeMap<&'static str, PictureView> {
    let there = [
        (pictures::HEAT_MAP, !on_a_day && !calendar.rows.is_empty()),
        (pictures::RISK_MATRIX, !risk.method.matrix.is_empty()),
        (pictures::COVERAGE, !bars.is_empty()),
    ];
    there
        .into_iter()
        .filter(|(_, there)| *there && options.formats.contains(&Format::Svg))
        .map(|((name, path, title), _)| (name, PictureView { path, title }))
        .collect()
}

fn bars(coverage: &CoverageView, iso: Option<&Iso27001>) -> Vec<BarView> {
    let statement = iso.iter().flat_map(|iso| &iso.statement.groups).flat_map(|group| &group.rows);
    let excluded: BTreeSet<&str> =
        statement.filter(|row| row.applies == "no").map(|row| row.id.as_str()).collect();
    let groups = coverage.requirements.iter().filter(|group| !group.requirements.is_empty());
    let bar = |group: &super::RequirementGroupView| {
        let mut bar = BarView {
            id: group.id.clone(),
            title: group.title.clone(),
            on_time: 0,
            late: 0,
            not_on_file: 0,
            nothing_due: 0,
            excluded: 0,
            document_only: 0,
            nothing: 0,
            requirements: group.requirements.len(),
        };
        for requirement in &group.requirements {
            let out = excluded.contains(requirement.id.as_str()) && requirement.controls.is_empty();
            *(if out { &mut bar.excluded } else { place(&mut bar, requirement) }) += 1;
        }
        bar
    };
    groups.map(bar).collect()
}

/// Which number of the bar a requirement counts for.
fn place<'b>(bar: &'b mut BarView, requirement: &RequirementView) -> &'b mut usize {
    let sum = |pick: fn(&super::ControlMark) -> usize| requirement.controls.iter().map(pick).sum::<usize>();
    let (expected, on_file, on_time) =
        (sum(|one| one.expected), sum(|one| one.on_file.number), sum(|one| one.on_time.number));
    match (requirement.controls.is_empty(), requirement.policies.is_empty()) {
        (true, true) => &mut bar.nothing,
        (true, false) => &mut bar.document_only,
        (false, _) if expected == 0 => &mut bar.nothing_due,
        (false, _) if on_file < expected => &mut bar.not_on_file,
        (false, _) if on_time < expected => &mut bar.late,
        (false, _) => &mut bar.on_time,
    }
}

//! The Statement of Applicability as a page and as a table (ISO/IEC 27001 6.1.3 d).

use serde::Serialize;

use crate::assess::{Applicability, Claimant, SoaEntry, SoaRemark, SoaStatus};
use crate::calendar::Window;
use crate::model::{Control, Status};
use crate::packet::sources::{FileRef, Signed, Sources, day, text};

/// The Statement of Applicability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatementPage {
    /// The framework's name.
    pub framework: String,
    /// The file with the decisions; `None` when there is none.
    pub file: Option<FileRef>,
    /// Who approved the decisions, and when.
    pub approved: Option<Signed>,
    /// How many requirements the list has.
    pub total: usize,
    /// How many of them apply.
    pub applies: usize,
    /// How many there are of each status.
    pub counts: Vec<StatusCount>,
    /// First and last day on which evidence was looked for.
    pub looked_at: WindowView,
    /// The entries, theme by theme.
    pub groups: Vec<SoaGroup>,
    /// Controls in force from other sources: they mitigate a risk and claim nothing of the list.
    pub beyond: Vec<BeyondRow>,
    /// What a reader should not have to find out alone, in sentences.
    pub remarks: Vec<String>,
}

/// A span of days, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WindowView {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
}

impl WindowView {
    pub(super) fn of(window: Window) -> Self {
        Self { from: window.from.to_string(), to: window.to.to_string() }
    }
}

/// How many entries have a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusCount {
    /// `implemented`, `partly`, `planned`, `not implemented`, `excluded`, `undecided`
    pub status: &'static str,
    /// How many.
    pub number: usize,
    /// How many of a hundred, rounded down.
    pub percent: usize,
}

/// One theme of Annex A.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SoaGroup {
    /// `A.5`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its entries, in the standard's order.
    pub rows: Vec<SoaRow>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SoaRow {
    /// `A.5.18`
    pub id: String,
    /// Our own short title.
    pub title: String,
    /// `yes`, `no`, or `undecided`.
    pub applies: &'static str,
    /// Why it is in: the risks, or the reasons written down.
    pub inclusion: String,
    /// Why it is out.
    pub exclusion: String,
    /// The risks that its controls mitigate.
    pub risks: Vec<String>,
    /// The status.
    pub status: &'static str,
    /// By when, while something is planned.
    pub due: String,
    /// Who sees to it: of the decision, else of its controls in force.
    pub owner: String,
    /// The controls in force that claim it, by id.
    pub controls: Vec<String>,
    /// The policies that claim it, by id.
    pub policies: Vec<String>,
    /// The newest thing on file for each of its controls: `AC-02 2026-Q3`.
    pub evidence: Vec<String>,
    /// What the entry should not be read without.
    pub remarks: Vec<String>,
}

/// A control from another source than the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BeyondRow {
    /// The control.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The risks that it mitigates.
    pub risks: String,
    /// Its owner.
    pub owner: String,
    /// Its file.
    pub file: FileRef,
}

/// Puts the page together.
pub(crate) fn page(sources: &Sources<'_>, statement: &Applicability<'_>, looked_at: Window) -> StatementPage {
    let total = statement.entries.len();
    let count = |(status, number): (SoaStatus, usize)| StatusCount {
        status: status.word(),
        number,
        percent: percent(number, total),
    };
    let group = |group: &crate::model::RequirementGroup| {
        let belongs =
            |entry: &&SoaEntry<'_>| entry.requirement.group.as_ref().is_some_and(|id| **id == *group.id);
        let rows: Vec<SoaRow> =
            statement.entries.iter().filter(belongs).map(|entry| row(sources, entry)).collect();
        (!rows.is_empty()).then(|| SoaGroup {
            id: group.id.value.clone(),
            title: text(group.title.as_ref()),
            rows,
        })
    };
    StatementPage {
        framework: statement.framework.title().to_owned(),
        file: statement.file.map(|soa| sources.file(&soa.path)),
        approved: statement.file.and_then(|soa| sources.signed(soa.approved.as_ref())),
        total,
        applies: statement.entries.iter().filter(|entry| entry.status.applies() == Some(true)).count(),
        counts: statement.counts().into_iter().map(count).collect(),
        looked_at: WindowView::of(looked_at),
        groups: statement.framework.groups.iter().filter_map(group).collect(),
        beyond: statement.beyond.iter().map(|control| beyond(sources, control)).collect(),
        remarks: statement.remarks(),
    }
}

/// How many of a hundred, rounded down, so that 100 means all.
pub(super) fn percent(number: usize, of: usize) -> usize {
    (number * 100).checked_div(of).unwrap_or_default()
}

fn row(sources: &Sources<'_>, entry: &SoaEntry<'_>) -> SoaRow {
    let active = || entry.controls.iter().filter(|claimant| claimant.control.status == Status::Active);
    let risks: Vec<String> = entry.risks.iter().map(|risk| risk.id.value.clone()).collect();
    let latest = |claimant: &Claimant<'_>| {
        let latest = claimant.latest.as_ref()?;
        Some(format!("{} {}", claimant.control.id.value, latest.period))
    };
    SoaRow {
        id: entry.requirement.id.value.clone(),
        title: text(entry.requirement.title.as_ref()),
        applies: entry.applicable(),
        inclusion: entry.inclusion(),
        exclusion: entry.exclusion(),
        risks,
        status: entry.status.word(),
        due: day(entry.due()),
        owner: owner(sources, entry),
        controls: active().map(|claimant| claimant.control.id.value.clone()).collect(),
        policies: entry.policies.iter().map(|policy| policy.id.value.clone()).collect(),
        evidence: active().filter_map(latest).collect(),
        remarks: entry.remarks.iter().map(SoaRemark::sentence).collect(),
    }
}

fn owner(sources: &Sources<'_>, entry: &SoaEntry<'_>) -> String {
    if let Some(owner) = entry.decision.and_then(|decision| decision.owner.as_ref()) {
        return sources.responsible(Some(owner));
    }
    let active = entry.controls.iter().filter(|claimant| claimant.control.status == Status::Active);
    let owners = active.filter_map(|claimant| claimant.control.owner.as_ref());
    let names: std::collections::BTreeSet<String> =
        owners.map(|owner| sources.responsible(Some(owner))).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn beyond(sources: &Sources<'_>, control: &Control) -> BeyondRow {
    let named = |risk: &&crate::model::Risk| {
        control.mitigates.iter().any(|id| **id == *risk.id)
            || risk.controls.iter().any(|id| **id == *control.id)
    };
    let risks = sources.register.risks.by_id().filter(named);
    BeyondRow {
        id: control.id.value.clone(),
        title: text(control.title.as_ref()),
        risks: risks.map(|risk| risk.id.value.as_str()).collect::<Vec<_>>().join(", "),
        owner: sources.responsible(control.owner.as_ref()),
        file: sources.file(&control.path),
    }
}

/// The columns of the table.
const COLUMNS: [&str; 14] = [
    "control_id",
    "title",
    "source",
    "applicable",
    "justification_inclusion",
    "risks",
    "implementation_status",
    "due",
    "justification_exclusion",
    "owner",
    "controls",
    "policies",
    "evidence",
    "remarks",
];

/// The table: a row for every entry, then one for every control from another source.
pub(crate) fn table(page: &StatementPage) -> Vec<Vec<String>> {
    let entry = |row: &SoaRow| {
        [
            row.id.as_str(),
            &row.title,
            "annex-a",
            row.applies,
            &row.inclusion,
            &row.risks.join(" "),
            row.status,
            &row.due,
            &row.exclusion,
            &row.owner,
            &row.controls.join(" "),
            &row.policies.join(" "),
            &row.evidence.join("; "),
            &row.remarks.join("; "),
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let other = |row: &BeyondRow| {
        [
            "",
            &row.title,
            "other",
            "yes",
            "risk treatment",
            &row.risks,
            "in force",
            "",
            "",
            &row.owner,
            &row.id,
            "",
            "",
            "",
        ]
        .map(str::to_owned)
        .to_vec()
    };
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(page.groups.iter().flat_map(|group| &group.rows).map(entry));
    rows.extend(page.beyond.iter().map(other));
    rows
}

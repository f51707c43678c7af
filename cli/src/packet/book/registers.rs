//! Sheets of risks, vendors and policies.

use crate::packet::Context;
use crate::packet::book::{by, joined, on, path, task};
use crate::packet::context::VendorView;
use crate::packet::iso27001::{RatingView, RiskRow};
use crate::sheet::{Cell, Sheet};

pub(super) fn risks(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Risks",
        "No risk is on file.",
        &[
            ("id", 8),
            ("title", 36),
            ("scenario", 60),
            ("owner", 20),
            ("assets", 20),
            ("without controls", 16),
            ("level without", 14),
            ("with controls", 16),
            ("level with", 14),
            ("treatment", 12),
            ("controls", 20),
            ("controls that do not work", 50),
            ("above appetite", 14),
            ("reviewed by", 20),
            ("reviewed", 12),
            ("approved by", 20),
            ("approved", 12),
            ("accepted by", 20),
            ("accepted until", 14),
            ("acceptance", 18),
            ("plan", 50),
            ("plan owner", 20),
            ("plan due", 12),
            ("plan done", 12),
            ("plan state", 14),
            ("file", 40),
        ],
    );
    for one in &context.risk.risks {
        let plan = context.risk.plan.iter().find(|row| row.risk == one.id).map(|row| &row.task);
        let tail = std::iter::once(path(&one.file));
        sheet.push(risk_head(one).into_iter().chain(task(plan)).chain(tail));
    }
    sheet
}

fn risk_head(one: &RiskRow) -> [Cell; 20] {
    let shown = |rating: Option<&RatingView>| rating.map(|rating| rating.shown.as_str()).into();
    let level = |rating: Option<&RatingView>| rating.map(|rating| rating.level.as_str()).into();
    let acceptance = one.acceptance.as_ref();
    [
        one.id.as_str().into(),
        one.title.as_str().into(),
        one.scenario.as_str().into(),
        one.owner.as_str().into(),
        one.assets.as_str().into(),
        shown(one.inherent.as_ref()),
        level(one.inherent.as_ref()),
        shown(one.residual.as_ref()),
        level(one.residual.as_ref()),
        one.treatment.as_str().into(),
        one.controls.as_str().into(),
        one.doubt.as_str().into(),
        one.above_appetite.into(),
        by(one.reviewed.as_ref()),
        on(one.reviewed.as_ref()),
        by(one.approved.as_ref()),
        on(one.approved.as_ref()),
        acceptance.map(|acceptance| acceptance.signed.by.as_str()).into(),
        acceptance.map(|acceptance| acceptance.until.as_str()).into(),
        acceptance.map(|acceptance| acceptance.state).into(),
    ]
}

pub(super) fn vendors(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Vendors",
        "No vendor is on file.",
        &[
            ("id", 14),
            ("what", 36),
            ("owner", 20),
            ("critical", 9),
            ("country", 10),
            ("reviewed by", 20),
            ("reviewed", 12),
            ("verdict", 14),
            ("report", 22),
            ("covers", 26),
            ("valid until", 12),
            ("bridge letter to", 14),
            ("where", 44),
            ("days without a report", 12),
            ("which days", 40),
            ("of these with a bridge letter", 40),
            ("GDPR role", 12),
            ("data processing agreement", 14),
        ],
    );
    for vendor in &context.vendors {
        vendor_rows(&mut sheet, vendor);
    }
    sheet
}

/// A row for each report of a vendor; one that has none has a row that says so.
fn vendor_rows(sheet: &mut Sheet, vendor: &VendorView) {
    let head = || -> [Cell; 8] {
        [
            vendor.id.as_str().into(),
            vendor.what.as_str().into(),
            vendor.owner.as_str().into(),
            if vendor.critical { "yes" } else { "no" }.into(),
            vendor.country.as_str().into(),
            by(vendor.reviewed.as_ref()),
            on(vendor.reviewed.as_ref()),
            vendor.verdict.as_str().into(),
        ]
    };
    let tail = || -> [Cell; 5] {
        [
            Cell::Number(vendor.uncovered_days),
            joined(&vendor.uncovered),
            joined(&vendor.bridged),
            vendor.gdpr_role.as_str().into(),
            vendor.dpa.as_str().into(),
        ]
    };
    let none: [Cell; 5] = ["no report".into(), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty];
    if vendor.assurance.is_empty() {
        sheet.push(head().into_iter().chain(none).chain(tail()));
    }
    for one in &vendor.assurance {
        let place = one.file.as_ref().map_or_else(|| one.url.as_str().into(), path);
        let report: [Cell; 5] = [
            one.report.as_str().into(),
            one.period.as_str().into(),
            one.until.as_str().into(),
            one.bridge.as_str().into(),
            place,
        ];
        sheet.push(head().into_iter().chain(report).chain(tail()));
    }
}

pub(super) fn policies(context: &Context) -> Sheet {
    let mut sheet = Sheet::new(
        "Policies",
        "No policy is on file.",
        &[
            ("id", 20),
            ("title", 36),
            ("owner", 20),
            ("requirements", 20),
            ("version at the tag", 12),
            ("approved by", 20),
            ("approved", 12),
            ("since the approval", 26),
            ("review", 12),
            ("version", 10),
            ("version approved by", 20),
            ("in force from", 14),
            ("in force to", 14),
            ("commit", 14),
            ("what changed", 22),
            ("file", 40),
        ],
    );
    for policy in &context.policies {
        let head = || -> [Cell; 9] {
            [
                policy.id.as_str().into(),
                policy.title.as_str().into(),
                policy.owner.as_str().into(),
                joined(&policy.satisfies),
                policy.version.as_str().into(),
                by(policy.approved.as_ref()),
                on(policy.approved.as_ref()),
                policy.since_approval.into(),
                policy.review.as_str().into(),
            ]
        };
        if policy.versions.is_empty() {
            let between = std::iter::repeat_n(Cell::Empty, 6);
            sheet.push(head().into_iter().chain(between).chain([path(&policy.file)]));
        }
        for one in &policy.versions {
            let cells: [Cell; 7] = [
                one.version.as_str().into(),
                by(one.approved.as_ref()),
                one.from.as_str().into(),
                one.to.as_str().into(),
                one.commit.as_str().into(),
                one.changed.into(),
                path(&policy.file),
            ];
            sheet.push(head().into_iter().chain(cells));
        }
    }
    sheet
}

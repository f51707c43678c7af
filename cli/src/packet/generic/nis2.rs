//! What only a NIS2 packet says: who approved what, and what stands behind the supply chain.

use serde::Serialize;

use crate::packet::Context;
use crate::packet::context::Desk;
use crate::packet::generic::parts::{Asked, Part};
use crate::packet::iso27001::{ReviewView, management_reviews};
use crate::packet::sources::FileRef;

/// The facts of a NIS2 packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nis2 {
    /// The requirements of Art. 20 with their measures.
    pub governance: Vec<Asked>,
    /// What was approved, and by whom.
    pub approvals: Vec<ApprovalView>,
    /// The management reviews on record, oldest first.
    pub reviews: Vec<ReviewView>,
    /// The requirements on the supply chain with their measures.
    pub supply_chain: Vec<Asked>,
    /// Critical vendors that nobody is on record as having reviewed, by id.
    pub not_reviewed: Vec<String>,
    /// Critical vendors with days of the window of which no report or certificate speaks, by id.
    pub without_report: Vec<String>,
}

/// Something that was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalView {
    /// What.
    pub what: String,
    /// Who approved it; empty when nobody did.
    pub by: String,
    /// What they do in the company.
    pub role: String,
    /// When.
    pub on: String,
    /// The file; `null` for what is built in.
    pub file: Option<FileRef>,
}

/// Puts the facts together.
pub(super) fn context(desk: &Desk<'_>, context: &Context, parts: &[Part]) -> Nis2 {
    let all = || parts.iter().flat_map(|part| &part.requirements);
    let about = |is: fn(&str) -> bool| all().filter(|one| is(&one.id)).cloned().collect();
    let critical = |is: fn(&crate::packet::context::VendorView) -> bool| {
        let vendors = context.vendors.iter().filter(|vendor| vendor.critical && is(vendor));
        vendors.map(|vendor| vendor.id.clone()).collect()
    };
    Nis2 {
        governance: about(|id| id.starts_with("Art.20(")),
        approvals: approvals(desk, context),
        reviews: management_reviews(&desk.sources),
        supply_chain: about(|id| matches!(id, "Art.21(2)(d)" | "Art.21(3)") || id.starts_with("IR.5.")),
        not_reviewed: critical(|vendor| vendor.reviewed.is_none()),
        without_report: critical(|vendor| vendor.uncovered_days > 0),
    }
}

fn approvals(desk: &Desk<'_>, context: &Context) -> Vec<ApprovalView> {
    let role = |by: &str| {
        let people = desk.program.people.iter();
        let person =
            people.into_iter().find(|person| person.name.as_ref().unwrap_or(&person.short).value == by);
        person.and_then(|person| person.role.as_ref()).map(|role| role.value.clone()).unwrap_or_default()
    };
    let view = |what: String, signed: Option<&crate::packet::sources::Signed>, file: Option<FileRef>| {
        let (by, on) = signed.map(|act| (act.by.clone(), act.on.clone())).unwrap_or_default();
        ApprovalView { what, role: role(&by), by, on, file }
    };
    let method = &context.risk.method;
    let mut approvals = vec![view(
        if method.built_in {
            "Risk method (built in)".to_owned()
        } else {
            format!("Risk method {}", method.version)
        },
        method.approved.as_ref(),
        method.file.clone(),
    )];
    approvals.extend(context.policies.iter().map(|policy| {
        let what = format!("{} {}", policy.title, policy.version).trim_end().to_owned();
        view(what, policy.approved.as_ref(), Some(policy.file.clone()))
    }));
    approvals
}

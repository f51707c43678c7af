//! What is to be looked at again: policies, risks, vendors; audits and reviews that are planned.

use crate::assess::agenda::{Agenda, DutyKind, Entry, words};
use crate::calendar::{Cadence, Date, Unit};
use crate::model::{Inclusion, Method, Policy, Risk, Vendor};
use crate::place::RepoPath;

/// How long the review of a vendor holds.
const VENDOR: Cadence = Cadence::Each(Unit::Year);

impl Agenda<'_> {
    pub(super) fn policies(&mut self) {
        for policy in self.register.policies.by_id() {
            self.policy(policy);
        }
        for document in self.register.isms_documents.by_id() {
            self.policy(document);
        }
    }

    fn policy(&mut self, policy: &Policy) {
        let approved = self.day_of(policy.approved.as_ref());
        let due = policy.review.zip(approved).map(|(every, day)| every.value.length().after(day));
        let (what, help) = if policy.approved.is_none() {
            ("is not approved", "have it approved, and write `approved: {by: …, at: DATE}`")
        } else if due.is_some() {
            ("is to be reviewed", "review it, and let `approved` say who approved it anew and when")
        } else {
            return;
        };
        self.put(Entry {
            kind: DutyKind::PolicyReview,
            subject: &policy.id,
            item: "",
            what: format!("{} {what}", words(policy.title.as_ref(), &policy.id)),
            owner: policy.owner.as_ref(),
            due,
            path: &policy.path,
            help: format!("{help} in `{}`", policy.path),
        });
    }

    pub(super) fn risks(&mut self) {
        let built_in = Method::default();
        let method = self.register.method.as_ref().unwrap_or(&built_in);
        for risk in self.register.risks.by_id() {
            self.risk_review(risk, method);
            self.acceptance(risk);
            self.plan(risk);
        }
    }

    fn risk_review(&mut self, risk: &Risk, method: &Method) {
        let Some(reviewed) = self.day_of(risk.reviewed.as_ref()) else { return };
        let level = risk.residual.or(risk.inherent).and_then(|rating| method.level_of(rating));
        let Some(every) = method.review_of(level) else { return };
        self.put(Entry {
            kind: DutyKind::RiskReview,
            subject: &risk.id,
            item: "",
            what: format!("{} is to be reviewed", words(risk.title.as_ref(), "risk")),
            owner: risk.owner.as_ref(),
            due: Some(every.length().after(reviewed)),
            path: &risk.path,
            help: format!("look at the risk again and update `reviewed` in `{}`", risk.path),
        });
    }

    fn acceptance(&mut self, risk: &Risk) {
        let Some(acceptance) = &risk.acceptance else { return };
        let Some(until) = acceptance.until else { return };
        let ends = if until.value < self.as_of { "has ended" } else { "ends" };
        self.put(Entry {
            kind: DutyKind::Acceptance,
            subject: &risk.id,
            item: "",
            what: format!("{}: the acceptance {ends}", words(risk.title.as_ref(), "risk")),
            owner: risk.owner.as_ref().or(acceptance.act.by.as_ref()),
            due: Some(until.value),
            path: &risk.path,
            help: format!("accept the risk again with a new day, or treat it, in `{}`", risk.path),
        });
    }

    fn plan(&mut self, risk: &Risk) {
        let Some(plan) = risk.plan.as_ref().filter(|plan| plan.done.is_none()) else { return };
        self.put(Entry {
            kind: DutyKind::Treatment,
            subject: &risk.id,
            item: "",
            what: words(plan.what.as_ref(), "a plan without a word on it"),
            owner: plan.owner.as_ref().or(risk.owner.as_ref()),
            due: plan.due.map(|due| due.value),
            path: &risk.path,
            help: format!("do it, and add `done: DATE` to the `plan` in `{}`", risk.path),
        });
    }

    pub(super) fn vendors(&mut self) {
        for vendor in &self.register.vendors {
            let path = self.register.path(vendor.file);
            self.vendor(vendor, path);
            if self.leans_on(vendor) {
                self.vendor_report(vendor, path);
            }
        }
    }

    fn vendor(&mut self, vendor: &Vendor, path: &RepoPath) {
        let reviewed = self.day_of(vendor.reviewed.as_ref());
        let due = reviewed.map(|day| VENDOR.length().after(day));
        let never = vendor.critical && vendor.reviewed.is_none();
        if due.is_none() && !never {
            return;
        }
        let what = if never { "is critical, and nobody has reviewed it" } else { "is to be reviewed" };
        self.put(Entry {
            kind: DutyKind::VendorReview,
            subject: &vendor.id,
            item: "",
            what: format!("{} {what}", words(vendor.what.as_ref(), "vendor")),
            owner: vendor.owner.as_ref(),
            due,
            path,
            help: format!("look at its reports and update `reviewed` of `{}` in `{path}`", vendor.id.value),
        });
    }

    /// True for a subservice organisation that is carved out: its own auditor's word stands for it.
    fn leans_on(&self, vendor: &Vendor) -> bool {
        let carved = |one: &crate::model::Subservice| {
            let inclusive = one.method.is_some_and(|method| method.value == Inclusion::Inclusive);
            *one.vendor == *vendor.id && !inclusive
        };
        self.register.system.iter().flat_map(|system| &system.subservice).any(carved)
    }

    fn vendor_report(&mut self, vendor: &Vendor, path: &RepoPath) {
        let last = |one: &crate::model::Assurance| -> Option<Date> {
            one.last_day().max(one.bridge.map(|bridge| bridge.value))
        };
        let due = vendor.assurance.iter().filter_map(last).max();
        let what = match due {
            Some(day) if day < self.as_of => "no report or bridge letter speaks for it any more",
            Some(_) => "its last report or bridge letter ends",
            None => "no report and no certificate speaks for it",
        };
        self.put(Entry {
            kind: DutyKind::VendorReport,
            subject: &vendor.id,
            item: "",
            what: what.to_owned(),
            owner: vendor.owner.as_ref(),
            due,
            path,
            help: format!(
                "ask for the next report, and enter it under `assurance` of `{}` in `{path}`",
                vendor.id.value
            ),
        });
    }

    pub(super) fn planned_audits(&mut self) {
        let Some(programme) = &self.register.programme else { return };
        for part in &programme.parts {
            // An audit that was held after the day before last is the next one's business.
            let held = self
                .register
                .internal_audits
                .by_id()
                .filter(|audit| audit.programme.as_ref().is_some_and(|id| **id == *part.id));
            let newest = held.filter_map(|audit| audit.held).map(|held| held.value.to).max();
            let next = newest.zip(part.cadence).map(|(day, every)| every.value.length().after(day));
            let Some(due) = part.due.map(|due| due.value).max(next) else { continue };
            self.put(Entry {
                kind: DutyKind::Audit,
                subject: &part.id,
                item: "",
                what: format!("internal audit: {}", words(part.what.as_ref(), &part.id)),
                owner: part.auditor.as_ref().or(programme.owner.as_ref()),
                due: Some(due),
                path: &programme.path,
                help: format!(
                    "hold it, record it below `evidence/isms/audits/`, and plan the next in `{}`",
                    programme.path
                ),
            });
        }
        let Some(review) = &programme.management_review else { return };
        let newest =
            self.register.management_reviews.by_id().filter_map(|review| review.held).map(|day| day.value);
        let next = newest.max().zip(review.cadence).map(|(day, every)| every.value.length().after(day));
        let Some(due) = review.due.map(|due| due.value).max(next) else { return };
        self.put(Entry {
            kind: DutyKind::Audit,
            subject: "management-review",
            item: "",
            what: "management review".to_owned(),
            owner: programme.owner.as_ref(),
            due: Some(due),
            path: &programme.path,
            help: "hold it, with every input of 9.3.2, and record it below `evidence/isms/reviews/`"
                .to_owned(),
        });
    }
}

//! Policies: which version, who approved it, which text was in force when.

use serde::Serialize;

use crate::model::{self, Policy};
use crate::packet::context::Desk;
use crate::packet::context::past::Version;
use crate::packet::sources::{FileRef, Signed, text};

/// A policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyView {
    /// `access-control`
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page in the packet; empty when it has none.
    pub page: String,
    /// Its version, as written.
    pub version: String,
    /// A person or a team.
    pub owner: String,
    /// Who approved it, and when.
    pub approved: Option<Signed>,
    /// The main-line commit that brought that approval, its first ten digits; empty when there is none.
    pub approval_commit: String,
    /// The day from which that commit counts.
    pub approval_landed: String,
    /// What became of the text since: `same as approved`, `changed since the approval`, `not approved`,
    /// `cannot be told`.
    pub since_approval: &'static str,
    /// The commits that changed the text since the approval, oldest first: `4f1c9ab012 (2026-08-19)`.
    pub changed_by: Vec<String>,
    /// How often it is reviewed.
    pub review: String,
    /// Who has to acknowledge it; this version reads no acknowledgements.
    pub acknowledged_by: String,
    /// The requirements of the audit's framework that it claims.
    pub satisfies: Vec<String>,
    /// The versions of its file that were in force in the window, oldest first.
    pub versions: Vec<VersionView>,
    /// Its prose at the tag.
    pub prose: String,
    /// Its file.
    pub file: FileRef,
}

/// A version of a policy's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionView {
    /// The version, as written.
    pub version: String,
    /// Who approved it, and when, as this version of the file says.
    pub approved: Option<Signed>,
    /// The first day on which it counted.
    pub from: String,
    /// The last day; empty while it still counts.
    pub to: String,
    /// The commit that brought it, its first ten digits.
    pub commit: String,
    /// The commit's author.
    pub by: String,
    /// `text`, `front matter`, `text and front matter`, or `first version`,
    /// `form only`: what is different.
    pub changed: &'static str,
}

struct Known<'a> {
    version: Version<'a>,
    policy: Policy,
    prose: String,
}

pub(super) fn policies(desk: &Desk<'_>) -> Vec<PolicyView> {
    let mut taken = std::collections::BTreeSet::new();
    desk.material
        .register
        .policies
        .by_id()
        .map(|policy| {
            let name = crate::text::escape::file_name(&policy.id, &mut taken);
            let page = if desk.is_iso() { String::new() } else { format!("10-policies/{name}.md") };
            view(desk, policy, page)
        })
        .collect()
}

fn view(desk: &Desk<'_>, policy: &Policy, page: String) -> PolicyView {
    let versions = desk.past.versions(&policy.path);
    let known: Vec<Known<'_>> = versions
        .into_iter()
        .filter_map(|version| {
            let (policy, prose) = model::read_policy(&policy.path, desk.past.bytes(version.blob?)?)?;
            Some(Known { version, policy, prose })
        })
        .collect();
    let approval = approval_of(policy, &known);
    let prose = desk.sources.prose(policy);
    let framework = desk.framework.id.value.as_str();
    PolicyView {
        id: policy.id.value.clone(),
        title: policy.title.as_ref().unwrap_or(&policy.id).value.clone(),
        page,
        version: text(policy.version.as_ref()),
        owner: desk.sources.named(policy.owner.as_ref()),
        approved: desk.sources.signed(policy.approved.as_ref()),
        approval_commit: approval.map(|at| known[at].version.commit.id.short()).unwrap_or_default(),
        approval_landed: approval.map(|at| known[at].version.day.to_string()).unwrap_or_default(),
        since_approval: match (&policy.approved, approval) {
            (None, _) => "not approved",
            (Some(_), None) => "cannot be told",
            (Some(_), Some(at)) if known[at].prose.trim() == prose => "same as approved",
            (Some(_), Some(_)) => "changed since the approval",
        },
        changed_by: approval.map(|at| text_changes(&known[at..])).unwrap_or_default(),
        review: policy.review.map(|review| review.value.to_string()).unwrap_or_default(),
        acknowledged_by: text(policy.acknowledged_by.as_ref()),
        satisfies: policy.satisfies.of(framework).map(|id| id.value.clone()).collect(),
        versions: in_window(desk, &known),
        prose,
        file: desk.sources.file(&policy.path),
    }
}

/// The version that first said the present approval, counted back from the newest.
fn approval_of(policy: &Policy, known: &[Known<'_>]) -> Option<usize> {
    let said = |policy: &Policy| {
        let act = policy.approved.as_ref()?;
        let by = act.by.as_ref().map(|by| by.value.clone());
        Some((by, act.at.as_ref().map(|at| at.text.value.clone())))
    };
    let wanted = said(policy)?;
    let same =
        known.iter().enumerate().rev().take_while(|(_, one)| said(&one.policy).as_ref() == Some(&wanted));
    same.map(|(at, _)| at).last()
}

fn text_changes(since: &[Known<'_>]) -> Vec<String> {
    let changed = since.windows(2).filter(|pair| pair[0].prose.trim() != pair[1].prose.trim());
    changed.map(|pair| format!("{} ({})", pair[1].version.commit.id.short(), pair[1].version.day)).collect()
}

fn in_window(desk: &Desk<'_>, known: &[Known<'_>]) -> Vec<VersionView> {
    let window = desk.material.assessment.window;
    let mut views = Vec::new();
    for (at, one) in known.iter().enumerate() {
        let next = known.get(at + 1).map(|next| next.version.day);
        let to = next.and_then(|next| next.yesterday().ok());
        // A version that another one replaced on the same day never counted.
        let counted = to.is_none_or(|to| to >= one.version.day && to >= window.from);
        if !counted || one.version.day > window.to {
            continue;
        }
        let before = at.checked_sub(1).map(|before| &known[before]);
        views.push(VersionView {
            version: text(one.policy.version.as_ref()),
            approved: desk.sources.signed(one.policy.approved.as_ref()),
            from: one.version.day.to_string(),
            to: to.map(|to| to.to_string()).unwrap_or_default(),
            commit: one.version.commit.id.short(),
            by: one.version.commit.author.name.clone(),
            changed: before.map_or("first version", |before| difference(before, one)),
        });
    }
    views
}

fn difference(before: &Known<'_>, now: &Known<'_>) -> &'static str {
    let front = policy_words(&before.policy) != policy_words(&now.policy);
    match (before.prose.trim() != now.prose.trim(), front) {
        (true, true) => "text and front matter",
        (true, false) => "text",
        (false, true) => "front matter",
        (false, false) => "form only",
    }
}

/// What the front matter says, without its places.
fn policy_words(policy: &Policy) -> Vec<String> {
    let act = policy.approved.as_ref();
    let mut words = vec![
        policy.id.value.clone(),
        text(policy.title.as_ref()),
        text(policy.version.as_ref()),
        text(policy.owner.as_ref()),
        text(act.and_then(|act| act.by.as_ref())),
        act.and_then(|act| act.at.as_ref()).map(|at| at.text.value.clone()).unwrap_or_default(),
        policy.review.map(|review| review.value.to_string()).unwrap_or_default(),
        text(policy.acknowledged_by.as_ref()),
    ];
    words.extend(policy.satisfies.pairs().map(|(framework, id)| format!("{} {}", framework.value, id.value)));
    words
}

//! G4 and G5: clocks outside, and somebody else's memory.

use std::collections::BTreeSet;

use jiff::{Span, Timestamp};

use crate::trust::authority::{Chain, Performed};
use crate::trust::outside::{Anchors, Covering, Note};
use crate::trust::policy::{Policies, Policy};
use crate::trust::review::Reviewed;
use crate::trust::signer::Key;
use crate::trust::versions::Course;
use crate::trust::{Reason, SKEW_SECONDS, Trust, Witnessed, later};

/// How many days after the last one a record may land an outside time still counts.
const ANCHORED_WITHIN_DAYS: i32 = 31;

/// G4 and G5.
pub(super) fn judge(
    trust: &Trust<'_>,
    course: &Course<'_>,
    performed: &Performed,
    reviewed: Option<&Reviewed>,
    reasons: &mut BTreeSet<Reason>,
) -> Option<Witnessed> {
    let signed = performed.by.as_ref().map(|(place, _)| *place);
    let rests_on = signed.into_iter().chain(reviewed.map(|reviewed| reviewed.place));
    let covered = rests_on.fold(course.first, usize::max);
    let anchors: Vec<Covering> = trust.anchors.covering(covered).collect();
    let Some(earliest) = anchors.iter().map(|anchor| anchor.at).min() else {
        reasons.insert(Reason::NotAnchored);
        return None;
    };
    if is_late(trust, course, earliest) {
        reasons.insert(Reason::AnchoredLate);
    }
    if trust.date(course.first) > later(earliest, SKEW_SECONDS) {
        reasons.insert(Reason::DatedAfterAnchor);
    }
    let mut own = performed.by.iter().map(|(_, key)| key).chain(reviewed.map(|reviewed| &reviewed.key));
    let of_chain = trust.first_ended.is_some_and(|place| place <= covered);
    if of_chain || own.any(|key| has_ended(trust.policies.at_head(), key, earliest)) {
        reasons.insert(Reason::KeyEndedBeforeAnchor);
    }
    if Reason::grade(reasons) > crate::trust::Grade::G3 {
        let in_time = anchors.iter().filter(|anchor| !is_late(trust, course, anchor.at));
        if in_time.map(|anchor| anchor.operator).collect::<BTreeSet<_>>().len() < 2 {
            reasons.insert(Reason::OneOperator);
        }
        let remembers = |note: &Note| note.place.is_some_and(|place| place >= course.first);
        if !trust.anchors.notes.iter().any(remembers) {
            reasons.insert(Reason::NotWitnessed);
        }
    }
    let names: BTreeSet<String> = anchors.into_iter().map(|anchor| anchor.named).collect();
    let held = trust.anchors.held_at(course.first).map(|anchor| anchor.at).max();
    Some(Witnessed {
        from: held.max(trust.anchors.forges.before(course.first)),
        to: earliest,
        anchors: names.into_iter().collect(),
    })
}

/// The first place of the line whose key had ended before the outside time that covers it.
pub(super) fn first_ended(chain: &Chain, anchors: &Anchors, policies: &Policies) -> Option<usize> {
    let policy = policies.at_head();
    let ended = |place: usize, key: &Key| {
        anchors.earliest(place).is_some_and(|earliest| has_ended(policy, key, earliest))
    };
    chain.keys().find(|(place, key)| ended(*place, key)).map(|(place, _)| place)
}

/// Whether an outside time is more than 31 days after the last day on which the record could land.
fn is_late(trust: &Trust<'_>, course: &Course<'_>, at: Timestamp) -> bool {
    let Some(performed) = course.performed else { return false };
    let last = trust.policies.of(course.first).recorded_within.after(performed);
    let last = last.checked_add(Span::new().days(ANCHORED_WITHIN_DAYS)).unwrap_or(last);
    trust.zone.end_of(last).is_some_and(|end| at >= end)
}

/// Whether a key had ended by an instant, by the policy at the judged commit. One that is not listed
/// there any more says nothing of its end, and is not given the benefit of the doubt.
fn has_ended(policy: &Policy, key: &Key, at: Timestamp) -> bool {
    match key {
        Key::Ssh(key) => {
            let lines = policy.signers.lines().iter().filter(|line| line.key() == key);
            lines.into_iter().all(|line| line.valid_before().is_some_and(|end| end < at))
        }
        Key::OpenPgp(key) => !policy.certificates.iter().any(|one| one.standing(key, at).is_ok()),
    }
}

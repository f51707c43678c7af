//! What makes a finding the same finding after other lines came and went.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::place::Sha256;
use crate::report::Places;

/// A fingerprint for each finding, in their order.
///
/// It is the beginning of a SHA-256 over the rule, the path, the subject, the text of the line and a
/// number that tells repetitions apart; never over a line's number. So it survives lines inserted
/// above, and two equal findings on equal lines still have two.
pub fn fingerprints(findings: &[Finding], places: &mut Places<'_>) -> Vec<String> {
    let mut seen: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    let mut list = Vec::with_capacity(findings.len());
    for finding in findings {
        let mut key = Vec::new();
        let index = places.index(finding.place.file);
        let line = index.line(index.locate(finding.place.span.start).line);
        let subject = finding.subject.as_deref().unwrap_or_default();
        for part in
            [finding.rule.as_bytes(), finding.path.as_str().as_bytes(), subject.as_bytes(), line.trim_ascii()]
        {
            key.extend_from_slice(part);
            key.push(0);
        }
        let repetition = seen.entry(key.clone()).or_default();
        key.extend_from_slice(repetition.to_string().as_bytes());
        *repetition += 1;
        let mut fingerprint = Sha256::of(&key).to_string();
        fingerprint.truncate(32);
        list.push(fingerprint);
    }
    list
}

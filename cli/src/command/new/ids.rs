//! Ids that nobody has used.

use std::collections::BTreeSet;

use crate::app::pipeline::Judged;
use crate::command::new::kinds::NewKind;

/// The names of all files below a folder, those that are gone included: a number is given once.
fn used(judged: &Judged, folder: &str) -> BTreeSet<String> {
    let here = judged.loaded.register.files.iter().map(|file| &file.path);
    let ever =
        judged.trail.iter().flat_map(|trail| trail.additions.keys().chain(trail.before_the_cut.keys()));
    let below = here.chain(ever).filter(|path| path.is_below(folder));
    below.map(|path| path.stem().to_owned()).collect()
}

/// The folder in which a numbered kind lies.
fn folder(kind: NewKind) -> Option<&'static str> {
    match kind {
        NewKind::Control => Some("policies/controls"),
        NewKind::Risk => Some("policies/risks"),
        NewKind::Incident => Some("evidence/incidents"),
        NewKind::InternalAudit => Some("evidence/isms/audits"),
        NewKind::ManagementReview => Some("evidence/isms/reviews"),
        NewKind::Nonconformity => Some("evidence/isms/nonconformities"),
        NewKind::Policy
        | NewKind::Evidence
        | NewKind::Population
        | NewKind::Vendor
        | NewKind::Audit
        | NewKind::Asset
        | NewKind::Processing
        | NewKind::Objective
        | NewKind::PlannedAudit
        | NewKind::Document
        | NewKind::Method
        | NewKind::System => None,
    }
}

/// The next id of a kind; `series` is what was given of it, `year` that of what it is about.
pub(super) fn proposed(judged: &Judged, kind: NewKind, series: Option<&str>, year: i16) -> Option<String> {
    if kind == NewKind::Objective {
        let objectives = judged.loaded.register.objectives.iter().flat_map(|file| &file.objectives);
        let used = objectives.map(|objective| objective.id.value.clone()).collect();
        return Some(next(&used, "O", 1));
    }
    let used = used(judged, folder(kind)?);
    let (front, digits) = match kind {
        NewKind::Control => (series.map_or_else(|| commonest(&used), str::to_owned), 2),
        NewKind::Risk => ("R".to_owned(), 2),
        NewKind::Nonconformity => ("NC".to_owned(), 2),
        NewKind::Incident => (format!("INC-{year}"), 2),
        NewKind::InternalAudit => (format!("IA-{year}"), 1),
        NewKind::ManagementReview => {
            let plain = format!("MR-{year}");
            if !used.contains(&plain) {
                return Some(plain);
            }
            (plain, 1)
        }
        NewKind::Policy
        | NewKind::Evidence
        | NewKind::Population
        | NewKind::Vendor
        | NewKind::Audit
        | NewKind::Asset
        | NewKind::Processing
        | NewKind::Objective
        | NewKind::PlannedAudit
        | NewKind::Document
        | NewKind::Method
        | NewKind::System => return None,
    };
    Some(next(&used, &front, digits))
}

/// `AC-07` after `AC-06`.
fn next(used: &BTreeSet<String>, front: &str, digits: usize) -> String {
    let numbers = used.iter().filter_map(|id| id.strip_prefix(front)?.strip_prefix('-'));
    let numbers: Vec<&str> = numbers.filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())).collect();
    let width = numbers.iter().map(|number| number.len()).max().unwrap_or(digits);
    let last = numbers.iter().filter_map(|number| number.parse::<u32>().ok()).max();
    // The review of a year that has no number is its first.
    let first = u32::from(used.contains(front));
    format!("{front}-{:0width$}", last.unwrap_or(first).saturating_add(1))
}

/// The series with the most controls; of equals the first.
fn commonest(used: &BTreeSet<String>) -> String {
    let mut best = ("AC", 0);
    let fronts: BTreeSet<&str> = used.iter().filter_map(|id| Some(id.rsplit_once('-')?.0)).collect();
    for front in fronts {
        let count = used.iter().filter(|id| id.rsplit_once('-').is_some_and(|(of, _)| of == front)).count();
        if count > best.1 {
            best = (front, count);
        }
    }
    best.0.to_owned()
}

/// `Access control policy` → `access-control-policy`
pub(super) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.to_lowercase().chars() {
        match c {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            _ if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_matches('-');
    if slug.starts_with(|c: char| c.is_ascii_alphabetic()) {
        slug.to_owned()
    } else {
        format!("policy-{slug}").trim_end_matches('-').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{commonest, next, slug};

    fn used(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_next_number_is_behind_the_highest_and_as_wide() {
        assert_eq!(next(&used(&["AC-01", "AC-02", "BK-09"]), "AC", 2), "AC-03");
        assert_eq!(next(&used(&["AC-099"]), "AC", 2), "AC-100");
        assert_eq!(next(&used(&["AC-x", "ACX-7"]), "AC", 2), "AC-01");
        assert_eq!(next(&used(&["MR-2026"]), "MR-2026", 1), "MR-2026-2");
        assert_eq!(next(&used(&["IA-2026-1"]), "IA-2026", 1), "IA-2026-2");
    }

    #[test]
    fn a_series_and_a_slug_are_plain() {
        assert_eq!(commonest(&used(&["CH-01", "AC-01", "CH-02"])), "CH");
        assert_eq!(commonest(&used(&[])), "AC");
        assert_eq!(slug("Access control – policy!"), "access-control-policy");
        assert_eq!(slug("Größe 2"), "groesse-2");
        assert_eq!(slug("27001 scope"), "policy-27001-scope");
        assert_eq!(slug("方針"), "policy");
    }
}

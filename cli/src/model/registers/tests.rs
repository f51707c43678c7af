use super::{Activity, Asset, Vendor};
use crate::model::read::tree;
use crate::place::{FileId, RepoPath};

#[test]
fn a_vendor_keeps_its_reports_and_their_last_day() {
    let root = tree(
        "
aws:
  what: Hosting
  owner: omar
  critical: true
  country: DE
  reviewed: {by: priya, at: 2026-07-14, result: accepted}
  assurance:
    - {report: SOC 2 Type 2, period: 2025-04-01..2026-03-31, bridge: 2026-09-30, file: aws-soc2.pdf}
    - {report: Certificate, until: 2027-04-30}
  gdpr: {role: processor, dpa: 2024-11-02}
  dora: {function: Fleet control, critical_function: true, contract: C-2024-017, substitutable: difficult}
x-note: {what: Ours}
broken: true
",
    );
    let vendors = Vendor::decode_all(FileId(0), &RepoPath::new("v.yaml"), &root).expect("a mapping");
    let [aws] = vendors.as_slice() else { panic!("one vendor, not {}", vendors.len()) };
    let last_days = aws.assurance.iter().filter_map(|report| Some(report.last_day()?.to_string()));
    let text = |text: &Option<crate::model::Text>| text.as_ref().map(|text| text.value.clone());
    assert_eq!(
        (text(&aws.verdict).as_deref(), aws.critical, last_days.collect::<Vec<_>>()),
        (Some("accepted"), true, vec!["2026-03-31".to_owned(), "2027-04-30".to_owned()])
    );
    assert_eq!(aws.dora.as_ref().and_then(|dora| text(&dora.contract)).as_deref(), Some("C-2024-017"));
    assert!(aws.gdpr.as_ref().is_some_and(|gdpr| gdpr.dpa.is_some()));
}

#[test]
fn assets_and_activities_are_read_by_id() {
    let assets = tree("customer-db: {what: Database, owner: omar, personal_data: yes, vendor: aws}\n");
    let activities = tree(
        "console: {what: Accounts, role: processor, special: no, transfers: [{to: US}],
  assessment: {needed: false, because: Low risk, by: priya, at: 2026-01-07}}\n",
    );
    let path = RepoPath::new("r.yaml");
    let assets = Asset::decode_all(FileId(0), &path, &assets).expect("a mapping");
    let activities = Activity::decode_all(FileId(0), &path, &activities).expect("a mapping");
    assert_eq!(
        (assets[0].id.as_str(), assets[0].personal_data, assets[0].critical, assets[0].vendors.len()),
        ("customer-db", true, false, 1)
    );
    let assessment = activities[0].assessment.as_ref().expect("an assessment");
    assert_eq!(
        (activities[0].special.map(|no| no.value), activities[0].transfers[0].to.as_str()),
        (Some(false), "US")
    );
    assert_eq!(assessment.done.by.as_ref().map(|by| by.as_str()), Some("priya"));
}

use super::{AuditProgramme, InternalAudit, ManagementReview, Nonconformity, Objectives};
use crate::model::read::{Text, tree};
use crate::place::{FileId, RepoPath};
use snapbox::{assert_data_eq, str};

fn decoded<T>(decode: fn(FileId, &RepoPath, &crate::document::Node) -> Option<T>, yaml: &str) -> T {
    decode(FileId(0), &RepoPath::new("evidence/isms/x.yaml"), &tree(yaml)).expect("it can be read")
}

fn said(text: Option<&Text>) -> &str {
    text.map_or("-", |text| text.as_str())
}

#[test]
fn an_internal_audit_keeps_its_criteria_days_and_findings() {
    let audit = decoded(
        InternalAudit::decode,
        "
id: IA-2026-1
title: Internal audit, access and change
auditor: {name: Jonas Weber, of: Weber Beratung, independent: true}
criteria: [iso27001 9.1, policy access-control]
held: 2026-05-11..2026-05-13
findings:
  - {id: NC-03, grade: minor, against: A.5.18, text: Two service accounts had no owner.}
  - {id: OBS-1, grade: observation, text: The plan is long.}
report: {file: report.pdf, sha256: 4e5f}
",
    );
    let criteria: Vec<_> =
        audit.criteria.iter().map(|one| (one.of.as_ref().map(|of| of.as_str()), one.id.as_str())).collect();
    let auditor = audit.auditor.as_ref().expect("an auditor");
    assert_eq!(criteria, [(Some("iso27001"), "9.1"), (Some("policy"), "access-control")]);
    assert_eq!(
        format!(
            "{} by {} of {}, {}; {}",
            *audit.id,
            said(auditor.name.as_ref()),
            said(auditor.of.as_ref()),
            audit.held.expect("days").value,
            audit.nonconformities().map(|found| found.id.as_str()).collect::<Vec<_>>().join(" "),
        ),
        "IA-2026-1 by Jonas Weber of Weber Beratung, 2026-05-11..2026-05-13; NC-03"
    );
    assert_eq!(audit.findings.map(|findings| findings.len()), Some(2));
    assert!(audit.report.is_some());
}

#[test]
fn no_findings_is_not_the_same_as_silence_about_them() {
    let stated = |yaml| decoded(InternalAudit::decode, yaml).findings.map(|findings| findings.len());
    assert_eq!(stated("id: IA-1\nfindings: []\n"), Some(0));
    assert_eq!(stated("id: IA-1\nheld: 2026-05-11\n"), None);
}

#[test]
fn a_management_review_lists_its_inputs_in_the_order_of_the_clause() {
    let review = decoded(
        ManagementReview::decode,
        "
id: MR-2026
held: 2026-06-18
present: [omar, priya, lena]
inputs: {risks: Two fell., feedback: None this year., previous_actions: All done., monitoring: ' '}
decisions:
  - {id: MR-2026-1, text: Contractors join through Okta, owner: omar, due: 2026-09-20, done: 2026-09-11}
",
    );
    let lines = review.inputs.iter().map(|(input, text)| format!("{}: {}\n", input.clause(), **text));
    let missing = review.missing().map(|input| format!("missing: {}\n", input.title()));
    let decisions =
        review.decisions.iter().flatten().map(|decision| {
            format!("{} {}\n", said(decision.id.as_ref()), said(decision.task.what.as_ref()))
        });
    assert_data_eq!(
        lines.chain(missing).chain(decisions).collect::<String>(),
        str![["
9.3.2 a: All done.
9.3.2 e: None this year.
9.3.2 f: Two fell.
missing: Changed issues
missing: Changed needs of interested parties
missing: Nonconformities and corrective actions
missing: Monitoring and measurement
missing: Audit results
missing: Objectives
missing: Opportunities to improve
MR-2026-1 Contractors join through Okta

"]]
    );
}

#[test]
fn a_nonconformity_keeps_its_controls_apart_from_its_requirements() {
    let found = decoded(
        Nonconformity::decode,
        r#"
id: NC-03
found: {at: 2026-05-12, in: IA-2026-1, by: Jonas Weber}
against: {iso27001: A.5.18, control: AC-02}
what: Two service accounts had no owner.
contained: {what: Owners named, by: priya, at: 2026-05-13}
cause: The review exported people only, not service accounts.
action: {what: Review covers every principal, owner: priya, due: 2026-07-31, done: 2026-07-09}
effective: {checked: true, by: omar, at: 2026-07-13, how: "Q2 review lists 11 service accounts, all owned."}
status: closed
"#,
    );
    let pairs: Vec<_> = found.against.pairs().map(|(of, id)| format!("{} {}", **of, **id)).collect();
    let controls: Vec<_> = found.controls.iter().map(|id| id.as_str()).collect();
    let contained = found.contained.as_ref().expect("it was contained");
    let effective = found.effective.as_ref().expect("it was checked");
    assert_eq!(
        format!(
            "{} {} in {}; {}; {}; contained by {} on {}; worked: {}",
            *found.id,
            found.status.word(),
            said(found.found.as_ref().and_then(|found| found.within.as_ref())),
            pairs.join(" "),
            controls.join(" "),
            said(contained.owner.as_ref()),
            contained.done.expect("a day").value,
            effective.checked.expect("an answer").value,
        ),
        "NC-03 closed in IA-2026-1; iso27001 A.5.18; AC-02; contained by priya on 2026-05-13; worked: true"
    );
}

#[test]
fn objectives_and_the_audit_programme_keep_the_order_of_their_files() {
    let objectives = decoded(
        Objectives::decode,
        "
objectives:
  patching: {what: Patch in time, measure: Share within 14 days, target: 95, cadence: monthly}
  access: {what: No stale account, results: [{period: 2026-Q1, value: 0}]}
  x-note: {what: Ours}
",
    );
    let programme = decoded(
        AuditProgramme::decode,
        "
cycle: 2025-01-01..2027-12-31
audits:
  clauses: {what: Clauses 4 to 10, cadence: annual, criteria: iso27001 4.1}
  access: {what: Access, cadence: {every: 18mo}}
management_review: {cadence: annual, present: omar}
",
    );
    let each = objectives
        .objectives
        .iter()
        .map(|one| format!("{} {} {}\n", *one.id, said(one.target.as_ref()), one.results.len()));
    let parts = programme
        .parts
        .iter()
        .map(|part| format!("{} {}\n", *part.id, part.cadence.expect("a cadence").value));
    assert_data_eq!(
        each.chain(parts).collect::<String>(),
        str![["
patching 95 0
access - 1
clauses annual
access every 18mo

"]]
    );
    assert!(programme.part("access").is_some() && programme.management_review.is_some());
}

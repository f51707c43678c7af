//! `gaps`: what an auditor would find in the demo company, and what `--min` answers.

use std::fmt::Write as _;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{demo, folder, git, succeed, tickmark, told};

#[test]
fn a_type_2_audit_is_told_with_counts_first_and_what_to_do() {
    let arguments = ["gaps", "soc2-2026", "--at", "soc2-2026/end", "--format", "full"];
    let text = succeed(tickmark(demo()).args(arguments).env("COLUMNS", "80"));
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    assert!(!text.contains("compliant"));
    assert_data_eq!(
        text,
        str![[r#"
Northwind Robotics · SOC 2 Trust Services Criteria, Type 2
2026-01-01..2026-09-30 · at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

14 gaps: 6 to put right, 8 to explain

    36 of 36       100 %  requirements with a control in force
   222 of 222      100 %  occurrences with something on file
   221 of 222       99 %  occurrences on file and on time
   217 of 218       99 %  records with their second look
    10 of 10       100 %  policies with an approval

Controls in the window (8)
  AC-05  nobody but the performer has looked at it (2026-06) (priya)
      -> let somebody else look now and add `reviewed:`; the day stays the real
         one
  AC-02  it was done late (2026-Q2) (priya)
      to explain: it stays late: say why, what came of the delay, and what keeps
         it from happening again
  GV-04  it is annual, and nothing fell due in the window (priya)
  PE-03  it is annual, and nothing fell due in the window (nadia)
  PE-04  it is annual, and nothing fell due in the window (lena)
  VM-03  it is annual, and nothing fell due in the window (priya)
  VN-02  it is annual, and nothing fell due in the window (nadia)
      to explain: have the newest record before the window at hand, or let it
         operate once inside the window
  VM-01  it was committed long after it was done (2026-04) (mateo)
      to explain: have at hand what shows that it was done on the day it says,
         such as a ticket or an export with its own date

Policies (1)
  logging-and-monitoring  its text changed on 2026-08-06, after it was approved
      (priya)
      -> have the new text approved, raise `version`, and update `approved`

Vendors (2)
  okta  neither a report nor a bridge letter speaks for 122 days of the window,
      between 2026-06-01 and 2026-09-30 (mateo)
      -> ask for the next report or a bridge letter, and enter it under
         `assurance`
  aws  only its own bridge letter speaks for 183 days of the window, between
      2026-04-01 and 2026-09-30 (omar)
      to explain: ask when the next report comes; say in the description that
         the rest rests on its word

Risks (1)
  R-07  Loss of the only region: the acceptance has ended (since 2026-10-08)
      (omar)
      -> accept the risk again with a new day, or treat it, in
         `policies/risks/R-07.yaml`

What the auditor asked for (1)
  soc2-2026  10: Review of subservice organisations and their reports (nadia)
      -> name what answers it under `answer`, and set `status: provided` in
         `evidence/audits/soc2-2026/requests.yaml`

People (1)
  PE-04  its owner Lena Fischer left on 2026-07-31
      -> name who answers for it now as `owner` in
         `policies/controls/PE-04.yaml`

This is what the repository shows; whether it is enough is for the auditor to
judge.

"#]]
        .raw()
    );
}

#[test]
fn a_stage_1_audit_asks_for_no_record_and_hears_what_is_planned() {
    let arguments = ["gaps", "iso-2026-stage1", "--as-of", "2026-10-14", "--format", "full"];
    let text = succeed(tickmark(demo()).args(arguments).env("COLUMNS", "80"));
    assert_data_eq!(
        text,
        str![[r#"
Northwind Robotics · ISO/IEC 27001:2022, Stage 1
2026-03-17 · at b7cf6f5463 · as of 2026-10-14

6 gaps: 6 to put right, 0 to explain

    79 of 82        96 %  requirements with a control in force
    10 of 10       100 %  policies with an approval

Requirements that nothing answers (3)
  A.5.7  Threat intelligence: planned for 2026-12-15, and no control yet (priya)
  A.8.12  Data leakage prevention: planned for 2026-11-30, and no control yet
      (nadia)
  A.8.23  Web filtering: planned for 2026-12-15, and no control yet (nadia)
      -> write the control, in force, and take the decision out of
         `policies/soa/iso27001.yaml`

Policies (1)
  logging-and-monitoring  its text changed on 2026-08-06, after it was approved
      (priya)
      -> have the new text approved, raise `version`, and update `approved`

Risks (1)
  R-07  Loss of the only region: the acceptance has ended (since 2026-10-08)
      (omar)
      -> accept the risk again with a new day, or treat it, in
         `policies/risks/R-07.yaml`

People (1)
  PE-04  its owner Lena Fischer left on 2026-07-31
      -> name who answers for it now as `owner` in
         `policies/controls/PE-04.yaml`

This is what the repository shows; whether it is enough is for the auditor to
judge.

"#]]
        .raw()
    );
}

#[test]
fn every_other_audit_of_the_demo_has_an_answer() {
    let mut lines = String::new();
    for subject in ["soc2", "iso27001", "soc2-2025", "iso-2026-stage1", "iso-2026"] {
        let output =
            tickmark(demo()).args(["gaps", subject, "--as-of", "2026-10-14", "--format", "full"]).output();
        let output = output.unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let summary = text.lines().nth(3).unwrap_or("nothing").to_owned();
        let _ = writeln!(lines, "{subject}: {summary}, exit {:?}", output.status.code());
    }
    assert_data_eq!(
        lines,
        str![[r#"
soc2: 14 gaps: 7 to put right, 7 to explain, exit Some(0)
iso27001: 16 gaps: 9 to put right, 7 to explain, exit Some(0)
soc2-2025: 3 gaps: 3 to put right, 0 to explain, exit Some(0)
iso-2026-stage1: 6 gaps: 6 to put right, 0 to explain, exit Some(0)
iso-2026: 16 gaps: 8 to put right, 8 to explain, exit Some(0)

"#]]
        .raw()
    );
}

/// The demo's company in the year after its certificate, with the surveillance audit in its programme.
#[test]
fn a_surveillance_audit_asks_for_what_ran_since_and_for_what_every_year_needs() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "--quiet", &url, "company"]));
    let company = place.path().join("company");
    let program = company.join("policies/program.yaml");
    let audit = "  iso-2027:\n    framework: iso27001\n    type: surveillance\n    \
                 window: 2026-10-01..2026-12-31\n    previous: iso-2026\n\ndefaults:";
    let text = std::fs::read_to_string(&program).unwrap().replacen("\ndefaults:", audit, 1);
    std::fs::write(&program, text).unwrap();
    succeed(git(&company).args(["commit", "--quiet", "--all", "--message", "Surveillance"]));
    let told = |day: &str| {
        let arguments = ["gaps", "iso-2027", "--as-of", day, "--format", "full"];
        succeed(tickmark(&company).args(arguments).env("COLUMNS", "80"))
    };
    // Nothing has fallen due yet; a year after the last ones, the audit and the review are.
    assert_data_eq!(
        told("2026-10-14"),
        str![[r#"
Northwind Robotics · ISO/IEC 27001:2022, Surveillance
2026-10-01..2026-12-31 · at 950c4d4348 · as of 2026-10-14

8 gaps: 8 to put right, 0 to explain

    79 of 82        96 %  requirements with a control in force
     2 of 2        100 %  occurrences with something on file
     2 of 2        100 %  occurrences on file and on time
     2 of 2        100 %  records with their second look
    10 of 10       100 %  policies with an approval

Requirements that nothing answers (3)
  A.5.7  Threat intelligence: planned for 2026-12-15, and no control yet (priya)
  A.8.12  Data leakage prevention: planned for 2026-11-30, and no control yet
      (nadia)
  A.8.23  Web filtering: planned for 2026-12-15, and no control yet (nadia)
      -> write the control, in force, and take the decision out of
         `policies/soa/iso27001.yaml`

Policies (1)
  logging-and-monitoring  its text changed on 2026-08-06, after it was approved
      (priya)
      -> have the new text approved, raise `version`, and update `approved`

Vendors (2)
  aws  neither a report nor a bridge letter speaks for 14 days of the window,
      between 2026-10-01 and 2026-10-14 (omar)
  okta  neither a report nor a bridge letter speaks for 14 days of the window,
      between 2026-10-01 and 2026-10-14 (mateo)
      -> ask for the next report or a bridge letter, and enter it under
         `assurance`

Risks (1)
  R-07  Loss of the only region: the acceptance has ended (since 2026-10-08)
      (omar)
      -> accept the risk again with a new day, or treat it, in
         `policies/risks/R-07.yaml`

People (1)
  PE-04  its owner Lena Fischer left on 2026-07-31
      -> name who answers for it now as `owner` in
         `policies/controls/PE-04.yaml`

This is what the repository shows; whether it is enough is for the auditor to
judge.

"#]]
        .raw()
    );
    let later = told("2026-12-20");
    let from = later.find("Management system (").unwrap();
    assert_data_eq!(
        &later[from..],
        str![[r#"
Management system (3)
  MR-2026  MR-2026-3: Decide about a second region (since 2026-12-15) (omar)
      -> do it, and add `done: DATE` in `evidence/isms/reviews/MR-2026.yaml`
  management-system  internal audit: Clauses 4 to 10 (since 2026-12-15) (Jonas
      Weber)
      -> hold it, record it below `evidence/isms/audits/`, and plan the next in
         `policies/isms/programme.yaml`
  management-review  management review (since 2026-12-18) (nadia)
      -> hold it, with every input of 9.3.2, and record it below
         `evidence/isms/reviews/`

People (1)
  PE-04  its owner Lena Fischer left on 2026-07-31
      -> name who answers for it now as `owner` in
         `policies/controls/PE-04.yaml`

This is what the repository shows; whether it is enough is for the auditor to
judge.

"#]]
        .raw()
    );
}

#[test]
fn a_share_that_is_not_reached_is_a_no_and_one_of_nothing_cannot_be_told() {
    let code = |min: &str| {
        let arguments = ["gaps", "soc2-2026", "--at", "soc2-2026/end", "--min", min];
        tickmark(demo()).args(arguments).output().unwrap().status.code()
    };
    assert_eq!(
        (code("evidence=95%"), code("on-time=100"), code("policies=100%")),
        (Some(0), Some(1), Some(0))
    );
    let young = folder();
    let program = young.path().join("policies/program.yaml");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    std::fs::write(&program, "company: {name: N, timezone: UTC}\nframeworks: {soc2: {}}\n").unwrap();
    succeed(git(young.path()).args(["init", "--quiet", "--initial-branch=main"]));
    succeed(git(young.path()).args(["add", "."]));
    succeed(git(young.path()).args(["commit", "--quiet", "--message", "Begin"]));
    let code = |min: &str| {
        tickmark(young.path()).args(["gaps", "soc2", "--min", min]).output().unwrap().status.code()
    };
    assert_eq!((code("evidence=95%"), code("coverage=1%"), code("coverage=0")), (Some(3), Some(1), Some(0)));
}

#[test]
fn slips_are_told_with_what_was_meant() {
    let mut text = told(tickmark(demo()).args(["gaps", "soc2-2062"]));
    text.push_str(&told(tickmark(demo()).args(["gaps", "dora"])));
    text.push_str(&told(tickmark(demo()).args(["gaps", "soc2", "--min", "evidense=95%"])));
    text.push_str(&told(tickmark(demo()).args(["gaps", "soc2", "--min", "evidence=195%"])));
    assert_data_eq!(text, str![[r#"
-- standard error --
error: `soc2-2062` is neither an audit nor a framework in scope
help: did you mean `soc2-2026`?
-- exit 2 --
-- standard error --
error: `dora` is not among the frameworks in policies/program.yaml
help: add `dora: {}` under `frameworks:` in policies/program.yaml
-- exit 2 --
-- standard error --
error: invalid value 'evidense=95%' for '--min <SHARE=N%>': no share is called `evidense`; did you mean `evidence`?

For more information, try '--help'.
-- exit 2 --
-- standard error --
error: invalid value 'evidence=195%' for '--min <SHARE=N%>': `195%` is no percentage up to 100 %

For more information, try '--help'.
-- exit 2 --

"#]].raw());
}

//! `show`: anything that has an id, with what is linked to it both ways.

use std::fmt::Write as _;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{demo, succeed, tickmark, told};

fn show(id: &str) -> String {
    let arguments = ["show", id, "--at", "soc2-2026/end"];
    succeed(tickmark(demo()).args(arguments).env("COLUMNS", "80"))
}

#[test]
fn a_control_stands_between_what_it_names_and_what_names_it() {
    let text = show("AC-03");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_data_eq!(
        text,
        str![[r#"
AC-03  Leaver access removed within 24 hours
control, policies/controls/AC-03.yaml:1

  statement    When someone leaves, IT disables every account within 24 hours of
               the last working day and records the ticket.
  status       active
  cadence      on-event
  owner        it
  performer    it
  reviewer     priya (Priya Raman)
  evidence     7 of 7 on file, 7 on time (2026-03-18..2026-10-14)
  latest       2026-09: operated

Names
  risk         R-02 Former employee keeps access
  policy       access-control Access control policy
  population   leavers People whose employment or contract ended
  person       priya Priya Raman
  team         it
  vendor       aws Hosting
  asset        github Source code and pipeline
               okta Identity provider
  framework    iso27001 ISO/IEC 27001:2022
               soc2 SOC 2 Trust Services Criteria
  requirement  iso27001:A.5.11 Return of assets
               iso27001:A.5.18 Access rights
               iso27001:A.6.5 Responsibilities after termination or change of
                 employment
               soc2:CC6.2 User registration, authorisation and credential
                 removal
               soc2:CC6.3 Role-based access, least privilege, duty separation

Named by
  risk         R-02 Former employee keeps access
  record       evidence/AC-03/2025-12.yaml
               evidence/AC-03/2026-02.yaml
               evidence/AC-03/2026-03.yaml
               evidence/AC-03/2026-04.yaml
               and 6 more
  file         policies/isms/objectives.yaml

"#]]
        .raw()
    );
}

#[test]
fn a_requirement_says_who_claims_it_and_what_is_near() {
    assert_data_eq!(
        show("soc2:CC6.1"),
        str![[r#"
soc2:CC6.1  Logical access protection over information assets
requirement

  framework        SOC 2 Trust Services Criteria
  controls         AC-01, AC-05, AC-06, AS-01, DP-02
  near, suggested  iso27001 A.5.15, A.5.16, A.8.2, A.8.5, A.5.9, A.5.12, A.5.13,
                   A.5.17, A.5.18, A.6.7, A.7.7, A.8.1, A.8.3, A.8.4, A.8.9,
                   A.8.11, A.8.18, A.8.20, A.8.21, A.8.22, A.8.24, A.8.26,
                   A.8.27, A.8.31

Named by
  control          AC-01 Single sign-on with a second factor
                   AC-05 Privileged access review
                   AC-06 Production secrets rotated
                   AS-01 Asset inventory reconciled
                   DP-02 Data encrypted at rest
  policy           access-control Access control policy
  file             policies/system/system.yaml

"#]]
        .raw()
    );
}

#[test]
fn what_is_a_vendor_and_an_asset_is_shown_as_both() {
    assert_data_eq!(
        show("kandji"),
        str![[r#"
kandji  Device management
vendor, policies/registers/vendors.yaml:46

  owner        nadia (Nadia Brandt)
  critical     no
  country      US
  reviewed     2026-07-15 by priya (Priya Raman)
  result       accepted
  report       SOC 2 Type 2, 2025-08-01..2026-07-31, bridge letter to 2026-09-30

Names
  person       nadia Nadia Brandt
               priya Priya Raman

kandji  Device management
asset, policies/registers/assets.yaml:16

  kind            service
  owner           nadia (Nadia Brandt)
  classification  internal
  critical        no
  personal data   no

Names
  person          nadia Nadia Brandt

Named by
  control         AS-01 Asset inventory reconciled
                  EP-01 Laptops encrypted, patched and protected
                  EP-02 Devices wiped before they leave us

"#]]
        .raw()
    );
}

#[test]
fn a_vendor_that_controls_name_among_their_systems_is_named_by_them() {
    assert_data_eq!(
        show("aws"),
        str![[r#"
aws  Hosting
vendor, policies/registers/vendors.yaml:1

  owner        omar (Omar Haddad)
  critical     yes
  country      DE
  reviewed     2026-07-14 by priya (Priya Raman)
  result       accepted
  report       SOC 2 Type 2, 2025-04-01..2026-03-31, bridge letter to 2026-09-30

Names
  person       omar Omar Haddad
               priya Priya Raman

Named by
  control      AC-01 Single sign-on with a second factor
               AC-02 Quarterly access review
               AC-03 Leaver access removed within 24 hours
               AC-05 Privileged access review
               AC-06 Production secrets rotated
               AS-01 Asset inventory reconciled
               AV-01 Capacity and availability measured
               AV-02 Continuity exercise
               BK-01 Backups complete
               BK-02 Restore test
               CH-03 Test and production stay apart
               DP-01 Customer data deleted after the contract
               DP-02 Data encrypted at rest
               LG-01 Logs complete and alerts alive
               NW-01 Firewall rules reviewed
               NW-02 Traffic encrypted, certificates alive
               VM-01 Vulnerability scan
               VM-03 Penetration test
               VM-04 Configuration drift
  file         policies/system/system.yaml

To do
  2026-09-30   aws: no report or bridge letter speaks for it any more (overdue)

"#]]
        .raw()
    );
}

#[test]
fn every_sort_of_thing_can_be_shown() {
    let mut lines = String::new();
    for id in [
        "R-07",
        "access-control",
        "leavers",
        "priya",
        "it",
        "aws",
        "soc2-2026",
        "INC-2026-02",
        "IA-2026-1",
        "MR-2026",
        "NC-03",
        "iso27001",
        "CC6.1",
        "A.5.15",
        "EX-2026-04",
        "evidence/AC-02/2026-Q1.yaml",
    ] {
        let head: Vec<String> = show(id).lines().take(2).map(str::to_owned).collect();
        let _ = writeln!(lines, "{}", head.join(" | "));
    }
    assert_data_eq!(lines, str![[r#"
R-07  Loss of the only region | risk, policies/risks/R-07.yaml:1
access-control  Access control policy | policy, policies/access-control.md:2
leavers  People whose employment or contract ended | population, policies/populations/leavers.yaml:1
priya  Priya Raman | person, policies/program.yaml:8
it | team, policies/program.yaml:14
aws  Hosting | vendor, policies/registers/vendors.yaml:1
soc2-2026 | audit, policies/program.yaml:28
INC-2026-02  Console unreachable for 41 minutes | incident, evidence/incidents/INC-2026-02.yaml:1
IA-2026-1  Internal audit, access and change | internal audit, evidence/isms/audits/IA-2026-1.yaml:1
MR-2026 | management review, evidence/isms/reviews/MR-2026.yaml:1
NC-03  Two service accounts had no owner. | nonconformity, evidence/isms/nonconformities/NC-03.yaml:1
iso27001  ISO/IEC 27001:2022 | framework
soc2:CC6.1  Logical access protection over information assets | requirement
iso27001:A.5.15  Access control | requirement
EX-2026-04  The GitHub account of L-0317 stayed active for nine days after the last day, 18 March 2026. | exception, evidence/AC-03/2026-03.yaml:14
evidence/AC-02/2026-Q1.yaml | file, evidence/AC-02/2026-Q1.yaml:1

"#]].raw());
}

#[test]
fn a_slip_is_told_with_what_was_meant() {
    let mut text = told(tickmark(demo()).args(["show", "AC-2"]));
    text.push_str(&told(tickmark(demo()).args(["show", "soc2:CC66.1"])));
    text.push_str(&told(tickmark(demo()).args(["show", "something else entirely"])));
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: nothing is called `AC-2`
help: did you mean `AC-02`?
-- exit 2 --
-- standard error --
error: nothing is called `soc2:CC66.1`
help: did you mean `CC6.1`?
-- exit 2 --
-- standard error --
error: nothing is called `something else entirely`
help: ids stand in the files below policies/ and evidence/; requirements are written like soc2:CC6.1
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn entries_without_a_file_of_their_own_are_shown_as_well() {
    let mut text = String::new();
    for id in ["O-2", "personnel", "SC-1", "CUEC-1", "CSOC-1", "MR-2026-1"] {
        text.push_str(&succeed(tickmark(demo()).args(["show", id, "--at", "soc2-2026/end"])));
        text.push('\n');
    }
    assert_data_eq!(
        text,
        str![[r#"
O-2  Nobody who left can sign in
objective, policies/isms/objectives.yaml:22

  measure      leavers whose last account was disabled later than 24 hours
  target       0
  owner        omar (Omar Haddad)
  due          2026-09-30
  status       missed
  measured     2026-Q1: 1 (L-0317, see EX-2026-04)
  measured     2026-Q2: 0
  measured     2026-Q3: 0

Names
  control      AC-03 Leaver access removed within 24 hours

personnel  Employment of staff
processing, policies/registers/processing.yaml:14

  role         controller
  owner        nadia (Nadia Brandt)
  purpose      employment, payroll
  subjects     staff, applicants
  data         master data, contracts, payroll
  basis        contract
  erased       as the law asks, at most ten years

Names
  control      AC-01 Single sign-on with a second factor
               AC-02 Quarterly access review
               PE-01 Joiners screened and bound to confidentiality
  vendor       personio Personnel records
  asset        personio Personnel records

SC-1  99.9 % availability of fleet control a month
commitment, policies/system/system.yaml:3

  source       Service agreement, section 2

Names
  requirement  soc2:A1.1 Capacity measured and planned

CUEC-1  Customers remove their own users who leave.
user entity control, policies/system/system.yaml:19

Names
  requirement  soc2:CC6.2 User registration, authorisation and credential removal

CSOC-1  Physical access to data centres is limited to authorised people.
expected control, policies/system/system.yaml:26

  expected of  aws

Names
  requirement  soc2:CC6.4 Physical access limited to authorised people
  control      VN-01 Critical vendors watched
  vendor       aws Hosting

MR-2026-1  Contractors join through Okta
decision, evidence/isms/reviews/MR-2026.yaml:16

  decided            Contractors join through Okta (omar (Omar Haddad), done 2026-09-11)

Names
  management review  MR-2026


"#]]
        .raw()
    );
}

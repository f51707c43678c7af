use std::fs;
use std::path::Path;
use std::process::Command;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, git, succeed, tickmark, told};

/// What `init` writes, committed, with two people.
fn company() -> tempfile::TempDir {
    let folder = folder();
    let at = folder.path();
    succeed(git(at).args(["init", "--quiet", "--initial-branch=main"]));
    let init = ["init", "--company", "Northwind", "--owner", "Priya Raman", "--framework", "soc2,iso27001"];
    succeed(tickmark(at).args(init).args(["--audit", "2026-01-01..2026-09-30"]));
    let program = fs::read_to_string(at.join("policies/program.yaml")).unwrap();
    let program = program.replace("people:\n", "people:\n  omar: {name: Omar Haddad}\n");
    fs::write(at.join("policies/program.yaml"), program).unwrap();
    let review = fs::read_to_string(at.join("policies/controls/AC-01.yaml")).unwrap();
    let review = review.replace("status: draft", "status: active");
    fs::write(at.join("policies/controls/AC-01.yaml"), review).unwrap();
    succeed(git(at).args(["add", "."]));
    succeed(git(at).args(["commit", "--quiet", "--message", "Begin"]));
    folder
}

fn new(at: &Path, arguments: &[&str]) -> Command {
    let mut command = tickmark(at);
    command.args(["new", "--no-input", "--as-of", "2026-03-10"]).args(arguments);
    command
}

/// One of each, with the flags that it cannot do without.
const EACH: [&[&str]; 19] = [
    &[
        "control",
        "--id",
        "AC",
        "--title",
        "Doors: checked",
        "--owner",
        "omar",
        "--statement",
        "IT checks the doors.",
        "--cadence",
        "monthly",
        "--satisfies",
        "soc2:CC6.4,iso27001:A.7.2,soc2:CC6.5",
    ],
    &[
        "risk",
        "--title",
        "Fire",
        "--owner",
        "priya",
        "--likelihood",
        "1",
        "--impact",
        "3",
        "--controls",
        "AC-01",
    ],
    &["policy", "--title", "Physical security", "--owner", "omar", "--satisfies", "soc2:CC6.4"],
    &["evidence", "--control", "AC-01", "--by", "omar"],
    &[
        "population",
        "--id",
        "visitors",
        "--title",
        "People who came in",
        "--source",
        "Door system, report 4",
        "--key",
        "visit_id",
        "--event",
        "day",
        "--columns",
        "visit_id,day",
    ],
    &["vendor", "--id", "stripe", "--what", "Payments", "--owner", "omar", "--country", "IE"],
    &[
        "incident",
        "--what",
        "Console down: 3 minutes",
        "--on",
        "2026-03-01T10:00:00+01:00",
        "--severity",
        "3",
    ],
    &[
        "internal-audit",
        "--title",
        "Access",
        "--auditor",
        "Jonas Weber",
        "--criteria",
        "iso27001 9.1,iso27001 A.5.15",
        "--on",
        "2026-03-02..2026-03-03",
    ],
    &["management-review", "--present", "priya,omar", "--on", "2026-03-05"],
    &["nonconformity", "--what", "Two accounts had no owner", "--grade", "minor", "--control", "AC-01"],
    &["audit", "--framework", "iso27001", "--on", "2027-01-31"],
    &[
        "asset",
        "--id",
        "door-log",
        "--what",
        "Who came in",
        "--owner",
        "omar",
        "--classification",
        "internal",
    ],
    &["asset", "--id", "badges", "--what", "Badges: 40 of them", "--owner", "omar"],
    &[
        "processing",
        "--id",
        "visits",
        "--what",
        "Names of visitors",
        "--role",
        "controller",
        "--owner",
        "omar",
    ],
    &[
        "objective",
        "--what",
        "Nobody walks in",
        "--measure",
        "visitors without a badge",
        "--target",
        "0",
        "--owner",
        "omar",
        "--due",
        "2026-12-31",
        "--controls",
        "AC-01",
    ],
    &[
        "planned-audit",
        "--id",
        "doors",
        "--what",
        "Doors and badges",
        "--cadence",
        "annual",
        "--criteria",
        "iso27001 A.7.2",
        "--auditor",
        "Jonas Weber",
        "--due",
        "2026-11-30",
    ],
    &["document", "--title", "Scope", "--owner", "priya", "--satisfies", "iso27001:4.3"],
    &["method", "--owner", "priya"],
    &["system", "--what", "Fleet control, with its console"],
];

#[test]
fn each_kind_is_written_lints_without_errors_and_is_never_overwritten() {
    let folder = company();
    let at = folder.path();
    let mut all = String::new();
    for arguments in EACH {
        let written = succeed(&mut new(at, arguments));
        all += written.lines().next().unwrap_or_default();
        all += "\n";
    }
    assert_data_eq!(
        all,
        str![[r#"
Wrote policies/controls/AC-03.yaml
Wrote policies/risks/R-02.yaml
Wrote policies/physical-security.md
Wrote evidence/AC-01/2026-Q1.yaml
Wrote policies/populations/visitors.yaml
Added it to policies/registers/vendors.yaml
Wrote evidence/incidents/INC-2026-01.yaml
Wrote evidence/isms/audits/IA-2026-1.yaml
Wrote evidence/isms/reviews/MR-2026.yaml
Wrote evidence/isms/nonconformities/NC-01.yaml
Added it to policies/program.yaml
Added it to policies/registers/assets.yaml
Added it to policies/registers/assets.yaml
Added it to policies/registers/processing.yaml
Added it to policies/isms/objectives.yaml
Added it to policies/isms/programme.yaml
Wrote policies/isms/scope.md
Wrote policies/isms/method.yaml
Wrote policies/system/system.yaml

"#]]
        .raw()
    );
    let mut all = String::new();
    for path in succeed(git(at).args(["ls-files", "--others", "--modified"])).lines() {
        let text = fs::read_to_string(at.join(path)).unwrap();
        let ours: String =
            text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
        if path != "policies/program.yaml" {
            all += "--- ";
            all += path;
            all += "\n";
            all += &ours;
        }
    }
    assert_data_eq!(
        all,
        str![[r#"
--- evidence/AC-01/2026-Q1.yaml
control: AC-01
period: 2026-Q1
performed: {by: omar, at: 2026-03-10}
result: pending
--- evidence/incidents/INC-2026-01.yaml
id: INC-2026-01
what: "Console down: 3 minutes"
aware: 2026-03-01T10:00:00+01:00
severity: 3
--- evidence/isms/audits/IA-2026-1.yaml
id: IA-2026-1
title: Access
auditor: {name: Jonas Weber}
criteria: [iso27001 9.1, iso27001 A.5.15]
held: 2026-03-02..2026-03-03
--- evidence/isms/nonconformities/NC-01.yaml
id: NC-01
found: {at: 2026-03-10}
grade: minor
against: {control: AC-01}
what: Two accounts had no owner
--- evidence/isms/reviews/MR-2026.yaml
id: MR-2026
held: 2026-03-05
present: [priya, omar]
--- policies/controls/AC-03.yaml
id: AC-03
title: "Doors: checked"
owner: omar
statement: IT checks the doors.
status: draft
cadence: monthly
satisfies:
  iso27001: A.7.2
  soc2: [CC6.4, CC6.5]
--- policies/isms/method.yaml
title: Risk method
version: "0.1"
owner: priya
likelihood:
  - {name: Rare, means: Not expected within ten years}
  - {name: Unlikely, means: Once in three to ten years}
  - {name: Possible, means: Once in one to three years}
  - {name: Likely, means: Once or twice a year}
  - {name: Frequent, means: More than twice a year}
impact:
  - {name: Negligible, means: Noticed inside only and put right within a day}
  - {name: Minor, means: "A few customers notice; no commitment is broken"}
  - {name: Moderate, means: "A commitment to customers is broken, or few personal data are exposed"}
  - {name: Major, means: "Many customers are harmed, or a report to an authority is due"}
  - {name: Severe, means: "The company's existence is at stake"}
levels:
  - {id: low, title: Low, accepted_by: risk-owner, review: annual}
  - {id: medium, title: Medium, accepted_by: risk-owner, review: annual}
  - {id: high, title: High, review: quarterly}
  - {id: critical, title: Critical, review: quarterly}
bands: {low: 1, medium: 5, high: 10, critical: 17}
appetite: medium
review: annual
--- policies/isms/objectives.yaml
objectives:
  O-1:
    what: Nobody walks in
    measure: visitors without a badge
    target: "0"
    owner: omar
    due: 2026-12-31
    controls: AC-01
--- policies/isms/programme.yaml
audits:
  doors:
    what: Doors and badges
    cadence: annual
    criteria: [iso27001 A.7.2]
    auditor: Jonas Weber
    due: 2026-11-30
--- policies/isms/scope.md
---
id: scope
title: Scope
version: 0.1
owner: priya
review: annual
satisfies:
  iso27001: "4.3"
---


What is true here, in a few sentences that can be held against what is done.
--- policies/physical-security.md
---
id: physical-security
title: Physical security
version: 0.1
owner: omar
review: annual
satisfies:
  soc2: CC6.4
---


What this is about, and for whom.


- One sentence for each rule, so that each can be tested.
--- policies/populations/visitors.yaml
id: visitors
title: People who came in
source: Door system, report 4
key: visit_id
event: day
columns: [visit_id, day]
--- policies/registers/assets.yaml
door-log:
  what: Who came in
  owner: omar
  classification: internal
badges:
  what: "Badges: 40 of them"
  owner: omar
--- policies/registers/processing.yaml
visits:
  what: Names of visitors
  role: controller
  owner: omar
--- policies/registers/vendors.yaml
stripe:
  what: Payments
  owner: omar
  country: IE
--- policies/risks/R-02.yaml
id: R-02
title: Fire
owner: priya
inherent: {likelihood: 1, impact: 3}
treatment: mitigate
controls: AC-01
--- policies/system/system.yaml
services: ["Fleet control, with its console"]
incidents: from-register
changes: from-history

"#]]
        .raw()
    );
    assert_data_eq!(
        succeed(git(at).args(["diff", "--unified=0"])),
        str![[r#"
diff --git a/policies/program.yaml b/policies/program.yaml
index d3ffa0a..fde81e3 100644
--- a/policies/program.yaml
+++ b/policies/program.yaml
@@ -23,0 +24,4 @@ audits:
+  iso27001-2027:
+    framework: iso27001
+    type: stage1
+    on: 2027-01-31

"#]]
        .raw()
    );
    let lint = told(tickmark(at).args([
        "lint",
        "--as-of",
        "2026-03-10",
        "--ignore",
        "requirement-uncovered,soa",
        "--format",
        "concise",
    ]));
    assert!(lint.ends_with("-- exit 0 --\n"), "{lint}");
    // The same once more: numbered ids go on, what has a name of its own is taken.
    let again: String = EACH
        .iter()
        .map(|arguments| told(&mut new(at, arguments)))
        .filter(|told| told.contains("error"))
        .collect();
    assert_data_eq!(
        again,
        str![[r#"
-- standard error --
error: `physical-security` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `evidence/AC-01/2026-Q1.yaml` is there, and not committed
help: add to it by hand, or with `tickmark record`
-- exit 2 --
-- standard error --
error: `visitors` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `stripe` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `iso27001-2027` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `door-log` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `badges` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `visits` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `doors` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `scope` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `policies/isms/method.yaml` is already there
help: nothing was written; move the file away, or name another one
-- exit 2 --
-- standard error --
error: `policies/system/system.yaml` is already there
help: nothing was written; move the file away, or name another one
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn a_number_is_given_once() {
    let folder = company();
    let at = folder.path();
    succeed(git(at).args(["rm", "--quiet", "policies/risks/R-01.yaml"]));
    succeed(git(at).args(["commit", "--quiet", "--message", "Take it away"]));
    let risk = ["risk", "--title", "Fire", "--owner", "priya", "--likelihood", "1", "--impact", "3"];
    let written = succeed(&mut new(at, &risk));
    assert_eq!(written.lines().next(), Some("Wrote policies/risks/R-02.yaml"));
}

#[test]
fn what_cannot_be_meant_is_told_with_what_can() {
    let folder = company();
    let at = folder.path();
    let mut all = String::new();
    for arguments in [
        &["contrl"][..],
        &["control", "--title", "X", "--owner", "priya", "--statement", "Y"],
        &["control", "--title", "X", "--owner", "priya", "--statement", "Y", "--cadence", "quaterly"],
        &["control", "--title", "X", "--owner", "priya", "--statement", "Y", "--cadence", "on-event"],
        &["control", "--title", "X", "--owner", "pria", "--statement", "Y", "--cadence", "daily"],
        &[
            "control",
            "--title",
            "X",
            "--owner",
            "priya",
            "--statement",
            "Y",
            "--cadence",
            "daily",
            "--satisfies",
            "soc2:CC6.22",
        ],
        &[
            "control",
            "--title",
            "X",
            "--owner",
            "priya",
            "--statement",
            "Y",
            "--cadence",
            "daily",
            "--satisfies",
            "CC6.2",
        ],
        &["control", "--title", "a\nb", "--owner", "priya", "--statement", "Y", "--cadence", "daily"],
        &[
            "control",
            "--id",
            "../x",
            "--title",
            "X",
            "--owner",
            "priya",
            "--statement",
            "Y",
            "--cadence",
            "daily",
        ],
        &[
            "control",
            "--id",
            "AC-01",
            "--title",
            "X",
            "--owner",
            "priya",
            "--statement",
            "Y",
            "--cadence",
            "daily",
        ],
        &["evidence", "--control", "AC-02", "--by", "priya"],
        &["policy"],
        &["risk", "--cadence", "daily"],
        &["risk", "--title", "X", "--owner", "priya", "--likelihood", "9", "--impact", "1"],
        &["management-review", "--present", "priya,kim"],
        &["audit", "--framework", "soc2", "--on", "next year"],
    ] {
        all += &told(&mut new(at, arguments));
    }
    assert_data_eq!(all, str![[r#"
-- standard error --
error: invalid value 'contrl' for '<KIND>'
  [possible values: control, risk, policy, evidence, population, vendor, incident, internal-audit, management-review, nonconformity, audit, asset, processing, objective, planned-audit, document, method, system]

  tip: a similar value exists: 'control'

For more information, try '--help'.
-- exit 2 --
-- standard error --
error: `--cadence` is needed, as there is nobody to ask
help: pass `--cadence`: How often (daily, weekly, monthly, quarterly, semiannual, annual, on-event, continuous)
-- exit 2 --
-- standard error --
error: `quaterly` is no cadence here
help: did you mean `quarterly`?
-- exit 2 --
-- standard error --
error: an on-event control answers to a population
help: pass `--population ID`; `tickmark new population` writes one
-- exit 2 --
-- standard error --
error: `pria` is no owner here
help: did you mean `priya`?
-- exit 2 --
-- standard error --
error: `soc2` has no requirement `CC6.22`
help: did you mean `CC6.2`?
-- exit 2 --
-- standard error --
error: `CC6.2` names no framework
help: write them like soc2:CC6.2,iso27001:A.5.18; in `--criteria` like iso27001 A.5.18
-- exit 2 --
-- standard error --
error: `--title` wants one line of visible characters
-- exit 2 --
-- standard error --
error: `../x` is no id
help: write letters, digits, `.`, `_` and `-`, as in `AC-02` or `leavers`
-- exit 2 --
-- standard error --
error: `AC-01` is taken
help: name another id with `--id`
-- exit 2 --
-- standard error --
error: `AC-02` is a draft, which owes no record
help: set `status: active` in `policies/controls/AC-02.yaml` once it is true
-- exit 2 --
-- standard error --
error: `--title`, `--owner` are needed, as there is nobody to ask
help: pass `--title`: Title; `--owner`: Who answers for it: a person or a team
-- exit 2 --
-- standard error --
error: `new risk` has no use for `--cadence`
help: `tickmark new --help` lists what each kind takes
-- exit 2 --
-- standard error --
error: `9` is no likelihood
help: write a number from 1 to 5
-- exit 2 --
-- standard error --
error: nobody is called `kim`
help: the people are omar, priya
-- exit 2 --
-- standard error --
error: `next year` does not say when
help: write it like 2026-05-11 or 2026-05-11..2026-05-13
-- exit 2 --

"#]].raw());
    assert_eq!(succeed(git(at).args(["status", "--short"])), "");
}

//! `gaps`: what an auditor would find in the demo company, and what `--min` answers.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;

use calamine::{Reader as _, Xlsx};

use snapbox::{Data, IntoData as _, assert_data_eq, str};

use crate::support::{demo, folder, git, package, succeed, tickmark, told};

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

16 gaps: 6 to put right, 10 to explain

    36 of 36       100 %  requirements with a control in force
   222 of 222      100 %  occurrences with something on file
   221 of 222       99 %  occurrences on file and on time
   217 of 218       99 %  records with their second look
    10 of 10       100 %  policies with an approval

Controls in the window (9)
  AC-05  nobody but the performer has looked at it (2026-06) (priya)
      -> let somebody else look now and add `reviewed:`; the day stays the real
         one
  VM-04  it is in force only since 2026-03-01, 59 days into the window (mateo)
      to explain: it can be shown from that day on only: say what did its work
         before
  AC-02  it was done late (2026-Q2) (priya)
      to explain: it stays late: say why, what came of the delay, and what keeps
         it from happening again
  GV-04  it is annual, and nothing fell due in the window; its newest record is
      of 2025, done on 2025-12-09 (priya)
  PE-03  it is annual, and nothing fell due in the window; its newest record is
      of 2025, done on 2025-12-12 (nadia)
  PE-04  it is annual, and nothing fell due in the window; its newest record is
      of 2025, done on 2025-12-15 (lena)
  VM-03  it is annual, and nothing fell due in the window; its newest record is
      of 2025, done on 2025-12-16 (priya)
  VN-02  it is annual, and nothing fell due in the window; its newest record is
      of 2025, done on 2025-12-11 (nadia)
      to explain: have that record at hand, or let it operate once inside the
         window
  VM-01  it was committed long after it was done (2026-04) (mateo)
      to explain: have at hand what shows that it was done on the day it says,
         such as a ticket or an export with its own date

Exceptions (1)
  AC-03  EX-2026-04 in 2026-03: The GitHub account of L-0317 stayed active for
      nine days after the last day, 18 March 2026; put right on 2026-09-11 (it)
      to explain: the auditor will report it: have cause, effect, fix and
         management's response at hand

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
soc2: 15 gaps: 7 to put right, 8 to explain, exit Some(0)
iso27001: 17 gaps: 9 to put right, 8 to explain, exit Some(0)
soc2-2025: 5 gaps: 3 to put right, 2 to explain, exit Some(0)
iso-2026-stage1: 6 gaps: 6 to put right, 0 to explain, exit Some(0)
iso-2026: 17 gaps: 8 to put right, 9 to explain, exit Some(0)

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

/// A programme without dates of its own: nothing in it would say that audit and review are due.
#[test]
fn a_surveillance_audit_asks_for_an_audit_and_a_review_of_the_year_before_it() {
    let program = "company: {name: N, timezone: UTC}\npeople: {ada: {name: Ada}, bob: {name: Bob}}\n\
                   frameworks: {iso27001: {}}\n\
                   audits:\n  iso-2027: {framework: iso27001, type: surveillance, window: 2026-06-01..2027-05-31}\n";
    let audit = "id: IA-1\ntitle: All of it\nheld: 2026-02-02..2026-02-03\nfindings: []\n";
    let review = "id: MR-1\nheld: 2026-03-01\npresent: [ada]\ndecisions: []\n";
    let company = company(&[(
        "2026-06-01",
        &[
            ("policies/program.yaml", program),
            ("evidence/isms/audits/IA-1.yaml", audit),
            ("evidence/isms/reviews/MR-1.yaml", review),
        ],
    )]);
    let told = |day: &str| {
        let asked = ["gaps", "iso-2027", "--as-of", day, "--format", "tsv"];
        let text = told(tickmark(company.path()).args(asked));
        let own = text.lines().filter(|line| line.contains("more than a year"));
        own.map(|line| format!("{line}\n")).collect::<String>()
    };
    assert_eq!(told("2027-02-01"), "");
    assert_data_eq!(
        told("2027-03-10"),
        str![[r#"
management-system	fix	9.2	the last internal audit ended on 2026-02-03, more than a year before 2027-03-10	hold one before the auditor comes: `tickmark new internal-audit`		
management-system	fix	9.3	the last management review ended on 2026-03-01, more than a year before 2027-03-10	hold one before the auditor comes: `tickmark new management-review` lists every input of 9.3.2		

"#]]
    );
}

#[test]
fn where_no_crosswalk_leads_nothing_is_said_of_what_controls_do() {
    let asked = ["gaps", "cis", "--using", "soc2", "--at", "soc2-2026/end", "--format", "full"];
    let text = succeed(tickmark(demo()).args(asked).env("COLUMNS", "80"));
    let head = text.find("Open, and nothing").unwrap();
    assert_data_eq!(
        &text[..head],
        str![[r#"
Northwind Robotics · CIS Critical Security Controls
2026-01-01..2026-09-30 · at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

`cis` is not in scope: looked at are ig1 (`--categories` adds ig2, ig3). To take
it in, add `cis: {}` under `frameworks:` in policies/program.yaml.

60 gaps: 59 to put right, 1 to explain

     0 of 56         0 %  requirements with a control in force
     0 of 0     none yet  occurrences with something on file
     0 of 0     none yet  occurrences on file and on time
     0 of 0     none yet  records with their second look
    10 of 10       100 %  policies with an approval

     0 of 56    claimed by a control in force
     0 of 56    suggested only: 0 controls in force may do them; never counted
                as satisfied
    56 of 56    to which nothing leads

No control stands behind a suggestion.

No crosswalk on file leads from soc2 to cis, so nothing can be suggested that
way: that says nothing about what those controls do. One of your own goes into
policies/crosswalks/.

Suggested through soc2 (0)


"#]]
    );
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
help: add `dora: {}` under `frameworks:` in policies/program.yaml and commit it; what controls may already do for it says `tickmark gaps dora --using soc2 --using iso27001`
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

/// A company with these files, landed at noon of a day, one commit after another.
fn company(commits: &[(&str, &[(&str, &str)])]) -> tempfile::TempDir {
    let company = folder();
    let root = company.path();
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    for (day, files) in commits {
        for (path, text) in *files {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let at = format!("{day}T12:00:00Z");
        succeed(git(root).args(["add", "."]));
        let mut commit = git(root);
        commit.env("GIT_AUTHOR_DATE", &at).env("GIT_COMMITTER_DATE", &at);
        succeed(commit.args(["commit", "--quiet", "--message", "Work"]));
    }
    company
}

/// What `init` writes, and nothing else, with every framework in scope.
pub(crate) fn begun() -> tempfile::TempDir {
    let company = folder();
    let root = company.path();
    let frameworks = "soc2,iso27001,gdpr,nis2,dora,cis,nist-csf";
    let who = ["--company", "Acme", "--owner", "Ann Bee", "--audit", "2026-01-01..2026-09-30"];
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    succeed(tickmark(root).args(["init", "--no-input", "--framework", frameworks]).args(who));
    succeed(git(root).args(["add", "."]));
    succeed(git(root).args(["commit", "--quiet", "--message", "Begin"]));
    company
}

/// A company with an ISO 27001 audit behind it, and three controls: one in order, one with a hole, one
/// that is annual.
pub(crate) fn certified() -> tempfile::TempDir {
    let quarter = |control: &'static str, period: &'static str, day: &'static str| {
        let text = format!(
            "control: {control}\nperiod: {period}\nperformed: {{by: a, at: {day}}}\nreviewed: {{by: b, at: {day}}}\nresult: pass\n\
             artifacts:\n  - {{url: \"s3://x/{control}-{period}\", sha256: {}}}\n",
            "0".repeat(64 - period.len() - control.len()) + &"a".repeat(period.len() + control.len())
        );
        (format!("evidence/{control}/{period}.yaml"), text)
    };
    let (first, second, third) = (
        quarter("K-1", "2026-Q1", "2026-03-30"),
        quarter("K-1", "2026-Q2", "2026-06-29"),
        quarter("K-1", "2026-Q3", "2026-09-29"),
    );
    let (one, two) = (quarter("K-2", "2026-Q1", "2026-03-31"), quarter("K-2", "2026-Q3", "2026-09-30"));
    let file = |file: &'static (String, String)| (file.0.as_str(), file.1.as_str());
    let leak = |file: (String, String)| -> &'static (String, String) { Box::leak(Box::new(file)) };
    let [first, second, third, one, two] = [first, second, third, one, two].map(leak).map(file);
    company(&[
        (
            "2025-12-01",
            &[
                (
                    "policies/program.yaml",
                    "company: {name: Northwind, timezone: UTC}\npeople: {a: {name: A}, b: {name: B}}\nframeworks: {iso27001: {}}\n\
                     audits:\n  iso-2025: {framework: iso27001, type: stage2, window: 2025-06-01..2025-11-30}\n",
                ),
                (
                    "policies/controls/K-1.yaml",
                    "id: K-1\ntitle: Access review\nowner: a\nstatement: S.\ncadence: quarterly\nsatisfies: {iso27001: [A.5.18, A.8.2]}\n",
                ),
                (
                    "policies/controls/K-2.yaml",
                    "id: K-2\ntitle: Scan\nowner: b\nstatement: S.\ncadence: quarterly\nsatisfies: {iso27001: A.8.8}\n",
                ),
                (
                    "policies/controls/K-3.yaml",
                    "id: K-3\ntitle: Policy review\nowner: b\nstatement: S.\ncadence: annual\nsatisfies: {iso27001: A.5.1}\n",
                ),
            ],
        ),
        ("2026-03-31", &[first, one]),
        ("2026-06-30", &[second]),
        ("2026-09-30", &[third, two]),
    ])
}

/// A company of which only the programme is written.
pub(crate) fn only(program: &str) -> tempfile::TempDir {
    let program = format!("company: {{name: Northwind, timezone: UTC}}\n{program}");
    company(&[("2026-01-05", &[("policies/program.yaml", &program)])])
}

/// A run in 80 columns, without the commit, which is another one with every change of the starter.
pub(crate) fn read(root: &Path, arguments: &[&str]) -> String {
    let text = succeed(tickmark(root).arg("gaps").args(arguments).env("COLUMNS", "80"));
    let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty() || !arguments.contains(&"full"), "{wide:?}");
    assert!(!text.contains("compliant"));
    let head = succeed(git(root).args(["rev-parse", "HEAD"]));
    text.replace(&head[..10], "COMMIT")
}

fn golden(name: &str) -> Data {
    Data::read_from(&package().join("cli/tests/reference/gaps").join(name), None).raw()
}

#[test]
fn an_empty_repository_hears_where_to_begin_in_each_framework() {
    let company = begun();
    for subject in ["soc2-2026", "iso27001", "gdpr", "nis2", "dora", "cis", "nist-csf"] {
        let text = read(company.path(), &[subject, "--as-of", "2026-02-10", "--format", "full"]);
        assert_data_eq!(text, golden(&format!("empty-{subject}.txt")));
    }
}

#[test]
fn every_requirement_of_a_long_list_is_there_when_it_is_asked_for() {
    let company = begun();
    let rows = |arguments: &[&str]| read(company.path(), arguments).lines().count();
    let grouped = rows(&["cis", "--as-of", "2026-02-10", "--format", "full"]);
    let all = rows(&["cis", "--as-of", "2026-02-10", "--format", "full", "-v"]);
    assert!(grouped < 80 && all > 153, "{grouped} {all}");
    let lines = read(company.path(), &["cis", "--as-of", "2026-02-10", "--format", "tsv"]);
    assert_eq!(lines.lines().filter(|line| line.starts_with("requirements\t")).count(), 153);
}

#[test]
fn an_implementation_group_takes_in_those_below_it() {
    let looked_at = |scope: &str| {
        let company = only(&format!("frameworks: {{cis: {scope}}}\n"));
        let text = read(company.path(), &["cis", "--as-of", "2026-02-10", "--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        document["shares"][0]["of"].as_u64().unwrap()
    };
    let scopes =
        ["{categories: ig1}", "{categories: ig2}", "{categories: ig3}", "{categories: [ig1, ig3]}", "{}"];
    assert_eq!(scopes.map(looked_at), [56, 130, 153, 153, 153]);
}

#[test]
fn a_framework_that_is_not_in_scope_is_told_what_controls_may_already_do_and_with_which_evidence() {
    let arguments = ["gdpr", "--using", "iso27001", "--at", "soc2-2026/end", "--format", "full"];
    assert_data_eq!(read(demo(), &arguments), golden("using-gdpr.txt"));
}

#[test]
fn a_certified_company_sees_in_a_dry_run_what_a_type_2_would_find() {
    let company = certified();
    let arguments = ["soc2", "--using", "iso27001", "--dry-run", "--as-of", "2026-10-20", "--format", "full"];
    assert_data_eq!(read(company.path(), &arguments), golden("dry-run.txt"));
    let arguments = ["soc2-2026", "--dry-run", "--top", "4", "--at", "soc2-2026/end", "--format", "full"];
    assert_data_eq!(read(demo(), &arguments), golden("dry-run-demo.txt"));
}

#[test]
fn the_plan_follows_what_lies_behind() {
    let soc2 = "frameworks: {soc2: {}}\naudits:\n  soc2-2025: {framework: soc2, type: type2, window: 2025-01-01..2025-12-31}\n";
    let plan = |root: &Path, day: &str| read(root, &["--plan", "--as-of", day, "--format", "full"]);
    assert_data_eq!(plan(only("").path(), "2026-03-10"), golden("plan-neither.txt"));
    assert_data_eq!(plan(begun().path(), "2026-02-10"), golden("plan-begun.txt"));
    assert_data_eq!(plan(only(soc2).path(), "2026-03-10"), golden("plan-soc2.txt"));
    assert_data_eq!(plan(certified().path(), "2026-10-20"), golden("plan-iso27001.txt"));
    assert_data_eq!(plan(demo(), "2026-10-14"), golden("plan-both.txt"));
    assert_data_eq!(plan(demo(), "2026-02-20"), golden("plan-in-the-window.txt"));
}

#[test]
fn the_days_of_a_plan_are_in_order() {
    let programs = ["", "frameworks: {soc2: {}, iso27001: {}, nis2: {}}\n"];
    for program in programs {
        let company = only(program);
        for day in ["2026-01-31", "2026-02-28", "2026-12-31"] {
            let text = read(company.path(), &["--plan", "--as-of", day, "--format", "json"]);
            let document: serde_json::Value = serde_json::from_str(&text).unwrap();
            let begins = |step: &serde_json::Value| {
                let day = step["from"].as_str().or(step["by"].as_str());
                (step["state"] == "done").then(String::new).unwrap_or_else(|| day.unwrap().to_owned())
            };
            let days: Vec<String> = document["steps"].as_array().unwrap().iter().map(begins).collect();
            assert!(
                days.is_sorted() && days.iter().all(|begins| begins.is_empty() || begins.as_str() >= day),
                "{days:?}"
            );
        }
    }
}

#[test]
fn spreadsheets_and_pages_hold_the_same_gaps() {
    let company = certified();
    let asked = ["soc2", "--using", "iso27001", "--as-of", "2026-10-20"];
    let csv = read(company.path(), &[&asked[..], &["--format", "csv"]].concat());
    let csv: String = csv.lines().take(5).map(|line| format!("{line}\n")).collect();
    assert_data_eq!(csv, golden("using.csv"));
    let page = succeed(tickmark(company.path()).arg("gaps").args(asked).args(["--format", "markdown"]));
    let head = succeed(git(company.path()).args(["rev-parse", "HEAD"]));
    assert_data_eq!(page.replace(&head[..10], "COMMIT"), golden("using.md"));
    let sheets = |arguments: &[&str]| -> Vec<(String, usize)> {
        let output =
            tickmark(company.path()).arg("gaps").args(arguments).args(["--format", "xlsx"]).output().unwrap();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(output.stdout)).expect("a workbook");
        let names = book.sheet_names();
        let mut rows = |name: &String| book.worksheet_range(name).expect("a sheet").height();
        names.iter().map(|name| (name.clone(), rows(name))).collect()
    };
    let named = |found: Vec<(String, usize)>| found.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let whole = sheets(&asked);
    assert!(whole.iter().all(|(_, rows)| *rows > 1), "{whole:?}");
    assert_eq!(named(whole), ["Counts", "Gaps", "Suggested", "Dry run"]);
    assert_eq!(named(sheets(&["--plan", "--as-of", "2026-10-20"])), ["Plan"]);
}

#[test]
fn slips_beside_the_subject_are_told_as_well() {
    let mut text = told(tickmark(demo()).arg("gaps"));
    for arguments in [
        &["gdpr", "--using", "gdpr"][..],
        &["gdpr", "--using", "iso2701"],
        &["gdpr", "--using", "iso27001", "--categories", "suporting"],
        &["soc2", "--window", "2026-09-30..2026-01-01"],
        &["soc2", "--plan"],
    ] {
        text.push_str(&told(tickmark(demo()).arg("gaps").args(arguments)));
    }
    assert_data_eq!(text, golden("slips.txt"));
}

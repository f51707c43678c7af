//! `framework`: which there are, what they ask, what is there for them.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::commands::crosswalk::company;
use crate::support::{demo, git, succeed, tickmark, told};

fn framework(arguments: &[&str]) -> String {
    let company = company();
    let root = company.path();
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    succeed(git(root).args(["add", "."]));
    succeed(git(root).args(["commit", "--quiet", "--message", "Begin"]));
    let mut command = tickmark(root);
    command.args(["framework", "--as-of", "2026-10-14"]).args(arguments).env("COLUMNS", "80");
    succeed(&mut command)
}

#[test]
fn built_in_and_own_frameworks_are_listed_with_their_crosswalks() {
    let mut text = framework(&["list"]);
    text.push_str(&framework(&["list", "--format", "table"]));
    assert_data_eq!(text, str![[r#"
id	version	name	kind	requirements	scope	place	crosswalks
cis	8.1	CIS Critical Security Controls	guideline	153	not in scope	built in	gdpr
dora	2022/2554	Digital Operational Resilience Act	regulation	131	not in scope	built in	iso27001 nis2
gdpr	2016/679	GDPR Article 32 and supporting articles	regulation	25	not in scope	built in	cis iso27001
iso27001	2022	ISO/IEC 27001:2022	certification	123	not in scope	built in	dora gdpr nis2 nist-csf soc2
nis2	2022/2555	NIS 2 Directive and Implementing Regulation 2024/2690	regulation	76	not in scope	built in	dora iso27001
nist-csf	2.0	NIST Cybersecurity Framework	guideline	106	not in scope	built in	iso27001
one		One		4	in scope	policies/frameworks/one.yaml	two
soc2	2017	SOC 2 Trust Services Criteria	attestation	70	not in scope	built in	iso27001
two		Two		2	in scope	policies/frameworks/two.yaml	one
9 frameworks, 2 in scope

cis  CIS Critical Security Controls 8.1, not in scope
  153 requirements, built in
  crosswalks with gdpr

dora  Digital Operational Resilience Act 2022/2554, not in scope
  131 requirements, built in
  crosswalks with iso27001, nis2

gdpr  GDPR Article 32 and supporting articles 2016/679, not in scope
  25 requirements, built in
  crosswalks with cis, iso27001

iso27001  ISO/IEC 27001:2022 2022, not in scope
  123 requirements, built in
  crosswalks with dora, gdpr, nis2, nist-csf, soc2

nis2  NIS 2 Directive and Implementing Regulation 2024/2690 2022/2555, not in
  scope
  76 requirements, built in
  crosswalks with dora, iso27001

nist-csf  NIST Cybersecurity Framework 2.0, not in scope
  106 requirements, built in
  crosswalks with iso27001

one  One, in scope
  4 requirements, policies/frameworks/one.yaml
  crosswalks with two

soc2  SOC 2 Trust Services Criteria 2017, not in scope
  70 requirements, built in
  crosswalks with iso27001

two  Two, in scope
  2 requirements, policies/frameworks/two.yaml
  crosswalks with one

"#]].raw());
}

#[test]
fn a_framework_shows_what_it_asks_and_what_it_rests_on() {
    let mut text = framework(&["show", "two"]);
    text.push_str(&framework(&["show", "two", "--format", "tsv"]));
    text.push_str(&framework(&["show", "one", "--format", "markdown"]));
    assert_data_eq!(
        text,
        str![[r#"
two  Two
3 requirements, 2 in scope

  stands in  policies/frameworks/two.yaml

No group
  C1  Keys
  C2  Watching
  P1  [not in scope]
id	title	group	category	flags
C1	Keys		sec	
C2	Watching		sec	
P1			pri	not in scope
## One

4 requirements, 4 in scope

| | |
|---|---|
| stands in | policies/frameworks/one.yaml |

### No group

| Requirement | Title | |
|---|---|---|
| A.1 | Access |  |
| A.2 | \=Logs\| |  |
| A.3 |  |  |
| A.4 |  |  |

"#]]
        .raw()
    );
}

#[test]
fn what_is_built_in_is_shown_without_being_in_scope() {
    let text = framework(&["show", "iso27001"]);
    let lines: Vec<&str> =
        text.lines().filter(|line| line.contains("6.1.3") || line.contains("A.5.15")).collect();
    assert_data_eq!(
        lines.join("\n"),
        str![[r#"
  6.1.3  Information security risk treatment [asks for a document]
  A.5.15  Access control [may be excluded]
"#]]
        .raw()
    );
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn coverage_counts_claims_evidence_documents_and_decisions_by_group() {
    let run = |arguments: &[&str]| {
        let mut command = tickmark(demo());
        command.args(["framework", "coverage"]).args(arguments).env("COLUMNS", "80");
        succeed(command.args(["--at", "soc2-2026/end"]))
    };
    let mut text = run(&["soc2", "--format", "table"]);
    text.push_str(&run(&["iso27001", "--format", "table"]));
    assert_data_eq!(
        text,
        str![[r#"
SOC 2 Trust Services Criteria
2026-03-18..2026-10-14 · at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

  claimed  controls     on file  documents
    36/45        43     186/186         10  all of it
      5/5         6       14/14          2  CC1 Control environment
      3/3         6       20/20          1  CC2 Communication and information
      4/4         3         7/7          0  CC3 Risk assessment
      2/2         3         4/4          0  CC4 Monitoring activities
      3/3         3       10/10         10  CC5 Control activities
      8/8        15       93/93          4  CC6 Logical and physical access
      5/5         9       65/65          3  CC7 System operations
      1/1         3       17/17          1  CC8 Change management
      2/2         3         4/4          2  CC9 Risk mitigation
      3/3         5       21/21          1  A1 Availability (additional)
      0/9         0         0/0          0  DC Description criteria (DC section
                                             200)

Claimed by no control: DC1, DC2, DC3, DC4, DC5, DC6, DC7, DC8, DC9

Claimed is what controls in force name; what documents and registers answer is
not in it. Whether it is enough is for the auditor to judge.
ISO/IEC 27001:2022
2026-03-18..2026-10-14 · at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

  claimed  controls     on file  documents
  109/123        42     185/185         12  all of it
                                           79 implemented, 3 planned, 11
                                           excluded
      4/4         1         1/1          2  4 Context of the organization
      3/3         4         4/4          1  5 Leadership
      5/5         2         6/6          1  6 Planning
      7/7         3         4/4          0  7 Support
      3/3         1         3/3          0  8 Operation
      6/6         3         5/5          0  9 Performance evaluation
      2/2         1         3/3          0  10 Improvement
    36/37        22       70/70          7  A.5 Organizational controls
                                           36 implemented, 1 planned
      8/8         6       31/31          2  A.6 People controls
                                           8 implemented
     4/14         2         8/8          0  A.7 Physical controls
                                           4 implemented, 10 excluded
    31/34        20     123/123          7  A.8 Technological controls
                                           31 implemented, 2 planned, 1 excluded

Claimed by no control: A.5.7, A.8.12, A.8.23

Excluded: A.7.1, A.7.2, A.7.3, A.7.4, A.7.5, A.7.6, A.7.8, A.7.11, A.7.12,
  A.7.13, A.8.30

Claimed is what controls in force name; what documents and registers answer is
not in it. Whether it is enough is for the auditor to judge.

"#]]
        .raw()
    );
}

#[test]
fn coverage_for_programs_and_pages() {
    let mut text = framework(&["coverage", "one"]);
    text.push_str(&framework(&["coverage", "one", "--format", "markdown"]));
    assert_data_eq!(text, str![[r#"
group	title	requirements	claimed	controls	expected	on_file	documents	soa
	all of it	4	2	2	0	0	0	
## One

2025-10-14..2026-10-14 · at e3236c23dd · as of 2026-10-14

| Group | Title | Requirements | Claimed | Controls | Fell due | On file | Documents | SoA |
|---|---|--:|--:|--:|--:|--:|--:|---|
|  | all of it | 4 | 2 | 2 | 0 | 0 | 0 |  |

Claimed by no control: A.3, A.4

Claimed is what controls in force name; what documents and registers answer is not in it. Whether it is enough is for the auditor to judge.

"#]].raw());
}

#[test]
fn slips_are_told_with_what_was_meant() {
    let mut text = told(tickmark(demo()).args(["framework", "show", "soc3"]));
    text.push_str(&told(tickmark(demo()).args(["framework", "coverage", "dora"])));
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: no framework is called `soc3`
help: did you mean `soc2`?
-- exit 2 --
-- standard error --
error: `dora` is not among the frameworks in policies/program.yaml
help: add `dora: {}` under `frameworks:`, or see what others lead to it with `tickmark crosswalk`
-- exit 2 --

"#]]
        .raw()
    );
}

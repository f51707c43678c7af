//! `crosswalk`: claims and suggestions apart, on a small company, and what the built-in data say.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use serde_json::Value;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{demo, folder, git, succeed, tickmark, told};

/// One control claims both, one only this side, one is retired; `A.3 d` has no counterpart.
pub(crate) const FILES: [(&str, &str); 7] = [
    (
        "policies/program.yaml",
        "company: {name: Northwind, timezone: UTC}\nframeworks: {one: {}, two: {categories: [sec]}}\n",
    ),
    (
        "policies/frameworks/one.yaml",
        "id: one\nname: One\nrequirements: [{id: A.1, title: Access}, {id: A.2, title: =Logs|}, {id: A.3}, {id: A.4}]\n",
    ),
    (
        "policies/frameworks/two.yaml",
        "id: two\nname: Two\ncategories: [{id: sec, mandatory: true}, {id: pri}]\nrequirements: [{id: C1, title: Keys, category: sec}, {id: C2, title: Watching, category: sec}, {id: P1, category: pri}]\n",
    ),
    (
        "policies/crosswalks/one--two.yaml",
        "source: one\ntarget: two\nbasis: {judgement: ours}\nmappings:\n  - {source: A.1, target: C1, relationship: subset-of, strength: 8, basis: judgement}\n  - {source: A.2, target: C2, relationship: subset-of, strength: 4, basis: judgement, note: only in part}\n  - {source: A.2, target: P1, relationship: equal}\nno_counterpart:\n  source: [{id: A.3, part: d, degree: full, because: Nothing like it}]\n  target: [{id: C2, degree: partial, because: Only watched, nearest: A.2}]\nmechanics: [{topic: scope-choice, source: all, target: chosen}]\n",
    ),
    (
        "policies/controls/K-1.yaml",
        "id: K-1\ntitle: K\nowner: a\nstatement: S.\ncadence: annual\nsatisfies: {one: A.1, two: C1}\n",
    ),
    (
        "policies/controls/K-2.yaml",
        "id: K-2\ntitle: K\nowner: a\nstatement: S.\ncadence: annual\nsatisfies: {one: A.2}\n",
    ),
    (
        "policies/controls/K-3.yaml",
        "id: K-3\ntitle: K\nowner: a\nstatement: S.\ncadence: annual\nstatus: retired\nsatisfies: {one: A.4, two: C2}\n",
    ),
];

pub(crate) fn company() -> tempfile::TempDir {
    let company = folder();
    succeed(git(company.path()).args(["init", "--quiet", "--initial-branch=main"]));
    for (path, text) in FILES {
        let path = company.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    company
}

fn crosswalk(arguments: &[&str]) -> String {
    let company = company();
    let mut command = tickmark(company.path());
    command.args(["crosswalk", "--as-of", "2026-10-14"]).args(arguments).env("COLUMNS", "80");
    succeed(&mut command)
}

#[test]
fn a_row_suggests_and_only_a_control_in_force_claims() {
    assert_data_eq!(
        crosswalk(&["one", "two", "--format", "table"]),
        str![[r#"
Northwind · One → Two
work tree, nothing committed yet · as of 2026-10-14

Crosswalk: one to two, policies/crosswalks/one--two.yaml, 2 rows (1 more lead
out of scope). A row suggests; only a control claims.

   4  requirements of one in scope
   1    shared: a control claims them and something of two
   1    suggested only: a row names something, and no control claims both
   1    without a counterpart, and no control claims both
   1    with neither a claim, a row nor a reason
   2  requirements of two in scope
   1    shared
   1    that no control claims

Requirement by requirement
  A.1  Access
      claimed    K-1: C1
  A.2  =Logs|
      claimed    K-2, which claims nothing of two
      suggested  C2 (subset-of 4, judgement)
  A.3
      claimed    by no control
  A.4
      claimed    by no control

Of one without a counterpart, or with one in part (1)
  A.3 d  Nothing like it

Of two without a counterpart, or with one in part (1)
  C2  in part: Only watched (nearest: A.2)

Of one claimed by no control (2)
  A.3
  A.4

Of two claimed by no control (1)
  C2  Watching
      suggested  by what is claimed of one: A.2

"#]]
        .raw()
    );
}

#[test]
fn read_from_the_other_side_the_relation_turns_round() {
    assert_data_eq!(
        crosswalk(&["two", "one", "--format", "table"]),
        str![[r#"
Northwind · Two → One
work tree, nothing committed yet · as of 2026-10-14

Crosswalk: one to two, policies/crosswalks/one--two.yaml, 2 rows (1 more lead
out of scope). A row suggests; only a control claims.

   2  requirements of two in scope
   1    shared: a control claims them and something of one
   1    suggested only: a row names something, and no control claims both
   0    without a counterpart, and no control claims both
   0    with neither a claim, a row nor a reason
   4  requirements of one in scope
   1    shared
   2    that no control claims

Requirement by requirement
  C1  Keys
      claimed    K-1: A.1
  C2  Watching
      claimed    by no control
      suggested  A.2 (superset-of 4, judgement)

Of two without a counterpart, or with one in part (1)
  C2  in part: Only watched (nearest: A.2)

Of one without a counterpart, or with one in part (1)
  A.3 d  Nothing like it

Of two claimed by no control (1)
  C2  Watching

Of one claimed by no control (2)
  A.3
  A.4

"#]]
        .raw()
    );
}

#[test]
fn a_spreadsheet_gets_a_line_for_each_claim_and_suggestion_and_runs_none() {
    let mut text = crosswalk(&["one", "two"]);
    text.push_str(&crosswalk(&["one", "two", "--mapping"]));
    text.push_str(&crosswalk(&["one", "two", "--mechanics"]));
    text.push_str(&crosswalk(&["one", "two", "--missing"]));
    assert_data_eq!(
        text,
        str![[r#"
requirement,title,how,control,counterpart,relationship,strength,basis,note
A.1,Access,claimed,K-1,C1,,,,
A.2,'=Logs|,claimed,K-2,,,,,
A.2,'=Logs|,suggested,,C2,subset-of,4,judgement,only in part
A.3,,no counterpart,,,,,,
A.4,,nothing,,,,,,
requirement,counterpart,relationship,strength,basis,claimed,note
A.1,C1,subset-of,8,judgement,yes,
A.2,C2,subset-of,4,judgement,no,only in part
topic,first,second,stricter
scope choice,all,chosen,
requirement,title,suggested_by
C2,Watching,A.2

"#]]
        .raw()
    );
}

#[test]
fn a_workbook_holds_all_of_it_whatever_was_asked_for() {
    let company = company();
    let arguments = ["crosswalk", "one", "two", "--missing", "--as-of", "2026-09-14", "--format", "xlsx"];
    let output = tickmark(company.path()).args(arguments).output().unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(output.stdout)).expect("a workbook");
    let mut text = String::new();
    for name in book.sheet_names() {
        text.extend(["# ", &name, "\n"]);
        for row in book.worksheet_range(&name).expect("a sheet").rows() {
            let cells: Vec<String> = row.iter().map(ToString::to_string).collect();
            text.extend([cells.join(" | ").trim_end_matches([' ', '|']), "\n"]);
        }
    }
    assert_data_eq!(text, str![[r#"
# Counts
what | number
requirements of one in scope | 4
  shared: a control claims them and something of two | 1
  suggested only: a row names something, and no control claims both | 1
  without a counterpart, and no control claims both | 1
  with neither a claim, a row nor a reason | 1
requirements of two in scope | 2
  shared | 1
  that no control claims | 1
Crosswalk: one to two, policies/crosswalks/one--two.yaml, 2 rows (1 more lead out of scope). A row suggests; only a control claims.
# Requirements
requirement | title | how | control | counterpart | relationship | strength | basis | note
A.1 | Access | claimed | K-1 | C1
A.2 | =Logs| | claimed | K-2
A.2 | =Logs| | suggested |  | C2 | subset-of | 4 | judgement | only in part
A.3 |  | no counterpart
A.4 |  | nothing
# Rows
requirement | counterpart | relationship | strength | basis | claimed | note
A.1 | C1 | subset-of | 8 | judgement | yes
A.2 | C2 | subset-of | 4 | judgement | no | only in part
# Alone in one
requirement | degree | because | nearest
A.3 d | full | Nothing like it
# Alone in two
requirement | degree | because | nearest
C2 | partial | Only watched | A.2
# Missing
requirement | title | suggested_by
C2 | Watching | A.2
# Audits
topic | first | second | stricter
scope choice | all | chosen

"#]].raw());
}

#[test]
fn a_page_holds_all_of_it() {
    assert_data_eq!(crosswalk(&["one", "two", "--format", "markdown"]), str![[r#"
## One → Two

Northwind · work tree, nothing committed yet · as of 2026-10-14

Crosswalk: one to two, policies/crosswalks/one--two.yaml, 2 rows (1 more lead out of scope). A row suggests; only a control claims.

| Number | What |
|--:|---|
| 4 | requirements of one in scope |
| 1 | shared: a control claims them and something of two |
| 1 | suggested only: a row names something, and no control claims both |
| 1 | without a counterpart, and no control claims both |
| 1 | with neither a claim, a row nor a reason |
| 2 | requirements of two in scope |
| 1 | shared |
| 1 | that no control claims |

### Requirement by requirement (5)

| requirement | title | how | control | counterpart | relationship | strength | basis | note |
|---|---|---|---|---|---|---|---|---|
| A.1 | Access | claimed | K-1 | C1 |  |  |  |  |
| A.2 | \=Logs\| | claimed | K-2 |  |  |  |  |  |
| A.2 | \=Logs\| | suggested |  | C2 | subset-of | 4 | judgement | only in part |
| A.3 |  | no counterpart |  |  |  |  |  |  |
| A.4 |  | nothing |  |  |  |  |  |  |

### Of one without a counterpart, or with one in part (1)

| requirement | degree | because | nearest |
|---|---|---|---|
| A.3 d | full | Nothing like it |  |

### Of two without a counterpart, or with one in part (1)

| requirement | degree | because | nearest |
|---|---|---|---|
| C2 | partial | Only watched | A.2 |

### Of two claimed by no control (1)

| requirement | title | suggested by |
|---|---|---|
| C2 | Watching | A.2 |

"#]].raw());
}

#[test]
fn without_a_crosswalk_or_a_scope_it_says_so() {
    let mut text = crosswalk(&["one", "dora", "--missing", "--format", "table"]);
    text.truncate(text.find("\n  Art.5(2)").unwrap_or(text.len()));
    assert_data_eq!(
        text,
        str![[r#"
Northwind · One → Digital Operational Resilience Act
work tree, nothing committed yet · as of 2026-10-14

There is no crosswalk between one and dora, so nothing is suggested, and nothing
is known to have no counterpart.

   4  requirements of one in scope
   0    shared: a control claims them and something of dora
   0    suggested only: a row names something, and no control claims both
   0    without a counterpart, and no control claims both
   4    with neither a claim, a row nor a reason
 131  requirements of dora in all: it is not in scope
   0    shared
 131    that no control claims

Of dora claimed by no control (131)
  Art.5(1)  Governance and control framework for ICT risk
"#]]
        .raw()
    );
}

#[test]
fn slips_are_told_with_what_was_meant() {
    let mut text = told(tickmark(demo()).args(["crosswalk", "soc2", "iso27002"]));
    text.push_str(&told(tickmark(demo()).args(["crosswalk", "soc2", "soc2"])));
    text.push_str(&told(tickmark(demo()).args(["crosswalk", "soc2", "iso27001", "--mapping", "--missing"])));
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: no framework is called `iso27002`
help: did you mean `iso27001`?
-- exit 2 --
-- standard error --
error: `soc2` is held against itself
help: name two frameworks; `tickmark framework list` says which there are
-- exit 2 --
-- standard error --
error: the argument '--mapping' cannot be used with '--missing'

Usage: tickmark crosswalk --mapping <A> <B>

For more information, try '--help'.
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn the_demo_says_what_soc_2_asks_of_a_company_that_has_iso_27001() {
    let arguments = ["crosswalk", "iso27001", "soc2", "--mechanics", "--format", "table"];
    let text = succeed(tickmark(demo()).args(arguments).args(["--at", "soc2-2026/end"]).env("COLUMNS", "80"));
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    assert_data_eq!(
        text,
        str![[r#"
Northwind Robotics · ISO/IEC 27001:2022 → SOC 2 Trust Services Criteria
at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

Crosswalk: iso27001 to soc2, built in, 281 rows (50 more lead out of scope). A
row suggests; only a control claims.

 123  requirements of iso27001 in scope
 109    shared: a control claims them and something of soc2
  14    suggested only: a row names something, and no control claims both
   0    without a counterpart, and no control claims both
   0    with neither a claim, a row nor a reason
  45  requirements of soc2 in scope
  35    shared
   9    that no control claims

How the two audits differ (9)
  nature
      iso27001: certificate for a management system (clauses 4-10)
      soc2: CPA opinion on described controls; no certificate
  where failure can come from
      iso27001: an auditor can fail you on clause 9 alone while every Annex A
        control works
      soc2: criteria not met for the categories in scope
  operating effectiveness
      iso27001: surveillance audits sample
      soc2: Type 2 tests that the control worked each time it should have over
        the period (for example nine months)
  access review evidence
      iso27001: review happened and access was appropriate
      soc2: every review in the window on its stated cadence: who, when,
        exceptions, remediation, timestamps
  snapshot evidence
      iso27001: a sample of longitudinal records is accepted
      soc2: a current-state export taken just before fieldwork does not prove
        the period
  system description
      iso27001: nothing equivalent
      soc2: written by management, auditor opines on presentation; CUECs,
        subservice organisations, boundaries
  soa
      iso27001: mandatory, checked at Stage 1
      soc2: does not exist
  scope choice
      iso27001: scope statement plus SoA
      soc2: Security always, then Availability, Confidentiality, Processing
        Integrity, Privacy as needed
  design for
      iso27001: accepts a sample of SOC 2 grade evidence
      soc2: the stricter consumer: design evidence for Type 2 first

"#]]
        .raw()
    );
}

/// The data that come with the program, as programs get them.
fn built_in() -> Value {
    let company = folder();
    std::fs::create_dir(company.path().join("policies")).unwrap();
    let program = "company: {name: N, timezone: UTC}\nframeworks: {iso27001: {}, soc2: {}}\n";
    std::fs::write(company.path().join("policies/program.yaml"), program).unwrap();
    let mut command = tickmark(company.path());
    let text = succeed(command.args(["crosswalk", "iso27001", "soc2", "--format", "json"]));
    serde_json::from_str(&text).unwrap()
}

/// A row as `CC6.1 A.5.15`, with its basis.
fn pairs(document: &Value) -> BTreeMap<String, &str> {
    let rows = document["mapping"].as_array().unwrap().iter();
    let text = |row: &Value, field: &str| row[field].as_str().unwrap().to_owned();
    rows.map(|row| {
        (format!("{} {}", text(row, "target"), text(row, "source")), row["basis"].as_str().unwrap())
    })
    .collect()
}

#[test]
fn the_pairs_that_everybody_draws_are_in_the_built_in_crosswalk() {
    let groups: [(&[&str], &[&str]); 7] = [
        (&["CC6.1", "CC6.2"], &["A.5.15", "A.5.16", "A.8.2", "A.8.5"]),
        (&["CC8.1"], &["A.8.32"]),
        (&["CC7.1", "CC7.2"], &["A.8.15", "A.8.16"]),
        (&["CC7.1"], &["A.8.8"]),
        (&["CC6.7"], &["A.8.24"]),
        (&["CC7.3"], &["A.5.24", "A.5.25", "A.5.26"]),
        (&["CC9.2"], &["A.5.19", "A.5.20", "A.5.21", "A.5.22"]),
    ];
    let document = built_in();
    let pairs = pairs(&document);
    let mut expected: Vec<String> = Vec::new();
    for (criteria, requirements) in groups {
        for criterion in criteria {
            expected.extend(requirements.iter().map(|requirement| format!("{criterion} {requirement}")));
        }
    }
    expected.sort();
    assert_eq!(expected.len(), 22);
    let article: Vec<String> =
        pairs.iter().filter(|(_, basis)| **basis == "article").map(|(pair, _)| pair.clone()).collect();
    assert_eq!(article, expected);
    // The access review stands beside them, with a basis of its own.
    assert!(pairs.get("CC6.2 A.5.18").is_some_and(|basis| *basis != "article"));
}

#[test]
fn annex_a_has_93_controls_in_four_themes_and_soc_2_61_criteria() {
    let document = built_in();
    let ids: Vec<&str> =
        document["requirements"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    let theme = |prefix: &str| ids.iter().filter(|id| id.starts_with(prefix)).count();
    assert_eq!(
        [theme("A.5."), theme("A.6."), theme("A.7."), theme("A.8."), theme("A.")],
        [37, 8, 14, 34, 93]
    );
    assert_eq!(document["target"]["requirements"], 61 + 9);
    // Nothing is claimed, so nothing is shared, however strong a row.
    assert_eq!(document["counts"]["shared"], 0);
    assert_eq!(document["unclaimed"]["target"].as_array().unwrap().len(), 70);
}

#[test]
fn the_statement_of_applicability_and_the_system_description_have_no_counterpart() {
    let document = built_in();
    let of = |side: &str| -> BTreeMap<String, String> {
        let list = document["no_counterpart"][side].as_array().unwrap().iter();
        list.map(|lone| {
            let id = format!("{} {}", lone["id"].as_str().unwrap(), lone["part"].as_str().unwrap_or(""));
            let because = lone["because"].as_str().unwrap();
            assert!(!because.is_empty(), "{id}");
            (id.trim().to_owned(), lone["degree"].as_str().unwrap().to_owned())
        })
        .collect()
    };
    let (here, there) = (of("source"), of("target"));
    let here_says = |id: &str| here.get(id).map(String::as_str);
    assert_eq!(["4.4", "6.1.3 d", "6.1.3 f"].map(here_says), [Some("full"); 3]);
    // The risk side, internal audit and management review are met in part only.
    assert_eq!(["6.1.2", "6.1.3 e", "9.2.1", "9.2.2", "9.3.1"].map(here_says), [Some("partial"); 5]);
    let description = (1..=9).map(|number| there.get(&format!("DC{number}")).map(String::as_str));
    assert_eq!(description.collect::<Vec<_>>(), [Some("full"); 9]);
}

#[test]
fn the_audits_differ_in_what_they_test_and_in_what_they_take_as_evidence() {
    let document = built_in();
    let topics: Vec<&str> =
        document["mechanics"].as_array().unwrap().iter().map(|one| one["topic"].as_str().unwrap()).collect();
    assert_data_eq!(
        topics.join("\n"),
        str![[r#"
nature
where-failure-can-come-from
operating-effectiveness
access-review-evidence
snapshot-evidence
system-description
soa
scope-choice
design-for
"#]]
    );
    let side = |topic: &str, side: &str| {
        let all = document["mechanics"].as_array().unwrap();
        let one = all.iter().find(|one| one["topic"] == topic).unwrap();
        one[side].as_str().unwrap().to_owned()
    };
    let said = [
        side("where-failure-can-come-from", "source"),
        side("operating-effectiveness", "target"),
        side("snapshot-evidence", "target"),
        side("soa", "target"),
        side("design-for", "target"),
    ];
    assert_data_eq!(
        said.join("\n"),
        str![[r#"
an auditor can fail you on clause 9 alone while every Annex A control works
Type 2 tests that the control worked each time it should have over the period (for example nine months)
a current-state export taken just before fieldwork does not prove the period
does not exist
the stricter consumer: design evidence for Type 2 first
"#]]
    );
}

//! `soa`: the statement derived, decided on and compared, on a small company.

use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::register::{DECISIONS, commit, register};
use crate::support::{folder, git, succeed, tickmark, told};

fn soa(root: &Path, arguments: &[&str]) -> String {
    let mut command = tickmark(root);
    told(command.arg("soa").args(arguments).args(["--as-of", "2026-06-01"]).env("COLUMNS", "80"))
}

fn decisions(root: &Path) -> String {
    std::fs::read_to_string(root.join("policies/soa/house.yaml")).unwrap()
}

#[test]
fn every_requirement_stands_in_it_with_why_by_what_and_what_is_not_in_order() {
    let company = register();
    assert_data_eq!(
        soa(company.path(), &["--format", "table"]),
        str![[r#"
Northwind · Statement of Applicability, House standard
work tree on 5e359bcaf0 · as of 2026-06-01

Approved by Omar Haddad on 2026-01-05.
The decisions are those that were approved.
1 requirement stands otherwise than in the commit of the approval; `tickmark soa
diff 9e8d0b6ecb..` shows them.

   6  requirements that could be excluded
   4    apply
   1      implemented
   1      partly
   1      planned
   1      not implemented
   1    excluded
   1    undecided

Not in order
  Without a decision and without a control: A.5.
  Applies, not implemented, and no plan is written down: A.3.
  Included without a justification: A.3.

A Measures
  A.1     implemented: Access is reviewed
          because   risk R-1
          by        C-1 2026-Q1
          owner     Priya Raman
  A.2     partly: Backups are restored
          because   risks R-1, R-2
          by        C-2 nothing on file
          owner     Omar Haddad
          but       the newest evidence is missing: C-2
  A.3     not implemented: Threats are watched
          but       no risk, law, contract or practice is given for it; only
                    drafts claim it: D-3
  A.4     excluded: Doors are locked
          because   No premises of our own.
  A.5     undecided: Cables are safe
  A.10    planned by 2026-12-15: Data is masked
          because   contract
          owner     Priya Raman

Controls in force from other sources
  X-9 Spare phone
-- exit 0 --

"#]]
        .raw()
    );
}

#[test]
fn for_spreadsheets_it_is_one_requirement_a_line() {
    let company = register();
    assert_data_eq!(soa(company.path(), &[]), str![[r#"
control_id,title,source,applicable,justification_inclusion,risks,implementation_status,due,justification_exclusion,owner,controls,policies,evidence,remarks
A.1,Access is reviewed,house,yes,risk R-1,R-1,implemented,,,Priya Raman,C-1,,C-1 2026-Q1,
A.2,Backups are restored,house,yes,"risks R-1, R-2",R-1 R-2,partly,,,Omar Haddad,C-2,,C-2 nothing on file,the newest evidence is missing: C-2
A.3,Threats are watched,house,yes,,,not implemented,,,,,,,"no risk, law, contract or practice is given for it; only drafts claim it: D-3"
A.4,Doors are locked,house,no,,,excluded,,No premises of our own.,,,,,
A.5,Cables are safe,house,undecided,,,undecided,,,,,,,
A.10,Data is masked,house,yes,contract,,planned,2026-12-15,,Priya Raman,,,,
,Spare phone,other,yes,risk treatment,R-3,in force,,,Omar Haddad,X-9,,,
-- exit 0 --

"#]].raw());
}

#[test]
fn a_page_of_it_is_a_table_a_group() {
    let company = register();
    assert_data_eq!(soa(company.path(), &["--format", "markdown"]), str![[r#"
## Statement of Applicability, House standard

Northwind · work tree on 5e359bcaf0 · as of 2026-06-01

Approved by Omar Haddad on 2026-01-05.

The decisions are those that were approved.

1 requirement stands otherwise than in the commit of the approval; `tickmark soa diff 9e8d0b6ecb..` shows them.

| Number | What |
|--:|---|
| 6 | requirements that could be excluded |
| 4 | apply |
| 1 | implemented |
| 1 | partly |
| 1 | planned |
| 1 | not implemented |
| 1 | excluded |
| 1 | undecided |

### Not in order

- Without a decision and without a control: A.5.
- Applies, not implemented, and no plan is written down: A.3.
- Included without a justification: A.3.

### A Measures

| Requirement | Applies | Because | Status | Controls and evidence | Owner | Remarks |
| --- | --- | --- | --- | --- | --- | --- |
| A.1 Access is reviewed | yes | risk R-1 | implemented | C-1 2026-Q1 | Priya Raman |  |
| A.2 Backups are restored | yes | risks R-1, R-2 | partly | C-2 nothing on file | Omar Haddad | the newest evidence is missing: C-2 |
| A.3 Threats are watched | yes |  | not implemented |  |  | no risk, law, contract or practice is given for it; only drafts claim it: D-3 |
| A.4 Doors are locked | no | No premises of our own. | excluded |  |  |  |
| A.5 Cables are safe | undecided |  | undecided |  |  |  |
| A.10 Data is masked | yes | contract | planned by 2026-12-15 |  | Priya Raman |  |

### Controls in force from other sources

- X-9 Spare phone
-- exit 0 --

"#]].raw());
}

#[test]
fn a_workbook_has_the_statement_its_approval_and_what_changed_since() {
    let company = register();
    let root = company.path();
    soa(root, &["-o", "xlsx:soa.xlsx", "--format", "json"]);
    let mut book: Xlsx<_> = open_workbook(root.join("soa.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["About", "Statement of Applicability", "Since the approval"]);
    let sheet = book.worksheet_range("Statement of Applicability").unwrap();
    let row =
        |index: usize| sheet.rows().nth(index).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(&row(4)[..4], ["A.4", "Doors are locked", "house", "no"]);
    assert_eq!(sheet.rows().count(), 1 + 6 + 1);
}

#[test]
fn an_exclusion_is_written_where_it_belongs_and_nothing_else_changes_by_a_byte() {
    let company = register();
    let root = company.path();
    assert_data_eq!(
        soa(root, &["exclude", "A.5", "--because", "Cables: the provider's, see C-2."]),
        str![[r#"
A.5 excluded: Cables are safe

Wrote policies/soa/house.yaml

`omar` approved other decisions: have these approved, and write who did and when
in `approved:`.
-- exit 0 --

"#]]
        .raw()
    );
    let line = "  A.5: {applies: false, because: \"Cables: the provider's, see C-2.\"}\n";
    let before = "  A.10: {";
    assert_eq!(decisions(root), DECISIONS.replace(before, &format!("{line}{before}")));
}

#[test]
fn decisions_of_every_sort_take_the_place_of_earlier_ones_or_stand_in_order() {
    let company = register();
    let root = company.path();
    let told = [
        soa(root, &["include", "A.2", "A.1", "--because", "law"]),
        soa(root, &["plan", "A.4", "--due", "2026-12-15", "--owner", "omar", "--because", "contract"]),
        soa(root, &["plan", "A.10", "--due", "2027-01-31"]),
        soa(root, &["include", "A.10", "--because", "law"]),
        soa(root, &["exclude", "A.5", "--because", "No real data outside production"]),
    ];
    assert_data_eq!(
        told.concat(),
        str![[r#"
A.2 included (was: partly): Backups are restored
A.1 included (was: implemented): Access is reviewed

Wrote policies/soa/house.yaml

`omar` approved other decisions: have these approved, and write who did and when
in `approved:`.
-- exit 0 --
A.4 planned (was: excluded): Doors are locked

Wrote policies/soa/house.yaml

`omar` approved other decisions: have these approved, and write who did and when
in `approved:`.
-- exit 0 --
A.10 planned (was: planned): Data is masked

Wrote policies/soa/house.yaml

`omar` approved other decisions: have these approved, and write who did and when
in `approved:`.
-- exit 0 --
A.10 included (was: planned): Data is masked

Wrote policies/soa/house.yaml

`omar` approved other decisions: have these approved, and write who did and when
in `approved:`.
-- exit 0 --
A.5 excluded: Cables are safe

Wrote policies/soa/house.yaml

`omar` approved other decisions: have these approved, and write who did and when
in `approved:`.
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        decisions(root),
        str![[r#"
# What we decided, and why.
framework: house
approved: {by: omar, at: 2026-01-05}
decisions:
  A.1: {because: law}
  A.2: {because: law}
  # Nobody sits in an office.
  A.4: {status: planned, due: 2026-12-15, owner: omar, because: contract}   # asked again each year
  A.5: {applies: false, because: No real data outside production}
  A.10: {status: planned, due: 2027-01-31, owner: priya, because: law}
x-note: kept

"#]]
        .raw()
    );
}

#[test]
fn what_cannot_be_decided_is_refused_and_then_nothing_is_written() {
    let company = register();
    let root = company.path();
    let because = ["--because", "No."];
    let told: Vec<String> = [
        &["exclude", "A.5", "4.1"][..],
        &["exclude", "A.5", "A.1"],
        &["exclude", "A.3"],
        &["exclude", "A.5", "A.55"],
        &["include", "4.1"],
    ]
    .iter()
    .map(|arguments| soa(root, &[arguments, &because[..]].concat()))
    .collect();
    let more = [
        soa(root, &["exclude", "A.5", "--because", " "]),
        soa(root, &["plan", "A.5", "--due", "2026-05-01"]),
        soa(root, &["plan", "A.5", "--due", "soon"]),
        soa(root, &["plan", "A.5", "--due", "2026-12-01", "--owner", "pria"]),
        soa(root, &["exclude", "A.5", "--because", "No.", "--at", "first"]),
    ];
    assert_data_eq!(
        told.concat() + &more.concat(),
        str![[r#"
-- standard error --
error: `4.1` can never be excluded, and always applies
help: meet the requirement
-- exit 2 --
-- standard error --
error: `A.1` is in use: C-1 meets it
help: nothing was written; take `A.1` out of the `satisfies` of C-1, or leave it in
-- exit 2 --
-- standard error --
error: `A.3` is to treat R-1, through D-3
help: nothing was written; treat the risk in another way first, or leave `A.3` in
-- exit 2 --
-- standard error --
error: `house` has no requirement `A.55`
help: did you mean `A.5`?
-- exit 2 --
-- standard error --
error: `4.1` can never be excluded, and always applies
help: meet the requirement
-- exit 2 --
-- standard error --
error: the reason is empty
help: say why, in words that an auditor will read
-- exit 2 --
-- standard error --
error: 2026-05-01 is over, and a plan lies ahead
help: name the day by which it will be implemented
-- exit 2 --
-- standard error --
error: `soon` is not a day
help: write it like 2026-12-15
-- exit 2 --
-- standard error --
error: nobody is called `pria`
help: did you mean `priya`?
-- exit 2 --
-- standard error --
error: decisions are written to the work tree, and `--at` names a revision
-- exit 2 --

"#]]
        .raw()
    );
    assert_eq!(decisions(root), DECISIONS);
}

#[test]
fn a_file_in_any_form_takes_a_decision_and_one_that_is_not_there_is_begun() {
    let company = register();
    let root = company.path();
    let path = root.join("policies/soa/house.yaml");
    let mut all = String::new();
    for text in [
        None,
        Some("framework: house\n"),
        Some("framework: house\ndecisions:\n# later\napproved: {by: omar, at: 2026-01-05}\n"),
        Some("framework: house\ndecisions: {}\n"),
        Some(
            "framework: house\ndecisions: {A.4: {applies: false, because: No.}, A.10: {because: law}} # all\n",
        ),
        Some(
            "decisions:\n    A.4:\n        applies: no   # none\n        because: |\n          No premises\n          of our own.\n\n    A.10:\n        because: law\nframework: house",
        ),
        Some("framework: house\ndecisions:\n  A.5:\n    # asked\n    because: law\n"),
    ] {
        match text {
            Some(text) => std::fs::write(&path, text).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let said = soa(root, &["exclude", "A.5", "--because", "None of ours"]);
        all.push_str(&[said.lines().last().unwrap_or_default(), "\n", &decisions(root), "\n"].concat());
    }
    assert_data_eq!(all, str![[r#"
-- exit 0 --
framework: house
decisions:
  A.5: {applies: false, because: None of ours}

-- exit 0 --
framework: house
decisions:
  A.5: {applies: false, because: None of ours}

-- exit 0 --
framework: house
decisions:
  A.5: {applies: false, because: None of ours}
# later
approved: {by: omar, at: 2026-01-05}

-- exit 0 --
framework: house
decisions: {A.5: {applies: false, because: None of ours}}

-- exit 0 --
framework: house
decisions: {A.4: {applies: false, because: No.}, A.5: {applies: false, because: None of ours}, A.10: {because: law}} # all

-- exit 0 --
decisions:
    A.4:
        applies: no   # none
        because: |
          No premises
          of our own.
    A.5: {applies: false, because: None of ours}

    A.10:
        because: law
framework: house
-- exit 2 --
framework: house
decisions:
  A.5:
    # asked
    because: law


"#]].raw());
}

#[test]
fn what_stands_otherwise_than_at_a_tag_is_told_requirement_by_requirement() {
    let company = register();
    let root = company.path();
    soa(root, &["exclude", "A.5", "--because", "None of ours"]);
    commit(root, "2026-05-20");
    assert_data_eq!(
        soa(root, &["diff", "first..", "--format", "table"]),
        str![[r#"
Northwind · Changes of the Statement of Applicability, House standard
at first (9e8d0b6ecb) · as of 2026-01-05 → work tree on 6ca44ed339 · as of
  2026-06-01

2 requirements stand otherwise.

before  after
     0      1  implemented
     2      1  partly
     1      1  planned
     1      1  not implemented
     1      2  excluded
     1      0  undecided

A.1  Access is reviewed
  status      partly → implemented

A.5  Cables are safe
  applicable  undecided → no
  status      undecided → excluded
  exclusion   nothing → None of ours
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        soa(root, &["diff", "first..HEAD~1"]),
        str![[r#"
requirement,title,field,before,after
A.1,Access is reviewed,status,partly,implemented
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        soa(root, &["diff", "first"]),
        str![[r#"
-- standard error --
error: `first` does not name two revisions
help: write it like `soc2-2025/end..soc2-2026/end`; `TAG..` goes up to what is here now
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn decisions_that_were_changed_after_their_approval_are_named_also_by_lint() {
    let company = register();
    let root = company.path();
    let changed = DECISIONS.replace("No premises of our own.", "Locked by others.").replace(
        "  A.10: {status: planned, due: 2026-12-15, owner: priya, because: contract}\n",
        "  A.5: {because: law}\n",
    );
    std::fs::write(root.join("policies/soa/house.yaml"), changed).unwrap();
    commit(root, "2026-05-20");
    let table = soa(root, &["--format", "table"]);
    assert_data_eq!(
        table.lines().skip(3).take(6).collect::<Vec<_>>().join("\n"),
        str![[r#"
Approved by Omar Haddad on 2026-01-05.
The decisions are not those that were approved, since 2026-05-20 by Ada: A.4
changed, A.5 new, A.10 gone.
4 requirements stand otherwise than in the commit of the approval; `tickmark soa
diff 9e8d0b6ecb..` shows them.

"#]]
        .raw()
    );
    let lint = ["lint", "--select", "soa-changed-since-approval", "--format", "concise"];
    assert_data_eq!(told(tickmark(root).args(lint).args(["--as-of", "2026-06-01", "--quiet"])), str![[r#"
policies/soa/house.yaml:3:26: soa-changed-since-approval the decisions on `house` were changed after `omar` approved them on 2026-01-05
-- exit 0 --

"#]].raw());
}

#[test]
fn without_a_framework_whose_requirements_could_be_excluded_there_is_none() {
    let company = folder();
    let root = company.path();
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    std::fs::create_dir_all(root.join("policies")).unwrap();
    let program = "company: {name: N, timezone: UTC}\nframeworks: {soc2: {}}\n";
    std::fs::write(root.join("policies/program.yaml"), program).unwrap();
    let asked = [soa(root, &[]), soa(root, &["--framework", "soc2"]), soa(root, &["--framework", "iso2701"])];
    assert_data_eq!(
        asked.concat(),
        str![[r#"
-- standard error --
error: no framework in scope has a Statement of Applicability
help: add `iso27001: {}` under `frameworks:` in policies/program.yaml
-- exit 2 --
-- standard error --
error: `soc2` has no requirement that could be excluded
help: a Statement of Applicability is ISO/IEC 27001's; see `tickmark framework coverage`
-- exit 2 --
-- standard error --
error: no framework is called `iso2701`
help: did you mean `iso27001`?
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn in_a_shallow_clone_nobody_can_tell_what_changed_since_the_approval() {
    let company = register();
    let clone = folder();
    let url = format!("file://{}", company.path().display());
    succeed(git(clone.path()).args(["clone", "--quiet", "--depth", "1", &url, "here"]));
    let said = soa(&clone.path().join("here"), &["--format", "table"]);
    assert_data_eq!(
        said.lines().skip(3).take(4).collect::<Vec<_>>().join("\n"),
        str![[r#"
Approved by Omar Haddad on 2026-01-05.
Without the whole history nobody can tell what changed since.
The history is cut, so evidence may be on file that is not seen; run `git fetch
--unshallow`.
"#]]
        .raw()
    );
    assert!(said.ends_with("-- exit 3 --\n"), "{said}");
}

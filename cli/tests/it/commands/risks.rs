//! `risks`: the register, what stands behind each rating, the matrix, what moved.

use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::register::register;
use crate::support::{folder, git, succeed, tickmark, told};

fn risks(root: &Path, arguments: &[&str]) -> String {
    let mut command = tickmark(root);
    told(command.arg("risks").args(arguments).args(["--as-of", "2026-06-01"]).env("COLUMNS", "80"))
}

#[test]
fn the_register_says_what_is_left_and_what_a_control_that_does_not_work_does_to_it() {
    let company = register();
    assert_data_eq!(
        risks(company.path(), &["--format", "table"]),
        str![[r#"
Northwind · Risk register
work tree on 5e359bcaf0 · as of 2026-06-01

Method: Risk method 1.1, policies/isms/method.yaml.
Approved by Omar Haddad on 2026-01-05.
Appetite: Medium. Review: semiannual.

4 risks
  without  with  counted
        0     1        0  Low
        0     1        1  Medium
        3     1        2  High
        1     1        1  not rated
  (without controls; with them, as rated; with those that work)

Not in order
  Accepted, and the acceptance has run out: R-3.
  Accepted by somebody who may not accept that level: R-3.
  Leaning only on controls that do not work: what there was without controls
    counts: R-2.
  Leaning on a control that does not work: the rating with controls is in doubt:
    R-1.
  Without an approval of plan and residual risk (6.1.3 f): R-4.
  Approved by somebody other than the risk owner (6.1.3 f): R-2.
  Treatment past its date: R-1.
  To be looked at again, and overdue: R-2.
  Never reviewed: R-4.
  Without an owner (6.1.2 c): R-4.
  Not rated with controls: R-4.

R-2  =Backup| is lost
  level      Low (1 × 2); without controls High (2 × 3)
  but        C-2 has no record for 2026-Q1: nothing shows that it is lower than
             without controls, so High (2 × 3) counts
  owner      Omar Haddad
  treatment  mitigate, by C-2 (no record)
  approved   by Priya Raman on 2026-01-04, who does not own the risk
  reviewed   by Omar Haddad on 2025-11-01; was to be looked at again by
             2026-05-01

R-3  Region is down
  level      High (2 × 3), above the appetite; without controls High (2 × 3)
  owner      Priya Raman
  treatment  accept, by X-9 (nothing due yet)
  accepted   by Priya Raman on 2026-01-04, until 2026-05-31, which is over; the
             method does not let them accept this level: A second region costs
             more.
  reviewed   by Priya Raman on 2026-01-04; again by 2026-07-04

R-1  Former employee keeps access
  level      Medium (2 × 2); without controls High (3 × 3)
  but        C-2 has no record for 2026-Q1: the rating with controls may be too
             low; without any it is High (3 × 3)
  owner      Priya Raman
  treatment  mitigate, by C-1, C-2 (no record)
  plan       Join through one door (Omar Haddad, by 2026-05-20, overdue)
  approved   by Priya Raman on 2026-01-04
  reviewed   by Priya Raman on 2026-01-04; again by 2026-07-04

R-4  Laptop is stolen
  level      not rated
  owner      nobody
  treatment  avoid
  approved   by nobody
  reviewed   never reviewed
-- exit 0 --

"#]]
        .raw()
    );
}

#[test]
fn for_spreadsheets_it_is_one_risk_a_line() {
    let company = register();
    assert_data_eq!(risks(company.path(), &[]), str![[r#"
id,title,scenario,owner,assets,inherent_likelihood,inherent_impact,inherent_level,treatment,controls,residual_likelihood,residual_impact,residual_level,counted_level,support,above_appetite,plan,approved,acceptance,reviewed,review_by
R-1,Former employee keeps access,,Priya Raman,,3,3,High,mitigate,"C-1, C-2 (no record)",2,2,Medium,Medium,in-doubt,no,"Join through one door (Omar Haddad, by 2026-05-20, overdue)",Priya Raman on 2026-01-04,,Priya Raman on 2026-01-04,2026-07-04
R-2,'=Backup| is lost,,Omar Haddad,,2,3,High,mitigate,C-2 (no record),1,2,Low,High,not-shown,no,,Priya Raman on 2026-01-04,,Omar Haddad on 2025-11-01,2026-05-01
R-3,Region is down,,Priya Raman,,2,3,High,accept,X-9 (nothing due yet),2,3,High,High,shown,yes,,,"Priya Raman on 2026-01-04, until 2026-05-31, which is over; the method does not let them accept this level: A second region costs more.",Priya Raman on 2026-01-04,2026-07-04
R-4,Laptop is stolen,,,,,,,avoid,,,,,,no-control,not rated,,,,,
-- exit 0 --

"#]].raw());
}

#[test]
fn a_page_has_the_register_and_the_treatment_plan() {
    let company = register();
    assert_data_eq!(risks(company.path(), &["--format", "markdown", "--since", "first"]), str![[r#"
## Risk register

Northwind · work tree on 5e359bcaf0 · as of 2026-06-01

Method: Risk method 1.1, policies/isms/method.yaml.

Approved by Omar Haddad on 2026-01-05.

Appetite: Medium. Review: semiannual.

| Level | Without controls | With controls | Counted |
|---|--:|--:|--:|
| Low | 0 | 1 | 0 |
| Medium | 0 | 1 | 1 |
| High | 3 | 1 | 2 |
| not rated | 1 | 1 | 1 |

### Not in order

- Accepted, and the acceptance has run out: R-3.
- Accepted by somebody who may not accept that level: R-3.
- Leaning only on controls that do not work: what there was without controls counts: R-2.
- Leaning on a control that does not work: the rating with controls is in doubt: R-1.
- Without an approval of plan and residual risk (6.1.3 f): R-4.
- Approved by somebody other than the risk owner (6.1.3 f): R-2.
- Treatment past its date: R-1.
- To be looked at again, and overdue: R-2.
- Never reviewed: R-4.
- Without an owner (6.1.2 c): R-4.
- Not rated with controls: R-4.

### Since at first (9e8d0b6ecb) · as of 2026-01-05: 2 up, 1 changed

| risk | title | way | field | before | after |
| --- | --- | --- | --- | --- | --- |
| R-1 | Former employee keeps access | changed | plan | Join through one door (open) | Join through one door (overdue) |
| R-2 | \=Backup\| is lost | up | counted | Low (1 × 2) | High (2 × 3) |
| R-3 | Region is down | up | residual | Medium (1 × 3) | High (2 × 3) |
| R-3 | Region is down | up | counted | Medium (1 × 3) | High (2 × 3) |
| R-3 | Region is down | up | acceptance | holds, until 2026-05-31 | expired, until 2026-05-31 |

### Risks

| Risk | Owner | Without controls | With controls | Treatment | Approved | Accepted | But |
| --- | --- | --- | --- | --- | --- | --- | --- |
| R-2 =Backup\| is lost | Omar Haddad | High (2 × 3) | Low (1 × 2) | mitigate by C-2 (no record) | by Priya Raman on 2026-01-04, who does not own the risk |  | C-2 has no record for 2026-Q1: nothing shows that it is lower than without controls, so High (2 × 3) counts |
| R-3 Region is down | Priya Raman | High (2 × 3) | High (2 × 3) | accept by X-9 (nothing due yet) |  | Priya Raman on 2026-01-04, until 2026-05-31, which is over; the method does not let them accept this level: A second region costs more. |  |
| R-1 Former employee keeps access | Priya Raman | High (3 × 3) | Medium (2 × 2) | mitigate by C-1, C-2 (no record) | by Priya Raman on 2026-01-04 |  | C-2 has no record for 2026-Q1: the rating with controls may be too low; without any it is High (3 × 3) |
| R-4 Laptop is stolen |  |  |  | avoid | by nobody |  |  |

### Treatment plan

| risk | title | what | owner | due | done | state | approved | approved_by_owner |
| --- | --- | --- | --- | --- | ---: | --- | --- | --- |
| R-1 | Former employee keeps access | Join through one door | Omar Haddad | 2026-05-20 |  | overdue | Priya Raman on 2026-01-04 | yes |
-- exit 0 --

"#]].raw());
}

#[test]
fn what_moved_since_a_tag_says_which_way() {
    let company = register();
    let said = risks(company.path(), &["--format", "table", "--since", "first"]);
    let from = said.lines().skip_while(|line| !line.starts_with("Since "));
    assert_data_eq!(
        from.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"),
        str![[r#"
Since at first (9e8d0b6ecb) · as of 2026-01-05
  2 up, 1 changed
  R-1 changed: Former employee keeps access
      plan        Join through one door (open) → Join through one door (overdue)
  R-2 up: =Backup| is lost
      counted     Low (1 × 2) → High (2 × 3)
  R-3 up: Region is down
      residual    Medium (1 × 3) → High (2 × 3)
      counted     Medium (1 × 3) → High (2 × 3)
      acceptance  holds, until 2026-05-31 → expired, until 2026-05-31
"#]]
        .raw()
    );
}

#[test]
fn a_workbook_has_register_plan_levels_matrix_and_method() {
    let company = register();
    let root = company.path();
    risks(root, &["-o", "xlsx:risks.xlsx", "--since", "first"]);
    let mut book: Xlsx<_> = open_workbook(root.join("risks.xlsx")).unwrap();
    let names = ["About", "Risks", "Treatment plan", "Levels", "Residual risk", "Method", "Movement"];
    assert_eq!(book.sheet_names(), names);
    let sheet = book.worksheet_range("Risks").unwrap();
    let titles: Vec<String> = sheet.rows().map(|row| row[1].to_string()).collect();
    assert_eq!(
        titles,
        ["title", "Former employee keeps access", "=Backup| is lost", "Region is down", "Laptop is stolen"]
    );
}

#[test]
fn the_matrix_shows_each_risk_in_its_cell() {
    let company = register();
    let root = company.path();
    assert_data_eq!(
        risks(root, &["matrix", "--format", "table"]),
        str![[r#"
Northwind · Residual risk · 4 risks · appetite: Medium
work tree on 5e359bcaf0 · as of 2026-06-01

3 likely          Medium              High                High

2 possible        Low                 Medium              High
                                      R-1                 R-3

1 rare            Low                 Low                 Medium
                                      R-2

                  1 minor             2 major             3 severe

Rows: likelihood, columns: impact.
Not rated, or rated outside the scales: R-4.
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        risks(root, &["matrix", "--inherent"]),
        str![[r#"
likelihood,impact,level,risks
3 likely,1 minor,Medium,
3 likely,2 major,High,
3 likely,3 severe,High,R-1
2 possible,1 minor,Low,
2 possible,2 major,Medium,
2 possible,3 severe,High,R-2 R-3
1 rare,1 minor,Low,
1 rare,2 major,Low,
1 rare,3 severe,Medium,
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(
        risks(root, &["matrix", "--format", "markdown"]),
        str![[r#"
## Residual risk

Northwind · 4 risks · appetite: Medium · work tree on 5e359bcaf0 · as of 2026-06-01

| Likelihood, impact | 1 minor | 2 major | 3 severe |
| --- | --- | --- | --- |
| 3 likely | Medium | High | High |
| 2 possible | Low | Medium: R-1 | High: R-3 |
| 1 rare | Low | Low: R-2 | Medium |

Not rated, or rated outside the scales: R-4.
-- exit 0 --

"#]]
        .raw()
    );
    let svg = risks(root, &["matrix", "--format", "svg"]);
    assert!(svg.contains("<desc id=\"d\">R-1: likelihood 2 possible, impact 2 major, Medium; "), "{svg}");
}

#[test]
fn without_a_risk_it_says_so_and_how_to_begin() {
    let company = folder();
    let root = company.path();
    succeed(git(root).args(["init", "--quiet", "--initial-branch=main"]));
    std::fs::create_dir_all(root.join("policies")).unwrap();
    std::fs::write(root.join("policies/program.yaml"), "company: {name: N, timezone: UTC}\n").unwrap();
    assert_data_eq!(
        risks(root, &["--format", "table"]),
        str![[r#"
N · Risk register
work tree, nothing committed yet · as of 2026-06-01

Method: Built-in risk method, five by five, used as long as
policies/isms/method.yaml is not there.
Appetite: Medium. Review: annual.

0 risks
  without  with  counted
        0     0        0  Low
        0     0        0  Medium
        0     0        0  High
        0     0        0  Critical
  (without controls; with them, as rated; with those that work)

No risk is on file; `tickmark new risk` begins one.
-- exit 0 --

"#]]
        .raw()
    );
    assert_data_eq!(risks(root, &["-o", "xls:risks.xls"]), str![[r#"
-- standard error --
error: invalid value 'xls:risks.xls' for '--output <FORMAT:PATH>': there is no format `xls`; did you mean `xlsx`?

For more information, try '--help'.
-- exit 2 --

"#]].raw());
}

//! `requests`: the auditor's list in, followed, and out again.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Reader as _, Xlsx};
use snapbox::{assert_data_eq, str};
use tempfile::TempDir;
use tickmark::sheet::{Book, Sheet, workbook};

use crate::support::{demo, folder, git, succeed, tickmark, told};

const PROGRAM: &str = "\
company: {name: Northwind, timezone: UTC}
people:
  priya: {name: Priya Raman, email: priya@northwind.example}
frameworks:
  soc2: {version: '2017', categories: [security]}
audits:
  soc2-2026: {framework: soc2, type: type2, window: 2026-01-01..2026-06-30, auditor: {firm: Example Assurance LLP}}
";

const LIST: &str = "\
Example Assurance LLP;;;;;
Ref;Request;TSC;Control ID;Assigned to;Date due;Priority
PBC-1;Access reviews of all quarters;CC6.2, CC6.3;AC-02;Priya Raman;2026-07-10;high
PBC-2;=List of leavers, with | and \"quotes\";CC6.2;;;;low
";

fn company() -> TempDir {
    let place = folder();
    succeed(git(place.path()).args(["init", "--quiet", "--initial-branch=main"]));
    fs::create_dir_all(place.path().join("policies/controls")).unwrap();
    fs::write(place.path().join("policies/program.yaml"), PROGRAM).unwrap();
    let control = "id: AC-02\ntitle: Access review\nowner: priya\nstatement: Each quarter.\nsince: 2026-01-01\ncadence: quarterly\nsatisfies: {soc2: CC6.2}\n";
    fs::write(place.path().join("policies/controls/AC-02.yaml"), control).unwrap();
    fs::write(place.path().join("list.csv"), LIST).unwrap();
    place
}

fn tell(place: &Path, arguments: &[&str]) -> String {
    let mut command = tickmark(place);
    told(command.arg("requests").args(arguments).args(["--as-of", "2026-07-01"]))
}

#[test]
fn a_list_is_shown_then_taken_in_and_kept_as_it_came() {
    let place = company();
    assert_data_eq!(
        tell(place.path(), &["import", "list.csv", "--dry-run"]),
        str![[r#"
-- standard error --
controls  from the column `Control ID`
criteria  from the column `TSC`
due       from the column `Date due`
id        from the column `Ref`
owner     from the column `Assigned to`
what      from the column `Request`
kept in the file, and not read: Priority
2 requests, 2 of them new
nothing was written: --dry-run
-- exit 0 --

"#]]
    );
    assert!(!place.path().join("evidence").exists());
    assert_data_eq!(
        tell(place.path(), &["import", "list.csv"]),
        str![[r#"
evidence/audits/soc2-2026/requests.yaml
-- standard error --
controls  from the column `Control ID`
criteria  from the column `TSC`
due       from the column `Date due`
id        from the column `Ref`
owner     from the column `Assigned to`
what      from the column `Request`
kept in the file, and not read: Priority
2 requests, 2 of them new
-- exit 0 --

"#]]
    );
    let folder = place.path().join("evidence/audits/soc2-2026");
    assert_data_eq!(
        fs::read_to_string(folder.join("requests.yaml")).unwrap(),
        str![[r#"
audit: soc2-2026
received: {from: Example Assurance LLP, at: 2026-07-01, file: list.csv}
requests:
  - {id: PBC-1, what: Access reviews of all quarters, criteria: [CC6.2, CC6.3], controls: [AC-02], owner: priya, due: 2026-07-10}
  - {id: PBC-2, what: "=List of leavers, with | and /"quotes/"", criteria: [CC6.2]}

"#]]
    );
    assert_eq!(fs::read_to_string(folder.join("list.csv")).unwrap(), LIST);
    let lint = told(tickmark(place.path()).args(["lint", "--as-of", "2026-07-01", "--format", "concise"]));
    assert!(!lint.contains("evidence/audits") || lint.contains("request-unmatched"), "{lint}");
}

#[test]
fn taken_in_again_new_requests_are_added_and_answers_stay() {
    let place = company();
    tell(place.path(), &["import", "list.csv"]);
    let path = place.path().join("evidence/audits/soc2-2026/requests.yaml");
    let answered = fs::read_to_string(&path)
        .unwrap()
        .replace("due: 2026-07-10", "due: 2026-07-10, status: provided, answer: AC-02 # done");
    let answered = answered.replace("# done}", "} # done");
    fs::write(&path, &answered).unwrap();
    let second = LIST.replace("=List of leavers", "Leavers").replace("PBC-1;Access", "PBC-3;New");
    fs::write(place.path().join("second.csv"), second).unwrap();
    assert_data_eq!(
        tell(place.path(), &["import", "second.csv"]),
        str![[r#"
evidence/audits/soc2-2026/requests.yaml
-- standard error --
controls  from the column `Control ID`
criteria  from the column `TSC`
due       from the column `Date due`
id        from the column `Ref`
owner     from the column `Assigned to`
what      from the column `Request`
kept in the file, and not read: Priority
2 requests, 1 of them new
on file with another text, and left as they are: PBC-2 (what)
on file, and no more in this list: PBC-1
-- exit 0 --

"#]]
    );
    let now = fs::read_to_string(&path).unwrap();
    assert!(now.starts_with(answered.trim_end()), "{now}");
    assert_eq!(now.lines().count(), answered.lines().count() + 1, "{now}");
    assert_data_eq!(
        tell(place.path(), &["import", "second.csv"]),
        str![[r#"
-- standard error --
controls  from the column `Control ID`
criteria  from the column `TSC`
due       from the column `Date due`
id        from the column `Ref`
owner     from the column `Assigned to`
what      from the column `Request`
kept in the file, and not read: Priority
2 requests, 0 of them new
on file with another text, and left as they are: PBC-2 (what)
on file, and no more in this list: PBC-1
nothing is new
-- exit 0 --

"#]]
    );
}

#[test]
fn one_bad_row_and_nothing_is_taken_in() {
    let place = company();
    let bad = "ID,Description,Due,Owner\n1,a,31.12.2026,priya\n1,b,2026-12-31,nobody\n,c,,\n2,,,\n3,fine,,\n3,again,,\n";
    fs::write(place.path().join("bad.csv"), bad).unwrap();
    fs::write(place.path().join("odd.csv"), "Thing,Other\n1,2\n").unwrap();
    fs::write(place.path().join("odd.xlsx"), "PK and no more").unwrap();
    let mut said = tell(place.path(), &["import", "bad.csv"]);
    for arguments in [
        &["import", "odd.csv"][..],
        &["import", "odd.xlsx"],
        &["import", "list.csv", "--columns", "ide=Ref"],
        &["import", "list.csv", "--audit", "soc2-2025"],
        &["status"],
    ] {
        said.push_str(&tell(place.path(), arguments));
    }
    assert_data_eq!(
        said,
        str![[r#"
-- standard error --
error: 5 rows are wrong in `bad.csv`, and nothing was taken in
row 2: `31.12.2026` is no day; write it as 2026-03-31
row 3: `nobody` is nobody in policies/program.yaml
row 4: no number
row 5: nothing is asked for
row 7: `3` stands in row 6 already
help: correct them in the file, and take it in again
-- exit 2 --
-- standard error --
error: no row of `odd.csv` has the titles of a request list: a number and what is asked for
help: say which columns these are: `--columns id=TITLE,what=TITLE`
-- exit 2 --
-- standard error --
error: `odd.xlsx` cannot be read as a workbook: invalid Zip archive: Could not find EOCD
-- exit 2 --
-- standard error --
error: a request has no `ide`
help: did you mean `id`?
-- exit 2 --
-- standard error --
error: no audit is called `soc2-2025`
help: did you mean `soc2-2026`?
-- exit 2 --
-- standard error --
error: there is no request list for `soc2-2026`
help: take in the auditor's: `tickmark requests import FILE --audit soc2-2026`
-- exit 2 --

"#]]
    );
    assert!(!place.path().join("evidence").exists());
}

#[test]
fn their_columns_come_back_with_ours_beside_them() {
    let place = company();
    let mut sheet = Sheet::new(
        "PBC list",
        "none",
        &[("Request #", 8), ("Request Description", 40), ("Owner", 9), ("Owner", 9)],
    );
    sheet.columns[3].title = "Reviewer".to_owned();
    sheet.push(["1".into(), "Access reviews".into(), "priya".into(), "Sam of the firm".into()]);
    sheet.push(["2".into(), "=cmd|'/C calc'!A0".into()]);
    let day = jiff::civil::date(2026, 7, 1);
    let book = Book { title: String::new(), company: String::new(), day, sheets: vec![sheet] };
    fs::write(place.path().join("PBC.xlsx"), workbook(&book).unwrap()).unwrap();
    tell(place.path(), &["import", "PBC.xlsx"]);
    let path = place.path().join("evidence/audits/soc2-2026/requests.yaml");
    let yaml = fs::read_to_string(&path).unwrap();
    let yaml =
        yaml.replace("owner: priya", "owner: priya, status: provided, provided: 2026-06-30, answer: AC-02");
    fs::write(&path, yaml + "  - {id: X, what: Asked by mail}\n").unwrap();
    assert_data_eq!(
        tell(place.path(), &["export"]),
        str![[r#"
Request #,Request Description,Owner,Reviewer,our status,our answer,our link,our owner,handed over,our note
1,Access reviews,priya,Sam of the firm,provided,AC-02,policies/controls/AC-02.yaml,Priya Raman,2026-06-30,
2,'=cmd|'/C calc'!A0,,,open,,,,,
X,Asked by mail,,,open,,,,,
-- exit 0 --

"#]]
    );
    tell(place.path(), &["export", "--out", "back.xlsx"]);
    let mut back: Xlsx<_> =
        Xlsx::new(Cursor::new(fs::read(place.path().join("back.xlsx")).unwrap())).unwrap();
    let range = back.worksheet_range("Requests").unwrap();
    assert_eq!(range.get((2, 1)).unwrap().to_string(), "=cmd|'/C calc'!A0");
    assert!(back.worksheet_formula("Requests").unwrap().is_empty());
    assert_data_eq!(
        tell(place.path(), &["export", "--out", "back.pdf"]),
        str![[r#"
-- standard error --
error: `back.pdf` ends in neither .xlsx nor .csv
help: name the file as what it shall be
-- exit 2 --

"#]]
    );
}

#[test]
fn where_requests_stand() {
    let told = |format: &str| {
        let mut command = tickmark(demo());
        told(command.args(["requests", "status", "--at", "soc2-2026/end", "--format", format]))
    };
    assert_data_eq!(
        told("table"),
        str![[r#"
soc2-2026 · as of 2026-10-14

1   accepted  2026-10-09  priya  System description → policies/system/system.yaml
2   accepted  2026-10-09  priya  Access reviews of all quarters with the lists they were made from →
                                 AC-02
3   provided  2026-10-09  omar   List of leavers and for each the ticket → AC-03
4   provided  2026-10-09  mateo  List of joiners and for each the approval of access → AC-04
5   provided  2026-10-09  omar   List of production changes and the reviews of a selection → CH-01
6   accepted  2026-10-09  mateo  Branch rules over the window → CH-02
7   provided  2026-10-09  mateo  Vulnerability scans and what became of critical and high findings →
                                 VM-01, VM-02
8   accepted  2026-10-09  mateo  Backups and restore tests → BK-01, BK-02
9   accepted  2026-10-09  priya  Incidents of the window with what customers were told →
                                 INC-2026-01, INC-2026-02, INC-2026-03
10  open      2026-10-16  nadia  Review of subservice organisations and their reports
11  accepted  2026-10-09  priya  Risk register and its reviews → RM-01
12  provided  2026-10-09  nadia  Training of staff → PE-02

12 requests: 6 accepted, 1 open, 5 provided; 0 late
-- exit 0 --

"#]]
    );
    assert_eq!(told("csv").lines().count(), 14);
}

//! `import csv|xlsx` and `export`: tables in and out, pages for a browser.

use std::fs;
use std::path::Path;

use snapbox::{IntoData as _, assert_data_eq, str};
use tempfile::TempDir;

use crate::support::{demo, folder, git, succeed, tickmark, told};

const PROGRAM: &str = "\
company: {name: Northwind, timezone: UTC}
people:
  priya: {name: Priya Raman, email: priya@northwind.example}
  omar: {name: Omar Haddad}
frameworks:
  soc2: {version: '2017', categories: [security]}
";

const RISK: &str = "\
# Agreed with the board.
id: R-1
title: Lost laptop   # the usual one
owner: priya
inherent: {likelihood: 3, impact: 3}
";

fn company() -> TempDir {
    let place = folder();
    succeed(git(place.path()).args(["init", "--quiet", "--initial-branch=main"]));
    write(place.path(), "policies/program.yaml", PROGRAM);
    write(place.path(), "policies/risks/R-1.yaml", RISK);
    place
}

fn write(place: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = place.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn tell(place: &Path, arguments: &[&str]) -> String {
    told(tickmark(place).args(arguments).args(["--as-of", "2026-07-01"]))
}

fn commit(place: &Path) {
    succeed(git(place).args(["add", "--all"]));
    succeed(git(place).args(["commit", "--quiet", "-m", "all"]));
}

#[test]
fn a_table_is_tried_taken_in_and_then_says_nothing_new() {
    let place = company();
    let table = "Risk ID;Risk;Risk Owner;Likelihood;Impact;Treatment;Prio\nR-1;Lost laptop;Omar Haddad;Possible;4;Reduce;1\nR-2;\"=SUM(A1); twice\";priya;5;2;;2\n";
    write(place.path(), "risks.csv", table);
    let arguments = ["import", "csv", "risks.csv", "--kind", "risk"];
    let mut text = tell(place.path(), &[&arguments[..], &["--dry-run"]].concat());
    text += &tell(place.path(), &arguments);
    text += &fs::read_to_string(place.path().join("policies/risks/R-1.yaml")).unwrap();
    text += &fs::read_to_string(place.path().join("policies/risks/R-2.yaml")).unwrap();
    text += &tell(place.path(), &arguments);
    assert_data_eq!(text, str![].raw());
}

#[test]
fn one_wrong_cell_and_nothing_is_written() {
    let place = company();
    write(
        place.path(),
        "risks.csv",
        "id,title,owner,likelihood,impact\nR-2,Two,omar,1,1\nR-3,Three,ommar,often,1\n",
    );
    let mut text = tell(place.path(), &["import", "csv", "risks.csv", "--kind", "risk"]);
    text += &tell(place.path(), &["import", "csv", "risks.csv", "--kind", "risk", "--map", "owner"]);
    text += &tell(place.path(), &["import", "csv", "risks.csv", "--kind", "risk", "--at", "HEAD"]);
    write(place.path(), "latin.csv", b"id,title\nR-9,M\xfcll\n");
    text += &tell(place.path(), &["import", "csv", "latin.csv", "--kind", "risk"]);
    let there: Vec<_> = fs::read_dir(place.path().join("policies/risks")).unwrap().collect();
    assert_eq!(there.len(), 1);
    assert_data_eq!(text, str![].raw());
}

/// The demo, written for this test alone.
fn own_demo() -> TempDir {
    let place = folder();
    succeed(tickmark(place.path()).args(["demo", "company"]));
    place
}

#[test]
fn every_kind_that_the_demo_exports_comes_back_without_a_change() {
    let place = own_demo();
    let root = place.path().join("company");
    succeed(tickmark(&root).args(["export", "xlsx", "-o", "../all.xlsx"]));
    for kind in ["control", "risk", "vendor", "asset", "population", "soa"] {
        let csv = succeed(tickmark(&root).args(["export", "csv", "--kind", kind]));
        fs::write(place.path().join("one.csv"), &csv).unwrap();
        assert!(csv.lines().count() > 1, "{kind}");
        for file in ["../one.csv", "../all.xlsx"] {
            let text = told(tickmark(&root).args(["import", "xlsx", file, "--kind", kind]));
            assert!(
                text.contains("nothing is to be written") && text.ends_with("-- exit 0 --\n"),
                "{kind}: {text}"
            );
        }
    }
    assert_eq!(succeed(git(&root).args(["status", "--porcelain"])), "");
}

#[test]
fn frameworks_and_crosswalks_that_are_built_in_come_back_as_files_that_say_the_same() {
    let place = company();
    for kind in ["framework", "crosswalk"] {
        let csv = succeed(tickmark(place.path()).args(["export", "csv", "--kind", kind, "--built-in"]));
        fs::write(place.path().join("one.csv"), csv).unwrap();
        let text = told(tickmark(place.path()).args(["import", "csv", "one.csv", "--kind", kind]));
        assert!(text.ends_with("-- exit 0 --\n"), "{text}");
        let again = succeed(tickmark(place.path()).args(["export", "csv", "--kind", kind]));
        let first = fs::read_to_string(place.path().join("one.csv")).unwrap();
        let sorted = |text: &str| {
            let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!(sorted(&again), sorted(&first), "{kind}");
    }
    let lint = succeed(tickmark(place.path()).args([
        "lint",
        "--as-of",
        "2026-07-01",
        "--format",
        "concise",
        "policies/frameworks",
        "policies/crosswalks",
    ]));
    assert_eq!(lint, "");
}

#[test]
fn the_items_of_a_population_are_a_table() {
    let export = ["export", "csv", "--kind", "items", "--population", "leavers"];
    let mut text = told(tickmark(demo()).args(export).args(["--period", "2026-03"]));
    let all = succeed(tickmark(demo()).args(export));
    text += &all.lines().take(3).fold(String::new(), |out, line| out + line + "\n");
    text += &told(tickmark(demo()).args(["export", "csv", "--kind", "items", "--population", "leaver"]));
    text += &told(tickmark(demo()).args(["export", "csv"]));
    assert_data_eq!(text, str![].raw());
}

#[test]
fn the_calendar_is_that_of_status() {
    let flags = ["--days", "60", "--owner", "priya"];
    let exported = succeed(tickmark(demo()).args(["export", "ics"]).args(flags));
    let status = succeed(tickmark(demo()).args(["status", "--format", "ics"]).args(flags));
    assert_eq!(exported, status);
    assert!(exported.contains("BEGIN:VEVENT"));
}

#[test]
fn the_register_is_one_page_that_needs_nothing() {
    let place = company();
    write(
        place.path(),
        "policies/risks/R-2.yaml",
        "id: R-2\ntitle: \"<script>alert(1)</script> | [x](javascript:alert(1)) ![p](https://evil.example/p.png)\"\nowner: omar\ninherent: {likelihood: 1, impact: 1}\nx-own: {a: 1}\n",
    );
    let page = succeed(tickmark(place.path()).args(["export", "html", "--as-of", "2026-07-01"]));
    let body = page.split("<body>").nth(1).unwrap();
    assert_data_eq!(body, str![].raw());
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("href=\"http"));
}

const POLICY: &str = "\
---
id: access-control
title: Access control policy
version: 2.1
owner: priya
approved: {by: omar, at: 2026-02-20}
review: annual
acknowledged_by: staff
---

# Access control policy

<!-- for the authors -->
See the [other](other.md#x) one, [a script](javascript:alert(1)), [data](data:text/html,x), [mail](mailto:a@b.example),
[web](https://example.org/?a=1&b=2), [up](../../etc/passwd), [odd](//evil.example) and ![a picture](https://evil.example/p.png).

<script>alert(1)</script>
<img src=x onerror=alert(1)>

#### Far down

| Who | What |
| --- | --- |
| *Staff* | <b onclick=\"x()\">read</b> |
";

fn with_policies() -> TempDir {
    let place = company();
    write(place.path(), "policies/access-control.md", POLICY);
    write(
        place.path(),
        "policies/other.md",
        "---\ntitle: \"Other <policy> & \\\"more\\\"\"\nowner: priya\n---\n\nText.\n",
    );
    let population = "id: staff\ntitle: Everybody\nsource: HR\nkey: who\ncolumns: [who, access-control]\n";
    write(place.path(), "policies/populations/staff.yaml", population);
    write(
        place.path(),
        "evidence/populations/staff/2026-06.csv",
        "who,access-control\na,2.1\nb,2.0\nc,2026-03-01\n",
    );
    let extraction = "population: staff\nperiod: 2026-06\nextracted: {by: priya, at: 2026-06-30}\nrows: 3\nsha256: 7f1ebd0c3dd8a3cd7dc8b3ebd0a6a40bd5d8a1b8ad2b59b8d1d3aa76ba4a0a0a\n";
    write(place.path(), "evidence/populations/staff/2026-06.yaml", extraction);
    commit(place.path());
    place
}

#[test]
fn policies_become_pages_in_which_nothing_runs() {
    let place = with_policies();
    let mut text = tell(place.path(), &["export", "policy-site", "-o", "site"]);
    for page in ["index.html", "access-control.html", "other.html"] {
        let page = fs::read_to_string(place.path().join("site").join(page)).unwrap();
        for bad in ["<script", "<img", "javascript:", "data:text", "onclick=\"", "evil", "<b "] {
            assert!(
                !page.replace("data:; style", "").contains(bad) || page.contains("&lt;"),
                "{bad} in {page}"
            );
        }
        text += page.split("<body>").nth(1).unwrap();
    }
    assert_data_eq!(text, str![].raw());
}

#[test]
fn a_site_is_written_whole_and_only_over_itself() {
    let place = with_policies();
    let root = place.path();
    let site = |out: &str| tell(root, &["export", "policy-site", "--at", "main", "-o", out]);
    fs::create_dir(root.join("empty")).unwrap();
    let mut text = site("empty") + &site("empty") + &site("second");
    for file in ["index.html", "other.html", "policy-site.sha256"] {
        assert_eq!(
            fs::read(root.join("empty").join(file)).unwrap(),
            fs::read(root.join("second").join(file)).unwrap()
        );
    }
    write(root, "second/index.html", "changed");
    text += &site("second");
    assert_ne!(fs::read(root.join("second/index.html")).unwrap(), b"changed");
    write(root, "second/mine.txt", "kept");
    text += &site("second");
    text += &site("policies");
    assert_eq!(fs::read(root.join("second/mine.txt")).unwrap(), b"kept");
    assert_data_eq!(text, str![].raw());
}

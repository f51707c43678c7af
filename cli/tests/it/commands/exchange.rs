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
    assert_data_eq!(text, str![[r#"
--- a/policies/risks/R-1.yaml
+++ b/policies/risks/R-1.yaml
@@ -1,5 +1,6 @@
 # Agreed with the board.
 id: R-1
 title: Lost laptop   # the usual one
-owner: priya
-inherent: {likelihood: 3, impact: 3}
+owner: omar
+inherent: {likelihood: 3, impact: 4}
+treatment: mitigate
new policies/risks/R-2.yaml
-- standard error --
   column      field                by
A  Risk ID     id                   another word for it
B  Risk        title                another word for it
C  Risk Owner  owner                another word for it
D  Likelihood  inherent.likelihood  another word for it
E  Impact      inherent.impact      another word for it
F  Treatment   treatment            its name
G  Prio        -                    not read: no field is called so
note: inherent.likelihood: `Possible` is read as `3`
note: owner: `Omar Haddad` is read as `omar`
note: treatment: `Reduce` is read as `mitigate`
risks: 1 new, 1 changed, 0 as on file
nothing was written: --dry-run
`tickmark lint` finds what it did not find before:
  warning mitigated-by-nothing: policies/risks/R-1.yaml: no active control mitigates `R-1`
  warning risk-above-appetite: policies/risks/R-1.yaml: `R-1` is high, above the appetite `medium` (and 1 more)
  warning risk-not-approved: policies/risks/R-2.yaml: nobody has approved the treatment of `R-2`
-- exit 0 --
--- a/policies/risks/R-1.yaml
+++ b/policies/risks/R-1.yaml
@@ -1,5 +1,6 @@
 # Agreed with the board.
 id: R-1
 title: Lost laptop   # the usual one
-owner: priya
-inherent: {likelihood: 3, impact: 3}
+owner: omar
+inherent: {likelihood: 3, impact: 4}
+treatment: mitigate
new policies/risks/R-2.yaml
-- standard error --
   column      field                by
A  Risk ID     id                   another word for it
B  Risk        title                another word for it
C  Risk Owner  owner                another word for it
D  Likelihood  inherent.likelihood  another word for it
E  Impact      inherent.impact      another word for it
F  Treatment   treatment            its name
G  Prio        -                    not read: no field is called so
note: inherent.likelihood: `Possible` is read as `3`
note: owner: `Omar Haddad` is read as `omar`
note: treatment: `Reduce` is read as `mitigate`
risks: 1 new, 1 changed, 0 as on file
`tickmark lint` finds what it did not find before:
  warning mitigated-by-nothing: policies/risks/R-1.yaml: no active control mitigates `R-1`
  warning risk-above-appetite: policies/risks/R-1.yaml: `R-1` is high, above the appetite `medium` (and 1 more)
  warning risk-not-approved: policies/risks/R-2.yaml: nobody has approved the treatment of `R-2`
-- exit 0 --
# Agreed with the board.
id: R-1
title: Lost laptop   # the usual one
owner: omar
inherent: {likelihood: 3, impact: 4}
treatment: mitigate
id: R-2
title: "=SUM(A1); twice"
owner: priya
inherent: {likelihood: 5, impact: 2}
-- standard error --
   column      field                by
A  Risk ID     id                   another word for it
B  Risk        title                another word for it
C  Risk Owner  owner                another word for it
D  Likelihood  inherent.likelihood  another word for it
E  Impact      inherent.impact      another word for it
F  Treatment   treatment            its name
G  Prio        -                    not read: no field is called so
note: inherent.likelihood: `Possible` is read as `3`
note: owner: `Omar Haddad` is read as `omar`
note: treatment: `Reduce` is read as `mitigate`
risks: 0 new, 0 changed, 2 as on file
nothing is to be written
-- exit 0 --

"#]].raw());
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
    assert_data_eq!(text, str![[r#"
-- standard error --
   column      field                by
A  id          id                   its name
B  title       title                its name
C  owner       owner                its name
D  likelihood  inherent.likelihood  another word for it
E  impact      inherent.impact      another word for it
error: `risks.csv` has 2 faults, and nothing was taken in
line 3, column 3: owner: nobody is called `ommar`; did you mean `omar`?
line 3, column 4: inherent.likelihood: `often` is no step of the scale in policies/isms/method.yaml (1 Rare, 2 Unlikely, 3 Possible, 4 Likely, 5 Frequent)
help: correct them in the table, and take it in again
-- exit 2 --
-- standard error --
error: `owner` is not what `--map` takes
help: write `--map "TITLE=field"`
-- exit 2 --
-- standard error --
error: files are written to the work tree, and `--at` names a revision
help: leave `--at` out
-- exit 2 --
-- standard error --
error: `latin.csv` cannot be read as CSV: line 2 is not UTF-8; save it as “CSV UTF-8”
help: nothing was written
-- exit 2 --

"#]].raw());
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
    assert_data_eq!(text, str![[r#"
leaver_id,last_day,department,kind
L-0311,2026-03-13,engineering,employee
L-0317,2026-03-18,engineering,contractor
L-0319,2026-03-31,customer-success,employee
-- exit 0 --
period,leaver_id,last_day,department,kind
2025-12,L-0304,2025-12-30,engineering,employee
2026-02,L-0309,2026-02-27,platform,employee
-- standard error --
error: no population is called `leaver`
help: did you mean `leavers`?
-- exit 2 --
-- standard error --
error: a file of CSV holds one kind of row
help: say which: `--kind` control, risk, vendor, asset, population, soa, framework, crosswalk, items; `export xlsx` writes all of them
-- exit 2 --

"#]].raw());
}

#[test]
fn items_are_taken_in_once_and_what_is_on_file_stays() {
    let place = company();
    let population = "id: leavers\ntitle: Leavers\nsource: HR\nkey: leaver_id\nevent: last_day\ncolumns: [leaver_id, last_day]\n";
    write(place.path(), "policies/populations/leavers.yaml", population);
    let good = "Name;Last day;Leaver ID\nAda;31.03.2026;L-2\nBob;2026-03-01;=L-1\n";
    write(place.path(), "march.csv", good);
    write(place.path(), "bad.csv", "last_day,leaver_id\n2026-04-01,L-1\nsoon,L-1\n2026-03-01,\n");
    let arguments =
        |file| ["import", "csv", file, "--kind", "items", "--population", "leavers", "--period", "2026-03"];
    let by = |file| [&arguments(file)[..], &["--by", "priya"]].concat();
    let mut text = tell(place.path(), &arguments("bad.csv")) + &tell(place.path(), &by("bad.csv"));
    text += &tell(place.path(), &by("march.csv"));
    for ending in ["csv", "yaml"] {
        let path = format!("evidence/populations/leavers/2026-03.{ending}");
        text += &fs::read_to_string(place.path().join(path)).unwrap();
    }
    text += &tell(place.path(), &by("march.csv"));
    write(place.path(), "march.csv", good.replace("L-2", "L-3"));
    text += &tell(place.path(), &by("march.csv"));
    // Out, and in again, is what was handed over.
    let export = ["export", "csv", "--kind", "items", "--population", "leavers", "--period", "2026-03"];
    let out = succeed(tickmark(place.path()).args(export));
    write(place.path(), "again.csv", &out);
    text += &out;
    text += &tell(place.path(), &by("again.csv"));
    assert_data_eq!(
        text,
        str![[r#"
-- standard error --
error: who extracted the rows is not said
help: name a person of the programme: `--by NAME`
-- exit 2 --
-- standard error --
   column     field      by
A  last_day   last_day   its name
B  leaver_id  leaver_id  its name
error: `bad.csv` has 4 faults, and nothing was taken in
line 2, column 1: last_day: 2026-04-01 lies outside of the period
line 3, column 2: leaver_id: `L-1` stands twice, first in line 2, column 2
line 3, column 1: last_day: `soon` is no day; write it as 2026-03-31
line 4, column 2: leaver_id: the row has no key
help: correct them in the table, and take it in again
-- exit 2 --
wrote evidence/populations/leavers/2026-03.csv
wrote evidence/populations/leavers/2026-03.yaml
-- standard error --
   column     field      by
A  Name       -          not read: `leavers` does not list it
B  Last day   last_day   another word for it
C  Leaver ID  leaver_id  another word for it
2 rows; say in the YAML what they were `checked` against
-- exit 0 --
leaver_id,last_day
L-2,2026-03-31
=L-1,2026-03-01
population: leavers
period: 2026-03
extracted: {by: priya, at: 2026-07-01}
rows: 2
sha256: 2a6bb2b2e710f992146afefb8fe3448806cfd90bc98cdbbef0cf42ac20256c7f
-- standard error --
   column     field      by
A  Name       -          not read: `leavers` does not list it
B  Last day   last_day   another word for it
C  Leaver ID  leaver_id  another word for it
2 rows, as on file; nothing is to be written
-- exit 0 --
-- standard error --
   column     field      by
A  Name       -          not read: `leavers` does not list it
B  Last day   last_day   another word for it
C  Leaver ID  leaver_id  another word for it
error: `evidence/populations/leavers/2026-03.csv` is there, and says something else
help: an extraction is not changed after it was made; nothing was written
-- exit 2 --
leaver_id,last_day
L-2,2026-03-31
'=L-1,2026-03-01
-- standard error --
   column     field      by
A  leaver_id  leaver_id  its name
B  last_day   last_day   its name
2 rows, as on file; nothing is to be written
-- exit 0 --

"#]]
        .raw()
    );
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
    assert_data_eq!(body, str![[r##"

<a class="skip" href="#main">Skip to the register</a>
<header>
<h1>Register of Northwind</h1>
<p>As of 2026-07-01</p>
</header>
<nav aria-label="Contents">
<ol>
<li><a href="#p0">Controls</a> (0)</li>
<li><a href="#p1">Risks</a> (2)</li>
<li><a href="#p2">Vendors</a> (0)</li>
<li><a href="#p3">Assets</a> (0)</li>
<li><a href="#p4">Populations</a> (0)</li>
<li><a href="#p5">Decisions on applicability</a> (0)</li>
<li><a href="#p6">Frameworks of our own</a> (0)</li>
<li><a href="#p7">Crosswalks of our own</a> (0)</li>
</ol>
</nav>
<main id="main">
<section id="p0" aria-labelledby="h0">
<h2 id="h0">Controls</h2>
<p>No control is on file.</p>
</section>
<section id="p1" aria-labelledby="h1">
<h2 id="h1">Risks</h2>
<div class="table" role="region" tabindex="0" aria-label="Table 1: Risks"><table>
<thead>
<tr>
<th scope="col">id</th>
<th scope="col">title</th>
<th scope="col">owner</th>
<th scope="col" class="right">inherent.likelihood</th>
<th scope="col" class="right">inherent.impact</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row">R-1</th>
<td>Lost laptop</td>
<td>priya</td>
<td class="right">3</td>
<td class="right">3</td>
</tr>
<tr>
<th scope="row">R-2</th>
<td>&lt;script&gt;alert(1)&lt;/script&gt; | [x](javascript:alert(1)) ![p](https://evil.example/p.png)</td>
<td>omar</td>
<td class="right">1</td>
<td class="right">1</td>
</tr>
</tbody>
</table></div>
<h3>R-1 Lost laptop</h3>
<div class="table" role="region" tabindex="0" aria-label="Table 2: R-1 Lost laptop"><table>
<thead>
<tr>
<th scope="col">field</th>
<th scope="col">value</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row">id</th>
<td>R-1</td>
</tr>
<tr>
<th scope="row">title</th>
<td>Lost laptop</td>
</tr>
<tr>
<th scope="row">owner</th>
<td>priya</td>
</tr>
<tr>
<th scope="row">inherent.likelihood</th>
<td>3</td>
</tr>
<tr>
<th scope="row">inherent.impact</th>
<td>3</td>
</tr>
</tbody>
</table></div>
<h3>R-2 &lt;script&gt;alert(1)&lt;/script&gt; | [x](javascript:alert(1)) ![p](https://evil.example/p.png)</h3>
<div class="table" role="region" tabindex="0" aria-label="Table 3: R-2 &lt;script&gt;alert(1)&lt;/script&gt; | [x](javascript:alert(1)) ![p](https://evil.example/p.png)"><table>
<thead>
<tr>
<th scope="col">field</th>
<th scope="col">value</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row">id</th>
<td>R-2</td>
</tr>
<tr>
<th scope="row">title</th>
<td>&lt;script&gt;alert(1)&lt;/script&gt; | [x](javascript:alert(1)) ![p](https://evil.example/p.png)</td>
</tr>
<tr>
<th scope="row">owner</th>
<td>omar</td>
</tr>
<tr>
<th scope="row">inherent.likelihood</th>
<td>1</td>
</tr>
<tr>
<th scope="row">inherent.impact</th>
<td>1</td>
</tr>
<tr>
<th scope="row">x-own</th>
<td>{a: 1}</td>
</tr>
</tbody>
</table></div>
</section>
<section id="p2" aria-labelledby="h2">
<h2 id="h2">Vendors</h2>
<p>No vendor is on file.</p>
</section>
<section id="p3" aria-labelledby="h3">
<h2 id="h3">Assets</h2>
<p>No asset is on file.</p>
</section>
<section id="p4" aria-labelledby="h4">
<h2 id="h4">Populations</h2>
<p>No population is on file.</p>
</section>
<section id="p5" aria-labelledby="h5">
<h2 id="h5">Decisions on applicability</h2>
<p>No decision is on file.</p>
</section>
<section id="p6" aria-labelledby="h6">
<h2 id="h6">Frameworks of our own</h2>
<p>No framework of the company's own is on file.</p>
</section>
<section id="p7" aria-labelledby="h7">
<h2 id="h7">Crosswalks of our own</h2>
<p>No crosswalk of the company's own is on file.</p>
</section>
</main>
</body>
</html>

"##]].raw());
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
        for bad in ["<script", "<img", "javascript:", "data:text", "evil", "<b "] {
            assert!(!page.contains(bad), "{bad} in {page}");
        }
        text += page.split("<body>").nth(1).unwrap();
    }
    assert_data_eq!(text, str![[r##"
site
-- standard error --
3 pages; open `site/index.html`
-- exit 0 --

<a class="skip" href="#main">Skip to the policies</a>
<header>
<h1>Northwind policies</h1>
</header>
<main id="main">
<ul class="cards">
<li>
<h2><a href="access-control.html">Access control policy</a></h2>
<dl>
<div><dt>Version</dt><dd>2.1</dd></div>
<div><dt>Owner</dt><dd>Priya Raman</dd></div>
<div><dt>Approved</dt><dd>by Omar Haddad on 2026-02-20</dd></div>
<div><dt>Next review</dt><dd>2027-02-20</dd></div>
<div><dt>Acknowledged</dt><dd>2 of 3 in “Everybody”, by the list of 2026-06</dd></div>
</dl>
</li>
<li>
<h2><a href="other.html">Other &lt;policy&gt; &amp; &quot;more&quot;</a></h2>
<dl>
<div><dt>Owner</dt><dd>Priya Raman</dd></div>
<div><dt>Approved</dt><dd>not yet</dd></div>
</dl>
<p class="warning">Nobody has approved this text yet: it is a draft.</p>
</li>
</ul>
</main>
<footer><p>As of 2026-07-01, files as they lie there, on commit 4c87a1b501. What counts is the text in the repository.</p></footer>
</body>
</html>

<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="Site"><a href="index.html">All policies</a></nav>
<header>
<h1>Access control policy</h1>
<dl>
<div><dt>Version</dt><dd>2.1</dd></div>
<div><dt>Owner</dt><dd>Priya Raman</dd></div>
<div><dt>Approved</dt><dd>by Omar Haddad on 2026-02-20</dd></div>
<div><dt>Next review</dt><dd>2027-02-20</dd></div>
<div><dt>Acknowledged</dt><dd>2 of 3 in “Everybody”, by the list of 2026-06</dd></div>
</dl>
</header>
<main id="main">
<p>See the <a href="other.html">other</a> one, a script, data, <a href="mailto:a@b.example">mail</a>,
<a href="https://example.org/?a=1&amp;b=2">web</a>, up, odd and a picture.</p>
&lt;script&gt;alert(1)&lt;/script&gt;
&lt;img src=x onerror=alert(1)&gt;
<h2>Far down</h2>
<div class="table" role="region" tabindex="0" aria-label="Table 1: Far down"><table>
<thead>
<tr>
<th scope="col">Who</th>
<th scope="col">What</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row"><em>Staff</em></th>
<td>&lt;b onclick=&quot;x()&quot;&gt;read&lt;/b&gt;</td>
</tr>
</tbody>
</table></div>
</main>
<footer><p>As of 2026-07-01, files as they lie there, on commit 4c87a1b501. What counts is the text in the repository.</p></footer>
</body>
</html>

<a class="skip" href="#main">Skip to the text</a>
<nav aria-label="Site"><a href="index.html">All policies</a></nav>
<header>
<h1>Other &lt;policy&gt; &amp; &quot;more&quot;</h1>
<dl>
<div><dt>Owner</dt><dd>Priya Raman</dd></div>
<div><dt>Approved</dt><dd>not yet</dd></div>
</dl>
<p class="warning">Nobody has approved this text yet: it is a draft.</p>
</header>
<main id="main">
<p>Text.</p>
</main>
<footer><p>As of 2026-07-01, files as they lie there, on commit 4c87a1b501. What counts is the text in the repository.</p></footer>
</body>
</html>

"##]].raw());
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
    assert_data_eq!(
        text,
        str![[r#"
empty
-- standard error --
3 pages; open `empty/index.html`
-- exit 0 --
empty
-- standard error --
3 pages, as it was; open `empty/index.html`
-- exit 0 --
second
-- standard error --
3 pages; open `second/index.html`
-- exit 0 --
second
-- standard error --
3 pages; open `second/index.html`
-- exit 0 --
-- standard error --
error: `second` holds `mine.txt`, which is not of the site
help: name an empty folder, or one that `export policy-site` wrote; nothing was written
-- exit 2 --
-- standard error --
error: `policies` holds something else than a site of policies
help: name an empty folder, or one that `export policy-site` wrote; nothing was written
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn a_key_that_belongs_to_no_entry_is_named_where_it_is_left_out() {
    let place = company();
    write(place.path(), "policies/registers/vendors.yaml", "x-kept-by: procurement\naws:\n  what: Hosting\n");
    assert_data_eq!(
        tell(place.path(), &["export", "csv", "--kind", "vendor"]),
        str![[r#"
id,what,owner,critical,country,reviewed.by,reviewed.at,reviewed.result,reviewed.note,assurance,gdpr.role,gdpr.dpa,dora.function,dora.critical_function,dora.contract,dora.substitutable
aws,Hosting,,,,,,,,,,,,,,
-- standard error --
note: left out, as it belongs to no entry: policies/registers/vendors.yaml: x-kept-by
-- exit 0 --

"#]]
    );
}

//! Tables as people send them.

use std::fmt::Write as _;

use snapbox::{IntoData as _, assert_data_eq, str};

use super::{names, shape};
use crate::exchange::{OnFile, Options, TakeError, Taken, take};
use crate::place::RepoPath;
use crate::report::patch;
use crate::sheet::read;

fn file(path: &str, text: &str) -> OnFile {
    OnFile::read(RepoPath::new(path), text.as_bytes())
}

fn options(map: &[(&str, &str)], set: &[(&str, &str)]) -> Options {
    let pair = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    Options { map: map.iter().map(pair).collect(), set: set.iter().map(pair).collect(), ..Options::default() }
}

fn tried(kind: &str, csv: &str, files: &[OnFile], options: &Options) -> Result<Taken, TakeError> {
    take(&read(csv.as_bytes()).unwrap(), shape(kind), files, &names(), options)
}

/// The columns, the notes, and the files as a patch; else what is wrong.
fn told(kind: &str, csv: &str, files: &[OnFile], options: &Options) -> String {
    match tried(kind, csv, files, options) {
        Ok(taken) => {
            let mut text = String::new();
            for column in &taken.columns {
                let _ = writeln!(text, "{} -> {} {:?}", column.title, column.field, column.by);
            }
            for note in &taken.notes {
                let _ = writeln!(text, "note: {note}");
            }
            let _ = writeln!(
                text,
                "new {:?}, changed {:?}, same {}, unnamed {}, kept {}",
                taken.new, taken.changed, taken.same, taken.unnamed, taken.kept
            );
            for change in &taken.changes {
                let before = change.before.as_deref().unwrap_or_default();
                let lines = patch(&change.path, before.as_bytes(), change.after.as_bytes());
                text.push_str(&String::from_utf8(lines).unwrap());
            }
            text
        }
        Err(TakeError::Usage { message, help }) => format!("error: {message}\nhelp: {help}\n"),
        Err(TakeError::Faults { faults, .. }) => {
            let line = |fault: &crate::exchange::Fault| {
                format!("{}: {}: {}\n", fault.place, fault.about, fault.because)
            };
            faults.iter().map(line).collect()
        }
    }
}

#[test]
fn words_people_write_become_words_of_the_schema() {
    let csv = "Control ID,Control,Frequency,Owner,Control Type,In force since,Remarks,Ownr\n\
               AC-1,\"Accounts are reviewed, all of them\",Every 2 weeks,Priya Raman,Preventative,31.12.2026,x,\n\
               AC-2,=SUM(A1) is watched,Yearly,omar,Detective,\"March 5, 2026\",,\n";
    let set = options(&[], &[("title", "To be named")]);
    assert_data_eq!(
        told("control", csv, &[], &set),
        str![[r#"
Control ID -> id Word
Control -> statement Word
Frequency -> cadence Word
Owner -> owner Name
Control Type -> type Word
In force since -> since Word
Remarks ->  Unread("no field is called so")
Ownr ->  Unread("did you mean `owner`? `--map \"Ownr=owner\"`")
note: cadence: `Every 2 weeks` is read as `every 14d`
note: cadence: `Yearly` is read as `annual`
note: owner: `Priya Raman` is read as `priya`
note: since: `31.12.2026` is read as `2026-12-31`
note: since: `March 5, 2026` is read as `2026-03-05`
note: type: `Detective` is read as `detective`
note: type: `Preventative` is read as `preventive`
new ["AC-1", "AC-2"], changed [], same 0, unnamed 0, kept 0
--- a/policies/controls/AC-1.yaml
+++ b/policies/controls/AC-1.yaml
@@ -0,0 +1,7 @@
+id: AC-1
+title: To be named
+owner: priya
+statement: Accounts are reviewed, all of them
+since: 2026-12-31
+cadence: {every: 14d}
+type: preventive
--- a/policies/controls/AC-2.yaml
+++ b/policies/controls/AC-2.yaml
@@ -0,0 +1,7 @@
+id: AC-2
+title: To be named
+owner: omar
+statement: "=SUM(A1) is watched"
+since: 2026-03-05
+cadence: annual
+type: detective

"#]]
        .raw()
    );
}

#[test]
fn comments_order_and_layout_of_a_file_stay() {
    let vendors = "# Who we buy from.\naws:            # the cloud\n  what: Hosting\n  critical: yes   # everything runs there\n  reviewed: {by: priya, at: 2026-01-02, result: accepted}\n\n# Letters.\npost:\n  owner: omar\n  what: >\n    Letters and\n    parcels\n  x-note: mine\n";
    let csv = "vendor,description,business critical,country,last review,owner\n\
               aws,Hosting,Yes,DE,2026-07-14,priya\n\
               post,Letters and parcels,,,,\n\
               okta,Identity,N,US,,it\n";
    let there = [file("policies/registers/vendors.yaml", vendors)];
    assert_data_eq!(
        told("vendor", csv, &there, &Options::default()),
        str![[r#"
vendor -> id Word
description -> what Word
business critical -> critical Word
country -> country Name
last review -> reviewed.at Word
owner -> owner Name
note: critical: `N` is read as `no`
new ["okta"], changed ["aws"], same 1, unnamed 0, kept 1
--- a/policies/registers/vendors.yaml
+++ b/policies/registers/vendors.yaml
@@ -1,8 +1,10 @@
 # Who we buy from.
 aws:            # the cloud
   what: Hosting
+  owner: priya
   critical: yes   # everything runs there
-  reviewed: {by: priya, at: 2026-01-02, result: accepted}
+  country: DE
+  reviewed: {by: priya, at: 2026-07-14, result: accepted}
 
 # Letters.
 post:
@@ -11,3 +13,4 @@
     Letters and
     parcels
   x-note: mine
+okta: {what: Identity, owner: it, critical: false, country: US}

"#]]
        .raw()
    );
}

#[test]
fn items_of_a_list_come_and_go_with_their_comments() {
    let control = "id: AC-1\r\ntitle: Review\r\nstatement: S\r\ncadence: quarterly\r\nsystems:\r\n  - okta   # people\r\n  - aws\r\n  # the old one\r\n  - ledger\r\nsatisfies:\r\n  soc2: [CC6.1]\r\n";
    let csv = "id,systems,satisfies.soc2,mitigates\nAC-1,\"okta, ledger, github\",\"CC6.1, CC6.2\",R-1\n";
    let there = [file("policies/controls/x/AC-1.yml", control)];
    assert_data_eq!(
        told("control", csv, &there, &Options::default()),
        str![[r#"
id -> id Name
systems -> systems Name
satisfies.soc2 -> satisfies.soc2 Name
mitigates -> mitigates Name
new [], changed ["AC-1"], same 0, unnamed 0, kept 0
--- a/policies/controls/x/AC-1.yml
+++ b/policies/controls/x/AC-1.yml
@@ -4,8 +4,9 @@
 cadence: quarterly
 systems:
   - okta   # people
-  - aws
   # the old one
   - ledger
+  - github
 satisfies:
-  soc2: [CC6.1]
+  soc2: [CC6.1, CC6.2]
+mitigates: R-1

"#]]
        .raw()
    );
}

#[test]
fn decisions_and_rows_stand_where_they_stood() {
    let soa = "framework: iso27001\napproved: {by: omar, at: 2026-02-20}\ndecisions:\n  A.5.7: {status: planned, due: 2026-12-15}  # soon\n  A.7.4: {applies: false, because: \"No offices, none.\"}\n";
    let csv = "soa.framework,Control,Applicable,Status,Justification\niso27001,A.5.7,Yes,Partially implemented,\niso27001,A.8.1,No,,Not ours\n";
    let there = [file("policies/soa/iso27001.yaml", soa)];
    assert_data_eq!(
        told("soa", csv, &there, &Options::default()),
        str![[r#"
soa.framework -> soa.framework Name
Control -> id Word
Applicable -> applies Word
Status -> status Name
Justification -> because Word
note: status: `Partially implemented` is read as `partly`
new ["iso27001 A.8.1"], changed ["iso27001 A.5.7"], same 0, unnamed 1, kept 0
--- a/policies/soa/iso27001.yaml
+++ b/policies/soa/iso27001.yaml
@@ -1,5 +1,6 @@
 framework: iso27001
 approved: {by: omar, at: 2026-02-20}
 decisions:
-  A.5.7: {status: planned, due: 2026-12-15}  # soon
+  A.5.7: {status: partly, due: 2026-12-15, applies: true}  # soon
   A.7.4: {applies: false, because: "No offices, none."}
+  A.8.1: {applies: false, because: Not ours}

"#]]
        .raw()
    );
    let rows = "source: a\ntarget: b\nmappings:\n  # the first\n  - {source: \"1.10\", target: x, relationship: equal}\n  - source: \"2\"\n    target: x\n    relationship: equal\n";
    let csv = "crosswalk.source,crosswalk.target,from,to,relation,score\na,b,1.10,x,Subset,8\na,b,2,x,equal,3\na,b,3,y,Intersects,\n";
    let there = [file("policies/crosswalks/a--b.yaml", rows)];
    assert_data_eq!(
        told("crosswalk", csv, &there, &Options::default()),
        str![[r#"
crosswalk.source -> crosswalk.source Name
crosswalk.target -> crosswalk.target Name
from -> source Word
to -> target Word
relation -> relationship Word
score -> strength Word
note: relationship: `Intersects` is read as `intersects-with`
note: relationship: `Subset` is read as `subset-of`
new ["a--b 3 to y"], changed ["a--b 1.10 to x", "a--b 2 to x"], same 0, unnamed 0, kept 0
--- a/policies/crosswalks/a--b.yaml
+++ b/policies/crosswalks/a--b.yaml
@@ -2,7 +2,9 @@
 target: b
 mappings:
   # the first
-  - {source: "1.10", target: x, relationship: equal}
+  - {source: "1.10", target: x, relationship: subset-of, strength: 8}
   - source: "2"
     target: x
     relationship: equal
+    strength: 3
+  - {source: "3", target: "y", relationship: intersects-with}

"#]]
        .raw()
    );
}

#[test]
fn every_wrong_cell_is_named_at_once() {
    let csv = "id,title,owner,likelihood,impact,treatment,reviewed.by,due date,x-own\n\
               R-1,One,nobody,High,3,hope,priya,03/04/2026,{broken\n\
               R-2,Two,prya,Likely,9 of 5,Mitigated,,,\n\
               R-2,Twice,omar,1,1,,,,\n\
               ,No id,omar,1,1,,,,\n\
               ../up,Path,omar,1,1,,,,\n\
               R-3,Too many,omar,1,1,,,,,more\n";
    assert_data_eq!(told("risk", csv, &[], &Options::default()), str![[r#"
line 2, column 3: owner: nobody is called `nobody`; people and teams stand in policies/program.yaml
line 2, column 4: inherent.likelihood: `High` is no step of the scale in policies/isms/method.yaml (1 rare, 2 unlikely, 3 possible, 4 likely, 5 almost certain)
line 2, column 6: treatment: `hope` is none of `mitigate`, `accept`, `transfer`, `avoid`
line 2, column 8: plan.due: `03/04/2026` is 2026-04-03 to some and 2026-03-04 to others; write it as one of these, or say `--dates day-first` or `--dates month-first`
line 2, column 9: x-own: `{broken` is not closed as it begins
line 3, column 3: owner: nobody is called `prya`; did you mean `priya`?
line 3, column 5: inherent.impact: `9 of 5` is no step of the scale in policies/isms/method.yaml (1 negligible, 2 minor, 3 moderate, 4 major, 5 severe)
line 4, column 1: R-2: stands twice, first in line 3, column 1
line 5, column 1: row: the row has no `id`
line 6, column 1: id: `../up` is no id; use letters, digits, `.`, `_` and `-`
line 7, column 10: row: `more` stands behind the last title; is there a comma or a quote too many in the row?

"#]].raw());
    let missing = "id,title,likelihood,impact,reviewer\nR-1,One,1,5,priya\nr-9,x,1,2,\n";
    let there = [file("policies/risks/R-9.yaml", "id: R-9\n")];
    assert_data_eq!(
        told("risk", missing, &there, &Options::default()),
        str![[r#"
line 2, column 1: R-1: a risk needs `id.owner` (The risk owner, who approves treatment and residual risk); fill it in, or say `--set id.owner=…` for all rows that have none
line 2, column 1: R-1: a risk needs `reviewed.at` (When: a day, or a moment with its offset); fill it in, or say `--set reviewed.at=…` for all rows that have none
line 3, column 1: r-9: `R-9` is on file, and differs by its capital letters only

"#]]
        .raw()
    );
    let unfit = "id,title,likelihood,impact,owner\n9-R,One,1,5,omar\nR-1,Two,0,5,omar\n";
    assert_data_eq!(told("risk", unfit, &[], &Options::default()), str![[r#"
line 2, column 1: 9-R: `id`: `9-R` stands where an id like `AC-02`: letters, digits, `.`, `_` and `-` is wanted
line 3, column 3: inherent.likelihood: `0` is no step of the scale in policies/isms/method.yaml (1 rare, 2 unlikely, 3 possible, 4 likely, 5 almost certain)

"#]].raw());
}

#[test]
fn what_cannot_be_told_is_refused_with_the_way_out() {
    let none = Options::default();
    let mut text = told("risk", "name,level\nx,3\n", &[], &none);
    text += &told("risk", "id,owner,Owner\nR-1,a,b\n", &[], &none);
    text += &told("risk", "id,Wer\nR-1,a\n", &[], &options(&[("Wer", "ownr")], &[]));
    text += &told("risk", "id,Wer\nR-1,a\n", &[], &options(&[("Were", "owner")], &[]));
    text += &told("risk", "id,Wer\nR-1,a\n", &[], &Options { tab: Some("Risks".to_owned()), ..none.clone() });
    text += &told("risk", "id\nR-1\n", &[file("policies/risks/R-1.yaml", "id: [\n")], &none);
    let lines = "id: R-1\ntitle: T\nowner: omar\ninherent: {likelihood: 1, impact: 1}\nassets:\n  # one\n  - a\n  # two\n  - b\n";
    text += &told("risk", "id,assets\nR-1,\"x, y\"\n", &[file("policies/risks/R-1.yaml", lines)], &none);
    assert_data_eq!(text, str![[r#"
error: no row of it has titles for `id`
help: say which column it is: `--map "TITLE=id"`
error: the columns `owner` and `Owner` both hold `owner`
help: say which one counts: `--map "owner=owner" --map "Owner=-"`
error: a risk has no field `ownr`
help: did you mean `owner`?
error: it has no column `Were`
help: did you mean `Wer`?
error: it is CSV, which has no tabs
help: leave `--sheet` out
error: `policies/risks/R-1.yaml` cannot be read
help: `tickmark lint` says where it is broken
line 2, column 1: R-1: `policies/risks/R-1.yaml` cannot be changed at `assets` as it is written there (is there a comment among the lines?); change it by hand

"#]].raw());
}

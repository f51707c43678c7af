//! Every type of packet, on the demo company with every framework there is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::regulated::{TAG, regulated};
use crate::support::{folder, succeed, tickmark, told};
use snapbox::{assert_data_eq, file, str};

/// The audits: of every built-in framework, of one's own, and of every type.
const AUDITS: [&str; 12] = [
    "soc2-2025",
    "soc2-2026",
    "soc2-own",
    "iso-2026-stage1",
    "iso-2026",
    "iso-2026-watch",
    "gdpr-2026",
    "nis2-2026",
    "dora-2026",
    "cis-2026",
    "csf-2026",
    "supplier-2026",
];

fn build(audit: &str, place: &Path) -> PathBuf {
    let out = place.join(audit);
    succeed(tickmark(regulated()).args(["packet", "build", audit, "--at", TAG, "--out"]).arg(&out));
    out
}

/// A page without its foot, which names the commit.
fn page(packet: &Path, name: &str) -> String {
    let text = std::fs::read_to_string(packet.join(name)).expect("a page");
    let end = text.rfind("\n---\n").unwrap_or(text.len());
    text[..end].to_owned()
}

/// One section of a page, with its heading.
fn section(page: &str, heading: &str) -> String {
    let from = page.find(&format!("\n{heading}\n")).expect("the heading") + 1;
    let level = heading.split(' ').next().unwrap_or_default();
    let next = page[from + 1..].find(&format!("\n{level} ")).map_or(page.len(), |at| from + 1 + at);
    page[from..next].trim_end().to_owned()
}

/// Every Markdown page below a folder, by path.
fn pages(packet: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![packet.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(packet).expect("below").to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "evidence" {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push((name, std::fs::read_to_string(path).expect("text")));
            }
        }
    }
    found.sort();
    found
}

/// What is wrong with the form of a page: links into nothing, rows with too many cells, marks that show.
fn flaws(packet: &Path, name: &str, text: &str) -> Vec<String> {
    let mut flaws = Vec::new();
    let here = Path::new(name).parent().unwrap_or_else(|| Path::new(""));
    let (mut fenced, mut cells) = (false, 0);
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if fenced {
            continue;
        }
        if line.contains("\\*\\*") || line.contains("{{") || line.contains(" ,") {
            flaws.push(format!("{name}: {line}"));
        }
        let plain = line.replace("\\|", "");
        let now = if plain.starts_with('|') { plain.matches('|').count() } else { 0 };
        if now > 0 && cells > 0 && now != cells {
            flaws.push(format!("{name}: {now} bars after {cells}: {line}"));
        }
        cells = now;
        for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if !link.contains("://") && !packet.join(here).join(link).exists() {
                flaws.push(format!("{name}: there is no {link}"));
            }
        }
    }
    flaws
}

#[test]
fn every_type_of_packet_builds_opens_with_what_it_leaves_out_and_is_well_formed() {
    let place = folder();
    for audit in AUDITS {
        let packet = build(audit, place.path());
        let cover = page(&packet, "README.md");
        let first = cover.lines().find(|line| line.starts_with("## "));
        assert_eq!(first, Some("## What this packet does not cover"), "{audit}");
        let all = pages(&packet);
        let flaws: Vec<String> = all.iter().flat_map(|(name, text)| flaws(&packet, name, text)).collect();
        assert!(flaws.is_empty(), "{audit}\n{}", flaws.join("\n"));
        let reached: BTreeSet<&str> =
            cover.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        let top = all.iter().filter(|(name, _)| !name.contains('/') && name != "README.md");
        let lost: Vec<&String> =
            top.map(|(name, _)| name).filter(|name| !reached.contains(name.as_str())).collect();
        assert!(lost.is_empty(), "{audit}: the cover does not lead to {lost:?}");
        assert!(all.iter().all(|(_, text)| text.len() < 500_000), "{audit}: a page is over 500 KB");
    }
}

#[test]
fn a_framework_that_nobody_has_heard_of_gets_the_generic_packet() {
    let place = folder();
    let packet = build("supplier-2026", place.path());
    assert_data_eq!(page(&packet, "01-requirements.md"), file!["packets/supplier-requirements.md"].raw());
    let matrix = std::fs::read_to_string(packet.join("03-control-matrix.csv")).expect("the table");
    assert_data_eq!(
        matrix,
        str![[r#"
group,requirement,title,control,control_title,owner,cadence,nature,control_status,expected,on_file,on_time,by_status,policies
1,1.1,Sign-in needs a second factor,AC-01,Single sign-on with a second factor,Mateo Silva,continuous,automated,active,9,9,9,9 operated,
1,1.2,Leavers lose access | within a day,AC-03,Leaver access removed within 24 hours,team it,on-event,manual,active,9,9,9,"6 operated, 1 exception, 2 no-events",
1,1.3,Suppliers sign the code of conduct,,,,,,,,,,,
2,2.1,Restores are tried,BK-02,Restore test,Mateo Silva,quarterly,manual,active,3,3,3,3 operated,
,X.9,A sentence that stands in no group,,,,,,,,,,,

"#]]
    );
    let manifest = std::fs::read_to_string(packet.join("manifest.json")).expect("the manifest");
    let folders: BTreeSet<&str> = manifest
        .lines()
        .filter_map(|line| line.trim().strip_prefix("\"name\": \"")?.split_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    assert_eq!(folders.into_iter().collect::<Vec<_>>(), ["generic", "shared"]);
}

#[test]
fn gdpr_has_the_annex_the_processing_and_breaches_against_the_clock() {
    let place = folder();
    let packet = build("gdpr-2026", place.path());
    assert_data_eq!(page(&packet, "02a-tom-annex.md"), file!["packets/gdpr-tom-annex.md"].raw());
    assert_data_eq!(page(&packet, "02b-processing.md"), file!["packets/gdpr-processing.md"].raw());
    assert_data_eq!(page(&packet, "02c-breaches.md"), file!["packets/gdpr-breaches.md"].raw());
}

#[test]
fn nis2_shows_governance_reports_against_the_clock_and_the_supply_chain() {
    let place = folder();
    let packet = build("nis2-2026", place.path());
    assert_data_eq!(page(&packet, "02a-governance.md"), file!["packets/nis2-governance.md"].raw());
    assert_data_eq!(page(&packet, "02b-reporting.md"), file!["packets/nis2-reporting.md"].raw());
    assert_data_eq!(page(&packet, "02c-supply-chain.md"), file!["packets/nis2-supply-chain.md"].raw());
}

#[test]
fn dora_lists_the_register_and_the_fields_that_do_not_exist_yet() {
    let place = folder();
    let packet = build("dora-2026", place.path());
    assert_data_eq!(page(&packet, "02a-register-of-information.md"), file!["packets/dora-register.md"].raw());
    let table = std::fs::read_to_string(packet.join("02a-register-of-information.csv")).expect("the table");
    assert_data_eq!(
        table,
        str![[r#"
contract_reference,provider,provider_country,ict_service,function,critical_or_important,substitutability,owner,last_own_review
C-2024-017,aws,DE,Hosting,Fleet control,yes,difficult,Omar Haddad,2026-07-14
,okta,US,Identity provider,Sign-in of staff,yes,,Mateo Silva,2026-07-14

"#]]
    );
    let fields =
        std::fs::read_to_string(packet.join("02a-register-of-information-fields.csv")).expect("the table");
    assert_eq!(fields.lines().count(), 99, "98 fields and a header");
    assert_data_eq!(page(&packet, "02c-nis2.md"), file!["packets/dora-nis2.md"].raw());
}

#[test]
fn safeguards_stand_by_implementation_group_and_outcomes_by_function() {
    let place = folder();
    let glance =
        |audit: &str| section(&page(&build(audit, place.path()), "01-requirements.md"), "## At a glance");
    assert_data_eq!(
        glance("cis-2026"),
        str![[r#"
## At a glance

| Part | Requirements | With a control in force | Controls | Expected | On file | On file and on time |
|---|--:|---|--:|--:|---|---|
| **ig1 Implementation group 1** | 56 | 13 of 56 (23 %) | 10 | 101 | 101 of 101 (100 %) | 100 of 101 (99 %) |
| **ig2 Implementation group 2**, with Implementation group 1 | 130 | 16 of 130 (12 %) | 13 | 114 | 114 of 114 (100 %) | 113 of 114 (99 %) |

Percentages stand beside their counts and are rounded down. On file is not the same as passed.
"#]]
    );
    assert_data_eq!(
        glance("csf-2026"),
        str![[r#"
## At a glance

| Part | Requirements | With a control in force | Controls |
|---|--:|---|--:|
| **GV Govern** | 31 | 3 of 31 (9 %) | 3 |
| **ID Identify** | 21 | 4 of 21 (19 %) | 3 |
| **PR Protect** | 22 | 4 of 22 (18 %) | 4 |
| **DE Detect** | 11 | 2 of 11 (18 %) | 2 |
| **RS Respond** | 13 | 0 of 13 (0 %) | 0 |
| **RC Recover** | 8 | 1 of 8 (12 %) | 1 |

Percentages stand beside their counts and are rounded down. On file is not the same as passed.
"#]]
    );
}

#[test]
fn surveillance_goes_on_from_the_audit_before_and_lists_what_is_looked_at_every_year() {
    let place = folder();
    let packet = build("iso-2026-watch", place.path());
    assert_data_eq!(
        section(&page(&packet, "README.md"), "## Looked at every year"),
        str![[r#"
## Looked at every year

Since 2026-03-17, the last day of the audit before (iso-2026-stage1), up to 2026-09-30:

| | What there is | Page |
|---|---|---|
| Internal audit (9.2) | IA-2026-1, 2026-05-11..2026-05-13 | [07-internal-audit.md](07-internal-audit.md) |
| Management review (9.3) | MR-2026, 2026-06-18 | [08-management-review.md](08-management-review.md) |
| What became of earlier findings (10.2) | 3 findings on record, 0 open | [09-nonconformities.md](09-nonconformities.md) |
| Objectives and what was measured (6.2) | 11 measurements | [03-policy.md](03-policy.md) |
| Risks looked at again (8.2) | 20 of 20 risks reviewed | [04-risk.md](04-risk.md) |
| Operation of controls (8.1) | 152 of 152 occurrences on file, 86 drawn | [10-evidence.md](10-evidence.md) |
| Incidents and what was learned (A.5.24 to A.5.28) | INC-2026-02; INC-2026-03; INC-2026-04 | [13-incidents.md](13-incidents.md) |
| Changes since the audit before (6.3) | compared by meaning | [12-changes.md](12-changes.md) |
| Complaints, and use of the certificate's mark | **not kept in this repository** | — |
"#]]
    );
    let changes = page(&packet, "12-changes.md");
    let head = changes.split("**Not compared**").next().unwrap_or_default();
    assert_data_eq!(
        head,
        str![[r#"
# Changes

Clauses 6.3 and 8.1.

Between the evening of 2026-03-17 (`140d925629`) and the evening of 2026-09-30 (`6b87c679fe`): 118 commits on the main line.
15 more came after the window and before this revision; they are not compared here.

The evening of the last day of the audit before, iso-2026-stage1: no anchor under evidence/anchors/ holds a tag named iso-2026-stage1 or iso-2026-stage1/end.


"#]]
    );
}

#[test]
fn a_type_that_a_framework_does_not_have_is_refused_with_those_that_there_are() {
    let place = folder();
    let write = |name: &str, text: &str| {
        let path = place.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(path, text).expect("the file");
    };
    write(
        "policies/program.yaml",
        "company: {name: N, timezone: UTC}\npeople: {ada: {name: Ada}}\nframeworks: {gdpr: {version: \"2016/679\"}}\n\
         audits: {a: {framework: gdpr, type: type1, on: 2026-01-05}}\n",
    );
    succeed(crate::support::git(place.path()).args(["init", "-q", "-b", "main"]));
    succeed(crate::support::git(place.path()).args(["add", "."]));
    succeed(crate::support::git(place.path()).args(["commit", "-q", "-m", "a"]));
    let told = told(tickmark(place.path()).args(["packet", "build", "a", "--draft", "--out", "packet"]));
    assert_data_eq!(
        told,
        str![[r#"
-- standard error --
error: there is no packet for `gdpr` with an audit of type `type1`
help: packets there are: soc2 (type1, type2), iso27001 (stage1, stage2, surveillance), any framework (assessment, internal)
-- exit 2 --

"#]]
    );
}

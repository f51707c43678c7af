//! The facts of the packet, on repositories made of a few lines.

use std::collections::BTreeMap;

use snapbox::{assert_data_eq, str};

use super::{Iso27001, Material, RiskPage, context, risk, tables};
use crate::assess::{Exposures, Input, assess};
use crate::calendar::Window;
use crate::document::Document;
use crate::embedded;
use crate::history::Trail;
use crate::kind::{Kind, Place};
use crate::model::{FileFact, Form, Register, decode_document, link};
use crate::packet::sources::Sources;
use crate::place::{FileId, RepoPath};

const PROGRAM: &str = "\
company: {name: N, timezone: UTC}
people: {ada: {name: Ada Byron, role: CEO, until: 2026-03-31}, bob: {name: Bob Hall}}
frameworks: {iso27001: {version: \"2022\"}}
audits:
  s1: {framework: iso27001, type: stage1, on: 2026-06-30}
  s2: {framework: iso27001, type: stage2, window: 2026-01-01..2026-06-30}
defaults: {review: none}
";

const CONTROL: &str = "\
id: AC-02
title: Access review
owner: ada
statement: S.
since: 2026-01-01
cadence: monthly
satisfies: {iso27001: [A.5.18, \"9.1\"]}
mitigates: R-1
";

fn register(files: &BTreeMap<RepoPath, String>) -> Register {
    let mut facts = Vec::new();
    let mut decoded = Vec::new();
    for (index, (path, text)) in files.iter().enumerate() {
        let file = FileId(index as u32);
        let place = Place::of(path);
        let size = text.len() as u64;
        facts.push(FileFact {
            file,
            path: path.clone(),
            place,
            form: Form::File,
            size,
            sha256: None,
            blob: None,
        });
        let read = if path.is_yaml() { Document::from_yaml } else { Document::from_markdown };
        decoded.extend(decode_document(place, path, &read(file, text.as_bytes()).0));
    }
    let framework = embedded::framework("iso27001").expect("built in");
    let catalog = Document::from_yaml(FileId(0), framework.text.as_bytes()).0;
    link(decoded, facts, BTreeMap::new(), &[(Kind::Framework, RepoPath::new(framework.path), catalog)])
}

fn gathered(audit: &str, more: &[(&str, &str)]) -> Iso27001 {
    both(audit, more).0
}

fn both(audit: &str, more: &[(&str, &str)]) -> (Iso27001, RiskPage) {
    let own = [("policies/program.yaml", PROGRAM)];
    let files: BTreeMap<RepoPath, String> =
        own.iter().chain(more).map(|(path, text)| (RepoPath::new(path), (*text).to_owned())).collect();
    let register = register(&files);
    let trail = Trail { complete: true, ..Trail::default() };
    let audit = register.program.as_ref().and_then(|program| program.audit(audit)).expect("the audit");
    let window = audit.window.map_or(Window::day(jiff::civil::Date::MIN), |window| window.value);
    let as_of = jiff::civil::date(2026, 7, 10);
    let input = Input {
        register: &register,
        trail: Some(&trail),
        work_tree: true,
        window,
        as_of,
        audit: Some(audit),
        trust: None,
    };
    let assessment = assess(&input);
    let recent = assess(&Input { window: Window::year_to(as_of), audit: None, ..input });
    let texts: Vec<&String> = files.values().collect();
    let bytes = |file: FileId| texts.get(file.index()).map(|text| text.as_bytes());
    let material = Material {
        register: &register,
        trail: &trail,
        assessment: &assessment,
        recent: &recent,
        audit,
        bytes: &bytes,
    };
    let zone = &register.program.as_ref().expect("a programme").zone;
    let risk =
        risk::page(&Sources::new(&register, &trail, zone, as_of, &bytes), &Exposures::of(&register, &recent));
    (context(&material).expect("the framework is in scope"), risk)
}

#[test]
fn all_93_controls_and_all_30_clauses_are_there_in_an_empty_repository() {
    let iso = gathered("s2", &[]);
    let rows = |iso: &Iso27001| iso.statement.groups.iter().map(|group| group.rows.len()).sum::<usize>();
    assert_eq!((iso.statement.total, rows(&iso), iso.clauses.len()), (93, 93, 30));
    assert_data_eq!(
        iso.summary.remarks.join("\n") + "\n" + &iso.limits.join("\n"),
        str![[r#"
Clauses that nothing here answers: 4.1, 4.2, 4.3, 4.4, 5.1, 5.2, 6.1.1, 6.1.2, 6.1.3, 6.2, 6.3, 7.1, 7.2, 7.3, 7.4, 7.5.1, 7.5.2, 7.5.3, 8.1, 8.2, 8.3, 9.1, 9.2.1, 9.2.2, 9.3.1, 9.3.2, 9.3.3, 10.1, 10.2.
No internal audit is recorded (9.2).
No management review is recorded (9.3).
The certification body's own sample: one is proposed here, and the whole population is listed to draw another.
What was said in interviews and seen on site.
"#]]
    );
}

#[test]
fn the_table_has_a_row_for_every_control_and_as_many_cells_in_each() {
    let iso = gathered("s2", &[("policies/controls/AC-02.yaml", CONTROL)]);
    let tables = tables(&iso);
    let shape: Vec<_> = tables
        .iter()
        .map(|table| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&table.bytes[..]);
            (table.path.as_str(), reader.records().flatten().count())
        })
        .collect();
    assert_eq!(shape, [("05-statement-of-applicability.csv", 94), ("10-population.csv", 7)]);
}

#[test]
fn stage_1_holds_no_records_and_says_so() {
    let iso = gathered("s1", &[]);
    assert!(iso.evidence.is_none() && !iso.with_evidence);
    assert_eq!(tables(&iso).len(), 1);
    assert_eq!(
        iso.limits.first().map(String::as_str),
        Some(
            "Records of operation in a window: this audit asks whether the management system is documented."
        )
    );
}

#[test]
fn a_clause_is_answered_by_what_names_it_and_by_what_its_files_are() {
    let method = "title: Method\nversion: \"1.1\"\nowner: bob\nlevels: [{id: low, title: Low}]\nbands: {low: 1}\nappetite: low\n";
    let policy = "---\nid: isp\ntitle: Security policy\nversion: 2.0\napproved: {by: bob, at: 2026-01-10}\n\
                  satisfies: {iso27001: [\"5.2\", \"4.1\"]}\n---\n# Security policy\n\nThe climate is considered.\n";
    let iso = gathered(
        "s2",
        &[
            ("policies/controls/AC-02.yaml", CONTROL),
            ("policies/isms/method.yaml", method),
            ("policies/security.md", policy),
        ],
    );
    let told = |id: &str| {
        let clause = iso.clauses.iter().find(|clause| clause.id == id).expect("a clause");
        let answers: Vec<String> = clause
            .answers
            .iter()
            .map(|answer| {
                format!("{}: {} {} {}", answer.kind, answer.what, answer.version, answer.extent)
                    .trim_end()
                    .to_owned()
            })
            .collect();
        format!("{id} {answers:?} gap: {} {}", clause.gap, clause.amendment).trim_end().to_owned()
    };
    let all = ["4.1", "5.2", "6.1.2", "9.1", "9.3.3", "10.1"].map(told).join("\n");
    assert_data_eq!(
        all,
        str![[r#"
4.1 ["document: Security policy 2.0"] gap:  Amd 1:2024 asks whether climate change is a relevant issue. policies/security.md speaks of climate; what it says is for the reader to weigh.
5.2 ["document: Security policy 2.0"] gap:
6.1.2 ["document: Method 1.1"] gap:
9.1 ["control: AC-02 Access review  0 of 6 on file"] gap: The clause asks for documented information; here are only controls without a record.
9.3.3 [] gap: The clause asks for documented information; nothing here answers it.
10.1 [] gap: Nothing here names this clause.
"#]]
    );
    assert_eq!(iso.policy.first().map(|part| part.prose.as_str()), Some("The climate is considered."));
}

#[test]
fn an_owner_who_left_is_shown_as_gone_and_a_risk_owner_approves_in_person() {
    let with = |approver: &str| {
        let risk = format!(
            "id: R-1\ntitle: R\nowner: bob\ncontrols: [AC-02]\nresidual: {{likelihood: 5, impact: 5}}\n\
             approved: {{by: {approver}, at: 2026-02-01}}\n"
        );
        let (iso, risk) =
            both("s2", &[("policies/controls/AC-02.yaml", CONTROL), ("policies/risks/R-1.yaml", &risk)]);
        let row = iso.statement.groups.iter().flat_map(|group| &group.rows).find(|row| row.id == "A.5.18");
        let row = row.expect("the entry");
        format!("{}, owner {}; {}", row.inclusion, row.owner, risk.remarks.join(" "))
    };
    let above = "risk R-1, owner Ada Byron (left 2026-03-31); Above the appetite with controls, and not accepted by \
                 anybody: R-1. Leaning only on controls that do not work: what there was without controls counts: R-1.";
    assert_eq!(with("bob"), format!("{above} Never reviewed: R-1."));
    assert_eq!(
        with("ada"),
        format!(
            "{above} Approved by somebody other than the risk owner (6.1.3 f): R-1. Never reviewed: R-1."
        )
    );
}

#[test]
fn the_sample_is_a_part_of_the_population_and_the_same_every_time() {
    let iso = gathered("s2", &[("policies/controls/AC-02.yaml", CONTROL)]);
    let evidence = iso.evidence.as_ref().expect("stage 2");
    let mut order: Vec<(&str, &str, bool)> =
        evidence.everything.iter().map(|row| (row.digest.as_str(), row.period.as_str(), row.drawn)).collect();
    order.sort_unstable();
    let drawn: Vec<bool> = order.iter().map(|(_, _, drawn)| *drawn).collect();
    assert_eq!(
        (evidence.population, evidence.drawn, drawn),
        (6, 3, vec![true, true, true, false, false, false])
    );
    assert_eq!(gathered("s2", &[("policies/controls/AC-02.yaml", CONTROL)]), iso);
}

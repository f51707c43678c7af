use std::sync::Arc;

use snapbox::{assert_data_eq, str};

use crate::assess::{Assessment, agenda};
use crate::calendar::{Window, read_date};
use crate::document::parse_yaml;
use crate::model::{Ids, Incident, Nonconformity, Program, Record, Register, Risk};
use crate::place::{FileId, RepoPath};

fn tree(text: &str) -> crate::document::Node {
    parse_yaml(FileId(0), text, 0, &crate::document::Limits::DEFAULT).root.expect("the text is not empty")
}

/// The agenda of a register for a day and the thirty days after it, a line each.
fn told(register: &Register, day: &str) -> String {
    let as_of = read_date(day).expect("a day");
    let horizon = as_of.checked_add(jiff::Span::new().days(30)).expect("a day");
    let assessment = Assessment {
        window: Window { from: as_of, to: horizon },
        as_of,
        commit: None,
        complete: true,
        integrity: Vec::new(),
        ground: None,
        signers: std::collections::BTreeMap::new(),
        controls: Vec::new(),
    };
    let line = |duty: &super::Duty| {
        let due = duty.due.map_or_else(|| "no day".to_owned(), |due| due.to_string());
        let owner = duty.owner.as_deref().unwrap_or("nobody");
        let name = format!("{} {}", duty.subject, duty.item);
        format!(
            "{} {due} {} {}: {} ({owner})\n",
            duty.urgency.word(),
            duty.kind.word(),
            name.trim(),
            duty.what
        )
    };
    agenda(register, &assessment, horizon).iter().map(line).collect()
}

fn path(text: &str) -> RepoPath {
    RepoPath::new(text)
}

#[test]
fn what_is_over_stands_first_and_what_has_no_day_last() {
    let risk = "id: R-1\ntitle: Key lost\nowner: omar\nreviewed: {by: omar, at: 2025-05-01}\n\
                plan: {what: Second key, owner: priya, due: 2026-12-24}\n\
                acceptance: {by: omar, at: 2026-01-01, until: 2026-06-20}\n";
    let nonconformity = "id: NC-1\nwhat: Two accounts had no owner\naction: {what: Name owners, owner: priya, due: 2026-05-01, done: 2026-05-01}\n";
    let incident =
        "id: I-1\nwhat: Data seen by others\naware: 2026-05-30T10:00:00+02:00\npersonal_data: true\n";
    let program = "company: {timezone: Europe/Berlin}\nframeworks: {gdpr: {}}\n";
    let register = Register {
        program: Program::decode(FileId(0), &path("p.yaml"), &tree(program)),
        risks: Ids::new(Risk::decode(FileId(1), &path("r.yaml"), &tree(risk)).into_iter().collect()),
        nonconformities: Ids::new(
            Nonconformity::decode(FileId(2), &path("n.yaml"), &tree(nonconformity)).into_iter().collect(),
        ),
        incidents: Ids::new(
            Incident::decode(FileId(3), &path("i.yaml"), &tree(incident)).into_iter().collect(),
        ),
        ..Register::default()
    };
    assert_data_eq!(
        told(&register, "2026-06-01"),
        str![[r#"
overdue 2026-05-01 risk-review R-1: Key lost is to be reviewed (omar)
due 2026-06-02 report I-1 gdpr notification: GDPR notification by 2026-06-02 10:00: Data seen by others (nobody)
due 2026-06-20 acceptance R-1: Key lost: the acceptance ends (omar)
open 2026-12-24 treatment R-1: Second key (priya)
open no day action NC-1 effectiveness: Name owners: nobody has checked whether it worked (priya)

"#]]
    );
}

#[test]
fn an_exception_is_open_in_the_record_that_counts_until_its_fix_is_done() {
    let record = |number: &str, fix: &str| {
        let text = format!(
            "control: C\nperiod: 2026-Q1\nresult: exception\nexceptions:\n  EX-1: {{what: One account stayed{fix}}}\n"
        );
        let path = path(&format!("evidence/C/2026-Q1{number}.yaml"));
        Arc::new(Record::decode(FileId(0), &path, &tree(&text)).expect("a record"))
    };
    let open = Register { records: vec![record("", "")], ..Register::default() };
    assert_data_eq!(
        told(&open, "2026-06-01"),
        str![[r#"
open no day exception C EX-1: One account stayed (nobody)

"#]]
    );
    let superseded = Register {
        records: vec![
            record(".10", ", fix: {what: Join through Okta, owner: omar, due: 2026-05-20, done: 2026-05-21}"),
            record(".2", ", fix: {what: Join through Okta, owner: omar, due: 2026-05-20}"),
            record("", ""),
        ],
        ..Register::default()
    };
    assert_eq!(told(&superseded, "2026-06-01"), "");
}

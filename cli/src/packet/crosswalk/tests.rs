//! Shared, suggested, without counterpart.

use std::collections::BTreeMap;

use snapbox::{assert_data_eq, str};

use super::between;
use crate::assess::{Input, assess};
use crate::calendar::Window;
use crate::document::Document;
use crate::kind::Place;
use crate::model::{FileFact, Form, decode_document, link};
use crate::place::{FileId, RepoPath};

const PROGRAM: &str = "company: {name: N, timezone: UTC}\nframeworks: {one: {}, two: {categories: sec}}\n";
const ONE: &str =
    "id: one\nname: One\nrequirements: [{id: A.1, title: Access}, {id: A.2}, {id: A.3}, {id: A.4}]\n";
const TWO: &str = "\
id: two
name: Two
categories: [{id: sec, mandatory: true}, {id: pri}]
requirements: [{id: C1, category: sec}, {id: C2, category: sec}, {id: P1, category: pri}]
";
const WALK: &str = "\
source: one
target: two
mappings:
  - {source: A.1, target: C1, relationship: subset-of, strength: 8}
  - {source: A.2, target: C2, relationship: subset-of, strength: 4}
  - {source: A.2, target: P1, relationship: equal, strength: 9}
no_counterpart:
  source: [{id: A.3, part: d, degree: full, because: Nothing like it.}]
  target: [{id: P1, degree: full, because: Out of scope.}]
mechanics: [{topic: scope-choice, source: all, target: chosen}]
";
const SHARED: &str =
    "id: K-1\ntitle: K\nowner: a\nstatement: S.\ncadence: annual\nsatisfies: {one: [A.1, A.2], two: C1}\n";
const LONELY: &str = "id: K-2\ntitle: K\nowner: a\nstatement: S.\ncadence: annual\nsatisfies: {one: A.2}\n";
const RETIRED: &str = "id: K-3\ntitle: K\nowner: a\nstatement: S.\ncadence: annual\nstatus: retired\nsatisfies: {one: A.4, two: C2}\n";

fn told(framework: &str, files: &[(&str, &str)]) -> Option<String> {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let mut facts = Vec::new();
    let mut decoded = Vec::new();
    for (index, (path, text)) in files.iter().enumerate() {
        let (file, path) = (FileId(index as u32), RepoPath::new(path));
        let place = Place::of(&path);
        facts.push(FileFact {
            file,
            path: path.clone(),
            place,
            form: Form::File,
            size: 0,
            sha256: None,
            blob: None,
        });
        decoded.extend(decode_document(place, &path, &Document::from_yaml(file, text.as_bytes()).0));
    }
    let register = link(decoded, facts, BTreeMap::new(), &[]);
    let window = Window::parse("2026-01-01..2026-06-30").expect("a window");
    let as_of = jiff::civil::date(2026, 7, 1);
    let assessment = assess(&Input {
        register: &register,
        trail: None,
        work_tree: true,
        window,
        as_of,
        audit: None,
        trust: None,
    });
    let page = between(&register, framework, &assessment)?;
    let mut lines = Vec::new();
    for pair in &page.pairs {
        let side = |side: &super::Side| format!("{} {} of {}", side.id, side.shared, side.requirements);
        lines.push(format!(
            "{} | {} | {} rows of {}",
            side(&pair.here),
            side(&pair.there),
            pair.rows,
            pair.crosswalk
        ));
        lines.push(format!("only here {}, only there {}", pair.here_only, pair.there_only));
        lines.extend(
            pair.both
                .iter()
                .map(|control| format!("both {}: {} / {}", control.id, control.here, control.there)),
        );
        lines.extend(pair.requirements.iter().map(|row| {
            format!(
                "{} {} {:?} related [{}] suggested [{}]",
                row.id, row.standing, row.shared, row.related, row.suggested
            )
        }));
        lines.extend(pair.lone_here.iter().map(|row| format!("lone here {} {}", row.id, row.because)));
        lines.extend(pair.lone_there.iter().map(|row| format!("lone there {} {}", row.id, row.because)));
        lines.extend(pair.mechanics.iter().map(|row| format!("{}: {} / {}", row.topic, row.here, row.there)));
    }
    Some(lines.join("\n"))
}

const COMPANY: [(&str, &str); 7] = [
    ("policies/program.yaml", PROGRAM),
    ("policies/frameworks/one.yaml", ONE),
    ("policies/frameworks/two.yaml", TWO),
    ("policies/crosswalks/one--two.yaml", WALK),
    ("policies/controls/K-1.yaml", SHARED),
    ("policies/controls/K-2.yaml", LONELY),
    ("policies/controls/K-3.yaml", RETIRED),
];

#[test]
fn only_a_control_in_force_shares_and_a_row_only_suggests() {
    assert_data_eq!(
        told("one", &COMPANY).expect("two frameworks"),
        str![[r#"
one 2 of 4 | two 1 of 2 | 2 rows of policies/crosswalks/one--two.yaml
only here 1, only there 0
both K-1: A.1, A.2 / C1
A.1 shared ["K-1: C1"] related [C1] suggested []
A.2 shared ["K-1: C1"] related [] suggested [C2 (subset-of, 4)]
A.3 no counterpart [] related [] suggested []
A.4 nothing [] related [] suggested []
lone here A.3 d Nothing like it.
scope choice: all / chosen
"#]]
    );
}

#[test]
fn read_from_the_other_side_the_relation_turns_round() {
    assert_data_eq!(
        told("two", &COMPANY).expect("two frameworks"),
        str![[r#"
two 1 of 2 | one 2 of 4 | 2 rows of policies/crosswalks/one--two.yaml
only here 0, only there 1
both K-1: C1 / A.1, A.2
C1 shared ["K-1: A.1, A.2"] related [A.1] suggested []
C2 suggested only [] related [] suggested [A.2 (superset-of, 4)]
lone there A.3 d Nothing like it.
scope choice: chosen / all
"#]]
    );
}

#[test]
fn a_company_with_one_framework_has_no_page() {
    let program = "company: {name: N, timezone: UTC}\nframeworks: {one: {}}\n";
    assert_eq!(
        told("one", &[("policies/program.yaml", program), ("policies/frameworks/one.yaml", ONE)]),
        None
    );
}

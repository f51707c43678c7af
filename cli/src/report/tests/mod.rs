//! Whole outputs of every format, with hostile text in them.

mod hostile;
mod machines;
mod walls;

use std::collections::BTreeSet;
use std::sync::Arc;

use snapbox::{IntoData as _, assert_data_eq, str};

use super::{Format, Places, Report, Style, fingerprints};
use crate::calendar::Date;
use crate::finding::{Finding, Findings, Group, Level, NotEvaluated, RuleMeta, Waiver};
use crate::place::{CommitId, FileId, Form, Location, Origin, RepoPath, Span};
use crate::source::{Snapshot, SourceFile};

static UNKNOWN: RuleMeta = RuleMeta { name: "unknown-requirement", ..RULE };
static UNCLAIMED: RuleMeta = RuleMeta { name: "unclaimed-file", level: Level::Warning, ..RULE };
static ALTERED: RuleMeta = RuleMeta { name: "evidence-altered", level: Level::Note, ..RULE };
static SILENT: RuleMeta = RuleMeta { name: "no-owner", ..RULE };
const RULE: RuleMeta = RuleMeta {
    name: "",
    group: Group::Reference,
    level: Level::Error,
    summary: "A rule of these tests",
    fixable: false,
    history: false,
    page: "# a-rule\n\nA rule of\nthese tests.\n\n## What it checks\n\nNothing.\n",
};

const CONTROL: &str =
    "id: AC-02\ntitle: Prüfung 審査 \u{1b}[31m\nsatisfies: {soc2: [\"\u{202e}\", CC6.99]}\n";

fn snapshot(files: &[(&str, &[u8])]) -> Snapshot {
    let files = files.iter().map(|(path, bytes)| {
        let path = RepoPath::new(path);
        SourceFile {
            place: crate::kind::Place::of(&path),
            path,
            form: Form::File,
            size: bytes.len() as u64,
            bytes: Some(Arc::from(*bytes)),
            sha256: None,
            blob: None,
            finds: Vec::new(),
            shown: None,
            is_sound: false,
        }
    });
    let origin = Origin::Commit { commit: CommitId([0x4f; 20]), name: Some("soc2-2026/end".to_owned()) };
    Snapshot { origin, files: files.collect(), unsafe_names: Vec::new(), lost: Vec::new() }
}

fn at(snapshot: &Snapshot, path: &str, text: &str) -> Location {
    let (file, source) = snapshot.find(path).unwrap();
    let bytes = source.bytes.as_deref().unwrap();
    let start = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    Location { file, span: Span::new(start, start + text.len()) }
}

fn rendered(snapshot: &Snapshot, list: Vec<Finding>, format: Format) -> String {
    rendered_with(snapshot, list, |report| report.render(format, Style::PLAIN))
}

fn rendered_with(
    snapshot: &Snapshot,
    list: Vec<Finding>,
    render: impl FnOnce(&Report<'_>) -> String,
) -> String {
    let mut findings = Findings::default();
    findings.extend(list);
    findings.not_evaluated.push(NotEvaluated { rule: "evidence-altered", because: "shallow-clone" });
    let findings = findings.finish();
    render(&Report {
        title: "lint, Northwind\u{7} Robotics",
        findings: &findings,
        snapshot,
        as_of: Date::constant(2026, 9, 14),
        prefix: "compliance",
        rules: &[&UNCLAIMED, &UNKNOWN, &ALTERED, &SILENT],
        threshold: Some(Level::Error),
        exit: 1,
        change: &BTreeSet::new(),
    })
}

fn some_findings(snapshot: &Snapshot) -> Vec<Finding> {
    let control = RepoPath::new("policies/controls/AC-02.yaml");
    let place = at(snapshot, control.as_str(), "CC6.99");
    let program = at(snapshot, "policies/program.yaml", "soc2");
    let waiver =
        Waiver { because: "Agreed with the auditor".to_owned(), until: Some("2026-12-31".to_owned()), place };
    let mut set_aside =
        Finding::new(&UNCLAIMED, Location::start_of(place.file), &control, "nobody claims this");
    set_aside.waived = Some(waiver);
    vec![
        Finding::new(&UNKNOWN, place, &control, "`CC6.99` is no requirement of `soc2`")
            .subject("AC-02")
            .label("not in the framework")
            .related(at(snapshot, control.as_str(), "AC-02"), "claimed by this control")
            .related(program, "the framework is in scope here")
            .note("the \u{1b}[1mframework\u{202e} has 61 criteria")
            .help("did you mean `CC6.9`?"),
        set_aside,
    ]
}

fn a_repository() -> Snapshot {
    let files: [(&str, &[u8]); 2] = [
        ("policies/controls/AC-02.yaml", CONTROL.as_bytes()),
        ("policies/program.yaml", b"company: {name: N}\nframeworks:\n  soc2: {}\n"),
    ];
    snapshot(&files)
}

#[test]
fn full_shows_the_lines_and_hides_what_would_move_the_cursor() {
    let snapshot = a_repository();
    assert_data_eq!(
        rendered(&snapshot, some_findings(&snapshot), Format::Full),
        str![[r#"
lint, Northwind<U+0007> Robotics
at soc2-2026/end (4f4f4f4f4f), as of 2026-09-14

error[unknown-requirement]: `CC6.99` is no requirement of `soc2`
 --> policies/controls/AC-02.yaml:3:25
  |
1 | id: AC-02
  |     ----- claimed by this control
2 | title: Prüfung 審査 �[31m
3 | satisfies: {soc2: ["�", CC6.99]}
  |                         ^^^^^^ not in the framework
  |
 ::: policies/program.yaml:3:3
  |
3 |   soc2: {}
  |   ---- the framework is in scope here
  |
  = note: the <U+001B>[1mframework<U+202E> has 61 criteria
  = help: did you mean `CC6.9`?

note: the clone is shallow: 1 rule was not judged, or not in full
 |
 = note: evidence-altered
 = help: fetch the rest of the history with `git fetch --unshallow`

1 error, 0 warnings and 0 notes in 2 files; 1 set aside with a reason

"#]]
        .raw()
    );
}

#[test]
fn concise_is_one_line_a_finding() {
    let snapshot = a_repository();
    assert_data_eq!(
        rendered(&snapshot, some_findings(&snapshot), Format::Concise),
        str![[r#"
policies/controls/AC-02.yaml:3:25: unknown-requirement `CC6.99` is no requirement of `soc2`

"#]]
        .raw()
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "the whole contract is one snapshot")]
fn json_keeps_to_its_contract() {
    let snapshot = a_repository();
    assert_data_eq!(
        rendered(&snapshot, some_findings(&snapshot), Format::Json),
        str![[r#"
{
  "schema": "tickmark/findings/1",
  "revision": {
    "commit": "4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f",
    "source": "commit"
  },
  "as_of": "2026-09-14",
  "findings": [
    {
      "rule": "unclaimed-file",
      "level": "warning",
      "message": "nobody claims this",
      "path": "policies/controls/AC-02.yaml",
      "line": 1,
      "column": 1,
      "end_line": 1,
      "end_column": 1,
      "subject": null,
      "related": [],
      "notes": [],
      "help": null,
      "fixable": false,
      "fingerprint": "fe80c167847ffc5fb64166a05d733f08",
      "waived": {
        "because": "Agreed with the auditor",
        "until": "2026-12-31",
        "path": "policies/controls/AC-02.yaml",
        "line": 3
      }
    },
    {
      "rule": "unknown-requirement",
      "level": "error",
      "message": "`CC6.99` is no requirement of `soc2`",
      "path": "policies/controls/AC-02.yaml",
      "line": 3,
      "column": 25,
      "end_line": 3,
      "end_column": 31,
      "subject": "AC-02",
      "related": [
        {
          "path": "policies/controls/AC-02.yaml",
          "line": 1,
          "column": 5,
          "end_line": 1,
          "end_column": 10,
          "text": "claimed by this control"
        },
        {
          "path": "policies/program.yaml",
          "line": 3,
          "column": 3,
          "end_line": 3,
          "end_column": 7,
          "text": "the framework is in scope here"
        }
      ],
      "notes": [
        "the \u001b[1mframework\u202e has 61 criteria"
      ],
      "help": "did you mean `CC6.9`?",
      "fixable": false,
      "fingerprint": "90de5cdc479b04f1461dc620a2a6bd7c",
      "waived": null
    }
  ],
  "not_evaluated": [
    {
      "rule": "evidence-altered",
      "because": "shallow-clone"
    }
  ],
  "counts": {
    "error": 1,
    "warning": 0,
    "note": 0,
    "waived": 1
  }
}

"#]]
        .raw()
    );
}

#[test]
fn lines_end_as_they_like_and_bytes_need_not_be_text() {
    let bytes = b"\xef\xbb\xbfid: x\r\ntitle: \xff\xfe no\r\n\tb: CC6.99\r\nlist:\r\n  - a\r\n  - b\r\n  - c\r\n  - d\r\n";
    let snapshot = snapshot(&[("policies/controls/AC-02.yaml", bytes)]);
    let path = RepoPath::new("policies/controls/AC-02.yaml");
    let long = Location { file: FileId(0), span: Span::new(33, bytes.len() - 2) };
    let findings = vec![
        Finding::new(&UNKNOWN, at(&snapshot, path.as_str(), "x"), &path, "first"),
        Finding::new(&UNKNOWN, at(&snapshot, path.as_str(), "no"), &path, "second `a`"),
        Finding::new(&UNKNOWN, at(&snapshot, path.as_str(), "CC6.99"), &path, "third thing"),
        Finding::new(&UNKNOWN, long, &path, "fourth of another shape"),
    ];
    assert_data_eq!(
        rendered(&snapshot, findings, Format::Full),
        str![[r#"
lint, Northwind<U+0007> Robotics
at soc2-2026/end (4f4f4f4f4f), as of 2026-09-14

error[unknown-requirement]: first
 --> policies/controls/AC-02.yaml:1:5
  |
1 | id: x
  |     ^

error[unknown-requirement]: second `a`
 --> policies/controls/AC-02.yaml:2:11
  |
2 | title: �� no
  |           ^^

error[unknown-requirement]: third thing
 --> policies/controls/AC-02.yaml:3:5
  |
3 |     b: CC6.99
  |        ^^^^^^

error[unknown-requirement]: fourth of another shape
 --> policies/controls/AC-02.yaml:3:10
  |
3 |     b: CC6.99
  |             ^

note: the clone is shallow: 1 rule was not judged, or not in full
 |
 = note: evidence-altered
 = help: fetch the rest of the history with `git fetch --unshallow`

4 errors, 0 warnings and 0 notes in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_fingerprint_survives_lines_above_and_tells_repetitions_apart() {
    let print = |text: &str| {
        let snapshot = snapshot(&[("policies/controls/AC-02.yaml", text.as_bytes())]);
        let path = RepoPath::new("policies/controls/AC-02.yaml");
        let place = at(&snapshot, path.as_str(), "CC6.99");
        let finding = Finding::new(&UNKNOWN, place, &path, "said in other words each time").subject("AC-02");
        fingerprints(&[finding.clone(), finding], &mut Places::new(&snapshot))
    };
    let before = print("satisfies:\n  soc2: CC6.99\n");
    assert_eq!(before, print("id: AC-02\n\nsatisfies:\n    soc2: CC6.99  \n"));
    assert_ne!(before[0], before[1]);
    assert_ne!(before, print("satisfies:\n  soc2: [CC6.99]\n"));
}

//! A small repository, asked about.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use snapbox::{assert_data_eq, str};

use super::{
    Completion, Hover, Mention, Piece, View, complete, definition, fix_all, hover, mentions, prepare,
    references, rename, repairs, symbols_named,
};
use crate::assess::{Assessment, Input, assess};
use crate::calendar::{Window, read_date};
use crate::document::Document;
use crate::finding::{Finding, RuleMeta};
use crate::history::{Change as Changed, LineCommit, Person, Trail};
use crate::kind::{Kind, Place};
use crate::model::{FileFact, Form, Register, decode_document, link};
use crate::place::{BlobId, CommitId, FileId, Location, RepoPath, Span};

const FILES: &[(&str, &str)] = &[
    (
        "evidence/AC-02/2026-Q1.yaml",
        "control: AC-02\nperiod: 2026-Q1\nperformed: {by: priya, at: 2026-03-27}\nresult: pass\nartifacts:\n  - {file: users.csv, sha256: 00}\n",
    ),
    ("evidence/AC-02/2026-Q1/users.csv", "a\n1\n"),
    ("policies/access.md", "---\ntitle: Access\nowner: priya\n---\n# Access\n"),
    (
        "policies/controls/AC-02.yaml",
        "id: AC-02\ntitle: Quarterly access review\nowner: priya\nstatement: |\n  Owners review\n  who can reach it.\ncadence: quarterly\nsatisfies: {ours: [X.1, X.2]}\nmitigates: \"R-02\"\npolicies: access\n",
    ),
    (
        "policies/controls/AC-03.yaml",
        "id: AC-03\ntitle: Leavers\nowner: it\nstatement: Ü.\ncadence: monthly\nsatisfies: {ours: X.1}\nmitigates: [R-02]\n",
    ),
    (
        "policies/frameworks/ours.yaml",
        "id: ours\nname: House rules\nrequirements:\n  - {id: X.1, title: Doors are shut}\n  - {id: X.2, title: Lights are off}\n",
    ),
    (
        "policies/program.yaml",
        "company: {name: N}\npeople:\n  priya: {name: Priya Raman, role: CISO}\n  omar: {name: Omar Haddad}\nteams:\n  it: {members: [priya, omar]}\nframeworks:\n  ours: {version: \"1\"}\n",
    ),
    (
        "policies/risks/R-02.yaml",
        "id: R-02\ntitle: Leaver keeps <access>\nowner: omar\ncontrols: [AC-03, AC-02]\n",
    ),
];

/// The repository; `landed` are the files that the main line holds.
struct Desk {
    register: Register,
    documents: Vec<Option<Document>>,
    mentions: Vec<Mention>,
    assessment: Assessment,
    trail: Trail,
    findings: Vec<Finding>,
    broken: BTreeSet<FileId>,
}

impl Desk {
    fn new(landed: &[&str]) -> Self {
        let fact = |(index, (path, text)): (usize, &(&str, &str))| {
            let path = RepoPath::new(path);
            let place = Place::of(&path);
            let file = FileId(index as u32);
            FileFact {
                file,
                path,
                place,
                form: Form::File,
                size: text.len() as u64,
                sha256: None,
                blob: None,
            }
        };
        let facts: Vec<FileFact> = FILES.iter().enumerate().map(fact).collect();
        let documents: Vec<Option<Document>> = facts
            .iter()
            .zip(FILES)
            .map(|(fact, (_, text))| match fact.place.kind() {
                Some(Kind::Policy) => Some(Document::from_markdown(fact.file, text.as_bytes()).0),
                Some(_) => Some(Document::from_yaml(fact.file, text.as_bytes()).0),
                None => None,
            })
            .collect();
        let lent = facts.iter().zip(&documents);
        let decoded =
            lent.filter_map(|(fact, document)| decode_document(fact.place, &fact.path, document.as_ref()?));
        let register = link(decoded.collect(), facts.clone(), BTreeMap::new(), &[]);
        let borrowed: Vec<Option<&Document>> = documents.iter().map(Option::as_ref).collect();
        let mentions = mentions(&register, &borrowed);
        let trail = trail(landed);
        let day = |text| read_date(text).expect("a day");
        let window = Window { from: day("2026-01-01"), to: day("2026-06-30") };
        let as_of = day("2026-05-01");
        let input = Input {
            register: &register,
            trail: None,
            work_tree: true,
            window,
            as_of,
            audit: None,
            trust: None,
        };
        let assessment = assess(&input);
        let (findings, broken) = (Vec::new(), BTreeSet::new());
        Self { register, documents, mentions, assessment, trail, findings, broken }
    }

    fn view(&self) -> View<'_> {
        View {
            register: &self.register,
            documents: self.documents.iter().map(Option::as_ref).collect(),
            sources: FILES.iter().map(|(_, text)| text.as_bytes()).collect(),
            broken: &self.broken,
            mentions: &self.mentions,
            assessment: &self.assessment,
            findings: &self.findings,
            trail: Some(&self.trail),
            as_of: self.assessment.as_of,
        }
    }

    fn find(&mut self, rule: &'static str, path: &str, word: &str, fix: Option<&str>) {
        let (file, offset) = at(path, &format!("^{word}"));
        let place = Location { file, span: Span::new(offset, offset + word.len()) };
        let meta: &'static RuleMeta = &crate::rules::find(rule).expect("a rule").meta;
        let finding = Finding::new(meta, place, self.register.path(file), "it is wrong").help("write `x`");
        self.findings.push(match fix {
            Some(with) => finding.fix(place, with),
            None => finding,
        });
    }
}

/// The place of `^` in `before^after`, in the file whose path ends like this.
fn at(path: &str, around: &str) -> (FileId, usize) {
    let file = file(path);
    let (before, after) = around.split_once('^').expect("a cursor");
    let text = FILES[file.index()].1;
    let found = text.find(&format!("{before}{after}")).expect("it stands there");
    (file, found + before.len())
}

fn shown(place: Location) -> String {
    let (path, text) = FILES[place.file.index()];
    let span = place.span.range();
    let line = text[..span.start].matches('\n').count() + 1;
    format!("{path}:{line} `{}`", &text[span])
}

fn file(path: &str) -> FileId {
    let index = FILES.iter().position(|(known, _)| known.ends_with(path)).expect("a file");
    FileId(index as u32)
}

fn trail(landed: &[&str]) -> Trail {
    let at = "2026-04-01T00:00:00Z".parse().expect("a moment");
    let ada = Person { name: "Ada".to_owned(), mail: String::new(), at, offset_minutes: 0 };
    let blob = BlobId([11; 20]);
    let change = |path: &&str| Changed { path: RepoPath::new(path), before: None, after: Some(blob) };
    let commit = LineCommit {
        id: CommitId([12; 20]),
        parents: Vec::new(),
        author: ada.clone(),
        committer: ada,
        subject: String::new(),
        signature: None,
        changes: landed.iter().map(change).collect(),
    };
    Trail { line: vec![commit], complete: true, ..Trail::default() }
}

fn text(hover: Option<Hover>) -> String {
    let Some(hover) = hover else { return "nothing".to_owned() };
    let piece = |piece: &Piece| match piece {
        Piece::Ours(text) => text.to_string(),
        Piece::Theirs(text) => format!("“{text}”"),
        Piece::Code(text) => format!("`{text}`"),
    };
    let line = |line: &Vec<Piece>| line.iter().map(piece).collect::<String>();
    hover.lines.iter().map(line).collect::<Vec<_>>().join(" / ")
}

#[test]
fn a_hover_tells_what_an_id_stands_for() {
    let desk = Desk::new(&[]);
    let mut told = String::new();
    for (path, around) in [
        ("Q1.yaml", "control: AC^-02"),
        ("Q1.yaml", "period: 2026^-Q1"),
        ("Q1.yaml", "^users.csv"),
        ("AC-02.yaml", "ours: [X.1^,"),
        ("AC-02.yaml", "{^ours"),
        ("AC-02.yaml", "\"R^-02"),
        ("AC-02.yaml", "ca^dence"),
        ("AC-03.yaml", "owner: i^t"),
        ("R-02.yaml", "o^mar"),
        ("program.yaml", "N^}"),
    ] {
        let (file, offset) = at(path, around);
        writeln!(told, "{path} {around}: {}", text(hover(&desk.view(), file, offset))).unwrap();
    }
    assert_data_eq!(
        told,
        str![[r#"
Q1.yaml control: AC^-02: `AC-02` “Quarterly access review” / “Owners review
who can reach it.
” / quarterly, owner “Priya Raman” / 0 of 0 on file since 2026-01-01; 2026-Q2 is upcoming, due by 2026-06-30
Q1.yaml period: 2026^-Q1: no occurrence of `AC-02` is expected for 2026-Q1 in 2026-01-01..2026-06-30, the window that is judged
Q1.yaml ^users.csv: `evidence/AC-02/2026-Q1/users.csv`, 4 bytes
AC-02.yaml ours: [X.1^,: `X.1` “Doors are shut” / “House rules” / satisfied by `AC-02`, `AC-03`
AC-02.yaml {^ours: `ours` “House rules” / framework
AC-02.yaml "R^-02: `R-02` “Leaver keeps <access>” / risk, owner “Omar Haddad”
AC-02.yaml ca^dence: `cadence` / How often the control operates: a named rhythm (quarters and years are fiscal), `on-event` (needs `population`), `continuous`, or `{every: 45d}`. Each period needs one record; a Type 2 auditor asks for all of them.
AC-03.yaml owner: i^t: `it` team: “Priya Raman”, “Omar Haddad”
R-02.yaml o^mar: `omar` “Omar Haddad”
program.yaml N^}: nothing

"#]]
    );
}

#[test]
fn every_place_that_names_an_id_leads_to_where_it_is_defined_and_back() {
    let desk = Desk::new(&[]);
    let mut told = String::new();
    for (path, around) in [
        ("Q1.yaml", "control: AC^-02"),
        ("Q1.yaml", "^users.csv"),
        ("AC-02.yaml", "X.2^]"),
        ("AC-02.yaml", "policies: acc^ess"),
        ("AC-03.yaml", "[R-02^]"),
        ("program.yaml", "[^priya"),
        ("program.yaml", "^company"),
    ] {
        let (file, offset) = at(path, around);
        let view = desk.view();
        let list = |places: Vec<Location>| places.into_iter().map(shown).collect::<Vec<_>>().join(", ");
        writeln!(told, "{path} {around}").unwrap();
        writeln!(told, "  defined: {}", list(definition(&view, file, offset))).unwrap();
        writeln!(told, "  named:   {}", list(references(&view, file, offset, false))).unwrap();
    }
    assert_data_eq!(
        told,
        str![[r#"
Q1.yaml control: AC^-02
  defined: policies/controls/AC-02.yaml:1 `AC-02`
  named:   evidence/AC-02/2026-Q1.yaml:1 `AC-02`, policies/risks/R-02.yaml:4 `AC-02`
Q1.yaml ^users.csv
  defined: evidence/AC-02/2026-Q1/users.csv:1 ``
  named:   evidence/AC-02/2026-Q1.yaml:6 `users.csv`
AC-02.yaml X.2^]
  defined: policies/frameworks/ours.yaml:5 `X.2`
  named:   policies/controls/AC-02.yaml:8 `X.2`
AC-02.yaml policies: acc^ess
  defined: policies/access.md:2 ``
  named:   policies/controls/AC-02.yaml:10 `access`
AC-03.yaml [R-02^]
  defined: policies/risks/R-02.yaml:1 `R-02`
  named:   policies/controls/AC-02.yaml:9 `"R-02"`, policies/controls/AC-03.yaml:7 `R-02`
program.yaml [^priya
  defined: policies/program.yaml:3 `priya`
  named:   evidence/AC-02/2026-Q1.yaml:3 `priya`, policies/access.md:3 `priya`, policies/controls/AC-02.yaml:3 `priya`, policies/program.yaml:6 `priya`
program.yaml ^company
  defined: 
  named:   

"#]]
    );
}

#[test]
fn symbols_are_found_by_words_of_id_and_title() {
    let desk = Desk::new(&[]);
    let named = |words| {
        let found = symbols_named(&desk.view(), words);
        found.iter().map(|one| format!("{} {}", one.thing.id, one.title)).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(named("REVIEW ac"), "AC-02 Quarterly access review");
    assert_eq!(named("x."), "X.1 Doors are shut; X.2 Lights are off");
    assert_eq!(named("no such"), "");
}

fn renamed(desk: &Desk, path: &str, around: &str, new: &str) -> String {
    let (file, offset) = at(path, around);
    let change = match rename(&desk.view(), file, offset, new) {
        Ok(Some(change)) => change,
        Ok(None) => return "nothing".to_owned(),
        Err(refused) => return refused.to_string(),
    };
    let edits = change.edits.iter().map(|edit| format!("{} -> {}\n", shown(edit.place), edit.with));
    let moves = change.moves.iter().map(|(from, to)| format!("{from} moves to {to}\n"));
    edits.chain(moves).collect()
}

#[test]
fn renaming_changes_every_place_and_moves_what_is_called_like_the_id() {
    let desk = Desk::new(&[]);
    assert_data_eq!(
        renamed(&desk, "AC-02.yaml", "id: AC^-02", "AC-20"),
        str![[r#"
evidence/AC-02/2026-Q1.yaml:1 `AC-02` -> AC-20
policies/controls/AC-02.yaml:1 `AC-02` -> AC-20
policies/risks/R-02.yaml:4 `AC-02` -> AC-20
policies/controls/AC-02.yaml moves to policies/controls/AC-20.yaml
evidence/AC-02 moves to evidence/AC-20

"#]]
    );
    assert_data_eq!(
        renamed(&desk, "AC-03.yaml", "[R^-02]", "R-9"),
        str![[r#"
policies/controls/AC-02.yaml:9 `R-02` -> R-9
policies/controls/AC-03.yaml:7 `R-02` -> R-9
policies/risks/R-02.yaml:1 `R-02` -> R-9
policies/risks/R-02.yaml moves to policies/risks/R-9.yaml

"#]]
    );
    assert_data_eq!(
        renamed(&desk, "AC-02.yaml", "policies: ^access", "entry"),
        str![[r#"
policies/controls/AC-02.yaml:10 `access` -> entry
policies/access.md moves to policies/entry.md

"#]]
    );
    assert_data_eq!(
        renamed(&desk, "program.yaml", "^priya:", "pr"),
        str![[r#"
evidence/AC-02/2026-Q1.yaml:3 `priya` -> pr
policies/access.md:3 `priya` -> pr
policies/controls/AC-02.yaml:3 `priya` -> pr
policies/program.yaml:3 `priya` -> pr
policies/program.yaml:6 `priya` -> pr

"#]]
    );
}

#[test]
fn what_must_keep_its_name_says_why() {
    let record = "evidence/AC-02/2026-Q1.yaml";
    let mut desk = Desk::new(&[record]);
    let told = [
        renamed(&desk, "AC-02.yaml", "id: AC^-02", "AC-20"),
        renamed(&desk, "program.yaml", "^priya:", "pr"),
        renamed(&desk, "AC-03.yaml", "id: AC^-03", "AC-02"),
        renamed(&desk, "AC-03.yaml", "id: AC^-03", "3x"),
        renamed(&desk, "R-02.yaml", "o^mar", "null"),
        renamed(&desk, "R-02.yaml", "o^mar", "it"),
        renamed(&desk, "R-02.yaml", "o^mar", "Ömar"),
        renamed(&desk, "AC-03.yaml", "ours: X^.1", "X.9"),
        renamed(&desk, "AC-03.yaml", "Le^avers", "x"),
    ];
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
`AC-02` has evidence that has landed, and evidence is never altered: `evidence/AC-02/2026-Q1.yaml`
`priya` has evidence that has landed, and evidence is never altered: `evidence/AC-02/2026-Q1.yaml`
`AC-02` is already the id of a control, Quarterly access review
`3x` is not an id like `AC-02`: letters, digits, `.`, `_` and `-`
`null` is not a short name like `priya`: lower-case letters, digits, `.`, `_` and `-`
`it` is already the id of a team
`Ömar` is not a short name like `priya`: lower-case letters, digits, `.`, `_` and `-`
`X.1` is the id of a requirement, and not yours to change
nothing
"#]]
    );
    desk.broken.insert(file("R-02.yaml"));
    assert_data_eq!(
        renamed(&desk, "AC-03.yaml", "id: AC^-03", "AC-04"),
        str!["`policies/risks/R-02.yaml` cannot be read and may name `AC-03`; repair it first"]
    );
    let (file, offset) = at("AC-02.yaml", "mitigates: \"^R-02");
    desk.broken.clear();
    let target = prepare(&desk.view(), file, offset).expect("a target").expect("an id");
    assert_eq!(shown(Location { file, span: target.span }), "policies/controls/AC-02.yaml:9 `R-02`");
}

fn completed(desk: &Desk, path: &str, text: &str) -> String {
    let offset = text.find('^').expect("a cursor");
    let list = complete(&desk.view(), &RepoPath::new(path), &text.replacen('^', "", 1), offset);
    let one = |one: &Completion| format!("{} ({})", one.with.replace(' ', "_"), one.detail);
    list.iter().take(4).map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn what_may_be_written_is_offered_in_files_that_cannot_be_read() {
    let desk = Desk::new(&[]);
    let control = "policies/controls/AC-09.yaml";
    let record = "evidence/AC-02/2026-Q1.yaml";
    let mut told = String::new();
    for (path, text) in [
        (control, "id: AC-09\now^"),
        (control, "id: AC-09\now^: priya\n"),
        (control, "owner: ^"),
        (control, "satisfies: {^"),
        (control, "satisfies: {ours: [X.1, ^"),
        (control, "satisfies:\n  ours:\n    - ^\nowner: [\n"),
        (control, "mitigates: R^"),
        (control, "cadence: ^\nowner: [\n"),
        (control, "status: ^"),
        (record, "control: AC^"),
        (record, "control: AC-02\nperiod: ^"),
        (record, "performed: {by: ^"),
        (record, "control: AC-02\nartifacts:\n  - {file: ^"),
        (record, "control: AC-02\nartifacts:\n  - ^"),
        (record, "control: AC-02 # tickmark: ignore[evidence-l^"),
        ("policies/access.md", "---\nid: a\nowner: ^\n---\nText\n"),
        ("policies/access.md", "---\nid: a\n---\nowner: ^\n"),
        ("policies/access.md", "---\nid: a\nti^"),
        ("policies/notes.txt", "owner: ^"),
    ] {
        let shown = text.replace('\n', "|");
        writeln!(told, "{shown}: {}", completed(&desk, path, text)).unwrap();
    }
    assert_data_eq!(
        told,
        str![[r#"
id: AC-09|ow^: cadence:_ (required), statement:_ (required), title:_ (required), deadline:_ ()
id: AC-09|ow^: priya|: cadence (required), statement (required), title (required), deadline ()
owner: ^: priya (Priya Raman), omar (Omar Haddad), it (team)
satisfies: {^: cis:_ (framework), dora:_ (framework), gdpr:_ (framework), iso27001:_ (framework)
satisfies: {ours: [X.1, ^: X.1 (Doors are shut), X.2 (Lights are off)
satisfies:|  ours:|    - ^|owner: [|: X.1 (Doors are shut), X.2 (Lights are off)
mitigates: R^: R-02 (Leaver keeps <access>)
cadence: ^|owner: [|: daily (), weekly (), monthly (), quarterly ()
status: ^: draft (), active (), retired ()
control: AC^: AC-02 (Quarterly access review), AC-03 (Leavers)
control: AC-02|period: ^: 2026-Q2 (upcoming, due by 2026-06-30)
performed: {by: ^: priya (Priya Raman), omar (Omar Haddad)
control: AC-02|artifacts:|  - {file: ^: users.csv ()
control: AC-02|artifacts:|  - ^: file:_ (), for:_ (), from: (), sha256:_ ()
control: AC-02 # tickmark: ignore[evidence-l^: yaml-syntax (A file is not YAML, or uses a part of YAML that is not accepted.), unknown-field (A key that the file may not have.), wrong-type (A value of another type than the field holds.), missing-field (A field that must be there is not.)
---|id: a|owner: ^|---|Text|: priya (Priya Raman), omar (Omar Haddad), it (team)
---|id: a|---|owner: ^|: 
---|id: a|ti^: owner:_ (required), title:_ (required), version:_ (required), acknowledged_by:_ ()
owner: ^: 

"#]]
    );
}

#[test]
fn a_finding_is_repaired_or_set_aside_where_a_comment_can_stand() {
    let mut desk = Desk::new(&["evidence/AC-02/2026-Q1.yaml"]);
    desk.find("unknown-person", "AC-02.yaml", "priya", Some("omar"));
    desk.find("vague-statement", "AC-02.yaml", "who can", None);
    desk.find("satisfies-nothing", "AC-02.yaml", "X.2", None);
    desk.find("unknown-person", "Q1.yaml", "priya", Some("omar"));
    desk.find("policy-not-approved", "access.md", "priya", None);
    desk.find("policy-not-approved", "access.md", "# Access", None);
    let mut told = String::new();
    for finding in &desk.findings {
        writeln!(told, "{} at {}", finding.rule, shown(finding.place)).unwrap();
        for repair in repairs(&desk.view(), finding.place.file, finding.place.span) {
            let preferred = if repair.preferred { " (preferred)" } else { "" };
            let edit = &repair.edits[0];
            writeln!(told, "  {}{preferred}: {} -> {:?}", repair.title, shown(edit.place), edit.with)
                .unwrap();
        }
    }
    assert_data_eq!(
        told,
        str![[r#"
unknown-person at policies/controls/AC-02.yaml:3 `priya`
  write `x` (preferred): policies/controls/AC-02.yaml:3 `priya` -> "omar"
  set `unknown-person` aside on this line, with a reason: policies/controls/AC-02.yaml:3 `` -> " # tickmark: ignore[unknown-person] "
vague-statement at policies/controls/AC-02.yaml:6 `who can`
satisfies-nothing at policies/controls/AC-02.yaml:8 `X.2`
  set `satisfies-nothing` aside on this line, with a reason: policies/controls/AC-02.yaml:8 `` -> " # tickmark: ignore[satisfies-nothing] "
unknown-person at evidence/AC-02/2026-Q1.yaml:3 `priya`
  set `unknown-person` aside on this line, with a reason: evidence/AC-02/2026-Q1.yaml:3 `` -> " # tickmark: ignore[unknown-person] "
policy-not-approved at policies/access.md:3 `priya`
  set `policy-not-approved` aside on this line, with a reason: policies/access.md:3 `` -> " # tickmark: ignore[policy-not-approved] "
policy-not-approved at policies/access.md:5 `# Access`

"#]]
    );
    let of = |path| fix_all(&desk.view(), file(path)).len();
    assert_eq!([of("AC-02.yaml"), of("Q1.yaml"), of("access.md")], [1, 0, 0]);
}

use std::collections::BTreeMap;

use super::{decode_document, link};
use crate::document::Document;
use crate::kind::{Kind, Place};
use crate::model::{Entity, FileFact, Form, Ids, Register, Table};
use crate::place::{FileId, RepoPath};
use snapbox::{assert_data_eq, str};

const FILES: &[(&str, &str)] = &[
    ("evidence/AC-02/2026-Q1.yaml", "control: AC-02\nresult: pass\n"),
    ("evidence/AC-02/2026-Q2.yaml", "control: AC-02\n"),
    ("evidence/AC-02/2026-Q3.yaml", "control: [\n"),
    ("evidence/incidents/INC-1.yaml", "id: INC-1\n"),
    ("evidence/populations/leavers/2026-03.csv", "leaver_id,last_day\nL-1,2026-03-02\n"),
    ("evidence/populations/leavers/2026-03.yaml", "population: leavers\nperiod: 2026-03\n"),
    ("evidence/populations/leavers/2026-04.yaml", "population: leavers\nperiod: 2026-04\n"),
    ("policies/controls/AC-02.yaml", "id: AC-02\ncadence: quarterly\n"),
    ("policies/controls/AC-02b.yaml", "id: AC-02\ncadence: monthly\n"),
    ("policies/crosswalks/a.yaml", "source: soc2\ntarget: iso27001\n"),
    ("policies/frameworks/a.yaml", "id: soc2\nname: Ours\n"),
    ("policies/frameworks/b.yaml", "id: soc2\nname: Ours again\n"),
    ("policies/isms/scope.md", "---\ntitle: Scope\n---\nEverything.\n"),
    ("policies/program.yaml", "company: {name: First}\n"),
    ("policies/program.yml", "company: {name: Second}\n"),
    ("policies/registers/vendors.yaml", "aws: {what: Hosting}\n"),
    ("policies/system/DC1.md", "Robots.\n"),
    ("policies/toys.txt", "x"),
];

const BUILT_IN: &[(Kind, &str, &str)] = &[
    (Kind::Framework, "soc2.yaml", "id: soc2\nname: Built in\n"),
    (Kind::Framework, "iso27001.yaml", "id: iso27001\nname: Built in\n"),
    (Kind::Crosswalk, "1.yaml", "source: soc2\ntarget: iso27001\n"),
    (Kind::Crosswalk, "2.yaml", "source: iso27001\ntarget: soc2\n"),
];

fn linked() -> Register {
    let facts = FILES.iter().enumerate().map(|(index, (path, text))| {
        let (file, path) = (FileId(index as u32), RepoPath::new(path));
        let place = Place::of(&path);
        FileFact { file, path, place, form: Form::File, size: text.len() as u64, sha256: None, blob: None }
    });
    let facts: Vec<FileFact> = facts.collect();
    let mut documents = Vec::new();
    let mut tables = BTreeMap::new();
    for (fact, (_, text)) in facts.iter().zip(FILES) {
        match fact.path.extension().as_deref() {
            Some("csv") => {
                tables.insert(fact.path.clone(), Table::read(fact.file, text.as_bytes()));
            }
            Some("md") => {
                documents.push((fact, Document::from_markdown(fact.file, text.as_bytes()).0));
            }
            _ => documents.push((fact, Document::from_yaml(fact.file, text.as_bytes()).0)),
        }
    }
    let decisions = RepoPath::new("evidence/AC-02/2026-Q1/decisions.csv");
    tables.insert(decisions, Table::read(FileId(0), b"account\nx\n"));
    let decoded =
        documents.iter().filter_map(|(fact, document)| decode_document(fact.place, &fact.path, document));
    let built_in = BUILT_IN.iter().map(|(kind, path, text)| {
        (*kind, RepoPath::new(path), Document::from_yaml(FileId(0), text.as_bytes()).0)
    });
    link(decoded.collect(), facts.clone(), tables, &built_in.collect::<Vec<_>>())
}

fn ids<T: Entity>(ids: &Ids<T>) -> String {
    let all = ids.all().iter().map(|entity| entity.id().as_str()).collect::<Vec<_>>().join(" ");
    format!("{all}, {} twice", ids.duplicates().count())
}

fn each<'a, T>(items: impl IntoIterator<Item = &'a T>, show: impl Fn(&'a T) -> &'a str) -> String
where
    T: 'a,
{
    items.into_iter().map(show).collect::<Vec<_>>().join(" ")
}

fn summary(all: &Register) -> String {
    let mut lines = vec![
        format!("programs: {}", each(&all.program, |it| it.company.as_ref().unwrap())),
        format!("controls: {}", ids(&all.controls)),
        format!("records: {}", each(&all.records, |it| it.path.name())),
        format!("unreadable: {}", each(&all.unreadable_records, |it| it.path.name())),
        format!("incidents: {}", ids(&all.incidents)),
        format!("documents: {}", ids(&all.isms_documents)),
        format!("vendors: {}", each(&all.vendors, |it| &it.id)),
        format!("prose: {}", each(all.system_prose.keys(), |it| it)),
        format!("tables: {}", each(all.tables.keys(), RepoPath::as_str)),
        format!("repeated: {}", each(&all.repeated_frameworks, |it| it.path.as_str())),
    ];
    lines.extend(all.extractions.iter().map(|it| {
        let rows = it.data.as_ref().map(|data| data.rows().len());
        format!("extraction {}: {rows:?} rows", it.path.name())
    }));
    lines.extend(
        all.frameworks.values().map(|it| {
            format!("framework {} {}, of the repository: {}", *it.id, it.title(), it.file.is_some())
        }),
    );
    lines.extend(
        all.crosswalks.iter().map(|it| format!("crosswalk {} to {}: {}", *it.source, *it.target, it.path)),
    );
    lines.join("\n") + "\n"
}

#[test]
fn every_document_finds_its_place_and_the_repository_wins_over_what_is_built_in() {
    assert_data_eq!(
        summary(&linked()),
        str![["
programs: First
controls: AC-02 AC-02, 1 twice
records: 2026-Q1.yaml
unreadable: 2026-Q2.yaml 2026-Q3.yaml
incidents: INC-1, 0 twice
documents: scope, 0 twice
vendors: aws
prose: dc1
tables: evidence/AC-02/2026-Q1/decisions.csv
repeated: policies/frameworks/b.yaml
extraction 2026-03.yaml: Some(1) rows
extraction 2026-04.yaml: None rows
framework iso27001 Built in, of the repository: false
framework soc2 Ours, of the repository: true
crosswalk iso27001 to soc2: 2.yaml
crosswalk soc2 to iso27001: policies/crosswalks/a.yaml

"]]
    );
}

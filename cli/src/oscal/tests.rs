//! What is exported reads back as it was, whatever it says.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use crate::document::Document;
use crate::embedded;
use crate::interop::oscal::fields::Field;
use crate::interop::{Handed, Known, oscal as interop};
use crate::kind::Place;
use crate::model::{FileFact, Form, Register, decode_document, link};
use crate::oscal::props::field;
use crate::oscal::{
    Document as Exported, Material, Revision, catalog, component_definition, mapping_collection, profile,
};
use crate::place::{CommitId, FileId, RepoPath};

const PROGRAM: &str = "company: {name: N, timezone: UTC}\nframeworks: {own: {}}\n";

struct Company {
    register: Register,
    contents: BTreeMap<RepoPath, Arc<[u8]>>,
}

fn place(files: &[(&str, &str)]) -> Company {
    let mut all: Vec<(&str, &str)> = files.to_vec();
    all.push(("policies/program.yaml", PROGRAM));
    all.sort_unstable();
    let (mut facts, mut decoded, mut contents) = (Vec::new(), Vec::new(), BTreeMap::new());
    for (index, (path, text)) in all.iter().enumerate() {
        let (file, path) = (FileId(index as u32), RepoPath::new(path));
        let place = Place::of(&path);
        decoded.extend(decode_document(place, &path, &Document::from_yaml(file, text.as_bytes()).0));
        contents.insert(path.clone(), Arc::from(text.as_bytes()));
        let size = text.len() as u64;
        facts.push(FileFact { file, path, place, form: Form::File, size, sha256: None, blob: None });
    }
    Company { register: link(decoded, facts, BTreeMap::new(), &[]), contents }
}

impl Company {
    fn material(&self) -> Material<'_> {
        Material {
            register: &self.register,
            contents: &self.contents,
            revision: Revision {
                commit: CommitId([1; 20]),
                at: "2026-01-05T12:00:00Z".parse().expect("a time"),
                tag: None,
            },
            as_of: "2026-01-05".parse().expect("a day"),
            up: "",
            draft: false,
        }
    }
}

/// The one file that a document becomes.
fn read_back(document: &Exported, catalog: Option<&Exported>) -> String {
    let (json, yaml) = (document.json(), document.yaml());
    let options = interop::Options {
        catalog: catalog.map(|catalog| catalog.json().into_bytes()),
        ..interop::Options::default()
    };
    let read = |text: &str| {
        let file = Handed { name: "document", bytes: text.as_bytes() };
        let mut import = interop::import(file, &options, &Known::new()).expect("it is read");
        assert_eq!((import.files.len(), &import.left_out), (1, &Vec::new()));
        import.files.remove(0).1
    };
    assert_eq!(read(&json), read(&yaml));
    read(&json)
}

/// What a file says: without the order of keys, comments and how texts are written.
fn said(text: &str) -> Field {
    let (document, problems) = Document::from_yaml(FileId(0), text.as_bytes());
    assert_eq!(problems, [], "{text}");
    sorted(field(&document.root.expect("a value")).expect("no null"))
}

fn sorted(field: Field) -> Field {
    match field {
        Field::Map(mut entries) => {
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Field::Map(entries.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Field::List(items) => Field::List(items.into_iter().map(sorted).collect()),
        text @ Field::Text(_) => text,
    }
}

fn catalog_of(text: &str) -> (Company, Exported) {
    let place = place(&[("policies/frameworks/own.yaml", text)]);
    let exported = catalog(place.material(), &place.register.frameworks["own"]).expect("a catalog");
    (place, exported)
}

#[test]
fn every_built_in_framework_and_crosswalk_reads_back_as_it_was() {
    for framework in embedded::FRAMEWORKS {
        let place = place(&[(framework.path, framework.text)]);
        let exported =
            catalog(place.material(), &place.register.frameworks[framework.id]).expect("a catalog");
        assert_eq!(said(&read_back(&exported, None)), said(framework.text), "{}", framework.id);
    }
    for crosswalk in embedded::CROSSWALKS {
        let place = place(&[(crosswalk.path, crosswalk.text)]);
        let exported =
            mapping_collection(place.material(), &place.register.crosswalks[0]).expect("a mapping");
        assert_eq!(said(&read_back(&exported, None)), said(crosswalk.text), "{}", crosswalk.path);
    }
}

#[test]
fn a_profile_and_its_catalog_read_back_as_the_requirements_that_are_in_scope() {
    let framework = "id: own\nname: Own\nversion: '1'\ngroups: [{id: A, title: One}, {id: B, title: Two}]\nrequirements:\n";
    let one = "  - {id: A.1, title: First, group: A}\n";
    let rest = "  - {id: A.2, title: Second, group: A, excludable: true}\n  - {id: 8.1, title: Third, group: B, excludable: true}\n";
    let soa = "framework: own\ndecisions:\n  A.2: {applies: false, because: None of ours.}\n";
    let text = format!("{framework}{one}{rest}");
    let place = place(&[("policies/frameworks/own.yaml", &text), ("policies/soa/own.yaml", soa)]);
    let own = &place.register.frameworks["own"];
    let whole = catalog(place.material(), own).expect("a catalog");
    let scope = &place.register.program.as_ref().expect("one").frameworks[0];
    let chosen = profile(place.material(), own, scope).expect("a profile");
    let wanted = format!("{framework}{one}  - {{id: 8.1, title: Third, group: B, excludable: true}}\n");
    assert_eq!(said(&read_back(&chosen, Some(&whole))), said(&wanted));
}

#[test]
fn groups_in_a_circle_below_themselves_and_with_controls_beside_groups_read_back() {
    let text = "id: own\nname: Own\nversion: '1'\ngroups:\n  - {id: A, title: A, parent: B}\n  - {id: B, title: B, parent: A}\n  \
                - {id: C, title: C}\n  - {id: D, title: D, parent: C}\n  - {id: E, title: E, parent: nowhere}\n  \
                - {id: C, title: again}\nrequirements:\n  - {id: 'C', title: c, group: C}\n  - {id: d, title: d, group: D}\n  \
                - {id: a, title: a, group: A}\n  - {id: x, title: x}\n";
    let (_, exported) = catalog_of(text);
    assert_eq!(said(&read_back(&exported, None)), said(text));
    let deep: Vec<String> =
        (0..3000).map(|at| format!("  - {{id: g{at}, title: g, parent: g{}}}\n", at + 1)).collect();
    let text = format!(
        "id: own\nname: Own\nversion: '1'\ngroups:\n{}requirements: [{{id: a, title: a, group: g0}}]\n",
        deep.concat()
    );
    let (_, exported) = catalog_of(&text);
    assert_eq!(said(&read_back(&exported, None)), said(&text));
}

/// Texts that something could trip over.
fn text() -> impl Strategy<Value = String> {
    let odd = proptest::sample::select(vec![
        "=1+1", "{x", "[x", "\"x", "##[x", "::x", "a\nb", " a  b ", "no", "8.10", "2026", "#", "-", "@x",
        "a: b", "<b>", "|", "~",
    ]);
    prop_oneof![3 => "[a-zA-Z0-9 .,]{1,12}", 2 => "[^\\p{C}]{1,12}", 2 => odd.prop_map(str::to_owned)]
}

fn any_field() -> impl Strategy<Value = Field> {
    let leaf = text().prop_map(Field::Text);
    leaf.prop_recursive(2, 8, 3, |inner| {
        let map = proptest::collection::btree_map("[a-z_.() -]{1,6}", inner.clone(), 1..4);
        prop_oneof![
            proptest::collection::vec(inner, 1..4).prop_map(Field::List),
            map.prop_map(|map| Field::Map(map.into_iter().collect())),
        ]
    })
}

/// An entry with an id, a title and whatever else.
fn entry(id: String) -> impl Strategy<Value = Field> {
    let others = proptest::collection::btree_map("(x-)?[a-z_]{2,6}", any_field(), 0..3);
    let group = proptest::option::of("[A-C]");
    (Just(id), text(), group.clone(), group, others).prop_map(|(id, title, group, parent, others)| {
        let mut all = vec![("id".to_owned(), Field::Text(id)), ("title".to_owned(), Field::Text(title))];
        all.extend(group.map(|group| ("group".to_owned(), Field::Text(group))));
        all.extend(parent.map(|parent| ("parent".to_owned(), Field::Text(parent))));
        let free =
            |(key, _): &(String, Field)| !["id", "title", "group", "parent", "text"].contains(&key.as_str());
        all.extend(others.into_iter().filter(free));
        Field::Map(all)
    })
}

fn entries(ids: &'static str) -> impl Strategy<Value = Field> {
    let ids = proptest::collection::btree_set(ids, 1..6);
    ids.prop_flat_map(|ids| ids.into_iter().map(entry).collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Field::List)
}

fn framework() -> impl Strategy<Value = String> {
    let top = proptest::collection::btree_map("x-[a-z]{1,5}|notes|source|edition", any_field(), 0..3);
    (text(), text(), entries("[A-C]"), entries("[A-C8][.()0-9 a-]{0,4}"), top).prop_map(
        |(name, version, groups, requirements, top)| {
            let mut all = format!(
                "id: own\n{}{}",
                Field::Text(name).yaml("name"),
                Field::Text(version).yaml("version")
            );
            all.extend(top.iter().map(|(key, field)| field.yaml(key)));
            all + &groups.yaml("groups") + &requirements.yaml("requirements")
        },
    )
}

fn control() -> impl Strategy<Value = String> {
    let claims = proptest::collection::btree_map("[a-z]{1,4}", proptest::collection::vec(text(), 1..3), 0..3);
    let others =
        proptest::collection::btree_map("x-[a-z]{1,5}|evidence|test|systems|grace", any_field(), 0..4);
    (text(), text(), proptest::option::of(text()), claims, others).prop_map(
        |(title, statement, why, claims, others)| {
            let mut all = String::from("id: C-1\ncadence: quarterly\n");
            all.push_str(&Field::Text(title).yaml("title"));
            all.push_str(&Field::Text(statement).yaml("statement"));
            all.extend(why.map(|why| Field::Text(why).yaml("why")));
            let of = |ids: Vec<String>| match <[String; 1]>::try_from(ids) {
                Ok([only]) => Field::Text(only),
                Err(many) => Field::List(many.into_iter().map(Field::Text).collect()),
            };
            let claims: Vec<(String, Field)> = claims.into_iter().map(|(key, ids)| (key, of(ids))).collect();
            if !claims.is_empty() {
                all.push_str(&Field::Map(claims).yaml("satisfies"));
            }
            all.extend(others.iter().map(|(key, field)| field.yaml(key)));
            all
        },
    )
}

fn crosswalk() -> impl Strategy<Value = String> {
    let row = (text(), text(), 0..4_usize, proptest::option::of(text()), proptest::option::of(0..11_u8));
    let row = row.prop_map(|(source, target, word, note, strength)| {
        let word = ["equal", "subset-of", "superset-of", "intersects-with"][word];
        let mut all = vec![
            ("source".to_owned(), Field::Text(source)),
            ("target".to_owned(), Field::Text(target)),
            ("relationship".to_owned(), Field::Text(word.to_owned())),
        ];
        all.extend(strength.map(|one| ("strength".to_owned(), Field::Text(one.to_string()))));
        all.extend(note.map(|note| ("note".to_owned(), Field::Text(note))));
        Field::Map(all)
    });
    let top = proptest::collection::btree_map(
        "x-[a-z]{1,5}|basis|mechanics|no_counterpart|version",
        any_field(),
        0..4,
    );
    (proptest::collection::vec(row, 1..5), top).prop_map(|(rows, top)| {
        let mut all = String::from("source: own\ntarget: other\n");
        all.extend(top.iter().map(|(key, field)| field.yaml(key)));
        all + &Field::List(rows).yaml("mappings")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_framework_reads_back_as_it_was(text in framework()) {
        let (_, exported) = catalog_of(&text);
        prop_assert_eq!(said(&read_back(&exported, None)), said(&text));
    }

    #[test]
    fn any_control_reads_back_as_it_was(text in control()) {
        let place = place(&[("policies/controls/C-1.yaml", &text)]);
        let exported = component_definition(place.material()).expect("components");
        prop_assert_eq!(said(&read_back(&exported, None)), said(&text));
    }

    #[test]
    fn any_crosswalk_reads_back_as_it_was(text in crosswalk()) {
        let place = place(&[("policies/crosswalks/own--other.yaml", &text)]);
        let exported = mapping_collection(place.material(), &place.register.crosswalks[0]).expect("a mapping");
        prop_assert_eq!(said(&read_back(&exported, None)), said(&text));
    }
}

#[test]
fn ids_become_tokens_and_no_two_the_same() {
    use crate::interop::oscal::words::{Tokens, is_token, token};
    let ids = ["CC6.1", "8.1", "AC-2(1)", "Art.21(2)(a)", "6.1.3 d", "é", "", "_x", "-", "..a"];
    let tokens = ids.map(token);
    assert_eq!(tokens, ["CC6.1", "_8.1", "AC-2.1", "Art.21.2.a", "_6.1.3.d", "_", "_", "_x", "_-", "a"]);
    assert!(tokens.iter().all(|token| is_token(token)));
    let (here, there) =
        (Tokens::of(["AC-2(1)", "AC-2.1", "AC-2[1]"]), Tokens::of(["AC-2[1]", "AC-2(1)", "AC-2.1"]));
    let all = ["AC-2.1", "AC-2(1)", "AC-2[1]"].map(|id| here.get(id));
    assert_eq!(all, ["AC-2.1", "AC-2(1)", "AC-2[1]"].map(|id| there.get(id)));
    assert_eq!(all[0], "AC-2.1");
    assert!(all[1] != all[2] && all[1].starts_with("AC-2.1-"), "{all:?}");
}

#[test]
fn a_root_is_a_mapping_or_there_is_no_document() {
    let text = "id: own\nname: Own\nrequirements: [{id: a, title: a}]\n";
    let (place, _) = catalog_of(text);
    let mut gone = place.material();
    let nothing = BTreeMap::new();
    gone.contents = &nothing;
    let error = catalog(gone, &place.register.frameworks["own"]).expect_err("its file is not there");
    assert_eq!(error.to_string(), "the catalog of `own` cannot be read");
}

//! Rows are what files hold: out and in again, whatever stands in them.

mod taking;

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::exchange::shape::{Field, Form, Layout};
use crate::exchange::value::{Value, trimmed};
use crate::exchange::{Names, OnFile, Options, SHAPES, Shape, TakeError, Taken, sheet, take};
use crate::kind::Kind;
use crate::place::RepoPath;
use crate::schema::{Step, outline};
use crate::sheet::{Book, Sheet, csv, read, workbook};

type Entries = Vec<(String, Value)>;

fn names() -> Names {
    let owners = [("priya", "Priya Raman"), ("omar", "Omar Haddad"), ("it", "Team IT")];
    let words = |list: [&str; 5]| list.map(str::to_owned).to_vec();
    Names {
        owners: owners.into_iter().map(|(short, name)| (short.to_owned(), vec![name.to_owned()])).collect(),
        frameworks: BTreeMap::new(),
        likelihood: words(["rare", "unlikely", "possible", "likely", "almost certain"]),
        impact: words(["negligible", "minor", "moderate", "major", "severe"]),
    }
}

/// Words that are dangerous somewhere between a file, a cell and a program that opens it.
const HOSTILE: [&str; 28] = [
    "=1+1",
    "'=1+1",
    "''-x",
    "'quoted'",
    "-1",
    "+49 30 1",
    "@here",
    "a, b; c",
    "\"q\", x",
    "[a]",
    "{b: c}",
    "[",
    "yes",
    "no",
    "null",
    "~",
    "8.10",
    "2026-03-31",
    "# no comment",
    "- item",
    "a: b",
    "two\nlines",
    "_x000D_ and _x0041_",
    "&amp; <b>",
    "| x |",
    "日本 ü",
    "'",
    "=",
];

fn text() -> BoxedStrategy<String> {
    let any = "[^\\p{C}]{1,24}(\n[^\\p{C}]{1,8})?".prop_map(|text| trimmed(&text));
    let any = any.prop_filter("not empty", |text| !text.is_empty());
    prop_oneof![proptest::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned), any].boxed()
}

fn line() -> BoxedStrategy<String> {
    text().prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).boxed()
}

fn name() -> BoxedStrategy<String> {
    "[a-z][a-z0-9]{0,6}(\\.[0-9]{1,2})?".boxed()
}

fn day() -> BoxedStrategy<Value> {
    (2020..2030_u16, 1..13_u8, 1..29_u8)
        .prop_map(|(year, month, day)| Value::plain(format!("{year}-{month:02}-{day:02}")))
        .boxed()
}

fn list(item: BoxedStrategy<String>) -> BoxedStrategy<Value> {
    vec(item, 1..4)
        .prop_map(|mut texts| {
            let mut seen = Vec::new();
            texts.retain(|text| {
                !seen.contains(text) && {
                    seen.push(text.clone());
                    true
                }
            });
            Value::List(texts.into_iter().map(Value::text).collect())
        })
        .boxed()
}

fn map(entries: &[(&str, Value)]) -> Value {
    Value::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
}

/// A list of mappings that the schema takes for a field.
fn rows(kind: Kind, path: &str) -> BoxedStrategy<Value> {
    let path = path.to_owned();
    (vec((name(), text(), day()), 1..3))
        .prop_map(move |rows| {
            let rows = rows.iter().enumerate().map(|(at, (id, text, day))| {
                let id = Value::text(format!("{id}{at}"));
                let text = Value::text(text.as_str());
                match (kind, path.as_str()) {
                    (Kind::Control, _) => map(&[("name", id), ("what", text), ("each", Value::text("item"))]),
                    (Kind::Vendors, _) => map(&[("report", text), ("until", day.clone())]),
                    (Kind::Framework, "timelines") => {
                        map(&[("requirement", id), ("event", text.clone()), ("limit", text)])
                    }
                    (Kind::Crosswalk, "mechanics") => {
                        map(&[("topic", id), ("source", text.clone()), ("target", text)])
                    }
                    (Kind::Crosswalk, _) => {
                        map(&[("id", id), ("degree", Value::text("full")), ("because", text)])
                    }
                    _ => map(&[("id", id), ("title", text)]),
                }
            });
            Value::List(rows.collect())
        })
        .boxed()
}

fn words(shape: &Shape, head: bool, path: &str) -> Vec<String> {
    let mut steps = match shape.layout {
        Layout::Entries(_) => vec![Step::Key("any")],
        Layout::Inside { container, keys: [], .. } if !head => vec![Step::Key(container), Step::Key("any")],
        Layout::Inside { container, .. } if !head => vec![Step::Key(container), Step::Item],
        _ => Vec::new(),
    };
    steps.extend(path.split('.').map(Step::Key));
    outline(shape.kind, &steps).words
}

fn value(shape: &'static Shape, head: bool, field: &Field) -> BoxedStrategy<Value> {
    let texts = |texts: BoxedStrategy<String>| texts.prop_map(Value::text).boxed();
    let number = |range: std::ops::Range<u64>| range.prop_map(|n| Value::plain(n.to_string())).boxed();
    match (field.form, field.path) {
        (_, "deadline") => Just(Value::text("24h after last_day")).boxed(),
        (_, "grace") => Just(Value::text("3d")).boxed(),
        (_, "country") => Just(Value::text("DE")).boxed(),
        (
            Form::Id,
            "basis" | "publication" | "id" | "framework" | "group" | "dora.contract" | "source" | "target",
        ) => texts(name()),
        (Form::Id, "slug") => texts("[a-z]{1,8}".boxed()),
        (Form::Refs, "applies_to") => {
            list(proptest::sample::select(vec!["type1".to_owned(), "stage2".to_owned()]).boxed())
        }
        (Form::Refs, "category" | "implements") => list(name()),
        (Form::Id, _) => texts(line()),
        (Form::Owner, _) => proptest::sample::select(vec!["priya", "omar"]).prop_map(Value::text).boxed(),
        (Form::Date, _) => day(),
        (Form::Day, _) => prop_oneof![day(), Just(Value::plain("2026-04-02T09:40:00+02:00"))].boxed(),
        (Form::Word, path) => {
            proptest::sample::select(words(shape, head, path)).prop_map(Value::text).boxed()
        }
        (Form::Flag, _) => {
            proptest::sample::select(vec!["true", "false", "yes"]).prop_map(Value::plain).boxed()
        }
        (Form::Count, "strength") => number(0..11),
        (Form::Count, "coso_principle") => number(1..18),
        (Form::Count, _) => number(0..999),
        (Form::Likelihood | Form::Impact, _) => number(1..6),
        (Form::Cadence, _) => {
            prop_oneof![Just(Value::text("quarterly")), Just(map(&[("every", Value::text("45d"))])),].boxed()
        }
        (Form::Refs, _) => list(line()),
        (Form::Texts | Form::Lines, _) => list(text()),
        (Form::Rows, path) => rows(shape.kind, path),
        (Form::Text | Form::Own, _) => texts(text()),
    }
}

/// A value in so many of a hundred cases.
fn perhaps<T: std::fmt::Debug + Clone + 'static>(
    wanted: u32,
    value: BoxedStrategy<T>,
) -> BoxedStrategy<Option<T>> {
    if wanted == 100 {
        return value.prop_map(Some).boxed();
    }
    prop_oneof![wanted => value.prop_map(Some), 100 - wanted => Just(None)].boxed()
}

/// Keys without which something is not valid.
const NEEDED: [&str; 14] = [
    "id",
    "title",
    "statement",
    "cadence",
    "owner",
    "inherent",
    "what",
    "source",
    "target",
    "key",
    "framework",
    "version",
    "name",
    "relationship",
];

/// Mappings inside of a mapping, each as a whole or not at all.
fn with_groups(
    mut built: BoxedStrategy<Entries>,
    groups: BTreeMap<&'static str, BoxedStrategy<Entries>>,
) -> BoxedStrategy<Entries> {
    for (group, entries) in groups {
        let wanted = if NEEDED.contains(&group) { 100 } else { 40 };
        built = (built, perhaps(wanted, entries))
            .prop_map(move |(mut all, value)| {
                all.extend(value.map(|value| (group.to_owned(), Value::Map(value))));
                all
            })
            .boxed();
    }
    built
}

/// A mapping of a kind: what is required, and some of the rest.
fn row(shape: &'static Shape, head: bool) -> BoxedStrategy<Value> {
    let fields = if head { shape.head } else { shape.fields };
    let mut built: BoxedStrategy<Entries> = Just(Vec::new()).boxed();
    let mut groups: BTreeMap<&'static str, BoxedStrategy<Entries>> = BTreeMap::new();
    for field in fields {
        let own = value(shape, head, field);
        if !head && !shape.keys_are_fields() && field.path == "id" {
            continue;
        }
        let (group, key) =
            field.path.split_once('.').map_or((field.path, None), |(group, key)| (group, Some(key)));
        let wanted = if NEEDED.contains(&group) { 100 } else { 40 };
        if let Some(key) = key {
            let before = groups.remove(group).unwrap_or_else(|| Just(Vec::new()).boxed());
            let both = (before, own).prop_map(move |(mut entries, value)| {
                entries.push((key.to_owned(), value));
                entries
            });
            groups.insert(group, both.boxed());
            continue;
        }
        let own = if field.open {
            (name(), own).prop_map(|(key, value)| Value::Map(vec![(key, value)])).boxed()
        } else {
            own
        };
        built = (built, perhaps(wanted, own))
            .prop_map(move |(mut entries, value)| {
                entries.extend(value.map(|value| (group.to_owned(), value)));
                entries
            })
            .boxed();
    }
    built = with_groups(built, groups);
    let own = prop_oneof![
        text().prop_map(Value::text),
        list(text()),
        text().prop_map(|text| map(&[("a", Value::text(text))])),
    ];
    (built, proptest::option::weighted(0.4, own))
        .prop_map(|(mut entries, own)| {
            entries.extend(own.map(|own| ("x-own".to_owned(), own)));
            Value::Map(entries)
        })
        .boxed()
}

/// Files of a kind, each with its name and what it holds.
fn files(shape: &'static Shape) -> BoxedStrategy<Entries> {
    let numbered = |rows: Vec<Value>| rows.into_iter().enumerate();
    match shape.layout {
        Layout::Files(folder) => vec(row(shape, false), 1..4)
            .prop_map(move |rows| {
                let file = |(at, mut row): (usize, Value)| {
                    row.put(&["id"], Value::text(format!("R-{at}")));
                    (format!("{folder}/R-{at}.yaml"), row)
                };
                numbered(rows).map(file).collect()
            })
            .boxed(),
        Layout::Entries(stem) => vec(row(shape, false), 1..4)
            .prop_map(move |rows| {
                let entries = numbered(rows).map(|(at, row)| (format!("v{at}"), row));
                vec![(format!("{stem}.yaml"), Value::Map(entries.collect()))]
            })
            .boxed(),
        Layout::Inside { folder, named, container, keys } => {
            let file = (row(shape, true), vec(row(shape, false), 0..4)).prop_map(move |(mut head, rows)| {
                let rows = numbered(rows).map(|(at, mut row)| {
                    if let Some(key) = keys.first() {
                        row.put(&[key], Value::text(format!("A.{at}")));
                    }
                    row
                });
                let inside = if keys.is_empty() {
                    let ids = rows.enumerate().map(|(at, row)| (format!("A.{at}"), row));
                    Value::Map(ids.collect())
                } else {
                    Value::List(rows.collect())
                };
                head.put(&[container], inside);
                let name: Vec<&str> = named.iter().filter_map(|key| head.get(key)?.as_text()).collect();
                (format!("{folder}/{}.yaml", name.join("--")), head.clone())
            });
            file.prop_map(|file| vec![file]).boxed()
        }
    }
}

fn on_file(files: &[(String, Value)]) -> Vec<OnFile> {
    let read = |(path, value): &(String, Value)| {
        let file = OnFile::read(RepoPath::new(path.as_str()), value.block("").as_bytes());
        assert!(file.root.is_some(), "{}", file.text);
        assert!(Value::of(file.root.as_ref().unwrap()).unwrap().same(value), "{}", file.text);
        file
    };
    files.iter().map(read).collect()
}

fn taken(sheet: &Sheet, shape: &'static Shape, files: &[OnFile], as_book: bool) -> Taken {
    let day = jiff::civil::date(2026, 1, 1);
    let bytes = if as_book {
        let book = Book { title: String::new(), company: String::new(), day, sheets: vec![sheet.clone()] };
        workbook(&book).unwrap()
    } else {
        csv(sheet).into_bytes()
    };
    match take(&read(&bytes).unwrap(), shape, files, &names(), &Options::default()) {
        Ok(taken) => taken,
        Err(TakeError::Faults { faults, .. }) => panic!("{faults:#?}\n{}", csv(sheet)),
        Err(error) => panic!("{error}: {}", csv(sheet)),
    }
}

fn comes_back(shape: &'static Shape, files: &[(String, Value)]) {
    let there = on_file(files);
    let sheet = sheet(shape, &there).unwrap();
    for as_book in [false, true] {
        let again = taken(&sheet, shape, &there, as_book);
        assert_eq!(again.changes, [], "nothing is new");
        let fresh = taken(&sheet, shape, &[], as_book);
        assert_eq!(fresh.changes.len(), files.len());
        for change in &fresh.changes {
            let (_, value) = files.iter().find(|(path, _)| *path == change.path.as_str()).expect("its file");
            let file = OnFile::read(change.path.clone(), change.after.as_bytes());
            let read = file.root.as_ref().and_then(Value::of).expect("it is sound");
            assert!(
                read.same(value),
                "as book: {as_book}\n{}\n-- became --\n{}",
                value.block(""),
                change.after
            );
        }
    }
}

fn shape(name: &str) -> &'static Shape {
    SHAPES.iter().find(|shape| shape.name == name).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn controls_come_back_as_they_were(files in files(shape("control"))) {
        comes_back(shape("control"), &files);
    }

    #[test]
    fn risks_come_back_as_they_were(files in files(shape("risk"))) {
        comes_back(shape("risk"), &files);
    }

    #[test]
    fn vendors_come_back_as_they_were(files in files(shape("vendor"))) {
        comes_back(shape("vendor"), &files);
    }

    #[test]
    fn assets_come_back_as_they_were(files in files(shape("asset"))) {
        comes_back(shape("asset"), &files);
    }

    #[test]
    fn populations_come_back_as_they_were(files in files(shape("population"))) {
        comes_back(shape("population"), &files);
    }

    #[test]
    fn decisions_come_back_as_they_were(files in files(shape("soa"))) {
        comes_back(shape("soa"), &files);
    }

    #[test]
    fn frameworks_come_back_as_they_were(files in files(shape("framework"))) {
        comes_back(shape("framework"), &files);
    }

    #[test]
    fn crosswalks_come_back_as_they_were(files in files(shape("crosswalk"))) {
        comes_back(shape("crosswalk"), &files);
    }
}

#[test]
fn every_field_of_a_schema_has_its_column() {
    let mut missing = Vec::new();
    for shape in SHAPES {
        let inside = match shape.layout {
            Layout::Files(_) => Vec::new(),
            Layout::Entries(_) => vec![Step::Key("any")],
            Layout::Inside { container, keys: [], .. } => vec![Step::Key(container), Step::Key("any")],
            Layout::Inside { container, .. } => vec![Step::Key(container), Step::Item],
        };
        let container = match shape.layout {
            Layout::Inside { container, .. } => container,
            _ => "",
        };
        let sides: &[(Vec<Step<'_>>, &[Field])] = &[(inside, shape.fields), (Vec::new(), shape.head)];
        for (steps, fields) in sides.iter().filter(|(_, fields)| !fields.is_empty()) {
            for field in outline(shape.kind, steps).fields {
                let known = fields.iter().any(|one| {
                    one.path == field.name
                        || one.path.split_once('.').is_some_and(|(group, _)| group == field.name)
                });
                if !known && field.name != container {
                    missing.push(format!("{}: {}", shape.name, field.name));
                }
            }
            for field in fields.iter().filter(|field| field.path != "id" || shape.keys_are_fields()) {
                let keys = field.path.split('.').map(Step::Key);
                let all: Vec<Step<'_>> = steps.iter().copied().chain(keys).collect();
                if outline(shape.kind, &all).about.is_none() {
                    missing.push(format!("{}: the schema has no {}", shape.name, field.path));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

//! The built-in catalogs hold what their publishers number, and the crosswalk what the article says.

use std::collections::{BTreeMap, BTreeSet};

use tickmark::document::Document;
use tickmark::embedded::{CROSSWALKS, FRAMEWORKS};
use tickmark::model::{Crosswalk, Framework};
use tickmark::place::{FileId, RepoPath};

fn framework(id: &str) -> Framework {
    let found = FRAMEWORKS.iter().find(|framework| framework.id == id).expect("a built-in framework");
    let (document, problems) = Document::from_yaml(FileId(0), found.text.as_bytes());
    assert_eq!(problems, []);
    Framework::decode(None, &RepoPath::new(found.path), &document.root.expect("a mapping"))
        .expect("a framework")
}

fn crosswalks() -> Vec<Crosswalk> {
    let read = |text: &str, path: &str| {
        let (document, problems) = Document::from_yaml(FileId(0), text.as_bytes());
        assert_eq!(problems, []);
        Crosswalk::decode(None, &RepoPath::new(path), &document.root.expect("a mapping"))
            .expect("a crosswalk")
    };
    CROSSWALKS.iter().map(|found| read(found.text, found.path)).collect()
}

/// How many requirements have ids that begin with each prefix.
fn counts(framework: &Framework, prefixes: &[&str]) -> Vec<(String, usize)> {
    let count =
        |prefix: &&str| framework.requirements.iter().filter(|one| one.id.starts_with(*prefix)).count();
    prefixes.iter().map(|prefix| ((*prefix).to_owned(), count(prefix))).collect()
}

#[test]
fn soc_2_has_61_criteria_in_five_categories_and_nine_description_criteria() {
    let soc2 = framework("soc2");
    let mut by_category: BTreeMap<&str, usize> = BTreeMap::new();
    for requirement in &soc2.requirements {
        *by_category.entry(requirement.categories.first().expect("a category").as_str()).or_default() += 1;
    }
    assert_eq!(
        by_category.into_iter().collect::<Vec<_>>(),
        [
            ("availability", 3),
            ("confidentiality", 2),
            ("description", 9),
            ("privacy", 18),
            ("processing-integrity", 5),
            ("security", 33),
        ]
    );
    let mandatory: Vec<_> =
        soc2.categories.iter().filter(|one| one.mandatory).map(|one| one.id.as_str()).collect();
    assert_eq!(mandatory, ["security", "description"]);
}

#[test]
fn iso_27001_has_93_annex_a_controls_in_four_themes_and_clauses_that_cannot_be_excluded() {
    let iso = framework("iso27001");
    let themes = counts(&iso, &["A.5.", "A.6.", "A.7.", "A.8."]);
    assert_eq!(themes.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [37, 8, 14, 34]);
    let clauses: Vec<_> = iso.requirements.iter().filter(|one| !one.id.starts_with("A.")).collect();
    let leaves = clauses.iter().filter(|clause| !clause.heading).count();
    assert_eq!((clauses.len(), leaves), (34, 30));
    assert!(iso.requirements.iter().all(|one| one.excludable == one.id.starts_with("A.")));
}

#[test]
fn every_row_of_every_crosswalk_names_requirements_that_exist() {
    let catalogs: BTreeMap<&str, Framework> =
        FRAMEWORKS.iter().map(|found| (found.id, framework(found.id))).collect();
    for crosswalk in crosswalks() {
        for (side, ids) in [
            (&crosswalk.source, crosswalk.mappings.iter().map(|row| &row.source).collect::<Vec<_>>()),
            (&crosswalk.target, crosswalk.mappings.iter().map(|row| &row.target).collect()),
            (&crosswalk.source, crosswalk.lone_source.iter().map(|lone| &lone.id).collect()),
            (&crosswalk.target, crosswalk.lone_target.iter().map(|lone| &lone.id).collect()),
        ] {
            let catalog = &catalogs[side.as_str()];
            let unknown: Vec<_> = ids.into_iter().filter(|id| catalog.requirement(id).is_none()).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", crosswalk.path);
        }
    }
}

#[test]
fn the_22_pairs_of_the_article_are_the_rows_that_rest_on_it() {
    let stated = [
        ("CC6.1 CC6.2", "A.5.15 A.5.16 A.8.2 A.8.5"),
        ("CC8.1", "A.8.32"),
        ("CC7.1 CC7.2", "A.8.15 A.8.16"),
        ("CC7.1", "A.8.8"),
        ("CC6.7", "A.8.24"),
        ("CC7.3", "A.5.24 A.5.25 A.5.26"),
        ("CC9.2", "A.5.19 A.5.20 A.5.21 A.5.22"),
    ];
    let pairs: BTreeSet<(String, String)> = stated
        .iter()
        .flat_map(|(criteria, controls)| {
            let pair = |criterion: &str| {
                controls.split(' ').map(move |one| (one.to_owned(), criterion.to_owned())).collect::<Vec<_>>()
            };
            criteria.split(' ').flat_map(pair).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(pairs.len(), 22);
    let crosswalk = crosswalks()
        .into_iter()
        .find(|found| *found.source == *"iso27001" && *found.target == *"soc2")
        .expect("it is built in");
    let rows =
        crosswalk.mappings.iter().filter(|row| row.basis.as_ref().is_some_and(|basis| **basis == *"article"));
    let article: BTreeSet<(String, String)> =
        rows.map(|row| (row.source.value.clone(), row.target.value.clone())).collect();
    assert_eq!(article, pairs);
    assert_eq!(crosswalk.mappings.len(), 331);
    assert!(crosswalk.mappings.iter().all(|row| row.relationship.is_some() && row.strength.is_some()));
    assert!(
        !crosswalk.mechanics.is_empty()
            && !crosswalk.lone_source.is_empty()
            && !crosswalk.lone_target.is_empty()
    );
}

use super::Method;
use crate::model::Rating;
use crate::model::read::tree;
use crate::place::{FileId, RepoPath, Span, Spanned};

fn rating(likelihood: u64, impact: u64) -> Rating {
    let number = |value| Spanned::new(value, Span::default());
    Rating { likelihood: number(likelihood), impact: number(impact) }
}

fn shown(method: &Method, likelihood: u64, impact: u64) -> String {
    let rating = rating(likelihood, impact);
    let level = method.level_of(rating).map_or("no level", |level| level.title());
    match method.above_appetite(rating) {
        None => format!("{level}, unknown"),
        Some(true) => format!("{level}, above"),
        Some(false) => level.to_owned(),
    }
}

fn read(yaml: &str) -> Method {
    let path = RepoPath::new("policies/isms/method.yaml");
    Method::decode(FileId(0), &path, &tree(yaml)).expect("a mapping")
}

#[test]
fn the_built_in_method_has_a_level_for_each_of_its_cells() {
    let method = Method::default();
    let row = |likelihood| {
        let levels = (1..=5)
            .map(move |impact| method.level_of(rating(likelihood, impact)).map(|l| l.title().to_owned()));
        levels.map(Option::unwrap_or_default).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        [row.clone()(5), row.clone()(4), row.clone()(3), row.clone()(2), row(1)],
        [
            "Medium High High Critical Critical",
            "Low Medium High High Critical",
            "Low Medium Medium High High",
            "Low Low Medium Medium High",
            "Low Low Low Low Medium",
        ]
    );
}

#[test]
fn a_rating_outside_the_scales_has_no_level() {
    let method = Method::default();
    let shown = [(3, 4), (3, 3), (0, 3), (6, 1), (1, u64::MAX)].map(|(l, i)| shown(&method, l, i));
    assert_eq!(
        shown,
        ["High, above", "Medium", "no level, unknown", "no level, unknown", "no level, unknown"]
    );
}

#[test]
fn a_matrix_counts_cell_by_cell() {
    let method = read(
        "
likelihood: [{name: Rare}, {name: Likely}]
impact: [{name: Minor}, {name: Major}, {name: Severe}]
levels: [{id: low, title: Low, accepted_by: risk-owner}, {id: high, accepted_by: [omar]}]
matrix: [[low, low, high], [low, high, gone]]
appetite: low
",
    );
    let shown = [(1, 1), (1, 3), (2, 2), (2, 3)].map(|(l, i)| shown(&method, l, i));
    assert_eq!(shown, ["Low", "high, above", "high, above", "no level, unknown"]);
}

#[test]
fn whether_a_person_may_accept_is_unknown_when_the_method_does_not_say() {
    let method =
        read("levels: [{id: low, accepted_by: risk-owner}, {id: high, accepted_by: omar}, {id: top}]\n");
    let may = |level: &str| {
        let level = method.level(level).expect("a level");
        ["omar", "priya"].map(|person| level.may_accept(person, Some("priya"), None))
    };
    assert_eq!(may("low"), [Some(false), Some(true)]);
    assert_eq!(may("high"), [Some(true), Some(false)]);
    assert_eq!(may("top"), [None, None]);
}

#[test]
fn a_step_that_cannot_be_read_keeps_its_number() {
    let method = read(
        "
likelihood: [{name: Rare}, {means: nothing}, Likely]
impact: [Minor]
levels: [{id: low}, {id: high}]
bands: {low: 1, high: 3}
",
    );
    assert_eq!([(2, 1), (3, 1)].map(|(l, i)| shown(&method, l, i)), ["low, unknown", "high, unknown"]);
}

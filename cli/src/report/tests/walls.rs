//! No wall: what is shown of findings that repeat themselves.

use snapbox::{IntoData as _, assert_data_eq, str};

use super::{UNCLAIMED, UNKNOWN, a_repository, rendered, rendered_with, snapshot};
use crate::finding::Finding;
use crate::place::{Location, RepoPath, Span};
use crate::report::{Format, Style};

#[test]
fn the_same_mistake_in_many_files_is_no_wall() {
    let paths: Vec<String> = (1..=6).map(|number| format!("evidence/AC-02/2026-0{number}.txt")).collect();
    let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), &b"x"[..])).collect();
    let snapshot = snapshot(&files);
    let findings = snapshot.iter().map(|(id, file)| {
        Finding::new(
            &UNCLAIMED,
            Location::start_of(id),
            &file.path,
            format!("no record names `{}`", file.path),
        )
    });
    assert_data_eq!(
        rendered(&snapshot, findings.collect(), Format::Full),
        str![[r#"
lint, Northwind<U+0007> Robotics
at soc2-2026/end (4f4f4f4f4f), as of 2026-09-14

warning[unclaimed-file]: no record names `evidence/AC-02/2026-01.txt`
--> evidence/AC-02/2026-01.txt

warning[unclaimed-file]: no record names `evidence/AC-02/2026-02.txt`
--> evidence/AC-02/2026-02.txt

warning[unclaimed-file]: no record names `evidence/AC-02/2026-03.txt`
--> evidence/AC-02/2026-03.txt

... and 3 more of `unclaimed-file` in 3 files below `evidence/AC-02`
`--format concise` lists every one, `-v` shows every one

note: the clone is shallow: 1 rule was not judged, or not in full
 |
 = note: evidence-altered
 = help: fetch the rest of the history with `git fetch --unshallow`

0 errors, 6 warnings and 0 notes in 6 files

"#]]
        .raw()
    );
}

/// Findings of one rule, at the places given.
fn at_places(places: impl IntoIterator<Item = Span>, message: impl Fn(usize) -> String) -> Vec<Finding> {
    let path = RepoPath::new("policies/controls/AC-02.yaml");
    let (file, _) = a_repository().find(path.as_str()).unwrap();
    let found = places
        .into_iter()
        .enumerate()
        .map(|(number, span)| Finding::new(&UNKNOWN, Location { file, span }, &path, message(number)));
    found.collect()
}

fn titles(findings: Vec<Finding>, verbose: bool) -> String {
    let style = Style { verbose, ..Style::PLAIN };
    let text = rendered_with(&a_repository(), findings, |report| report.render(Format::Full, style));
    let kept = |line: &&str| line.starts_with("error") || line.starts_with("...") || line.starts_with('`');
    text.lines().filter(kept).collect::<Vec<_>>().join("\n")
}

#[test]
fn different_things_in_one_file_are_all_shown() {
    let findings = at_places((0..6).map(|at| Span::new(at, at + 1)), |number| format!("unknown `{number}`"));
    assert_data_eq!(
        titles(findings, false),
        str![[r#"
error[unknown-requirement]: unknown `0`
error[unknown-requirement]: unknown `1`
error[unknown-requirement]: unknown `2`
error[unknown-requirement]: unknown `3`
error[unknown-requirement]: unknown `4`
error[unknown-requirement]: unknown `5`
"#]]
    );
}

#[test]
fn even_different_things_in_one_file_have_an_end() {
    let findings =
        at_places((0..40).map(|at| Span::new(at, at + 1)), |number| format!("row {number} is `x`"));
    assert_data_eq!(
        titles(findings, false),
        str![[r#"
error[unknown-requirement]: row 0 is `x`
error[unknown-requirement]: row 1 is `x`
error[unknown-requirement]: row 2 is `x`
error[unknown-requirement]: row 3 is `x`
error[unknown-requirement]: row 4 is `x`
error[unknown-requirement]: row 5 is `x`
error[unknown-requirement]: row 6 is `x`
error[unknown-requirement]: row 7 is `x`
error[unknown-requirement]: row 8 is `x`
error[unknown-requirement]: row 9 is `x`
... and 30 more of `unknown-requirement` in `policies/controls/AC-02.yaml`
`--format concise` lists every one, `-v` shows every one
"#]]
    );
}

#[test]
fn the_same_place_said_again_and_again_is_counted() {
    let findings = at_places((0..7).map(|_| Span::new(0, 2)), |number| format!("nothing meets `CC{number}`"));
    assert_data_eq!(
        titles(findings.clone(), false),
        str![[r#"
error[unknown-requirement]: nothing meets `CC0`
error[unknown-requirement]: nothing meets `CC1`
error[unknown-requirement]: nothing meets `CC2`
... and 4 more of `unknown-requirement` in `policies/controls/AC-02.yaml`
`--format concise` lists every one, `-v` shows every one
"#]]
    );
    assert_data_eq!(
        titles(findings, true),
        str![[r#"
error[unknown-requirement]: nothing meets `CC0`
error[unknown-requirement]: nothing meets `CC1`
error[unknown-requirement]: nothing meets `CC2`
error[unknown-requirement]: nothing meets `CC3`
error[unknown-requirement]: nothing meets `CC4`
error[unknown-requirement]: nothing meets `CC5`
error[unknown-requirement]: nothing meets `CC6`
"#]]
    );
}

#[test]
fn one_more_is_shown_and_not_counted() {
    let findings = at_places((0..4).map(|_| Span::new(0, 2)), |number| format!("nothing meets `CC{number}`"));
    assert_data_eq!(
        titles(findings, false),
        str![[r#"
error[unknown-requirement]: nothing meets `CC0`
error[unknown-requirement]: nothing meets `CC1`
error[unknown-requirement]: nothing meets `CC2`
error[unknown-requirement]: nothing meets `CC3`
"#]]
    );
}

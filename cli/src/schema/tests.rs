use std::collections::BTreeSet;

use serde_json::Value as Json;
use snapbox::{assert_data_eq, str};

use super::check;
use crate::document::Document;
use crate::embedded;
use crate::finding::{Problem, ProblemKind};
use crate::kind::Kind;
use crate::place::FileId;
use crate::schema::compile::Compiled;
use crate::schema::words::FORMS;
use crate::text::LineIndex;

/// `line:column-column «text» problem`, one a line.
fn problems(kind: Kind, yaml: &str) -> String {
    let (document, broken) = Document::from_yaml(FileId(0), yaml.as_bytes());
    assert_eq!(broken, []);
    check(kind, &document).iter().map(|problem| told(yaml, problem)).collect()
}

fn told(yaml: &str, problem: &Problem) -> String {
    let index = LineIndex::new(yaml.as_bytes());
    let span = problem.location.span;
    let (start, end) = (index.locate(span.start), index.locate(span.end));
    let said = match &problem.kind {
        ProblemKind::UnknownField { field, allowed } => format!("unknown {field}; {} others", allowed.len()),
        ProblemKind::WrongType { field, expected, found } => {
            format!("{} wants {expected}, not {found}", field.as_deref().unwrap_or("the file"))
        }
        ProblemKind::MissingField { field, about } => {
            format!("misses {field}: {}", about.clone().unwrap_or_default())
        }
        ProblemKind::InvalidValue { value, expected, allowed } => {
            // How many time zones there are is nobody's promise.
            let allowed = if allowed.len() > 100 { "many".to_owned() } else { allowed.len().to_string() };
            format!("{value:?} is not {expected} ({allowed} allowed)")
        }
        ProblemKind::WordAsBoolean { word, meaning } => format!("{word} means {meaning}"),
        ProblemKind::AmbiguousNumber { text, read_as } => format!("{text} reads as {read_as}"),
        other => format!("{other:?}"),
    };
    format!("{}:{}-{} «{}» {said}\n", start.line, start.column, end.column, &yaml[span.range()])
}

#[test]
fn every_schema_compiles() {
    for kind in Kind::ALL {
        drop(Compiled::new(kind));
    }
}

#[test]
fn every_pattern_has_words_and_no_words_are_left_over() {
    fn collect(schema: &Json, found: &mut BTreeSet<(String, String)>) {
        match schema {
            Json::Object(keywords) => {
                if let Some(pattern) = keywords.get("pattern").and_then(Json::as_str) {
                    let said = keywords.get("patternErrorMessage").and_then(Json::as_str).unwrap_or_default();
                    found.insert((pattern.to_owned(), said.to_owned()));
                }
                keywords.values().for_each(|value| collect(value, found));
            }
            Json::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    for kind in Kind::ALL {
        collect(&serde_json::from_str(embedded::schema(kind)).unwrap(), &mut found);
    }
    // Editors say the same words.
    let said = |words| format!("Expected {words}.");
    let words: BTreeSet<_> = FORMS.iter().map(|form| (form.pattern.to_owned(), said(form.words))).collect();
    assert_eq!(found, words);
}

#[test]
fn every_built_in_catalog_is_valid() {
    let frameworks =
        embedded::FRAMEWORKS.iter().map(|framework| (Kind::Framework, framework.path, framework.text));
    let crosswalks =
        embedded::CROSSWALKS.iter().map(|crosswalk| (Kind::Crosswalk, crosswalk.path, crosswalk.text));
    let wrong: Vec<(&str, String)> = frameworks
        .chain(crosswalks)
        .map(|(kind, path, text)| (path, problems(kind, text)))
        .filter(|(_, said)| !said.is_empty())
        .collect();
    assert_eq!(wrong, []);
}

#[test]
fn six_mistakes_in_one_control_are_told_at_once() {
    let yaml = "\
id: AC-02
titel: Überprüfung der Zugriffe – 審査
owner: [priya]
cadence: quaterly
since: 2026-02-30
satisfies:
  soc2: [CC6.2, {id: CC6.3}]
grace: soon
";
    assert_data_eq!(
        problems(Kind::Control, yaml),
        str![[r#"
1:1-3 «id» misses statement: What is done, by whom, when and with what outcome, in a sentence that can be tested. This is the text the auditor tests against, so avoid words such as `periodically`.
2:1-6 «titel» unknown titel; 16 others
3:8-15 «[priya]» owner wants text, not a list
4:10-18 «quaterly» "quaterly" is not one of `daily`, `weekly`, `monthly`, `quarterly`, `semiannual`, `annual`, `on-event` or `continuous` (8 allowed)
5:8-18 «2026-02-30» "2026-02-30" is not a date like `2026-03-31` (0 allowed)
7:17-28 «{id: CC6.3}» soc2 wants text, not a mapping
8:8-12 «soon» "soon" is not a duration like `14d`; also `24h`, `3mo`, `1y` (0 allowed)

"#]]
    );
}

#[test]
fn what_is_missing_is_told_where_its_mapping_opens() {
    let yaml = "\
control: AC-02
performed:
  by: priya
result: pass
artifacts:
  - sha256: 5d0c
  - {}
exceptions:
  EX-1: {cause: None was named}
";
    assert_data_eq!(
        problems(Kind::Evidence, yaml),
        str![[r#"
2:1-10 «performed» misses at: When: a day, or a moment with its offset.
6:5-11 «sha256» misses file: one of `file` or `url` must be there.
6:13-17 «5d0c» "5d0c" is not a SHA-256: 64 lower-case hexadecimal digits, as `sha256sum` prints them (0 allowed)
7:5-7 «{}» misses file: one of `file` or `url` must be there.
9:3-7 «EX-1» misses what: What happened, with times.

"#]]
    );
}

#[test]
fn of_several_branches_the_one_that_was_meant_speaks() {
    let yaml = "\
id: AC-02
title: Review
statement: Owners review access each quarter.
cadence: {evry: 45d}
";
    assert_data_eq!(
        problems(Kind::Control, yaml),
        str![[r#"
4:11-15 «evry» unknown evry; 1 others

"#]]
    );
    let yaml = "\
id: AC-02
title: Review
statement: Owners review access each quarter.
cadence: [monthly]
";
    assert_data_eq!(
        problems(Kind::Control, yaml),
        str![[r#"
4:10-19 «[monthly]» cadence wants text or a mapping, not a list

"#]]
    );
    let yaml = "\
control: AC-03
performed: {by: omar, at: 2026-04-02}
result: exception
tested:
  L-0311: passed
  L-0317: {exeption: EX-2026-04}
  L-0319: []
decisions: many
";
    assert_data_eq!(
        problems(Kind::Evidence, yaml),
        str![[r#"
5:11-17 «passed» "passed" is not one of `pass`, `exception`, `fail`, `pending` or `not-performed` (5 allowed)
6:12-20 «exeption» unknown exeption; 4 others
7:11-13 «[]» L-0319 wants text or a mapping, not a list
8:12-16 «many» decisions wants a list or a mapping, not text

"#]]
    );
}

#[test]
fn words_for_booleans_and_numbers_for_ids_are_pointed_out() {
    let yaml = "\
aws:
  what: Hosting
  owner: omar
  critical: yes
  x-note: no
";
    assert_data_eq!(
        problems(Kind::Vendors, yaml),
        str![[r#"
4:13-16 «yes» yes means true

"#]]
    );
    let yaml = "\
id: AC-02
title: 8.10
statement: Owners review access each quarter.
cadence: quarterly
satisfies: {cis: [8.10, \"8.20\", 6.1.2, 8.1], soc2: 017}
";
    assert_data_eq!(
        problems(Kind::Control, yaml),
        str![[r#"
2:8-12 «8.10» 8.10 reads as 8.1
5:19-23 «8.10» 8.10 reads as 8.1
5:52-55 «017» 017 reads as 15

"#]]
    );
}

#[test]
fn numbers_dates_and_names_are_explained_in_words() {
    let yaml = "\
company: {name: Northwind, timezone: Europe/Atlantis, fiscal_year_starts: 13}
people:
  Priya R: {name: Priya}
  omar: {name: , email: [a@b, a@b]}
audits:
  soc2-2026: {framework: soc2, type: type2}
  soc2-2025: {framework: soc2, type: type1, on: 2025-13-01}
  soc2-2024: {framework: soc2, type: type2, window: 2024-09-30..2024-01-01}
defaults: {grace: {monthly: 7}}
git: {require_signed: everything}
";
    assert_data_eq!(
        problems(Kind::Program, yaml),
        str![[r#"
1:38-53 «Europe/Atlantis» "Europe/Atlantis" is not an IANA time zone like `Europe/Berlin` or `UTC` (many allowed)
1:75-77 «13» "13" is not a number from 1 to 12 (0 allowed)
3:3-10 «Priya R» "Priya R" is not a short name like `priya`: lower-case letters, digits, `.`, `_` and `-` (0 allowed)
4:10-14 «name» name wants text, not nothing
4:31-34 «a@b» "a@b" is not each item once (0 allowed)
6:3-12 «soc2-2026» misses window: The days the audit covers, both included. Every occurrence of a control that falls due in it must be on file.
7:49-59 «2025-13-01» "2025-13-01" is not a date like `2026-03-31` (0 allowed)
8:53-75 «2024-09-30..2024-01-01» "2024-09-30..2024-01-01" is not two days in order and at most 30 years apart, like `2026-01-01..2026-09-30` (0 allowed)
9:29-30 «7» "7" is not a duration like `14d`; also `24h`, `3mo`, `1y` (0 allowed)
10:23-33 «everything» "everything" is not `evidence`, `policies` or `tags` (0 allowed)

"#]]
    );
}

#[test]
fn an_empty_file_is_told_at_its_start() {
    assert_data_eq!(
        problems(Kind::Control, "# nothing yet\n"),
        str![[r#"
1:1-1 «» the file wants a mapping, not nothing

"#]]
    );
    assert_data_eq!(
        problems(Kind::Control, "- a\n- b\n"),
        str![[r#"
1:1-4 «- a
- b» the file wants a mapping, not a list

"#]]
    );
}

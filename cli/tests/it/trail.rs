//! The trail of the demo company, as a person and as a program see it.

use crate::support::{demo, folder, git, succeed, tickmark};
use snapbox::{assert_data_eq, file, str};

const AT: [&str; 3] = ["soc2-2026", "--at", "soc2-2026/end"];

#[test]
fn the_heat_map_fits_eighty_columns() {
    let text =
        succeed(tickmark(demo()).arg("trail").args(AT).args(["--format", "table"]).env("COLUMNS", "80"));
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}");
    assert_data_eq!(text, file!["../reference/trail.txt"]);
}

#[test]
fn the_json_is_the_contract() {
    let text = succeed(tickmark(demo()).arg("trail").args(AT).args(["AC-02", "AC-03", "--format", "json"]));
    assert_data_eq!(text, file!["../reference/trail.json"]);
}

#[test]
fn a_pipe_gets_one_line_an_occurrence() {
    let text = succeed(tickmark(demo()).arg("trail").args(AT).arg("AC-02"));
    assert_data_eq!(
        text,
        str![[r#"
control	period	due	status	flags	performed	landed	path	grade
AC-02	2026-Q1	2026-03-31	operated		2026-03-27	2026-03-31	evidence/AC-02/2026-Q1.yaml	G3
AC-02	2026-Q2	2026-06-30	operated	late	2026-07-09	2026-07-10	evidence/AC-02/2026-Q2.yaml	G3
AC-02	2026-Q3	2026-09-30	operated		2026-09-28	2026-09-29	evidence/AC-02/2026-Q3.yaml	G3

"#]]
    );
}

#[test]
fn a_bare_clone_and_another_folder_tell_the_same() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", "--bare", &url, "bare"]));
    let json = |folder: &std::path::Path, zone: &str| {
        succeed(tickmark(folder).arg("trail").args(AT).args(["--format", "json"]).env("TZ", zone))
    };
    let here = json(demo(), "UTC");
    assert!(here == json(&place.path().join("bare"), "Pacific/Auckland"));
    assert!(here == json(&demo().join("policies/controls"), "America/New_York"));
}

#[test]
fn without_a_window_the_audit_that_is_open_is_shown() {
    let text =
        succeed(tickmark(demo()).args(["trail", "AC-02", "--as-of", "2026-10-01", "--format", "table"]));
    let head: Vec<&str> = text.lines().take(1).collect();
    assert_eq!(head, ["Northwind Robotics · soc2-2026 · 2026-01-01..2026-09-30"]);
}

#[test]
fn a_picture_holds_nothing_from_elsewhere_and_says_in_words_what_it_shows() {
    let text = succeed(tickmark(demo()).arg("trail").args(AT).args(["--format", "svg"]));
    let picture = roxmltree::Document::parse(&text).unwrap();
    let root = picture.root_element();
    assert_eq!((root.attribute("role"), root.attribute("aria-labelledby")), (Some("img"), Some("t d")));
    let names: std::collections::BTreeSet<&str> = picture
        .descendants()
        .filter(roxmltree::Node::is_element)
        .map(|node| node.tag_name().name())
        .collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["desc", "g", "rect", "style", "svg", "text", "title"]);
    let elsewhere = picture
        .descendants()
        .flat_map(|node| node.attributes())
        .filter(|attribute| attribute.name().contains("href") || attribute.value().contains("url("));
    assert_eq!(elsewhere.count(), 0);
    let words = picture.descendants().find(|node| node.has_tag_name("desc")).and_then(|node| node.text());
    assert!(words.unwrap().contains("AC-02: Mar operated, Jun operated, late, Sep operated"), "{words:?}");
}

#[test]
fn a_page_and_a_spreadsheet_show_the_same_occurrences() {
    let of =
        |format: &str| succeed(tickmark(demo()).arg("trail").args(AT).args(["AC-02", "--format", format]));
    assert_data_eq!(
        of("markdown"),
        str![[r#"
## Controls in 2026-01-01..2026-09-30, soc2-2026

Northwind Robotics · at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

### AC-02 Quarterly access review

quarterly, owner priya

| Period | Due | Status | Performed | Committed | Landed | Witnessed | Reviewed | Grade |
|---|---|---|---|---|---|---|---|---|
| 2026-Q1 | 2026-03-31 | operated | 2026-03-27T09:40:00+01:00 by priya | 2026-03-30T15:09:41+02:00 | 2026-03-31T16:17:00+02:00 | by no clock outside | 2026-03-31 by omar | G3 |
| 2026-Q2 | 2026-06-30 | operated: late | 2026-07-09T09:40:00+02:00 by priya | 2026-07-09T10:04:41+02:00 | 2026-07-10T16:11:00+02:00 | by no clock outside | 2026-07-10 by omar | G3 |
| 2026-Q3 | 2026-09-30 | operated | 2026-09-28T09:40:00+02:00 by priya | 2026-09-28T15:01:41+02:00 | 2026-09-29T16:54:00+02:00 | by no clock outside | 2026-09-29 by omar | G3 |


"#]]
    );
    assert_data_eq!(
        of("csv"),
        str![[r#"
control,title,owner,period,start,end,due,status,flags,performed_by,performed,committed,landed,reviewed_by,reviewed,grade,path
AC-02,Quarterly access review,priya,2026-Q1,2026-01-01,2026-03-31,2026-03-31,operated,,priya,2026-03-27T09:40:00+01:00,2026-03-30T15:09:41+02:00,2026-03-31T16:17:00+02:00,omar,2026-03-31,G3,evidence/AC-02/2026-Q1.yaml
AC-02,Quarterly access review,priya,2026-Q2,2026-04-01,2026-06-30,2026-06-30,operated,late,priya,2026-07-09T09:40:00+02:00,2026-07-09T10:04:41+02:00,2026-07-10T16:11:00+02:00,omar,2026-07-10,G3,evidence/AC-02/2026-Q2.yaml
AC-02,Quarterly access review,priya,2026-Q3,2026-07-01,2026-09-30,2026-09-30,operated,,priya,2026-09-28T09:40:00+02:00,2026-09-28T15:01:41+02:00,2026-09-29T16:54:00+02:00,omar,2026-09-29,G3,evidence/AC-02/2026-Q3.yaml

"#]]
    );
}

#[test]
fn a_cut_history_says_on_standard_error_why_the_exit_code_is_3() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "-q", "--depth", "30", &url, "cut"]));
    let said = |format: &str| {
        let arguments = ["trail", "soc2-2026", "AC-02", "--as-of", "2026-10-14", "--format", format];
        let output = tickmark(&place.path().join("cut")).args(arguments).output().unwrap();
        format!("{:?} {}", output.status.code(), String::from_utf8_lossy(&output.stderr))
    };
    for format in ["tsv", "csv", "json", "svg", "markdown", "table"] {
        assert_data_eq!(
            said(format),
            str![[r#"
Some(3) warning: the history is cut: 2 occurrences cannot be judged; run `git fetch --unshallow`

"#]]
        );
    }
}

#[test]
fn reviews_are_told_in_numbers() {
    let of = |format: &str| succeed(tickmark(demo()).arg("trail").args(AT).args(["--format", format]));
    let page = of("markdown");
    let said = page.lines().find(|line| line.starts_with("Reviews: ")).unwrap();
    assert_data_eq!(
        said,
        str![
            "Reviews: 218 of 218 records name a reviewer; 1 of these says that something deviated. From performed to reviewed: 5 days in the middle, 41 days at most. From the first commit until the review had landed: 4 days in the middle, 7 days at most. 145 reviews landed in one minute with another one by the same person, 12 at most."
        ]
    );
    let told: serde_json::Value = serde_json::from_str(&of("json")).unwrap();
    let mut reviews = told["reviews"].clone();
    let minutes = reviews["same_minute"].as_array_mut().unwrap();
    minutes.truncate(1);
    assert_data_eq!(
        serde_json::to_string_pretty(&reviews).unwrap(),
        str![[r#"
{
  "committed_to_reviewed_seconds": {
    "count": 218,
    "longest": 630259,
    "median": 360259,
    "shortest": 24079
  },
  "performed_to_reviewed_days": {
    "count": 218,
    "longest": 41,
    "median": 5,
    "shortest": 0
  },
  "records": 218,
  "reviewed": 218,
  "same_minute": [
    {
      "at": "2026-02-03T16:17:00Z",
      "by": "omar",
      "records": [
        "evidence/IR-01/2026-01.yaml",
        "evidence/LG-01/2026-01.yaml"
      ]
    }
  ],
  "with_exception": 1
}
"#]]
    );
}

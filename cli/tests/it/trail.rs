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
control	period	due	status	flags	performed	landed	path
AC-02	2026-Q1	2026-03-31	operated		2026-03-27	2026-03-31	evidence/AC-02/2026-Q1.yaml
AC-02	2026-Q2	2026-06-30	operated	late	2026-07-09	2026-07-10	evidence/AC-02/2026-Q2.yaml
AC-02	2026-Q3	2026-09-30	operated		2026-09-28	2026-09-29	evidence/AC-02/2026-Q3.yaml

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

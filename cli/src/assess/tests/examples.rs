//! Ten worked examples, from a quarter on time to an empty population.

use super::history::{History, control, record};
use snapbox::{assert_data_eq, str};

const WINDOW: &str = "2026-01-01..2026-09-30";
const CONTROL: &str = "policies/controls/C.yaml";

fn two_quarters() -> History {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    history.write("2026-03-30", "evidence/C/2026-Q1.yaml", &record(Some("2026-Q1"), "2026-03-27"));
    history.write("2026-07-10", "evidence/C/2026-Q2.yaml", &record(Some("2026-Q2"), "2026-07-09"));
    history
}

#[test]
fn one_a_late_quarter_is_on_file_and_not_on_time() {
    assert_data_eq!(
        two_quarters().told(WINDOW, "2026-09-14"),
        str![[r#"
C quarterly
  2026-Q1 operated
  2026-Q2 operated late
  2026-Q3 upcoming
expected 2, on file 2, on time 1

"#]]
    );
}

#[test]
fn two_silence_is_overdue_within_grace_and_missing_after_it() {
    let told = ["2026-09-30", "2026-10-01", "2026-10-10", "2026-10-14", "2026-10-15"].map(|as_of| {
        let assessment = two_quarters().assess(WINDOW, as_of);
        let last = assessment.controls[0].occurrences.last().expect("three quarters");
        format!("{as_of} {} {}", last.period, last.status.word())
    });
    assert_eq!(
        told,
        [
            "2026-09-30 2026-Q3 upcoming",
            "2026-10-01 2026-Q3 overdue",
            "2026-10-10 2026-Q3 overdue",
            "2026-10-14 2026-Q3 overdue",
            "2026-10-15 2026-Q3 missing",
        ]
    );
}

#[test]
fn three_four_reviews_a_year_are_not_four_quarters() {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    for day in ["2026-03-31", "2026-07-04", "2026-10-06", "2026-12-30"] {
        history.write(day, &format!("evidence/C/{day}.yaml"), &record(None, day));
    }
    let assessment = history.assess("2026-01-01..2026-12-31", "2027-03-01");
    let told: Vec<String> = assessment.controls[0]
        .occurrences
        .iter()
        .map(|occurrence| {
            let path = occurrence.path.as_ref().map_or("-", |path| path.name());
            format!("{} {} {path} {:?}", occurrence.period, occurrence.status.word(), occurrence.others)
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-Q1 operated 2026-03-31.yaml []",
            "2026-Q2 missing - []",
            "2026-Q3 operated 2026-07-04.yaml []",
            "2026-Q4 operated 2026-12-30.yaml [\"evidence/C/2026-10-06.yaml\"]",
        ]
    );
}

#[test]
fn four_nothing_is_expected_before_the_first_landing() {
    let mut history = History::new();
    history.write("2026-03-10", CONTROL, &control("monthly", ""));
    assert_data_eq!(
        history.told("2026-01-01..2026-04-30", "2026-05-20"),
        str![[r#"
C monthly
  2026-03 missing
  2026-04 missing
expected 2, on file 0, on time 0

"#]]
    );
}

#[test]
fn five_a_cadence_tightened_in_the_window_leaves_a_gap_that_is_shown() {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    history.write("2026-05-18", CONTROL, &control("monthly", ""));
    assert_data_eq!(
        history.told(WINDOW, "2026-12-01"),
        str![[r#"
C monthly
  2026-Q1 missing
  2026-05 missing
  2026-06 missing
  2026-07 missing
  2026-08 missing
  2026-09 missing
  uncovered 2026-04-01..2026-04-30
expected 6, on file 0, on time 0

"#]]
    );
}

#[test]
fn six_an_annual_control_owes_nothing_in_nine_months() {
    let mut history = History::new();
    history.write("2025-11-05", CONTROL, &control("annual", ""));
    assert_data_eq!(
        history.told(WINDOW, "2026-10-12"),
        str![[r#"
C annual
  uncovered 2026-01-01..2026-09-30
expected 0, on file 0, on time 0

"#]]
    );
}

#[test]
fn seven_a_record_that_lands_weeks_later_is_after_the_fact() {
    let mut history = History::new();
    history.write("2026-04-05", CONTROL, &control("monthly", ""));
    history.write("2026-06-10", "evidence/C/2026-04.yaml", &record(Some("2026-04"), "2026-04-30"));
    assert_data_eq!(
        history.told("2026-04-01..2026-04-30", "2026-06-12"),
        str![[r#"
C monthly
  2026-04 operated after-the-fact
expected 1, on file 1, on time 1

"#]]
    );
}

#[test]
fn eight_the_companys_zone_decides_the_day() {
    let program = "company: {name: N, timezone: Europe/Berlin}\ndefaults: {review: none}\n";
    let mut history = History::with_program(program);
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    let record = record(Some("2026-Q1"), "2026-03-31T23:30:00Z");
    history.write("2026-04-01", "evidence/C/2026-Q1.yaml", &record);
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-04-02"),
        str![[r#"
C quarterly
  2026-Q1 operated late
expected 1, on file 1, on time 0

"#]]
    );
}

#[test]
fn nine_a_record_may_be_completed_and_a_changed_date_is_altered_for_ever() {
    let path = "evidence/C/2026-Q2.yaml";
    let pass = record(Some("2026-Q2"), "2026-06-30");
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    history.write("2026-07-01", path, &pass.replace("result: pass", "result: pending"));
    history.write("2026-07-03", path, &format!("{pass}reviewed: {{by: bob, at: 2026-07-03}}\n"));
    let window = "2026-04-01..2026-06-30";
    let completed = history.told(window, "2026-08-20");
    history.write("2026-08-19", path, &record(Some("2026-Q2"), "2026-06-29"));
    assert_data_eq!(
        completed + &history.told(window, "2026-08-20"),
        str![[r#"
C quarterly
  2026-Q2 operated completed
expected 1, on file 1, on time 1
C quarterly
  2026-Q2 operated altered altered-after-close
expected 1, on file 1, on time 1

"#]]
    );
}

#[test]
fn ten_an_empty_population_is_no_event_and_an_absent_one_is_missing() {
    let csv = "id,last_day\n";
    let extraction = format!(
        "population: leavers\nperiod: 2026-02\nextracted: {{by: ada, at: 2026-03-01}}\nrows: 0\nsha256: {}\n",
        crate::place::Sha256::of(csv.as_bytes())
    );
    let mut history = History::new();
    history.commit(
        "2026-02-01",
        &[
            (CONTROL, Some(&control("on-event", "population: leavers\n"))),
            ("policies/populations/leavers.yaml", Some("id: leavers\nkey: id\n")),
        ],
    );
    history.commit(
        "2026-03-01",
        &[
            ("evidence/populations/leavers/2026-02.yaml", Some(&extraction)),
            ("evidence/populations/leavers/2026-02.csv", Some(csv)),
        ],
    );
    assert_data_eq!(
        history.told("2026-02-01..2026-05-31", "2026-09-14"),
        str![[r#"
C on-event
  2026-02 no-events
  2026-03 missing
  2026-04 missing
  2026-05 missing
expected 4, on file 1, on time 1

"#]]
    );
}

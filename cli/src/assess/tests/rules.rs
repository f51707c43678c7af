//! What the page says beyond its examples, one sentence a test.

use super::history::{History, PROGRAM, control, record};
use snapbox::{assert_data_eq, str};

const CONTROL: &str = "policies/controls/C.yaml";
const Q1: &str = "evidence/C/2026-Q1.yaml";
const WINDOW: &str = "2026-01-01..2026-06-30";

fn quarterly() -> History {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    history
}

#[test]
fn a_since_before_the_landing_is_expected_and_says_that_the_definition_came_later() {
    let mut history = History::new();
    history.write("2026-04-10", CONTROL, &control("quarterly", "since: 2026-02-01\n"));
    assert_data_eq!(
        history.told("2025-10-01..2026-06-30", "2026-08-01"),
        str![[r#"
C quarterly
  2026-Q1 missing definition-landed-later
  2026-Q2 missing
expected 2, on file 0, on time 0

"#]]
    );
}

#[test]
fn what_fell_due_before_a_control_was_retired_or_deleted_stays_expected() {
    let mut retired = quarterly();
    retired.write("2026-05-10", CONTROL, &control("quarterly", "status: retired\n"));
    let mut deleted = quarterly();
    deleted.commit("2026-05-10", &[(CONTROL, None)]);
    assert_data_eq!(
        retired.told(WINDOW, "2026-08-01") + &deleted.told(WINDOW, "2026-08-01"),
        str![[r#"
C quarterly
  2026-Q1 missing
  uncovered 2026-04-01..2026-05-09
expected 1, on file 0, on time 0
C quarterly
  2026-Q1 missing
  uncovered 2026-04-01..2026-05-09
expected 1, on file 0, on time 0

"#]]
    );
}

#[test]
fn a_version_that_cannot_be_read_is_passed_over() {
    let mut history = quarterly();
    history.write("2026-01-05", CONTROL, "id: [\n");
    history.write("2026-02-01", CONTROL, "id: C\ncadence: [\n");
    history.write("2026-02-02", CONTROL, "id: C\ncadence: fortnightly\n");
    let in_force = history.assess(WINDOW, "2026-08-01").controls[0].in_force[0].commit;
    assert_eq!(in_force.map(|commit| commit.short()).as_deref(), Some("0101010101"));
    assert_data_eq!(
        history.told(WINDOW, "2026-08-01"),
        str![[r#"
C quarterly
  2026-Q1 missing
  2026-Q2 missing
expected 2, on file 0, on time 0

"#]]
    );
}

#[test]
fn the_last_version_of_a_day_counts_for_the_whole_day() {
    let mut history = quarterly();
    history.write("2026-03-31", CONTROL, &control("annual", ""));
    history.write("2026-03-31", CONTROL, &control("quarterly", ""));
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-08-01"),
        str![[r#"
C quarterly
  2026-Q1 missing
expected 1, on file 0, on time 0

"#]]
    );
}

#[test]
fn the_highest_number_counts_and_the_others_stay_visible() {
    let mut history = quarterly();
    history.write("2026-03-30", Q1, &record(Some("2026-Q1"), "2026-03-27"));
    let fail = record(Some("2026-Q1"), "2026-03-28").replace("result: pass", "result: fail");
    history.write("2026-03-31", "evidence/C/2026-Q1.2.yaml", &fail);
    let assessment = history.assess("2026-01-01..2026-03-31", "2026-05-01");
    let first = &assessment.controls[0].occurrences[0];
    assert_eq!(
        format!("{} {:?} {:?}", first.status.word(), first.path, first.others),
        "failed Some(\"evidence/C/2026-Q1.2.yaml\") [\"evidence/C/2026-Q1.yaml\"]"
    );
}

#[test]
fn a_record_that_is_gone_is_named_also_when_another_one_counts() {
    let mut history = quarterly();
    history.write("2026-03-30", Q1, &record(Some("2026-Q1"), "2026-03-27"));
    history.write("2026-03-31", "evidence/C/2026-Q1.2.yaml", &record(Some("2026-Q1"), "2026-03-28"));
    history.commit("2026-04-02", &[(Q1, None)]);
    let window = "2026-01-01..2026-03-31";
    let first = history.told(window, "2026-05-01");
    history.commit("2026-04-03", &[("evidence/C/2026-Q1.2.yaml", None)]);
    assert_data_eq!(
        first + &history.told(window, "2026-05-01"),
        str![[r#"
C quarterly
  2026-Q1 operated deleted-later
expected 1, on file 1, on time 1
C quarterly
  2026-Q1 missing deleted-later
expected 1, on file 0, on time 0

"#]]
    );
}

#[test]
fn a_file_added_to_the_folder_completes_and_a_changed_one_alters() {
    let mut history = quarterly();
    history.write("2026-03-30", Q1, &record(Some("2026-Q1"), "2026-03-27"));
    history.write("2026-04-01", "evidence/C/2026-Q1/note.csv", "a\n");
    let window = "2026-01-01..2026-03-31";
    let added = history.told(window, "2026-05-01");
    history.write("2026-04-20", "evidence/C/2026-Q1/note.csv", "b\n");
    assert_data_eq!(
        added + &history.told(window, "2026-05-01"),
        str![[r#"
C quarterly
  2026-Q1 operated completed
expected 1, on file 1, on time 1
C quarterly
  2026-Q1 operated altered altered-after-close
expected 1, on file 1, on time 1

"#]]
    );
}

#[test]
fn a_deletion_and_a_re_adding_are_edits() {
    let mut history = quarterly();
    let text = record(Some("2026-Q1"), "2026-03-27");
    history.write("2026-03-30", Q1, &text);
    history.commit("2026-04-01", &[(Q1, None)]);
    history.write("2026-04-02", Q1, &text);
    let assessment = history.assess("2026-01-01..2026-03-31", "2026-05-01");
    let kinds: Vec<_> =
        assessment.controls[0].occurrences[0].edits.iter().map(|edit| edit.kind.word()).collect();
    assert_eq!(kinds, ["altering", "completing"]);
}

#[test]
fn a_pending_record_resolved_after_close_is_not_on_time() {
    let mut history = quarterly();
    let text = record(Some("2026-Q1"), "2026-03-27");
    history.write("2026-03-30", Q1, &text.replace("result: pass", "result: pending"));
    history.write("2026-04-15", Q1, &text);
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-05-01"),
        str![[r#"
C quarterly
  2026-Q1 operated completed completed-after-close
expected 1, on file 1, on time 0

"#]]
    );
}

#[test]
fn records_that_fit_no_occurrence_are_strays_where_they_fall_due() {
    let mut history = quarterly();
    history.write("2026-04-01", "evidence/C/2026-02.yaml", &record(Some("2026-02"), "2026-02-27"));
    history.write("2026-04-02", "evidence/C/soon.yaml", &record(Some("soon"), "2026-02-27"));
    history.write("2026-04-03", "evidence/C/old.yaml", &record(None, "2025-11-02"));
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-03-31")
            + &history.told("2026-04-01..2026-06-30", "2026-04-04"),
        str![[r#"
C quarterly
  2026-Q1 upcoming
  stray evidence/C/2026-02.yaml 2026-02
  stray evidence/C/old.yaml -
  stray evidence/C/soon.yaml -
expected 0, on file 0, on time 0
C quarterly
  2026-Q2 upcoming
  stray evidence/C/old.yaml -
  stray evidence/C/soon.yaml -
expected 0, on file 0, on time 0

"#]]
    );
}

#[test]
fn review_asks_for_another_person_unless_the_programme_says_otherwise() {
    let told = ["four-eyes", "any", "none"].map(|rule| {
        let mut history = History::with_program(&PROGRAM.replace("none", rule));
        history.write("2026-01-05", CONTROL, &control("quarterly", ""));
        let own = format!("{}reviewed: {{by: ada, at: 2026-03-28}}\n", record(Some("2026-Q1"), "2026-03-27"));
        history.write("2026-03-30", Q1, &own);
        history.write("2026-06-30", "evidence/C/2026-Q2.yaml", &record(Some("2026-Q2"), "2026-06-27"));
        let assessment = history.assess(WINDOW, "2026-07-01");
        let words: Vec<_> = assessment.controls[0].occurrences.iter().map(|one| one.status.word()).collect();
        format!("{rule}: {}", words.join(" "))
    });
    assert_eq!(
        told,
        ["four-eyes: unreviewed unreviewed", "any: operated unreviewed", "none: operated operated"]
    );
}

#[test]
fn a_copied_record_is_seen() {
    let mut history = quarterly();
    let q1 = "control: C\nperiod: 2026-Q1\nperformed: {by: ada, at: 2026-03-27}\nresult: pass\n";
    history.write("2026-03-30", Q1, q1);
    history.write("2026-06-29", "evidence/C/2026-Q2.yaml", &q1.replace("Q1", "Q2").replace("03-27", "06-27"));
    assert_data_eq!(
        history.told(WINDOW, "2026-07-01") + &history.told("2026-04-01..2026-06-30", "2026-07-01"),
        str![[r#"
C quarterly
  2026-Q1 operated incomplete
  2026-Q2 operated incomplete same-as-previous
expected 2, on file 2, on time 2
C quarterly
  2026-Q2 operated incomplete same-as-previous
expected 1, on file 1, on time 1

"#]]
    );
}

#[test]
fn a_clock_that_runs_backwards_is_named_and_a_distrusted_date_is_left_out() {
    let commit = "0202020202020202020202020202020202020202";
    let mut history =
        History::with_program(&format!("{PROGRAM}git: {{distrusted_dates: {{{commit}: wrong clock}}}}\n"));
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    history.write("2036-01-01", "evidence/C/x/y.csv", "a\n");
    history.write("2026-03-30", Q1, &record(Some("2026-Q1"), "2026-03-27"));
    history.write("2026-03-28", "evidence/C/x/y.csv", "b\n");
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-05-01"),
        str![[r#"
C quarterly
  2026-Q1 operated
expected 1, on file 1, on time 1
CLOCK_OUT_OF_ORDER 0404040404040404040404040404040404040404

"#]]
    );
}

#[test]
fn an_item_after_its_deadline_makes_an_exception() {
    let mut history = History::new();
    let csv = "id,last_day\nL1,2026-02-10\nL2,2026-02-11\n";
    let sha = crate::place::Sha256::of(csv.as_bytes());
    let extraction = format!(
        "population: leavers\nperiod: 2026-02\nextracted: {{by: ada, at: 2026-03-01}}\nrows: 2\nsha256: {sha}\n"
    );
    let tested = "control: C\nperiod: 2026-02\nperformed: {by: ada, at: 2026-03-02}\nresult: pass\n\
        artifacts: [{url: 'x:y'}]\ntested:\n  L1: {result: pass, at: 2026-02-11T23:59:59Z}\n  L2: {result: pass, at: 2026-02-13T00:00:01Z}\n";
    history.commit(
        "2026-02-01",
        &[
            (CONTROL, Some(&control("on-event", "population: leavers\ndeadline: 24h after last_day\n"))),
            ("policies/populations/leavers.yaml", Some("id: leavers\nkey: id\nevent: last_day\n")),
        ],
    );
    history.commit(
        "2026-03-02",
        &[
            ("evidence/populations/leavers/2026-02.yaml", Some(&extraction)),
            ("evidence/populations/leavers/2026-02.csv", Some(csv)),
            ("evidence/C/2026-02.yaml", Some(tested)),
        ],
    );
    let assessment = history.assess("2026-02-01..2026-02-28", "2026-03-31");
    let one = &assessment.controls[0].occurrences[0];
    assert_eq!(
        format!("{} {:?} {:?} {:?}", one.status.word(), one.flags, one.missed_deadline, one.lacks),
        "exception [] [\"L2\"] []"
    );
}

#[test]
fn a_record_that_cannot_be_read_is_stray_and_named() {
    let mut history = quarterly();
    let pass = record(Some("2026-Q1"), "2026-03-27");
    history.write("2026-03-30", Q1, &pass);
    history.write("2026-04-20", Q1, &format!("{pass}result: fail\n"));
    history.write("2026-04-20", "evidence/C/broken.yaml", "control: [\n");
    history.write(
        "2026-04-21",
        "evidence/C/2026-Q2.yaml",
        &record(Some("2026-Q2"), "2026-04-20").replace("pass", "fine"),
    );
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-05-01")
            + &history.told("2026-04-01..2026-06-30", "2026-05-01"),
        str![[r#"
C quarterly
  2026-Q1 missing
  stray evidence/C/2026-Q1.yaml -
  stray evidence/C/broken.yaml -
expected 1, on file 0, on time 0
RECORD_UNREADABLE evidence/C/2026-Q1.yaml
RECORD_UNREADABLE evidence/C/2026-Q2.yaml
RECORD_UNREADABLE evidence/C/broken.yaml
C quarterly
  2026-Q2 upcoming
  stray evidence/C/2026-Q1.yaml -
  stray evidence/C/2026-Q2.yaml 2026-Q2
  stray evidence/C/broken.yaml -
expected 0, on file 0, on time 0
RECORD_UNREADABLE evidence/C/2026-Q1.yaml
RECORD_UNREADABLE evidence/C/2026-Q2.yaml
RECORD_UNREADABLE evidence/C/broken.yaml

"#]]
    );
}

#[test]
fn a_control_file_that_says_two_things_is_passed_over() {
    let mut history = quarterly();
    history.write("2026-02-01", CONTROL, &control("quarterly", "cadence: monthly\n"));
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-05-01"),
        str![[r#"
C quarterly
  2026-Q1 missing
expected 1, on file 0, on time 0

"#]]
    );
}

#[test]
fn distrusted_commits_before_the_first_trusted_one_have_its_day() {
    let commit = "0101010101010101010101010101010101010101";
    let mut history =
        History::with_program(&format!("{PROGRAM}git: {{distrusted_dates: {{{commit}: wrong clock}}}}\n"));
    history.write("2036-01-05", CONTROL, &control("monthly", ""));
    history.write("2026-02-10", "evidence/C/x/y.csv", "a\n");
    assert_data_eq!(
        history.told("2026-01-01..2026-03-31", "2026-05-01"),
        str![[r#"
C monthly
  2026-02 missing
  2026-03 missing
expected 2, on file 0, on time 0

"#]]
    );
}

#[test]
fn a_definition_is_in_force_from_its_landing_or_from_an_earlier_since() {
    let from = |since: &str| {
        let mut history = History::new();
        history.write("2026-01-05", CONTROL, &control("quarterly", since));
        history.assess(WINDOW, "2026-07-01").controls[0].in_force[0].from.map(|from| from.to_string())
    };
    assert_eq!(
        ["", "since: 2025-10-01\n", "since: 2026-02-10\n"].map(from),
        [Some("2026-01-05".to_owned()), Some("2025-10-01".to_owned()), Some("2026-01-05".to_owned())]
    );
}

#[test]
fn a_list_of_exceptions_is_a_deviation_too() {
    let mut history = quarterly();
    history.write(
        "2026-03-30",
        Q1,
        &format!("{}exceptions: [EX-1]\n", record(Some("2026-Q1"), "2026-03-27")),
    );
    let assessment = history.assess("2026-01-01..2026-03-31", "2026-05-01");
    assert_eq!(assessment.controls[0].occurrences[0].status.word(), "exception");
}

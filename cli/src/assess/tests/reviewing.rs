//! How reviews went, on histories by hand.

use super::history::{History, control, record};
use crate::assess::Reviewing;

const CONTROL: &str = "policies/controls/C.yaml";

fn told(history: &History) -> Reviewing {
    history.assess("2026-01-01..2026-12-31", "2026-12-31").reviewing()
}

fn reviewed(period: &str, performed: &str, by: &str, at: &str) -> String {
    format!("{}reviewed: {{by: {by}, at: {at}}}\n", record(Some(period), performed))
}

#[test]
fn a_review_came_with_the_last_edit_that_names_another_reviewer() {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("quarterly", ""));
    let path = "evidence/C/2026-Q1.yaml";
    let first = reviewed("2026-Q1", "2026-03-27", "bob", "2026-04-01");
    history.write("2026-03-28", path, &record(Some("2026-Q1"), "2026-03-27"));
    history.write("2026-04-02", path, &first);
    history.write("2026-04-09", path, &format!("{first}x-note: n\n"));
    let once = told(&history);
    let days = |reviewing: &Reviewing| reviewing.latency.map(|latency| latency.longest / 86_400);
    assert_eq!((once.days.map(|days| days.median), days(&once)), (Some(5), Some(5)));
    history.write("2026-04-20", path, &first.replace("bob", "cem"));
    assert_eq!(days(&told(&history)), Some(23));
    history.write("2026-04-21", path, &record(Some("2026-Q1"), "2026-03-27"));
    let gone = told(&history);
    assert_eq!((gone.records, gone.reviewed, gone.latency), (1, 0, None));
}

#[test]
fn reviews_of_one_person_in_one_minute_stand_together_and_those_of_two_apart() {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("monthly", ""));
    let month = |month: &str, by: &str| {
        let text = reviewed(&format!("2026-{month}"), &format!("2026-{month}-20"), by, "2026-05-02");
        (format!("evidence/C/2026-{month}.yaml"), text)
    };
    let (jan, feb, mar) = (month("01", "bob"), month("02", "bob"), month("03", "cem"));
    let mar = (mar.0, mar.1.replace("result: pass", "result: fail"));
    let files = [&jan, &feb, &mar].map(|(path, text)| (path.as_str(), Some(text.as_str())));
    history.commit("2026-05-02", &files);
    let (path, text) = month("04", "bob");
    history.write("2026-05-03", &path, &text);
    let told = told(&history);
    let groups: Vec<String> = told
        .same_minute
        .iter()
        .map(|group| format!("{} {} {:?}", group.by, group.at, group.records))
        .collect();
    assert_eq!(
        groups,
        [r#"bob 2026-05-02T12:00:00Z ["evidence/C/2026-01.yaml", "evidence/C/2026-02.yaml"]"#]
    );
    assert_eq!((told.records, told.reviewed, told.with_exception), (4, 4, 1));
}

#[test]
fn without_a_record_nothing_is_said() {
    let mut history = History::new();
    history.write("2026-01-05", CONTROL, &control("monthly", ""));
    assert_eq!(told(&history).sentences(), [""; 0]);
}

use snapbox::{assert_data_eq, str};

use crate::assess::clocks::clocks_of;
use crate::calendar::read_date;
use crate::document::parse_yaml;
use crate::model::{Ids, Incident, Program, Register};
use crate::place::{FileId, RepoPath};

/// The clocks of an incident on a day, a line each.
fn told(frameworks: &str, day: &str, incident: &str) -> String {
    told_to("timezone: Europe/Berlin", frameworks, day, incident)
}

/// The same for a company that says more of itself.
fn told_to(company: &str, frameworks: &str, day: &str, incident: &str) -> String {
    let tree = |text: &str| {
        parse_yaml(FileId(0), text, 0, &crate::document::Limits::DEFAULT).root.expect("the text is not empty")
    };
    let program = format!("company: {{{company}}}\nframeworks: {{{frameworks}}}\n");
    let incident =
        Incident::decode(FileId(1), &RepoPath::new("i.yaml"), &tree(incident)).expect("an incident");
    let register = Register {
        program: Program::decode(FileId(0), &RepoPath::new("p.yaml"), &tree(&program)),
        incidents: Ids::new(vec![incident]),
        ..Register::default()
    };
    let incident = register.incidents.all().first().expect("one");
    let lines = clocks_of(&register, incident, read_date(day).expect("a day")).into_iter().map(|clock| {
        let limit = clock.limit.map_or_else(|| "no limit".to_owned(), |limit| limit.to_string());
        format!("{}: {limit}, {}\n", clock.title(), clock.state.word())
    });
    lines.collect()
}

#[test]
fn nis2_runs_from_awareness_and_then_from_the_notification() {
    let aware = "id: I\nclassified: 2026-05-20T12:00:00+02:00\naware: 2026-05-20T10:06:00+02:00\n";
    assert_data_eq!(
        told("nis2: {}", "2026-05-21", aware),
        str![[r#"
NIS2 early warning: 2026-05-21T08:06:00Z, running
NIS2 notification: 2026-05-23T08:06:00Z, running
NIS2 final report: no limit, not started

"#]]
    );
    let sent = "reported:\n- {under: nis2, what: early-warning, at: 2026-05-20T18:30:00+02:00}\n\
                - {under: nis2, what: notification, at: 2026-05-31T10:00:00+02:00}\n";
    assert_data_eq!(
        told("nis2: {}", "2026-07-02", &format!("{aware}{sent}")),
        str![[r#"
NIS2 early warning: 2026-05-21T08:06:00Z, in time
NIS2 notification: 2026-05-23T08:06:00Z, late
NIS2 final report: 2026-06-30T08:00:00Z, missed

"#]]
    );
}

#[test]
fn dora_waits_for_a_working_day_unless_nis2_binds_the_company_as_well() {
    // 23 May 2026 is a Saturday.
    let incident = "id: I\naware: 2026-05-22T20:00:00+02:00\nclassified: 2026-05-23T06:00:00+02:00\n\
                    reported: [{under: dora, what: initial, at: 2026-05-23T09:00:00+02:00}]\n";
    assert_data_eq!(
        told("dora: {}", "2026-05-25", incident),
        str![[r#"
DORA initial report: 2026-05-25T10:00:00Z, in time
DORA intermediate report: 2026-05-26T07:00:00Z, running
DORA final report: no limit, not started

"#]]
    );
    assert_data_eq!(
        told("dora: {}, nis2: {}", "2026-05-25", incident).lines().next().unwrap_or_default().to_owned(),
        str!["NIS2 early warning: 2026-05-23T18:00:00Z, missed"]
    );
    let late = "id: I\naware: 2026-05-18T08:00:00+02:00\nclassified: 2026-05-20T08:00:00+02:00\n";
    assert_data_eq!(
        told("dora: {}", "2026-05-20", late).lines().next().unwrap_or_default().to_owned(),
        str!["DORA initial report: 2026-05-20T10:00:00Z, running"]
    );
}

#[test]
fn a_limit_of_dora_passes_over_the_bank_holidays_that_the_programme_names() {
    // 25 May 2026 is Whit Monday; the limit is moved from Saturday 23 May.
    let incident = "id: I\naware: 2026-05-22T20:00:00+02:00\nclassified: 2026-05-23T06:00:00+02:00\n";
    let company = "timezone: Europe/Berlin, bank_holidays: [2026-05-25, 2026-05-14]";
    assert_data_eq!(
        told_to(company, "dora: {}", "2026-05-25", incident).lines().next().unwrap_or_default().to_owned(),
        str!["DORA initial report: 2026-05-26T10:00:00Z, running"]
    );
}

#[test]
fn a_breach_of_personal_data_runs_by_itself_unless_the_record_says_that_no_report_was_due() {
    let breach = "id: I\naware: 2026-05-20\npersonal_data: true\n";
    assert_data_eq!(
        told("gdpr: {}", "2026-05-25", breach),
        str![[r#"
GDPR notification: 2026-05-22T22:00:00Z, missed

"#]]
    );
    assert_eq!(told("gdpr: {}", "2026-05-25", &format!("{breach}reported: []\n")), "");
    assert_eq!(told("soc2: {}", "2026-05-25", breach), "");
}

#[test]
fn a_day_without_its_hour_is_not_taken_for_its_best_moment() {
    let incident = "id: I\naware: 2026-05-20T10:00:00+02:00\n\
                    reported: [{under: gdpr, what: notification, at: 2026-05-23}, {to: customers, at: 2026-05-20}]\n";
    assert_data_eq!(
        told("", "2026-05-25", incident),
        str![[r#"
GDPR notification: 2026-05-23T08:00:00Z, cannot be told
 : no limit, cannot be told

"#]]
    );
}

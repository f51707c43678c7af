//! `status`: the agenda of the demo company, as a person, a pipe and a calendar see it.

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{demo, folder, git, succeed, tickmark, told};

const END: [&str; 3] = ["status", "--at", "soc2-2026/end"];

#[test]
fn the_morning_after_the_window_closed() {
    let text =
        succeed(tickmark(demo()).args(END).args(["--days", "5", "--format", "full"]).env("COLUMNS", "80"));
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    assert_data_eq!(
        text,
        str![[r#"
Northwind Robotics
at soc2-2026/end (b7cf6f5463) · as of 2026-10-14

4 overdue · 2 due in the next 5 days · 5 open

Overdue
  2026-05-31  okta           no report or bridge letter speaks for it any more
              mateo · 136 days late · ask for the next report, and enter it
              under `assurance` of `okta` in `policies/registers/vendors.yaml`
  2026-07-07  AC-05 2026-06  Privileged access review (done by priya)
              omar · 99 days late · look at `evidence/AC-05/2026-06.yaml` and
              add `reviewed: {by: …, at: DATE}`
  2026-09-30  aws            no report or bridge letter speaks for it any more
              omar · 14 days late · ask for the next report, and enter it under
              `assurance` of `aws` in `policies/registers/vendors.yaml`
  2026-10-08  R-07           Loss of the only region: the acceptance has ended
              omar · 6 days late · accept the risk again with a new day, or
              treat it, in `policies/risks/R-07.yaml`

Due by 2026-10-19
  2026-10-16  soc2-2026 10    Review of subservice organisations and their
                              reports
              nadia · in 2 days · name what answers it under `answer`, and set
              `status: provided` in `evidence/audits/soc2-2026/requests.yaml`
  2026-10-18  VM-02 2026-W42  Dependency alerts triaged (mateo)

Open, due later or without a day
  2026-11-30  A.8.12 iso27001    Data leakage prevention: planned, and no
                                 control yet
              nadia · in 47 days · add a control that satisfies it, and take the
              decision out of `policies/soa/iso27001.yaml`
  2026-12-15  A.5.7 iso27001     Threat intelligence: planned, and no control
                                 yet
              priya · in 62 days · add a control that satisfies it, and take the
              decision out of `policies/soa/iso27001.yaml`
  2026-12-15  A.8.23 iso27001    Web filtering: planned, and no control yet
              nadia · in 62 days · add a control that satisfies it, and take the
              decision out of `policies/soa/iso27001.yaml`
  2026-12-15  MR-2026 MR-2026-3  Decide about a second region
              omar · in 62 days · do it, and add `done: DATE` in
              `evidence/isms/reviews/MR-2026.yaml`
  2026-12-31  MR-2025 MR-2025-2  ISO 27001 certificate in 2026
              omar · in 78 days · do it, and add `done: DATE` in
              `evidence/isms/reviews/MR-2025.yaml`

By owner
  omar     3 overdue    0 due    2 open
  mateo    1 overdue    1 due    0 open
  nadia    0 overdue    1 due    2 open
  priya    0 overdue    0 due    1 open

"#]]
        .raw()
    );
}

#[test]
fn what_is_a_persons_includes_what_is_their_teams() {
    let text = succeed(tickmark(demo()).args(END).args(["--owner", "omar", "--days", "17"]));
    assert_data_eq!(text, str![[r#"
urgency	due	owner	kind	subject	item	what	path
overdue	2026-07-07	omar	review	AC-05	2026-06	Privileged access review (done by priya)	evidence/AC-05/2026-06.yaml
overdue	2026-09-30	omar	vendor-report	aws		no report or bridge letter speaks for it any more	policies/registers/vendors.yaml
overdue	2026-10-08	omar	acceptance	R-07		Loss of the only region: the acceptance has ended	policies/risks/R-07.yaml
due	2026-10-31	it	evidence	AC-03	2026-10	Leaver access removed within 24 hours	evidence/AC-03/2026-10.yaml
open	2026-12-15	omar	action	MR-2026	MR-2026-3	Decide about a second region	evidence/isms/reviews/MR-2026.yaml
open	2026-12-31	omar	action	MR-2025	MR-2025-2	ISO 27001 certificate in 2026	evidence/isms/reviews/MR-2025.yaml

"#]].raw());
}

#[test]
fn a_calendar_is_the_same_every_time_and_says_what_it_leaves_out() {
    let run = || {
        let output = tickmark(demo()).args(END).args(["--format", "ics"]).output().unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (calendar, said) = run();
    assert_eq!(run().0, calendar);
    assert_eq!(said, "");
    let events = calendar.matches("BEGIN:VEVENT").count();
    assert_data_eq!(
        format!("{events} events\n{}", calendar.lines().take(14).collect::<Vec<_>>().join("\n")),
        str![[r#"
30 events
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tickmark//status//EN
CALSCALE:GREGORIAN
X-WR-CALNAME:Northwind Robotics compliance
BEGIN:VEVENT
UID:f63e5492934a37ba7e923470c3e134a6@tickmark
DTSTAMP:20261014T000000Z
DTSTART;VALUE=DATE:20260531
SUMMARY:okta: no report or bridge letter speaks for it any more
DESCRIPTION:overdue\nask for the next report\, and enter it under `assuranc
 e` of `okta` in `policies/registers/vendors.yaml`\nOwner: Mateo Silva\nFil
 e: policies/registers/vendors.yaml
CATEGORIES:vendor-report
"#]]
        .raw()
    );
}

#[test]
fn an_owner_that_nobody_is_gets_a_hint() {
    assert_data_eq!(
        told(tickmark(demo()).args(["status", "--owner", "pria"])),
        str![[r#"
-- standard error --
error: nobody is called `pria`
help: did you mean `priya`?
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn on_a_cut_history_it_says_that_it_cannot_tell() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "--quiet", "--depth", "1", &url, "here"]));
    let shallow = place.path().join("here");
    let status =
        tickmark(&shallow).args(["status", "--as-of", "2026-10-14", "--format", "table"]).output().unwrap();
    let gaps = tickmark(&shallow).args(["gaps", "soc2-2026", "--format", "full"]).output().unwrap();
    assert_eq!((status.status.code(), gaps.status.code()), (Some(3), Some(3)));
    let text = String::from_utf8(status.stdout).unwrap();
    assert!(text.contains("the history is cut, so more may be open; run `git fetch --unshallow`"), "{text}");
}

#[test]
fn a_cut_history_is_told_on_standard_error_where_the_format_has_no_room_for_it() {
    let place = folder();
    let url = format!("file://{}", demo().display());
    succeed(git(place.path()).args(["clone", "--quiet", "--depth", "30", &url, "cut"]));
    for (format, said) in [
        ("tsv", "warning: the history is cut, so more may be open; run `git fetch --unshallow`\n"),
        ("json", "warning: the history is cut, so more may be open; run `git fetch --unshallow`\n"),
        ("full", ""),
    ] {
        let arguments = ["status", "--as-of", "2026-10-14", "--format", format];
        let output = tickmark(&place.path().join("cut")).args(arguments).output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(3), said));
    }
}

use std::collections::BTreeMap;

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::assess::{Duty, DutyKind, Urgency};
use crate::calendar::read_date;
use crate::place::RepoPath;
use crate::report::status::{StatusReport, full, ics, markdown, table, tsv};
use crate::report::trail::Style;

/// Three duties, one of them written by somebody who means no good.
fn with<T>(look: impl FnOnce(&StatusReport<'_>) -> T) -> T {
    let day = |text: &str| read_date(text).expect("a day");
    let duty =
        |urgency, due: Option<&str>, kind, subject: &str, item: &str, what: &str, owner: Option<&str>| Duty {
            urgency,
            due: due.map(day),
            at: None,
            kind,
            subject: subject.to_owned(),
            item: item.to_owned(),
            what: what.to_owned(),
            owner: owner.map(str::to_owned),
            path: RepoPath::new(format!("evidence/{subject}/{item}.yaml")),
            help: "record what was done".to_owned(),
        };
    let duties = [
        duty(
            Urgency::Overdue,
            Some("2026-09-30"),
            DutyKind::Evidence,
            "AC-02",
            "2026-Q3",
            "Quarterly access review",
            Some("priya"),
        ),
        Duty {
            at: "2026-10-16T08:06:00Z".parse().ok(),
            ..duty(
                Urgency::Due,
                Some("2026-10-16"),
                DutyKind::Report,
                "INC-1",
                "nis2 final",
                "NIS2 final",
                None,
            )
        },
        duty(
            Urgency::Open,
            None,
            DutyKind::Exception,
            "AC-03",
            "EX-1",
            "a, b; c\\d\r\nEND:VCALENDAR\u{1b}[2J \u{202e}| @everyone <b> ein sehr langer Satz über äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü",
            Some("omar"),
        ),
    ];
    let names = BTreeMap::from([("priya".to_owned(), "Priya Raman".to_owned())]);
    look(&StatusReport {
        duties: &duties,
        company: "Northwind, Robotics",
        commit: Some("b7cf6f546300000000000000000000000000aaaa".to_owned()),
        reference: Some("main"),
        as_of: day("2026-10-14"),
        until: day("2026-11-13"),
        days: 30,
        owner: None,
        complete: false,
        names: &names,
        style: Style { width: 80, ascii: false },
    })
}

fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[test]
fn people_see_counts_first_and_then_who_does_what() {
    assert_data_eq!(
        plain(&with(full)),
        str![[r#"
Northwind, Robotics
at main (b7cf6f5463) · as of 2026-10-14

1 overdue · 1 due in the next 30 days · 1 open
the history is cut, so more may be open; run `git fetch --unshallow`

Overdue
  2026-09-30  AC-02 2026-Q3  Quarterly access review
              priya · 14 days late · record what was done

Due by 2026-11-13
  2026-10-16  INC-1 nis2 final  NIS2 final
              nobody · in 2 days · record what was done

Open, due later or without a day
  no day      AC-03 EX-1  a, b; c\d<U+000D> END:VCALENDAR<U+001B>[2J <U+202E>|
                          @everyone <b> ein sehr langer Satz über
                          äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü
              omar · record what was done

By owner
  priya     1 overdue    0 due    0 open
  nobody    0 overdue    1 due    0 open
  omar      0 overdue    0 due    1 open

"#]]
        .raw()
    );
}

#[test]
fn a_table_has_a_line_for_each() {
    assert_data_eq!(
        plain(&with(table)),
        str![[r#"
Northwind, Robotics
at main (b7cf6f5463) · as of 2026-10-14

1 overdue · 1 due in the next 30 days · 1 open
the history is cut, so more may be open; run `git fetch --unshallow`

due         owner   kind       about             what
2026-09-30  priya   evidence   AC-02 2026-Q3     Quarterly access review
2026-10-16  nobody  report     INC-1 nis2 final  NIS2 final
no day      omar    exception  AC-03 EX-1        a, b; c\d<U+000D> END:VCALENDA…

"#]]
        .raw()
    );
}

#[test]
fn a_line_of_tabs_stays_one_line() {
    assert_data_eq!(with(tsv), str![[r#"
urgency	due	owner	kind	subject	item	what	path
overdue	2026-09-30	priya	evidence	AC-02	2026-Q3	Quarterly access review	evidence/AC-02/2026-Q3.yaml
due	2026-10-16		report	INC-1	nis2 final	NIS2 final	evidence/INC-1/nis2 final.yaml
open		omar	exception	AC-03	EX-1	a, b; c\d  END:VCALENDAR<U+001B>[2J <U+202E>| @everyone <b> ein sehr langer Satz über äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü	evidence/AC-03/EX-1.yaml

"#]].raw());
}

#[test]
fn a_page_mentions_nobody() {
    assert_data_eq!(with(markdown).replace('\u{2060}', "<U+2060>"), str![[r#"
## Status: 1 overdue · 1 due in the next 30 days · 1 open

Northwind, Robotics · at main (b7cf6f5463) · as of 2026-10-14

**the history is cut, so more may be open; run `git fetch --unshallow`**

### Overdue (1)

| Due | Owner | About | What | To do |
|---|---|---|---|---|
| 2026-09-30 | Priya Raman | AC-02 2026-Q3 | Quarterly access review | record what was done |

### Due (1)

| Due | Owner | About | What | To do |
|---|---|---|---|---|
| 2026-10-16 | nobody | INC-1 nis2 final | NIS2 final | record what was done |

### Open, due later or without a day (1)

| Due | Owner | About | What | To do |
|---|---|---|---|---|
| no day | omar | AC-03 EX-1 | a, b; c\\d END:<U+2060>VCALENDAR&lt;U+001B&gt;\[2J &lt;U+202E&gt;\| @<U+2060>everyone &lt;b&gt; ein sehr langer Satz über äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü | record what was done |

"#]].raw());
}

#[test]
fn a_calendar_folds_and_escapes_and_leaves_out_what_has_no_day() {
    assert_data_eq!(
        with(ics).replace("\r\n", "↵\n"),
        str![[r#"
BEGIN:VCALENDAR↵
VERSION:2.0↵
PRODID:-//tickmark//status//EN↵
CALSCALE:GREGORIAN↵
X-WR-CALNAME:Northwind\, Robotics compliance↵
BEGIN:VEVENT↵
UID:3437d4a4d41118896c8d2c23f3c19eb0@tickmark↵
DTSTAMP:20261014T000000Z↵
DTSTART;VALUE=DATE:20260930↵
SUMMARY:AC-02 2026-Q3: Quarterly access review↵
DESCRIPTION:overdue\nrecord what was done\nOwner: Priya Raman\nFile: eviden↵
 ce/AC-02/2026-Q3.yaml↵
CATEGORIES:evidence↵
TRANSP:TRANSPARENT↵
END:VEVENT↵
BEGIN:VEVENT↵
UID:056ad856309708f9401605f49c36be9d@tickmark↵
DTSTAMP:20261014T000000Z↵
DTSTART:20261016T080600Z↵
SUMMARY:INC-1 nis2 final: NIS2 final↵
DESCRIPTION:due\nrecord what was done\nOwner: nobody\nFile: evidence/INC-1/↵
 nis2 final.yaml↵
CATEGORIES:report↵
TRANSP:TRANSPARENT↵
END:VEVENT↵
END:VCALENDAR↵

"#]]
        .raw()
    );
}

#[test]
fn no_line_of_a_calendar_is_longer_than_the_standard_allows() {
    let text = with(|report| {
        let duties: Vec<Duty> =
            report.duties.iter().cloned().map(|duty| Duty { due: Some(report.as_of), ..duty }).collect();
        ics(&StatusReport { duties: &duties, names: report.names, commit: None, ..*report })
    });
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n', '\u{1b}'])));
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 3);
    assert_eq!(text.split("\r\n").filter(|line| *line == "END:VCALENDAR").count(), 1);
}

use snapbox::{IntoData as _, assert_data_eq, str};

use crate::assess::{Gap, GapArea, Gaps, Measure, Part, Remedy};
use crate::calendar::{Window, read_date};
use crate::place::RepoPath;
use crate::report::gaps::{Asked, GapsReport, full, markdown, tsv};
use crate::report::trail::Style;

fn with<T>(look: impl FnOnce(&GapsReport<'_>) -> T) -> T {
    let gap = |area, remedy, subject: &str, what: &str, owner: Option<&str>| Gap {
        area,
        remedy,
        subject: subject.to_owned(),
        what: what.to_owned(),
        advice: "say why, and what keeps it from happening again".to_owned(),
        owner: owner.map(str::to_owned),
        path: Some(RepoPath::new("evidence/AC-02/2026-Q2.yaml")),
        group: None,
    };
    let gaps = Gaps {
        shares: vec![
            (Measure::Coverage, Part { number: 60, of: 61 }),
            (Measure::Evidence, Part { number: 0, of: 0 }),
        ],
        list: vec![
            gap(GapArea::Requirements, Remedy::Fix, "CC6.1", "Access is limited: no control claims it", None),
            gap(GapArea::Operation, Remedy::Explain, "AC-02", "it was done late (2026-Q2)", Some("priya")),
            gap(
                GapArea::Operation,
                Remedy::Explain,
                "X\u{1b}[2J|",
                "\u{202e}@all <b>\t`::error::`",
                Some("omar"),
            ),
        ],
        of: 61,
        open: vec!["CC6.1".to_owned()],
        not_asked: Vec::new(),
        rivals: Vec::new(),
        begin: Vec::new(),
    };
    let asked = [
        Asked { measure: Measure::Coverage, percent: 99, part: Part { number: 60, of: 61 } },
        Asked { measure: Measure::Evidence, percent: 95, part: Part { number: 0, of: 0 } },
    ];
    look(&GapsReport {
        gaps: &gaps,
        company: "Northwind Robotics",
        subject: "soc2-2026",
        title: "SOC 2 Type 2",
        framework: "soc2",
        groups: &[],
        beyond: None,
        window: Window::parse("2026-01-01..2026-09-30").expect("a window"),
        commit: Some("b7cf6f546300000000000000000000000000aaaa".to_owned()),
        reference: Some("main"),
        as_of: read_date("2026-10-14").expect("a day"),
        complete: true,
        asked: &asked,
        using: None,
        dry_run: None,
        only_dry_run: false,
        verbose: false,
        style: Style { width: 80, ascii: false },
    })
}

#[test]
fn people_see_counts_shares_and_then_each_gap_with_what_to_do() {
    let text = anstream::adapter::strip_str(&with(full)).to_string();
    assert_data_eq!(
        text,
        str![[r#"
Northwind Robotics · SOC 2 Type 2
2026-01-01..2026-09-30 · at main (b7cf6f5463) · as of 2026-10-14

3 gaps: 1 to put right, 2 to explain

    60 of 61        98 %  requirements with a control in force
     0 of 0     none yet  occurrences with something on file

coverage 99 % is not reached: 60 of 61

evidence 95 % cannot be told: there is nothing to count yet

Requirements that nothing answers (1)
  CC6.1  Access is limited: no control claims it
      -> say why, and what keeps it from happening again

Controls in the window (2)
  AC-02  it was done late (2026-Q2) (priya)
  X<U+001B>[2J|  <U+202E>@all <b> `::error::` (omar)
      to explain: say why, and what keeps it from happening again

This is what the repository shows; whether it is enough is for the auditor to
judge.

"#]]
        .raw()
    );
}

#[test]
fn a_line_of_tabs_stays_one_line() {
    assert_data_eq!(with(tsv), str![[r#"
area	remedy	subject	what	advice	owner	path
requirements	fix	CC6.1	Access is limited: no control claims it	say why, and what keeps it from happening again		evidence/AC-02/2026-Q2.yaml
operation	explain	AC-02	it was done late (2026-Q2)	say why, and what keeps it from happening again	priya	evidence/AC-02/2026-Q2.yaml
operation	explain	X<U+001B>[2J|	<U+202E>@all <b> `::error::`	say why, and what keeps it from happening again	omar	evidence/AC-02/2026-Q2.yaml

"#]].raw());
}

#[test]
fn a_page_mentions_nobody() {
    assert_data_eq!(with(markdown).replace('\u{2060}', "<U+2060>"), str![[r#"
## SOC 2 Type 2: 3 gaps: 1 to put right, 2 to explain

Northwind Robotics · 2026-01-01..2026-09-30 · at main (b7cf6f5463) · as of 2026-10-14

| What | There | Of | |
|---|---|---|---|
| requirements with a control in force | 60 | 61 | 98 % |
| occurrences with something on file | 0 | 0 | none yet |

**coverage 99 % is not reached: 60 of 61**

**evidence 95 % cannot be told: there is nothing to count yet**

### Requirements that nothing answers (1)

| About | What | To do | Owner |
|---|---|---|---|
| CC6.1 | Access is limited: no control claims it | say why, and what keeps it from happening again |  |

### Controls in the window (2)

| About | What | To do | Owner |
|---|---|---|---|
| AC-02 | it was done late (2026-Q2) | say why, and what keeps it from happening again | priya |
| X&lt;U+001B&gt;\[2J\| | &lt;U+202E&gt;@<U+2060>all &lt;b&gt; `::error::` | say why, and what keeps it from happening again | omar |

This is what the repository shows; whether it is enough is for the auditor to judge.

"#]].raw());
}

#[test]
fn a_share_of_nothing_is_neither_reached_nor_missed() {
    let part = |number, of| Part { number, of };
    assert_eq!(
        [part(0, 0), part(949, 1000), part(95, 100), part(1, 3)].map(|part| part.reaches(95)),
        [None, Some(false), Some(true), Some(false)]
    );
}

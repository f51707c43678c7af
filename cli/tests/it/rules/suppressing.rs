//! Findings set aside, as people write it: where a comment reaches, what it may name, until when.

use std::fmt::Write as _;

use snapbox::{IntoData as _, assert_data_eq, str};
use tickmark::calendar::read_date;
use tickmark::rules::RuleSelection;

use super::line;
use super::page::Page;
use super::repository::{Repository, judged};

const RECORD: &str = "\
control: AC-02
period: 2026-Q2
performed: {by: priya, at: 2026-06-26}
reviewed: {by: priya, at: 2026-06-29}
result: pass
";

const CONTROL: &str = "\
id: AC-02
title: Quarterly access review
owner: nobody
statement: System owners review who can reach production periodically.
since: 2026-04-01
cadence: quarterly
satisfies: {soc2: [CC6.2, CC6.98, CC6.99]}
";

/// What the selected rules say on a day, each with its waiver.
fn all_told(files: &[(&str, &str)], select: &[&str], as_of: &str) -> String {
    let blocks: Vec<String> =
        files.iter().map(|(path, _)| format!("`{path}`:\n\n```yaml\n```\n\n")).collect();
    let mut section = Page::read(&format!("\n## Instead\n\n{}", blocks.concat())).instead;
    for (block, (_, text)) in section.blocks.iter_mut().zip(files) {
        // As it is: a page would lose its line ends.
        (*text).clone_into(&mut block.text);
    }
    let repository = Repository::of(&section);
    let selection = RuleSelection::new(select, &[]).expect("known rules");
    let findings = judged(&repository, read_date(as_of).expect("a date"), &selection);
    let mut out = String::new();
    for finding in findings.list() {
        let _ = write!(out, "{}: {}", finding.level, line(&repository, finding));
        if let Some(waiver) = &finding.waived {
            let _ = writeln!(out, "  until {}: {}", waiver.until.as_deref().unwrap_or("-"), waiver.because);
        }
    }
    out
}

fn told(path: &str, text: &str, as_of: &str) -> String {
    let select = [
        "reference",
        "no-owner",
        "vague-statement",
        "satisfies-nothing",
        "policy",
        "reviewed-by-performer",
        "not-reviewed",
        "shape",
        "suppression",
    ];
    all_told(&[(path, text)], &select, as_of)
}

fn record(from: &str, to: &str) -> String {
    told("evidence/AC-02/2026-Q2.yaml", &RECORD.replace(from, to), "2026-07-01")
}

fn control(from: &str, to: &str) -> String {
    told("policies/controls/AC-02.yaml", &CONTROL.replace(from, to), "2026-07-01")
}

#[test]
fn a_comment_reaches_its_own_line_or_alone_the_next_one_and_no_further() {
    assert_data_eq!(
        control("nobody", "nobody # tickmark: ignore[unknown-person] Agreed"),
        str![[r#"
error: policies/controls/AC-02.yaml:3:8: unknown-person `nobody` is no person and no team (waived)
  until -: Agreed
warning: policies/controls/AC-02.yaml:4:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:7:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:7:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
    assert_data_eq!(
        control("owner:", "# tickmark: ignore[unknown-person] Agreed\nowner:"),
        str![[r#"
error: policies/controls/AC-02.yaml:4:8: unknown-person `nobody` is no person and no team (waived)
  until -: Agreed
warning: policies/controls/AC-02.yaml:5:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:8:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:8:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
    // A blank line ends it, and the line below is not its line.
    assert_data_eq!(
        control("owner:", "# tickmark: ignore[unknown-person] Agreed\n\nowner:"),
        str![[r#"
warning: policies/controls/AC-02.yaml:3:20: suppression-unused `unknown-person` has nothing to set aside here
error: policies/controls/AC-02.yaml:5:8: unknown-person `nobody` is no person and no team
warning: policies/controls/AC-02.yaml:6:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:9:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:9:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
    assert_data_eq!(
        control("title:", "title: # tickmark: ignore[unknown-person] Agreed\n "),
        str![[r#"
warning: policies/controls/AC-02.yaml:2:27: suppression-unused `unknown-person` has nothing to set aside here
error: policies/controls/AC-02.yaml:4:8: unknown-person `nobody` is no person and no team
warning: policies/controls/AC-02.yaml:5:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:8:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:8:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
}

#[test]
fn above_the_first_key_it_reaches_the_first_key() {
    let comment = "# A file\n# tickmark: ignore[duplicate-id, missing-field] Agreed\nid:";
    assert_data_eq!(
        told(
            "policies/controls/AC-02.yaml",
            &CONTROL.replace("id:", comment).replace("owner: nobody\n", ""),
            "2026-07-01"
        ),
        str![[r#"
warning: policies/controls/AC-02.yaml:2:20: suppression-unused `duplicate-id` has nothing to set aside here
warning: policies/controls/AC-02.yaml:2:34: suppression-unused `missing-field` has nothing to set aside here
error: policies/controls/AC-02.yaml:3:5: no-owner nobody answers for `AC-02`
warning: policies/controls/AC-02.yaml:5:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:8:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:8:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
}

#[test]
fn on_an_item_of_a_list_it_reaches_that_item() {
    let items = "\n  soc2:\n    - CC6.2\n    # tickmark: ignore[unknown-requirement] A draft\n    - CC6.98\n    - CC6.99   # tickmark: ignore[unknown-requirement] until=2026-07-01 A draft\n    - CC6.97";
    assert_data_eq!(
        told(
            "policies/controls/AC-02.yaml",
            &CONTROL.replace(" {soc2: [CC6.2, CC6.98, CC6.99]}", items).replace("nobody", "priya"),
            "2026-07-01"
        ),
        str![[r#"
warning: policies/controls/AC-02.yaml:4:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:11:7: unknown-requirement `soc2` has no requirement `CC6.98` (waived)
  until -: A draft
error: policies/controls/AC-02.yaml:12:7: unknown-requirement `soc2` has no requirement `CC6.99` (waived)
  until 2026-07-01: A draft
error: policies/controls/AC-02.yaml:13:7: unknown-requirement `soc2` has no requirement `CC6.97`

"#]]
        .raw()
    );
}

#[test]
fn two_comments_may_speak_of_one_line_also_from_one_comment() {
    let two = "# tickmark: ignore[unknown-person] From above\nowner: nobody # tickmark: ignore[no-owner] Nothing # tickmark: ignore[unknown-person] Again";
    assert_data_eq!(
        control("owner: nobody", two),
        str![[r#"
error: policies/controls/AC-02.yaml:4:8: unknown-person `nobody` is no person and no team (waived)
  until -: From above
warning: policies/controls/AC-02.yaml:4:34: suppression-unused `no-owner` has nothing to set aside here
warning: policies/controls/AC-02.yaml:5:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:8:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:8:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
}

#[test]
fn names_are_rules_and_each_wrong_one_is_told_at_its_column() {
    let comment = "nobody # tickmark: ignore[unknown-person,  unknown-persn, reference, nonsense] Agreed";
    assert_data_eq!(
        control("nobody", comment),
        str![[r#"
error: policies/controls/AC-02.yaml:3:8: unknown-person `nobody` is no person and no team (waived)
  until -: Agreed
error: policies/controls/AC-02.yaml:3:51: unknown-rule there is no rule `unknown-persn`
error: policies/controls/AC-02.yaml:3:66: unknown-rule there is no rule `reference`
error: policies/controls/AC-02.yaml:3:77: unknown-rule there is no rule `nonsense`
warning: policies/controls/AC-02.yaml:4:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:7:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:7:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
    let comment =
        "nobody # Größe\n# tickmark: ignore[unknwon-risk] ü\nx-é: é # tickmark: ignore unknown-person";
    assert_data_eq!(
        control("nobody", comment),
        str![[r#"
error: policies/controls/AC-02.yaml:3:8: unknown-person `nobody` is no person and no team
error: policies/controls/AC-02.yaml:4:20: unknown-rule there is no rule `unknwon-risk`
error: policies/controls/AC-02.yaml:5:8: unknown-rule this comment names no rule
warning: policies/controls/AC-02.yaml:6:58: vague-statement `periodically` cannot be tested
error: policies/controls/AC-02.yaml:9:27: unknown-requirement `soc2` has no requirement `CC6.98`
error: policies/controls/AC-02.yaml:9:35: unknown-requirement `soc2` has no requirement `CC6.99`

"#]]
        .raw()
    );
}

#[test]
fn the_last_day_counts_and_the_day_after_does_not() {
    let text = RECORD.replace(
        "2026-06-29}",
        "2026-06-29}   # tickmark: ignore[reviewed-by-performer] Omar on leave until=2026-07-01",
    );
    let path = "evidence/AC-02/2026-Q2.yaml";
    assert_data_eq!(
        told(path, &text, "2026-07-01"),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work (waived)
  until 2026-07-01: Omar on leave

"#]]
        .raw()
    );
    assert_data_eq!(told(path, &text, "2026-07-02"), str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
error: evidence/AC-02/2026-Q2.yaml:4:97: suppression-expired `reviewed-by-performer` was set aside until 2026-07-01

"#]].raw());
    assert_data_eq!(
        told(path, &text.replace("2026-07-01", "2026-02-30"), "2026-07-01"),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
error: evidence/AC-02/2026-Q2.yaml:4:97: suppression-expired `until=2026-02-30` is no date

"#]]
        .raw()
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_move_nothing() {
    let text = format!("\u{feff}# tickmark: ignore[unknown-control] Above\n{RECORD}")
        .replace("2026-06-29}", "2026-06-29}   # tickmark: ignore[reviewed-by-performer, not-reviewed] until=2026-09-30 Omar on leave")
        .replace('\n', "\r\n");
    assert_data_eq!(
        told("evidence/AC-02/2026-Q2.yaml", &text, "2026-07-01"),
        str![[r#"
warning: evidence/AC-02/2026-Q2.yaml:1:20: suppression-unused `unknown-control` has nothing to set aside here
error: evidence/AC-02/2026-Q2.yaml:5:16: reviewed-by-performer `priya` reviewed their own work (waived)
  until 2026-09-30: Omar on leave
warning: evidence/AC-02/2026-Q2.yaml:5:83: suppression-unused `not-reviewed` has nothing to set aside here

"#]]
        .raw()
    );
}

#[test]
fn a_comment_cannot_set_aside_what_is_said_about_comments() {
    assert_data_eq!(
        record("result: pass", "result: pass # tickmark: ignore[suppression-unused, not-reviewed] Agreed"),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
warning: evidence/AC-02/2026-Q2.yaml:5:33: suppression-unused a comment cannot set `suppression-unused` aside
warning: evidence/AC-02/2026-Q2.yaml:5:53: suppression-unused `not-reviewed` has nothing to set aside here

"#]]
        .raw()
    );
}

#[test]
fn in_markdown_it_is_written_in_front_matter_or_in_an_html_comment() {
    let text = "\
---
# tickmark: ignore[policy-not-approved] Later
id: access-control
title: Access control policy
version: 2.1
owner: nobody   # tickmark: ignore[unknown-person] Later
---
<!-- tickmark: ignore[no-owner, nonsense] Later -->
# Access <!-- tickmark: ignore[no-owner] until=2026-06-30 Later --> control
";
    assert_data_eq!(
        told("policies/access-control.md", text, "2026-07-01"),
        str![[r#"
warning: policies/access-control.md:3:5: policy-not-approved nobody has approved `access-control` (waived)
  until -: Later
error: policies/access-control.md:6:8: unknown-person `nobody` is no person and no team (waived)
  until -: Later
warning: policies/access-control.md:8:23: suppression-unused `no-owner` has nothing to set aside here
error: policies/access-control.md:8:33: unknown-rule there is no rule `nonsense`
error: policies/access-control.md:9:42: suppression-expired `no-owner` was set aside until 2026-06-30

"#]]
        .raw()
    );
}

#[test]
fn above_the_first_line_it_reaches_files_that_can_hold_no_comment() {
    let extraction = "\
# The list of March
# tickmark: ignore[key-not-unique] until=2026-12-31 L-1 left twice
population: leavers
period: 2026-05
extracted: {by: lena, at: 2026-06-01}
rows: 2
";
    let files = [
        ("evidence/populations/leavers/2026-05.yaml", extraction),
        ("evidence/populations/leavers/2026-05.csv", "leaver_id,last_day\nL-1,2026-05-02\nL-1,2026-05-09\n"),
        (
            "evidence/AC-02/2026-Q2.yaml",
            "# tickmark: ignore[unclaimed-file] Notes of the day\ncontrol: AC-02\nperiod: 2026-Q2\nperformed: {by: priya, at: 2026-06-26}\nreviewed: {by: omar, at: 2026-06-29}\nresult: pass\n",
        ),
        ("evidence/AC-02/2026-Q2/notes.txt", "notes\n"),
        ("evidence/AC-02/2026-Q3/notes.txt", "notes\n"),
    ];
    let select = ["key-not-unique", "unclaimed-file", "suppression"];
    assert_data_eq!(all_told(&files, &select, "2026-07-01"), str![[r#"
warning: evidence/AC-02/2026-Q2/notes.txt:1:1: unclaimed-file no record names `evidence/AC-02/2026-Q2/notes.txt` (waived)
  until -: Notes of the day
warning: evidence/AC-02/2026-Q3/notes.txt:1:1: unclaimed-file no record names `evidence/AC-02/2026-Q3/notes.txt`
error: evidence/populations/leavers/2026-05.csv:3:1: key-not-unique the key `L-1` stands in a second row (waived)
  until 2026-12-31: L-1 left twice

"#]].raw());
}

#[test]
fn a_setting_whose_last_day_cannot_be_read_sets_nothing_aside() {
    let program = |rules: &str| {
        format!(
            "company: {{name: N, timezone: Europe/Berlin}}\npeople: {{priya: {{name: P}}, omar: {{name: O}}, lena: {{name: L}}}}\nteams: {{it: {{members: [priya]}}}}\nlint:\n  rules:\n{rules}"
        )
    };
    let rules = "    suppression: {level: off, because: Agreed., until: soon}\n    reference: {level: off, because: Agreed., until: 2026-06-30}\n    suppression-unused: {level: off, because: Agreed.}\n    vague-statment: {level: note}\n    evidnce: {level: note}\n";
    assert_data_eq!(
        told("policies/program.yaml", &program(rules), "2026-07-01"),
        str![[r#"
error: policies/program.yaml:6:56: invalid-value `soon` is not a date like `2026-03-31`
error: policies/program.yaml:7:54: suppression-expired `reference` was set aside until 2026-06-30
error: policies/program.yaml:9:5: unknown-rule there is no rule `vague-statment`
error: policies/program.yaml:10:5: unknown-rule there is no rule `evidnce`

"#]]
        .raw()
    );
    let rules = "    suppression: {level: off, because: Agreed.}\n    vague-statement: {level: note}\n";
    assert_data_eq!(told("policies/program.yaml", &program(rules), "2026-07-01"), str![[r#"
error: policies/program.yaml:7:5: suppression-without-reason `vague-statement` is lowered without a reason (waived)
  until -: Agreed.

"#]].raw());
}

//! What the engine does around the rules: selection, levels, suppressions, history.

use std::fmt::Write as _;

use snapbox::{IntoData as _, assert_data_eq, str};
use tickmark::calendar::{Date, read_date};
use tickmark::finding::{Fix, apply};
use tickmark::rules::{RULES, RuleSelection};

use super::line;
use super::page::{Page, Section};
use super::repository::{Repository, judged};

const PROGRAM: &str = "\
`policies/program.yaml`:

```yaml
company: {name: Northwind Robotics, timezone: Europe/Berlin}
people:
  priya: {name: Priya Raman}
  omar: {name: Omar Haddad}
lint:
  rules:
    RULES
```
";

const RECORD: &str = "\
`evidence/AC-02/2026-Q2.yaml`:

```yaml
control: AC-02
period: 2026-Q2
performed: {by: priya, at: 2026-06-26}
reviewed: {by: priya, at: 2026-06-29}
result: pass
```
";

fn section(files: &str) -> Section {
    Page::read(&format!("\n## Instead\n\n{files}")).instead
}

fn day(text: &str) -> Date {
    read_date(text).expect("a date")
}

/// Levels, places and waivers of everything that the selected rules say.
fn told(files: &str, as_of: &str, select: &[&str]) -> String {
    let repository = Repository::of(&section(files));
    let findings = judged(&repository, day(as_of), &RuleSelection::new(select, &[]).expect("known rules"));
    let mut text = String::new();
    for finding in findings.list() {
        let _ = write!(text, "{}: {}", finding.level, line(&repository, finding));
        if let Some(waiver) = &finding.waived {
            let until = waiver.until.as_deref().unwrap_or("-");
            let _ = writeln!(text, "  until {until}: {}", waiver.because);
        }
    }
    for entry in &findings.not_evaluated {
        let _ = writeln!(text, "not evaluated: {} ({})", entry.rule, entry.because);
    }
    text
}

fn with_rules(rules: &str) -> String {
    format!("{}\n{RECORD}", PROGRAM.replace("RULES", rules))
}

#[test]
fn a_rule_that_is_off_with_a_reason_is_waived_and_stays_in_the_list() {
    let rules =
        "reviewed-by-performer: {level: off, because: One person until September., until: 2026-09-30}";
    let select = ["reviewed-by-performer", "suppression"];
    assert_data_eq!(
        told(&with_rules(rules), "2026-07-01", &select),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work (waived)
  until 2026-09-30: One person until September.

"#]]
    );
    assert_data_eq!(
        told(&with_rules(rules), "2026-10-01", &select),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
error: policies/program.yaml:7:86: suppression-expired `reviewed-by-performer` was set aside until 2026-09-30

"#]]
    );
}

#[test]
fn a_rule_that_is_off_without_a_reason_still_speaks() {
    let select = ["reviewed-by-performer", "suppression"];
    assert_data_eq!(
        told(&with_rules("reviewed-by-performer: {level: off}"), "2026-07-01", &select),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
error: policies/program.yaml:7:5: suppression-without-reason `reviewed-by-performer` is off without a reason

"#]]
    );
}

#[test]
fn a_rule_takes_its_own_level_before_that_of_its_group() {
    let rules = "evidence: {level: note, because: First window.}\n    not-reviewed: {level: error}";
    let files = with_rules(rules).replace("reviewed: {by: priya, at: 2026-06-29}\n", "");
    let select = ["not-reviewed", "evidence-overdue", "suppression"];
    assert_data_eq!(
        told(&files, "2026-07-01", &select),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:9: not-reviewed `pass` is said by one person only

"#]]
    );
    let files = with_rules("evidence: {level: note, because: First window.}");
    assert_data_eq!(
        told(&files, "2026-07-01", &["reviewed-by-performer", "suppression"]),
        str![[r#"
note: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work

"#]]
    );
}

#[test]
fn lowering_a_rule_wants_a_reason_and_raising_does_not() {
    let rules = "reviewed-by-performer: {level: warning}\n    result-pending: {level: error}";
    assert_data_eq!(
        told(&with_rules(rules), "2026-07-01", &["reviewed-by-performer", "suppression"]),
        str![[r#"
warning: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
error: policies/program.yaml:7:5: suppression-without-reason `reviewed-by-performer` is lowered without a reason

"#]]
    );
}

#[test]
fn comments_alone_on_their_lines_reach_the_next_line_that_says_something() {
    let comments = "# tickmark: ignore[reviewed-by-performer, result-pending] until=2026-09-30 Omar is on leave\n# not a suppression\nreviewed:";
    let files = RECORD.replace("reviewed:", comments);
    assert_data_eq!(
        told(&files, "2026-07-01", &["reviewed-by-performer", "result-pending", "suppression"]),
        str![[r#"
warning: evidence/AC-02/2026-Q2.yaml:4:43: suppression-unused `result-pending` has nothing to set aside here
error: evidence/AC-02/2026-Q2.yaml:6:16: reviewed-by-performer `priya` reviewed their own work (waived)
  until 2026-09-30: Omar is on leave

"#]]
    );
}

#[test]
fn a_comment_in_front_matter_counts_and_one_in_a_text_does_not() {
    let files = "\
`policies/access-control.md`:

```markdown
---
# tickmark: ignore[policy-not-approved] Approved at the board meeting in July
id: access-control
title: \"# tickmark: ignore[no-owner] not a comment\"
version: 2.1
owner: priya
---

# tickmark: ignore[nonsense]
```
";
    assert_data_eq!(
        told(files, "2026-07-01", &["policy", "suppression"]),
        str![[r#"
warning: policies/access-control.md:3:5: policy-not-approved nobody has approved `access-control` (waived)
  until -: Approved at the board meeting in July

"#]]
    );
}

#[test]
fn what_cannot_be_read_sets_nothing_aside_and_is_named() {
    let files = RECORD
        .replace(
            "2026-06-29}",
            "2026-06-29}   # tickmark: ignore[reviewed-by-perfomer] until=2026-09-30 Omar is on leave",
        )
        .replace(
            "result: pass",
            "result: pass   # tickmark: ignore[result-pending] until=September Omar is on leave",
        );
    assert_data_eq!(
        told(&files, "2026-07-01", &["reviewed-by-performer", "suppression"]),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
error: evidence/AC-02/2026-Q2.yaml:4:60: unknown-rule there is no rule `reviewed-by-perfomer`
error: evidence/AC-02/2026-Q2.yaml:5:51: suppression-expired `until=September` is no date

"#]]
    );
}

#[test]
fn without_history_the_rules_that_need_it_say_that_they_did_not_run() {
    let files = RECORD.replace("2026-Q2.yaml`:", "2026-Q2.yaml`, no history:");
    let said = "result: pass   # tickmark: ignore[evidence-altered] until=2026-09-30 Agreed with the auditor";
    let files = files.replace("result: pass", said);
    assert_data_eq!(
        told(&files, "2026-07-01", &["evidence", "suppression"]),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
not evaluated: committed-before-performed (not-a-repository)
not evaluated: evidence-after-the-fact (not-a-repository)
not evaluated: evidence-altered (not-a-repository)
not evaluated: evidence-altered-after-close (not-a-repository)
not evaluated: evidence-deleted (not-a-repository)
not evaluated: same-as-previous (not-a-repository)

"#]]
    );
}

#[test]
fn a_selection_takes_rules_and_groups_and_refuses_other_names() {
    let selection =
        RuleSelection::new(&["policy", "no-owner"], &["policy-not-approved", "policy-not-acknowledged"])
            .expect("known names");
    let taken: Vec<&str> =
        RULES.iter().filter(|rule| selection.takes(rule)).map(|rule| rule.meta.name).collect();
    assert_eq!(
        taken,
        ["no-owner", "policy-review-overdue", "policy-changed-since-approval", "policy-version-not-raised"]
    );
    let error = RuleSelection::new(&["evidence-mising"], &[]).expect_err("no such rule");
    assert_eq!(
        (error.to_string().as_str(), error.did_you_mean),
        ("`evidence-mising` is not a rule or a group of rules", Some("evidence-missing"))
    );
}

#[test]
fn two_runs_over_every_page_say_the_same() {
    let pages = RULES.iter().map(|rule| Page::read(rule.meta.page).example);
    for section in pages.step_by(9) {
        let repository = Repository::of(&section);
        let run = || judged(&repository, section.as_of, &RuleSelection::default());
        assert_eq!(run().list(), run().list());
    }
}

#[test]
fn a_file_that_is_cut_anywhere_makes_findings_and_no_crash() {
    let names = [
        "exception-incomplete",
        "sample-not-in-population",
        "unknown-rule",
        "excluded-but-used",
        "policy-review-overdue",
    ];
    let mut runs = 0;
    for rule in RULES.iter().filter(|rule| names.contains(&rule.meta.name)) {
        let whole = Page::read(rule.meta.page).example;
        for (index, block) in whole.blocks.iter().enumerate() {
            for cut in (0..block.text.len()).step_by(11).filter(|cut| block.text.is_char_boundary(*cut)) {
                let mut section = whole.clone();
                section.blocks[index].text.truncate(cut);
                let _ = judged(&Repository::of(&section), section.as_of, &RuleSelection::default());
                runs += 1;
            }
        }
    }
    assert!(runs > 50, "{runs}");
    assert_data_eq!(told("", "2026-06-30", &["shape"]), "".raw());
}

#[test]
fn a_group_that_is_off_leaves_a_rule_that_is_set_itself() {
    let rules = "evidence: {level: off, because: First window.}\n    reviewed-by-performer: {level: error}\n    suppression-unused: {level: off, because: Agreed.}";
    let files = with_rules(rules)
        .replace("result: pass", "result: pending   # tickmark: ignore[not-reviewed] Agreed");
    let select = ["reviewed-by-performer", "result-pending", "not-reviewed", "suppression"];
    assert_data_eq!(
        told(&files, "2026-07-01", &select),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:4:16: reviewed-by-performer `priya` reviewed their own work
note: evidence/AC-02/2026-Q2.yaml:5:9: result-pending the result is still `pending` (waived)
  until -: First window.
warning: evidence/AC-02/2026-Q2.yaml:5:38: suppression-unused `not-reviewed` has nothing to set aside here (waived)
  until -: Agreed.

"#]]
    );
}

#[test]
fn a_record_that_was_corrected_by_a_second_one_is_left_alone() {
    let first = RECORD
        .replace("priya, at: 2026-06-26", "Priya, at: 2026-09-26")
        .replace("result: pass", "result: pass\nexceptions: {EX-1: {what: One account}}");
    let select = ["reference", "evidence"];
    assert_data_eq!(
        told(&first, "2026-07-01", &select),
        str![[r#"
error: evidence/AC-02/2026-Q2.yaml:3:17: unknown-person `Priya` is no person
note: evidence/AC-02/2026-Q2.yaml:3:28: evidence-late `AC-02` for 2026-Q2 was performed on 2026-09-26 and due by 2026-06-30
error: evidence/AC-02/2026-Q2.yaml:3:28: performed-in-the-future performed on 2026-09-26, which is after 2026-07-01
error: evidence/AC-02/2026-Q2.yaml:5:9: pass-with-exceptions `pass` beside the exception `EX-1`
error: evidence/AC-02/2026-Q2.yaml:6:14: exception-incomplete the exception `EX-1` has no `cause`, `fix` or `response`

"#]]
    );
    let second =
        RECORD.replace("Q2.yaml", "Q2.2.yaml").replace("reviewed: {by: priya", "reviewed: {by: omar");
    assert_data_eq!(told(&format!("{first}\n{second}"), "2026-07-01", &select), str![[r#""#]]);
}

#[test]
fn edits_stay_in_their_file_and_a_fix_leaves_nothing_of_what_it_fixed() {
    let mut fixes = 0;
    for rule in RULES {
        let mut section = Page::read(rule.meta.page).example;
        // Nothing has landed, so that evidence may be edited as well.
        for (path, bytes, fix) in fixes_of(&section) {
            let text = std::str::from_utf8(&bytes).expect("what is edited is UTF-8");
            for edit in &fix.edits {
                let range = edit.place.span.range();
                assert!(text.get(range.clone()).is_some(), "{}: {path}: {range:?}", rule.meta.name);
            }
            let applied = apply(&bytes, &[&fix]);
            assert_eq!(applied.taken, [true], "{}: {path}", rule.meta.name);
            let block = section.blocks.iter_mut().find(|block| block.path == path).expect("its block");
            let before = std::mem::replace(&mut block.text, String::from_utf8(applied.bytes).expect("UTF-8"));
            let again = fixes_of(&section).into_iter().any(|(_, _, other)| other == fix);
            assert!(!again, "{}: {path}: asked for again", rule.meta.name);
            section
                .blocks
                .iter_mut()
                .filter(|block| block.path == path)
                .for_each(|block| block.text.clone_from(&before));
            fixes += 1;
        }
    }
    assert!(fixes > 15, "{fixes}");
}

/// Every fix of a page's files as if nothing had landed, with the file that it is about.
fn fixes_of(section: &Section) -> Vec<(String, Vec<u8>, Fix)> {
    let repository = Repository::of(section).unlanded();
    let findings = judged(&repository, section.as_of, &RuleSelection::default());
    let list = findings
        .list()
        .iter()
        .filter(|finding| section.blocks.iter().any(|block| block.path == finding.path.as_str()));
    list.filter_map(|finding| {
        let bytes = repository.bytes(finding.place.file).to_vec();
        Some((finding.path.as_str().to_owned(), bytes, finding.fix.clone()?))
    })
    .collect()
}

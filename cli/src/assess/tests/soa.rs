//! The Statement of Applicability, one sentence a test.

use super::history::{History, control, record};
use crate::assess::Applicability;
use snapbox::{assert_data_eq, str};

const CONTROL: &str = "policies/controls/C.yaml";
const FRAMEWORK: &str = "\
id: iso
groups: [{id: \"4\", title: Context}, {id: A.5, title: Organizational}]
requirements:
  - {id: \"4.1\", title: Context, group: \"4\"}
  - {id: A.5.1, title: Policies, group: A.5, excludable: true}
  - {id: A.5.2, title: Roles, group: A.5, excludable: true}
  - {id: A.5.3, title: Duties, group: A.5, excludable: true}
";

/// A company with one quarterly control that claims A.5.1, and decisions.
fn company(more: &str, decisions: &str) -> History {
    let mut history =
        History::with_program(&format!("{}frameworks: {{iso: {{}}}}\n", super::history::PROGRAM));
    let claims = "satisfies: {iso: A.5.1}\n";
    history.write("2026-01-05", "policies/frameworks/iso.yaml", FRAMEWORK);
    history.write("2026-01-05", CONTROL, &control("quarterly", &format!("{claims}{more}")));
    history.write("2026-01-05", "policies/soa/iso.yaml", &format!("framework: iso\ndecisions:\n{decisions}"));
    history
}

/// One line an entry, and what stands beside the entries.
fn told(history: &History, as_of: &str) -> String {
    let register = history.register();
    let program = register.program.as_ref().expect("a programme");
    let scope = program.scope("iso").expect("in scope");
    let assessment = history.assess("2026-01-01..2026-12-31", as_of);
    let statement = Applicability::of(&register.frameworks["iso"], scope, &register, &assessment);
    let mut lines: Vec<String> = Vec::new();
    for entry in &statement.entries {
        let controls: Vec<_> = entry.controls.iter().map(|claimant| claimant.control.id.as_str()).collect();
        let risks: Vec<_> = entry.risks.iter().map(|risk| risk.id.as_str()).collect();
        let because: Vec<_> = entry.because().collect();
        let due = entry.due().map(|due| format!(" by {due}")).unwrap_or_default();
        lines.push(format!(
            "{} {}{due} {controls:?} {risks:?} {because:?} {:?}",
            entry.requirement.id.value,
            entry.status.word(),
            entry.remarks
        ));
    }
    lines.extend(
        statement.wrongly_excluded.iter().map(|one| format!("wrongly excluded {}", one.requirement.value)),
    );
    lines.extend(statement.unknown.iter().map(|one| format!("unknown {}", one.requirement.value)));
    lines.extend(statement.beyond.iter().map(|control| format!("beyond {}", control.id.value)));
    lines.join("\n") + "\n"
}

const R1: &str = "id: R-1\ntitle: R\ncontrols: [C]\n";

#[test]
fn a_control_with_evidence_on_file_implements_what_it_claims_for_the_risks_it_mitigates() {
    let mut history = company("mitigates: R-2\n", "  A.5.2: {applies: false, because: No roles.}\n");
    history.write("2026-01-06", "policies/risks/R-1.yaml", R1);
    history.write("2026-01-06", "policies/risks/R-2.yaml", "id: R-2\ntitle: R\n");
    history.write("2026-03-30", "evidence/C/2026-Q1.yaml", &record(Some("2026-Q1"), "2026-03-27"));
    assert_data_eq!(
        told(&history, "2026-06-20"),
        str![[r#"
A.5.1 implemented ["C"] ["R-1", "R-2"] [] []
A.5.2 excluded [] [] ["No roles."] []
A.5.3 undecided [] [] [] []

"#]]
    );
}

#[test]
fn evidence_that_is_missing_failed_or_not_due_yet_makes_it_partly() {
    let nothing_due = told(&company("", ""), "2026-03-01");
    let missing = told(&company("", ""), "2026-05-01");
    let mut failing = company("", "");
    let failed = record(Some("2026-Q1"), "2026-03-27").replace("result: pass", "result: not-performed");
    failing.write("2026-03-30", "evidence/C/2026-Q1.yaml", &failed);
    assert_data_eq!(
        nothing_due + &missing + &told(&failing, "2026-05-01"),
        str![[r#"
A.5.1 partly ["C"] [] [] [InclusionWithoutReason, NothingDueYet(["C"])]
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []
A.5.1 partly ["C"] [] [] [InclusionWithoutReason, EvidenceMissing(["C"])]
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []
A.5.1 partly ["C"] [] [] [InclusionWithoutReason, Failed(["C"])]
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []

"#]]
    );
}

#[test]
fn silence_within_grace_does_not_undo_what_was_shown() {
    let mut history = company("", "");
    history.write("2026-03-30", "evidence/C/2026-Q1.yaml", &record(Some("2026-Q1"), "2026-03-27"));
    let first = |as_of| told(&history, as_of).lines().next().map(str::to_owned);
    assert_eq!(
        [first("2026-07-14"), first("2026-07-15")].map(|line| line.expect("a line")),
        [
            "A.5.1 implemented [\"C\"] [] [] [InclusionWithoutReason]",
            "A.5.1 partly [\"C\"] [] [] [InclusionWithoutReason, EvidenceMissing([\"C\"])]",
        ]
    );
}

#[test]
fn the_lesser_of_decision_and_evidence_counts() {
    let mut planned = company("", "  A.5.1: {status: planned, due: 2026-12-15, because: contract}\n");
    planned.write("2026-03-30", "evidence/C/2026-Q1.yaml", &record(Some("2026-Q1"), "2026-03-27"));
    let stated = company("", "  A.5.1: {status: implemented, because: law}\n");
    assert_data_eq!(
        told(&planned, "2026-05-01") + &told(&stated, "2026-05-01"),
        str![[r#"
A.5.1 partly by 2026-12-15 ["C"] [] ["contract"] []
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []
A.5.1 partly ["C"] [] ["law"] [EvidenceMissing(["C"])]
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []

"#]]
    );
}

#[test]
fn without_a_control_in_force_a_plan_is_planned_and_a_word_is_only_a_word() {
    let decisions =
        "  A.5.1: {status: planned}\n  A.5.2: {status: implemented, because: law}\n  A.5.3: {because: law}\n";
    assert_data_eq!(
        told(&company("status: draft\n", decisions), "2026-05-01")
            + &told(&company("status: retired\n", ""), "2026-05-01"),
        str![[r#"
A.5.1 planned ["C"] [] [] [InclusionWithoutReason, PlanWithoutDate, DraftOnly(["C"])]
A.5.2 implemented [] [] ["law"] [StatedOnly]
A.5.3 not implemented [] [] ["law"] []
A.5.1 undecided ["C"] [] [] [RetiredOnly(["C"])]
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []

"#]]
    );
}

#[test]
fn an_exclusion_that_cannot_be_is_named_and_one_that_is_contradicted_says_so() {
    let decisions =
        "  \"4.1\": {applies: false, because: No.}\n  A.5.1: {applies: false}\n  A.9.9: {because: law}\n";
    assert_data_eq!(
        told(&company("", decisions), "2026-05-01"),
        str![[r#"
A.5.1 excluded ["C"] [] [] [ExcludedButClaimed(["C"]), ExclusionWithoutReason]
A.5.2 undecided [] [] [] []
A.5.3 undecided [] [] [] []
wrongly excluded 4.1
unknown A.9.9

"#]]
    );
}

#[test]
fn a_control_that_mitigates_a_risk_and_claims_no_entry_comes_from_another_source() {
    let mut history = company("", "");
    let other = "id: D\ntitle: D\nowner: ada\nstatement: S.\ncadence: annual\nsatisfies: {iso: \"4.1\"}\nmitigates: R-1\n";
    history.write("2026-01-06", "policies/controls/D.yaml", other);
    history.write("2026-01-06", "policies/risks/R-1.yaml", R1);
    let last = told(&history, "2026-05-01").lines().last().map(str::to_owned);
    assert_eq!(last.as_deref(), Some("beyond D"));
}

#[test]
fn an_exclusion_of_what_is_to_treat_a_risk_says_so_before_its_control_is_in_force() {
    let mut history = company("status: draft\nmitigates: R-1\n", "  A.5.1: {applies: false, because: No.}\n");
    history.write("2026-01-06", "policies/risks/R-1.yaml", R1);
    let first = told(&history, "2026-05-01").lines().next().map(str::to_owned);
    let expected = r#"A.5.1 excluded ["C"] [] ["No."] [ExcludedButTreats(["R-1"])]"#;
    assert_eq!(first.as_deref(), Some(expected));
}

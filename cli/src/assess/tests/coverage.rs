//! Requirements against controls, one sentence a test.

use super::history::{History, control, record};
use crate::assess::Coverage;
use crate::model::AuditType;
use snapbox::{assert_data_eq, str};

const FRAMEWORK: &str = "\
id: tsc
categories: [{id: sec, title: Security, mandatory: true}, {id: av, title: Availability}, {id: pri, title: Privacy}]
groups:
  - {id: CC6, title: Access, category: sec}
  - {id: A1, title: Availability, category: av}
  - {id: P1, title: Notice, category: pri}
requirements:
  - {id: CC6.0, title: Heading, group: CC6, heading: true}
  - {id: CC6.1, title: Restricted, group: CC6}
  - {id: CC6.2, title: Removed, group: CC6}
  - {id: CC6.9, title: Over a window, group: CC6, applies_to: type2}
  - {id: A1.1, title: Capacity, group: A1}
  - {id: P1.1, title: Told, group: P1}
";

fn told(history: &History, kind: Option<AuditType>) -> String {
    let register = history.register();
    let program = register.program.as_ref().expect("a programme");
    let scope = program.scope("tsc").expect("in scope");
    let assessment = history.assess("2026-01-01..2026-06-30", "2026-05-01");
    let coverage = Coverage::of(&register.frameworks["tsc"], scope, kind, &register, &assessment);
    let mut lines = Vec::new();
    for covered in &coverage.requirements {
        let mut controls = Vec::new();
        for claimant in &covered.controls {
            let latest = claimant.latest.as_ref().map_or("-", |latest| latest.period.as_str());
            let status = claimant.control.status.word();
            controls.push(format!("{} {status} {latest} {:?}", claimant.control.id.value, claimant.standing));
        }
        let policies: Vec<_> = covered.policies.iter().map(|policy| policy.id.as_str()).collect();
        lines.push(format!("{} {controls:?} {policies:?}", covered.requirement.id.value));
    }
    let line = |name: &str, tally: &crate::assess::Tally| {
        let counts = &tally.counts;
        format!(
            "{name}: {} of {} by {} controls, {} of {} on file",
            tally.covered, tally.requirements, tally.controls, counts.on_file, counts.expected
        )
    };
    lines.extend(coverage.by_group(&assessment).iter().map(|(group, tally)| line(&group.id, tally)));
    lines.extend(coverage.by_category(&assessment).iter().map(|(category, tally)| line(&category.id, tally)));
    lines.push(line("total", &coverage.total(&assessment)));
    lines.push(format!(
        "gaps {:?}",
        coverage.gaps().map(|gap| gap.requirement.id.as_str()).collect::<Vec<_>>()
    ));
    lines.join("\n") + "\n"
}

fn company() -> History {
    let scope = "frameworks: {tsc: {categories: av}}\n";
    let mut history = History::with_program(&format!("{}{scope}", super::history::PROGRAM));
    history.write("2026-01-05", "policies/frameworks/tsc.yaml", FRAMEWORK);
    let claims = "satisfies: {tsc: [CC6.1, CC6.2, A1.1]}\n";
    history.write("2026-01-05", "policies/controls/C.yaml", &control("monthly", claims));
    let draft = control("monthly", "satisfies: {tsc: CC6.9}\nstatus: draft\n").replace("id: C", "id: D");
    history.write("2026-01-05", "policies/controls/D.yaml", &draft);
    history.write("2026-02-01", "evidence/C/2026-01.yaml", &record(Some("2026-01"), "2026-01-31"));
    history.write("2026-04-01", "evidence/C/2026-03.yaml", &record(Some("2026-03"), "2026-03-31"));
    history
}

#[test]
fn a_control_counts_once_in_each_part_and_a_draft_covers_nothing() {
    assert_data_eq!(
        told(&company(), None),
        str![[r#"
CC6.1 ["C active 2026-03 OnFile"] []
CC6.2 ["C active 2026-03 OnFile"] []
CC6.9 ["D draft - NotDueYet"] []
A1.1 ["C active 2026-03 OnFile"] []
CC6: 2 of 3 by 1 controls, 2 of 4 on file
A1: 1 of 1 by 1 controls, 2 of 4 on file
sec: 2 of 3 by 1 controls, 2 of 4 on file
av: 1 of 1 by 1 controls, 2 of 4 on file
total: 3 of 4 by 1 controls, 2 of 4 on file
gaps ["CC6.9"]

"#]]
    );
}

#[test]
fn requirements_of_another_type_of_audit_are_left_out() {
    let told = told(&company(), Some(AuditType::Type1));
    assert_eq!(told.lines().last(), Some("gaps []"));
}

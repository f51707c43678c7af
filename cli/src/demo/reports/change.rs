//! What goes into production: reviewed changes, branch rules, separate environments.

use super::super::populations::{Change, REPOSITORIES};
use super::super::time::Moment;
use super::{Case, Report, Table};

/// Two changes of the month's beginning, middle and end that together hit several repositories.
fn chosen(rows: &[Change]) -> Vec<&Change> {
    let mut some: Vec<&Change> = Vec::new();
    for repository in REPOSITORIES {
        some.extend(rows.iter().find(|row| row.repository == repository));
    }
    some.extend(rows.last());
    some.sort_by_key(|row| row.id.as_str());
    some.dedup_by_key(|row| row.id.as_str());
    some
}

/// CH-01.
pub(in super::super) fn reviewed_changes(case: &Case<'_>) -> Report {
    let rows = case.world.changes(case.period);
    let some = chosen(rows);
    let mut dice = case.dice();
    let mut table = Table::of("change_id,repository,author,approver,approved_at,deployed_at,test_run,tests");
    let mut tested = String::new();
    for row in &some {
        let (hour, minute) = (dice.between(9, 15), dice.between(0, 59));
        let approved = Moment::at(row.day, hour, minute);
        let deployed = approved.plus_minutes(dice.between(12, 70));
        table.row(format!(
            "{},{},{},{},{},{},{},passed",
            row.id,
            row.repository,
            row.author,
            row.approver,
            approved.for_record(),
            deployed.for_record(),
            dice.between(880_000, 989_999)
        ));
        tested.extend([format!("  {}: pass\n", row.id)]);
    }
    let items: Vec<&str> = some.iter().map(|row| row.id.as_str()).collect();
    Report::saying(format!(
        "{} of {} changes looked at, one or more of every repository touched; each approved by somebody else before it was deployed.",
        some.len(),
        rows.len()
    ))
    .more(format!("sample: {{how: chosen, items: [{}], by: {}}}\ntested:\n{tested}", items.join(", "), case.performer.short()))
    .file("changes-looked-at.csv", table)
}

/// CH-02.
pub(in super::super) fn branch_rules(case: &Case<'_>) -> Report {
    let at = case.at(7, 15);
    let mut text = format!("{{\n  \"exported\": \"{at}\",\n  \"repositories\": [\n");
    for (number, repository) in REPOSITORIES.iter().enumerate() {
        let comma = if number + 1 == REPOSITORIES.len() { "" } else { "," };
        let approvals = if *repository == "robot-gateway" { 2 } else { 1 };
        text.extend([format!(
            "    {{\"name\": \"{repository}\", \"branch\": \"main\", \"approvals\": {approvals}, \"dismiss_stale\": true, \"checks\": \"required\", \"force_push\": false, \"bypass\": []}}{comma}\n"
        )]);
    }
    text.push_str("  ]\n}\n");
    Report::saying("Five repositories, five rules alike: approval by somebody else, checks required, no force push, nobody on the bypass list.")
        .file("branch-rules.json", text)
        .answers("rules")
        .made_by("gh api orgs/northwind-robotics/rulesets", at)
}

/// CH-03.
pub(in super::super) fn environments(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("database,account,tables_read,rows_compared,customer_rows_found");
    for database in ["test-main", "test-load", "dev-shared"] {
        table.row(format!("{database},test,{},{},0", 118 + case.index, dice.between(40_000, 90_000)));
    }
    Report::saying(format!(
        "Four accounts apart, no role crosses them; {} tables in three test databases compared with production, no customer row found.",
        3 * (118 + case.index)
    ))
    .file("test-data.csv", table)
}

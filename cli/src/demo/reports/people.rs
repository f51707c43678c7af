//! People, their devices and what they report: screening, training, laptops, assets, security events.

use jiff::ToSpan as _;

use super::super::time::workday_back;
use super::{Case, Report, Table, count};

/// PE-01.
pub(in super::super) fn screening(case: &Case<'_>) -> Report {
    let rows = case.world.joiners(case.period);
    let mut dice = case.dice();
    let mut table = Table::of(
        "joiner_id,first_day,identity_checked,references_checked,contract_signed,confidentiality_signed",
    );
    let mut tested = String::new();
    for row in &rows {
        let before = |steps: i64| workday_back(row.day - 1.day(), steps);
        let first = dice.between(9, 15);
        let signed = before(first - dice.between(3, 5));
        table.row(format!(
            "{},{},{},{},{signed},{signed}",
            row.id,
            row.day,
            before(first),
            before(first - 1)
        ));
        tested.extend([format!("  {}: pass\n", row.id)]);
    }
    Report::saying(format!(
        "{}; identity, references and both signatures before the first day.",
        count(rows.len(), "joiner", "joiners")
    ))
    .more(format!("sample: {{how: all}}\ntested:\n{tested}"))
    .file("screening.csv", table)
}

/// PE-02.
pub(in super::super) fn training(case: &Case<'_>) -> Report {
    let world = case.world;
    let mut table = Table::of("department,staff,trained_in_last_12_months,open");
    let mut open_all = 0;
    for department in ["customer-success", "engineering", "management", "operations", "platform", "security"]
    {
        let staff = world.of_department(department, case.day).len();
        let open = usize::from(department == "customer-success");
        open_all += open;
        table.row(format!("{department},{staff},{},{open}", staff - open));
    }
    let staff = world.headcount(case.day);
    let trained = staff - open_all;
    let share = trained * 100 / staff;
    Report::saying(format!("{trained} of {staff} trained in the last twelve months ({share} %); the one who is missing has a date in the next two weeks."))
        .file("training.csv", table)
}

/// EP-01.
pub(in super::super) fn laptops(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of(
        "device,assigned_to,encrypted,screen_lock_minutes,malware_protection,oldest_missing_patch_days,ticket",
    );
    let mut tickets = 0;
    let mut total = 0;
    for one in case.world.staff_on(case.day) {
        let days = if dice.between(1, 28) == 1 { dice.between(15, 19) } else { dice.between(0, 12) };
        let ticket = if days > 14 {
            tickets += 1;
            format!("IT-{}", 605 + 40 * case.index + 20 + tickets)
        } else {
            String::new()
        };
        table.row(format!("NB-{},{},yes,5,on,{days},{ticket}", &one.id[2..], one.id));
        total += 1;
    }
    let late = match tickets {
        0 => "no patch older than 14 days".to_owned(),
        1 => "one with a patch older than 14 days, updated the same day".to_owned(),
        some => format!("{some} with a patch older than 14 days, updated the same day"),
    };
    Report::saying(format!(
        "{total} laptops for {total} people, all encrypted, locked and protected; {late}."
    ))
    .file("laptops.csv", table)
    .made_by("kandji-export devices --format csv", case.at(8, 15))
}

/// AS-01.
pub(in super::super) fn inventory(case: &Case<'_>) -> Report {
    let staff = case.world.headcount(case.day);
    let mut table = Table::of("source,counted,in_register_or_assigned,difference,note");
    table.row(format!("kandji devices,{},{staff},1,one spare laptop in the safe", staff + 1));
    table.row("aws accounts,4,4,0,");
    table.row(format!("okta applications,{0},{0},0,", 21 + case.index));
    table.row("data stores,6,6,0,");
    table.row(format!("repositories,{0},{0},0,", 23 + 2 * case.index));
    Report::saying(format!("17 assets in the register, each with owner and class; {} devices counted for {staff} people, one of them a spare.", staff + 1))
        .file("inventory.csv", table)
}

/// IR-01.
pub(in super::super) fn events(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("event,source,reported,decided_after_hours,decision");
    let total = usize::try_from(dice.between(14, 26)).unwrap_or_default();
    let mut slowest = 0;
    let mut weaknesses = 0;
    let last = i64::from((case.day - case.period.start).get_days());
    let incident = match case.period.name.as_str() {
        "2026-02" => Some(("staff", "2026-02-10", "INC-2026-01")),
        "2026-05" => Some(("alert", "2026-05-20", "INC-2026-02")),
        "2026-08" => Some(("staff", "2026-08-19", "INC-2026-03")),
        _ => None,
    };
    for number in 1..=total {
        let hours = dice.between(1, 7);
        slowest = slowest.max(hours);
        let weak = dice.between(1, 7) == 1;
        weaknesses += usize::from(weak);
        let day = case.period.start + dice.between(0, last).days();
        let decision = if weak { "weakness" } else { "harmless" };
        table.row(format!(
            "SE-{}-{number:02},{},{day},{hours},{decision}",
            case.period.name,
            dice.pick(&["alert", "alert", "staff"])
        ));
    }
    let all = total + usize::from(incident.is_some());
    let named = match incident {
        Some((source, day, id)) => {
            table.row(format!("SE-{}-{all:02},{source},{day},0,{id}", case.period.name));
            format!("one incident ({id})")
        }
        None => "no incident".to_owned(),
    };
    Report::saying(format!(
        "{all} events, each decided within {slowest} working hours; {weaknesses} weaknesses, {named}."
    ))
    .file("events.csv", table)
}

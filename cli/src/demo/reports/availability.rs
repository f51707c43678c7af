//! Being there: availability, backups, restores.

use jiff::ToSpan as _;

use super::{Case, Report, Table, count};

/// Minutes of downtime and peak load in percent by month: fleet control, gateway, console.
const MONTHS: [(&str, [i64; 3], i64); 10] = [
    ("2025-12", [6, 4, 9], 58),
    ("2026-01", [8, 3, 11], 51),
    ("2026-02", [5, 5, 0], 53),
    ("2026-03", [13, 7, 4], 55),
    ("2026-04", [4, 2, 6], 57),
    ("2026-05", [7, 3, 41], 59),
    ("2026-06", [8, 6, 5], 61),
    ("2026-07", [11, 4, 3], 60),
    ("2026-08", [17, 9, 8], 57),
    ("2026-09", [10, 3, 6], 63),
];

/// `99.97` out of minutes, rounded down so that nothing looks better than it was.
fn percent(minutes: i64, down: i64) -> String {
    let hundredths = (minutes - down) * 10_000 / minutes;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// AV-01.
pub(in super::super) fn capacity(case: &Case<'_>) -> Report {
    let month = MONTHS.iter().find(|row| row.0 == case.period.name);
    let (_, down, peak) = month.expect("every month of the story is in the table");
    let days = i64::from(case.period.end.day());
    let minutes = days * 24 * 60;
    let mut table = Table::of("service,minutes,minutes_down,availability_percent,promised_percent");
    for (service, down) in ["fleet-control", "robot-gateway", "console"].iter().zip(down) {
        table.row(format!("{service},{minutes},{down},{},99.90", percent(minutes, *down)));
    }
    let mut load = Table::of("resource,peak_percent,headroom_percent");
    let mut dice = case.dice();
    for (resource, less) in
        [("cluster cpu", 0), ("cluster memory", 4), ("database cpu", 9), ("database storage", 14)]
    {
        let peak = peak - less - dice.between(0, 3);
        load.row(format!("{resource},{peak},{}", 100 - peak));
    }
    let outage = if case.period.name == "2026-05" {
        " The console was down for 41 minutes on 20 May (INC-2026-02)."
    } else {
        ""
    };
    Report::saying(format!(
        "Fleet control {} % against 99.9 % promised; highest load {peak} %, nothing to add before 80 %.{outage}",
        percent(minutes, down[0])
    ))
    .file("availability.csv", table)
    .file("load.csv", load)
}

/// BK-01.
pub(in super::super) fn backups(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("night,job,result,gigabytes,minutes,second_run");
    let (mut nights, mut failed) = (0_usize, 0_usize);
    let mut size = 412 + 9 * i64::try_from(case.index).unwrap_or_default();
    let mut night = case.period.start;
    while night < case.day {
        size += dice.between(0, 1);
        let fails = dice.between(1, 40) == 1;
        let (result, second) = if fails { ("failed", "succeeded") } else { ("succeeded", "") };
        table.row(format!("{night},pg-nightly,{result},{size},{},{second}", dice.between(38, 55)));
        nights += 1;
        failed += usize::from(fails);
        night += 1.day();
    }
    let again = match failed {
        0 => "none failed".to_owned(),
        1 => "one failed and succeeded when run again the same day".to_owned(),
        _ => format!("{failed} failed and succeeded when run again the same day"),
    };
    Report::saying(format!(
        "{}, {again}; copies lie in the backup account.",
        count(nights, "night", "nights")
    ))
    .file("jobs.csv", table)
    .made_by("aws backup list-backup-jobs --by-resource pg-main", case.at(7, 5))
}

/// BK-02.
pub(in super::super) fn restore(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let minutes = dice.between(88, 131);
    let (hours, rest) = (minutes / 60, minutes % 60);
    let done = 8 * 60 + 20 + minutes;
    let clock = |minute: i64| format!("{} {:02}:{:02}", case.day, minute / 60, minute % 60);
    let log = format!(
        "{} restore started, copy of last night, account restore-test\n\
         {} cluster created\n\
         {} data loaded\n\
         {} roles and extensions compared, no difference\n\
         {} restore finished, {hours} h {rest:02} min\n",
        clock(500),
        clock(514),
        clock(done - 9),
        clock(done - 3),
        clock(done)
    );
    let mut table = Table::of("table,rows_production,rows_restored,checksum_production,checksum_restored");
    for name in ["customers", "sites", "floor_plans", "robots", "orders", "commands", "console_users"] {
        let rows = dice.between(300, 4_000_000);
        let sum = dice.hex(16);
        table.row(format!("{name},{rows},{rows},{sum},{sum}"));
    }
    Report::saying(format!(
        "Restored in {hours} h {rest:02} min of 4 h; seven tables compared, rows and checksums agree."
    ))
    .file("restore.log", log)
    .answers("log")
    .file("comparison.csv", table)
    .answers("comparison")
}

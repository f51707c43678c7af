//! Steering: incidents looked back on, vendors, actions, objectives, the board, the risk register.

use super::{Case, Report, Table};

/// IR-03.
pub(in super::super) fn incidents(case: &Case<'_>) -> Report {
    let mut table = Table::of(
        "incident,severity,cause_known,customers_told_after_minutes,actions,actions_open,proof_kept",
    );
    let summary = match case.index {
        0 => "No incident in the quarter; the drill of 9 December was looked back on instead.",
        1 => {
            table.row("INC-2026-01,3,yes,none needed,1,0,yes");
            "One incident, severity 3; cause known, action done, proof in the evidence bucket."
        }
        2 => {
            table.row("INC-2026-02,2,yes,22,1,0,yes");
            "One incident, severity 2; customers told after 22 minutes, cause known, action done on 27 May."
        }
        _ => {
            table.row("INC-2026-03,3,yes,none needed,1,0,yes");
            "One incident, severity 3; cause known, action done on 8 September."
        }
    };
    let notes = format!("Looked back on {}\nPeriod {}\n{summary}\n", case.day, case.period.name);
    Report::saying(summary).file("incidents.csv", table).file("notes.txt", notes)
}

/// VN-01.
pub(in super::super) fn vendors(case: &Case<'_>) -> Report {
    let mut table = Table::of(
        "vendor,report,period_from,period_to,bridge_to,exceptions_in_report,physical_security_read,incidents",
    );
    table.row(match case.index {
        0 | 1 => "aws,SOC 2 Type 2,2024-10-01,2025-09-30,2026-03-31,0,yes,0",
        _ => "aws,SOC 2 Type 2,2025-04-01,2026-03-31,2026-09-30,0,yes,0",
    });
    table.row(match case.index {
        0 | 1 => "okta,SOC 2 Type 2,2024-06-01,2025-05-31,2026-05-31,1,not applicable,0",
        _ => "okta,SOC 2 Type 2,2025-06-01,2026-05-31,,1,not applicable,0",
    });
    table.row(match case.index {
        0 | 1 => "github,SOC 2 Type 2,2024-10-01,2025-09-30,2026-03-31,0,not applicable,0",
        _ => "github,SOC 2 Type 2,2025-04-01,2026-03-31,2026-09-30,0,not applicable,0",
    });
    table.row(match case.index {
        0..=2 => "datadog,SOC 2 Type 2,2024-07-01,2025-06-30,2026-06-30,0,not applicable,0",
        _ => "datadog,SOC 2 Type 2,2025-07-01,2026-06-30,2026-09-30,0,not applicable,0",
    });
    let asked = format!("read on,{},,,,,,", case.day);
    table.row(asked);
    Report::saying(match case.index {
        0 => "Four critical vendors; reports read, one exception at Okta without bearing on us; physical security of the data centres covered.",
        1 => "Four critical vendors; no new report in the quarter, bridge letters cover it; physical security of the data centres covered.",
        2 => "Four critical vendors; new reports of AWS, GitHub and Okta read, one exception at Okta without bearing on us. Okta's ends on 31 May; the bridge letter is asked for.",
        _ => "Four critical vendors; new report of Datadog read. Okta's ends on 31 May, and the bridge letter has been asked for twice and has not come.",
    })
    .file("vendors.csv", table)
}

/// GV-03.
pub(in super::super) fn corrective_actions(case: &Case<'_>) -> Report {
    let mut table = Table::of("id,from,owner,due,state");
    let rows: &[&str] = match case.index {
        0 => &["NC-01,IA-2025-1,mateo,2026-03-31,open", "NC-02,IA-2025-1,lena,2026-01-31,open"],
        1 => &[
            "NC-01,IA-2025-1,mateo,2026-03-31,done, effect to be checked in May",
            "NC-02,IA-2025-1,lena,2026-01-31,done, effect to be checked in April",
        ],
        2 => &[
            "NC-01,IA-2025-1,mateo,2026-03-31,closed",
            "NC-02,IA-2025-1,lena,2026-01-31,closed",
            "NC-03,IA-2026-1,priya,2026-07-31,open",
            "EX-2026-04,AC-03 2026-03,omar,2026-09-20,open",
        ],
        _ => &["NC-03,IA-2026-1,priya,2026-07-31,closed", "EX-2026-04,AC-03 2026-03,omar,2026-09-20,done"],
    };
    for row in rows {
        table.row(row.replace("done, effect", "done; effect"));
    }
    Report::saying(match case.index {
        0 => "Two findings open, both minor, both inside their dates.",
        1 => "Two findings, both done in time; their effect is checked in April and May.",
        2 => "Four findings and exceptions gone through; two closed, two open and inside their dates.",
        _ => "Two findings and exceptions gone through; one closed, one done on 11 September; none open.",
    })
    .file("actions.csv", table)
}

/// GV-05. The numbers are those of `policies/isms/objectives.yaml` as far as they were known on the day.
pub(in super::super) fn objectives(case: &Case<'_>) -> Report {
    let mut table = Table::of("objective,measure,target,value");
    let values: [&str; 4] = match case.index {
        0 => ["99.98 %", "0 so far", "3", "97 %"],
        1 => ["99.97 %", "0 so far", "4", "97 %"],
        2 => ["99.98 %", "1 so far", "4", "97 %"],
        _ => ["99.96 %", "1 so far", "5", "97 %"],
    };
    let measures = [
        ("O-1", "availability of fleet control, worst month", "99.9 %"),
        ("O-2", "leavers with an account after 24 hours", "0"),
        ("O-3", "longest life of a critical finding in days", "7"),
        ("O-4", "share of staff trained", "95 %"),
    ];
    for ((id, measure, target), value) in measures.iter().zip(values) {
        let measure = measure.replace(',', ";");
        table.row(format!("{id},{measure},{target},{value}"));
    }
    Report::saying(match case.index {
        0 => "The four proposed objectives measured for December; all are met.",
        1 => "Four objectives on course; O-2 is final once the leavers of March are tested in April.",
        2 => "Three of four objectives on course; O-2 is missed because of L-0317 (EX-2026-04).",
        _ => "Three of four objectives on course; O-2 had no new case and stays missed for the year.",
    })
    .file("objectives.csv", table)
}

/// GV-07.
pub(in super::super) fn board_report(case: &Case<'_>) -> Report {
    let (news, questions) = match case.index {
        0 => (
            "First Type 1 report on the way. Two minor findings from the internal audit.",
            "Why one region only? Answer: cost; the acceptance of R-07 has an end.",
        ),
        1 => (
            "Type 1 report received, unmodified. ISO stage 1 held on 17 March.",
            "What did stage 1 ask for? Answer: the question of climate in the context; it has been answered there.",
        ),
        2 => (
            "Console down for 41 minutes on 20 May. In April one account of a leaver was found to have been active nine days too long; the log shows no use of it. Internal audit found one minor nonconformity. One scan was recorded late.",
            "How did the certificate run out with a control on it? Answer: it was seen with 21 days left and renewed by hand, too late.",
        ),
        _ => (
            "Contractors join through Okta since 11 September. The Type 2 window closes on 30 September.",
            "What if Okta's bridge letter does not come? Answer: the auditor is told, and our own reviews of its logs stand in.",
        ),
    };
    let text = format!(
        "Report to the advisory board, {}\nSent {}\n\n{news}\n\nRisks: 20, one above the appetite and accepted (R-07).\n\nQuestion of the board: {questions}\n",
        case.period.name, case.day
    );
    Report::saying(
        "Report sent to the three members of the board; one question asked and answered in writing.",
    )
    .file("report.txt", text)
}

/// RM-01.
pub(in super::super) fn risk_register(case: &Case<'_>) -> Report {
    let mut table = Table::of("risk,owner_present,score_before,score_now,decision");
    let moved: &[(&str, i64, i64)] = match case.index {
        0 => &[],
        1 => &[("R-16", 9, 8)],
        2 => &[("R-17", 9, 6)],
        _ => &[("R-02", 9, 8)],
    };
    for number in 1..=20 {
        let id = format!("R-{number:02}");
        match moved.iter().find(|row| row.0 == id) {
            Some((_, before, now)) => table.row(format!("{id},yes,{before},{now},see the register")),
            None => table.row(format!("{id},yes,,,unchanged")),
        }
    }
    Report::saying(match case.index {
        0 => "20 risks scored for the first time with their owners; R-07 above the appetite and accepted until 15 April.",
        1 => "20 risks gone through; R-16 down since drift is compared.",
        2 => "20 risks gone through; R-17 down since certificates have an alarm, R-02 unchanged until contractors join through Okta.",
        _ => "20 risks gone through; R-02 down since contractors join through Okta. The acceptance of R-07 ends on 8 October.",
    })
    .file("risks.csv", table)
}

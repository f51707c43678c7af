//! The platform itself: scans, alerts on dependencies, drift, firewall, certificates, logs, encryption.

use jiff::ToSpan as _;

use super::super::people::Person;
use super::{Case, Report, Table, count, in_words};

/// VM-01.
pub(in super::super) fn scan(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("finding,severity,component,found,closed,days");
    let (mut critical, mut high) = (0_usize, 0_usize);
    let number = 300 + 40 * case.index;
    let lines = usize::try_from(dice.between(9, 16)).unwrap_or_default();
    for step in 0..lines {
        let severity = match dice.between(1, 12) {
            1 => "critical",
            2..=4 => "high",
            _ => "medium",
        };
        let (least, most) = match severity {
            "critical" => (2, 5),
            "high" => (4, 18),
            _ => (8, 27),
        };
        critical += usize::from(severity == "critical");
        high += usize::from(severity == "high");
        let life = dice.between(least, most);
        let found = case.day - dice.between(life, 29).days();
        let component = dice.pick(&[
            "base-image",
            "postgres-client",
            "nginx",
            "openssl",
            "node-runtime",
            "kernel",
            "libxml2",
        ]);
        table.row(format!(
            "F-{},{severity},{component},{found},{},{life}",
            number + step,
            found + life.days()
        ));
    }
    let late = if case.period.name == "2026-04" {
        " The report stayed in the scanner and was put into this repository on 10 June."
    } else {
        ""
    };
    Report::saying(format!(
        "{} hosts, 31 images and 12 endpoints scanned; {critical} critical and {high} high findings, all closed in time.{late}",
        46 + case.index
    ))
    .file("findings.csv", table)
    .made_by("scanner report --closed-and-open --format csv", case.at(6, 30))
}

/// VM-02.
pub(in super::super) fn dependency_alerts(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("alert,package,severity,decision,reason");
    let mut number = 1_480 + 9 * case.index;
    let alerts = usize::try_from(dice.between(1, 6)).unwrap_or_default();
    let (mut fixed, mut planned, mut dismissed) = (0_usize, 0_usize, 0_usize);
    for _ in 0..alerts {
        number += 1;
        let package = dice.pick(&[
            "tokio",
            "axios",
            "rustls",
            "lodash",
            "serde-json",
            "undici",
            "protobuf",
            "three",
            "hyper",
            "vite",
        ]);
        let severity = dice.pick(&["low", "medium", "medium", "high"]);
        let (decision, reason) = match dice.between(1, 5) {
            1 => ("dismissed", "code not reached"),
            2 if severity != "high" => ("scheduled", "with the next release"),
            _ => ("fixed", "updated"),
        };
        match decision {
            "fixed" => fixed += 1,
            "scheduled" => planned += 1,
            _ => dismissed += 1,
        }
        table.row(format!("DA-{number},{package},{severity},{decision},{reason}"));
    }
    let deputy = if case.performer == Person::Mateo { "" } else { " Done by the deputy." };
    Report::saying(format!(
        "{}: {fixed} fixed, {planned} scheduled, {dismissed} dismissed with a reason.{deputy}",
        count(alerts, "new alert", "new alerts")
    ))
    .file("alerts.csv", table)
}

/// VM-04.
pub(in super::super) fn drift(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("resource,difference,cause,put_right_on");
    // March and April together found five, as NC-01 says.
    let found = match case.period.name.as_str() {
        "2026-03" => 3,
        "2026-04" => 2,
        _ => usize::try_from(dice.between(0, 2)).unwrap_or_default(),
    };
    for number in 0..found {
        let resource = ["alarm/queue-depth", "sg/gateway-internal", "dns/status"][number % 3];
        let (what, origin) = dice.pick(&[
            ("threshold", "changed during an incident"),
            ("description", "typed by hand"),
            ("tag", "provider default"),
        ]);
        table.row(format!("{resource},{what},{origin},{}", case.day));
    }
    let differences = match found {
        0 => "no difference".to_owned(),
        some => format!("{}, put back the same day", count(some, "difference", "differences")),
    };
    let resources = 1_190 + 12 * case.index;
    let serial = 2_214 + 31 * case.index;
    table.row(format!("{resources} resources at state {serial},{found} differences,,"));
    Report::saying(format!("{resources} resources compared with the code, {differences}."))
        .file("drift.csv", table)
        .made_by("tofu plan -detailed-exitcode", case.at(6, 50))
}

/// NW-01.
pub(in super::super) fn firewall(case: &Case<'_>) -> Report {
    let mut table = Table::of("rule,direction,port,from,what_for,decision");
    let rules = [
        ("lb-console", "443", "internet", "console"),
        ("lb-gateway", "8883", "internet", "robots with certificate"),
        ("lb-status", "443", "internet", "status page"),
        ("app-db", "5432", "application subnet", "database"),
        ("app-cache", "6379", "application subnet", "cache"),
        ("metrics", "8126", "cluster", "metrics agent"),
        ("bastion", "none", "none", "closed since 2025"),
    ];
    let closing = case.index == 1;
    for (name, port, from, purpose) in rules.iter().take(6) {
        table.row(format!("{name},in,{port},{from},{purpose},keep"));
    }
    if closing {
        table.row("load-test,in,8080,office of a partner,load test of 2025,closed");
    }
    table.row(format!("reviewed,,,,{} rules on {},", if closing { 7 } else { 6 }, case.day));
    Report::saying(if closing {
        "7 rules let traffic in; six are needed, one was left from a load test and is closed."
    } else {
        "6 rules let traffic in, each with its purpose; none to close."
    })
    .file("rules.csv", table)
}

/// NW-02.
pub(in super::super) fn certificates(case: &Case<'_>) -> Report {
    let mut table = Table::of("endpoint,tls_lowest,certificate_ends,days_left");
    let mut shortest = i64::MAX;
    let mut dice = case.dice();
    for name in ["api", "gateway", "status", "console", "docs", "auth"] {
        let left = if name == "console" && case.period.name == "2026-04" { 21 } else { dice.between(24, 84) };
        shortest = shortest.min(left);
        table.row(format!("{name}.northwind.example,1.2,{},{left}", case.day + left.days()));
    }
    let tail = match case.period.name.as_str() {
        "2026-04" => " The console is due for renewal by hand.",
        "2026-05" => {
            " The console has been on automatic renewal since 21 May, with an alarm 21 days before the end since 27 May (INC-2026-02)."
        }
        _ => "",
    };
    Report::saying(format!("Six endpoints, TLS 1.2 or newer everywhere; the shortest certificate lives {shortest} more days.{tail}"))
        .file("endpoints.csv", table)
        .made_by("tls-check --list endpoints.txt --format csv", case.at(6, 20))
}

/// LG-01.
pub(in super::super) fn logs(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut sources = Table::of("source,events_last_day,newest_event_seconds_ago,clock_offset_ms");
    let list = [
        "cloudtrail",
        "okta",
        "github",
        "cluster-audit",
        "fleet-control",
        "robot-gateway",
        "console",
        "database-audit",
    ];
    for source in list {
        sources.row(format!(
            "{source},{},{},{}",
            dice.between(900, 2_400_000),
            dice.between(2, 55),
            dice.between(0, 9)
        ));
    }
    let mut alerts = Table::of("alert,fired_on_purpose,rang_after_seconds");
    let rules = 17 + case.index / 2;
    for number in 1..=rules {
        alerts.row(format!("alert-{number:02},{},{}", case.day, dice.between(18, 95)));
    }
    Report::saying(format!(
        "{} sources log with correct time; {rules} alerts fired on purpose, all rang within two minutes.",
        in_words(list.len())
    ))
    .file("sources.csv", sources)
    .file("alerts.csv", alerts)
}

/// DP-02.
pub(in super::super) fn encryption(case: &Case<'_>) -> Report {
    let at = case.at(7, 30);
    let (volumes, buckets) = (64 + 3 * case.index, 22 + case.index);
    let text = format!(
        "{{\n  \"exported\": \"{at}\",\n  \"volumes\": {{\"total\": {volumes}, \"encrypted\": {volumes}}},\n  \"buckets\": {{\"total\": {buckets}, \"encrypted\": {buckets}}},\n  \"databases\": {{\"total\": 3, \"encrypted\": 3}},\n  \"organisation_rule\": \"deny-unencrypted\"\n}}\n"
    );
    Report::saying(format!("{volumes} volumes, {buckets} buckets and three databases, all encrypted with our keys; the rule that denies unencrypted ones is on."))
        .file("encryption.json", text)
        .made_by("aws configservice get-compliance-details --rule encrypted-at-rest", at)
}

//! Who may reach what: sign-on, access reviews, joiners, leavers, privileged rights, secrets.

use jiff::civil::date;

use super::super::people::Person;
use super::super::time::Moment;
use super::{Case, Report, Table, count, in_words};

/// AC-01.
pub(in super::super) fn sign_on(case: &Case<'_>) -> Report {
    let people = case.world.headcount(case.day);
    let applications = 21 + case.index / 3;
    let at = case.at(7, 40);
    let text = format!(
        r#"{{
  "exported": "{at}",
  "policies": [
    {{"name": "production", "factors": ["hardware-key", "passkey"], "password_only": false, "applications": 9}},
    {{"name": "staff", "factors": ["hardware-key", "passkey"], "password_only": false, "applications": {staff}}},
    {{"name": "service", "factors": ["certificate"], "password_only": false, "applications": 3}}
  ],
  "users": {{"active": {people}, "with_second_factor": {people}}}
}}
"#,
        staff = applications - 12,
    );
    Report::saying(format!(
        "{applications} applications behind three policies; all {people} active users have a second factor, no rule takes a password alone."
    ))
    .file("sign-on-policies.json", text)
    .answers("policy")
    .made_by("okta-export policies --format json", at)
}

/// The six systems, who owns them, and which staff has an account there.
const SYSTEMS: [(&str, &str); 6] = [
    ("okta", "mateo"),
    ("github", "omar"),
    ("aws", "mateo"),
    ("customer-db", "mateo"),
    ("datadog", "priya"),
    ("personio", "nadia"),
];

/// Staff numbers of the committers, who must not decide on their own accounts.
const OWN: [(&str, &str); 4] =
    [("mateo", "N-103"), ("omar", "N-101"), ("priya", "N-102"), ("nadia", "N-105")];

fn accounts<'a>(case: &Case<'a>, system: &str) -> Vec<&'a str> {
    let world = case.world;
    let departments: &[&str] = match system {
        "okta" => return world.staff_on(case.day).map(|one| one.id.as_str()).collect(),
        "github" => &["management", "security", "platform", "engineering"],
        "aws" | "customer-db" => &["platform", "security"],
        "datadog" => &["platform", "security", "customer-success"],
        _ => &["operations", "management"],
    };
    departments.iter().flat_map(|department| world.of_department(department, case.day)).collect()
}

/// AC-02. From the second quarter of 2026 the service accounts are in it, see NC-03.
pub(in super::super) fn access_review(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut list = Table::of("system,account,subject,access");
    let mut decisions = Table::of("account,subject,access,decision,by,ticket,done");
    let (mut total, mut removed, mut services) = (0_usize, 0_usize, 0_usize);
    let wanted = [2, 2, 3, 1][case.index];
    for (system, owner) in SYSTEMS {
        let mut rows: Vec<(String, String)> = accounts(case, system)
            .into_iter()
            .map(|id| (format!("{system}:{}", id.to_lowercase()), id.to_owned()))
            .collect();
        if case.day >= date(2026, 5, 13) {
            let named = ["backup", "deploy"];
            let of_system = named.iter().take(if system == "personio" { 1 } else { 2 });
            let service = of_system.map(|name| (format!("{system}:svc-{name}"), "service".to_owned()));
            rows.extend(service);
            services += if system == "personio" { 1 } else { 2 };
        }
        for (account, subject) in rows {
            let own = OWN.iter().any(|(name, id)| *name == owner && *id == subject);
            let by = match (own, owner) {
                (true, "priya") => "omar",
                (true, _) => "priya",
                (false, owner) => owner,
            };
            let access = dice.pick(&["member", "member", "member", "reader", "operator"]);
            list.row(format!("{system},{account},{subject},{access}"));
            let spare =
                removed < wanted && system != "okta" && subject != "service" && dice.between(1, 9) == 1;
            if spare {
                removed += 1;
                let ticket = 640 + 90 * case.index + 7 * removed;
                decisions.row(format!("{account},{subject},{access},remove,{by},IT-{ticket},{}", case.day));
            } else {
                decisions.row(format!("{account},{subject},{access},keep,{by},,"));
            }
            total += 1;
        }
    }
    let people = total - services;
    let summary = match services {
        0 => format!("{total} accounts in 6 systems looked at, {removed} removed."),
        _ => format!(
            "{people} accounts of people and {services} service accounts in 6 systems looked at, {removed} removed; every service account has an owner."
        ),
    };
    let late = if case.day > case.period.end {
        " Done after the end of the quarter, because the owner of GitHub was away until 8 July."
    } else {
        ""
    };
    Report::saying(format!("{summary}{late}"))
        .more("decisions: {file: decisions.csv}\n")
        .file("accounts.csv", list)
        .answers("accounts")
        .made_by("access-export --systems okta,github,aws,customer-db,datadog,personio", case.at(8, 5))
        .file("decisions.csv", decisions)
        .answers("decisions")
}

/// AC-03.
pub(in super::super) fn leavers(case: &Case<'_>) -> Report {
    let rows = case.world.leavers(case.period);
    let mut dice = case.dice();
    let mut tickets =
        Table::of("ticket,leaver_id,last_day,okta_disabled,aws_disabled,github_removed,laptop_returned");
    let mut export = String::new();
    let mut tested = String::new();
    let mut ticket = 610 + 40 * case.index;
    for row in &rows {
        ticket += 3;
        let minute = dice.between(5, 50);
        let end = Moment::at(row.day, 17, minute);
        let (okta, aws) = (end.for_record(), end.plus_minutes(6).for_record());
        let late = row.id == "L-0317";
        let github = if late { Moment::read("2026-03-27 11:20") } else { end.plus_minutes(9) };
        let laptop = if row.kind == "contractor" { "none" } else { "yes" };
        tickets.row(format!(
            "IT-{ticket},{},{},{okta},{aws},{},{laptop}",
            row.id,
            row.day,
            github.for_record()
        ));
        export.extend([format!(
            "{{\"leaver\": \"{}\", \"status\": \"deprovisioned\", \"at\": \"{okta}\", \"sign_ins_ended\": {}}}\n",
            row.id,
            dice.between(1, 4)
        )]);
        if late {
            tested.extend([format!("  {}: {{exception: EX-2026-04}}\n", row.id)]);
        } else {
            tested.extend([format!("  {}: {{result: pass, at: {}}}\n", row.id, github.for_record())]);
        }
    }
    let people = count(rows.len(), "leaver", "leavers");
    let exception = rows.iter().any(|row| row.id == "L-0317");
    let summary = if exception {
        format!(
            "{people}; two disabled everywhere on the last day, one kept a GitHub account for nine days, see EX-2026-04."
        )
    } else {
        format!("{people}; every account disabled on the last day.")
    };
    Report::saying(summary)
        .more(format!("sample: {{how: all}}\ntested:\n{tested}{}", if exception { EXCEPTION } else { "" }))
        .file("tickets.csv", tickets)
        .answers("tickets")
        .file("okta-deprovisioned.ndjson", export)
        .answers("export")
        .made_by("okta-export users --status deprovisioned", case.at(9, 31))
}

/// What the record of March says about L-0317 as long as the fix is open.
const EXCEPTION: &str = "\
exceptions:
  EX-2026-04:
    what: The GitHub account of L-0317 stayed active for nine days after the last day, 18 March 2026.
    cause: Contractors were not in the Okta group that the GitHub organisation follows; their accounts were removed by hand, and the ticket had no line for it.
    effect: No sign-in and no push after the last day (audit log of GitHub, kept in the evidence bucket).
    fix: {what: Contractors join through Okta like everybody, owner: omar, due: 2026-09-20}
    response: Management agrees. The account had no activity; until contractors join through Okta the ticket has a line for GitHub and IT checks it weekly.
";

/// The same once the fix was made: `before` and `after` of the completing edit.
pub(in super::super) const FIX: (&str, &str) = ("due: 2026-09-20}", "due: 2026-09-20, done: 2026-09-11}");

/// AC-04.
pub(in super::super) fn joiners(case: &Case<'_>) -> Report {
    let rows = case.world.joiners(case.period);
    let mut table =
        Table::of("joiner_id,first_day,role_groups,beyond_role,approval,approved_by,approved_on,granted_on");
    let (mut tested, mut beyond) = (String::new(), 0);
    for (number, row) in rows.iter().enumerate() {
        let groups = match row.department {
            "platform" | "security" => 9,
            "engineering" => 6,
            _ => 4,
        };
        let day = row.day;
        if row.department == "engineering" {
            beyond += 1;
            let ticket = 600 + 40 * case.index + 11 + number;
            table.row(format!("{},{day},{groups},datadog-reader,IT-{ticket},priya,{day},{day}", row.id));
        } else {
            table.row(format!("{},{day},{groups},,,,,{day}", row.id));
        }
        tested.extend([format!("  {}: pass\n", row.id)]);
    }
    let people = count(rows.len(), "joiner", "joiners");
    Report::saying(format!(
        "{people} with the groups of the role; {} beyond it, each approved before the grant.",
        in_words(beyond)
    ))
    .more(format!("sample: {{how: all}}\ntested:\n{tested}"))
    .file("grants.csv", table)
}

/// AC-05.
pub(in super::super) fn privileged(case: &Case<'_>) -> Report {
    let mut dice = case.dice();
    let mut table = Table::of("system,principal,right,on_approved_list,last_used");
    let holders = ["N-101", "N-102", "N-103", "N-127"];
    let mut rights = 0;
    for (system, right) in
        [("aws", "administrator"), ("okta", "super-admin"), ("github", "owner"), ("customer-db", "superuser")]
    {
        let some = match system {
            "okta" | "github" => &holders[..3],
            _ => &holders[2..],
        };
        for principal in some {
            let back = dice.between(0, 20);
            let used = super::super::time::workday_back(case.day, back);
            table.row(format!("{system},{principal},{right},yes,{used}"));
            rights += 1;
        }
    }
    let uses = usize::try_from(dice.between(0, 2)).unwrap_or_default();
    table.row(format!(
        "aws,emergency,administrator,yes,{}",
        if uses == 0 { "never".to_owned() } else { case.day.to_string() }
    ));
    let explained = match uses {
        0 => "the emergency account was not opened",
        1 => "the emergency account was opened once, for a drill",
        _ => "the emergency account was opened twice, both times for a drill",
    };
    let alone = if case.performer == Person::Priya && case.period.name == "2026-06" {
        " Looked at alone: Omar is on leave."
    } else {
        ""
    };
    Report::saying(format!(
        "{rights} standing rights of four people, all on the approved list; {explained}.{alone}"
    ))
    .file("privileged.csv", table)
}

/// AC-06.
pub(in super::super) fn secrets(case: &Case<'_>) -> Report {
    let mut table = Table::of("secret,version_before,version_now,replaced_at,old_value_refused");
    let names = [
        "database-writer",
        "database-reader",
        "gateway-signing",
        "webhook",
        "maps-licence",
        "mail-relay",
        "backup-vault",
    ];
    for (number, name) in names.iter().enumerate() {
        let before = 14 + case.index;
        let minute = i64::try_from(number * 7).unwrap_or_default();
        table.row(format!("{name},{before},{},{},yes", before + 1, case.at(6, minute)));
    }
    Report::saying(format!("{} secrets replaced, each old value tried once and refused.", names.len()))
        .file("rotation.csv", table)
}

//! January to June 2026, the first half of the window: certification, the internal audit, an outage.

use super::super::people::Person::{Lena, Mateo, Nadia, Omar, Priya};
use super::Touch::{Add, Edit};
use super::{Chapter, chapter};

/// What was changed by hand in the first half of the year.
pub(super) fn chapters() -> Vec<Chapter> {
    let mut chapters = winter();
    chapters.extend(february());
    chapters.extend(certification());
    chapters.extend(spring());
    chapters.extend(april());
    chapters.extend(may());
    chapters.extend(early_summer());
    chapters
}

fn winter() -> Vec<Chapter> {
    vec![
        chapter(
            "program/trust-root",
            (Priya, "2026-01-14 10:05"),
            (Omar, "2026-01-14 16:40"),
            "the first commit is the trust root, as agreed with the auditor",
            &[Edit("policies/program.yaml", &[("", "    root: ffffffffffffffffffffffffffffffffffffffff\n")])],
        ),
        chapter(
            "isms/objectives-2026",
            (Priya, "2026-01-19 13:30"),
            (Omar, "2026-01-20 10:10"),
            "objectives for 2026",
            &[Add("policies/isms/objectives.yaml")],
        ),
        chapter(
            "isms/audit-programme",
            (Nadia, "2026-01-19 15:12"),
            (Omar, "2026-01-20 10:25"),
            "audit programme for two years",
            &[Add("policies/isms/programme.yaml")],
        ),
        chapter(
            "isms/objectives-decided",
            (Priya, "2026-01-20 14:02"),
            (Omar, "2026-01-21 09:05"),
            "MR-2025-1 is done",
            &[Edit(
                "evidence/isms/reviews/MR-2025.yaml",
                &[("due: 2026-01-31}", "due: 2026-01-31, done: 2026-01-20}")],
            )],
        ),
        chapter(
            "program/iso-audits",
            (Priya, "2026-01-21 11:40"),
            (Omar, "2026-01-22 09:15"),
            "ISO 27001 stage 1 and stage 2 ordered",
            &[Edit(
                "policies/program.yaml",
                &[
                    ("", "  iso27001: {version: \"2022\"}\n"),
                    (
                        "",
                        "  iso-2026-stage1:\n    framework: iso27001\n    type: stage1\n    on: 2026-03-17\n    auditor: {firm: Example Zertifizierung GmbH}\n  iso-2026:\n    framework: iso27001\n    type: stage2\n    window: 2026-03-18..2026-09-30\n    previous: iso-2026-stage1\n    auditor: {firm: Example Zertifizierung GmbH}\n",
                    ),
                ],
            )],
        ),
    ]
}

fn february() -> Vec<Chapter> {
    vec![
        chapter(
            "controls/scan-deadlines",
            (Mateo, "2026-01-22 10:48"),
            (Priya, "2026-01-23 11:30"),
            "VM-01 asks for critical findings in 7 days, as the policy does",
            &[Edit(
                "policies/controls/VM-01.yaml",
                &[(
                    "critical and high findings are fixed in 30 days.",
                    "critical findings are fixed in 7 days, high ones in 30.",
                )],
            )],
        ),
        chapter(
            "isms/contractors-trained",
            (Lena, "2026-01-27 14:26"),
            (Priya, "2026-01-28 09:30"),
            "NC-02, contractors have a file in Personio",
            &[Edit(
                "evidence/isms/nonconformities/NC-02.yaml",
                &[("due: 2026-01-31}", "due: 2026-01-31, done: 2026-01-27}")],
            )],
        ),
        chapter(
            "incidents/laptop",
            (Nadia, "2026-02-11 10:20"),
            (Priya, "2026-02-11 14:12"),
            "INC-2026-01, laptop left on a train",
            &[Add("evidence/incidents/INC-2026-01.yaml")],
        ),
        chapter(
            "incidents/laptop-wiped",
            (Nadia, "2026-02-12 15:50"),
            (Priya, "2026-02-13 09:25"),
            "INC-2026-01, wipe confirmed",
            &[Edit(
                "evidence/incidents/INC-2026-01.yaml",
                &[("due: 2026-02-13}", "due: 2026-02-13, done: 2026-02-12}")],
            )],
        ),
        chapter(
            "isms/status-page-history",
            (Mateo, "2026-02-19 16:20"),
            (Omar, "2026-02-20 09:50"),
            "MR-2025-3 is done",
            &[Edit(
                "evidence/isms/reviews/MR-2025.yaml",
                &[("due: 2026-02-27}", "due: 2026-02-27, done: 2026-02-19}")],
            )],
        ),
    ]
}

/// The same text, one version on, approved by Omar.
macro_rules! revise {
    ($branch:literal, $by:expr, $at:literal, $merged:literal, $path:literal, $about:literal,
     ($from:literal, $old:literal) => ($to:literal, $new:literal), $($edit:expr),* $(,)?) => {
        chapter($branch, ($by, $at), (Omar, $merged), $about, &[Edit($path, &[
            (concat!("version: ", $from, "\n"), concat!("version: ", $to, "\n")),
            (concat!("approved: {by: omar, at: ", $old, "}"), concat!("approved: {by: omar, at: ", $new, "}")),
            $($edit),*
        ])])
    };
}
pub(super) use revise;

fn certification() -> Vec<Chapter> {
    let mut chapters = revisions();
    chapters.extend([
        chapter("soa/first-statement", (Priya, "2026-02-12 14:15"), (Omar, "2026-02-13 10:35"), "statement of applicability, draft", &[Add("policies/soa/iso27001.yaml")]),
        chapter("soa/approved", (Priya, "2026-02-20 09:40"), (Omar, "2026-02-20 16:05"), "statement of applicability approved", &[Edit(
            "policies/soa/iso27001.yaml",
            &[("", "approved: {by: omar, at: 2026-02-20}\n")],
        )]),
        chapter("controls/configuration-drift", (Mateo, "2026-02-25 11:26"), (Priya, "2026-02-26 10:20"), "VM-04, running configuration compared with code", &[
            Add("policies/controls/VM-04.yaml"),
            Edit("policies/risks/R-16.yaml", &[
                ("controls: [AS-01, DP-02, NW-01]", "controls: [AS-01, DP-02, NW-01, VM-04]"),
                ("", "plan: {what: Compare running configuration with code every month, owner: mateo, due: 2026-03-31}\n"),
            ]),
        ]),
        revise!("isms/context-1.2", Nadia, "2026-03-23 13:44", "2026-03-24 10:15", "policies/isms/context.md", "climate is relevant, as stage 1 asked us to decide",
            ("1.1", "2026-02-20") => ("1.2", "2026-03-24"),
            ("", "| Climate change | considered: heat in Frankfurt and at customers' sites matters for availability; relevant, handled in R-07 and AV-02 |\n"),
        ),
        chapter("isms/drift-is-compared", (Mateo, "2026-03-27 15:38"), (Omar, "2026-03-27 17:35"), "NC-01 is done", &[
            Edit("evidence/isms/nonconformities/NC-01.yaml", &[("due: 2026-03-31}", "due: 2026-03-31, done: 2026-03-27}")]),
            Edit("policies/risks/R-16.yaml", &[
                ("due: 2026-03-31}", "due: 2026-03-31, done: 2026-03-27}"),
                ("residual: {likelihood: 3, impact: 3}", "residual: {likelihood: 2, impact: 4}"),
            ]),
        ]),
    ]);
    chapters
}

fn revisions() -> Vec<Chapter> {
    vec![
        revise!("policies/information-security-1.1", Priya, "2026-02-17 10:30", "2026-02-18 15:10", "policies/information-security.md", "information security 1.1, exceptions have an end",
            ("\"1.0\"", "2025-12-04") => ("1.1", "2026-02-18"),
            ("", "\n## Exceptions\n\nAn exception to a policy is asked of the Head of Security in writing, has an end, and stands in the risk register.\n"),
        ),
        revise!("policies/secure-development-1.1", Mateo, "2026-02-17 11:20", "2026-02-18 15:25", "policies/secure-development.md", "secure development 1.1, a page of design before the first line",
            ("\"1.0\"", "2025-12-04") => ("1.1", "2026-02-18"),
            ("", "\n## Design\n\nA new service has a one-page design with its data, its trust boundaries and what happens when it fails. The platform\nlead and the Head of Security read it before the first line is written.\n"),
        ),
        revise!("risk/method-1.1", Priya, "2026-02-17 14:05", "2026-02-18 15:40", "policies/isms/method.yaml", "method 1.1, an audit finding calls for an assessment",
            ("\"1.0\"", "2025-11-06") => ("\"1.1\"", "2026-02-18"),
            ("", "  - an audit finds that a control did not work\n"),
        ),
        revise!("policies/continuity-and-backup-1.1", Mateo, "2026-02-18 10:12", "2026-02-19 14:30", "policies/continuity-and-backup.md", "continuity and backup 1.1, one region said plainly",
            ("\"1.0\"", "2025-12-05") => ("1.1", "2026-02-19"),
            ("", "\n## One region\n\nProduction runs in one region, in three zones. That a whole region may fail is a risk which management has accepted\nfor a limited time; see R-07.\n"),
        ),
        revise!("policies/incident-response-1.1", Priya, "2026-02-18 11:48", "2026-02-19 14:45", "policies/incident-response.md", "incident response 1.1, keep the proof",
            ("\"1.0\"", "2025-12-05") => ("1.1", "2026-02-19"),
            ("", "\nLogs, images and messages that may matter later are copied to the evidence bucket before anything is cleaned up.\n"),
        ),
        revise!("policies/access-control-2.1", Priya, "2026-02-19 10:08", "2026-02-20 15:20", "policies/access-control.md", "access control 2.1, contractors are people",
            ("\"2.0\"", "2025-12-04") => ("2.1", "2026-02-20"),
            ("", "- Contractors are people: the same joiner request, the same role groups, the same leaver ticket.\n"),
        ),
        revise!("isms/scope-1.1", Priya, "2026-02-19 14:31", "2026-02-20 15:32", "policies/isms/scope.md", "scope 1.1, interfaces",
            ("\"1.0\"", "2025-11-17") => ("1.1", "2026-02-20"),
            ("", "**Interfaces.** Hosting ends at the AWS account; what lies below is covered by the provider's reports (VN-01). Towards\ncustomers the interface is the API of the gateway and the console. Robot makers deliver firmware under their own\nresponsibility.\n\n"),
        ),
        revise!("isms/context-1.1", Nadia, "2026-02-19 15:10", "2026-02-20 15:44", "policies/isms/context.md", "context 1.1, what the system has at hand",
            ("\"1.0\"", "2025-11-17") => ("1.1", "2026-02-20"),
            ("", "\nThe management system has the people it needs: one and a half positions in security, a fifth of the platform team, and a\nbudget that the management review decides. What is told to whom, when and by whom, stands in the incident response policy\nand in the plan of the Head of Operations.\n"),
        ),
    ]
}

fn spring() -> Vec<Chapter> {
    vec![
        chapter(
            "risks/one-region",
            (Mateo, "2026-04-08 10:31"),
            (Omar, "2026-04-08 16:20"),
            "R-07 accepted for another half year",
            &[Edit(
                "policies/risks/R-07.yaml",
                &[
                    (
                        "reviewed: {by: omar, at: 2025-11-26}\napproved: {by: omar, at: 2025-11-26}",
                        "reviewed: {by: omar, at: 2026-04-08}\napproved: {by: omar, at: 2026-04-08}",
                    ),
                    (
                        "acceptance: {by: omar, at: 2025-11-28, until: 2026-04-15,",
                        "acceptance: {by: omar, at: 2026-04-08, until: 2026-10-08,",
                    ),
                ],
            )],
        ),
        chapter(
            "risks/contractors",
            (Omar, "2026-04-08 11:15"),
            (Priya, "2026-04-09 09:50"),
            "R-02 gets a plan after EX-2026-04",
            &[Edit(
                "policies/risks/R-02.yaml",
                &[("", "plan: {what: Contractors join through Okta, owner: omar, due: 2026-09-20}\n")],
            )],
        ),
        chapter(
            "isms/contractors-are-listed",
            (Priya, "2026-04-09 10:12"),
            (Nadia, "2026-04-09 14:33"),
            "NC-02 is closed",
            &[Edit(
                "evidence/isms/nonconformities/NC-02.yaml",
                &[(
                    "",
                    "effective: {checked: true, by: priya, at: 2026-04-09, how: \"The list of 2026-Q1 holds the contractor who began on 2 February, trained on the fourth day.\"}\nstatus: closed\n",
                )],
            )],
        ),
    ]
}

fn april() -> Vec<Chapter> {
    vec![
        chapter(
            "isms/objectives-first-quarter",
            (Priya, "2026-04-09 11:40"),
            (Omar, "2026-04-10 09:30"),
            "objectives measured, first quarter",
            &[Edit(
                "policies/isms/objectives.yaml",
                &[
                    (
                        "",
                        "    results:\n      - {period: 2026-Q1, at: 2026-03-27, by: priya, value: 99.97 %}\n",
                    ),
                    (
                        "",
                        "    results:\n      - {period: 2026-Q1, at: 2026-04-09, by: priya, value: \"1\", note: \"L-0317, see EX-2026-04\"}\n",
                    ),
                    (
                        "",
                        "    results:\n      - {period: 2026-Q1, at: 2026-03-27, by: priya, value: \"4\"}\n",
                    ),
                    ("", "    results:\n      - {period: 2026-Q1, at: 2026-03-27, by: priya, value: 97 %}\n"),
                ],
            )],
        ),
        chapter(
            "isms/drift-works",
            (Omar, "2026-05-05 10:20"),
            (Priya, "2026-05-05 15:48"),
            "NC-01 is closed",
            &[Edit(
                "evidence/isms/nonconformities/NC-01.yaml",
                &[(
                    "",
                    "effective: {checked: true, by: omar, at: 2026-05-05, how: \"The comparisons of March and April found 5 differences, each explained or put back within a week.\"}\nstatus: closed\n",
                )],
            )],
        ),
    ]
}

fn may() -> Vec<Chapter> {
    vec![
        chapter(
            "isms/internal-audit-2026",
            (Priya, "2026-05-15 15:20"),
            (Omar, "2026-05-18 09:10"),
            "report of internal audit IA-2026-1",
            &[Add("evidence/isms/audits/IA-2026-1.yaml"), Add("evidence/isms/audits/IA-2026-1/report.txt")],
        ),
        chapter(
            "isms/service-accounts",
            (Priya, "2026-05-18 10:04"),
            (Omar, "2026-05-18 13:30"),
            "NC-03 with cause and action",
            &[Add("evidence/isms/nonconformities/NC-03.yaml")],
        ),
        chapter(
            "controls/privileged-monthly",
            (Priya, "2026-05-18 11:15"),
            (Omar, "2026-05-18 14:02"),
            "AC-05 becomes monthly, as OB-02 advised",
            &[Edit(
                "policies/controls/AC-05.yaml",
                &[
                    (
                        "",
                        "why: The internal audit of May 2026 found a quarter too long for rights of this weight; since then the review is monthly.\n",
                    ),
                    ("cadence: quarterly", "cadence: monthly"),
                ],
            )],
        ),
    ]
}

fn early_summer() -> Vec<Chapter> {
    vec![
        chapter(
            "incidents/console",
            (Mateo, "2026-05-21 16:10"),
            (Priya, "2026-05-22 10:05"),
            "INC-2026-02, console unreachable for 41 minutes",
            &[
                Add("evidence/incidents/INC-2026-02.yaml"),
                Edit(
                    "policies/controls/NW-02.yaml",
                    &[(
                        "",
                        "why: On 20 May 2026 an expired certificate made the console unreachable for 41 minutes.\n",
                    )],
                ),
                Edit(
                    "policies/risks/R-17.yaml",
                    &[(
                        "",
                        "plan: {what: Renewal alarm 21 days before the end, owner: omar, due: 2026-05-29}\n",
                    )],
                ),
            ],
        ),
        chapter(
            "incidents/console-alarm",
            (Omar, "2026-05-27 15:12"),
            (Priya, "2026-05-28 09:20"),
            "INC-2026-02, the alarm is there",
            &[
                Edit(
                    "evidence/incidents/INC-2026-02.yaml",
                    &[("due: 2026-05-29}", "due: 2026-05-29, done: 2026-05-27}")],
                ),
                Edit(
                    "policies/risks/R-17.yaml",
                    &[("due: 2026-05-29}", "due: 2026-05-29, done: 2026-05-27}")],
                ),
            ],
        ),
        chapter(
            "isms/management-review-2026",
            (Omar, "2026-06-19 10:15"),
            (Priya, "2026-06-19 15:40"),
            "management review MR-2026",
            &[Add("evidence/isms/reviews/MR-2026.yaml")],
        ),
    ]
}

//! July to October 2026: a colleague leaves, the window closes; the tags and what is still open.

use super::super::people::Person::{Lena, Mateo, Nadia, Omar, Priya};
use super::super::populations::World;
use super::super::records;
use super::super::story::{Draft, FileChange, Milestone, OpenBranch};
use super::super::time::Moment;
use super::Touch::{Add, Edit};
use super::year::revise;
use super::{Chapter, chapter};

/// What was changed by hand in the second half.
pub(super) fn chapters() -> Vec<Chapter> {
    let mut chapters = summer();
    chapters.extend(vendors());
    chapters.extend(handover());
    chapters.extend(autumn());
    chapters.extend(fieldwork());
    chapters.extend(answers());
    chapters
}

fn summer() -> Vec<Chapter> {
    vec![
        chapter(
            "isms/second-position",
            (Priya, "2026-07-02 09:45"),
            (Nadia, "2026-07-02 14:10"),
            "MR-2026-2 is done",
            &[Edit(
                "evidence/isms/reviews/MR-2026.yaml",
                &[("owner: omar, due: 2026-07-31}", "owner: omar, due: 2026-07-31, done: 2026-07-01}")],
            )],
        ),
        chapter(
            "isms/every-principal",
            (Priya, "2026-07-09 16:05"),
            (Mateo, "2026-07-10 09:40"),
            "NC-03 is done",
            &[Edit(
                "evidence/isms/nonconformities/NC-03.yaml",
                &[("due: 2026-07-31}", "due: 2026-07-31, done: 2026-07-09}")],
            )],
        ),
        chapter(
            "isms/objectives-second-quarter",
            (Priya, "2026-07-09 16:30"),
            (Nadia, "2026-07-10 10:25"),
            "objectives measured, second quarter",
            &[Edit(
                "policies/isms/objectives.yaml",
                &[
                    (
                        "",
                        "      - {period: 2026-Q2, at: 2026-06-26, by: priya, value: 99.98 %, note: The outage of the console on 20 May did not touch fleet control.}\n",
                    ),
                    ("", "      - {period: 2026-Q2, at: 2026-07-09, by: priya, value: \"0\"}\n"),
                    ("", "      - {period: 2026-Q2, at: 2026-06-26, by: priya, value: \"4\"}\n"),
                    ("", "      - {period: 2026-Q2, at: 2026-06-26, by: priya, value: 97 %}\n"),
                ],
            )],
        ),
        chapter(
            "isms/service-accounts-owned",
            (Omar, "2026-07-13 11:30"),
            (Priya, "2026-07-13 17:40"),
            "NC-03 is closed",
            &[Edit(
                "evidence/isms/nonconformities/NC-03.yaml",
                &[(
                    "",
                    "effective: {checked: true, by: omar, at: 2026-07-13, how: \"Q2 review lists 11 service accounts, all owned.\"}\nstatus: closed\n",
                )],
            )],
        ),
    ]
}

fn vendors() -> Vec<Chapter> {
    vec![chapter(
        "registers/vendors-reviewed",
        (Priya, "2026-07-15 11:02"),
        (Nadia, "2026-07-15 15:25"),
        "six vendors reviewed, new reports",
        &[Edit(
            "policies/registers/vendors.yaml",
            &[
                ("reviewed: {by: priya, at: 2025-11-12, ", "reviewed: {by: priya, at: 2026-07-14, "),
                ("reviewed: {by: priya, at: 2025-11-13, ", "reviewed: {by: priya, at: 2026-07-15, "),
                (
                    "period: 2024-10-01..2025-09-30, bridge: 2026-03-31",
                    "period: 2025-04-01..2026-03-31, bridge: 2026-09-30",
                ),
                ("period: 2024-06-01..2025-05-31, bridge: 2026-05-31", "period: 2025-06-01..2026-05-31"),
                (
                    "period: 2024-07-01..2025-06-30, bridge: 2026-06-30",
                    "period: 2025-07-01..2026-06-30, bridge: 2026-09-30",
                ),
                ("period: 2024-08-01..2025-07-31", "period: 2025-08-01..2026-07-31, bridge: 2026-09-30"),
            ],
        )],
    )]
}

/// Lena hands over before she leaves. One thing is forgotten: PE-04 keeps her as its owner.
fn handover() -> Vec<Chapter> {
    const OWNER: &[(&str, &str)] = &[("owner: lena", "owner: nadia")];
    vec![
        chapter(
            "people/handover",
            (Lena, "2026-07-23 14:20"),
            (Priya, "2026-07-24 10:30"),
            "Lena leaves at the end of July, Nadia takes over",
            &[
                Edit(
                    "policies/program.yaml",
                    &[("handle: lfischer}", "handle: lfischer, until: 2026-07-31}")],
                ),
                Edit("policies/controls/PE-01.yaml", OWNER),
                Edit("policies/controls/PE-02.yaml", OWNER),
                Edit("policies/controls/PE-03.yaml", OWNER),
                Edit("policies/populations/joiners.yaml", OWNER),
                Edit("policies/populations/leavers.yaml", OWNER),
            ],
        ),
        revise!("policies/people-and-devices-1.1", Nadia, "2026-07-27 11:15", "2026-07-28 15:50", "policies/people-and-devices.md", "people and devices 1.1, owner and contact changed",
            ("\"1.0\"", "2025-12-08") => ("1.1", "2026-07-28"),
            ("owner: lena", "owner: nadia"),
            ("handled by the People lead and the managing director,\n  in writing", "handled by the Head of\n  Operations and the managing director, in writing"),
        ),
        // Flaw: the text changes, version and approval stay.
        chapter(
            "platform/log-costs",
            (Mateo, "2026-08-05 16:40"),
            (Nadia, "2026-08-06 10:20"),
            "keep logs for six months, storage has doubled",
            &[Edit(
                "policies/logging-and-monitoring.md",
                &[(
                    "Logs are kept for thirteen months, of which 90 days can be searched at once.",
                    "Logs are kept for six months, of which 30 days can be searched at once.",
                )],
            )],
        ),
    ]
}

fn autumn() -> Vec<Chapter> {
    vec![
        chapter(
            "incidents/token",
            (Priya, "2026-08-20 10:30"),
            (Omar, "2026-08-20 15:05"),
            "INC-2026-03, token in a pipeline log",
            &[Add("evidence/incidents/INC-2026-03.yaml")],
        ),
        chapter(
            "incidents/token-masked",
            (Mateo, "2026-09-08 14:48"),
            (Priya, "2026-09-09 09:30"),
            "INC-2026-03, the pipeline masks secrets",
            &[Edit(
                "evidence/incidents/INC-2026-03.yaml",
                &[("due: 2026-09-15}", "due: 2026-09-15, done: 2026-09-08}")],
            )],
        ),
        chapter(
            "access/contractors-through-okta",
            (Omar, "2026-09-11 15:20"),
            (Priya, "2026-09-11 17:05"),
            "contractors join through Okta like everybody",
            &[
                Edit(
                    "policies/risks/R-02.yaml",
                    &[("due: 2026-09-20}", "due: 2026-09-20, done: 2026-09-11}")],
                ),
                Edit(
                    "evidence/isms/reviews/MR-2026.yaml",
                    &[("due: 2026-09-20}", "due: 2026-09-20, done: 2026-09-11}")],
                ),
            ],
        ),
    ]
}

fn fieldwork() -> Vec<Chapter> {
    vec![
        chapter(
            "audits/requests",
            (Priya, "2026-09-15 11:30"),
            (Nadia, "2026-09-16 09:15"),
            "the auditor's list for soc2-2026",
            &[Add("evidence/audits/soc2-2026/requests.yaml")],
        ),
        chapter(
            "system/end-of-window",
            (Priya, "2026-10-01 10:42"),
            (Omar, "2026-10-01 16:30"),
            "the description at the end of the window",
            &[
                Edit(
                    "policies/system/dc1.md",
                    &[(
                        "used by 31 customers in five countries (31 December 2025)",
                        "used by 34 customers in five countries (30 September 2026)",
                    )],
                ),
                Edit(
                    "policies/system/dc3.md",
                    &[(
                        "Engineering (19), platform (4), security (2), operations (5), customer success (8)",
                        "Engineering (21), platform (4), security (2), operations (4), customer success (9)",
                    )],
                ),
                Edit(
                    "policies/system/dc4.md",
                    &[(
                        "There was none to disclose up to 31 December 2025.\n",
                        "In the period there was one of severity 2: on 20 May 2026 the console could not be reached for 41 minutes because a\ncertificate had not been renewed. Robots went on working; the availability of fleet control was not touched.\n",
                    )],
                ),
                Edit(
                    "policies/system/dc9.md",
                    &[(
                        "A report on a single day has no changes to tell.\n",
                        "The ones a reader\nshould know of:\n\n- From March 2026 the running configuration is compared with the code every month (VM-04).\n- On 18 May 2026 the privileged access review went from quarterly to monthly (AC-05).\n- Since 11 September 2026 contractors are joined through Okta like everybody else.\n- The People lead left at the end of July 2026; her duties went to the Head of Operations.\n",
                    )],
                ),
            ],
        ),
        chapter(
            "audits/first-answers",
            (Priya, "2026-10-05 14:10"),
            (Nadia, "2026-10-05 16:45"),
            "six requests answered",
            &[Edit(
                "evidence/audits/soc2-2026/requests.yaml",
                &[("status: open, answer: ", "status: provided, provided: 2026-10-05, answer: ")],
            )],
        ),
    ]
}

fn answers() -> Vec<Chapter> {
    vec![
        chapter(
            "audits/sample-of-leavers",
            (Priya, "2026-10-06 15:20"),
            (Nadia, "2026-10-07 09:40"),
            "the auditor takes all ten leavers",
            &[Add("evidence/audits/soc2-2026/samples/leavers.yaml")],
        ),
        chapter(
            "audits/more-answers",
            (Priya, "2026-10-08 11:20"),
            (Nadia, "2026-10-08 15:10"),
            "five more requests answered",
            &[Edit(
                "evidence/audits/soc2-2026/requests.yaml",
                &[(
                    "status: open, note: to be collected, answer: ",
                    "status: provided, provided: 2026-10-08, answer: ",
                )],
            )],
        ),
        chapter(
            "isms/objectives-third-quarter",
            (Priya, "2026-10-08 13:50"),
            (Omar, "2026-10-09 09:35"),
            "objectives measured, third quarter",
            &[Edit(
                "policies/isms/objectives.yaml",
                &[
                    ("", "      - {period: 2026-Q3, at: 2026-09-28, by: priya, value: 99.96 %}\n"),
                    ("", "      - {period: 2026-Q3, at: 2026-10-08, by: priya, value: \"0\"}\n"),
                    ("", "      - {period: 2026-Q3, at: 2026-09-28, by: priya, value: \"5\"}\n"),
                    ("", "      - {period: 2026-Q3, at: 2026-09-28, by: priya, value: 97 %}\n"),
                    ("status: open\n  O-3", "status: missed\n  O-3"),
                ],
            )],
        ),
        chapter(
            "audits/accepted",
            (Priya, "2026-10-14 09:50"),
            (Nadia, "2026-10-14 14:40"),
            "six answers accepted by the auditor",
            &[Edit(
                "evidence/audits/soc2-2026/requests.yaml",
                &[("status: provided, provided: 2026-10-05", "status: accepted, provided: 2026-10-05")],
            )],
        ),
    ]
}

/// The points that auditors are given.
pub(super) fn milestones() -> Vec<Milestone> {
    vec![
        Milestone {
            name: "soc2-2025/end",
            by: Omar,
            at: Moment::read("2026-01-13 18:30"),
            message: "SOC 2 Type 1 as of 31 December 2025",
        },
        Milestone {
            name: "iso-2026/stage1",
            by: Omar,
            at: Moment::read("2026-03-18 09:10"),
            message: "ISO/IEC 27001 stage 1 on 17 March 2026",
        },
        Milestone {
            name: "soc2-2026/end",
            by: Omar,
            at: Moment::read("2026-10-14 17:30"),
            message: "SOC 2 Type 2 from 1 January to 30 September 2026",
        },
    ]
}

/// A branch's file, compiled in from `templates/demo-customer/`.
macro_rules! proposed {
    ($path:literal) => {
        FileChange {
            path: $path.to_owned(),
            bytes: include_bytes!(concat!("../../../../templates/demo-customer/", $path)).to_vec(),
        }
    };
}

/// Three branches that nobody has merged: two are flaws; the third takes a customer's demands in as a
/// framework of its own.
pub(super) fn open_branches(world: &World) -> Vec<OpenBranch> {
    let weaker = super::files::text("policies/controls/AC-02.yaml")
        .replace("cadence: quarterly\n", "cadence: annual\ngrace: 60d\n")
        .replace("  - {name: decisions, what: Keep or remove for every account, each: period}\n", "")
        .replace("Quarterly access review", "Access review")
        .replace("Each quarter the owner", "Once a year the owner");
    vec![
        OpenBranch {
            name: "demo/customer",
            draft: Draft {
                by: Nadia,
                at: Moment::read("2026-10-15 11:40"),
                message: "frameworks: what a customer's contract asks, and where it meets SOC 2".to_owned(),
                files: vec![
                    proposed!("policies/crosswalks/havenline--soc2.yaml"),
                    proposed!("policies/frameworks/havenline.yaml"),
                ],
            },
        },
        OpenBranch {
            name: "demo/tampered",
            draft: Draft {
                by: Mateo,
                at: Moment::read("2026-10-15 18:52"),
                message: "evidence: tidy the log of the last restore".to_owned(),
                files: vec![records::tampered_log(world)],
            },
        },
        OpenBranch {
            name: "demo/weaken",
            draft: Draft {
                by: Mateo,
                at: Moment::read("2026-10-15 10:17"),
                message: "controls: make the access review leaner".to_owned(),
                files: vec![FileChange {
                    path: "policies/controls/AC-02.yaml".to_owned(),
                    bytes: weaker.into_bytes(),
                }],
            },
        },
    ]
}

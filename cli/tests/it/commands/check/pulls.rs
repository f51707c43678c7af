//! The pull requests, from a typo to a quarterly control that becomes annual under another name.

use crate::commands::check::company::Do::{Delete, Edit, Rename, Write};
use crate::commands::check::company::{
    AC01, AC02, BK01, POLICY, PROGRAM, Pull, Q1, R01, SOA, USERS, VENDORS, VM01,
};

fn pull<'a>(name: &'a str, does: &'a [super::company::Do<'a>]) -> Pull<'a> {
    Pull { name, does, meanwhile: &[] }
}

pub(super) fn pulls() -> Vec<Pull<'static>> {
    let mut all = quiet();
    all.extend(controls());
    all.extend(statement_and_risks());
    all.extend(documents_and_settings());
    all.extend(evidence());
    all.extend(merges());
    all
}

fn quiet() -> Vec<Pull<'static>> {
    vec![
        pull("a typo in the README", &[Edit("README.md", "Compliance of", "The compliance of")]),
        pull("a typo in why a control is there", &[Edit(AC01, "rarely taken back", "seldom taken back")]),
        pull(
            "a comment and a blank line above everything",
            &[Edit(AC01, "id: AC-01", "# Access\n\nid: AC-01")],
        ),
        pull(
            "the keys of a control in another order",
            &[
                Edit(AC01, "cadence: quarterly\ngrace: 14d\n", "grace: 14d\ncadence: quarterly\n"),
                Edit(AC01, "systems: [okta, aws]", "systems: [aws, okta]"),
            ],
        ),
        pull("a control's file gets another name", &[Rename(AC01, "policies/controls/access/AC-01.yaml")]),
        pull(
            "a new draft",
            &[Write(
                "policies/controls/LG-01.yaml",
                "id: LG-01\ntitle: Logs\nowner: lena\nstatement: Each month somebody looks at the alerts and writes down what was done about each.\nstatus: draft\ncadence: monthly\nsatisfies: {soc2: [CC7.2]}\npolicies: access-control\n",
            )],
        ),
        pull(
            "a person joins",
            &[Edit(PROGRAM, "teams:\n", "  zoe: {name: Zoe Ito, email: zoe@northwind.example}\nteams:\n")],
        ),
        pull("nothing at all", &[]),
    ]
}

fn controls() -> Vec<Pull<'static>> {
    vec![
        pull(
            "quarterly becomes annual in the same commit that renames the file",
            &[
                Edit(AC01, "cadence: quarterly", "cadence: annual"),
                Rename(AC01, "policies/controls/access-review.yaml"),
            ],
        ),
        pull("quarterly becomes monthly", &[Edit(AC01, "cadence: quarterly", "cadence: monthly")]),
        pull("the grace grows", &[Edit(AC01, "grace: 14d", "grace: 60d")]),
        pull("the deadline grows", &[Edit(AC02, "24h after", "5d after")]),
        pull(
            "an evidence requirement is dropped",
            &[Edit(
                AC01,
                "evidence:\n  - {name: decisions, what: Every account with its owner and what was decided}\n",
                "",
            )],
        ),
        pull(
            "evidence is asked for each period, no longer for each item",
            &[Edit(AC02, ", each: item}", "}")],
        ),
        pull(
            "the population is dropped",
            &[Edit(AC02, "population: leavers\n", ""), Edit(AC02, "deadline: 24h after last_day\n", "")],
        ),
        pull("nobody reviews any more", &[Edit(AC01, "reviewer: omar\n", "")]),
        pull("somebody else reviews", &[Edit(AC01, "reviewer: omar", "reviewer: lena")]),
        pull("nobody owns it any more", &[Edit(AC01, "owner: priya\n", "")]),
        pull("the owner is another one", &[Edit(AC01, "owner: priya", "owner: lena")]),
        pull("the owner is nobody that is known", &[Edit(AC01, "owner: priya", "owner: pryia")]),
        pull(
            "a control is retired",
            &[Edit(BK01, "since: 2026-01-01", "status: retired\nsince: 2026-01-01")],
        ),
        pull("a control's file is deleted", &[Delete(BK01)]),
        pull("a system leaves the review", &[Edit(AC01, "[okta, aws]", "[okta]")]),
        pull(
            "a criterion is no longer claimed, another control claims it",
            &[Edit(AC01, "[CC6.1, CC6.2, CC6.3]", "[CC6.2, CC6.3]")],
        ),
        pull(
            "a criterion is no longer claimed by anybody",
            &[Edit(AC01, "[CC6.1, CC6.2, CC6.3]", "[CC6.1, CC6.2]")],
        ),
        pull("a draft comes into force", &[Edit(VM01, "status: draft", "status: active\nsince: 2026-05-01")]),
        pull("a draft asks for less", &[Edit(VM01, "cadence: monthly", "cadence: quarterly")]),
    ]
}

fn statement_and_risks() -> Vec<Pull<'static>> {
    vec![
        pull(
            "an exclusion of what a control does",
            &[Edit(SOA, "  A.8.8:", "  A.5.18:\n    applies: no\n    because: Not needed.\n  A.8.8:")],
        ),
        pull("an exclusion without a reason", &[Edit(SOA, "    because: No premises of our own.\n", "")]),
        pull("a plan is put off", &[Edit(SOA, "due: 2026-06-30", "due: 2026-12-31")]),
        pull("a risk is rated lower", &[Edit(R01, "residual: {likelihood: 2", "residual: {likelihood: 1")]),
        pull(
            "a risk grows above the appetite",
            &[Edit(R01, "residual: {likelihood: 2, impact: 3}", "residual: {likelihood: 4, impact: 4}")],
        ),
        pull(
            "a risk is accepted instead of treated",
            &[Edit(R01, "treatment: mitigate", "treatment: accept")],
        ),
        pull("the last controls of a risk go", &[Edit(R01, "controls: [AC-01, AC-02]\n", "")]),
    ]
}

fn documents_and_settings() -> Vec<Pull<'static>> {
    vec![
        pull("a word of an approved policy", &[Edit(POLICY, "on the last day", "within a month")]),
        pull(
            "a policy is approved anew with its version",
            &[
                Edit(POLICY, "on the last day", "on the last working day"),
                Edit(POLICY, "version: \"1.0\"", "version: \"1.1\""),
                Edit(POLICY, "approved: {by: omar, at: 2026-01-05}", "approved: {by: omar, at: 2026-04-15}"),
            ],
        ),
        pull(
            "a vendor's report is renewed",
            &[Edit(VENDORS, "2025-04-01..2026-03-31", "2026-04-01..2027-03-31")],
        ),
        pull("a critical vendor is critical no more", &[Edit(VENDORS, "critical: yes", "critical: no")]),
        pull("four eyes become two", &[Edit(PROGRAM, "review: four-eyes", "review: none")]),
        pull(
            "a rule is switched off",
            &[Edit(
                PROGRAM,
                "    vague-statement: warning\n",
                "    vague-statement: warning\n    evidence-altered: {level: off, because: Too loud., until: 2026-12-31}\n",
            )],
        ),
        pull("a framework leaves the scope", &[Edit(PROGRAM, "  iso27001: {version: \"2022\"}\n", "")]),
        pull(
            "somebody leaves who owns controls",
            &[Edit(
                PROGRAM,
                "lena: {name: Lena Fischer, email: lena@northwind.example}",
                "lena: {name: Lena Fischer, email: lena@northwind.example, until: 2026-04-16}",
            )],
        ),
        pull(
            "a finding is set aside",
            &[Edit(
                AC01,
                "owner: priya",
                "owner: pryia # tickmark: ignore[unknown-person] until=2026-12-31 She joins in May.",
            )],
        ),
    ]
}

fn evidence() -> Vec<Pull<'static>> {
    vec![
        pull(
            "a new record",
            &[
                Write(
                    "evidence/BK-01/2026-H1.yaml",
                    "control: BK-01\nperiod: 2026-H1\nperformed: {by: mateo, at: 2026-04-14}\nreviewed: {by: lena, at: 2026-04-15}\nresult: pass\nsummary: 3 tables restored and compared.\nartifacts:\n  - {file: log.txt, sha256: 09204dbfbdb8fc121fb2a47988fe1a42a1981ac4e16ea4afc915e2d87b40d324, for: log}\n",
                ),
                Write("evidence/BK-01/2026-H1/log.txt", "restored\n"),
            ],
        ),
        pull("a record is touched up after the fact", &[Edit(Q1, "none removed", "two removed")]),
        pull("a result is turned", &[Edit(Q1, "result: pass", "result: fail")]),
        pull("a record is completed", &[Edit(Q1, "artifacts:", "x-note: Seen by the board.\nartifacts:")]),
        pull("a record is deleted", &[Delete(Q1), Delete(USERS)]),
        pull(
            "an export is replaced under its record",
            &[Write(USERS, "account,decision\nada,keep\nben,remove\n")],
        ),
        pull("a record gets another name", &[Rename(Q1, "evidence/AC-01/2026-Q1.2.yaml")]),
    ]
}

fn merges() -> Vec<Pull<'static>> {
    vec![
        Pull {
            name: "main weakened a control meanwhile, the change did not",
            does: &[Edit(BK01, "title: Restore test", "title: Restore of a backup")],
            meanwhile: &[Edit(AC01, "cadence: quarterly", "cadence: annual")],
        },
        Pull {
            name: "main renamed the file that the change edits",
            does: &[Edit(AC01, "grace: 14d", "grace: 30d")],
            meanwhile: &[Rename(AC01, "policies/controls/access-review.yaml")],
        },
        Pull {
            name: "both edit one file, in other places",
            does: &[Edit(AC01, "title: Quarterly access review", "title: Access review")],
            meanwhile: &[Edit(AC01, "grace: 14d", "grace: 10d")],
        },
        Pull {
            name: "both edit the same line",
            does: &[Edit(AC01, "cadence: quarterly", "cadence: annual")],
            meanwhile: &[Edit(AC01, "cadence: quarterly", "cadence: monthly")],
        },
        Pull {
            name: "main began to use what the change removes",
            does: &[Delete(R01), Edit(AC01, "mitigates: R-01\n", ""), Edit(AC02, "mitigates: R-01\n", "")],
            meanwhile: &[Edit(BK01, "policies: access-control", "mitigates: R-01\npolicies: access-control")],
        },
        Pull {
            name: "main deleted what the change edits",
            does: &[Edit(VM01, "cadence: monthly", "cadence: weekly")],
            meanwhile: &[Delete(VM01)],
        },
        Pull {
            name: "the change renames and edits what main edits",
            does: &[
                Edit(BK01, "title: Restore test", "title: Restore of a backup"),
                Rename(BK01, "policies/controls/backup/BK-01.yaml"),
            ],
            meanwhile: &[Edit(BK01, "cadence: semiannual", "cadence: quarterly")],
        },
        Pull {
            name: "main mended what the change still has",
            does: &[Edit(BK01, "title: Restore test", "title: Restore of a backup")],
            meanwhile: &[Edit(BK01, "  soc2: [CC7.5, A1.3]", "  soc2: [CC7.5]")],
        },
    ]
}

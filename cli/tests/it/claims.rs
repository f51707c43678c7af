//! What practitioners say of ISO 27001 and SOC 2, claim by claim: each can be found in what tickmark prints.
//!
//! The list is that of an article, "Mapping ISO 27001 to SOC 2: what actually overlaps, and where teams
//! get burned": 35 claims (C) and seven statements on pairs (M), in our own words. Where it is not
//! right in every word, the output says what is, and that is what is looked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::gaps::{begun, certified, only, read};
use crate::support::{demo, succeed, tickmark};

/// A claim, the outputs where it stands, and the words there.
struct Claim {
    id: &'static str,
    found: &'static [(Place, &'static [&'static str])],
}

/// An output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// `crosswalk iso27001 soc2 --mechanics`
    Mechanics,
    /// `crosswalk iso27001 soc2 --mapping`: pairs as `A.5.15,CC6.1`, those of the article only
    Pairs,
    /// The same with notes
    Mapping,
    /// `crosswalk iso27001 soc2`
    Crosswalk,
    /// `crosswalk gdpr iso27001` and `gdpr cis`, the rows
    Gdpr,
    /// `crosswalk dora nis2 --mechanics`, and its rows to ISO 27001 with those of NIS2
    Dora,
    /// `framework coverage iso27001`
    Coverage,
    /// `gaps` of a repository that was just begun, for SOC 2 and ISO 27001
    Gaps,
    /// `gaps soc2 --using iso27001` of a certified company
    Using,
    /// `gaps --plan` with neither
    Neither,
    /// … with SOC 2 only
    Soc2,
    /// … with ISO 27001 only
    Iso,
    /// … with both
    Both,
    /// `explain` of rules
    Rules,
}

use Place::{
    Both, Coverage, Crosswalk, Dora, Gaps, Gdpr, Iso, Mapping, Mechanics, Neither, Pairs, Rules, Soc2, Using,
};

const fn claim(id: &'static str, found: &'static [(Place, &'static [&'static str])]) -> Claim {
    Claim { id, found }
}

/// In the order of the article.
const CLAIMS: [Claim; 42] = [
    claim(
        "C01",
        &[(Pairs, &["A.5.15,CC6.1"]), (Mechanics, &["operating effectiveness", "access review evidence"])],
    ),
    claim("C02", &[(Crosswalk, &["A row suggests; only a control claims."])]),
    claim("C03", &[(Mechanics, &["certificate for a management system (clauses 4-10)"])]),
    claim(
        "C04",
        &[(
            Coverage,
            &[
                "| A.5 | Organizational controls | 37 |",
                "| A.6 | People controls | 8 |",
                "| A.7 | Physical controls | 14 |",
                "| A.8 | Technological controls | 34 |",
            ],
        )],
    ),
    claim("C05", &[(Mechanics, &["(clauses 4-10)"]), (Rules, &["never a clause from 4 to 10"])]),
    claim(
        "C06",
        &[(Mechanics, &["an auditor can fail you on clause 9 alone while every Annex A control works"])],
    ),
    claim(
        "C07",
        &[
            (Mechanics, &["CPA opinion on described controls"]),
            (
                Neither,
                &["SOC 2 Type 1: design, as of a day", "SOC 2 Type 2: run every control through the window"],
            ),
        ],
    ),
    claim(
        "C08",
        &[
            (Mechanics, &["no certificate"]),
            (Crosswalk, &["SOC 2 has no ISMS requirement", "no SOC 2 auditor will ask for one"]),
        ],
    ),
    claim(
        "C09",
        &[(
            Mechanics,
            &["Security always, then Availability, Confidentiality, Processing Integrity, Privacy as needed"],
        )],
    ),
    claim(
        "C10",
        &[(Mechanics, &["Type 2 tests that the control worked each time it should have over the period"])],
    ),
    claim("C11", &[(Pairs, &["A.5.15,CC6.1", "A.8.32,CC8.1", "A.8.8,CC7.1", "A.5.19,CC9.2"])]),
    claim(
        "M01",
        &[(
            Pairs,
            &[
                "A.5.15,CC6.1",
                "A.5.15,CC6.2",
                "A.5.16,CC6.1",
                "A.5.16,CC6.2",
                "A.8.2,CC6.1",
                "A.8.2,CC6.2",
                "A.8.5,CC6.1",
                "A.8.5,CC6.2",
            ],
        )],
    ),
    claim(
        "C12",
        &[(Mapping, &["joiner-mover-leaver evidence", "MFA and IdP configuration evidence", "A.5.18,CC6.2"])],
    ),
    claim("M02", &[(Pairs, &["A.8.32,CC8.1"])]),
    claim("M03", &[(Pairs, &["A.8.15,CC7.1", "A.8.15,CC7.2", "A.8.16,CC7.1", "A.8.16,CC7.2"])]),
    claim("M04", &[(Pairs, &["A.8.8,CC7.1"])]),
    claim("M05", &[(Pairs, &["A.8.24,CC6.7"])]),
    claim("M06", &[(Pairs, &["A.5.24,CC7.3", "A.5.25,CC7.3", "A.5.26,CC7.3"])]),
    claim("M07", &[(Pairs, &["A.5.19,CC9.2", "A.5.20,CC9.2", "A.5.21,CC9.2", "A.5.22,CC9.2"])]),
    claim("C13", &[(Crosswalk, &["shared: a control claims them and something of soc2"])]),
    claim(
        "C14",
        &[(
            Crosswalk,
            &[
                "the article says the risk side does not map",
                "A treatment plan is not demanded",
                "No approval of residual risk by risk owners",
                "the control list in DC5 has no inclusion or exclusion justifications",
            ],
        )],
    ),
    claim("C15", &[(Crosswalk, &["far heavier than CC3", "no SOC 2 auditor will ask for one"])]),
    claim(
        "C16",
        &[
            (
                Gaps,
                &["there is no Statement of Applicability: nothing says why these controls, and not others"],
            ),
            (Mechanics, &["mandatory, checked at Stage 1"]),
        ],
    ),
    claim("C17", &[(Mechanics, &["surveillance audits sample"])]),
    claim("C18", &[(Mechanics, &["each time it should have over the period (for example nine months)"])]),
    claim(
        "C19",
        &[(
            Mechanics,
            &[
                "every review in the window on its stated cadence: who, when, exceptions, remediation, timestamps",
            ],
        )],
    ),
    claim(
        "C20",
        &[(Mechanics, &["a current-state export taken just before fieldwork does not prove the period"])],
    ),
    claim("C21", &[(Iso, &["evidence of each time, dated, by whom; not a state of today"])]),
    claim(
        "C22",
        &[(
            Mechanics,
            &[
                "written by management, auditor opines on presentation; CUECs, subservice organisations, boundaries",
            ],
        )],
    ),
    claim(
        "C23",
        &[
            (Mechanics, &["nothing equivalent"]),
            (
                Crosswalk,
                &["No concept of complementary user entity controls", "No carve-out or inclusive method"],
            ),
        ],
    ),
    claim(
        "C24",
        &[
            (Gaps, &["without marketing, and more than a diagram"]),
            (Rules, &["Praise in the system description"]),
        ],
    ),
    claim("C25", &[(Mechanics, &["access review evidence", "snapshot evidence"])]),
    claim(
        "C26",
        &[(
            Mechanics,
            &[
                "review happened and access was appropriate",
                "every review in the window on its stated cadence",
            ],
        )],
    ),
    claim("C27", &[(Mechanics, &["the stricter consumer: design evidence for Type 2 first"])]),
    claim("C28", &[(Mechanics, &["a sample of longitudinal records is accepted"])]),
    claim("C29", &[(Both, &["run each control once for both"])]),
    claim(
        "C30",
        &[(
            Neither,
            &[
                "First SOC 2 Type 1, which makes you write controls and description down",
                "then the Type 2 window, which gives the dated evidence",
                "and in that window the ISO management system",
            ],
        )],
    ),
    claim(
        "C31",
        &[(
            Soc2,
            &[
                "method, risk treatment, Statement of Applicability, internal audit and management review are work of \
                 their own",
            ],
        )],
    ),
    claim(
        "C32",
        &[(Iso, &["Closer than the other way round", "look first whether a real period of evidence exists"])],
    ),
    claim("C33", &[(Using, &["Suggested through iso27001", "3 of 3 on file"])]),
    claim("C34", &[(Gdpr, &["Art.32(1)(a),A.8.24", "Art.32(1)(a),3.11", "Art.32(1)(b),"])]),
    claim(
        "C35",
        &[(
            Dora,
            &["DORA is lex specialis to NIS 2", "4h after classification", "Art.5(2),5.1", "Art.20(1),5.1"],
        )],
    ),
];

/// What each place prints, with every run of space as one.
fn outputs() -> BTreeMap<Place, String> {
    let run = |arguments: &[&str]| succeed(tickmark(demo()).args(arguments).env("COLUMNS", "80"));
    let crosswalk = |from: &str, to: &str, rest: &[&str]| run(&[&["crosswalk", from, to], rest].concat());
    let csv = ["--mapping", "--format", "csv"];
    let mapping = crosswalk("iso27001", "soc2", &csv);
    let article = |line: &&str| line.split(',').nth(4) == Some("article");
    let pair = |line: &str| line.split(',').take(2).collect::<Vec<_>>().join(",");
    let pairs: Vec<String> = mapping.lines().filter(article).map(pair).collect();
    let (begun, certified) = (begun(), certified());
    let soc2 = "frameworks: {soc2: {}}\naudits:\n  s: {framework: soc2, type: type2, window: 2025-01-01..2025-12-31}\n";
    let plan =
        |root: &std::path::Path, day: &str| read(root, &["--plan", "--as-of", day, "--format", "full"]);
    let gaps = |subject: &str| read(begun.path(), &[subject, "--as-of", "2026-02-10", "--format", "full"]);
    let mut all = BTreeMap::from([
        (Mechanics, crosswalk("iso27001", "soc2", &["--mechanics", "--format", "table"])),
        (Pairs, pairs.join("\n")),
        (Mapping, mapping),
        (Crosswalk, crosswalk("iso27001", "soc2", &["--format", "table"])),
        (Gdpr, [crosswalk("gdpr", "iso27001", &csv), crosswalk("gdpr", "cis", &csv)].concat()),
        (
            Dora,
            [
                crosswalk("dora", "nis2", &["--mechanics", "--format", "table"]),
                crosswalk("dora", "iso27001", &csv),
                crosswalk("nis2", "iso27001", &csv),
            ]
            .concat(),
        ),
        (Coverage, run(&["framework", "coverage", "iso27001", "--format", "markdown"])),
        (Gaps, gaps("soc2") + &gaps("iso27001")),
        (
            Using,
            read(
                certified.path(),
                &["soc2", "--using", "iso27001", "--as-of", "2026-10-20", "--format", "full"],
            ),
        ),
        (Neither, plan(only("").path(), "2026-03-10")),
        (Soc2, plan(only(soc2).path(), "2026-03-10")),
        (Iso, plan(certified.path(), "2026-10-20")),
        (Both, plan(demo(), "2026-10-14")),
        (Rules, run(&["explain", "clause-excluded"]) + &run(&["explain", "marketing-language"])),
    ]);
    for text in all.values_mut() {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    all
}

/// The claims whose words do not all stand where they should.
fn missing(outputs: &BTreeMap<Place, String>) -> Vec<String> {
    let mut missing = Vec::new();
    for claim in &CLAIMS {
        for (place, words) in claim.found {
            for words in words.iter().filter(|words| !outputs[place].contains(**words)) {
                missing.push(format!("{}: {place:?} does not say `{words}`", claim.id));
            }
        }
    }
    missing
}

#[test]
fn every_claim_can_be_found_in_what_is_printed() {
    let outputs = outputs();
    assert_eq!(missing(&outputs), Vec::<String>::new());
    // Each output carries something, and a claim is not found once that output is silent.
    for place in outputs.keys() {
        let mut silent = outputs.clone();
        silent.insert(*place, String::new());
        assert!(!missing(&silent).is_empty(), "{place:?} carries no claim");
    }
    let nothing = outputs.keys().map(|place| (*place, String::new())).collect();
    let lost: BTreeSet<String> = missing(&nothing).iter().map(|line| line[..3].to_owned()).collect();
    assert_eq!(lost.len(), 42, "a claim that needs no output");
}

#[test]
fn the_claims_are_the_42_of_the_article_each_once_and_none_without_words() {
    let ids: BTreeSet<&str> = CLAIMS.iter().map(|claim| claim.id).collect();
    let expected: BTreeSet<String> = (1..=35)
        .map(|number| format!("C{number:02}"))
        .chain((1..=7).map(|number| format!("M{number:02}")))
        .collect();
    assert_eq!(ids, expected.iter().map(String::as_str).collect());
    for claim in &CLAIMS {
        assert!(
            !claim.found.is_empty() && claim.found.iter().all(|(_, words)| !words.is_empty()),
            "{}",
            claim.id
        );
        assert!(
            claim.found.iter().all(|(_, words)| words.iter().all(|words| words.len() > 9)),
            "{}",
            claim.id
        );
    }
    let pairs: BTreeSet<&str> = CLAIMS
        .iter()
        .filter(|claim| claim.id.starts_with('M'))
        .flat_map(|claim| claim.found.iter().flat_map(|(_, words)| words.iter().copied()))
        .collect();
    assert_eq!(pairs.len(), 22);
}

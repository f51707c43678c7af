//! November and December 2025: the programme, policies, controls and risks are written for the Type 1 report.

use jiff::civil::Date;

use super::super::DemoError;
use super::super::files;
use super::super::people::Person::{self, Lena, Mateo, Nadia, Omar, Priya};
use super::super::signing::Keyring;
use super::super::story::{Draft, FileChange};
use super::super::time::{Moment, day_of, workday_after};
use super::Touch::{Add, Edit};
use super::{Chapter, Note, SIGNERS, Texts, chapter, signers};

/// The first commit: what everything else is judged by.
pub(super) fn first_commit(texts: &Texts, keys: &Keyring) -> Result<Draft, DemoError> {
    let mut files = texts.remaining();
    files.push(FileChange { path: SIGNERS.to_owned(), bytes: signers(keys, false)?.into_bytes() });
    let message =
        "program: begin\n\nWho we are, who may sign, and the rule that nobody merges their own work."
            .to_owned();
    Ok(Draft { by: Priya, at: Moment::read("2025-11-03 09:30"), message, files })
}

/// The setting up.
pub(super) fn chapters() -> Vec<Chapter> {
    let mut chapters = drafts_of_policies();
    chapters.extend(foundations());
    chapters.extend(controls_of_engineering());
    chapters.extend(controls_of_the_company());
    chapters.extend(risks());
    chapters.extend(approvals());
    chapters.extend(description());
    chapters.extend(december());
    chapters
}

/// Several files added by the same person in one commit that names them.
fn added(
    branch: &'static str,
    topic: &str,
    about: &str,
    who: (Person, Person),
    day: Date,
    paths: &[&'static str],
) -> Chapter {
    let lines: Vec<String> = paths.iter().map(|path| format!("- {}", name_of(path))).collect();
    let note = Note {
        at: Moment::at(day, 10, 44).plus_seconds(13),
        message: format!("{topic}: {about}\n\n{}", lines.join("\n")),
        touches: paths.iter().map(|path| Add(path)).collect(),
    };
    Chapter {
        branch,
        about: about.to_owned(),
        by: who.0,
        reviewer: who.1,
        notes: vec![note],
        merged: Moment::at(workday_after(day, 0), 14, 5),
    }
}

/// How a file is called in a commit message: id and title where it has them.
fn name_of(path: &str) -> String {
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let title = files::text(path).lines().find_map(|line| line.strip_prefix("title: "));
    match title {
        Some(title) if path.starts_with("policies/controls/") || path.starts_with("policies/risks/") => {
            format!("{stem}, {title}")
        }
        Some(title) => title.to_owned(),
        None => stem.to_owned(),
    }
}

/// A draft becomes the first approved version.
macro_rules! approved {
    ($path:literal, $version:literal, $day:literal) => {
        Edit(
            concat!("policies/", $path, ".md"),
            &[
                ("version: 0.9\n", concat!("version: ", $version, "\n")),
                ("", concat!("approved: {by: omar, at: ", $day, "}\n")),
            ],
        )
    };
}

fn drafts_of_policies() -> Vec<Chapter> {
    let policy = |branch, who, day, paths: &[&'static str]| {
        added(branch, "policies", "first drafts", who, day_of(day), paths)
    };
    vec![
        policy(
            "policies/security-drafts",
            (Priya, Omar),
            "2025-11-10",
            &[
                "policies/information-security.md",
                "policies/access-control.md",
                "policies/incident-response.md",
                "policies/logging-and-monitoring.md",
            ],
        ),
        policy(
            "policies/engineering-drafts",
            (Omar, Priya),
            "2025-11-11",
            &["policies/secure-development.md"],
        ),
        policy(
            "policies/platform-drafts",
            (Mateo, Priya),
            "2025-11-11",
            &["policies/platform-security.md", "policies/continuity-and-backup.md"],
        ),
        policy(
            "policies/operations-drafts",
            (Nadia, Priya),
            "2025-11-12",
            &["policies/data-handling.md", "policies/vendor-management.md"],
        ),
        policy("policies/people-drafts", (Lena, Nadia), "2025-11-12", &["policies/people-and-devices.md"]),
    ]
}

fn foundations() -> Vec<Chapter> {
    vec![
        chapter(
            "risk/method",
            (Priya, "2025-11-05 10:12"),
            (Omar, "2025-11-06 15:20"),
            "how we score risks",
            &[Add("policies/isms/method.yaml")],
        ),
        added(
            "registers/assets-and-vendors",
            "registers",
            "assets and vendors",
            (Nadia, Mateo),
            day_of("2025-11-13"),
            &["policies/registers/assets.yaml", "policies/registers/vendors.yaml"],
        ),
        added(
            "isms/scope-and-context",
            "isms",
            "scope and context",
            (Priya, Omar),
            day_of("2025-11-14"),
            &["policies/isms/scope.md", "policies/isms/context.md"],
        ),
        added(
            "populations/people",
            "populations",
            "joiners and leavers",
            (Lena, Nadia),
            day_of("2025-11-17"),
            &["policies/populations/joiners.yaml", "policies/populations/leavers.yaml"],
        ),
        added(
            "populations/changes",
            "populations",
            "changes",
            (Mateo, Omar),
            day_of("2025-11-17"),
            &["policies/populations/changes.yaml"],
        ),
    ]
}

macro_rules! family {
    ($branch:literal, $about:literal, $by:expr, $reviewer:expr, $day:literal, [$($id:literal),+ $(,)?]) => {
        added(
            $branch,
            "controls",
            $about,
            ($by, $reviewer),
            day_of($day),
            &[$(concat!("policies/controls/", $id, ".yaml")),+],
        )
    };
}

fn controls_of_engineering() -> Vec<Chapter> {
    vec![
        family!(
            "controls/access",
            "who may reach what",
            Priya,
            Omar,
            "2025-11-18",
            ["AC-01", "AC-02", "AC-03", "AC-04", "AC-05", "AC-06"]
        ),
        family!(
            "controls/change",
            "what goes into production",
            Omar,
            Priya,
            "2025-11-18",
            ["CH-01", "CH-02", "CH-03"]
        ),
        family!(
            "controls/vulnerability",
            "weaknesses found and fixed",
            Mateo,
            Priya,
            "2025-11-19",
            ["VM-01", "VM-02", "VM-03"]
        ),
        family!(
            "controls/network",
            "network and logs",
            Mateo,
            Omar,
            "2025-11-20",
            ["LG-01", "NW-01", "NW-02"]
        ),
    ]
}

fn controls_of_the_company() -> Vec<Chapter> {
    vec![
        family!(
            "controls/availability",
            "capacity, backup, continuity",
            Mateo,
            Omar,
            "2025-11-21",
            ["AV-01", "AV-02", "BK-01", "BK-02"]
        ),
        family!(
            "controls/devices",
            "assets and devices",
            Nadia,
            Mateo,
            "2025-11-21",
            ["AS-01", "EP-01", "EP-02"]
        ),
        family!("controls/data", "deletion and encryption", Nadia, Priya, "2025-11-24", ["DP-01", "DP-02"]),
        family!("controls/incidents", "incidents", Priya, Mateo, "2025-11-24", ["IR-01", "IR-02", "IR-03"]),
        family!("controls/people", "people", Lena, Nadia, "2025-11-25", ["PE-01", "PE-02", "PE-03", "PE-04"]),
        family!("controls/vendors", "vendors", Nadia, Omar, "2025-11-25", ["VN-01", "VN-02"]),
        family!(
            "controls/governance",
            "steering",
            Priya,
            Omar,
            "2025-11-26",
            ["GV-01", "GV-02", "GV-03", "GV-04", "GV-05", "GV-06", "GV-07"]
        ),
        family!("controls/risk", "risk and fraud", Priya, Nadia, "2025-11-27", ["RM-01", "RM-02"]),
    ]
}

macro_rules! register {
    ($branch:literal, $by:expr, $reviewer:expr, $day:literal, [$($id:literal),+ $(,)?]) => {
        added($branch, "risks", "risks with their owner", ($by, $reviewer), day_of($day), &[$(concat!("policies/risks/", $id, ".yaml")),+])
    };
}

fn risks() -> Vec<Chapter> {
    vec![
        register!("risks/security", Priya, Omar, "2025-11-27", ["R-01", "R-02", "R-10", "R-13", "R-20"]),
        register!("risks/management", Omar, Priya, "2025-11-28", ["R-03", "R-07", "R-11", "R-18"]),
        register!(
            "risks/platform",
            Mateo,
            Omar,
            "2025-11-28",
            ["R-04", "R-05", "R-06", "R-09", "R-16", "R-17"]
        ),
        register!("risks/operations", Nadia, Lena, "2025-12-01", ["R-08", "R-12", "R-14", "R-15", "R-19"]),
    ]
}

fn approvals() -> Vec<Chapter> {
    vec![
        chapter(
            "policies/security-approved",
            (Priya, "2025-12-04 10:15"),
            (Omar, "2025-12-04 15:10"),
            "information security 1.0, access control 2.0",
            &[
                approved!("information-security", "\"1.0\"", "2025-12-04"),
                approved!("access-control", "\"2.0\"", "2025-12-04"),
            ],
        ),
        chapter(
            "policies/platform-approved",
            (Mateo, "2025-12-04 11:05"),
            (Omar, "2025-12-04 15:31"),
            "platform security 1.0, secure development 1.0",
            &[
                approved!("platform-security", "\"1.0\"", "2025-12-04"),
                approved!("secure-development", "\"1.0\"", "2025-12-04"),
            ],
        ),
        chapter(
            "policies/continuity-approved",
            (Mateo, "2025-12-05 09:35"),
            (Omar, "2025-12-05 14:20"),
            "continuity and backup 1.0",
            &[approved!("continuity-and-backup", "\"1.0\"", "2025-12-05")],
        ),
        chapter(
            "policies/incidents-approved",
            (Priya, "2025-12-05 10:20"),
            (Omar, "2025-12-05 14:33"),
            "incident response 1.0, logging and monitoring 1.0",
            &[
                approved!("incident-response", "\"1.0\"", "2025-12-05"),
                approved!("logging-and-monitoring", "\"1.0\"", "2025-12-05"),
            ],
        ),
        chapter(
            "policies/operations-approved",
            (Nadia, "2025-12-08 10:22"),
            (Omar, "2025-12-08 16:10"),
            "data handling 1.0, vendor management 1.0",
            &[
                approved!("data-handling", "\"1.0\"", "2025-12-08"),
                approved!("vendor-management", "\"1.0\"", "2025-12-08"),
            ],
        ),
        chapter(
            "policies/people-approved",
            (Lena, "2025-12-08 11:17"),
            (Omar, "2025-12-08 16:29"),
            "people and devices 1.0",
            &[approved!("people-and-devices", "\"1.0\"", "2025-12-08")],
        ),
    ]
}

fn description() -> Vec<Chapter> {
    vec![
        added(
            "system/description",
            "system",
            "the description of the system",
            (Priya, Omar),
            day_of("2025-12-09"),
            &[
                "policies/system/system.yaml",
                "policies/system/dc1.md",
                "policies/system/dc2.md",
                "policies/system/dc3.md",
                "policies/system/dc4.md",
                "policies/system/dc5.md",
                "policies/system/dc6.md",
                "policies/system/dc7.md",
                "policies/system/dc8.md",
                "policies/system/dc9.md",
            ],
        ),
        chapter(
            "registers/processing",
            (Priya, "2025-12-10 11:20"),
            (Nadia, "2025-12-11 09:45"),
            "what personal data is processed",
            &[Add("policies/registers/processing.yaml")],
        ),
    ]
}

fn december() -> Vec<Chapter> {
    vec![
        chapter(
            "isms/internal-audit-2025",
            (Nadia, "2025-12-12 15:10"),
            (Omar, "2025-12-12 16:58"),
            "report of internal audit IA-2025-1",
            &[Add("evidence/isms/audits/IA-2025-1.yaml"), Add("evidence/isms/audits/IA-2025-1/report.txt")],
        ),
        chapter(
            "isms/nonconformities-2025",
            (Priya, "2025-12-15 11:02"),
            (Omar, "2025-12-16 09:20"),
            "NC-01 and NC-02 with cause and action",
            &[
                Add("evidence/isms/nonconformities/NC-01.yaml"),
                Add("evidence/isms/nonconformities/NC-02.yaml"),
            ],
        ),
        chapter(
            "isms/management-review-2025",
            (Omar, "2025-12-17 10:40"),
            (Priya, "2025-12-17 15:15"),
            "management review MR-2025",
            &[Add("evidence/isms/reviews/MR-2025.yaml")],
        ),
    ]
}

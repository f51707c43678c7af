//! The files of the company as they stand at the end, compiled in from `templates/demo/`.

/// Path in the company's repository and text, sorted by path.
pub(super) static FILES: &[(&str, &str)] = &[
    (".gitattributes", include_str!("../../../templates/demo/.gitattributes")),
    ("README.md", include_str!("../../../templates/demo/README.md")),
    (
        "evidence/AV-02/2025-H2/exercise.txt",
        include_str!("../../../templates/demo/evidence/AV-02/2025-H2/exercise.txt"),
    ),
    (
        "evidence/AV-02/2026-H1/exercise.txt",
        include_str!("../../../templates/demo/evidence/AV-02/2026-H1/exercise.txt"),
    ),
    (
        "evidence/DP-01/2025-H2/deletions.csv",
        include_str!("../../../templates/demo/evidence/DP-01/2025-H2/deletions.csv"),
    ),
    (
        "evidence/DP-01/2026-H1/deletions.csv",
        include_str!("../../../templates/demo/evidence/DP-01/2026-H1/deletions.csv"),
    ),
    (
        "evidence/EP-02/2025-H2/wiped.csv",
        include_str!("../../../templates/demo/evidence/EP-02/2025-H2/wiped.csv"),
    ),
    (
        "evidence/EP-02/2026-H1/wiped.csv",
        include_str!("../../../templates/demo/evidence/EP-02/2026-H1/wiped.csv"),
    ),
    (
        "evidence/GV-01/2025-H2/minutes.txt",
        include_str!("../../../templates/demo/evidence/GV-01/2025-H2/minutes.txt"),
    ),
    (
        "evidence/GV-01/2026-H1/minutes.txt",
        include_str!("../../../templates/demo/evidence/GV-01/2026-H1/minutes.txt"),
    ),
    (
        "evidence/GV-02/2025-H2/handover.txt",
        include_str!("../../../templates/demo/evidence/GV-02/2025-H2/handover.txt"),
    ),
    (
        "evidence/GV-02/2026-H1/handover.txt",
        include_str!("../../../templates/demo/evidence/GV-02/2026-H1/handover.txt"),
    ),
    (
        "evidence/GV-04/2025/policies.csv",
        include_str!("../../../templates/demo/evidence/GV-04/2025/policies.csv"),
    ),
    (
        "evidence/GV-06/2025-H2/notes.txt",
        include_str!("../../../templates/demo/evidence/GV-06/2025-H2/notes.txt"),
    ),
    (
        "evidence/GV-06/2026-H1/notes.txt",
        include_str!("../../../templates/demo/evidence/GV-06/2026-H1/notes.txt"),
    ),
    (
        "evidence/IR-02/2025-H2/exercise.txt",
        include_str!("../../../templates/demo/evidence/IR-02/2025-H2/exercise.txt"),
    ),
    (
        "evidence/IR-02/2026-H1/exercise.txt",
        include_str!("../../../templates/demo/evidence/IR-02/2026-H1/exercise.txt"),
    ),
    (
        "evidence/PE-03/2025/acknowledged.csv",
        include_str!("../../../templates/demo/evidence/PE-03/2025/acknowledged.csv"),
    ),
    ("evidence/PE-04/2025/roles.csv", include_str!("../../../templates/demo/evidence/PE-04/2025/roles.csv")),
    (
        "evidence/RM-02/2025-H2/fraud.txt",
        include_str!("../../../templates/demo/evidence/RM-02/2025-H2/fraud.txt"),
    ),
    (
        "evidence/RM-02/2026-H1/fraud.txt",
        include_str!("../../../templates/demo/evidence/RM-02/2026-H1/fraud.txt"),
    ),
    (
        "evidence/VM-03/2025/summary.txt",
        include_str!("../../../templates/demo/evidence/VM-03/2025/summary.txt"),
    ),
    (
        "evidence/VN-02/2025/contracts.csv",
        include_str!("../../../templates/demo/evidence/VN-02/2025/contracts.csv"),
    ),
    (
        "evidence/audits/soc2-2026/requests.yaml",
        include_str!("../../../templates/demo/evidence/audits/soc2-2026/requests.yaml"),
    ),
    (
        "evidence/audits/soc2-2026/samples/leavers.yaml",
        include_str!("../../../templates/demo/evidence/audits/soc2-2026/samples/leavers.yaml"),
    ),
    (
        "evidence/incidents/INC-2026-01.yaml",
        include_str!("../../../templates/demo/evidence/incidents/INC-2026-01.yaml"),
    ),
    (
        "evidence/incidents/INC-2026-02.yaml",
        include_str!("../../../templates/demo/evidence/incidents/INC-2026-02.yaml"),
    ),
    (
        "evidence/incidents/INC-2026-03.yaml",
        include_str!("../../../templates/demo/evidence/incidents/INC-2026-03.yaml"),
    ),
    (
        "evidence/isms/audits/IA-2025-1.yaml",
        include_str!("../../../templates/demo/evidence/isms/audits/IA-2025-1.yaml"),
    ),
    (
        "evidence/isms/audits/IA-2025-1/report.txt",
        include_str!("../../../templates/demo/evidence/isms/audits/IA-2025-1/report.txt"),
    ),
    (
        "evidence/isms/audits/IA-2026-1.yaml",
        include_str!("../../../templates/demo/evidence/isms/audits/IA-2026-1.yaml"),
    ),
    (
        "evidence/isms/audits/IA-2026-1/report.txt",
        include_str!("../../../templates/demo/evidence/isms/audits/IA-2026-1/report.txt"),
    ),
    (
        "evidence/isms/nonconformities/NC-01.yaml",
        include_str!("../../../templates/demo/evidence/isms/nonconformities/NC-01.yaml"),
    ),
    (
        "evidence/isms/nonconformities/NC-02.yaml",
        include_str!("../../../templates/demo/evidence/isms/nonconformities/NC-02.yaml"),
    ),
    (
        "evidence/isms/nonconformities/NC-03.yaml",
        include_str!("../../../templates/demo/evidence/isms/nonconformities/NC-03.yaml"),
    ),
    (
        "evidence/isms/reviews/MR-2025.yaml",
        include_str!("../../../templates/demo/evidence/isms/reviews/MR-2025.yaml"),
    ),
    (
        "evidence/isms/reviews/MR-2026.yaml",
        include_str!("../../../templates/demo/evidence/isms/reviews/MR-2026.yaml"),
    ),
    ("policies/access-control.md", include_str!("../../../templates/demo/policies/access-control.md")),
    (
        "policies/continuity-and-backup.md",
        include_str!("../../../templates/demo/policies/continuity-and-backup.md"),
    ),
    ("policies/controls/AC-01.yaml", include_str!("../../../templates/demo/policies/controls/AC-01.yaml")),
    ("policies/controls/AC-02.yaml", include_str!("../../../templates/demo/policies/controls/AC-02.yaml")),
    ("policies/controls/AC-03.yaml", include_str!("../../../templates/demo/policies/controls/AC-03.yaml")),
    ("policies/controls/AC-04.yaml", include_str!("../../../templates/demo/policies/controls/AC-04.yaml")),
    ("policies/controls/AC-05.yaml", include_str!("../../../templates/demo/policies/controls/AC-05.yaml")),
    ("policies/controls/AC-06.yaml", include_str!("../../../templates/demo/policies/controls/AC-06.yaml")),
    ("policies/controls/AS-01.yaml", include_str!("../../../templates/demo/policies/controls/AS-01.yaml")),
    ("policies/controls/AV-01.yaml", include_str!("../../../templates/demo/policies/controls/AV-01.yaml")),
    ("policies/controls/AV-02.yaml", include_str!("../../../templates/demo/policies/controls/AV-02.yaml")),
    ("policies/controls/BK-01.yaml", include_str!("../../../templates/demo/policies/controls/BK-01.yaml")),
    ("policies/controls/BK-02.yaml", include_str!("../../../templates/demo/policies/controls/BK-02.yaml")),
    ("policies/controls/CH-01.yaml", include_str!("../../../templates/demo/policies/controls/CH-01.yaml")),
    ("policies/controls/CH-02.yaml", include_str!("../../../templates/demo/policies/controls/CH-02.yaml")),
    ("policies/controls/CH-03.yaml", include_str!("../../../templates/demo/policies/controls/CH-03.yaml")),
    ("policies/controls/DP-01.yaml", include_str!("../../../templates/demo/policies/controls/DP-01.yaml")),
    ("policies/controls/DP-02.yaml", include_str!("../../../templates/demo/policies/controls/DP-02.yaml")),
    ("policies/controls/EP-01.yaml", include_str!("../../../templates/demo/policies/controls/EP-01.yaml")),
    ("policies/controls/EP-02.yaml", include_str!("../../../templates/demo/policies/controls/EP-02.yaml")),
    ("policies/controls/GV-01.yaml", include_str!("../../../templates/demo/policies/controls/GV-01.yaml")),
    ("policies/controls/GV-02.yaml", include_str!("../../../templates/demo/policies/controls/GV-02.yaml")),
    ("policies/controls/GV-03.yaml", include_str!("../../../templates/demo/policies/controls/GV-03.yaml")),
    ("policies/controls/GV-04.yaml", include_str!("../../../templates/demo/policies/controls/GV-04.yaml")),
    ("policies/controls/GV-05.yaml", include_str!("../../../templates/demo/policies/controls/GV-05.yaml")),
    ("policies/controls/GV-06.yaml", include_str!("../../../templates/demo/policies/controls/GV-06.yaml")),
    ("policies/controls/GV-07.yaml", include_str!("../../../templates/demo/policies/controls/GV-07.yaml")),
    ("policies/controls/IR-01.yaml", include_str!("../../../templates/demo/policies/controls/IR-01.yaml")),
    ("policies/controls/IR-02.yaml", include_str!("../../../templates/demo/policies/controls/IR-02.yaml")),
    ("policies/controls/IR-03.yaml", include_str!("../../../templates/demo/policies/controls/IR-03.yaml")),
    ("policies/controls/LG-01.yaml", include_str!("../../../templates/demo/policies/controls/LG-01.yaml")),
    ("policies/controls/NW-01.yaml", include_str!("../../../templates/demo/policies/controls/NW-01.yaml")),
    ("policies/controls/NW-02.yaml", include_str!("../../../templates/demo/policies/controls/NW-02.yaml")),
    ("policies/controls/PE-01.yaml", include_str!("../../../templates/demo/policies/controls/PE-01.yaml")),
    ("policies/controls/PE-02.yaml", include_str!("../../../templates/demo/policies/controls/PE-02.yaml")),
    ("policies/controls/PE-03.yaml", include_str!("../../../templates/demo/policies/controls/PE-03.yaml")),
    ("policies/controls/PE-04.yaml", include_str!("../../../templates/demo/policies/controls/PE-04.yaml")),
    ("policies/controls/RM-01.yaml", include_str!("../../../templates/demo/policies/controls/RM-01.yaml")),
    ("policies/controls/RM-02.yaml", include_str!("../../../templates/demo/policies/controls/RM-02.yaml")),
    ("policies/controls/VM-01.yaml", include_str!("../../../templates/demo/policies/controls/VM-01.yaml")),
    ("policies/controls/VM-02.yaml", include_str!("../../../templates/demo/policies/controls/VM-02.yaml")),
    ("policies/controls/VM-03.yaml", include_str!("../../../templates/demo/policies/controls/VM-03.yaml")),
    ("policies/controls/VM-04.yaml", include_str!("../../../templates/demo/policies/controls/VM-04.yaml")),
    ("policies/controls/VN-01.yaml", include_str!("../../../templates/demo/policies/controls/VN-01.yaml")),
    ("policies/controls/VN-02.yaml", include_str!("../../../templates/demo/policies/controls/VN-02.yaml")),
    ("policies/data-handling.md", include_str!("../../../templates/demo/policies/data-handling.md")),
    ("policies/incident-response.md", include_str!("../../../templates/demo/policies/incident-response.md")),
    (
        "policies/information-security.md",
        include_str!("../../../templates/demo/policies/information-security.md"),
    ),
    ("policies/isms/context.md", include_str!("../../../templates/demo/policies/isms/context.md")),
    ("policies/isms/method.yaml", include_str!("../../../templates/demo/policies/isms/method.yaml")),
    ("policies/isms/objectives.yaml", include_str!("../../../templates/demo/policies/isms/objectives.yaml")),
    ("policies/isms/programme.yaml", include_str!("../../../templates/demo/policies/isms/programme.yaml")),
    ("policies/isms/scope.md", include_str!("../../../templates/demo/policies/isms/scope.md")),
    (
        "policies/logging-and-monitoring.md",
        include_str!("../../../templates/demo/policies/logging-and-monitoring.md"),
    ),
    (
        "policies/people-and-devices.md",
        include_str!("../../../templates/demo/policies/people-and-devices.md"),
    ),
    ("policies/platform-security.md", include_str!("../../../templates/demo/policies/platform-security.md")),
    (
        "policies/populations/changes.yaml",
        include_str!("../../../templates/demo/policies/populations/changes.yaml"),
    ),
    (
        "policies/populations/joiners.yaml",
        include_str!("../../../templates/demo/policies/populations/joiners.yaml"),
    ),
    (
        "policies/populations/leavers.yaml",
        include_str!("../../../templates/demo/policies/populations/leavers.yaml"),
    ),
    ("policies/program.yaml", include_str!("../../../templates/demo/policies/program.yaml")),
    (
        "policies/registers/assets.yaml",
        include_str!("../../../templates/demo/policies/registers/assets.yaml"),
    ),
    (
        "policies/registers/processing.yaml",
        include_str!("../../../templates/demo/policies/registers/processing.yaml"),
    ),
    (
        "policies/registers/vendors.yaml",
        include_str!("../../../templates/demo/policies/registers/vendors.yaml"),
    ),
    ("policies/risks/R-01.yaml", include_str!("../../../templates/demo/policies/risks/R-01.yaml")),
    ("policies/risks/R-02.yaml", include_str!("../../../templates/demo/policies/risks/R-02.yaml")),
    ("policies/risks/R-03.yaml", include_str!("../../../templates/demo/policies/risks/R-03.yaml")),
    ("policies/risks/R-04.yaml", include_str!("../../../templates/demo/policies/risks/R-04.yaml")),
    ("policies/risks/R-05.yaml", include_str!("../../../templates/demo/policies/risks/R-05.yaml")),
    ("policies/risks/R-06.yaml", include_str!("../../../templates/demo/policies/risks/R-06.yaml")),
    ("policies/risks/R-07.yaml", include_str!("../../../templates/demo/policies/risks/R-07.yaml")),
    ("policies/risks/R-08.yaml", include_str!("../../../templates/demo/policies/risks/R-08.yaml")),
    ("policies/risks/R-09.yaml", include_str!("../../../templates/demo/policies/risks/R-09.yaml")),
    ("policies/risks/R-10.yaml", include_str!("../../../templates/demo/policies/risks/R-10.yaml")),
    ("policies/risks/R-11.yaml", include_str!("../../../templates/demo/policies/risks/R-11.yaml")),
    ("policies/risks/R-12.yaml", include_str!("../../../templates/demo/policies/risks/R-12.yaml")),
    ("policies/risks/R-13.yaml", include_str!("../../../templates/demo/policies/risks/R-13.yaml")),
    ("policies/risks/R-14.yaml", include_str!("../../../templates/demo/policies/risks/R-14.yaml")),
    ("policies/risks/R-15.yaml", include_str!("../../../templates/demo/policies/risks/R-15.yaml")),
    ("policies/risks/R-16.yaml", include_str!("../../../templates/demo/policies/risks/R-16.yaml")),
    ("policies/risks/R-17.yaml", include_str!("../../../templates/demo/policies/risks/R-17.yaml")),
    ("policies/risks/R-18.yaml", include_str!("../../../templates/demo/policies/risks/R-18.yaml")),
    ("policies/risks/R-19.yaml", include_str!("../../../templates/demo/policies/risks/R-19.yaml")),
    ("policies/risks/R-20.yaml", include_str!("../../../templates/demo/policies/risks/R-20.yaml")),
    (
        "policies/secure-development.md",
        include_str!("../../../templates/demo/policies/secure-development.md"),
    ),
    ("policies/soa/iso27001.yaml", include_str!("../../../templates/demo/policies/soa/iso27001.yaml")),
    ("policies/system/dc1.md", include_str!("../../../templates/demo/policies/system/dc1.md")),
    ("policies/system/dc2.md", include_str!("../../../templates/demo/policies/system/dc2.md")),
    ("policies/system/dc3.md", include_str!("../../../templates/demo/policies/system/dc3.md")),
    ("policies/system/dc4.md", include_str!("../../../templates/demo/policies/system/dc4.md")),
    ("policies/system/dc5.md", include_str!("../../../templates/demo/policies/system/dc5.md")),
    ("policies/system/dc6.md", include_str!("../../../templates/demo/policies/system/dc6.md")),
    ("policies/system/dc7.md", include_str!("../../../templates/demo/policies/system/dc7.md")),
    ("policies/system/dc8.md", include_str!("../../../templates/demo/policies/system/dc8.md")),
    ("policies/system/dc9.md", include_str!("../../../templates/demo/policies/system/dc9.md")),
    ("policies/system/system.yaml", include_str!("../../../templates/demo/policies/system/system.yaml")),
    ("policies/vendor-management.md", include_str!("../../../templates/demo/policies/vendor-management.md")),
];

/// The text of one file.
pub(super) fn text(path: &str) -> &'static str {
    let found = FILES.binary_search_by_key(&path, |(known, _)| known);
    FILES[found.expect("the story names only files that are compiled in")].1
}

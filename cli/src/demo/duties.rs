//! Who does what how often: the one list from which every record follows.

use jiff::civil::Date;

use super::people::Person::{self, Lena, Mateo, Nadia, Omar, Priya};
use super::reports::{Case, Report, access, availability, change, governance, people, platform};
use super::time::{Period, Rhythm, workday_after, workday_back};

/// On which day of a period the work is done.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    /// So many workdays before its last workday.
    BeforeEnd(i64),
    /// So many workdays after the first workday that follows it, on which the population is extracted.
    AfterExtraction(i64),
}

impl When {
    /// The day for a period.
    pub(super) fn day(self, period: &Period) -> Date {
        match self {
            Self::BeforeEnd(steps) => workday_back(period.end, steps),
            Self::AfterExtraction(steps) => workday_after(period.end, steps),
        }
    }
}

/// A control that operates often enough for its records to be generated.
pub(super) struct Duty {
    pub(super) control: &'static str,
    pub(super) rhythm: Rhythm,
    pub(super) by: Person,
    pub(super) reviewer: Person,
    pub(super) when: When,
    pub(super) report: fn(&Case<'_>) -> Report,
}

const fn duty(
    control: &'static str,
    rhythm: Rhythm,
    by: Person,
    reviewer: Person,
    when: When,
    report: fn(&Case<'_>) -> Report,
) -> Duty {
    Duty { control, rhythm, by, reviewer, when, report }
}

use Rhythm::{FortyFiveDays, Month, MonthFromMarch, Quarter, QuarterThenMonth, Week};
use When::{AfterExtraction, BeforeEnd};

/// Weekly to quarterly controls.
pub(super) static DUTIES: [Duty; 30] = [
    duty("AC-01", Month, Mateo, Priya, BeforeEnd(1), access::sign_on),
    duty("AC-02", Quarter, Priya, Omar, BeforeEnd(2), access::access_review),
    duty("AC-03", Month, Omar, Priya, AfterExtraction(1), access::leavers),
    duty("AC-04", Month, Mateo, Priya, AfterExtraction(1), access::joiners),
    duty("AC-05", QuarterThenMonth, Priya, Omar, BeforeEnd(2), access::privileged),
    duty("AC-06", FortyFiveDays, Mateo, Omar, BeforeEnd(2), access::secrets),
    duty("AS-01", Quarter, Nadia, Mateo, BeforeEnd(1), people::inventory),
    duty("AV-01", Month, Mateo, Priya, BeforeEnd(1), availability::capacity),
    duty("BK-01", Month, Mateo, Priya, BeforeEnd(1), availability::backups),
    duty("BK-02", Quarter, Mateo, Priya, BeforeEnd(4), availability::restore),
    duty("CH-01", Month, Priya, Omar, AfterExtraction(2), change::reviewed_changes),
    duty("CH-02", Month, Mateo, Priya, BeforeEnd(1), change::branch_rules),
    duty("CH-03", Quarter, Mateo, Priya, BeforeEnd(4), change::environments),
    duty("DP-02", Quarter, Mateo, Priya, BeforeEnd(1), platform::encryption),
    duty("EP-01", Month, Nadia, Mateo, BeforeEnd(1), people::laptops),
    duty("GV-03", Quarter, Priya, Omar, BeforeEnd(2), governance::corrective_actions),
    duty("GV-05", Quarter, Priya, Omar, BeforeEnd(2), governance::objectives),
    duty("GV-07", Quarter, Omar, Nadia, BeforeEnd(8), governance::board_report),
    duty("IR-01", Month, Priya, Omar, BeforeEnd(1), people::events),
    duty("IR-03", Quarter, Priya, Omar, BeforeEnd(2), governance::incidents),
    duty("LG-01", Month, Priya, Omar, BeforeEnd(1), platform::logs),
    duty("NW-01", Quarter, Mateo, Priya, BeforeEnd(5), platform::firewall),
    duty("NW-02", Month, Mateo, Priya, BeforeEnd(2), platform::certificates),
    duty("PE-01", Month, Lena, Priya, AfterExtraction(1), people::screening),
    duty("PE-02", Quarter, Lena, Priya, BeforeEnd(3), people::training),
    duty("RM-01", Quarter, Priya, Omar, BeforeEnd(2), governance::risk_register),
    duty("VM-01", Month, Mateo, Priya, BeforeEnd(2), platform::scan),
    duty("VM-02", Week, Mateo, Priya, BeforeEnd(0), platform::dependency_alerts),
    duty("VM-04", MonthFromMarch, Mateo, Priya, BeforeEnd(2), platform::drift),
    duty("VN-01", Quarter, Nadia, Priya, BeforeEnd(5), governance::vendors),
];

/// A record that is a written paper, made once or twice a year.
pub(super) struct Paper {
    pub(super) control: &'static str,
    pub(super) period: &'static str,
    pub(super) day: &'static str,
    pub(super) by: Person,
    pub(super) reviewer: Person,
    pub(super) file: &'static str,
    pub(super) summary: &'static str,
}

const fn paper(
    (control, period): (&'static str, &'static str),
    day: &'static str,
    (by, reviewer): (Person, Person),
    file: &'static str,
    summary: &'static str,
) -> Paper {
    Paper { control, period, day, by, reviewer, file, summary }
}

/// Semiannual and annual controls.
pub(super) static PAPERS: [Paper; 21] = [
    paper(
        ("VM-03", "2025"),
        "2025-12-16",
        (Priya, Omar),
        "summary.txt",
        "One high, three medium and four low findings by an outside firm; high and medium ones closed by 16 December.",
    ),
    paper(
        ("VN-02", "2025"),
        "2025-12-11",
        (Nadia, Omar),
        "contracts.csv",
        "Six contracts read; all carry the terms, one after a change.",
    ),
    paper(
        ("PE-03", "2025"),
        "2025-12-12",
        (Lena, Omar),
        "acknowledged.csv",
        "41 of 41 confirmed code of conduct and acceptable use; no breach in the year.",
    ),
    paper(
        ("PE-04", "2025"),
        "2025-12-15",
        (Lena, Omar),
        "roles.csv",
        "Six roles with security duties, each with description, holder and deputy; talked about with every holder.",
    ),
    paper(
        ("GV-04", "2025"),
        "2025-12-09",
        (Priya, Omar),
        "policies.csv",
        "Ten policies read by their owners and approved between 4 and 8 December.",
    ),
    paper(
        ("GV-01", "2025-H2"),
        "2025-12-16",
        (Omar, Priya),
        "minutes.txt",
        "Management review MR-2025 held with all ten inputs; three decisions.",
    ),
    paper(
        ("GV-01", "2026-H1"),
        "2026-06-18",
        (Omar, Priya),
        "minutes.txt",
        "Management review MR-2026 held with all ten inputs; three decisions.",
    ),
    paper(
        ("GV-02", "2025-H2"),
        "2025-12-12",
        (Nadia, Omar),
        "handover.txt",
        "Internal audit IA-2025-1 held and reported; two minor nonconformities, one observation.",
    ),
    paper(
        ("GV-02", "2026-H1"),
        "2026-05-15",
        (Nadia, Omar),
        "handover.txt",
        "Internal audit IA-2026-1 held and reported; one minor nonconformity, one observation.",
    ),
    paper(
        ("GV-06", "2025-H2"),
        "2025-12-11",
        (Nadia, Omar),
        "notes.txt",
        "Law, licences and 31 customer contracts gone through; two customers ask for ISO 27001.",
    ),
    paper(
        ("GV-06", "2026-H1"),
        "2026-06-10",
        (Nadia, Omar),
        "notes.txt",
        "Law, licences and 33 customer contracts gone through; reports under the Cyber Resilience Act from September.",
    ),
    paper(
        ("IR-02", "2025-H2"),
        "2025-12-09",
        (Priya, Omar),
        "exercise.txt",
        "Severity 1 played in 100 minutes; one thing was slow and now stands in the runbook.",
    ),
    paper(
        ("IR-02", "2026-H1"),
        "2026-06-09",
        (Priya, Omar),
        "exercise.txt",
        "Ransomware played in 90 minutes; the second list of customer contacts is gone.",
    ),
    paper(
        ("AV-02", "2025-H2"),
        "2025-12-11",
        (Mateo, Omar),
        "exercise.txt",
        "One of three zones taken away; normal again after 13 minutes of 240.",
    ),
    paper(
        ("AV-02", "2026-H1"),
        "2026-06-11",
        (Mateo, Omar),
        "exercise.txt",
        "Database taken away and restored from the night's copy; normal again after 160 minutes of 240.",
    ),
    paper(
        ("RM-02", "2025-H2"),
        "2025-12-15",
        (Priya, Omar),
        "fraud.txt",
        "Three ways to gain looked at; reads of floor plans are now reported weekly.",
    ),
    paper(
        ("RM-02", "2026-H1"),
        "2026-06-12",
        (Priya, Omar),
        "fraud.txt",
        "Three ways to gain looked at; nothing beyond what is under way.",
    ),
    paper(
        ("DP-01", "2025-H2"),
        "2025-12-10",
        (Nadia, Mateo),
        "deletions.csv",
        "Two contracts ended; data deleted within 30 days and customers told, the last backup runs out on 2 January.",
    ),
    paper(
        ("DP-01", "2026-H1"),
        "2026-06-16",
        (Nadia, Mateo),
        "deletions.csv",
        "Three contracts ended; data deleted within 30 days and customers told, the last backups run out on 3 July.",
    ),
    paper(
        ("EP-02", "2025-H2"),
        "2025-12-10",
        (Nadia, Mateo),
        "wiped.csv",
        "Three laptops wiped before they left us, each with a certificate.",
    ),
    paper(
        ("EP-02", "2026-H1"),
        "2026-06-16",
        (Nadia, Mateo),
        "wiped.csv",
        "Four laptops wiped, one of which left us, each with a certificate.",
    ),
];

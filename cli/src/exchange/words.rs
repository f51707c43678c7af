//! Words that people write for the words of a closed set.

/// Words with the same meaning, by the word that is written here.
const MEANT: &[(&str, &[&str])] = &[
    // Cadences.
    ("daily", &["day", "every day", "each day", "per day", "d"]),
    ("weekly", &["week", "every week", "each week", "per week", "once a week", "w"]),
    ("monthly", &["month", "every month", "each month", "per month", "once a month", "m"]),
    ("quarterly", &["quarter", "every quarter", "each quarter", "per quarter", "q", "every 3 months"]),
    (
        "semiannual",
        &[
            "semi annual",
            "semi annually",
            "semiannually",
            "half yearly",
            "every half year",
            "every 6 months",
            "twice a year",
            "biannual",
            "biannually",
        ],
    ),
    (
        "annual",
        &[
            "annually",
            "yearly",
            "year",
            "every year",
            "each year",
            "per year",
            "once a year",
            "every 12 months",
            "a",
        ],
    ),
    (
        "on-event",
        &[
            "event",
            "event driven",
            "event based",
            "per event",
            "each event",
            "ad hoc",
            "adhoc",
            "as needed",
            "when needed",
            "on demand",
            "per occurrence",
        ],
    ),
    (
        "continuous",
        &["continuously", "ongoing", "real time", "realtime", "always on", "automated continuously"],
    ),
    // Status of a control, of a decision.
    (
        "active",
        &["in place", "in force", "live", "operational", "operating", "effective", "enabled", "in operation"],
    ),
    ("draft", &["in draft", "proposed", "being written", "design", "in design"]),
    ("retired", &["deprecated", "obsolete", "inactive", "decommissioned", "withdrawn", "disabled"]),
    ("implemented", &["in place", "done", "complete", "completed", "fully implemented", "yes"]),
    ("partly", &["partial", "partially", "partially implemented", "partly implemented", "in progress"]),
    ("planned", &["to do", "todo", "not implemented", "not started", "open", "to be implemented"]),
    // Treatment.
    (
        "mitigate",
        &["mitigated", "mitigation", "reduce", "reduced", "reduction", "treat", "treated", "modify", "lower"],
    ),
    ("accept", &["accepted", "acceptance", "retain", "retained", "tolerate", "tolerated"]),
    ("transfer", &["transferred", "share", "shared", "insure", "insured", "sharing"]),
    ("avoid", &["avoided", "avoidance", "terminate", "terminated", "eliminate", "eliminated"]),
    // Nature and type of a control.
    ("manual", &["manually", "by hand"]),
    ("automated", &["automatic", "automatically", "auto", "system"]),
    ("it-dependent", &["it dependent", "it dependent manual", "semi automated", "hybrid", "itdm"]),
    ("preventive", &["preventative", "prevent", "prevention"]),
    ("detective", &["detect", "detection"]),
    ("corrective", &["correct", "correction"]),
    // Assets, vendors.
    ("software", &["application", "applications", "app"]),
    ("infrastructure", &["server", "servers", "network"]),
    ("device", &["devices", "hardware", "endpoint", "endpoints", "laptop", "laptops"]),
    ("service", &["services", "saas", "cloud service"]),
    ("data", &["information", "database", "dataset"]),
    ("people", &["person", "staff", "team"]),
    ("place", &["location", "site", "office", "facility"]),
    ("accepted", &["approved", "ok", "pass", "passed", "acceptable"]),
    ("accepted-with-conditions", &["conditional", "conditionally accepted", "approved with conditions"]),
    ("rejected", &["not approved", "fail", "failed", "declined", "not acceptable"]),
    ("sub-processor", &["subprocessor"]),
    // Relationships of NIST IR 8477.
    ("equal", &["equal to", "equals", "equivalent"]),
    ("subset-of", &["subset", "is subset of"]),
    ("superset-of", &["superset", "is superset of"]),
    ("intersects-with", &["intersects", "intersect", "related", "partial overlap"]),
    // Yes and no.
    ("yes", &["y", "true", "1", "x", "applicable", "included"]),
    ("no", &["n", "false", "0", "not applicable", "n a", "excluded"]),
];

/// A text without case, marks and more than one blank between words.
pub(super) fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('#', " number ");
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The word of a set that a text means.
pub(super) fn meant<'w>(text: &str, set: &'w [String]) -> Option<&'w str> {
    let wanted = plain(text);
    let same = set.iter().find(|word| plain(word) == wanted);
    same.map(String::as_str).or_else(|| {
        let fits = |word: &&String| {
            let known = MEANT.iter().find(|(known, _)| *known == word.as_str());
            known.is_some_and(|(_, others)| others.contains(&wanted.as_str()))
        };
        let mut found = set.iter().filter(fits);
        // A text that could be two words is neither.
        found.next().filter(|_| found.next().is_none()).map(String::as_str)
    })
}

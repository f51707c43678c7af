//! What a schema asks for, in words for people.

use serde_json::Value as Json;

use crate::calendar::{CompanyZone, Duration, FiscalYear, Period, When, Window, read_date};

/// A form of text that the schemas ask for by a pattern.
pub(super) struct Form {
    /// The pattern, exactly as it stands in the schemas.
    pub(super) pattern: &'static str,
    /// What a person should write.
    pub(super) words: &'static str,
    /// Whether a text of the right form also means something; `2026-02-30` does not.
    pub(super) reads: Option<fn(&str) -> bool>,
}

const ID: &str = "an id like `AC-02`: letters, digits, `.`, `_` and `-`";

/// The words that [`Scalar::as_bool`](crate::document::Scalar::as_bool) takes, for tools that read `yes` as text.
pub(super) const TRUE_OR_FALSE: &str =
    r"^([Tt]rue|TRUE|[Yy]es|YES|[Oo]n|ON|[Ff]alse|FALSE|[Nn]o|NO|[Oo]ff|OFF)$";

/// The form of a time zone's name; which names there are is known to the calendar.
const TIME_ZONE: &str = r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$";

/// Every pattern in `schemas/`; a test holds the list against the files.
pub(super) const FORMS: &[Form] = &[
    Form {
        pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        words: "a date like `2026-03-31`",
        reads: Some(|text| read_date(text).is_some()),
    },
    Form {
        pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        words: "two days in order and at most 30 years apart, like `2026-01-01..2026-09-30`",
        reads: Some(|text| Window::parse(text).is_some()),
    },
    Form {
        pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$",
        words: "a date like `2026-05-11`, or two days in order like `2026-05-11..2026-05-13`",
        reads: Some(|text| read_date(text).is_some() || Window::parse(text).is_some()),
    },
    Form {
        pattern: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$|^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        words: "a date like `2026-03-31` or a moment with its offset like `2026-03-31T09:40:00+02:00`",
        reads: Some(|text| When::parse(text).is_some()),
    },
    Form {
        pattern: r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])|[0-9]{4}-(0[1-9]|1[0-2])|[0-9]{4}-Q[1-4]|[0-9]{4}-H[12]|[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})$",
        words: "a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`",
        reads: Some(|text| Period::parse(text, FiscalYear::default()).is_some()),
    },
    Form {
        pattern: r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        words: "a year, month or date like `2026`, `2026-03` or `2026-03-31`",
        reads: None,
    },
    Form {
        pattern: r"^[1-9][0-9]*(h|d|mo|y)$",
        words: "a duration like `14d`; also `24h`, `3mo`, `1y`",
        reads: Some(|text| Duration::parse(text).is_some()),
    },
    Form {
        pattern: r"^[1-9][0-9]*(d|mo|y)$",
        words: "a duration like `45d`; also `2mo`, `1y`",
        reads: Some(|text| Duration::parse(text).is_some()),
    },
    Form {
        pattern: r"^[1-9][0-9]*(h|d|mo|y) after [^\s].*$",
        words: "a duration and a date column, like `24h after last_day`",
        reads: None,
    },
    Form {
        pattern: r"^[0-9a-f]{64}$",
        words: "a SHA-256: 64 lower-case hexadecimal digits, as `sha256sum` prints them",
        reads: None,
    },
    Form {
        pattern: r"^[0-9a-f]{40}([0-9a-f]{24})?$",
        words: "the full id of a commit, as `git rev-parse` prints it",
        reads: None,
    },
    Form { pattern: r"^[A-Za-z]([A-Za-z0-9._-]*[A-Za-z0-9])?$", words: ID, reads: None },
    Form { pattern: r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", words: ID, reads: None },
    Form {
        pattern: r"^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$",
        words: "a short name like `priya`: lower-case letters, digits, `.`, `_` and `-`",
        reads: None,
    },
    Form {
        pattern: r"^[a-z0-9]+(-[a-z0-9]+)*$",
        words: "the name of a rule, like `vague-statement`",
        reads: None,
    },
    Form {
        pattern: TIME_ZONE,
        words: "an IANA time zone like `Europe/Berlin` or `UTC`",
        reads: Some(|text| CompanyZone::parse(text).is_ok()),
    },
    Form { pattern: r"^[A-Z]{2}$", words: "a country code of two letters, like `DE`", reads: None },
    Form {
        pattern: r"^[^\s@]+@[^\s@]+$",
        words: "a mail address like `priya@northwind.example`",
        reads: None,
    },
    Form { pattern: TRUE_OR_FALSE, words: "true or false", reads: None },
    Form { pattern: r"^(evidence|policies|tags)$", words: "`evidence`, `policies` or `tags`", reads: None },
    Form {
        pattern: r"^(type1|type2|stage1|stage2|surveillance|internal|assessment)$",
        words: "the type of an audit, like `type2`",
        reads: None,
    },
];

/// The form that a pattern asks for.
pub(super) fn form(pattern: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.pattern == pattern)
}

/// The closed set behind a schema that is too long for an `enum`.
pub(super) fn allowed(schema: &Json) -> Vec<String> {
    match schema.get("pattern").and_then(Json::as_str) {
        Some(TIME_ZONE) => CompanyZone::names(),
        _ => Vec::new(),
    }
}

/// What a schema that refused a value would take, as far as its keywords say.
pub(super) fn expected(schema: &Json) -> String {
    if let Some(options) = schema.get("enum").and_then(Json::as_array) {
        return one_of(&options.iter().map(literal).collect::<Vec<_>>());
    }
    if let Some(value) = schema.get("const") {
        return format!("`{}`", literal(value));
    }
    if let Some(form) = schema.get("pattern").and_then(Json::as_str).and_then(form) {
        return form.words.to_owned();
    }
    if schema.get("format").and_then(Json::as_str) == Some("date") {
        return "a date like `2026-03-31`".to_owned();
    }
    if schema.get("minLength").is_some() {
        return "a text that is not empty".to_owned();
    }
    "another value".to_owned()
}

/// The bounds of a number: `a number from 1 to 12`.
pub(super) fn between(schema: &Json) -> String {
    let bound = |keyword: &str| schema.get(keyword).map(literal);
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => format!("a number from {least} to {most}"),
        (Some(least), None) => format!("a number of at least {least}"),
        (None, Some(most)) => format!("a number of at most {most}"),
        (None, None) => "a number".to_owned(),
    }
}

/// `at least one item`, `at most 5 items`.
pub(super) fn count(word: &str, limit: u64, what: &str) -> String {
    match limit {
        1 => format!("{word} one {what}"),
        _ => format!("{word} {limit} {what}s"),
    }
}

/// The names of types in words: `text or a list`.
pub(super) fn types(names: &[&str]) -> String {
    let mut words: Vec<&str> = Vec::new();
    for name in names {
        let word = match *name {
            "string" => "text",
            "number" => "a number",
            "integer" => "a whole number",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "a mapping",
            "null" => "nothing",
            other => other,
        };
        // Every number is a text to whom text is right as well.
        let covered = matches!(*name, "number" | "integer" | "boolean") && names.contains(&"string");
        if !covered && !words.contains(&word) {
            words.push(word);
        }
    }
    join_or(&words)
}

/// A closed set: ``one of `a`, `b` or `c` ``.
pub(super) fn one_of(options: &[String]) -> String {
    let quoted: Vec<String> = options.iter().map(|option| format!("`{option}`")).collect();
    match quoted.len() {
        1 => quoted.concat(),
        _ => format!("one of {}", join_or(&quoted)),
    }
}

/// A literal of a schema as a person would write it.
pub(super) fn literal(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn join_or(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [front @ .., last] => format!("{} or {last}", front.join(", ")),
    }
}

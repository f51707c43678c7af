//! What `init` has to know: from flags, else asked.

use std::fmt::Write as _;

use crate::app::{AppError, Questions};
use crate::calendar::{CompanyZone, Window, read_date};
use crate::command::init::Args;
use crate::embedded::FRAMEWORKS;
use crate::text::{did_you_mean, is_hidden};

/// The answers, each one readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answers {
    pub(super) company: String,
    pub(super) timezone: String,
    pub(super) owner: String,
    pub(super) email: Option<String>,
    pub(super) frameworks: Vec<String>,
    pub(super) audit: Option<Window>,
}

impl Answers {
    /// Takes flags, asks for the rest where somebody can answer, and takes defaults elsewhere.
    pub(super) fn gather(args: &Args, questions: &Questions) -> Result<Self, AppError> {
        let asked = questions.are_asked();
        let company = match &args.company {
            Some(company) => name(company)?,
            None if asked => questions.ask("Company name", "", name)?,
            None => return Err(missing("--company NAME")),
        };
        let timezone = match &args.timezone {
            Some(zone) => timezone(zone)?,
            None if asked => questions.ask("Its time zone (as in Europe/Berlin)", "UTC", timezone)?,
            None => "UTC".to_owned(),
        };
        let owner = match &args.owner {
            Some(owner) => name(owner)?,
            None if asked => questions.ask("Your name, as the owner of the first controls", "", name)?,
            None => return Err(missing("--owner NAME")),
        };
        let email = match &args.email {
            Some(email) => mail(email)?,
            None if asked => questions.ask("The mail address you commit with (may stay empty)", "", mail)?,
            None => None,
        };
        let frameworks = if !args.framework.is_empty() {
            frameworks(&args.framework.join(","))?
        } else if asked {
            let known: Vec<&str> = FRAMEWORKS.iter().map(|framework| framework.id).collect();
            questions.ask(&format!("Frameworks in scope, of {}", known.join(", ")), "soc2", frameworks)?
        } else {
            vec!["soc2".to_owned()]
        };
        let audit = match &args.audit {
            Some(audit) => window(audit)?,
            None if asked => {
                questions.ask("Next audit: its days A..B, or its day (may stay empty)", "", window)?
            }
            None => None,
        };
        Ok(Self { company, timezone, owner, email, frameworks, audit })
    }

    /// The short name of the owner: the first name in lower case, where that can be written.
    pub(super) fn short(&self) -> String {
        let first = self.owner.split_whitespace().next().unwrap_or_default().to_lowercase();
        let plain: String = first.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect();
        if plain.is_empty() || plain.len() < first.chars().count() { "owner".to_owned() } else { plain }
    }

    /// The command that gives these answers.
    pub(super) fn command(&self) -> String {
        let mut text =
            format!("tickmark init --company {} --timezone {}", quoted(&self.company), self.timezone);
        // Writing to a String cannot fail.
        let _ = write!(text, " --owner {}", quoted(&self.owner));
        if let Some(email) = &self.email {
            let _ = write!(text, " --email {}", quoted(email));
        }
        let _ = write!(text, " --framework {}", self.frameworks.join(","));
        if let Some(audit) = &self.audit {
            let _ = write!(text, " --audit {}", days(*audit));
        }
        text
    }
}

/// `A..B`, or the day.
fn days(window: Window) -> String {
    if window.from == window.to { window.from.to_string() } else { format!("{}..{}", window.from, window.to) }
}

fn missing(flag: &str) -> AppError {
    AppError::usage(format!("`{flag}` is needed, as there is nobody to ask"))
        .help("as in `tickmark init --company \"Northwind Robotics\" --owner \"Priya Raman\" --framework soc2,iso27001`")
}

fn name(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AppError::usage("a name is needed"));
    }
    if text.chars().any(|c| is_hidden(c) || c.is_control()) {
        return Err(AppError::usage("a name is one line of visible characters"));
    }
    Ok(text.to_owned())
}

fn timezone(text: &str) -> Result<String, AppError> {
    let zone = CompanyZone::parse(text);
    zone.map(|zone| zone.name().to_owned()).map_err(|error| {
        let names = CompanyZone::names();
        AppError::usage(error.to_string()).help(match did_you_mean(text, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write it like `Europe/Berlin`, `America/New_York` or `UTC`".to_owned(),
        })
    })
}

fn mail(text: &str) -> Result<Option<String>, AppError> {
    let parts = text
        .split_once('@')
        .filter(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'));
    match (text, parts) {
        ("", _) => Ok(None),
        (_, Some(_)) if !text.chars().any(|c| c.is_whitespace() || is_hidden(c)) => Ok(Some(text.to_owned())),
        _ => Err(AppError::usage(format!("`{text}` is not a mail address"))),
    }
}

fn frameworks(text: &str) -> Result<Vec<String>, AppError> {
    let mut chosen: Vec<String> = Vec::new();
    for id in text.split([',', ' ']).filter(|id| !id.is_empty()) {
        let known = || FRAMEWORKS.iter().map(|framework| framework.id);
        if !known().any(|framework| framework == id) {
            let error = AppError::usage(format!("no framework is called `{id}`"));
            return Err(match did_you_mean(id, known()) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(format!("built in are {}", known().collect::<Vec<_>>().join(", "))),
            });
        }
        if !chosen.iter().any(|one| one == id) {
            chosen.push(id.to_owned());
        }
    }
    if chosen.is_empty() { Err(AppError::usage("a framework is needed")) } else { Ok(chosen) }
}

fn window(text: &str) -> Result<Option<Window>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let window = read_date(text).map(Window::day).or_else(|| Window::parse(text));
    window.map(Some).ok_or_else(|| {
        AppError::usage(format!("`{text}` is neither a day nor two days in order"))
            .help("write it like `2027-01-01..2027-09-30` or `2027-03-31`")
    })
}

/// A word as a POSIX shell takes it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@' | '/' | '+' | '%');
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

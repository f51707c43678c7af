//! `personal-data-column`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::model::{Extraction, Table};
use crate::place::{Location, Span};
use crate::rules::cells::cells;
use crate::rules::{Check, Facts, Rule};
use crate::scan::{is_card, is_iban, is_mail_address, is_phone};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "personal-data-column",
        group: Group::Population,
        level: Level::Warning,
        summary: "A list with names or other personal data, where ids would do.",
        fixable: false,
        history: false,
        page: include_str!("personal_data_column.md"),
    },
    checks: &[Check::Extraction(check)],
};

fn check(facts: &Facts<'_>, extraction: &Extraction, out: &mut Vec<Finding>) {
    let Some(table) = &extraction.data else { return };
    let header = cells(facts.source(table.file), 0);
    let population = facts.register.populations.get(&extraction.population);
    for (column, name) in table.columns().iter().enumerate() {
        let Some(what) = by_cells(table, column).or_else(|| by_name(table, column, name)) else { continue };
        let span = header.get(column).copied().unwrap_or(Span::default());
        let message = format!("the column `{name}` holds {what}");
        let mut finding = facts.at(&RULE, table.file, span, message).subject(extraction.path.as_str());
        let declared = population.and_then(|population| {
            let column = population.columns.iter().find(|declared| *declared.value == **name)?;
            Some(Location { file: population.file, span: column.span })
        });
        let described = || Location { file: extraction.file, span: extraction.population.span };
        finding = match declared {
            Some(place) => finding.related(place, "the population asks for it"),
            None => finding.related(described(), "this describes the list"),
        };
        out.push(finding.note("Git keeps the list for ever, and it is copied into packets").help(
            "extract an id instead; names stay in the source system, where the auditor can look them up",
        ));
    }
}

/// Whether a cell has a form.
type Is = fn(&str) -> bool;

/// What most of the cells are, as far as that can be seen.
fn by_cells(table: &Table, column: usize) -> Option<&'static str> {
    let cells = table.rows().map(|row| row.cell(column).trim());
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let most = |is: Is| !cells.is_empty() && cells.iter().filter(|cell| is(cell)).count() * 2 > cells.len();
    let forms: [(Is, &'static str); 4] = [
        (is_mail_address, "mail addresses"),
        (is_iban, "IBANs"),
        (is_card, "payment card numbers"),
        (is_phone, "phone numbers"),
    ];
    forms.into_iter().find(|(is, _)| most(*is)).map(|(_, what)| what)
}

/// Headers by what they hold, in lower case without separators.
const HEADERS: [(&str, &[&str]); 7] = [
    (
        "names",
        &[
            "fullname",
            "firstname",
            "lastname",
            "givenname",
            "familyname",
            "middlename",
            "surname",
            "displayname",
            "employeename",
            "personname",
            "legalname",
            "maidenname",
            "realname",
            "vorname",
            "nachname",
            "familienname",
            "mitarbeitername",
        ],
    ),
    (
        "mail addresses",
        &["email", "emailaddress", "mail", "mailaddress", "useremail", "workemail", "privateemail"],
    ),
    (
        "phone numbers",
        &[
            "phone",
            "phonenumber",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "telephone",
            "tel",
            "telefon",
            "handy",
        ],
    ),
    ("birth dates", &["birthdate", "birthday", "dateofbirth", "dob", "geburtsdatum", "geburtstag"]),
    ("bank accounts", &["iban", "bankaccount", "accountnumber", "kontonummer"]),
    (
        "national ids",
        &[
            "ssn",
            "socialsecurity",
            "socialsecuritynumber",
            "nationalid",
            "nationalidnumber",
            "passport",
            "passportnumber",
            "taxid",
            "taxnumber",
            "nino",
            "steuerid",
            "steuernummer",
            "sozialversicherungsnummer",
            "personalausweis",
            "idcard",
        ],
    ),
    ("home addresses", &["homeaddress", "street", "postaladdress", "anschrift", "wohnort"]),
];

fn by_name(table: &Table, column: usize, name: &str) -> Option<&'static str> {
    let compact: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let known = HEADERS.iter().find(|(_, names)| names.contains(&compact.as_str()));
    // Repositories and systems have a `name` too: the cells decide.
    let people = || {
        ["name", "person", "employee", "user", "who"].contains(&compact.as_str())
            && mostly_names(table, column)
    };
    known.map(|(what, _)| *what).or_else(|| people().then_some("names"))
}

/// True when most cells are two to four words that each begin with a capital.
fn mostly_names(table: &Table, column: usize) -> bool {
    let cells = table.rows().map(|row| row.cell(column).trim());
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let is_name = |cell: &str| {
        let words: Vec<&str> = cell.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let is_word = |word: &&str| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
                && word.chars().any(char::is_lowercase)
        };
        (2..=4).contains(&words.len()) && words.iter().all(is_word)
    };
    !cells.is_empty() && cells.iter().filter(|cell| is_name(cell)).count() * 2 > cells.len()
}

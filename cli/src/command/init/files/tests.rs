use super::{Planned, Setting};
use crate::calendar::Window;
use crate::command::init::answers::Answers;
use crate::document::Document;
use crate::embedded::FRAMEWORKS;
use crate::kind::Place;
use crate::place::{FileId, RepoPath};
use crate::schema;

fn answers(company: &str, owner: &str, frameworks: &[&str], audit: Option<&str>) -> Answers {
    Answers {
        company: company.to_owned(),
        timezone: "Europe/Berlin".to_owned(),
        owner: owner.to_owned(),
        email: Some("priya+x@northwind.example".to_owned()),
        frameworks: frameworks.iter().map(ToString::to_string).collect(),
        audit: audit.and_then(Window::parse),
    }
}

/// Every file that has a kind, with what parsing and the schema say.
fn wrong(answers: &Answers) -> Vec<String> {
    let planned = Planned::new(answers, Setting::Top, false, |_| false);
    let mut wrong = Vec::new();
    for (path, text) in &planned.files {
        let path = RepoPath::new(path);
        let Place::Known(kind) = Place::of(&path) else { continue };
        let (document, mut problems) = if path.is_yaml() {
            Document::from_yaml(FileId(0), text.as_bytes())
        } else {
            Document::from_markdown(FileId(0), text.as_bytes())
        };
        problems.extend(schema::check(kind, &document));
        wrong.extend(problems.iter().map(|problem| format!("{path}: {problem:?}\n{text}")));
        if path.is_yaml() && text.contains('@') && !text.contains("priya+x@") {
            wrong.push(format!("{path}: a placeholder is left\n{text}"));
        }
    }
    wrong
}

#[test]
fn what_is_written_keeps_to_the_schemas_whatever_the_names_are() {
    let names = [
        "Northwind Robotics",
        "yes",
        "2026",
        "A: b # c",
        "{x}, [y] & 'z' \"q\"",
        "Łódź – 審査",
        "- a",
        "@company@",
    ];
    for name in names {
        assert_eq!(
            wrong(&answers(name, name, &["soc2", "iso27001"], Some("2027-01-01..2027-09-30"))),
            [""; 0],
            "{name}"
        );
    }
}

#[test]
fn each_framework_alone_and_all_together_will_do() {
    let all: Vec<&str> = FRAMEWORKS.iter().map(|framework| framework.id).collect();
    for id in &all {
        assert_eq!(
            wrong(&answers("Northwind", "Priya", &[id], Some("2027-03-31..2027-03-31"))),
            [""; 0],
            "{id}"
        );
    }
    assert_eq!(wrong(&answers("Northwind", "Priya", &all, None)), [""; 0]);
}

#[test]
fn a_short_name_is_made_where_the_name_can_be_written() {
    let short = |owner| answers("N", owner, &["soc2"], None).short();
    assert_eq!([short("Priya Raman"), short("Łucja"), short("審査")], ["priya", "owner", "owner"]);
}

#[test]
fn the_flags_are_told_as_a_shell_takes_them() {
    assert_eq!(
        answers("O'Neil & Sons", "Priya Raman", &["soc2", "gdpr"], Some("2027-01-01..2027-09-30")).command(),
        "tickmark init --company 'O'\\''Neil & Sons' --timezone Europe/Berlin --owner 'Priya Raman' \
         --email priya+x@northwind.example --framework soc2,gdpr --audit 2027-01-01..2027-09-30"
    );
}

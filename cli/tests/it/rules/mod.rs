//! The page of each rule is its test: the files under *Example* cause the output that stands there,
//! those under *Instead* nothing. `page.rs` says how a page is written, `repository.rs` what stands
//! around its files.

mod engine;
mod page;
mod repository;
mod suppressing;

use std::fmt::Write as _;

use snapbox::{Assert, Data, IntoData as _, assert_data_eq};
use tickmark::finding::{Finding, Group, Level};
use tickmark::rules::{RULES, Rule, RuleSelection};
use tickmark::text::LineIndex;

use crate::support::{folder, git, package, succeed, tickmark};
use page::{Page, SECTIONS, Section};
use repository::{Repository, judged};

/// The findings of one rule, as `--format concise` prints them.
fn concise(repository: &Repository, section: &Section, rule: &str) -> String {
    let selection = RuleSelection::new(&section.selected(rule), &[]).expect("known rules");
    let findings = judged(repository, section.as_of, &selection);
    findings.list().iter().map(|finding| line(repository, finding)).collect()
}

fn line(repository: &Repository, finding: &Finding) -> String {
    let index = LineIndex::new(repository.bytes(finding.place.file));
    let at = index.locate(finding.place.span.start);
    let waived = if finding.waived.is_some() { " (waived)" } else { "" };
    format!("{}:{}:{}: {} {}{waived}\n", finding.path, at.line, at.column, finding.rule, finding.message)
}

/// What `tickmark fix …` prints on the files of a section, none of which has landed.
fn fixed(section: &Section, command: &str) -> String {
    let folder = folder();
    succeed(git(folder.path()).args(["init", "--quiet", "--initial-branch=main"]));
    Repository::of(section).write(folder.path());
    let words = command.split_whitespace().skip(1);
    let mut program = tickmark(folder.path());
    let as_of = section.as_of.to_string();
    program.args(words).args(["--quiet"]);
    if !command.contains("--as-of") {
        program.args(["--as-of", &as_of]);
    }
    String::from_utf8(program.output().expect("the program starts").stdout).expect("UTF-8")
}

fn page_of(rule: &Rule) -> std::path::PathBuf {
    let name = rule.meta.name.replace('-', "_");
    package().join("cli/src/rules").join(rule.meta.group.name().replace('-', "_")).join(format!("{name}.md"))
}

#[test]
fn the_example_of_each_page_causes_the_output_that_stands_there() {
    let mut wrong = String::new();
    for rule in RULES {
        let page = Page::read(rule.meta.page);
        let told = page.with_outputs(|command| {
            let output = if command.starts_with("tickmark fix ") {
                fixed(&page.example, command)
            } else {
                concise(&Repository::of(&page.example), &page.example, rule.meta.name)
            };
            if output.is_empty() {
                let _ = writeln!(wrong, "{}: `{command}` prints nothing", rule.meta.name);
            }
            output
        });
        if rule.meta.fixable && !page.shows_fix() {
            let _ = writeln!(wrong, "{}: fixable, and the page does not show it", rule.meta.name);
        }
        let told = told.raw();
        let assert = Assert::new().action_env("SNAPSHOTS");
        if let Err(error) =
            assert.try_eq(Some(&rule.meta.name), told, Data::read_from(&page_of(rule), None).raw())
        {
            let _ = writeln!(wrong, "{error}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn instead_of_each_page_is_right() {
    let mut wrong = String::new();
    for rule in RULES {
        let page = Page::read(rule.meta.page);
        let repository = Repository::of(&page.instead);
        // What a page recommends has no other fault either that can be seen in the files alone.
        let mut selection = page.instead.selected(rule.meta.name);
        selection.extend(["shape", "reference", "suppression"].map(str::to_owned));
        let selection = RuleSelection::new(&selection, &[]).expect("known rules");
        let findings = judged(&repository, page.instead.as_of, &selection);
        for finding in findings.list().iter().filter(|finding| finding.waived.is_none()) {
            let _ = write!(wrong, "{}: {}", rule.meta.name, line(&repository, finding));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_base_of_the_pages_has_no_finding() {
    let base = Repository::of(&Page::read("").instead);
    let findings = judged(&base, repository::today(), &RuleSelection::default());
    let lines: String = findings.list().iter().map(|finding| line(&base, finding)).collect();
    assert_data_eq!(lines, "".raw());
}

#[test]
fn each_page_has_its_parts_and_says_what_the_list_says() {
    let mut wrong = String::new();
    for rule in RULES {
        let (name, page) = (rule.meta.name, rule.meta.page);
        let head = format!("# {name}\n\n{}\n\n", rule.meta.summary);
        if !page.starts_with(&head) {
            let _ = writeln!(wrong, "{name}: does not begin with its name and its summary");
        }
        let sections: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        if sections != SECTIONS {
            let _ = writeln!(wrong, "{name}: has the sections {sections:?}");
        }
        if page
            .lines()
            .any(|line| line.chars().count() > 120 && !line.contains("sha256") && !line.contains(": "))
        {
            let _ = writeln!(wrong, "{name}: has a line of over 120 characters");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn each_message_is_a_phrase_that_stands_alone() {
    let mut wrong = String::new();
    for rule in RULES {
        let page = Page::read(rule.meta.page);
        let selection = RuleSelection::new(&page.example.selected(rule.meta.name), &[]).expect("known rules");
        let findings = judged(&Repository::of(&page.example), page.example.as_of, &selection);
        for finding in findings.list() {
            let texts = std::iter::once(&finding.message).chain(&finding.notes).chain(&finding.help);
            for text in texts.filter(|text| !is_phrase(text)) {
                let _ = writeln!(wrong, "{}: {text}", finding.rule);
            }
            if finding.help.is_none() && finding.rule != "yaml-syntax" {
                let _ = writeln!(wrong, "{}: no help: {}", finding.rule, finding.message);
            }
            if finding.fix.as_ref().is_some_and(|fix| fix.safe) && !rule.meta.fixable {
                let _ = writeln!(wrong, "{}: a fix, and not said to be fixable", finding.rule);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Lower case first (names in capitals may begin), no full stop, one line, backticks in pairs.
/// What a person wrote may stand at the end behind a colon as it is.
fn is_phrase(text: &str) -> bool {
    let mut characters = text.chars();
    let (first, second) = (characters.next(), characters.next());
    let capital = first.is_some_and(char::is_uppercase) && second.is_some_and(char::is_lowercase);
    let quoted = text.contains(": ");
    (quoted || !capital || text.starts_with("Git "))
        && (quoted || !text.ends_with('.'))
        && text.matches('`').count().is_multiple_of(2)
        && !text.contains('\n')
}

#[test]
fn the_reference_lists_every_rule() {
    let reference = package().join("cli/tests/reference/rules.md");
    let assert = Assert::new().action_env("SNAPSHOTS");
    assert.eq(reference_text().raw(), Data::read_from(&reference, None).raw());
}

fn reference_text() -> String {
    let mut text = String::from(
        "# Rules\n\nEvery rule of `tickmark lint`. `tickmark explain RULE` prints its page. \\* has a safe fix; H needs the Git history.\n",
    );
    let mut group: Option<Group> = None;
    for rule in RULES {
        let meta = &rule.meta;
        if group != Some(meta.group) {
            group = Some(meta.group);
            let _ = write!(
                text,
                "\n## {}\n\nGroup `{}`.\n\n| rule | level | | summary |\n|---|---|---|---|\n",
                meta.group.title(),
                meta.group.name()
            );
        }
        let marks =
            format!("{}{}", if meta.fixable { "\\*" } else { "" }, if meta.history { "H" } else { "" });
        let _ = writeln!(text, "| `{}` | {} | {marks} | {} |", meta.name, meta.level, meta.summary);
    }
    text
}

#[test]
fn names_are_unique_and_groups_stand_together_in_the_order_of_the_catalogue() {
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.meta.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
    let groups: Vec<Group> = RULES.iter().map(|rule| rule.meta.group).collect();
    assert!(groups.is_sorted(), "{groups:?}");
    assert!(RULES.iter().all(|rule| rule.meta.level >= Level::Note));
}

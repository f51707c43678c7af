//! What users write and terminals obey.

use super::{CONTROL, CONTROL_PATH, PROGRAM, Place, RECORD, RECORD_PATH};
use snapbox::{assert_data_eq, str};

/// A title with an escape sequence, an override of direction and a workflow command.
const TITLE: &str = "\"::error::x \u{202e}gnp.exe\"";

fn place() -> Place {
    let place = Place::new();
    let audit = "frameworks: {soc2: {version: '2017'}}\naudits:\n  \"a\u{202e}1\": {framework: soc2, type: type2, window: 2026-01-01..2026-03-31}\n";
    place.write("policies/program.yaml", format!("{}{audit}", PROGRAM.replace("Tiny", "\"T\u{202e}iny\"")));
    let control = CONTROL.replace("Keep the list", TITLE).replace("owner: ada", "owner: \"a\u{200b}da\"");
    place.write(CONTROL_PATH, control);
    let record = RECORD.replace("by: ada", "by: \"a\u{202e}da\"").replace("Done.", "\"Done \u{2066}x\"");
    place.write(RECORD_PATH, format!("{record}artifacts: [{{file: \"a\u{202e}b.txt\"}}]\n"));
    place.commit();
    place
}

/// Characters that a terminal would act on.
fn raw(text: &str) -> Vec<char> {
    let acts = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().filter(acts).collect()
}

#[test]
fn nothing_that_a_terminal_obeys_is_printed() {
    let place = place();
    let asked: [&[&str]; 16] = [
        &["lint", "--as-of", "2026-02-01"],
        &["lint", "--as-of", "2026-02-01", "--format", "concise"],
        &["lint", "--as-of", "2026-02-01", "--format", "json"],
        &["lint", "--as-of", "2026-02-01", "--verbose"],
        &["lint", "--ignore", "no\u{1b}[31m-owner\u{202e}"],
        &["trail", "--window", "2026-01-01..2026-03-31"],
        &["trail", "--window", "2026-01-01..2026-03-31", "--format", "json"],
        &["trail", "--window", "2026-01-01..2026-03-31", "--format", "table"],
        &["trail", "C-1", "--format", "table", "--window", "2026-01-01..2026-03-31"],
        &["trail", "C\u{1b}[31m\u{202e}"],
        &["explain", "no\u{1b}[31m-owner\u{202e}"],
        &["schema", "no\u{1b}[31m\u{202e}"],
        &["packet", "build", "a\u{1b}\u{202e}", "--draft"],
        &["packet", "context", "a\u{202e}1", "--at", "HEAD"],
        &["lint", "--at", "no\u{1b}\u{202e}"],
        &["-C", "no\u{1b}\u{202e}", "lint"],
    ];
    let found: Vec<String> = asked
        .iter()
        .filter_map(|arguments| {
            let told = place.tell(arguments);
            let raw = raw(&told);
            (!raw.is_empty()).then(|| format!("{arguments:?}: {raw:?}\n{told}"))
        })
        .collect();
    assert_eq!(found.concat(), "");
}

#[test]
fn what_cannot_be_printed_is_shown_as_its_number() {
    let place = place();
    let asked: [&[&str]; 6] = [
        &["lint", "--as-of", "2026-02-01", "--format", "concise", "--quiet", "--select", "reference"],
        &["trail", "C\u{1b}[31m\u{202e}"],
        &["explain", "no\u{1b}[31m-owner\u{202e}"],
        &["packet", "build", "a\u{1b}\u{202e}", "--draft"],
        &["lint", "--at", "no\u{1b}\u{202e}"],
        &["-C", "no\u{1b}\u{202e}", "lint"],
    ];
    let told: String = asked.iter().map(|arguments| place.tell(arguments)).collect();
    assert_data_eq!(
        told.replace(&place.path().display().to_string(), "HERE"),
        str![[r#"
evidence/C-1/2026-01.yaml:3:17: unknown-person `a<U+202E>da` is no person
evidence/C-1/2026-01.yaml:7:20: missing-artifact `evidence/C-1/2026-01/a<U+202E>b.txt` is not there
policies/controls/C-1.yaml:3:8: unknown-person `a<U+200B>da` is no person and no team
exit 1
! error: `C<U+001B>[31m<U+202E>` is neither an audit nor a control
! help: audits stand in policies/program.yaml, controls in policies/controls/
exit 2
! error: no rule is called `no<U+001B>[31m-owner<U+202E>`
! help: `tickmark explain` lists the rules
exit 2
! error: no audit is called `a<U+001B><U+202E>`
! help: the audits are a<U+202E>1
exit 2
! error: no tag, branch or commit is called `no<U+001B><U+202E>`
! help: `git tag --list` and `git branch --all` show what is here, `git fetch --tags` brings tags that are not
exit 3
! error: `HERE/no<U+001B><U+202E>` is not a folder
exit 2

"#]]
    );
}

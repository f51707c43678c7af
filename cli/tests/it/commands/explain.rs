use snapbox::{IntoData as _, assert_data_eq, str};

use crate::support::{folder, succeed, tickmark, told};

#[test]
fn a_rule_that_was_misspelled_is_guessed() {
    let folder = folder();
    assert_data_eq!(
        told(tickmark(folder.path()).args(["explain", "evidence-mising"])),
        str![[r#"
-- standard error --
error: no rule is called `evidence-mising`
help: did you mean `evidence-missing`?
-- exit 2 --

"#]]
        .raw()
    );
    assert_data_eq!(
        told(tickmark(folder.path()).args(["schema", "contrl"])),
        str![[r#"
-- standard error --
error: no kind of file is called `contrl`
help: did you mean `control`?
-- exit 2 --

"#]]
        .raw()
    );
}

#[test]
fn every_rule_has_a_page_that_can_be_read_anywhere() {
    let folder = folder();
    let list = succeed(tickmark(folder.path()).arg("explain"));
    assert_eq!(list.lines().next(), Some("rule\tgroup\tlevel\tfixable\thistory\tsummary"));
    assert_eq!(list.lines().count(), tickmark::rules::RULES.len() + 1);
    for rule in tickmark::rules::RULES {
        let page = succeed(tickmark(folder.path()).args(["explain", rule.meta.name]));
        assert_eq!(page.lines().next(), Some(rule.meta.name));
    }
}

#[test]
fn colours_follow_the_flag_and_the_environment() {
    let folder = folder();
    let explain = |set: &[(&str, &str)], arguments: &[&str]| {
        let mut command = tickmark(folder.path());
        command.args(["explain", "yaml-syntax"]).args(arguments).envs(set.iter().copied());
        succeed(&mut command).contains('\u{1b}')
    };
    assert!(!explain(&[], &[]));
    assert!(explain(&[], &["--color", "always"]));
    assert!(explain(&[("FORCE_COLOR", "1")], &[]));
    assert!(explain(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!explain(&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!explain(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
}

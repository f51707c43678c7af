//! The help of `tickmark` itself: commands in groups, in the order in which people meet them.

use std::fmt::Write as _;

use anstyle::Style;
use clap::CommandFactory as _;

use crate::command::Cli;

/// Every command by group. A group without a command that exists is not shown.
const GROUPS: [(&str, &[&str]); 6] = [
    ("Write", &["init", "new", "record", "fix"]),
    ("Check", &["lint", "check", "status", "gaps"]),
    ("Read", &["show", "trail", "diff", "crosswalk", "soa", "risks"]),
    ("Audit", &["packet", "requests", "sample", "anchor"]),
    ("Exchange", &["import", "export", "framework"]),
    ("Help", &["explain", "demo", "schema", "completions", "man", "lsp"]),
];

/// The definition of the command line.
pub(super) fn definition() -> clap::Command {
    let command = Cli::command();
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}{}:\n{{options}}\n\n\
         `tickmark demo` writes a made-up company to try everything on.\n",
        groups(&command),
        heading("Options"),
    );
    command.help_template(template)
}

fn groups(command: &clap::Command) -> String {
    let literal = Style::new().bold();
    let width = command.get_subcommands().map(|found| found.get_name().len()).max().unwrap_or_default();
    let mut text = String::new();
    for (group, names) in GROUPS {
        let found: Vec<&clap::Command> =
            names.iter().filter_map(|name| command.find_subcommand(name)).collect();
        if found.is_empty() {
            continue;
        }
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}:", heading(group));
        for command in found {
            let (name, about) =
                (command.get_name(), command.get_about().map(ToString::to_string).unwrap_or_default());
            let _ = writeln!(text, "  {literal}{name:width$}{literal:#}  {about}");
        }
        text.push('\n');
    }
    text
}

fn heading(text: &str) -> String {
    let style = Style::new().bold().underline();
    format!("{style}{text}{style:#}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{GROUPS, definition};

    #[test]
    fn every_command_is_in_one_group_and_has_one_line() {
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for name in GROUPS.iter().flat_map(|(_, names)| *names) {
            *groups.entry(name).or_default() += 1;
        }
        for command in definition().get_subcommands() {
            assert_eq!(groups.get(command.get_name()), Some(&1), "{}", command.get_name());
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.is_empty() && !about.contains('\n') && !about.ends_with('.'), "{about}");
        }
    }

    #[test]
    fn the_definition_holds_together() {
        definition().debug_assert();
    }
}

//! `tag-not-signed`.

use crate::finding::{Finding, Group, Level, RuleMeta};
use crate::rules::history::{file_or_program, program};
use crate::rules::{Check, Facts, Rule};
use crate::trust::{Provenance, SignatureStanding};

pub(crate) static RULE: Rule = Rule {
    meta: RuleMeta {
        name: "tag-not-signed",
        group: Group::History,
        level: Level::Warning,
        summary: "A tag stands for a state of the register, and nobody's signature stands behind it.",
        fixable: false,
        history: true,
        page: include_str!("tag_not_signed.md"),
    },
    checks: &[Check::Provenance(check)],
};

fn check(facts: &Facts<'_>, provenance: &Provenance, out: &mut Vec<Finding>) {
    for tag in &provenance.tags {
        let name = &tag.name;
        let message = match (tag.fault, &tag.standing) {
            (Some("TAG_LIGHTWEIGHT"), _) => format!("`{name}` is a lightweight tag: it names nobody"),
            (Some(_), _) => format!("`{name}` leads to a tag object of another name"),
            (None, SignatureStanding::Verified { .. }) => continue,
            (None, SignatureStanding::Unsigned) => format!("`{name}` is a tag that nobody signed"),
            (None, standing) => format!("the signature on `{name}` {}", standing.words()),
        };
        let file =
            tag.file.as_ref().map_or_else(|| program(facts), |path| file_or_program(facts, path.as_str()));
        let help = match &tag.file {
            Some(_) => {
                "make the anchor again from a tag that somebody listed has signed: `git tag --sign NAME`"
            }
            None => {
                "tag the state again under a new name, as somebody whose key is listed: `git tag --sign NAME`"
            }
        };
        let note = "whoever can push a tag can move one that nobody signed";
        out.push(facts.about(&RULE, file, message).subject(name).note(note).help(help));
    }
}

//! SARIF 2.1.0 (OASIS Standard, errata 01), for code scanning and everything else that reads it.
//!
//! Columns count Unicode characters. Paths are relative to `%SRCROOT%`, the top of the Git
//! repository, which the reader knows and this machine's folder names do not say. What is set aside
//! is a result with a suppression; a rule that could not be judged is a notification.

mod log;

use std::collections::BTreeMap;

use crate::finding::{Finding, Fix, RuleMeta, Waiver};
use crate::place::Location;
use crate::report::{Places, Report, fingerprints};
use crate::text::{escape, visible};

use log::{
    Artifact, Base, Bases, Change, Clocks, Configuration, Content, Driver, Fingerprints, Help, Invocation,
    Located, Log, Message, Notification, Outcome, Physical, Reference, Region, Replacement, Rule, Run,
    Subject, Suppression, Tags, Tool, Until,
};

const ROOT: &str = "%SRCROOT%";

pub(super) fn render(report: &Report<'_>) -> String {
    let indices = report.rules.iter().enumerate().map(|(index, rule)| (rule.name, index)).collect();
    let mut writer = Writer { report, places: Places::new(report.snapshot), indices };
    let list = report.findings.list();
    let fingerprints = fingerprints(list, &mut writer.places);
    let results =
        list.iter().zip(fingerprints).map(|(finding, print)| writer.outcome(finding, print)).collect();
    let origin = &report.snapshot.origin;
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "tickmark",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: report.rules.iter().map(|rule| described(rule)).collect(),
            },
        },
        invocations: [writer.invocation()],
        original_uri_base_ids: Bases { root: Base { description: message("The top of the Git repository") } },
        column_kind: "unicodeCodePoints",
        results,
        properties: Clocks {
            as_of: report.as_of.to_string(),
            revision: origin.commit().map(|commit| commit.to_string()),
            source: origin.source(),
        },
    };
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    };
    let text = serde_json::to_string_pretty(&log).expect("text and numbers always serialize");
    escape::json(&text) + "\n"
}

/// What a rule's page says of it.
fn described(rule: &RuleMeta) -> Rule<'_> {
    // The first paragraph below the heading says it in one sentence.
    let first = rule.page.split("\n\n").nth(1).unwrap_or(rule.summary);
    Rule {
        id: rule.name,
        short_description: message(rule.summary),
        full_description: message(&first.replace('\n', " ")),
        help: Help { text: rule.page, markdown: rule.page },
        default_configuration: Configuration { level: rule.level.word() },
        properties: Tags { tags: [rule.group.name()] },
    }
}

/// Plain text for people. What a reader would take for an embedded link (3.11.6) is taken apart.
fn message(text: &str) -> Message {
    Message { text: visible(text).replace("](", "] (") }
}

struct Writer<'a> {
    report: &'a Report<'a>,
    places: Places<'a>,
    indices: BTreeMap<&'static str, usize>,
}

impl<'a> Writer<'a> {
    fn outcome(&mut self, finding: &'a Finding, fingerprint: String) -> Outcome<'a> {
        let related = finding.related.iter().enumerate().map(|(index, related)| {
            let located = self.located(related.place);
            Located { id: Some(index + 1), message: Some(message(&related.text)), ..located }
        });
        let related = related.collect();
        Outcome {
            rule_id: finding.rule,
            rule_index: self.indices.get(finding.rule).copied(),
            level: finding.level.word(),
            message: message(&said(finding)),
            locations: [self.located(finding.place)],
            related_locations: related,
            partial_fingerprints: Fingerprints { v1: fingerprint },
            suppressions: finding.waived.iter().map(|waiver| self.suppression(finding, waiver)).collect(),
            fixes: finding.fix.iter().map(|fix| self.fix(finding, fix)).collect(),
            properties: finding.subject.as_deref().map(|subject| Subject { subject }),
        }
    }

    fn suppression(&mut self, finding: &Finding, waiver: &'a Waiver) -> Suppression<'a> {
        let here = waiver.place.file == finding.place.file;
        Suppression {
            kind: if here { "inSource" } else { "external" },
            status: "accepted",
            justification: message(&waiver.because).text,
            location: self.located(waiver.place),
            properties: waiver.until.as_deref().map(|until| Until { until }),
        }
    }

    fn fix(&mut self, finding: &'a Finding, fix: &'a Fix) -> log::Fix<'a> {
        let replacements = fix.edits.iter().map(|edit| Replacement {
            deleted_region: self.region(edit.place),
            inserted_content: Content { text: &edit.with },
        });
        let replacements = replacements.collect();
        log::Fix {
            description: message(finding.help.as_deref().unwrap_or(&finding.message)),
            artifact_changes: [Change { artifact_location: self.artifact(finding.place), replacements }],
        }
    }

    fn located(&mut self, place: Location) -> Located {
        let physical = Physical { artifact_location: self.artifact(place), region: self.region(place) };
        Located { id: None, physical_location: physical, message: None }
    }

    fn artifact(&self, place: Location) -> Artifact {
        let path = self.report.path(self.places.path(place.file));
        Artifact { uri: escape::uri(&path), uri_base_id: ROOT }
    }

    fn region(&mut self, place: Location) -> Region {
        let region = self.places.region(place);
        Region {
            start_line: region.start.line,
            start_column: region.start.column,
            end_line: region.end.line,
            end_column: region.end.column,
        }
    }

    fn invocation(&self) -> Invocation {
        let not_evaluated = self.report.findings.not_evaluated.iter();
        let notifications = not_evaluated.map(|entry| Notification {
            descriptor: Reference { id: entry.because, index: None },
            associated_rule: Reference { id: entry.rule, index: self.indices.get(entry.rule).copied() },
            level: "warning",
            message: message(&format!("{} was not judged, or not in full: {}", entry.rule, entry.because)),
        });
        Invocation {
            execution_successful: self.report.exit != 2,
            exit_code: self.report.exit,
            tool_configuration_notifications: notifications.collect(),
        }
    }
}

/// The message with its notes and help: not every reader shows more than one text.
fn said(finding: &Finding) -> String {
    let notes = finding.notes.iter().map(|note| format!("\nnote: {note}"));
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    std::iter::once(finding.message.clone()).chain(notes).chain(help).collect()
}

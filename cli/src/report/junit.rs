//! JUnit's XML, in the form that Jenkins' schema `junit-10.xsd` describes.
//!
//! One case for each rule and file with findings, and one for each rule that found nothing. A case
//! fails when it holds a finding that fails the run; others say theirs in `system-out`. What is set
//! aside and what could not be judged is skipped, with the reason: neither looks like a pass.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::finding::Finding;
use crate::report::{Places, Report};
use crate::text::escape::xml;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut places = Places::new(report.snapshot);
    let mut suite = Suite::default();
    for ((rule, path), findings) in &by_rule_and_file(report) {
        suite.found(report, &mut places, rule, path, findings);
    }
    for entry in &report.findings.not_evaluated {
        suite.skipped(
            entry.rule,
            "what could be judged",
            &format!("not judged, or not in full: {}", entry.because),
        );
    }
    for rule in report.rules {
        let found = report.findings.list().iter().any(|finding| finding.rule == rule.name);
        let unknown = report.findings.not_evaluated.iter().any(|entry| entry.rule == rule.name);
        if !found && !unknown {
            suite.open(rule.name, "every file");
            suite.cases.push_str("/>\n");
        }
    }
    let (tests, failures) = (suite.tests, suite.failures);
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "<testsuites name=\"tickmark\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n  \
         <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\">\n    \
         <properties>\n      <property name=\"clocks\" value=\"{}\"/>\n      \
         <property name=\"summary\" value=\"{}\"/>\n    </properties>\n{}  </testsuite>\n</testsuites>\n",
        xml(report.title),
        suite.skipped,
        xml(&report.clocks()),
        xml(&report.summary()),
        suite.cases,
    );
    text
}

/// The findings of one rule in one file.
type Cases<'a> = BTreeMap<(&'static str, &'a str), Vec<&'a Finding>>;

fn by_rule_and_file<'a>(report: &Report<'a>) -> Cases<'a> {
    let mut cases = Cases::new();
    for finding in report.findings.list() {
        cases.entry((finding.rule, finding.path.as_str())).or_default().push(finding);
    }
    cases
}

#[derive(Default)]
struct Suite {
    cases: String,
    tests: usize,
    failures: usize,
    skipped: usize,
}

impl Suite {
    fn open(&mut self, rule: &str, name: &str) {
        self.tests += 1;
        // Writing to a String cannot fail.
        let _ =
            write!(self.cases, "    <testcase classname=\"tickmark.{}\" name=\"{}\"", xml(rule), xml(name));
    }

    fn skipped(&mut self, rule: &str, name: &str, why: &str) {
        self.open(rule, name);
        self.skipped += 1;
        let _ = writeln!(self.cases, "><skipped message=\"{}\"/></testcase>", xml(why));
    }

    fn found(
        &mut self,
        report: &Report<'_>,
        places: &mut Places<'_>,
        rule: &str,
        path: &str,
        findings: &[&Finding],
    ) {
        let path = report.path(path);
        let open: Vec<&Finding> =
            findings.iter().copied().filter(|finding| finding.waived.is_none()).collect();
        let [first, ..] = open.as_slice() else {
            let why = findings.iter().filter_map(|finding| finding.waived.as_ref());
            let why: Vec<&str> = why.map(|waiver| waiver.because.as_str()).collect();
            return self.skipped(rule, &path, &format!("set aside: {}", why.join("; ")));
        };
        self.open(rule, &path);
        let told: String = open.iter().map(|finding| told(places, &path, finding)).collect();
        let told = told.trim_end();
        let worst = open.iter().rev().max_by_key(|finding| finding.level).unwrap_or(first);
        let fails = open.iter().any(|finding| report.threshold.is_some_and(|level| finding.level >= level));
        if fails {
            self.failures += 1;
            let (level, message) = (worst.level.word(), xml(&worst.message));
            let _ = writeln!(
                self.cases,
                ">\n      <failure type=\"{level}\" message=\"{message}\">{told}</failure>\n    </testcase>"
            );
        } else {
            let _ = writeln!(self.cases, ">\n      <system-out>{told}</system-out>\n    </testcase>");
        }
    }
}

/// A finding on lines of its own, escaped.
fn told(places: &mut Places<'_>, path: &str, finding: &Finding) -> String {
    let start = places.region(finding.place).start;
    let (level, message) = (finding.level, xml(&finding.message));
    let mut text = format!("{}:{}:{}: {level}: {message}\n", xml(path), start.line, start.column);
    for note in &finding.notes {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  note: {}", xml(note));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "  help: {}", xml(help));
    }
    text
}

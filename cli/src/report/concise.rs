//! One line a finding: `path:line:column: rule message`.

use std::fmt::Write as _;

use crate::report::{Places, Report, Style};
use crate::text::visible;

pub(super) fn render(report: &Report<'_>, style: Style) -> String {
    let mut places = Places::new(report.snapshot);
    let mut text = String::new();
    for finding in report.findings.list().iter().filter(|finding| style.verbose || finding.waived.is_none()) {
        let start = places.region(finding.place).start;
        // One line, whatever a user's text holds.
        let message = visible(&finding.message).replace(['\n', '\t'], " ");
        let path = visible(finding.path.as_str()).replace(['\n', '\t'], " ");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{path}:{}:{}: {} {message}", start.line, start.column, finding.rule);
    }
    text
}

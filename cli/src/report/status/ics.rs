//! A calendar that other programs subscribe to: iCalendar (RFC 5545), one event a duty with a day.
//!
//! The same agenda gives the same bytes: `DTSTAMP` is the as-of day, and a duty keeps its `UID` from
//! day to day, so that a calendar moves the event instead of adding a second one.

use crate::assess::Duty;
use crate::place::Sha256;
use crate::report::status::{StatusReport, name};
use crate::text::visible;

/// Octets of a line, without its end (RFC 5545 section 3.1).
const LINE: usize = 75;

/// Renders the duties that have a day; `status` says how many have none.
pub fn ics(report: &StatusReport<'_>) -> String {
    let mut calendar = Lines::default();
    calendar.put("BEGIN", "VCALENDAR");
    calendar.put("VERSION", "2.0");
    calendar.put("PRODID", "-//tickmark//status//EN");
    calendar.put("CALSCALE", "GREGORIAN");
    calendar.put("X-WR-CALNAME", &text(&format!("{} compliance", report.company)));
    for duty in report.duties {
        event(&mut calendar, report, duty);
    }
    calendar.put("END", "VCALENDAR");
    calendar.0
}

fn event(calendar: &mut Lines, report: &StatusReport<'_>, duty: &Duty) {
    let Some(due) = duty.due else { return };
    let day = |date: crate::calendar::Date| date.strftime("%Y%m%d").to_string();
    calendar.put("BEGIN", "VEVENT");
    calendar.put("UID", &uid(report, duty));
    calendar.put("DTSTAMP", &format!("{}T000000Z", day(report.as_of)));
    match duty.at {
        Some(at) => calendar.put("DTSTART", &at.strftime("%Y%m%dT%H%M%SZ").to_string()),
        None => calendar.put("DTSTART;VALUE=DATE", &day(due)),
    }
    calendar.put("SUMMARY", &text(&format!("{}: {}", name(duty), duty.what)));
    let owner = duty.owner.as_deref().map(|owner| report.names.get(owner).map_or(owner, String::as_str));
    let description = format!(
        "{}\n{}\nOwner: {}\nFile: {}",
        duty.urgency.word(),
        duty.help,
        owner.unwrap_or("nobody"),
        duty.path
    );
    calendar.put("DESCRIPTION", &text(&description));
    calendar.put("CATEGORIES", &text(duty.kind.word()));
    calendar.put("TRANSP", "TRANSPARENT");
    calendar.put("END", "VEVENT");
}

/// The same for the same duty as long as it is one.
fn uid(report: &StatusReport<'_>, duty: &Duty) -> String {
    let parts = [report.company, duty.kind.word(), &duty.subject, &duty.item, duty.path.as_str()];
    let digest = Sha256::of(parts.join("\n").as_bytes()).to_string();
    format!("{}@tickmark", digest.get(..32).unwrap_or_default())
}

/// A value of type TEXT: one line, with its marks escaped (RFC 5545 section 3.3.11).
fn text(value: &str) -> String {
    let shown = visible(value);
    let mut out = String::with_capacity(shown.len() + 8);
    for c in shown.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// Content lines, folded and ended as the standard wants.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, property: &str, value: &str) {
        let line = format!("{property}:{value}");
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

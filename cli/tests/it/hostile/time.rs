//! Days that do not exist, and spans that never end.

use super::{CONTROL, CONTROL_PATH, PROGRAM, Place, RECORD, RECORD_PATH, each, in_control};
use snapbox::{assert_data_eq, str};

#[test]
fn a_day_exists_or_is_told() {
    let cases = [
        ("the last day there is", "since: 9999-12-31"),
        ("the first year", "since: 0001-01-01"),
        ("the year before it", "since: 0000-01-01"),
        ("a day of zeros", "since: 0000-00-00"),
        ("the thirtieth of February", "since: 2026-02-30"),
        ("a leap day that is none", "since: 2025-02-29"),
        ("before the common era", "since: -2026-01-01"),
        ("five digits", "since: 12026-01-01"),
        ("one digit", "since: 2026-1-1"),
        ("no dashes", "since: 20260101"),
        ("digits of another script", "since: \u{662}\u{660}\u{662}\u{666}-01-01"),
        ("a moment", "since: 2026-01-01T00:00:00Z"),
    ];
    assert_data_eq!(
        each(in_control(&cases), Place::lint),
        str![[r#"
== the last day there is
exit 0
== the first year
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-02
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-03
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-04
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-05
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-06
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-07
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-08
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-09
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-10
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-11
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-12
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== the year before it
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-02
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-03
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-04
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-05
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-06
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-07
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-08
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-09
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-10
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-11
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2025-12
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== a day of zeros
policies/controls/C-1.yaml:6:8: invalid-value `0000-00-00` is not a date like `2026-03-31`
exit 1
== the thirtieth of February
policies/controls/C-1.yaml:6:8: invalid-value `2026-02-30` is not a date like `2026-03-31`
exit 1
== a leap day that is none
policies/controls/C-1.yaml:6:8: invalid-value `2025-02-29` is not a date like `2026-03-31`
exit 1
== before the common era
policies/controls/C-1.yaml:6:8: invalid-value `-2026-01-01` is not a date like `2026-03-31`
exit 1
== five digits
policies/controls/C-1.yaml:6:8: invalid-value `12026-01-01` is not a date like `2026-03-31`
exit 1
== one digit
policies/controls/C-1.yaml:6:8: invalid-value `2026-1-1` is not a date like `2026-03-31`
exit 1
== no dashes
policies/controls/C-1.yaml:6:8: invalid-value `20260101` is not a date like `2026-03-31`
exit 1
== digits of another script
policies/controls/C-1.yaml:6:8: invalid-value `٢٠٢٦-01-01` is not a date like `2026-03-31`
exit 1
== a moment
policies/controls/C-1.yaml:6:8: invalid-value `2026-01-01T00:00:00Z` is not a date like `2026-03-31`
exit 1

"#]]
    );
}

#[test]
fn a_duration_is_bounded() {
    let cases = [
        ("a thousand years", "grace: 1000y"),
        ("as far as six digits go", "grace: 999999y"),
        ("seven digits", "grace: 9999999d"),
        ("more than any number", "grace: 99999999999999999999999d"),
        ("less than nothing", "grace: -1d"),
        ("nothing", "grace: 0d"),
        ("a fraction", "grace: 1.5d"),
        ("every day", "cadence: {every: 1d}"),
        ("every nothing", "cadence: {every: 0d}"),
        ("every hour", "cadence: {every: 1h}"),
        ("every million years", "cadence: {every: 999999y}"),
        ("every month without end", "cadence: {every: 999999mo}"),
        ("a deadline past the calendar", "deadline: 999999h after last_day"),
    ];
    assert_data_eq!(
        each(in_control(&cases), Place::lint),
        str![[r#"
== a thousand years
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== as far as six digits go
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== seven digits
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:7:8: invalid-value `9999999d` is not a duration like `14d`; also `24h`, `3mo`, `1y`
exit 1
== more than any number
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:7:8: invalid-value `99999999999999999999999d` is not a duration like `14d`; also `24h`, `3mo`, `1y`
exit 1
== less than nothing
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:7:8: invalid-value `-1d` is not a duration like `14d`; also `24h`, `3mo`, `1y`
exit 1
== nothing
policies/controls/C-1.yaml:5:10: evidence-missing `C-1` has no record for 2026-01
policies/controls/C-1.yaml:7:8: invalid-value `0d` is not a duration like `14d`; also `24h`, `3mo`, `1y`
exit 1
== a fraction
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
policies/controls/C-1.yaml:7:8: invalid-value `1.5d` is not a duration like `14d`; also `24h`, `3mo`, `1y`
exit 1
== every day
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-01..2026-01-01
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-02..2026-01-02
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-03..2026-01-03
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-04..2026-01-04
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-05..2026-01-05
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-06..2026-01-06
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-07..2026-01-07
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-08..2026-01-08
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-09..2026-01-09
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-10..2026-01-10
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-11..2026-01-11
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-12..2026-01-12
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-13..2026-01-13
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-14..2026-01-14
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-15..2026-01-15
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-16..2026-01-16
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-17..2026-01-17
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-18..2026-01-18
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-19..2026-01-19
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-20..2026-01-20
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-21..2026-01-21
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-22..2026-01-22
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-23..2026-01-23
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-24..2026-01-24
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-25..2026-01-25
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-26..2026-01-26
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-27..2026-01-27
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-28..2026-01-28
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-29..2026-01-29
policies/controls/C-1.yaml:6:10: evidence-missing `C-1` has no record for 2026-01-30..2026-01-30
policies/controls/C-1.yaml:6:10: evidence-overdue `C-1` has no record for 2026-01-31..2026-01-31 yet
exit 1
== every nothing
policies/controls/C-1.yaml:6:18: invalid-value `0d` is not a duration like `45d`; also `2mo`, `1y`
exit 1
== every hour
policies/controls/C-1.yaml:6:18: invalid-value `1h` is not a duration like `45d`; also `2mo`, `1y`
exit 1
== every million years
exit 0
== every month without end
exit 0
== a deadline past the calendar
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0

"#]]
    );
}

#[test]
fn a_record_has_a_period_and_moments_that_exist() {
    let cases = [
        ("ten thousand years", "period", "0001-01-01..9999-12-30"),
        ("past the calendar", "period", "2026-01-01..9999-12-31"),
        ("the last year", "period", "9999"),
        ("the last quarter", "period", "9999-Q4"),
        ("the last week", "period", "9999-W52"),
        ("the year zero", "period", "0000"),
        ("a week that is none", "period", "2025-W53"),
        ("days in the wrong order", "period", "2026-02-01..2026-01-01"),
        ("a leap second", "performed", "{by: ada, at: 2026-01-20T23:59:60Z}"),
        ("an offset that is none", "performed", "{by: ada, at: 2026-01-20T10:00:00+99:99}"),
        ("no offset", "performed", "{by: ada, at: 2026-01-20T10:00:00}"),
        ("a zone in brackets", "performed", "{by: ada, at: '2026-01-20T10:00:00Z[UTC]'}"),
        ("the last moment", "performed", "{by: ada, at: 9999-12-31T23:59:59Z}"),
        ("the first moment, in the east", "performed", "{by: ada, at: 0000-01-01T00:00:00+14:00}"),
        ("a number of nines", "performed", "{by: ada, at: 2026-01-20T10:00:00.999999999999999999999Z}"),
    ];
    let places = cases.iter().map(|(name, key, value)| {
        let place = Place::new();
        let rest = RECORD.lines().filter(|line| !line.starts_with(key));
        let text: String = rest.map(|line| format!("{line}\n")).collect();
        place.write(CONTROL_PATH, CONTROL);
        place.write(RECORD_PATH, format!("{text}{key}: {value}\n"));
        (*name, place)
    });
    assert_data_eq!(
        each(places, Place::lint),
        str![[r#"
== ten thousand years
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `0001-01-01..9999-12-30` stands in a file named `2026-01`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== past the calendar
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `2026-01-01..9999-12-31` stands in a file named `2026-01`
evidence/C-1/2026-01.yaml:6:9: invalid-value `2026-01-01..9999-12-31` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== the last year
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `9999` stands in a file named `2026-01`
evidence/C-1/2026-01.yaml:6:9: invalid-value `9999` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== the last quarter
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `9999-Q4` stands in a file named `2026-01`
evidence/C-1/2026-01.yaml:6:9: invalid-value `9999-Q4` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== the last week
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `9999-W52` stands in a file named `2026-01`
evidence/C-1/2026-01.yaml:6:9: invalid-value `9999-W52` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== the year zero
evidence/C-1/2026-01.yaml:6:9: ambiguous-number other tools read `0000` as 0
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `0000` stands in a file named `2026-01`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a week that is none
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `2025-W53` stands in a file named `2026-01`
evidence/C-1/2026-01.yaml:6:9: invalid-value `2025-W53` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== days in the wrong order
evidence/C-1/2026-01.yaml:6:9: id-and-file-name-differ `2026-02-01..2026-01-01` stands in a file named `2026-01`
evidence/C-1/2026-01.yaml:6:9: invalid-value `2026-02-01..2026-01-01` is not a period like `2026-Q1`, `2026-03`, `2026-W07` or `2026`
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 1
== a leap second
exit 0
== an offset that is none
evidence/C-1/2026-01.yaml:6:26: invalid-value `2026-01-20T10:00:00+99:99` is not a date like `2026-03-31` or a moment with its offset like `2026-03-31T09:40:00+02:00`
exit 1
== no offset
evidence/C-1/2026-01.yaml:6:26: invalid-value `2026-01-20T10:00:00` is not a date like `2026-03-31` or a moment with its offset like `2026-03-31T09:40:00+02:00`
exit 1
== a zone in brackets
evidence/C-1/2026-01.yaml:6:26: invalid-value `2026-01-20T10:00:00Z[UTC]` is not a date like `2026-03-31` or a moment with its offset like `2026-03-31T09:40:00+02:00`
exit 1
== the last moment
evidence/C-1/2026-01.yaml:6:26: invalid-value `9999-12-31T23:59:59Z` is not a date like `2026-03-31` or a moment with its offset like `2026-03-31T09:40:00+02:00`
exit 1
== the first moment, in the east
evidence/C-1/2026-01.yaml:6:26: performed-outside-period performed on -000001-12-31, before 2026-01 began on 2026-01-01
exit 0
== a number of nines
evidence/C-1/2026-01.yaml:6:26: invalid-value `2026-01-20T10:00:00.999999999999999999999Z` is not a date like `2026-03-31` or a moment with its offset like `2026-03-31T09:40:00+02:…
exit 1

"#]]
    );
}

#[test]
fn a_programme_is_hostile_in_each_of_its_fields() {
    let audit = |window: &str| format!("audits: {{a: {{framework: soc2, type: type2, {window}}}}}\n");
    let replaced = |from: &str, to: &str| PROGRAM.replace(from, to);
    let added = |text: &str| format!("{PROGRAM}{text}\n");
    let cases = [
        ("a month thirteen", replaced("timezone", "fiscal_year_starts: 13, timezone")),
        ("a month zero", replaced("timezone", "fiscal_year_starts: 0, timezone")),
        ("a fraction of a month", replaced("timezone", "fiscal_year_starts: 1.5, timezone")),
        ("a month past every number", replaced("timezone", "fiscal_year_starts: 1e400, timezone")),
        ("a zone on another planet", replaced("UTC", "Mars/Olympus")),
        ("a zone that is a path", replaced("UTC", "../../../etc/passwd")),
        ("a zone of nothing", replaced("UTC", "''")),
        ("a zone that is an offset", replaced("UTC", "UTC+25")),
        ("a company that is a list", replaced("{name: Tiny, timezone: UTC}", "[Tiny]")),
        ("people that are a list", replaced("people:", "people: [ada]\nx-p:")),
        ("a person with an override of direction", replaced("  ada:", "  \"a\u{202e}da\":")),
        ("a team of itself", added("teams: {t: {members: [t]}}")),
        ("a window of ten thousand years", added(&audit("window: 0001-01-01..9999-12-30"))),
        ("a window past the calendar", added(&audit("window: 2026-01-01..9999-12-31"))),
        ("a window in the wrong order", added(&audit("window: 2026-02-01..2026-01-01"))),
        ("an audit before itself", added(&audit("window: 2026-01-01..2026-03-31, previous: a"))),
        ("a root that is no commit", added(&audit("window: 2026-01-01..2026-03-31, root: HEAD"))),
        ("signers outside", added("git: {signers: ../../../../etc/passwd}")),
        ("dates of commits that are none", added("git: {distrusted_dates: {HEAD: because}}")),
        ("a grace without end", added("defaults: {grace: {daily: 99999999y}}")),
        ("a rule that is none", added("lint: {rules: {all: {level: 'off', because: no}}}")),
        ("everything off", added("lint: {fail_on: never, rules: {shape: {level: 'off', because: x}}}")),
        ("a framework that is a path", added("frameworks: {../soc2: {version: '1'}}")),
    ];
    assert_data_eq!(
        each(super::with_file("policies/program.yaml", &cases), Place::lint),
        str![[r#"
== a month thirteen
policies/program.yaml:1:43: invalid-value `13` is not a number from 1 to 12
exit 1
== a month zero
policies/program.yaml:1:43: invalid-value `0` is not a number from 1 to 12
exit 1
== a fraction of a month
policies/program.yaml:1:43: wrong-type expected a whole number in `fiscal_year_starts`, found text
exit 1
== a month past every number
policies/program.yaml:1:43: wrong-type expected a whole number in `fiscal_year_starts`, found text
exit 1
== a zone on another planet
policies/program.yaml:1:33: invalid-value `Mars/Olympus` is not an IANA time zone like `Europe/Berlin` or `UTC`
exit 1
== a zone that is a path
policies/program.yaml:1:33: invalid-value `../../../etc/passwd` is not an IANA time zone like `Europe/Berlin` or `UTC`
exit 1
== a zone of nothing
policies/program.yaml:1:33: invalid-value nothing stands here, expected an IANA time zone like `Europe/Berlin` or `UTC`
exit 1
== a zone that is an offset
policies/program.yaml:1:33: invalid-value `UTC+25` is not an IANA time zone like `Europe/Berlin` or `UTC`
exit 1
== a company that is a list
policies/program.yaml:1:10: wrong-type expected a mapping in `company`, found a list
exit 1
== people that are a list
policies/program.yaml:2:9: wrong-type expected a mapping in `people`, found a list
exit 1
== a person with an override of direction
policies/program.yaml:3:3: invalid-value `a<U+202E>da` is not a short name like `priya`: lower-case letters, digits, `.`, `_` and `-`
exit 1
== a team of itself
policies/program.yaml:5:23: unknown-person `t` is a team, and only a person can be in a team
exit 1
== a window of ten thousand years
policies/program.yaml:5:52: invalid-value `0001-01-01..9999-12-30` is not two days in order and at most 30 years apart, like `2026-01-01..2026-09-30`
exit 1
== a window past the calendar
policies/program.yaml:5:52: invalid-value `2026-01-01..9999-12-31` is not two days in order and at most 30 years apart, like `2026-01-01..2026-09-30`
exit 1
== a window in the wrong order
policies/program.yaml:5:52: invalid-value `2026-02-01..2026-01-01` is not two days in order and at most 30 years apart, like `2026-01-01..2026-09-30`
exit 1
== an audit before itself
exit 0
== a root that is no commit
policies/program.yaml:5:82: invalid-value `HEAD` is not the full id of a commit, as `git rev-parse` prints it
exit 1
== signers outside
exit 0
== dates of commits that are none
policies/program.yaml:5:26: invalid-value `HEAD` is not the full id of a commit, as `git rev-parse` prints it
exit 1
== a grace without end
policies/program.yaml:5:27: invalid-value `99999999y` is not a duration like `14d`; also `24h`, `3mo`, `1y`
exit 1
== a rule that is none
policies/program.yaml:5:16: unknown-rule there is no rule `all`
exit 1
== everything off
policies/program.yaml:5:32: suppression-unused `shape` has nothing to set aside
exit 0
== a framework that is a path
policies/program.yaml:5:14: invalid-value `../soc2` is not a short name like `priya`: lower-case letters, digits, `.`, `_` and `-`
policies/program.yaml:5:14: unknown-framework there is no framework `../soc2`
exit 1

"#]]
    );
}

#[test]
fn a_window_or_day_far_away_is_answered_at_once() {
    let place = Place::new();
    place.write(CONTROL_PATH, CONTROL.replace("monthly", "daily"));
    place.commit();
    let asked: [&[&str]; 6] = [
        &["trail", "--window", "0001-01-01..9999-12-31"],
        &["trail", "--window", "1996-01-01..2026-01-01", "--format", "json"],
        &["trail", "--window", "9999-01-01..9999-12-31", "--as-of", "9999-12-31"],
        &["lint", "--as-of", "9999-12-31", "--format", "concise", "--ignore", "evidence-missing"],
        &["lint", "--as-of", "0000-01-01", "--format", "concise"],
        &["lint", "--as-of", "2026-02-30"],
    ];
    let told: Vec<String> = asked.iter().map(|arguments| place.tell(arguments)).collect();
    let shown = |text: &String| {
        let lines: Vec<&str> = text.lines().collect();
        let cut: Vec<String> = lines.iter().take(4).map(|line| line.chars().take(160).collect()).collect();
        format!("{}\n({} lines) {}\n", cut.join("\n"), lines.len(), lines.last().unwrap_or(&""))
    };
    assert_data_eq!(
        told.iter().map(shown).collect::<String>(),
        str![[r#"
! error: `0001-01-01..9999-12-31` is not a window
! help: write two days in order and at most 30 years apart, like 2026-01-01..2026-09-30
exit 2
(3 lines) exit 2
{
  "schema": "tickmark/trail/1",
  "window": {
    "from": "1996-01-01",
(72 lines) exit 0
control	period	due	status	flags	performed	landed	path	grade
C-1	9999-01-01	9999-01-01	missing					
C-1	9999-01-02	9999-01-02	missing					
C-1	9999-01-03	9999-01-03	missing					
(366 lines) exit 0
policies/controls/C-1.yaml:1:5: satisfies-nothing `C-1` meets no requirement
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 9999-12-30 yet
! 0 errors, 2 warnings and 0 notes in 2 files
exit 0
(4 lines) exit 0
policies/controls/C-1.yaml:1:5: satisfies-nothing `C-1` meets no requirement
! 0 errors, 1 warning and 0 notes in 2 files
exit 0
(3 lines) exit 0
! error: `2026-02-30` is not a day
! help: write it like 2026-03-31
exit 2
(3 lines) exit 2

"#]]
    );
}

//! Days as people write them.

use crate::calendar::{Date, read_date};

/// Which of two numbers is the day, where both could be the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 31/12/2026
    DayFirst,
    /// 12/31/2026
    MonthFirst,
}

/// A day, however it is written, and whether it was written otherwise than here.
pub(super) fn day(text: &str, order: Option<Order>) -> Result<Date, String> {
    let front = text.split(['T', ' ']).next().unwrap_or(text);
    if let Some(day) = read_date(front).filter(|_| is_time(&text[front.len()..])) {
        return Ok(day);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let [a, b, c] = parts[..] else { return Err(no_day(text)) };
    match (number(a), number(b), number(c)) {
        (Some(year), Some(month), Some(day)) if a.len() == 4 => date(year, month, day, text),
        (Some(first), Some(second), Some(year)) if c.len() == 4 => {
            let either = first <= 12 && second <= 12 && first != second;
            let order = match order {
                Some(order) => order,
                None if either => return Err(ambiguous(text, year, first, second)),
                None if first > 12 => Order::DayFirst,
                None => Order::MonthFirst,
            };
            match order {
                Order::DayFirst => date(year, second, first, text),
                Order::MonthFirst => date(year, first, second, text),
            }
        }
        (Some(day), None, Some(year)) if c.len() == 4 => date(year, month(b, text)?, day, text),
        (None, Some(day), Some(year)) if c.len() == 4 => date(year, month(a, text)?, day, text),
        _ => Err(no_day(text)),
    }
}

/// Nothing, or a time of day.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['T', ' ']);
    rest.is_empty() || (rest.contains(':') && rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn date(year: i16, month: i16, day: i16, text: &str) -> Result<Date, String> {
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(no_day(text)) };
    Date::new(year, month, day).map_err(|_| no_day(text))
}

fn month(word: &str, text: &str) -> Result<i16, String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word));
    (1..).zip(MONTHS).nth(at.unwrap_or(12)).map(|(number, _)| number).ok_or_else(|| no_day(text))
}

fn no_day(text: &str) -> String {
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!(
            "`{text}` is a number, not a day; give the column the format of a date, and save it again"
        );
    }
    format!("`{text}` is no day; write it as 2026-03-31")
}

fn ambiguous(text: &str, year: i16, first: i16, second: i16) -> String {
    format!(
        "`{text}` is {year:04}-{second:02}-{first:02} to some and {year:04}-{first:02}-{second:02} to others; \
         write it as one of these, or say `--dates day-first` or `--dates month-first`"
    )
}

#[cfg(test)]
mod tests {
    use super::{Order, day};

    #[test]
    fn days_are_read_as_people_write_them_and_never_guessed() {
        let read = |text: &str, order| match day(text, order) {
            Ok(day) => day.to_string(),
            Err(because) => because,
        };
        let texts = [
            "2026-03-31",
            "2026/03/31",
            "31.03.2026",
            "03/31/2026",
            "31-Mar-2026",
            "March 31, 2026",
            "2026-03-31T09:40:00",
            "04/04/2026",
        ];
        for text in &texts[..7] {
            assert_eq!(read(text, None), "2026-03-31", "{text}");
        }
        assert_eq!(read(texts[7], None), "2026-04-04");
        assert_eq!(
            ["03/04/2026", "30.02.2026", "46112", "31/12/26", "soon", "2026-03-31x"]
                .map(|text| read(text, None)),
            [
                "`03/04/2026` is 2026-04-03 to some and 2026-03-04 to others; write it as one of these, or say `--dates day-first` or `--dates month-first`",
                "`30.02.2026` is no day; write it as 2026-03-31",
                "`46112` is a number, not a day; give the column the format of a date, and save it again",
                "`31/12/26` is no day; write it as 2026-03-31",
                "`soon` is no day; write it as 2026-03-31",
                "`2026-03-31x` is no day; write it as 2026-03-31",
            ]
        );
        assert_eq!(read("03/04/2026", Some(Order::DayFirst)), "2026-04-03");
        assert_eq!(read("03/04/2026", Some(Order::MonthFirst)), "2026-03-04");
        assert_eq!(
            read("31/12/2026", Some(Order::MonthFirst)),
            "`31/12/2026` is no day; write it as 2026-03-31"
        );
    }
}

//! Plain scalars that other YAML tools read as a number and print differently.

/// How another tool would print a plain scalar that it reads as a number, if not as it is written.
///
/// Asked where a text is meant (`8.10`, a requirement; `017`, a ticket). YAML 1.1 and 1.2 disagree
/// with each other; a text that either shortens is ambiguous.
pub(super) fn read_as(text: &str) -> Option<String> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let number = radix(digits).or_else(|| sexagesimal(digits)).or_else(|| decimal(digits))?;
    let printed = format!("{}{number}", if number == "0" { "" } else { sign });
    (printed != text).then_some(printed)
}

/// `0x1F`, `0o17`, `0b101`, and `017`, which YAML 1.1 takes for octal.
fn radix(digits: &str) -> Option<String> {
    let rest = digits.strip_prefix('0')?;
    let (radix, number) = match rest.as_bytes().first()? {
        b'x' => (16, &rest[1..]),
        b'o' => (8, &rest[1..]),
        b'b' => (2, &rest[1..]),
        _ => (8, rest),
    };
    let number = number.replace('_', "");
    let only_digits = !number.is_empty() && number.chars().all(|c| c.is_digit(radix));
    only_digits.then(|| u64::from_str_radix(&number, radix).ok()).flatten().map(|number| number.to_string())
}

/// `12:30`, which YAML 1.1 takes for 750.
fn sexagesimal(digits: &str) -> Option<String> {
    let mut total: u64 = 0;
    let mut parts = 0;
    for (index, part) in digits.split(':').enumerate() {
        let number: u64 = part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        let fits = if index == 0 { !part.starts_with('0') } else { part.len() <= 2 && number < 60 };
        if !fits {
            return None;
        }
        total = total.checked_mul(60)?.checked_add(number)?;
        parts += 1;
    }
    (parts > 1).then(|| total.to_string())
}

/// `8.10`, `1e3`, `08`, `1_000`, and integers that a 64-bit float cannot hold.
fn decimal(digits: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | 'e' | 'E' | '+' | '-');
    if !digits.chars().all(plain) || !digits.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number: f64 = digits.replace('_', "").parse().ok()?;
    if !number.is_finite() {
        return None;
    }
    let large = number.abs() >= 1e21;
    Some(if large { format!("{number:e}") } else { number.to_string() })
}

#[cfg(test)]
mod tests {
    use super::read_as;

    #[test]
    fn numbers_that_other_tools_print_differently_are_told() {
        let read: Vec<_> = [
            "8.10",
            "1.20",
            "017",
            "08",
            "1e3",
            "0x1F",
            "1.0",
            "+5",
            "1_000",
            "12:30",
            "12345678901234567890",
        ]
        .map(|text| format!("{text} {}", read_as(text).unwrap_or_default()))
        .into();
        assert_eq!(
            read,
            [
                "8.10 8.1",
                "1.20 1.2",
                "017 15",
                "08 8",
                "1e3 1000",
                "0x1F 31",
                "1.0 1",
                "+5 5",
                "1_000 1000",
                "12:30 750",
                "12345678901234567890 12345678901234567000",
            ]
        );
    }

    #[test]
    fn text_and_numbers_that_stay_as_they_are_pass() {
        for text in
            ["2026", "8.1", "0", "-3", "2026-03", "A.5.18", "6.1.2", "0.5", "1.2.3", "", "-", ".", "2026-Q1"]
        {
            assert_eq!(read_as(text), None, "{text}");
        }
    }
}

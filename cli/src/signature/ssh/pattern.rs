//! Pattern lists of OpenSSH (`ssh_config`, PATTERNS): `*` any text, `?` one character, `!` not.

/// A sub-pattern this long matches nothing, nor does anything after it, as in OpenSSH.
const LONGEST: usize = 1023;

/// Whether a comma-separated list has a pattern that fits and none with `!` that does.
pub(super) fn list_fits(text: &str, list: &str) -> bool {
    let mut fits = false;
    for pattern in list.split(',') {
        let (negated, pattern) = pattern.strip_prefix('!').map_or((false, pattern), |rest| (true, rest));
        if pattern.len() >= LONGEST {
            return false;
        }
        if pattern_fits(text.as_bytes(), pattern.as_bytes()) {
            if negated {
                return false;
            }
            fits = true;
        }
    }
    fits
}

/// Whether one pattern fits the whole text; takes time in proportion to both lengths.
fn pattern_fits(text: &[u8], pattern: &[u8]) -> bool {
    let (mut at, mut in_pattern) = (0, 0);
    // Where to go on when what follows the last `*` does not fit: it takes one byte more.
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some(b'*') => {
                star = Some((at, in_pattern + 1));
                in_pattern += 1;
            }
            Some(&wanted) if wanted == b'?' || wanted == text[at] => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((taken, after)) = star else { return false };
                star = Some((taken + 1, after));
                at = taken + 1;
                in_pattern = after;
            }
        }
    }
    pattern[in_pattern..].iter().all(|&byte| byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::list_fits;

    #[test]
    fn a_list_fits_by_any_pattern_unless_one_says_not() {
        for (text, list, fits) in [
            ("alice@example.com", "alice@example.com", true),
            ("alice@example.com", "Alice@example.com", false),
            ("alice@example.com", "*@example.com", true),
            ("alice@example.com", "*@example.com,!alice@*", false),
            ("alice@example.com", "!alice@*,*@example.com", false),
            ("alice@example.com", "!bob@example.com", false),
            ("alice@example.com", "!bob@*,*", true),
            ("alice@example.com", "bob,a?ice@example.com", true),
            ("alice@example.com", "a*e*e*m", true),
            ("alice@example.com", "a*z", false),
            ("alice@example.com", "", false),
            ("", "", true),
            ("a", "a*", true),
            ("ab", "?", false),
        ] {
            assert_eq!(list_fits(text, list), fits, "{text} {list}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = format!("{}b", "*a".repeat(400));
        assert!(!list_fits(&"a".repeat(1000), &pattern));
    }

    #[test]
    fn a_pattern_too_long_ends_the_list() {
        let long = "*".repeat(1023);
        assert!(list_fits("a", &long[1..]));
        assert!(!list_fits("a", &format!("a,{long}")));
    }
}

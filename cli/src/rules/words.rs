//! Words that several rules use in the same way.

use crate::assess::Since;
use crate::finding::Finding;
use crate::place::Location;
use crate::text::did_you_mean;

/// A list of ids in backticks: `` `A`, `B` and `C` ``; after `most` of them, the number of the rest.
pub(super) fn ticked<'a>(ids: impl IntoIterator<Item = &'a str>, most: usize) -> String {
    let mut ids: Vec<String> = ids.into_iter().map(|id| format!("`{id}`")).collect();
    if ids.len() > most {
        let rest = ids.len() - most;
        ids.truncate(most);
        ids.push(format!("{rest} more"));
    }
    joined(&ids, "and")
}

/// `a, b and c`.
pub(super) fn joined<T: AsRef<str>>(words: &[T], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [front @ .., end] => {
            let front: Vec<&str> = front.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", front.join(", "), end.as_ref())
        }
    }
}

/// Since when something holds: `since 2026-05-18, by Mateo Silva in commit b80c6136ac`.
pub(super) fn since(since: &Since) -> String {
    match since.commit {
        Some(commit) => format!("since {}, by {} in commit {}", since.day, since.by, commit.short()),
        None => "the change is not committed yet".to_owned(),
    }
}

/// `1 row`, `2 rows`.
pub(super) fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The place of a phrase as whole words, in any case of its ASCII letters.
pub(super) fn find_word(text: &str, phrase: &str) -> Option<usize> {
    let text = text.to_ascii_lowercase();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |at: &usize| {
        !letter(text[..*at].chars().next_back()) && !letter(text[at + phrase.len()..].chars().next())
    };
    text.match_indices(phrase).map(|(at, _)| at).find(whole)
}

/// A size for people: `6.2 MiB`, rounded up so that what is over a limit looks so.
pub(super) fn mebibytes(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1 << 20);
    if tenths.is_multiple_of(10) {
        format!("{} MiB", tenths / 10)
    } else {
        format!("{}.{} MiB", tenths / 10, tenths % 10)
    }
}

/// What was meant, where one candidate is close enough, and whether that is sure.
///
/// Sure is a word that differs in case, `-`, `_` and blanks, or only by a dotted front that the candidate has (`5.15`
/// for `A.5.15`); a word that is merely near may be another one just as well.
pub(super) struct Meant<'a> {
    pub(super) word: &'a str,
    pub(super) sure: bool,
}

/// Finds what was meant among the names that are known.
pub(super) fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<Meant<'a>> {
    let same = |candidate: &&str| {
        same_letters(candidate, word)
            || candidate.strip_suffix(word).is_some_and(|front| !word.is_empty() && front.ends_with('.'))
    };
    let mut sure = known.clone().into_iter().filter(same);
    match (sure.next(), sure.next()) {
        (Some(word), None) => Some(Meant { word, sure: true }),
        _ => did_you_mean(word, known).map(|word| Meant { word, sure: false }),
    }
}

/// The one candidate that a misspelt word can only have meant: the same but for case, `-`, `_` and
/// blanks, or one slip away, in a word of eight letters two, with no other candidate as near.
pub(super) fn misspelt<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Meant<'a>> {
    let known: Vec<&str> = known.into_iter().collect();
    let mut same = known.iter().copied().filter(|candidate| same_letters(candidate, word));
    if let (Some(word), None) = (same.next(), same.next()) {
        return Some(Meant { word, sure: true });
    }
    let meant = did_you_mean(word, known.iter().copied())?;
    let others = known.iter().copied().filter(|candidate| *candidate != meant);
    let slips = slips(word, meant);
    let allowed = match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let alone = others.into_iter().all(|other| self::slips(word, other) > slips + 1);
    Some(Meant { word: meant, sure: slips <= allowed && alone })
}

/// True for words that differ in case, `-`, `_` and blanks alone.
pub(super) fn same_letters(one: &str, other: &str) -> bool {
    let letters = |word: &str| {
        let kept = word.chars().filter(|c| !matches!(c, '-' | '_' | ' '));
        kept.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(one) == letters(other)
}

fn slips(word: &str, candidate: &str) -> usize {
    strsim::osa_distance(&word.to_lowercase(), &candidate.to_lowercase())
}

/// A text as YAML that every tool reads as this text: plain where it can be, else in quotes.
pub(super) fn as_yaml(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '+');
    let word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain);
    let special = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    if word && !special.iter().any(|special| text.eq_ignore_ascii_case(special)) {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Says what was meant, with the edit when that is sure; else what to do.
pub(super) fn suggest(
    finding: Finding,
    place: Location,
    meant: Option<&Meant<'_>>,
    otherwise: String,
) -> Finding {
    match meant {
        Some(meant) if meant.sure => {
            finding.help(format!("write `{}`", meant.word)).fix(place, as_yaml(meant.word))
        }
        Some(meant) => finding.help(format!("did you mean `{}`? {otherwise}", meant.word)),
        None => finding.help(otherwise),
    }
}

/// Lists what is known when that fits a line.
pub(super) fn known(what: &str, names: &[&str]) -> Option<String> {
    match names.len() {
        0 => Some(format!("there are no {what} yet")),
        1..=12 => Some(format!("{what}: {}", ticked(names.iter().copied(), 12))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{as_yaml, joined, meant, misspelt, ticked};

    #[test]
    fn a_long_list_ends_with_the_number_of_the_rest() {
        assert_eq!(ticked(["A"], 2), "`A`");
        assert_eq!(ticked(["A", "B"], 2), "`A` and `B`");
        assert_eq!(ticked(["A", "B", "C", "D"], 2), "`A`, `B` and 2 more");
        assert_eq!(joined(&["a", "b", "c"], "or"), "a, b or c");
    }

    #[test]
    fn a_missing_front_and_another_case_are_sure_and_a_near_word_is_not() {
        let known = ["A.5.15", "A.5.18", "CC6.1"];
        let found = |word| meant(word, known).map(|meant| (meant.word, meant.sure));
        assert_eq!(found("5.15"), Some(("A.5.15", true)));
        assert_eq!(found("cc6.1"), Some(("CC6.1", true)));
        assert_eq!(found("CC6.9"), Some(("CC6.1", false)));
        assert_eq!(found("Z"), None);
    }

    #[test]
    fn one_slip_is_sure_where_nothing_else_is_near() {
        let known = ["owner", "cadence", "statement", "population", "performer", "performed"];
        let found = |word| misspelt(word, known).map(|meant| (meant.word, meant.sure));
        assert_eq!(found("ownr"), Some(("owner", true)));
        assert_eq!(found("Owner"), Some(("owner", true)));
        assert_eq!(found("poplation"), Some(("population", true)));
        assert_eq!(found("performe"), Some(("performed", false)));
        assert_eq!(found("statmnet"), Some(("statement", true)));
        assert_eq!(found("stamnt"), None);
        assert_eq!(misspelt("fix", ["fit"]).map(|meant| meant.sure), Some(false));
    }

    #[test]
    fn what_other_tools_would_take_for_something_else_stands_in_quotes() {
        assert_eq!(
            ["A.5.15", "8.10", "no", "a b", "x\"y"].map(as_yaml),
            ["A.5.15", "\"8.10\"", "\"no\"", "\"a b\"", "\"x\\\"y\""]
        );
    }
}

//! "Did you mean".

/// Longer texts are no slips of the finger, and comparing two takes as long as their product.
const LONGEST: usize = 128;

/// The candidate that a person most likely meant, if one is close enough.
///
/// Close is a Damerau-Levenshtein distance of at most a third of the word, ignoring case; equal
/// distances go to the first candidate in byte order, so that the answer is always the same. Where
/// none is close, it is the only candidate that begins with the word or ends in it behind a `/`.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    let limit = (length / 3).max(1);
    let mut nearest: Option<(usize, &str)> = None;
    let mut longer = Vec::new();
    let candidates = candidates.into_iter();
    for candidate in candidates.filter(|candidate| *candidate != word && candidate.len() <= LONGEST) {
        let lower = candidate.to_lowercase();
        if lower.chars().count().abs_diff(length) <= limit {
            let found = (strsim::osa_distance(&wanted, &lower), candidate);
            if found.0 <= limit && nearest.is_none_or(|best| found < best) {
                nearest = Some(found);
            }
        }
        if length >= 3 && is_shortened(&wanted, &lower) {
            longer.push(candidate);
        }
    }
    nearest.map(|(_, candidate)| candidate).or(match longer.as_slice() {
        [only] => Some(only),
        _ => None,
    })
}

/// `warn` for `warning`, `Berlin` for `Europe/Berlin`.
fn is_shortened(word: &str, candidate: &str) -> bool {
    candidate.starts_with(word) || candidate.rsplit_once('/').is_some_and(|(_, end)| end == word)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("quaterly", ["monthly", "quarterly"]), Some("quarterly"));
        assert_eq!(did_you_mean("cc6.2", ["CC6.1", "CC6.2"]), Some("CC6.2"));
        assert_eq!(did_you_mean("sometimes", ["monthly", "quarterly"]), None);
        assert_eq!(did_you_mean("AC-09", ["AC-08", "AC-10", "AC-02"]), Some("AC-02"));
    }

    #[test]
    fn a_shortened_word_is_suggested_where_only_one_begins_or_ends_with_it() {
        assert_eq!(did_you_mean("warn", ["off", "warning"]), Some("warning"));
        assert_eq!(did_you_mean("berlin", ["Europe/Berlin", "Europe/Bern"]), Some("Europe/Berlin"));
        assert_eq!(did_you_mean("evidence", ["evidence-late", "evidence-missing"]), None);
        assert_eq!(did_you_mean("A", ["Annex"]), None);
    }
}

//! "Did you mean".

/// Longer texts are no slips of the finger, and comparing two takes as long as their product.
const LONGEST: usize = 128;

/// The candidate that a person most likely meant, if one is close enough.
///
/// Close is a Damerau-Levenshtein distance of at most a third of the word, ignoring case; equal
/// distances go to the first candidate in byte order, so that the answer is always the same.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    let limit = (length / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len() <= LONGEST)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (strsim::osa_distance(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("quaterly", ["monthly", "quarterly"]), Some("quarterly"));
        assert_eq!(did_you_mean("cc6.2", ["CC6.1", "CC6.2"]), Some("CC6.2"));
        assert_eq!(did_you_mean("sometimes", ["monthly", "quarterly"]), None);
    }
}

//! Paths to the places of their files, without holding each against many others.
//!
//! Rules ask for thousands of files by path, and paths are alike for long: to halve a sorted list again
//! and again compares them many times over. Here a path is looked for among the one or two that have its
//! mark. Whoever makes paths meet there on purpose gains nothing: such a list is halved as ever.

/// Paths by their marks.
#[derive(Debug, Clone, Default)]
pub(super) struct Paths {
    /// Where the places of each mark begin, and at the end how many there are.
    starts: Vec<u32>,
    places: Vec<u32>,
    shift: u32,
}

/// So many paths of one mark are looked at one by one.
const MOST: usize = 16;

impl Paths {
    /// Notes where each path stands.
    pub(super) fn of<'p>(paths: impl ExactSizeIterator<Item = &'p str> + Clone) -> Self {
        let bits = (usize::BITS - paths.len().leading_zeros()).clamp(1, 31);
        let shift = u64::BITS - bits;
        let slot = |path: &str| (mark(path) >> shift) as usize;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        paths.clone().for_each(|path| starts[slot(path) + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![0; paths.len()];
        for (place, path) in paths.enumerate() {
            let at = &mut next[slot(path)];
            places[*at as usize] = place as u32;
            *at += 1;
        }
        Self { starts, places, shift }
    }

    /// How many paths there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Where a path can stand; `None` when there are too many such places to look at each.
    pub(super) fn near(&self, path: &str) -> Option<&[u32]> {
        let slot = (mark(path) >> self.shift) as usize;
        let (from, to) = (*self.starts.get(slot)?, *self.starts.get(slot + 1)?);
        self.places.get(from as usize..to as usize).filter(|places| places.len() <= MOST)
    }
}

/// A number that depends on every byte of a path.
fn mark(path: &str) -> u64 {
    let mix = |mark: u64, word: u64| (mark.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    let (words, rest) = path.as_bytes().as_chunks::<8>();
    let mark = words.iter().fold(path.len() as u64, |mark, word| mix(mark, u64::from_le_bytes(*word)));
    rest.iter().fold(mark, |mark, byte| mix(mark, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::{MOST, Paths};

    #[test]
    fn a_path_stands_among_the_places_that_have_its_mark() {
        let paths: Vec<String> = (0..1000).map(|n| format!("evidence/AC-{n:03}/2026-Q1.yaml")).collect();
        let index = Paths::of(paths.iter().map(String::as_str));
        assert_eq!(index.len(), 1000);
        for (at, path) in paths.iter().enumerate() {
            assert!(index.near(path).expect("few").contains(&(at as u32)), "{path}");
        }
        assert_eq!(Paths::of(std::iter::empty()).near("evidence"), Some(&[][..]));
    }

    #[test]
    fn a_mark_that_many_paths_have_is_of_no_use() {
        let same = vec!["evidence/AC-02/2026-Q1.yaml"; MOST + 1];
        assert_eq!(Paths::of(same.into_iter()).near("evidence/AC-02/2026-Q1.yaml"), None);
    }
}

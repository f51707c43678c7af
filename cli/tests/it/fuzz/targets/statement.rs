//! Statements of reviews, performed work and witnesses.

use tickmark::signature::statement::{Performed, Review, Witness};

/// What is read is written in one way, which is the way in which it was read: no two texts say the
/// same, so nobody can sign one and have meant the other.
pub(super) fn statement(bytes: &[u8]) {
    let review = Review::read(bytes).map(|review| review.written());
    let performed = Performed::read(bytes).map(|performed| performed.written());
    let witness = Witness::read(bytes).map(|witness| witness.written());
    let mut read = 0;
    for written in [review, performed, witness].into_iter().flatten() {
        let written = written.expect("what was read can be written");
        assert_eq!(written.as_bytes(), bytes);
        read += 1;
    }
    assert!(read <= 1, "one text, two statements");
}

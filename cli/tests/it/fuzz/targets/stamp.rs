//! Time-stamp tokens over the fixtures' text, changed.

use std::sync::OnceLock;

use tickmark::signature::timestamp::{Roots, Stamp, StampFault, verify};

const PAYLOAD: &[u8] = include_bytes!("../../../fixtures/signature/payload");
const ROOT: &[u8] = include_bytes!("../../../fixtures/signature/tsa-root.pem");
const TOKENS: [&[u8]; 4] = [
    include_bytes!("../../../fixtures/signature/stamp-good.tsr"),
    include_bytes!("../../../fixtures/signature/stamp-sha512.tsr"),
    include_bytes!("../../../fixtures/signature/stamp-below.tsr"),
    include_bytes!("../../../fixtures/signature/stamp-self.tsr"),
];

/// A changed token says what it said, or nothing: no other time, no other operator. Over other bytes, or
/// without its root, it says nothing at all.
pub(super) fn stamp(input: &[u8]) {
    let (which, rest) = super::choice(input);
    let (way, rest) = super::choice(rest);
    let which = which % TOKENS.len();
    let token = TOKENS[which];
    let verdict = match way % 4 {
        0 => verify(&super::edited(token, rest), PAYLOAD, roots()),
        1 => {
            let message = super::edited(PAYLOAD, rest);
            let verdict = verify(token, &message, roots());
            assert!(message == PAYLOAD || verdict.is_err(), "a stamp over other bytes");
            verdict
        }
        2 => {
            let mut changed = Roots::default();
            // A root that was changed may still be one, but stands behind no token of another.
            if changed.add(&super::edited(ROOT, rest)).is_err() {
                return;
            }
            return same_instant(&verify(token, PAYLOAD, &changed), which);
        }
        _ => verify(rest, PAYLOAD, roots()),
    };
    match (&verdict, way % 4) {
        (Ok(stamp), 3) => assert!(honest().iter().flatten().any(|honest| honest == stamp), "{stamp:?}"),
        (Ok(_), _) => assert_eq!(verdict, honest()[which]),
        (Err(_), _) => {}
    }
    assert!(verify(token, PAYLOAD, &Roots::default()).is_err(), "a stamp without a root");
}

/// Whatever the root calls itself, a token's time is the token's.
fn same_instant(verdict: &Result<Stamp, StampFault>, which: usize) {
    if let (Ok(stamp), Ok(honest)) = (verdict, &honest()[which]) {
        assert_eq!((stamp.at, stamp.accuracy), (honest.at, honest.accuracy));
    }
}

fn roots() -> &'static Roots {
    static READ: OnceLock<Roots> = OnceLock::new();
    READ.get_or_init(|| {
        let mut roots = Roots::default();
        roots.add(ROOT).expect("a root");
        roots
    })
}

fn honest() -> &'static [Result<Stamp, StampFault>] {
    static READ: OnceLock<Vec<Result<Stamp, StampFault>>> = OnceLock::new();
    READ.get_or_init(|| TOKENS.iter().map(|token| verify(token, PAYLOAD, roots())).collect())
}

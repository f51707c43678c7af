//! OSCAL documents.

use tickmark::interop::oscal::{Options, import};
use tickmark::interop::{Handed, Known};

use super::taken;

/// A document is taken in whole or refused with a reason; what is taken in, `lint` takes too.
pub(super) fn oscal(bytes: &[u8]) {
    let (which, rest) = super::choice(bytes);
    let options = match which % 3 {
        0 => Options::default(),
        1 => Options { framework: Some("house".into()), owner: Some("omar".into()), ..Options::default() },
        _ => Options { sides: Some(("house".into(), "other".into())), ..Options::default() },
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let known: Known =
        [("house".to_owned(), ids(&["AC-1", "AC-2(1)", "A.5.1"])), ("other".to_owned(), ids(&["1.10", "2"]))]
            .into();
    match import(Handed { name: "given.json", bytes: rest }, &options, &known) {
        Ok(import) => taken::fits(&import),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

//! Libraries of CISO Assistant.

use tickmark::interop::ciso_assistant::{Options, import};
use tickmark::interop::{Handed, Known};

use super::taken;

/// A library is taken in whole or refused with a reason; what is taken in, `lint` takes too.
pub(super) fn ciso(bytes: &[u8]) {
    let (which, rest) = super::choice(bytes);
    let options = Options {
        locale: (which & 1 == 1).then(|| "fr".to_owned()),
        controls: which & 2 == 2,
        owner: Some("omar".to_owned()),
        appetite: (which & 4 == 4).then(|| "low".to_owned()),
        ..Options::default()
    };
    let known: Known = [("house".to_owned(), vec!["AC-1".to_owned(), "A.5.1".to_owned()])].into();
    match import(&[Handed { name: "given.yaml", bytes: rest }], &options, &known) {
        Ok(import) => taken::fits(&import),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

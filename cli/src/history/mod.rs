//! Plain facts from Git: commits, changes, tags. No Git library here.
//!
//! [`Trail`] is what one walk over the history gives. Everything later reads it as values; which of
//! its facts matter, and what they mean for a control, is `assess`'s business.

mod commit;
mod line;
mod trail;

pub use commit::{Change, LineCommit, Person, Signature, SignatureKind, Tag};
pub use line::{MainLine, Message, Trailer};
pub use trail::{Addition, Brought, Proofs, Trail};

//! Pages for people who only read: the policies as a site for staff, the register as one page.
//!
//! In: what is to be shown, as text. Out: files, the same bytes each time. No script, no font, no
//! picture from elsewhere; a browser, a printer and a screen reader are enough.

mod policies;
mod register;

pub use policies::{MANIFEST, Policy, PolicySite, Reading, policy_site};
pub use register::{Part, Register, register};

//! The targets of `cli/tests/it/fuzz`, for whoever drives them.

#[path = "../../tests/it/fuzz/targets/mod.rs"]
mod targets;

/// A property of bytes.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub fn all() -> impl Iterator<Item = (&'static str, Target)> {
    targets::ALL.into_iter().chain(targets::SLOW)
}

/// Holds bytes against the target of a name.
///
/// # Panics
///
/// Where there is no such target, and where its property does not hold.
pub fn run(name: &str, bytes: &[u8]) {
    let found = all().find(|(known, _)| *known == name);
    found.expect("a target").1(bytes);
}

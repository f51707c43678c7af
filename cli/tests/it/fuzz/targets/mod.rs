//! What is held against bytes that nobody thought of: one plain function for each reader and writer.
//!
//! Each takes any bytes and panics where its property does not hold. Three drivers call them: the test
//! beside this module replays the seeds and the inputs that once failed, `cli/fuzz` has one binary for
//! each with libFuzzer, and one that needs nothing but a stable compiler. No target looks at a clock,
//! at files or at what another run left.

mod ciso;
mod git;
mod machine;
mod markdown;
mod openpgp;
mod oscal;
mod packet;
mod prose;
mod register;
mod signers;
mod sshsig;
mod stamp;
mod statement;
mod tables;
mod taken;
mod yaml;

/// A property of bytes.
pub(crate) type Target = fn(&[u8]);

/// Every target by its name; its seeds lie in `seeds/NAME`.
pub(crate) const ALL: [(&str, Target); 19] = [
    ("yaml", yaml::document),
    ("front_matter", yaml::front_matter),
    ("commit", git::commit),
    ("tag", git::tag),
    ("tree", git::tree),
    ("delta", git::delta),
    ("git_files", git::files),
    ("signers", signers::signers),
    ("sshsig", sshsig::sshsig),
    ("openpgp", openpgp::openpgp),
    ("stamp", stamp::stamp),
    ("statement", statement::statement),
    ("markdown", markdown::markdown),
    ("prose", prose::prose),
    ("machine", machine::machine),
    ("tables", tables::tables),
    ("register", register::register),
    ("oscal", oscal::oscal),
    ("ciso", ciso::ciso),
];

/// The slowest one: a whole packet for each input.
pub(crate) const SLOW: [(&str, Target); 1] = [("packet", packet::packet)];

/// Text out of bytes: what is no UTF-8 is left out, so that every input is a text.
fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// The first byte, and the rest.
fn choice(bytes: &[u8]) -> (usize, &[u8]) {
    bytes.split_first().map_or((0, bytes), |(&first, rest)| (usize::from(first), rest))
}

/// Parts an input in two, at the place that its first two bytes name.
fn halves(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some((at, rest)) = bytes.split_at_checked(2) else { return (bytes, &[]) };
    rest.split_at(usize::from(u16::from_be_bytes([at[0], at[1]])).min(rest.len()))
}

/// A known text with a few bytes changed: `edits` is read in groups of three, a place (two bytes) and
/// what stands there then. The place may lie at the end, where the byte is added.
fn edited(original: &[u8], edits: &[u8]) -> Vec<u8> {
    let mut changed = original.to_vec();
    for edit in edits.chunks_exact(3).take(16) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % (changed.len() + 1);
        match changed.get_mut(at) {
            Some(byte) => *byte = edit[2],
            None => changed.push(edit[2]),
        }
    }
    changed
}

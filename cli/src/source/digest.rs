//! The digest of what is too large to be held.

use std::io::{self, Read};

use sha2::{Digest as _, Sha256 as Hasher};

use crate::place::Sha256;

/// Reads to the end and gives the size and the digest; `look` sees every piece on its way.
pub(crate) fn digest(from: &mut impl Read, look: &mut dyn FnMut(&[u8])) -> io::Result<(u64, Sha256)> {
    let mut hasher = Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok((size, Sha256(hasher.finalize().into()))),
            Ok(count) => {
                hasher.update(&buffer[..count]);
                look(&buffer[..count]);
                size += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

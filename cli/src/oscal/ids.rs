//! UUIDs out of our ids (RFC 9562, version 5): the same thing has the same one in every document and
//! every export, and so has whatever refers to it.

use std::fmt::Write as _;

use sha1::Digest as _;

/// The namespace of every UUID that we write: the one of `urn:tickmark:oscal:1` among URLs.
const NAMESPACE: [u8; 16] =
    [0x72, 0xac, 0x8b, 0xdd, 0x61, 0xf1, 0x5b, 0x67, 0x90, 0x7c, 0x41, 0xb8, 0x01, 0x06, 0x16, 0xa9];

/// Makes the UUIDs of one company: `AC-02` of another one is another control.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    namespace: [u8; 16],
}

impl Ids {
    /// Those of a company, by its name.
    pub(super) fn of(company: &str) -> Self {
        Self { namespace: version_5(&NAMESPACE, &["company", company].join("\n")) }
    }

    /// The UUID of something, by what it is and its ids.
    pub(super) fn uuid(&self, what: &str, ids: &[&str]) -> String {
        let name = std::iter::once(&what).chain(ids).copied().collect::<Vec<_>>().join("\n");
        shown(&version_5(&self.namespace, &name))
    }
}

/// The UUID of a document that is another one said in other words.
pub(super) fn said_again(uuid: &str, said: &str) -> String {
    shown(&version_5(&NAMESPACE, &["said", uuid, said].join("\n")))
}

fn version_5(namespace: &[u8; 16], name: &str) -> [u8; 16] {
    let digest = sha1::Sha1::new().chain_update(namespace).chain_update(name.as_bytes()).finalize();
    let mut uuid = [0; 16];
    uuid.copy_from_slice(&digest[..16]);
    uuid[6] = (uuid[6] & 0x0f) | 0x50;
    uuid[8] = (uuid[8] & 0x3f) | 0x80;
    uuid
}

fn shown(uuid: &[u8; 16]) -> String {
    let mut out = String::with_capacity(36);
    for (at, byte) in uuid.iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Ids, shown, version_5};

    #[test]
    fn a_name_has_the_uuid_that_rfc_9562_gives_it() {
        // Appendix A.4: `www.example.com` in the namespace of DNS.
        let dns =
            [0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
        assert_eq!(shown(&version_5(&dns, "www.example.com")), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    #[test]
    fn the_same_id_of_another_company_or_kind_is_something_else() {
        let (one, two) = (Ids::of("One"), Ids::of("Two"));
        let all = [one.uuid("control", &["A"]), two.uuid("control", &["A"]), one.uuid("risk", &["A"])];
        assert_eq!(all[0], Ids::of("One").uuid("control", &["A"]));
        assert!(all[0] != all[1] && all[0] != all[2] && all[1] != all[2], "{all:?}");
    }
}

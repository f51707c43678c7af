//! What was signed, and the signature: out of the bytes of a commit or a tag.
//!
//! Git signs an object without its signature headers (gitformat-signature): of a commit all bytes
//! apart from `gpgsig` and its continuation lines, of a tag all bytes before the armor at its end.

/// An object taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The bytes that the signature is over.
    pub payload: Vec<u8>,
    /// The armored signature.
    pub signature: Vec<u8>,
}

/// Takes a commit apart; `None` when it has no `gpgsig` header.
///
/// Several `gpgsig` headers give one signature after the other, which no reader of armors
/// accepts. A `gpgsig-sha256` header is in no payload, and is never the signature.
pub fn of_commit(commit: &[u8]) -> Option<Signed> {
    let (payload, signature) = part_headers(commit);
    signature.map(|signature| Signed { payload, signature })
}

/// Takes an annotated tag apart; `None` when no armor begins a line of it.
///
/// The last line that begins an armor counts, as it does for Git.
pub fn of_tag(tag: &[u8]) -> Option<Signed> {
    let at = armor_of_tag(tag)?;
    let (payload, _) = part_headers(&tag[..at]);
    Some(Signed { payload, signature: tag[at..].to_vec() })
}

/// Where the signature of a tag begins: at the last line that begins an armor.
pub fn armor_of_tag(tag: &[u8]) -> Option<usize> {
    let mut start = 0;
    let mut found = None;
    while start < tag.len() {
        if SignatureFormat::of(&tag[start..]).is_some() {
            found = Some(start);
        }
        start += tag[start..].iter().position(|&byte| byte == b'\n').map_or(tag.len(), |end| end + 1);
    }
    found
}

/// Who is to verify a signature, by the first line of its armor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFormat {
    /// `SSH SIGNATURE`: [`super::ssh::verify`].
    Ssh,
    /// `PGP SIGNATURE` or `PGP MESSAGE`: [`super::openpgp::verify`].
    OpenPgp,
    /// `SIGNED MESSAGE`: CMS by gpgsm, which is not verified.
    X509,
}

impl SignatureFormat {
    /// Tells the format; `None` when no armor that Git knows begins here.
    pub fn of(signature: &[u8]) -> Option<Self> {
        const ARMORS: [(&[u8], SignatureFormat); 4] = [
            (b"-----BEGIN SSH SIGNATURE-----", SignatureFormat::Ssh),
            (b"-----BEGIN PGP SIGNATURE-----", SignatureFormat::OpenPgp),
            (b"-----BEGIN PGP MESSAGE-----", SignatureFormat::OpenPgp),
            (b"-----BEGIN SIGNED MESSAGE-----", SignatureFormat::X509),
        ];
        ARMORS.iter().find(|(begin, _)| signature.starts_with(begin)).map(|&(_, format)| format)
    }
}

/// The bytes without signature headers, and the values of `gpgsig`, unfolded.
fn part_headers(object: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut payload = Vec::with_capacity(object.len());
    let mut signature: Option<Vec<u8>> = None;
    let mut rest = object;
    let mut header = Header::Other;
    while !rest.is_empty() {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |at| at + 1);
        let line = &rest[..end];
        if line == b"\n" {
            payload.extend_from_slice(rest);
            break;
        }
        rest = &rest[end..];
        let folded = line.strip_prefix(b" ");
        if folded.is_none() {
            header = Header::of(line);
        }
        match header {
            Header::Signature => {
                let value = folded.or_else(|| line.strip_prefix(b"gpgsig ")).unwrap_or_default();
                signature.get_or_insert_default().extend_from_slice(value);
            }
            Header::SignatureOfOtherHash => {}
            Header::Other => payload.extend_from_slice(line),
        }
    }
    (payload, signature)
}

enum Header {
    Signature,
    SignatureOfOtherHash,
    Other,
}

impl Header {
    fn of(line: &[u8]) -> Self {
        if line.starts_with(b"gpgsig ") {
            Self::Signature
        } else if line.starts_with(b"gpgsig-sha256 ") {
            Self::SignatureOfOtherHash
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{SignatureFormat, of_commit, of_tag};

    #[test]
    fn a_commit_is_signed_without_its_signature_header() {
        let signed = of_commit(
            b"tree 1\nauthor A\ngpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n \n -----END SSH SIGNATURE-----\n\
              encoding x\n\nsubject\ngpgsig not a header\n",
        )
        .expect("a signature");
        assert_eq!(
            String::from_utf8_lossy(&signed.payload),
            "tree 1\nauthor A\nencoding x\n\nsubject\ngpgsig not a header\n"
        );
        assert_eq!(
            String::from_utf8_lossy(&signed.signature),
            "-----BEGIN SSH SIGNATURE-----\nU1NI\n\n-----END SSH SIGNATURE-----\n"
        );
        assert_eq!(SignatureFormat::of(&signed.signature), Some(SignatureFormat::Ssh));
    }

    #[test]
    fn a_signature_over_the_other_hash_is_left_out_and_is_no_signature() {
        assert_eq!(of_commit(b"tree 1\ngpgsig-sha256 a\n b\n\nx\n"), None);
        let signed = of_commit(b"tree 1\ngpgsig-sha256 a\n b\ngpgsig c\n\nx\n").expect("a signature");
        assert_eq!(signed.payload, b"tree 1\n\nx\n");
        assert_eq!(signed.signature, b"c\n");
    }

    #[test]
    fn two_signature_headers_make_one_armor_that_nobody_accepts() {
        let signed = of_commit(b"tree 1\ngpgsig a\ngpgsig b\n\nx\n").expect("a signature");
        assert_eq!(signed.signature, b"a\nb\n");
        assert_eq!(SignatureFormat::of(&signed.signature), None);
    }

    #[test]
    fn an_unsigned_object_has_no_parts() {
        assert_eq!(of_commit(b"tree 1\n\ngpgsig a\n"), None);
        assert_eq!(of_commit(b""), None);
        assert_eq!(of_tag(b"object 1\n\nno armor\n"), None);
    }

    #[test]
    fn the_last_armor_of_a_tag_is_its_signature() {
        let tag = b"object 1\ntag x\n\nsee\n-----BEGIN PGP SIGNATURE-----\nold\n-----BEGIN SSH SIGNATURE-----\nnew\n";
        let signed = of_tag(tag).expect("a signature");
        assert_eq!(signed.payload, b"object 1\ntag x\n\nsee\n-----BEGIN PGP SIGNATURE-----\nold\n");
        assert_eq!(signed.signature, b"-----BEGIN SSH SIGNATURE-----\nnew\n");
    }
}

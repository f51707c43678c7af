//! Bytes that are not the text they seem.

use super::{CONTROL, CONTROL_PATH, Place, each, with_file};
use snapbox::{assert_data_eq, str};

#[test]
fn a_file_is_utf_8_without_control_characters() {
    let plain = CONTROL.as_bytes().to_vec();
    let with = |bytes: &[u8]| [CONTROL.as_bytes(), b"x-a: ", bytes, b"\n"].concat();
    let wide = |order: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        let units = CONTROL.encode_utf16().flat_map(order);
        mark.iter().copied().chain(units).collect()
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("a byte order mark", [b"\xef\xbb\xbf", plain.as_slice()].concat()),
        ("two byte order marks", [b"\xef\xbb\xbf\xef\xbb\xbf", plain.as_slice()].concat()),
        ("a byte order mark in the middle", with("b\u{feff}c".as_bytes())),
        ("CRLF", CONTROL.replace('\n', "\r\n").into_bytes()),
        ("CR alone", CONTROL.replace('\n', "\r").into_bytes()),
        ("NEL in a text", with("b\u{85}c".as_bytes())),
        ("a line separator in a text", with("b\u{2028}c".as_bytes())),
        ("NUL", with(b"b\0c")),
        ("NUL, escaped", with(br#""b\0c""#)),
        ("NUL at the end", [plain.as_slice(), b"\0"].concat()),
        ("a bell, escaped", with(br#""\a""#)),
        ("an escape character", with(b"\x1b[31m")),
        ("an escape character in a comment", with(b"b # \x1b[31m")),
        ("a C1 control character", with("b\u{9b}31mc".as_bytes())),
        ("delete", with(b"b\x7fc")),
        ("Latin-1", with(b"Pr\xfcfung")),
        ("an overlong slash", with(b"\xc0\xaf")),
        ("a surrogate in UTF-8", with(b"\xed\xa0\x80")),
        ("a character cut off", with(b"\xe2\x82")),
        ("UTF-16, little endian", wide(u16::to_le_bytes, b"\xff\xfe")),
        ("UTF-16, big endian", wide(u16::to_be_bytes, b"\xfe\xff")),
        ("UTF-16 without a mark", wide(u16::to_le_bytes, b"")),
        ("an image", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("a character that is none", with("b\u{fffe}c".as_bytes())),
    ];
    assert_data_eq!(
        each(with_file(CONTROL_PATH, &cases), Place::lint),
        str![[r#"
== a byte order mark
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== two byte order marks
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a byte order mark in the middle
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== CRLF
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== CR alone
policies/controls/C-1.yaml:1:111: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== NEL in a text
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== a line separator in a text
policies/controls/C-1.yaml:5:10: evidence-overdue `C-1` has no record for 2026-01 yet
exit 0
== NUL
policies/controls/C-1.yaml:7:7: yaml-syntax the control character U+0000 is not accepted here
exit 1
== NUL, escaped
policies/controls/C-1.yaml:7:6: yaml-syntax the control character U+0000 is not accepted here
exit 1
== NUL at the end
policies/controls/C-1.yaml:7:1: yaml-syntax the control character U+0000 is not accepted here
exit 1
== a bell, escaped
policies/controls/C-1.yaml:7:6: yaml-syntax the control character U+0007 is not accepted here
exit 1
== an escape character
policies/controls/C-1.yaml:7:6: yaml-syntax the control character U+001B is not accepted here
exit 1
== an escape character in a comment
policies/controls/C-1.yaml:7:10: yaml-syntax the control character U+001B is not accepted here
exit 1
== a C1 control character
policies/controls/C-1.yaml:7:7: yaml-syntax the control character U+009B is not accepted here
exit 1
== delete
policies/controls/C-1.yaml:7:7: yaml-syntax the control character U+007F is not accepted here
exit 1
== Latin-1
policies/controls/C-1.yaml:7:8: not-utf8 the byte 0xfc is not UTF-8
exit 1
== an overlong slash
policies/controls/C-1.yaml:7:6: not-utf8 the byte 0xc0 is not UTF-8
exit 1
== a surrogate in UTF-8
policies/controls/C-1.yaml:7:6: not-utf8 the byte 0xed is not UTF-8
exit 1
== a character cut off
policies/controls/C-1.yaml:7:6: not-utf8 the byte 0xe2 is not UTF-8
exit 1
== UTF-16, little endian
policies/controls/C-1.yaml:1:1: not-utf8 the byte 0xff is not UTF-8
exit 1
== UTF-16, big endian
policies/controls/C-1.yaml:1:1: not-utf8 the byte 0xfe is not UTF-8
exit 1
== UTF-16 without a mark
policies/controls/C-1.yaml:1:2: yaml-syntax the control character U+0000 is not accepted here
exit 1
== an image
policies/controls/C-1.yaml:1:1: not-utf8 the byte 0x89 is not UTF-8
exit 1
== a character that is none
policies/controls/C-1.yaml:7:6: yaml-syntax `/u{fffe}` cannot begin a text
exit 1

"#]]
    );
}

#[test]
fn front_matter_is_read_like_any_yaml_and_prose_like_any_text() {
    let head = "---\nid: p\ntitle: P\nversion: '1'\nowner: ada\napproved: {by: ada, at: 2026-01-02}\n";
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("in order", format!("{head}---\n\n# P\n").into_bytes()),
        ("front matter without end", format!("{head}\n# P\n").into_bytes()),
        ("front matter that is nothing", b"---\n---\n# P\n".to_vec()),
        ("no front matter", b"# P\n".to_vec()),
        ("a file of nothing", Vec::new()),
        ("a mark and CRLF", format!("\u{feff}{head}---\n# P\n").replace('\n', "\r\n").into_bytes()),
        ("dots at its end", format!("{head}...\n# P\n").into_bytes()),
        ("a deep flow in it", format!("{head}x-a: {}\n---\n", "[".repeat(100_000)).into_bytes()),
        ("an alias in it", format!("{head}x-a: *b\n---\n").into_bytes()),
        ("a list", b"---\n- id: p\n---\n".to_vec()),
        ("prose that is not UTF-8", [head.as_bytes(), b"---\nPr\xfcfung\n"].concat()),
        ("NUL in the prose", [head.as_bytes(), b"---\na\0b\n"].concat()),
        ("four megabytes of prose", format!("{head}---\n{}", "word \n".repeat(650_000)).into_bytes()),
        ("more than four megabytes", format!("{head}---\n{}", "word \n".repeat(750_000)).into_bytes()),
    ];
    assert_data_eq!(
        each(with_file("policies/p.md", &cases), Place::lint),
        str![[r#"
== in order
exit 0
== front matter without end
policies/p.md:1:1: wrong-type expected front matter: a mapping between two lines `---`, found nothing
exit 1
== front matter that is nothing
policies/p.md:1:1: wrong-type expected front matter: a mapping between two lines `---`, found nothing
exit 1
== no front matter
policies/p.md:1:1: wrong-type expected front matter: a mapping between two lines `---`, found nothing
exit 1
== a file of nothing
policies/p.md:1:1: wrong-type expected front matter: a mapping between two lines `---`, found nothing
exit 1
== a mark and CRLF
exit 0
== dots at its end
policies/p.md:1:1: wrong-type expected front matter: a mapping between two lines `---`, found nothing
exit 1
== a deep flow in it
policies/p.md:7:71: yaml-syntax nesting deeper than 64 is not accepted here
exit 1
== an alias in it
policies/p.md:7:6: yaml-syntax an alias is not accepted here
exit 1
== a list
policies/p.md:2:1: wrong-type expected a mapping, found a list
exit 1
== prose that is not UTF-8
policies/p.md:8:3: not-utf8 the byte 0xfc is not UTF-8
exit 1
== NUL in the prose
exit 0
== four megabytes of prose
exit 0
== more than four megabytes
policies/p.md:1:1: file-too-large 4.3 MiB is more than the 4 MiB that are read
exit 1

"#]]
    );
}

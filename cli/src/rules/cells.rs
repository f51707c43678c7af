//! Where the cells of a CSV stand, for findings that point at one.

use crate::place::Span;

/// The places of the cells of the row that starts at a byte, in order, without their quotes.
pub(super) fn cells(csv: &[u8], row: usize) -> Vec<Span> {
    let byte = |at: usize| csv.get(at).copied();
    let mut at = row;
    if at == 0 && csv.starts_with(b"\xef\xbb\xbf") {
        at = 3;
    }
    // A reader may say that a row starts at the line end before it.
    while matches!(byte(at), Some(b'\r' | b'\n')) {
        at += 1;
    }
    let mut spans = Vec::new();
    loop {
        let quoted = byte(at) == Some(b'"');
        let start = at + usize::from(quoted);
        let end = if quoted { closing_quote(csv, start) } else { start };
        at = end;
        while !matches!(byte(at), None | Some(b',' | b'\r' | b'\n')) {
            at += 1;
        }
        spans.push(Span::new(start, if quoted { end } else { at }));
        if byte(at) != Some(b',') {
            return spans;
        }
        at += 1;
    }
}

/// The quote that ends a quoted cell; a doubled one stands for itself.
fn closing_quote(csv: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = csv.get(at) {
        match (byte, csv.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return at,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::cells;

    fn texts(csv: &str, row: usize) -> Vec<&str> {
        cells(csv.as_bytes(), row).into_iter().map(|span| &csv[span.range()]).collect()
    }

    #[test]
    fn a_cell_is_found_in_quotes_and_without() {
        let csv = "a,b,c\r\n1,\"two, \"\"2\"\"\",\r\n\"x\ny\",,z";
        assert_eq!(texts(csv, 0), ["a", "b", "c"]);
        assert_eq!(texts(csv, 6), ["1", "two, \"\"2\"\"", ""]);
        assert_eq!(texts(csv, 7), ["1", "two, \"\"2\"\"", ""]);
        assert_eq!(texts(csv, 24), ["x\ny", "", "z"]);
        assert_eq!(texts("\u{feff}id\n", 0), ["id"]);
        assert_eq!(texts("a,\"open", 0), ["a", "open"]);
    }
}

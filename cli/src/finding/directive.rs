//! Comments that set findings aside: `tickmark: ignore[RULE, …] until=DATE why`.

use crate::place::{Span, Spanned};

/// The word with which such a comment begins.
const NAME: &str = "tickmark";

/// One such comment, taken apart; all spans are of its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// All of it: from the comment's sign on, of a second one in the same comment from its name on.
    pub span: Span,
    /// The rules in brackets; empty where there are no brackets, or nothing in them.
    pub rules: Vec<Spanned<String>>,
    /// What is written behind `until=`; the span holds `until=` as well.
    pub until: Option<Spanned<String>>,
    /// The reason; empty when it says none.
    pub because: String,
}

/// Reads what a comment sets aside. The comment's text ends where its span ends; what stands before
/// it in the span is the comment's sign.
///
/// One comment may hold several: each begins with its name.
pub fn directives(comment: &Spanned<String>) -> Vec<Directive> {
    let text = comment.value.as_str();
    if !begins(text.trim_start()) {
        return Vec::new();
    }
    let offset = (comment.span.end as usize).saturating_sub(text.len());
    let mut starts = vec![0];
    starts.extend(
        text.match_indices('#').filter(|(at, _)| begins(text[at + 1..].trim_start())).map(|(at, _)| at),
    );
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    let parts = starts.into_iter().zip(ends);
    parts
        .map(|(start, end)| {
            let from = if start == 0 { comment.span.start as usize } else { offset + start };
            let span = Span::new(from, offset + text[..end].trim_end().len());
            let body = text[start..end].split_once(':').map_or("", |(_, body)| body);
            read(body, offset + end - body.len(), span)
        })
        .collect()
}

/// True for `tickmark:`, in any case and with blanks before the colon: what looks like one to a
/// person is read as one, and named when it says nothing.
fn begins(text: &str) -> bool {
    let name = text.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME));
    name && text[NAME.len()..].trim_start().starts_with(':')
}

/// Reads what stands behind the colon; `at` is where that begins.
fn read(body: &str, at: usize, span: Span) -> Directive {
    let mut directive = Directive { span, rules: Vec::new(), until: None, because: String::new() };
    let Some((inside, tail)) = brackets(body) else {
        return directive;
    };
    let tail_at = at + body.len() - tail.len();
    directive.rules = listed(inside, tail_at - inside.len() - 1);
    let mut reason: Vec<&str> = Vec::new();
    let mut from = 0;
    for word in tail.split_whitespace() {
        let start = from + tail[from..].find(word).unwrap_or_default();
        from = start + word.len();
        match word.strip_prefix("until=") {
            Some(until) if directive.until.is_none() => {
                let span = Span::new(tail_at + start, tail_at + from);
                directive.until = Some(Spanned::new(until.to_owned(), span));
            }
            Some(_) | None => reason.push(word),
        }
    }
    directive.because = reason.join(" ");
    directive
}

/// `ignore[a, b] rest` to `a, b` and ` rest`.
fn brackets(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix("ignore")?.strip_prefix('[')?.split_once(']')
}

fn listed(inside: &str, start: usize) -> Vec<Spanned<String>> {
    let mut rules = Vec::new();
    let mut at = start;
    for part in inside.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let from = at + (part.len() - part.trim_start().len());
            rules.push(Spanned::new(name.to_owned(), Span::new(from, from + name.len())));
        }
        at += part.len() + 1;
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::directives;
    use crate::place::{Span, Spanned};

    /// What the comment in a line says, with the text at each span.
    fn read(line: &str) -> Vec<String> {
        let sign = line.find('#').expect("a comment");
        let comment = Spanned::new(line[sign + 1..].to_owned(), Span::new(sign, line.len()));
        let show = |directive: super::Directive| {
            let rules: Vec<&str> = directive.rules.iter().map(|rule| &line[rule.span.range()]).collect();
            let until = directive.until.map(|until| format!("{}={}", &line[until.span.range()], until.value));
            format!(
                "{} | {} | {} | {}",
                &line[directive.span.range()],
                rules.join("+"),
                until.unwrap_or_default(),
                directive.because
            )
        };
        directives(&comment).into_iter().map(show).collect()
    }

    #[test]
    fn each_part_has_its_place() {
        assert_eq!(
            read("ü: 1 # tickmark: ignore[a-b,  c] until=2026-09-30 Omar on leave"),
            [
                "# tickmark: ignore[a-b,  c] until=2026-09-30 Omar on leave | a-b+c | until=2026-09-30=2026-09-30 | Omar on leave"
            ]
        );
        assert_eq!(read("#tickmark:ignore[a]"), ["#tickmark:ignore[a] | a |  | "]);
        assert_eq!(
            read("# tickmark: ignore[a] Omar on leave until=2026-09-30"),
            [
                "# tickmark: ignore[a] Omar on leave until=2026-09-30 | a | until=2026-09-30=2026-09-30 | Omar on leave"
            ]
        );
    }

    #[test]
    fn one_comment_may_hold_two() {
        assert_eq!(
            read("# tickmark: ignore[a] x # tickmark: ignore[b] y # 3"),
            ["# tickmark: ignore[a] x | a |  | x", "# tickmark: ignore[b] y # 3 | b |  | y # 3"]
        );
    }

    #[test]
    fn what_names_no_rule_is_read_and_other_words_are_not() {
        assert_eq!(read("# Tickmark : ignore no-owner"), ["# Tickmark : ignore no-owner |  |  | "]);
        assert_eq!(read("# tickmark: ignore[] why"), ["# tickmark: ignore[] why |  |  | why"]);
        assert_eq!(read("# tickmark reads this"), Vec::<String>::new());
        assert_eq!(read("# see tickmark: ignore[a]"), Vec::<String>::new());
    }
}

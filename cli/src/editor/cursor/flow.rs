//! Flow style: `{}` and `[]`, finished or not.

use crate::editor::cursor::{Cursor, Scan, Slot, key_end, quote, unquoted};
use crate::schema::Step;

/// An open flow collection.
struct Flow<'a> {
    frame: usize,
    key: Option<&'a str>,
    list: bool,
}

impl<'a> Scan<'a> {
    /// A flow collection that opens at `open`; an unfinished one ends where the next key begins.
    pub(super) fn flow(&mut self, open: usize, indent: usize) -> usize {
        let mut flows: Vec<Flow<'a>> = Vec::new();
        let mut token = open;
        let mut at = open;
        while at < self.text.len() {
            if at == self.cursor && !flows.is_empty() {
                self.in_flow(&flows, token);
            }
            let c = self.text.as_bytes()[at];
            match c {
                b'{' | b'[' => {
                    self.next += 1;
                    flows.push(Flow { frame: self.next, key: None, list: c == b'[' });
                    token = at + 1;
                }
                b'}' | b']' => {
                    flows.pop();
                    token = at + 1;
                    if flows.is_empty() {
                        let end = self.line_end(at);
                        if (at + 1..=end).contains(&self.cursor) {
                            self.found = self.comment_before_cursor(at + 1, end).or(self.found.take());
                        }
                        return self.after(end);
                    }
                }
                b',' => {
                    flows.iter_mut().rev().take(1).for_each(|flow| flow.key = None);
                    token = at + 1;
                }
                b':' if self.ends_flow_key(at) => {
                    let key = unquoted(self.text[token..at].trim());
                    let holds_cursor = (token..=at).contains(&self.cursor);
                    if let Some(flow) = flows.last_mut().filter(|flow| !flow.list) {
                        flow.key = Some(key);
                        self.keys.push(super::Key { frame: flow.frame, text: key, holds_cursor });
                    }
                    token = at + 1;
                }
                b'"' | b'\'' if self.text[token..at].trim().is_empty() => {
                    at = self.quoted(at, &flows, token);
                    continue;
                }
                b'#' if at > 0 && self.text.as_bytes()[at - 1].is_ascii_whitespace() => {
                    let end = self.line_end(at);
                    if (at + 1..=end).contains(&self.cursor) {
                        self.found = Some(Cursor::Comment(&self.text[at + 1..self.cursor]));
                    }
                    at = end;
                    continue;
                }
                b'\n' if self.begins_a_key(at + 1, indent) => return at + 1,
                _ => {}
            }
            at += 1;
        }
        if at == self.cursor && !flows.is_empty() && self.found.is_none() {
            self.in_flow(&flows, token);
        }
        self.text.len() + 1
    }

    /// The cursor inside a flow collection; `token` is where the word under it begins.
    fn in_flow(&mut self, flows: &[Flow<'a>], token: usize) {
        let mut steps = self.steps();
        for flow in &flows[..flows.len() - 1] {
            steps.push(flow.key.filter(|_| !flow.list).map_or(Step::Item, Step::Key));
        }
        let Some(last) = flows.last() else { return };
        let typed = &self.text[token..self.cursor];
        let from = token + (typed.len() - typed.trim_start().len());
        let reading = match (last.list, last.key) {
            (true, _) => {
                steps.push(Step::Item);
                (steps, Slot::Value, None)
            }
            (false, Some(key)) => {
                steps.push(Step::Key(key));
                (steps, Slot::Value, None)
            }
            (false, None) => (steps, Slot::Key, Some(last.frame)),
        };
        self.answer(vec![reading], from + quote(&self.text[from..self.cursor]), true);
    }

    /// Passes a quoted text in a flow collection; gives the byte behind it.
    fn quoted(&mut self, open: usize, flows: &[Flow<'a>], token: usize) -> usize {
        let mark = self.text.as_bytes()[open];
        let end = self.line_end(open);
        let inside = &self.text.as_bytes()[open + 1..end];
        let close = inside.iter().position(|&byte| byte == mark).map_or(end, |length| open + length + 2);
        if (open + 1..close).contains(&self.cursor) {
            self.in_flow(flows, token);
        }
        close.max(open + 1)
    }

    fn ends_flow_key(&self, at: usize) -> bool {
        let next = self.text.as_bytes().get(at + 1);
        next.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b'{' | b'['))
    }

    /// True when the line at `start` holds a key at `indent` or left of it: an open flow collection
    /// above it was not finished.
    fn begins_a_key(&self, start: usize, indent: usize) -> bool {
        let end = self.line_end(start);
        let blanks = self.blanks(start, end);
        let rest = &self.text[start + blanks..end];
        blanks <= indent && (key_end(rest).is_some() || rest.starts_with("- "))
    }
}

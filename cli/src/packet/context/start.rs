//! From which state on changes are told.
//!
//! For most packets that is the evening before the window. A surveillance audit goes on from where the
//! audit before it ended: from the tag that its packet was built from, as far as this repository knows
//! it, which is from an anchor of that tag under `evidence/anchors/`; else from that audit's last day.
//! Other tags of a clone have no say, since another clone may not have them.

use crate::calendar::Date;
use crate::packet::Layout;
use crate::packet::context::Desk;
use crate::place::CommitId;

/// Where changes begin.
pub(super) struct Start {
    /// The last day that belongs to the state before.
    pub(super) day: Date,
    /// How many commits of the main line belong to it.
    pub(super) commits: usize,
    /// What the state before is, in a sentence.
    pub(super) words: String,
}

/// The state that this packet's changes are told from.
pub(super) fn start(desk: &Desk<'_>) -> Start {
    match (desk.layout, &desk.material.audit.previous) {
        (Layout::Iso27001Surveillance, Some(previous)) => since_audit(desk, previous),
        (Layout::Iso27001Surveillance, None) => {
            let window = eve(desk);
            let words =
                "The audit names no `previous`, so changes are told from the evening before the window.";
            Start { words: words.to_owned(), ..window }
        }
        _ => eve(desk),
    }
}

fn eve(desk: &Desk<'_>) -> Start {
    let day = desk.material.assessment.window.from.yesterday().unwrap_or(Date::MIN);
    Start { day, commits: until(desk, day), words: String::new() }
}

fn since_audit(desk: &Desk<'_>, previous: &str) -> Start {
    if let Some((tag, at)) = anchored(desk, previous) {
        let day = desk.past.line().nth(at).map_or(Date::MIN, |(_, day)| day);
        let words = format!(
            "The state of the tag {tag}, of which evidence/anchors/ keeps a copy: the audit before, {previous}."
        );
        return Start { day, commits: at + 1, words };
    }
    let end = desk.program.audit(previous).and_then(|audit| audit.window).map(|window| window.value.to);
    match end {
        Some(day) if day >= desk.material.assessment.window.to => Start {
            words: format!(
                "The audit before, {previous}, ends after this one's window, so changes are told from the evening before that."
            ),
            ..eve(desk)
        },
        Some(day) => Start {
            day,
            commits: until(desk, day),
            words: format!(
                "The evening of the last day of the audit before, {previous}: no anchor under evidence/anchors/ holds a tag \
                 named {previous} or {previous}/end."
            ),
        },
        None => Start {
            words: format!(
                "The audit before, {previous}, has no window, so changes are told from the evening before this one's."
            ),
            ..eve(desk)
        },
    }
}

fn until(desk: &Desk<'_>, day: Date) -> usize {
    desk.past.line().take_while(|(_, effective)| *effective <= day).count()
}

/// The newest commit of the main line that an anchored tag of an audit names, with the tag's name.
fn anchored(desk: &Desk<'_>, audit: &str) -> Option<(String, usize)> {
    let tags = desk.material.contents.iter().filter(|(path, _)| {
        path.is_below("evidence/anchors") && path.as_str().rsplit('.').next() == Some("tag")
    });
    let named = tags.filter_map(|(_, bytes)| read(bytes)).filter(|(name, _)| {
        let plain = name.replace('/', "-");
        plain == audit || plain.strip_suffix("-end") == Some(audit)
    });
    let placed = named.filter_map(|(name, commit)| {
        let at = desk.past.line().position(|(one, _)| one.id == commit)?;
        Some((name, at))
    });
    placed.max_by_key(|(_, at)| *at)
}

/// The name and the commit in the bytes of a tag object.
fn read(bytes: &[u8]) -> Option<(String, CommitId)> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.split("\n\n").next().unwrap_or_default();
    let field = |key: &str| head.lines().find_map(|line| line.strip_prefix(key));
    if field("type ")? != "commit" {
        return None;
    }
    Some((field("tag ")?.to_owned(), field("object ")?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_tag_object_names_a_commit() {
        let id = "4f1c9ab012".repeat(4);
        let tag = format!("object {id}\ntype commit\ntag iso-2026/end\ntagger A <a@b> 1 +0000\n\ntag no\n");
        let read = |tag: &str| read(tag.as_bytes()).map(|(name, commit)| format!("{name} {commit}"));
        assert_eq!(read(&tag), Some(format!("iso-2026/end {id}")));
        assert_eq!(read(&tag.replace("type commit", "type tree")), None);
        assert_eq!(read("object 4f1c\ntype commit\ntag a\n"), None);
    }
}

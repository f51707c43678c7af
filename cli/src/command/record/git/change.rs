//! One commit of the main line to one row: what a change was, and who stood behind it.
//!
//! Git knows who wrote and who committed; who approved it knows only where trailers say so. What it
//! does not know is said to be unknown: the forge's own list is the other half.

use std::collections::BTreeSet;

use crate::command::record::git::identity::{FORGE, Identities};
use crate::history::{LineCommit, Message, SignatureKind};

/// How a change came onto the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Route {
    /// A merge commit.
    Merge,
    /// One commit that names a pull or merge request: squashed, or rebased and labelled.
    Request,
    /// One commit that names none: pushed directly, or rebased by a forge that leaves no trace.
    Direct,
}

impl Route {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Request => "request",
            Self::Direct => "direct",
        }
    }
}

/// What trailers say of approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Approved {
    /// Everything in it, by somebody who did not write it.
    Yes,
    /// Some of its commits.
    Partly,
    /// Only by its own authors.
    BySelf,
    /// No trailer says anything.
    NotInGit,
}

impl Approved {
    pub(super) const ALL: [Self; 4] = [Self::Yes, Self::Partly, Self::BySelf, Self::NotInGit];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::BySelf => "self",
            Self::NotInGit => "not-in-git",
        }
    }
}

/// What there is to say about a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) route: Route,
    pub(super) request: String,
    pub(super) authors: BTreeSet<String>,
    pub(super) approvers: BTreeSet<String>,
    pub(super) approved: Approved,
    pub(super) landed_by: String,
    /// `yes`, `no`; `unknown` where the forge committed.
    pub(super) landed_by_author: &'static str,
    pub(super) signature: &'static str,
    pub(super) reverts: String,
    pub(super) emergency: bool,
}

/// Trailers that approve.
const APPROVES: [&str; 3] = ["reviewed-by", "approved-by", "acked-by"];

/// Words that mark a change which did not take the usual way.
const EMERGENCY: [&str; 4] = ["emergency", "hotfix", "break-glass", "breakglass"];

impl Change {
    /// Reads a commit of the line, its message, and those of the commits that it merged.
    pub(super) fn read(
        commit: &LineCommit,
        own: &Message,
        merged: &[Message],
        identities: &mut Identities,
    ) -> Self {
        let request = request(own);
        let route = match (commit.is_merge(), request.is_empty()) {
            (true, _) => Route::Merge,
            (false, false) => Route::Request,
            (false, true) => Route::Direct,
        };
        let written =
            if commit.is_merge() && !merged.is_empty() { merged } else { std::slice::from_ref(own) };
        let parts: Vec<Part> = written.iter().map(|message| Part::of(message, identities)).collect();
        let authors: BTreeSet<String> = parts.iter().flat_map(|part| part.authors.iter().cloned()).collect();
        let whole = approvers(own, identities);
        let approved = approval(&parts, &whole, &authors);
        let approvers = parts.iter().flat_map(|part| part.approvers.iter().cloned()).chain(whole).collect();
        let committer = identities.person(&commit.committer);
        let landed_by = match committer.as_str() {
            FORGE if commit.is_merge() => identities.person(&commit.author),
            _ => committer,
        };
        let landed_by_author = match landed_by.as_str() {
            FORGE => "unknown",
            by if authors.contains(by) => "yes",
            _ => "no",
        };
        Self {
            route,
            request,
            authors,
            approvers,
            approved,
            landed_by,
            landed_by_author,
            signature: signature(commit),
            reverts: reverts(own),
            emergency: is_emergency(own),
        }
    }
}

/// One commit of a change.
struct Part {
    authors: BTreeSet<String>,
    approvers: BTreeSet<String>,
}

impl Part {
    fn of(message: &Message, identities: &mut Identities) -> Self {
        let mut authors = BTreeSet::from([identities.person(&message.author)]);
        let trailers = message.trailers();
        let together = trailers.iter().filter(|one| one.key.eq_ignore_ascii_case("co-authored-by"));
        authors.extend(together.filter_map(|one| identities.signed(one.value)).collect::<Vec<_>>());
        Self { authors, approvers: approvers(message, identities) }
    }
}

fn approvers(message: &Message, identities: &mut Identities) -> BTreeSet<String> {
    let trailers = message.trailers();
    let approving =
        trailers.iter().filter(|one| APPROVES.iter().any(|key| one.key.eq_ignore_ascii_case(key)));
    approving.filter_map(|one| identities.signed(one.value)).collect()
}

/// An approval of the whole counts for each of its commits; nobody approves what they wrote.
fn approval(parts: &[Part], whole: &BTreeSet<String>, authors: &BTreeSet<String>) -> Approved {
    if whole.iter().any(|approver| !authors.contains(approver)) {
        return Approved::Yes;
    }
    let passed = |part: &&Part| part.approvers.iter().any(|approver| !part.authors.contains(approver));
    let said = !whole.is_empty() || parts.iter().any(|part| !part.approvers.is_empty());
    match parts.iter().filter(passed).count() {
        0 if said => Approved::BySelf,
        0 => Approved::NotInGit,
        count if count == parts.len() => Approved::Yes,
        _ => Approved::Partly,
    }
}

fn signature(commit: &LineCommit) -> &'static str {
    match commit.signature.as_ref().map(|signature| signature.kind) {
        None => "none",
        Some(SignatureKind::Ssh) => "ssh",
        Some(SignatureKind::OpenPgp) => "openpgp",
        Some(SignatureKind::Other) => "x509",
    }
}

fn subject(message: &Message) -> &str {
    message.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// The number of the pull or merge request that a message names, in the ways forges write it; empty
/// when it names none.
fn request(message: &Message) -> String {
    let subject = subject(message);
    let behind = |text: &str, sign: &str| {
        let rest = text.split_once(sign)?.1;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then_some(digits)
    };
    // GitHub and Gitea squash: `Fix the lock (#123)`.
    let squashed = || behind(&subject[subject.rfind("(#")?..], "(#").filter(|_| subject.ends_with(')'));
    // GitHub, Bitbucket merge: `Merge pull request #123 from …`, `Merged in x (pull request #123)`.
    let merged = || {
        let lower = subject.to_ascii_lowercase();
        lower.contains("pull request #").then(|| behind(&lower, "pull request #")).flatten()
    };
    // GitLab merge: `See merge request group/project!123`.
    let gitlab = || {
        let line = message.text.lines().find(|line| line.starts_with("See merge request "))?;
        behind(line, "!")
    };
    // Node, OpenSSL and others: an address in a trailer or in brackets.
    let address = || {
        let mut lines = message.text.lines().rev().filter(|line| {
            let lower = line.to_ascii_lowercase();
            lower.starts_with("pr-url:")
                || lower.starts_with("pull-request:")
                || lower.starts_with("(merged from ")
        });
        let line = lines.next()?;
        behind(line, "/pull/").or_else(|| behind(line, "/merge_requests/")).or_else(|| behind(line, "#"))
    };
    merged().or_else(squashed).or_else(gitlab).or_else(address).unwrap_or_default()
}

/// The commit that a message says it takes back; `yes` when it says so without naming one.
fn reverts(message: &Message) -> String {
    let named = message.text.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("This reverts commit ")?;
        let id: String = rest.chars().take_while(char::is_ascii_hexdigit).take(12).collect();
        (id.len() >= 7).then_some(id)
    });
    let is_one = subject(message).starts_with("Revert \"");
    named.unwrap_or_else(|| if is_one { "yes".to_owned() } else { String::new() })
}

fn is_emergency(message: &Message) -> bool {
    // What takes an emergency change back is none by that.
    let subject = subject(message);
    let own = if subject.starts_with("Revert \"") { "" } else { subject };
    let lower = own.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let labelled = message.trailers().iter().any(|one| {
        let value = one.value.to_ascii_lowercase();
        match one.key.to_ascii_lowercase().as_str() {
            "emergency" => !matches!(value.as_str(), "no" | "false" | ""),
            "change-type" | "change-class" | "label" | "labels" => {
                EMERGENCY.iter().any(|word| value.contains(word))
            }
            _ => false,
        }
    });
    labelled || words.any(|word| EMERGENCY.contains(&word))
}

#[cfg(test)]
mod tests;

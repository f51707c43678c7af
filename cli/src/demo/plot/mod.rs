//! The plot: what was written by hand, when, by whom, and how the files grew into what they are at the end.
//!
//! The files under `templates/demo/` are the last page. Each edit names the words it wrote and the words that stood there
//! before; going backwards through the edits gives every earlier text, so no old version is kept twice.

mod beginning;
mod ending;
mod risks;
mod year;

use std::collections::BTreeMap;

use super::DemoError;
use super::extractions;
use super::files;
use super::people::Person;
use super::populations::World;
use super::records;
use super::signing::Keyring;
use super::story::{Draft, FileChange, Proposal, Story};
use super::time::Moment;

/// What a commit does to a file of the last page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Touch {
    /// The file appears.
    Add(&'static str),
    /// These words become those, wherever they stand: `(before, after)`.
    Edit(&'static str, &'static [(&'static str, &'static str)]),
}

/// One commit by hand.
#[derive(Debug, Clone)]
pub(super) struct Note {
    at: Moment,
    message: String,
    touches: Vec<Touch>,
}

/// A branch written by hand.
#[derive(Debug, Clone)]
pub(super) struct Chapter {
    branch: &'static str,
    about: String,
    by: Person,
    reviewer: Person,
    notes: Vec<Note>,
    merged: Moment,
}

/// A chapter of one commit.
fn chapter(
    branch: &'static str,
    (by, at): (Person, &str),
    (reviewer, merged): (Person, &str),
    about: &str,
    touches: &[Touch],
) -> Chapter {
    let topic = branch.split('/').next().unwrap_or(branch);
    let note = Note { at: Moment::read(at), message: format!("{topic}: {about}"), touches: touches.to_vec() };
    Chapter { branch, about: about.to_owned(), by, reviewer, notes: vec![note], merged: Moment::read(merged) }
}

/// Everything that happened, in order.
pub(super) fn story() -> Result<Story, DemoError> {
    let world = World::new();
    let keys = Keyring::new()?;
    let mut chapters = beginning::chapters();
    chapters.extend(year::chapters());
    chapters.extend(risks::chapters());
    chapters.extend(ending::chapters());
    let mut texts = Texts::at_the_end();
    let mut written = texts.unwind(&chapters);
    written.extend(records::proposals(&world));
    written.extend(extractions::proposals(&world));
    add_by_code(&mut written, &keys)?;
    written.sort_by_key(|proposal| proposal.merged);
    one_after_the_other(&mut written);
    Ok(Story {
        beginning: beginning::first_commit(&texts, &keys)?,
        proposals: written,
        milestones: ending::milestones(),
        open: ending::open_branches(&world),
    })
}

/// Two changes that are no words of a template: the key of somebody who left, and the fix in a generated record.
fn add_by_code(written: &mut [Proposal], keys: &Keyring) -> Result<(), DemoError> {
    let fixed = records::fixed_exception(written);
    let signers = FileChange { path: SIGNERS.to_owned(), bytes: signers(keys, true)?.into_bytes() };
    for (branch, file) in [("people/handover", signers), ("access/contractors-through-okta", fixed)] {
        let proposal = written.iter_mut().find(|proposal| proposal.branch == branch);
        let draft = proposal.and_then(|proposal| proposal.drafts.first_mut());
        draft.expect("the year has a chapter of this name").files.push(file);
    }
    Ok(())
}

/// The main line never stands still and never runs backwards.
fn one_after_the_other(proposals: &mut [Proposal]) {
    let mut last: Option<Moment> = None;
    for proposal in proposals {
        if let Some(last) = last {
            let next = last.plus_minutes(3).plus_seconds(17);
            proposal.merged = proposal.merged.max(next);
        }
        last = Some(proposal.merged);
    }
}

const SIGNERS: &str = "policies/allowed_signers";

/// `policies/allowed_signers`, before or after Lena's key came to its end.
fn signers(keys: &Keyring, lena_left: bool) -> Result<String, DemoError> {
    let mut text =
        "# Who may sign. Keys are told apart by the address in front; a key that has ended keeps its line.\n"
            .to_owned();
    for person in Person::ALL {
        let ended = if lena_left && person == Person::Lena { ",valid-before=\"20260801\"" } else { "" };
        text.extend([format!(
            "{} namespaces=\"git,evidence-review,evidence-performed\"{ended} {}\n",
            person.email(),
            keys.public(person)?
        )]);
    }
    Ok(text)
}

/// The texts of the hand-written files at one point of the story.
pub(super) struct Texts(BTreeMap<&'static str, String>);

impl Texts {
    fn at_the_end() -> Self {
        let by_hand = files::FILES.iter().filter(|(path, _)| !is_paper(path));
        Self(by_hand.map(|(path, text)| (*path, (*text).to_owned())).collect())
    }

    /// Goes backwards through the notes: takes down what each left behind, then undoes it.
    fn unwind(&mut self, chapters: &[Chapter]) -> Vec<Proposal> {
        let mut order: Vec<(Moment, usize, usize)> = Vec::new();
        for (number, chapter) in chapters.iter().enumerate() {
            order.extend(chapter.notes.iter().enumerate().map(|(step, note)| (note.at, number, step)));
        }
        order.sort_unstable();
        let mut left: BTreeMap<(usize, usize), Vec<FileChange>> = BTreeMap::new();
        for (_, number, step) in order.into_iter().rev() {
            let touches = &chapters[number].notes[step].touches;
            left.insert((number, step), touches.iter().map(|touch| self.undo(*touch)).collect());
        }
        let told = chapters.iter().enumerate().map(|(number, chapter)| Proposal {
            branch: chapter.branch.to_owned(),
            about: chapter.about.clone(),
            reviewer: chapter.reviewer,
            merged: chapter.merged,
            drafts: chapter
                .notes
                .iter()
                .enumerate()
                .map(|(step, note)| Draft {
                    by: chapter.by,
                    at: note.at,
                    message: note.message.clone(),
                    files: left.remove(&(number, step)).unwrap_or_default(),
                })
                .collect(),
        });
        told.collect()
    }

    fn undo(&mut self, touch: Touch) -> FileChange {
        let (path, edits) = match touch {
            Touch::Add(path) => (path, None),
            Touch::Edit(path, edits) => (path, Some(edits)),
        };
        let text = self.0.get_mut(path).expect("a file is touched only between its first and its last day");
        let bytes = text.clone().into_bytes();
        match edits {
            None => {
                self.0.remove(path);
            }
            Some(edits) => {
                for (before, after) in edits.iter().rev() {
                    debug_assert!(text.contains(after), "{path} does not say `{after}`");
                    *text = text.replace(after, before);
                }
            }
        }
        FileChange { path: path.to_owned(), bytes }
    }

    /// What is left when everything is undone: the files of the first commit.
    fn remaining(&self) -> Vec<FileChange> {
        let files = self
            .0
            .iter()
            .map(|(path, text)| FileChange { path: (*path).to_owned(), bytes: text.clone().into_bytes() });
        files.collect()
    }
}

/// Papers come with their records, not by hand.
fn is_paper(path: &str) -> bool {
    let folder = path.strip_prefix("evidence/").and_then(|rest| rest.split('/').next());
    folder.is_some_and(|folder| folder.starts_with(|letter: char| letter.is_ascii_uppercase()))
}

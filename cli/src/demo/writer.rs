//! From a story to Git objects: made in memory, signed, and stored as one pack.
//!
//! Nothing of the machine gets in: no configuration, no clock, no program. The same story gives the same ids.

use std::collections::BTreeMap;

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, Indexer, ObjectType, Odb, Oid, Repository};

use super::DemoError;
use super::people::Person;
use super::signing::Keyring;
use super::story::{Draft, FileChange, Milestone, Proposal, Story};
use super::time::Moment;

/// Stands in `program.yaml` for the id of the first commit, which nobody knows before it is made.
const ROOT_PLACE: &str = "ffffffffffffffffffffffffffffffffffffffff";

/// What was written: how many commits, and where each reference points.
pub(super) struct Objects {
    /// Commits on every branch together.
    pub(super) commits: usize,
    /// Full reference names; tags point at their tag objects.
    pub(super) references: BTreeMap<String, Oid>,
}

/// Writes every object of the story into the repository and says what its references are to be.
pub(super) fn write(repo: &Repository, story: &Story) -> Result<Objects, DemoError> {
    let odb = repo.odb()?;
    odb.add_new_mempack_backend(1_000)?;
    let mut writer = Writer::new(repo, odb)?;
    writer.beginning(&story.beginning)?;
    for proposal in &story.proposals {
        writer.proposal(proposal)?;
    }
    let mut references = BTreeMap::from([("refs/heads/main".to_owned(), writer.head())]);
    for milestone in &story.milestones {
        references.insert(format!("refs/tags/{}", milestone.name), writer.milestone(milestone)?);
    }
    let base = writer.head();
    for open in &story.open {
        let tree = writer.tree(Some(writer.tree_of(base)?), &open.draft.files)?;
        references.insert(format!("refs/heads/{}", open.name), writer.draft(&open.draft, tree, &[base])?);
    }
    writer.pack(&references)?;
    Ok(Objects { commits: writer.commits, references })
}

/// A repository under construction.
struct Writer<'repo> {
    repo: &'repo Repository,
    odb: Odb<'repo>,
    keys: Keyring,
    commits: usize,
    line: Vec<(Moment, Oid)>,
    root: Option<String>,
}

impl<'repo> Writer<'repo> {
    fn new(repo: &'repo Repository, odb: Odb<'repo>) -> Result<Self, DemoError> {
        Ok(Self { repo, odb, keys: Keyring::new()?, commits: 0, line: Vec::new(), root: None })
    }

    fn object(&self, kind: ObjectType, bytes: &[u8]) -> Result<Oid, DemoError> {
        Ok(self.odb.write(kind, bytes)?)
    }

    fn head(&self) -> Oid {
        self.line.last().expect("the beginning is written first").1
    }

    /// The main line's newest commit that is not younger than a moment.
    fn line_at(&self, moment: Moment) -> Oid {
        let older = self.line.iter().rev().find(|(at, _)| *at <= moment);
        older.expect("nothing in the story is older than its beginning").1
    }

    fn tree_of(&self, commit: Oid) -> Result<Oid, DemoError> {
        Ok(self.repo.find_commit(commit)?.tree_id())
    }

    /// The tree that holds these files on top of another one.
    fn tree(&self, base: Option<Oid>, files: &[FileChange]) -> Result<Oid, DemoError> {
        let mut changes = TreeUpdateBuilder::new();
        for file in files {
            let blob = match &self.root {
                Some(root) if file.path == "policies/program.yaml" => {
                    let text = String::from_utf8_lossy(&file.bytes).replace(ROOT_PLACE, root);
                    self.object(ObjectType::Blob, text.as_bytes())?
                }
                _ => self.object(ObjectType::Blob, &file.bytes)?,
            };
            changes.upsert(file.path.as_str(), blob, FileMode::Blob);
        }
        let empty = match base {
            Some(_) => None,
            None => Some(self.object(ObjectType::Tree, b"")?),
        };
        let base = base.or(empty).expect("one of the two is there");
        Ok(changes.create_updated(self.repo, &self.repo.find_tree(base)?)?)
    }

    /// A signed commit, spelled out header by header: the signature covers everything but itself.
    fn commit(
        &mut self,
        by: Person,
        at: Moment,
        message: &str,
        tree: Oid,
        parents: &[Oid],
    ) -> Result<Oid, DemoError> {
        let who = format!("{} <{}> {}", by.name(), by.email(), at.for_git());
        let mut header = format!("tree {tree}\n");
        for parent in parents {
            header.extend([format!("parent {parent}\n")]);
        }
        header.extend([format!("author {who}\ncommitter {who}\n")]);
        let signature = self.keys.sign(by, format!("{header}\n{message}\n").as_bytes())?;
        let folded = signature.trim_end().replace('\n', "\n ");
        self.commits += 1;
        self.object(ObjectType::Commit, format!("{header}gpgsig {folded}\n\n{message}\n").as_bytes())
    }

    fn draft(&mut self, draft: &Draft, tree: Oid, parents: &[Oid]) -> Result<Oid, DemoError> {
        self.commit(draft.by, draft.at, &draft.message, tree, parents)
    }

    fn beginning(&mut self, draft: &Draft) -> Result<(), DemoError> {
        let tree = self.tree(None, &draft.files)?;
        let commit = self.draft(draft, tree, &[])?;
        self.root = Some(commit.to_string());
        self.line.push((draft.at, commit));
        Ok(())
    }

    /// The branch on top of the main line as it was when work on it began, then the merge by the reviewer.
    fn proposal(&mut self, proposal: &Proposal) -> Result<(), DemoError> {
        let first = proposal.drafts.first().expect("a proposal has at least one commit");
        let base = self.line_at(first.at);
        let (mut tip, mut tree) = (base, self.tree_of(base)?);
        let mut merged = self.tree_of(self.head())?;
        for draft in &proposal.drafts {
            tree = self.tree(Some(tree), &draft.files)?;
            tip = self.draft(draft, tree, &[tip])?;
            merged = self.tree(Some(merged), &draft.files)?;
        }
        let author = first.by;
        let reviewer = proposal.reviewer;
        let message = format!(
            "Merge {}: {}\n\nReviewed-by: {} <{}>",
            proposal.branch,
            proposal.about,
            reviewer.name(),
            reviewer.email()
        );
        debug_assert_ne!(author, reviewer, "nobody merges their own work: {}", proposal.branch);
        let merge = self.commit(reviewer, proposal.merged, &message, merged, &[self.head(), tip])?;
        self.line.push((proposal.merged, merge));
        Ok(())
    }

    /// A signed annotated tag; Git keeps the signature at the end of the message.
    fn milestone(&self, milestone: &Milestone) -> Result<Oid, DemoError> {
        let by = milestone.by;
        let text = format!(
            "object {}\ntype commit\ntag {}\ntagger {} <{}> {}\n\n{}\n",
            self.line_at(milestone.at),
            milestone.name,
            by.name(),
            by.email(),
            milestone.at.for_git(),
            milestone.message
        );
        let signature = self.keys.sign(by, text.as_bytes())?;
        self.object(ObjectType::Tag, format!("{text}{}\n", signature.trim_end()).as_bytes())
    }

    /// One pack of everything that can be reached from the references.
    fn pack(&self, references: &BTreeMap<String, Oid>) -> Result<(), DemoError> {
        let mut walk = self.repo.revwalk()?;
        let mut builder = self.repo.packbuilder()?;
        builder.set_threads(1);
        for (name, id) in references {
            if name.starts_with("refs/tags/") {
                builder.insert_object(*id, None)?;
            } else {
                walk.push(*id)?;
            }
        }
        builder.insert_walk(&mut walk)?;
        let folder = self.repo.path().join("objects").join("pack");
        let mut indexer = Indexer::new(Some(&self.odb), &folder, 0o444, false)?;
        let mut failed = None;
        builder.foreach(|chunk| match std::io::Write::write_all(&mut indexer, chunk) {
            Ok(()) => true,
            Err(error) => {
                failed = Some(error);
                false
            }
        })?;
        if let Some(error) = failed {
            return Err(DemoError::Write { path: folder, source: error });
        }
        indexer.commit()?;
        Ok(())
    }
}

//! Documents to the register: each is decoded by its place, then everything is put together.
//!
//! Decoding looks at one document alone, so that whoever reads many files need not hold all their
//! trees at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::document::{Document, Node};
use crate::kind::{Kind, Place};
use crate::model::{
    Activity, Asset, AuditProgramme, Control, Crosswalk, Extraction, FileFact, Form, Framework, Incident,
    InternalAudit, ManagementReview, Method, Nonconformity, Objectives, Policy, Population, Program,
    ProseFact, Record, Register, RequestList, Risk, SampleSelection, Soa, SystemDescription, Table,
    UnreadableRecord, Vendor,
};
use crate::place::{FileId, RepoPath};

type Put = Box<dyn Placing>;

/// What one document says, on its way into the register; its tree is no longer needed. A copy costs
/// less than reading the document again.
pub struct Decoded(Put);

impl Clone for Decoded {
    fn clone(&self) -> Self {
        Self(self.0.again())
    }
}

impl Decoded {
    /// The same for the same file under another number, where that is less work than decoding it again.
    pub fn moved(&self, file: FileId) -> Option<Self> {
        self.0.moved(file).map(Self)
    }
}

impl std::fmt::Debug for Decoded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Decoded(…)")
    }
}

/// Something that has its place in the register.
trait Placing: Send + Sync {
    fn place(self: Box<Self>, register: &mut Register);
    fn again(&self) -> Put;
    fn moved(&self, file: FileId) -> Option<Put>;
}

struct Placed<T> {
    entity: T,
    place: fn(&mut Register, T),
    /// The same in a file of another number.
    moved: fn(&T, FileId) -> Option<T>,
}

impl<T: Clone + Send + Sync + 'static> Placing for Placed<T> {
    fn place(self: Box<Self>, register: &mut Register) {
        (self.place)(register, self.entity);
    }

    fn again(&self) -> Put {
        Box::new(Self { entity: self.entity.clone(), place: self.place, moved: self.moved })
    }

    fn moved(&self, file: FileId) -> Option<Put> {
        let entity = (self.moved)(&self.entity, file)?;
        Some(Box::new(Self { entity, place: self.place, moved: self.moved }))
    }
}

/// Decodes the document of one file; `None` where a file of its place says nothing to the register.
pub fn decode_document(place: Place, path: &RepoPath, document: &Document) -> Option<Decoded> {
    read(place, path, document).map(Decoded)
}

/// Links what the repository's documents say, in the order of their paths.
///
/// `files` are those of the snapshot in its order (a [`FileId`] is an index there); `tables` are
/// the CSVs that were read; `built_in` are the catalogs compiled into the program, which stand
/// back behind the repository's own.
pub fn link(
    own: Vec<Decoded>,
    files: Vec<FileFact>,
    mut tables: BTreeMap<RepoPath, Table>,
    built_in: &[(Kind, RepoPath, Document)],
) -> Register {
    let mut register = Register { files, ..Register::default() };
    for put in own {
        put.0.place(&mut register);
    }
    add_catalogs(&mut register, built_in);
    for extraction in &mut register.extractions {
        extraction.data = tables.remove(&extraction.data_path());
    }
    register.tables = tables;
    unparsed_records(&mut register);
    register
}

/// Adds catalogs that are compiled in, behind what is there already.
pub fn add_catalogs(register: &mut Register, built_in: &[(Kind, RepoPath, Document)]) {
    let catalogs: Vec<Option<Put>> = built_in
        .into_par_iter()
        .map(|(kind, path, document)| decode(*kind, &Source { path, document, built_in: true }))
        .collect();
    for put in catalogs.into_iter().flatten() {
        put.place(register);
    }
    register.crosswalks.sort_by(|a, b| {
        (&a.source.value, &a.target.value, &a.path).cmp(&(&b.source.value, &b.target.value, &b.path))
    });
}

fn read(place: Place, path: &RepoPath, document: &Document) -> Option<Put> {
    match place {
        Place::Known(kind) => decode(kind, &Source { path, document, built_in: false }),
        Place::SystemProse => ProseFact::of(path, document).map(|prose| {
            put(prose, |register, prose| {
                register.system_prose.entry(prose.criterion()).or_insert(prose);
            })
        }),
        Place::Signers
        | Place::ExtractionData
        | Place::Statement
        | Place::Anchor
        | Place::Attachment
        | Place::Template
        | Place::Elsewhere
        | Place::Misplaced => None,
    }
}

/// One document, ready to be decoded as any kind.
struct Source<'a> {
    path: &'a RepoPath,
    document: &'a Document,
    built_in: bool,
}

impl Source<'_> {
    /// Decodes the document as a `T` and says where that goes.
    fn into<T: Clone + Send + Sync + 'static>(
        &self,
        decode: fn(FileId, &RepoPath, &Node) -> Option<T>,
        place: fn(&mut Register, T),
    ) -> Option<Put> {
        let entity = decode(self.document.file, self.path, self.document.root.as_ref()?)?;
        Some(put(entity, place))
    }

    /// The same for front matter.
    fn front_matter(&self, place: fn(&mut Register, Policy)) -> Option<Put> {
        Policy::decode(self.path, self.document).map(|policy| put(policy, place))
    }

    /// A framework: the repository's own is in place before a built-in one comes.
    fn framework(&self) -> Option<Put> {
        if !self.built_in {
            return self.into(|file, path, root| Framework::decode(Some(file), path, root), put_framework);
        }
        self.into(
            |_, path, root| Framework::decode(None, path, root),
            |register, framework| {
                register.frameworks.entry(framework.id.value.clone()).or_insert(framework);
            },
        )
    }

    /// A crosswalk, likewise.
    fn crosswalk(&self) -> Option<Put> {
        if !self.built_in {
            let decode = |file, path: &RepoPath, root: &Node| Crosswalk::decode(Some(file), path, root);
            return self.into(decode, |register, crosswalk| {
                register.crosswalks.push(crosswalk);
            });
        }
        self.into(
            |_, path, root| Crosswalk::decode(None, path, root),
            |register, crosswalk| {
                if register.crosswalk(&crosswalk.source, &crosswalk.target).is_none() {
                    register.crosswalks.push(crosswalk);
                }
            },
        )
    }

    /// A record that cannot be read is not forgotten.
    fn record(&self) -> Put {
        let sound = self.document.root.as_ref().filter(|_| self.document.sound);
        let record = sound.and_then(|root| Record::decode(self.document.file, self.path, root));
        let unread = || UnreadableRecord::of(self.path, sound);
        record.map_or_else(
            || put(unread(), |register, record| register.unreadable_records.push(record)),
            |record| {
                let (entity, moved) = (Arc::new(record), record_in);
                let place = |register: &mut Register, record| register.records.push(record);
                Box::new(Placed { entity, place, moved })
            },
        )
    }

    /// A control that counts needs a cadence, and a file that says one thing to every tool.
    fn control(&self) -> Option<Put> {
        let whole = || self.into(Control::decode, |register, control| register.controls.push(control));
        let half =
            || self.into(Control::decode_half, |register, control| register.half_read_controls.push(control));
        self.document.sound.then(whole).flatten().or_else(half)
    }
}

/// Records that could not even be parsed: links, and files that are too large.
fn unparsed_records(register: &mut Register) {
    let read = |path: &RepoPath, register: &Register| {
        register.records.iter().any(|record| record.path == *path)
            || register.unreadable_records.iter().any(|record| record.path == *path)
    };
    let is_unparsed = |file: &&FileFact| {
        file.form != Form::File || file.size > crate::document::Limits::DEFAULT.bytes as u64
    };
    let records = register.files.iter().filter(|file| file.place == Place::Known(Kind::Evidence));
    let left: Vec<UnreadableRecord> = records
        .filter(is_unparsed)
        .filter(|file| !read(&file.path, register))
        .map(|file| UnreadableRecord {
            is_no_file: file.form != Form::File,
            ..UnreadableRecord::of(&file.path, None)
        })
        .collect();
    register.unreadable_records.extend(left);
    register.unreadable_records.sort_by(|a, b| a.path.cmp(&b.path));
}

fn put<T: Clone + Send + Sync + 'static>(entity: T, place: fn(&mut Register, T)) -> Put {
    Box::new(Placed { entity, place, moved: |_, _| None })
}

/// A record in a file of another number; a copy of its words only where the number is another one.
#[expect(clippy::unnecessary_wraps, reason = "other things cannot be moved")]
fn record_in(record: &Arc<Record>, file: FileId) -> Option<Arc<Record>> {
    let same = record.file == file;
    Some(if same { Arc::clone(record) } else { Arc::new(Record { file, ..(**record).clone() }) })
}

/// Of files that may stand there only once, the first by path counts.
fn first<T>(slot: &mut Option<T>, entity: T) {
    slot.get_or_insert(entity);
}

fn put_framework(register: &mut Register, framework: Framework) {
    if register.frameworks.contains_key(&framework.id.value) {
        register.repeated_frameworks.push(framework);
    } else {
        register.frameworks.insert(framework.id.value.clone(), framework);
    }
}

fn decode(kind: Kind, at: &Source<'_>) -> Option<Put> {
    match kind {
        Kind::Program => at.into(Program::decode, |all, it| first(&mut all.program, it)),
        Kind::Control => at.control(),
        Kind::Evidence => Some(at.record()),
        Kind::Population => at.into(Population::decode, |all, it| all.populations.push(it)),
        Kind::Extraction => at.into(Extraction::decode, |all, it| all.extractions.push(it)),
        Kind::Risk => at.into(Risk::decode, |all, it| all.risks.push(it)),
        Kind::Method => at.into(Method::decode, |all, it| first(&mut all.method, it)),
        Kind::Soa => at.into(Soa::decode, |all, it| all.soas.push(it)),
        Kind::Policy => at.front_matter(|all, it| all.policies.push(it)),
        Kind::System => at.into(SystemDescription::decode, |all, it| {
            first(&mut all.system, it);
        }),
        Kind::Assets => at.into(Asset::decode_all, |all, list| all.assets.extend(list)),
        Kind::Vendors => at.into(Vendor::decode_all, |all, list| all.vendors.extend(list)),
        Kind::Processing => at.into(Activity::decode_all, |all, list| {
            all.activities.extend(list);
        }),
        Kind::Objectives => at.into(Objectives::decode, |all, it| first(&mut all.objectives, it)),
        Kind::Programme => at.into(AuditProgramme::decode, |all, it| {
            first(&mut all.programme, it);
        }),
        Kind::IsmsDocument => at.front_matter(|all, it| all.isms_documents.push(it)),
        Kind::Incident => at.into(Incident::decode, |all, it| all.incidents.push(it)),
        Kind::InternalAudit => at.into(InternalAudit::decode, |all, it| {
            all.internal_audits.push(it);
        }),
        Kind::ManagementReview => at.into(ManagementReview::decode, |all, it| {
            all.management_reviews.push(it);
        }),
        Kind::Nonconformity => at.into(Nonconformity::decode, |all, it| {
            all.nonconformities.push(it);
        }),
        Kind::Requests => at.into(RequestList::decode, |all, it| all.requests.push(it)),
        Kind::Samples => at.into(SampleSelection::decode, |all, it| all.samples.push(it)),
        Kind::Framework => at.framework(),
        Kind::Crosswalk => at.crosswalk(),
    }
}

#[cfg(test)]
mod tests;

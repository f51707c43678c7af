//! Every entity of a repository, findable by id in both directions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::kind::Place;
use crate::model::paths::Paths;
use crate::model::{
    Activity, Asset, AuditProgramme, Control, Crosswalk, Extraction, Framework, Incident, InternalAudit,
    ManagementReview, Method, Nonconformity, Objectives, Policy, Population, Program, ProseFact, Record,
    RequestList, Risk, SampleSelection, Soa, SystemDescription, Table, Text, UnreadableRecord, Vendor,
    record_stem,
};
pub use crate::place::Form;
use crate::place::{BlobId, FileId, Location, RepoPath, Sha256};

/// What is known of a file without reading it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFact {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// What it is by where it lies.
    pub place: Place,
    /// What the name stands for.
    pub form: Form,
    /// Its size in bytes.
    pub size: u64,
    /// Its digest, for files under `evidence/` that are not records.
    pub sha256: Option<Sha256>,
    /// Its blob, when it was read from a commit.
    pub blob: Option<BlobId>,
}

/// Something with an id that stands in a file.
pub trait Entity {
    /// Its id.
    fn id(&self) -> &Text;
    /// The file it stands in.
    fn file(&self) -> FileId;

    /// Where its id stands.
    fn place(&self) -> Location {
        Location { file: self.file(), span: self.id().span }
    }
}

macro_rules! entity {
    ($($name:ident),*) => {
        $(impl Entity for $name {
            fn id(&self) -> &Text {
                &self.id
            }

            fn file(&self) -> FileId {
                self.file
            }
        })*
    };
}

entity!(Activity, Asset, Control, Incident, InternalAudit, ManagementReview, Nonconformity);
entity!(Policy, Population, Risk, Vendor);

/// Entities of one kind, in the order of their files, with an index by id.
#[derive(Debug, Clone)]
pub struct Ids<T> {
    list: Vec<T>,
    first: BTreeMap<String, usize>,
}

impl<T> Default for Ids<T> {
    fn default() -> Self {
        Self { list: Vec::new(), first: BTreeMap::new() }
    }
}

impl<T: Entity> Ids<T> {
    /// Indexes entities; of two with one id the first file's counts, the other is `duplicates`' business.
    pub fn new(list: Vec<T>) -> Self {
        let mut ids = Self::default();
        for entity in list {
            ids.push(entity);
        }
        ids
    }

    /// Adds an entity behind the others.
    pub(crate) fn push(&mut self, entity: T) {
        self.first.entry(entity.id().value.clone()).or_insert(self.list.len());
        self.list.push(entity);
    }

    /// The entity with an id.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.first.get(id).map(|&index| &self.list[index])
    }

    /// True when an entity has the id.
    pub fn has(&self, id: &str) -> bool {
        self.first.contains_key(id)
    }

    /// The ids, in byte order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.first.keys().map(String::as_str)
    }

    /// Every entity, each id once, by id.
    pub fn by_id(&self) -> impl Iterator<Item = &T> {
        self.first.values().map(|&index| &self.list[index])
    }

    /// Every entity in the order of its file, also those whose id was there before.
    pub fn all(&self) -> &[T] {
        &self.list
    }

    /// Entities whose id an earlier one has, each with that earlier one.
    pub fn duplicates(&self) -> impl Iterator<Item = (&T, &T)> {
        self.list.iter().enumerate().filter_map(|(index, entity)| {
            let first = *self.first.get(&entity.id().value)?;
            (first != index).then(|| (&self.list[first], entity))
        })
    }
}

/// Every entity of a repository.
#[derive(Debug, Clone, Default)]
pub struct Register {
    /// The programme; `None` when it is missing or cannot be read.
    pub program: Option<Program>,
    /// Controls.
    pub controls: Ids<Control>,
    /// Controls whose cadence cannot be read; they are never in force.
    pub half_read_controls: Ids<Control>,
    /// Evidence records, by path. There may be many thousands, and two states of a repository share most.
    pub records: Vec<Arc<Record>>,
    /// Records that cannot be read (no `control` or `result`), by path.
    pub unreadable_records: Vec<UnreadableRecord>,
    /// Populations.
    pub populations: Ids<Population>,
    /// Extractions, by path.
    pub extractions: Vec<Extraction>,
    /// Policy documents.
    pub policies: Ids<Policy>,
    /// Risks.
    pub risks: Ids<Risk>,
    /// The risk method of the company's own; [`Method::default`] stands in for it.
    pub method: Option<Method>,
    /// Statements of Applicability, by path.
    pub soas: Vec<Soa>,
    /// Vendors, in the order of the register.
    pub vendors: Vec<Vendor>,
    /// Assets, in the order of the register.
    pub assets: Vec<Asset>,
    /// Processing of personal data, in the order of the register.
    pub activities: Vec<Activity>,
    /// Incidents.
    pub incidents: Ids<Incident>,
    /// The objectives of the management system.
    pub objectives: Option<Objectives>,
    /// The programme of internal audits.
    pub programme: Option<AuditProgramme>,
    /// Prose of the management system: scope, context.
    pub isms_documents: Ids<Policy>,
    /// Internal audits.
    pub internal_audits: Ids<InternalAudit>,
    /// Management reviews.
    pub management_reviews: Ids<ManagementReview>,
    /// Nonconformities.
    pub nonconformities: Ids<Nonconformity>,
    /// The structured part of the system description.
    pub system: Option<SystemDescription>,
    /// Its prose, by criterion: `dc1`.
    pub system_prose: BTreeMap<String, ProseFact>,
    /// Request lists of auditors, by path.
    pub requests: Vec<RequestList>,
    /// Selections of auditors, by path.
    pub samples: Vec<SampleSelection>,
    /// Frameworks: those of the repository, then the built-in ones whose id none of them has.
    pub frameworks: BTreeMap<String, Framework>,
    /// Frameworks of the repository whose id an earlier file of it has, by path.
    pub repeated_frameworks: Vec<Framework>,
    /// Crosswalks by source and target: those of the repository, then the built-in ones for pairs
    /// that none of them has.
    pub crosswalks: Vec<Crosswalk>,
    /// CSVs that belong to no extraction: the decisions of access reviews, and those left over.
    pub tables: BTreeMap<RepoPath, Table>,
    /// Every file.
    pub files: Vec<FileFact>,
    /// What is looked up again and again.
    pub lookups: Lookups,
}

/// What is found out of a register when it is first asked, for whoever asks next.
#[derive(Debug, Clone, Default)]
pub struct Lookups {
    files: OnceLock<Paths>,
    /// The highest number of the records of one occurrence, by their folder and the name that they share,
    /// where one of them has a number.
    highest: OnceLock<BTreeMap<(String, String), u64>>,
}

impl Register {
    /// A file by path.
    pub fn file(&self, path: &str) -> Option<&FileFact> {
        let paths = || Paths::of(self.files.iter().map(|file| file.path.as_str()));
        let paths = self.lookups.files.get_or_init(paths);
        if let Some(near) = paths.near(path).filter(|_| paths.len() == self.files.len()) {
            let mut near = near.iter().map(|&place| &self.files[place as usize]);
            return near.find(|file| file.path.as_str() == path);
        }
        let index = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(&self.files[index])
    }

    /// True when a record with a higher number stands for the same occurrence: it is kept to be
    /// seen, and no longer counts.
    pub fn is_superseded(&self, record: &Record) -> bool {
        let highest = self.lookups.highest.get_or_init(|| highest(&self.records));
        if highest.is_empty() {
            return false;
        }
        let key = (record.path.folder().to_owned(), record_stem(&record.path).to_owned());
        highest.get(&key).is_some_and(|highest| *highest > record.number())
    }

    /// The path of a file.
    pub fn path(&self, file: FileId) -> &RepoPath {
        &self.files[file.index()].path
    }

    /// The files below a folder, by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a FileFact> {
        let from = self.files.partition_point(|file| file.path.as_str() <= folder);
        self.files[from..]
            .iter()
            .skip_while(move |file| !file.path.is_below(folder) && file.path.as_str().starts_with(folder))
            .take_while(move |file| file.path.is_below(folder))
    }

    /// The records of a control, by path.
    pub fn records_of<'a>(&'a self, control: &'a str) -> impl Iterator<Item = &'a Record> {
        self.records.iter().map(|record| &**record).filter(move |record| *record.control == *control)
    }

    /// The first crosswalk from one framework to another.
    pub fn crosswalk(&self, source: &str, target: &str) -> Option<&Crosswalk> {
        self.crosswalks.iter().find(|known| *known.source == *source && *known.target == *target)
    }

    /// The crosswalk between two frameworks, in whichever direction it is written.
    pub fn between(&self, one: &str, other: &str) -> Option<&Crosswalk> {
        self.crosswalk(one, other).or_else(|| self.crosswalk(other, one))
    }

    /// The vendor with an id.
    pub fn vendor(&self, id: &str) -> Option<&Vendor> {
        self.vendors.iter().find(|vendor| *vendor.id == *id)
    }

    /// The asset with an id.
    pub fn asset(&self, id: &str) -> Option<&Asset> {
        self.assets.iter().find(|asset| *asset.id == *id)
    }

    /// The extraction of a population for a period.
    pub fn extraction(&self, population: &str, period: &str) -> Option<&Extraction> {
        self.extractions.iter().find(|extraction| {
            *extraction.population == *population
                && extraction.period.as_ref().is_some_and(|name| **name == *period)
        })
    }

    /// The requirements of a framework that some active control claims.
    pub fn claimed<'a>(&'a self, framework: &'a str) -> BTreeSet<&'a str> {
        let active = self.controls.by_id().filter(|control| control.is_active());
        active.flat_map(|control| control.satisfies.of(framework)).map(|id| id.value.as_str()).collect()
    }
}

/// The highest number of the records of one occurrence, where one of them has another number than the first.
fn highest(records: &[Arc<Record>]) -> BTreeMap<(String, String), u64> {
    let key = |record: &Record| (record.path.folder().to_owned(), record_stem(&record.path).to_owned());
    let numbered = records.iter().filter(|record| record.number() != 1);
    let mut highest: BTreeMap<(String, String), u64> = numbered.map(|record| (key(record), 0)).collect();
    if !highest.is_empty() {
        for record in records {
            highest.entry(key(record)).and_modify(|highest| *highest = record.number().max(*highest));
        }
    }
    highest
}

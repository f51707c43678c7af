//! Populations and their extractions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use crate::document::Node;
use crate::model::read::{Act, Fields, Text};
use crate::place::{FileId, RepoPath, Sha256, Spanned};

/// What a population is and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Population {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// `leavers`
    pub id: Text,
    /// In a few words.
    pub title: Option<Text>,
    /// The system of record.
    pub source: Option<Text>,
    /// Who extracts it.
    pub owner: Option<Text>,
    /// The column that is unique in each extraction.
    pub key: Option<Text>,
    /// The date column that must lie in the extraction's period.
    pub event: Option<Text>,
    /// The columns.
    pub columns: Vec<Text>,
    /// The query, with `{start}` and `{end}`.
    pub query: Option<Text>,
    /// Why it is complete.
    pub complete_because: Option<Text>,
}

impl Population {
    /// Reads a population; `None` without an id.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        Some(Self {
            file,
            path: path.clone(),
            id: fields.text("id")?,
            title: fields.text("title"),
            source: fields.text("source"),
            owner: fields.text("owner"),
            key: fields.text("key"),
            event: fields.text("event"),
            columns: fields.texts("columns"),
            query: fields.text("query"),
            complete_because: fields.text("complete_because"),
        })
    }
}

impl Population {
    /// True for a name that is not among its columns; nobody knows where it does not list them.
    pub fn lacks(&self, column: Option<&Text>) -> bool {
        let is_there = |name: &Text| self.columns.iter().any(|column| column.value == name.value);
        !self.columns.is_empty() && column.is_some_and(|name| !is_there(name))
    }
}

/// What an extraction was compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The other source.
    pub against: Option<Text>,
    /// Its rows.
    pub rows: Option<Spanned<u64>>,
    /// By whom.
    pub by: Option<Text>,
}

/// How an extraction was made: the YAML beside its CSV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// The file.
    pub file: FileId,
    /// Its path.
    pub path: RepoPath,
    /// The population.
    pub population: Text,
    /// The period.
    pub period: Option<Text>,
    /// Who extracted it, and when.
    pub extracted: Option<Act>,
    /// The query as it ran.
    pub query: Option<Text>,
    /// Its rows.
    pub rows: Option<Spanned<u64>>,
    /// The digest of the CSV, as written.
    pub sha256: Option<Text>,
    /// What it was compared with.
    pub checked: Option<Checked>,
    /// The CSV; `None` when it is not there.
    pub data: Option<Table>,
}

impl Extraction {
    /// Reads an extraction; its CSV is attached when the register is linked.
    pub fn decode(file: FileId, path: &RepoPath, root: &Node) -> Option<Self> {
        let fields = Fields::of(root)?;
        let checked = fields.fields("checked").map(|checked| Checked {
            against: checked.text("against"),
            rows: checked.number("rows"),
            by: checked.text("by"),
        });
        Some(Self {
            file,
            path: path.clone(),
            population: fields.text("population")?,
            period: fields.text("period"),
            extracted: Act::read(fields, "extracted"),
            query: fields.text("query"),
            rows: fields.number("rows"),
            sha256: fields.text("sha256"),
            checked,
            data: None,
        })
    }

    /// The path of its CSV.
    pub fn data_path(&self) -> RepoPath {
        RepoPath::new(format!("{}/{}.csv", self.path.folder(), self.path.stem()))
    }

    /// The digest as written, if it is one.
    pub fn digest(&self) -> Option<Sha256> {
        self.sha256.as_ref().and_then(|text| Sha256::parse(text))
    }
}

/// A CSV with a header (RFC 4180, UTF-8); read when somebody first asks what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file.
    pub file: FileId,
    /// Its digest.
    pub sha256: Sha256,
    bytes: Arc<[u8]>,
    content: OnceLock<Content>,
}

/// What a CSV holds. Its cells lie in one text: four million empty ones take little more room than
/// the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Content {
    columns: Vec<String>,
    broken: Option<(u64, String)>,
    /// The cells of all rows, one behind the other.
    text: String,
    /// Where each cell ends in the text; every row has as many as there are columns.
    ends: Vec<u32>,
    /// The byte of the file at which each row starts.
    offsets: Vec<u32>,
}

/// No list that people make has more columns.
const COLUMNS: usize = 10_000;

/// One row of a CSV.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The byte at which it starts.
    pub offset: u32,
    content: &'a Content,
    /// The place of its first cell.
    first: usize,
}

impl<'a> Row<'a> {
    /// The cell of a column; empty behind the last one.
    pub fn cell(self, column: usize) -> &'a str {
        if column >= self.content.columns.len() {
            return "";
        }
        let at = self.first + column;
        let start = at.checked_sub(1).map_or(0, |before| self.content.ends[before]);
        &self.content.text[start as usize..self.content.ends[at] as usize]
    }
}

impl Content {
    fn read(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let skipped = (bytes.len() - text.len()) as u64;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(text);
        let mut content = Self::default();
        let mut record = csv::StringRecord::new();
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => return content,
                Ok(true) if content.columns.is_empty() => match header(&record) {
                    Ok(columns) => content.columns = columns,
                    Err(because) => {
                        content.broken = Some((1, because));
                        return content;
                    }
                },
                Ok(true) => content.push(&record, skipped),
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    content.broken = Some((line, error.to_string()));
                    return content;
                }
            }
        }
    }

    fn push(&mut self, record: &csv::StringRecord, skipped: u64) {
        self.offsets.push((skipped + record.position().map_or(0, csv::Position::byte)) as u32);
        for cell in record {
            self.text.push_str(cell);
            self.ends.push(self.text.len() as u32);
        }
    }
}

/// The names of the columns, each once; else what is wrong with them.
fn header(record: &csv::StringRecord) -> Result<Vec<String>, String> {
    if record.len() > COLUMNS {
        return Err(format!("a header of over {COLUMNS} columns"));
    }
    let mut seen = BTreeSet::new();
    match record.iter().find(|name| !name.is_empty() && !seen.insert(*name)) {
        Some(twice) => Err(format!("the column `{twice}` stands there twice")),
        None => Ok(record.iter().map(str::to_owned).collect()),
    }
}

impl Table {
    /// Takes the bytes of a CSV and their digest.
    pub fn new(file: FileId, bytes: Arc<[u8]>, sha256: Sha256) -> Self {
        Self { file, sha256, bytes, content: OnceLock::new() }
    }

    /// The same table in a file of another number.
    #[must_use]
    pub fn moved(&self, file: FileId) -> Self {
        Self::new(file, Arc::clone(&self.bytes), self.sha256)
    }

    /// Takes the bytes of a CSV.
    pub fn read(file: FileId, bytes: &[u8]) -> Self {
        Self::new(file, Arc::from(bytes), Sha256::of(bytes))
    }

    /// Most attachments are never asked; those that are, are read once.
    fn content(&self) -> &Content {
        self.content.get_or_init(|| Content::read(&self.bytes))
    }

    /// The header.
    pub fn columns(&self) -> &[String] {
        &self.content().columns
    }

    /// The rows below it.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        let content = self.content();
        let width = content.columns.len();
        let offsets = content.offsets.iter().enumerate();
        offsets.map(move |(number, &offset)| Row { offset, content, first: number * width })
    }

    /// What kept the rest from being read, with its line.
    pub fn broken(&self) -> Option<&(u64, String)> {
        self.content().broken.as_ref()
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column == name)
    }

    /// The keys of the rows.
    pub fn keys(&self, key: &str) -> BTreeSet<&str> {
        let Some(column) = self.column(key) else { return BTreeSet::new() };
        self.rows().map(|row| row.cell(column)).collect()
    }

    /// One column by another: the cells of `column` by the cells of `key`; of several rows with one
    /// key, the first.
    pub fn by_key<'a>(&'a self, key: &str, column: &str) -> BTreeMap<&'a str, &'a str> {
        let (Some(key), Some(column)) = (self.column(key), self.column(column)) else {
            return BTreeMap::new();
        };
        let mut cells = BTreeMap::new();
        for row in self.rows() {
            cells.entry(row.cell(key)).or_insert_with(|| row.cell(column));
        }
        cells
    }
}

//! `14-evidence-index.csv`, and the copies of what it lists.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::packet::context::EvidenceFile;
use crate::packet::{Context, PacketError, PacketFile};
use crate::place::RepoPath;
use crate::text::escape;

/// Tables over this many bytes are split by control.
const TABLE_BYTES: usize = 512 * 1024;

pub(super) const HEADER: [&str; 17] = [
    "id",
    "kind",
    "control",
    "period",
    "file",
    "sha256",
    "bytes",
    "performed",
    "committed",
    "landed",
    "witnessed",
    "commit",
    "signer",
    "signer_because",
    "grade",
    "blob",
    "copy",
];

/// Rows as CSV: RFC 4180 with LF, no cell a formula.
pub(crate) fn csv(rows: impl IntoIterator<Item = impl IntoIterator<Item = impl AsRef<str>>>) -> Vec<u8> {
    let mut out = String::new();
    for row in rows {
        for (index, text) in row.into_iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            out.push_str(&escape::csv(text.as_ref()));
        }
        out.push('\n');
    }
    out.into_bytes()
}

/// The index: one table, or one for each control when it would be too long.
pub(super) fn table(context: &Context) -> Vec<PacketFile> {
    let whole = of(context.evidence.files.iter());
    if whole.len() <= TABLE_BYTES {
        return vec![PacketFile { path: "14-evidence-index.csv".to_owned(), bytes: whole }];
    }
    let mut by_control: BTreeMap<&str, Vec<&EvidenceFile>> = BTreeMap::new();
    for file in &context.evidence.files {
        by_control.entry(&file.control).or_default().push(file);
    }
    let mut taken = BTreeSet::new();
    let mut parts = vec![vec!["control".to_owned(), "table".to_owned(), "files".to_owned()]];
    let mut tables = Vec::new();
    for (control, files) in by_control {
        let path = format!("14-evidence-index/{}.csv", escape::file_name(control, &mut taken));
        parts.push(vec![control.to_owned(), path.clone(), files.len().to_string()]);
        tables.push(PacketFile { path, bytes: of(files.into_iter()) });
    }
    tables.push(PacketFile { path: "14-evidence-index.csv".to_owned(), bytes: csv(parts) });
    tables
}

fn of<'a>(files: impl Iterator<Item = &'a EvidenceFile>) -> Vec<u8> {
    let header = HEADER.map(str::to_owned).to_vec();
    csv(std::iter::once(header).chain(files.map(row)))
}

pub(super) fn row(file: &EvidenceFile) -> Vec<String> {
    let size = file.bytes.map(|bytes| bytes.to_string()).unwrap_or_default();
    vec![
        file.id.clone(),
        file.kind.to_owned(),
        file.control.clone(),
        file.period.clone(),
        file.path.clone(),
        file.sha256.clone(),
        size,
        file.performed.clone(),
        file.committed.clone(),
        file.landed.clone(),
        file.witnessed.clone(),
        file.commit.clone(),
        file.signer.clone(),
        file.signer_because.clone(),
        file.grade.to_owned(),
        file.blob.clone(),
        file.copy.to_owned(),
    ]
}

/// The paths that are copied, sorted.
pub(super) fn copied(context: &Context) -> Vec<String> {
    let files = context.evidence.files.iter().filter(|file| file.copy == "copied");
    let paths: BTreeSet<&String> = files.map(|file| &file.path).collect();
    paths.into_iter().cloned().collect()
}

/// The copies.
pub(super) fn copies(
    context: &Context,
    contents: &BTreeMap<RepoPath, Arc<[u8]>>,
) -> Result<Vec<PacketFile>, PacketError> {
    let copy = |path: String| {
        let bytes = contents.get(path.as_str()).ok_or_else(|| PacketError::NotGiven(path.clone()))?;
        Ok(PacketFile { bytes: bytes.to_vec(), path })
    };
    copied(context).into_iter().map(copy).collect()
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn a_row_stays_a_row() {
        let rows = [["id", "what"], ["a,b", "say \"x\""], ["=1+1", "two\nlines"]];
        assert_eq!(
            String::from_utf8_lossy(&csv(rows)),
            "id,what\n\"a,b\",\"say \"\"x\"\"\"\n'=1+1,\"two\nlines\"\n"
        );
    }
}

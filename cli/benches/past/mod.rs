//! A made-up history of any length: the same commits for the same numbers.
//!
//! It begins with programme and controls. Then each commit adds a record with its artifact, completes
//! one, or rewords a control; every eighth change comes by a branch of two commits and its merge. Real
//! `git` makes the objects out of a `fast-import` stream, and `git gc` packs them; `signed` signs the commits.

mod signed;

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::company::{self, Size};

/// 2020-01-05 09:00 UTC; commits follow every half hour.
const START: usize = 1_578_214_800;

/// Where an artifact lies in a deep tree.
const DEEP: &str = "export/production/eu/de/frankfurt/cluster-1/users/all/accounts.csv";

/// How long and how wide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    /// Files at the end, about.
    pub(crate) files: usize,
    /// Commits, merges and side branches included.
    pub(crate) commits: usize,
    /// Control folders below `evidence/`: many make each commit's trees wide.
    pub(crate) controls: usize,
    /// Whether artifacts lie eight folders below their record's.
    pub(crate) deep: bool,
    /// Whether every commit is signed.
    pub(crate) signed: bool,
}

/// Makes a bare repository of it, packed.
pub(crate) fn write(folder: &Path, extent: Extent) -> io::Result<()> {
    git(folder, &["init", "--quiet", "--bare", "--initial-branch", "main", "."]);
    let mut import =
        command(folder).args(["fast-import", "--quiet", "--done"]).stdin(Stdio::piped()).spawn()?;
    let stdin = import.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let mut stream = Stream { to: BufWriter::new(stdin), commits: 0, tip: 0, dice: 0x9e37_79b9_7f4a_7c15 };
    stream.tell(extent)?;
    stream.to.into_inner().map_err(io::IntoInnerError::into_error)?;
    assert!(import.wait()?.success(), "git fast-import");
    if extent.signed {
        return signed::sign(folder);
    }
    git(folder, &["gc", "--quiet"]);
    Ok(())
}

/// Puts one commit on top of `main`, on a branch of its own; it lies loose, as a new commit does.
pub(crate) fn go_on(folder: &Path) -> io::Result<()> {
    let mut import =
        command(folder).args(["fast-import", "--quiet", "--force"]).stdin(Stdio::piped()).spawn()?;
    let mut to = import.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
    let (path, text) = company::control_file(1);
    let who = "Priya Raman <priya@large.example> 1790000000 +0100";
    write!(
        to,
        "commit refs/heads/more\nauthor {who}\ncommitter {who}\ndata 4\nmore\nfrom refs/heads/main\n"
    )?;
    write!(to, "M 100644 inline {path}\ndata {}\n{text}\n", text.len())?;
    drop(to);
    assert!(import.wait()?.success(), "git fast-import");
    Ok(())
}

/// Real `git`, which reads no configuration but the repository's own.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    assert!(command(folder).args(arguments).status().expect("git").success(), "git {arguments:?}");
}

struct Stream<W> {
    to: W,
    /// Commits so far; the number of the last one is its mark.
    commits: usize,
    /// The newest commit of the main line.
    tip: usize,
    dice: u64,
}

impl<W: Write> Stream<W> {
    fn tell(&mut self, extent: Extent) -> io::Result<()> {
        let size = Size { controls: extent.controls, records: 0 };
        let mut beginning = company::beginning(size);
        beginning.extend(extent.signed.then(signed::allowed_signers));
        let records = extent.files.saturating_sub(beginning.len()) / 2;
        self.tip = self.commit(&[], &beginning)?;
        let (mut added, mut step) = (0, 0);
        while self.commits < extent.commits {
            // Records come evenly over the whole time, in the order of their periods.
            let due = records * self.commits / extent.commits;
            let change = if added < due.min(records) {
                added += 1;
                self.record(extent, added - 1, records, false)
            } else {
                self.change(extent, added, records)
            };
            step += 1;
            if step % 8 == 0 {
                let first = self.commit(&[self.tip], &change)?;
                let more = self.change(extent, added, records);
                let second = self.commit(&[first], &more)?;
                self.tip = self.commit(&[self.tip, second], &[change, more].concat())?;
            } else {
                self.tip = self.commit(&[self.tip], &change)?;
            }
        }
        writeln!(self.to, "reset refs/heads/main\nfrom :{}\n\ndone", self.tip)
    }

    fn record(
        &mut self,
        extent: Extent,
        number: usize,
        records: usize,
        again: bool,
    ) -> Vec<(String, String)> {
        let last = records.saturating_sub(1) / extent.controls;
        let [mut artifact, mut record] =
            company::record_files(number % extent.controls + 1, last - number / extent.controls);
        if extent.deep {
            artifact.0 = artifact.0.replace("accounts.csv", DEEP);
            record.1 = record.1.replace("accounts.csv", DEEP);
        }
        if again {
            record.1 = format!("{}notes: Looked at once more, number {}.\n", record.1, self.commits);
            return vec![record];
        }
        vec![artifact, record]
    }

    /// Completes a record of late, or rewords a control.
    fn change(&mut self, extent: Extent, added: usize, records: usize) -> Vec<(String, String)> {
        if added > 0 && self.roll(3) > 0 {
            let back = self.roll(added.min(4 * extent.controls));
            return self.record(extent, added - 1 - back, records, true);
        }
        let number = self.roll(extent.controls) + 1;
        let (path, text) = company::control_file(number);
        vec![(path, format!("{text}notes: Reworded, number {}.\n", self.commits))]
    }

    fn commit(&mut self, parents: &[usize], files: &[(String, String)]) -> io::Result<usize> {
        self.commits += 1;
        let (mark, at) = (self.commits, START + self.commits * 1800);
        let who = format!("Priya Raman <priya@large.example> {at} +0100");
        let message = format!("Change number {mark}");
        let to = &mut self.to;
        write!(to, "commit refs/heads/work\nmark :{mark}\nauthor {who}\ncommitter {who}\n")?;
        writeln!(to, "data {}\n{message}", message.len())?;
        for (place, parent) in parents.iter().enumerate() {
            writeln!(to, "{} :{parent}", if place == 0 { "from" } else { "merge" })?;
        }
        for (path, text) in files {
            write!(to, "M 100644 inline {path}\ndata {}\n{text}\n", text.len())?;
        }
        Ok(mark)
    }

    /// A small generator (xorshift).
    fn roll(&mut self, sides: usize) -> usize {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        (self.dice % sides as u64) as usize
    }
}

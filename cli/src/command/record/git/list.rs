//! The changes of a period as a list.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::app::AppError;
use crate::calendar::{CompanyZone, Date, Period, Timestamp};
use crate::command::record::git::change::{Approved, Change, Route};
use crate::command::record::git::identity::Identities;
use crate::git::Repository;
use crate::history::{MainLine, Message};
use crate::place::CommitId;
use crate::text::escape::cell;

/// The column that names a change.
pub(super) const KEY: &str = "change_id";

/// The day on which it was on the line.
pub(super) const EVENT: &str = "landed_on";

/// The columns of the CSV, in order.
pub(super) const COLUMNS: [&str; 16] = [
    KEY,
    EVENT,
    "repository",
    "commit",
    "committed_at",
    "route",
    "request",
    "authors",
    "approvers",
    "approved",
    "landed_by",
    "landed_by_author",
    "signature",
    "reverts",
    "emergency",
    "subject",
];

/// Subjects are cut behind so many characters.
const SUBJECT: usize = 160;

/// A repository of the product, walked.
pub(super) struct Product {
    pub(super) name: String,
    repository: Repository,
    tip: CommitId,
    main: MainLine,
    /// When each commit of the line was on it: the latest committer date up to it that is not ahead of
    /// our own clock.
    landed: Vec<Timestamp>,
    /// Commits that are dated before an earlier one, or ahead of our clock.
    odd: Vec<CommitId>,
}

/// Clocks may differ by so many seconds.
const SKEW_SECONDS: i64 = 300;

impl Product {
    pub(super) fn walk(
        name: String,
        repository: Repository,
        tip: CommitId,
        now: Timestamp,
    ) -> Result<Self, AppError> {
        let main = repository.main_line(tip)?;
        let (mut landed, mut odd) = (Vec::with_capacity(main.line.len()), Vec::new());
        let mut latest = i64::MIN;
        for commit in &main.line {
            let second = commit.committer.at.as_second();
            let ahead = second > now.as_second().saturating_add(SKEW_SECONDS);
            if ahead || second < latest.saturating_sub(SKEW_SECONDS) {
                odd.push(commit.id);
            }
            if !ahead {
                latest = latest.max(second);
            }
            landed.push(Timestamp::from_second(latest).unwrap_or(Timestamp::MIN));
        }
        Ok(Self { name, repository, tip, main, landed, odd })
    }
}

/// One row.
pub(super) struct Row {
    repository: String,
    commit: CommitId,
    day: Date,
    committed: String,
    subject: String,
    pub(super) change: Change,
}

/// The changes of a period, by repository and place on the line.
pub(super) struct List {
    pub(super) period: Period,
    pub(super) rows: Vec<Row>,
    /// The commit to which each line was read.
    pub(super) tips: Vec<(String, CommitId)>,
    odd: usize,
}

impl List {
    pub(super) fn of(
        products: &[Product],
        period: &Period,
        zone: &CompanyZone,
        identities: &mut Identities,
    ) -> Result<Self, AppError> {
        let mut list = Self { period: period.clone(), rows: Vec::new(), tips: Vec::new(), odd: 0 };
        for product in products {
            list.take(product, zone, identities)?;
            list.tips.push((product.name.clone(), product.tip));
        }
        Ok(list)
    }

    fn take(
        &mut self,
        product: &Product,
        zone: &CompanyZone,
        identities: &mut Identities,
    ) -> Result<(), AppError> {
        let days: Vec<Date> = product.landed.iter().map(|at| zone.date_of(*at)).collect();
        let from = days.partition_point(|day| *day < self.period.start);
        let to = days.partition_point(|day| *day < self.period.end);
        let merged = merged(product, from, to)?;
        let ids: Vec<CommitId> = product.main.line[from..to].iter().map(|commit| commit.id).collect();
        let own = product.repository.messages(&ids)?;
        let odd: BTreeSet<CommitId> = product.odd.iter().copied().collect();
        for ((place, own), day) in (from..to).zip(&own).zip(&days[from..to]) {
            let commit = &product.main.line[place];
            let sides = merged.get(&place).map_or(&[][..], Vec::as_slice);
            self.odd += usize::from(odd.contains(&commit.id));
            self.rows.push(Row {
                repository: product.name.clone(),
                commit: commit.id,
                day: *day,
                committed: zone.written(commit.committer.at),
                subject: commit.subject.chars().take(SUBJECT).collect(),
                change: Change::read(commit, own, sides, identities),
            });
        }
        Ok(())
    }

    /// The CSV: LF, one header, cells that no spreadsheet runs.
    pub(super) fn csv(&self) -> Result<Vec<u8>, AppError> {
        let failed = |error: csv::Error| AppError::usage(format!("cannot write the list: {error}"));
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(COLUMNS).map_err(failed)?;
        for row in &self.rows {
            writer.write_record(row.cells().map(|text| cell(&text))).map_err(failed)?;
        }
        writer.into_inner().map_err(|error| AppError::usage(format!("cannot write the list: {error}")))
    }

    /// What is in it, in a few lines.
    pub(super) fn told(&self, population: &str) -> String {
        let count = |is: &dyn Fn(&Change) -> bool| self.rows.iter().filter(|row| is(&row.change)).count();
        let number = self.rows.len();
        let changes = if number == 1 { "change" } else { "changes" };
        let mut text =
            format!("evidence/populations/{population}/{}.csv: {number} {changes}\n", self.period.name);
        let routes = [Route::Merge, Route::Request, Route::Direct];
        let routes =
            routes.map(|route| format!("{} {}", route.word(), count(&|change| change.route == route)));
        let approved = Approved::ALL;
        let approved =
            approved.map(|word| format!("{} {}", word.word(), count(&|change| change.approved == word)));
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  route     {}", routes.join(", "));
        let _ = writeln!(text, "  approved  {}", approved.join(", "));
        let _ = writeln!(
            text,
            "  landed by an author {}, signed {}, reverts {}, emergencies {}",
            count(&|change| change.landed_by_author == "yes"),
            count(&|change| change.signature != "none"),
            count(&|change| !change.reverts.is_empty()),
            count(&|change| change.emergency),
        );
        if self.odd > 0 {
            let _ =
                writeln!(text, "note: commits dated before an earlier one, or ahead of today: {}", self.odd);
        }
        text
    }
}

impl Row {
    fn cells(&self) -> [String; 16] {
        let id = self.commit.to_string();
        let joined = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(" ");
        let change = &self.change;
        [
            format!("{}@{}", self.repository, &id[..12]),
            self.day.to_string(),
            self.repository.clone(),
            id,
            self.committed.clone(),
            change.route.word().to_owned(),
            change.request.clone(),
            joined(&change.authors),
            joined(&change.approvers),
            change.approved.word().to_owned(),
            change.landed_by.clone(),
            change.landed_by_author.to_owned(),
            change.signature.to_owned(),
            change.reverts.clone(),
            if change.emergency { "yes" } else { "" }.to_owned(),
            self.subject.clone(),
        ]
    }
}

/// What was merged at each place of a stretch of the line.
fn merged(product: &Product, from: usize, to: usize) -> Result<BTreeMap<usize, Vec<Message>>, AppError> {
    let sides = product.main.sides.iter().map(|(id, place)| (*id, *place as usize));
    let wanted: Vec<(CommitId, usize)> = sides.filter(|(_, place)| (from..to).contains(place)).collect();
    let ids: Vec<CommitId> = wanted.iter().map(|(id, _)| *id).collect();
    let mut found: BTreeMap<usize, Vec<Message>> = BTreeMap::new();
    for (message, (_, place)) in product.repository.messages(&ids)?.into_iter().zip(&wanted) {
        found.entry(*place).or_default().push(message);
    }
    Ok(found)
}

//! The reviews of the risk register in June and September 2026, one branch for each owner.

use super::super::people::Person::{Mateo, Nadia, Omar, Priya};
use super::Touch::Edit;
use super::{Chapter, Touch, chapter};

/// The date of review and approval of several risks moves on.
macro_rules! looked_at {
    ($from:literal => $to:literal, [$($id:literal),+ $(,)?] $(, $more:expr)*) => {
        &[$(Edit(concat!("policies/risks/", $id, ".yaml"), &[(concat!("at: ", $from, "}"), concat!("at: ", $to, "}"))]),)+ $($more),*]
    };
}

const ONE_REGION_JUNE: Touch = Edit(
    "policies/risks/R-07.yaml",
    &[("reviewed: {by: omar, at: 2026-04-08}", "reviewed: {by: omar, at: 2026-06-12}")],
);
const ONE_REGION_SEPTEMBER: Touch = Edit(
    "policies/risks/R-07.yaml",
    &[("reviewed: {by: omar, at: 2026-06-12}", "reviewed: {by: omar, at: 2026-09-16}")],
);
const LOWER_CERTIFICATES: Touch = Edit(
    "policies/risks/R-17.yaml",
    &[
        ("residual: {likelihood: 3, impact: 3}", "residual: {likelihood: 2, impact: 3}"),
        ("at: 2025-11-26}", "at: 2026-06-12}"),
    ],
);
const LOWER_LEAVERS: Touch = Edit(
    "policies/risks/R-02.yaml",
    &[
        ("residual: {likelihood: 3, impact: 3}", "residual: {likelihood: 2, impact: 4}"),
        ("at: 2026-06-12}", "at: 2026-09-16}"),
    ],
);

/// Both reviews.
pub(super) fn chapters() -> Vec<Chapter> {
    vec![
        chapter(
            "risks/june-security",
            (Priya, "2026-06-12 10:10"),
            (Omar, "2026-06-12 16:30"),
            "looked at with their owner",
            looked_at!("2025-11-26" => "2026-06-12", ["R-01", "R-02", "R-10", "R-13", "R-20"]),
        ),
        chapter(
            "risks/june-management",
            (Omar, "2026-06-12 10:40"),
            (Priya, "2026-06-12 16:38"),
            "looked at with their owner",
            looked_at!("2025-11-26" => "2026-06-12", ["R-03", "R-11", "R-18"], ONE_REGION_JUNE),
        ),
        chapter(
            "risks/june-platform",
            (Mateo, "2026-06-12 11:20"),
            (Omar, "2026-06-12 16:47"),
            "looked at with their owner, R-17 lower",
            looked_at!("2025-11-26" => "2026-06-12", ["R-04", "R-05", "R-06", "R-09", "R-16"], LOWER_CERTIFICATES),
        ),
        chapter(
            "risks/june-operations",
            (Nadia, "2026-06-12 13:50"),
            (Priya, "2026-06-15 09:30"),
            "looked at with their owner",
            looked_at!("2025-11-26" => "2026-06-12", ["R-08", "R-12", "R-14", "R-15", "R-19"]),
        ),
        chapter(
            "risks/september-security",
            (Priya, "2026-09-16 10:25"),
            (Omar, "2026-09-16 16:12"),
            "looked at with their owner, R-02 lower",
            looked_at!("2026-06-12" => "2026-09-16", ["R-01", "R-10", "R-13", "R-20"], LOWER_LEAVERS),
        ),
        chapter(
            "risks/september-management",
            (Omar, "2026-09-16 10:50"),
            (Priya, "2026-09-16 16:21"),
            "looked at with their owner",
            looked_at!("2026-06-12" => "2026-09-16", ["R-03", "R-11", "R-18"], ONE_REGION_SEPTEMBER),
        ),
        chapter(
            "risks/september-platform",
            (Mateo, "2026-09-16 11:32"),
            (Omar, "2026-09-16 16:29"),
            "looked at with their owner",
            looked_at!("2026-06-12" => "2026-09-16", ["R-04", "R-05", "R-06", "R-09", "R-16", "R-17"]),
        ),
        chapter(
            "risks/september-operations",
            (Nadia, "2026-09-17 10:05"),
            (Priya, "2026-09-17 15:30"),
            "looked at with their owner",
            looked_at!("2026-06-12" => "2026-09-17", ["R-08", "R-12", "R-14", "R-15", "R-19"]),
        ),
    ]
}

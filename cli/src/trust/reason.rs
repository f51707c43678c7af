//! The closed list of reasons: why a record has its grade and no better one.

/// How far the dates and names of a record can be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The repository itself speaks against it.
    Contradicted,
    /// It cannot be told here.
    Unknown,
    /// Somebody wrote this date.
    G0,
    /// In the register in time by the register's own clock, and unchanged since.
    G1,
    /// A person authorised at that time signed these bytes.
    G2,
    /// A second person put a second key on the same bytes.
    G3,
    /// A clock outside the company bounds when it existed.
    G4,
    /// Somebody else remembers.
    G5,
}

impl Grade {
    /// Every grade, the worst first.
    pub const ALL: [Self; 8] =
        [Self::Contradicted, Self::Unknown, Self::G0, Self::G1, Self::G2, Self::G3, Self::G4, Self::G5];

    /// The word of the machine contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradicted => "X",
            Self::Unknown => "?",
            Self::G0 => "G0",
            Self::G1 => "G1",
            Self::G2 => "G2",
            Self::G3 => "G3",
            Self::G4 => "G4",
            Self::G5 => "G5",
        }
    }

    /// What an auditor reads in it.
    pub fn means(self) -> &'static str {
        match self {
            Self::Contradicted => "the repository itself speaks against this record",
            Self::Unknown => "cannot be established here",
            Self::G0 => "somebody wrote this date",
            Self::G1 => "in the register in time by the register's own clock, unchanged since",
            Self::G2 => "a person authorised at that time signed these bytes",
            Self::G3 => "a second person put a second key on the same bytes",
            Self::G4 => "a clock outside the company bounds when it existed",
            Self::G5 => "somebody else remembers",
        }
    }
}

/// What a reason keeps a record from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bar {
    Contradicts,
    Hides,
    /// The best grade that is left.
    Caps(Grade),
    Notes,
}

macro_rules! reasons {
    ($($name:ident $code:literal $bar:expr, $means:literal;)*) => {
        /// Why a record has its grade and no better one. Ordered by code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Reason {
            $(#[doc = $means] $name,)*
        }

        impl Reason {
            /// Every reason, by code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word of the machine contract.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it means, in one line.
            pub fn means(self) -> &'static str {
                match self { $(Self::$name => $means,)* }
            }

            fn bar(self) -> Bar {
                match self { $(Self::$name => $bar,)* }
            }
        }
    };
}

const NOT_G1: Bar = Bar::Caps(Grade::G0);
const NOT_G2: Bar = Bar::Caps(Grade::G1);
const NOT_G3: Bar = Bar::Caps(Grade::G2);
const NOT_G4: Bar = Bar::Caps(Grade::G3);
const NOT_G5: Bar = Bar::Caps(Grade::G4);

reasons! {
    AnchoredLate "ANCHORED_LATE" NOT_G4, "the outside time is more than 31 days later than the record had to land";
    ArtifactHashMismatch "ARTIFACT_HASH_MISMATCH" Bar::Contradicts, "a file of the record has another SHA-256 than it says";
    ArtifactMissing "ARTIFACT_MISSING" Bar::Contradicts, "a file of the record is not there";
    ArtifactNotAFile "ARTIFACT_NOT_A_FILE" Bar::Contradicts, "a file of the record is a link or a submodule, or lies below one";
    ArtifactPathUnsafe "ARTIFACT_PATH_UNSAFE" Bar::Contradicts, "a file of the record lies outside of the record's folder";
    AuthorityBroken "AUTHORITY_BROKEN" NOT_G2, "a commit of the main line up to here does not verify";
    Backdated "BACKDATED" Bar::Contradicts, "dated before a time stamp that its own history holds";
    BeforeRoot "BEFORE_ROOT" NOT_G1, "the trust root already held it";
    ClockOutOfOrder "CLOCK_OUT_OF_ORDER" NOT_G1, "dated before an earlier commit of the main line";
    CommitMalformed "COMMIT_MALFORMED" Bar::Contradicts, "readers could read a commit of the main line differently";
    CompletedLate "COMPLETED_LATE" NOT_G1, "got its result later than allowed after it was performed";
    DatedAfterAnchor "DATED_AFTER_ANCHOR" NOT_G4, "dated after the outside time that covers it";
    HistoryRewritten "HISTORY_REWRITTEN" Bar::Contradicts, "a commit seen earlier is not in this history, or the line was set back";
    IntroducedInMerge "INTRODUCED_IN_MERGE" NOT_G2, "no parent of the merge has these bytes, so nobody signed them";
    KeyEndedBeforeAnchor "KEY_ENDED_BEFORE_ANCHOR" NOT_G4, "a key had ended before the outside time that covers what it signed";
    KeyNotAllowed "KEY_NOT_ALLOWED" NOT_G2, "a key is not listed, or weak, or not at that date";
    KeyRevoked "KEY_REVOKED" NOT_G2, "a key is revoked";
    KeyUnderTwoNames "KEY_UNDER_TWO_NAMES" NOT_G2, "the key matches two persons";
    LandedBeforePerformed "LANDED_BEFORE_PERFORMED" NOT_G1, "landed before it was performed";
    LandedLate "LANDED_LATE" NOT_G1, "landed later than allowed after it was performed";
    MainlineSwitched "MAINLINE_SWITCHED" Bar::Contradicts, "a commit seen earlier is no longer on the main line";
    NotAnchored "NOT_ANCHORED" NOT_G4, "no valid time stamp covers it and what its signatures rest on";
    NotWitnessed "NOT_WITNESSED" NOT_G5, "no witness remembers a commit that holds it";
    NoPerformed "NO_PERFORMED" NOT_G1, "says no day on which it was performed";
    NoReview "NO_REVIEW" NOT_G3, "no key of the named reviewer anywhere, and no review record";
    ObjectHashMismatch "OBJECT_HASH_MISMATCH" Bar::Contradicts, "an object's bytes are not those that its id names";
    ObjectMissing "OBJECT_MISSING" Bar::Hides, "a needed object is not in this repository";
    OneOperator "ONE_OPERATOR" NOT_G5, "fewer than two operators of clocks cover it";
    PathUnsafe "PATH_UNSAFE" Bar::Contradicts, "the tree holds a name that is not safe to use";
    PerformerNotSigner "PERFORMER_NOT_SIGNER" NOT_G2, "signed with another key than the performer's";
    PerformerUnsigned "PERFORMER_UNSIGNED" NOT_G2, "no verified signature on a commit that brought these bytes";
    RecordAltered "RECORD_ALTERED" Bar::Contradicts, "what it said was changed after it landed";
    RecordDeleted "RECORD_DELETED" Bar::Contradicts, "a record of it is gone";
    ReviewedBytesNotNewest "REVIEWED_BYTES_NOT_NEWEST" Bar::Notes, "the reviewed version is not the newest";
    ReviewerNotSigner "REVIEWER_NOT_SIGNER" NOT_G3, "reviewed with another key than the named reviewer's";
    ReviewChanged "REVIEW_CHANGED" NOT_G3, "a review record was changed or is gone";
    ReviewMalformed "REVIEW_MALFORMED" NOT_G3, "the review record is not written as it must be";
    ReviewOfOtherBytes "REVIEW_OF_OTHER_BYTES" NOT_G3, "the review record is of no version of this record";
    ReviewRejected "REVIEW_REJECTED" NOT_G3, "the reviewer rejected it";
    ReviewSignatureBad "REVIEW_SIGNATURE_BAD" NOT_G3, "the signature of the review record does not verify";
    RootNotOnLine "ROOT_NOT_ON_LINE" Bar::Contradicts, "the agreed root is not on the main line";
    SelfReview "SELF_REVIEW" NOT_G3, "performed and reviewed by the same person or key";
    Shallow "SHALLOW" Bar::Hides, "the history is cut here";
    SignatureBad "SIGNATURE_BAD" NOT_G2, "a signature is over other bytes or for another purpose";
    SignatureUnsupported "SIGNATURE_UNSUPPORTED" Bar::Hides, "a signature that decides is of a kind that is not verified";
    SignedBytesNotNewest "SIGNED_BYTES_NOT_NEWEST" Bar::Notes, "the signed version is not the newest";
    TreeAmbiguous "TREE_AMBIGUOUS" Bar::Contradicts, "readers could read a folder differently";
    Unsigned "UNSIGNED" NOT_G2, "a commit has no signature";
}

impl Reason {
    /// True when the repository itself speaks against what it concerns.
    pub fn speaks_against(self) -> bool {
        self.bar() == Bar::Contradicts
    }

    /// True for what is said because nothing was found: where something could not be read, what was
    /// looked for may stand there.
    fn is_absence(self) -> bool {
        matches!(
            self,
            Self::IntroducedInMerge
                | Self::NoReview
                | Self::PerformerNotSigner
                | Self::PerformerUnsigned
                | Self::ReviewerNotSigner
        )
    }

    /// Leaves out what is not proved where the history is cut or objects were not to be had.
    pub(super) fn keep_proved(reasons: &mut std::collections::BTreeSet<Self>) {
        let unread = [Self::ObjectHashMismatch, Self::ObjectMissing, Self::Shallow];
        if unread.iter().any(|reason| reasons.contains(reason)) {
            reasons.retain(|reason| !reason.is_absence());
        }
    }

    /// The best grade with these reasons. What contradicts comes first; what fails the first grade fails
    /// it whatever could not be seen.
    pub fn grade(reasons: &std::collections::BTreeSet<Self>) -> Grade {
        let bars = || reasons.iter().map(|reason| reason.bar());
        if bars().any(|bar| bar == Bar::Contradicts) {
            return Grade::Contradicted;
        }
        let caps = bars().filter_map(|bar| match bar {
            Bar::Caps(grade) => Some(grade),
            Bar::Contradicts | Bar::Hides | Bar::Notes => None,
        });
        match caps.min() {
            Some(Grade::G0) => Grade::G0,
            _ if bars().any(|bar| bar == Bar::Hides) => Grade::Unknown,
            best => best.unwrap_or(Grade::G5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grade, Reason};

    fn grade(reasons: &[Reason]) -> &'static str {
        Reason::grade(&reasons.iter().copied().collect()).word()
    }

    #[test]
    fn reasons_stand_in_the_order_of_their_codes() {
        assert!(Reason::ALL.is_sorted_by(|a, b| a.code() < b.code() && a < b));
    }

    #[test]
    fn the_worst_reason_decides() {
        assert_eq!(grade(&[]), "G5");
        assert_eq!(grade(&[Reason::NotAnchored, Reason::NoReview]), "G2");
        assert_eq!(grade(&[Reason::NoReview, Reason::AuthorityBroken, Reason::Unsigned]), "G1");
        assert_eq!(grade(&[Reason::SignedBytesNotNewest, Reason::OneOperator]), "G4");
        assert_eq!(grade(&[Reason::RecordAltered, Reason::Shallow, Reason::LandedLate]), "X");
    }

    #[test]
    fn what_cannot_be_seen_hides_all_but_a_failure_of_the_first_grade() {
        assert_eq!(grade(&[Reason::Shallow, Reason::NoReview]), "?");
        assert_eq!(grade(&[Reason::SignatureUnsupported, Reason::LandedLate]), "G0");
        assert!(Grade::ALL.is_sorted());
    }
}

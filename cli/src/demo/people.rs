//! The five people who write the history: names, keys, absences and who stands in for whom.

use jiff::civil::{Date, date};

/// One of the five committers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Person {
    /// Head of Security.
    Priya,
    /// CTO and managing director.
    Omar,
    /// People lead until the end of July 2026.
    Lena,
    /// Platform lead.
    Mateo,
    /// Head of Operations.
    Nadia,
}

impl Person {
    /// All of them, in the order of `program.yaml`.
    pub(super) const ALL: [Self; 5] = [Self::Priya, Self::Omar, Self::Lena, Self::Mateo, Self::Nadia];

    /// The short name of `program.yaml`.
    pub(super) fn short(self) -> &'static str {
        match self {
            Self::Priya => "priya",
            Self::Omar => "omar",
            Self::Lena => "lena",
            Self::Mateo => "mateo",
            Self::Nadia => "nadia",
        }
    }

    /// First and last name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Priya => "Priya Raman",
            Self::Omar => "Omar Haddad",
            Self::Lena => "Lena Fischer",
            Self::Mateo => "Mateo Silva",
            Self::Nadia => "Nadia Brandt",
        }
    }

    /// The address in commits and in `allowed_signers`.
    pub(super) fn email(self) -> String {
        format!("{}@northwind.example", self.short())
    }

    /// The seed of the throw-away key. It is public on purpose: these keys sign a story and nothing else.
    pub(super) fn seed(self) -> &'static [u8; 32] {
        match self {
            Self::Priya => b"a public seed for a story, priya",
            Self::Omar => b"a public seed for a story, omar.",
            Self::Lena => b"a public seed for a story, lena.",
            Self::Mateo => b"a public seed for a story, mateo",
            Self::Nadia => b"a public seed for a story, nadia",
        }
    }

    /// Whether the person works on this day; weekends are not looked at.
    pub(super) fn is_there(self, day: Date) -> bool {
        match self {
            Self::Priya => !(date(2026, 8, 24)..=date(2026, 8, 28)).contains(&day),
            Self::Omar => !(date(2026, 6, 22)..=date(2026, 7, 8)).contains(&day),
            Self::Lena => day < date(2026, 7, 25),
            Self::Mateo => !(date(2026, 8, 10)..=date(2026, 8, 21)).contains(&day),
            Self::Nadia => !(date(2026, 5, 18)..=date(2026, 5, 22)).contains(&day),
        }
    }

    /// Who does this person's work on this day.
    pub(super) fn or_deputy(self, day: Date) -> Self {
        if self.is_there(day) {
            return self;
        }
        match self {
            Self::Omar => Self::Mateo,
            Self::Priya | Self::Mateo => Self::Omar,
            Self::Lena => Self::Nadia,
            Self::Nadia => Self::Priya,
        }
    }

    /// Who reviews on this day in this person's place: somebody who is there and is not the performer.
    pub(super) fn or_other_reviewer(self, day: Date, performer: Self) -> Self {
        let order = [self, Self::Nadia, Self::Mateo, Self::Priya, Self::Omar];
        order
            .into_iter()
            .find(|person| *person != performer && person.is_there(day))
            .expect("never more than two of the five are away on one day")
    }
}

//! A code for each kind of mistake, and the table that explains them.

use super::mistakes::{GROUPS, Group};

/// A kind of mistake. Its number never changes and is never used again for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the table says what each one is")]
pub enum Code {
    NotToml,
    Unclosed,
    UnknownKey,
    MissingKey,
    WrongKind,
    NotFinite,
    UnknownWord,
    Empty,
    PeriodCount,
    NotAStrategy,
    NotExactlyOne,
    KeyOutOfPlace,
    NoCentre,
    SecondOtherwise,
    AssignedTwice,
    EndsAtOnce,
    TruthFalse,
    NothingHappens,
    NoStrategy,
    MissingCase,
    NotDeclared,
    BadName,
    ReservedName,
    NamedTwice,
    SharedName,
    UnknownActor,
    UnknownStage,
    UnknownAction,
    UnknownBranch,
    UnknownValue,
    NotAVariable,
    NotNamedValues,
    UnknownCommitment,
    AmbiguousAction,
    DoesNotDecide,
    NoTypes,
    OwnType,
    UnknownParameter,
    MalformedNumber,
    StraySign,
    QuotesInside,
    EmptyFormula,
    Chained,
    MisplacedNot,
    MissingValue,
    OpenParenthesis,
    Leftover,
    TooLarge,
    UnknownFunction,
    Arguments,
    UnknownName,
    NoValue,
    MixedKinds,
    KindMismatch,
    NoResult,
    Circle,
    UncertainStructure,
    Unseen,
    OutOfReach,
    NotAProbability,
    SumNotOne,
    BadDiscount,
    NegativePrecision,
    EmptyRange,
    HugeRange,
    StartOutside,
    BadDistribution,
    ImpossibleNominal,
    BadShares,
    BadCorrelation,
    CannotCorrelate,
    JointTypes,
    JointBelief,
    TooMany,
    UnknownVariant,
    UnknownSetting,
    NotKeyValue,
    CannotRescale,
    SetTwice,
    SeenByNobody,
    NotCorrelated,
    NoBase,
    BaseOutside,
    ExtendsCircle,
    ExtendsTooDeep,
    CannotMerge,
    NoAction,
    LeavesRange,
    NoOutcome,
    PicksClash,
    BoundToImpossible,
    TwoPromises,
    NoRule,
    RulePlaysImpossible,
    BadChance,
    TooManyStates,
    BadNumber,
    FailsBeyond,
    OutcomeNeverReached,
    StageNeverRuns,
    NeverAsked,
    ActionNeverAvailable,
    BranchNeverPossible,
    JointNeverApplies,
    CommitmentNeverTriggered,
    TermNeverPaid,
    VariableNeverChanges,
    ValueNeverTaken,
    VariableNeverRead,
    TypeNeverDrawn,
    ParameterNeverUsed,
    DefinitionNeverUsed,
    NoSource,
    GameHeader,
    GameToken,
    GameEnds,
    OpenLabel,
    GameNumber,
    GameTooLarge,
    NodeKind,
    NoSuchPlayer,
    SetUndescribed,
    SetsDisagree,
    OutcomeUndescribed,
    OutcomesDisagree,
    NullOutcome,
    ChancesNotOne,
    NoStrategies,
    NoSuchOutcome,
    GameLeftover,
    NobodyPlays,
    SetTwiceOnPath,
    SetsCross,
    LabelsRenamed,
    LabelRefused,
    OddNumber,
    ChancesRounded,
    TextAfterTree,
}

/// What there is to say about a kind of mistake.
#[derive(Debug)]
pub struct Mistake {
    /// The kind.
    pub code: Code,
    /// Its number: the hundreds are the number of its group.
    pub number: u16,
    /// What is wrong, in one sentence without a full stop.
    pub title: &'static str,
    /// Why it is wrong, and what to do.
    pub explanation: &'static str,
    /// How it looks, and how it looks right.
    pub example: &'static str,
}

impl Code {
    /// The last of them.
    #[cfg(test)]
    const LAST: Self = Self::TextAfterTree;

    /// What there is to say about it.
    pub fn mistake(self) -> &'static Mistake {
        all().nth(self as usize).expect("each kind has its entry, in order")
    }

    /// The code as messages show it: `E` and its number.
    pub fn name(self) -> String {
        self.mistake().name()
    }
}

impl Mistake {
    /// The code as messages show it: `E` and its number.
    pub fn name(&self) -> String {
        format!("E{:03}", self.number)
    }
}

/// All kinds of mistakes, by number.
pub fn all() -> impl Iterator<Item = &'static Mistake> {
    GROUPS.iter().flat_map(|group: &Group| group.mistakes)
}

/// The kind of mistake with this code; capitals do not matter, and `E` may be left out.
pub(crate) fn find(name: &str) -> Option<&'static Mistake> {
    let number = name.trim().trim_start_matches(['e', 'E']);
    all().find(|mistake| format!("{:03}", mistake.number) == number)
}

#[cfg(test)]
mod tests {
    use super::{Code, all, find};
    use crate::source::mistakes::GROUPS;

    #[test]
    fn every_kind_has_its_entry_in_order() {
        for (at, mistake) in all().enumerate() {
            assert_eq!(mistake.code as usize, at, "{}", mistake.name());
            assert_eq!(mistake.code.mistake().number, mistake.number);
        }
        assert_eq!(all().count(), Code::LAST as usize + 1);
    }

    #[test]
    fn numbers_rise_within_their_group() {
        for (at, group) in GROUPS.iter().enumerate() {
            let mut last = 0;
            for mistake in group.mistakes {
                assert!(mistake.number > last, "{}", mistake.name());
                assert_eq!(usize::from(mistake.number / 100), at + 1);
                last = mistake.number;
            }
        }
    }

    #[test]
    fn words_are_complete() {
        for mistake in all() {
            assert!(!mistake.title.ends_with('.'), "{}", mistake.name());
            assert!(mistake.explanation.ends_with('.'), "{}", mistake.name());
            assert!(!mistake.example.is_empty(), "{}", mistake.name());
        }
    }

    #[test]
    fn codes_are_found() {
        for name in ["E313", "e313", "313"] {
            assert_eq!(find(name).map(|found| found.code), Some(Code::UnknownName));
        }
        assert_eq!(find("e1001").map(|found| found.code), Some(Code::GameHeader));
        for name in ["", "E", "E1", "E0313", "E999", "E9999", "x", "E-13"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}

//! The codes of errors and warnings, each with the Markdown file that explains it.

/// The kind of an error or a warning. Its number never changes and is never used again for another kind; the hundreds
/// are the number of its group in `error_texts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the files in `errors/` say what each one is")]
pub enum Code {
    NotToml = 101,
    Unclosed = 102,
    UnknownKey = 103,
    MissingKey = 104,
    WrongKind = 105,
    NotFinite = 106,
    UnknownWord = 107,
    Empty = 108,
    PeriodCount = 109,
    NotAStrategy = 110,
    NotExactlyOne = 111,
    KeyOutOfPlace = 112,
    NoCentre = 113,
    SecondOtherwise = 114,
    AssignedTwice = 115,
    EndsAtOnce = 116,
    TruthFalse = 117,
    NothingHappens = 118,
    NoStrategy = 119,
    MissingCase = 120,
    NotDeclared = 121,
    OwnLaterWithoutLogit = 122,
    BadName = 201,
    ReservedName = 202,
    NamedTwice = 203,
    SharedName = 204,
    UnknownActor = 211,
    UnknownStage = 212,
    UnknownAction = 213,
    UnknownBranch = 214,
    UnknownValue = 215,
    NotAVariable = 216,
    NotNamedValues = 217,
    UnknownCommitment = 218,
    AmbiguousAction = 219,
    DoesNotDecide = 220,
    NoTypes = 221,
    OwnType = 222,
    UnknownParameter = 223,
    BadNest = 224,
    MalformedNumber = 301,
    StraySign = 302,
    QuotesInside = 303,
    EmptyFormula = 304,
    Chained = 305,
    MisplacedNot = 306,
    MissingValue = 307,
    OpenParenthesis = 308,
    Leftover = 309,
    TooLarge = 310,
    UnknownFunction = 311,
    Arguments = 312,
    UnknownName = 313,
    NoValue = 314,
    MixedKinds = 315,
    KindMismatch = 316,
    NoResult = 317,
    Circle = 318,
    UncertainStructure = 401,
    Unseen = 402,
    OutOfReach = 403,
    NotAProbability = 501,
    SumNotOne = 502,
    BadDiscount = 503,
    NegativePrecision = 504,
    EmptyRange = 505,
    HugeRange = 506,
    StartOutside = 507,
    BadDistribution = 508,
    ImpossibleNominal = 509,
    BadShares = 510,
    BadCorrelation = 511,
    CannotCorrelate = 512,
    JointTypes = 513,
    JointBelief = 514,
    TooMany = 515,
    BadMultiple = 516,
    UnknownVariant = 601,
    UnknownSetting = 602,
    NotKeyValue = 603,
    CannotRescale = 604,
    SetTwice = 691,
    SeenByNobody = 692,
    NotCorrelated = 693,
    NoBase = 701,
    BaseOutside = 702,
    ExtendsCircle = 703,
    ExtendsTooDeep = 704,
    CannotMerge = 705,
    NoAction = 801,
    LeavesRange = 802,
    NoOutcome = 803,
    PicksClash = 804,
    BoundToImpossible = 805,
    TwoPromises = 806,
    NoRule = 807,
    RulePlaysImpossible = 808,
    BadChance = 809,
    TooManyStates = 810,
    BadNumber = 811,
    FailsBeyond = 812,
    NeverMet = 813,
    OutcomeNeverReached = 901,
    StageNeverRuns = 902,
    NeverAsked = 903,
    ActionNeverAvailable = 904,
    BranchNeverPossible = 905,
    JointNeverApplies = 906,
    CommitmentNeverTriggered = 907,
    TermNeverPaid = 908,
    VariableNeverChanges = 909,
    ValueNeverTaken = 910,
    VariableNeverRead = 911,
    TypeNeverDrawn = 912,
    ParameterNeverUsed = 913,
    DefinitionNeverUsed = 914,
    NoSource = 915,
    GameHeader = 1001,
    GameToken = 1002,
    GameEnds = 1003,
    OpenLabel = 1004,
    GameNumber = 1005,
    GameTooLarge = 1006,
    NodeKind = 1007,
    NoSuchPlayer = 1008,
    SetUndescribed = 1009,
    SetsDisagree = 1010,
    OutcomeUndescribed = 1011,
    OutcomesDisagree = 1012,
    NullOutcome = 1013,
    ChancesNotOne = 1014,
    NoStrategies = 1015,
    NoSuchOutcome = 1016,
    GameLeftover = 1017,
    NobodyPlays = 1018,
    SetTwiceOnPath = 1019,
    SetsCross = 1020,
    LabelsRenamed = 1051,
    LabelRefused = 1052,
    OddNumber = 1053,
    ChancesRounded = 1054,
    TextAfterTree = 1055,
}

/// All codes by number, each with its text: a heading, an explanation, and an example in a code block.
const TEXTS: [(Code, &str); 142] = [
    (Code::NotToml, include_str!("errors/E101.md")),
    (Code::Unclosed, include_str!("errors/E102.md")),
    (Code::UnknownKey, include_str!("errors/E103.md")),
    (Code::MissingKey, include_str!("errors/E104.md")),
    (Code::WrongKind, include_str!("errors/E105.md")),
    (Code::NotFinite, include_str!("errors/E106.md")),
    (Code::UnknownWord, include_str!("errors/E107.md")),
    (Code::Empty, include_str!("errors/E108.md")),
    (Code::PeriodCount, include_str!("errors/E109.md")),
    (Code::NotAStrategy, include_str!("errors/E110.md")),
    (Code::NotExactlyOne, include_str!("errors/E111.md")),
    (Code::KeyOutOfPlace, include_str!("errors/E112.md")),
    (Code::NoCentre, include_str!("errors/E113.md")),
    (Code::SecondOtherwise, include_str!("errors/E114.md")),
    (Code::AssignedTwice, include_str!("errors/E115.md")),
    (Code::EndsAtOnce, include_str!("errors/E116.md")),
    (Code::TruthFalse, include_str!("errors/E117.md")),
    (Code::NothingHappens, include_str!("errors/E118.md")),
    (Code::NoStrategy, include_str!("errors/E119.md")),
    (Code::MissingCase, include_str!("errors/E120.md")),
    (Code::NotDeclared, include_str!("errors/E121.md")),
    (Code::OwnLaterWithoutLogit, include_str!("errors/E122.md")),
    (Code::BadName, include_str!("errors/E201.md")),
    (Code::ReservedName, include_str!("errors/E202.md")),
    (Code::NamedTwice, include_str!("errors/E203.md")),
    (Code::SharedName, include_str!("errors/E204.md")),
    (Code::UnknownActor, include_str!("errors/E211.md")),
    (Code::UnknownStage, include_str!("errors/E212.md")),
    (Code::UnknownAction, include_str!("errors/E213.md")),
    (Code::UnknownBranch, include_str!("errors/E214.md")),
    (Code::UnknownValue, include_str!("errors/E215.md")),
    (Code::NotAVariable, include_str!("errors/E216.md")),
    (Code::NotNamedValues, include_str!("errors/E217.md")),
    (Code::UnknownCommitment, include_str!("errors/E218.md")),
    (Code::AmbiguousAction, include_str!("errors/E219.md")),
    (Code::DoesNotDecide, include_str!("errors/E220.md")),
    (Code::NoTypes, include_str!("errors/E221.md")),
    (Code::OwnType, include_str!("errors/E222.md")),
    (Code::UnknownParameter, include_str!("errors/E223.md")),
    (Code::BadNest, include_str!("errors/E224.md")),
    (Code::MalformedNumber, include_str!("errors/E301.md")),
    (Code::StraySign, include_str!("errors/E302.md")),
    (Code::QuotesInside, include_str!("errors/E303.md")),
    (Code::EmptyFormula, include_str!("errors/E304.md")),
    (Code::Chained, include_str!("errors/E305.md")),
    (Code::MisplacedNot, include_str!("errors/E306.md")),
    (Code::MissingValue, include_str!("errors/E307.md")),
    (Code::OpenParenthesis, include_str!("errors/E308.md")),
    (Code::Leftover, include_str!("errors/E309.md")),
    (Code::TooLarge, include_str!("errors/E310.md")),
    (Code::UnknownFunction, include_str!("errors/E311.md")),
    (Code::Arguments, include_str!("errors/E312.md")),
    (Code::UnknownName, include_str!("errors/E313.md")),
    (Code::NoValue, include_str!("errors/E314.md")),
    (Code::MixedKinds, include_str!("errors/E315.md")),
    (Code::KindMismatch, include_str!("errors/E316.md")),
    (Code::NoResult, include_str!("errors/E317.md")),
    (Code::Circle, include_str!("errors/E318.md")),
    (Code::UncertainStructure, include_str!("errors/E401.md")),
    (Code::Unseen, include_str!("errors/E402.md")),
    (Code::OutOfReach, include_str!("errors/E403.md")),
    (Code::NotAProbability, include_str!("errors/E501.md")),
    (Code::SumNotOne, include_str!("errors/E502.md")),
    (Code::BadDiscount, include_str!("errors/E503.md")),
    (Code::NegativePrecision, include_str!("errors/E504.md")),
    (Code::EmptyRange, include_str!("errors/E505.md")),
    (Code::HugeRange, include_str!("errors/E506.md")),
    (Code::StartOutside, include_str!("errors/E507.md")),
    (Code::BadDistribution, include_str!("errors/E508.md")),
    (Code::ImpossibleNominal, include_str!("errors/E509.md")),
    (Code::BadShares, include_str!("errors/E510.md")),
    (Code::BadCorrelation, include_str!("errors/E511.md")),
    (Code::CannotCorrelate, include_str!("errors/E512.md")),
    (Code::JointTypes, include_str!("errors/E513.md")),
    (Code::JointBelief, include_str!("errors/E514.md")),
    (Code::TooMany, include_str!("errors/E515.md")),
    (Code::BadMultiple, include_str!("errors/E516.md")),
    (Code::UnknownVariant, include_str!("errors/E601.md")),
    (Code::UnknownSetting, include_str!("errors/E602.md")),
    (Code::NotKeyValue, include_str!("errors/E603.md")),
    (Code::CannotRescale, include_str!("errors/E604.md")),
    (Code::SetTwice, include_str!("errors/E691.md")),
    (Code::SeenByNobody, include_str!("errors/E692.md")),
    (Code::NotCorrelated, include_str!("errors/E693.md")),
    (Code::NoBase, include_str!("errors/E701.md")),
    (Code::BaseOutside, include_str!("errors/E702.md")),
    (Code::ExtendsCircle, include_str!("errors/E703.md")),
    (Code::ExtendsTooDeep, include_str!("errors/E704.md")),
    (Code::CannotMerge, include_str!("errors/E705.md")),
    (Code::NoAction, include_str!("errors/E801.md")),
    (Code::LeavesRange, include_str!("errors/E802.md")),
    (Code::NoOutcome, include_str!("errors/E803.md")),
    (Code::PicksClash, include_str!("errors/E804.md")),
    (Code::BoundToImpossible, include_str!("errors/E805.md")),
    (Code::TwoPromises, include_str!("errors/E806.md")),
    (Code::NoRule, include_str!("errors/E807.md")),
    (Code::RulePlaysImpossible, include_str!("errors/E808.md")),
    (Code::BadChance, include_str!("errors/E809.md")),
    (Code::TooManyStates, include_str!("errors/E810.md")),
    (Code::BadNumber, include_str!("errors/E811.md")),
    (Code::FailsBeyond, include_str!("errors/E812.md")),
    (Code::NeverMet, include_str!("errors/E813.md")),
    (Code::OutcomeNeverReached, include_str!("errors/E901.md")),
    (Code::StageNeverRuns, include_str!("errors/E902.md")),
    (Code::NeverAsked, include_str!("errors/E903.md")),
    (Code::ActionNeverAvailable, include_str!("errors/E904.md")),
    (Code::BranchNeverPossible, include_str!("errors/E905.md")),
    (Code::JointNeverApplies, include_str!("errors/E906.md")),
    (Code::CommitmentNeverTriggered, include_str!("errors/E907.md")),
    (Code::TermNeverPaid, include_str!("errors/E908.md")),
    (Code::VariableNeverChanges, include_str!("errors/E909.md")),
    (Code::ValueNeverTaken, include_str!("errors/E910.md")),
    (Code::VariableNeverRead, include_str!("errors/E911.md")),
    (Code::TypeNeverDrawn, include_str!("errors/E912.md")),
    (Code::ParameterNeverUsed, include_str!("errors/E913.md")),
    (Code::DefinitionNeverUsed, include_str!("errors/E914.md")),
    (Code::NoSource, include_str!("errors/E915.md")),
    (Code::GameHeader, include_str!("errors/E1001.md")),
    (Code::GameToken, include_str!("errors/E1002.md")),
    (Code::GameEnds, include_str!("errors/E1003.md")),
    (Code::OpenLabel, include_str!("errors/E1004.md")),
    (Code::GameNumber, include_str!("errors/E1005.md")),
    (Code::GameTooLarge, include_str!("errors/E1006.md")),
    (Code::NodeKind, include_str!("errors/E1007.md")),
    (Code::NoSuchPlayer, include_str!("errors/E1008.md")),
    (Code::SetUndescribed, include_str!("errors/E1009.md")),
    (Code::SetsDisagree, include_str!("errors/E1010.md")),
    (Code::OutcomeUndescribed, include_str!("errors/E1011.md")),
    (Code::OutcomesDisagree, include_str!("errors/E1012.md")),
    (Code::NullOutcome, include_str!("errors/E1013.md")),
    (Code::ChancesNotOne, include_str!("errors/E1014.md")),
    (Code::NoStrategies, include_str!("errors/E1015.md")),
    (Code::NoSuchOutcome, include_str!("errors/E1016.md")),
    (Code::GameLeftover, include_str!("errors/E1017.md")),
    (Code::NobodyPlays, include_str!("errors/E1018.md")),
    (Code::SetTwiceOnPath, include_str!("errors/E1019.md")),
    (Code::SetsCross, include_str!("errors/E1020.md")),
    (Code::LabelsRenamed, include_str!("errors/E1051.md")),
    (Code::LabelRefused, include_str!("errors/E1052.md")),
    (Code::OddNumber, include_str!("errors/E1053.md")),
    (Code::ChancesRounded, include_str!("errors/E1054.md")),
    (Code::TextAfterTree, include_str!("errors/E1055.md")),
];

impl Code {
    /// The code as messages show it: `E` and its number.
    pub fn name(self) -> String {
        format!("E{:03}", self.number())
    }

    /// The number of the code.
    pub fn number(self) -> u16 {
        self as u16
    }

    /// The Markdown text that explains it.
    pub(crate) fn text(self) -> &'static str {
        let at = TEXTS.binary_search_by_key(&self, |&(code, _)| code);
        TEXTS[at.expect("each code has a text, in order")].1
    }
}

/// All codes, by number.
pub fn all() -> impl Iterator<Item = Code> {
    TEXTS.iter().map(|&(code, _)| code)
}

/// The code with this name; capitals do not matter, and `E` may be left out.
pub(crate) fn find(name: &str) -> Option<Code> {
    let number = name.trim().trim_start_matches(['e', 'E']);
    all().find(|code| format!("{:03}", code.number()) == number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{Code, TEXTS, all, find};

    #[test]
    fn every_code_has_its_text_in_order() {
        assert!(TEXTS.is_sorted_by(|one, next| one.0 < next.0));
        for (code, text) in TEXTS {
            assert!(text.starts_with(&format!("# {}: ", code.name())), "{code:?}");
            assert_eq!(code.text(), text);
        }
    }

    #[test]
    fn no_code_is_missing_from_the_table() {
        let declared = include_str!("code.rs").lines().filter(|line| {
            let number = line.strip_suffix(',').and_then(|line| line.split_once(" = "));
            number.is_some_and(|(_, number)| number.parse::<u16>().is_ok())
        });
        assert_eq!(declared.count(), TEXTS.len());
    }

    #[test]
    fn codes_and_files_agree() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/source/errors");
        let files: BTreeSet<String> = fs::read_dir(folder)
            .expect("the folder of texts")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a plain name")
            })
            .collect();
        let expected: BTreeSet<String> = all().map(|code| format!("{}.md", code.name())).collect();
        assert_eq!(files, expected);
    }

    #[test]
    fn codes_are_found() {
        for name in ["E313", "e313", "313"] {
            assert_eq!(find(name), Some(Code::UnknownName));
        }
        assert_eq!(find("e1001"), Some(Code::GameHeader));
        for name in ["", "E", "E1", "E0313", "E999", "E9999", "x", "E-13"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}
